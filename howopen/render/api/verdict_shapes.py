"""Shapes of verdicts, by definition: a result, and what was found for each requirement."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import UNSET, Meta, UnsetType

from howopen.records.verdict import Reason
from howopen.render.api.field_types import Address, Answer, Count, FindingWord, FreedomOrTag, Id, Look, OutcomeWord, Result


class PointsRange(Answer, frozen=True):
    """The points of a score: those that are proven, those that nothing rules out, and the most there are."""

    proven: float
    possible: float
    most: float


class Verdict(Answer, frozen=True, kw_only=True):
    """A verdict under one definition."""

    version: str
    result: Annotated[
        Result, Meta(description="met, not-met, undetermined; of a ladder the level reached, undetermined or none; of a score its points; or out-of-scope.")
    ]
    reached: Annotated[Id | None, Meta(description="The highest level proven.")]
    possible: Annotated[Id | None, Meta(description="The highest level that nothing rules out.")]
    unknown: Annotated[Count, Meta(description="How many requirements that bear on the next level are unknown; several may wait for one fact.")]
    outcome: Annotated[
        OutcomeWord | UnsetType, Meta(description="What its requirements come to, also where `in-scope` is false; count models by `result`.")
    ] = UNSET
    points: PointsRange | UnsetType = UNSET
    in_scope: bool | UnsetType | None = UNSET
    views: dict[Id, OutcomeWord] | UnsetType = UNSET


class DecidingClause(Answer, frozen=True):
    """A clause of a license that decided a finding."""

    license: str
    of: FreedomOrTag
    clause: str


class Finding(Answer, frozen=True):
    """Outcome of one requirement, and what settles it."""

    outcome: FindingWord
    reason: Reason
    requirement: str | UnsetType = UNSET
    subject: str | UnsetType = UNSET
    value: str | UnsetType = UNSET
    clauses: tuple[DecidingClause, ...] | UnsetType = UNSET
    evidence: tuple[Address, ...] | UnsetType = UNSET
    checked: Look | UnsetType = UNSET
    note: str | UnsetType = UNSET
    fetched: Literal[True] | UnsetType = UNSET
    within: list[Finding] | UnsetType = UNSET


class Rung(Answer, frozen=True):
    """A level of the definition, and what was found for it."""

    id: Id
    outcome: OutcomeWord
    findings: list[Finding]


class CriterionScored(Answer, frozen=True):
    """A criterion of a score: the points proven, the points possible, and what was found for each step."""

    id: Id
    proven: float
    possible: float
    applies: Annotated[OutcomeWord, Meta(description="Whether it counts in the mean that it is in; met where it is in none.")]
    steps: list[Rung] | UnsetType = UNSET
    within: list[CriterionScored] | UnsetType = UNSET


class OpenQuestion(Answer, frozen=True):
    """A requirement whose answer is unknown and bears on the next level."""

    requirement: str | None
    subject: str
    reason: Reason


class ChangeNeeded(Answer, frozen=True):
    """A change that would bring the next level nearer."""

    requirement: str | None
    subject: str
    change: str | None


class ReasonedVerdict(Verdict, frozen=True, kw_only=True):
    """A verdict under one definition, with why it is what it is and the way on from it."""

    scope: Finding | UnsetType = UNSET
    levels: list[Rung]
    criteria: list[CriterionScored] | UnsetType = UNSET
    unknowns: list[OpenQuestion]
    changes: Annotated[list[list[ChangeNeeded]], Meta(description="Each a set of changes that would reach the next level, smallest first.")]
