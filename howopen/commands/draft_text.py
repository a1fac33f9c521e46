"""The text of a draft: what is known as YAML, what is not as comments. Any text stays one value on one line."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from howopen import licenses
from howopen.files.harmless import shortened, yaml_scalar
from howopen.licenses.aliases import Speller
from howopen.records import site_paths
from howopen.records.catalogue import Catalogue
from howopen.records.errors import Refused
from howopen.records.site import Developer
from howopen.records.unicode import normal

HUB = "https://huggingface.co/"


class NoId(Refused):
    """Raised when no id can be made of a name."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A model file to be, and that of its developer where there is none yet."""

    id: str  # empty when none can be made of its name
    text: str
    developer: tuple[str, str] | None  # id and text


def listed(texts: Iterable[str]) -> str:
    """The texts as one YAML list on one line."""
    return f"[{', '.join(yaml_scalar(text) for text in texts)}]"


def slug(name: str) -> str:
    """An id for the name: lower-case letters, digits, dots and hyphens. Raises NoId for a name that would lose letters, and so be taken for another."""
    plain = normal("NFKD", name.replace("+", "-plus-"))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    found = re.sub(r"[^a-z0-9.]+", "-", plain.lower()).strip("-.")[:80].strip("-.")
    if not found or any(character.isalpha() and not character.isascii() for character in plain):
        raise NoId(f"no id can be made of {shortened(name, 80)!r}, whose letters an id cannot have")
    return found


def head(kind: str, *comments: str) -> list[str]:
    """The first lines of a draft."""
    return [f"# yaml-language-server: $schema=../../schema/{kind}.schema.json", *(f"# {shortened(comment, 400)}" for comment in comments)]


def checked(day: str, by: str) -> str:
    """Who looked, and when."""
    return f"checked: {{on: {day}, by: {yaml_scalar(by)}}}"


@dataclass(frozen=True, slots=True)
class Maker:
    """The developer in a draft: the line that names it, and its file where there is none yet."""

    line: str
    file: tuple[str, str] | None  # id and text


def maker(known: Catalogue, name: str, *others: str, hub: str = "") -> Maker:
    """The developer of that name, or of one of the others, or a new one with an id that nobody has; a question where the ids would be alike. Raises NoId."""
    found = developer_of(known, name, *others)
    if found:
        return Maker(f"developer: {found}", None)
    try:
        key = slug(name)
    except NoId as bad:
        raise NoId(f"{bad}; write data/developers/<id>.yaml with `name: {shortened(name, 80)}`, then do this again") from None
    if why := site_paths.refused("developers", key):
        raise NoId(f"{key!r} {why}: write data/developers/<id>.yaml with `name: {shortened(name, 80)}`, then do this again")
    like = next((one for one in known.developers if _squashed(one) == _squashed(key)), None)
    free = next(one for one in (key, *(f"{key}-{count}" for count in range(2, 1000))) if one not in known.developers)
    ask = f"  # {shortened(name, 80)!r} is not the name of {like} ({shortened(known.developers[like].name, 80)}); is it the same?" if like else ""
    return Maker(f"developer: {yaml_scalar(free)}{ask}", (free, developer_file(name, hub)))


def _squashed(key: str) -> str:
    return re.sub(r"[^a-z0-9]", "", key.lower())


def already(known: Catalogue, *hubs: str) -> str:
    """A sentence on the model here that has one of the Hugging Face ids already, under that name or one it had before; empty when none has."""
    wanted = {hub.lower(): hub for hub in hubs}
    for key, one in known.models.items():
        for name in one.hub_ids:
            facts = known.fetched.models.get(name.lower())
            for its in (name, facts.id if facts else name):
                if its.lower() in wanted:
                    return f"{wanted[its.lower()]} is in the catalogue already: {known.paths.get(f'models/{key}', key)}; change that file instead"
    return ""


def id_of(name: str) -> str:
    """An id for the name; empty when none can be made of it."""
    try:
        return slug(name)
    except NoId:
        return ""


def speller(known: Catalogue) -> Speller:
    """Meanings of license spellings, the same as for what is fetched."""
    return Speller(known, licenses.book(known.licenses, frozenset(term.license for term in known.free_terms.terms), known.vocabulary))


def developer_of(known: Catalogue, *names: str) -> str | None:
    """The id of the developer that goes by one of the names, here or on the Hub; None when there is none."""
    wanted = {name.lower() for name in names if name}
    return next((key for key, one in known.developers.items() if wanted & _names(key, one)), None)


def _names(key: str, one: Developer) -> set[str]:
    return {key, one.name.lower(), *(name.lower() for name in one.huggingface)}


def developer_file(name: str, hub: str = "") -> str:
    """The text of a developer file that has only the name."""
    lines = [*head("developer", "A draft: write the name as the developer does, and add what you can find."), f"name: {yaml_scalar(name)}"]
    if hub:
        lines.append(f"huggingface: {listed([hub])}")
    lines += ["# url: its home page", "# country: where it is based, in English", "# kind: company, university, non-profit, public-body or community"]
    return "\n".join(lines) + "\n"


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
        "# specs: {parameters: 8.03B, context-length: 131072, evidence: https://..., checked: ...}",
        "# claims: what its developer calls it, such as {says: open source, url: https://..., on: YYYY-MM-DD}",
        "# claims-looked-up: {on: YYYY-MM-DD, by: ..., evidence: https://...}, whatever you found",
        "# variants: checkpoints of the same developer of which all of this holds, such as {huggingface: org/name, kind: quantised}",
    ]
