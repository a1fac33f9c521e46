"""Coverage of the catalogue: families, developers, months, and much-used models that are not here. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from howopen.records.catalogue import Catalogue
from howopen.records.fetched import PopularModel
from howopen.records.summary import Summary
from howopen.stats.quality import days_between

MONTHS = 12


class Covered(NamedTuple):
    """One developer's releases."""

    developer: str
    releases: int
    hub_ids: int  # of these and their variants
    families: tuple[tuple[str, int], ...]  # (name, releases), as its file orders them
    newest: Summary | None  # None: no release has a date
    age: int | None  # of the newest release, days


class Year(NamedTuple):
    """Releases of one year by month."""

    year: str
    months: tuple[int, ...]  # January first
    month_unknown: int

    @property
    def releases(self) -> int:
        """Count of the whole year."""
        return sum(self.months) + self.month_unknown


@dataclass(frozen=True, slots=True)
class Coverage:
    """Every list of the page on coverage."""

    developers: tuple[Covered, ...]  # most releases first
    years: tuple[Year, ...]  # newest first
    undated: tuple[Summary, ...]
    families: int
    hub_ids: int
    missing: tuple[PopularModel, ...]  # much used on the Hub and not here, most used first


def of(found: Mapping[str, Summary], known: Catalogue, today: str) -> Coverage:
    """The coverage on a day, YYYY-MM-DD."""
    every = list(found.values())
    by_developer: dict[str, list[Summary]] = {}
    for one in every:
        by_developer.setdefault(one.developer, []).append(one)
    developers = [_covered(key, own, known, today) for key, own in by_developer.items()]
    return Coverage(
        developers=tuple(sorted(developers, key=lambda one: (-one.releases, known.developers[one.developer].name.lower()))),
        years=tuple(_year(year, every) for year in sorted({one.released[:4] for one in every if one.released}, reverse=True)),
        undated=tuple(sorted((one for one in every if not one.released), key=lambda one: one.name.lower())),
        families=len({one.family for one in every if one.family}),
        hub_ids=sum(len(one.huggingface) for one in every),
        missing=known.fetched.lacking(hub for one in every for hub in one.huggingface),
    )


def _covered(key: str, own: list[Summary], known: Catalogue, today: str) -> Covered:
    in_family = Counter(one.family for one in own)
    families = tuple((name, in_family[family]) for family, name in known.developers[key].families.items() if in_family[family])
    newest = max((one for one in own if one.released), key=lambda one: (one.released or "", one.model), default=None)
    # of a release with a month alone the day is not known: the first stands for it
    age = days_between(f"{newest.released}-01"[:10], today) if newest else None
    return Covered(key, len(own), sum(len(one.huggingface) for one in own), families, newest, age)


def _year(year: str, every: list[Summary]) -> Year:
    months = Counter((one.released or "")[5:7] for one in every if (one.released or "").startswith(year))
    return Year(year, tuple(months[f"{month:02}"] for month in range(1, MONTHS + 1)), months[""])
