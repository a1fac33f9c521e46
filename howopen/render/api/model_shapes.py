"""Shapes of answers on models: an answer is made of these classes, and its published JSON Schema comes from them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, UnsetType

from howopen.records.change import CauseKind
from howopen.records.conflict import ConflictKind
from howopen.records.types import Availability, LicenseScope
from howopen.render.api.answer_shapes import AnswerLine
from howopen.render.api.field_types import (
    ADDED,
    RECORD,
    WITHOUT,
    Address,
    Answer,
    ClaimWord,
    Commit,
    Component,
    Day,
    FreedomWord,
    GrantWord,
    HubName,
    Id,
    ModelFacts,
    SettledFile,
    Share,
    StripWord,
    Tag,
    When,
    one_of,
)
from howopen.render.api.license_shapes import TermsAnswers
from howopen.render.api.verdict_shapes import ReasonedVerdict, Verdict


class Range(Answer, frozen=True):
    """The share of the requirements that is proven, and the share that nothing rules out."""

    proven: Share
    possible: Share


class Choice(Answer, frozen=True):
    """Freedoms and tags of one license, or of one set of licenses that apply together. A freedom left out was not assessed."""

    licenses: list[str]
    freedoms: dict[FreedomWord, GrantWord]
    grants: list[Tag]
    conditions: list[Tag]
    restrictions: list[Tag]
    pending: list[Tag]
    not_assessed: list[Tag]


class Weights(Answer, frozen=True):
    """Availability of the weights, and their terms."""

    availability: Annotated[Availability | None, Meta(description="null: unknown.")]
    license: Annotated[str | None, Meta(description="An SPDX expression; NONE: somebody looked, and none is given; null: unknown.")]
    license_scope: LicenseScope | None
    commercial_use: Annotated[
        str,
        one_of("free", "limited", "unknown"),
        Meta(description="free: under at least one license that one may choose, whoever holds to it may use it commercially without conditions."),
    ]
    choices: Annotated[list[Choice] | None, Meta(description="What each license that one may choose says; null: the license is unknown.")]


class Links(Answer, frozen=True):
    """Addresses of the model's page, answers and badge."""

    page: Address
    answer: Address
    cyclonedx: Address
    badge: Address


class Entry(Answer, frozen=True):
    """A model as it stands in a list."""

    id: Id
    name: str
    developer: Id
    family: Annotated[Id | None, Meta(description="A key of `families` of the developer.")]
    released: Annotated[str | None, Meta(description="YYYY-MM-DD or YYYY-MM; null: unknown.")]
    modalities: tuple[Id, ...]
    parameters: Annotated[Annotated[int, Meta(ge=1)] | None, Meta(description="All of them; null: unknown.")]
    active_parameters: Annotated[Annotated[int, Meta(ge=1)] | None, Meta(description="Those that work on each token; null: unknown, or all.")]
    context_length: Annotated[Annotated[int, Meta(ge=1)] | None, Meta(description="Tokens that it takes at once; null: unknown.")]
    huggingface: Annotated[tuple[HubName, ...], Meta(description="The release meant first; its variants, which `facts` describes, last.")]
    aliases: tuple[Id, ...]
    checked: Annotated[Day | None, Meta(description="The last day on which anybody looked at any part.")]
    answer: AnswerLine
    claim: Annotated[
        ClaimWord,
        Meta(description="Whether its developer's claim of open source holds; none: none where somebody looked; not-found, not-looked-up: unknown."),
    ]
    score: Range
    availability: Annotated[
        dict[Component, str], Meta(description="By part: public, gated, on-request, none, not-applicable, unknown; or listed: each data set has its own.")
    ]
    strip: dict[Component, StripWord]
    weights: Weights
    verdicts: Mapping[Id, Verdict]
    links: Links


class RankedEntry(Entry, frozen=True):
    """A model with its rank."""

    rank: Annotated[Annotated[int, Meta(ge=1)] | None, Meta(description="null: nobody examined it, so it has none.")]


class Provenance(Answer, frozen=True):
    """The source of a fact that nobody wrote."""

    source: str
    url: Address
    on: str
    revision: str


class ConflictSide(Answer, frozen=True):
    """One source's word on a disputed fact."""

    who: str
    says: str
    url: Address | None
    on: str | None


class ConflictFound(Answer, frozen=True, kw_only=True):
    """Two sources that cannot both be right about one fact."""

    id: str
    kind: ConflictKind
    component: str
    fact: str
    dataset: str | UnsetType = UNSET
    sides: list[ConflictSide]
    settled: SettledFile | None


class OpinionSource(Answer, frozen=True):
    """The publisher of an opinion."""

    who: str
    source: Address
    definition: Id | None
    published: str


OpinionSaid = Annotated[dict[str, Any], Meta(extra_json_schema={RECORD: "Opinion", WITHOUT: ["model"], ADDED: "OpinionSource"})]


class CriterionSaid(Answer, frozen=True):
    """One criterion of another index, and its word on it."""

    criterion: str
    says: str
    link: Address | None


class SecondOpinionSaid(Answer, frozen=True):
    """Another index's finding, by its own criteria."""

    who: str
    of: str
    overall: str
    criteria: list[CriterionSaid]
    url: Address
    on: str | None


class CauseNamed(Answer, frozen=True):
    """A file that changed in the same commit and that the verdict rests on."""

    kind: CauseKind
    id: str


class VerdictShift(Answer, frozen=True):
    """A result under one definition before and after."""

    definition: Id
    version: str
    before: Id | None  # a level that a definition had then need not be one it has now
    after: Id


class ScoreShift(Answer, frozen=True):
    """The score before and after."""

    before: Range
    after: Range


class ChangeMade(Answer, frozen=True):
    """A model that one commit added, removed or brought other verdicts."""

    kind: Literal["added", "changed", "removed"]
    model: Id
    name: str
    developer: Id
    on: When
    commit: Commit
    causes: list[CauseNamed]
    verdicts: list[VerdictShift]
    score: ScoreShift | UnsetType = UNSET


class WholeModel(Entry, frozen=True):
    """Everything known and judged of one model."""

    verdicts: Mapping[Id, ReasonedVerdict]
    terms: Annotated[TermsAnswers, Meta(description="What the licenses of its weights and of its bases let one do.")]
    facts: ModelFacts
    fetched: Annotated[dict[str, Provenance], Meta(description="Where each fact comes from that nobody wrote, by its place in facts.")]
    conflicts: Annotated[list[ConflictFound], Meta(description="Where sources disagree; a fact in an open conflict counts as unknown.")]
    ancestors: Annotated[tuple[str, ...] | None, Meta(description="Ids here or hf:org/name, nearest first; ?: one that nobody named; null: unknown.")]
    opinions: list[OpinionSaid]
    second_opinions: list[SecondOpinionSaid]
    history: list[ChangeMade]
