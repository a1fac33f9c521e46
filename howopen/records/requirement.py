"""A requirement as data: one thing a definition asks, a leaf that reads one fact or a branch over others.

A requirement is exactly one of these:

    component: weights          with availability, coverage, gate, license: tests on one part
    fact: training-compute      with one-of / unclear / at-most / at-least: a recorded fact compared
    question: skilled-person    with answer: a person's answer
    all-of / any-of: [...]      the least / the greatest of the requirements within
    for-each: training-data     with where, requires: the requirements on each data set, or on each of the `ancestors`
    same-as: an-id              a requirement stated elsewhere in the file
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Literal, get_args

from pydantic import Field, model_validator

from howopen.records.types import Availability, Coverage, DatasetKind, Freedom, Grant, Link, Number, Phrase, Record, Stage, Text, Word

Kind = Literal["component", "fact", "question", "all_of", "any_of", "for_each", "same_as"]
KINDS: tuple[Kind, ...] = get_args(Kind)


class AvailabilityTest(Record):
    """Ways of getting a part that meet the requirement, and those that leave it undetermined; the rest do not meet it."""

    meets: tuple[Availability, ...] = Field(description="What meets the requirement.")
    unclear: tuple[Availability, ...] = Field(default=(), description="What leaves it undetermined.")


class GateTest(Record):
    """Limits on the gate of a part that has one. A part that anyone can get passes."""

    approval: tuple[Literal["auto", "manual"], ...] | None = Field(default=None, description="How it may open: by itself, or after somebody decides.")
    payment: bool | None = Field(default=None, description="Whether it asks for money.")
    personal_data: bool | None = Field(default=None, description="Whether it asks for personal data.")
    excludes: Literal["nobody"] | None = Field(default=None, description="`nobody`: it may shut nobody out.")

    @model_validator(mode="after")
    def _asks_something(self) -> GateTest:
        if (self.approval, self.payment, self.personal_data, self.excludes) == (None, None, None, None):
            raise ValueError("tests nothing; add approval, payment, personal-data or excludes, or remove it")
        return self


class LicenseTest(Record):
    """Tests of the terms. Each that is given must hold; a license not assessed for it leaves it undetermined."""

    any_tag: tuple[Word, ...] = Field(default=(), description="One of these tags must hold.")
    no_tag: tuple[Word, ...] = Field(default=(), description="None of these tags may hold.")
    grants: dict[Freedom, tuple[Grant, ...]] = Field(default_factory=dict, description="How each freedom may stand.")
    stated: bool = Field(default=True, description="Whether an inherited license proves nothing. `false` takes any license that is known.")
    known: bool = Field(default=False, description="Any license at all will do, so long as one is given.")
    none: bool = Field(default=False, description="No license may be given: somebody looked and found none.")

    @model_validator(mode="after")
    def _asks_one_thing(self) -> LicenseTest:
        terms = bool(self.any_tag or self.no_tag or self.grants)
        if terms + self.known + self.none == 0:
            raise ValueError("tests nothing; add any-tag, no-tag, grants, known or none, or remove it")
        if terms + self.known + self.none > 1:
            raise ValueError("asks for terms and for `known` or `none`, which leave no room for terms; keep one of them")
        if self.none and not self.stated:
            raise ValueError("has `stated`, which nothing reads beside `none`; remove it")
        return self


class DatasetTest(Record):
    """Selection of the data sets that a `for-each` asks about. A set whose kind is unknown is asked about and left undetermined."""

    kind: tuple[DatasetKind, ...] | None = Field(default=None, description="Of these kinds.")
    availability: tuple[Availability, ...] | None = Field(default=None, description="That can be had in these ways.")
    stage: tuple[Stage, ...] | None = Field(default=None, description="That were used at these stages of training.")


class Requirement(Record):
    """One thing a definition asks."""

    id: Word | None = Field(default=None, description="Its name within the definition.", examples=["weights-license"])
    says: Text | None = Field(default=None, description="The requirement in a sentence.", examples=["The weights can be had in full"])
    cite: Link | None = Field(
        default=None, description="Where the definition says so; without it, that of a requirement around it, of which one has to have it."
    )
    clause: Phrase | None = Field(default=None, description="The paragraph there.", examples=["Art. 53(2)"])
    basis: Literal["text", "faq", "checklist", "project-reading"] | None = Field(
        default=None, description="What it rests on: the definition's text, its FAQ or checklist, or only on how this project reads it."
    )
    reading: Text | None = Field(
        default=None, description="What is our reading of it, and why.", examples=["It names no license, so any terms that say so will do."]
    )
    change: Phrase | None = Field(
        default=None, description="What somebody would do to meet it, in the imperative, without a full stop.", examples=["publish the training code"]
    )
    otherwise: Phrase | None = Field(
        default=None, description="What is the case when it is not met, as a clause without a full stop.", examples=["its training code is not published"]
    )
    if_used: bool = Field(default=False, description="Whether a part that the model does not have drops out.")
    today: bool = Field(default=False, description="Whether it must hold today: where all evidence of it is gone, it is undetermined.")

    component: Word | None = Field(default=None, description="The part that it tests.")
    availability: AvailabilityTest | None = Field(default=None, description="How the part may be had.")
    coverage: tuple[Coverage, ...] | None = Field(default=None, min_length=1, description="How much of the part has to be there.")
    gate: GateTest | None = Field(default=None, description="What a gate in front of the part may ask.")
    license: LicenseTest | None = Field(default=None, description="What the part's terms must say.")

    fact: Phrase | None = Field(default=None, description="The recorded fact that it compares.")
    one_of: tuple[str, ...] | None = Field(default=None, description="The values that meet it.", examples=[["complete"]])
    unclear: tuple[str, ...] = Field(default=(), description="The values that leave it undetermined.", examples=[["partial"]])
    at_most: Number | None = Field(default=None, description="For a range: all of it at or below this.")
    at_least: Number | None = Field(default=None, description="For a range: all of it at or above this.")

    question: Word | None = Field(default=None, description="The question that a person answers.")
    answer: Literal["yes", "no"] | None = Field(default=None, description="The answer that meets it.")

    all_of: tuple[Requirement, ...] | None = Field(default=None, min_length=1, description="All of these.", examples=[[{"same-as": "weights-license"}]])
    any_of: tuple[Requirement, ...] | None = Field(
        default=None, min_length=1, description="At least one of these.", examples=[[{"same-as": "weights-license"}]]
    )
    for_each: Word | None = Field(default=None, description="The list whose members it asks about.")
    where: DatasetTest | None = Field(default=None, description="Which data sets it asks about; without it, all.")
    requires: tuple[Requirement, ...] | None = Field(
        default=None, min_length=1, description="What each member must meet.", examples=[[{"same-as": "weights-license"}]]
    )
    of_others: bool = Field(default=False, description="For ancestors: whether those of the same developer are left out.")
    when_empty: Literal["met", "unknown"] = Field(default="unknown", description="What it comes to when the list is complete and has none that it asks about.")
    same_as: Word | None = Field(default=None, description="The id of a requirement stated elsewhere in the file.", examples=["weights-license"])

    @cached_property
    def kind(self) -> Kind:
        """Name of its kind, one of the seven."""
        return next(kind for kind in KINDS if getattr(self, kind) is not None)

    def within(self) -> Iterator[tuple[str, int, Requirement]]:
        """(key in the file, position from 0, requirement) of each requirement directly within this one, in order."""
        for key, inner in (("all-of", self.all_of), ("any-of", self.any_of), ("requires", self.requires)):
            for position, requirement in enumerate(inner or ()):
                yield key, position, requirement

    def walk(self, *, into_lists: bool = True) -> Iterator[Requirement]:
        """This requirement, then each one within it, in order; without `into_lists`, none of what a for-each asks of its members."""
        yield self
        if into_lists or self.for_each is None:
            for _, _, requirement in self.within():
                yield from requirement.walk(into_lists=into_lists)

    @model_validator(mode="after")
    def _is_one_thing(self) -> Requirement:
        kinds = [kind for kind in KINDS if getattr(self, kind) is not None]
        if len(kinds) != 1:
            raise ValueError("must be exactly one of component, fact, question, all-of, any-of, for-each, same-as")
        kind = kinds[0]
        if kind == "component" and not (self.availability or self.coverage or self.gate or self.license):
            raise ValueError("names a component and tests nothing; add availability, coverage, gate or license")
        if kind != "component" and self.for_each is None and (self.availability or self.coverage or self.gate or self.license):
            raise ValueError("tests availability, coverage, gate or license without `component`")
        if kind == "fact" and self.one_of is None and self.at_most is None and self.at_least is None:
            raise ValueError("names a fact and compares it with nothing; add one-of, at-most or at-least")
        if kind == "question" and self.answer is None:
            raise ValueError("asks a question without `answer`; add the answer that meets it")
        if kind == "for_each" and not (self.requires or self.availability or self.coverage or self.license):
            raise ValueError("has for-each without `requires`; add what each must meet")
        if kind in ("component", "fact", "question", "for_each") and not (self.id and self.says):
            raise ValueError("needs an `id` and a sentence in `says`")
        self._is_read_whole()
        return self

    def _is_read_whole(self) -> None:
        """Raises ValueError for a key that has a value and that nothing reads beside the others."""
        kind: str = self.kind
        if kind == "fact" and (self.at_most is not None or self.at_least is not None):
            kind = "range"
        elif self.for_each == "ancestors":
            kind = "ancestors"
        ignored = sorted(key for key in self.model_fields_set - READ[kind] if getattr(self, key) != type(self).model_fields[key].default)
        if ignored:
            key, beside = ignored[0].replace("_", "-"), BESIDE.get(kind, f"`{kind.replace('_', '-')}`")
            raise ValueError(f"has `{key}`, which nothing reads beside {beside}; remove it{CURES.get((kind, ignored[0]), '')}")
        if kind in ("fact", "range") and (self.fact == "training-compute") != (kind == "range"):
            raise ValueError("compares a range with words, or words with a range; training-compute takes at-most and at-least, any other fact takes one-of")


# The keys of a requirement that something reads, by its kind: those that judging reads, and those that are told of it.
_TOLD = frozenset({"id", "says", "cite", "clause", "basis", "reading", "otherwise"})
_LEAF = _TOLD | {"change"}
READ: dict[str, frozenset[str]] = {
    "component": _LEAF | {"component", "availability", "coverage", "gate", "license", "if_used", "today"},
    "fact": _LEAF | {"fact", "one_of", "unclear", "if_used"},
    "range": _LEAF | {"fact", "at_most", "at_least"},
    "question": _LEAF | {"question", "answer"},
    "all_of": _TOLD | {"all_of"},
    "any_of": _TOLD | {"any_of"},
    "for_each": _LEAF | {"for_each", "where", "requires", "availability", "coverage", "license", "if_used", "today", "when_empty"},
    "ancestors": _LEAF | {"for_each", "requires", "of_others", "when_empty"},
    "same_as": frozenset({"id", "same_as"}),
}
BESIDE = {"range": "at-most or at-least", "ancestors": "`for-each: ancestors`"}
CURES = {
    ("for_each", "gate"): "; nobody records the gates of data sets",
    **{("ancestors", key): ", or ask for it in `requires`" for key in ("availability", "coverage", "license", "gate", "if_used", "today")},
    **{(branch, "change"): ", or move it to the requirements within" for branch in ("all_of", "any_of")},
}
