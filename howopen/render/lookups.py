"""Lookups in a catalogue that pages, badges and answers share. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from howopen.records.catalogue import Catalogue, LicenseFacts, Terms
from howopen.records.registry import Developer, Opinion, Opinions
from howopen.records.summary import Summary
from howopen.records.verdict import Outcome


def license_facts(known: Catalogue) -> dict[str, LicenseFacts]:
    """Facts of each license that is in use or has a file, by id, sorted without regard to case."""
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


def alternatives(terms: Terms) -> list[tuple[LicenseFacts, ...]]:
    """Sets of licenses, each of which suffices under the terms, without repeats. An expression has 160 characters at most, so the sets stay few."""
    if terms.license is not None:
        return [(terms.license,)]
    if terms.operator == "OR":
        return [found for part in terms.within for found in alternatives(part)]
    sets: dict[tuple[str, ...], tuple[LicenseFacts, ...]] = {(): ()}
    for part in terms.within:
        further = alternatives(part)
        sets = {license_ids(one + other): one + other for one in sets.values() for other in further}
    return [one for one in sets.values() if one]


def license_ids(licenses: tuple[LicenseFacts, ...]) -> tuple[str, ...]:
    """Ids of the licenses, sorted, each once."""
    return tuple(sorted({one.id for one in licenses}))


def commercial(license_: str, known: Catalogue) -> str:
    """`free`, `limited` or `unknown`: whether the terms put a condition on commercial use. Credit and share-alike are no such condition.

    The best of the licenses that one may choose; of licenses that hold together the strictest.
    """
    terms = known.terms.get(license_)
    if terms is None:
        return "unknown"
    best = max((min(map(_commercial, choice)) for choice in alternatives(terms)), default=Outcome.UNMET)
    return {Outcome.MET: "free", Outcome.UNKNOWN: "unknown", Outcome.UNMET: "limited"}[best]


_LIMITS = (
    "non-commercial",
    "research-only",
    "user-threshold",
    "revenue-threshold",
    "separate-commercial-license",
    "registration",
    "use-policy",
    "field-of-use",
)


def _commercial(facts: LicenseFacts) -> Outcome:
    states, use = [facts.tags.get(tag) for tag in _LIMITS], facts.freedoms.get("use")
    if use is not None and use.is_ != "allowed":
        return Outcome.UNMET
    if any(tag is not None and tag.is_ == "yes" for tag in states):
        return Outcome.UNMET
    return Outcome.UNKNOWN if None in states else Outcome.MET


def family(facts: LicenseFacts) -> str:
    """The family a license is listed under: our file's word, or the letters its id begins with."""
    return facts.record.family if facts.record and facts.record.family else facts.id.removeprefix("LicenseRef-").split("-")[0]
