"""Records of model files: parts, facts, answers and claims, each with its evidence. Absent is unknown, never no."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BeforeValidator, ConfigDict, Field, model_validator

from howopen.records.checked import Answer, Checked, LookedUp
from howopen.records.cures import CURES
from howopen.records.release import Specs, Variant
from howopen.records.types import (
    MOST_NAMES,
    Availability,
    Coverage,
    DatasetKind,
    Day,
    DayOrMonth,
    Extent,
    HubId,
    LicenseScope,
    Link,
    Links,
    Number,
    Phrase,
    Record,
    Stage,
    Text,
    WithheldReason,
    Word,
    as_list,
)


def _by_fetch_only(value: object) -> object:
    raise ValueError("is filled from outside, never by hand; remove it")


class Origin(Record):
    """Source of a fact that nobody wrote."""

    source: Phrase  # huggingface-models | huggingface-datasets | github | arxiv
    url: Link
    on: str = ""  # YYYY-MM-DD: when it was last confirmed; empty when unknown
    revision: str = ""  # of the source, where it has revisions


# What enrich notes on a part: never in a file, never in the schema.
Fetched_ = Annotated[dict[str, Origin], BeforeValidator(_by_fetch_only), Field(exclude=True, json_schema_extra={"hidden": True})]
# by fact: what it is by each side, any of which may be right; none where a side says what nothing here can name
Disputed = Annotated[dict[str, tuple[str, ...]], BeforeValidator(_by_fetch_only), Field(exclude=True, json_schema_extra={"hidden": True})]


class Gate(Record):
    """Gate between a person and the download. Absent keys are unknown."""

    approval: Literal["auto", "manual"] | None = Field(default=None, description="`auto`: opens by itself; `manual`: somebody decides.")
    personal_data: bool | None = Field(default=None, description="Whether it asks for personal data.")
    payment: bool | None = Field(default=None, description="Whether it asks for money.")
    excludes: tuple[Phrase, ...] | None = Field(
        default=None, description="People or places it shuts out; `[]` when somebody looked and found none.", examples=[["residents of the European Union"]]
    )


class Dataset(Record):
    """One data set that a model was trained or measured with."""

    name: Phrase = Field(description="What its publisher calls it.", examples=["Dolma 3"])
    kind: DatasetKind | None = Field(default=None, description="The four kinds of OSI's FAQ; absent is unknown.")
    stage: Stage | None = Field(default=None, description="The stage of training that used it; absent is unknown, or both.")
    availability: Availability | None = Field(default=None, description="How it can be had today; absent is unknown.")
    coverage: Coverage | None = Field(default=None, description="Whether all that was used can be had.")
    license: Phrase | None = Field(default=None, description="SPDX expression, or NONE when somebody looked and found none.", examples=["ODC-By-1.0"])
    license_scope: LicenseScope | None = Field(default=None, description="Where the license is stated.")
    where: Link | None = Field(default=None, description="Where to get it.")
    huggingface: HubId | None = Field(default=None, description="Its Hugging Face id, org/name.", examples=["allenai/dolma"])
    withheld_reason: WithheldReason | None = Field(default=None, description="Why it is not shared, by its holder's words.")
    evidence: Links = Field(default=(), description="Addresses that show it, where the part's own evidence does not.")
    fetched: Fetched_ = {}  # by fact: where it comes from when nobody wrote it
    disputed: Disputed = {}  # facts that the sources disagree about


class Component(Record):
    """One part of a model: how it can be had, how much of it, on which terms, and how we know. Absent is unknown."""

    availability: Availability | None = Field(
        default=None, description="`none` means that somebody looked and it is not published; absent means that nobody looked."
    )
    coverage: Coverage | None = Field(default=None, description="`full`: all of it; `partial`: a sample, one stage, one of several.")
    gate: Gate | None = Field(default=None, description="What the gate asks, when `availability` is gated.")
    license: Phrase | None = Field(
        default=None, description="SPDX expression; `NONE` when somebody looked and no license is given.", examples=["Apache-2.0", "MIT OR Apache-2.0"]
    )
    license_scope: LicenseScope | None = Field(default=None, description="Whether the license is stated for this part, for its repository, or only assumed.")
    embedded_in: Word | None = Field(default=None, description="The part that contains this one, such as results within a paper.")
    aspects: dict[Word, Extent] | None = Field(default=None, description="For usage information and method disclosure: how far each aspect is covered.")
    datasets: tuple[Dataset, ...] | None = Field(default=None, max_length=400, description="For data: each data set.")
    complete: bool | None = Field(default=None, description="For data: whether `datasets` names all that were used.")
    because: Text | None = Field(
        default=None,
        description="Required for `not-applicable`; otherwise a note in a sentence or two.",
        examples=["One script for each stage, with its settings."],
    )
    evidence: Links = Field(default=(), description="Addresses that anyone can open and that show what is said here; for `none`, where somebody looked.")
    checked: Checked | None = Field(default=None, description="Who last looked, and when.")
    fetched: Fetched_ = {}  # by fact: where it comes from when nobody wrote it
    disputed: Disputed = {}  # facts that the sources disagree about

    @property
    def says_something(self) -> bool:
        """Whether any fact is recorded of it."""
        return any((self.availability, self.coverage, self.license, self.datasets, self.aspects))

    @model_validator(mode="after")
    def _holds_together(self) -> Component:
        if self.says_something and not self.evidence:
            raise ValueError(CURES["evidence"])
        if self.says_something and self.checked is None:
            raise ValueError("says something without `checked`; add `checked: {on: YYYY-MM-DD, by: ...}`")
        if self.availability == "not-applicable" and not self.because:
            raise ValueError(CURES["because"])
        if self.gate is not None and self.availability not in ("gated", "on-request"):
            raise ValueError("has a `gate` but `availability` is not gated; say `availability: gated` or remove the gate")
        return self


class DataInformation(Record):
    """Information on the training data. In addition to the keys below, each aspect of the vocabulary: complete, partial, none or not-applicable."""

    model_config = ConfigDict(extra="allow")
    __pydantic_extra__: dict[str, Extent]

    license: Phrase | None = Field(
        default=None, description="SPDX expression of the documents that give the data information; `NONE` when there is none.", examples=["CC-BY-4.0"]
    )
    license_scope: LicenseScope | None = Field(default=None, description="Where that license is stated.")
    because: Text | None = Field(
        default=None,
        description="Required when an aspect is not-applicable; otherwise a note.",
        examples=["All training data are public, so none had to be described."],
    )
    evidence: Links = Field(default=(), description="The documents, or where somebody looked.")
    checked: Checked | None = Field(default=None, description="Who last looked, and when.")

    @property
    def aspects(self) -> dict[str, Extent]:
        """Each aspect of the vocabulary that somebody looked for, and how far it is covered."""
        return self.__pydantic_extra__

    @model_validator(mode="after")
    def _holds_together(self) -> DataInformation:
        if self.aspects or self.license:
            if not self.evidence:
                raise ValueError("says something without `evidence`; add the documents that show it, or where you looked")
            if self.checked is None:
                raise ValueError("says something without `checked`; add `checked: {on: YYYY-MM-DD, by: ...}`")
        if "not-applicable" in self.aspects.values() and not self.because:
            raise ValueError("has an aspect that is not-applicable without `because`; say why")
        return self


class Claim(Record):
    """Name that the developer gives the model, in the developer's own words."""

    says: Phrase = Field(description="A phrase at most.", examples=["open source"])
    of: Literal["model", "weights", "code", "data", "license", "project"] = Field(
        default="model", description="What it is said of. Only what is said of the model or its weights is held against a definition."
    )
    url: Link = Field(description="Where it says so.")
    on: DayOrMonth | None = Field(default=None, description="When it said so, YYYY-MM-DD or YYYY-MM.")


class TrainingCompute(Record):
    """Cumulative compute used for training, as a range."""

    low: Number = Field(description="FLOP, at least.", examples=[3.8e25])
    high: Number = Field(description="FLOP, at most.", examples=[3.8e25])
    evidence: Links = Field(min_length=1, description="Where the figure, or what it is computed from, is published.")
    because: Text | None = Field(default=None, description="How it was computed, when it is not stated.", examples=["6 x 8.03e9 parameters x 15e12 tokens."])
    checked: Checked | None = Field(default=None, description="Who last looked, and when.")

    @model_validator(mode="after")
    def _is_a_range(self) -> TrainingCompute:
        if self.low > self.high:
            raise ValueError(CURES["low-high"])
        return self


class Sources(Record):
    """Places where `fetch` looks."""

    huggingface: Annotated[tuple[HubId, ...], BeforeValidator(as_list)] = Field(
        default=(), max_length=MOST_NAMES, description="Hugging Face ids, org/name; the first is the release meant.", json_schema_extra={"or-one": True}
    )
    github: Annotated[tuple[HubId, ...], BeforeValidator(as_list)] = Field(
        default=(), max_length=MOST_NAMES, description="GitHub repositories, owner/name.", examples=[["allenai/OLMo-core"]], json_schema_extra={"or-one": True}
    )
    arxiv: Annotated[tuple[Annotated[str, Field(pattern=r"^[0-9]{4}\.[0-9]{4,5}$")], ...], BeforeValidator(as_list)] = Field(
        default=(), max_length=MOST_NAMES, description="arXiv ids of its papers, in quotes.", examples=[["2402.00838"]], json_schema_extra={"or-one": True}
    )
    osai: Annotated[tuple[Phrase, ...], BeforeValidator(as_list)] = Field(
        default=(),
        description="Its files in the European Open Source AI Index, where the Hugging Face id does not lead there.",
        examples=[["OLMo.yaml"]],
        json_schema_extra={"or-one": True},
    )
    mot: Annotated[tuple[Phrase, ...], BeforeValidator(as_list)] = Field(
        default=(),
        description="Its files in the Model Openness Tool, where the Hugging Face id does not lead there.",
        examples=[["OLMo-7B-hf.yml"]],
        json_schema_extra={"or-one": True},
    )


class Lineage(Record):
    """Evidence of what the model derives from."""

    evidence: Links = Field(min_length=1, description="Addresses that show it.")
    checked: Checked = Field(description="Who last looked, and when.")


class Settled(Record):
    """A conflict between sources that a person looked into; what this file says then holds."""

    conflict: Word = Field(description="Its id, as `check --conflicts` prints it.", examples=["file-and-card.weights.1a2b3c4d"])
    because: Text = Field(description="Why what this file says is right, in a sentence or two.", examples=["The card is a template."])
    by: Phrase = Field(description="Who settles it: `maintainers`, a source of the vocabulary, or @account.", examples=["maintainers"])
    on: Day = Field(description="The day, YYYY-MM-DD.", examples=["2026-11-20"])
    evidence: Links = Field(default=(), description="Addresses that it rests on.", examples=[["https://example.org/license"]])


class Model(Record):
    """One release of a model: everything that people found, with evidence. Absent is unknown, never no."""

    id: Word = Field(default="", exclude=True, json_schema_extra={"hidden": True})  # the file's name, set by load
    name: Phrase = Field(description="The release, as its developer writes it.", examples=["Llama 3.1 405B"])
    developer: Word = Field(description="A file under data/developers/, by name.", examples=["meta"])
    family: Word | None = Field(default=None, description="The family it belongs to, a key of `families` in its developer's file.", examples=["llama-3.1"])
    released: DayOrMonth | None = Field(default=None, description="First public release, YYYY-MM-DD or YYYY-MM.")
    about: Text | None = Field(
        default=None, description="Which release this is, where the name alone does not tell.", examples=["The base model of March 2025."]
    )
    modalities: tuple[Word, ...] = Field(default=(), description="What goes in and comes out.", examples=[["text"]])
    aliases: tuple[Word, ...] = Field(default=(), max_length=MOST_NAMES, description="Former ids; their addresses keep working.", examples=[["llama-3.1"]])
    specs: Specs | None = Field(default=None, description="Parameters and context length, and how we know them and `modalities`.")
    sources: Sources = Field(default_factory=Sources, description="Where `fetch` looks.")
    variants: tuple[Variant, ...] = Field(
        default=(),
        max_length=80,
        description="Checkpoints of this release that its developer publishes and of which all that stands here holds. What differs has a file of its own.",
        examples=[[{"huggingface": "EleutherAI/pythia-70m", "kind": "size", "parameters": "70M"}]],
    )
    derived_from: Annotated[tuple[Phrase, ...], Field(max_length=MOST_NAMES)] | None = Field(
        default=None, description="Ids here, or hf:org/name. `[]`: trained from scratch; absent: unknown.", examples=[["hf:allenai/OLMo-2-0325-32B"]]
    )
    lineage: Lineage | None = Field(default=None, description="How we know `derived-from`.")
    training_compute: TrainingCompute | None = Field(default=None, description="FLOP used for training, as a range.")
    claims: tuple[Claim, ...] = Field(default=(), max_length=20, description="What its developer calls it.")
    claims_looked_up: LookedUp | None = Field(
        default=None, description="Who looked for what its developer calls it, and where; without `claims` and `unread`: it calls it nothing."
    )
    components: dict[Word, Component] = Field(default_factory=dict, description="The parts of the vocabulary; absent is unknown.")
    data_information: DataInformation | None = Field(default=None, description="What is said of the training data.")
    answers: dict[Word, Answer] = Field(default_factory=dict, description="Answers to the questions of the vocabulary.")
    settled: tuple[Settled, ...] = Field(
        default=(),
        max_length=40,
        description="Conflicts between sources that a person looked into.",
        examples=[[{"conflict": "file-and-card.weights.1a2b3c4d", "because": "The card is a template.", "by": "maintainers", "on": "2026-11-20"}]],
    )
    fetched: Fetched_ = {}  # by fact: where it comes from when nobody wrote it

    @property
    def hub_ids(self) -> tuple[str, ...]:
        """Every Hugging Face id of it, the release meant first, then those of its variants."""
        return (*self.sources.huggingface, *(variant.huggingface for variant in self.variants))

    @property
    def claims_known(self) -> bool:
        """Whether it is known what its developer calls it or its weights: a claim was found, or all was read that may hold one."""
        looked = self.claims_looked_up
        return any(claim.of in ("model", "weights") for claim in self.claims) or (looked is not None and not looked.unread)

    def disputed_licenses(self) -> Iterator[tuple[str, str]]:
        """(component, license expression) of every side of a dispute about a license."""
        for key, part in self.components.items():
            holders: tuple[Component | Dataset, ...] = (part, *(part.datasets or ()))
            for holder in holders:
                yield from ((key, side) for side in holder.disputed.get("license", ()))

    def licensed(self) -> Iterator[tuple[str, str]]:
        """(component, license expression) of every part with a license, data sets included, as written; what data information says comes last."""
        for key, part in self.components.items():
            holders: tuple[Component | Dataset, ...] = (part, *(part.datasets or ()))
            for holder in holders:
                if holder.license:
                    yield key, holder.license
        if self.data_information and self.data_information.license:
            yield "data-information", self.data_information.license
