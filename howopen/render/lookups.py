"""Lookups in a catalogue that pages, badges and answers share. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from howopen.records.catalogue import Catalogue, LicenseFacts
from howopen.records.opinion import Opinion, Opinions
from howopen.records.site import Developer
from howopen.records.summary import Summary


def license_facts(known: Catalogue) -> dict[str, LicenseFacts]:
    """All that is known of each license that is in use or has a file, by id."""
    found = {facts.id: facts for terms in known.terms.values() for facts in terms.licenses()}
    return dict(sorted(found.items(), key=lambda item: (item[0].lower(), item[0])))


def license_users(models: Mapping[str, Summary]) -> dict[str, list[tuple[Summary, tuple[str, ...]]]]:
    """Each license in use: the models that use it, by id, and for which parts."""
    found: dict[str, list[tuple[Summary, tuple[str, ...]]]] = {}
    for key in sorted(models):
        for license_, parts in models[key].licenses.items():
            found.setdefault(license_, []).append((models[key], parts))
    return found


def by_developer(known: Catalogue, models: Mapping[str, Summary]) -> list[tuple[Developer, list[Summary]]]:
    """Each developer with its models, best first; developers by name."""
    of: dict[str, list[Summary]] = {}
    for one in models.values():
        of.setdefault(one.developer, []).append(one)
    return [(developer, of.get(key, [])) for key, developer in sorted(known.developers.items(), key=lambda item: item[1].name.lower())]


def opinions(known: Catalogue, model: str) -> list[tuple[Opinions, Opinion]]:
    """(source, opinion) of others on one model."""
    return [(source, opinion) for source in known.opinions.values() for opinion in source.verdicts if opinion.model == model]


def license_ids(licenses: tuple[LicenseFacts, ...]) -> tuple[str, ...]:
    """Ids of the licenses, sorted, each once."""
    return tuple(sorted({one.id for one in licenses}))


def family(facts: LicenseFacts) -> str:
    """The family a license is listed under: our file's word, or the letters its id begins with."""
    return facts.record.family if facts.record and facts.record.family else facts.id.removeprefix("LicenseRef-").split("-")[0]
