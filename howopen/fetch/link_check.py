"""Whether the addresses that evidence stands on still answer: HEAD, then GET, host by host."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Iterator
from urllib.parse import urlsplit

from howopen.fetch.http import Failed, GivenUp, Host, Kind
from howopen.fetch.session import Desk, Failure
from howopen.files.snapshots import LINKS
from howopen.records.fetched import DeadLink, DeadLinks
from howopen.records.model import Model

SOURCE = "links"
EVERY = 1.0  # seconds between two requests to one host


def addresses(of: Iterable[Model], *, local: bool) -> dict[str, list[str]]:
    """Every address of evidence, without fragments, sorted, by origin. Those of private networks are left out; `local` lets loopback in, for tests."""
    found: dict[str, list[str]] = {}
    for address in sorted({address.partition("#")[0] for model in of for address in _evidence(model)}):
        try:
            parts = urlsplit(address)
            if parts.username or parts.password or not parts.hostname or (_private(parts.hostname) and not local):
                continue
            found.setdefault(f"{parts.scheme}://{parts.hostname}{f':{parts.port}' if parts.port else ''}", []).append(address)
        except ValueError:
            continue  # a port that is no number
    return found


def _evidence(model: Model) -> Iterator[str]:
    for part in model.components.values():
        yield from part.evidence
        for dataset in part.datasets or ():
            yield from dataset.evidence
    for holder in (model.data_information, model.lineage, model.training_compute, *model.answers.values()):
        if holder is not None:
            yield from holder.evidence
    yield from (claim.url for claim in model.claims)


def _private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return "." not in host or host.endswith((".local", ".internal", ".localhost"))


async def refresh(found: list[str], host: Host, desk: Desk, dead: dict[str, DeadLink]) -> None:
    """Ask for each address of one host; those that are gone are put into `dead`, those that answer are taken out."""
    for at, address in enumerate(found):
        try:
            alive = await _alive(address, host)
        except GivenUp as failed:
            desk.summary.failures.append(Failure(SOURCE, host.name, failed.kind, 0, f"{len(found) - at} addresses not asked: {failed.detail}", True))
            desk.summary.unsure += len(found) - at
            return
        except Failed as failed:
            if failed.kind in (Kind.ABSENT, Kind.UNKNOWN_HOST):
                known = dead.get(address)
                dead[address] = known or DeadLink(since=desk.today, status=failed.status)
                desk.summary.dead.append((address, dead[address].since, known is None))
            else:
                desk.summary.unsure += 1  # it may be down for an hour, or refuse programs
        else:
            if alive:
                dead.pop(address, None)
        desk.done(SOURCE)


async def _alive(address: str, host: Host) -> bool:
    """True when the address answers. Raises Failed when it does not, or cannot be told."""
    limit = "pages"
    try:
        await host.get(address, accept="*/*", method="HEAD", limit=limit)
    except GivenUp:
        raise
    except Failed as failed:
        if failed.kind is Kind.UNKNOWN_HOST:
            raise
    else:
        return True
    try:
        await host.get(address, accept="*/*", most=1, limit=limit)
    except Failed as failed:
        if failed.kind is not Kind.TOO_LARGE and failed.kind is not Kind.GATED:
            raise
    return True


def keep(desk: Desk, dead: dict[str, DeadLink], named: set[str]) -> None:
    """Write the dead addresses that evidence still names."""
    desk.store.keep_shared(LINKS, DeadLinks(links={address: found for address, found in sorted(dead.items()) if address in named}))
