"""Values of a file that somebody else writes: as text, or nothing."""

from __future__ import annotations

import re
from typing import Any

from howopen.records.errors import Refused

_LINK = re.compile(r"https?://[^\s<>\"'`\\{}|^]{1,590}\Z")
_HUB = re.compile(
    r"https?://(?:www\.)?huggingface\.co/(?!datasets/|spaces/|papers/|collections/|docs/|blog/)([A-Za-z0-9][\w.-]*/[\w.-]+)(?:[/?#].*)?\Z", re.ASCII
)
_GITHUB = re.compile(r"https?://github\.com/([A-Za-z0-9][\w.-]*/[\w.-]+?)(?:\.git)?(?:[/?#].*)?\Z", re.ASCII)


class NotTheirs(Refused):
    """The file is not one of that index; says what is missing."""


def part(value: Any, *keys: str) -> dict[str, Any]:
    """The mapping at `keys`; empty where there is none."""
    for key in keys:
        value = value.get(key) if isinstance(value, dict) else None
    return value if isinstance(value, dict) else {}


def text(value: Any, key: str) -> str:
    """The text at `key`; empty where there is none."""
    found = value.get(key) if isinstance(value, dict) else None
    return str(found).strip() if isinstance(found, (str, int, float)) and not isinstance(found, bool) else ""


def links(value: Any, key: str) -> list[str]:
    """The addresses at `key`, one or many, without those that are none."""
    found = value.get(key) if isinstance(value, dict) else None
    every = found if isinstance(found, list) else [found]
    return list(dict.fromkeys(link.strip() for link in every if isinstance(link, str) and _LINK.match(link.strip())))[:40]


def hub_ids(*addresses: str) -> list[str]:
    """The models on the Hub that the addresses point to."""
    return list(dict.fromkeys(match[1] for address in addresses if (match := _HUB.match(address))))


def github_ids(*addresses: str) -> list[str]:
    """The GitHub repositories that the addresses point to."""
    return list(dict.fromkeys(match[1] for address in addresses if (match := _GITHUB.match(address))))
