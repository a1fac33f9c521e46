"""Answers on facts from outside: where they come from, where they disagree, and what other indexes find."""

from __future__ import annotations

from msgspec import UNSET

from howopen.records.conflict import Conflict, SecondOpinion
from howopen.records.model import Model, Origin
from howopen.render.api.model_shapes import ConflictFound, ConflictSide, CriterionSaid, Provenance, SecondOpinionSaid
from howopen.render.api.plain import plain


def fetched(model: Model) -> dict[str, Provenance]:
    """The source of each fact that nobody wrote, by its place in `facts`."""
    found = {name: _origin(origin) for name, origin in model.fetched.items()}
    for key, part in model.components.items():
        found |= {f"components.{key}.{name.replace('_', '-')}": _origin(origin) for name, origin in part.fetched.items()}
        for dataset in part.datasets or ():
            found |= {f"components.{key}.datasets.{dataset.name}.{name.replace('_', '-')}": _origin(origin) for name, origin in dataset.fetched.items()}
    return found


def _origin(origin: Origin) -> Provenance:
    return Provenance(origin.source, origin.url, origin.on, origin.revision)


def conflict(found: Conflict) -> ConflictFound:
    """Two sources that cannot both be right, and how a person settled it."""
    return ConflictFound(
        id=found.id,
        kind=found.kind,
        component=found.part,
        fact=found.fact,
        dataset=found.dataset or UNSET,
        sides=[ConflictSide(side.who, side.says, side.url or None, side.on or None) for side in found.sides],
        settled=plain(found.settled, whole=True) if found.settled else None,
    )


def second_opinion(found: SecondOpinion) -> SecondOpinionSaid:
    """Another index's finding, by its own criteria."""
    criteria = [CriterionSaid(label, says, link or None) for label, says, link in found.criteria]
    return SecondOpinionSaid(found.peer, found.of, found.overall, criteria, found.url, found.on or None)
