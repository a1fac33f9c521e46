"""What the API says of facts from outside: where they come from, where they disagree, and what other indexes find."""

from __future__ import annotations

from typing import Any

from howopen.records.conflict import Conflict, SecondOpinion
from howopen.records.model import Model


def fetched(model: Model) -> dict[str, Any]:
    """Where each fact comes from that nobody wrote, by its place in `facts`."""
    found = {name: origin.model_dump() for name, origin in model.fetched.items()}
    for key, part in model.components.items():
        found |= {f"components.{key}.{name.replace('_', '-')}": origin.model_dump() for name, origin in part.fetched.items()}
        for dataset in part.datasets or ():
            found |= {f"components.{key}.datasets.{dataset.name}.{name.replace('_', '-')}": origin.model_dump() for name, origin in dataset.fetched.items()}
    return found


def conflict(found: Conflict) -> dict[str, Any]:
    """A conflict as plain values."""
    answer: dict[str, Any] = {"id": found.id, "kind": found.kind, "component": found.part, "fact": found.fact}
    if found.dataset:
        answer["dataset"] = found.dataset
    answer["sides"] = [{"who": side.who, "says": side.says, "url": side.url or None, "on": side.on or None} for side in found.sides]
    answer["settled"] = found.settled.model_dump(by_alias=True, mode="json") if found.settled else None
    return answer


def second_opinion(found: SecondOpinion) -> dict[str, Any]:
    """What another index finds, by its own criteria."""
    criteria = [{"criterion": label, "says": says, "link": link or None} for label, says, link in found.criteria]
    return {"who": found.peer, "of": found.of, "overall": found.overall, "criteria": criteria, "url": found.url, "on": found.on or None}
