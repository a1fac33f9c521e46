"""What a stranger may send: each bad file gives the exact error, or a page that does no harm, and never a crash."""

from __future__ import annotations

import html.parser
import json
import re
import time

import pytest
from bad_files import BAD
from small_data import HERE, LICENSE, MODEL, small, write

from howopen import enrich, judge, load, pipeline, render
from howopen.commands import check
from howopen.files import fingerprint
from howopen.pipeline.cache import Cache
from howopen.records.errors import BadData

TODAY = "2026-11-23"
WANTED = (HERE / "tests" / "bad_files.txt").read_text(encoding="utf-8")


def wanted(name: str) -> list[str]:
    """The lines that bad_files.txt has for one of them."""
    blocks = dict(block.split("\n", 1) for block in WANTED.strip().split("\n\n"))
    return [line.strip() for line in blocks[name].splitlines()]


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_with_line_column_and_cure(name, tmp_path):
    data = small(tmp_path)
    for path, content in BAD[name].items():
        write(data, path, content)
    started = time.monotonic()
    assert [str(problem) for problem in check.problems(data, (), TODAY)] == wanted(name)
    assert time.monotonic() - started < 2


@pytest.mark.parametrize("name", [name for name in BAD if any(": warning: " not in line for line in wanted(name))])
def test_what_check_refuses_is_never_built(name, tmp_path):
    data = small(tmp_path)
    for path, content in BAD[name].items():
        write(data, path, content)
    seen = fingerprint.inputs(HERE / "howopen", HERE / "templates", data)
    plan = pipeline.Plan(data, HERE / "templates", seen, render.Stamp("https://example.org/", TODAY))
    with pytest.raises(BadData) as told:
        pipeline.build(plan, Cache(tmp_path / "cache", b""), tmp_path / "site", 1, b"")

    errors = [problem for problem in wanted(name) if ": warning: " not in problem]
    assert [str(problem) for problem in told.value.problems if problem.severity == "error"] == errors
    assert not (tmp_path / "site").exists()


def test_there_are_as_many_as_promised_and_none_is_listed_twice():
    names = [block.split("\n", 1)[0] for block in WANTED.strip().split("\n\n")]
    assert names == list(BAD) and len(names) >= 60


def test_a_link_to_a_file_elsewhere_is_refused(tmp_path):
    data = small(tmp_path)
    outside = write(tmp_path, "outside.yaml", MODEL)
    (data / "models" / "linked.yaml").symlink_to(outside)
    assert [str(problem) for problem in check.problems(data, (), TODAY)] == ["data/models/linked.yaml:1:1: is a link; put the file itself here"]


# ---- what is allowed in and must do no harm ---------------------------------------------------------------------------

PAYLOADS = {
    "markup": '"><x-evil onload=alert(1)><script>alert(1)</script><img src=x onerror=alert(1)>',
    "attribute": "' onmouseover='alert(1)' x-evil='",
    "template": "{{ 7*'7' }}{% set x = 1 %}${7*7}#{7*7}<%= 7*7 %>",
    "markdown": "[x](javascript:alert(1)) ![](https://evil.example/x.png) <x-evil>",
    "closing": "</title></textarea></style></script><x-evil>",
    "comment": "--><x-evil><!--",
    "json": '</script><script>x-evil\\u003c"\\"',
    "workflow": "${{ github.token }} ::set-output name=x::y ##[add-mask]",
}


class Seen(html.parser.HTMLParser):
    """Every start tag of a page, with its attributes, and all its text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.text += data


def hostile(payload: str) -> dict[str, str]:
    """A model, a license, a developer and a page that say it wherever they may say something."""
    said = json.dumps(payload, ensure_ascii=False)
    model = (
        MODEL.replace("Example 7B", said)
        .replace("Apache-2.0", "LicenseRef-Example")
        .replace("derived-from: []", f"derived-from: [{json.dumps('hf:' + payload)}]")
    )
    model = model.replace("modalities: [text]", f"about: {said}\nclaims: [{{says: {said}, url: https://example.org}}]")
    model = model.replace("    coverage: full", f"    coverage: full\n    because: {said}")
    checked = "checked: {on: 2026-11-20, by: maintainers}"
    model += f"  training-data:\n    datasets: [{{name: {said}, license: LicenseRef-Example}}]\n    evidence: https://example.org\n    {checked}\n"
    model += f"  training-code: {{availability: not-applicable, because: {said}, evidence: https://example.org, {checked}}}\n"
    model += f"data-information: {{provenance: not-applicable, because: {said}, evidence: https://example.org, {checked}}}\n"
    model += f"training-compute: {{low: 1, high: 2, because: {said}, evidence: https://example.org}}\n"
    model += f"answers:\n  general-purpose: {{answer: no, because: {said}, by: maintainers, on: 2026-11-20}}\n"
    license_ = LICENSE.replace("Example License", said).replace("s. 2, because: Use at work needs a fee.", f"{said}, because: {said}")
    license_ = license_.replace("aliases:", f"publisher: {said}\nversion: {said}\nfamily: {said}\nsummary: {said}\naliases:")
    return {
        "models/example-7b.yaml": model,
        "licenses/LicenseRef-Example.yaml": license_,
        "developers/example-institute.yaml": f"name: {said}\ncountry: {said}\n",
        "pages/more.md": f"---\ntitle: {said}\nsummary: {said}\n---\n# {payload}\n\n{payload}\n\n- [x](<{payload}>)\n\n```\n{payload}\n```\n",
    }


@pytest.mark.parametrize("name", PAYLOADS)
def test_whatever_a_text_says_the_pages_do_no_harm(name, tmp_path):
    data = small(tmp_path)
    for path, content in hostile(PAYLOADS[name]).items():
        write(data, path, content)
    known = enrich.catalogue(load.catalogue(data))
    files = dict(render.site(known, judge.catalogue(known), render.options_for(known, HERE / "templates", render.Stamp("https://example.org/", TODAY))))
    shown = 0
    for path, content in files.items():
        if path.endswith(".json"):
            json.loads(content)
        if not path.endswith(".html"):
            continue
        page = Seen(str(content))
        shown += PAYLOADS[name] in page.text
        for tag, attributes in page.tags:
            assert tag not in ("x-evil", "iframe", "object", "form", "style"), path
            # the only pictures are our own badges and labels, by their own names
            own = re.fullmatch(r"(?:\.\./)*(?:badges|assets/badges)/[a-z0-9./-]+\.svg", str(attributes.get("src", "")))
            assert tag != "img" or own, f"{path}: {attributes}"
            inert = attributes.get("type") in ("application/json", "application/ld+json")  # a block of data, which runs nothing
            assert tag != "script" or inert or str(attributes.get("src", "")).lstrip("./").startswith("assets/"), path
            assert not [key for key in attributes if key.startswith("on") or key in ("style", "x-evil")], path
            for key in ("href", "src"):
                link = attributes.get(key) or ""
                scheme = re.match(r"\s*([A-Za-z][A-Za-z0-9+.-]*):", link)
                assert scheme is None or scheme[1] in ("https", "http"), f"{path}: {link}"
                assert not link.startswith("//"), f"{path}: {link}"
    assert shown >= 3, "the text is on the pages, as text"


@pytest.mark.parametrize("page", ["definitions", "models", "developers"])
def test_a_page_that_takes_the_place_of_another_is_named(page, tmp_path):
    data = small(tmp_path)
    write(data, f"pages/{page}.md", "---\ntitle: More\nsummary: More.\n---\nText.\n")
    known = enrich.catalogue(load.catalogue(data))
    judged = judge.catalogue(known)
    try:
        dict(render.site(known, judged, render.options_for(known, HERE / "templates", render.Stamp("https://example.org/", TODAY))))
        assert page == "models", "the list of models is the front page, so that name is free"
    except load.BadData as bad:
        said = f"data/pages/{page}.md:1:1: makes the page {page}/index.html, which the site has already; give the file another name"
        assert [str(problem) for problem in bad.problems] == [said]


def test_markdown_that_nests_without_end_does_not_hang(tmp_path):
    data = small(tmp_path)
    write(data, "pages/more.md", "---\ntitle: More\nsummary: More.\n---\n" + ">" * 20_000 + "\n\n" + "[" * 20_000 + "\n\n" + "*a_" * 20_000 + "\n")
    known = enrich.catalogue(load.catalogue(data))
    started = time.monotonic()
    files = dict(render.site(known, judge.catalogue(known), render.options_for(known, HERE / "templates", render.Stamp("https://example.org/", TODAY))))
    assert "more/index.html" in files and time.monotonic() - started < 5
