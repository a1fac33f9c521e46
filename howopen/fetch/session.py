"""One run over all sources: visits of one thing after the other, what changed, what failed. Keeps the last facts whatever happens."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from howopen.fetch.endpoints import Hosts, Service
from howopen.fetch.failures import Failed, GivenUp, Kind
from howopen.fetch.http import Host
from howopen.fetch.journal import Journal
from howopen.files.snapshots import BadSnapshot, Store, built, changes
from howopen.licenses import texts
from howopen.records.catalogue import Catalogue
from howopen.records.errors import Refused
from howopen.records.fetched import LicenseText, RequestState, Trouble
from howopen.records.model import Model
from howopen.records.types import Record

VOLATILE = ("sha", "modified", "blob")  # move with every edit; the diff shows them, the report would drown in them
Etags = dict[str, str]  # by what was asked for
Counts = dict[str, int]  # figures that move at every run, by their name in a RequestState
# the facts, the etags of the answers that they were made of, and figures where the answer gives any
Answered = tuple[Record | None, Etags] | tuple[Record | None, Etags, Counts]
# asks for one thing: its name, the facts known before, the etags of the answers that those were made of
Ask = Callable[[str, Any, Etags], Awaitable[Answered]]


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One fact that is no longer the same. Untrusted: its texts come from outside."""

    source: str
    key: str
    fact: str
    before: str  # empty when there was none
    after: str
    new: bool = False  # nothing was known of the thing


@dataclass(frozen=True, slots=True, order=True)
class Failure:
    """One thing of which no answer could be used."""

    source: str
    key: str
    kind: str
    status: int
    detail: str
    kept: bool  # whether earlier facts stand


@dataclass
class Summary:
    """Result of a run."""

    asked: int = 0  # things, without those that a limit left
    confirmed: int = 0
    resumed: int = 0  # answered in the run that was interrupted before this one, and not asked for again
    changes: list[Change] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    renamed: list[tuple[str, str, str]] = field(default_factory=list)  # (source, as we write it, as it is now)
    forgotten: list[str] = field(default_factory=list)
    unsure: int = 0  # links that are neither alive nor dead for sure
    dead: list[tuple[str, str, bool]] = field(default_factory=list)  # (address, since, found in this run)
    hosts: list[tuple[str, int, int, int]] = field(default_factory=list)  # (name, requests, conditional, unchanged)

    @property
    def whole(self) -> bool:
        """Whether everything that was asked for was answered."""
        return not self.failures


@dataclass
class Session:
    """One run: what sources ask through, and where they keep the answers."""

    store: Store
    hosts: Hosts
    today: str  # YYYY-MM-DD
    tell: Callable[[str, int, int], None]  # (source, done, of how many)
    journal: Journal
    summary: Summary = field(default_factory=Summary)
    _done: dict[str, int] = field(default_factory=dict)
    _total: dict[str, int] = field(default_factory=dict)

    def host(self, service: Service) -> Host:
        """HTTP host of the service."""
        return self.hosts.of(service)

    def expect(self, source: str, count: int) -> None:
        """Announce that so many more things will be visited."""
        self._total[source] = self._total.get(source, 0) + count
        self.tell(source, self._done.get(source, 0), self._total[source])

    async def visit_all(self, source: str, keys: Iterable[str], ask: Ask) -> None:
        """Visit each thing once, as `visit_mixed` does."""
        await self.visit_mixed(((source, key) for key in keys), {source: ask})

    async def visit_mixed(self, things: Iterable[tuple[str, str]], ask: Mapping[str, Ask]) -> None:
        """Visit each (source, key) once, those that were asked for longest ago first, so that runs that end at a limit still reach everything in time.

        Of one day those that failed come last: some that fail for good do not keep a host from being asked for the others.
        """
        ordered = sorted(things, key=self._age)
        for source, count in Counter(source for source, _ in ordered).items():
            self.expect(source, count)
        for source, key in ordered:
            await self.visit(source, key, ask[source])

    def _age(self, thing: tuple[str, str]) -> tuple[str, bool, str, str]:
        state = self.request_state(*thing)
        return state.asked, state.failed is not None, thing[1].lower(), thing[0]

    async def visit(self, source: str, key: str, ask: Ask) -> None:
        """Ask for one thing and keep the answer; on any failure keep what is there and note what happened. Raises Refused when nothing can be written."""
        if self.store.facts(source, key) is not None and self.resumed(source, key):
            return
        before = self.store.facts(source, key)
        if (trouble := self.journal.refused(source, key)) is not None:
            self.summary.failures.append(Failure(source, key, trouble.kind, trouble.status or 0, "", before is not None))
            self.summary.resumed += 1
            self.done(source)
            return
        self.summary.asked += 1
        try:
            answered = await ask(key, before, self.store.etags(source, key) if before is not None else {})
            self._keep(source, key, before, answered[0], answered[1], answered[2] if len(answered) == 3 else {})
        except BadSnapshot as bad:
            self._failed(source, key, Failed(Kind.SHAPE, detail=str(bad)), before)
        except RecursionError:
            self._failed(source, key, Failed(Kind.SHAPE, detail="nested too deep"), before)
        except Failed as failed:
            self._failed(source, key, failed, before)
        self.done(source)

    def resumed(self, source: str, key: str) -> bool:
        """Whether the run that was interrupted today had an answer for the thing, which then counts as visited."""
        if not self.journal.holds(source, key):
            return False
        self.summary.resumed += 1
        self.done(source)
        return True

    def tick(self, source: str, key: str) -> None:
        """Count one thing as visited that has no state of its own, for the run that goes on if this one is interrupted. Raises Refused."""
        try:
            self.journal.tick(source, key)
        except OSError as error:
            raise _unwritten(error) from None
        self.done(source)

    def done(self, source: str) -> None:
        """Count one thing as visited."""
        self._done[source] = self._done.get(source, 0) + 1
        self.tell(source, self._done[source], self._total.get(source, 0))

    def request_state(self, source: str, key: str) -> RequestState:
        """State of the requests for a thing; an empty one when it was never asked for."""
        return self.store.request_states.get(f"{source}/{key}".lower()) or answered_state()

    def note_state(self, source: str, key: str, state: RequestState) -> None:
        """Note how asking for a thing ended. Raises Refused when it cannot be written."""
        try:
            self.store.note_state(source, key, state)
            self.journal.note(source, key, self.request_state(source, key))
        except OSError as error:
            raise _unwritten(error) from None

    def keep_shared(self, name: str, facts: Record) -> None:
        """Write a file that is one record for many things. Raises Refused when it cannot be written."""
        try:
            self.store.keep_shared(name, facts)
        except OSError as error:
            raise _unwritten(error) from None

    def _keep(self, source: str, key: str, before: Record | None, facts: Record | None, etags: Etags, counts: Counts) -> None:
        if facts is None:
            raise Failed(Kind.SHAPE, detail="unchanged since nothing")
        if self.hosts.secrets.within(json.dumps(facts.model_dump(mode="json"), ensure_ascii=False) + " ".join(etags.values())):
            raise Failed(Kind.HOSTILE, detail="it repeats a secret")
        try:
            self.store.keep(source, key, facts)
        except OSError as error:
            raise _unwritten(error) from None
        old = self.request_state(source, key)
        self.note_state(
            source, key, answered_state(confirmed=self.today, etags=etags).model_copy(update={"downloads": old.downloads, "likes": old.likes} | counts)
        )
        self.summary.confirmed += 1
        for fact, old, new in changes(before, facts):
            if fact not in VOLATILE:
                self.summary.changes.append(Change(source, key, fact, _short(old), _short(new), before is None))
        now = getattr(facts, "id", key)
        if isinstance(now, str) and now.lower() != key.lower():
            self.summary.renamed.append((source, key, now))

    def _failed(self, source: str, key: str, failed: Failed, before: Record | None) -> None:
        self.summary.failures.append(Failure(source, key, failed.kind, failed.status or 0, failed.detail, before is not None))
        if isinstance(failed, GivenUp):
            self.summary.asked -= 1
            return  # nothing was learnt of this thing
        old = self.request_state(source, key)
        same = old.failed is not None and old.failed.kind == failed.kind
        since = old.failed.since if same and old.failed else self.today
        trouble = Trouble(kind=failed.kind.value, status=failed.status, since=since, last=self.today if since != self.today else None)
        self.note_state(source, key, old.model_copy(update={"failed": trouble}))


class Source(Protocol):
    """Something that is asked for facts: a module with these names, and one line in `SOURCES`."""

    @property
    def NAME(self) -> str:
        """Name as `--only` takes it."""

    @property
    def SERVICES(self) -> tuple[Service, ...]:
        """Services that it asks."""

    @property
    def KINDS(self) -> Mapping[str, type[Record]]:
        """Records that it keeps, by folder under `data/fetched/`."""

    async def refresh(self, models: list[Model], known: Catalogue, session: Session) -> dict[str, set[str]]:
        """Ask for what the models name; returns the names that are still of use, by folder. Raises nothing of the net."""


def answered_state(confirmed: str | None = None, etags: Etags | None = None) -> RequestState:
    """State of requests that did not fail."""
    return RequestState(confirmed=confirmed, etags=etags or {}, snapshot=None, failed=None)


def _unwritten(error: OSError) -> Refused:
    return Refused(f"{error.filename or 'the folder'} cannot be written ({error.strerror}); what was kept before stands")


def _short(value: Any) -> str:
    """A value for people, on one line."""
    if value is None:
        return ""
    if isinstance(value, dict):
        value = {key: inner for key, inner in value.items() if key in ("path", "sha256")}
        return ", ".join(f"{key} {_short(inner)}" for key, inner in sorted(value.items()))[:300]
    if isinstance(value, list):
        return ", ".join(map(_short, value))[:300]
    return str(value)[:300]


def license_text(path: str, content: bytes, before: LicenseText | None, today: str, blob: str | None = None) -> LicenseText:
    """Digests of a license file; with the text it replaced, if another was there before. Raises BadSnapshot."""
    sha256, found = hashlib.sha256(content).hexdigest(), texts.digests(content)
    same = before is not None and before.sha256 == sha256
    values = {
        "path": path,
        "sha256": sha256,
        "words": found.whole,
        "passages": texts.compact(found),
        "points-to": found.to or None,
        "blob": blob,
        "seen": before.seen if before and same else today,
        "replaced": before.replaced if before and same else before.sha256 if before else None,
    }
    return built(LicenseText, values)
