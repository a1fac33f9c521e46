"""What pages, badges and answers all read off a catalogue. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from howopen.records import Catalogue, Component, Developer, Judged, LicenseFacts, Model


def checked_on(model: Model) -> str:
    """The newest day on which anybody looked at any part, YYYY-MM-DD; empty when nobody did."""
    days = [part.checked.on for part in model.components.values() if part.checked]
    days += [answer.on for answer in model.answers.values()]
    if model.data_information and model.data_information.checked:
        days.append(model.data_information.checked.on)
    return max(days, default="")


def licensed_parts(model: Model) -> Iterator[tuple[str, str]]:
    """(component, license expression) of every part with a license, data sets included."""
    for key, part in model.components.items():
        if isinstance(part, Component) and part.license and part.license != "NONE":
            yield key, part.license
        for dataset in part.datasets or ():
            if dataset.license and dataset.license != "NONE":
                yield key, dataset.license


def license_facts(known: Catalogue) -> dict[str, LicenseFacts]:
    """All that is known of each license that is in use or has a file, by id."""
    found = {facts.id: facts for terms in known.terms.values() for facts in terms.licenses()}
    return dict(sorted(found.items(), key=lambda item: (item[0].lower(), item[0])))


def license_users(known: Catalogue) -> dict[str, list[tuple[Model, list[str]]]]:
    """Each license in use: the models that use it and for which parts, by license id."""
    found: dict[str, dict[str, list[str]]] = {}
    for key, model in known.models.items():
        for part, expression in licensed_parts(model):
            for facts in known.terms[expression].licenses():
                parts = found.setdefault(facts.id, {}).setdefault(key, [])
                if part not in parts:
                    parts.append(part)
    return {key: [(known.models[model], parts) for model, parts in users.items()] for key, users in sorted(found.items(), key=lambda item: item[0].lower())}


def by_developer(known: Catalogue, judged: dict[str, Judged]) -> list[tuple[Developer, list[Judged]]]:
    """Each developer with its models, best first; developers by name."""
    of: dict[str, list[Judged]] = {}
    for one in judged.values():
        of.setdefault(known.models[one.model].developer, []).append(one)
    return [(developer, of.get(key, [])) for key, developer in sorted(known.developers.items(), key=lambda item: item[1].name.lower())]


def opinions(known: Catalogue, model: str) -> list:
    """(source, opinion) of others on one model."""
    return [(source, opinion) for source in known.opinions.values() for opinion in source.verdicts if opinion.model == model]
