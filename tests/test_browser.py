"""The site in a real browser: what people see, click and hear, at phone and desktop width, light and dark."""

from __future__ import annotations

import gzip
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from justhtml import JustHTML
from validity import misplaced

# one page of every kind
KINDS = ["", "models/olmo-7b/", "models/llama-3.1-405b/", "compare/?models=olmo-7b,llama-3.1-405b", "pictures/", "404.html"]
KINDS += ["definitions/", "definitions/osaid-1.0/", "definitions/g7-2026/", "licenses/", "licenses/LicenseRef-Llama-3.1-Community/", "licenses/compare/"]
KINDS += ["developers/", "developers/ai2/", "method/", "about/", "contribute/", "contribute/propose/", "data/", "badges/", "changes/"]


@pytest.fixture(scope="module")
def address(site, served):
    """The site under a path, as a project's pages are served."""
    return served(site)


def names(page) -> list[str]:
    """The models on the board, once all rows are drawn; those out of sight are drawn last."""
    page.locator("table:not([aria-busy])").wait_for()
    return page.locator("tbody th a").all_inner_texts()


# Of long lists, what axe is shown: the first entries, and each later one that is built otherwise than those before. A list of a thousand entries alike
# takes axe half a minute, and it says nothing that it does not say of twenty.
SHORTENED = """(first) => {
    const shape = (one) => one.outerHTML.replace(/>[^<]*/g, ">")
        .replace(/ (id|href|src|title|value|name|for|datetime|aria-label|aria-labelledby|aria-describedby|aria-controls|style)="[^"]*"/g, " $1");
    for (const list of document.querySelectorAll("tbody, ul, ol, dl, main, section, select, details, fieldset, article")) {
        if (list.children.length <= first) continue;
        const seen = new Set();
        [...list.children].forEach((one, at) => {
            const known = seen.has(shape(one));
            seen.add(shape(one));
            if (known && at >= first) one.remove();
        });
    }
}"""


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_any_kind_of_page_nor_its_contrast_in_the_dark(chromium, address, kind):
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, color_scheme="light", reduced_motion="reduce")
    page = context.new_page()
    page.goto(address + kind, wait_until="load")
    page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
    page.evaluate(SHORTENED, 20)
    found = Axe().run(page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}).response["violations"]
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # where nothing but the colours differs
    found += Axe().run(page, options={"runOnly": {"type": "rule", "values": ["color-contrast"]}}).response["violations"]
    context.close()
    assert [(one["id"], one["nodes"][0]["html"][:120]) for one in found] == []


def test_what_scripts_add_is_valid_too(page, address):
    found = {}
    for kind in ("", "?q=olmo&sort=-3", "compare/?models=olmo-7b,llama-3.1-405b", "models/olmo-7b/", "contribute/propose/"):
        page.goto(address + kind)
        if kind.startswith("compare/"):
            page.wait_for_selector("table.compare")
        page.evaluate("document.querySelectorAll('details').forEach((one) => (one.open = true))")
        found[kind] = set(misplaced(JustHTML(page.content(), sanitize=False).root))
    assert [kind for kind, faults in found.items() if faults] == []


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_no_page_scrolls_sideways(chromium, address, width):
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    wide = []
    for kind in KINDS:
        page.goto(address + kind, wait_until="load")
        if page.evaluate("document.documentElement.scrollWidth") > width:
            wide.append(kind)
    context.close()
    assert wide == []


def test_no_page_says_anything_to_the_console_or_asks_a_third_party(page, address):
    for kind in KINDS:
        page.goto(address + kind, wait_until="load")
    assert page.said == []
    assert [url for url in page.asked if not url.startswith(address)] == []


def test_typing_filters_and_the_address_remembers(page, address):
    page.goto(address)
    everything = names(page)
    page.get_by_role("searchbox").fill("olmo")
    found = names(page)

    assert 0 < len(found) < len(everything)
    assert all("olmo" in page.locator(f"tr:has(a:text-is('{name}'))").first.inner_text().lower() for name in found)
    page.wait_for_url("**/?q=olmo")
    page.reload()
    assert names(page) == found


def test_a_key_pressed_as_soon_as_the_page_is_there_shows_the_rows_that_match(page, address):
    page.goto(address)
    page.get_by_role("searchbox").press_sequentially("olmo 7")
    found = names(page)

    assert "OLMo 7B" in found
    assert all("olmo" in row.lower() and "7" in row for row in page.locator("tbody tr").all_inner_texts())
    assert page.get_by_role("status").inner_text().startswith(f"{len(found)} of ")


def test_words_typed_before_the_page_is_whole_are_not_lost(page, address):
    # the page comes in two parts, and the reader types between them
    page.add_init_script("""document.addEventListener("readystatechange", () => {
        if (document.readyState === "interactive") document.querySelector("input[type=search]").value = "olmo";
    })""")
    page.goto(address)

    assert 0 < len(names(page)) < 50
    page.wait_for_url("**/?q=olmo")


def test_rows_out_of_sight_are_drawn_too_and_in_order(page, address):
    page.goto(address)
    page.get_by_role("button", name="Model", exact=True).click()
    upwards = names(page)
    page.get_by_role("button", name="Model", exact=True).click()
    names(page)
    page.get_by_role("button", name="Model", exact=True).click()

    assert len(upwards) == 100
    page.get_by_role("button", name="Model", exact=True).click()
    assert names(page) == upwards
    page.get_by_role("button", name="more of").click()
    assert names(page)[:100] == upwards
    assert len(names(page)) == 200


def test_cards_of_a_phone_are_sorted_by_a_list(chromium, address):
    context = chromium.new_context(viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(address)
    ranked = names(page)
    page.get_by_role("button", name="Filters").click()
    page.get_by_label("Sort by").select_option("Model")
    by_name = names(page)
    page.get_by_label("Sort by").select_option("Rank")
    again = names(page)
    context.close()

    assert by_name == sorted(by_name, key=str.lower) != ranked
    assert again == ranked


def test_a_filter_narrows_counts_and_goes_back_with_the_back_button(page, address, judged):
    page.goto(address)
    page.locator(".facet summary", has_text="OSAID 1.0").click()
    box = page.locator("label", has=page.locator("input[value='osaid-1.0:not-met']"))
    expected = sum(one.verdicts["osaid-1.0"].outcome.word == "not-met" for one in judged.values())
    assert str(expected) in box.inner_text()
    box.click()

    assert len(names(page)) == min(expected, 100)
    assert page.get_by_role("status").inner_text() == f"{expected} of {len(judged)} models"
    page.go_back()
    assert page.get_by_role("status").inner_text() == f"{len(judged)} models"


def test_models_whose_sources_disagree_can_be_picked(page, address, known):
    page.goto(address + "?conflicts=open")

    assert set(names(page)) == {known.models[key].name for key in known.disputes if known.disputes[key]}


def test_nothing_matches_has_a_way_out(page, address):
    page.goto(address + "?q=nothing-is-called-so")

    assert names(page) == []
    assert page.get_by_role("button", name="more of").count() == 0
    page.get_by_role("button", name="Show all models").click()
    assert len(names(page)) > 10


def test_columns_sort_by_what_they_mean_and_say_so(page, address, known):
    page.goto(address)
    page.get_by_role("button", name="Model", exact=True).click()
    found = names(page)

    assert page.locator("th[aria-sort=ascending]").inner_text().startswith("Model")
    assert found == page.evaluate("(names) => [...names].sort((a, b) => a.localeCompare(b))", found)
    page.get_by_role("button", name="Model", exact=True).click()
    assert page.locator("th[aria-sort=descending]").inner_text().startswith("Model")


def test_ticked_models_are_compared(page, address):
    page.goto(address)
    page.get_by_role("checkbox", name="Compare OLMo 7B", exact=True).check()
    page.get_by_role("checkbox", name="Compare Pythia 12B", exact=True).check()
    page.get_by_role("link", name="Compare OLMo 7B, Pythia 12B").click()
    page.wait_for_selector("table.compare")

    assert page.locator("thead a").all_inner_texts() == ["OLMo 7B", "Pythia 12B"]
    every = page.locator("tbody tr:visible").count()
    page.get_by_label("Only what differs, which a line marks").check()
    assert 0 < page.locator("tbody tr:visible").count() < every


def test_the_comparison_says_verdicts_in_the_words_of_the_leaderboard(page, address):
    page.goto(address + "compare/?models=llama-3.1-405b,t5-11b")
    page.wait_for_selector("table.compare")
    said = {row.locator("th").inner_text(): row.locator("td").all_inner_texts() for row in page.locator("tbody").first.locator("tr").all()}

    assert said["EU AI Act, conditions for open-source models"] == ["appear not met", "not general-purpose"]
    assert said["Open Source AI Definition"][0] == "not met"


@pytest.mark.parametrize("width", [360, 768, 1440])
def test_a_comparison_of_four_is_readable_at_every_width(chromium, address, width):
    context = chromium.new_context(viewport={"width": width, "height": 800})
    page = context.new_page()
    page.goto(address + "compare/?models=olmo-7b,llama-3.1-405b,bloom,t5-11b")
    page.wait_for_selector("table.compare")
    beyond = page.evaluate("""[...document.querySelectorAll(".compare td")].filter((cell) => {
        const next = cell.nextElementSibling;
        return next && cell.firstElementChild.getBoundingClientRect().right > next.getBoundingClientRect().left;
    }).map((cell) => cell.textContent)""")
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert beyond == []
    assert wide <= width


def test_the_whole_board_works_by_keyboard(page, address):
    page.goto(address)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.get_by_role("searchbox").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.locator(".facet[open]").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    assert "osaid-1.0=" in page.evaluate("location.href")
    page.keyboard.press("Escape")
    assert page.locator(".facet[open]").count() == 0
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") != "none"


def test_without_javascript_every_model_and_every_verdict_is_there(chromium, address, judged, known):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address)
    shown = page.locator("tbody tr").count()
    page.goto(address + "models/llama-3.1-405b/")
    text = page.locator("main").inner_text()
    context.close()

    assert shown == len(judged)
    assert "It does not meet the Open Source AI Definition 1.0" in text


def test_the_front_page_is_light(site):
    html = (site / "index.html").read_bytes()
    style = next((site / "assets").glob("style.*.css")).read_bytes()
    scripts = b"".join(file.read_bytes() for file in (site / "assets").glob("*.js") if file.name.encode() in html)
    assert scripts

    rows = html.count(b"<tr id=")
    assert len(gzip.compress(html)) / rows * 350 < 60_000
    assert len(style) < 32_000
    assert len(gzip.compress(style)) < 12_000
    assert len(gzip.compress(scripts)) < 10_000


MOVED = """() => new Promise((done) => {
    const moved = [];
    new PerformanceObserver((list) => moved.push(...list.getEntries().map((one) => one.value))).observe({ type: "layout-shift", buffered: true });
    setTimeout(() => done(moved), 500);
})"""


@pytest.mark.parametrize("slower", [1, 6])
@pytest.mark.parametrize("width", [360, 768, 1280, 1440])
def test_nothing_on_the_front_page_moves_while_it_comes(chromium, address, width, slower):
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": slower})
    page.goto(address, wait_until="load")
    moved = page.evaluate(MOVED)
    context.close()

    assert moved == []


@pytest.mark.parametrize("width", [1280, 1440])
def test_the_board_fits_a_desk_without_scrolling_sideways(chromium, address, width):
    context = chromium.new_context(viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto(address)
    # of each row, the right edge of what its last cell says; and each cell that says more than it has room for
    edges = page.evaluate("""[...document.querySelectorAll(".rows tr")].map((row) => {
        const range = document.createRange();
        range.selectNodeContents(row.lastElementChild);
        return range.getBoundingClientRect().right;
    })""")
    beyond = page.evaluate("""[...document.querySelectorAll(".rows :is(th, td)")]
        .filter((cell) => cell.scrollWidth > cell.clientWidth).map((cell) => cell.textContent)""")
    context.close()

    assert 0 < max(edges) <= width
    assert beyond == []


def test_without_javascript_no_room_is_kept_for_controls(chromium, address):
    context = chromium.new_context(java_script_enabled=False, viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(address)
    above = page.locator(".lede").bounding_box()
    table = page.locator(".rows").bounding_box()
    context.close()

    assert table["y"] - (above["y"] + above["height"]) < 40


def test_forced_colours_and_big_text_lose_nothing(chromium, address):
    context = chromium.new_context(viewport={"width": 640, "height": 800}, forced_colors="active", device_scale_factor=2)
    page = context.new_page()
    page.goto(address + "models/llama-3.1-405b/")
    text = re.sub(r"\s+", " ", page.locator("main").inner_text())
    wide = page.evaluate("document.documentElement.scrollWidth")
    context.close()

    assert "not met" in text
    assert wide <= 640


def test_a_section_opens_when_the_address_points_at_it(page, address):
    page.goto(address + "models/olmo-7b/")
    section = page.locator("details.verdicts", has=page.locator("#mof-1\\.0"))
    assert section.get_attribute("open") is None
    page.get_by_role("link", name="MOF class").click()

    section.and_(page.locator("[open]")).wait_for()


def test_licenses_are_narrowed_by_what_one_asks_and_the_address_remembers(page, address):
    page.goto(address + "licenses/")
    rows = page.locator("#licenses tbody tr:visible")
    everything = rows.count()
    page.get_by_label("May it be shared, changed or not?").check()
    page.get_by_label("Without conditions that limit").check()
    some = rows.count()

    assert 0 < some < everything
    assert page.locator("[role=status]").inner_text() == f"{some} of {everything}"
    assert page.locator("#licenses").get_by_role("link", name="MIT License", exact=True).is_visible()
    assert not page.locator("#licenses").get_by_role("link", name="Llama 3.1 Community License Agreement").is_visible()
    page.reload()
    assert rows.count() == some


def test_two_licenses_side_by_side_tell_what_only_one_asks_and_by_which_clause(page, address):
    page.goto(address + "licenses/compare/?licenses=MIT,LicenseRef-Llama-3.1-Community")
    only = page.locator("[data-result] section section").filter(has=page.get_by_role("heading", name="Only Llama 3.1 Community License Agreement"))
    link = only.nth(1).get_by_role("link", name="s. 5.c")
    link.wait_for()

    assert "answers for claims that others make" in only.nth(1).inner_text()
    link.click()
    page.wait_for_url("**/licenses/LicenseRef-Llama-3.1-Community/#indemnity")
    assert page.locator("li#indemnity").is_visible()
