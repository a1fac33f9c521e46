"""The small types that records are made of, and what all records share."""

from __future__ import annotations

import datetime
import re
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, WithJsonSchema

from howopen.records.cures import CURES

_LINK = re.compile(r"https?://[^\s<>\"'`\\{}|^]+\Z")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})\Z", re.ASCII)
_MONTH = re.compile(r"(\d{4})-(\d{2})\Z", re.ASCII)
# Right-to-left overrides, zero-width, tag and other invisible characters make a text say what it does not show. Joiners stay: scripts need them.
_INVISIBLE = re.compile(
    "[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ufdd0-\ufdef\ufe00-\ufe0d\ufeff\uffa0\ufff9-\ufffb\ufffe\uffff\ud800-\udfff\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SHOWN = re.compile("[^\\s\u2800]")  # a cell of Braille without a dot is as blank as a space


HIDDEN = "has an invisible or text-reordering character; remove it"


def hidden(text: str) -> int | None:
    """The place of the first invisible or text-reordering character; None where there is none."""
    found = _INVISIBLE.search(text)
    return found.start() if found else None


def visible(text: str) -> str:
    """The text with each invisible or text-reordering character as its code, such as \\x202e."""
    return _INVISIBLE.sub(lambda found: f"\\x{ord(found[0]):02x}", text)


def _is_text(value: str) -> str:
    if hidden(value) is not None:
        raise ValueError(HIDDEN)
    return value


def _is_seen(value: str) -> str:
    if value and not _SHOWN.search(value):
        raise ValueError("has nothing that can be seen; write it, or leave it out")
    return value


def _is_one_line(value: str) -> str:
    if any(character in value for character in "\t\n\r"):
        raise ValueError("has a tab or an end of line; write it on one line")
    return value


def _flat(value: Any) -> Any:
    """Text with a space for each tab and end of line."""
    return re.sub(r"[\t\n\r]", " ", value) if isinstance(value, str) else value


def _is_link(value: str) -> str:
    if not _LINK.match(value):
        raise ValueError(CURES["address"])
    return value


def _is_day(value: str) -> str:
    if not _DAY.match(value):
        raise ValueError(CURES["day"])
    try:
        datetime.date.fromisoformat(value)
    except ValueError as error:
        raise ValueError(f"is no day of the calendar: {error}") from None
    return value


def _is_day_or_month(value: str) -> str:
    month = _MONTH.match(value)
    if month and 1 <= int(month[2]) <= 12:
        return value
    if month:
        raise ValueError("is no month of the calendar")
    if not _DAY.match(value):
        raise ValueError(CURES["day-or-month"])
    return _is_day(value)


_COUNT = re.compile(r"(\d{1,20}(?:\.\d{1,20})?)(?:[eE]\+?(\d{1,2})|([MBT]))?\Z", re.ASCII)
_ZEROS = {"M": 6, "B": 9, "T": 12}


def _count(value: Any) -> int:
    """A number as people write it, exactly: 8030261248, 8.03B, 8.03e9. YAML makes a float of the last, or text, as its version has it."""
    number = None
    if isinstance(value, (int, float)) and not isinstance(value, bool) and abs(value) < 2**53:
        number = Decimal(value)  # below 2**53 a float is the whole number that was written
    elif isinstance(value, str) and (match := _COUNT.match(value)):
        number = Decimal(match[1]).scaleb(int(match[2] or 0) + _ZEROS.get(match[3] or "", 0))
    if number is None or number != number.to_integral_value() or not 1 <= number < 10**16:
        raise ValueError(CURES["parameters"])
    return int(number)


def _tokens(value: Any) -> int:
    """A number of tokens. 128K is 131,072 to some and 128,000 to others."""
    if isinstance(value, str) and value[-1:] in "kKMBT":
        raise ValueError(CURES["tokens"])
    return _count(value)


def as_list(value: Any) -> Any:
    """One value where a list may stand."""
    return value if value is None or isinstance(value, (list, tuple, dict)) else [value]


Text = Annotated[str, Field(min_length=1, max_length=1500), AfterValidator(_is_text), AfterValidator(_is_seen)]
Phrase = Annotated[str, Field(min_length=1, max_length=160), AfterValidator(_is_text), AfterValidator(_is_one_line), AfterValidator(_is_seen)]
# The same as others say it: what is odd in their texts is kept as one line, so that it loses no fact beside it
SaidText = Annotated[str, Field(min_length=1, max_length=1500), BeforeValidator(_flat), AfterValidator(_is_text)]
Said = Annotated[str, Field(min_length=1, max_length=160), BeforeValidator(_flat), AfterValidator(_is_text)]
Link = Annotated[
    str,
    Field(max_length=600, pattern=r"^https?://", examples=["https://huggingface.co/allenai/OLMo-2-0325-32B"]),
    AfterValidator(_is_text),
    AfterValidator(_is_link),
]
# `or-one`: what `as_list` lets through, told to editors by the schema
Links = Annotated[tuple[Link, ...], Field(max_length=40), BeforeValidator(as_list), Field(json_schema_extra={"or-one": True})]
Day = Annotated[str, AfterValidator(_is_day), Field(examples=["2026-11-20"], json_schema_extra={"pattern": r"^\d{4}-\d{2}-\d{2}$"})]  # YYYY-MM-DD
DayOrMonth = Annotated[  # YYYY-MM-DD or YYYY-MM
    str, AfterValidator(_is_day_or_month), Field(examples=["2026-11-20"], json_schema_extra={"pattern": r"^\d{4}-\d{2}(-\d{2})?$"})
]
Word = Annotated[str, Field(max_length=80, pattern=r"^[a-z0-9][a-z0-9.-]*$")]  # an id of the vocabulary or a file name
# org/name, in plain letters: one of another script that looks the same is another id. No part is dots alone, which would lead elsewhere.
# The name is dots, then what is none, then anything: each character has one place, so that a long text that is no id is told at once.
_OWNED = r"\.*[A-Za-z0-9_-][A-Za-z0-9_.-]*"
MOST_NAMES = 40  # of one kind in a file: each costs pages, badges and answers, or questions to a service; the most so far is 10
HUB_ID = rf"^[A-Za-z0-9][A-Za-z0-9_.-]*/{_OWNED}$"
UPSTREAM_ID = rf"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/{_OWNED})?$"  # as services spell them; the Hub's oldest models and data sets have no owner
HubId = Annotated[str, Field(max_length=200, pattern=HUB_ID, examples=["allenai/OLMo-2-0325-32B"])]
# A branch, or a folder in a repository: parts that begin with no dot, so that none leads out of where it is put
RepositoryPath = Annotated[str, Field(max_length=200, pattern=r"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$")]
Parameters = Annotated[
    int,
    BeforeValidator(_count),
    WithJsonSchema({"anyOf": [{"type": "integer", "minimum": 1}, {"type": "string", "pattern": r"^\d+(\.\d+)?[MBT]$"}], "examples": ["8.03B"]}),
]
Tokens = Annotated[int, BeforeValidator(_tokens), WithJsonSchema({"type": "integer", "minimum": 1, "examples": [131072]})]
Number = Annotated[float, Field(ge=0, le=1e40, allow_inf_nan=False, examples=[3.8e25])]  # what is made of it stays finite too

Keys = tuple[str | int, ...]  # the way from the top of a file to a value
Availability = Literal["public", "gated", "rebuildable", "on-request", "none", "not-applicable"]
Coverage = Literal["full", "partial"]
Extent = Literal["complete", "partial", "none", "not-applicable"]
Derivation = Literal["nothing", "something"]  # what a model derives from, as a fact that a requirement compares
DatasetKind = Literal["open", "public", "obtainable", "unshareable"]  # the four of OSI's FAQ
WithheldReason = Literal["legal", "technical", "privacy", "commercial", "none-given"]
Stage = Literal["pre-training", "post-training"]
LicenseScope = Literal["stated", "repository", "inherited"]
Grant = Literal["allowed", "conditional", "restricted"]
TagState = Literal["yes", "no", "pending"]
Freedom = Literal["use", "study", "modify", "share"]


class Record(BaseModel):
    """Base of all records: frozen, no unknown keys, kebab-case in files."""

    model_config = ConfigDict(
        defer_build=True,  # a command needs few of the sixty records
        frozen=True,
        extra="forbid",
        strict=False,
        alias_generator=lambda name: name.rstrip("_").replace("_", "-"),
        validate_by_name=False,
        validate_by_alias=True,
    )
