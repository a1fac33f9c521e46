"""How often the facts behind a verdict were read: what it rests on is as good as the least read of them. Pure.

A verdict that is met rests on all of its findings; one that is not met on any one that misses, so on the best read of those.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator

from howopen.records.catalogue import Catalogue
from howopen.records.verdict import Finding, Outcome, Reason, Verdict
from howopen.stats import counts


class Reading(enum.IntEnum):
    """How often this project read what a verdict rests on."""

    IMPORTED = 0  # never: taken from another index or from outside
    ONCE = 1
    TWICE = 2

    @property
    def word(self) -> str:
        """The word by which templates name it."""
        return self.name.lower()


# the facts that a finding rests on that is not met, where it is of a part
_MISSED = {
    Reason.NOT_PUBLISHED: ("availability",),
    Reason.GATED: ("availability",),
    Reason.ON_REQUEST: ("availability",),
    Reason.ONLY_IN_PART: ("coverage",),
    Reason.GATE_MISSES: ("gate",),
}


def of(verdict: Verdict, known: Catalogue) -> Reading | None:
    """Reading that what settles the verdict has had at least; None where nothing settles it, and of a model that the definition does not speak of."""
    if verdict.in_scope is Outcome.UNMET:
        return None
    found: list[Reading] = []
    for rung in verdict.rungs:
        if rung.own is Outcome.UNKNOWN:
            return None
        readings = [_read(one, known) for one in rung.findings if one.applies and one.outcome is rung.own]
        if rung.own is Outcome.UNMET:
            return min([*found, max(readings)])
        found += readings
    return min(found, default=None)


def _read(finding: Finding, known: Catalogue) -> Reading:
    if not finding.within:
        return _of_leaf(finding, known)
    within = [_read(inner, known) for inner in finding.within if inner.applies and inner.outcome is finding.outcome]
    if not within:
        return _of_leaf(finding, known)
    every = (finding.outcome is Outcome.MET) == (finding.requirement.any_of is None)
    return min(within) if every else max(within)


def _of_leaf(finding: Finding, known: Catalogue) -> Reading:
    if finding.checked is None:
        return Reading.IMPORTED
    own = counts.is_own(finding.checked, known)
    again = finding.checked.read_again(*_facts(finding)) and finding.checked.again is not None and counts.is_own(finding.checked.again, known)
    return Reading(own + again)


def _facts(finding: Finding) -> Iterator[str]:
    """The facts of a part that a finding rests on, by the names that files give them; none where it is the only one there."""
    asked = finding.requirement
    if asked.component and finding.outcome is Outcome.UNMET:
        yield from _MISSED.get(finding.reason, ("license",))
    elif asked.component:
        yield from (name for name in ("availability", "coverage", "gate", "license") if getattr(asked, name))
    elif asked.fact:
        yield from asked.fact.partition(".")[2:] if "." in asked.fact else ()
    elif asked.for_each:
        yield "datasets"
