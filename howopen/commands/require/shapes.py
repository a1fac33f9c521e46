"""Shapes of the part of the API's answers that a policy is held against. What else an answer holds is not looked at."""

from __future__ import annotations

from typing import TypedDict


class Verdict(TypedDict):
    """A model's verdict under one definition."""

    reached: str | None
    possible: str | None
    unknown: int


Choice = TypedDict("Choice", {"licenses": list[str], "conditions": list[str], "restrictions": list[str], "not-assessed": list[str]})


class Weights(TypedDict):
    """Terms of the weights, of each license that one may choose."""

    choices: list[Choice] | None


class Commercial(TypedDict):
    """Whether one may earn money with the weights."""

    answer: str
    says: str


class Answer(TypedDict):
    """Answers to what people ask of a model."""

    commercial: Commercial


class Model(TypedDict):
    """Part of the site's answer on a model that a policy is held against."""

    id: str
    aliases: list[str]
    huggingface: list[str]
    verdicts: dict[str, Verdict]
    weights: Weights
    answer: Answer


class Models(TypedDict):
    """The site's answer on all models."""

    models: list[Model]


class Level(TypedDict):
    """A level of a definition."""

    id: str


class Levels(TypedDict):
    """Levels of a definition, lowest first."""

    levels: list[Level]


class Definition(TypedDict):
    """The site's answer on a definition."""

    definition: Levels


class Tag(TypedDict):
    """A word for something that a license says."""

    side: str


class Tags(TypedDict):
    """Words for what licenses say."""

    tags: dict[str, Tag]


class Vocabulary(TypedDict):
    """The site's answer on its words."""

    vocabulary: Tags
