"""Names of models in what people have: words, lists, bills of materials. Pure but for reading the file that a person names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from io import StringIO
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import unquote

from howopen.files import yaml
from howopen.files.reading import Unreadable, given
from howopen.records.errors import Refused

MOST_BYTES = 20 * 1024 * 1024
MOST_MODELS = 10_000
MOST_PURL = 1_000  # characters of a package URL that are looked at; what follows names no model, and a piece of each would take a gigabyte
_ADDRESS = re.compile(r"https?://(?:www\.)?huggingface\.co/([\w.-]+/[\w.-]+)")
_NAME = re.compile(r"[\w.-]{1,120}(/[\w.-]{1,120})?", re.ASCII)


class Wanted(NamedTuple):
    """A model that is asked for, and where."""

    name: str  # our id, a former one, or org/name
    file: str = ""  # as the person named it; empty: given as a word
    line: int = 0  # from 1; 0 where a file has no lines to speak of


def words(given_: Sequence[str]) -> list[Wanted]:
    """Names given as words. Raises Refused for one that can be no name."""
    return [Wanted(_name(word, "")) for word in given_]


def listed(file: Path) -> list[Wanted]:
    """Names in a file, one a line; what follows `#` is a remark. Raises Refused."""
    try:
        text = given(file, MOST_BYTES).decode("utf-8-sig", "replace")
    except Unreadable as why:
        raise Refused(f"{file} {why}") from None
    # a line at a time, and no more than are looked at: ten million of them took a gigabyte
    each = ((number, line.partition("#")[0].strip()) for number, line in enumerate(StringIO(text, newline=None), start=1))
    named = islice(((number, name) for number, name in each if name), MOST_MODELS + 1)
    return _bounded([Wanted(_name(name, f"{file}:{number}: "), str(file), number) for number, name in named], file)


def bill(file: Path) -> list[Wanted]:
    """Machine-learning models of a CycloneDX bill of materials in JSON, in its order, by what tells most: package URL, address, name. Raises Refused."""
    content = yaml.json_of(file, MOST_BYTES)
    if not isinstance(content, dict) or content.get("bomFormat") != "CycloneDX":
        raise Refused(f"{file} is no CycloneDX bill of materials in JSON")
    found = [Wanted(_of_component(one), str(file)) for one in _models(content)]
    return _bounded(list(dict.fromkeys(found)), file)


def _models(content: dict[str, Any]) -> Iterator[dict[str, Any]]:
    metadata = content.get("metadata")
    waiting: list[Any] = [{"components": content.get("components")}, metadata.get("component") if isinstance(metadata, dict) else None]
    while waiting:  # the next one last: to take from the front of a long list moves all the rest
        one = waiting.pop()
        if isinstance(one, dict):
            if one.get("type") == "machine-learning-model":
                yield one
            waiting += reversed(one["components"]) if isinstance(one.get("components"), list) else ()


def _of_component(one: dict[str, Any]) -> str:
    purl = one.get("purl")
    if isinstance(purl, str) and purl.lower().startswith("pkg:huggingface/"):
        return unquote(re.split("[@?#]", purl[len("pkg:huggingface/") :][:MOST_PURL])[0])[:250]
    for reference in one["externalReferences"] if isinstance(one.get("externalReferences"), list) else ():
        if isinstance(reference, dict) and (address := _ADDRESS.match(str(reference.get("url", ""))[:600])):
            return address[1]
    group, name = one.get("group"), str(one.get("name", ""))[:120]
    return f"{group[:120]}/{name}" if isinstance(group, str) and group and "/" not in name else name


def _name(word: str, place: str) -> str:
    address = _ADDRESS.match(word)
    name = address[1] if address else word
    if not _NAME.fullmatch(name):
        raise Refused(f"{place}{word[:80]!r} can be no model; write our id or org/name")
    return name


def _bounded(found: list[Wanted], file: Path) -> list[Wanted]:
    if len(found) > MOST_MODELS:
        raise Refused(f"{file} names more than {MOST_MODELS:,} models; split it")
    return found
