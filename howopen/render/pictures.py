"""Drawings made at build time, as SVG with text alternatives. They hold no colours: the style sheet does."""

from __future__ import annotations

import functools

from markupsafe import Markup

SIZE, GAP, BETWEEN = 9, 1, 6  # pixels: a cell, the gap between two, the further gap between groups
WORDS = {"met": "open", "partial": "open in part", "not": "not published", "unknown": "unknown", "none": "not applicable"}


@functools.lru_cache(maxsize=4096)
def strip(cells: tuple[tuple[str, str], ...], groups: tuple[tuple[str, str], ...]) -> Markup:
    """The strip as one SVG element: `cells` are (component, state), `groups` (component, group).

    A full square is open, a half one open in part, an outline not published, a dot unknown, a dash not applicable.
    """
    of, x, last = dict(groups), 0, None
    paths: dict[str, list[str]] = {state: [] for state in WORDS}
    for key, state in cells:
        if last is not None and of[key] != last:
            x += BETWEEN
        last = of[key]
        paths[state].append(_CELL[state](x))
        x += SIZE + GAP
    width = max(x - GAP, 1)
    counted = ", ".join(
        f"{sum(1 for _, state in cells if state == known)} {word}" for known, word in WORDS.items() if any(state == known for _, state in cells)
    )
    body = "".join(f'<path class="{state}" d="{"".join(d)}"/>' for state, d in paths.items() if d)
    return Markup(  # noqa: S704  numbers and our own words only
        f'<svg class="strip" role="img" aria-label="Parts: {counted}" width="{width}" height="{SIZE}" viewBox="0 0 {width} {SIZE}">{body}</svg>'
    )


def cell(state: str, x: int) -> str:
    """The path of one cell of the strip whose left edge is at `x` pixels; `not` is to be stroked, the others filled."""
    return _CELL[state](x)


_CELL = {
    "met": lambda x: f"M{x} 0h{SIZE}v{SIZE}h-{SIZE}z",
    "partial": lambda x: f"M{x} 0v{SIZE}h{SIZE}z",
    "not": lambda x: f"M{x + 0.75} .75h{SIZE - 1.5}v{SIZE - 1.5}h-{SIZE - 1.5}z",
    "unknown": lambda x: f"M{x + SIZE / 2 - 1.25} {SIZE / 2 - 1.25}h2.5v2.5h-2.5z",
    "none": lambda x: f"M{x + 1.5} {SIZE / 2 - 0.75}h{SIZE - 3}v1.5h-{SIZE - 3}z",
}


@functools.lru_cache(maxsize=4096)
def score(low: float, high: float) -> Markup:
    """The score as a bar from proven to possible; decoration, as the figures stand beside it."""
    a, b = round(low * 56, 1), round(high * 56, 1)
    return Markup(  # noqa: S704
        f'<svg class="bar" aria-hidden="true" width="56" height="8" viewBox="0 0 56 8"><path class="track" d="M0 0h56v8H0z"/>'
        f'<path class="possible" d="M0 0h{b}v8H0z"/><path class="proven" d="M0 0h{a}v8H0z"/></svg>'
    )
