"""What a stranger may send: each bad file gives the exact error, or a page that does no harm, and never a crash."""

from __future__ import annotations

import html.parser
import json
import os
import re
import time
from dataclasses import replace
from pathlib import Path

import pytest
from bad_files import ASKED, BAD, BOARD, DEFINITION, PAGE, POINTS, step
from fuzz import clashes
from small_data import HERE, LICENSE, MODEL, small, write

from howopen import enrich, judge, load, pipeline, render
from howopen.commands import check
from howopen.files import digests, folders
from howopen.load import definition_references
from howopen.pipeline.cache import Cache
from howopen.records import site_paths
from howopen.records.definition import figures
from howopen.records.errors import BadData
from howopen.records.requirement import Requirement
from howopen.render.html import markdown

TODAY = "2026-11-23"
WANTED = (HERE / "tests" / "bad_files.txt").read_text(encoding="utf-8")


def wanted(name: str) -> list[str]:
    """The lines that bad_files.txt has for one of them."""
    blocks = dict(block.split("\n", 1) for block in WANTED.strip().split("\n\n"))
    return [line.strip() for line in blocks[name].splitlines()]


NO_POINTS = f"criteria: [{{id: all, name: All, steps: [{{points: 0, says: It., requires: [{ASKED}]}}]}}]\n"


@pytest.mark.parametrize("name", BAD)
def test_a_bad_file_is_named_with_line_column_and_cure(name, tmp_path):
    data = small(tmp_path)
    for path, content in BAD[name].items():
        write(data, path, content)
    for again in (True, True, False):  # the least of three counts: a busy machine makes one run slow, a slow check all of them
        started = time.process_time()
        assert [str(problem) for problem in check.problems(data, (), TODAY)] == wanted(name)
        if (spent := time.process_time() - started) < 2 or not again:
            break
    assert spent < 2


@pytest.mark.slow
@pytest.mark.parametrize("name", [name for name in BAD if any(": warning: " not in line for line in wanted(name))])
def test_what_check_refuses_is_never_built(name, tmp_path):
    data = small(tmp_path)
    for path, content in BAD[name].items():
        write(data, path, content)
    seen = digests.inputs(HERE / "howopen", HERE / "templates", data)
    plan = pipeline.Plan(data, seen, render.Options(HERE / "templates", render.Stamp("https://example.org/", TODAY)))
    with pytest.raises(BadData) as told:
        pipeline.build(plan, Cache(tmp_path / "cache", b""), tmp_path / "site", 1)

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


def test_a_folder_that_may_not_be_read_is_named(tmp_path, monkeypatch):
    data, scandir = small(tmp_path), os.scandir

    def locked(folder):
        if Path(folder).name == "models":
            raise PermissionError(13, "Permission denied")
        return scandir(folder)

    monkeypatch.setattr(os, "scandir", locked)  # the modes of folders hold back everybody but the administrator
    assert [str(problem) for problem in check.problems(data, (), TODAY)] == ["data/models:1:1: may not be read; give yourself the right to read the folder"]


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
            assert tag not in ("x-evil", "iframe", "object", "style"), path
            # the only form is our own filter, which sends nothing
            assert tag != "form" or (attributes.get("class") == "asks-of" and "action" not in attributes), f"{path}: {attributes}"
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
def test_a_page_that_takes_the_place_of_another_is_named_before_anything_is_made_and_never_made(page, tmp_path):
    data = small(tmp_path)
    write(data, f"pages/{page}.md", PAGE)
    with pytest.raises(BadData) as told:
        load.catalogue(data)
    said = f"data/pages/{page}.md:1:1: {page!r} is the name of something else on the site ({page}/); choose another name"
    assert [str(problem) for problem in told.value.problems] == [said]
    (data / "pages" / f"{page}.md").unlink()
    known = enrich.catalogue(load.catalogue(data))
    # and if that had been overlooked, publishing would refuse the two files of one path
    known = replace(known, pages=known.pages | {page: known.pages["about"]}, paths=known.paths | {f"pages/{page}": f"data/pages/{page}.md"})
    options = render.options_for(known, HERE / "templates", render.Stamp("https://example.org/", TODAY))
    clash = clashes.clash(path for path, _ in render.site(known, judge.catalogue(known), options))
    assert clash == (None if page == "models" else (f"{page}/index.html", f"{page}/index.html")), "the list of models is the front page"


def test_every_path_of_the_site_is_one_that_the_list_of_paths_knows(tmp_path):
    known = enrich.catalogue(load.catalogue(small(tmp_path)))
    how = render.options_for(known, HERE / "templates", render.Stamp("https://example.org/", TODAY))
    paths = [path for path, _ in render.site(known, judge.catalogue(known), replace(how, card=lambda _: b"", draw=lambda _: b""))]
    tops = {path.partition("/")[0] for path in paths}
    assert tops - site_paths.FILES - site_paths.FOLDERS == set(known.pages)
    assert tops >= site_paths.FILES
    assert site_paths.FOLDERS - tops == {"page"}, "which is there only where the leaderboard has several pages"
    badges = {path.split("/")[2].removesuffix(".svg") for path in paths if re.fullmatch("badges/sample-2/.*[.]svg", path)}
    assert badges - set(known.definitions) == site_paths.BADGES
    assert clashes.clash(paths) is None


def test_paths_that_cannot_both_be_files_are_found():
    assert clashes.clash(["a", "a/b"]) == ("a", "a/b")
    assert clashes.clash(["a/b/c", "a"]) == ("a", "a/b/c")
    assert clashes.clash(["a/b", "a/b"]) == ("a/b", "a/b")
    assert clashes.clash(["a/b", "a/c", "ab", "a.b"]) is None


def test_names_as_long_as_they_may_be_are_taken():
    assert site_paths.refused("models", "x" * 80) is None
    assert site_paths.refused("models", "x" * 81) is not None
    device = "is the name of a device on Windows, where no file can be called so; choose another name"
    assert [site_paths.refused("models", name) for name in ("aux", "com1.5", "auxo", "aux-7b", "console")] == [device, device, None, None, None]
    # what a page may not be called, a model may
    assert site_paths.refused("models", "definitions") is None
    assert site_paths.refused("pages", "hf") is None


def test_as_many_requirements_as_may_be_looked_at_are_taken():
    leaf = {"says": "It.", "question": "general-purpose", "answer": "yes"}
    ten = {"id": "ten", "all-of": [{"id": f"q{number}", **leaf} for number in range(9)]}
    by_id = {"ten": Requirement.model_validate(ten)}
    hundred = Requirement.model_validate({"all-of": [{"same-as": "ten"}] * 9})
    assert definition_references._size(by_id["ten"], by_id, {}) == 10
    assert definition_references._size(hundred, by_id, {}) == 1 + 9 * 11


def test_lines_that_meet_time_and_again_are_told_once(tmp_path):
    data = small(tmp_path)
    for number in range(40):  # by two ways at each step there are as many lines from the last to the first as a Fibonacci number has
        write(data, f"models/step-{number}.yaml", step(number, [f"step-{base}" for base in range(max(0, number - 2), number)]))
    known = enrich.catalogue(load.catalogue(data))
    options = render.options_for(known, HERE / "templates", render.Stamp("https://example.org/", TODAY))
    started = time.process_time()
    page = dict(render.ModelFiles(known, judge.Verdicts(known), options).of("step-39")[1])["models/step-39/index.html"]
    assert time.process_time() - started < 3
    tree = str(page).split("<h3>Lineage</h3>")[1].split("<h3>")[0]
    assert all(f'href="../../models/step-{number}/"' in tree for number in range(39)) and tree.count("<li>") < 2 * 39 + 1


def test_a_choice_of_which_nothing_applies_is_told_by_what_drops_out(tmp_path):
    data = small(tmp_path)
    choice = "{id: choice, says: Any of the code, cite: https://example.org, any-of: [{id: only, says: The code, if-used: true, %s}]}"
    leaf = "component: training-code, availability: {meets: [public]}"
    write(data, "definitions/example.yaml", DEFINITION.replace("same-as: first", choice % leaf))
    part = "  training-code: {availability: not-applicable, because: It has none., evidence: ['https://example.org'], checked: {on: 2026-11-20, by: '@a'}}\n"
    write(data, "models/example-7b.yaml", MODEL + part)
    known = enrich.catalogue(load.catalogue(data))
    options = render.options_for(known, HERE / "templates", render.Stamp("https://example.org/", TODAY))
    page = dict(render.ModelFiles(known, judge.Verdicts(known), options).of("example-7b")[1])["models/example-7b/index.html"]
    assert "Not used here, so it drops out." in str(page)


def test_a_board_that_ranks_by_nothing_and_a_score_without_points_are_built(tmp_path):
    data = small(tmp_path)
    write(data, "board.yaml", re.sub(r"(?m)^rank-by: .*$", "rank-by: []", BOARD))
    write(data, "definitions/points.yaml", re.sub(r"(?s)^criteria:.*", NO_POINTS, POINTS, flags=re.MULTILINE))
    assert check.problems(data, (), TODAY) == []
    known = enrich.catalogue(load.catalogue(data))
    options = render.options_for(known, HERE / "templates", render.Stamp("https://example.org/", TODAY))
    pages = dict(render.site(known, judge.catalogue(known), options))
    assert "0 of 0" in str(pages["models/example-7b/index.html"])
    assert "pictures/index.html" in pages


def test_points_are_told_without_an_exponent():
    assert [figures(number) for number in (0.00001, 1e-300, 0.0001, 8 + 1 / 3, 100_000.0)] == ["0", "0", "0.0001", "8.33333", "100000"]


# ---- what is no file ----------------------------------------------------------------------------------------------------

LINK, NONE = "is a link; put the file itself here", "is no regular file; put a file here"
FETCHED = "restore it from git, or remove it and run `fetch`"


def link(to):
    return lambda file: file.symlink_to(to)


ODD = {
    "a link to what never ends": ("models/odd.yaml", link("/dev/zero"), LINK),
    "a link to nothing": ("models/odd.yaml", link("nowhere"), LINK),
    "a link to itself": ("models/odd.yaml", link("odd.yaml"), LINK),
    "a pipe that nobody writes to": ("models/odd.yaml", os.mkfifo, NONE),
    "a page that never ends": ("pages/odd.md", link("/dev/zero"), LINK),
    "a page from a pipe": ("pages/odd.md", os.mkfifo, NONE),
    "a file for all that is a link to what never ends": ("site.yaml", link("/dev/zero"), LINK),
    "a file for all that is a link to itself": ("vocabulary.yaml", link("vocabulary.yaml"), LINK),
    "a file for all that is a folder": ("board.yaml", Path.mkdir, NONE),
    "a file for all that is a pipe": ("free-terms.yaml", os.mkfifo, NONE),
    "a file that may be missing and leads to nothing": ("license-aliases.yaml", link("nowhere"), LINK),
    "a folder that is a link": ("opinions", link("models"), "is no folder; put the folder itself here"),
    "a folder that is a link to itself": ("opinions", link("opinions"), "is no folder; put the folder itself here"),
    "a folder that is a file": ("opinions", lambda file: file.write_text(""), "is no folder; put the folder itself here"),
    "a snapshot that never ends": ("fetched/github/odd.json", link("/dev/zero"), f"is a link; {FETCHED}"),
    "a snapshot that is a pipe": ("fetched/github/odd.json", os.mkfifo, f"is no regular file; {FETCHED}"),
    "snapshots that are a link to everything": ("fetched/github", link("/"), "is a link, or lies behind one; put the folder itself here"),
    "a name that is no UTF-8": ("models/odd\udcff.yaml", Path.touch, "cannot be an id; name the file with lower-case letters"),
    "an ending that is no UTF-8": (
        "models/odd.yam\udcff",
        Path.touch,
        "does not belong here; this folder holds files that end in .yaml",
    ),
}


@pytest.mark.parametrize("how", ODD)
def test_what_is_no_file_is_refused_and_never_read(how, tmp_path):
    data = small(tmp_path)
    name, make, said = ODD[how]
    (data / name).unlink(missing_ok=True)
    (data / name).parent.mkdir(parents=True, exist_ok=True)
    make(data / name)
    started = time.process_time()
    problems = check.problems(data, (), TODAY)
    assert time.process_time() - started < 3
    assert len(problems) == 1 and problems[0].path == f"data/{name}".encode("unicode_escape").decode()
    assert said in problems[0].what
    with pytest.raises(BadData):
        load.catalogue(data)


def test_folders_that_nest_without_end_are_no_traceback(tmp_path):
    data = small(tmp_path)
    before = digests.of_list(data, "editions")
    for folder in ("fetched/github", "more"):
        (data / folder).mkdir(parents=True)
        here = os.open(data / folder, os.O_RDONLY)
        for _ in range(1200):  # deeper than calls may nest
            os.mkdir("a", dir_fd=here)
            below = os.open("a", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = below
        os.close(os.open("x.json", os.O_CREAT | os.O_WRONLY, dir_fd=here))
        os.close(here)
    try:
        [problem] = check.problems(data, (), TODAY)
        assert problem.path.startswith("data/fetched/github/a/a/")
        assert digests.of_list(data, "editions") != before
        assert digests.inputs(HERE / "howopen" / "files", HERE / "templates", data).models
    finally:  # the library's own removal ends at such a tree, that of pytest too
        for place, _, names in reversed(list(folders.walk(data))):
            for name in names:
                Path(place, name).unlink()
            Path(place).rmdir()


def test_a_file_that_a_person_names_may_be_a_link_but_not_without_end(tmp_path):
    data = small(tmp_path)
    (tmp_path / "it.yaml").symlink_to(write(tmp_path, "elsewhere.yaml", MODEL))
    (tmp_path / "zero.yaml").symlink_to("/dev/zero")
    assert check.problems(data, [tmp_path / "it.yaml"], TODAY) == []
    assert [problem.what for problem in check.problems(data, [tmp_path / "zero.yaml"], TODAY)] == ["is larger than 256 kB; split it or shorten it"]
    assert [problem.what for problem in check.problems(data, [tmp_path], TODAY)] == ["is a folder outside of the data; name a model file"]


def test_markdown_that_nests_without_end_does_not_hang(tmp_path, monkeypatch):
    monkeypatch.setattr(load, "MOST_PAGE", 64 * 1024)  # four times as much as a page may have
    data = small(tmp_path)
    write(data, "pages/more.md", "---\ntitle: More\nsummary: More.\n---\n" + ">" * 10_000 + "\n\n" + "[" * 10_000 + "\n\n" + "*a_" * 10_000 + "\n")
    known = enrich.catalogue(load.catalogue(data))
    started = time.process_time()
    files = dict(render.site(known, judge.catalogue(known), render.options_for(known, HERE / "templates", render.Stamp("https://example.org/", TODAY))))
    assert "more/index.html" in files and time.process_time() - started < 5


@pytest.mark.parametrize("text", ["[a]: /" + "x" * 8000 + "\n\n" + "[a]" * 2600, '[](b "' * 2600, "# a\n" * 3900])
def test_no_page_of_markdown_becomes_many_times_as_large_or_takes_seconds(text):
    started = time.process_time()
    assert len(markdown.to_html(text, "../")) < 40 * len(text)
    assert time.process_time() - started < 3


def test_a_license_is_called_on_the_front_page_as_it_is_called(tmp_path):
    data = small(tmp_path)
    write(data, "licenses/LicenseRef-The-MODEL.yaml", LICENSE.replace("Example License", "The License").replace("example-", "the-"))
    write(data, "models/example-7b.yaml", MODEL.replace("Apache-2.0", "LicenseRef-The-MODEL"))
    known = enrich.catalogue(load.catalogue(data))
    files = dict(render.site(known, judge.catalogue(known), render.options_for(known, HERE / "templates", render.Stamp("https://example.org/", TODAY))))
    rows = "".join(str(content) for path, content in files.items() if path == "index.html" or path.startswith("page/"))
    assert "The MODEL" in rows or "The-MODEL" in rows
    assert "The example-7b" not in rows and "models/MODEL/" not in rows


def test_a_link_among_the_data_is_not_followed_for_a_digest(data, tmp_path):
    """Each of many to one large file was held in memory."""
    target, template = tmp_path / "large", tmp_path / "templates"
    template.mkdir()
    for place in (data / "more", data / "models" / "more.yaml", template / "words.toml"):
        place.symlink_to(target)
    seen = []
    for content in ("one", "another"):
        target.write_text(content)
        seen.append([digests.inputs(HERE / "howopen" / "files", folder, data) for folder in (HERE / "templates", template)])
    assert seen[0][0] == seen[1][0]
    assert seen[0][1] != seen[1][1], "a template may be a link"
