"""A verdict's findings as a page tells them: groups of rows, each row one requirement with what settles it, in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import NamedTuple

from markupsafe import Markup, escape

from howopen.records.fetched import DeadLink
from howopen.records.verdict import Finding, Outcome, Rung, Verdict, steps
from howopen.render.wording import Words

MANY = 3  # rows that nobody has looked at, from which on they are folded away
MARK = "\ue000"  # what is to be filled in; stands in no template


class Each(NamedTuple):
    """One entry of a list that a requirement asks about: a data set or an ancestor."""

    state: str
    name: str
    why: str
    evidence: Markup | str


Source = tuple[Markup | str, Markup | str]  # evidence, and who looked when; drawn, or nothing
NOWHERE: Source = ("", "")


class Row(NamedTuple):
    """One requirement, drawn: what stands before its source, the source, and what ends it."""

    before: str
    source: Source
    after: str
    unlooked: bool  # it is undetermined, and nothing is known that bears on it


class Group(NamedTuple):
    """Requirements that stand together under a sentence of their own; empty for those that stand alone."""

    says: str
    verdict: Markup | str
    unlooked: int  # how many rows there are, where nobody has looked at any of them and they are worth folding away; else 0
    rows: Markup  # each one requirement, in words, with what settles it: its own finding, or that of the alternative that decides


class Way(NamedTuple):
    """One way to the next level: what would have to be done, and what would have to be found out."""

    todo: tuple[str, ...]
    unknown: tuple[str, ...]
    instead: tuple[str, ...]  # of which steps of the first way


class FindingRenderer:
    """Turns findings into words; `draw` are the pieces, drawn once for each distinct content, by name."""

    def __init__(self, words: Words, draw: dict[str, Callable[..., Markup]]) -> None:
        self._words, self._draw = words, draw
        self._frame = str(draw["row"](MARK, MARK, MARK, MARK)).split(MARK)
        self._outcomes, self._bases = words.said["outcome"], words.said["basis"]

    def groups(self, found: tuple[Finding, ...], root: str) -> Iterator[Group]:
        """The findings of one level, on a page from which `root` leads to the front page.

        An all-of with a sentence makes a group; those that stand alone share one without.
        """
        loose: list[Row] = []
        above = NOWHERE
        for finding in found:
            requirement = finding.requirement
            if requirement.all_of is None or not requirement.says:
                loose += self._rows(finding, "text", root)
                continue
            if loose:
                group, above = self._group("", "", loose, above)
                yield group
                loose = []
            group, above = self._group(requirement.says, self._verdict(finding.outcome.word), self._rows(finding, requirement.basis or "text", root), above)
            yield group
        if loose:
            yield self._group("", "", loose, above)[0]

    def once(self, steps: tuple[Rung, ...], root: str) -> Markup:
        """The findings of the steps of a criterion, each once, though several steps may ask for it; not those that nobody has looked at."""
        rows = [row for step in steps for finding in step.findings for row in self._rows(finding, "text", root) if not row.unlooked]
        return self._group("", "", list(dict.fromkeys(rows)), NOWHERE)[0].rows

    def ways(self, verdict: Verdict) -> list[Way]:
        """The ways to the next level, the shortest first; of the second, only the steps in which it differs."""
        ways = [Way(*steps(way), ()) for way in verdict.changes[:2]]
        if len(ways) == 2:
            first, other = ways
            ways[1] = Way(
                tuple(step for step in other.todo if step not in first.todo),
                tuple(step for step in other.unknown if step not in first.unknown),
                tuple(step for step in (*first.todo, *first.unknown) if step not in (*other.todo, *other.unknown)),
            )
        return ways

    def _rows(self, finding: Finding, basis: str, root: str) -> list[Row]:
        requirement = finding.requirement
        basis = requirement.basis or basis
        if requirement.all_of is not None or (requirement.any_of is not None and not finding.applies):
            return [row for inner in finding.within for row in self._rows(inner, basis, root)]
        if requirement.any_of is None:
            return [self._row(finding, finding, basis, root)]
        if not requirement.says:
            return [row for inner in finding.deciding for row in self._rows(inner, basis, root)]
        return [self._row(finding, next(leaf for leaf in finding.leaves() if leaf.outcome is finding.outcome), basis, root)]

    def _row(self, finding: Finding, settles: Finding, basis: str, root: str) -> Row:
        words, draw, requirement = self._words, self._draw, finding.requirement
        state = settles.outcome.word if settles.applies else "none"
        # the note of data information speaks of all its aspects, and stands once, with them
        asked = draw["asked"](state, self._outcomes[state], requirement.says, self._bases.get(basis, ""))
        why = words.why(settles)
        if settles.note and requirement.for_each is None and not settles.subject.startswith("data-information"):
            why = f"{why} {settles.note}" if why else settles.note
        if settles.fetched:
            why = f"{why} {words.said['note']['fetched']}"
        more = ""
        if settles.clauses:
            more = draw["clauses"](tuple((license_, words.clause(of), clause) for license_, of, clause in settles.clauses), root)
        if requirement.for_each is not None and settles.within:
            more += draw["each"](tuple(self._each(inner, settles) for inner in settles.within))
        # a page has eighty rows, a third of its time when each was drawn by the template: the row was drawn once, with marks to fill in
        before, after_asked, after_why, after_more, after = self._frame
        unlooked = settles.outcome is Outcome.UNKNOWN and not (settles.evidence or settles.checked or more)
        return Row("".join((before, asked, after_asked, escape(why), after_why, more, after_more)), self._source(settles), after, unlooked)

    def _source(self, settles: Finding) -> Source:
        evidence = self._draw["evidence"](settles.evidence) if settles.evidence else ""
        return evidence, self._draw["when"](*self._words.looked(settles.checked)) if settles.checked else ""

    def _group(self, says: str, verdict: Markup | str, rows: list[Row], above: Source) -> tuple[Group, Source]:
        """The rows as one group, and the last source. What a row's source shares with the last one above is told to be the same, and not told again."""
        unlooked = len(rows) if len(rows) >= MANY and all(row.unlooked for row in rows) else 0
        pieces: list[str] = []
        for row in rows:
            pieces += (row.before, self._draw["source"](*row.source, any(row.source) and row.source == above, row.source[1] == above[1]), row.after)
            above = row.source if any(row.source) else above
        return Group(says, verdict, unlooked, Markup("".join(pieces))), above  # noqa: S704  pieces that templates drew, and text that was escaped

    def _each(self, inner: Finding, around: Finding) -> Each:
        why = self._words.why(inner) if not inner.within else ""
        evidence = self._draw["evidence"](inner.evidence) if inner.evidence and inner.evidence != around.evidence else ""
        return Each(inner.outcome.word, self._words.subject(inner.subject), why, evidence)

    def _verdict(self, state: str) -> Markup:
        return self._draw["verdict"](state, self._outcomes[state])


def with_dead(draw: Callable[..., Markup], dead: Mapping[str, DeadLink]) -> Callable[[tuple[str, ...]], Markup]:
    """Draws evidence and tells which of its addresses are dead, and since when."""

    def evidence(addresses: tuple[str, ...]) -> Markup:
        found = (dead.get(address.partition("#")[0]) for address in addresses)
        return draw(addresses, tuple(one.since if one else "" for one in found))

    return evidence
