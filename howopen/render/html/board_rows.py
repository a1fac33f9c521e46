"""Rows of the leaderboard: one a model, and one more for each family of several, which folds them. Pure but for its templates."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from markupsafe import Markup

from howopen.records.answer import Part
from howopen.records.definition import Definition
from howopen.records.summary import Summary
from howopen.render import answer_line, sizes, wording
from howopen.render.html.templates import Renderer
from howopen.render.svg import strip


class Cell(NamedTuple):
    """Cell under one question."""

    key: str  # of the question, or of a group of parts
    state: str
    word: str
    why: str = ""
    note: str = ""


class Block(NamedTuple):
    """Models that fold into one row: a family, or a model by itself."""

    name: str  # of the family; empty: a model by itself
    models: tuple[Summary, ...]  # best first


def blocks(models: Iterable[Summary], renderer: Renderer) -> list[Block]:
    """The examined models, those of a family together where its best stands; best first."""
    found: dict[tuple[str, str], list[Summary]] = {}
    for one in models:
        if one.answer.examined:
            found.setdefault((one.developer, one.family or "") if one.family else ("", one.model), []).append(one)
    return [Block(_family(some[0], renderer) if len(some) > 1 else "", tuple(some)) for some in found.values()]


def _family(one: Summary, renderer: Renderer) -> str:
    return renderer.known.developers[one.developer].families.get(one.family or "", one.family or "")


class RowRenderer:
    """Draws rows. Cells that many rows share are drawn once."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer, self._words, self._known = renderer, renderer.words, renderer.known
        self._macros = renderer.macros("row.html")
        self._drawn: dict[Cell, Markup] = {}
        board = renderer.known.board
        self._tier: Definition = renderer.known.definitions[board.tier]

    def block(self, block: Block, root: str) -> Markup:
        """The rows of one block as a `tbody`; `root` leads from its page to the front page."""
        rows = [self._row(one, "member" if block.name else "") for one in block.models]
        if block.name:
            rows.insert(0, self._head(block))
        return Markup(str(self._macros.body(rows)).replace(' href="', f' href="{root}'))  # noqa: S704  what a macro drew

    def _row(self, one: Summary, style: str) -> Markup:
        cells = [self._cell(cell, one.model) for cell in self.cells(one)]
        return Markup(self._macros.row(one.model, style, one.rank, one.name, self._about(one), cells, self.tier(one), self._score(one.score)))  # noqa: S704

    def _head(self, block: Block) -> Markup:
        """The row of a family: what its models share; where they differ it says so."""
        first, members = block.models[0], block.models
        cells = [self._cell(_together(same, self._words), first.model) for same in zip(*map(self.cells, members), strict=True)]
        tiers = dict.fromkeys(self.tier(one) for one in members)
        low, high = min(one.score[0] for one in members), max(one.score[1] for one in members)
        size = sizes.span([one.parameters for one in members] + [two.parameters for one in members for two in one.variants])
        years = sorted({one.released[:4] for one in members if one.released})
        when = "–".join(dict.fromkeys((years[0], years[-1]))) if years else ""
        about = self._macros.about(self._known.developers[first.developer].name, when, size, self._stages(members))
        tier = next(iter(tiers)) if len(tiers) == 1 else self._macros.differs(self._tier.short)
        score = self._score((low, high))
        return Markup(self._macros.head(f"family-{first.model}", first.rank, block.name, len(members), about, cells, tier, score))  # noqa: S704

    def _stages(self, members: Sequence[Summary]) -> str:
        """A word for each stage that the family has: base where one was trained from scratch, else what its name adds."""
        said = self._words.said["row"]
        return said["stages"] if any(one.derived_from == () for one in members) and any(one.derived_from for one in members) else ""

    # ---- cells --------------------------------------------------------------------------------------------------------

    def cells(self, one: Summary) -> tuple[Cell, ...]:
        """Answers, then how much of each group of parts is published."""
        told = {line.key: line for line in answer_line.told(one.answer, self._words, 1)}
        first, second, data, last = told["open-source"], told["commercial"], told["training-data"], told["sharing"]
        note = self._words.said["row"]["claims"] if one.claim == "fails" else ""
        matrix = [Cell(part.group, part.state, self._words.said["answer"][part.word].lower(), self._of(part, one, data.why)) for part in one.answer.matrix]
        return (
            Cell("open-source", first.state, first.answer, first.why or self._help(one), note),
            Cell("commercial", second.state, second.answer, second.why),
            Cell("sharing", last.state, last.answer, last.why),
            *matrix,
        )

    def _help(self, one: Summary) -> str:
        """Words for reasons that are too many to name."""
        return self._words.said["row"]["help"] if one.answer.open_source.word == "not-settled" else ""

    def _of(self, part: Part, one: Summary, data: str) -> str:
        weights = one.parts.get("weights")
        if part is one.answer.matrix[0]:
            return license_word(weights.license, self._words) if weights and weights.license else ""
        if part.group == "data":
            return data
        return self._words.text("row", "open-of", open=part.open, of=part.of) if part.of and part.word not in ("unknown", "none") else ""

    def _cell(self, cell: Cell, model: str) -> Markup:
        if (drawn := self._drawn.get(cell)) is None:
            head = self._words.said["answer-question"].get(cell.key) or self._words.group(cell.key)
            drawn = self._drawn[cell] = self._macros.cell(cell, head, cell.why == self._words.said["row"]["help"])
        return Markup(str(drawn).replace(' href="models/MODEL/', f' href="models/{model}/'))  # noqa: S704  what a macro drew, and an id

    def tier(self, one: Summary) -> Markup:
        """The level reached on the ladder of the board, as marks and words."""
        verdict = one.verdicts[self._tier.id]
        names = [level.id for level in self._tier.levels]
        reached = names.index(verdict.reached) + 1 if verdict.reached else 0
        possible = names.index(verdict.possible) + 1 if verdict.possible else reached
        said, beyond = self._words.result(self._tier, verdict), self._words.beyond(self._tier, verdict)
        marks = "" if wording.out_of_scope(verdict) else strip.steps(reached, possible, len(names))
        return Markup(self._macros.tier(self._tier.short, marks, said, beyond))  # noqa: S704  what a macro drew

    def _score(self, score: tuple[float, float]) -> Markup:
        return Markup(self._macros.score(*score))  # noqa: S704  what a macro drew

    def _about(self, one: Summary) -> Markup:
        named = self._known.vocabulary.modalities
        works = ", ".join(named[key].label for key in one.modalities) if one.modalities not in ((), ("text",)) else ""
        size = sizes.said(one.parameters, one.active_parameters, self._words)
        return Markup(self._macros.about(self._known.developers[one.developer].name, one.released or "", size, works))  # noqa: S704  what a macro drew


def _together(cells: tuple[Cell, ...], words: wording.Words) -> Cell:
    """Cell of a family: what its models' cells under one question say together."""
    first = cells[0]
    if len({cell.state for cell in cells}) > 1:
        return Cell(first.key, "differs", words.said["row"]["differs"], "", "")
    same_word = first.word if len({cell.word for cell in cells}) == 1 else words.said["answer"]["not-settled"] if first.key == "open-source" else first.word
    why = first.why if len({cell.why for cell in cells}) == 1 and same_word == first.word else ""
    if not why and first.state == "not-met" and first.key in words.said["answer-question"]:
        why = words.said["row"]["reasons"]  # a bare no would leave the reader to guess
    return Cell(first.key, first.state, same_word, why, first.note)


def license_word(expression: str, words: wording.Words) -> str:
    """A license in the few letters that a row has for it."""
    if expression == "NONE":
        return words.said["answer-why"]["no-license"]
    return " ".join(part.removeprefix("LicenseRef-").replace("-", " ") if part.startswith("LicenseRef-") else part for part in expression.split(" "))


def by_page(found: Sequence[Block], unseen: Sequence[Summary], most: int, each: int) -> Iterator[tuple[tuple[Block, ...], tuple[Summary, ...]]]:
    """(blocks, unexamined models) of each page, in order; at least one. A family is never parted."""
    if sum(len(block.models) for block in found) + len(unseen) <= most:
        yield tuple(found), tuple(unseen)
        return
    page: list[Block] = []
    for block in found:
        if page and sum(len(one.models) for one in page) + len(block.models) > each:
            yield tuple(page), ()
            page = []
        page.append(block)
    room = max(each - sum(len(one.models) for one in page), 0)
    if page:
        yield tuple(page), tuple(unseen[:room])
    rest = unseen[room if page else 0 :]
    yield from (((), tuple(rest[at : at + each])) for at in range(0, len(rest), each))


def pages_of(pages: Iterable[tuple[tuple[Block, ...], tuple[Summary, ...]]]) -> Mapping[str, int]:
    """The number of the page on which each model stands, from 1."""
    return {one.model: number for number, (some, unseen) in enumerate(pages, start=1) for one in itertools.chain(unseen, *(block.models for block in some))}
