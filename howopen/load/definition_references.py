"""Definitions against the words there are, and their own requirements against each other."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from howopen.files.yaml import Document
from howopen.load.faults import Fault, at, unknown
from howopen.records.definition import Definition
from howopen.records.requirement import Requirement
from howopen.records.vocabulary import Vocabulary

_ASKS = ("component", "fact", "question", "for_each")  # kinds of requirements that ask for something themselves
MOST_REQUIREMENTS = 10_000  # looked at for one answer; the largest definition needs some two hundred


def faults(record: Definition, document: Document, words: Vocabulary) -> Iterator[Fault]:
    """Every fault of one definition against the words there are, and between its own requirements."""
    seen: set[str] = set()
    cited: set[tuple[str | int, ...]] = set()  # keys of requirements with a source, their own or that of one around them
    everything = list(record.placed())
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
        for tag in (*(requirement.license.any_tag if requirement.license else ()), *(requirement.license.no_tag if requirement.license else ())):
            if tag not in words.tags:
                yield unknown(document, (*keys, "license"), tag, words.tags, "tag")
    for number, element in enumerate(record.elements):
        if element not in ids:
            yield unknown(document, ("elements", number), element, sorted(ids), "requirement")
    by_id = {requirement.id: requirement for _, requirement in everything if requirement.id}
    loop = next((key for key in by_id if _contains(by_id[key], key, by_id, set())), None)
    if loop is not None:
        where = next(keys for keys, requirement in everything if requirement.id == loop)
        yield at(document, where, f"`same-as` leads back to {loop!r}; a requirement cannot contain itself, except of an ancestor's own")
        return
    sizes: dict[str, int] = {}
    for keys, requirement in everything:
        if _size(requirement, by_id, sizes) > MOST_REQUIREMENTS:
            what = f"asks for more than {MOST_REQUIREMENTS:,} requirements, each `same-as` counted with all that it leads to; ask for fewer"
            yield at(document, keys, what)
            return


def _contains(requirement: Requirement, target: str, by_id: Mapping[str, Requirement], seen: set[str]) -> bool:
    """Whether `same-as` leads from within the requirement to the one of the id `target`; `seen` are ids that were followed already."""
    same = requirement.same_as
    if same == target:
        return True
    if same and same not in seen and same in by_id:
        seen.add(same)
        if _contains(by_id[same], target, by_id, seen):
            return True
    return any(_contains(one, target, by_id, seen) for _, _, one in requirement.within())


def _size(requirement: Requirement, by_id: Mapping[str, Requirement], sizes: dict[str, int]) -> int:
    """Number of requirements that have to be looked at to answer this one; no `same-as` may lead back. `sizes` are those known, by id."""
    if requirement.id and requirement.id in sizes:
        return sizes[requirement.id]
    followed = by_id.get(requirement.same_as or "")
    found = 1 + sum(_size(one, by_id, sizes) for _, _, one in requirement.within()) + (_size(followed, by_id, sizes) if followed else 0)
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
