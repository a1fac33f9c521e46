"""Shapes of the part of the API's answers that a policy is held against. What else an answer holds is not looked at."""

from __future__ import annotations

from typing import Annotated, TypedDict

from msgspec import Meta, Raw

_TEXT = r"\A[^\ud800-\udfff]*\Z"  # halves of a character cannot be written
Name = Annotated[str, Meta(max_length=300, pattern=_TEXT)]
Names = Annotated[list[Name], Meta(max_length=1000)]  # more are no answer, and would be compared for minutes


class Verdict(TypedDict):
    """A model's verdict under one definition."""

    reached: Name | None
    possible: Name | None
    unknown: Annotated[int, Meta(ge=0, le=10_000)]


Choice = TypedDict("Choice", {"licenses": Names, "conditions": Names, "restrictions": Names, "not-assessed": Names})


class Weights(TypedDict):
    """Terms of the weights, of each license that one may choose."""

    choices: Annotated[list[Choice], Meta(max_length=100)] | None


class Commercial(TypedDict):
    """Whether one may earn money with the weights."""

    answer: Name
    says: Annotated[str, Meta(max_length=10_000, pattern=_TEXT)]


class Answer(TypedDict):
    """Answers to what people ask of a model."""

    commercial: Commercial


class Model(TypedDict):
    """Part of the site's answer on a model that a policy is held against."""

    id: Name
    aliases: Names
    huggingface: Names
    verdicts: Annotated[dict[Name, Verdict], Meta(max_length=1000)]
    weights: Weights
    answer: Answer


class Models(TypedDict):
    """The site's answer on all models."""

    models: list[Model]


class Listed(TypedDict):
    """The same, with each model as it was sent."""

    models: list[Raw]


class Level(TypedDict):
    """A level of a definition."""

    id: Name


class Levels(TypedDict):
    """Levels of a definition, lowest first."""

    levels: Annotated[list[Level], Meta(max_length=1000)]


class Definition(TypedDict):
    """The site's answer on a definition."""

    definition: Levels


class Tag(TypedDict):
    """A word for something that a license says."""

    side: Name


class Tags(TypedDict):
    """Words for what licenses say."""

    tags: Annotated[dict[Name, Tag], Meta(max_length=1000)]


class Vocabulary(TypedDict):
    """The site's answer on its words."""

    vocabulary: Tags
