"""Files of the site, as (path, content), from what is known and judged. Pure but for reading the templates.

ModelFiles  makes the files of models, one model after the other, and the summary of each
lists       makes all that pages need of more than one model, from the summaries alone
data        makes the API's answers on more than one model, from the same

Shared by all: `wording`, `names`, `lookups`, `stamp`, `api_paths`, `shields`, `embed`. Pages, answers and pictures import those; pages also pictures.

html/       pages: `templates` renders them, `board_columns` lists the columns of the leaderboard
svg/        badges, the openness label, social cards, the strip; and the same as PNG, which is no part of a quick build
api/        JSON answers, their schemas, tables, bills of materials, and the rules for the page that judges proposals
feeds       Atom feeds, the map of the site, robots.txt
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from howopen.records.catalogue import Catalogue
from howopen.records.change import NO_HISTORY, History
from howopen.records.summary import Summary
from howopen.records.verdict import Judged
from howopen.render import api, feeds, wording
from howopen.render.api import proposal_rules
from howopen.render.html import model_pages
from howopen.render.html import site_pages as lists_
from howopen.render.html.templates import Renderer
from howopen.render.stamp import Stamp
from howopen.render.svg import badges, label, social_cards
from howopen.stats import summary

__all__ = ["Draw", "ModelFiles", "Options", "Preview", "Stamp", "data", "lists", "options_for", "site"]
Content = str | bytes
Draw = Callable[[str], bytes] | None  # SVG -> PNG; without it there is no PNG


@dataclass(frozen=True, slots=True)
class Options:
    """Options of rendering; the same for every file of a site."""

    templates: Path
    stamp: Stamp
    past: History = NO_HISTORY
    names: Mapping[str, str] = field(default_factory=dict)  # of every model there is, by id
    derived: Mapping[str, Iterable[str]] = field(default_factory=dict)  # by model: those that derive from it, nearest or further
    draw: Draw = None  # badges are there as PNG only with it
    card: Draw = None  # social cards are there only with it

    def renderer(self, known: Catalogue, only: str | None = None) -> Renderer:
        """A renderer of pages; with `only`, pages at other paths are left blank."""
        said = wording.read(self.templates, known, self.names)
        return Renderer(known, said, self.templates, self.stamp, self.past, png=self.draw is not None, cards=self.card is not None, only=only)


class ModelFiles:
    """Makes the files on a single model, one model after the other."""

    def __init__(self, known: Catalogue, judged: Mapping[str, Judged], options: Options) -> None:
        """`known` and `judged` have the models to make and what they derive from; others need not be there."""
        self._known, self._judged, self._options = known, judged, options
        self._renderer = options.renderer(known)
        self._pages = model_pages.Pages(self._renderer, judged, options.derived)
        self._frame = summary.frame(known)
        self._draw = functools.cache(options.draw) if options.draw else None  # badges are many and alike

    def of(self, key: str) -> tuple[Summary, list[tuple[str, Content]]]:
        """The summary of a model, and (path, content) of each file on it."""
        options, one, said = self._options, self._judged[key], self._renderer.words
        card = label.svg(one, said, options.stamp.base_url)
        entry = api.entry(one, said, options.stamp.base_url)
        found = replace(summary.of(one, self._known, self._frame), entry=api.written(entry).rstrip(), label_height=label.height(card))
        files: list[tuple[str, Content]] = [
            *self._pages.of(one, found),
            *badges.of_model(one, card, said, self._draw),
            *api.of_model(one, entry, said, options.stamp, options.past),
        ]
        if options.card:
            files.append((social_cards.path(key), options.card(social_cards.model(one, said))))
        return found, files


def lists(known: Catalogue, models: Mapping[str, Summary], options: Options, only: str | None = None) -> Iterator[tuple[str, Content]]:
    """(path, content) of all that pages need of more than one model. `models` are all there are, ranked, best first; those of `known` are not looked at.

    With `only`, pages at other paths are left blank, which is quick.
    """
    renderer = options.renderer(known, only)
    yield from renderer.assets()
    pages = []
    for path, content in lists_.every(renderer, models):
        if path.endswith("index.html") and path.removesuffix("index.html") not in lists_.MOVED:
            pages.append(path)
        yield path, content
    yield from badges.samples(renderer.words)
    yield from proposal_rules.every(known, models)
    if options.card:
        yield social_cards.SITE, options.card(social_cards.of_site(renderer.words))
    yield from feeds.every(renderer.words, models, options.stamp, options.past, pages)


def data(known: Catalogue, models: Mapping[str, Summary], options: Options) -> Iterator[tuple[str, Content]]:
    """(path, content) of the API's answers on more than one model; as much work as `lists`, and takes the same."""
    yield from api.lists(wording.read(options.templates, known, options.names), models, options.stamp, options.past)


def options_for(known: Catalogue, templates: Path, stamp: Stamp, past: History = NO_HISTORY, draw: Draw = None, card: Draw = None) -> Options:
    """Options of rendering a catalogue that is whole."""
    derived: dict[str, list[str]] = {}
    for key, ancestors in known.ancestors.items():
        for ancestor in ancestors or ():
            derived.setdefault(ancestor, []).append(key)
    return Options(templates, stamp, past, {key: model.name for key, model in known.models.items()}, derived, draw, card)


def site(known: Catalogue, judged: Mapping[str, Judged], options: Options) -> Iterator[tuple[str, Content]]:
    """(path, content) of every file of the site of a catalogue that is whole."""
    of_models, models = ModelFiles(known, judged, options), dict[str, Summary]()
    for key in known.models:
        models[key], files = of_models.of(key)
        yield from files
    ranked = summary.ranked(models, known)
    yield from lists(known, ranked, options)
    yield from data(known, ranked, options)


class Preview:
    """The files of the site, each made when it is first asked for: for looking at one's changes."""

    def __init__(self, known: Catalogue, judged: Mapping[str, Judged], options: Options) -> None:
        self._known, self._judged, self._options = known, judged, options
        self._of_models = ModelFiles(known, judged, options)
        self._made: dict[str, Content] = {}
        self._models: dict[str, Summary] = {}
        self._whole = False

    def get(self, path: str) -> Content | None:
        """The file's content, or None when the site has no such file."""
        key = path.removeprefix("models/").removeprefix("embed/").removesuffix("/index.html")
        if path not in self._made and key in self._known.models:
            self._made |= dict(self._of_models.of(key)[1])
        if path not in self._made and not self._whole:
            self._models = self._models or summary.every(self._known, self._judged)
            found = {name: content for name, content in lists(self._known, self._models, self._options, path) if content or name == path}
            self._made |= found
            if path not in found:
                self._made |= dict(site(self._known, self._judged, self._options))
                self._whole = True
        return self._made.get(path)
