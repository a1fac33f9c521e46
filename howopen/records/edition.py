"""Editions: all verdicts of one day, frozen under a name that stays. Written by `edition`, never by hand."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import Field, model_validator

from howopen.records.types import Day, Phrase, Record, Text, Word

NAME = re.compile(r"\d{1,9}(\.\d{1,9})+", re.ASCII)
_RESULTS = re.compile(r"[a-z0-9][a-z0-9.-]*( [a-z0-9][a-z0-9.-]*)*")


class Edition(Record):
    """Frozen state of the catalogue: its verdicts, and the digest of the data that they rest on."""

    id: Word = Field(default="", exclude=True, json_schema_extra={"hidden": True})
    on: Day = Field(description="The day it was frozen.")
    data: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")] = Field(
        description="The digest of all data but the editions: SHA-256 of what `sha256sum` prints of them."
    )
    definitions: dict[Word, Phrase] = Field(min_length=1, description="The version of each definition.")
    models: dict[Word, Text] = Field(description="By model: its result under each definition, in their order, apart by a space.")

    @model_validator(mode="after")
    def _complete(self) -> Edition:
        for key, results in self.models.items():
            if not _RESULTS.fullmatch(results):
                raise ValueError(f"gives {key} results that are no words apart by a space; take the file from its release")
            if len(results.split()) != len(self.definitions):
                raise ValueError(f"gives {key} another number of results than there are definitions; take the file from its release")
        return self

    def results(self, model: str) -> dict[str, str]:
        """By definition, the result of a model of the edition."""
        return dict(zip(self.definitions, self.models[model].split(), strict=True))


def newest_first(editions: dict[str, Edition]) -> list[Edition]:
    """The editions, the newest first; of one day in the order of their numbers."""

    def number(name: str) -> list[int]:
        return [int(part) for part in name.split(".") if part.isdecimal()]

    return sorted(editions.values(), key=lambda one: (one.on, number(one.id), one.id), reverse=True)
