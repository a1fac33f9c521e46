"""The way on from a verdict: which unknown facts bear on it, and the smallest sets of changes that would meet it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from howopen.records.verdict import Finding, Outcome

Key = tuple[str, str, str]  # requirement, subject, reason: what tells one leaf from another
MOST_PATHS = 4  # alternatives kept; more would be read by nobody


def unknowns(found: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """The unknown leaves that bear on all of `found` being met, in order, each fact once."""
    seen: dict[tuple[str, str | None], Finding] = {}
    for finding in found:
        for leaf in finding.leaves():
            if leaf.outcome is Outcome.UNKNOWN and leaf.applies:
                seen.setdefault((leaf.subject, leaf.requirement.id), leaf)
    return tuple(seen.values())


def changes(found: tuple[Finding, ...]) -> tuple[tuple[Finding, ...], ...]:
    """The smallest sets of findings that would have to come out met for all of `found` to be met, smallest first."""
    sets = _ways(found)
    smallest = sorted((one for one in sets if not any(other < one for other in sets)), key=len)
    by_key = {_key(finding): finding for finding in _leaves(found) if finding.outcome is not Outcome.MET}
    ordered = [tuple(finding for key, finding in by_key.items() if key in one) for one in smallest]
    return tuple(one for one in ordered if one)


def _key(finding: Finding) -> Key:
    return finding.requirement.id or "", finding.subject, finding.reason


def _leaves(found: Iterable[Finding]) -> Iterator[Finding]:
    for finding in found:
        if finding.is_leaf:
            yield finding
        else:
            yield from _leaves(finding.within)


def _ways(found: Iterable[Finding]) -> list[frozenset[Key]]:
    """Each way to meet all of `found`, as a set of leaves; the fewest steps first."""
    needed: set[Key] = set()  # what every way holds
    ways: list[frozenset[Key]] = [frozenset()]
    for finding in found:
        if finding.outcome is Outcome.MET or not finding.applies:
            continue
        steps = _ways_of(finding)
        if len(steps) == 1:
            needed |= steps[0]
        elif steps:
            ways = _fewest({way | step for way in ways for step in steps})
    return [way | needed for way in ways]


def _ways_of(finding: Finding) -> list[frozenset[Key]]:
    if finding.requirement.any_of is not None:
        return _fewest({way for inner in finding.within if inner.applies and _can_change(inner) for way in _ways((inner,))})
    if finding.requirement.all_of is not None:
        return _ways(finding.within)
    return [frozenset({_key(finding)})]


def _fewest(ways: set[frozenset[Key]]) -> list[frozenset[Key]]:
    return sorted(ways, key=lambda way: (len(way), sorted(way)))[:MOST_PATHS]


def _can_change(finding: Finding) -> bool:
    """Whether the way through this branch names something that somebody could do; a fact of the past is no change."""
    return any(leaf.requirement.change for leaf in _leaves((finding,)) if leaf.outcome is not Outcome.MET)
