"""Check of the addresses that evidence stands on: HEAD, then GET, host by host. A source that is asked only on demand."""

from __future__ import annotations

import asyncio
import bisect
from collections.abc import Callable, Iterable, Iterator
from urllib.parse import urlsplit

from howopen.fetch import reach
from howopen.fetch.endpoints import Service
from howopen.fetch.failures import Failed, GivenUp, Kind
from howopen.fetch.http import Host
from howopen.fetch.session import Failure, Session
from howopen.files.snapshots import LINKS
from howopen.records.catalogue import Catalogue
from howopen.records.fetched import DeadLink, DeadLinks
from howopen.records.model import Model
from howopen.records.types import Record

NAME = "links"
SERVICES: tuple[Service, ...] = ()  # each host of evidence is one
KINDS: dict[str, type[Record]] = {}
EVERY = 1.0  # seconds between two requests to one host
HOSTS_AT_ONCE = 8
ALL = 3600  # seconds for the hosts of evidence together, since whoever writes a model file may name many that never answer


async def refresh(models: list[Model], known: Catalogue, session: Session) -> dict[str, set[str]]:
    """Ask for every address of evidence, host by host, and write down those that are gone."""
    local = session.hosts.endpoints.local
    found = addresses(models, local=local)
    session.expect(NAME, sum(map(len, found.values())))
    before = session.store.shared(LINKS, DeadLinks)
    dead, left = dict(before.links), dict(before.left)
    some, ends = asyncio.Semaphore(HOSTS_AT_ONCE), session.hosts.runtime.clock() + ALL

    async def one(origin: str, named: list[str]) -> None:
        async with some:
            begin = bisect.bisect_left(named, left.pop(origin, ""))
            ahead = [*named[begin:], *named[:begin]]  # first those that a limit left last time
            host = session.host(Service(urlsplit(origin).hostname or "", origin, every=EVERY, stranger=not local))
            if unreached := await _check(ahead, host, session, dead, keep, ends):
                left[origin] = unreached

    every = addresses((known.written or known.models).values(), local=local)
    still = {address for group in every.values() for address in group}

    def keep() -> None:
        links = {address: gone for address, gone in sorted(dead.items()) if address in still}
        session.keep_shared(LINKS, DeadLinks(links=links, left={origin: left[origin] for origin in sorted(left) if origin in every}))

    async with asyncio.TaskGroup() as tasks:
        for origin in sorted(found, key=lambda origin: origin not in before.left):  # first those that were left last time
            tasks.create_task(one(origin, found[origin]))
    keep()
    return {}


def addresses(models: Iterable[Model], *, local: bool) -> dict[str, list[str]]:
    """Addresses of evidence, without fragments, sorted, by origin. Those of private networks are left out; `local` lets loopback in, for tests."""
    found: dict[str, list[str]] = {}
    for address in sorted({address.partition("#")[0] for model in models for address in _evidence(model)}):
        try:
            parts = urlsplit(address)
            if parts.username or parts.password or not parts.hostname or (reach.is_private(parts.hostname) and not local):
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


async def _check(ahead: list[str], host: Host, session: Session, dead: dict[str, DeadLink], keep: Callable[[], None], ends: float) -> str:
    """Ask for each address of one host until the clock says `ends`; those that are gone are put into `dead`, those that answer are taken out.

    Each change is kept at once. Returns the first address that a limit left, empty where none was.
    """
    for at, address in enumerate(ahead):
        if session.resumed(NAME, address):
            continue
        before = dead.get(address)
        try:
            _in_time(host, ends)
            alive = await _alive(address, host)
        except GivenUp as failed:
            session.summary.failures.append(Failure(NAME, host.name, failed.kind, 0, f"{len(ahead) - at} addresses not asked: {failed.detail}", True))
            session.summary.unsure += len(ahead) - at
            return address
        except Failed as failed:
            if failed.kind in (Kind.ABSENT, Kind.UNKNOWN_HOST):
                dead[address] = before or DeadLink(since=session.today, status=failed.status)
                session.summary.dead.append((address, dead[address].since, before is None))
            else:
                session.summary.unsure += 1  # it may be down for an hour, or refuse programs
        else:
            if alive:
                dead.pop(address, None)
        if dead.get(address) != before:
            keep()
        session.tick(NAME, address)
    return ""


def _in_time(host: Host, ends: float) -> None:
    """Raises GivenUp when the time of all hosts together is over."""
    if host.runtime.clock() > ends:
        raise GivenUp(Kind.NOT_ASKED, detail=f"the evidence was asked for {ALL // 60} minutes, which is all that a run may take")


async def _alive(address: str, host: Host) -> bool:
    """True when the address answers. Raises Failed when it does not, or cannot be told."""
    limit = "pages"
    try:
        await host.get(address, accept="*/*", method="HEAD", limit=limit)
    except GivenUp:
        raise
    except Failed as failed:
        if failed.kind in (Kind.UNKNOWN_HOST, Kind.TIMEOUT, Kind.HOSTILE):
            raise  # to ask in another way tells nothing more
    else:
        return True
    try:
        await host.get(address, accept="*/*", most=1, limit=limit)
    except Failed as failed:
        if failed.kind is not Kind.TOO_LARGE and failed.kind is not Kind.GATED:
            raise
    return True
