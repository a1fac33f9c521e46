"""The API: static JSON answers under `/api/v1/`, their schemas, and the same as tables.

answers    what is said of models, and of what changed
registers  what is said of definitions, licenses, developers and words
schemas    JSON Schemas of all answers
openapi    the addresses, for machines
bulk       CSV and SQLite
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from howopen.records import Catalogue, History, Judged
from howopen.render import cyclonedx, twins
from howopen.render.api import answers, bulk, openapi, registers, schemas
from howopen.render.api.answers import VERSION, report

__all__ = ["BASE", "VERSION", "every", "report"]
BASE = "api/v1/"


def every(known: Catalogue, judged: Mapping[str, Judged], stamp: Any, past: History) -> Iterator[tuple[str, str | bytes]]:
    """(path, content) of every answer, schema and table."""
    about = answers.about(known)

    def answer(path: str, said: dict[str, Any]) -> tuple[str, str]:
        return f"{BASE}{path}.json", written({"about": about} | said)

    entries = {key: answers.entry(one, known, stamp.base_url) for key, one in judged.items()}
    yield answer("models", {"models": [entry | {"rank": judged[key].rank} for key, entry in entries.items()]})
    for key, one in judged.items():
        whole = {"model": entries[key] | answers.report(one, known, past)}
        yield answer(f"models/{key}", whole)
        yield f"{BASE}models/{key}.cdx.json", written(cyclonedx.bom(one, known, stamp.base_url))
        for hub in twins.hub_ids(known.models[key]):
            yield answer(f"hf/{hub}", {"model": entries[key]})
        for alias in known.models[key].aliases:
            yield answer(f"models/{alias}", whole)
    yield from (answer(path, said) for path, said in registers.every(known, judged))
    yield answer("changes", answers.changes(past))
    yield answer("meta", {"build": answers.build(known, judged, past, stamp)})
    yield from ((f"{BASE}schemas/{name}.schema.json", written(schema)) for name, schema in schemas.every(known, f"{stamp.base_url}{BASE}schemas/"))
    yield f"{BASE}openapi.json", written(openapi.document(known, f"{stamp.base_url}{BASE}"))
    yield from ((f"{BASE}{name}", content) for name, content in bulk.every(known, judged))


def written(answer: Any) -> str:
    """JSON text on one line: programs read it, and it is sent thousands of times."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")) + "\n"
