"""Table of what each definition asks of each part: parts down, definitions across. From the definitions alone. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal, NamedTuple, get_args

from howopen.records.catalogue import Catalogue
from howopen.records.definition import Definition
from howopen.records.requirement import Requirement

ANCESTORS = "ancestors"
OTHERS = ("data-information", ANCESTORS, "training-compute")  # what is asked about and is no component
Ask = Literal["published", "full", "gate", "told", "free", "license", "unlicensed", "limits", "same", "below", "scratch"]  # in the order of a cell

_OF_FACT: dict[str, Ask] = {"training-compute": "below", "derived-from": "scratch"}  # what is asked of a fact, where it is not that it be told


class Asked(NamedTuple):
    """Cell: one definition's demands on one part."""

    mark: str  # all: it has to be met; some: it is one way among others, or for points
    words: tuple[Ask, ...]  # each once


class Row(NamedTuple):
    """One part, and what each definition asks of it; None where it asks nothing."""

    label: str
    cells: tuple[Asked | None, ...]


def rows(known: Catalogue, labels: Mapping[str, str]) -> list[Row]:
    """The parts that any definition asks about, in the vocabulary's order; `labels` are those of OTHERS."""
    asked = [_asked(definition) for definition in known.definitions.values()]
    named = {key: word.label for key, word in known.vocabulary.components.items()} | {key: labels[key] for key in OTHERS}
    return [Row(label, tuple(one.get(key) for one in asked)) for key, label in named.items() if any(key in one for one in asked)]


def _asked(definition: Definition) -> dict[str, Asked]:
    """Demands of the definition, by part."""
    found: dict[str, tuple[set[str], set[Ask]]] = {}
    for part in definition.parts():
        for requirement in part.requires:
            for key, word, alternative in _tests(requirement, alternative=definition.kind == "score"):
                marks, words = found.setdefault(key, (set(), set()))
                marks.add("some" if alternative else "all")
                words.add(word)
    return {key: Asked("all" if "all" in marks else "some", tuple(sorted(words, key=get_args(Ask).index))) for key, (marks, words) in found.items()}


def _tests(requirement: Requirement, *, alternative: bool) -> Iterator[tuple[str, Ask, bool]]:
    """(part, key of the word for what is asked, whether it is one way among others) of a requirement and of all within it."""
    part = requirement.component or requirement.for_each
    if part and part != "each":
        yield from ((part, word, alternative) for word in _words(requirement))
    if requirement.fact:
        yield _holder(requirement.fact), _OF_FACT.get(requirement.fact, "told"), alternative
    for _, _, inner in requirement.within():
        inner_part = requirement.for_each if inner.component == "each" else None
        if inner_part:
            yield from ((inner_part, word, alternative) for word in _words(inner))
        yield from _tests(inner, alternative=alternative or requirement.any_of is not None)


def _holder(fact: str) -> str:
    """The part that a fact is told of."""
    holder = fact.partition(".")[0]
    return {"each": "training-data", "derived-from": ANCESTORS}.get(holder, holder)


def _words(requirement: Requirement) -> Iterator[Ask]:
    if requirement.for_each == ANCESTORS:
        yield "same"
    if requirement.availability:
        yield "published"
    if requirement.coverage:
        yield "full"
    if requirement.gate:
        yield "gate"
    if requirement.license:
        yield "free" if requirement.license.any_tag else "license" if requirement.license.known else "unlicensed" if requirement.license.none else "limits"
