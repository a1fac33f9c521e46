"""Records of data files as plain values, as answers have them. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from howopen.records.types import Record
from howopen.render.api.field_types import Answer


def plain(record: Record, *, whole: bool = False, without: Iterable[str] = ()) -> dict[str, Any]:
    """The record as plain values under the names of its file; without what nobody said, unless `whole`."""
    return record.model_dump(by_alias=True, mode="json", exclude=set(without), exclude_none=not whole, exclude_defaults=not whole)


def fields(answer: Answer) -> dict[str, Any]:
    """The fields of an answer as plain values under their published names, to stand with those of a record."""
    found: dict[str, Any] = msgspec.to_builtins(answer)
    return found
