"""What the API says of a model that comes from outside: what was fetched, where sources disagree, what other indexes say."""

from __future__ import annotations

from typing import Any

from howopen.records import Catalogue, Conflict, SecondOpinion


def of(key: str, known: Catalogue) -> dict[str, Any]:
    """The answers on one model, by their keys; those that are empty are left out."""
    found = {
        "fetched": _fetched(known, key),
        "conflicts": [_conflict(one) for one in known.conflicts.get(key, ())],
        "second-opinions": [_second_opinion(one) for one in known.second_opinions.get(key, ())],
    }
    return {name: said for name, said in found.items() if said}


def _fetched(known: Catalogue, key: str) -> dict[str, Any]:
    """Where each fact comes from that nobody wrote, by its place in `facts`."""
    model = known.models[key]
    found = dict(model.fetched)
    for name, part in model.components.items():
        found |= {f"components.{name}.{fact.replace('_', '-')}": origin for fact, origin in part.fetched.items()}
        for at, dataset in enumerate(part.datasets or ()):
            found |= {f"components.{name}.datasets.{at}.{fact.replace('_', '-')}": origin for fact, origin in dataset.fetched.items()}
    return {place: origin.model_dump(exclude_defaults=True) for place, origin in found.items()}


def _conflict(found: Conflict) -> dict[str, Any]:
    answer: dict[str, Any] = {"id": found.id, "kind": found.kind, "component": found.part, "fact": found.fact}
    if found.dataset:
        answer["dataset"] = found.dataset
    answer["sides"] = [{"who": side.who, "says": side.says, "url": side.url or None, "on": side.on or None} for side in found.sides]
    if found.settled:
        answer["settled"] = found.settled.model_dump(mode="json", exclude={"conflict"}, exclude_defaults=True)
    return answer


def _second_opinion(found: SecondOpinion) -> dict[str, Any]:
    criteria = [{"criterion": label, "says": says, "link": link or None} for label, says, link in found.criteria]
    return {"who": found.peer, "of": found.of, "overall": found.overall, "url": found.url, "on": found.on or None, "criteria": criteria}
