"""The columns of the leaderboard: one list that heads, rows, filters and the script's data are made from."""

from __future__ import annotations

import json
import re

import pytest
from conftest import HERE

from howopen import render
from howopen.render.html import board_columns, board_pages, board_rows
from howopen.render.html.board_columns import Cell, Column, Facet


@pytest.fixture(scope="module")
def renderer(known):
    return render.options_for(known, HERE / "templates", render.Stamp("https://example.org/", "2026-11-23")).renderer(known)


@pytest.fixture(scope="module")
def models(summaries):
    return list(summaries.values())[:40]


def drawn(renderer, models, columns) -> tuple[str, dict, list]:
    """The page, the index and the facets of these models under those columns."""
    row_renderer = board_rows.RowRenderer(renderer, columns)
    rows = [row_renderer.row(one) for one in models]
    facets = board_rows.facets(rows, renderer, columns)
    html = [row_renderer.html(row, one.rank, "./") for row, one in zip(rows, models, strict=True)]
    headline = dict.fromkeys(("models", "called", "holds", "fails", "unclear", "others"), 0)
    _, page = board_pages.page(renderer, board_pages.BoardPage(1, 1, tuple(models)), columns, html, facets, "", headline)
    return page, json.loads(board_pages.index(rows, models, facets, columns, renderer.groups, renderer.words.said["strip-state"].items())), facets


def test_a_column_with_its_filter_is_added_in_one_place(renderer, models):
    def letters(one) -> Cell:
        return Cell(str(len(one.name)), len(one.name), (f"long:{'yes' if len(one.name) > 12 else 'no'}",))

    columns = board_columns.columns(renderer)
    facet = Facet("long", "Length", lambda used: {"yes": "long", "no": "short"})
    column = Column("Letters", (letters,), style="wide", cell_style="wide", narrow="Length", searched=True, facets=(facet,))
    page, index, facets = drawn(renderer, models, (*columns[:-1], column, columns[-1]))
    before, old, _ = drawn(renderer, models, columns)
    long = {"yes" if len(one.name) > 12 else "no" for one in models}

    assert page.count('<th scope="col"') == before.count('<th scope="col"') + 1
    assert '<th scope="col" data-sort="number" data-find>Letters</th>' in page
    assert '<col class="wide"></colgroup>' in page
    assert re.findall(r'<td class="wide" data-as="Length" data-k="(\d+)">', page) == [str(len(one.name)) for one in models]
    assert [one["at"] for one in index["columns"]] == [*(one["at"] for one in old["columns"][:-2]), len(columns) - 1, None, old["columns"][-1]["at"]]
    assert facets[-1] == ("long", "Length", {key: name for key, name in (("yes", "long"), ("no", "short")) if key in long})


def test_every_facet_has_its_label_and_they_stand_in_the_order_of_the_words(renderer, models, known):
    words, columns = renderer.words.said["facet"], board_columns.columns(renderer)
    _, _, facets = drawn(renderer, models, columns)
    order = [*(one.id for one in renderer.ordered), *words]

    assert {facet.id for column in columns for facet in column.facets} == set(order)
    assert [key for key, _, _ in facets] == [key for key in order if key in {key for key, _, _ in facets}]
    assert all(label and all(names.values()) for _, label, names in facets)


def test_a_menu_has_each_value_that_a_row_has_and_no_other(renderer, models):
    columns = board_columns.columns(renderer)
    row_renderer = board_rows.RowRenderer(renderer, columns)
    rows = [row_renderer.row(one) for one in models]

    assert {token for row in rows for token in row.facets.split()} == {
        f"{key}:{value}" for key, _, names in board_rows.facets(rows, renderer, columns) for value in names
    }
    assert board_rows.facets([], renderer, columns) == []


def test_each_column_that_is_shown_after_the_name_has_one_piece(renderer):
    columns = board_columns.columns(renderer)

    assert [len(column.pieces) for column in columns[: board_columns.NAME + 1]] == [0, 2]
    assert {len(column.pieces) for column in columns[board_columns.NAME + 1 :]} == {1}
    assert [bool(column.heading) for column in columns] == sorted((bool(column.heading) for column in columns), reverse=True)
