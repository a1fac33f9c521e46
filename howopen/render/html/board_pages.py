"""The leaderboard as pages: one, or past a number of rows several by rank; and what its script and the search read."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from howopen.records.catalogue import Catalogue
from howopen.records.summary import Summary
from howopen.records.verdict import Outcome
from howopen.render import lookups, sizes
from howopen.render.html import board_columns, board_rows
from howopen.render.html.templates import Renderer

SEARCH = "search.json"  # what the script and the search read, from the front page
FIRST_SCREEN = 12  # blocks of rows that a browser lays out together with all above them, so that none is seen half


class BoardPage(NamedTuple):
    """One page of the leaderboard, and its place among the others."""

    number: int  # from 1
    of: int
    bodies: tuple[str, ...]  # its rows, drawn, in blocks
    unseen: tuple[Summary, ...]  # models that nobody examined
    first: int  # rank of its first model, 0: it has none
    last: int
    screen: str  # the model whose row ends the first screen, nothing: there are no rows

    @staticmethod
    def path(number: int) -> str:
        """The folder of the page of that number, from the front page."""
        return f"page/{number}/" if number > 1 else ""


class Standing(NamedTuple):
    """How many models stand where, under the headline's definition."""

    models: int
    met: int
    unmet: int
    open: int  # examined and not settled
    unseen: int  # that nobody examined
    claims: Mapping[str, int]  # claims of what the headline's definition defines: holds, fails, unclear

    @property
    def called(self) -> int:
        """Models that are called so by their developers."""
        return sum(self.claims.values())


def standing(models: Iterable[Summary], key: str) -> Standing:
    """Counts of the models under the definition of that id."""
    found = list(models)
    outcomes = Counter(one.verdicts[key].outcome for one in found)
    unseen = sum(not one.answer.examined for one in found)
    claims = Counter(one.claim for one in found)
    made = {word: claims[word] for word in ("holds", "fails", "unclear")}
    return Standing(len(found), outcomes[Outcome.MET], outcomes[Outcome.UNMET], outcomes[Outcome.UNKNOWN] - unseen, unseen, made)


def every(renderer: Renderer, found: Mapping[str, Summary]) -> Iterator[tuple[str, str | bytes]]:
    """(path, content) of each page of the leaderboard and of what the search reads; `found` are all there are, best first."""
    models = tuple(found.values())
    blocks = board_rows.blocks(models, renderer)
    unseen = sorted((one for one in models if not one.answer.examined), key=lambda one: (one.name.lower(), one.model))
    board = renderer.known.board
    pages = list(board_rows.by_page(blocks, unseen, board.most_rows, board.page_rows))
    newest = max((one.released[:4] for one in models if one.released), default="")
    shared = {"counts": standing(models, board.headline), "newest": newest, "used": used(models, renderer.known)}
    row_renderer = board_rows.RowRenderer(renderer)
    for number, (some, waiting) in enumerate(pages, start=1):
        if renderer.only not in (None, f"{BoardPage.path(number)}index.html"):
            yield f"{BoardPage.path(number)}index.html", ""
            continue
        root = "../" * BoardPage.path(number).count("/") or "./"
        ranks = [one.rank for block in some for one in block.models] or [0]
        bodies = tuple(row_renderer.block(block, root) for block in some)
        screen = some[:FIRST_SCREEN][-1].models[-1].model if some else ""
        yield page(renderer, BoardPage(number, len(pages), bodies, waiting, min(ranks), max(ranks), screen), shared)
    if renderer.only in (None, SEARCH):
        yield SEARCH, search(renderer, models, board_rows.pages_of(pages))


def page(renderer: Renderer, board_page: BoardPage, shared: Mapping[str, Any]) -> tuple[str, str]:
    """(path, content) of one page of the leaderboard; `shared` is what all have: `counts`, the `newest` year, and how much models are `used`."""
    return renderer.page(BoardPage.path(board_page.number), "board.html", board_page=board_page, **shared)


def used(models: Iterable[Summary], known: Catalogue) -> dict[str, int]:
    """Downloads from the Hub in 30 days, of all checkpoints of a model together, by id: those of which any figure was fetched."""
    found = {one.model: [known.fetched.request_states.get(f"huggingface-models/{hub.lower()}") for hub in one.huggingface] for one in models}
    figures = {key: [one.downloads for one in some if one and one.downloads is not None] for key, some in found.items()}
    return {key: sum(some) for key, some in figures.items() if some}


def search(renderer: Renderer, models: Sequence[Summary], pages: Mapping[str, int]) -> str:
    """Index for the search and the filters, as JSON: models in order of rank, each with its facets as places in `tokens`, and the other names they have."""
    known, words = renderer.known, renderer.words
    facets = [board_columns.tokens(one, known) for one in models]
    places: dict[str, int] = {}
    listed = [
        [
            one.model,
            one.name,
            one.developer,
            one.released,
            one.parameters,
            at,
            pages[one.model],
            [places.setdefault(token, len(places)) for token in tokens],
            _spellings(one, renderer),
            [[each.name, each.huggingface, *([size] if (size := sizes.said(each.parameters, each.active_parameters, words)) else [])] for each in one.variants],
        ]
        for at, (one, tokens) in enumerate(zip(models, facets, strict=True))
    ]
    menus = board_columns.facets(places, known, words, renderer.ordered)
    answer: dict[str, Any] = {
        "headline": known.board.headline,
        "tokens": list(places),
        "facets": [[one.id, one.label, one.values] for one in menus],
        "definitions": [[one.id, one.short, board_columns.states(one)] for one in renderer.ordered if one.id not in (known.board.headline, known.board.tier)],
        "developers": {key: [one.name, *one.huggingface, *one.github] for key, one in known.developers.items()},
        "licenses": [[key, words.value(key)] for key in lookups.license_facts(known)],
        "phrases": [[phrase, chip.find] for chip in known.board.chips for phrase in (chip.says, *chip.also) if "q=" not in chip.find],
        "used": used(models, known),
        "unassessed": [[[one.name, *one.also], one.developer, one.because] for one in known.unassessed.names],
        "models": listed,
    }
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":"))


def _spellings(one: Summary, renderer: Renderer) -> list[str]:
    """Other names that people know a model by."""
    families = renderer.known.developers[one.developer].families
    own = one.huggingface[: len(one.huggingface) - len(one.variants)]
    return [*own, *one.aliases, *((families[one.family],) if one.family in families else ())]
