"""Models that many people download from the Hub and that the catalogue lacks, as a list for a terminal."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from howopen.fetch import hub_card
from howopen.fetch.runtime import Runtime
from howopen.files.harmless import log_line, shortened
from howopen.files.snapshots import POPULAR, Store
from howopen.records.catalogue import Catalogue
from howopen.records.errors import Refused
from howopen.records.fetched import PopularModel, PopularModels


def run(hub: str, known: Catalogue, data: Path, today: str, clock: Callable[[], float], most: int, *, keep: bool, front: str) -> str:
    """The list as the Hub, at the address `hub`, gives it now; `keep` writes it too. Raises Refused."""
    found = PopularModels(on=today, models=hub_card.most_used(hub, Runtime(today, clock)))
    if keep:
        _keep(found, data)
    return text(lacking(found, known), len(found.models), most, front)


def lacking(found: PopularModels, known: Catalogue) -> tuple[PopularModel, ...]:
    """Entries of the Hub that are no model here, most downloads first."""
    return replace(known.fetched, popular=found).lacking(hub for model in known.models.values() for hub in model.hub_ids)


def _keep(found: PopularModels, data: Path) -> None:
    """Write the list where a build and the report of `fetch` find it. Raises Refused."""
    try:
        Store(data / "fetched").keep_shared(POPULAR, found)
    except OSError as error:
        raise Refused(f"{data / 'fetched' / POPULAR} cannot be written ({error.strerror})") from None


def text(missing: tuple[PopularModel, ...], of: int, most: int, front: str) -> str:
    """At most `most` of them in lines: downloads of 30 days, likes, id, task and license.

    `of` is how many the Hub's list holds, and `front` what a person types before a command.
    """
    if not missing:
        return f"Each of the {of} models that are downloaded most from the Hub is here."
    lines = [f"{'downloads':>13} {'likes':>7}  model"]
    lines += [f"{one.downloads:>13,} {one.likes:>7,}  {log_line(one.id)}{_about(one)}" for one in missing[:most]]
    lines += [f"and {len(missing) - most} more"] if len(missing) > most else []
    return "\n".join([*lines, f"{len(missing)} of the {of} models that are downloaded most are not here. To begin one: {front} draft {missing[0].id}"])


def _about(one: PopularModel) -> str:
    said = [text for text in (one.task, *one.license) if text]
    return f"  ({shortened(log_line(', '.join(said)), 60)})" if said else ""
