"""The leaderboard's rows: their cells, drawn, and what each may be filtered and sorted by. The page is complete without any of the latter."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup

from howopen.files import harmless
from howopen.licenses.rights import commercial_use
from howopen.records.catalogue import Catalogue
from howopen.records.definition import Definition
from howopen.records.summary import Result, Summary
from howopen.render import lookups
from howopen.render.html.templates import Press
from howopen.render.wording import Words, state


class Cell(NamedTuple):
    """What stands in a row under one heading, or one piece of that. Many rows share a cell."""

    html: str  # its links lead from the front page
    key: float | None = None  # what its column sorts by, where that is not its text
    facets: tuple[str, ...] = ()  # facet:value, what a row with this cell may be filtered by


class Row(NamedTuple):
    """One model's row without its rank, which is the one thing in it that depends on other models."""

    id: str
    name: str
    made: Cell  # by whom and when
    claim: Cell
    first: Cell  # the result under the headline's definition
    freedoms: Cell
    results: tuple[Cell, ...]  # under each other definition that has a column
    parts: Cell
    license: Cell  # of the weights
    score: Cell
    checked: Cell  # the newest month in which anybody looked
    rest: Cell  # what no column shows, but a filter knows
    strip: str  # the parts, one letter each

    def cells(self) -> Iterator[Cell]:
        """All of them, in the order of the columns."""
        yield from (self.made, self.claim, self.first, self.freedoms, *self.results, self.parts, self.license, self.score, self.checked, self.rest)

    @property
    def facets(self) -> str:
        """All that the row may be filtered by, separated by spaces."""
        return " ".join([token for cell in self.cells() for token in cell.facets])


class Drawer:
    """Draws rows; a cell that many rows share is drawn once. `press` is what all pages are made by."""

    def __init__(self, press: Press) -> None:
        self._press, self._known = press, press.known
        self._draw = press.macros("row.html")
        self._first, *others = press.ordered
        self._columns = [one for one in others if one.column]
        self._hidden = [one for one in others if not one.column]
        self._cells: dict[Hashable, Cell] = {}

    def row(self, one: Summary) -> Row:
        """The row of a model; it depends on that model and on what all models share."""
        weights = one.parts.get("weights")
        letters = "".join([LETTERS[state_] for _, state_ in one.strip])
        return Row(
            one.model,
            one.name,
            self._made(one.developer, one.released or ""),
            self._claim(one),
            self._result(self._first, one),
            self._freedoms(one.verdicts[self._first.id]),
            tuple(self._result(definition, one) for definition in self._columns),
            Cell(self._press.strip(one), letters.count(LETTERS["met"])),
            self._license((weights.license if weights else None) or ""),
            self._score(one.score),
            Cell(Markup(one.checked[:7])),  # noqa: S704  a date
            Cell(
                Markup(),
                None,
                (
                    *(token for definition in self._hidden for token in self._result(definition, one).facets),
                    *(f"modality:{key}" for key in one.modalities),
                    *(("conflicts:open",) if one.conflicts else ()),
                ),
            ),
            letters,
        )

    def html(self, row: Row, rank: int, root: str) -> str:
        """The row as HTML on a page from which `root` leads to the front page."""
        return Markup(str(self._draw.row(row, rank)).replace(' href="', f' href="{root}'))  # noqa: S704  what a macro drew

    def _made(self, developer: str, released: str) -> Cell:
        year = released[:4]
        if (found := self._cells.get(("made", developer, year))) is None:
            tokens = (f"developer:{developer}", *((f"year:{year}",) if year else ()))
            found = self._cells["made", developer, year] = Cell(self._draw.made(self._known.developers[developer].name, year), None, tokens)
        return found

    def _claim(self, one: Summary) -> Cell:
        key = ("claim", one.claim, one.called)
        if (found := self._cells.get(key)) is None:
            found = self._cells[key] = Cell(_trimmed(self._draw.claim(one)), None, (f"claim:{one.claim}",))
        return found

    def _result(self, definition: Definition, one: Summary) -> Cell:
        verdict = one.verdicts[definition.id]
        key = ("result", definition.id, verdict.outcome, verdict.reached, verdict.possible, verdict.in_scope)
        if (found := self._cells.get(key)) is None:
            token = f"{definition.id}:{value(definition, verdict)}"
            found = self._cells[key] = Cell(self._press.result(definition, one), _order(definition, verdict), (token,))
        return found

    def _freedoms(self, verdict: Result) -> Cell:
        outcomes = tuple([view.outcome for view in verdict.views])
        if (found := self._cells.get(("freedoms", outcomes))) is None:
            found = self._cells["freedoms", outcomes] = Cell(self._press.freedoms(verdict), sum(outcomes))
        return found

    def _license(self, license_: str) -> Cell:
        if (found := self._cells.get(("license", license_))) is None:
            among = self._known.terms[license_].licenses() if license_ in self._known.terms else ()
            tokens = [f"commercial:{commercial_use(self._known.terms.get(license_))}", *(f"license:{found_.id}" for found_ in among)]
            tokens += sorted({f"family:{slug(lookups.family(found_))}" for found_ in among})
            found = self._cells["license", license_] = Cell(_trimmed(self._draw.license(license_)), None, tuple(tokens))
        return found

    def _score(self, score: tuple[float, float]) -> Cell:
        if (found := self._cells.get(("score", score))) is None:
            low, high = score
            key = round(low * 1000) + round(high * 100) / 1000
            found = self._cells["score", score] = Cell(_trimmed(self._draw.score(low, high)), key, ("needs:evidence",) if low != high else ())
        return found


# how a strip is written in one letter for each part
LETTERS = {"met": "m", "partial": "p", "not": "n", "unknown": "u", "none": "x"}


def _trimmed(drawn: str) -> Markup:
    return Markup(str(drawn).strip())  # noqa: S704  what a macro drew


Facet = tuple[str, str, dict[str, str]]  # id, label, {value: label}


def facets(rows: Iterable[Row], known: Catalogue, words: Words) -> list[Facet]:
    """The facets that the rows have, and their values in words, in order."""
    used = {token for cell in {cell for row_ in rows for cell in row_.cells()} for token in cell.facets}

    def named(facet: str, label: str, names: Mapping[str, str]) -> Facet:
        return facet, label, {value: name for value, name in names.items() if f"{facet}:{value}" in used}

    outcomes = words.said["outcome"]
    found = []
    for key, definition in sorted(known.definitions.items(), key=lambda item: item[0] != known.board.headline):
        names = {value: outcomes[value] for value in ("met", "undetermined", "not-met")}
        if definition.kind == "ladder":
            names = {level.id: level.short or level.name for level in reversed(definition.levels)}
            names |= {"undetermined": outcomes["undetermined"], "not-met": definition.none}
        found.append(named(key, definition.short, names | {"none": definition.out_of_scope or outcomes["none"]}))
    claims = {"holds": "and it holds", "fails": "and it is not", "unclear": "and it is not settled", "none": "not called so"}
    found.append(named("claim", "Called open source", claims))
    found.append(named("commercial", "Commercial use", {"free": "without conditions on it", "limited": "limited", "unknown": "unknown"}))
    used_licenses = sorted({token[8:] for token in used if token.startswith("license:")}, key=lambda key: (words.value(key).lower(), key))
    found.append(named("license", "License", {key: words.value(key) for key in used_licenses}))
    families = {slug(lookups.family(facts)): lookups.family(facts) for terms in known.terms.values() for facts in terms.licenses()}
    found.append(named("family", "License family", dict(sorted(families.items(), key=lambda item: (item[1].lower(), item[0])))))
    found.append(named("developer", "Developer", {key: one.name for key, one in sorted(known.developers.items(), key=lambda item: item[1].name.lower())}))
    found.append(named("modality", "Works with", {key: word.label for key, word in known.vocabulary.modalities.items()}))
    found.append(named("year", "Year", {year: year for year in sorted({token[5:] for token in used if token.startswith("year:")}, reverse=True)}))
    found.append(named("conflicts", "Conflicts", {"open": "sources disagree"}))
    found.append(named("needs", "Needs evidence", {"evidence": "something is unknown"}))
    return [facet for facet in found if facet[2]]


def slug(name: str) -> str:
    """A name as one token."""
    return "".join(letter if letter.isalnum() else "-" for letter in name.lower())


def value(definition: Definition, verdict: Result) -> str:
    """By which value of the definition's facet a model with that verdict is found."""
    code = state(definition, verdict)
    return verdict.reached or code if code == "reached" else code


def _order(definition: Definition, verdict: Result) -> int:
    """Higher is more open; what is out of scope comes last."""
    if state(definition, verdict) == "none":
        return -1
    places = {None: 0} | {level.id: at for at, level in enumerate(definition.levels, start=1)}
    return places[verdict.reached] * 10 + places[verdict.possible] if definition.kind == "ladder" else int(verdict.outcome)


def compare_words(known: Catalogue, words: Words) -> Markup:
    """The words that the comparison needs, as JSON that a page can hold."""
    named = known.vocabulary
    ordered = sorted(known.definitions.values(), key=lambda definition: definition.id != known.board.headline)
    found = {
        "headline": known.board.headline,
        "outcome": words.said["outcome"],
        "conditions": words.said["conditions"],
        "definitions": [
            [
                one.id,
                one.name,
                one.kind,
                {level.id: level.short or level.name for level in one.levels},
                one.none,
                one.out_of_scope or words.said["outcome"]["none"],
            ]
            for one in ordered
        ],
        "freedoms": [[key, word.label] for key, word in named.freedoms.items()],
        "groups": [[word.label, [[key, one.label] for key, one in named.components.items() if one.group == group]] for group, word in named.groups.items()],
        "information": [[key, word.label] for key, word in named.data_information.items()],
        "availability": {key: word.label for key, word in named.availability.items()},
        "coverage": {key: word.label for key, word in named.coverage.items()},
        "extent": {key: word.label for key, word in named.extent.items()},
        "developers": {key: one.name for key, one in known.developers.items()},
    }
    return json_block(found)


def json_block(found: object) -> Markup:
    """JSON within a page: an escaped "<" cannot end the block early."""
    return Markup(harmless.json_block(found))  # noqa: S704
