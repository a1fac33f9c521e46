"""The catalogue as tables: two CSV files and one SQLite file. The same input gives the same bytes."""

from __future__ import annotations

import csv
import io
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from howopen import standing
from howopen.records import Catalogue, Component, Judged
from howopen.render import facts

UNKNOWN = "unknown"  # what a cell says when nobody has looked
_NOTHING = Component()  # what is known of a part that nobody has looked for
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")  # what a spreadsheet takes for the beginning of a formula

SCHEMA = """
create table definitions (id text primary key, name text not null, short text not null, version text not null, kind text not null) without rowid;
create table developers (id text primary key, name text not null, url text, country text) without rowid;
create table licenses (id text primary key, name text not null, url text, on_spdx_list integer not null) without rowid;
create table components (id text primary key, label text not null, part_of text not null) without rowid;
create table models (
  id text primary key, name text not null, developer text not null references developers, released text, checked text, claim text not null,
  rank integer not null, score_proven real not null, score_possible real not null
) without rowid;
create table huggingface (id text primary key, model text not null references models) without rowid;
create table aliases (id text primary key, model text not null references models) without rowid;
create table verdicts (
  model text not null references models, definition text not null references definitions, version text not null, result text not null,
  reached text, possible text, unknown integer not null, primary key (model, definition)
) without rowid;
create table parts (
  model text not null references models, component text not null references components, availability text not null, state text,
  coverage text, license text, license_scope text, checked_on text, checked_by text, primary key (model, component)
) without rowid;
create table part_licenses (
  model text not null, component text not null, license text not null references licenses, primary key (model, component, license),
  foreign key (model, component) references parts
) without rowid;
create table part_evidence (
  model text not null, component text not null, place integer not null, url text not null, primary key (model, component, place),
  foreign key (model, component) references parts
) without rowid;
create table about (key text primary key, value text not null) without rowid;
"""


def every(known: Catalogue, judged: Mapping[str, Judged]) -> Iterator[tuple[str, str | bytes]]:
    """(name, content) of each table file."""
    yield "models.csv", _table(_models(known, judged))
    yield "components.csv", _table(_components(known, judged))
    yield "howopen.sqlite", database(known, judged)


# ---- CSV --------------------------------------------------------------------------------------------------------------


def safe(value: Any) -> str:
    """The value as a cell that no spreadsheet runs: an apostrophe stands before what would begin a formula."""
    text = "" if value is None else str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _table(rows: Iterable[Iterable[Any]]) -> str:
    into = io.StringIO()
    csv.writer(into).writerows([safe(value) for value in row] for row in rows)
    return into.getvalue()


def _models(known: Catalogue, judged: Mapping[str, Judged]) -> Iterator[list[Any]]:
    """A head, then one row a model, best first."""
    yield [
        *("id", "name", "developer", "released", "modalities", "huggingface", "checked", "claim", "rank", "proven", "possible", "weights-license"),
        *known.definitions,
        *known.vocabulary.components,
    ]
    for key, one in judged.items():
        model = known.models[key]
        weights = model.components.get("weights")
        yield [
            *(key, model.name, model.developer, model.released, " ".join(model.modalities), " ".join(model.sources.huggingface)),
            *(facts.checked_on(model), one.claim, one.rank, *one.score, weights.license if weights and weights.license else UNKNOWN),
            *(standing.code(known.definitions[name], verdict) for name, verdict in one.verdicts.items()),
            *(_availability(model.components.get(name)) for name in known.vocabulary.components),
        ]


def _components(known: Catalogue, judged: Mapping[str, Judged]) -> Iterator[list[Any]]:
    """A head, then one row a model and component."""
    yield ["model", "component", "group", "availability", "coverage", "license", "license-scope", "checked-on", "checked-by", "evidence"]
    for key in judged:
        for name, word in known.vocabulary.components.items():
            part = known.models[key].components.get(name) or _NOTHING
            checked = (part.checked.on, part.checked.by) if part.checked else (None, None)
            yield [key, name, word.group, _availability(part), part.coverage, part.license, part.license_scope, *checked, " ".join(part.evidence)]


def _availability(part: Component | None) -> str:
    return part.availability or UNKNOWN if part else UNKNOWN


# ---- SQLite -----------------------------------------------------------------------------------------------------------


def database(known: Catalogue, judged: Mapping[str, Judged]) -> bytes:
    """A SQLite file with foreign keys; docs/api.md explains its tables."""
    base = sqlite3.connect(":memory:")
    try:
        base.executescript(f"pragma page_size = 4096; pragma foreign_keys = on; {SCHEMA}")
        for table, rows in _rows(known, judged):
            for row in rows:
                base.execute(f"insert into {table} values ({','.join('?' * len(row))})", row)  # noqa: S608  our own table names
        base.commit()
        base.execute("vacuum")
        return _settled(base.serialize())
    finally:
        base.close()


def _settled(file: bytes) -> bytes:
    """The file without the counter of changes and the version of the library that wrote it: they tell of the machine, not of the data.

    https://www.sqlite.org/fileformat2.html, 1.3: offsets 24, 92 and 96; the counter and the number it was valid for must agree.
    """
    head = bytearray(file)
    for offset, value in ((24, 1), (92, 1), (96, 3_040_000)):
        struct.pack_into(">I", head, offset, value)
    return bytes(head)


def _rows(known: Catalogue, judged: Mapping[str, Judged]) -> Iterator[tuple[str, Iterable[tuple]]]:
    models = [(known.models[key], one) for key, one in sorted(judged.items())]
    yield "definitions", [(key, one.name, one.short, one.version, one.kind) for key, one in known.definitions.items()]
    yield "developers", [(key, one.name, one.url, one.country) for key, one in known.developers.items()]
    yield "licenses", [(key, one.name, one.url or None, int(one.spdx)) for key, one in facts.license_facts(known).items()]
    yield "components", [(key, word.label, word.group) for key, word in known.vocabulary.components.items()]
    yield (
        "models",
        [
            (model.id, model.name, model.developer, model.released, facts.checked_on(model) or None, one.claim, one.rank, one.score[0], one.score[1])
            for model, one in models
        ],
    )
    yield "huggingface", [(hub, model.id) for model, _ in models for hub in dict.fromkeys(model.sources.huggingface)]
    yield "aliases", [(alias, model.id) for model, _ in models for alias in dict.fromkeys(model.aliases)]
    yield (
        "verdicts",
        [
            (model.id, key, known.definitions[key].version, standing.code(known.definitions[key], found), found.reached, found.possible, len(found.unknowns))
            for model, one in models
            for key, found in one.verdicts.items()
        ],
    )
    parts = [(model, name, model.components.get(name) or _NOTHING, dict(one.strip)) for model, one in models for name in known.vocabulary.components]
    yield (
        "parts",
        [
            (model.id, name, _availability(part), cells.get(name), part.coverage, part.license, part.license_scope)
            + ((part.checked.on, part.checked.by) if part.checked else (None, None))
            for model, name, part, cells in parts
        ],
    )
    yield (
        "part_licenses",
        [
            (model.id, name, license_)
            for model, name, part, _ in parts
            for license_ in (dict.fromkeys(one.id for one in known.terms[part.license].licenses()) if part.license else ())
        ],
    )
    yield "part_evidence", [(model.id, name, place, url) for model, name, part, _ in parts for place, url in enumerate(part.evidence)]
    yield "about", [("license", known.site.data_license), ("spdx-list", known.spdx_version)]
