"""Models and data sets on the Hub: card, gate, revision, license file. Shapes: the Hub's OpenAPI and its own client, 2026-11."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any
from urllib.parse import quote

from howopen.fetch import cards
from howopen.fetch.endpoints import Service
from howopen.fetch.failures import Failed, Kind
from howopen.fetch.http import Host
from howopen.fetch.session import Answered, Ask, Etags, Session, license_text
from howopen.files.snapshots import built
from howopen.records.catalogue import Catalogue
from howopen.records.fetched import HubFacts, LicenseText
from howopen.records.model import Model

NAME = "huggingface"
MODELS, DATASETS = "huggingface-models", "huggingface-datasets"
SERVICE = Service("Hugging Face", "https://huggingface.co", "HF_ENDPOINT", token_variable="HF_TOKEN")  # noqa: S106  its name
SERVICES = (SERVICE,)
KINDS = {MODELS: HubFacts, DATASETS: HubFacts}
# only what does not change with every download or like, so that an etag lasts
_STABLE = ("sha", "cardData", "gated", "private", "disabled", "tags", "siblings", "createdAt", "lastModified")
_EXPAND = {
    MODELS: "&".join(f"expand[]={name}" for name in (*_STABLE, "safetensors", "baseModels")),
    DATASETS: "&".join(f"expand[]={name}" for name in _STABLE),
}
_ADDRESS = {MODELS: "/api/models/", DATASETS: "/api/datasets/"}
_FILES = {MODELS: "/", DATASETS: "/datasets/"}
_ID = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_.-]*[A-Za-z0-9_-][A-Za-z0-9_.-]*)?\Z")
_LICENSE_FILE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9 _.+-]{0,190}\Z")
MOST_TEXT = 512 * 1024  # the longest AI license read so far has 60 kB


async def refresh(models: list[Model], _known: Catalogue, session: Session) -> dict[str, set[str]]:
    """Visit the models that the files name, then those that they derive from, then the data sets of both; returns the names of all."""
    host = session.host(SERVICE)

    def asking(folder: str) -> Ask:
        async def ask(name: str, before: HubFacts | None, etags: Etags) -> Answered:
            return await _ask(name, folder, host, before, etags, session.today)

        return ask

    names = named(models)
    await session.visit_all(MODELS, names, asking(MODELS))
    own = (name for model in models for name in model.sources.huggingface)
    cards = [facts for name in own if (facts := session.store.facts(MODELS, name)) is not None]
    further = bases(names, cards)
    await session.visit_all(MODELS, further, asking(MODELS))
    sets = datasets(models, cards)
    await session.visit_all(DATASETS, sets, asking(DATASETS))
    return {MODELS: {*names, *further}, DATASETS: set(sets)}


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
    return sorted((name for name in names if _ID.match(name)), key=str.lower)


async def _ask(name: str, folder: str, host: Host, before: HubFacts | None, etags: Etags, today: str) -> Answered:
    answer = await host.get(f"{_ADDRESS[folder]}{name}?{_EXPAND[folder]}", etag=etags.get("card", ""), limit="api")
    if answer.status == 304:
        if before is None or "text" in etags:
            return before, etags
        facts, files = before, [before.text.path] if before.text else []
        etag = etags.get("card", "")
    else:
        facts, files = _facts(answer.json(), before)
        etag = answer.etag
    kept = {"card": etag} if etag else {}
    if before is not None and "text" in etags and before.sha == facts.sha:
        return facts.model_copy(update={"text": before.text}), kept | {"text": etags["text"]}
    text, text_etag = await _text(files, facts, folder, host, before, etags, today)
    return facts.model_copy(update={"text": text}), kept | {"text": text_etag}


async def _text(
    files: list[str], facts: HubFacts, folder: str, host: Host, before: HubFacts | None, etags: Etags, today: str
) -> tuple[LicenseText | None, str]:
    """Digests of the license file, and its etag. A gate before it is an answer: what was seen earlier stands."""
    old = before.text if before else None
    if not files:
        return None, '"none"'
    etag = etags.get("text", "") if old and old.path == files[0] else ""
    try:
        answer = await host.get(f"{_FILES[folder]}{facts.id}/resolve/{facts.sha}/{quote(files[0])}", etag=etag, limit="resolvers", accept="*/*", most=MOST_TEXT)
    except Failed as failed:
        if failed.kind in (Kind.GATED, Kind.TOO_LARGE):
            return old, f'"{failed.kind}"'
        raise
    if answer.status == 304:
        return old, etag
    return license_text(files[0], answer.body, old, today), answer.etag or '"read"'


def _facts(answer: Any, before: HubFacts | None) -> tuple[HubFacts, list[str]]:
    """Facts in an answer, and the license files to read, the likeliest first. Raises Failed or BadSnapshot.

    One odd field does not lose the record; a license or a gate that cannot be told does, since nothing may be taken for none.
    """
    if not isinstance(answer, dict) or not isinstance(answer.get("id"), str):
        raise Failed(Kind.SHAPE, detail="id")
    if answer.get("private") is True:
        raise Failed(Kind.ABSENT, 200, "it is private, which only our token sees")
    gated = answer.get("gated", False)
    if gated is not False and gated not in ("auto", "manual"):
        raise Failed(Kind.SHAPE, detail="gated")
    card = answer["cardData"] if isinstance(answer.get("cardData"), dict) else {}
    files = [one["rfilename"] for one in _list(answer.get("siblings")) if isinstance(one, dict) and isinstance(one.get("rfilename"), str)]
    tags = [tag.removeprefix("license:") for tag in _list(answer.get("tags")) if isinstance(tag, str) and tag.startswith("license:")]
    tensors = answer.get("safetensors")
    total = tensors.get("total") if isinstance(tensors, dict) else None
    link = card.get("license_link")
    values = {
        "id": answer["id"],
        "sha": answer.get("sha"),
        "license": [said for one in _list(card.get("license")) if (said := cards.text(one))] or tags,
        "license-name": cards.text(card.get("license_name")),
        "license-link": link if isinstance(link, str) and link else None,
        "gated": gated or "no",
        "disabled": answer.get("disabled") is True,
        "base-models": sorted(cards.names(card.get("base_model"))[0], key=str.lower)[:40],
        "datasets": sorted(cards.names(card.get("datasets"))[0], key=str.lower)[:200],
        "weight-files": sum(map(cards.is_weights, files)),
        "parameters": total if isinstance(total, int) and not isinstance(total, bool) and total >= 0 else None,
        "created": _day(answer.get("createdAt")),
        "modified": _day(answer.get("lastModified")),
    }
    facts = built(HubFacts, values)
    return facts.model_copy(update={"text": before.text if before else None}), _license_files(files, facts.license_link)


def _list(value: Any) -> list[Any]:
    """The value where it is a list, a list of it where it is another value, an empty one where there is none."""
    return value if isinstance(value, list) else [] if value is None else [value]


def _day(value: Any) -> str | None:
    """The day of a moment, YYYY-MM-DD; None for what is none, and for the day that the Hub gives to all that is older than its records."""
    found = value[:10] if isinstance(value, str) and re.match(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T", value) else None
    return None if found == cards.PLACEHOLDER else found


def _license_files(names: list[str], link: str | None) -> list[str]:
    """Files at the top that hold a license, the likeliest first: the one that the card links, then by name."""
    top = [name for name in names if "/" not in name and _LICENSE_FILE.match(name)]
    found = sorted((name for name in top if re.search(r"licen[cs]e|copying", name, re.IGNORECASE)), key=lambda name: (len(name), name))
    return [link, *(name for name in found if name != link)] if link in top else found
