"""A verdict's findings as a page tells them: groups of rows, each row one requirement with what settles it, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, NamedTuple

from howopen.records import Finding, Outcome, Verdict
from howopen.render.words import Words


class Each(NamedTuple):
    """One entry of a list that a requirement asks about: a data set or an ancestor."""

    state: str
    name: str
    why: str
    evidence: Any


class Row(NamedTuple):
    """One requirement, in words, and what settles it: its own finding, or that of the alternative that decides."""

    verdict: Any
    says: Any
    why: str
    clauses: tuple[tuple[str, str, str], ...]  # (license id, freedom or tag in words, what the clause does)
    each: tuple[Each, ...]
    evidence: Any
    when: Any


class Group(NamedTuple):
    """Requirements that stand together under a sentence of their own; empty for those that stand alone."""

    says: str
    verdict: Any
    rows: tuple[Row, ...]


class Way(NamedTuple):
    """One way to the next level: what would have to be done, and what would have to be found out."""

    todo: tuple[str, ...]
    unknown: tuple[str, ...]
    instead: tuple[str, ...]  # of which steps of the first way


class Teller:
    """Turns findings into words; `draw` are the pieces, drawn once for each distinct content, by name."""

    def __init__(self, words: Words, draw: dict[str, Callable[..., Any]]) -> None:
        self._words, self._draw = words, draw
        self._outcomes, self._bases = words.said["outcome"], words.said["basis"]

    def groups(self, found: tuple[Finding, ...]) -> Iterator[Group]:
        """The findings of one level. An all-of with a sentence makes a group; those that stand alone share one without."""
        loose: list[Row] = []
        for finding in found:
            requirement = finding.requirement
            if requirement.all_of is None or not requirement.says:
                loose += self._rows(finding, "text")
                continue
            if loose:
                yield Group("", "", tuple(loose))
                loose = []
            yield Group(requirement.says, self._verdict(finding.outcome.word), tuple(self._rows(finding, requirement.basis or "text")))
        if loose:
            yield Group("", "", tuple(loose))

    def ways(self, verdict: Verdict) -> list[Way]:
        """What would have to change, the shortest way first; of the next, only in what it differs."""
        ways = []
        for way in verdict.changes[:2]:
            todo = dict.fromkeys(leaf.requirement.change for leaf in way if leaf.outcome is Outcome.UNMET and leaf.requirement.change)
            unknown = dict.fromkeys(leaf.requirement.says or "" for leaf in way if leaf.outcome is Outcome.UNKNOWN)
            ways.append(Way(tuple(todo), tuple(unknown), ()))
        if len(ways) == 2:
            first, other = ways
            ways[1] = Way(
                tuple(step for step in other.todo if step not in first.todo),
                tuple(step for step in other.unknown if step not in first.unknown),
                tuple(step for step in (*first.todo, *first.unknown) if step not in (*other.todo, *other.unknown)),
            )
        return ways

    def _rows(self, finding: Finding, basis: str) -> Iterable[Row]:
        requirement = finding.requirement
        basis = requirement.basis or basis
        if requirement.all_of is not None:
            return [row for inner in finding.within for row in self._rows(inner, basis)]
        if requirement.any_of is None:
            return [self._row(finding, finding, basis)]
        if not requirement.says:
            return [row for inner in finding.deciding for row in self._rows(inner, basis)]
        return [self._row(finding, next(leaf for leaf in finding.leaves() if leaf.outcome is finding.outcome), basis)]

    def _row(self, finding: Finding, settles: Finding, basis: str) -> Row:
        words, draw, requirement = self._words, self._draw, finding.requirement
        state = settles.outcome.word if settles.applies else "none"
        # the note of data information speaks of all its aspects, and stands once, with them
        note = settles.note if requirement.for_each is None and not settles.subject.startswith("data-information") else ""
        return Row(
            self._verdict(state),
            draw["asks"](requirement.says, self._bases.get(basis, "")),
            f"{words.why(settles)} {note}" if note else words.why(settles),
            tuple((license_, words.clause(of), clause) for license_, of, clause in settles.clauses),
            tuple(self._each(inner, settles) for inner in settles.within) if requirement.for_each is not None else (),
            draw["evidence"](settles.evidence) if settles.evidence else "",
            draw["when"](settles.checked.on, words.who(settles.checked.by)) if settles.checked else "",
        )

    def _each(self, inner: Finding, around: Finding) -> Each:
        why = self._words.why(inner) if not inner.within else ""
        evidence = self._draw["evidence"](inner.evidence) if inner.evidence and inner.evidence != around.evidence else ""
        return Each(inner.outcome.word, self._words.subject(inner.subject), why, evidence)

    def _verdict(self, state: str) -> Any:
        return self._draw["verdict"](state, self._outcomes[state])
