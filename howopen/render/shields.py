"""Shape of the answer that shields.io's endpoint badge reads: https://shields.io/badges/endpoint-badge. Pure."""

from __future__ import annotations

import json
from typing import Annotated, Literal

import msgspec


class Endpoint(msgspec.Struct, frozen=True, rename="camel", kw_only=True, forbid_unknown_fields=True):
    """A badge as shields.io takes it. It refuses unknown keys, so nothing else may stand here."""

    schema_version: Literal[1] = 1
    label: str
    message: Annotated[str, msgspec.Meta(min_length=1)]
    color: str
    label_color: str
    cache_seconds: Annotated[int, msgspec.Meta(ge=300)]


def text(endpoint: Endpoint) -> str:
    """The answer as JSON on one line."""
    return json.dumps(msgspec.to_builtins(endpoint), ensure_ascii=False) + "\n"
