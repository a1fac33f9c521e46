"""The catalogue as tables: three CSV files and one SQLite file. The same input gives the same bytes."""

from __future__ import annotations

import csv
import io
import sqlite3
import struct
from collections.abc import Iterable, Iterator, Mapping

from howopen.files import harmless
from howopen.records import results
from howopen.records.catalogue import Catalogue
from howopen.records.summary import Part, Summary
from howopen.render import lookups
from howopen.render.api import license_tables
from howopen.stats import summary

UNKNOWN = "unknown"  # what a cell says when nobody has looked
_NOTHING = Part(None, None, None, None, None, None, ())  # what is known of a part that nobody has looked for

SCHEMA = """
create table definitions (id text primary key, name text not null, short text not null, version text not null, kind text not null) without rowid;
create table developers (id text primary key, name text not null, url text, country text) without rowid;
create table licenses (id text primary key, name text not null, url text, on_spdx_list integer not null) without rowid;
create table license_facts (
  license text not null references licenses, kind text not null, fact text not null, value text not null, clause text,
  primary key (license, kind, fact)
) without rowid;
create table license_thresholds (
  license text not null references licenses, place integer not null, value real not null, unit text not null, comparison text not null,
  measure text not null, period text, tested text not null, tested_on text, whose text not null, consequence text not null, business text,
  exempt text not null, clause text not null, primary key (license, place)
) without rowid;
create table license_names (
  license text not null references licenses, place integer not null, words text not null, acts text not null, shown_in text not null, only_for text,
  clause text not null, primary key (license, place)
) without rowid;
create table license_places (
  license text not null references licenses, code text not null, covers text not null, clause text not null, primary key (license, code, covers)
) without rowid;
create table license_points (
  license text not null references licenses, key text not null, kind text not null, side text not null, says text not null, clause text, because text,
  primary key (license, key)
) without rowid;
create table license_answers (
  license text not null references licenses, question text not null, answer text not null, primary key (license, question)
) without rowid;
create table components (id text primary key, label text not null, part_of text not null) without rowid;
create table models (
  id text primary key, name text not null, developer text not null references developers, family text, released text, parameters integer,
  active_parameters integer, context_length integer, checked text, claim text not null, rank integer, score_proven real not null,
  score_possible real not null
) without rowid;
create table variants (
  huggingface text primary key, model text not null references models, name text not null, kind text, parameters integer, active_parameters integer
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
create table model_terms (
  model text not null references models, question text not null, answer text not null, primary key (model, question)
) without rowid;
create table model_conditions (
  model text not null, question text not null, license text not null, key text not null, of_base text,
  primary key (model, question, license, key), foreign key (model, question) references model_terms,
  foreign key (license, key) references license_points
) without rowid;
create table part_licenses (
  model text not null, component text not null, license text not null references licenses, primary key (model, component, license),
  foreign key (model, component) references parts
) without rowid;
create table part_evidence (
  model text not null, component text not null, place integer not null, url text not null, primary key (model, component, place),
  foreign key (model, component) references parts
) without rowid;
create table datasets (
  model text not null, component text not null, place integer not null, name text not null, url text, kind text, stage text, availability text,
  license text, withheld_reason text, primary key (model, component, place), foreign key (model, component) references parts
) without rowid;
create table requirements (
  number integer primary key, definition text not null references definitions, requirement text not null
);
create table numbered_findings (
  model text not null references models, number integer not null references requirements, outcome text not null, primary key (model, number)
) without rowid;
create table about (key text primary key, value text not null) without rowid;
create view license_tags as select license, fact as tag, value, clause from license_facts where kind = 'tag';
create view findings as select model, definition, requirement, outcome from numbered_findings join requirements using (number);
create view commercial_use as select model, answer from model_terms where question = 'commercial';
"""


def every(known: Catalogue, models: Mapping[str, Summary]) -> Iterator[tuple[str, str | bytes]]:
    """(name, content) of each table file."""
    yield "models.csv", _table(_models(known, models))
    yield "components.csv", _table(_components(known, models))
    yield "licenses.csv", _table(license_tables.csv_rows(known))
    yield "howopen.sqlite", database(known, models)


# ---- CSV --------------------------------------------------------------------------------------------------------------


MARK = "\ufeff"  # without it Excel reads UTF-8 as what the machine's region writes


def _table(rows: Iterable[Iterable[object]]) -> str:
    into = io.StringIO(MARK, newline="")
    into.seek(0, io.SEEK_END)
    csv.writer(into).writerows([harmless.csv_cell(value) for value in row] for row in rows)
    return into.getvalue()


def _models(known: Catalogue, models: Mapping[str, Summary]) -> Iterator[list[object]]:
    """A head, then one row a model, best first."""
    yield [
        *("id", "name", "developer", "family", "released", "modalities", "parameters", "active-parameters", "context-length", "huggingface"),
        *("checked", "claim", "rank", "proven", "possible", "weights-license"),
        *known.answer_rules.questions,
        *known.definitions,
        *known.vocabulary.components,
    ]
    for key, one in models.items():
        weights = one.parts.get("weights")
        yield [
            *(key, one.name, one.developer, one.family, one.released, " ".join(one.modalities)),
            *(one.parameters, one.active_parameters, one.context_length, " ".join(one.huggingface)),
            *(one.checked, one.claim, one.rank or None, *one.score, weights.license if weights and weights.license else UNKNOWN),
            *(reply.answer for reply in one.terms),
            *(results.code(known.definitions[name], verdict) for name, verdict in one.verdicts.items()),
            *(one.parts.get(name, _NOTHING).availability or UNKNOWN for name in known.vocabulary.components),
        ]


def _components(known: Catalogue, models: Mapping[str, Summary]) -> Iterator[list[object]]:
    """A head, then one row a model and component."""
    yield ["model", "component", "group", "availability", "coverage", "license", "license-scope", "checked-on", "checked-by", "evidence"]
    groups = {name: word.group for name, word in known.vocabulary.components.items()}
    for key, one in models.items():
        for name, group in groups.items():
            there, coverage, license_, scope, on, by, evidence = one.parts.get(name, _NOTHING)
            yield [key, name, group, there or UNKNOWN, coverage, license_, scope, on, by, " ".join(evidence)]


# ---- SQLite -----------------------------------------------------------------------------------------------------------


def database(known: Catalogue, models: Mapping[str, Summary]) -> bytes:
    """A SQLite file with foreign keys; docs/api.md explains its tables."""
    base = sqlite3.connect(":memory:")
    try:
        # foreign keys are looked at by a test; for each row here they would take a fifth of the time
        base.executescript(f"pragma page_size = 4096; pragma foreign_keys = off; {SCHEMA}")
        for table, rows in _rows(known, models):
            if rows:
                base.executemany(f"insert into {table} values ({','.join('?' * len(rows[0]))})", rows)  # noqa: S608  our own table names
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


def _model(one: Summary) -> tuple[object, ...]:
    """The row of one model."""
    sizes = (one.parameters, one.active_parameters, one.context_length)
    return (one.model, one.name, one.developer, one.family, one.released, *sizes, one.checked or None, one.claim, one.rank or None, *one.score)


def _rows(known: Catalogue, models: Mapping[str, Summary]) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    """Each table's rows."""
    every = [models[key] for key in sorted(models)]
    yield "definitions", [(key, one.name, one.short, one.version, one.kind) for key, one in known.definitions.items()]
    yield "developers", [(key, one.name, one.url, one.country) for key, one in known.developers.items()]
    yield "licenses", [(key, one.name, one.url or None, int(one.spdx)) for key, one in lookups.license_facts(known).items()]
    yield from license_tables.rows(known)
    yield "components", [(key, word.label, word.group) for key, word in known.vocabulary.components.items()]
    yield "models", [_model(one) for one in every]
    yield "variants", [(hub, one.model, name, " ".join(kind) or None, *sizes) for one in every for hub, name, kind, *sizes in one.variants]
    yield "huggingface", [(hub, one.model) for one in every for hub in dict.fromkeys(one.huggingface)]
    yield "aliases", [(alias, one.model) for one in every for alias in dict.fromkeys(one.aliases)]
    yield (
        "verdicts",
        [
            (one.model, key, known.definitions[key].version, results.code(known.definitions[key], found), found.reached, found.possible, found.unknown)
            for one in every
            for key, found in one.verdicts.items()
        ],
    )
    parts = [(one.model, name, part) for one in every for name, part in one.parts.items()]
    cells = {one.model: dict(one.strip) for one in every}
    yield (
        "parts",
        [
            (one.model, name, there or UNKNOWN, cells[one.model].get(name), *rest)
            for one in every
            for name in known.vocabulary.components
            for there, *rest, _ in (one.parts.get(name, _NOTHING),)
        ],
    )
    named = {expression: tuple(dict.fromkeys(one.id for one in terms.licenses())) for expression, terms in known.terms.items()}
    yield "part_licenses", [(model, name, license_) for model, name, part in parts if part.license for license_ in named[part.license]]
    yield "part_evidence", [(model, name, place, url) for model, name, part in parts for place, url in enumerate(part.evidence)]
    yield (
        "datasets",
        [(one.model, name, place, *dataset) for one in every for name, sets in one.datasets.items() for place, dataset in enumerate(sets)],
    )
    named_in = {key: summary.tallies(definition) for key, definition in known.definitions.items()}
    asked = [(key, name) for key, names in named_in.items() for name in names if ":" not in name]  # which levels and steps have
    numbers = {named: number for number, named in enumerate(asked)}  # written for names, they halve the file
    yield "requirements", [(number, *named) for named, number in numbers.items()]
    yield (
        "numbered_findings",
        [
            (one.model, numbers[key, name], outcome.word)
            for one in every
            for key, digits in one.tally.items()
            for name, outcome in summary.outcomes(named_in[key], digits)
            if (key, name) in numbers
        ],
    )
    yield "model_terms", [(one.model, reply.question, reply.answer) for one in every for reply in one.terms]
    yield (
        "model_conditions",
        [(one.model, reply.question, license_, key, base or None) for one in every for reply in one.terms for license_, key, base in reply.conditions],
    )
    yield "about", [("license", known.site.data_license), ("spdx-list", known.spdx_version)]
