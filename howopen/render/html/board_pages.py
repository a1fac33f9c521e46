"""The leaderboard as pages: one, or past a number of rows several by rank, and then one index of all rows for the script."""

from __future__ import annotations

import hashlib
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from markupsafe import Markup

from howopen.files import harmless
from howopen.records.summary import Summary
from howopen.render.html import board_columns, board_rows
from howopen.render.html.board_columns import Cell, Column
from howopen.render.html.templates import Renderer
from howopen.render.svg import strip as strip_svg


class BoardPage(NamedTuple):
    """One page of the leaderboard, and its place among the others."""

    number: int  # from 1
    of: int
    models: tuple[Summary, ...]

    @staticmethod
    def path(number: int) -> str:
        """The folder of the page of that number, from the front page."""
        return f"page/{number}/" if number > 1 else ""


def every(renderer: Renderer, found: Mapping[str, Summary], headline: Mapping[str, int]) -> Iterator[tuple[str, str | bytes]]:
    """(path, content) of each page of the leaderboard and, when there are several, of the index; `found` are all there are, best first."""
    models = tuple(found.values())
    pages = list(_board_pages(models, renderer.known.board.most_rows, renderer.known.board.page_rows))
    if (
        renderer.only is not None
        and not renderer.only.startswith("assets/")
        and renderer.only not in [f"{BoardPage.path(one.number)}index.html" for one in pages]
    ):
        yield from ((f"{BoardPage.path(one.number)}index.html", "") for one in pages)
        return
    columns = board_columns.columns(renderer)
    row_renderer = board_rows.RowRenderer(renderer, columns)
    rows = [row_renderer.row(one) for one in models]
    facets = board_rows.facets(rows, renderer, columns)
    name, content = "", b""
    if len(pages) > 1:
        content = index(rows, models, facets, columns, renderer.groups, renderer.words.said["strip-state"].items())
        name = f"assets/board.{hashlib.sha256(content).hexdigest()[:10]}.json"
        yield name, content
        facets = [(key, label, {}) for key, label, _ in facets]
    drawn = iter(zip(rows, models, strict=True))
    for board_page in pages:
        root = "../" * BoardPage.path(board_page.number).count("/") or "./"
        html = [row_renderer.html(row, one.rank, root) for _, (row, one) in zip(board_page.models, drawn, strict=False)]
        yield page(renderer, board_page, columns, html, facets, name, headline)


def page(
    renderer: Renderer,
    board_page: BoardPage,
    columns: Sequence[Column],
    rows: Sequence[str],
    facets: Sequence[board_rows.UsedFacet],
    index: str,
    headline: Mapping[str, int],
) -> tuple[str, str]:
    """(path, content) of one page of the leaderboard, with its rows drawn."""
    shown = [column for column in columns if column.heading]
    styles = [(style, len(list(some))) for style, some in itertools.groupby(shown, lambda column: column.style)]
    block = Markup(harmless.json_block(facets))  # noqa: S704  no "<" is left
    return renderer.page(
        BoardPage.path(board_page.number),
        "board.html",
        board_page=board_page,
        columns=shown,
        styles=styles,
        rows=rows,
        facets=block,
        index=index,
        headline=headline,
    )


def _board_pages(models: Sequence[Summary], most: int, each: int) -> Iterator[BoardPage]:
    """The pages in order of rank; at least one."""
    if len(models) <= most:
        yield BoardPage(1, 1, tuple(models))
        return
    count = -(-len(models) // each)
    for number in range(1, count + 1):
        yield BoardPage(number, count, tuple(models[(number - 1) * each : number * each]))


def index(
    rows: Sequence[board_rows.Row],
    models: Sequence[Summary],
    facets: Sequence[board_rows.UsedFacet],
    columns: Sequence[Column],
    groups: tuple[tuple[str, str], ...],
    words: Iterable[tuple[str, str]],
) -> bytes:
    """The rows as JSON, small: columns as arrays; what stands in a column as a list of its different cells and, for each row, which one.

    {facets, ids, names, ranks, strip, columns: [{at, cells: [[html, key, facets]], rows}]}; `at` is the place among a row's cells, none for what
    is not shown; a cell of the column `strip.at` is written as the letters of its parts, and that column comes last. `words` are (state, in words).
    """
    drawn: list[dict[str, Any]] = []
    in_letters: list[dict[str, Any]] = []
    for piece, place in enumerate(board_columns.places(columns)):
        cells = [row.cells[piece] for row in rows]
        if place is not None and columns[place].letters:
            in_letters.append({"at": place, **_column([cell._replace(html=row.letters) for cell, row in zip(cells, rows, strict=True)])})
        else:
            drawn.append({"at": place, **_column(cells)})
    [strip_column] = in_letters
    edges = strip_svg.left_edges(tuple(key for key, _ in models[0].strip), groups)
    states = [[board_columns.LETTERS[key], key, word, *strip_svg.CELL[key]] for key, word in words]
    strip = {"at": strip_column["at"], "edges": edges, "states": states}
    found = {
        "facets": facets,
        "ids": [row.id for row in rows],
        "names": [row.name for row in rows],
        "ranks": [one.rank for one in models],
        "strip": strip,
        "columns": [*drawn, strip_column],
    }
    return json.dumps(found, ensure_ascii=False, separators=(",", ":")).encode()


def _column(cells: Sequence[Cell]) -> dict[str, list[list[object]] | list[int]]:
    """The different cells in order of first use, and which of them each row has. What a cell leaves out at its end is nothing."""
    places: dict[Cell, int] = {}
    rows = [places.setdefault(cell, len(places)) for cell in cells]
    written: list[list[object]] = [[html, key, " ".join(facets)] if facets else [html, key] if key is not None else [html] for html, key, facets in places]
    return {"cells": written, "rows": rows}
