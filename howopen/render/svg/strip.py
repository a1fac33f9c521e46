"""Drawings made at build time, as SVG with text alternatives. They hold no colours: the style sheet does."""

from __future__ import annotations

import functools

from markupsafe import Markup

from howopen.files import harmless

SIZE, GAP, BETWEEN = 9, 1, 6  # pixels: a cell, the gap between two, the further gap between groups


@functools.lru_cache(maxsize=4096)
def strip(cells: tuple[tuple[str, str], ...], groups: tuple[tuple[str, str, str], ...], words: tuple[tuple[str, str], ...], *, told: bool = True) -> Markup:
    """The strip as one SVG element: `cells` are (component, state), `groups` (component, its group, its name), `words` (state, in words).

    Its text alternative tells each part by name; not `told`, it is decoration, as the parts stand beside it in words.

    A full square is open, a half one open in part, an outline not published, a dot unknown, a dash not applicable.
    """
    paths: dict[str, list[str]] = {state: [] for state, _ in words}
    said, names = dict(words), {key: name for key, _, name in groups}
    width, drawn = _places(tuple([key for key, _ in cells]), tuple([(key, group) for key, group, _ in groups]))
    for (_, state), found in zip(cells, drawn, strict=True):
        paths[state].append(found[state])
    named = harmless.markup(", ".join([f"{names[key].lower()}: {said[state]}" for key, state in cells]))
    how = f'role="img" aria-label="{named}"' if told else 'aria-hidden="true"'
    body = "".join([f'<path class="{state}" d="{"".join(d)}"/>' for state, d in paths.items() if d])
    return Markup(  # noqa: S704  numbers and our own words only
        f'<svg class="strip" {how} width="{width}" height="{SIZE}" viewBox="0 0 {width} {SIZE}">{body}</svg>'
    )


def mark(state: str) -> Markup:
    """One cell by itself, for a key; decoration, as its word stands beside it."""
    return Markup(  # noqa: S704  numbers only
        f'<svg class="strip" aria-hidden="true" width="{SIZE}" height="{SIZE}" viewBox="0 0 {SIZE} {SIZE}"><path class="{state}" d="{cell(state, 0)}"/></svg>'
    )


@functools.lru_cache(maxsize=64)
def _places(components: tuple[str, ...], groups: tuple[tuple[str, str], ...]) -> tuple[int, list[dict[str, str]]]:
    """The width of a strip of these components, in pixels, and the path of each of its cells in each state."""
    edges = left_edges(components, groups)
    return edges[-1] + SIZE if edges else 1, [{state: cell(state, x) for state in CELL} for x in edges]


def left_edges(components: tuple[str, ...], groups: tuple[tuple[str, str], ...]) -> tuple[int, ...]:
    """The left edge of each cell of a strip of these components, in pixels."""
    of, x, last, edges = dict(groups), 0, None, []
    for key in components:
        if last is not None and of[key] != last:
            x += BETWEEN
        last = of[key]
        edges.append(x)
        x += SIZE + GAP
    return tuple(edges)


def cell(state: str, x: int) -> str:
    """The path of one cell of the strip whose left edge is at `x` pixels; `not` is to be stroked, the others filled."""
    start, path = CELL[state]
    return f"M{x + start}{path}"


# where a cell's path starts, in pixels from the cell's left edge, and the path from there
CELL = {
    "met": (0, f" 0h{SIZE}v{SIZE}h-{SIZE}z"),
    "partial": (0, f" 0v{SIZE}h{SIZE}z"),
    "not": (0.75, f" .75h{SIZE - 1.5}v{SIZE - 1.5}h-{SIZE - 1.5}z"),
    "unknown": (SIZE / 2 - 1.25, f" {SIZE / 2 - 1.25}h2.5v2.5h-2.5z"),
    "none": (1.5, f" {SIZE / 2 - 0.75}h{SIZE - 3}v1.5h-{SIZE - 3}z"),
}


@functools.lru_cache(maxsize=256)
def steps(reached: int, possible: int, of: int) -> Markup:
    """The levels of a ladder as boxes: those reached are full, those possible dotted; decoration, as the words stand beside them."""
    boxes = "".join(f'<path class="{"met" if at < reached else "may" if at < possible else "not"}" d="M{at * 6 + 0.5} .5h4v9h-4z"/>' for at in range(of))
    width = of * 6
    return Markup(f'<svg class="steps" aria-hidden="true" width="{width}" height="10" viewBox="0 0 {width} 10">{boxes}</svg>')  # noqa: S704


@functools.lru_cache(maxsize=4096)
def score(low: float, high: float) -> Markup:
    """The score as a bar from proven to possible; decoration, as the figures stand beside it."""
    a, b = round(low * 56, 1), round(high * 56, 1)
    return Markup(  # noqa: S704
        f'<svg class="bar" aria-hidden="true" width="56" height="8" viewBox="0 0 56 8" preserveAspectRatio="none"><path class="track" d="M0 0h56v8H0z"/>'
        f'<path class="possible" d="M0 0h{b}v8H0z"/><path class="proven" d="M0 0h{a}v8H0z"/></svg>'
    )
