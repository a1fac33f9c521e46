"""The API: static JSON answers under `/api/v1/`, their schemas, and the same as tables.

answers    what is said of models, and of what changed
registers  what is said of definitions, licenses, developers and words
schemas    JSON Schemas of all answers
openapi    the addresses, for machines
bulk       CSV and SQLite
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from howopen.records.catalogue import Catalogue
from howopen.records.change import History
from howopen.records.summary import Summary
from howopen.records.verdict import Judged
from howopen.render import names
from howopen.render.api import answers, cyclonedx
from howopen.render.api.answers import VERSION, entry, report
from howopen.render.api_paths import BASE

__all__ = ["BASE", "VERSION", "entry", "lists", "of_model", "report"]


def of_model(one: Judged, entry: dict[str, Any], known: Catalogue, stamp: Any, past: History) -> Iterator[tuple[str, str]]:
    """(path, content) of every answer on one model, under each of its names; `entry` is how it stands in the list of models."""
    model, about = known.models[one.model], {"about": answers.about(known)}
    whole = written(about | {"model": entry | answers.report(one, known, past)})
    yield f"{BASE}models/{model.id}.json", whole
    yield f"{BASE}models/{model.id}.cdx.json", written(cyclonedx.bom(one, known, stamp.base_url))
    short = written(about | {"model": entry})
    yield from ((f"{BASE}hf/{hub}.json", short) for hub in names.hub_ids(model))
    yield from ((f"{BASE}models/{alias}.json", whole) for alias in model.aliases)


def lists(known: Catalogue, models: Mapping[str, Summary], stamp: Any, past: History) -> Iterator[tuple[str, str | bytes]]:
    """(path, content) of every answer on no single model, of the schemas and the tables."""
    from howopen.render.api import openapi, reference, schemas, tables  # by the process that makes them, which is another than that of the pages

    about = answers.about(known)

    def answer(path: str, said: dict[str, Any]) -> tuple[str, str]:
        return f"{BASE}{path}.json", written({"about": about} | said)

    # an entry was written when its model was made, and lacks only its rank
    entries = ",".join(f'{one.entry[:-1]},"rank":{one.rank}}}' for one in models.values())
    yield f"{BASE}models.json", f'{written({"about": about})[:-2]},"models":[{entries}]}}\n'
    yield from (answer(path, said) for path, said in reference.every(known, models))
    yield answer("changes", answers.changes(past))
    yield answer("meta", {"build": answers.build(known, models, past, stamp)})
    yield from ((f"{BASE}schemas/{name}.schema.json", written(schema)) for name, schema in schemas.every(known, f"{stamp.base_url}{BASE}schemas/"))
    yield f"{BASE}openapi.json", written(openapi.document(known, f"{stamp.base_url}{BASE}"))
    yield from ((f"{BASE}{name}", content) for name, content in tables.every(known, models))


def written(answer: Any) -> str:
    """JSON text on one line: programs read it, and it is sent thousands of times."""
    return f"{msgspec.json.encode(answer).decode()}\n"
