"""Published texts of licenses as digests: what recognises a license file by what it says, without a word of the text itself."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from howopen.records.types import Day, DayOrMonth, Link, Record, Text

_DIGEST = "[0-9a-f]{16}"
# The passages of a file, one after the other: digest and number of words.
PassageList = Annotated[str, Field(max_length=24_000, pattern=rf"^(?:{_DIGEST}:\d{{1,5}}(?: {_DIGEST}:\d{{1,5}})*)?$")]
# The passages of a published text: the same; several joined by | where any of them may stand, and a ? after one that may be left out.
_SLOT = rf"{_DIGEST}:\d{{1,5}}(?:\|{_DIGEST}:\d{{1,5}})*\??"
SlotList = Annotated[str, Field(max_length=60_000, pattern=rf"^{_SLOT}(?: {_SLOT})*$")]


_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_WHOLE = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
_EXAMPLE = {"url": "https://example.org/license-2", "on": "2026-11-27", "words": 7, "whole": _WHOLE, "passages": "0123456789abcdef:3? 123456789abcdef0:4"}


class PublishedText(Record):
    """One version of a license's text, as its publisher published it."""

    url: Link = Field(description="Where it stands, at a commit where there is one.", examples=[_EXAMPLE["url"]])
    on: Day = Field(description="The day on which it was read.", examples=["2026-11-27"])
    published: DayOrMonth | None = Field(default=None, description="The version's own date, where it has one.", examples=["2026-03-01"])
    note: Text | None = Field(default=None, description="What tells this version from the others.", examples=["As Markdown, with a preamble."])
    words: int = Field(ge=1, le=1_000_000, description="How many words it has.", examples=[7])
    whole: _Sha256 = Field(description="SHA-256 of its words.", examples=[_WHOLE])
    file: _Sha256 | None = Field(default=None, description="SHA-256 of the file, where it is a PDF or the like.", examples=[_WHOLE])
    passages: SlotList = Field(
        description="Digest and number of words of each sentence, item and heading, as `license-of FILE --record` prints them.", examples=[_EXAMPLE["passages"]]
    )


class PublishedTexts(Record):
    """Every version of the text of one license that was read."""

    texts: tuple[PublishedText, ...] = Field(min_length=1, max_length=40, description="Each version that was read.", examples=[[_EXAMPLE]])
