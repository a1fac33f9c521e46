"""Answers of the API on definitions, licenses, developers and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from howopen.records import results
from howopen.records.catalogue import Catalogue, LicenseFacts
from howopen.records.definition import Definition
from howopen.records.site import Developer
from howopen.records.summary import Summary
from howopen.render import lookups
from howopen.render.api import license_answers, shapes
from howopen.render.api.field_types import Answer
from howopen.render.api.plain import fields, plain
from howopen.render.api.reference_shapes import LEFT_OUT, DefinitionAdded, DeveloperModelsAdded, LicenseListed, LicenseUser, ModelClaimed, WholeLicense


def every(known: Catalogue, models: Mapping[str, Summary], about: shapes.About) -> Iterator[tuple[str, Answer]]:
    """(path without ending, answer) of each list and each of its members."""
    definitions = {key: _definition(definition, models) for key, definition in known.definitions.items()}
    yield "definitions", shapes.DefinitionsAnswer(about, _listed("definitions", definitions))
    yield from ((f"definitions/{key}", shapes.DefinitionAnswer(about, one)) for key, one in definitions.items())
    users = lookups.license_users(models)
    facts = lookups.license_facts(known)
    yield "licenses", shapes.LicensesAnswer(about, [LicenseListed(one.id, one.name, one.url or None, one.spdx) for one in facts.values()])
    yield from ((f"licenses/{key}", shapes.LicenseAnswer(about, _license(one, users.get(key, []), known))) for key, one in facts.items())
    developers = {developer.id: _developer(developer, own) for developer, own in lookups.by_developer(known, models)}
    yield "developers", shapes.DevelopersAnswer(about, _listed("developers", developers))
    yield from ((f"developers/{key}", shapes.DeveloperAnswer(about, one)) for key, one in developers.items())
    yield "vocabulary", shapes.VocabularyAnswer(about, plain(known.vocabulary))


def _listed(name: str, whole: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """Entries of the list of that name."""
    return [{key: value for key, value in one.items() if key not in LEFT_OUT[name]} for one in whole.values()]


def _definition(definition: Definition, models: Mapping[str, Summary]) -> dict[str, Any]:
    """A definition as its file has it, with how many models stand where."""
    found = [results.code(definition, one.verdicts[definition.id]) for one in models.values()]
    codes = results.best_first(definition, set(found)) if definition.kind == "score" else results.codes(definition)  # of a score there are too many
    added = DefinitionAdded(definition.id, {code: found.count(code) for code in codes})
    return {"id": definition.id} | plain(definition) | fields(added)


def _license(license_: LicenseFacts, users: list[tuple[Summary, tuple[str, ...]]], known: Catalogue) -> WholeLicense:
    """A license, what it lets one do, and which models use it for which parts."""
    return WholeLicense(
        id=license_.id,
        name=license_.name,
        url=license_.url or None,
        on_spdx_list=license_.spdx,
        freedoms={key: plain(clause) for key, clause in license_.freedoms.items()},
        tags={key: plain(tag) for key, tag in license_.tags.items()},
        record=plain(license_.record) if license_.record else None,
        answers=license_answers.of_license(known, license_),
        models=[LicenseUser(one.model, parts) for one, parts in users],
    )


def _developer(developer: Developer, models: list[Summary]) -> dict[str, Any]:
    """A developer as its file has it, with its models and how many of its claims hold."""
    claims = [one.claim for one in models]
    counts = {word: claims.count(word) for word in ("holds", "fails", "unclear", "none", "not-found", "not-looked-up")}
    return plain(developer) | fields(DeveloperModelsAdded(developer.id, counts, [ModelClaimed(one.model, one.claim) for one in models]))
