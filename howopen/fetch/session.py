"""The book that all sources write into: what was asked, what changed, what failed. Keeps the last facts whatever happens."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any, Protocol

from howopen.fetch.http import Failed, GivenUp, Kind
from howopen.files.snapshots import BadSnapshot, Store, changes
from howopen.records.fetched import LicenseText, Standing, Trouble


class Facts(Protocol):
    """A record of facts."""

    def model_copy(self, *, update: dict[str, Any]) -> Any: ...


VOLATILE = ("sha", "modified", "blob")  # move with every edit; the diff shows them, the report would drown in them
Asked = tuple[Any, dict[str, str]]  # the facts, the etags of the answers that they were made of
Ask = Callable[[Any, dict[str, str]], Awaitable[Asked]]


@dataclass(frozen=True, slots=True, order=True)
class Change:
    """One fact that is no longer what it was. What stands in it comes from outside: untrusted."""

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
    """How a run went."""

    asked: int = 0
    confirmed: int = 0
    changes: list[Change] = field(default_factory=list)
    failures: list[Failure] = field(default_factory=list)
    renamed: list[tuple[str, str, str]] = field(default_factory=list)  # (source, as we write it, as it is now)
    forgotten: list[str] = field(default_factory=list)
    unsure: int = 0  # links of which nobody can say
    dead: list[tuple[str, str, bool]] = field(default_factory=list)  # (address, since, found in this run)
    hosts: list[tuple[str, int, int, int]] = field(default_factory=list)  # (name, requests, conditional, unchanged)

    @property
    def whole(self) -> bool:
        """Whether everything that was asked for was answered."""
        return not self.failures


@dataclass
class Desk:
    """Visits one thing after the other for the sources."""

    store: Store
    today: str  # YYYY-MM-DD
    tell: Callable[[str, int, int], None]  # (source, done, of how many)
    summary: Summary = field(default_factory=Summary)
    _done: dict[str, int] = field(default_factory=dict)
    _total: dict[str, int] = field(default_factory=dict)

    def expect(self, source: str, count: int) -> None:
        """So many things will be visited."""
        self._total[source] = self._total.get(source, 0) + count
        self.tell(source, self._done.get(source, 0), self._total[source])

    async def visit(self, source: str, key: str, ask: Ask) -> None:
        """Ask for one thing and keep the answer; on any failure keep what is there and note what happened. Raises nothing of the net."""
        before = self.store.facts(source, key)
        self.summary.asked += 1
        try:
            facts, etags = await ask(before, self.store.etags(source, key) if before is not None else {})
            self._keep(source, key, before, facts, etags)
        except BadSnapshot as bad:
            self._failed(source, key, Failed(Kind.SHAPE, detail=str(bad)), before)
        except Failed as failed:
            self._failed(source, key, failed, before)
        self.done(source)

    def done(self, source: str) -> None:
        self._done[source] = self._done.get(source, 0) + 1
        self.tell(source, self._done[source], self._total.get(source, 0))

    def _keep(self, source: str, key: str, before: Any, facts: Any, etags: dict[str, str]) -> None:
        self.store.keep(source, key, facts)
        self.store.stand(source, key, Standing(confirmed=self.today, etags=etags))
        self.summary.confirmed += 1
        for fact, old, new in changes(before, facts):
            if fact not in VOLATILE:
                self.summary.changes.append(Change(source, key, fact, _short(old), _short(new), before is None))
        now = getattr(facts, "id", key)
        if source != "arxiv" and isinstance(now, str) and now.lower() != key.lower():
            self.summary.renamed.append((source, key, now))

    def _failed(self, source: str, key: str, failed: Failed, before: Any) -> None:
        self.summary.failures.append(Failure(source, key, failed.kind, failed.status or 0, failed.detail, before is not None))
        if isinstance(failed, GivenUp):
            return  # nothing was learnt of this thing
        old = self.store.standing.get(f"{source}/{key}".lower(), Standing())
        same = old.failed is not None and old.failed.kind == failed.kind
        trouble = Trouble(kind=failed.kind.value, status=failed.status, since=old.failed.since if same and old.failed else self.today)
        self.store.stand(source, key, old.model_copy(update={"failed": trouble}))


def _short(value: Any) -> str:
    """A value for people, on one line."""
    if value is None:
        return ""
    if isinstance(value, dict):
        value = {key: inner for key, inner in value.items() if key not in ("words", "seen")}
        return ", ".join(f"{key} {_short(inner)}" for key, inner in sorted(value.items()))[:300]
    if isinstance(value, list):
        return ", ".join(map(_short, value))[:300]
    return str(value)[:300]


def license_text(path: str, content: bytes, before: LicenseText | None, today: str) -> LicenseText:
    """The fingerprints of a license file; says what text it replaced, if another was there before."""
    sha256 = hashlib.sha256(content).hexdigest()
    if before is not None and before.sha256 == sha256:
        return before.model_copy(update={"path": path})
    return LicenseText(path=path, sha256=sha256, words=words(content), seen=today, replaced=before.sha256 if before else None)


def words(content: bytes) -> str:
    """SHA-256 of a text's words in lower case, one space between, without the lines that name the copyright holder."""
    lines = content.decode("utf-8", "replace").lower().splitlines()
    kept = (line for line in lines if not re.match(r"\W*(copyright\b|\(c\)|©)", line))
    return hashlib.sha256(" ".join(re.findall(r"\w+", " ".join(kept))).encode()).hexdigest()
