"""The answer line: four questions, computed from facts, told alike by the API and the terminal."""

from __future__ import annotations

from dataclasses import replace

import pytest

from howopen import enrich, judge
from howopen.records.answer import Answer
from howopen.records.model import Model
from howopen.records.verdict import Outcome
from howopen.render import answer_line, wording
from tests.small_data import HERE

EVIDENCE = ["https://example.org/it"]


@pytest.fixture(scope="module")
def bare(known):
    return enrich.catalogue(replace(known, models={}, opinions={}))


def part(**said) -> dict:
    return {key.replace("_", "-"): value for key, value in said.items()} | {"evidence": EVIDENCE, "checked": {"on": "2026-11-01", "by": "maintainers"}}


def answered(bare, **components) -> Answer:
    model = Model.model_validate({"id": "it", "name": "It", "developer": "meta", "components": {key.replace("_", "-"): one for key, one in components.items()}})
    return judge.model(model, enrich.with_model(bare, model)).answer


def test_of_what_nobody_looked_at_every_answer_says_so_and_none_says_no(bare):
    answer = answered(bare)

    assert not answer.examined
    assert {key: reply.word for key, reply in answer.replies} == {
        "open-source": "not-examined",
        "commercial": "not-known",
        "training-data": "unknown",
        "sharing": "not-known",
    }
    assert {reply.state for _, reply in answer.replies} == {"undetermined"}
    assert {one.word for one in answer.matrix} == {"unknown"}


def test_a_no_names_each_element_that_fails_once_with_what_is_wrong(bare):
    answer = answered(
        bare,
        weights=part(availability="public", coverage="full", license="LicenseRef-Llama-3.1-Community"),
        training_code=part(availability="none"),
        inference_code=part(availability="public", coverage="full", license="Apache-2.0"),
    )

    assert answer.open_source.why == ("code:in-part", "parameters:terms")
    assert (answer.commercial.word, answer.sharing.word) == ("yes-if", "yes-if")
    assert {one.group: one.word for one in answer.matrix} == {"parameters": "limits", "code": "in-part", "data": "unknown", "documents": "unknown"}


def test_a_missing_fact_is_named_once_however_many_requirements_ask_for_it(bare):
    answer = answered(bare, weights=part(availability="public", coverage="full", license="Apache-2.0"), model_card=part(availability="public"))
    missing = [(one.kind, one.subject) for one in answer.open_source.missing]

    assert answer.open_source.word == "not-settled"
    assert len(missing) == len(set(missing))
    assert ("part", "training-code") in missing
    assert ("license", "training-code") not in missing


def test_an_aspect_of_the_data_that_nobody_told_is_asked_of_the_developer(bare):
    told = {"provenance": "complete", "evidence": EVIDENCE, "checked": {"on": "2026-11-01", "by": "maintainers"}}
    model = Model.model_validate({"id": "it", "name": "It", "developer": "meta", "data-information": told})
    asked = [one for one in judge.model(model, enrich.with_model(bare, model)).answer.open_source.missing if one.kind == "aspect"]

    assert asked and {one.who for one in asked} == {"developer"}
    assert "provenance" not in {one.subject for one in asked}


def test_a_no_to_commercial_use_is_told_with_its_own_reasons_alone(bare):
    asked = {"availability": "public", "coverage": "full", "evidence": EVIDENCE, "checked": {"on": "2026-11-01", "by": "maintainers"}}
    of_two = answered(bare, weights=asked | {"license": "LicenseRef-Llama-3.1-Community AND CC-BY-NC-4.0"}).commercial

    assert of_two.word == "no"
    assert not [code for code in of_two.why if code.startswith(("threshold:", "name:"))]


def test_a_name_that_a_license_asks_for_is_told_by_its_place_in_the_file(bare):
    sharing = answered(bare, weights=part(availability="public", coverage="full", license="LicenseRef-Llama-3.1-Community")).sharing

    assert "name:LicenseRef-Llama-3.1-Community:1" in sharing.why


@pytest.mark.parametrize(
    ("said", "word", "state", "why"),
    [
        ({"datasets": [{"name": "A", "availability": "public", "license": "CC0-1.0"}], "complete": True}, "open", "met", ("A",)),
        (
            {"datasets": [{"name": "A", "availability": "public"}, {"name": "B", "availability": "none", "withheld-reason": "legal"}]},
            "in-part",
            "partial",
            ("A",),
        ),
        ({"availability": "gated", "coverage": "full", "license": "CC0-1.0"}, "gated", "partial", ()),
        ({"availability": "none", "datasets": [{"name": "B", "availability": "none", "withheld-reason": "legal"}]}, "withheld", "not-met", ("legal",)),
    ],
)
def test_the_answer_on_training_data_names_what_can_be_had_or_why_not(bare, said, word, state, why):
    reply = answered(bare, training_data=part() | said).training_data

    assert (reply.word, reply.state, reply.why) == (word, state, why)


def test_somebody_elses_finding_makes_no_model_examined(bare):
    seen = {"evidence": EVIDENCE, "checked": {"on": "2026-11-01", "by": "osai-index"}}
    found = {"availability": "public"} | seen

    assert not answered(bare, weights=found, model_card=found, inference_code=found).examined


def test_a_model_is_examined_by_parts_of_two_groups_or_by_its_data_information(bare):
    found = {"availability": "public", "evidence": EVIDENCE}
    ours, theirs = ({"on": "2026-11-01", "by": who} for who in ("maintainers", "osai-index"))

    def seen(information=None, **components) -> bool:
        told = {key.replace("_", "-"): found | {"checked": by} for key, by in components.items()}
        more = {"data-information": {"provenance": "complete", "evidence": EVIDENCE, "checked": information}} if information else {}
        model = Model.model_validate({"id": "it", "name": "It", "developer": "meta", "components": told, **more})
        return judge.model(model, enrich.with_model(bare, model)).answer.examined

    assert not seen(inference_code=ours, architecture_code=ours), "of one group"
    assert seen(inference_code=ours, weights=ours)
    assert seen(inference_code=ours, information=ours)
    assert not seen(inference_code=ours, information=theirs)
    assert not seen(inference_code=ours, weights=theirs)


def test_a_license_that_is_missing_is_asked_of_the_developer(bare):
    found = answered(bare, weights=part(availability="public", coverage="full")).open_source.missing

    assert ("license", "weights", "developer") in [tuple(one) for one in found]


def test_code_without_a_license_is_told_as_such(bare):
    def why(**said) -> tuple[str, ...]:
        return answered(bare, training_code=part(coverage="full", **said)).open_source.why

    assert why(availability="public", license="NONE") == ("code:no-license",)
    assert why(availability="public", license="CC-BY-NC-4.0") == ("code:terms",)
    assert why(availability="none") == ("code:withheld",)


def test_training_data_that_there_cannot_be_are_not_asked_for(bare):
    reply = answered(bare, training_data=part(availability="not-applicable", because="It is a rule.")).training_data

    assert (reply.word, reply.state, reply.missing) == ("none", "undetermined", ())


def test_data_that_nobody_looked_for_are_told_from_data_that_are_withheld(bare):
    [unseen] = answered(bare, weights=part(availability="public")).training_data.missing
    told = answered(bare, training_data=part(availability="none")).matrix

    assert (unseen.kind, unseen.subject, unseen.who) == ("part", "training-data", "anybody")
    assert {one.group: (one.word, one.state) for one in told}["data"] == ("withheld", "not")


def test_the_matrix_counts_the_parts_of_a_group_that_are_open(bare):
    free = part(availability="public", coverage="full", license="Apache-2.0")
    [code] = [one for one in answered(bare, inference_code=free, architecture_code=free, training_code=part(availability="none")).matrix if one.group == "code"]

    assert (code.word, code.state, code.open) == ("in-part", "partial", 2)
    assert code.of > 3


def test_data_that_are_described_too_little_are_told_apart_from_those_that_are_withheld(bare):
    told = {"provenance": "partial", "evidence": EVIDENCE, "checked": {"on": "2026-11-01", "by": "maintainers"}}

    def why(**components) -> tuple[str, ...]:
        model = Model.model_validate({"id": "it", "name": "It", "developer": "meta", "components": components, "data-information": told})
        return judge.model(model, enrich.with_model(bare, model)).answer.open_source.why

    assert why() == ("data:described",)
    assert why(**{"training-data": part(availability="none")}) == ("data:withheld",)


@pytest.mark.parametrize("key", ["llama-3.1-405b", "olmo-7b", "pythia"])
def test_the_line_has_four_questions_each_with_an_answer(known, key):
    words = wording.read(HERE / "templates", known)
    answer = judge.model(known.models[key], known).answer
    told = answer_line.told(answer, words)
    line = answer_line.sentence(answer, words)

    assert [one.key for one in told] == list(words.said["answer-question"])
    assert all(one.question in line and one.answer in line for one in told)
    assert "undetermined" not in line


def test_every_reason_of_the_catalogue_has_words_of_its_own(known, judged):
    said = wording.read(HERE / "templates", known).said["answer-why"]
    codes = {code for one in judged.values() for code in one.answer.open_source.why}

    assert codes <= set(said)


def test_what_is_unknown_of_a_ladder_lies_on_the_way_to_the_next_level_alone(known, judged):
    def subjects(finding) -> set[str]:
        return {finding.subject} | {one for inner in finding.within for one in subjects(inner)}

    beyond = 0
    for model in list(judged.values())[::9]:
        for key, verdict in model.verdicts.items():
            if known.definitions[key].kind != "ladder" or verdict.outcome is Outcome.MET:
                continue
            at = next(at for at, rung in enumerate(verdict.rungs) if rung.outcome is not Outcome.MET)
            way, rest = (
                {one for rung in part for finding in rung.findings for one in subjects(finding)} for part in (verdict.rungs[: at + 1], verdict.rungs[at + 1 :])
            )
            unknown = {finding.subject for finding in verdict.unknowns}
            assert unknown <= way, (key, unknown - way)
            beyond += bool(rest - way)
    assert beyond, "some level beyond asks for more"
