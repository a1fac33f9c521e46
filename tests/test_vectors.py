"""Python and the page that asks for proposals judge by the same rules: each vector, and every real model, gets the same answer from both."""

from __future__ import annotations

import json
import re
from dataclasses import replace

import pytest
from small_data import HERE, LICENSE, MODEL, small, write

from howopen import enrich, judge, licenses, load
from howopen.files import yaml
from howopen.judge import evaluator
from howopen.records import results
from howopen.records.catalogue import Catalogue
from howopen.records.definition import Definition
from howopen.records.fetched import DeadLink
from howopen.records.model import Model
from howopen.records.requirement import AvailabilityTest, DatasetTest, GateTest, LicenseTest, Requirement
from howopen.records.verdict import Finding, Points, Reason
from howopen.render.api import proposal_rules
from howopen.stats import summary

FILES = sorted((HERE / "tests" / "vectors").glob("*.yaml"))
CASES = [(f"{file.stem}-{at}", case) for file in FILES for at, case in enumerate(yaml.read(file, file.name).value["cases"])]
CHECKED = {"evidence": ["https://example.org"], "checked": {"on": "2026-11-20", "by": "maintainers"}}
FRAME = {"name": "X", "short": "X", "publisher": "X", "version": "1", "published": "2026", "status": "draft", "kind": "verdict", "order": 1, "summary": "X"}


def with_identity(requirement: dict, number: list[int]) -> dict:
    """The requirement with the ids and sentences that every leaf has."""
    number[0] += 1
    inner = {key: [with_identity(one, number) for one in requirement[key]] for key in ("all-of", "any-of", "requires") if key in requirement}
    return {"id": f"r{number[0]}", "says": "X"} | requirement | inner


def definition(key: str, requirement: dict) -> Definition:
    source = [{"title": "X", "url": "https://example.org", "read": "full-text"}]
    levels = [{"id": "all", "name": "All", "requires": [with_identity(requirement, [0])]}]
    return Definition.model_validate(FRAME | {"published": "2026-11", "id": key, "sources": source, "levels": levels})


def with_evidence(model: dict) -> dict:
    """The model with what every file has and no rule reads."""
    found = {"id": "proposal", "name": "X", "developer": "example-institute"} | model
    because = {"because": "X"}
    if "components" in found:
        found["components"] = {key: CHECKED | because | part for key, part in found["components"].items()}
    if "data-information" in found:
        found["data-information"] = CHECKED | because | found["data-information"]
    if "training-compute" in found:
        found["training-compute"] = {"evidence": ["https://example.org"]} | found["training-compute"]
    if "answers" in found:
        found["answers"] = {key: {"by": "maintainers", "on": "2026-11-20"} | because | answer for key, answer in found["answers"].items()}
    return found


def in_dispute(model: dict, case: dict) -> dict:
    """The model with the facts taken out and named that sources dispute; `disputed` of a case has them by component."""
    parts = {key: {name: said for name, said in part.items() if name not in sides(case, key)} for key, part in model.get("components", {}).items()}
    return model | {"components": {key: part | {"disputed": sides(case, key)} for key, part in parts.items()}}


def sides(case: dict, key: str) -> dict[str, tuple[str, ...]]:
    """By fact of a component that sources dispute: what the sides say; nothing where a case names the facts alone."""
    said = case.get("disputed", {}).get(key, {})
    return {fact: tuple(said[fact]) if isinstance(said, dict) else () for fact in said}


def as_enriched(known: Catalogue, case: dict) -> Catalogue:
    """The catalogue with what was found outside: facts that sources dispute, and addresses that are dead."""
    model = known.models["proposal"]
    parts = {key: model.components[key].model_copy(update={"disputed": sides(case, key)} | dict.fromkeys(sides(case, key))) for key in case.get("disputed", {})}
    models = known.models | {"proposal": model.model_copy(update={"components": model.components | parts})}
    dead = {address: DeadLink(since="2026-11-20", status=404) for address in case.get("dead", ())}
    named = [side for key in case.get("disputed", {}) for side in sides(case, key).get("license", ())]
    return enrich.with_terms(replace(known, models=models, fetched=replace(known.fetched, dead=dead)), named)


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """The small catalogue with each vector's definition in place of the real ones."""
    data = small(tmp_path_factory.mktemp("vectors"))
    write(data, "models/rootless.yaml", MODEL.replace("Example 7B", "Rootless").replace("Example-7B", "Rootless").replace("derived-from: []\n", ""))
    pending = LICENSE.replace("restricted", "allowed").replace("non-commercial: {is: yes, clause: s. 2}", "osi-approved: {is: pending}")
    pending = pending.replace("freedoms:\n", "freedoms:\n  share: {is: conditional, clause: s. 3}\n").partition("aliases")[0]
    write(data, "licenses/LicenseRef-Pending.yaml", pending)
    words = (data / "vocabulary.yaml").read_text(encoding="utf-8")
    assert words.count("    for-all:\n      answer: ") == 1
    # the rule is held, whatever the world's answer is today
    write(data, "vocabulary.yaml", re.sub(r"(    for-all:\n      answer: ).*", r'\1"no"', words))
    loaded = load.catalogue(data)
    object.__setattr__(loaded, "definitions", {key: definition(key, case["requirement"]) for key, case in CASES})
    return loaded


def told(finding: Finding) -> dict:
    """What both have to agree on. Of an ancestor the page knows the outcome, and not what it rests on."""
    on_ancestors = finding.requirement.for_each == "ancestors"
    return {
        "outcome": finding.outcome.word,
        "reason": finding.reason.value,
        "applies": finding.applies,
        "subject": finding.subject,
        "within": [told(inner) | ({"within": []} if on_ancestors else {}) for inner in finding.within],
    }


def pointed(one: Points) -> dict:
    """What both have to agree on of a criterion."""
    return {"id": one.id, "low": one.low, "high": one.high, "applies": one.applies.word, "within": [pointed(inner) for inner in one.within]}


SAME = """async ([source, asked]) => {
  const { rules, models } = JSON.parse(asked);  // as one text, and back: the driver takes long over each value of a tree
  const { judge, BadExpression, WORD } = await import(URL.createObjectURL(new Blob([source], { type: "text/javascript" })));
  const told = (one) => ({ outcome: WORD[one.outcome], reason: one.reason, applies: one.applies, subject: one.subject, within: one.within.map(told) });
  const points = (one) => ({ id: one.id, low: one.low, high: one.high, applies: WORD[one.applies], within: (one["mean-of"] ?? []).map(points) });
  return JSON.stringify(models.map(([only, model, dead = []]) => {
    const asked = only ? { ...rules, dead, definitions: rules.definitions.filter((definition) => definition.id === only) } : rules;
    try {
      return Object.fromEntries(Object.entries(judge(model, asked)).map(([id, verdict]) => [id, {
        ...verdict,
        outcome: WORD[verdict.outcome],
        criteria: verdict.criteria?.map(points),
        scope: verdict.scope && told(verdict.scope),
        views: verdict.views.map((view) => [view.id, WORD[view.outcome]]),
        levels: verdict.levels.map((level) => ({ id: level.id, outcome: WORD[level.outcome], findings: level.findings.map(told) })),
      }]));
    } catch (error) {
      if (error instanceof BadExpression) return error.message;
      throw error;
    }
  }));
}"""


def in_browser(browser, exported: dict, models: list) -> list:
    page = browser.new_page()
    try:
        source = (HERE / "templates" / "assets" / "judge.js").read_text()
        return json.loads(page.evaluate(SAME, [source, json.dumps({"rules": exported, "models": models})]))
    finally:
        page.close()


@pytest.fixture(scope="module")
def answers(bare, chromium):
    """What the page makes of each vector."""
    known = enrich.catalogue(bare)
    models = [(key, in_dispute(with_evidence(case["model"]), case), case.get("dead", [])) for key, case in CASES]
    # a board of definitions that are there, so that the models have summaries
    board = known.board.model_copy(update={"headline": CASES[0][0], "rank_by": ()})
    summaries = summary.every(whole := replace(known, board=board), judge.catalogue(whole))
    return dict(zip([key for key, _ in CASES], in_browser(chromium, proposal_rules.rules(known, summaries), models), strict=True))


EACH = pytest.mark.parametrize(("key", "case"), CASES, ids=[f"{key}: {case['name']}" for key, case in CASES])


def in_python(key: str, case: dict, bare: Catalogue) -> dict | None:
    """Verdicts of Python on a vector; None where it refuses the license."""
    model = Model.model_validate(with_evidence(case["model"]))
    if "error" in case["wanted"]:
        with pytest.raises(licenses.BadExpression, match=r"is no"):
            enrich.with_model(bare, model)
        return None
    known = as_enriched(enrich.with_model(bare, model), case)
    finding = evaluator.Evaluator(known).finding(known.definitions[key].levels[0].requires[0], known.models["proposal"], known.definitions[key])
    return told(finding)


@EACH
def test_python_gives_the_answer_of_the_vector(key, case, bare):
    found = in_python(key, case, bare)
    assert found is None or {name: found[name] for name in ("outcome", "reason", "applies")} == {"applies": True} | case["wanted"]


@EACH
def test_the_page_gives_the_answer_of_the_vector_as_python_does(key, case, bare, answers):
    found = in_python(key, case, bare)
    if found is None:
        assert isinstance(answers[key], str) and case["wanted"]["error"] in answers[key]
    else:
        assert answers[key][key]["levels"][0]["findings"] == [found]


# ---- what a definition speaks of ---------------------------------------------------------------------------------------

SCOPED = yaml.read(HERE / "tests" / "vectors" / "scopes" / "scopes.yaml", "scopes.yaml").value["cases"]


def scoped(key: str, case: dict) -> Definition:
    """The definition of a vector, with the names that every one has."""
    number, kind = [0], case["kind"]
    asked = [[with_identity(one, number) for one in requires] for requires in case["levels"]]
    if kind == "score":
        parts = {"criteria": [{"id": "a", "name": "A", "steps": [{"points": at, "says": "X", "requires": some} for at, some in enumerate(asked, 1)]}]}
    else:
        parts = {"levels": [{"id": f"level-{at}", "name": "X", "requires": some} for at, some in enumerate(asked, 1)]}
    source = [{"title": "X", "url": "https://example.org", "read": "full-text"}]
    said = {"id": key, "kind": kind, "published": "2026-11", "sources": source, "scope": with_identity(case["scope"], number), "out-of-scope": "not spoken of"}
    return Definition.model_validate(FRAME | said | parts)


@pytest.fixture(scope="module")
def each_scope(bare, chromium):
    """By vector of a scope: the catalogue that has its definition, and what the page makes of it."""
    definitions = {f"scope-{at}": scoped(f"scope-{at}", case) for at, case in enumerate(SCOPED)}
    known = enrich.catalogue(replace(bare, definitions=definitions))
    whole = replace(known, board=known.board.model_copy(update={"headline": "scope-0", "rank_by": ()}))
    models = [(f"scope-{at}", with_evidence(case["model"])) for at, case in enumerate(SCOPED)]
    return whole, in_browser(chromium, proposal_rules.rules(known, summary.every(whole, judge.catalogue(whole))), models)


@pytest.mark.parametrize("at", range(len(SCOPED)), ids=[case["name"] for case in SCOPED])
def test_both_give_what_the_vector_has_of_a_scope(at, each_scope):
    (known, on_the_page), case, key = each_scope, SCOPED[at], f"scope-{at}"
    added = enrich.with_model(known, Model.model_validate(with_evidence(case["model"])))
    verdict = judge.model(added.models["proposal"], added).verdicts[key]
    found = {"scope": verdict.scope.outcome.word, "outcome": verdict.outcome.word, "reached": verdict.reached, "possible": verdict.possible}
    told_points = {"points": list(verdict.points)} if verdict.points else {}
    assert found | told_points | {"result": results.code(known.definitions[key], verdict)} == case["wanted"]
    said = on_the_page[at][key]
    assert said["scope"] == told(verdict.scope)
    assert {name: said[name] for name in ("outcome", "reached", "possible")} == {name: found[name] for name in ("outcome", "reached", "possible")}
    assert "points" not in said or [said["points"]["low"], said["points"]["high"]] == case["wanted"]["points"]


def test_an_element_that_is_asked_of_ancestors_too_counts_once(bare, chromium):
    public = {"id": "public", "says": "X", "component": "weights", "availability": {"meets": ["public"]}}
    ancestors = {"id": "of-ancestors", "says": "X", "for-each": "ancestors", "requires": [{"same-as": "public"}]}
    source = [{"title": "X", "url": "https://example.org", "read": "full-text"}]
    levels = [{"id": "all", "name": "All", "requires": [public, ancestors]}]
    asked = Definition.model_validate(FRAME | {"id": "d", "published": "2026-11", "sources": source, "levels": levels, "elements": ["public"]})
    model = with_evidence({"derived-from": ["example-7b"], "components": {"weights": {"availability": "none"}}})
    board = bare.board.model_copy(update={"headline": "d", "score": "d", "rank_by": ()})
    known = enrich.with_model(enrich.catalogue(replace(bare, definitions={"d": asked}, board=board)), Model.model_validate(model))
    assert judge.model(known.models["proposal"], known).verdicts["d"].score == (0, 0)
    rules = proposal_rules.rules(known, summary.every(known, judge.catalogue(known)))
    assert in_browser(chromium, rules, [("d", model)])[0]["d"]["score"] == [0, 0]


def test_the_vectors_know_every_reason_that_a_proposal_can_meet():
    met = {case["wanted"].get("reason") for _, case in CASES}
    assert {reason.value for reason in Reason} - met == set()


def test_the_page_knows_every_key_of_a_requirement_and_throws_on_any_other(known, summaries, chromium):
    tests = {"availability": AvailabilityTest, "gate": GateTest, "license": LicenseTest, "where": DatasetTest, "requirement": Requirement}
    page = chromium.new_page()
    source = (HERE / "templates" / "assets" / "judge.js").read_text()
    ask = "async (source) => (await import(URL.createObjectURL(new Blob([source], { type: 'text/javascript' })))).KEYS"
    assert {key: set(keys) for key, keys in page.evaluate(ask, source).items()} == {
        key: {field.alias for field in kind.model_fields.values()} for key, kind in tests.items()
    }
    page.close()
    exported = proposal_rules.rules(known, summaries)
    exported["definitions"][0]["levels"][0]["requires"][0]["at-dawn"] = True
    with pytest.raises(Exception, match="nothing here reads at-dawn of requirement"):
        in_browser(chromium, exported, [("", {"id": "x", "components": {}})])


def test_both_judge_every_real_model_alike(known, judged, summaries, chromium):
    """As a proposal, so that nothing fetched is in it and nothing disputed: whole trees of findings, levels, points, scopes, freedoms and scores."""
    agreed = [key for key in known.models if key not in known.disputes]
    assert len(agreed) > 400
    models = {key: known.models[key].model_dump(by_alias=True, mode="json", exclude_none=True) | {"id": key} for key in agreed}
    for model in models.values():
        for part in model["components"].values():
            for name in ("aspects", "datasets"):
                if part.get(name) == []:
                    del part[name]
    found = dict(
        zip(
            models,
            in_browser(chromium, proposal_rules.rules(known, summaries), [("", model) for model in models.values()]),
            strict=True,
        )
    )
    for key in agreed:
        for name, verdict in judged[key].verdicts.items():
            said = found[key][name]
            assert (said["outcome"], said["reached"], said["possible"]) == (verdict.outcome.word, verdict.reached, verdict.possible), (key, name)
            assert said["views"] == [[view.id, view.outcome.word] for view in verdict.views]
            assert said["scope"] == (told(verdict.scope) if verdict.scope else None)
            assert [level["findings"] for level in said["levels"]] == [[told(finding) for finding in rung.findings] for rung in verdict.parts], (key, name)
            assert (said.get("criteria") or []) == [pointed(one) for one in verdict.criteria], (key, name)
            assert said["score"] is None if verdict.score is None else said["score"] == pytest.approx(verdict.score, abs=1e-4)


def test_the_rules_name_every_definition_and_license_there_is(known, summaries):
    exported = proposal_rules.rules(known, summaries)
    assert [one["id"] for one in exported["definitions"]] == list(known.definitions)
    assert set(exported["licenses"]["ids"]) >= {*known.licenses, "MIT", "Apache-2.0"}
