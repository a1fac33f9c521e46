"""Policy of somebody who uses models: what a model has to be, to be let in."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from howopen.records.types import Phrase, Record, Word


class LicensePolicy(Record):
    """Which terms of the weights are acceptable."""

    accept: tuple[Word, ...] | None = Field(
        default=None,
        description="Conditions and restrictions that are acceptable, by their words in the vocabulary; any other is not. Left out: all are.",
        examples=[["attribution", "license-copy"]],
    )
    commercial_use: Literal["yes", "yes-if"] | None = Field(default=None, description="`yes`: free of conditions; `yes-if`: conditions will do.")


class Policy(Record):
    """A policy that models are held against."""

    name: Phrase = Field(default="policy", description="What reports call it.")
    definitions: dict[Word, Annotated[str, Field(max_length=80)]] = Field(
        default_factory=dict,
        description="By definition: the least result, `met` or the id of a level.",
        examples=[{"id-of-a-definition": "met"}],
    )
    licenses: LicensePolicy = Field(default_factory=LicensePolicy, description="Which terms of the weights are acceptable.")
    unknown: Literal["fails", "passes", "unknown"] = Field(
        default="unknown", description="What it counts as when something asked for is not known, or a model is not in the catalogue."
    )

    @model_validator(mode="after")
    def _asks_something(self) -> Policy:
        if not self.definitions and self.licenses == LicensePolicy():
            raise ValueError("asks for nothing; name a definition with its least result, or what licenses may say")
        return self
