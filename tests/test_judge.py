"""Judging: three values, ladders, ancestors and ways on, held by examples and by properties over random evidence."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from howopen import enrich, judge
from howopen.judge import grounds
from howopen.records import lineage
from howopen.records.model import Model
from howopen.records.verdict import Outcome

CHECKED = {"on": "2026-11-01", "by": "maintainers"}
EVIDENCE = ["https://example.org/it"]
LICENSES = ["Apache-2.0", "CC-BY-4.0", "CC-BY-NC-4.0", "LicenseRef-Llama-3.1-Community", "LicenseRef-Kimi-Modified-MIT", "NONE", "GPL-3.0-only OR CC-BY-NC-4.0"]


@pytest.fixture(scope="module")
def bare(known):
    """The words, licenses and definitions, with one model that ancestors may name."""
    from dataclasses import replace

    return enrich.catalogue(replace(known, models={"olmo-7b": known.models["olmo-7b"]}, opinions={}))


def judged(bare, evidence: dict, name: str = "it"):
    model = Model.model_validate({"id": name, "name": "It", "developer": "ai2"} | evidence)
    return judge.model(model, enrich.with_model(bare, model))


def part(**said) -> dict:
    return {key.replace("_", "-"): value for key, value in said.items()} | {"evidence": EVIDENCE, "checked": CHECKED}


def test_an_empty_file_is_undetermined_under_every_definition(bare):
    for verdict in judged(bare, {}).verdicts.values():
        assert verdict.outcome is Outcome.UNKNOWN
        assert (verdict.reached, verdict.possible) == (None, verdict.rungs[-1].id if verdict.rungs else None)
        assert all(view.outcome is Outcome.UNKNOWN for view in verdict.views)


def test_what_nobody_looked_for_is_unknown_and_what_is_not_published_is_unmet(bare):
    nobody = judged(bare, {}).verdicts["osaid-1.0"]
    looked = judged(bare, {"components": {"training-code": part(availability="none")}}).verdicts["osaid-1.0"]

    assert nobody.outcome is Outcome.UNKNOWN
    assert looked.outcome is Outcome.UNMET


def test_one_proven_failure_settles_a_verdict_however_much_is_unknown(bare):
    verdict = judged(bare, {"components": {"weights": part(availability="public", license="LicenseRef-Llama-3.1-Community")}}).verdicts["osaid-1.0"]

    assert verdict.outcome is Outcome.UNMET
    assert [leaf.requirement.id for leaf in verdict.changes[0] if leaf.outcome is Outcome.UNMET] == ["weights-license"]


def test_a_gate_where_somebody_decides_fails_and_one_that_opens_by_itself_is_undetermined(bare):
    def use(gate: dict) -> Outcome:
        components = {"weights": part(availability="gated", coverage="full", license="Apache-2.0", gate=gate)}
        found = judged(bare, {"components": components}).verdicts["osaid-1.0"]
        return next(view.outcome for view in found.views if view.id == "use")

    assert use({"approval": "manual"}) is Outcome.UNMET
    assert use({"approval": "auto"}) is Outcome.UNKNOWN


def test_an_inherited_license_proves_nothing(bare):
    stated = {"components": {"weights": part(availability="public", coverage="full", license="Apache-2.0", license_scope="stated")}}
    inherited = {"components": {"weights": part(availability="public", coverage="full", license="Apache-2.0", license_scope="inherited")}}

    def parameters(evidence):
        return judged(bare, evidence | {"derived-from": []}).verdicts["osaid-1.0"].rungs[0].findings[2].outcome

    assert (parameters(stated), parameters(inherited)) == (Outcome.MET, Outcome.UNKNOWN)


def test_a_part_that_is_not_used_drops_out_only_where_the_definition_says_so(bare):
    def code(name: str):
        components = {name: part(availability="not-applicable", because="it has none")}
        found = judged(bare, {"components": components}).verdicts["osaid-1.0"].rungs[0].findings[1]
        own = found.within[0]
        return [leaf.applies for leaf in own.within if leaf.subject == name]

    assert code("supporting-code") == [False, False]
    assert code("training-code") == [True, True]


def test_unlicensed_weights_fail_and_a_statement_that_frees_them_is_asked_for(bare):
    unlicensed = {"components": {"weights": part(availability="public", coverage="full", license="NONE")}, "derived-from": []}
    answer = {"weights-stated-free": {"answer": "yes", "because": "said so", "by": "maintainers", "on": "2026-11-01"}}

    def parameters(evidence):
        return judged(bare, evidence).verdicts["osaid-1.0"].rungs[0].findings[2].outcome

    assert parameters(unlicensed) is Outcome.UNKNOWN
    assert parameters(unlicensed | {"answers": answer}) is Outcome.MET


def meets_it(known) -> dict:
    """Evidence that meets the Open Source AI Definition. No model of the catalogue does, so what one lacks is given to it."""
    whole = {
        key: value for key, value in known.models["olmo-7b"].model_dump(by_alias=True, exclude_none=True, mode="json").items() if key not in ("name", "sources")
    }
    whole["components"]["data-processing-code"]["coverage"] = "full"
    whole["answers"]["code-is-full-specification"]["answer"] = "yes"
    return whole


def test_a_derived_model_answers_for_its_ancestors(bare, known):
    whole = meets_it(known)
    among = enrich.with_model(bare, Model.model_validate({"id": "whole", "name": "Whole"} | whole))

    on_open = judged(among, whole | {"derived-from": ["whole"]}).verdicts["osaid-1.0"]
    on_unknown = judged(bare, whole | {"derived-from": ["hf:nobody/knows-it"]}).verdicts["osaid-1.0"]
    of_unknown_lineage = judged(bare, {key: value for key, value in whole.items() if key != "derived-from"}).verdicts["osaid-1.0"]

    assert on_open.outcome is Outcome.MET
    assert on_unknown.outcome is Outcome.UNKNOWN
    assert of_unknown_lineage.outcome is Outcome.UNKNOWN


def test_a_base_binds_others_and_not_who_holds_the_rights_in_it(known):
    from dataclasses import replace

    weights = {"weights": part(availability="public", coverage="full", license="Apache-2.0", license_scope="stated")}
    bound = {"weights": part(availability="public", coverage="full", license="LicenseRef-DeepSeek-1.0", license_scope="stated")}
    line = {
        "base": {"developer": "deepseek", "components": bound, "derived-from": []},
        "own": {"developer": "deepseek", "components": weights, "derived-from": ["base"]},
        "theirs": {"developer": "ai2", "components": weights, "derived-from": ["base"]},
        "further": {"developer": "ai2", "components": weights, "derived-from": ["own"]},
    }
    models = {key: Model.model_validate({"id": key, "name": key} | said) for key, said in line.items()}
    completed = enrich.catalogue(replace(known, models=models, opinions={}))

    def terms(key: str) -> Outcome:
        return judge.model(models[key], completed).verdicts["osaid-1.0"].rungs[0].findings[2].outcome

    assert [terms(key) for key in line] == [Outcome.UNMET, Outcome.MET, Outcome.UNMET, Outcome.MET]


def test_data_information_that_only_says_what_does_not_apply_is_not_missing(bare):
    said = {"labelling": "not-applicable", "because": "nothing was labelled", "evidence": EVIDENCE, "checked": CHECKED}

    assert judged(bare, {"data-information": said}).verdicts["osaid-1.0"].outcome is Outcome.UNKNOWN


def test_training_compute_that_straddles_the_limit_is_undetermined(bare):
    def sixteen(low: float, high: float) -> Outcome:
        compute = {"low": low, "high": high, "evidence": EVIDENCE}
        found = judged(bare, {"training-compute": compute}).verdicts["eu-ai-act"].rungs[0].findings[-1]
        return found.within[0].outcome

    assert [sixteen(1e24, 1e25), sixteen(9e24, 2e25), sixteen(1.1e25, 2e25)] == [Outcome.MET, Outcome.UNKNOWN, Outcome.UNMET]


def test_a_list_of_data_sets_that_may_lack_some_proves_nothing_but_a_failure(bare):
    shared = {"name": "a", "kind": "open", "availability": "public", "license": "CC-BY-4.0"}
    withheld = {"name": "b", "kind": "open", "availability": "none"}

    def open_data(datasets: list, complete: bool) -> Outcome:
        components = {"training-data": part(datasets=datasets, complete=complete)}
        found = judged(bare, {"components": components}).verdicts["g7-2026"].rungs[3].findings[0]
        return found.outcome

    assert open_data([shared], True) is Outcome.MET
    assert open_data([shared], False) is Outcome.UNKNOWN
    assert open_data([], True) is Outcome.UNKNOWN
    assert open_data([shared, withheld], False) is Outcome.UNMET


def test_the_score_runs_from_proven_to_possible(bare):
    assert judged(bare, {}).score == (0.0, 1.0)
    assert judged(bare, {"components": {"training-code": part(availability="none")}}).score == (0.0, pytest.approx(1 - 2 / 12 / 3, abs=1e-3))


def test_a_claim_is_held_against_the_headline(bare, known):
    claim = {"claims": [{"says": "Open-source", "url": "https://example.org"}]}

    assert judged(bare, claim).claim == "unclear"
    assert judged(bare, claim | {"components": {"training-code": part(availability="none")}}).claim == "fails"
    assert judged(bare, {"claims": [{"says": "open weights", "url": "https://example.org"}]}).claim == "none"
    looked = {"claims-looked-up": {"on": "2026-11-20", "by": "maintainers", "evidence": "https://example.org"}}
    unread = {"claims-looked-up": looked["claims-looked-up"] | {"unread": "The announcement could not be opened."}}
    project = {"claims": [{"says": "open source", "of": "project", "url": "https://example.org"}]}
    found = [judged(bare, said).claim for said in ({}, looked, unread, project, project | looked, claim | unread)]
    assert found == ["not-looked-up", "none", "not-found", "not-looked-up", "none", "unclear"]


def test_a_sixth_definition_is_one_file_and_no_code(data):
    from howopen import load

    (data / "definitions" / "weights-only.yaml").write_text(
        "name: Weights only\nshort: Weights\npublisher: Somebody\nversion: '1'\npublished: 2026-01-01\nstatus: draft\nkind: verdict\norder: 9\n"
        "sources: [{title: It, url: 'https://example.org', read: full-text}]\nsummary: The weights can be had.\n"
        "levels: [{id: yes-or-no, name: It, requires: [{id: weights, says: The weights are public, cite: 'https://example.org', "
        "component: weights, availability: {meets: [public]}}]}]\n"
    )
    found = judge.catalogue(enrich.catalogue(load.catalogue(data)))

    assert found["olmo-7b"].verdicts["weights-only"].outcome is Outcome.MET
    assert found["llama-3.1-405b"].verdicts["weights-only"].outcome is Outcome.UNMET


# ---- properties over random evidence ------------------------------------------------------------------------------------

PARTS = ["weights", "training-code", "data-processing-code", "inference-code", "architecture-code", "supporting-code", "evaluation-code", "evaluation-data"]
PARTS += ["intermediate-checkpoints", "model-card", "data-card", "technical-report", "research-paper", "evaluation-results", "architecture-information"]
ASPECTS = [
    "provenance",
    "scope",
    "characteristics",
    "obtained",
    "selected",
    "labelling",
    "processing",
    "filtering",
    "public-list",
    "third-party-list",
    "unshareable-described",
]
QUESTIONS = ["skilled-person", "code-is-full-specification", "no-monetisation", "gate-is-permission", "use-limits-proportionate", "systemic-risk-designated"]
QUESTIONS += ["usage-information-adequate", "withheld-reason-valid", "gate-is-fair", "personal-data-for-security-only"]


@st.composite
def facts(draw) -> dict:
    """Random evidence as flat facts: (path) -> value; a path left out is unknown."""
    found: dict[tuple, object] = {}
    for name in PARTS:
        if draw(st.booleans()):
            found[name, "availability"] = draw(st.sampled_from(["public", "public", "gated", "on-request", "none"]))
        if draw(st.booleans()):
            found[name, "coverage"] = draw(st.sampled_from(["full", "full", "partial"]))
        if draw(st.booleans()):
            found[name, "license"] = draw(st.sampled_from(LICENSES))
    for aspect in ASPECTS:
        if draw(st.booleans()):
            found["data-information", aspect] = draw(st.sampled_from(["complete", "complete", "partial", "none"]))
    if draw(st.booleans()):
        found["data-information", "license"] = draw(st.sampled_from(LICENSES))
    for question in QUESTIONS:
        if draw(st.booleans()):
            found["answers", question] = draw(st.sampled_from(["yes", "no"]))
    if draw(st.booleans()):
        found["derived-from", ""] = draw(st.sampled_from([(), ("olmo-7b",)]))
    if draw(st.booleans()):
        found["compute", ""] = draw(st.sampled_from([1e23, 1e26]))
    for number in range(draw(st.integers(0, 2))):
        found["dataset", number] = draw(
            st.fixed_dictionaries(
                {"kind": st.sampled_from(["open", "unshareable"]), "availability": st.sampled_from(["public", "none"])},
                optional={"license": st.sampled_from(LICENSES), "withheld-reason": st.sampled_from(["legal", "commercial", "none-given"])},
            )
        )
    return found


def written(found: dict[tuple, object]) -> dict:
    """Flat facts as a model file says them."""
    components: dict[str, dict] = {}
    evidence: dict = {"components": components}
    data = {key[1]: value for key, value in found.items() if key[0] == "data-information"}
    if data:
        evidence["data-information"] = data | {"evidence": EVIDENCE, "checked": CHECKED}
    answers = {key[1]: value for key, value in found.items() if key[0] == "answers"}
    evidence["answers"] = {key: {"answer": value, "because": "so", "by": "maintainers", "on": "2026-11-01"} for key, value in answers.items()}
    datasets = [{"name": f"set {key[1]}"} | value for key, value in found.items() if key[0] == "dataset"]
    if datasets:
        components["training-data"] = part(datasets=datasets, complete=True, availability="public")
    if ("derived-from", "") in found:
        evidence["derived-from"] = list(found["derived-from", ""])
    if ("compute", "") in found:
        evidence["training-compute"] = {"low": found["compute", ""], "high": found["compute", ""], "evidence": EVIDENCE}
    for (name, key), value in found.items():
        if name in PARTS:
            components.setdefault(name, part())[key] = value
    return evidence


def better(found: dict[tuple, object]) -> dict[tuple, object]:
    """The same facts, each as good as it can be; what is unknown stays so."""
    best = {"availability": "public", "coverage": "full", "license": "Apache-2.0"}
    improved = dict(found)
    for (name, key), value in found.items():
        if name in PARTS:
            improved[name, key] = best[key]
        elif name == "data-information":
            improved[name, key] = "Apache-2.0" if key == "license" else "complete"
        elif name == "answers":
            improved[name, key] = "no" if key in ("gate-is-permission", "systemic-risk-designated") else "yes"
        elif name == "compute":
            improved[name, key] = 1e23
        elif name == "dataset":
            improved[name, key] = {"kind": value["kind"], "availability": "public"} | ({"license": "CC0-1.0"} if "license" in value else {})
    return improved


def outcomes(one) -> dict[tuple[str, str], Outcome]:
    """Every level and view of every definition."""
    return {(key, rung.id): rung.outcome for key, verdict in one.verdicts.items() for rung in (*verdict.rungs, *verdict.views)}


MANY = settings(max_examples=150, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])


@pytest.mark.slow
@MANY
@given(found=facts(), data=st.data())
def test_knowing_more_never_turns_met_into_not_met_or_back(bare, found, data):
    kept = data.draw(st.sets(st.sampled_from(sorted(found, key=str)))) if found else set()
    # a data set is known or not as a whole: dropping one from a complete list would be another list
    less = {key: value for key, value in found.items() if key in kept or key[0] == "dataset"}
    before, after = outcomes(judged(bare, written(less))), outcomes(judged(bare, written(found)))

    assert all(before[key] is Outcome.UNKNOWN or before[key] is after[key] for key in before)


@pytest.mark.slow
@MANY
@given(found=facts())
def test_better_evidence_never_worsens_a_verdict(bare, found):
    before, after = outcomes(judged(bare, written(found))), outcomes(judged(bare, written(better(found))))

    assert all(after[key] >= before[key] for key in before)


@pytest.mark.slow
@MANY
@given(found=facts())
def test_ladders_are_ordered_and_the_score_is_a_range(bare, found):
    one = judged(bare, written(found))
    for verdict in one.verdicts.values():
        levels = [rung.outcome for rung in verdict.rungs]
        assert levels == sorted(levels, reverse=True)
        ids = [rung.id for rung in verdict.rungs]
        assert verdict.reached is None or ids.index(verdict.reached) <= ids.index(verdict.possible)
    assert 0 <= one.score[0] <= one.score[1] <= 1


@pytest.mark.slow
@MANY
@given(found=facts())
def test_a_verdict_that_is_open_names_what_is_unknown_and_one_that_failed_names_a_way_on(bare, found):
    for verdict in judged(bare, written(found)).verdicts.values():
        if verdict.criteria:  # points have no next level to lead to
            assert verdict.changes == ()
            continue
        if verdict.outcome is Outcome.UNKNOWN and verdict.reached is None:
            assert verdict.unknowns
        if verdict.outcome is Outcome.UNMET:
            assert verdict.changes
            assert any(leaf.outcome is Outcome.UNMET for leaf in verdict.changes[0]) or verdict.reached or len(verdict.rungs) > 1
        if verdict.outcome is Outcome.MET:
            assert verdict.changes == ()


@pytest.mark.parametrize(
    ("of", "claim"), [("model", "unclear"), ("weights", "unclear"), ("code", "none"), ("data", "none"), ("license", "none"), ("project", "none")]
)
def test_only_claims_about_the_model_or_its_weights_are_held_against_the_definition(bare, of, claim):
    said = {"says": "Open Source", "of": of, "url": "https://example.org/it"}
    nothing = "none" if of in ("model", "weights") else "not-looked-up"
    looked = {"claims-looked-up": {"on": "2026-11-20", "by": "maintainers", "evidence": "https://example.org"}}

    assert judged(bare, {"claims": [said]} | looked).claim == claim
    assert judged(bare, {"claims": [said]}).claim == (claim if nothing == "none" else nothing)
    assert judged(bare, {"claims": [said | {"says": "our best"}]}).claim == nothing
    assert judged(bare, {"claims": [said | {"says": "our best", "of": "model"}, said]}).claim == claim


def test_a_claim_holds_fails_or_waits_as_the_verdict_does(bare, known):
    claims = {"claims": [{"says": "open source", "url": "https://example.org/it"}]}
    whole = meets_it(known)
    closed = {"components": {"weights": part(availability="none")}}
    assert [judged(bare, one | claims).claim for one in (whole, closed, {})] == ["holds", "fails", "unclear"]


@pytest.mark.parametrize(
    ("low", "high", "wanted"),
    [(1e25, 1e25, Outcome.MET), (1e25, 1.1e25, Outcome.UNKNOWN), (1.0000001e25, 1.1e25, Outcome.UNMET), (9e24, 1e25, Outcome.MET)],
)
def test_training_compute_exactly_at_the_legal_limit_is_not_above_it(bare, low, high, wanted):
    found = judged(bare, {"training-compute": {"low": low, "high": high, "evidence": EVIDENCE}}).verdicts["eu-ai-act"].rungs[0].findings[-1]
    assert found.within[0].outcome is wanted


def test_verdicts_asked_for_one_by_one_are_those_of_the_whole_catalogue_and_are_judged_once(bare):
    both = enrich.with_model(bare, Model.model_validate({"id": "it", "name": "It", "developer": "ai2"}))
    verdicts, whole = judge.Verdicts(both), judge.catalogue(both)
    assert list(verdicts) == list(both.models) and len(verdicts) == 2
    for key, found in verdicts.items():
        assert (found.verdicts, found.rank) == (whole[key].verdicts, 0)
        assert verdicts[key] is found
    kept = verdicts["it"]
    verdicts.forget("it")
    assert verdicts["it"] == kept and verdicts["it"] is not kept


def test_what_grounds_leave_out_moves_no_result(known):
    def elsewhere(part):
        others = {"evidence": ("https://example.org/other",), "because": "another note", "checked": None}
        within = {"datasets": tuple(map(elsewhere, part.datasets))} if getattr(part, "datasets", None) else {}
        return part.model_copy(update={name: value for name, value in others.items() if name in type(part).model_fields} | within)

    for key in list(known.models)[::40]:
        model = known.models[key]
        parts = {name: elsewhere(part) for name, part in model.components.items()}
        information = model.data_information and elsewhere(model.data_information)
        other = model.model_copy(update={"name": "Other", "claims": (), "components": parts, "data_information": information})
        assert grounds.of(other, known) == grounds.of(model, known)
        before, after = judge.model(model, known).verdicts, judge.model(other, known).verdicts
        assert [(one.reached, one.possible, one.outcome, one.in_scope, one.score, one.points) for one in before.values()] == [
            (one.reached, one.possible, one.outcome, one.in_scope, one.score, one.points) for one in after.values()
        ], key


def test_grounds_tell_each_thing_that_is_judged(known):
    from dataclasses import replace

    model = known.models["llama-3.1-405b"]
    weights, compute = model.components["weights"], model.training_compute
    assert compute and model.data_information
    question, answer = next(iter(model.answers.items()))
    changed = {
        "developer": {"developer": "ai2"},
        "derived_from": {"derived_from": ("olmo-7b",)},
        "availability": {"components": model.components | {"weights": weights.model_copy(update={"availability": "public"})}},
        "license": {"components": model.components | {"weights": weights.model_copy(update={"license": "MIT"})}},
        "no part": {"components": {}},
        "information": {"data_information": None},
        "compute": {"training_compute": compute.model_copy(update={"low": compute.low / 2})},
        "answer": {"answers": model.answers | {question: answer.model_copy(update={"answer": "no" if answer.answer == "yes" else "yes"})}},
    }
    judged = [grounds.of(model, known), *(grounds.of(model.model_copy(update=one), known) for one in changed.values())]
    assert all(one != other for at, one in enumerate(judged) for other in judged[:at]), "each of them differs from each other"

    # where an address is gone, those that facts rest on are grounds too
    [address] = model.data_information.evidence[:1]
    gone = replace(known, fetched=replace(known.fetched, dead={address: next(iter(known.fetched.dead.values()), None)}))
    elsewhere = model.data_information.model_copy(update={"evidence": ("https://example.org/other",)})
    moved = replace(gone, models=gone.models | {model.id: model.model_copy(update={"data_information": elsewhere})})
    assert grounds.of(gone.models[model.id], gone) != grounds.of(moved.models[model.id], moved)


def test_a_line_longer_than_any_ends_in_what_nobody_told():
    """Pages on the Hub can make one together that no file says. With nine hundred models `show` took ten seconds and a build minutes."""
    heads = {f"m{at}": lineage.Head(f"M{at}", tuple(f"m{base}" for base in range(at)), (), ()) for at in range(lineage.MOST_ANCESTORS + 9)}
    lines = lineage.Lines(heads)
    longest = f"m{lineage.MOST_ANCESTORS}"
    assert lines.ancestors(longest) == tuple(f"m{at}" for at in range(lineage.MOST_ANCESTORS)) and not lines.is_endless(longest)
    beyond = f"m{lineage.MOST_ANCESTORS + 8}"
    assert lines.ancestors(beyond) == (*(f"m{at}" for at in range(lineage.MOST_ANCESTORS + 1)), lineage.UNNAMED) and lines.is_endless(beyond)
