"""Feeds that readers take, what robots read, and the data block of the data page."""

from __future__ import annotations

import datetime
import json
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import markdown_it
import pytest
from conftest import HERE

from howopen.records.change import Cause, Change, History, Shift
from howopen.render import Options, Stamp, feeds, wording
from howopen.render.html import schema_org

ATOM = "{http://www.w3.org/2005/Atom}"
BASE = "https://example.org/repo/"


def changes(count: int) -> History:
    """A history of verdicts that changed, newest first, with hostile words."""
    made = [
        Change(
            "changed",
            "olmo-7b",
            'OLMo <7B> & "others"',
            "ai2",
            f"2026-{1 + number // 28:02}-{1 + number % 28:02}T10:00:00+02:00",
            f"{number:040x}",
            (Cause("license", "MIT"), Cause("vocabulary", "")),
            (Shift("g7-2026", "2026-05-29", "none", "open-weights"), Shift("gone-1.0", "1", "met", "not-met")),
        )
        for number in range(count)
    ]
    return History(tuple(reversed(made)), "complete", "2026-01-01T10:00:00+02:00")


def feed(known, summaries, past: History, path: str = "feed.xml") -> ET.Element:
    found = dict(feeds.every(wording.read(HERE / "templates", known), summaries, Stamp(BASE, "2026-11-23"), past, []))
    return ET.fromstring(found[path])  # noqa: S314  our own file


def test_a_feed_has_what_rfc_4287_asks_for(known, summaries):
    for past in (changes(3), History(state="complete")):
        root = feed(known, summaries, past)
        assert root.tag == f"{ATOM}feed"
        for holder in (root, *root.findall(f"{ATOM}entry")):
            for name in ("id", "title", "updated"):
                assert len(holder.findall(f"{ATOM}{name}")) == 1 and holder.findtext(f"{ATOM}{name}")
            assert datetime.datetime.fromisoformat(holder.findtext(f"{ATOM}updated")).tzinfo, "RFC 3339 with a time zone"
            assert [link.get("href") for link in holder.findall(f"{ATOM}link") if link.get("rel") == "alternate"]
        assert root.findtext(f"{ATOM}author/{ATOM}name")
        assert [link.get("href") for link in root.findall(f"{ATOM}link") if link.get("rel") == "self"] == [f"{BASE}feed.xml"]


def test_entries_are_told_apart_newest_first_and_no_feed_grows_without_end(known, summaries):
    root = feed(known, summaries, changes(150))
    ids = [entry.findtext(f"{ATOM}id") for entry in root.findall(f"{ATOM}entry")]
    days = [entry.findtext(f"{ATOM}updated") for entry in root.findall(f"{ATOM}entry")]

    assert len(ids) == len(set(ids)) == feeds.NEWEST
    assert days == sorted(days, reverse=True)
    assert root.findtext(f"{ATOM}updated") == days[0]


def test_an_entry_tells_the_verdicts_before_and_after_and_the_cause_in_plain_text(known, summaries):
    entry = feed(known, summaries, changes(1), "developers/ai2/feed.xml").find(f"{ATOM}entry")

    assert entry.findtext(f"{ATOM}title") == 'OLMo <7B> & "others": G7 tier, gone-1.0 changed'
    assert entry.findtext(f"{ATOM}summary").splitlines() == [
        "G7 tier 2026-05-29: no tier, now Open Weights.",
        "gone-1.0: met, now not-met.",
        "Because of the license MIT, the words and lists that all verdicts share.",
    ]


def test_every_feed_of_the_site_reads(site, known):
    for path in ("feed.xml", "new.xml", *(f"developers/{key}/feed.xml" for key in known.developers)):
        assert ET.parse(site / path).getroot().findtext(f"{ATOM}id") == f"{BASE}{path}"  # noqa: S314


def test_the_map_names_every_page_once_and_no_other(site):
    space = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    listed = [element.text for element in ET.parse(site / "sitemap.xml").getroot().iter(f"{space}loc")]  # noqa: S314
    left_out = ('http-equiv="refresh"', 'name="robots" content="noindex"')  # what moved, and the cards to frame
    pages = {
        f"{BASE}{file.parent.relative_to(site)}/".replace("/./", "/")
        for file in site.rglob("index.html")
        if not any(mark in file.read_text() for mark in left_out)
    }
    assert len(listed) == len(set(listed))
    assert set(listed) == pages
    for day in ET.parse(site / "sitemap.xml").getroot().iter(f"{space}lastmod"):  # noqa: S314
        assert datetime.date.fromisoformat(day.text)
    assert f"Sitemap: {BASE}sitemap.xml" in (site / "robots.txt").read_text()


def test_every_address_in_llms_txt_lands(site):
    text = (site / "llms.txt").read_text()
    assert text.startswith("# howopen\n\n> ")
    for address in re.findall(r"\]\(([^)]+)\)", text):
        path = address.removeprefix(BASE).replace("ID", "olmo-7b").replace("ORG/NAME", "allenai/OLMo-7B")
        assert (site / path).is_file() or (site / path / "index.html").is_file(), address


def test_names_and_summaries_are_no_markup_and_end_no_line_of_llms_txt(known):
    hostile = "[x](javascript:1)\n\n## Data <b>\u2028*y*"
    definitions = {key: one.model_copy(update=dict.fromkeys(("name", "version", "summary"), hostile)) for key, one in known.definitions.items()}
    pages = {key: (head.model_copy(update={"title": hostile, "summary": hostile}), body) for key, (head, body) in known.pages.items()}
    site = known.site.model_copy(update={"name": hostile, "summary": hostile})
    renderer = Options(HERE / "templates", Stamp(BASE, "2026-11-23")).renderer(replace(known, site=site, definitions=definitions, pages=pages))

    _, text = renderer.page("llms.txt", "llms.txt", models=1)
    _, plain = Options(HERE / "templates", Stamp(BASE, "2026-11-23")).renderer(known).page("llms.txt", "llms.txt", models=1)
    drawn, usual = (markdown_it.MarkdownIt("commonmark").parse(one) for one in (text, plain))
    assert [token.type for token in drawn] == [token.type for token in usual]
    links = [[child.attrs["href"] for token in one for child in token.children or () if child.type == "link_open"] for one in (drawn, usual)]
    assert links[0] == links[1]
    assert {child.type for token in drawn for child in token.children or ()} <= {"text", "text_special", "softbreak", "link_open", "link_close"}


def test_the_data_page_is_described_for_search_engines_and_the_browser_lets_it_be(site, served, known, chromium):
    text = (site / "data" / "index.html").read_text()
    block = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', text)[1])
    assert block["@type"] == "Dataset" and block["license"].endswith("CC-BY-4.0.html")
    for download in block["distribution"]:
        assert (site / download["contentUrl"].removeprefix(BASE)).is_file()

    said: list[str] = []
    page = chromium.new_page()
    page.on("console", lambda message: said.append(message.text))
    page.goto(f"{served(site)}data/")
    assert page.evaluate("JSON.parse(document.querySelector('script[type=\"application/ld+json\"]').textContent)['@type']") == "Dataset"
    blocked = [one for one in said if "script" in one.lower()]
    page.set_content(text.replace('type="application/ld+json"', ""))
    page.wait_for_timeout(50)
    assert any("script" in one.lower() for one in said), "the same block as a script would be refused, so the test can fail"
    assert blocked == []


@pytest.mark.parametrize("name", ["</script><script>alert(1)</script>", "<!--<script>", "a & b"])
def test_no_word_of_the_data_ends_the_data_block(known, name):
    from dataclasses import replace

    hostile = replace(known, site=known.site.model_copy(update={"name": name}))
    block = str(schema_org.block(hostile, "2026-11-20", BASE))

    assert not set("<>&") & set(block)
    assert json.loads(block)["creator"]["name"] == name
