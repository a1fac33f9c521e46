"""Definitions as data: a requirement says only what somebody reads, and is walked in one way."""

from __future__ import annotations

from dataclasses import replace

import pytest
from pydantic import ValidationError
from small_data import HERE, small, write

from howopen import enrich, judge, load
from howopen.records.errors import BadData
from howopen.records.model import Model
from howopen.records.requirement import READ, Requirement
from howopen.records.verdict import Outcome

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


# ---- the rules of the later definitions on real models ------------------------------------------------------------------

# Model, highest level that is proven, highest that is possible, and requirements that are among the causes. All of these were read in full.
ON_MODELS = {
    "owd-0.3": [
        ("mistral-7b-v0.1", "open-weight", "open-weight", {}),  # weights under free terms; it asks for no data and no code
        ("grok-1", "open-weight", "open-weight", {}),
        ("bloom", None, None, {"terms-without-limits": "terms-restrict"}),  # a policy of use is a limit by purpose
        ("llama-3.1-405b", None, None, {"terms-without-limits": "terms-restrict"}),
        ("opt-175b", None, None, {"weights": "on-request"}),  # handed out by a person, which is no well-publicised means
    ],
    "os-ai-map": [
        ("olmo-2-32b", "open-source", "open-source", {}),
        ("bloom", "open-recipe", "open-recipe", {"osi-license": "terms-restrict"}),  # the license caps an open recipe at 4
        ("grok-1", "open-weights", "open-weights", {"training-code": "not-published"}),  # an approved license alone stays at 3
        ("llama-3.1-405b", "open-weights", "open-weights", {"no-cap": "terms-restrict"}),
        ("codestral-22b", "restricted", "restricted", {"commercial": "terms-restrict"}),
    ],
    "european-osai": [
        ("olmo-7b", None, None, {"pipeline": "only-in-part"}),  # the data are shared, and not all that made them
        ("pythia", None, None, {"training-data": "one-misses"}),  # the Pile is no longer shared by who made it
        ("bloom", None, None, {"weights-terms": "terms-restrict"}),
        ("mistral-7b-v0.1", None, None, {"training-code": "not-published", "composition-provenance": "fact-misses"}),
    ],
    "eu-ai-act": [
        ("olmo-2-32b", "conditions", "conditions", {}),  # nobody is known to be designated, found out once for all
        ("mistral-7b-v0.1", None, "conditions", {"eu-16-compute": "fact-unknown"}),
        ("llama-3.1-405b", None, None, {"eu-07": "terms-restrict", "eu-16-compute": "fact-misses"}),
    ],
    "dpg-1.1.7": [
        ("olmo-7b", None, "open-licensing", {"risk-assessment": "nobody-looked"}),  # model, code and data are met
        ("pythia", None, None, {"data": "one-misses"}),
        ("bloom", None, None, {"weights-license": "terms-restrict"}),
        ("grok-1", None, None, {"training-code": "not-published", "data": "one-misses"}),
    ],
}


@pytest.mark.parametrize(
    ("definition", "model", "reached", "possible", "causes"), [(definition, *case) for definition, cases in ON_MODELS.items() for case in cases]
)
def test_a_real_model_comes_out_as_the_rules_have_it_and_for_that_reason(judged, definition, model, reached, possible, causes):
    verdict = judged[model].verdicts[definition]
    open_or_missed = {leaf.requirement.id: str(leaf.reason) for leaf in leaves(verdict) if leaf.outcome is not Outcome.MET}
    assert (verdict.reached, verdict.possible) == (reached, possible)
    assert causes.items() <= open_or_missed.items()
    assert bool(causes) == bool(open_or_missed)


def leaves(verdict):
    """Findings of a verdict that speak for themselves, in order."""
    return [leaf for rung in verdict.rungs for finding in rung.findings for leaf in finding.leaves()]


# What one change of a real model's facts makes of it: (definition, model, changes by place, proven, possible).
WEIGHTS, DATA = "components.weights.", "components.training-data."
NO_DATA = {DATA + "availability": "none", DATA + "datasets.0.availability": "none"}
REBUILT = {DATA + "availability": "rebuildable", DATA + "datasets.0.availability": "rebuildable"}
ANSWERED = {"answer": "yes", "because": "A list says so.", "evidence": ["https://example.org/list"], "on": "2026-11-01", "by": "maintainers"}
PIPELINE = {"components.data-processing-code.coverage": "full"}
RISKS = {
    "components.risk-assessment": {"availability": "public", "evidence": ["https://example.org/risks"], "checked": {"on": "2026-11-01", "by": "maintainers"}}
}
CHANGED = [
    ("owd-0.3", "bloom", {WEIGHTS + "license": "Apache-2.0", WEIGHTS + "license-scope": "stated"}, "open-weight", "open-weight"),
    ("owd-0.3", "olmo-7b", {WEIGHTS + "availability": "gated", WEIGHTS + "gate": {"approval": "auto", "payment": False}}, None, "open-weight"),
    ("owd-0.3", "olmo-7b", {WEIGHTS + "availability": "gated", WEIGHTS + "gate": {"approval": "auto", "payment": True}}, None, None),
    ("owd-0.3", "olmo-7b", {WEIGHTS + "coverage": "partial"}, None, None),
    ("owd-0.3", "olmo-7b", {WEIGHTS + "license": "CC-BY-NC-4.0"}, None, None),
    ("owd-0.3", "olmo-7b", {WEIGHTS + "license-scope": "inherited"}, None, "open-weight"),
    ("os-ai-map", "olmo-7b", {WEIGHTS + "license": "CC-BY-NC-4.0"}, "restricted", "restricted"),
    ("os-ai-map", "olmo-7b", {WEIGHTS + "license": "LicenseRef-Llama-3.1-Community"}, "open-weights", "open-weights"),
    ("os-ai-map", "olmo-7b", {WEIGHTS + "license": "LicenseRef-BigScience-BLOOM-RAIL-1.0"}, "open-recipe", "open-recipe"),
    ("os-ai-map", "olmo-7b", {WEIGHTS + "availability": "none"}, None, None),
    ("os-ai-map", "olmo-7b", NO_DATA, "open-recipe", "open-recipe"),  # a base model whose data are documented in full
    ("os-ai-map", "olmo-7b", NO_DATA | {"data-information.provenance": "partial"}, "open-weights", "open-weights"),
    ("os-ai-map", "olmo-7b", NO_DATA | {"derived-from": ["olmo-1b"]}, "open-weights", "open-weights"),  # to document them does not do for a fine-tune
    ("os-ai-map", "olmo-7b", REBUILT, "open-source", "open-source"),  # scripts that rebuild them are as good here
    ("european-osai", "olmo-7b", PIPELINE, "european-open-source", "european-open-source"),
    ("european-osai", "olmo-7b", PIPELINE | REBUILT, None, "european-open-source"),
    ("european-osai", "olmo-7b", PIPELINE | NO_DATA, None, None),  # no exception, whatever the reason
    ("european-osai", "olmo-7b", PIPELINE | {DATA + "datasets.0.license": "CC-BY-NC-4.0"}, None, None),
    ("european-osai", "olmo-7b", PIPELINE | {"derived-from": ["grok-1"]}, None, None),
    ("eu-ai-act", "olmo-7b", {"answers.no-monetisation": ANSWERED | {"answer": "unsure"}}, "conditions", "conditions"),  # the terms leave nothing to pay for
    ("eu-ai-act", "olmo-7b", {"answers.systemic-risk-designated": ANSWERED}, None, None),  # a model's own answer comes before the one for all
    ("eu-ai-act", "olmo-7b", {"training-compute.high": 1.1e25}, None, "conditions"),
    ("eu-ai-act", "olmo-7b", {"answers.general-purpose": ANSWERED | {"answer": "no"}}, None, None),
    ("dpg-1.1.7", "olmo-7b", RISKS, "open-licensing", "open-licensing"),
    ("dpg-1.1.7", "olmo-7b", RISKS | REBUILT, None, "open-licensing"),
    ("dpg-1.1.7", "olmo-7b", RISKS | {DATA + "datasets.0.license": "CC-BY-ND-4.0"}, None, None),  # since 1.1.7 neither NC nor ND
    ("dpg-1.1.7", "olmo-7b", RISKS | {"components.inference-code.license": "CC-BY-4.0"}, None, None),  # for code a license that OSI approved
]


@pytest.fixture(scope="module")
def few(known):
    """The real catalogue with no other models than those that are changed, and those that the changes name."""
    return enrich.catalogue(replace(known, models={key: known.models[key] for key in ("bloom", "grok-1", "olmo-1b", "olmo-7b")}, opinions={}))


@pytest.mark.parametrize(("definition", "model", "changes", "reached", "possible"), CHANGED)
def test_one_other_fact_about_a_real_model_makes_another_verdict(few, definition, model, changes, reached, possible):
    facts = few.models[model].model_dump(by_alias=True, exclude_none=True, mode="json") | {"id": model}
    for path, value in changes.items():
        *way, last = path.split(".")
        place = facts
        for key in way:
            place = place[int(key)] if isinstance(place, list) else place[key]
        place[last] = value
    among = enrich.with_model(few, Model.model_validate(facts))
    verdict = judge.model(among.models[model], among).verdicts[definition]
    assert (verdict.reached, verdict.possible) == (reached, possible)
