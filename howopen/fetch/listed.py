"""Lists of other indexes: one file, JSON or a table, that names many models, of which one record is kept for each model here. No fact of ours."""

from __future__ import annotations

import csv
import hashlib
import io
import json
from collections.abc import Iterator
from itertools import islice
from typing import Any
from urllib.parse import quote

from howopen.fetch import github, peers
from howopen.fetch.endpoints import Service
from howopen.fetch.failures import Failed, Kind
from howopen.fetch.session import Answered, Etags, Failure, Session
from howopen.files.snapshots import BadSnapshot, built
from howopen.records.catalogue import Catalogue
from howopen.records.fetched import SCORE, PeerFacts, squashed
from howopen.records.model import Model
from howopen.records.peer import Peer

NAME = "lists"
EPOCH = Service("Epoch AI", "https://epoch.ai", "EPOCH_URL")
SITES = {"epoch": EPOCH}  # of those whose list is in no repository
SERVICES = (github.RAW, *SITES.values())
KINDS = {"comparia": PeerFacts, "epoch": PeerFacts}
MOST_JSON = 4 * 1024 * 1024
MOST_TABLE = 16 * 1024 * 1024  # Epoch AI's has 7 in 2026
MOST_DEPTH = 6
MOST_ENTRIES = 20_000
MOST_COLUMNS = 300
_SAID = {True: "yes", False: "no"}


async def refresh(models: list[Model], known: Catalogue, session: Session) -> dict[str, set[str]]:
    """Read each list, and keep what it says of the models; returns the names of those kept, by peer."""
    return {peer.key: await _refresh(peer, models, session) for peer in known.peers.peers if peer.shape == "list"}


async def _refresh(peer: Peer, models: list[Model], session: Session) -> set[str]:
    session.expect(peer.key, 1)
    try:
        entries = _entries(peer, await _read(peer, session), models, session)
    except Failed as failed:
        session.summary.failures.append(Failure(peer.key, peer.listing, failed.kind, failed.status or 0, failed.detail, kept=True))
        return set()  # a run with a failure forgets nothing
    finally:
        session.done(peer.key)

    async def ask(name: str, _before: PeerFacts | None, _etags: Etags) -> Answered:
        return entries[name], {}

    await session.visit_all(peer.key, entries, ask)
    return set(entries)


async def _read(peer: Peer, session: Session) -> Any:
    """Value of the list. Raises Failed."""
    is_table = peer.ending == ".csv"
    place = [peer.repository, peer.branch] if peer.repository else []
    path = "/".join((*place, *([peer.folder] if peer.folder else []), quote(peer.listing)))
    service = SITES.get(peer.key, github.RAW)  # which sends JSON as plain text
    answer = await session.host(service).get(f"/{path}", accept="text/plain, */*", most=MOST_TABLE if is_table else MOST_JSON)
    if is_table:
        return _rows(answer.body)
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        raise Failed(Kind.NOT_JSON, answer.status) from None


def _rows(body: bytes) -> list[dict[str, str]]:
    """Rows of a table, by the names of its columns; a column of no name and what stands beyond the last are left out. Raises Failed."""
    try:
        rows = csv.reader(io.StringIO(body.decode("utf-8-sig"), newline=""))
        header = next(rows, [])
        if not 1 < len(header) <= MOST_COLUMNS:
            raise Failed(Kind.SHAPE, detail="no table")
        return [{key: cell for key, cell in zip(header, row, strict=False) if key} for row in islice(rows, MOST_ENTRIES)]
    except (csv.Error, UnicodeDecodeError):
        raise Failed(Kind.SHAPE, detail="no table that can be read") from None


def _entries(peer: Peer, value: Any, models: list[Model], session: Session) -> dict[str, PeerFacts]:
    """Facts of each entry on one of the models, which it names or links to on the Hub; by the list's name for it, of two of one name the first.

    Raises Failed when nothing has a name in a list of which something is known.
    """
    ids = {hub.lower() for model in models for hub in model.hub_ids}
    names = {squashed(hub.partition("/")[2]) for hub in ids} - {""}
    found: dict[str, PeerFacts] = {}
    named = [(name, entry) for entry in islice(_mappings(value), MOST_ENTRIES) if (name := " ".join(peers.text(entry.get(peer.named)).split()))]
    if not named and any(state.startswith(f"{peer.key}/") for state in session.store.request_states):
        raise Failed(Kind.SHAPE, detail="no list of models")  # a list that names none is no reason to forget what it said
    for name, entry in named:
        linked = peers.hub_ids(entry.get(key) for key in peer.of)
        if not peers.fits(name) or (squashed(name) not in names and ids.isdisjoint(one.lower() for one in linked)):
            continue
        try:
            found.setdefault(name.lower(), _facts(peer, name, linked, entry))
        except (BadSnapshot, RecursionError) as bad:
            session.summary.failures.append(Failure(peer.key, name[:80], Kind.SHAPE, 0, str(bad)[:80], kept=False))
    return found


def _facts(peer: Peer, name: str, linked: list[str], entry: dict[str, Any]) -> PeerFacts:
    """Facts of one entry under the peer's criteria, the first of which sums it up. Raises BadSnapshot."""
    said = {key: _SAID[entry[key]] if isinstance(entry.get(key), bool) else peers.phrase(entry.get(key)) for key in peer.criteria}
    criteria = {key: {"says": word} for key, word in said.items() if word}
    first = criteria.get(next(iter(peer.criteria)))
    digest = hashlib.sha1(json.dumps(entry, sort_keys=True).encode(), usedforsecurity=False).hexdigest()
    return built(PeerFacts, {"blob": digest, "file": name, "names": [name], "ids": linked, "criteria": criteria | ({SCORE: first} if first else {})})


def _mappings(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The mappings in lists within the value, outermost first."""
    if depth > MOST_DEPTH:
        return
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(inner, (dict, list)):
            yield from _mappings(inner, depth + 1)
