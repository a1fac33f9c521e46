"""What is known and judged -> the files of the site, as (path, content). Pure but for reading the templates.

Works      makes the files of models, one model after the other, and the summary of each
lists      makes all that pages need of more than one model, from the summaries alone
data       makes the API's answers on more than one model, from the same

pages      HTML pages of models
lists      HTML pages of everything else
press      what makes pages from templates
board      the leaderboard's rows and what they may be filtered by
sheets     the leaderboard as pages, and the index of their rows
reports    the pages on the catalogue itself: agreement with others, data quality
pictures   the strip and other drawings
text       Markdown, without HTML and with checked links
badges     badges, and what to paste for them
cards      social cards; not part of a quick build
label      the openness label
api        JSON answers, their schemas, and the same as tables
rules      the rules as data, for the page that judges proposals
dataset    what search engines read of the data page
cyclonedx  each model as a machine-learning bill of materials
feeds      Atom feeds, the map of the site, and what robots read
raster     SVG -> PNG; not part of a quick build
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from howopen.records.catalogue import Catalogue
from howopen.records.change import NO_HISTORY, History
from howopen.records.errors import BadData, Problem
from howopen.records.summary import Summary
from howopen.records.verdict import Judged
from howopen.render import api, feeds, wording
from howopen.render.api import proposal_rules
from howopen.render.html import model_pages
from howopen.render.html import site_pages as lists_
from howopen.render.html.templates import Press
from howopen.render.stamp import Stamp
from howopen.render.svg import badges, label, social_cards
from howopen.stats import summary

__all__ = ["Draw", "Preview", "Print", "Stamp", "Works", "data", "how", "lists", "site"]
Content = str | bytes
Draw = Callable[[str], bytes] | None  # SVG -> PNG; without it there is no PNG


@dataclass(frozen=True, slots=True)
class Print:
    """How a site is printed; the same for every file of it."""

    templates: Path
    stamp: Stamp
    past: History = NO_HISTORY
    names: Mapping[str, str] = field(default_factory=dict)  # of every model there is, by id
    derived: Mapping[str, Iterable[str]] = field(default_factory=dict)  # by model: those that derive from it, nearest or further
    draw: Draw = None  # badges are there as PNG only with it
    card: Draw = None  # social cards are there only with it

    def press(self, known: Catalogue, only: str | None = None) -> Press:
        said = wording.read(self.templates, known, self.names)
        return Press(known, said, self.templates, self.stamp, self.past, png=self.draw is not None, cards=self.card is not None, only=only)


class Works:
    """Makes all that speaks of a single model, one model after the other."""

    def __init__(self, known: Catalogue, judged: Mapping[str, Judged], how: Print) -> None:
        """`known` and `judged` have the models to make and what they derive from; others need not be there."""
        self._known, self._judged, self._how = known, judged, how
        self._press = how.press(known)
        self._pages = model_pages.Pages(self._press, judged, how.derived)
        self._frame = summary.frame(known)
        self._draw = functools.cache(how.draw) if how.draw else None  # badges are many and alike

    def of(self, key: str) -> tuple[Summary, list[tuple[str, Content]]]:
        """What the lists need of a model, and (path, content) of each file on it."""
        how, one, said = self._how, self._judged[key], self._press.words
        card = label.svg(one, said, how.stamp.base_url)
        entry = api.entry(one, self._known, how.stamp.base_url)
        found = replace(summary.of(one, self._known, self._frame), entry=api.written(entry).rstrip(), label_height=label.height(card))
        files: list[tuple[str, Content]] = [
            *self._pages.of(one, found),
            *badges.of_model(one, card, said, self._draw),
            *api.of_model(one, entry, self._known, how.stamp, how.past),
        ]
        if how.card:
            files.append((social_cards.path(key), how.card(social_cards.model(one, said))))
        return found, files


def lists(known: Catalogue, models: Mapping[str, Summary], how: Print, only: str | None = None) -> Iterator[tuple[str, Content]]:
    """(path, content) of all that pages need of more than one model. `models` are all there are, ranked, best first; those of `known` are not looked at.

    With `only`, pages at other paths are left blank, which is quick. Raises BadData when a page claims the path of another.
    """
    press = how.press(known, only)
    yield from press.assets()
    seen: set[str] = set()
    for path, content in lists_.every(press, models):
        if path in seen or path.startswith("models/"):
            page = known.paths.get(f"pages/{path.partition('/')[0]}", path)
            raise BadData([Problem(page, 1, 1, f"makes the page {path}, which the site has already; give the file another name")])
        seen.add(path)
        yield path, content
    yield from badges.samples(press.words)
    yield from proposal_rules.every(known, models)
    if how.card:
        yield social_cards.SITE, how.card(social_cards.of_site(press.words))
    yield from feeds.every(press.words, models, how.stamp, how.past, [path for path in seen if path.endswith("index.html")])


def data(known: Catalogue, models: Mapping[str, Summary], how: Print) -> Iterator[tuple[str, Content]]:
    """(path, content) of the API's answers on more than one model; as much work as `lists`, and takes the same."""
    yield from api.lists(known, models, how.stamp, how.past)


def how(known: Catalogue, templates: Path, stamp: Stamp, past: History = NO_HISTORY, draw: Draw = None, card: Draw = None) -> Print:
    """How to print a catalogue that is whole."""
    derived: dict[str, list[str]] = {}
    for key, ancestors in known.ancestors.items():
        for ancestor in ancestors or ():
            derived.setdefault(ancestor, []).append(key)
    return Print(templates, stamp, past, {key: model.name for key, model in known.models.items()}, derived, draw, card)


def site(known: Catalogue, judged: Mapping[str, Judged], how_: Print) -> Iterator[tuple[str, Content]]:
    """(path, content) of every file of the site of a catalogue that is whole. Raises BadData when two pages claim one path."""
    works, models = Works(known, judged, how_), dict[str, Summary]()
    for key in known.models:
        models[key], files = works.of(key)
        yield from files
    ranked = summary.ranked(models, known)
    yield from lists(known, ranked, how_)
    yield from data(known, ranked, how_)


class Preview:
    """The files of the site, each made when it is first asked for: for looking at one's changes."""

    def __init__(self, known: Catalogue, judged: Mapping[str, Judged], how_: Print) -> None:
        self._known, self._judged, self._how = known, judged, how_
        self._works = Works(known, judged, how_)
        self._made: dict[str, Content] = {}
        self._models: dict[str, Summary] = {}
        self._whole = False

    def get(self, path: str) -> Content | None:
        """The file's content, or None when the site has no such file."""
        key = path.removeprefix("models/").removesuffix("/index.html")
        if path not in self._made and key in self._known.models:
            self._made |= dict(self._works.of(key)[1])
        if path not in self._made and not self._whole:
            self._models = self._models or summary.every(self._known, self._judged)
            found = {name: content for name, content in lists(self._known, self._models, self._how, path) if content or name == path}
            self._made |= found
            if path not in found:
                self._made |= dict(site(self._known, self._judged, self._how))
                self._whole = True
        return self._made.get(path)
