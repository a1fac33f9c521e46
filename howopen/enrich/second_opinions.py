"""Opinions of other indexes on the models here, by their own criteria and rules. Pure; opinions, never facts."""

from __future__ import annotations

from urllib.parse import quote

from howopen.licenses import Book
from howopen.records.catalogue import Catalogue
from howopen.records.conflict import SecondOpinion
from howopen.records.fetched import SCORE, PeerFacts
from howopen.records.model import Model
from howopen.records.peer import Peer


def of(model: Model, known: Catalogue, book: Book) -> tuple[SecondOpinion, ...]:
    """Each peer's opinion of the model, in the peers' order; by the files that the model names, else by its Hugging Face ids and their names."""
    found = []
    for peer in known.peers.peers:
        files = known.fetched.peers.get(peer.key, {})
        named = [name.lower() for name in getattr(model.sources, peer.key, ())]
        for name, facts in files.items():
            if name in named or (not named and facts.is_of(model.hub_ids)):
                found.append(_opinion(peer, name, facts, known, book))
    return tuple(found)


def _opinion(peer: Peer, name: str, facts: PeerFacts, known: Catalogue, book: Book) -> SecondOpinion:
    overall = {"classes": _mean, "licenses": _grade, "scores": _score, "list": _score}[peer.shape](peer, facts, book)
    criteria = tuple((label, said.says, said.link or "") for key, label in peer.criteria.items() if (said := facts.criteria.get(key)) is not None)
    folder = f"{peer.folder}/" if peer.folder else ""
    url = peer.page or f"https://github.com/{peer.repository}/blob/{peer.branch}/{folder}{quote(peer.listing or facts.file)}"
    return SecondOpinion(peer.who, facts.names[0] if facts.names else facts.file, overall, criteria, url, known.fetched.confirmed(peer.key, name))


def _mean(peer: Peer, facts: PeerFacts, _: Book) -> str:
    """The mean over all criteria of what each class is worth; a criterion that is not there counts nothing."""
    total = sum(peer.worth.get(facts.criteria[key].says, 0.0) for key in peer.criteria if key in facts.criteria)
    return f"{round(100 * total / len(peer.criteria))} %"


def _score(peer: Peer, facts: PeerFacts, _: Book) -> str:
    """The score that the peer gives."""
    said = facts.criteria.get(SCORE)
    return peer.says.replace("{score}", said.says) if said else peer.none


def _grade(peer: Peer, facts: PeerFacts, book: Book) -> str:
    """The highest class all of whose components, and those of the classes before, are under terms that the peer takes for open."""
    reached = peer.none
    for grade in peer.grades:
        if not all(_open(key, peer, facts, book) or _open(grade.instead.get(key, ""), peer, facts, book) for key in grade.needs):
            return reached
        reached = grade.label
    return reached


def _open(key: str, peer: Peer, facts: PeerFacts, book: Book) -> bool:
    said = facts.criteria.get(key)
    if said is None:
        return False
    if said.says in peer.open_licenses:
        return True
    tags = book[said.says].tags if said.says in book else {}
    return any(tags[tag].is_ == "yes" for tag in ("osi-approved", "fsf-libre") if tag in tags)
