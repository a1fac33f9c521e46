"""The figures behind the pictures: counts and shares, each with the rows it stands for."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from howopen.records.catalogue import Catalogue
from howopen.records.summary import Summary

MOST_DEVELOPERS = 15  # the rest have one or two models each, and would make a long list of equals


class Bar(NamedTuple):
    """A bar of counts that stand one after the other."""

    label: str
    query: str  # of the leaderboard rows behind it
    counts: Mapping[str, int]  # by state, in drawing order

    @property
    def total(self) -> int:
        return sum(self.counts.values())


class Dot(NamedTuple):
    """One model in a scatter; x and y from 0 to 1."""

    model: str
    name: str
    state: str
    x: float
    y: float
    compute: str


def by_year(models: Mapping[str, Summary], known: Catalogue) -> list[Bar]:
    """Verdicts under the headline's definition by year of release, oldest first."""
    found: dict[str, Counter[str]] = {}
    for one in models.values():
        if one.released:
            found.setdefault(one.released[:4], Counter())[one.verdicts[known.board.headline].outcome.word] += 1
    return [Bar(year, f"year={year}", _ordered(found[year], ("met", "undetermined", "not-met"))) for year in sorted(found)]


def by_part(models: Mapping[str, Summary], known: Catalogue) -> list[Bar]:
    """Counts of the states of each part of the strip, the most open first."""
    counts: dict[str, Counter[str]] = {}
    for one in models.values():
        for part, state in one.strip:
            counts.setdefault(part, Counter())[state] += 1
    states = ("met", "partial", "not", "unknown", "none")
    bars = [Bar(known.vocabulary.components[part].label, "", _ordered(count, states)) for part, count in counts.items()]
    return sorted(bars, key=lambda bar: (-bar.counts["met"], -bar.counts["partial"], bar.label))


def by_developer(models: Mapping[str, Summary], known: Catalogue) -> list[Bar]:
    """Levels reached under the definition that ranks first, by developer, those with the most models first."""
    definition = known.definitions[known.board.rank_by[0]]
    levels = [level.id for level in reversed(definition.levels)]
    found: dict[str, Counter[str]] = {}
    for one in models.values():
        verdict = one.verdicts[definition.id]
        state = verdict.reached or ("undetermined" if verdict.possible else "not-met")
        found.setdefault(one.developer, Counter())[state] += 1
    most = sorted(found, key=lambda key: (-found[key].total(), known.developers[key].name.lower(), key))[:MOST_DEVELOPERS]
    return [Bar(known.developers[key].name, f"developer={key}", _ordered(found[key], (*levels, "undetermined", "not-met"))) for key in most]


def over_compute(models: Mapping[str, Summary], known: Catalogue) -> tuple[list[Dot], list[tuple[float, int]]]:
    """The proven share of the score over training compute on a logarithmic scale; and the scale's marks as (x, power of ten)."""
    middle = {key: math.log10(one.compute) for key, one in models.items() if one.compute}
    if not middle:
        return [], []
    low, high = math.floor(min(middle.values())), math.ceil(max(middle.values()))
    span = max(high - low, 1)
    dots = []
    for key, power in middle.items():
        one = models[key]
        outcome = one.verdicts[known.board.headline].outcome.word
        dots.append(Dot(key, one.name, outcome, (power - low) / span, one.score[0], f"{one.compute:.1e}"))
    return sorted(dots, key=lambda dot: (dot.x, dot.name)), [((power - low) / span, power) for power in range(low, high + 1)]


def _ordered(count: Counter[str], states: tuple[str, ...]) -> dict[str, int]:
    return {state: count[state] for state in states}
