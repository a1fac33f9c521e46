"""Atom feeds of changes, and files for robots: the map of the site and robots.txt. Pure."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping

from howopen.records.change import Cause, Change, History
from howopen.records.summary import Summary
from howopen.render.stamp import Stamp
from howopen.render.wording import Words

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWEST = 100  # entries in a feed; readers fetch it whole each time


def every(words: Words, models: Mapping[str, Summary], stamp: Stamp, past: History, pages: Iterable[str]) -> Iterator[tuple[str, str | bytes]]:
    """(path, content) of each feed and of what robots read; `pages` are the paths of the pages on no single model."""
    changed = [change for change in past.changes if change.kind == "changed"]
    added = [change for change in past.changes if change.kind == "added"]
    known, writer = words.known, _FeedWriter(words, stamp)
    yield "feed.xml", writer.feed("feed.xml", "changes/", words.text("feed", "changed", site=known.site.name), changed)
    yield "new.xml", writer.feed("new.xml", "changes/", words.text("feed", "added", site=known.site.name), added)
    for key, developer in known.developers.items():
        own = [change for change in changed if change.developer == key]
        title = words.text("feed", "developer", site=known.site.name, developer=developer.name)
        yield f"developers/{key}/feed.xml", writer.feed(f"developers/{key}/feed.xml", f"developers/{key}/", title, own)
    yield "sitemap.xml", _sitemap(models, stamp, pages)
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {stamp.base_url}sitemap.xml\n"


class _FeedWriter:
    """Writes feeds; RFC 4287."""

    def __init__(self, words: Words, stamp: Stamp) -> None:
        self._said, self._known, self._base = words, words.known, stamp.base_url
        self._never = f"{stamp.today}T00:00:00Z"  # a feed must have a date; one without entries has that of the build

    def feed(self, path: str, page: str, title: str, changes: list[Change]) -> bytes:
        """A feed of the newest changes. An entry's id is that of the model and commit, so that it never comes twice."""
        feed = ET.Element("feed", {"xmlns": ATOM, "xml:lang": "en"})
        _put(feed, "id", f"{self._base}{path}")
        _put(feed, "title", title)
        _put(feed, "updated", changes[0].on if changes else self._never)
        _put(ET.SubElement(feed, "author"), "name", self._known.site.name)
        ET.SubElement(feed, "link", {"rel": "self", "type": "application/atom+xml", "href": f"{self._base}{path}"})
        ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": f"{self._base}{page}"})
        _put(feed, "rights", f"{self._known.site.data_license}, {self._known.site.name}")
        for change in changes[:NEWEST]:
            self._entry(feed, change)
        ET.indent(feed, " ")
        return _document(feed)

    def _entry(self, feed: ET.Element, change: Change) -> None:
        page = f"{self._base}models/{change.model}/"
        entry = ET.SubElement(feed, "entry")
        _put(entry, "id", f"{page}#{change.commit}")
        _put(entry, "title", self._headline(change))
        _put(entry, "updated", change.on)
        _put(entry, "published", change.on)
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": page})
        summary = [*self._verdicts(change)]
        if change.causes:
            summary.append(self._said.text("feed", "because", causes=", ".join(map(self._cause, change.causes))))
        _put(entry, "summary", "\n".join(summary))

    def _headline(self, change: Change) -> str:
        if change.kind == "added":
            return self._said.text("feed", "model-added", model=change.name)
        known = self._known.definitions
        names = [known[shift.definition].short if shift.definition in known else shift.definition for shift in change.shifts]
        return self._said.text("feed", "model-changed", model=change.name, definitions=", ".join(names))

    def _verdicts(self, change: Change) -> Iterator[str]:
        for shift in change.shifts:
            before, after = (self._words(shift.definition, code) for code in (shift.before, shift.after))
            yield self._said.text("feed", "shift", definition=self._name(shift.definition, shift.version), before=before, after=after)
        for definition, version, code in change.standings:
            yield self._said.text("feed", "standing", definition=self._name(definition, version), result=self._words(definition, code))

    def _name(self, key: str, version: str) -> str:
        definition = self._known.definitions.get(key)
        short = definition.short if definition else key
        return short if version in short else f"{short} {version}"

    def _words(self, key: str, code: str) -> str:
        definition = self._known.definitions.get(key)
        return self._said.standing(definition, code) if definition else code

    def _cause(self, cause: Cause) -> str:
        return self._said.text("cause", cause.kind, id=cause.id)


def _put(into: ET.Element, name: str, text: str) -> None:
    ET.SubElement(into, name).text = text


def _document(root: ET.Element) -> bytes:
    content: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _sitemap(models: Mapping[str, Summary], stamp: Stamp, pages: Iterable[str]) -> bytes:
    """Addresses of pages, sorted, stubs for former ids left out; a model's with the day somebody last looked."""
    urls = ET.Element("urlset", {"xmlns": SITEMAP})
    days = {f"models/{key}/": one.checked for key, one in models.items()}
    for path in sorted({*days, *(page.removesuffix("index.html") for page in pages)}):
        if path == "" or path.endswith("/"):
            url = ET.SubElement(urls, "url")
            _put(url, "loc", f"{stamp.base_url}{path}")
            if days.get(path):
                _put(url, "lastmod", days[path])
    return _document(urls)
