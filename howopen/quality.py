"""How good the data are: coverage per component, age of checks, and what to look at next, as a work list. Pure.

The work list holds only what somebody can do: look at a part, state a claim, give a commit. Unknown is not a fault; it is work.
"""

from __future__ import annotations

import datetime
import enum
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from howopen import counts
from howopen.records import Catalogue, Judged, Model, Outcome

OLD_AFTER = 365  # days after which a check is due again
AGES = ((90, "up to 3 months"), (180, "3 to 6 months"), (OLD_AFTER, "6 to 12 months"), (10**6, "more than a year"))
# A branch moves: what an address on it shows today may not be what was read. Only GitHub's addresses tell.
_MOVING = re.compile(r"https://github\.com/[^/]+/[^/]+/(?:blob|tree|raw)/(?:main|master|develop|dev)(?:/|\Z)")


class Task(enum.StrEnum):
    """Something that a contributor can do, the most useful first."""

    SETTLE_CONFLICT = "settle-conflict"
    SETTLE_CLAIM = "settle-claim"  # called what the headline defines, and not settled
    FEW_UNKNOWNS = "few-unknowns"  # a verdict that a few facts would settle
    OLD_CHECK = "old-check"
    FIND_LICENSE = "find-license"  # published weights whose license nobody has recorded
    NO_CLAIM = "no-claim"  # in depth, and what its developer calls it is not recorded
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
    """How much is known of one component over all models."""

    component: str
    found: int  # published in some way
    absent: int  # looked for and not published, or not applicable
    unknown: int
    in_depth_unknown: int  # unknown among the models in depth


@dataclass(frozen=True, slots=True)
class Quality:
    """All of it."""

    counts: counts.Counts
    coverage: tuple[Coverage, ...]  # in the vocabulary's order
    ages: tuple[tuple[str, int], ...]  # facts by age of their check, newest first
    by: tuple[tuple[str, int], ...]  # facts by who checked them, most first
    work: dict[Task, tuple[Work, ...]]  # the most useful first; tasks in order
    conflicts: Mapping[str, tuple]


def of(known: Catalogue, judged: Mapping[str, Judged], today: str, conflicts: Mapping[str, tuple]) -> Quality:
    """The state of the data on a day, YYYY-MM-DD. `conflicts` holds what is disputed, by model."""
    deep = {key for key, model in known.models.items() if counts.is_in_depth(model, known)}
    checked = [fact.checked for model in known.models.values() for fact in counts.facts(model) if fact.checked]
    ages = Counter(_age(one.on, today) for one in checked)
    return Quality(
        counts=counts.of(known, judged, conflicts),
        coverage=tuple(_coverage(key, known, deep) for key in known.vocabulary.components),
        ages=tuple((label, ages[label]) for _, label in AGES),
        by=tuple(Counter(one.by for one in checked).most_common()),
        work=_grouped([*_conflicts(conflicts), *(found for model in known.models.values() for found in _work(model, known, judged, deep, today))]),
        conflicts=conflicts,
    )


def days_between(earlier: str, later: str) -> int:
    """Days from one day to another, both YYYY-MM-DD; never below 0."""
    return max(0, (datetime.date.fromisoformat(later) - datetime.date.fromisoformat(earlier)).days)


def moving(model: Model) -> list[str]:
    """Addresses of evidence that lie on a branch, which moves, rather than at a commit; sorted, each once."""
    return sorted({address for fact in counts.facts(model) for address in fact.evidence if _MOVING.match(address)})


def _age(on: str, today: str) -> str:
    days = days_between(on, today)
    return next(label for below, label in AGES if days <= below)


def _coverage(key: str, known: Catalogue, deep: set[str]) -> Coverage:
    found = absent = unknown = in_depth = 0
    for model in known.models.values():
        part = model.components.get(key)
        if part is None or part.availability is None:
            unknown += 1
            in_depth += model.id in deep
        elif part.availability in ("none", "not-applicable"):
            absent += 1
        else:
            found += 1
    return Coverage(key, found, absent, unknown, in_depth)


def _conflicts(conflicts: Mapping[str, tuple]) -> Iterator[Work]:
    for key, found in conflicts.items():
        if found:
            yield Work(Task.SETTLE_CONFLICT, key, len(found))


def _work(model: Model, known: Catalogue, judged: Mapping[str, Judged], deep: set[str], today: str) -> Iterator[Work]:
    recorded = list(counts.facts(model))
    if not recorded:
        yield Work(Task.NAMED_ONLY, model.id)
        return
    one = judged[model.id]
    verdict = one.verdicts[known.board.headline]
    unknown = tuple(dict.fromkeys(finding.subject for finding in verdict.unknowns))
    if verdict.outcome is Outcome.UNKNOWN and one.claim == "unclear":
        yield Work(Task.SETTLE_CLAIM, model.id, len(verdict.unknowns), unknown)
    elif verdict.outcome is Outcome.UNKNOWN and model.id in deep:
        yield Work(Task.FEW_UNKNOWNS, model.id, len(verdict.unknowns), unknown)
    oldest = min((fact.checked.on for fact in recorded if fact.checked), default=today)
    if days_between(oldest, today) > OLD_AFTER:
        yield Work(Task.OLD_CHECK, model.id, days_between(oldest, today))
    weights = model.components.get("weights")
    if weights is not None and weights.availability in ("public", "gated") and weights.license is None:
        yield Work(Task.FIND_LICENSE, model.id)
    if model.id in deep and not model.claims:
        yield Work(Task.NO_CLAIM, model.id)
    if not any(fact.checked is None or counts.is_own(fact.checked, known) for fact in recorded):
        yield Work(Task.ONLY_TAKEN, model.id, len(verdict.unknowns))
    addresses = moving(model)
    if addresses:
        yield Work(Task.MOVING_EVIDENCE, model.id, len(addresses))


def _grouped(work: list[Work]) -> dict[Task, tuple[Work, ...]]:
    """By task in order. Where a number counts what is left to find out, few come first; where it counts faults, many do."""
    few_first = (Task.SETTLE_CLAIM, Task.FEW_UNKNOWNS, Task.ONLY_TAKEN)
    return {
        task: tuple(sorted((one for one in work if one.task is task), key=lambda one: (one.number if task in few_first else -one.number, one.model)))
        for task in Task
    }
