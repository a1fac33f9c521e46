"""Grounds of the verdicts on a model: all that judging reads of it, of what it derives from and of their licenses. Pure.

On equal grounds a definition gives one result, though not the same reasons: who looked, when and where is left out, as no outcome rests on it. What is
left out is named, so that a key which a record gets one day is part of the grounds until somebody says otherwise.
"""

from __future__ import annotations

from howopen.records.catalogue import Catalogue
from howopen.records.model import Component, DataInformation, Dataset, Model

_TOLD = frozenset({"because", "checked", "evidence", "fetched", "where", "huggingface", "withheld_reason"})
_NOT_JUDGED = frozenset(
    {"id", "name", "family", "released", "about", "modalities", "aliases", "specs", "sources", "variants", "lineage", "claims", "claims_looked_up"}
    | {"settled", "fetched", "components", "data_information", "training_compute", "answers"}  # the last four are looked into
)


def of(model: Model, known: Catalogue) -> tuple[object, ...]:
    """Grounds of the verdicts on a model; to be compared with its own of another time."""
    line = [model, *(known.models[key] for key in known.ancestors[model.id] or () if key in known.models)]
    for_all = {key: question.for_all.answer for key, question in known.vocabulary.questions.items() if question.for_all}
    # addresses count only where one of them is gone
    gone = (known.fetched.dead.keys(), [_addresses(one) for one in line]) if known.fetched.dead else ()
    return for_all, gone, [(known.ancestors[one.id], _read(one), _terms(one, known)) for one in line]


def _read(model: Model) -> dict[str, object]:
    compute = model.training_compute
    return {name: value for name, value in model if name not in _NOT_JUDGED} | {
        "components": {key: _part(part) for key, part in model.components.items()},
        "data_information": model.data_information and _part(model.data_information),
        "training_compute": compute and (compute.low, compute.high),
        "answers": {key: answer.answer for key, answer in model.answers.items()},
    }


def _part(part: Component | DataInformation | Dataset) -> dict[str, object]:
    """Facts that a part states, those of its data sets included, in order."""
    said = {name: value for name, value in part if name not in _TOLD}
    if isinstance(part, Component) and part.datasets:
        said["datasets"] = [_part(dataset) for dataset in part.datasets]
    return said


def _terms(model: Model, known: Catalogue) -> dict[str, object]:
    """Terms of each license expression that it names, those in dispute included."""
    named = dict.fromkeys(expression for _, expression in (*model.licensed(), *model.disputed_licenses()))
    terms = {expression: known.terms[expression] for expression in named}
    return {expression: (one.expression, [(each.id, each.freedoms, each.tags) for each in one.licenses()]) for expression, one in terms.items()}


def _addresses(model: Model) -> list[tuple[str, ...]]:
    found = [model.data_information.evidence] if model.data_information else []
    for part in model.components.values():
        found += [part.evidence, *(dataset.evidence for dataset in part.datasets or ())]
    return found
