"""Shapes of answers on definitions, licenses, developers and the build: answers are made of these classes, and their schemas come from them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from msgspec import Meta

from howopen.render.api.field_types import (
    ADDED,
    RECORD,
    WITHOUT,
    Address,
    Answer,
    ClaimWord,
    ClauseFile,
    Commit,
    Component,
    Count,
    Day,
    FreedomWord,
    Id,
    LicenseFile,
    Result,
    Tag,
    TagFile,
    When,
)
from howopen.render.api.license_shapes import ListedAnswers


class DefinitionAdded(Answer, frozen=True):
    """Fields of a definition beyond those of its file."""

    id: Id
    results: dict[Result, Count]


class LicenseListed(Answer, frozen=True):
    """A license as it stands in a list."""

    id: str
    name: str
    url: Address | None
    on_spdx_list: bool


class LicenseUser(Answer, frozen=True):
    """A model that uses a license, and for which of its parts."""

    id: Id
    parts: tuple[Component, ...]


class WholeLicense(LicenseListed, frozen=True):
    """SPDX's flags and ours together. A freedom or tag left out was not assessed."""

    freedoms: dict[FreedomWord, ClauseFile]
    tags: dict[Tag, TagFile]
    record: LicenseFile | None
    answers: ListedAnswers
    models: list[LicenseUser]


class DeveloperAdded(Answer, frozen=True):
    """Fields of a developer beyond those of its file."""

    id: Id
    claims: dict[ClaimWord, Count]


class ModelClaimed(Answer, frozen=True):
    """A model of a developer, and whether the claim about it holds."""

    id: Id
    claim: ClaimWord


class DeveloperModelsAdded(DeveloperAdded, frozen=True):
    """Fields of a developer beyond those of its file, with its models."""

    models: list[ModelClaimed]


# fields of a whole answer that its entry in a list leaves out, by schema of the list
LEFT_OUT = {"definitions": ("levels", "views", "criteria", "scope"), "developers": ("models",)}
DefinitionWhole = Annotated[dict[str, Any], Meta(extra_json_schema={RECORD: "Definition", ADDED: "DefinitionAdded"})]
DefinitionListed = Annotated[dict[str, Any], Meta(extra_json_schema={RECORD: "Definition", ADDED: "DefinitionAdded", WITHOUT: list(LEFT_OUT["definitions"])})]
DeveloperWhole = Annotated[dict[str, Any], Meta(extra_json_schema={RECORD: "Developer", ADDED: "DeveloperModelsAdded"})]
DeveloperListed = Annotated[dict[str, Any], Meta(extra_json_schema={RECORD: "Developer", ADDED: "DeveloperAdded"})]


HistoryState = Literal["complete", "shallow", "none"]


class HistoryKept(Answer, frozen=True):
    """Reach of the history of changes."""

    state: HistoryState
    since: When | None
    changes: Count


class Counts(Answer, frozen=True):
    """Counts of models, developers, licenses and definitions, and of the models with each result."""

    models: Count
    developers: Count
    licenses: Count
    definitions: Count
    results: dict[Id, dict[Result, Count]]


class Build(Answer, frozen=True):
    """Inputs and counts of the build: the only answer that changes with every commit."""

    commit: Commit | None
    today: Day
    address: Address
    spdx_list: str
    attribution: str
    history: HistoryKept
    counts: Counts
