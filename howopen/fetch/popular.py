"""Models that are downloaded most from the Hub, so that people see which of them the catalogue lacks. Shapes: the Hub's own client, 2026-11."""

from __future__ import annotations

import re
from typing import Any

from howopen.fetch import cards, huggingface
from howopen.fetch.failures import Failed, Kind
from howopen.fetch.http import Host
from howopen.files.snapshots import BadSnapshot, built
from howopen.records.fetched import PopularModel

ASKED, KEPT = 500, 200  # models; many of those that the Hub lists are copies and adapters
_EXPAND = "&".join(f"expand[]={name}" for name in ("downloads", "likes", "tags", "pipeline_tag", "createdAt", "private", "disabled"))
MOST_PAGES = 10
_NEXT = re.compile(r'<([^<>\s]{1,2000})>\s*;\s*rel="next"')  # RFC 8288
_COPIES = {"quantized", "adapter", "merge"}  # which are not admitted


async def ask(host: Host) -> tuple[PopularModel, ...]:
    """The models that are downloaded most, most first, without those that are private, and without copies and adapters of others. Raises Failed."""
    path, seen = f"/api/models?sort=downloads&direction=-1&limit={ASKED}&{_EXPAND}", set[str]()
    found: list[PopularModel] = []
    for _ in range(MOST_PAGES):
        answer = await host.get(path, limit="api")
        records = answer.json()
        if not isinstance(records, list):
            raise Failed(Kind.SHAPE, detail="no list of models")
        named = {one["id"]: one for one in records if isinstance(one, dict) and isinstance(one.get("id"), str)}
        fresh = [name for name in named if name not in seen][:ASKED]  # a page may hold many thousands
        seen.update(fresh)
        found += [model for name in fresh if (model := _model(named[name])) is not None]
        further = _NEXT.search(answer.headers.get("link", ""))
        if not fresh or not further or not further[1].startswith(f"{host.base}/") or len(seen) >= ASKED:
            break  # a page may hold fewer than were asked for
        path = further[1]
    if not seen:
        raise Failed(Kind.SHAPE, detail="no list of models")  # kept, it would take the place of the last one
    return tuple(sorted(found, key=lambda one: (-one.downloads, one.id.lower()))[:KEPT])


def _model(record: dict[str, Any]) -> PopularModel | None:
    """A model of the list; None for one that is not admitted, or is no model."""
    tags = cards.listed(record, "tags")
    if cards.holds(record, "private") or cards.holds(record, "disabled") or cards.relation({}, tags) in _COPIES:
        return None
    task, created = record.get("pipeline_tag"), huggingface.day(record.get("createdAt"))
    values = {
        "id": record.get("id"),
        **huggingface.counted(record),
        "task": huggingface.told(task if isinstance(task, str) else None),
        "license": [one for tag in tags if isinstance(tag, str) and tag.startswith("license:") and (one := huggingface.told(tag[8:]))][:20],
        "created": None if created == cards.PLACEHOLDER else created,
    }
    try:
        return built(PopularModel, values)
    except BadSnapshot:
        return None
