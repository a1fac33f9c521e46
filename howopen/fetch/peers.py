"""Files of other indexes, from their public repositories, that speak of the models here. No fact of ours."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from howopen.fetch import github
from howopen.fetch.failures import Failed, Kind
from howopen.fetch.session import Answered, Ask, Etags, Failure, Session, answered_state
from howopen.files import yaml
from howopen.files.snapshots import INDEX, BadSnapshot, built, name_of
from howopen.records.catalogue import Catalogue
from howopen.records.errors import BadYaml
from howopen.records.fetched import MOST_FILES, SCORE, PeerFacts, PeerFile, PeerIndex
from howopen.records.model import Model
from howopen.records.peer import Peer
from howopen.records.types import hidden, visible

_HUB = re.compile(r"https://huggingface\.co/([A-Za-z0-9_][A-Za-z0-9_.-]*/\.*[A-Za-z0-9_-][A-Za-z0-9_.-]*)(?=[/?#\s\"']|\Z)")
_LINK = re.compile(r"https://[^\s<>\"'`\\{}|^]{1,500}\Z")
_NO_MODEL = {"datasets", "papers", "spaces", "collections", "blog", "docs", "posts", "models"}
MOST_FILE = 128 * 1024
LIST = "files of "
NAME = "peers"
SERVICES = github.SERVICES
KINDS = {"osai": PeerFacts, "mot": PeerFacts, "aimap": PeerFacts}


async def refresh(models: list[Model], known: Catalogue, session: Session) -> dict[str, set[str]]:
    """Read the files of each peer that changed, and keep those that speak of the models; returns the names of those kept, by peer."""
    return {peer.key: {*await _refresh(peer, models, session), f"{LIST}{peer.repository}"} for peer in known.peers.peers if peer.shape != "list"}


async def _refresh(peer: Peer, models: list[Model], session: Session) -> set[str]:
    index = session.store.shared(f"{peer.key}/{INDEX}", PeerIndex)
    session.expect(peer.key, 1)
    try:
        listed, etag = await _listed(peer, session, some=bool(index.files))
    except Failed as failed:
        session.summary.failures.append(Failure(peer.key, f"{LIST}{peer.repository}", failed.kind, failed.status or 0, failed.detail, bool(index.files)))
        return {name for name in index.files if _speaks_of(name, index.files[name], peer, models)}
    finally:
        session.done(peer.key)
    blobs = {name: found.blob for name, found in index.files.items()} if listed is None else listed
    changed = [name for name, blob in blobs.items() if name not in index.files or index.files[name].blob != blob]
    files = {name: found for name, found in index.files.items() if blobs.get(name) == found.blob}
    missing = [name for name, found in files.items() if _speaks_of(name, found, peer, models) and _lacks(session.store.facts(peer.key, name), found.blob)]
    session.expect(peer.key, len(changed) + len(missing))
    unread = 0
    for name in sorted({*changed, *missing}):
        facts = await _read(peer, name, blobs[name], session)
        if facts is not None:
            files[name] = PeerFile(blob=facts.blob, ids=facts.ids, names=facts.names)
            known = {name: found for name, found in index.files.items() if name in blobs}
            session.keep_shared(f"{peer.key}/{INDEX}", PeerIndex(files=known | files))  # so that a run that is killed reads it once
            if _speaks_of(name, facts, peer, models):
                await session.visit(peer.key, name, _given(facts))
                continue
        else:
            unread += 1
            if name in index.files:
                files[name] = index.files[name]  # its blob is the old one, so it is read again next time
        session.done(peer.key)
    session.keep_shared(f"{peer.key}/{INDEX}", PeerIndex(files=dict(sorted(files.items()))))
    # only of a list whose every file was read may the next run be told that nothing changed
    session.store.request_states[_list_key(peer)] = answered_state(confirmed=session.today, etags={"tree": etag} if etag and not unread else {})
    spoken = {name for name, found in files.items() if _speaks_of(name, found, peer, models)}
    for name in sorted(spoken - {*changed, *missing}):
        state = session.request_state(peer.key, name)
        if listed is not None or state.confirmed:
            session.note_state(peer.key, name, state.model_copy(update={"confirmed": session.today, "failed": None}))
    return spoken


def _lacks(facts: PeerFacts | None, blob: str) -> bool:
    return facts is None or facts.blob != blob


def _given(facts: PeerFacts) -> Ask:
    async def ask(_name: str, _before: PeerFacts | None, _etags: Etags) -> Answered:
        return facts, {}

    return ask


def _speaks_of(name: str, file: PeerFile, peer: Peer, models: list[Model]) -> bool:
    return any(name in getattr(model.sources, peer.key, ()) or file.is_of(model.hub_ids) for model in models)


def _list_key(peer: Peer) -> str:
    return f"{peer.key}/{LIST}{peer.repository}".lower()


async def _listed(peer: Peer, session: Session, *, some: bool) -> tuple[dict[str, str] | None, str]:
    """(blob of each of the peer's files by name, etag of the list); None when nothing changed since. Raises Failed.

    Of a peer that has `some` files already a list of none is no list, and no reason to forget them.
    """
    etag = (
        session.request_state(peer.key, f"{LIST}{peer.repository}").etags.get("tree", "")
        if session.store.shared(f"{peer.key}/{INDEX}", PeerIndex).files
        else ""
    )
    host = session.host(github.SERVICE)
    answer = await host.get(f"/repos/{peer.repository}/git/trees/{peer.branch}?recursive=1", etag=etag, accept=github.ACCEPT)
    if answer.status == 304:
        return None, etag
    tree: Any = answer.json()
    if not isinstance(tree, dict) or not isinstance(tree.get("tree"), list) or tree.get("truncated"):
        raise Failed(Kind.SHAPE, detail="no list of files")
    found: dict[str, str] = {}
    prefix = f"{peer.folder}/" if peer.folder else ""
    for one in tree["tree"]:
        path, blob = (one.get("path"), one.get("sha")) if isinstance(one, dict) else (None, None)
        if not isinstance(path, str) or not isinstance(blob, str) or not re.fullmatch(r"[0-9a-f]{40}", blob) or not path.startswith(prefix):
            continue
        name = path.removeprefix(prefix)
        if name.endswith(peer.ending) and "/" not in name and name[:1] not in "._" and fits(name):
            found.setdefault(name, blob)
    if len(found) > MOST_FILES:
        raise Failed(Kind.SHAPE, detail=f"more than {MOST_FILES:,} files")
    lower: dict[str, str] = {}
    found = {name: blob for name, blob in sorted(found.items()) if lower.setdefault(name.lower(), name) == name}
    if some and not found:
        raise Failed(Kind.SHAPE, detail="no files")
    return found, answer.etag


def fits(name: str) -> bool:
    """Whether a snapshot can be named after the file: disks take 255 bytes, and a letter beyond ASCII becomes up to 12 of them."""
    return name.isprintable() and len(name) <= 150 and len(name_of(name)) <= 240


async def _read(peer: Peer, name: str, blob: str, session: Session) -> PeerFacts | None:
    """Facts in the file; None, and a failure noted, when it cannot be read."""
    folder = f"{peer.folder}/" if peer.folder else ""
    try:
        answer = await session.host(github.RAW).get(f"/{peer.repository}/{peer.branch}/{folder}{quote(name)}", accept="text/plain, */*", most=MOST_FILE)
        value = _value(answer.body, blob)
        values = _SHAPES[peer.shape](peer, value)
        return built(PeerFacts, values | {"blob": blob, "file": name})
    except Failed as failed:
        _note(peer, name, failed, session)
    except BadSnapshot as bad:
        _note(peer, name, Failed(Kind.SHAPE, detail=str(bad)[:80]), session)
    return None


def _value(body: bytes, blob: str) -> dict[str, Any]:
    """Values of the file. Raises Failed, also when it is not the file that the list names, by git's own fingerprint."""
    if hashlib.sha1(b"blob %d\0" % len(body) + body, usedforsecurity=False).hexdigest() != blob:
        raise Failed(Kind.SHAPE, detail="another revision than listed")
    try:
        return yaml.parse(body.decode("utf-8-sig"), "it").value
    except (BadYaml, UnicodeDecodeError):
        raise Failed(Kind.SHAPE, detail="no YAML that can be read") from None


def _note(peer: Peer, name: str, failed: Failed, session: Session) -> None:
    kept = session.store.facts(peer.key, name) is not None
    session.summary.failures.append(Failure(peer.key, name, failed.kind, failed.status or 0, failed.detail, kept))


def _classes(peer: Peer, value: dict[str, Any]) -> dict[str, Any]:
    """Values of a file that gives each criterion a class and links."""
    system = _mapping(value.get("system"))
    criteria: dict[str, Any] = {}
    links: dict[str, list[Any]] = {}
    for key in peer.criteria:
        said = _mapping(value.get(key))
        if not isinstance(said.get("class"), str):
            continue
        links[key] = _list(said.get("link")) or [said.get("link")]
        link = next((one for one in links[key] if isinstance(one, str) and _LINK.match(one) and hidden(one) is None), None)
        if word := phrase(said["class"]):
            criteria[key] = {"says": word, "link": link}
    ids = hub_ids([system.get("link"), *(link for key in peer.of for link in links.get(key, ()))])
    owners = {one.partition("/")[0].lower() for one in ids}
    ids += [one for one in hub_ids(link for key in peer.of_same_owner for link in links.get(key, ())) if one.partition("/")[0].lower() in owners]
    names = [phrase(system.get(key)) for key in ("endmodelname", "name")]
    return {"names": [one for one in names if one][:1], "ids": sorted(set(ids), key=str.lower)[:20], "criteria": criteria}


def _licenses(peer: Peer, value: dict[str, Any]) -> dict[str, Any]:
    """Values of a file that lists components, each with a license, or inheriting that of its kind, or that of the whole distribution."""
    release = _mapping(value.get("release"))
    general = _mapping(release.get("license"))
    criteria = {}
    for component in map(_mapping, _list(release.get("components"))):
        name = component.get("name")
        if isinstance(name, str) and name in peer.criteria:
            own = component.get("license")
            inherited = _name(general.get(peer.kinds.get(name, ""))) or _name(general.get("distribution")) or "unlicensed"
            criteria[name] = {"says": phrase(inherited if own is None else str(own)) or "unlicensed"}
    return {"names": [one for one in (phrase(release.get("name")),) if one], "ids": hub_ids([release.get("huggingface")]), "criteria": criteria}


def _scores(peer: Peer, value: dict[str, Any]) -> dict[str, Any]:
    """Values of a file that gives a score and a word for each component; one without the components of a model speaks of none."""
    openness = _mapping(value.get("openness"))
    words = _words(openness.get("components"))
    if not all(key in words for key in peer.of):
        return {}
    score = openness.get("score")
    criteria = {key: {"says": word} for key in peer.criteria if (word := phrase(words.get(key)))}
    criteria |= {SCORE: {"says": str(score)}} if isinstance(score, int) and not isinstance(score, bool) and abs(score) < 1000 else {}
    name = phrase(value.get("product"))
    return {"names": [name] if name else [], "ids": hub_ids(_mapping(one).get("url") for one in _list(openness.get("sources"))), "criteria": criteria}


def _words(components: Any) -> dict[str, str]:
    """The word on each component, from a mapping or, as the files had it first, from one text: `weights:open(a note);data:closed`."""
    if isinstance(components, str):
        plain = components[:5000]
        for _ in range(3):  # notes within notes
            plain = re.sub(r"\([^()]*\)", "", plain)
        return dict(re.findall(r"(?:\A|;)\s*([a-z][a-z-]{0,40}):([\w.+-]{1,80})", plain))
    found = {}
    for key, said in _mapping(components).items():
        parts = [_mapping(one) for one in (said if isinstance(said, list) else [said])][:9]
        words = [text(one.get("value")) or text(one.get("name")) for one in parts]
        found[str(key)] = said if isinstance(said, str) else ", ".join(word for word in words if word)
    return found


def _mapping(value: Any) -> dict[str, Any]:
    """The value where it is a mapping, else an empty one."""
    return value if isinstance(value, dict) else {}


def _list(value: Any) -> list[Any]:
    """The value where it is a list, else an empty one."""
    return value if isinstance(value, list) else []


def text(value: Any) -> str:
    """The value as a text where it is one or a number, else an empty text."""
    return str(value) if isinstance(value, (str, int, float)) and not isinstance(value, bool) else ""


def phrase(value: Any) -> str:
    """The value as a phrase of at most 160 characters, with what cannot be seen as its code; empty where it is no text."""
    return visible(" ".join(text(value).split()))[:160]


def _name(license_: Any) -> str:
    return str(license_.get("name") or "") if isinstance(license_, dict) else ""


def hub_ids(links: Iterable[Any]) -> list[str]:
    """The ids of models in the links to the Hub, without those of data sets and papers."""
    found = [match[1] for link in links if isinstance(link, str) for match in _HUB.finditer(link)]
    return sorted({one for one in found if one.split("/")[0] not in _NO_MODEL}, key=str.lower)[:20]


_SHAPES = {"classes": _classes, "licenses": _licenses, "scores": _scores}
