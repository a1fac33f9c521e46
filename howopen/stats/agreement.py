"""Agreement with others' published findings on the same models: where we agree, where not, and why. Pure.

A finding here that is unknown neither agrees nor differs. A finding that was taken from the source itself proves nothing about
agreement and is told apart.
"""

from __future__ import annotations

import enum
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from howopen.records.catalogue import Catalogue
from howopen.records.opinion import Opinion, Opinions
from howopen.records.summary import Part, Summary

NO_LEVEL = "none"  # how an opinion writes that no level is reached


class State(enum.StrEnum):
    """Relation of one statement of a source to ours."""

    AGREE = "agree"
    DIFFER = "differ"
    DEGREE = "degree"  # one of us says in part, the other all or nothing
    UNDETERMINED = "undetermined"  # ours is unknown, and nothing contradicts theirs
    TAKEN = "taken"  # ours was taken from that source


@dataclass(frozen=True, slots=True)
class Comparison:
    """One statement of a source, compared with ours."""

    source: str  # id of the opinions
    opinion: Opinion
    criterion: str  # the source's name for it; empty: the outcome as a whole
    theirs: str  # in the source's words
    ours: str  # met, not-met, undetermined; a level's id or none; less, more, open (points); published, in-part, not-published, unknown
    state: State
    because: str = ""  # why we differ, or what is open here; empty: nobody has explained it yet

    @property
    def is_open(self) -> bool:
        """Whether a difference waits for its explanation."""
        return self.state is State.DIFFER and not self.because


def every(known: Catalogue, found: Mapping[str, Summary]) -> tuple[Comparison, ...]:
    """Every statement that can be compared, by source, then in the source's order."""
    return tuple(one for source in known.opinions.values() for opinion in source.verdicts for one in of_one(source, opinion, found[opinion.model], known))


def of_one(source: Opinions, opinion: Opinion, one: Summary, known: Catalogue) -> Iterator[Comparison]:
    """The statements of one opinion: its outcome first, then its criteria. `one` is the model that it is on."""
    if opinion.means is not None and source.definition:
        ours = one.verdicts[source.definition].outcome.word
        yield _compared(source, opinion, "", opinion.says, ours, _plain(opinion.means, ours))
    if opinion.level is not None and source.definition:
        yield _ladder(source, opinion, one, known)
    if opinion.points is not None and source.definition:
        yield _score(source, opinion, opinion.points, one)
    for criterion, said in opinion.parts.items():
        means, key = source.words.get(said), source.criteria[criterion].component
        if means is not None and key is not None:
            yield _part(source, opinion, criterion, said, means, one.parts.get(key))


def counts(found: tuple[Comparison, ...]) -> dict[str, Counter[State]]:
    """Number of statements in each state, by source."""
    by_source: dict[str, Counter[State]] = {}
    for one in found:
        by_source.setdefault(one.source, Counter())[one.state] += 1
    return by_source


def _plain(theirs: str, ours: str) -> State:
    if ours == theirs:
        return State.AGREE
    return State.UNDETERMINED if ours == "undetermined" else State.DIFFER


def _ladder(source: Opinions, opinion: Opinion, one: Summary, known: Catalogue) -> Comparison:
    """Levels compared by their place; ours reaches from what is proven to what nothing rules out."""
    definition = known.definitions[source.definition or ""]
    places = {NO_LEVEL: -1} | {level.id: at for at, level in enumerate(definition.levels)}
    verdict = one.verdicts[definition.id]
    reached, possible = verdict.reached or NO_LEVEL, verdict.possible or NO_LEVEL
    theirs = opinion.level or NO_LEVEL
    if reached == possible == theirs:
        state = State.AGREE
    elif places[reached] <= places[theirs] <= places[possible]:
        state = State.UNDETERMINED
    else:
        state = State.DIFFER
    ours = reached if places[theirs] < places[reached] else possible
    return _compared(source, opinion, "", opinion.says, ours, state)


def _score(source: Opinions, opinion: Opinion, theirs: float, one: Summary) -> Comparison:
    """Points compared; ours reach from those that are proven to those that nothing rules out."""
    low, high = one.verdicts[source.definition or ""].points or (0.0, 0.0)
    state = State.AGREE if low == high == theirs else State.UNDETERMINED if low <= theirs <= high else State.DIFFER
    return _compared(source, opinion, "", opinion.says, "less" if high < theirs else "more" if low > theirs else "open", state)


def _part(source: Opinions, opinion: Opinion, criterion: str, said: str, means: str, part: Part | None) -> Comparison:
    ours = published(part)
    if ours == "unknown" or part is None:
        state = State.UNDETERMINED
    elif source.by is not None and part.checked_by == source.by:
        state = State.TAKEN
    elif ours == means:
        state = State.AGREE
    else:
        state = State.DEGREE if "in-part" in (ours, means) else State.DIFFER
    return _compared(source, opinion, criterion, said, ours, state)


def published(part: Part | None) -> str:
    """Extent to which a part is published: published, in-part (or behind a gate), not-published, unknown."""
    if part is None or part.availability in (None, "not-applicable"):
        return "unknown"
    if part.availability == "none":
        return "not-published"
    return "published" if part.availability == "public" and part.coverage != "partial" else "in-part"


def _compared(source: Opinions, opinion: Opinion, criterion: str, theirs: str, ours: str, state: State) -> Comparison:
    because = (opinion.explained.get(criterion) if criterion else opinion.because) or ""
    if state in (State.AGREE, State.TAKEN):
        because = ""
    elif state is not State.UNDETERMINED:
        because = because or _because(source, criterion, theirs, ours)
    return Comparison(source.id, opinion, criterion, theirs, ours, state, because)


def _because(source: Opinions, criterion: str, theirs: str, ours: str) -> str:
    """The first reason written for all such cases."""
    for reason in source.explanations:
        if (reason.criterion or "") == criterion and reason.theirs in (None, theirs) and reason.ours in (None, ours):
            return reason.because
    return ""
