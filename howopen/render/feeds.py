"""Atom feeds of what changed, and what robots read: the map of the site, robots.txt, llms.txt."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from howopen.records.catalogue import Catalogue
from howopen.records.change import Change, History
from howopen.records.summary import Summary
from howopen.render.wording import Words

ATOM = "http://www.w3.org/2005/Atom"
SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWEST = 100  # entries in a feed; readers fetch it whole each time


def every(words: Words, models: Mapping[str, Summary], stamp: Any, past: History, pages: Iterable[str]) -> Iterator[tuple[str, str | bytes]]:
    """(path, content) of each feed and of what robots read; `pages` are the paths of the pages on no single model."""
    changed = [change for change in past.changes if change.kind == "changed"]
    added = [change for change in past.changes if change.kind == "added"]
    known, press = words.known, _Press(words, stamp)
    yield "feed.xml", press.feed("feed.xml", "changes/", f"{known.site.name}: verdicts that changed", changed)
    yield "new.xml", press.feed("new.xml", "changes/", f"{known.site.name}: new models", added)
    for key, developer in known.developers.items():
        own = [change for change in changed if change.developer == key]
        yield f"developers/{key}/feed.xml", press.feed(f"developers/{key}/feed.xml", f"developers/{key}/", f"{known.site.name}: {developer.name}", own)
    yield "sitemap.xml", _sitemap(models, stamp, pages)
    yield "robots.txt", f"User-agent: *\nAllow: /\nSitemap: {stamp.base_url}sitemap.xml\n"
    yield "llms.txt", _for_language_models(known, models, stamp)


class _Press:
    """Writes feeds; RFC 4287."""

    def __init__(self, words: Words, stamp: Any) -> None:
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
        _put(entry, "title", f"{change.name}: {self._headline(change)}")
        _put(entry, "updated", change.on)
        _put(entry, "published", change.on)
        ET.SubElement(entry, "link", {"rel": "alternate", "type": "text/html", "href": page})
        summary = [*self._verdicts(change), *([f"Because of {', '.join(self._cause(cause) for cause in change.causes)}."] if change.causes else [])]
        _put(entry, "summary", "\n".join(summary))

    def _headline(self, change: Change) -> str:
        if change.kind == "added":
            return "added"
        names = [
            self._known.definitions[shift.definition].short if shift.definition in self._known.definitions else shift.definition for shift in change.shifts
        ]
        return f"{', '.join(names)} changed"

    def _verdicts(self, change: Change) -> Iterator[str]:
        for shift in change.shifts:
            before, after = (self._words(shift.definition, code) for code in (shift.before, shift.after))
            yield f"{self._name(shift.definition, shift.version)}: {before}, now {after}."
        for definition, version, code in change.standings:
            yield f"{self._name(definition, version)}: {self._words(definition, code)}."

    def _name(self, key: str, version: str) -> str:
        definition = self._known.definitions.get(key)
        short = definition.short if definition else key
        return short if version in short else f"{short} {version}"

    def _words(self, key: str, code: str) -> str:
        definition = self._known.definitions.get(key)
        return self._said.standing(definition, code) if definition else code

    def _cause(self, cause: Any) -> str:
        said = {
            "model": "what is known of the model",
            "license-aliases": "how names of licenses are read",
            "vocabulary": "the words and lists that all verdicts share",
        }.get(cause.kind)
        return said or f"{ {'base-model': 'its base', 'fetched': 'facts fetched anew,'}.get(cause.kind, f'the {cause.kind}') } {cause.id}"


def _put(into: ET.Element, name: str, text: str) -> None:
    ET.SubElement(into, name).text = text


def _document(root: ET.Element) -> bytes:
    return ET.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _sitemap(models: Mapping[str, Summary], stamp: Any, pages: Iterable[str]) -> bytes:
    """Every page with an address of its own, stubs for former ids left out; a model's with the day somebody last looked. Sorted."""
    urls = ET.Element("urlset", {"xmlns": SITEMAP})
    days = {f"models/{key}/": one.checked for key, one in models.items()}
    for path in sorted({*days, *(page.removesuffix("index.html") for page in pages)}):
        if path == "" or path.endswith("/"):
            url = ET.SubElement(urls, "url")
            _put(url, "loc", f"{stamp.base_url}{path}")
            if days.get(path):
                _put(url, "lastmod", days[path])
    return _document(urls)


def _for_language_models(known: Catalogue, models: Mapping[str, Summary], stamp: Any) -> str:
    """llms.txt: what the site is, and where its data stand. https://llmstxt.org"""
    base = stamp.base_url
    lines = [
        f"# {known.site.name}",
        "",
        f"> {' '.join(known.site.summary.split())}",
        "",
        f"{len(models)} models. Verdicts are met, not met or undetermined, each under one version of one definition; unknown is never counted as no.",
        f"Data under {known.site.data_license}: name {known.site.name} and link {base}.",
        "",
        "## Data",
        "",
        f"- [Every model with its verdicts]({base}api/v1/models.json)",
        f"- [One model, by its id here]({base}api/v1/models/ID.json), or [by its Hugging Face id]({base}api/v1/hf/ORG/NAME.json)",
        f"- [What changed]({base}api/v1/changes.json)",
        f"- [All addresses, as OpenAPI]({base}api/v1/openapi.json)",
        "",
        "## Definitions",
        "",
        *(f"- [{one.name}, {one.version}]({base}definitions/{key}/): {' '.join(one.summary.split())}" for key, one in known.definitions.items()),
        "",
        "## Pages",
        "",
        *(f"- [{page.title}]({base}{key}/): {' '.join(page.summary.split())}" for key, (page, _) in known.pages.items()),
    ]
    return "\n".join(lines) + "\n"
