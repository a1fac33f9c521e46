"""The leaderboard on several pages with an index: the same rows, found, sorted and drawn the same, as on one."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from conftest import HERE, run
from justhtml import JustHTML
from playwright.sync_api import expect

sys.path.insert(0, str(HERE))
from bench import models

MODELS, EACH = 30, 12
COUNTED, FILTERED = re.compile(r"^\d+ (of \d+ )?models$"), re.compile(r"^\d+ of \d+ models$")
HOSTILE = '<img src=x onerror=alert(1)>"\' & href="x'
# what a reader may ask: search, filters under one and several facets, each way to sort, and several at once
ASKED = ["q=made+up+1", "q=apache", "q=nothing-is-called-so", "osaid-1.0=not-met", "osaid-1.0=not-met,undetermined&commercial=free", "claim=fails&sort=1"]
ASKED += ["developer=ai2,meta&year=2024,2023,2022", "modality=text&sort=-3", "needs=evidence&q=7b"]
ASKED += ["sort=-1", *(f"sort={'-' if column % 2 else ''}{column}" for column in range(11) if column != 1)]


@pytest.fixture(scope="module")
def both(tmp_path_factory) -> dict[str, Path]:
    """The same models built on one page, and on three."""
    folder = tmp_path_factory.mktemp("boards")
    models.write(HERE / "data", folder / "data", MODELS)
    first = folder / "data" / "models" / "made-up-000007.yaml"
    first.write_text(re.sub(r"(?m)^name: .*$", "name: '" + HOSTILE.replace("'", "''") + "'", first.read_text()))
    for model in ("made-up-000003", "made-up-000021"):  # with gaps, as most models have them
        file = folder / "data" / "models" / f"{model}.yaml"
        file.write_text(re.sub(r"(?ms)^  (training-code|weights|data-card):.*?(?=^  \S)", "", file.read_text()).replace("modalities: [text]\n", ""))
    run("build", "--data", folder / "data", "--into", folder / "one", "--base-url", "https://example.org/")
    board = folder / "data" / "board.yaml"
    board.write_text(re.sub(r"most-rows: \d+", f"most-rows: {EACH}", re.sub(r"page-rows: \d+", f"page-rows: {EACH}", board.read_text())))
    run("build", "--data", folder / "data", "--into", folder / "many", "--base-url", "https://example.org/")
    return {"one": folder / "one", "many": folder / "many"}


@pytest.fixture(scope="module")
def at(both, served) -> dict[str, str]:
    return {name: served(folder) for name, folder in both.items()}


def rows(html: str) -> list[str]:
    return re.findall(r'<tr id="([^"]+)"', html)


def sheets(site: Path) -> list[str]:
    """The pages of the leaderboard as text, by following each to the next."""
    found, file = [], site / "index.html"
    while file:
        found.append(file.read_text())
        following = re.search(r'rel="next" href="([^"]+)"', found[-1])
        file = (file.parent / following[1] / "index.html").resolve() if following else None
    return found


def seen(page) -> tuple[list[str], str, dict[str, str]]:
    """What is on the board: rows in order, the count, and what each filter offers."""
    expect(page.locator("output")).to_have_text(COUNTED)
    page.locator("table:not([aria-busy])").wait_for()
    names = page.locator("tbody th a").all_inner_texts()
    page.evaluate("""async () => { for (const one of document.querySelectorAll('.facet > summary')) {
        one.click();
        while (!one.nextSibling.childElementCount) await new Promise((done) => setTimeout(done, 5));
    } }""")
    offers = page.evaluate("Object.fromEntries([...document.querySelectorAll('.facet input')].map((one) => [one.value, one.parentNode.textContent]))")
    return names, page.locator("output").inner_text(), offers


def test_each_model_stands_on_one_page_and_the_pages_follow_the_ranks(both):
    pages = sheets(both["many"])

    assert [len(rows(page)) for page in pages] == [12, 12, 6]
    assert [row for page in pages for row in rows(page)] == rows((both["one"] / "index.html").read_text())
    assert len({re.search(r"<title>([^<]+)", page)[1] for page in pages}) == 3
    assert [re.search(r'rel="canonical" href="([^"]+)"', page)[1] for page in pages] == [f"https://example.org/{path}" for path in ("", "page/2/", "page/3/")]
    assert [('rel="prev"' in page, 'rel="next"' in page) for page in pages] == [(False, True), (True, True), (True, False)]
    assert "page/2/" in (both["many"] / "sitemap.xml").read_text()


def test_links_of_every_page_of_the_board_land(both):
    for number in ("", "page/2/", "page/3/"):
        folder = both["many"] / number
        for link in set(re.findall(r'<a [^>]*href="([^"#?]+)"', (folder / "index.html").read_text())):
            if "://" not in link:
                assert (folder / link / "index.html").resolve().is_file(), link


def test_every_page_of_a_small_site_parses_without_an_error(both):
    pages = sorted(both["many"].rglob("*.html"))

    assert len(pages) > MODELS
    for page in pages:
        assert [str(error) for error in JustHTML(page.read_text(), collect_errors=True).errors] == [], page


def test_one_page_has_no_index_and_several_have_one(both):
    assert list((both["one"] / "assets").glob("board.*.json")) == []
    [index] = (both["many"] / "assets").glob("board.*.json")
    found = json.loads(index.read_text())

    assert found["ids"] == rows((both["one"] / "index.html").read_text())
    assert all(len(column["rows"]) == MODELS for column in found["columns"])
    assert all(f"../../assets/{index.name}" in page for page in sheets(both["many"])[1:])


def test_every_question_has_the_same_answer_on_several_pages_as_on_one(page, at):
    for asked in ASKED:
        answers = {}
        for name, address in at.items():
            page.goto(f"{address}?{asked}")
            answers[name] = seen(page)
        assert answers["many"] == answers["one"], asked
    assert page.said == []


def test_a_row_drawn_from_the_index_is_the_row_of_the_page(page, at):
    drawn = {}
    for name, address in at.items():
        page.goto(f"{address}?sort=0")
        seen(page)
        drawn[name] = page.evaluate("""[...document.querySelectorAll("tbody tr")].map((row) => {
            delete row.dataset.is;
            for (const cell of row.cells) delete cell.dataset.k;
            return row.outerHTML.replace(/\\s+/g, " ").replace(/> </g, "><");
        })""")
    assert len(drawn["one"]) == MODELS
    assert drawn["many"] == drawn["one"]
    assert page.said == []


def test_the_index_is_read_when_first_asked_for_and_clearing_shows_the_page_again(page, at):
    page.goto(at["many"] + "page/2/")
    here = page.locator("tbody th a").all_inner_texts()
    assert not any(url.endswith(".json") for url in page.asked)
    page.get_by_role("searchbox").fill("7B")
    expect(page.locator("output")).to_have_text(FILTERED)
    found = page.locator("tbody th a").all_inner_texts()

    assert sum(url.endswith(".json") for url in page.asked) == 1
    assert found
    assert set(found) - set(here)
    assert page.locator("nav.pages").is_hidden()
    assert page.get_by_role("link", name=found[-1]).get_attribute("href").startswith("../../models/")
    page.get_by_role("button", name="Show all", exact=True).click()
    assert page.locator("tbody th a").all_inner_texts() == here
    assert page.locator("nav.pages").is_visible()
    assert page.get_by_role("status").inner_text() == f"{MODELS} models"


def test_the_back_button_goes_from_a_sorted_list_to_the_page(page, at):
    page.goto(at["many"] + "page/3/")
    here = page.locator("tbody th a").all_inner_texts()
    page.get_by_role("button", name="Model", exact=True).click()
    page.locator("th[aria-sort=ascending]").wait_for()
    expect(page.locator("tbody tr")).to_have_count(MODELS)
    page.go_back()

    expect(page.locator("tbody tr")).to_have_count(6)
    assert page.locator("tbody th a").all_inner_texts() == here


def test_models_ticked_on_two_pages_are_compared(page, at):
    page.goto(at["many"])
    first = page.locator("tbody th a").first.inner_text()
    page.locator(".tick").first.check()
    page.get_by_role("link", name="Next").click()
    page.get_by_text(f"{first}: tick one more to compare").wait_for()
    second = page.locator("tbody th a").first.inner_text()
    page.locator(".tick").first.check()
    page.get_by_role("link", name=f"Compare {first}, {second}").click()
    page.wait_for_selector("table.compare")

    assert page.locator("thead a").all_inner_texts() == [first, second]


def test_when_the_index_cannot_be_read_the_page_stays_and_says_so(page, at):
    page.route("**/assets/board.*.json", lambda route: route.abort())
    page.goto(at["many"])
    here = page.locator("tbody th a").all_inner_texts()
    page.get_by_role("searchbox").fill("7B")
    page.get_by_text("could not be read").wait_for()

    assert page.locator("tbody th a").all_inner_texts() == here
    page.unroute("**/assets/board.*.json")
    page.get_by_role("searchbox").fill("7B ")
    expect(page.locator("output")).to_have_text(FILTERED)


def test_a_hostile_name_stays_text_in_pages_and_in_the_index(page, at):
    page.goto(at["many"] + "?q=onerror")
    names, count, _ = seen(page)

    assert names == [HOSTILE]
    assert count == f"1 of {MODELS} models"
    assert page.locator("tbody img").count() == 0
    assert page.said == []
