"""Definitions as data: a requirement says only what somebody reads, and is walked in one way."""

from __future__ import annotations

import pytest
from pydantic import ValidationError
from small_data import HERE, small, write

from howopen import load
from howopen.records.errors import BadData
from howopen.records.requirement import READ, Requirement

HEAD = {"id": "x", "says": "X"}
PUBLIC = {"availability": {"meets": ["public"]}}
PART = {**HEAD, "component": "weights", **PUBLIC}
EACH = {**HEAD, "for-each": "training-data", "requires": [{**HEAD, "component": "each", **PUBLIC}]}
ANCESTORS = {**EACH, "for-each": "ancestors"}
FACT = {**HEAD, "fact": "data-information.provenance", "one-of": ["complete"]}
RANGE = {**HEAD, "fact": "training-compute", "at-most": 1e25}
QUESTION = {**HEAD, "question": "general-purpose", "answer": "yes"}
SAME = {"same-as": "y"}
ALL, ANY = {"all-of": [SAME]}, {"any-of": [SAME]}


def refused(said: dict) -> str:
    with pytest.raises(ValidationError) as caught:
        Requirement.model_validate(said)
    return str(caught.value)


@pytest.mark.parametrize("said", [PART, EACH, ANCESTORS, FACT, RANGE, QUESTION, SAME, ALL, ANY])
def test_each_kind_of_requirement_is_taken(said):
    assert Requirement.model_validate(said)


@pytest.mark.parametrize(
    ("said", "key", "value"),
    [
        (EACH, "gate", {"payment": False}),
        (EACH, "of-others", True),
        (EACH, "answer", "yes"),
        (ANCESTORS, "availability", {"meets": ["public"]}),
        (ANCESTORS, "coverage", ["full"]),
        (ANCESTORS, "license", {"known": True}),
        (ANCESTORS, "gate", {"payment": False}),
        (ANCESTORS, "where", {"kind": ["open"]}),
        (ANCESTORS, "if-used", True),
        (ANCESTORS, "today", True),
        (PART, "where", {"kind": ["open"]}),
        (PART, "requires", [SAME]),
        (PART, "when-empty", "met"),
        (PART, "of-others", True),
        (PART, "one-of", ["full"]),
        (PART, "unclear", ["gated"]),
        (PART, "at-most", 1),
        (PART, "at-least", 1),
        (PART, "answer", "yes"),
        (FACT, "answer", "yes"),
        (FACT, "today", True),
        (FACT, "when-empty", "met"),
        (RANGE, "one-of", ["complete"]),
        (RANGE, "unclear", ["partial"]),
        (RANGE, "if-used", True),
        (QUESTION, "if-used", True),
        (QUESTION, "unclear", ["unsure"]),
        (ALL, "if-used", True),
        (ALL, "change", "publish it"),
        (ANY, "today", True),
        (ANY, "when-empty", "met"),
        (SAME, "says", "Again."),
        (SAME, "if-used", True),
        (SAME, "cite", "https://example.org"),
    ],
)
def test_a_key_that_nothing_reads_is_refused_with_a_cure(said, key, value):
    told = refused({**said, key: value})
    assert f"has `{key}`, which nothing reads beside " in told and "; remove it" in told


@pytest.mark.parametrize("key", ["if-used", "today", "of-others"])
def test_a_key_that_says_what_is_so_anyway_is_taken(key):
    assert Requirement.model_validate({**QUESTION, key: False})


def test_a_range_is_compared_with_numbers_and_a_fact_with_words():
    assert "training-compute takes at-most and at-least" in refused({**RANGE, "fact": "data-information.provenance"})
    assert "training-compute takes at-most and at-least" in refused({**FACT, "fact": "training-compute"})


@pytest.mark.parametrize(
    ("test", "said"),
    [
        ({"gate": {}}, "tests nothing; add approval, payment, personal-data or excludes"),
        ({"license": {}}, "tests nothing; add any-tag"),
        ({"license": {"known": True, "any-tag": ["osi-approved"]}}, "keep one of them"),
        ({"license": {"none": True, "known": True}}, "keep one of them"),
        ({"license": {"none": True, "grants": {"use": ["allowed"]}}}, "keep one of them"),
        ({"license": {"none": True, "stated": False}}, "has `stated`, which nothing reads beside `none`"),
        ({"coverage": []}, "at least 1 item"),
    ],
)
def test_a_test_that_tests_nothing_or_is_not_read_whole_is_refused(test, said):
    assert said in refused({**PART, **test})


@pytest.mark.parametrize("gate", [{"approval": ["auto"]}, {"payment": False}, {"personal-data": False}, {"excludes": "nobody"}])
def test_a_gate_may_be_asked_about_one_thing(gate):
    assert Requirement.model_validate({**PART, "gate": gate})


def test_check_names_the_place_and_the_cure(tmp_path):
    data = small(tmp_path)
    text = (HERE / "data/definitions/debian-free-model.yaml").read_text()
    write(
        data,
        "definitions/debian-free-model.yaml",
        text.replace("            for-each: training-data", "            gate: {payment: false}\n            for-each: training-data"),
    )
    with pytest.raises(BadData) as caught:
        load.catalogue(data)
    [problem] = caught.value.problems
    line = text[: text.index("            for-each: training-data")].count("\n")
    assert problem.path.endswith("definitions/debian-free-model.yaml") and 0 <= line - problem.line <= 5
    assert problem.what.endswith("has `gate`, which nothing reads beside `for-each`; remove it; nobody records the gates of data sets")


def test_every_key_of_a_requirement_is_read_by_some_kind():
    assert set(Requirement.model_fields) == set().union(*READ.values())


def test_a_walk_visits_each_requirement_once_before_what_is_within_it():
    leaf = {**PART, "id": "leaf"}
    tree = {
        "id": "top",
        "all-of": [{"id": "one", "any-of": [leaf, SAME]}, {**EACH, "id": "list", "requires": [{**PART, "id": "inner"}]}, {**FACT, "id": "last"}],
    }
    top = Requirement.model_validate(tree)
    assert [one.id for one in top.walk()] == ["top", "one", "leaf", None, "list", "inner", "last"]
    assert [one.id for one in top.walk(into_lists=False)] == ["top", "one", "leaf", None, "list", "last"]
    assert [(key, at, one.id) for key, at, one in top.within()] == [("all-of", 0, "one"), ("all-of", 1, "list"), ("all-of", 2, "last")]


def test_the_places_of_a_definition_lead_to_its_requirements_in_the_file(known):
    for definition in known.definitions.values():
        whole = definition.model_dump(by_alias=True)
        for keys, requirement in definition.placed():
            at = whole
            for key in keys:
                at = at[key]
            assert at["id"] == requirement.id
        places = [keys for keys, _ in definition.placed() if keys[0] != "scope"]
        assert len(places) == len(list(definition.every()))
    scoped = next(one for one in known.definitions.values() if one.scope and one.scope.id)
    assert scoped.named()[scoped.scope.id] is scoped.scope
