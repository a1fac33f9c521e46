"""Values of a file that somebody else writes: as text, or nothing."""

from __future__ import annotations

import re
from typing import Any

from howopen.commands import draft_text
from howopen.commands.draft_text import Maker
from howopen.files.harmless import yaml_scalar
from howopen.records.catalogue import Catalogue
from howopen.records.errors import Refused

_LINK = re.compile(r"https?://[^\s<>\"'`\\{}|^]{1,590}\Z")
_HUB = re.compile(
    r"https?://(?:www\.)?huggingface\.co/(?!datasets/|spaces/|papers/|collections/|docs/|blog/)([A-Za-z0-9][\w.-]*/[\w.-]+)(?:[/?#].*)?\Z", re.ASCII
)
_GITHUB = re.compile(r"https?://github\.com/([A-Za-z0-9][\w.-]*/[\w.-]+?)(?:\.git)?(?:[/?#].*)?\Z", re.ASCII)


class NotTheirs(Refused):
    """Raised when a file is not one of that index; says what is missing."""


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
    return list(dict.fromkeys(link.strip() for link in every if isinstance(link, str) and link.strip().isprintable() and _LINK.match(link.strip())))[:40]


def hub_ids(*addresses: str) -> list[str]:
    """The models on the Hub that the addresses point to."""
    return list(dict.fromkeys(match[1] for address in addresses if (match := _HUB.match(address))))


def github_ids(*addresses: str) -> list[str]:
    """The GitHub repositories that the addresses point to."""
    return list(dict.fromkeys(match[1] for address in addresses if (match := _GITHUB.match(address))))


def named_maker(known: Catalogue, name: str, hubs: list[str]) -> Maker:
    """The developer that a file names, or that owns the model on the Hub; a line to fill in where it names none. Raises NoId."""
    owner = hubs[0].split("/")[0] if hubs else ""
    if not name:
        found = draft_text.developer_of(known, owner)
        return Maker(f"developer: {found}" if found else "# developer: the file names none; write its id here, and its file under data/developers/", None)
    return draft_text.maker(known, name, owner)


def refuse_known(known: Catalogue, hubs: list[str]) -> None:
    """Raise Refused when a model here has one of the Hugging Face ids already, since an id leads to one page."""
    if there := draft_text.already(known, *hubs):
        raise Refused(there)


def on_hub(hubs: list[str]) -> list[str]:
    """Lines of `sources` on the Hub; a file whose addresses lead to several models has each told."""
    others = f"  # the file also points to {', '.join(hubs[1:4])}; which of them is it?" if len(hubs) > 1 else ""
    return [f"  huggingface: {yaml_scalar(hubs[0])}{others}"] if hubs else []
