"""Catalogue and verdicts -> {path: content}: every file of the site, as a mapping. Pure but for reading the templates.

pages      HTML pages
reports    the pages on the catalogue itself: agreement with others, data quality
pictures   the strip and other drawings
text       Markdown, without HTML and with checked links
badges     badges, and what to paste for them
label      the openness label
api        JSON answers, their schemas, and the same as tables
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

from howopen.records import NO_HISTORY, Catalogue, History, Judged
from howopen.render import api, badges, feeds, pages, words


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a build knows of itself: parameters, never read from the world here."""

    base_url: str  # where the site will stand, with a slash at the end
    today: str  # YYYY-MM-DD
    commit: str = ""  # 40 hex digits, or empty outside a repository


def site(
    known: Catalogue, judged: Mapping[str, Judged], templates: Path, stamp: Stamp, past: History = NO_HISTORY, draw: badges.Draw | None = None
) -> dict[str, str | bytes]:
    """Every file of the site by its path, relative, with forward slashes; PNG only where `draw` is given. Writes nothing.

    Raises when two pages claim one path.
    """
    said = words.read(templates, known)
    printed = list(pages.every(known, judged, templates, stamp, past, png=draw is not None))
    files: dict[str, str | bytes] = {}
    for path, content in itertools.chain(
        printed,
        badges.every(said, judged, stamp, draw),
        api.every(known, judged, stamp, past),
        feeds.every(said, judged, stamp, past, [path for path, _ in printed if path.endswith("index.html")]),
    ):
        if path in files:
            raise ValueError(f"two pages claim {path}")
        files[path] = content
    return files
