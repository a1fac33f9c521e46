"""Lists of other indexes: one JSON file that names many models, of which one record is kept for each model here. No fact of ours."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from howopen.fetch import github, peers
from howopen.fetch.failures import Failed, Kind
from howopen.fetch.session import Answered, Etags, Failure, Session
from howopen.files.snapshots import BadSnapshot, built
from howopen.records.catalogue import Catalogue
from howopen.records.fetched import SCORE, PeerFacts
from howopen.records.model import Model
from howopen.records.peer import Peer

NAME = "lists"
SERVICES = (github.RAW,)
KINDS = {"comparia": PeerFacts}
MOST_FILE = 4 * 1024 * 1024
MOST_DEPTH = 6
MOST_ENTRIES = 5000
_SAID = {True: "yes", False: "no"}


async def refresh(models: list[Model], known: Catalogue, session: Session) -> dict[str, set[str]]:
    """Read each list, and keep what it says of the models; returns the names of those kept, by peer."""
    return {peer.key: await _refresh(peer, models, session) for peer in known.peers.peers if peer.shape == "list"}


async def _refresh(peer: Peer, models: list[Model], session: Session) -> set[str]:
    session.expect(peer.key, 1)
    try:
        entries = _entries(peer, await _read(peer, session), session)
    except Failed as failed:
        session.summary.failures.append(Failure(peer.key, peer.listing, failed.kind, failed.status or 0, failed.detail, kept=True))
        return set()  # a run with a failure forgets nothing
    finally:
        session.done(peer.key)
    here = {name: facts for name, facts in entries.items() if any(facts.is_of(model.hub_ids) for model in models)}

    async def ask(name: str, _before: PeerFacts | None, _etags: Etags) -> Answered:
        return here[name], {}

    await session.visit_all(peer.key, here, ask)
    return set(here)


async def _read(peer: Peer, session: Session) -> Any:
    """Value of the list. Raises Failed."""
    path = "/".join((peer.repository, peer.branch, *([peer.folder] if peer.folder else []), quote(peer.listing)))
    answer = await session.host(github.RAW).get(f"/{path}", accept="text/plain, */*", most=MOST_FILE)  # which sends JSON as plain text
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        raise Failed(Kind.NOT_JSON, answer.status) from None


def _entries(peer: Peer, value: Any, session: Session) -> dict[str, PeerFacts]:
    """Facts of each model that the list links to on the Hub, by the name that the list gives it; of two of one name the first."""
    found: dict[str, PeerFacts] = {}
    for entry in _mappings(value):
        name, ids = peers.text(entry.get(peer.named)), peers.hub_ids(entry.get(key) for key in peer.of)
        if not name or not ids or len(found) >= MOST_ENTRIES:
            continue
        said = {key: _SAID[entry[key]] if isinstance(entry.get(key), bool) else peers.text(entry.get(key)) for key in peer.criteria}
        words = {key: {"says": word[:160]} for key, word in said.items() if word}
        first = next(iter(words.values()), None)  # sums it up
        criteria = words | ({SCORE: first} if first else {})
        digest = hashlib.sha1(json.dumps(entry, sort_keys=True).encode(), usedforsecurity=False).hexdigest()
        try:
            found.setdefault(name.lower(), built(PeerFacts, {"blob": digest, "file": name, "ids": ids, "criteria": criteria}))
        except BadSnapshot as bad:
            session.summary.failures.append(Failure(peer.key, name[:80], Kind.SHAPE, 0, str(bad)[:80], kept=False))
    return found


def _mappings(value: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    """The mappings in lists within the value, outermost first."""
    if depth > MOST_DEPTH:
        return
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        if isinstance(inner, (dict, list)):
            yield from _mappings(inner, depth + 1)
