"""The keys that `show` names for what is unknown: each is one that a model file may have at that place, and the one that the requirement waits for."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from small_data import HERE

from howopen import enrich
from howopen.commands import missing_keys
from howopen.judge.evaluator import Evaluator
from howopen.records.definition import Definition
from howopen.records.model import Model
from howopen.records.requirement import Requirement
from howopen.records.verdict import Outcome, Reason

SCHEMA = json.loads((HERE / "schema" / "model.schema.json").read_text(encoding="utf-8"))
EVIDENCE = {"evidence": ["https://example.org/it"], "checked": {"on": "2026-11-01", "by": "maintainers"}}


def accepted(path: str) -> bool:
    """Whether the schema of model files knows the path; parts stand below `components` and aspects below `aspects`, as `show` says."""
    keys = path.split(".")
    if keys[0] in SCHEMA["properties"]["components"]["properties"]:
        keys.insert(0, "components")
        if len(keys) == 3 and keys[2] not in SCHEMA["$defs"]["Component"]["properties"]:
            keys.insert(2, "aspects")
    at = SCHEMA
    for key in keys:
        at = at.get("properties", {}).get(key)
        if at is None:
            return False
        if at.get("type") == "array":
            at = at["items"]
        if "$ref" in at:
            at = SCHEMA["$defs"][at["$ref"].rpartition("/")[2]]
    return True


def test_what_the_schema_accepts_is_told_from_what_it_does_not():
    paths = ["weights.coverage", "usage-information.modalities", "training-data.datasets.license", "weights.gate.payment", "answers.skilled-person"]
    assert all(map(accepted, [*paths, "derived-from", "training-compute", "data-information.license", "data-information.scope"]))
    assert not any(map(accepted, ["ancestors", "weights.covrage", "usage-information.modality", "answers.weights", "training-data.sets", "skilled-person"]))


def test_each_key_named_for_a_model_here_is_one_that_a_model_file_may_have_at_that_place(known, judged):
    """Every unknown of every model under every definition: parts, aspects, questions, data sets, lineage, licenses and bases."""
    named: dict[str, str] = {}
    for key, one in judged.items():
        for verdict in one.verdicts.values():
            found = [*(finding for rung in verdict.parts for finding in rung.findings), *filter(None, [verdict.scope])]
            for leaf in (leaf for finding in found for leaf in finding.leaves() if leaf.applies and leaf.outcome is Outcome.UNKNOWN):
                keys = missing_keys.of(leaf, known.models[key], known)
                assert keys, f"{key}: {leaf.requirement.id}"
                named |= dict.fromkeys(keys, key)
    elsewhere = {one for one in named if one.startswith(("data/licenses/", "a file of hf:"))}
    wrong = []
    for path in named.keys() - elsewhere:
        base, _, own = path.rpartition(": ")
        here = not base or base in known.ancestors[named[path]]
        license_ = base and own.startswith("data/licenses/") and (HERE / own).is_file()
        if not here or not (accepted(own) or license_):
            wrong.append(f"{named[path]}: {path}")
    assert wrong == []
    assert {"derived-from", "weights.coverage", "usage-information.modalities", "settled", "training-data.complete"} <= named.keys()
    assert [one for one in elsewhere if one.startswith("data/licenses/") and not (HERE / one).is_file()] == []


def leaf(**asks):
    return {"id": "it", "says": "It.", "cite": "https://example.org"} | {key.replace("_", "-"): value for key, value in asks.items()}


PUBLIC = {"meets": ["public"]}
FREE = {"any-tag": ["osi-approved"]}
WEIGHTS = leaf(component="weights", availability=PUBLIC, coverage=["full"], license=FREE)
GATE = leaf(component="weights", gate={"payment": False, "approval": ["auto"]})
SETS = leaf(for_each="training-data", availability=PUBLIC)
BASES = leaf(for_each="ancestors", requires=[leaf(component="weights", license=FREE)])
KINDS = [leaf(component="each", availability=PUBLIC), leaf(fact="each.withheld-reason", one_of=["legal"])]
SHARED = leaf(for_each="training-data", requires=[{"all-of": [{"any-of": KINDS}, leaf(fact="data-information.scope", one_of=["complete"])]}])


def weights(**said):
    return {"components": {"weights": {key.replace("_", "-"): value for key, value in said.items()} | EVIDENCE}}


def sets(*some, **more):
    return {"components": {"training-data": {"datasets": list(some), **more} | EVIDENCE}}


CASES = [
    (WEIGHTS, {}, Reason.NOBODY_LOOKED, ["weights.availability"]),
    (leaf(component="weights", license=FREE), {}, Reason.NOBODY_LOOKED, ["weights.license"]),
    (leaf(component="weights", coverage=["full"]), {}, Reason.NOBODY_LOOKED, ["weights.coverage"]),
    (GATE, {}, Reason.NOBODY_LOOKED, ["weights.availability"]),
    (leaf(component="data-information", license=FREE), {}, Reason.NOBODY_LOOKED, ["data-information.license"]),
    (SETS, {}, Reason.NOBODY_LOOKED, ["training-data.datasets"]),
    (WEIGHTS, weights(coverage="full"), Reason.AVAILABILITY_UNKNOWN, ["weights.availability"]),
    (GATE, weights(coverage="full"), Reason.AVAILABILITY_UNKNOWN, ["weights.availability"]),
    (
        leaf(component="weights", availability=PUBLIC | {"unclear": ["gated"]}),
        weights(availability="gated"),
        Reason.AVAILABILITY_UNCLEAR,
        ["weights.availability"],
    ),
    (WEIGHTS, weights(availability="public"), Reason.COVERAGE_UNKNOWN, ["weights.coverage"]),
    (GATE, weights(availability="gated"), Reason.GATE_UNKNOWN, ["weights.gate.approval", "weights.gate.payment"]),
    (GATE, weights(availability="gated", gate={"approval": "auto"}), Reason.GATE_UNKNOWN, ["weights.gate.payment"]),
    (WEIGHTS, weights(availability="public", coverage="full"), Reason.LICENSE_UNKNOWN, ["weights.license"]),
    (
        leaf(component="weights", license={"grants": {"use": ["allowed"]}}),
        weights(availability="public", license="LicenseRef-Jamba-Open-Model AND MIT"),
        Reason.LICENSE_NOT_ASSESSED,
        ["data/licenses/LicenseRef-Jamba-Open-Model.yaml"],
    ),
    (WEIGHTS, weights(availability="public", coverage="full", license="MIT", license_scope="inherited"), Reason.LICENSE_INHERITED, ["weights.license-scope"]),
    (leaf(fact="data-information.scope", one_of=["complete"]), {}, Reason.FACT_UNKNOWN, ["data-information.scope"]),
    (leaf(fact="usage-information.modalities", one_of=["complete"]), {}, Reason.FACT_UNKNOWN, ["usage-information.modalities"]),
    (leaf(fact="training-compute", at_most=1e25), {}, Reason.FACT_UNKNOWN, ["training-compute"]),
    (leaf(fact="derived-from", one_of=["nothing"]), {}, Reason.FACT_UNKNOWN, ["derived-from"]),
    (
        leaf(fact="data-information.scope", one_of=["complete"], unclear=["partial"]),
        {"data-information": {"scope": "partial"} | EVIDENCE},
        Reason.FACT_UNCLEAR,
        ["data-information.scope"],
    ),
    (leaf(question="skilled-person", answer="yes"), {}, Reason.UNANSWERED, ["answers.skilled-person"]),
    (
        leaf(question="skilled-person", answer="yes"),
        {"answers": {"skilled-person": {"answer": "unsure", "because": "So.", "by": "maintainers", "on": "2026-11-01"}}},
        Reason.UNSURE,
        ["answers.skilled-person"],
    ),
    (
        leaf(component="weights", availability=PUBLIC, today=True),
        {"components": {"weights": {"availability": "public"} | EVIDENCE | {"evidence": ["https://example.org/dead"]}}},
        Reason.EVIDENCE_GONE,
        ["weights.evidence"],
    ),
    (WEIGHTS, weights(availability="not-applicable", because="It has none."), Reason.MEANT_TO_BE_USED, ["weights.availability"]),
    (
        SETS,
        {"components": {"training-data": {"availability": "not-applicable", "because": "It has none."} | EVIDENCE}},
        Reason.MEANT_TO_BE_USED,
        ["training-data.availability"],
    ),
    (SETS, sets({"name": "a", "availability": "public"}), Reason.LIST_INCOMPLETE, ["training-data.complete"]),
    (SETS, sets({"name": "a", "availability": "public"}, complete=False), Reason.LIST_INCOMPLETE, ["training-data.datasets"]),
    (SETS, sets({"name": "a"}, complete=True), Reason.ONE_UNKNOWN, ["training-data.datasets.availability"]),
    (
        SETS | {"where": {"stage": ["pre-training"]}},
        sets({"name": "a", "availability": "none"}, complete=True),
        Reason.ONE_UNKNOWN,
        ["training-data.datasets.stage"],
    ),
    (
        SHARED,
        sets({"name": "a"}, complete=True),
        Reason.ONE_UNKNOWN,
        ["training-data.datasets.availability", "training-data.datasets.withheld-reason", "data-information.scope"],
    ),
    (SETS | {"where": {"kind": ["open"]}}, sets({"name": "a", "kind": "public"}, complete=True), Reason.NOTHING_TO_ASK, ["training-data.datasets"]),
    (BASES, {}, Reason.LINEAGE_UNKNOWN, ["derived-from"]),
    (BASES, {"derived-from": []}, Reason.NOTHING_TO_ASK, ["derived-from"]),
    (BASES, {"derived-from": ["base", "hf:acme/Base"]}, Reason.ONE_UNKNOWN, ["base: weights.license", "a file of hf:acme/Base", "base: derived-from"]),
    (leaf(component="weights", license=FREE), weights(availability="public"), Reason.DISPUTED, ["settled"]),
]


@pytest.mark.parametrize(("asks", "says", "reason", "keys"), CASES)
def test_the_key_is_what_the_requirement_waits_for(known, asks, says, reason, keys):
    it = Model.model_validate({"id": "it", "name": "It", "developer": "ai2"} | says)
    base = Model.model_validate({"id": "base", "name": "Base", "developer": "meta"} | weights(availability="public"))
    around = enrich.catalogue(replace(known, models={"base": base, "it": it}, opinions={}))
    around = replace(around, fetched=replace(around.fetched, dead={"https://example.org/dead": None}))
    if reason is Reason.DISPUTED:
        part = it.components["weights"].model_copy(update={"disputed": {"license": ("MIT", "CC-BY-NC-4.0")}})
        it = it.model_copy(update={"components": {"weights": part}})
    finding = Evaluator(around).finding(Requirement.model_validate(asks), it, Definition.model_construct(id="x"))
    assert (finding.outcome, finding.reason) == (Outcome.UNKNOWN, reason)
    assert list(missing_keys.of(finding, it, around)) == keys


def test_every_reason_why_something_is_unknown_has_its_key():
    text = (HERE / "howopen" / "records" / "verdict.py").read_text(encoding="utf-8")
    undetermined = set(re.findall(r'= "([a-z-]+)"', text.partition("# undetermined\n")[2].partition("# drops out")[0]))
    assert undetermined == {reason.value for _, _, reason, _ in CASES} - {Reason.NOTHING_TO_ASK.value}


def test_of_many_keys_the_first_are_told_and_the_rest_counted(known):
    it = Model.model_validate({"id": "it", "name": "It", "developer": "ai2"} | sets({"name": "a"}, {"name": "b"}, complete=True))
    three = [leaf(component="each", availability=PUBLIC), leaf(component="each", license=FREE), leaf(fact="each.kind", one_of=["open"])]
    asks = leaf(for_each="training-data", requires=[*three, leaf(fact="each.stage", one_of=["pre-training"])])
    finding = Evaluator(known).finding(Requirement.model_validate(asks), it, Definition.model_construct(id="x"))
    told = "training-data.datasets.availability, training-data.datasets.license, training-data.datasets.kind and 1 more"
    assert missing_keys.text(finding, it, known) == told
