"""A definition of open as data: levels of requirements, or for a score criteria whose steps earn points."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import Field, model_validator

from howopen.records.requirement import Requirement
from howopen.records.types import DayOrMonth, Keys, Link, Number, Phrase, Record, Text, Word


class Level(Record):
    """One rung; it includes the rungs before it."""

    id: Word = Field(description="Its name within the definition.", examples=["open-weights"])
    name: Phrase = Field(description="Its name, as the definition writes it.", examples=["Open Weights"])
    short: Phrase | None = Field(default=None, description="Its name where there is little room.", examples=["Class III"])
    says: Text | None = Field(default=None, description="What it asks, in a sentence.", examples=["Weights that anyone may use, study, modify and share."])
    requires: tuple[Requirement, ...] = Field(min_length=1, description="All of these have to be met.", examples=[[{"same-as": "weights-license"}]])


class View(Record):
    """A part of the definition told on its own, such as one freedom. It does not change the verdict."""

    id: Word = Field(description="Its name within the definition.", examples=["use"])
    name: Phrase = Field(description="Its name, as the definition writes it.", examples=["Use"])
    says: Text = Field(description="What it asks, in a sentence.", examples=["Use the system for any purpose."])
    requires: tuple[Requirement, ...] = Field(min_length=1, description="All of these have to be met.", examples=[[{"same-as": "weights-license"}]])


def figures(points: float) -> str:
    """The points as text, without an exponent."""
    return f"{points:g}" if points >= 0.0001 else "0"


class Step(Record):
    """A number of points of a criterion, and what earns it. The best step that is met counts; a step does not include the others."""

    points: Annotated[Number, Field(le=100)] = Field(description="The points that it gives.", examples=[2])
    says: Text = Field(description="What earns them, in a sentence.", examples=["Commercial use is allowed without credit."])
    requires: tuple[Requirement, ...] = Field(min_length=1, description="All of these have to be met.", examples=[[{"same-as": "weights-license"}]])

    @property
    def id(self) -> str:
        """Its name among the steps of its criterion: its points."""
        return figures(self.points)


class Criterion(Record):
    """A column of a score: the points of its best step, or the mean of the criteria within it. No step met gives none."""

    id: Word = Field(description="Its name within the definition.", examples=["weights-license"])
    name: Phrase = Field(description="Its name, as the definition writes it.", examples=["Weights license"])
    steps: tuple[Step, ...] = Field(default=(), description="Fewest points first.")
    mean_of: tuple[Criterion, ...] = Field(default=(), description="Criteria whose mean it is.")
    only_if: Requirement | None = Field(
        default=None,
        description="Within a mean: it drops out where this is not met or does not apply.",
        examples=[{"fact": "derived-from", "one-of": ["something"]}],
    )

    @property
    def most(self) -> float:
        """The most points that it can give."""
        return max(step.points for step in self.steps) if self.steps else sum(one.most for one in self.mean_of) / len(self.mean_of)

    def single(self) -> Iterator[Criterion]:
        """The criteria within it that have steps, in order; itself where it has them."""
        if self.steps:
            yield self
        for one in self.mean_of:
            yield from one.single()

    @model_validator(mode="after")
    def _is_one_thing(self) -> Criterion:
        if bool(self.steps) == bool(self.mean_of):
            raise ValueError("must have either `steps` or `mean-of`")
        if self.mean_of and all(one.only_if for one in self.mean_of):
            raise ValueError("has a mean of which every criterion may drop out; let one stay without `only-if`")
        points = [step.points for step in self.steps]
        if points != sorted(points) or len({step.id for step in self.steps}) < len(points):
            raise ValueError("has steps whose points do not rise; give each step more points than the one before")
        return self


class Source(Record):
    """A document that the file rests on, and how much of it was read."""

    title: Phrase = Field(description="The document's title.", examples=["The Open Source AI Definition 1.0"])
    url: Link = Field(description="Where it stands.")
    read: Literal["full-text", "translation", "excerpts", "secondary"] = Field(description="How much of it was read.")


class Definition(Record):
    """One definition of open, as data."""

    id: Word = Field(default="", exclude=True, json_schema_extra={"hidden": True})
    name: Phrase = Field(description="Its name, as its publisher writes it.", examples=["Open Source AI Definition"])
    short: Phrase = Field(description="Its name where there is little room.", examples=["OSAID 1.0"])
    badge: Phrase | None = Field(
        default=None, description="Its name and version on a badge; by default the short name and the version.", examples=["OSAID 1.0"]
    )
    publisher: Phrase = Field(description="Who published it.", examples=["Open Source Initiative"])
    version: Annotated[Phrase, Field(max_length=60)] = Field(description="Its version, as printed, in quotes.", examples=["1.0"])
    published: DayOrMonth = Field(description="When it was published, YYYY-MM-DD or YYYY-MM.")
    status: Literal["final", "interim", "draft", "unofficial"] = Field(description="How settled it is.")
    kind: Literal["verdict", "conditions", "ladder", "score"] = Field(description="How the result is worded; a score has criteria, the others have levels.")
    order: int = Field(description="Its place among the definitions, lowest first.", examples=[1])
    sources: tuple[Source, ...] = Field(min_length=1, description="The documents that the file rests on.")
    summary: Text = Field(
        description="What it asks, in a sentence or two of ours.", examples=["Code, weights and information on the data, so that anyone can rebuild it."]
    )
    reading: Text | None = Field(default=None, description="Where our reading goes beyond its words, and why.", examples=["It names no license for data."])
    caution: Text | None = Field(
        default=None, description="What a result here does not mean.", examples=["Nobody but its publisher can say that a model conforms."]
    )
    none: Phrase = Field(default="none", description="The word for reaching no level.", examples=["none"])
    scope: Requirement | None = Field(
        default=None,
        description="Whether the definition speaks of such a model at all; told beside the verdict.",
        examples=[{"question": "general-purpose", "answer": "yes"}],
    )
    out_of_scope: Phrase | None = Field(default=None, description="The words for a model that it does not speak of.", examples=["not a general-purpose model"])
    levels: tuple[Level, ...] = Field(default=(), description="Easiest first.")
    criteria: tuple[Criterion, ...] = Field(default=(), description="For a score: what points are given for; their sum is the result.")
    views: tuple[View, ...] = Field(default=(), description="Parts of the definition told on their own.")
    elements: tuple[Word, ...] = Field(
        default=(), description="Ids of the requirements that make the score, each weighing the same.", examples=[["parameters"]]
    )

    @property
    def most(self) -> float:
        """The most points that a score can give; 0 for other kinds."""
        return sum(criterion.most for criterion in self.criteria)

    @model_validator(mode="after")
    def _has_what_its_kind_asks(self) -> Definition:
        if (self.kind == "score") != bool(self.criteria) or (self.kind == "score") == bool(self.levels):
            raise ValueError("must have `criteria` and no `levels` when its kind is score, and `levels` and no `criteria` when it is another")
        if any(criterion.only_if for criterion in self.criteria):
            raise ValueError("has `only-if` in a criterion that is in no mean; remove it")
        if self.kind == "score" and (self.views or self.elements):
            raise ValueError("has `views` or `elements`, which nothing reads beside `kind: score`; remove them")
        return self

    def every(self) -> Iterator[Requirement]:
        """Each requirement of its conditions and parts, in order, before what is within it."""
        return (requirement for keys, requirement in self.placed() if keys[0] != "scope")

    def parts(self) -> Iterator[Level | View | Step]:
        """Its levels, then its views; of a score its steps."""
        return (part for _, part in self._parts())

    def _parts(self) -> Iterator[tuple[Keys, Level | View | Step]]:
        """(keys that lead to it in the file, part) of each part."""
        yield from ((("levels", at), level) for at, level in enumerate(self.levels))
        yield from ((("views", at), view) for at, view in enumerate(self.views))
        for keys, criterion in self.placed_criteria():
            yield from (((*keys, "steps", at), step) for at, step in enumerate(criterion.steps))

    def placed_criteria(self) -> Iterator[tuple[Keys, Criterion]]:
        """(keys that lead to it in the file, criterion) of each criterion, in order, before those within it."""

        def walk(criteria: tuple[Criterion, ...], keys: Keys) -> Iterator[tuple[Keys, Criterion]]:
            for at, criterion in enumerate(criteria):
                yield (*keys, at), criterion
                yield from walk(criterion.mean_of, (*keys, at, "mean-of"))

        return walk(self.criteria, ("criteria",))

    def placed(self) -> Iterator[tuple[Keys, Requirement]]:
        """(keys that lead to it in the file, requirement) of each requirement: its scope's and conditions' first, then those of its parts."""

        def walk(requirement: Requirement, keys: Keys) -> Iterator[tuple[Keys, Requirement]]:
            yield keys, requirement
            for key, position, inner in requirement.within():
                yield from walk(inner, (*keys, key, position))

        if self.scope:
            yield from walk(self.scope, ("scope",))
        for keys, criterion in self.placed_criteria():
            if criterion.only_if:
                yield from walk(criterion.only_if, (*keys, "only-if"))
        for keys, part in self._parts():
            for number, requirement in enumerate(part.requires):
                yield from walk(requirement, (*keys, "requires", number))

    def named(self) -> dict[str, Requirement]:
        """Its requirements by id, that of its scope included."""
        return {requirement.id: requirement for _, requirement in self.placed() if requirement.id}

    def on_ancestors(self) -> Iterator[Requirement]:
        """Each requirement that it makes of what a model derives from, that of its scope included, in order."""
        return (requirement for _, requirement in self.placed() if requirement.for_each == "ancestors")
