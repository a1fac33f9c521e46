"""Quality of the data: coverage per component, age of checks, and a list of work to do next. Pure.

The work list holds only what somebody can do: look at a part, state a claim, give a commit. Unknown is not a fault; it is work.
"""

from __future__ import annotations

import datetime
import enum
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from howopen.records.catalogue import Catalogue
from howopen.records.summary import Summary
from howopen.records.verdict import Outcome
from howopen.stats import counts
from howopen.stats.readings import Reading

OLD_AFTER = 365  # days after which a check is due again
AGES = ((90, "up to 3 months"), (180, "3 to 6 months"), (OLD_AFTER, "6 to 12 months"), (datetime.date.max.toordinal(), "more than a year"))


class Task(enum.StrEnum):
    """Something that a contributor can do, the most useful first."""

    SETTLE_CONFLICT = "settle-conflict"
    NAME_LICENSE = "name-license"  # a license or a license file that nothing here can name
    SETTLE_CLAIM = "settle-claim"  # called what the headline defines, and not settled
    FEW_UNKNOWNS = "few-unknowns"  # a verdict that a few facts would settle
    OLD_CHECK = "old-check"
    FIND_LICENSE = "find-license"  # published weights whose license nobody has recorded
    NO_CLAIM = "no-claim"  # what its developer calls it is not known
    ONLY_TAKEN = "only-taken"  # nothing but what another index says
    NAMED_ONLY = "named-only"
    MOVING_EVIDENCE = "moving-evidence"


@dataclass(frozen=True, slots=True)
class Work:
    """One thing to do on one model."""

    task: Task
    model: str
    number: int = 0  # how many: unknown facts, conflicts, addresses, days
    parts: tuple[str, ...] = ()  # what to look at


@dataclass(frozen=True, slots=True)
class Coverage:
    """Knowledge of one component over all models."""

    component: str
    found: int  # published in some way
    absent: int  # looked for and not published, or not applicable
    unknown: int
    in_depth_unknown: int  # unknown among the models in depth


@dataclass(frozen=True, slots=True)
class Quality:
    """Every figure and list of the quality page."""

    counts: counts.Counts
    coverage: tuple[Coverage, ...]  # in the vocabulary's order
    ages: tuple[tuple[str, int], ...]  # facts by age of their check, newest first
    by: tuple[tuple[str, int], ...]  # facts by who checked them, most first
    work: dict[Task, tuple[Work, ...]]  # the most useful first; tasks in order
    textless: dict[str, int]  # licenses in use, of whose text nothing here has digests: no file of theirs is recognised; models under them
    readings: dict[str, dict[str, tuple[str, ...]]]  # by definition, then by how often what settles it was read: models with a settled verdict


def of(found: Mapping[str, Summary], known: Catalogue, today: str) -> Quality:
    """The state of the data on a day, YYYY-MM-DD."""
    every = [found[key] for key in sorted(found)]
    ages, by = Counter[str](), Counter[str]()
    for check in (check for one in every for check in one.checks):
        ages[_age(check.on, today)] += check.facts
        by[check.by] += check.facts
    return Quality(
        counts=counts.of(found, known),
        coverage=tuple(_coverage(key, every) for key in known.vocabulary.components),
        ages=tuple((label, ages[label]) for _, label in AGES),
        by=tuple(sorted(by.items(), key=lambda item: (-item[1], item[0]))),
        work=_grouped([work for one in every for work in _work(one, known, today)]),
        textless=_textless(every, known),
        readings={key: _readings(key, every) for key in known.definitions},
    )


def _textless(every: list[Summary], known: Catalogue) -> dict[str, int]:
    same = {key: record.same_text_as for key, record in known.licenses.items()}
    used = Counter(license_ for one in every for license_ in one.licenses)
    return {key: used[key] for key in sorted(used) if not {key, same.get(key)} & known.license_texts.keys()}


def _readings(definition: str, every: list[Summary]) -> dict[str, tuple[str, ...]]:
    return {reading.word: tuple(one.model for one in every if one.readings[definition] == reading) for reading in reversed(Reading)}


def days_between(earlier: str, later: str) -> int:
    """Days from one day to another, both YYYY-MM-DD; never below 0."""
    return max(0, (datetime.date.fromisoformat(later) - datetime.date.fromisoformat(earlier)).days)


def _age(on: str, today: str) -> str:
    days = days_between(on, today)
    return next(label for below, label in AGES if days <= below)


def _coverage(key: str, found: list[Summary]) -> Coverage:
    there = Counter[str]()
    unknown_in_depth = 0
    for one in found:
        part = one.parts.get(key)
        if part is None or part.availability is None:
            there["unknown"] += 1
            unknown_in_depth += one.in_depth
        else:
            there["absent" if part.availability in ("none", "not-applicable") else "found"] += 1
    return Coverage(key, there["found"], there["absent"], there["unknown"], unknown_in_depth)


def _work(one: Summary, known: Catalogue, today: str) -> Iterator[Work]:
    if one.conflicts:
        yield Work(Task.SETTLE_CONFLICT, one.model, one.conflicts)
    if one.gaps:
        yield Work(Task.NAME_LICENSE, one.model, len(one.gaps), one.gaps)
    if not one.facts:
        yield Work(Task.NAMED_ONLY, one.model)
        return
    verdict = one.verdicts[known.board.headline]
    if verdict.outcome is Outcome.UNKNOWN and one.claim == "unclear":
        yield Work(Task.SETTLE_CLAIM, one.model, verdict.unknown, one.unknown)
    elif verdict.outcome is Outcome.UNKNOWN and one.in_depth:
        yield Work(Task.FEW_UNKNOWNS, one.model, verdict.unknown, one.unknown)
    oldest = min((check.on for check in one.checks), default=today)
    if days_between(oldest, today) > OLD_AFTER:
        yield Work(Task.OLD_CHECK, one.model, days_between(oldest, today))
    weights = one.parts.get("weights")
    if weights is not None and weights.availability in ("public", "gated") and weights.license is None:
        yield Work(Task.FIND_LICENSE, one.model)
    if not one.claims_known:
        yield Work(Task.NO_CLAIM, one.model)
    if one.only_taken:
        yield Work(Task.ONLY_TAKEN, one.model, verdict.unknown)
    if one.moving:
        yield Work(Task.MOVING_EVIDENCE, one.model, one.moving)


def _grouped(work: list[Work]) -> dict[Task, tuple[Work, ...]]:
    """By task in order. Where a number counts what is left to find out, few come first; where it counts faults, many do."""
    few_first = (Task.SETTLE_CLAIM, Task.FEW_UNKNOWNS, Task.ONLY_TAKEN)
    return {
        task: tuple(sorted((one for one in work if one.task is task), key=lambda one: (one.number if task in few_first else -one.number, one.model)))
        for task in Task
    }
