"""Keys of models: one digest of all values that the pages of a model rest on; pages of the same key are the same, byte for byte.

That is what all pages share (the program and its libraries, the templates, the options, the data but for the models), the model's own file, the files
of what it derives from, the names of what derives from it, and its history.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from howopen import load
from howopen.files.digests import Inputs, digest
from howopen.load import references
from howopen.load.kept import Records
from howopen.records.catalogue import Catalogue
from howopen.records.lineage import Lines
from howopen.render import Options


class Plan(NamedTuple):
    """Inputs of one build."""

    data: Path
    seen: Inputs  # digests of the data, the templates and the program
    options: Options  # without what only a look at all models tells
    made_of: str = ""  # digest of all of it; with it a build that would change nothing is told early
    records: Records | None = None  # those read before


class Models(NamedTuple):
    """Which models there are, and what the pages of each rest on."""

    shared: Catalogue  # all data but the models
    lines: Lines
    options: Options
    keys: dict[str, str]  # by id, sorted


def read(plan: Plan) -> Models:
    """Read what all models share, and of each model what others need to know of it. Raises BadData, also where a look at all of them tells of a fault."""
    shared, ids = load.shared(plan.data, plan.records)
    heads = load.heads(plan.data, shared, ids)
    lines, names = Lines(heads), {key: head.name for key, head in heads.items()}
    if lines.disorder() or any(name.endswith(references.BILL) for key, head in heads.items() for name in (key, *head.aliases)):
        load.catalogue(plan.data)
    options = replace(plan.options, names=names, derived=lines.derived())
    everywhere = (plan.seen.shared, options.stamp.base_url, options.past.state, f"{options.draw is not None} {options.card is not None}")
    files, keys = plan.seen.models, {}
    for key in ids:
        changes = options.past.of(key)
        bases = [f"{base} {files.get(base)}" for base in lines.ancestors(key) or ()]
        named = [*options.derived.get(key, ()), *(cause.id for change in changes for cause in change.causes)]
        rests_on = (files.get(key, ""), repr(changes), *bases, *(f"{one} {names.get(one)}" for one in named))
        keys[key] = digest(*everywhere, key, *rests_on)
    return Models(shared, lines, options, keys)
