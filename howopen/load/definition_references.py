"""Definitions against the words there are, and their own requirements against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from howopen.files.yaml import Document
from howopen.load.faults import Fault, at, unknown
from howopen.records import results
from howopen.records.definition import Definition
from howopen.records.requirement import Requirement
from howopen.records.types import DatasetKind, Derivation, Extent, Keys, Stage, WithheldReason
from howopen.records.verdict import Outcome
from howopen.records.vocabulary import Vocabulary

_ASKS = ("component", "fact", "question", "for_each")  # kinds of requirements that ask for something themselves
MOST_REQUIREMENTS = 1_000  # looked at for one model, each shown on its page, some for every data set; the largest definition needs some two hundred
_VALUES = {"derived-from": Derivation, "each.kind": DatasetKind, "each.stage": Stage, "each.withheld-reason": WithheldReason}  # of all other facts: Extent
_DEEPEST = 150  # steps from a requirement to one within it; a file of so many, nested as deep as a file may be, has more than may be looked at
_RESULTS = frozenset({*(outcome.word for outcome in Outcome), results.NONE, results.OUT_OF_SCOPE})  # what may come out, beside the levels of a ladder


def faults(record: Definition, document: Document, words: Vocabulary) -> Iterator[Fault]:
    """Every fault of one definition against the words there are, and between its own requirements."""
    seen: set[str] = set()
    cited: set[Keys] = set()  # keys of requirements with a source, their own or that of one around them
    everything = list(record.placed())
    too_many = f"asks for more than {MOST_REQUIREMENTS:,} requirements, each `same-as` counted with all that it leads to; ask for fewer"
    if len(everything) > MOST_REQUIREMENTS:
        yield at(document, everything[MOST_REQUIREMENTS][0], too_many)
        return
    ids = {requirement.id for _, requirement in everything if requirement.id}
    for keys, requirement in everything:
        if requirement.id and requirement.id in seen:
            yield at(document, (*keys, "id"), f"{requirement.id!r} names two requirements; give each its own id")
        seen.add(requirement.id or "")
        if requirement.cite or keys[:-2] in cited:
            cited.add(keys)
        elif requirement.kind in _ASKS:
            yield at(document, keys, "has no `cite`, and no requirement around it has one; add the address where the definition says so")
        if requirement.same_as and requirement.same_as not in ids:
            yield unknown(document, (*keys, "same-as"), requirement.same_as, sorted(ids), "requirement")
        if requirement.component and requirement.component not in (*words.components, "each", "data-information"):
            yield unknown(document, (*keys, "component"), requirement.component, words.components, "component")
        if requirement.question and requirement.question not in words.questions:
            yield unknown(document, (*keys, "question"), requirement.question, words.questions, "question")
        if requirement.for_each and requirement.for_each not in (*words.components, "ancestors"):
            yield unknown(document, (*keys, "for-each"), requirement.for_each, [*words.components, "ancestors"], "list")
        if requirement.fact and not _is_fact(requirement.fact, words):
            yield unknown(document, (*keys, "fact"), requirement.fact, _facts(words), "fact")
        values = get_args(_VALUES.get(requirement.fact or "", Extent))
        for field, said in (("one-of", requirement.one_of or ()), ("unclear", requirement.unclear)):
            yield from (unknown(document, (*keys, field, at), one, values, "value of this fact") for at, one in enumerate(said) if one not in values)
        for tag in (*(requirement.license.any_tag if requirement.license else ()), *(requirement.license.no_tag if requirement.license else ())):
            if tag not in words.tags:
                yield unknown(document, (*keys, "license"), tag, words.tags, "tag")
    lists = {keys for keys, requirement in everything if requirement.for_each}
    of_each = {requirement.id for keys, requirement in everything if any(keys[:at] in lists for at in range(len(keys)))} if record.elements else set()
    for number, element in enumerate(record.elements):
        if element not in ids:
            yield unknown(document, ("elements", number), element, sorted(ids), "requirement")
        elif element in of_each:
            yield at(document, ("elements", number), f"{element!r} is asked of each of a list; name the `for-each` around it")
    yield from _parts(record, document)
    by_id = {requirement.id: requirement for _, requirement in everything if requirement.id}
    followed = {requirement.same_as for _, requirement in everything} & by_id.keys()  # a loop begins with one of them
    loop = next((key for key in by_id if key in followed and any(one is by_id[key] for one in _within(by_id[key], by_id))), None)
    if loop is not None:
        where = next(keys for keys, requirement in everything if requirement.id == loop)
        yield at(document, where, f"`same-as` leads back to {loop!r}; a requirement cannot contain itself, except of an ancestor's own")
        return
    for keys, requirement in everything:
        if _is_nested(requirement, by_id):
            yield at(document, keys, "asks about each of a list within another `for-each`; ask for one list at a time")
    sizes: dict[str, int] = {}
    places = {keys for keys, _ in everything}
    count = 0
    for keys, requirement in everything:
        if keys[:-2] not in places:  # one within another is counted there
            count += _size(requirement, by_id, sizes)
        if count > MOST_REQUIREMENTS:
            yield at(document, keys, too_many)
            return


def _parts(record: Definition, document: Document) -> Iterator[Fault]:
    """Parts that nothing tells from one another, and levels that nothing tells from a result."""
    levels: list[tuple[Keys, str]] = [(("levels", at), level.id) for at, level in enumerate(record.levels)]
    for keys, key in levels if record.kind == "ladder" else ():
        if key in _RESULTS:
            yield at(document, (*keys, "id"), f"{key!r} is what a result is called; choose another id")
    views: list[tuple[Keys, str]] = [(("views", at), view.id) for at, view in enumerate(record.views)]
    criteria = [(keys, criterion.id) for keys, criterion in record.placed_criteria()]
    for named in (levels, views, criteria):
        seen: set[str] = set()
        for keys, key in named:
            if key in seen:
                yield at(document, (*keys, "id"), f"{key!r} names two of its {keys[0]}; give each its own id")
            seen.add(key)


def _within(requirement: Requirement, by_id: Mapping[str, Requirement]) -> Iterator[Requirement]:
    """Each requirement within this one, and those that `same-as` leads to from there; those it leads to once."""
    left, seen = [requirement], set()
    while left:
        one = left.pop()
        inner = [each for _, _, each in one.within()]
        if (followed := by_id.get(one.same_as or "")) and followed.id not in seen:
            seen.add(followed.id)
            inner.append(followed)
        yield from inner
        left += inner


def _is_nested(requirement: Requirement, by_id: Mapping[str, Requirement]) -> bool:
    """Whether it asks about each of a list for each of a list. Each ancestor may be asked about its own data sets."""
    if requirement.for_each is None:
        return False
    lists = {one.for_each for one in _within(requirement, by_id)} - {None}
    return "ancestors" in lists if requirement.for_each == "ancestors" else bool(lists)


def _size(requirement: Requirement, by_id: Mapping[str, Requirement], sizes: dict[str, int], steps: int = 0) -> int:
    """Number of requirements that have to be looked at to answer this one; no `same-as` may lead back. `sizes` are those known, by id."""
    if requirement.id and requirement.id in sizes:
        return sizes[requirement.id]
    if steps > _DEEPEST:
        return MOST_REQUIREMENTS + 1
    followed = by_id.get(requirement.same_as or "")
    within = [inner for _, _, inner in requirement.within()] + ([followed] if followed else [])
    found = 1 + sum(_size(one, by_id, sizes, steps + 1) for one in within)
    if requirement.id:
        sizes[requirement.id] = found
    return found


def _facts(words: Vocabulary) -> list[str]:
    return [
        "training-compute",
        "derived-from",
        *(f"data-information.{key}" for key in words.data_information),
        *(f"{part}.{key}" for part in words.components for key in words.aspects_of(part)),
    ]


def _is_fact(path: str, words: Vocabulary) -> bool:
    return path in _facts(words) or path in ("each.kind", "each.stage", "each.withheld-reason")
