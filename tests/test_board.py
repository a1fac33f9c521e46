"""The leaderboard on several pages: the same models, found, filtered and drawn the same, as on one."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from conftest import HERE, run
from justhtml import JustHTML

sys.path.insert(0, str(HERE))
from bench import models

MODELS, EACH = 30, 12
HOSTILE = '<img src=x onerror=alert(1)>"\' & href="x'
# what a reader may ask: search, filters under one and several menus, each order, and several at once
ASKED = ["q=made+up+1", "q=apache", "q=nothing-is-called-so", "osaid-1.0=not-met", "osaid-1.0=not-met,undetermined&commercial=yes", "claim=fails&sort=newest"]
ASKED += ["developer=ai2,meta&year=2024,2023,2022", "modality=text&sort=name", "examined=no", "sort=smallest", "sort=used"]
USED = {"made-up-000011": 7, "made-up-000005": 900}  # downloads, of those that have a figure


@pytest.fixture(scope="module")
def both(tmp_path_factory) -> dict[str, Path]:
    """The same models built on one page, and on several."""
    folder = tmp_path_factory.mktemp("boards")
    models.write(HERE / "data", folder / "data", MODELS)
    first = folder / "data" / "models" / "made-up-000007.yaml"
    first.write_text(re.sub(r"(?m)^name: .*$", "name: '" + HOSTILE.replace("'", "''") + "'", first.read_text()))
    for model in ("made-up-000003", "made-up-000021"):  # with gaps, as most models have them
        file = folder / "data" / "models" / f"{model}.yaml"
        file.write_text(re.sub(r"(?ms)^  (training-code|weights|data-card):.*?(?=^  \S)", "", file.read_text()).replace("modalities: [text]\n", ""))
    fetched = folder / "data" / "fetched"
    fetched.mkdir(exist_ok=True)
    hubs = {model: re.search(r"(?m)^  huggingface: (\S+)$", (folder / "data" / "models" / f"{model}.yaml").read_text())[1] for model in USED}
    things = {f"huggingface-models/{hubs[model].lower()}": {"confirmed": "2026-11-20", "downloads": sum_} for model, sum_ in USED.items()}
    (fetched / "confirmed.json").write_text(json.dumps({"things": things}))
    run("build", "--data", folder / "data", "--into", folder / "one", "--base-url", "https://example.org/")
    board = folder / "data" / "board.yaml"
    board.write_text(re.sub(r"most-rows: \d+", f"most-rows: {EACH}", re.sub(r"page-rows: \d+", f"page-rows: {EACH}", board.read_text())))
    run("build", "--data", folder / "data", "--into", folder / "many", "--base-url", "https://example.org/")
    return {"one": folder / "one", "many": folder / "many"}


@pytest.fixture(scope="module")
def at(both, served) -> dict[str, str]:
    return {name: served(folder) for name, folder in both.items()}


def rows(html: str) -> list[str]:
    return re.findall(r'<(?:tr|li) id="([^"]+)"', html)


def sheets(site: Path) -> list[str]:
    """The pages of the leaderboard as text, by following each to the next."""
    found, file = [], site / "index.html"
    while file:
        found.append(file.read_text())
        following = re.search(r'rel="next" href="([^"]+)"', found[-1])
        file = (file.parent / following[1] / "index.html").resolve() if following else None
    return found


def seen(page) -> tuple[list[str], str]:
    """The rows that are shown, in order, and the sentence above them."""
    page.locator("html:not(.asking)").wait_for(state="attached")
    return page.locator(".found > tr th a").all_inner_texts(), page.locator(".finding").inner_text()


def test_each_model_stands_on_one_page_and_the_pages_follow_the_ranks(both):
    pages = sheets(both["many"])
    stand = [row for page in pages for row in rows(page) if not row.startswith("family-")]

    assert len(pages) > 1
    assert len(stand) == len(set(stand)) == MODELS
    assert stand == [row for row in rows((both["one"] / "index.html").read_text()) if not row.startswith("family-")]
    assert len({re.search(r"<title>([^<]+)", page)[1] for page in pages}) == len(pages)
    assert len({re.search(r'name="description" content="([^"]+)', page)[1] for page in pages}) == len(pages)
    assert [('rel="prev"' in page, 'rel="next"' in page) for page in pages] == [(at > 0, at < len(pages) - 1) for at in range(len(pages))]
    assert "page/2/" in (both["many"] / "sitemap.xml").read_text()


def test_links_of_every_page_of_the_board_land(both):
    for number in ("", "page/2/"):
        folder = both["many"] / number
        for link in set(re.findall(r'<a [^>]*href="([^"#?]+)"', (folder / "index.html").read_text())):
            if "://" not in link:
                assert (folder / link / "index.html").resolve().is_file(), link


def test_every_page_of_a_small_site_parses_without_an_error(both):
    pages = sorted(both["many"].rglob("*.html"))

    assert len(pages) > MODELS
    for page in pages:
        assert [str(error) for error in JustHTML(page.read_text(), collect_errors=True).errors] == [], page


def test_what_the_search_reads_has_every_model_and_the_page_it_stands_on(both):
    for site in both.values():
        found = json.loads((site / "search.json").read_text())
        stand = {row: number for number, page in enumerate(sheets(site), start=1) for row in rows(page)}

        assert {model[0]: model[6] for model in found["models"]} == {key: number for key, number in stand.items() if not key.startswith("family-")}


def test_every_question_has_the_same_answer_on_several_pages_as_on_one(page, at):
    for asked in ASKED:
        answers = {}
        for name, address in at.items():
            page.goto(f"{address}?{asked}")
            answers[name] = seen(page)
        assert answers["many"] == answers["one"], asked
    assert page.said == []


def test_the_most_used_come_first_where_downloads_are_known(page, at, site):
    page.goto(at["many"] + "?sort=used")
    assert "without a figure come last" in seen(page)[1]
    assert page.locator(".found > tr").evaluate_all("(rows) => rows.map((row) => row.id).slice(0, 2)") == ["made-up-000005", "made-up-000011"]
    assert page.locator('.sorts [aria-current="true"]').inner_text() == "most used"

    known = json.loads((site / "search.json").read_text())
    assert ('data-sort="used"' in (site / "index.html").read_text()) == bool(known["used"])


def test_the_list_is_read_when_first_asked_for_and_clearing_shows_the_page_again(page, at):
    page.goto(at["many"] + "page/2/")
    here = page.locator("tbody th a").all_inner_texts()
    assert not any(url.endswith("search.json") for url in page.asked)
    page.locator("#find").fill("made up 1")
    page.locator("table.flat").wait_for()

    assert sum(url.endswith("search.json") for url in page.asked) == 1
    assert page.locator("nav.pages").is_hidden()
    page.get_by_role("button", name="Show all", exact=True).click()
    assert page.locator("tbody th a").all_inner_texts() == here
    assert page.locator("nav.pages").is_visible()


def test_when_the_list_cannot_be_read_the_page_stays_and_says_so(page, at):
    page.route("**/search.json", lambda route: route.abort())
    page.goto(at["many"])
    here = page.locator("tbody th a").all_inner_texts()
    page.locator("#find").fill("made")
    page.get_by_text("could not be read").wait_for()

    assert page.locator("tbody th a").all_inner_texts() == here


def test_a_name_of_which_nothing_is_assessed_is_answered_with_what_was_looked_for(page, at, site):
    def with_a_name(route):
        answer = route.fetch()
        route.fulfill(response=answer, json=answer.json() | {"unassessed": [[["Nowhere 9", "nowhere-nine"], "Somebody", "No weights were found."]]})

    page.route("**/search.json", with_a_name)
    for typed in ("Nowhere 9", "NOWHERE-9", "nowhere nine"):
        page.goto(at["many"] + f"?q={typed}")
        page.get_by_text("Nowhere 9 (Somebody) is not assessed here. No weights were found.").wait_for()
        assert page.get_by_role("link", name="Where it was looked for").get_attribute("href").endswith("/coverage/#not-assessed")
    page.goto(at["many"] + "?q=nowhere 8")
    page.get_by_text("Nothing here is called").wait_for()

    told = (site / "coverage" / "index.html").read_text()
    assert all(f"<b>{names[0]}</b> ({developer}): " in told for names, developer, _ in json.loads((site / "search.json").read_text())["unassessed"])


def test_names_in_ornate_letters_are_found_and_break_no_search(page, at):
    page.goto(at["many"])
    said = """async () => {
      const script = document.querySelector("script[data-search]");
      const { prepare, search } = await import(new URL(script.dataset.search, script.src).href);
      const model = (id, name) => [id, name, "d", "2026", 1, 0, 0, [], [], []];
      const models = [model("a", "𝐀𝐁"), model("b", "𝐀𝐁 7"), model("c", "ﬁne")];
      const known = prepare({ developers: { d: ["D"] }, models, tokens: [], phrases: [], licenses: [] });
      return ["ab", "a", "ab7", "fi", "\\ud800", "__proto__"].map((typed) => search(known, typed).models.map((one) => one.id).join(""));
    }"""
    assert page.evaluate(said) == ["ab", "ab", "b", "c", "abc", ""]


def test_a_hostile_name_stays_text_in_pages_and_in_what_is_found(page, at):
    page.goto(at["many"] + "?q=onerror")
    names, _ = seen(page)

    assert names == [HOSTILE]
    assert page.locator("tbody img").count() == 0
    assert page.said == []
