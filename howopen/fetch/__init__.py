"""Questions to the services that the models here name, and the answers kept under `data/fetched/`. Nothing else goes online.

http         one polite, bounded client for every host
bounds       how long, how much and how often
reach        hosts of private networks, which are not asked
endpoints    services, where they stand, and their tokens
session      one run: visits, changes, failures; the Protocol of a source
journal      what a run that was killed had got
huggingface  models and data sets
github       repositories
arxiv        papers
peers        other indexes, a file for each model
listed       other indexes, one file for many
link_check   whether evidence still answers
hub_card     one model's record, for a draft or a verdict
popular      what the Hub's users download most
progress     what a person sees meanwhile
report       what a pull request says of it

To add a source, write a module with NAME, SERVICES, KINDS and refresh, as `session.Source` describes them, and name it in SOURCES.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from howopen.fetch import arxiv, github, http, huggingface, link_check, listed, peers
from howopen.fetch.bounds import Bounds
from howopen.fetch.endpoints import Endpoints, Hosts, Service
from howopen.fetch.journal import Journal
from howopen.fetch.runtime import Runtime
from howopen.fetch.session import Change, Failure, Session, Source, Summary
from howopen.files.snapshots import Store
from howopen.records.catalogue import Catalogue
from howopen.records.errors import Refused

__all__ = ["SOURCES", "Bounds", "Change", "Endpoints", "Failure", "Runtime", "Service", "Source", "Summary", "names", "refresh"]

SOURCES: tuple[Source, ...] = (huggingface, github, arxiv, peers, listed)


def names(sources: Iterable[Source] = SOURCES) -> tuple[str, ...]:
    """Names of the sources, in their order."""
    return tuple(source.NAME for source in sources)


def refresh(
    known: Catalogue,
    into: Path,
    environment: Mapping[str, str],
    runtime: Runtime,
    tell: Callable[[str, int, int], None],
    *,
    sources: tuple[Source, ...] = SOURCES,
    only: Iterable[str] = (),
    model: str = "",
    check_links: bool = False,
    dry: bool = False,
    bounds: Bounds | None = None,
) -> Summary:
    """Ask for everything that the models name, or only from some sources, or only for one model; returns how it went.

    Facts are written as they come, whole; `dry` writes nothing. Interrupted, what was written stands, and the next run on the same day goes on
    from there. Raises Refused when another run writes there, when nothing can be written, or when the environment names what cannot be asked.
    """
    chosen = tuple(source for source in sources if source.NAME in only) if (only := tuple(only)) else sources
    endpoints = Endpoints.of(dict.fromkeys(service for source in sources for service in source.SERVICES), environment)
    journal = Journal(into, runtime.today, dry=dry)
    ended = False
    try:
        store = Store(into, kinds={folder: kind for source in sources for folder, kind in source.KINDS.items()}, dry=dry)
        store.request_states |= journal.left
        store.sweep()
        asked = (*chosen, link_check) if check_links else chosen
        try:
            summary = asyncio.run(_all(known, store, journal, endpoints, runtime, tell, asked, model, chosen == sources, bounds or Bounds()))
        finally:
            store.close()
        ended = True
    except OSError as error:
        raise Refused(f"{error.filename or into} cannot be written ({error.strerror}); what was kept before stands") from None
    finally:
        journal.close(whole=ended)
    return summary


async def _all(
    known: Catalogue,
    store: Store,
    journal: Journal,
    endpoints: Endpoints,
    runtime: Runtime,
    tell: Callable[[str, int, int], None],
    sources: tuple[Source, ...],
    model: str,
    every_source: bool,
    bounds: Bounds,
) -> Summary:
    written = known.written or known.models
    models = [written[model]] if model else list(written.values())
    wanted: dict[str, set[str]] = {}
    async with http.connections() as connections:
        agent = f"{known.site.name} (+{known.site.repository})".encode("ascii", "replace").decode()  # a header has no other letters
        hosts = Hosts(connections, endpoints, runtime, agent, bounds)
        session = Session(store, hosts, runtime.today, tell, journal)

        async def one(source: Source) -> None:
            wanted.update(await source.refresh(models, known, session))

        try:
            async with asyncio.TaskGroup() as tasks:
                for source in sources:
                    tasks.create_task(one(source))
        except* (Refused, OSError) as group:
            first: BaseException = group
            while isinstance(first, BaseExceptionGroup):
                first = first.exceptions[0]
            raise first from None
        if not model and every_source and session.summary.whole:
            session.summary.forgotten = store.forget(wanted)
        session.summary.hosts = hosts.counts()
    return session.summary
