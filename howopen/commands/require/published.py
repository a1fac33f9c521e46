"""Answers on models from a site that is published, by its API."""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import TypeVar
from urllib.parse import quote

import msgspec

from howopen.commands.require.shapes import Definition, Listed, Model, Models, Vocabulary
from howopen.fetch import http
from howopen.fetch.bounds import Bounds
from howopen.fetch.failures import Failed, Kind
from howopen.fetch.runtime import Runtime
from howopen.files.harmless import one_line
from howopen.records.errors import Refused

AGENT = "howopen (policies)"
BOUNDS = Bounds(bytes_=64 * 1024 * 1024, whole=120, tries=3, same_origin=True)
T = TypeVar("T")
_MODEL = msgspec.json.Decoder(Model)


class Published:
    """Answers of one site, asked for once: the models and definitions that are asked about, and the vocabulary."""

    def __init__(self, models: object, vocabulary: object, definitions: Mapping[str, object]) -> None:
        """Read the answers. Raises Refused where one is not of the shape that the API has."""
        try:
            found = msgspec.convert(models, Models)["models"]
            self._models = {name.lower(): one for one in found for name in (one["id"], *one["aliases"], *one["huggingface"])}
            self._levels = {key: [level["id"] for level in msgspec.convert(one, Definition)["definition"]["levels"]] for key, one in definitions.items()}
            self._tags = [key for key, tag in msgspec.convert(vocabulary, Vocabulary)["vocabulary"]["tags"].items() if tag["side"] != "grant"]
        except (msgspec.ValidationError, RecursionError, UnicodeError) as odd:
            raise _refused(str(odd)) from None

    def model(self, name: str) -> Model | None:
        """The site's answer on a model by any of its names, whatever its case."""
        return self._models.get(name.lower())

    def levels(self, definition: str) -> Sequence[str] | None:
        """Ids of a definition's levels, lowest first."""
        return self._levels.get(definition)

    def definitions(self) -> Sequence[str]:
        """Ids of the definitions under which the site judges."""
        return sorted({key for one in self._models.values() for key in one["verdicts"]})

    def tags(self) -> Sequence[str]:
        """Words for conditions and restrictions of licenses."""
        return self._tags


def ask(site: str, names: Iterable[str], definitions: Iterable[str], runtime: Runtime) -> Published:
    """The answers of a site, such as https://example.org/, on models by any of their names. Raises Refused when it cannot be asked."""
    return asyncio.run(_ask(site.rstrip("/"), {name.lower() for name in names}, definitions, runtime))


async def _ask(site: str, names: Collection[str], definitions: Iterable[str], runtime: Runtime) -> Published:
    async with http.connections() as connections:
        host = http.Host("the site", site, connections, runtime, AGENT, bounds=BOUNDS)

        async def answer(path: str, decode: Callable[[bytes], T]) -> T:
            return (await host.get(f"/api/v1/{path}.json")).decoded(decode)

        found = {}
        try:
            models = await answer("models", functools.partial(_some, names))
            vocabulary = await answer("vocabulary", functools.partial(_decoded, Vocabulary))
            for key in definitions:
                try:
                    found[key] = await answer(f"definitions/{quote(key, safe='')}", functools.partial(_decoded, Definition))
                except Failed as failed:
                    if failed.kind is not Kind.ABSENT:
                        raise
        except Failed as failed:
            raise Refused(f"{site} cannot be asked: {failed}") from None
    return Published(models, vocabulary, found)


def _some(names: Collection[str], body: bytes) -> Models:
    """The models of those names, in lower case, and the first, which tells the definitions. The others are read one after the other and not kept, as all
    that sixty megabytes can hold take a gigabyte. Raises Refused, or ValueError for what is no JSON.
    """
    first: list[Model] = []
    found: dict[str, Model] = {}
    for at, raw in enumerate(_decoded(Listed, body)["models"]):
        try:
            one = _MODEL.decode(raw)
        except msgspec.ValidationError as odd:
            said, place = str(odd), f"`$.models[{at}]"
            raise _refused(said.replace("`$", place) if "- at `$" in said else f"{said} - at {place}`") from None
        first = first or [one]
        found |= {name: one for called in (one["id"], *one["aliases"], *one["huggingface"]) if (name := called.lower()) in names}
    return {"models": first + list(found.values())}


def _decoded(shape: type[T], body: bytes) -> T:
    """An answer of that shape. What is of no use is never made, as sixty megabytes of it take gigabytes. Raises Refused, or ValueError for what is no JSON."""
    try:
        return msgspec.json.decode(body, type=shape)
    except msgspec.ValidationError as odd:
        raise _refused(str(odd)) from None


def _refused(odd: str) -> Refused:
    return Refused(f"the site's answers are not those of howopen's API, version 1: {one_line(odd)[:200]}")
