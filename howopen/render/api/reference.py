"""What the API says of definitions, licenses, developers and words, as plain values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from howopen.records import results
from howopen.records.catalogue import Catalogue, LicenseFacts
from howopen.records.definition import Definition
from howopen.records.summary import Summary
from howopen.records.types import Record
from howopen.render import lookups


def every(known: Catalogue, models: Mapping[str, Summary]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(path without ending, answer) of each list and each of its members."""
    definitions = {key: _definition(definition, models) for key, definition in known.definitions.items()}
    yield "definitions", {"definitions": [_short(one, "levels", "views", "scope") for one in definitions.values()]}
    yield from ((f"definitions/{key}", {"definition": one}) for key, one in definitions.items())
    users = lookups.license_users(models)
    licenses = {key: _license(one, {one.model: list(parts) for one, parts in users.get(key, [])}) for key, one in lookups.license_facts(known).items()}
    yield "licenses", {"licenses": [_short(one, "freedoms", "tags", "models", "record") for one in licenses.values()]}
    yield from ((f"licenses/{key}", {"license": one}) for key, one in licenses.items())
    developers = {developer.id: _developer(_plain(developer) | {"id": developer.id}, own) for developer, own in lookups.by_developer(known, models)}
    yield "developers", {"developers": [_short(one, "models") for one in developers.values()]}
    yield from ((f"developers/{key}", {"developer": one}) for key, one in developers.items())
    yield "vocabulary", {"vocabulary": _plain(known.vocabulary)}


def _plain(record: Record) -> dict[str, Any]:
    """The record as plain values, without what nobody said."""
    return record.model_dump(by_alias=True, mode="json", exclude_none=True, exclude_defaults=True)


def _short(one: dict[str, Any], *without: str) -> dict[str, Any]:
    return {key: value for key, value in one.items() if key not in without}


def _definition(definition: Definition, models: Mapping[str, Summary]) -> dict[str, Any]:
    """A definition as its file has it, with how many models stand where."""
    found = [results.code(definition, one.verdicts[definition.id]) for one in models.values()]
    return {"id": definition.id, **_plain(definition), "results": {code: found.count(code) for code in results.codes(definition)}}


def _license(license_: LicenseFacts, users: dict[str, list[str]]) -> dict[str, Any]:
    """SPDX's flags and ours together. A freedom or tag left out was not assessed."""
    return {
        "id": license_.id,
        "name": license_.name,
        "url": license_.url or None,
        "on-spdx-list": license_.spdx,
        "freedoms": {key: _plain(clause) for key, clause in license_.freedoms.items()},
        "tags": {key: _plain(tag) for key, tag in license_.tags.items()},
        "record": _plain(license_.record) if license_.record else None,
        "models": [{"id": model, "parts": parts} for model, parts in users.items()],
    }


def _developer(said: dict[str, Any], models: list[Summary]) -> dict[str, Any]:
    claims = [one.claim for one in models]
    return said | {
        "claims": {word: claims.count(word) for word in ("holds", "fails", "unclear", "none")},
        "models": [{"id": one.model, "claim": one.claim} for one in models],
    }
