"""JSON Schemas of every answer, published beside them. Keys may be added within a version, so the schemas close no object."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from howopen.records import results
from howopen.records.catalogue import Catalogue
from howopen.records.conflict import ConflictKind
from howopen.records.definition import Definition
from howopen.records.license import License
from howopen.records.model import Model, Settled
from howopen.records.site import Developer
from howopen.records.types import Record
from howopen.records.verdict import Reason
from howopen.records.vocabulary import Vocabulary

DIALECT = "https://json-schema.org/draft/2020-12/schema"
Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
COUNT: Schema = {"type": "integer", "minimum": 0}
ADDRESS: Schema = {"type": "string", "format": "uri", "pattern": "^https?://"}
ID: Schema = {"type": "string", "pattern": "^[a-z0-9][a-z0-9.-]*$"}
SHARE: Schema = {"type": "number", "minimum": 0, "maximum": 1}
OUTCOME: Schema = {"enum": ["met", "not-met", "undetermined"]}
CLAIM: Schema = {"enum": ["holds", "fails", "unclear", "none"]}
WHEN: Schema = {"type": "string", "format": "date-time"}


def _object(required: dict[str, Schema], optional: dict[str, Schema] | None = None, about: str = "") -> Schema:
    schema = {"type": "object", "properties": required | (optional or {}), "required": list(required)}
    return {"description": about, **schema} if about else schema


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _map(of: Schema, names: Schema | None = None) -> Schema:
    return {"type": "object", "additionalProperties": of, **({"propertyNames": names} if names else {})}


def _or_null(schema: Schema, about: str = "") -> Schema:
    either = {"anyOf": [schema, {"type": "null"}]}
    return {"description": about, **either} if about else either


def _both(one: Schema, other: Schema) -> Schema:
    """An object with the keys of both; where both have a key, that of the other."""
    return {**one, **{name: {**one.get(name, {}), **other.get(name, {})} for name in ("properties", "$defs")}} | {
        "required": list(dict.fromkeys([*one.get("required", []), *other["required"]]))
    }


def _without(schema: Schema, *names: str) -> Schema:
    """An object without some of its keys."""
    return schema | {
        "properties": {key: value for key, value in schema["properties"].items() if key not in names},
        "required": [key for key in schema["required"] if key not in names],
    }


def _record(kind: type[Record]) -> Schema:
    """A data file's record, as it is written: what nobody said is left out. A file may have no other keys, an answer may come to."""

    def opened(node: Any) -> Any:
        if isinstance(node, dict):
            return {key: opened(inner) for key, inner in node.items() if not (key == "additionalProperties" and inner is False)}
        return [opened(inner) for inner in node] if isinstance(node, list) else node

    return opened(kind.model_json_schema(by_alias=True, mode="serialization"))


def every(known: Catalogue, base: str) -> Iterator[tuple[str, Schema]]:
    """(name, schema) of each kind of answer. `base` is the address of the folder they stand in."""
    words = known.vocabulary
    result = {"enum": sorted({code for definition in known.definitions.values() for code in results.codes(definition)})}
    entry, model = _entry(words, result), _model(words, result)
    definition = _both(_record(Definition), _object({"id": ID, "results": _map(COUNT, result)}))
    developer = _both(_record(Developer), _object({"id": ID, "claims": _map(COUNT, CLAIM)}))
    members = _object({"models": _list(_object({"id": ID, "claim": CLAIM}))})
    kinds = {
        "models": {"models": _list(_both(entry, _object({"rank": {"type": "integer", "minimum": 1}})))},
        "model": {"model": _both(entry, model)},
        "entry": {"model": entry},
        "definitions": {"definitions": _list(_without(definition, "levels", "views", "scope"))},
        "definition": {"definition": definition},
        "licenses": {"licenses": _list(_object(_license_head()))},
        "license": {"license": _license(words)},
        "developers": {"developers": _list(developer)},
        "developer": {"developer": _both(developer, members)},
        "vocabulary": {"vocabulary": _record(Vocabulary)},
        "changes": {"history": {"enum": ["complete", "shallow", "none"]}, "since": _or_null(WHEN), "changes": _list(_change(result))},
        "meta": {"build": _build(result)},
    }
    about = _object(
        {"schema": {"type": "string", "pattern": r"^1\.\d+$"}, "license": TEXT, "definitions": _map(TEXT, ID)},
        about="The version of the answer's shape, the license of the data, and the version of each definition that verdicts rest on.",
    )
    for name, said in kinds.items():
        yield name, {"$schema": DIALECT, "$id": f"{base}{name}.schema.json", "title": name, **_hoisted(_object({"about": about, **said}))}
    yield "badge", {"$schema": DIALECT, "$id": f"{base}badge.schema.json", "title": "shields.io endpoint", **_BADGE}


def _hoisted(schema: Schema) -> Schema:
    """The schema with the `$defs` of what is within moved to its top, where `#/$defs/...` finds them."""
    found: Schema = {}

    def walk(node: Any) -> Any:
        if isinstance(node, dict):
            found.update({name: walk(inner) for name, inner in node.get("$defs", {}).items()})
            return {key: walk(inner) for key, inner in node.items() if key != "$defs"}
        return [walk(inner) for inner in node] if isinstance(node, list) else node

    whole = walk(schema)
    return whole | {"$defs": found} if found else whole


# What https://shields.io/badges/endpoint-badge takes; it refuses any other key.
_BADGE: Schema = _object(
    {"schemaVersion": {"const": 1}, "label": TEXT, "message": {"type": "string", "minLength": 1}},
    {"color": TEXT, "labelColor": TEXT, "cacheSeconds": {"type": "integer", "minimum": 300}},
) | {"additionalProperties": False}


def _entry(words: Vocabulary, result: Schema) -> Schema:
    choice = _object(
        {
            "licenses": _list(TEXT),
            "freedoms": _map({"enum": list(words.grants)}, {"enum": list(words.freedoms)}),
            **{name: _list({"enum": list(words.tags)}) for name in ("grants", "conditions", "restrictions", "pending", "not-assessed")},
        },
        about="What one license, or one set of licenses that apply together, says. A freedom left out was not assessed.",
    )
    return _object(
        {
            "id": ID,
            "name": TEXT,
            "developer": ID,
            "released": _or_null(TEXT, "YYYY-MM-DD or YYYY-MM; null: unknown."),
            "modalities": _list(ID),
            "huggingface": _list({"type": "string", "pattern": "/"}),
            "aliases": _list(ID),
            "checked": _or_null({"type": "string", "format": "date"}, "The last day on which anybody looked at any part."),
            "claim": {"description": "Whether the developer's claim of being open source holds.", **CLAIM},
            "score": _score(),
            "strip": _map({"enum": ["met", "partial", "not", "unknown", "none"]}, {"enum": list(words.components)}),
            "weights": _object(
                {
                    "availability": _or_null({"enum": list(words.availability)}, "null: unknown."),
                    "license": _or_null(TEXT, "SPDX expression; NONE: none is given; null: unknown."),
                    "license-scope": _or_null({"enum": list(words.license_scope)}, "inherited: only assumed, which proves nothing."),
                    "commercial-use": {"description": "Whether one may use it commercially without conditions.", "enum": ["free", "limited", "unknown"]},
                    "choices": _or_null(_list(choice), "What each license that one may choose says; null: the license is unknown."),
                }
            ),
            "verdicts": _map(_summary(result), ID),
            "links": _object(dict.fromkeys(("page", "answer", "cyclonedx", "badge"), ADDRESS)),
        }
    )


def _score() -> Schema:
    return _object({"proven": SHARE, "possible": SHARE})


def _summary(result: Schema) -> Schema:
    return _object(
        {
            "version": TEXT,
            "result": {"description": "met, not-met, undetermined; of a ladder the level reached, undetermined or none; or out-of-scope.", **result},
            "reached": _or_null(ID, "The highest level proven."),
            "possible": _or_null(ID, "The highest level that nothing rules out."),
            "unknown": {"description": "How many unknown facts bear on the next level.", **COUNT},
        },
        {"outcome": OUTCOME, "in-scope": {"type": ["boolean", "null"]}, "views": _map(OUTCOME, ID)},
    )


def _model(words: Vocabulary, result: Schema) -> Schema:
    finding: Schema = _object(
        {"outcome": {"enum": [*OUTCOME["enum"], "not-applicable"]}, "reason": {"enum": [reason.value for reason in Reason]}},
        {
            "requirement": TEXT,
            "subject": TEXT,
            "value": TEXT,
            "clauses": _list(_object({"license": TEXT, "of": {"enum": [*words.tags, *words.freedoms]}, "clause": TEXT})),
            "evidence": _list(ADDRESS),
            "checked": _object({"on": {"type": "string", "format": "date"}, "by": TEXT}),
            "note": TEXT,
            "fetched": {"const": True},
            "within": _list({"$ref": "#/$defs/finding"}),
        },
    )
    opinion = _object(
        {"who": TEXT, "source": ADDRESS, "definition": _or_null(ID), "published": TEXT, "of": TEXT, "says": TEXT, "url": ADDRESS},
        {"means": OUTCOME, "level": TEXT, "parts": _map(TEXT), "because": TEXT, "explained": _map(TEXT)},
    )
    side = _object({"who": TEXT, "says": TEXT, "url": _or_null(ADDRESS), "on": _or_null(TEXT)})
    conflict = _object(
        {
            "id": TEXT,
            "kind": {"enum": [kind.value for kind in ConflictKind]},
            "component": TEXT,
            "fact": TEXT,
            "sides": _list(side),
            "settled": _or_null(_record(Settled)),
        },
        {"dataset": TEXT},
    )
    criterion = _object({"criterion": TEXT, "says": TEXT, "link": _or_null(ADDRESS)})
    second = _object({"who": TEXT, "of": TEXT, "overall": TEXT, "criteria": _list(criterion), "url": ADDRESS, "on": _or_null(TEXT)})
    to_do = {"requirement": _or_null(TEXT), "subject": TEXT}
    verdict = _object(
        {
            "levels": _list(_object({"id": ID, "outcome": OUTCOME, "findings": _list({"$ref": "#/$defs/finding"})})),
            "unknowns": _list(_object({**to_do, "reason": TEXT})),
            "changes": {
                "description": "Each a set of changes that would reach the next level, smallest first.",
                **_list(_list(_object({**to_do, "change": _or_null(TEXT)}))),
            },
        },
        {"scope": {"$ref": "#/$defs/finding"}},
    )
    return {
        "$defs": {"finding": finding},
        **_object(
            {
                "facts": _record(Model),
                "ancestors": _or_null(_list(TEXT), "Ids here or hf:org/name, nearest first; ?: one that nobody named; null: unknown."),
                "verdicts": _map(_both(_summary(result), verdict), ID),
                "fetched": {
                    "description": "Where each fact comes from that nobody wrote, by its place in facts.",
                    **_map(_object({"source": TEXT, "url": ADDRESS, "on": TEXT, "revision": TEXT})),
                },
                "conflicts": {"description": "Where sources disagree; a fact in an open conflict counts as unknown.", **_list(conflict)},
                "opinions": _list(opinion),
                "second-opinions": _list(second),
                "history": _list(_change(result)),
            }
        ),
    }


def _license_head() -> dict[str, Schema]:
    return {"id": TEXT, "name": TEXT, "url": _or_null(ADDRESS), "on-spdx-list": {"type": "boolean"}}


def _license(words: Vocabulary) -> Schema:
    said = {"clause": TEXT, "because": TEXT}
    return _object(
        {
            **_license_head(),
            "freedoms": _map(_object({"is": {"enum": list(words.grants)}}, said), {"enum": list(words.freedoms)}),
            "tags": _map(_object({"is": {"enum": ["yes", "no", "pending"]}}, {**said, "evidence": _list(ADDRESS)}), {"enum": list(words.tags)}),
            "record": _or_null(_record(License)),
            "models": _list(_object({"id": ID, "parts": _list({"enum": list(words.components)})})),
        }
    )


def _change(result: Schema) -> Schema:
    return _object(
        {
            "kind": {"enum": ["added", "changed", "removed"]},
            "model": ID,
            "name": TEXT,
            "developer": ID,
            "on": WHEN,
            "commit": {"type": "string", "pattern": "^[0-9a-f]{40,64}$"},
            "causes": _list(
                _object({"kind": {"enum": ["model", "base-model", "license", "license-aliases", "fetched", "definition", "vocabulary"]}, "id": TEXT})
            ),
            # a level that a definition had then need not be one it has now
            "verdicts": _list(_object({"definition": ID, "version": TEXT, "before": _or_null(ID), "after": ID})),
        },
        {"score": _object({"before": _score(), "after": _score()})},
    )


def _build(result: Schema) -> Schema:
    return _object(
        {
            "commit": _or_null({"type": "string", "pattern": "^[0-9a-f]{40,64}$"}),
            "today": {"type": "string", "format": "date"},
            "address": ADDRESS,
            "spdx-list": TEXT,
            "attribution": TEXT,
            "history": _object({"state": {"enum": ["complete", "shallow", "none"]}, "since": _or_null(WHEN), "changes": COUNT}),
            "counts": _object(dict.fromkeys(("models", "developers", "licenses", "definitions"), COUNT) | {"results": _map(_map(COUNT, result), ID)}),
        }
    )
