"""Shapes of whole answers, each with what it begins with, and the name of its published schema."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated

from msgspec import Meta

from howopen.render.api.field_types import Answer, Id, VocabularyFile, When
from howopen.render.api.model_shapes import ChangeMade, Entry, RankedEntry, WholeModel
from howopen.render.api.reference_shapes import (
    Build,
    DefinitionListed,
    DefinitionWhole,
    DeveloperListed,
    DeveloperWhole,
    HistoryState,
    LicenseListed,
    WholeLicense,
)


class About(Answer, frozen=True):
    """The version of the answer's shape, the license of the data, and the version of each definition that verdicts rest on."""

    schema: Annotated[str, Meta(pattern=r"^1\.\d+$")]
    license: str
    definitions: dict[Id, str]


class ModelsAnswer(Answer, frozen=True):
    """Every model with its verdicts, best first."""

    about: About
    models: list[RankedEntry]


class ModelAnswer(Answer, frozen=True):
    """Everything known and judged of one model."""

    about: About
    model: WholeModel


class EntryAnswer(Answer, frozen=True):
    """One model with its verdicts."""

    about: About
    model: Entry


class DefinitionsAnswer(Answer, frozen=True):
    """Every definition, without its requirements."""

    about: About
    definitions: list[DefinitionListed]


class DefinitionAnswer(Answer, frozen=True):
    """One definition, and how many models stand where."""

    about: About
    definition: DefinitionWhole


class LicensesAnswer(Answer, frozen=True):
    """Every license in use or on file."""

    about: About
    licenses: list[LicenseListed]


class LicenseAnswer(Answer, frozen=True):
    """One license: what it allows, by which clause, and which models use it."""

    about: About
    license: WholeLicense


class DevelopersAnswer(Answer, frozen=True):
    """Every developer."""

    about: About
    developers: list[DeveloperListed]


class DeveloperAnswer(Answer, frozen=True):
    """One developer, its models, and how many of its claims hold."""

    about: About
    developer: DeveloperWhole


class VocabularyAnswer(Answer, frozen=True):
    """Every word the other answers use."""

    about: About
    vocabulary: VocabularyFile


class ChangesAnswer(Answer, frozen=True):
    """Every change, newest first."""

    about: About
    history: HistoryState
    since: When | None
    changes: list[ChangeMade]


class BuildAnswer(Answer, frozen=True):
    """The commit, the day, the versions and the counts of the build."""

    about: About
    build: Build


# by name of the published schema
ANSWERS: Mapping[str, type[Answer]] = {
    "models": ModelsAnswer,
    "model": ModelAnswer,
    "entry": EntryAnswer,
    "definitions": DefinitionsAnswer,
    "definition": DefinitionAnswer,
    "licenses": LicensesAnswer,
    "license": LicenseAnswer,
    "developers": DevelopersAnswer,
    "developer": DeveloperAnswer,
    "vocabulary": VocabularyAnswer,
    "changes": ChangesAnswer,
    "meta": BuildAnswer,
}
