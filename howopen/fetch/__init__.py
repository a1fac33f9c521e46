"""Ask the outside what it says of the models here, and keep the answers under `data/fetched/`. The only step that goes online.

client       one polite, bounded asker a host
desk         the book that all sources write into
huggingface  models and data sets
github       repositories
arxiv        papers
peers        other indexes
links        whether evidence still answers
progress     what a person sees meanwhile
report       what a pull request says of it
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from howopen.fetch import arxiv, github, huggingface, link_check, peers
from howopen.fetch.endpoints import Addresses
from howopen.fetch.http import Bounds, Host
from howopen.fetch.session import Change, Desk, Failure, Summary
from howopen.files.snapshots import LINKS, Store
from howopen.records.catalogue import Catalogue
from howopen.records.fetched import DeadLinks
from howopen.records.model import Model

__all__ = ["SOURCES", "Addresses", "Bounds", "Change", "Failure", "Summary", "World", "refresh"]

SOURCES = ("huggingface", "github", "arxiv", "peers")
HOSTS_AT_ONCE = 8  # of those that only hold evidence


@dataclass(frozen=True, slots=True)
class World:
    """What only the front door knows."""

    today: str  # YYYY-MM-DD
    clock: Callable[[], float]  # seconds since the epoch
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    jitter: random.Random = field(default_factory=random.Random)


def refresh(
    known: Catalogue,
    into: Path,
    addresses: Addresses,
    world: World,
    tell: Callable[[str, int, int], None],
    *,
    only: Iterable[str] = (),
    model: str = "",
    check_links: bool = False,
    dry: bool = False,
    bounds: Bounds | None = None,
) -> Summary:
    """Ask for everything that the models name, or only from some sources, or only for one model; returns how it went.

    Facts are written as they come, whole; `dry` writes nothing. Interrupted, what was written stands. Raises nothing of the net.
    """
    desk = Desk(Store(into, dry=dry), world.today, tell)
    desk.store.sweep()
    try:
        asyncio.run(_all(known, desk, addresses, world, tuple(only) or SOURCES, model, check_links, bounds or Bounds()))
    finally:
        desk.store.close()
    return desk.summary


async def _all(known: Catalogue, desk: Desk, addresses: Addresses, world: World, only: tuple[str, ...], model: str, check_links: bool, bounds: Bounds) -> None:
    written = known.written or known.models
    of = [written[model]] if model else list(written.values())
    secrets = tuple(filter(None, (addresses.huggingface_token, addresses.github_token)))
    hosts: list[Host] = []
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=32)) as http:

        def host(name: str, base: str, *, token: str = "", every: float = 0, headers: dict[str, str] | None = None) -> Host:
            agent = f"{known.site.name} (+{known.site.repository})"
            hosts.append(Host(name, base, http, world.clock, world.sleep, agent, token, bounds, every, headers or {}, world.jitter, secrets))
            return hosts[-1]

        hub = host("Hugging Face", addresses.huggingface, token=addresses.huggingface_token)
        forge = host("GitHub", addresses.github, token=addresses.github_token, headers=github.HEADERS)
        wanted: dict[str, set[str]] = {}
        async with asyncio.TaskGroup() as tasks:
            if "huggingface" in only:
                tasks.create_task(_hub(of, hub, desk, wanted))
            if "github" in only:
                tasks.create_task(_forge(of, forge, desk, wanted))
            if "arxiv" in only:
                tasks.create_task(_papers(of, host("arXiv", addresses.arxiv, every=0 if addresses.local else arxiv.EVERY), desk, wanted))
            if "peers" in only:
                tasks.create_task(_peers(known, of, forge, host("Files on GitHub", addresses.raw), desk, wanted))
            if check_links:
                tasks.create_task(_links(of, list(written.values()), addresses, host, desk))
        if not model and set(only) == set(SOURCES) and desk.summary.whole:
            desk.summary.forgotten = desk.store.forget(wanted)
    desk.summary.hosts = _counts(hosts)


async def _hub(of: list[Model], host: Host, desk: Desk, wanted: dict[str, set[str]]) -> None:
    names = huggingface.models(of)
    desk.expect(huggingface.MODELS, len(names))
    await huggingface.refresh(names, huggingface.MODELS, host, desk)
    own = (name for model in of for name in model.sources.huggingface)
    cards = [facts for name in own if (facts := desk.store.facts(huggingface.MODELS, name)) is not None]
    bases = huggingface.bases(names, cards)
    desk.expect(huggingface.MODELS, len(bases))
    await huggingface.refresh(bases, huggingface.MODELS, host, desk)
    datasets = huggingface.datasets(of, cards)
    desk.expect(huggingface.DATASETS, len(datasets))
    await huggingface.refresh(datasets, huggingface.DATASETS, host, desk)
    wanted |= {huggingface.MODELS: {*names, *bases}, huggingface.DATASETS: set(datasets)}


async def _forge(of: list[Model], host: Host, desk: Desk, wanted: dict[str, set[str]]) -> None:
    names = github.repositories(of)
    desk.expect(github.SOURCE, len(names))
    await github.refresh(names, host, desk)
    wanted[github.SOURCE] = set(names)


async def _papers(of: list[Model], host: Host, desk: Desk, wanted: dict[str, set[str]]) -> None:
    confirmed = {name.partition("/")[2]: standing.confirmed or "" for name, standing in desk.store.standing.items() if name.startswith(f"{arxiv.SOURCE}/")}
    names = arxiv.papers(of, confirmed, desk.today)
    desk.expect(arxiv.SOURCE, len(names))
    await arxiv.refresh(names, host, desk)
    wanted[arxiv.SOURCE] = {name for model in of for name in model.sources.arxiv}


async def _peers(known: Catalogue, of: list[Model], forge: Host, raw: Host, desk: Desk, wanted: dict[str, set[str]]) -> None:
    for peer in known.peers.peers:
        spoken = await peers.refresh(peer, of, forge, raw, desk)
        wanted[peer.key] = {*spoken, f"{peers.LIST}{peer.repository}"}


async def _links(of: list[Model], every: list[Model], addresses: Addresses, host: Callable[..., Host], desk: Desk) -> None:
    found = link_check.addresses(of, local=addresses.local)
    desk.expect(link_check.SOURCE, sum(map(len, found.values())))
    dead = dict(desk.store.shared(LINKS, DeadLinks).links)
    some = asyncio.Semaphore(HOSTS_AT_ONCE)

    async def one(origin: str, named: list[str]) -> None:
        async with some:
            await link_check.refresh(named, host(urlsplit(origin).hostname, origin, every=0 if addresses.local else link_check.EVERY), desk, dead)

    async with asyncio.TaskGroup() as tasks:
        for origin, named in found.items():
            tasks.create_task(one(origin, named))
    link_check.keep(desk, dead, {address for group in link_check.addresses(every, local=addresses.local).values() for address in group})


def _counts(hosts: list[Host]) -> list[tuple[str, int, int, int]]:
    """(name, requests, conditional, unchanged) of each host that was asked; those asked only for links are one."""
    named = [(host.name, host.requests, host.conditional, host.unchanged) for host in hosts if "." not in host.name and host.requests]
    others = [host for host in hosts if "." in host.name and host.requests]
    return named + ([(f"{len(others)} hosts of evidence", sum(host.requests for host in others), 0, 0)] if others else [])
