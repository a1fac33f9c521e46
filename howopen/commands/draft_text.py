"""The text of a draft: what is known as YAML, what is not as comments. Whatever a text holds, it stays one value on one line."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from howopen.files.harmless import shortened, yaml_scalar
from howopen.records.catalogue import Catalogue
from howopen.records.site import Developer

HUB = "https://huggingface.co/"


@dataclass(frozen=True, slots=True)
class Draft:
    """A model file to be, and that of its developer where there is none yet."""

    id: str
    text: str
    developer: tuple[str, str] | None  # id and text


def listed(texts: Iterable[str]) -> str:
    """The texts as one YAML list on one line."""
    return f"[{', '.join(yaml_scalar(text) for text in texts)}]"


def slug(name: str) -> str:
    """An id for the name: lower-case letters, digits, dots and hyphens."""
    return re.sub(r"[^a-z0-9.]+", "-", name.lower()).strip("-.")[:80].strip("-.") or "model"


def head(kind: str, *comments: str) -> list[str]:
    """The first lines of a draft."""
    return [f"# yaml-language-server: $schema=../../schema/{kind}.schema.json", *(f"# {shortened(comment, 400)}" for comment in comments)]


def checked(day: str, by: str) -> str:
    """Who looked, and when."""
    return f"checked: {{on: {day}, by: {yaml_scalar(by)}}}"


def developer_of(known: Catalogue, *names: str) -> str | None:
    """The id of the developer that goes by one of the names, here or on the Hub; None when there is none."""
    wanted = {name.lower() for name in names if name}
    return next((key for key, one in known.developers.items() if wanted & _names(key, one)), None)


def _names(key: str, one: Developer) -> set[str]:
    return {key, one.name.lower(), *(name.lower() for name in one.huggingface)}


def developer_file(name: str, hub: str = "") -> tuple[str, str]:
    """The id and text of a developer file that has only the name."""
    lines = [*head("developer", "A draft: write the name as the developer does, and add what you can find."), f"name: {yaml_scalar(name)}"]
    if hub:
        lines.append(f"huggingface: {listed([hub])}")
    lines += ["# url: its home page", "# country: where it is based, in English", "# kind: company, university, non-profit, public-body or community"]
    return slug(name), "\n".join(lines) + "\n"


def license_of(known: Catalogue, *names: str) -> tuple[str, ...]:
    """The ids of our license files that go by one of the names; several when the name alone does not tell."""
    wanted = {name.lower() for name in names if name}
    return tuple(
        key
        for key, one in known.licenses.items()
        if wanted & {name.lower() for name in (key, one.name, *one.aliases.huggingface, *one.aliases.license_name, *one.aliases.names)}
    )


def still_to_find(known: Catalogue, written: Iterable[str], leads: dict[str, str]) -> list[str]:
    """A comment for each part that nobody has written, saying what to look for, or where one was seen."""
    done = set(written)
    return [
        f"  # {key}: {shortened(leads[key], 400) if key in leads else shortened(word.meaning or word.label, 400)}"
        for key, word in known.vocabulary.components.items()
        if key not in done and (word.strip or key in leads)
    ]


def rest(known: Catalogue) -> list[str]:
    """Comments on what else a model file may say."""
    return [
        f"# data-information: complete, partial or none for each of {', '.join(known.vocabulary.data_information)}",
        "# training-compute: {low: 1e24, high: 2e24, evidence: https://..., because: how it was computed}",
        "# claims: what its developer calls it, such as {says: open source, url: https://..., on: YYYY-MM-DD}",
    ]
