"""JSON Schemas of every answer, published beside them: made of the classes that the answers are made of.

Keys may be added within a version, so the schemas close no object.
"""

from __future__ import annotations

import functools
from collections.abc import Iterator
from typing import Any

import msgspec

from howopen.records import results
from howopen.records.catalogue import Catalogue
from howopen.records.definition import Definition
from howopen.records.license import Clause, License, Tag
from howopen.records.model import Model, Settled
from howopen.records.opinion import Opinion
from howopen.records.site import Developer
from howopen.records.types import Record
from howopen.records.vocabulary import Vocabulary
from howopen.render import shields
from howopen.render.api import field_types, shapes
from howopen.render.api.model_shapes import OpinionSource
from howopen.render.api.reference_shapes import DefinitionAdded, DeveloperAdded, DeveloperModelsAdded

DIALECT = "https://json-schema.org/draft/2020-12/schema"
REFERENCE = "#/$defs/{name}"
Schema = dict[str, Any]
_RECORDS: dict[str, type[Record]] = {kind.__name__: kind for kind in (Clause, Definition, Developer, License, Model, Opinion, Settled, Tag, Vocabulary)}
_ADDED: dict[str, type[msgspec.Struct]] = {kind.__name__: kind for kind in (DefinitionAdded, DeveloperAdded, DeveloperModelsAdded, OpinionSource)}


def every(known: Catalogue, base: str) -> Iterator[tuple[str, Schema]]:
    """(name, schema) of each kind of answer. `base` is the address of the folder they stand in."""
    words = _words(known)
    for name, kind in shapes.ANSWERS.items():
        yield name, {"$schema": DIALECT, "$id": f"{base}{name}.schema.json", **_schema(kind, words), "title": name}
    endpoint = _schema(shields.Endpoint, words)
    yield "badge", {"$schema": DIALECT, "$id": f"{base}badge.schema.json", **endpoint, "title": "shields.io endpoint"}


def _words(known: Catalogue) -> dict[str, Schema]:
    """The values that only the catalogue can tell, by the name that `field_types` has for them."""
    named = known.vocabulary
    return {
        "results": _results(known),
        "components": {"enum": list(named.components)},
        "tags": {"enum": list(named.tags)},
        "freedoms-and-tags": {"enum": [*named.tags, *named.freedoms]},
    }


def _results(known: Catalogue) -> Schema:
    """Every result there can be: words, and of scores points as 12, 6.5 or 8-14."""
    scores = [definition for definition in known.definitions.values() if definition.kind == "score"]
    words = {code for definition in known.definitions.values() if definition.kind != "score" for code in results.codes(definition)}
    words |= {results.OUT_OF_SCOPE for definition in scores if definition.scope}
    listed: Schema = {"enum": sorted(words)}
    return {"anyOf": [listed, {"type": "string", "pattern": results.POINTS}]} if scores else listed


def _schema(kind: type[msgspec.Struct], words: dict[str, Schema]) -> Schema:
    """The schema of a class, whole in itself: all that it refers to stands under `$defs`."""
    parts: dict[str, Schema] = {}
    own = _object(kind, words, parts)
    return {**own, "$defs": dict(sorted(parts.items()))} if parts else own


def _object(kind: type[msgspec.Struct], words: dict[str, Schema], parts: dict[str, Schema]) -> Schema:
    """The schema of a class; those that it refers to are added to `parts`, by name."""
    found = _of_class(kind)
    for name, schema in found.items():
        if name != kind.__name__:
            _add(parts, name, _filled(schema, words, parts))
    whole: Schema = _filled(found[kind.__name__], words, parts)
    return whole


@functools.cache  # with the next one half of the time of a small site, and the preview makes one after each save
def _of_class(kind: type[msgspec.Struct]) -> dict[str, Schema]:
    """Schema of a class and of those that it refers to, by name."""
    return msgspec.json.schema_components([kind], ref_template=REFERENCE)[1]


def _filled(node: Any, words: dict[str, Schema], parts: dict[str, Schema]) -> Any:
    """The schema with what `field_types` leaves to the catalogue and to the records of data files."""
    if isinstance(node, list):
        return [_filled(one, words, parts) for one in node]
    if not isinstance(node, dict):
        return node
    told = {key: value for key, value in node.items() if key == "description"}
    if field_types.WORDS in node:
        return told | words[node[field_types.WORDS]]
    if field_types.RECORD not in node:
        return {key: _filled(value, words, parts) for key, value in node.items()}
    record = _record(_RECORDS[node[field_types.RECORD]], parts)
    added = _object(_ADDED[node[field_types.ADDED]], words, parts) if field_types.ADDED in node else {"properties": {}, "required": []}
    left_out = node.get(field_types.WITHOUT, ())
    properties = {**record["properties"], **added["properties"]}
    required = dict.fromkeys([*record.get("required", []), *added["required"]])
    return told | {
        "type": "object",
        "properties": {key: value for key, value in properties.items() if key not in left_out},
        "required": [key for key in required if key not in left_out],
    }


def _record(kind: type[Record], parts: dict[str, Schema]) -> Schema:
    """The schema of a data file's record, as it is written: what nobody said is left out. A file may have no other keys, an answer may come to."""

    def opened(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: opened(inner) for key, inner in node.items() if not (key == "additionalProperties" and inner is False)}
        return [opened(inner) for inner in node] if isinstance(node, list) else node

    found: Schema = opened(_of_record(kind))
    for name, schema in found.pop("$defs", {}).items():
        _add(parts, name, schema)
    return found


@functools.cache
def _of_record(kind: type[Record]) -> Schema:
    return kind.model_json_schema(by_alias=True, mode="serialization")


def _add(parts: dict[str, Schema], name: str, schema: Schema) -> None:
    if parts.setdefault(name, schema) != schema:
        raise ValueError(f"two classes of different shape are called {name}")
