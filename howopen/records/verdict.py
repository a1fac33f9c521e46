"""Verdicts and findings of the judge. Codes and values only: templates have the words."""

from __future__ import annotations

import enum
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from howopen.records.answer import Answer
from howopen.records.checked import Checked
from howopen.records.license_answers import LicenseAnswers
from howopen.records.requirement import Requirement


class Outcome(enum.IntEnum):
    """Three values in the order that makes all-of the least and any-of the greatest (strong Kleene logic)."""

    UNMET = 0
    UNKNOWN = 1
    MET = 2

    @property
    def word(self) -> str:
        """The word by which data, templates and answers name it."""
        return ("not-met", "undetermined", "met")[self]


class Reason(enum.StrEnum):
    """Why a finding came out as it did."""

    # met
    PUBLISHED = "published"
    TERMS_FIT = "terms-fit"
    FACT_FITS = "fact-fits"
    ANSWERED = "answered"
    NOTHING_TO_ASK = "nothing-to-ask"
    EACH_MEETS = "each-meets"
    # not met
    NOT_PUBLISHED = "not-published"
    ONLY_IN_PART = "only-in-part"
    GATED = "gated"
    ON_REQUEST = "on-request"
    REBUILDABLE = "rebuildable"
    GATE_MISSES = "gate-misses"
    NO_LICENSE = "no-license"
    TERMS_MISS = "terms-miss"
    TERMS_RESTRICT = "terms-restrict"
    TERMS_PENDING = "terms-pending"
    FACT_MISSES = "fact-misses"
    ANSWERED_OTHERWISE = "answered-otherwise"
    ONE_MISSES = "one-misses"
    # undetermined
    NOBODY_LOOKED = "nobody-looked"
    AVAILABILITY_UNKNOWN = "availability-unknown"
    AVAILABILITY_UNCLEAR = "availability-unclear"
    COVERAGE_UNKNOWN = "coverage-unknown"
    GATE_UNKNOWN = "gate-unknown"
    LICENSE_UNKNOWN = "license-unknown"
    LICENSE_NOT_ASSESSED = "license-not-assessed"
    LICENSE_INHERITED = "license-inherited"
    FACT_UNKNOWN = "fact-unknown"
    FACT_UNCLEAR = "fact-unclear"
    UNANSWERED = "unanswered"
    UNSURE = "unsure"
    DISPUTED = "disputed"
    EVIDENCE_GONE = "evidence-gone"
    LINEAGE_UNKNOWN = "lineage-unknown"
    LIST_INCOMPLETE = "list-incomplete"
    ONE_UNKNOWN = "one-unknown"
    MEANT_TO_BE_USED = "meant-to-be-used"
    # drops out
    NOT_USED = "not-used"
    # branches speak through what is within them
    WITHIN = "within"


class Finding(NamedTuple):
    """Outcome of one requirement for one model. There are 150 for each, and a tuple is made three times as fast as another frozen record."""

    requirement: Requirement
    outcome: Outcome
    reason: Reason
    applies: bool = True  # false: the part is not used and drops out
    subject: str = ""  # the component, fact, question, data set or ancestor asked about
    value: str = ""  # what was found: an availability, an extent, a license expression, an answer
    clauses: tuple[tuple[str, str, str], ...] = ()  # (license id, tag or freedom, clause) that decided it
    evidence: tuple[str, ...] = ()  # addresses
    checked: Checked | None = None
    note: str = ""  # what the person who looked wrote
    within: tuple[Finding, ...] = ()
    fetched: bool = False  # whether it rests on a fetched fact that nobody has confirmed

    @property
    def is_leaf(self) -> bool:
        """Whether it speaks for itself. A for-each does: whoever knows a list knows its members."""
        return self.requirement.all_of is None and self.requirement.any_of is None

    @property
    def deciding(self) -> tuple[Finding, ...]:
        """The findings within that make its outcome what it is; of alternatives, only those as good as the best."""
        if self.requirement.any_of is None:
            return self.within
        best = tuple(inner for inner in self.within if inner.outcome is self.outcome and inner.applies)
        return best[:1] if self.outcome is Outcome.MET else best

    def leaves(self) -> Iterator[Finding]:
        """The findings that speak for themselves and bear on the outcome, in order."""
        if self.is_leaf:
            yield self
        else:
            for inner in self.deciding:
                yield from inner.leaves()


@dataclass(frozen=True, slots=True)
class Rung:
    """A level's result: `own` for its requirements alone, `outcome` with the levels before it."""

    id: str
    outcome: Outcome
    own: Outcome
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """A criterion's result: the points that are proven, and those that nothing rules out."""

    id: str
    low: float
    high: float
    steps: tuple[Rung, ...] = ()  # named by their points; each stands for itself
    within: tuple[Points, ...] = ()  # of a mean
    applies: Outcome = Outcome.MET  # unmet: it drops out of its mean; unknown: nobody can say whether it does

    def single(self) -> Iterator[Points]:
        """The results within it that have steps, in order; itself where it has them."""
        if not self.within:
            yield self
        for one in self.within:
            yield from one.single()


class Steps(NamedTuple):
    """Sentences of a way to the next level, each once, in the definition's words."""

    todo: tuple[str, ...]  # what would have to change
    unknown: tuple[str, ...]  # what would have to be found out to be so


def steps(way: tuple[Finding, ...]) -> Steps:
    """Steps of one of a verdict's `changes`."""
    todo = dict.fromkeys(leaf.requirement.change for leaf in way if leaf.outcome is Outcome.UNMET and leaf.requirement.change)
    unknown = dict.fromkeys(leaf.requirement.says or "" for leaf in way if leaf.outcome is Outcome.UNKNOWN)
    return Steps(tuple(todo), tuple(unknown))


@dataclass(frozen=True, slots=True)
class Verdict:
    """One definition's result for one model."""

    definition: str
    rungs: tuple[Rung, ...]
    reached: str | None  # the highest level proven; none for a model that the definition does not speak of
    possible: str | None  # the highest level that nothing rules out; likewise
    outcome: Outcome  # of the highest level; for a plain verdict, the verdict; for a score, whether all its points are reached
    scope: Finding | None
    views: tuple[Rung, ...]
    unknowns: tuple[Finding, ...]  # those of the unknown that bear on the level after `reached`, in order
    changes: tuple[tuple[Finding, ...], ...]  # smallest sets of findings that would have to be met for the next level
    score: tuple[float, float] | None = None  # proven and possible share, 0 to 1
    criteria: tuple[Points, ...] = ()  # of a score

    @property
    def points(self) -> tuple[float, float] | None:
        """Points proven and points that nothing rules out; None for what is no score."""
        return (sum(one.low for one in self.criteria), sum(one.high for one in self.criteria)) if self.criteria else None

    @property
    def parts(self) -> tuple[Rung, ...]:
        """Its levels; of a score the steps of each criterion, in order."""
        return self.rungs or tuple(step for one in self.criteria for single in one.single() for step in single.steps)

    @property
    def in_scope(self) -> Outcome | None:
        """Whether the definition speaks of such a model; None where it speaks of every model."""
        return None if self.scope is None else self.scope.outcome

    @property
    def unknown(self) -> int:
        """Number of requirements that are unknown and bear on the next level; several may wait for one fact."""
        return len(self.unknowns)


@dataclass(frozen=True, slots=True)
class Judged:
    """Everything the judge says of one model."""

    model: str
    verdicts: dict[str, Verdict]  # by definition, in the definitions' order
    strip: tuple[tuple[str, str], ...]  # (component, met | partial | not | unknown), in the vocabulary's order
    claim: str  # holds | fails | unclear | none | not-found | not-looked-up: the developer's claim against the board's headline definition
    answer: Answer  # what a reader came to ask
    terms: LicenseAnswers  # what the terms of its weights let one do
    rank: int = 0  # 1 is first
    score: tuple[float, float] = (0.0, 1.0)  # proven and possible, 0 to 1
    # by definition, what each requirement on ancestors makes of this model when another derives from it
    passed_on: Mapping[str, Mapping[str, Outcome]] = field(default_factory=dict)
