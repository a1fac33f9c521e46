"""The rules as data: what `templates/assets/judge.js` needs to judge a proposal as `howopen.judge` would."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from howopen import licenses
from howopen.licenses import aliases
from howopen.records.catalogue import Catalogue, LicenseFacts
from howopen.records.cures import CURES
from howopen.records.definition import Definition
from howopen.records.summary import Summary
from howopen.stats import summary

_TOLD = {"cite", "clause", "basis", "reading", "otherwise"}  # of a requirement: what readers want to know and judging does not


def every(known: Catalogue, models: Mapping[str, Summary]) -> Iterator[tuple[str, str]]:
    """(path, content) of the one file."""
    yield "propose/rules.json", json.dumps(rules(known, models), ensure_ascii=False, separators=(",", ":")) + "\n"


def rules(known: Catalogue, models: Mapping[str, Summary]) -> dict[str, Any]:
    """Definitions, licenses, words, and what the models here pass on to those that derive from them."""
    models = {key: models[key] for key in sorted(models)}
    return {
        "definitions": [_definition(definition, known) for definition in known.definitions.values()],
        "licenses": _licenses(known),
        "words": _words(known),
        "cures": dict(CURES),
        "for-all": {key: word.for_all.answer for key, word in known.vocabulary.questions.items() if word.for_all},
        "dead": sorted(known.fetched.dead),
        "board": {"score": known.board.score, "headline": known.board.headline, "claim-words": known.board.claim_words},
        "developers": {key: {"name": one.name, "huggingface": one.huggingface} for key, one in known.developers.items()},
        "models": {key: {"name": one.name, "developer": one.developer, "derived-from": one.derived_from} for key, one in models.items()},
        "hub": {hub.lower(): key for key, one in models.items() for hub in one.huggingface},
        "passed-on": {key: _passed_on(definition, models) for key, definition in known.definitions.items()},
    }


def _definition(definition: Definition, known: Catalogue) -> dict[str, Any]:
    whole = definition.model_dump(mode="json", by_alias=True, exclude_none=True, include=_JUDGED)
    lean: dict[str, Any] = _lean(whole)
    return {"id": definition.id} | lean


_JUDGED = {"name", "short", "kind", "none", "scope", "out_of_scope", "levels", "views", "elements", "criteria"}


# what a requirement says when it says nothing
_SILENT: dict[str, Any] = {"if-used": False, "known": False, "none": False, "stated": True, "of-others": False, "grants": {}}
_SILENT |= {key: [] for key in ("unclear", "any-tag", "no-tag", "views", "elements", "criteria", "steps", "mean-of", "levels")}


def _lean(value: Any) -> Any:
    """The value without what is only told, and without what is so anyway."""
    if isinstance(value, dict):
        return {key: _lean(inner) for key, inner in value.items() if key not in _TOLD and (key not in _SILENT or inner != _SILENT[key])}
    return [_lean(inner) for inner in value] if isinstance(value, list) else value


def _licenses(known: Catalogue) -> dict[str, Any]:
    """Each license by id as a place in the list of what licenses say, which many share; and the exceptions that may follow WITH."""
    book = licenses.book(known.licenses, frozenset(term.license for term in known.free_terms.terms), known.vocabulary)
    said: dict[str, int] = {}
    ids = {key: said.setdefault(json.dumps(_says(book[key])), len(said)) for key in sorted({*known.licenses, *licenses.listed()})}
    return {
        "says": [json.loads(one) for one in said],
        "ids": ids,
        "exceptions": licenses.exceptions(),
        "names": aliases.Speller(known, book).every(),
        "ours": {key: one.name for key, one in known.licenses.items()},
    }


def _says(facts: LicenseFacts) -> dict[str, Any]:
    return {"freedoms": {key: clause.is_ for key, clause in facts.freedoms.items()}, "tags": {key: tag.is_ for key, tag in sorted(facts.tags.items())}}


def _words(known: Catalogue) -> dict[str, Any]:
    words = known.vocabulary
    named = ("groups", "components", "availability", "coverage", "extent", "license_scope", "dataset_kind", "data_information", "modalities")
    aspects = {part: words.aspects_of(part) for part in words.components if words.aspects_of(part)}
    told = {part: {key: word.model_dump(exclude_none=True) for key, word in found.items()} for part, found in aspects.items()}
    return {"aspects": told} | {
        name.replace("_", "-"): {
            key: word.model_dump(exclude_none=True, include={"label", "meaning", "group", "strip"}) for key, word in getattr(words, name).items()
        }
        for name in named
    }


def _passed_on(definition: Definition, models: Mapping[str, Summary]) -> dict[str, dict[str, int]]:
    """For each requirement on ancestors, by id: what it makes of each model here when another derives from it. 0 not met, 1 unknown, 2 met."""
    names = tuple(dict.fromkeys(requirement.id or "" for requirement in definition.on_ancestors()))
    found: dict[str, dict[str, int]] = {name: {} for name in names}
    for key, one in models.items():
        for name, outcome in summary.outcomes(names, one.passed_on[definition.id]):
            found[name][key] = int(outcome)
    return found
