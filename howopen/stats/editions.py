"""Differences between two editions. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from howopen.records.edition import Edition


@dataclass(frozen=True, slots=True)
class Shift:
    """Result of a model that is another than before."""

    model: str
    definition: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Difference:
    """Difference of an edition from an earlier one; models by the ids that they have today, sorted."""

    before: Edition
    added: tuple[str, ...]
    removed: tuple[str, ...]
    shifts: tuple[Shift, ...]  # by model, then in the order of the definitions
    not_compared: tuple[str, ...]  # definitions that are new, or have another version: another question, and so no change of an answer


def between(before: Edition, after: Edition, today: Mapping[str, str]) -> Difference:
    """The difference; `today` has the id of each model that was called otherwise once."""
    old, new = ({today.get(key, key): one.results(key) for key in one.models} for one in (before, after))
    same = [key for key, version in after.definitions.items() if before.definitions.get(key) == version]
    shifts = (Shift(key, name, old[key][name], new[key][name]) for key in sorted(old.keys() & new.keys()) for name in same if old[key][name] != new[key][name])
    other = tuple(key for key in after.definitions if key not in same)
    return Difference(before, tuple(sorted(new.keys() - old.keys())), tuple(sorted(old.keys() - new.keys())), tuple(shifts), other)


def counts(edition: Edition) -> dict[str, Counter[str]]:
    """By definition: how many models have each result."""
    found: dict[str, Counter[str]] = {key: Counter() for key in edition.definitions}
    for model in edition.models:
        for definition, result in edition.results(model).items():
            found[definition][result] += 1
    return found
