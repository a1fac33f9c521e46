"""Catalogue and verdicts -> {path: content}: every file of the site, as a mapping. Pure but for reading the templates.

pages      HTML pages
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

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from howopen.records import NO_HISTORY, BadData, Catalogue, History, Judged, Problem
from howopen.render import api, badges, cards, feeds, pages, rules, words


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a build knows of itself: parameters, never read from the world here."""

    base_url: str  # where the site will stand, with a slash at the end
    today: str  # YYYY-MM-DD
    commit: str = ""  # 40 hex digits, or empty outside a repository


def site(
    known: Catalogue,
    judged: Mapping[str, Judged],
    templates: Path,
    stamp: Stamp,
    past: History = NO_HISTORY,
    draw: badges.Draw | None = None,
    card: badges.Draw | None = None,
) -> dict[str, str | bytes]:
    """Every file of the site by its path, relative, with forward slashes. Writes nothing.

    Badges are there as PNG only where `draw` is given, social cards only where `card` is.

    Raises BadData when two pages claim one path.
    """
    said = words.read(templates, known)
    printed = list(pages.every(known, judged, templates, stamp, past, png=draw is not None, cards=card is not None))
    files: dict[str, str | bytes] = {}
    for path, content in itertools.chain(
        printed,
        badges.every(said, judged, stamp, draw),
        api.every(known, judged, stamp, past),
        cards.every(said, judged, card) if card else (),
        feeds.every(said, judged, stamp, past, [path for path, _ in printed if path.endswith("index.html")]),
        rules.every(known),
    ):
        if path in files:
            page = known.paths.get(f"pages/{path.partition('/')[0]}", path)
            raise BadData([Problem(page, 1, 1, f"makes the page {path}, which the site has already; give the file another name")])
        files[path] = content
    return files


class Preview:
    """The files of the site, each made when it is first asked for: for looking at one's changes."""

    def __init__(self, known: Catalogue, judged: Mapping[str, Judged], templates: Path, stamp: Stamp) -> None:
        self._of = (known, judged, templates, stamp)
        self._made: dict[str, str | bytes] = {}
        self._whole = False

    def get(self, path: str) -> str | bytes | None:
        """The file's content, or None when the site has no such file."""
        if path not in self._made and not self._whole:
            every = pages.every(*self._of, NO_HISTORY, png=False, only=path)
            found = {name: content for name, content in every if content or name == path}
            self._made |= found
            if path not in found:
                self._made |= site(*self._of)
                self._whole = True
        return self._made.get(path)
