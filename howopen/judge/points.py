"""Points of a score: of each criterion those of its best step, proven and possible, or the mean of the criteria within it. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from statistics import fmean

from howopen.judge.evaluator import least
from howopen.records.definition import Criterion, Step
from howopen.records.requirement import Requirement
from howopen.records.verdict import Finding, Outcome, Points, Rung

Find = Callable[[Requirement], Finding]


def of(criterion: Criterion, find: Find) -> Points:
    """The points of one criterion, proven and possible."""
    applies = _applies(criterion, find)
    if criterion.steps:
        steps = tuple(_step(step, find) for step in criterion.steps)
        low = max((step.points for step, found in zip(criterion.steps, steps, strict=True) if found.outcome is Outcome.MET), default=0.0)
        high = max((step.points for step, found in zip(criterion.steps, steps, strict=True) if found.outcome is not Outcome.UNMET), default=0.0)
        return Points(criterion.id, low, high, steps, applies=applies)
    within = tuple(of(one, find) for one in criterion.mean_of)
    sure = [one for one in within if one.applies is Outcome.MET]
    maybe = [one for one in within if one.applies is Outcome.UNKNOWN]
    # whichever of these count, the mean is least with some of the lowest, and greatest with some of the highest
    low = min(_means([one.low for one in sure], sorted(one.low for one in maybe)))
    high = max(_means([one.high for one in sure], sorted((one.high for one in maybe), reverse=True)))
    return Points(criterion.id, low, high, within=within, applies=applies)


def open_steps(criteria: tuple[Points, ...]) -> tuple[Finding, ...]:
    """The findings of the steps that are not settled and that give more than what is proven."""
    return tuple(
        finding
        for criterion in criteria
        for one in criterion.single()
        for step in one.steps
        if step.outcome is Outcome.UNKNOWN and one.applies is not Outcome.UNMET and float(step.id) > one.low
        for finding in step.findings
    )


def _applies(criterion: Criterion, find: Find) -> Outcome:
    """Whether the criterion counts in its mean."""
    if criterion.only_if is None:
        return Outcome.MET
    found = find(criterion.only_if)
    return found.outcome if found.applies else Outcome.UNMET


def _means(sure: list[float], maybe: list[float]) -> Iterator[float]:
    """Mean of those that count alone, then with ever more of those that may."""
    return (fmean(sure + maybe[:count]) for count in range(len(maybe) + 1))


def _step(step: Step, find: Find) -> Rung:
    found = tuple(find(requirement) for requirement in step.requires)
    outcome = least(found)
    return Rung(step.id, outcome, outcome, found)
