"""The figures behind the pictures: counts and shares, each with the rows it stands for."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from howopen.records.catalogue import Catalogue
from howopen.records.summary import Summary

MOST_DEVELOPERS = 15  # the rest have one or two models each, and would make a long list of equals
CLAIMS = ("holds", "unclear", "fails")  # in drawing order
WIDTH, HEIGHT, LETTER, LINE = 640, 300, 6.2, 14  # pixels of the scatter, and of a name in it
MOST_NAMED = 16  # marks of the scatter that have their name beside them: more could not be read


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
    named: bool = False  # whether its name fits beside it


def scale(bars: Sequence[Bar]) -> list[int]:
    """Marks of an axis for these bars: evenly from nothing to at least the longest, on round numbers."""
    most = max((bar.total for bar in bars), default=0) or 1
    step = next(unit * 10**power for power in range(12) for unit in (1, 2, 5) if most <= 5 * unit * 10**power)
    return list(range(0, math.ceil(most / step) * step + 1, step))


def claims_by_year(models: Mapping[str, Summary]) -> list[Bar]:
    """Claims of what the headline's definition defines, by year of release, oldest first; an empty label: the release is not dated."""
    found: dict[str, Counter[str]] = {}
    for one in models.values():
        if one.claim in CLAIMS:
            found.setdefault((one.released or "")[:4], Counter())[one.claim] += 1
    return [Bar(year, f"claim={','.join(CLAIMS)}&year={year}", _ordered(found[year], CLAIMS)) for year in sorted(found)]


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
    definition = known.definitions[known.board.tier]
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
    return sorted(_named(dots), key=lambda dot: (dot.x, dot.name)), [((power - low) / span, power) for power in range(low, high + 1)]


def _named(dots: Sequence[Dot]) -> list[Dot]:
    """The marks, of which those furthest up or to the right have their names, where nothing else stands in the way."""
    taken = [(dot.x * WIDTH, dot.y * HEIGHT, 0.0) for dot in dots]  # left edge, height and width of all that is drawn
    named: set[str] = set()
    for dot in sorted(dots, key=lambda dot: (-max(dot.x, dot.y), dot.name)):
        left, width = dot.x * WIDTH + 8, len(dot.name) * LETTER
        free = all(abs(y - dot.y * HEIGHT) >= LINE - 2 or x > left + width or x + wide < left - 4 for x, y, wide in taken)
        if free and left + width < WIDTH and len(named) < MOST_NAMED:
            named.add(dot.model)
            taken.append((left, dot.y * HEIGHT, width))
    return [dot._replace(named=dot.model in named) for dot in dots]


def _ordered(count: Counter[str], states: tuple[str, ...]) -> dict[str, int]:
    return {state: count[state] for state in states}
