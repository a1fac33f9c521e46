"""The API: static JSON answers under `/api/v1/`, their schemas, and the same as tables.

shapes      classes that answers are made of, and that their schemas come from; `model_shapes`, `reference_shapes`: of their parts
answers     models, and what changed
reference   definitions, licenses, developers and words
provenance  facts from outside
oembed      the card that other pages frame
schemas     JSON Schemas of all answers
openapi     the addresses, for machines
tables      CSV and SQLite
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from howopen.records.change import History
from howopen.records.summary import Summary
from howopen.records.verdict import Judged
from howopen.render import names
from howopen.render.api import answers, cyclonedx, model_shapes, oembed, shapes, spdx
from howopen.render.api.answers import VERSION, entry, report
from howopen.render.api_paths import BASE
from howopen.render.stamp import Stamp
from howopen.render.wording import Words

__all__ = ["BASE", "VERSION", "entry", "lists", "of_model", "report", "written"]


def of_model(one: Judged, entry: model_shapes.Entry, words: Words, stamp: Stamp, past: History) -> Iterator[tuple[str, str]]:
    """(path, content) of every answer on one model, under each of its names; `entry` is how it stands in the list of models."""
    known = words.known
    model, about = known.models[one.model], answers.about(known)
    whole = written(shapes.ModelAnswer(about, answers.whole(entry, one, known, past)))
    yield f"{BASE}models/{model.id}.json", whole
    yield f"{BASE}models/{model.id}.cdx.json", written(cyclonedx.bom(one, known, stamp.base_url))
    yield f"{BASE}spdx/{model.id}.json", written(spdx.document(one, known, stamp.base_url))
    short = written(shapes.EntryAnswer(about, entry))
    yield from ((f"{BASE}hf/{hub}.json", short) for hub in names.hub_ids(model))
    yield from ((f"{BASE}models/{alias}.json", whole) for alias in model.aliases)
    card = written(oembed.of(model, words, stamp.base_url))
    yield from ((f"{BASE}oembed/{name}.json", card) for name in (model.id, *model.aliases))


def lists(words: Words, models: Mapping[str, Summary], stamp: Stamp, past: History) -> Iterator[tuple[str, str | bytes]]:
    """(path, content) of every answer on no single model, of the schemas and the tables."""
    from howopen.render.api import openapi, reference, schemas, tables  # by the process that makes them, which is another than that of the pages

    known = words.known
    about = answers.about(known)
    # an entry was written when its model was made, and lacks only its rank
    entries = ",".join(f'{one.entry[:-1]},"rank":{one.rank or "null"}}}' for one in models.values())
    yield f"{BASE}models.json", written(shapes.ModelsAnswer(about, [])).replace('"models":[]', f'"models":[{entries}]')
    yield from ((f"{BASE}{path}.json", written(answer)) for path, answer in reference.every(known, models, about))
    yield f"{BASE}changes.json", written(answers.changes(past, about))
    yield f"{BASE}meta.json", written(shapes.BuildAnswer(about, answers.build(known, models, past, stamp)))
    yield from ((f"{BASE}schemas/{name}.schema.json", written(schema)) for name, schema in schemas.every(known, f"{stamp.base_url}{BASE}schemas/"))
    yield f"{BASE}openapi.json", written(openapi.document(words, f"{stamp.base_url}{BASE}"))
    yield from ((f"{BASE}{name}", content) for name, content in tables.every(known, models))


def written(answer: object) -> str:
    """JSON text on one line: programs read it, and it is sent thousands of times."""
    return f"{msgspec.json.encode(answer).decode()}\n"
