"""Models and data sets on the Hub: card, gate, revision, license file. Shapes: the Hub's OpenAPI and its own client, 2026-11."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote, unquote

from howopen.fetch import cards
from howopen.fetch.endpoints import Service
from howopen.fetch.failures import Failed, Kind
from howopen.fetch.http import Host
from howopen.fetch.session import Answered, Ask, Counts, Etags, Session, license_text
from howopen.files.snapshots import built
from howopen.licenses import files
from howopen.records.catalogue import Catalogue
from howopen.records.fetched import FILE_PATH, MOST_COUNTED, MOST_TEXTS, HubFacts, LicenseText
from howopen.records.model import Model
from howopen.records.types import visible

NAME = "huggingface"
MODELS, DATASETS = "huggingface-models", "huggingface-datasets"
SERVICE = Service("Hugging Face", "https://huggingface.co", "HF_ENDPOINT", token_variable="HF_TOKEN")  # noqa: S106  its name
SERVICES = (SERVICE,)
KINDS = {MODELS: HubFacts, DATASETS: HubFacts}
_BOTH = ("sha", "cardData", "gated", "private", "disabled", "tags", "siblings", "createdAt", "lastModified", "downloads", "likes")
_EXPAND = {MODELS: "&".join(f"expand[]={name}" for name in (*_BOTH, "safetensors")), DATASETS: "&".join(f"expand[]={name}" for name in _BOTH)}
_ADDRESS = {MODELS: "/api/models/", DATASETS: "/api/datasets/"}
_FILES = {MODELS: "/", DATASETS: "/datasets/"}
MOST_BASES, MOST_DATASETS, MOST_LICENSES = 40, 200, 20


async def refresh(models: list[Model], _known: Catalogue, session: Session) -> dict[str, set[str]]:
    """Visit the models that the files name, those that they derive from, and the data sets of both; returns the names of all."""
    host = session.host(SERVICE)

    def asking(folder: str) -> Ask:
        async def ask(name: str, before: HubFacts | None, etags: Etags) -> Answered:
            return await _ask(name, folder, host, before, etags, session.today)

        return ask

    ask = {MODELS: asking(MODELS), DATASETS: asking(DATASETS)}
    visited: set[tuple[str, str]] = set()
    for _ in range(2):  # those that are known, by age; then those that the new cards name
        wanted = _wanted(models, session)
        await session.visit_mixed(wanted - visited, ask)
        visited |= wanted
    return {folder: {name for source, name in wanted if source == folder} for folder in (MODELS, DATASETS)}


def _wanted(models: list[Model], session: Session) -> set[tuple[str, str]]:
    """(folder, id) of the models that the files name, of those that they derive from, and of the data sets of both, as far as cards are known."""
    names = named(models)
    own = (name for model in models for name in model.sources.huggingface)
    said = [facts for name in own if (facts := session.store.facts(MODELS, name)) is not None]
    return {(MODELS, name) for name in (*names, *bases(names, said))} | {(DATASETS, name) for name in datasets(models, said)}


def named(models: Iterable[Model]) -> list[str]:
    """Ids of the models that the files name, and of those that they derive from."""
    found: dict[str, str] = {}
    for model in models:
        for name in (*model.hub_ids, *(base[3:] for base in model.derived_from or () if base.startswith("hf:"))):
            found.setdefault(name.lower(), name)
    return _valid(found.values())


def bases(names: Iterable[str], cards: Iterable[HubFacts]) -> list[str]:
    """Ids of the models that the cards say they derive from, without those in `names`."""
    known = {name.lower() for name in names}
    found = {base.lower(): base for card in cards for base in card.base_models}
    return _valid(base for key, base in found.items() if key not in known)


def datasets(models: Iterable[Model], cards: Iterable[HubFacts]) -> list[str]:
    """Ids of the data sets that the files and the cards name."""
    found: dict[str, str] = {}
    for model in models:
        for part in model.components.values():
            for dataset in part.datasets or ():
                if dataset.huggingface:
                    found.setdefault(dataset.huggingface.lower(), dataset.huggingface)
    for card in cards:
        for name in card.datasets:
            found.setdefault(name.lower(), name)
    return _valid(found.values())


def _valid(names: Iterable[str]) -> list[str]:
    return sorted((name for name in names if cards.is_id(name)), key=str.lower)


async def _ask(name: str, folder: str, host: Host, before: HubFacts | None, etags: Etags, today: str) -> Answered:
    answer = await host.get(f"{_ADDRESS[folder]}{name}?{_EXPAND[folder]}", etag=etags.get("card", ""), limit="api")
    counts: Counts = {}
    if answer.status == 304:
        if before is None or "text" in etags:
            return before, etags
        facts, paths = before, [one.path for one in before.texts]
        etag = etags.get("card", "")
    else:
        record = answer.json()
        facts, paths = _facts(record, before)
        counts, etag = counted(record), answer.etag
    kept = {"card": etag} if etag else {}
    if before is not None and "text" in etags and before.sha == facts.sha:
        return facts.model_copy(update={"texts": before.texts}), kept | {"text": etags["text"]}, counts
    known = {one.path: one for one in before.texts} if before is not None else {}
    texts = []
    for path in paths:
        old = known.get(path)
        text, etag = await _text(path, facts, folder, host, old or _only(known, paths), etags.get(path, "") if old else "", today)
        texts += [text] if text else []
        kept |= {path: etag} if etag else {}
    return facts.model_copy(update={"texts": tuple(texts)}), kept | {"text": '"read"'}, counts


def _only(known: Mapping[str, LicenseText], paths: Sequence[str]) -> LicenseText | None:
    """The text that stood there before under another name, where there was one and is one."""
    return next(iter(known.values())) if len(known) == 1 == len(paths) else None


async def _text(path: str, facts: HubFacts, folder: str, host: Host, before: LicenseText | None, etag: str, today: str) -> tuple[LicenseText | None, str]:
    """Digests of a license file, and its etag. A gate before it is an answer: what was seen earlier stands."""
    try:
        answer = await host.get(
            f"{_FILES[folder]}{facts.id}/resolve/{facts.sha}/{quote(path)}",
            etag=etag,
            limit="resolvers",
            accept="*/*",
            most=files.most_of(path),
        )
    except Failed as failed:
        if failed.kind in (Kind.GATED, Kind.TOO_LARGE):
            return before, ""
        raise
    return (before, etag) if answer.status == 304 else (license_text(path, answer.body, before, today), answer.etag)


def facts_of(record: Any) -> HubFacts:
    """Facts in the Hub's record of a model, without its license file. Raises Failed or BadSnapshot."""
    return _facts(record, None)[0]


def counted(record: dict[str, Any]) -> Counts:
    """Downloads of 30 days and likes in a record of the Hub, where it gives them."""
    return {name: count for name in ("downloads", "likes") if (count := _count(record.get(name))) is not None}


def _count(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < MOST_COUNTED else None


def _facts(answer: Any, before: HubFacts | None) -> tuple[HubFacts, list[str]]:
    """Facts in an answer, and the license files to read, the likeliest first. Raises Failed or BadSnapshot.

    An odd field loses itself and not the record: a license of another form, or with characters that cannot be seen, is told and names none; a gate
    of another form, and none at all, is unknown.
    """
    if not isinstance(answer, dict) or not isinstance(answer.get("id"), str):
        raise Failed(Kind.SHAPE, detail="id")
    if cards.holds(answer, "private"):
        raise Failed(Kind.ABSENT, 200, "it is private, which only our token sees")
    gated = answer.get("gated")
    card = answer["cardData"] if isinstance(answer.get("cardData"), dict) else {}
    listed = cards.files(answer)
    tensors = answer.get("safetensors")
    total = tensors.get("total") if isinstance(tensors, dict) else None
    bases, others = cards.names(card.get("base_model"))
    created = day(answer.get("createdAt"))
    values = {
        "id": answer["id"],
        "sha": answer.get("sha"),
        "license": _licenses(card, cards.listed(answer, "tags")),
        "license-name": told(cards.text(card.get("license_name"))),
        "license-link": _linked(card.get("license_link"), answer["id"]),
        "gated": "no" if gated is False else gated if gated in ("auto", "manual") else None,
        "disabled": cards.holds(answer, "disabled"),
        "base-models": sorted(bases, key=str.lower)[:MOST_BASES],
        "other-bases": [base for one in (*sorted(bases, key=str.lower)[MOST_BASES:], *others) if (base := told(cards.text(one)))][:MOST_BASES],
        "relation": cards.relation(card, cards.listed(answer, "tags"), listed) or None,
        "datasets": sorted(cards.names(card.get("datasets"), "datasets")[0], key=str.lower)[:MOST_DATASETS],
        "weight-files": sum(map(cards.is_weights, listed)),
        "parameters": _count(total),
        "created": None if created == cards.PLACEHOLDER else created,
        "created-at-latest": created if created == cards.PLACEHOLDER else None,
        "modified": day(answer.get("lastModified")),
    }
    facts = built(HubFacts, values)
    return facts.model_copy(update={"texts": before.texts if before else ()}), _license_files(listed, facts.license_link)


def _licenses(card: dict[str, Any], tags: list[Any]) -> list[str]:
    """`license` of a card, else of the Hub's tags; of a card that names very many, some and a phrase that names none."""
    said = [one for value in cards.listed(card, "license") if (one := told(cards.text(value)))]
    said = said or [one for tag in tags if isinstance(tag, str) and tag.startswith("license:") and (one := told(cards.text(tag[8:])))]
    return said if len(said) < MOST_LICENSES else [*said[: MOST_LICENSES - 1], f"and {len(said) - MOST_LICENSES + 1} more"]


def told(text: str | None) -> str | None:
    """The text as a phrase: with what cannot be seen as its code, which no license and no model has in its name."""
    return visible(text)[: cards.MOST_PHRASE] if text else None


def _linked(value: Any, name: str) -> str | None:
    """An address or a file, where it can be one; of the repository's own, by its path."""
    if not isinstance(value, str) or not 0 < len(value) <= 600 or visible(value) != value:
        return None
    own = re.match(rf"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/{re.escape(name)}/(?:blob|resolve|raw|tree)/[^/?#]+/([^?#]+)", value, re.IGNORECASE)
    return unquote(own[1]) if own else value.strip().removeprefix("./") or None


def day(value: Any) -> str | None:
    """The day of a moment, YYYY-MM-DD; None for what is none."""
    try:
        return datetime.date.fromisoformat(value[:10]).isoformat() if isinstance(value, str) and value[10:11] == "T" else None
    except ValueError:
        return None


def _license_files(names: list[str], link: str | None) -> list[str]:
    """Files that hold a license, sorted: by their names, and the one that the card links."""
    plain = [name for name in names if len(name) <= 200 and re.match(FILE_PATH, name)]
    found = files.chosen(plain, MOST_TEXTS)
    return sorted({*found[: MOST_TEXTS - 1], link}) if link in plain else sorted(found)
