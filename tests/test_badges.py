"""Badges: three states in words, colours that can be read, text that is never cut, what to paste, and pictures that come out alike."""

from __future__ import annotations

import base64
import json
import os
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest
from conftest import HERE, run

from howopen import render
from howopen.records import results
from howopen.render import Stamp, wording
from howopen.render.names import FIRST_BADGE
from howopen.render.svg import badges, label, png, text_width

SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def said(known):
    return wording.read(HERE / "templates", known)


@pytest.fixture(scope="module")
def every(said, judged) -> dict[str, str]:
    """Every SVG badge and label of the real site, by path."""
    found = [file for one in judged.values() for file in badges.of_model(one, label.svg(one, said, "https://example.org/repo/"), said, None)]
    return {path: content for path, content in found if path.endswith(".svg")}


# ---- what they say ----------------------------------------------------------------------------------------------------


def test_a_badge_tells_its_state_in_words_and_counts_what_is_unknown(known, said):
    for kind, definition in badges.kinds(known).items():
        for code in results.codes(definition):
            message = badges.said(kind, code, 3, said).message
            assert ("unknown" in message) == (code == "undetermined"), (kind, code)
            if code == "undetermined":
                assert message == "not settled, 3 unknown"
            elif code == "not-met":
                assert message.endswith("not met")
            elif code == "met":
                assert message.endswith("met") and "not" not in message
            elif code == "none":
                assert message == definition.none
            elif code == "out-of-scope":
                assert message == definition.out_of_scope
            elif definition.kind == "score":
                assert message == f"{code.replace('-', ' to ')} of {definition.most:g}"
            else:
                assert message in {level.short or level.name for level in definition.levels}


def test_a_label_names_the_version_of_the_definition(known, said):
    for kind, definition in badges.kinds(known).items():
        of_version = set(re.findall(r"\w+", definition.version))
        assert of_version & set(re.findall(r"\w+", badges.said(kind, results.codes(definition)[0], 0, said).label)), kind


def test_no_badge_claims_more_than_an_assessment(every):
    for path, picture in every.items():
        assert not re.search("certif|approved model|exempt", picture, re.I), path


def test_white_text_on_each_colour_and_ink_on_the_label_can_be_read():
    def luminance(color: str) -> float:
        parts = [int(color[at : at + 2], 16) / 255 for at in (1, 3, 5)]
        red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
        return 0.2126 * red + 0.7152 * green + 0.0722 * blue

    for color in (badges.LEFT, *badges.COLORS.values(), *label.TONES.values(), label.QUIET, label.INK):
        assert 1.05 / (luminance(color) + 0.05) >= 4.5, color


def test_a_badge_is_an_image_with_a_name_and_may_stand_in_any_page(every):
    for path, picture in every.items():
        root = ET.fromstring(picture)  # noqa: S314  our own file
        assert root.get("role") == "img"
        assert root.get("aria-label") == root.findtext(f"{SVG}title"), path
        assert not any({"id", "style", "class", "href"} & set(element.keys()) or element.tag == f"{SVG}style" for element in root.iter()), path


def test_the_badge_of_a_model_follows_its_verdict(every, known, judged, said):
    for key, one in judged.items():
        for kind, definition in badges.kinds(known).items():
            name = ET.fromstring(every[f"badges/{key}/{kind}.svg"]).get("aria-label")  # noqa: S314
            assert said.result(definition, one.verdicts[definition.id]) in name.partition(": ")[2]


def test_the_label_has_all_that_matters_of_a_model(every, known, judged):
    for key, one in judged.items():
        root = ET.fromstring(every[f"badges/{key}/label.svg"])  # noqa: S314
        text = " ".join(element.text or "" for element in root.iter(f"{SVG}text"))
        joined = text.replace(" ", "")
        assert root.get("width") == "320"
        for wanted in (
            known.models[key].name,
            *(word.label for word in known.vocabulary.groups.values()),
            f"example.org/repo/models/{key}/",
            "Weights license",
        ):
            assert wanted.replace(" ", "") in joined, (key, wanted)
        for definition in known.definitions.values():
            assert definition.name.replace(" ", "") in joined
        cells = [element for group in root.iter(f"{SVG}g") if group.get("transform") for element in group]
        assert len(cells) == len(one.strip) + 4, "one cell a component, and four in the key"
        assert min(float(element.get("font-size")) for element in root.iter(f"{SVG}text")) >= 11


def test_hostile_names_stay_text(data, tmp_path):
    hostile = "]($)<script>\"'&`|*{{ 7*7 }}"
    file = data / "models" / "olmo-7b.yaml"
    file.write_text(re.sub(r"(?m)^name: .*$", lambda _: "name: '" + hostile.replace("'", "''") + "'", file.read_text()))
    run("build", "--data", data, "--into", tmp_path / "site")
    pasted = run("badge", "olmo-7b", "--data", data).stdout

    root = ET.fromstring((tmp_path / "site/badges/olmo-7b/label.svg").read_text())  # noqa: S314
    assert not list(root.iter(f"{SVG}script"))
    assert hostile in root.get("aria-label")
    assert "<script>" not in "".join(re.findall(r"<a href=.*", pasted))
    markdown = next(line for line in pasted.splitlines() if line.startswith("[!["))
    assert markdown.startswith(r"[![Openness of \]($)\<script\>")


# ---- pictures ---------------------------------------------------------------------------------------------------------


def test_the_table_of_widths_is_that_of_the_font(chromium):
    text = "".join(text_width._OF)
    page = chromium.new_page()
    font = base64.b64encode(png.FONT.read_bytes()).decode()
    page.set_content(f"<style>@font-face{{font-family:Ours;src:url(data:font/ttf;base64,{font})}}</style><p style='font-family:Ours'>x</p>")
    measured = page.evaluate(
        """async text => { await document.fonts.load('1000px Ours'); const c = document.createElement('canvas').getContext('2d'); c.font = '1000px Ours';
        return [...text].map(character => c.measureText(character).width) }""",
        text,
    )
    page.close()
    for character, width in zip(text, measured, strict=True):
        assert text_width.width(character, 1000) == pytest.approx(width, abs=1), character
    assert text_width.width("é", 100) == text_width.width("e", 100)
    assert text_width.width("漢", 100) == 100


def test_no_text_is_cut_in_any_state_of_any_model(chromium, every, known, said):
    texts = text_width.lines("W" * 400 + " " + "漢" * 90, 15, 296, 4)
    assert len(texts) == 4 and texts[-1].endswith("…") and all(text_width.width(line, 15) <= 296 for line in texts)
    distinct = sorted(set(every.values()) | {badges.svg(badges.said(kind, code, 99, said)) for kind, code, _ in badges.specimens(known)})
    page = chromium.new_page()
    page.set_content("".join(f"<div>{picture}</div>" for picture in distinct), timeout=120_000)
    cut = page.evaluate(
        """() => [...document.querySelectorAll('svg')].flatMap(svg => {
          const whole = svg.viewBox.baseVal, paths = [...svg.children].filter(e => e.tagName === 'path').map(e => e.getBBox())
          const texts = [...svg.querySelectorAll('text')].map(e => [e, e.getBBox()])
          const boxes = whole.height === 20 ? texts.map(([e, box], at) => [e, box, paths[at]]) : texts.map(([e, box]) => [e, box, whole])
          return boxes.filter(([e, box, room]) => box.x < room.x + 3 || box.x + box.width > room.x + room.width - 3 || box.y < 0
            || box.y + box.height > whole.height).map(([e]) => e.textContent)
        })"""
    )
    squeezed = page.evaluate(
        """() => {
          const texts = [...document.querySelectorAll('text')].map(e => [e, e.textLength.baseVal.value])
          texts.forEach(([e]) => e.removeAttribute('textLength'))  // all before the first is measured: each would lay the page out anew
          return texts.filter(([e, fitted]) => Math.abs(e.getComputedTextLength() / fitted - 1) > .16).map(([e]) => e.textContent)
        }"""
    )
    page.close()
    assert cut == []
    assert squeezed == [], "fitted so far from its natural width that it looks wrong"


def test_badges_are_seen_as_meant_in_light_and_dark_pages(chromium, known, said, every):
    """Writes the pictures that a person looks at; asks only that something is drawn in each place."""
    report = HERE / "tests" / "report"
    report.mkdir(exist_ok=True)
    shown = [badges.svg(badges.said(kind, code, unknowns, said)) for kind, code, unknowns in badges.specimens(known)]
    shown += [every["badges/olmo-2-32b/label.svg"], every["badges/llama-3.1-405b/label.svg"]]
    for scheme, ground in (("light", "#ffffff"), ("dark", "#0d1117")):
        page = chromium.new_page(viewport={"width": 760, "height": 900}, color_scheme=scheme)
        images = "".join(f'<img src="data:image/svg+xml;base64,{base64.b64encode(one.encode()).decode()}"> ' for one in shown)
        page.set_content(f'<body style="background:{ground};line-height:1.9">{images}')
        page.wait_for_function("[...document.images].every(image => image.complete)")
        assert page.evaluate("[...document.images].filter(image => !image.naturalWidth).length") == 0
        page.screenshot(path=report / f"badges-{scheme}.png", full_page=True)
        page.close()


def test_a_png_is_twice_the_size_alike_each_time_and_drawn_once(tmp_path, said):
    picture = badges.svg(badges.said(FIRST_BADGE, "undetermined", 3, said))
    draw = png.drawer(tmp_path / "pictures")
    first = draw(picture)

    assert first[:8] == b"\x89PNG\r\n\x1a\n"
    width, height = int.from_bytes(first[16:20]), int.from_bytes(first[20:24])
    assert (width, height) == (2 * int(re.search(r'width="(\d+)"', picture)[1]), 40)
    assert png.png(picture) == first
    assert len(first) > 1000, "there is text on it"
    kept = list((tmp_path / "pictures").iterdir())
    assert len(kept) == 1
    kept[0].write_bytes(b"from the cache")
    assert draw(picture) == b"from the cache"
    os.truncate(kept[0], png.MOST_BYTES + 1)
    assert draw(picture) == first, "a file that is larger than any picture is none"
    kept[0].unlink()
    os.mkfifo(kept[0])
    assert draw(picture) == first and kept[0].read_bytes() == first, "nobody waits for a pipe"


def test_each_distinct_picture_is_drawn_once_for_many_models(known, judged):
    drawn: list[str] = []

    def draw(picture: str) -> bytes:
        drawn.append(picture)
        return picture.encode()

    how = replace(render.options_for(known, HERE / "templates", Stamp("https://example.org/", "2026-11-23")), draw=draw)
    works, some = render.ModelFiles(known, judged, how), list(known.models)[:100]
    pictures = [path for key in some for path, _ in works.of(key)[1] if path.endswith(".png")]
    assert len(pictures) >= 6 * len(some)
    assert len(drawn) == len(set(drawn)) < 150


def test_png_are_made_only_when_asked_for(data, tmp_path):
    run("build", "--data", data, "--into", tmp_path / "quick")
    run("build", "--data", data, "--into", tmp_path / "whole", "--pictures")

    assert not list((tmp_path / "quick").rglob("*.png"))
    assert (tmp_path / "whole/badges/olmo-7b/openness.png").read_bytes()[:4] == b"\x89PNG"
    assert "twice the size" in (tmp_path / "whole/badges/index.html").read_text()
    assert "twice the size" not in (tmp_path / "quick/badges/index.html").read_text()


# ---- what to paste ----------------------------------------------------------------------------------------------------


def test_what_to_paste_leads_to_the_picture_and_the_page(site, known):
    pasted = run("badge", "allenai/olmo-2-0325-32b", "--base-url", "https://example.org/repo/").stdout
    page = (site / "models" / "olmo-2-32b" / "index.html").read_text()

    for kind in (*badges.kinds(known), "label"):
        assert f"https://example.org/repo/badges/olmo-2-32b/{kind}.svg" in pasted
        assert kind in page
    for snippet in (
        "[![Openness of OLMo 2 32B, assessed by howopen](https://example.org/repo/badges/olmo-2-32b/openness.svg)](https://example.org/repo/models/olmo-2-32b/)",
        ".. image:: https://example.org/repo/badges/olmo-2-32b/openness.svg\n   :target: https://example.org/repo/models/olmo-2-32b/\n",
        'image:https://example.org/repo/badges/olmo-2-32b/openness.svg["Openness of OLMo 2 32B, assessed by howopen",link="https://example.org/repo/models/olmo-2-32b/"]',
    ):
        assert snippet in pasted
    assert page.count("<pre data-copy") == 2 + 1  # the badge as Markdown and as HTML, and the card to frame
    assert ".. image:: " in (site / "badges" / "index.html").read_text()


def test_a_line_break_in_a_word_does_not_end_the_text_alternative(known, said):
    words = replace(said, said={**said.said, "snippet-about": {"label": "Openness\n\nlabel"}})

    pasted = badges.snippets("label", known.models["olmo-7b"].model_copy(update={"name": "OLMo\n7B"}), words, "https://example.org/")

    assert pasted["reStructuredText"].splitlines()[2:] == ["   :alt: Openness label of OLMo 7B, assessed by howopen"]


def test_a_model_that_is_not_there_has_no_badge_and_the_nearest_is_offered():
    assert run("badge", "olmo-7", expect=1).stderr == "Error: 'olmo-7' is no model here; did you mean 'olmo-7b'?\n"


def test_addresses_of_this_machine_are_told_to_be_such():
    assert run("badge", "olmo-7b").stderr.startswith("These addresses lead to this machine alone, http://localhost:8000/; say with --base-url")
    assert run("badge", "olmo-7b", "--base-url", "https://example.org/").stderr == ""


def test_pages_built_for_this_machine_say_so_beside_what_is_there_to_paste(data, tmp_path, known):
    said = wording.read(HERE / "templates", known).said["badge"]["local"]
    for address, times in (("http://localhost:8000/", 1), ("http://127.0.0.1/x/", 1), ("https://example.org/", 0)):
        run("build", "--data", data, "--into", tmp_path / "site", "--base-url", address)
        for page in ("models/olmo-7b", "badges"):
            assert (tmp_path / "site" / page / "index.html").read_text().count(said) == times, (page, address)


def test_the_page_of_badges_shows_every_kind_in_every_state(site, known):
    page = (site / "badges" / "index.html").read_text()
    for kind, code, _ in badges.specimens(known):
        path = badges.specimen(kind, code)
        assert path in page
        assert (site / path).is_file()


def test_the_endpoint_says_what_the_picture_says(site, known, judged):
    for key in judged:
        for kind in badges.kinds(known):
            endpoint = json.loads((site / f"badges/{key}/{kind}.json").read_text())
            assert f'aria-label="{endpoint["label"]}: {endpoint["message"]}"' in (site / f"badges/{key}/{kind}.svg").read_text()
