"""The leaderboard's rows, and the filters that they need. The page is complete without the latter."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from howopen.records.summary import Summary
from howopen.render.html import board_columns
from howopen.render.html.board_columns import NAME, Cell, Column
from howopen.render.html.templates import Renderer


class Row(NamedTuple):
    """One model's row without its rank, which is the one thing in it that depends on other models."""

    id: str
    name: str
    cells: tuple[Cell, ...]  # the pieces of all columns, in order
    letters: str  # the parts, one letter each

    @property
    def facets(self) -> str:
        """Tokens that the row may be filtered by, facet:value, separated by spaces."""
        return " ".join([token for cell in self.cells for token in cell.facets])


class RowRenderer:
    """Makes rows of those columns."""

    def __init__(self, renderer: Renderer, columns: Sequence[Column]) -> None:
        self._draw = renderer.macros("row.html")
        self._pieces = [piece for column in columns for piece in column.pieces]
        places = board_columns.places(columns)
        self._beside = [at for at, place in enumerate(places) if place == NAME]
        attributes = {
            at: self._draw.attributes(columns[place].cell_style, columns[place].narrow) for at, place in enumerate(places) if place is not None and place > NAME
        }
        self._shown = tuple(attributes.items())

    def row(self, one: Summary) -> Row:
        """The row of a model; it depends on that model and on what all models share."""
        return Row(one.model, one.name, tuple([piece(one) for piece in self._pieces]), board_columns.letters(one))

    def html(self, row: Row, rank: int, root: str) -> str:
        """The row as HTML on a page from which `root` leads to the front page."""
        beside, shown = [row.cells[at] for at in self._beside], [(said, row.cells[at]) for at, said in self._shown]
        drawn = str(self._draw.row(row, rank, beside, shown))
        return Markup(drawn.replace(' href="', f' href="{root}'))  # noqa: S704  what a macro drew


UsedFacet = tuple[str, str, dict[str, str]]  # id, label, {value: label}


def facets(rows: Iterable[Row], renderer: Renderer, columns: Iterable[Column]) -> list[UsedFacet]:
    """The facets that the rows have, and their values in words: those of definitions first, then in the order of `words.toml`."""
    used: dict[str, set[str]] = {}
    for token in {token for cell in {cell for row_ in rows for cell in row_.cells} for token in cell.facets}:
        facet, _, value = token.partition(":")
        used.setdefault(facet, set()).add(value)
    order = {key: at for at, key in enumerate((*(definition.id for definition in renderer.ordered), *renderer.words.said["facet"]))}
    return list(_used(sorted((facet for column in columns for facet in column.facets), key=lambda facet: order.get(facet.id, len(order))), used))


def _used(found: Iterable[board_columns.Facet], used: dict[str, set[str]]) -> Iterator[UsedFacet]:
    for facet in found:
        there = used.get(facet.id, set())
        if names := {value: name for value, name in facet.named(there).items() if value in there}:
            yield facet.id, facet.label, names
