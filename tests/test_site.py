"""The built site: every link lands, every page is valid, complete and safe."""

from __future__ import annotations

import functools
import gzip
import html
import itertools
import json
import re
import statistics
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urldefrag, urljoin, urlsplit

import pytest
from conftest import HERE
from justhtml import JustHTML
from validity import misplaced

from howopen import render
from howopen.files import yaml
from howopen.records import results
from howopen.records.edition import Edition
from howopen.render.html import board_pages, chart_data, edition_pages, markdown, site_pages

BASE = "https://example.org/repo/"
BLOCKS = ("application/json", "application/ld+json")  # data that no browser runs


class StartTag(HTMLParser):
    """Name and attributes of one start tag."""

    def handle_starttag(self, tag, attributes):
        self.found = tag, dict(attributes)


@functools.cache
def start_tag(text: str) -> tuple[str, dict[str, str | None]]:
    """Name and attributes of a start tag; pages have two million and few that differ."""
    parser = StartTag()
    parser.feed(text)
    return parser.found


class Page:
    """What one page links to and names."""

    def __init__(self, text: str) -> None:
        self.tags = [start_tag(found) for found in re.findall(r"""<[a-zA-Z](?:[^<>"]|"[^"]*")*>""", text)]
        self.links = [values[name] for _, values in self.tags for name in ("href", "src") if values.get(name)]
        self.ids = [values["id"] for _, values in self.tags if "id" in values]


@pytest.fixture(scope="session")
def pages(site) -> dict[str, tuple[str, Page]]:
    """Every page by its path, as text and parsed."""
    found = {}
    for file in sorted(site.rglob("*.html")):
        text = file.read_text()
        found[str(file.relative_to(site))] = (text, Page(text))
    return found


def address(path: str) -> str:
    return BASE + path.removesuffix("index.html")


def test_every_model_definition_license_and_developer_has_its_page(site, known):
    for folder, names in (("models", known.models), ("definitions", known.definitions), ("licenses", known.licenses), ("developers", known.developers)):
        assert [name for name in names if not (site / folder / name / "index.html").is_file()] == []


def test_every_internal_link_lands(site, pages):
    files = {str(file.relative_to(site)) for file in site.rglob("*")}
    linked = {(urljoin(address(path), link), link, path) for path, (_, page) in pages.items() for link in dict.fromkeys(page.links)}
    missing = []
    for target, links in itertools.groupby(sorted(linked), key=lambda one: urldefrag(one[0])):
        if not target.url.startswith(BASE):
            continue
        inside = target.url.removeprefix(BASE).partition("?")[0]
        file = inside + "index.html" if inside == "" or inside.endswith("/") else inside
        if file not in files or (target.fragment and file in pages and target.fragment not in pages[file][1].ids):
            missing += links
    assert missing == []


def test_no_page_asks_anything_of_a_third_party(pages):
    for path, (_, page) in pages.items():
        for tag, values in page.tags:
            if tag in ("script", "img", "iframe", "audio", "video", "source", "object", "embed"):
                assert not urlsplit(values.get("src") or values.get("data") or "").scheme, path
            if tag == "link" and values.get("rel") != "canonical" and "oembed" not in (values.get("type") or ""):
                assert not urlsplit(values["href"]).scheme, path


def ids(known) -> dict[str, str]:
    """The id of the model of each id there is or was."""
    return {name: model.id for model in known.models.values() for name in (model.id, *model.aliases)}


def whose(folder: str, owners: dict[str, str]) -> str:
    """The folder of the page that a page stands for: one that moved leads to another, and a model's former ids and its cards stand for its page."""
    kind, _, name = folder.strip("/").partition("/")
    return f"models/{owners[name]}/" if kind in ("models", "embed") else site_pages.MOVED[folder][0] if folder in site_pages.MOVED else folder


def test_every_page_says_what_it_is(pages, known):
    titles, owners = {}, ids(known)
    for path, (text, page) in pages.items():
        assert '<html lang="en">' in text, path
        title = re.search(r"<title>([^<]+)</title>", text)
        assert title and title[1].strip(), path
        named = {values.get("name") or values.get("rel"): values for tag, values in page.tags if tag in ("meta", "link")}
        assert named["description"]["content"], path
        folder = path.removesuffix("index.html")
        now = whose(folder, owners)
        assert named["canonical"]["href"] == address(now), path
        if now == folder:
            titles.setdefault(title[1], []).append(path)
        assert sum(tag == "h1" for tag, _ in page.tags) == 1, path
        assert sum(tag == "main" for tag, _ in page.tags) == 1, path
    assert [paths for paths in titles.values() if len(paths) > 1] == []


def test_ids_are_unique_on_each_page(pages):
    for path, (_, page) in pages.items():
        assert sorted(page.ids) == sorted(set(page.ids)), path


def test_regions_of_one_page_have_names_of_their_own(pages):
    for path, (text, _) in pages.items():
        names = re.findall(r'role="region" aria-label="([^"]*)"', text)
        assert sorted(names) == sorted(set(names)), path


def test_a_strip_tells_its_parts_by_name_and_stands_with_its_key(pages):
    with_strip = {path: text for path, (text, _) in pages.items() if 'class="strip" role="img"' in text}

    assert 'aria-label="weights: open in part, ' in with_strip["developers/meta/index.html"]
    assert '<li data-s="not">Training data: withheld</li>' in pages["models/llama-3.1-405b/index.html"][0]
    assert [path for path, text in with_strip.items() if 'class="key"' not in text] == []


def test_the_axis_of_a_picture_is_round_and_reaches_past_its_longest_bar():
    def marks(*totals: int) -> list[int]:
        return chart_data.scale([chart_data.Bar("", "", {"met": total}) for total in totals])

    assert [marks(), marks(1), marks(7, 3), marks(69), marks(746)] == [[0, 1], [0, 1], [0, 2, 4, 6, 8], [0, 20, 40, 60, 80], [0, 200, 400, 600, 800]]


def test_pictures_say_what_is_not_drawn_and_leave_no_claim_out(pages, known, summaries):
    text = re.sub(r"<[^>]+>", "", pages["pictures/index.html"][0])
    bars = chart_data.claims_by_year(summaries)
    undated = sum(bar.total for bar in bars if not bar.label)

    assert sum(bar.total for bar in bars) == board_pages.standing(summaries.values(), known.board.headline).called
    assert (f"Of {undated} the release is not dated" in text) == bool(undated)


def test_the_policy_of_each_page_allows_no_inline_script_or_style(pages):
    for path, (text, page) in pages.items():
        policy = next(values["content"] for tag, values in page.tags if tag == "meta" and values.get("http-equiv") == "Content-Security-Policy")
        assert "default-src 'none'" in policy, path
        assert "unsafe" not in policy, path
        assert "<style" not in text, path
        assert not any(name == "style" or name.startswith("on") for _, values in page.tags for name in values), path
        assert all(values.get("src") or values.get("type") in BLOCKS for tag, values in page.tags if tag == "script"), path


def test_a_card_to_frame_is_small_runs_nothing_and_is_found_by_the_page_it_stands_for(site, pages, known):
    assert {path for path in pages if path.startswith("embed/")} == {f"embed/{key}/index.html" for key in ids(known)}
    for key in known.models:
        text, card = pages[f"embed/{key}/index.html"]
        assert len(text.encode()) < 6000, key
        assert "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'" in text
        assert {tag for tag, _ in card.tags}.isdisjoint({"script", "img", "iframe", "form", "button", "input"})
        assert [values["href"] for tag, values in card.tags if tag == "a" if (values["target"], values["rel"]) != ("_blank", "noopener")] == []
        [linked] = [values for tag, values in pages[f"models/{key}/index.html"][1].tags if values.get("type") == "application/json+oembed"]
        said = json.loads((site / linked["href"].removeprefix(BASE)).read_text())
        assert (said["version"], said["type"], said["provider_url"], said["title"]) == ("1.0", "rich", BASE, linked["title"])
        [(tag, frame)] = Page(said["html"]).tags
        assert (tag, frame["src"], frame["title"]) == ("iframe", f"{BASE}embed/{key}/", said["title"])
        assert (frame["width"], frame["height"]) == (str(said["width"]), str(said["height"]))


@pytest.fixture(scope="session")
def parsed(pages, known, summaries) -> dict[str, JustHTML]:
    """Pages of every kind as an HTML parser sees them, by path."""
    sample = {*pages}
    for folder in ("models/", "embed/", "developers/"):
        # one template makes all of them: some, and those with the most to tell
        some = [path for path in pages if path.startswith(folder)]
        sample -= {*some} - {*some[:: len(some) // 50], "models/olmo-7b/index.html", "models/llama-3.1-405b/index.html"}
    assert len(sample) > 200
    texts = {path: pages[path][0] for path in sorted(sample)}
    how = render.options_for(known, HERE / "templates", render.Stamp(BASE, "2026-11-23"))
    texts["moved"] = how.renderer(known).page("models/former/", "moved.html", name="OLMo 7B", to="models/olmo-7b/")[1]  # no model has had another id yet
    # nor has an edition been frozen
    frozen = {"on": "2026-11-23", "data": "0" * 64, "definitions": {"osaid-1.0": "1.0"}}
    made = {name: Edition.model_validate({"id": name, **frozen, "models": {"olmo-7b": word}}) for name, word in (("0.1.0", "met"), ("0.2.0", "not-met"))}
    texts |= dict(edition_pages.every(how.renderer(replace(known, editions=made)), summaries))
    return {path: JustHTML(text, collect_errors=True, sanitize=False) for path, text in texts.items()}


def test_pages_parse_without_an_error(parsed):
    for path, page in parsed.items():
        assert [str(error) for error in page.errors] == [], path


def test_every_template_of_a_page_has_pages_among_those_that_are_parsed(parsed):
    names = {path.removesuffix("index.html").strip("/").partition("/")[0] or "board" for path in parsed}
    of = {
        "model": "models",
        "definition": "definitions",
        "license": "licenses",
        "license-compare": "licenses",
        "developer": "developers",
        "badge-kinds": "badges",
        "edition": "editions",
        "prose": "about",
        "404": "404.html",
    }
    templates = {file.stem for file in (HERE / "templates").glob("*.html") if "{% extends" in file.read_text()}

    assert {name for name in templates if of.get(name, name) not in names} == set()


def test_elements_stand_only_where_html_lets_them(parsed):
    assert {path: found for path, page in parsed.items() if (found := list(misplaced(page.root)))} == {}


def test_what_is_misplaced_is_found():
    bad = """<ul><div>x</div></ul><span><div>x</div></span><a href="x"><button>x</button></a><details><p>x</p></details><img src="x">
        <section><p>x</p></section><label for="nothing">x</label><table><tr><td>1<td>2<tr><td>1</table><dl></dl><h2><p>x</p></h2>"""
    good = """<ul><li>x</li></ul><details><summary>x</summary><p>x</p></details><img src="x" alt="" width="1" height="1"><section><h2>x</h2></section>
        <table><tr><td rowspan="2">1<td>2<tr><td>2<tr><td colspan="2">1</table><label for="n">x</label><input id="n">"""

    assert sorted(misplaced(JustHTML(bad, sanitize=False).root)) == [
        "<button> within <a>",
        "<details> without a summary first and something to fold",
        "<div> in <ul>",
        "<div> within <span>",
        "<img> without a text or a size",
        "<p> within <h2>",
        "<section> without a name or a heading",
        "a row of 1 columns in a table of 2: 1",
        "empty <dl>",
        "for of <label> names nothing, which is not there",
    ]
    assert list(misplaced(JustHTML(good, sanitize=False).root)) == []


def test_tables_that_become_blocks_on_a_phone_tell_what_each_part_of_them_is(parsed):
    """Else some screen readers hear no table, as the style takes their boxes."""
    roles = {"table": "table", "thead": "rowgroup", "tbody": "rowgroup", "tr": "row", "td": "cell"}
    silent, blocks = set(), 0
    for path, page in parsed.items():
        for table in page.root.query("table"):
            kinds = set(table.attrs.get("class", "").split())
            heads = [one for one in table.query("thead th") if one.attrs.get("scope") == "col"]
            named = any("data-as" in one.attrs for one in table.query("td"))
            if "rows" not in kinds and not (kinds & {"facts"} and (named or len(heads) == 3 or path.startswith("models/"))):
                continue
            blocks += 1
            for one in (table, *table.query("thead, tbody, tr, td, th")):
                wanted = roles.get(one.name) or {"row": "rowheader", "rowgroup": "rowheader"}.get(one.attrs.get("scope", ""), "columnheader")
                if one.attrs.get("role") != wanted:
                    silent.add((path, one.name, one.attrs.get("role")))
    assert blocks > 100
    assert silent == set()


def test_a_condition_names_its_license_where_several_bind(pages):
    text = pages["models/llama-nemotron-super-49b/index.html"][0]
    clauses = re.findall(r'<a class="clause"[^>]*>([^<]*)</a>', text.split('id="may-i"')[1].split("</section>")[0])

    assert len(clauses) > 10
    assert [one for one in clauses if not one.endswith((" of NVIDIA Open Model License Agreement", " of Llama 3.3 Community License Agreement"))] == []


def test_conditions_of_commercial_use_that_hold_for_sharing_too_are_told_one_by_one_where_not_all_do(pages):
    told = pages["models/kimi-k3/index.html"][0].split("these hold here too: ")[1].split("</p>")[0]

    # the number that takes the rights holds, and the words that products show do not
    assert re.sub("<[^>]+>", "", told) == "s. 2 and s. 4, and:"


def test_llama_is_not_met_because_of_its_terms_its_data_information_and_its_code(pages):
    text = re.sub(r"\s+", " ", pages["models/llama-3.1-405b/index.html"][0])

    assert "It does not meet the Open Source AI Definition 1.0" in text
    assert "what is published about its training data falls short" in text
    assert "the code that made and runs it is not complete under OSI-approved licenses" in text
    assert "its weights are not available to all under terms that grant the four freedoms" in text
    assert "700" in text
    assert "bans commercial" not in text


def test_data_whose_sets_have_each_an_answer_are_told_set_by_set_and_not_unknown(pages, known):
    asked = 0
    for key, model in known.models.items():
        part = model.components.get("training-data")
        if part is not None and part.datasets and not part.availability:
            row = re.search(r'<th role="rowheader" scope="row">Training data</th>\s*<td role="cell">([^<]*?)\s*<', pages[f"models/{key}/index.html"][0])
            assert row and row[1] == "told set by set", key
            asked += 1
    assert asked > 100


def test_beside_each_verdict_one_can_dispute_it_with_the_form_filled_in(pages, known):
    form = yaml.read(HERE / ".github" / "ISSUE_TEMPLATE" / "dispute.yml", "dispute.yml").value["body"]
    asked = {part["id"] for part in form if "id" in part}
    for key in ("olmo-7b", "llama-3.1-405b"):
        links = [parse_qs(urlsplit(link).query) for link in pages[f"models/{key}/index.html"][1].links if "template=dispute.yml" in link]
        filled = [link for link in links if "definition" in link]
        assert [link["definition"] for link in filled] == [[name] for name in sorted(known.definitions, key=lambda name: name != known.board.headline)]
        for link in filled:
            assert set(link) - {"template", "title"} == {"model", "definition", "finding"} <= asked
            assert (link["model"], link["title"]) == ([key], [f"Dispute: {known.models[key].name}"])
            definition = known.definitions[link["definition"][0]]
            heading = re.search(rf'<h3 id="{definition.id}">(.*?)</h3>', pages[f"models/{key}/index.html"][0])[1]
            assert html.unescape(re.sub(r"<[^>]+>", "", heading)).startswith(f"{definition.name}: {link['finding'][0]}")
    [llama] = [link for link in links if link.get("definition") == ["osaid-1.0"]]
    assert llama["finding"] == ["not met"]


def test_the_headline_is_counted_from_the_models(pages, summaries, known):
    counts = board_pages.standing(summaries.values(), known.board.headline)
    text = re.sub(r"<[^>]+>", "", re.sub(r"\s+", " ", re.search(r'<p class="finding">.*?</p>', pages["index.html"][0], re.DOTALL)[0]))

    assert str(counts.called) in text
    assert f"{counts.claims['fails']} do not, {counts.claims['unclear']} are not settled." in text
    assert counts.models == counts.met + counts.unmet + counts.open + counts.unseen


# models, those that meet it, claims that hold, fail and are unclear
HEADLINES = [
    (
        (2000, 2, 0, 54, 23),
        "None of the 77 models that their developers call open source is found to meet the Open Source AI Definition: 54 do not, 23 are not settled.",
    ),
    (
        (2000, 1, 1, 54, 22),
        "Of the 77 models that their developers call open source, 1 is found to meet the Open Source AI Definition: 54 do not, 22 are not settled.",
    ),
    ((2000, 5, 5, 0, 0), "All 5 models that their developers call open source are found to meet the Open Source AI Definition."),
    ((2000, 0, 0, 1, 0), "The one model that its developer calls open source is not found to meet the Open Source AI Definition: 1 does not."),
    ((2000, 1, 1, 0, 0), "The one model that its developer calls open source is found to meet the Open Source AI Definition."),
    ((2000, 1, 0, 0, 0), "1 of 2,000 models is found to meet the Open Source AI Definition."),
]


def front(known, counts: tuple[int, ...]) -> str:
    """The front page over no rows, with those counts."""
    models, met, holds, fails, unclear = counts
    standing = board_pages.Standing(models, met, 10, 5, 1, {"holds": holds, "fails": fails, "unclear": unclear})
    how = render.options_for(known, HERE / "templates", render.Stamp(BASE, "2026-11-23"))
    _, page = board_pages.page(how.renderer(known), board_pages.BoardPage(1, 1, (), (), 0, 0, ""), {"counts": standing, "newest": "", "used": {}})
    return re.sub(r"\s+", " ", page)


@pytest.mark.parametrize(("counts", "said"), HEADLINES)
def test_the_headline_is_a_sentence_whatever_was_found(known, counts, said):
    found = re.search(r'<p class="finding">(.*?)</p>', front(known, counts))[1]

    assert re.sub(r"<[^>]+>", "", found).replace("*", "").strip() == said


def test_a_requirement_stated_elsewhere_is_named_in_its_own_words_and_leads_there(pages, known):
    for key, definition in known.definitions.items():
        says = {one.id: one.says for one in definition.every()}
        text = html.unescape(pages[f"definitions/{key}/index.html"][0])
        for one in definition.every():
            if one.same_as:
                assert f'<a href="#{one.same_as}">{says[one.same_as]}</a>' in text


def test_the_list_of_definitions_counts_every_model_once_under_each(pages, known, judged):
    text = pages["definitions/index.html"][0]
    sections = text.split('<details class="part">')[1:]

    assert len(sections) == len(known.definitions)
    for section, (key, definition) in zip(sections, known.definitions.items(), strict=True):
        counts = dict(re.findall(r'<a href="[^"]*\?([^"]+)">.*?</a> ([\d,]+)</li>', section))
        assert sum(int(number.replace(",", "")) for number in counts.values()) == len(judged)
        if definition.kind != "ladder":
            met = sum(results.code(definition, one.verdicts[key]) == "met" for one in judged.values())
            assert int(counts.get(f"{key}=met", "0")) == met
        assert section.count("unofficial") <= 1


def test_licenses_that_models_use_most_stand_first(pages):
    counts = [int(number) for number in re.findall(r'<td role="cell" data-as="Models">(\d+)</td>', pages["licenses/index.html"][0])]

    assert counts == sorted(counts, reverse=True)
    assert counts[0] > 0


def test_every_model_stands_on_the_leaderboard_once_and_blocks_by_rank(pages, summaries):
    numbers = itertools.takewhile(lambda number: number == 1 or f"page/{number}/index.html" in pages, itertools.count(1))
    text = "".join(pages[f"page/{number}/index.html" if number > 1 else "index.html"][0] for number in numbers)
    stand = re.findall(r'<(?:tr|li) id="(?!family-)([^"]+)"', text)
    heads = [int(re.search(r'class="rank">(\d+)', body)[1]) for body in text.split("<tbody")[1:]]

    assert sorted(stand) == sorted(summaries)
    assert heads == sorted(heads)
    assert {one.model for one in summaries.values() if one.rank == 0} == set(re.findall(r'<li id="([^"]+)"', text))


def test_claims_have_a_page_with_each_claim_its_sources_and_what_holds(pages, summaries):
    text = pages["claims/index.html"][0]

    for one in summaries.values():
        if one.claim in ("holds", "fails", "unclear"):
            assert f"models/{one.model}/" in text
    assert "no single open source AI definition" in re.sub(r"\s+", " ", html.unescape(text))


HOSTILE = "</title></p><script>alert(1)</script><img src=x onerror=alert(1)>\"'{{ 7*7 }}{% raw %}"


def test_hostile_text_stays_text(data, tmp_path):
    from conftest import run

    file = data / "models" / "olmo-7b.yaml"
    quoted = "'" + HOSTILE.replace("'", "''") + "'"
    text = re.sub(r"(?m)^name: .*$", f"name: {quoted}", file.read_text())
    text = re.sub(r"(?m)^(  - \{?says: )[^,\n]*", lambda found: found[1] + quoted, text)
    file.write_text(text)
    developer = data / "developers" / "ai2.yaml"
    developer.write_text(re.sub(r"(?m)^name: .*$", f"name: {quoted}", developer.read_text()))
    run("build", "--data", data, "--into", tmp_path / "site")

    for page in (tmp_path / "site").rglob("*.html"):
        seen = Page(page.read_text())
        assert not any(tag == "script" and "src" not in values and values.get("type") not in BLOCKS for tag, values in seen.tags), page
        assert not any(name.startswith("on") for _, values in seen.tags for name in values), page
    shown = (tmp_path / "site" / "models" / "olmo-7b" / "index.html").read_text()
    assert "{{ 7*7 }}" in shown
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in shown


def test_markdown_gives_no_html_no_picture_and_only_checked_links():

    shown = str(
        markdown.to_html("<b>x</b> [a](javascript:alert(1)) ![p](https://e.org/p.png) [b](//evil) [c](/about/) [d](https://e.org) [e](data:text/html,x)", "../")
    )

    assert "<b>" not in shown
    assert "<img" not in shown
    assert re.findall(r'href="([^"]+)"', shown) == ["https://e.org/p.png", "../about/", "https://e.org"]


def test_the_site_is_small_enough_for_its_host(site, known):
    """A host such as GitHub Pages takes a gigabyte: enough for close to three thousand models of which as much is found as of those here."""
    whole = sum(file.stat().st_size for file in Path(site).rglob("*") if file.is_file())

    assert whole < 1_000_000_000
    assert whole / len(known.models) < 350_000


def test_the_page_of_a_model_is_quick_to_load_on_a_phone(site, known):
    """Half of the pages come whole with the first packets, some fourteen kilobytes, that a server sends without waiting for an answer."""
    sent = [len(gzip.compress((Path(site) / "models" / key / "index.html").read_bytes(), 6)) for key in known.models]

    assert statistics.median(sent) <= 12_000


def test_an_answer_that_is_unknown_says_who_can_find_it_out(pages, summaries):
    """On the page of each examined model, in the tile of the question."""
    silent, told = [], 0
    for key, one in summaries.items():
        for question, reply in one.answer.replies:
            if one.answer.examined and reply.missing and question != "open-source":
                tile = pages[f"models/{key}/index.html"][0].partition(f'<div class="tile {question}"')[2].partition('<div class="tile ')[0]
                told += 1
                if "can find it out." not in tile.partition("</section>")[0]:
                    silent.append((key, question))

    assert told > 100
    assert silent == []
