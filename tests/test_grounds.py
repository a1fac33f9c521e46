"""Grounds of a model's verdicts: what judging reads changes them, and what it does not read leaves them equal."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_data import small

from howopen import enrich, load
from howopen.judge import grounds
from howopen.records.fetched import DeadLink, Fetched
from howopen.records.model import Model

SEEN = {"evidence": ["https://example.org/it"], "checked": {"on": "2026-11-20", "by": "maintainers"}}
WEIGHTS = SEEN | {"availability": "public", "license": "MIT", "license-scope": "stated"}
SET = {"name": "Set", "availability": "public", "license": "MIT", "evidence": ["https://example.org/set"]}
DATA = SEEN | {"datasets": [SET], "complete": True}
MODEL = {
    "id": "it",
    "name": "It",
    "developer": "example-institute",
    "derived-from": ["base"],
    "components": {"weights": WEIGHTS, "training-data": DATA},
    "data-information": SEEN | {"scope": "complete"},
    "training-compute": {"low": 1e24, "high": 1e25, "evidence": ["https://example.org/it"], "checked": SEEN["checked"]},
}
BASE = {"id": "base", "name": "Base", "developer": "example-institute", "derived-from": [], "components": {"weights": WEIGHTS}}


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    return replace(load.catalogue(small(tmp_path_factory.mktemp("grounds"))), models={})


def of(words, model: dict, base: dict = BASE, dead: tuple[str, ...] = ()) -> object:
    models = {one["id"]: Model.model_validate(one) for one in (model, base)}
    gone = {address: DeadLink.model_validate({"status": 404, "since": "2026-11-01"}) for address in dead}
    known = enrich.catalogue(replace(words, models=dict(sorted(models.items())), fetched=Fetched(dead=gone)))
    return grounds.of(known.models["it"], known)


def parts(**said) -> dict:
    return MODEL | {"components": MODEL["components"] | {key.replace("_", "-"): one for key, one in said.items()}}


@pytest.mark.parametrize(
    ("model", "base", "same"),
    [
        (MODEL, BASE, True),
        # who looked, when and where, and what is only told
        (MODEL | {"name": "Other", "released": "2026-05-01", "family": "x"}, BASE, True),
        (parts(weights=WEIGHTS | {"evidence": ["https://example.org/other"], "because": "seen"}), BASE, True),
        (parts(weights=WEIGHTS | {"checked": {"on": "2026-11-21", "by": "maintainers"}}), BASE, True),
        (parts(training_data=DATA | {"datasets": [SET | {"where": "https://example.org/set"}]}), BASE, True),
        (MODEL | {"data-information": MODEL["data-information"] | {"because": "seen"}}, BASE, True),
        (MODEL | {"training-compute": MODEL["training-compute"] | {"evidence": ["https://example.org/other"]}}, BASE, True),
        (MODEL, BASE | {"name": "Another base"}, True),
        # what judging reads
        (parts(weights=WEIGHTS | {"availability": "gated"}), BASE, False),
        (parts(weights=WEIGHTS | {"license": "Apache-2.0"}), BASE, False),
        (parts(weights=WEIGHTS | {"license-scope": "inherited"}), BASE, False),
        (parts(training_data=DATA | {"datasets": [SET | {"availability": "none"}]}), BASE, False),
        (parts(training_data=DATA | {"complete": False}), BASE, False),
        (parts(training_code=SEEN | {"availability": "none"}), BASE, False),
        (MODEL | {"data-information": SEEN | {"scope": "partial"}}, BASE, False),
        ({key: value for key, value in MODEL.items() if key != "data-information"}, BASE, False),
        (MODEL | {"training-compute": MODEL["training-compute"] | {"low": 2e24}}, BASE, False),
        (MODEL | {"training-compute": MODEL["training-compute"] | {"high": 2e25}}, BASE, False),
        ({key: value for key, value in MODEL.items() if key != "training-compute"}, BASE, False),
        (MODEL | {"developer": "somebody-else"}, BASE, False),
        (MODEL | {"derived-from": []}, BASE, False),
        (MODEL, BASE | {"components": {"weights": WEIGHTS | {"availability": "gated"}}}, False),
        (MODEL, BASE | {"derived-from": ["hf:org/further"]}, False),
    ],
)
def test_grounds_change_with_what_judging_reads_and_with_nothing_else(words, model, base, same):
    assert (of(words, model, base) == of(words, MODEL)) is same


def test_an_answer_counts_by_what_it_says(words):
    key = next(iter(words.vocabulary.questions))
    given = {"answer": "yes", "because": "X", "by": "maintainers", "on": "2026-11-20"}

    yes, no, again = (of(words, MODEL | {"answers": {key: given | said}}) for said in ({}, {"answer": "no"}, {"because": "Y"}))
    assert yes == again
    assert yes != no
    assert yes != of(words, MODEL)


@pytest.mark.parametrize("place", ["weights", "set", "information", "base"])
def test_addresses_count_only_where_one_of_them_is_gone(words, place):
    other = ["https://example.org/other"]
    model, base = MODEL, BASE
    if place == "weights":
        model = parts(weights=WEIGHTS | {"evidence": other})
    elif place == "set":
        model = parts(training_data=DATA | {"datasets": [SET | {"evidence": other}]})
    elif place == "information":
        model = MODEL | {"data-information": MODEL["data-information"] | {"evidence": other}}
    else:
        base = BASE | {"components": {"weights": WEIGHTS | {"evidence": other}}}

    assert of(words, model, base) == of(words, MODEL)
    assert of(words, model, base, dead=("https://example.org/gone",)) != of(words, MODEL, dead=("https://example.org/gone",))
    assert of(words, MODEL, dead=("https://example.org/gone",)) != of(words, MODEL)
