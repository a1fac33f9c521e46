"""Types of the fields of answers, and the base of all answers.

A field without a default is always there; one with a default is left out where it has that. What only the catalogue, or the record of a
data file, can say is marked by `WORDS` or `RECORD`; `schemas` fills it in.
"""

from __future__ import annotations

from typing import Annotated, Any, get_args

from msgspec import UNSET, Meta, Struct, UnsetType

from howopen.records.types import Freedom, Grant

WORDS, RECORD, ADDED, WITHOUT = "x-words", "x-record", "x-added", "x-without"  # keys of a schema that `schemas` fills in


def one_of(*words: str) -> Meta:
    """One of these words."""
    return Meta(extra_json_schema={"enum": list(words)})


Id = Annotated[str, Meta(pattern="^[a-z0-9][a-z0-9.-]*$")]
HubName = Annotated[str, Meta(pattern="/")]  # org/name
Address = Annotated[str, Meta(pattern="^https?://", extra_json_schema={"format": "uri"})]
Day = Annotated[str, Meta(extra_json_schema={"format": "date"})]  # YYYY-MM-DD
When = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]
Commit = Annotated[str, Meta(pattern="^[0-9a-f]{40,64}$")]
Count = Annotated[int, Meta(ge=0)]
Share = Annotated[float, Meta(ge=0, le=1)]
OutcomeWord = Annotated[str, one_of("met", "not-met", "undetermined")]
FindingWord = Annotated[str, one_of("met", "not-met", "undetermined", "not-applicable")]
StripWord = Annotated[str, one_of("met", "partial", "not", "unknown", "none")]
ClaimWord = Annotated[str, one_of("holds", "fails", "unclear", "none", "not-found", "not-looked-up")]
FreedomWord = Annotated[str, one_of(*get_args(Freedom))]
GrantWord = Annotated[str, one_of(*get_args(Grant))]
# one of the ids that the catalogue has
Result = Annotated[str, Meta(extra_json_schema={WORDS: "results"})]
Component = Annotated[str, Meta(extra_json_schema={WORDS: "components"})]
Tag = Annotated[str, Meta(extra_json_schema={WORDS: "tags"})]
FreedomOrTag = Annotated[str, Meta(extra_json_schema={WORDS: "freedoms-and-tags"})]
# the record of a data file as it is written: what nobody said is left out
ModelFacts = Annotated[dict[str, Any], Meta(extra_json_schema={RECORD: "Model"})]
LicenseFile = Annotated[dict[str, Any], Meta(extra_json_schema={RECORD: "License"})]
ClauseFile = Annotated[dict[str, Any], Meta(extra_json_schema={RECORD: "Clause"})]
TagFile = Annotated[dict[str, Any], Meta(extra_json_schema={RECORD: "Tag"})]
SettledFile = Annotated[dict[str, Any], Meta(extra_json_schema={RECORD: "Settled"})]
VocabularyFile = Annotated[dict[str, Any], Meta(extra_json_schema={RECORD: "Vocabulary"})]


class Answer(Struct, frozen=True, omit_defaults=True, rename="kebab"):
    """Part of an answer."""


class SecondLook(Answer, frozen=True):
    """Who read a fact again, and when; `of`: which facts of the part, all of them when it is empty."""

    on: Day
    by: str
    of: tuple[Id, ...] = ()


class Look(Answer, frozen=True):
    """Who looked, and when."""

    on: Day
    by: str
    again: SecondLook | UnsetType = UNSET
