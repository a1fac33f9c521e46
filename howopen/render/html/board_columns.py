"""The columns of the leaderboard: `columns` is the one list that its heads, rows, filters and the script's data are made from."""

from __future__ import annotations

import functools
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from howopen.licenses.rights import commercial_use
from howopen.records.catalogue import Catalogue
from howopen.records.definition import Definition
from howopen.records.summary import Result, Summary
from howopen.render import lookups
from howopen.render.html.templates import Renderer
from howopen.render.wording import Words, state


class Cell(NamedTuple):
    """Content of one cell of a row, or one piece of that. Many rows share a cell."""

    html: str  # its links lead from the front page
    key: float | None = None  # what its column sorts by, where that is not its text
    facets: tuple[str, ...] = ()  # facet:value, what a row with this cell may be filtered by


@dataclass(frozen=True, slots=True)
class Facet:
    """A menu of values that rows may be filtered by."""

    id: str
    label: str
    named: Callable[[Iterable[str]], Mapping[str, str]]  # the values that rows have -> words for at least those, in the order of the menu


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the leaderboard."""

    heading: str  # empty: it is not shown, and only says what rows may be filtered by
    pieces: tuple[Callable[[Summary], Cell], ...] = ()  # what stands in it, one after the other; more than one only where the name stands
    sort: str = "number"  # how the script sorts it: number or text
    searched: bool = False  # whether the search looks into it
    style: str = ""  # class of the column
    cell_style: str = ""  # class of its cells
    narrow: str = ""  # what a cell is called where there are no headings above it
    facets: tuple[Facet, ...] = ()
    letters: bool = False  # whether the script's data have its drawing as the letters of the parts


NAME = 1  # the place of the column with the name; before it stands the rank


def columns(renderer: Renderer) -> tuple[Column, ...]:
    """The columns in order, those that are not shown last. To add one, add it here, and its words to `words.toml`."""
    known, words, cells = renderer.known, renderer.words, _Cells(renderer)
    said, narrow, by = words.said["column"], words.said["column-narrow"], _facets(known, words)
    first, *others = renderer.ordered
    unseen = tuple(one for one in others if not one.column)

    def result(definition: Definition) -> tuple[Callable[[Summary], Cell], ...]:
        return (functools.partial(cells.result, definition),)

    return (
        Column(said["rank"], style="rank", cell_style="rank"),
        Column(said["model"], (cells.made, cells.claim), sort="text", searched=True, facets=(by["developer"], by["year"], by["claim"])),
        Column(first.short, result(first), style="first", cell_style="first", narrow=first.short, facets=(by[first.id],)),
        Column(said["freedoms"], (functools.partial(cells.freedoms, first),), style="free"),
        *(Column(one.short, result(one), style="result", narrow=one.short, facets=(by[one.id],)) for one in others if one.column),
        Column(said["parts"], (cells.parts,), style="parts", letters=True),
        Column(
            said["license"],
            (cells.license,),
            sort="text",
            searched=True,
            style="terms",
            cell_style="terms",
            narrow=narrow["license"],
            facets=(by["commercial"], by["license"], by["family"]),
        ),
        Column(said["score"], (cells.score,), style="score", facets=(by["needs"],)),
        Column(said["checked"], (cells.checked,), sort="text", style="when", cell_style="when"),
        Column("", (functools.partial(cells.unseen, unseen),), facets=(*(by[one.id] for one in unseen), by["modality"], by["conflicts"])),
    )


def places(of: Iterable[Column]) -> tuple[int | None, ...]:
    """For each piece of a row: the place of its column among those shown, or None."""
    return tuple(at if column.heading else None for at, column in enumerate(of) for _ in column.pieces)


# ---- facets -----------------------------------------------------------------------------------------------------------


def _facets(known: Catalogue, words: Words) -> dict[str, Facet]:
    """Facets by id."""

    def fixed(names: Mapping[str, str]) -> Callable[[Iterable[str]], Mapping[str, str]]:
        return lambda used: names

    families = {slug(lookups.family(facts)): lookups.family(facts) for terms in known.terms.values() for facts in terms.licenses()}
    named: dict[str, Callable[[Iterable[str]], Mapping[str, str]]] = {
        **{key: fixed(words.said[f"facet-{key}"]) for key in ("claim", "commercial", "conflicts", "needs")},
        "license": lambda used: {key: words.value(key) for key in sorted(used, key=lambda key: (words.value(key).lower(), key))},
        "family": fixed(dict(sorted(families.items(), key=lambda item: (item[1].lower(), item[0])))),
        "developer": fixed({key: one.name for key, one in sorted(known.developers.items(), key=lambda item: item[1].name.lower())}),
        "modality": fixed({key: word.label for key, word in known.vocabulary.modalities.items()}),
        "year": lambda used: {year: year for year in sorted(used, reverse=True)},
    }
    found = {key: Facet(key, label, named[key]) for key, label in words.said["facet"].items()}
    return found | {key: Facet(key, definition.short, fixed(_standings(definition, words))) for key, definition in known.definitions.items()}


def _standings(definition: Definition, words: Words) -> dict[str, str]:
    """The values of a definition's facet in words, best first."""
    outcomes = words.said["outcome"]
    names = {value: outcomes[value] for value in ("met", "undetermined", "not-met")}
    if definition.kind == "ladder":
        names = {level.id: level.short or level.name for level in reversed(definition.levels)}
        names |= {"undetermined": outcomes["undetermined"], "not-met": definition.none}
    return names | {"none": definition.out_of_scope or outcomes["none"]}


def slug(name: str) -> str:
    """A name as one token."""
    return "".join(letter if letter.isalnum() else "-" for letter in name.lower())


def value(definition: Definition, verdict: Result) -> str:
    """The value of the definition's facet by which a model with that verdict is found."""
    code = state(definition, verdict)
    return verdict.reached or code if code == "reached" else code


# ---- cells ------------------------------------------------------------------------------------------------------------

# how a strip is written in one letter for each part
LETTERS = {"met": "m", "partial": "p", "not": "n", "unknown": "u", "none": "x"}


def letters(one: Summary) -> str:
    """The parts of a model, one letter each."""
    return "".join([LETTERS[state_] for _, state_ in one.strip])


class _Cells:
    """Draws cells; one that many rows share is drawn once."""

    def __init__(self, renderer: Renderer) -> None:
        self._renderer, self._known = renderer, renderer.known
        self._draw = renderer.macros("row.html")
        self._kept: dict[Hashable, Cell] = {}

    def made(self, one: Summary) -> Cell:
        """By whom and when."""
        developer, year = one.developer, (one.released or "")[:4]
        if (found := self._kept.get(("made", developer, year))) is None:
            tokens = (f"developer:{developer}", *((f"year:{year}",) if year else ()))
            found = self._kept["made", developer, year] = Cell(self._draw.made(self._known.developers[developer].name, year), None, tokens)
        return found

    def claim(self, one: Summary) -> Cell:
        """The developer's own word for it, and whether it holds."""
        key = ("claim", one.claim, one.called)
        if (found := self._kept.get(key)) is None:
            found = self._kept[key] = Cell(_trimmed(self._draw.claim(one)), None, (f"claim:{one.claim}",))
        return found

    def result(self, definition: Definition, one: Summary) -> Cell:
        """The result under a definition."""
        verdict = one.verdicts[definition.id]
        key = ("result", definition.id, verdict.outcome, verdict.reached, verdict.possible, verdict.in_scope)
        if (found := self._kept.get(key)) is None:
            token = f"{definition.id}:{value(definition, verdict)}"
            found = self._kept[key] = Cell(self._renderer.result(definition, one), _order(definition, verdict), (token,))
        return found

    def freedoms(self, definition: Definition, one: Summary) -> Cell:
        """The views of the verdict under a definition, one letter each."""
        verdict = one.verdicts[definition.id]
        outcomes = tuple([view.outcome for view in verdict.views])
        if (found := self._kept.get(("freedoms", outcomes))) is None:
            found = self._kept["freedoms", outcomes] = Cell(self._renderer.freedoms(verdict), sum(outcomes))
        return found

    def parts(self, one: Summary) -> Cell:
        """The strip."""
        return Cell(self._renderer.strip(one), sum(state_ == "met" for _, state_ in one.strip))

    def license(self, one: Summary) -> Cell:
        """The license of the weights."""
        weights = one.parts.get("weights")
        license_ = (weights.license if weights else None) or ""
        if (found := self._kept.get(("license", license_))) is None:
            among = self._known.terms[license_].licenses() if license_ in self._known.terms else ()
            tokens = [f"commercial:{commercial_use(self._known.terms.get(license_))}", *(f"license:{facts.id}" for facts in among)]
            tokens += sorted({f"family:{slug(lookups.family(facts))}" for facts in among})
            found = self._kept["license", license_] = Cell(_trimmed(self._draw.license(license_)), None, tuple(tokens))
        return found

    def score(self, one: Summary) -> Cell:
        """The range from proven to possible; sorted by proven, then possible."""
        if (found := self._kept.get(("score", one.score))) is None:
            low, high = one.score
            key = round(low * 1000) + round(high * 100) / 1000
            found = self._kept["score", one.score] = Cell(_trimmed(self._draw.score(low, high)), key, ("needs:evidence",) if low != high else ())
        return found

    def checked(self, one: Summary) -> Cell:
        """The newest month in which anybody looked."""
        return Cell(Markup(one.checked[:7]))  # noqa: S704  a date

    def unseen(self, definitions: tuple[Definition, ...], one: Summary) -> Cell:
        """The facets that no column shows, those of these definitions first."""
        tokens = [token for definition in definitions for token in self.result(definition, one).facets]
        tokens += [f"modality:{key}" for key in one.modalities]
        return Cell(Markup(), None, (*tokens, *(("conflicts:open",) if one.conflicts else ())))


def _trimmed(drawn: str) -> Markup:
    return Markup(str(drawn).strip())  # noqa: S704  what a macro drew


def _order(definition: Definition, verdict: Result) -> int:
    """Higher is more open; what is out of scope comes last."""
    if state(definition, verdict) == "none":
        return -1
    steps = {None: 0} | {level.id: at for at, level in enumerate(definition.levels, start=1)}
    return steps[verdict.reached] * 10 + steps[verdict.possible] if definition.kind == "ladder" else int(verdict.outcome)
