"""Results of other indexes: whose file is of which model, and what its own rules make of it. Every value is made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from howopen import judge, licenses
from howopen.enrich import second_opinions
from howopen.records.conflict import SecondOpinion
from howopen.records.fetched import Fetched, PeerFacts
from howopen.records.model import Model
from howopen.records.peer import Peer, Peers
from howopen.records.verdict import Judged, Outcome

CLASSES = {"who": "x", "key": "osai", "repository": "o/classes", "ending": ".yaml", "shape": "classes", "as-of": "now", "cite": "https://example.org"}
CLASSES |= {"criteria": {"code": "Code", "data": "Data", "paper": "Paper"}, "worth": {"open": 1, "partial": 0.5}}
GRADES = {**CLASSES, "key": "mot", "repository": "o/grades", "branch": "next", "folder": "models", "shape": "licenses", "none": "no class", "worth": {}}
GRADES |= {"criteria": {"weights": "Weights", "report": "Report", "paper": "Paper", "data": "Data"}, "open-licenses": ["OpenRAIL"]}
GRADES |= {"grades": [{"label": "III", "needs": ["weights", "report"], "instead": {"report": "paper"}}, {"label": "II", "needs": ["data"]}]}


def facts(file: str = "It.yaml", **more) -> PeerFacts:
    said = {key: {"says": one} for key, one in more.pop("says", {}).items()}
    return PeerFacts.model_validate({"blob": "0" * 40, "file": file, "criteria": said, **more})


@pytest.fixture(scope="module")
def opinions(known):
    def of(files: dict[str, PeerFacts], peer: dict = CLASSES, **sources) -> tuple[SecondOpinion, ...]:
        one = Peer.model_validate(peer)
        model = Model.model_validate({"id": "it", "name": "It", "developer": "ai2", "sources": {"huggingface": "org/It"} | sources})
        book = licenses.book(known.licenses, frozenset(), known.vocabulary)
        return second_opinions.of(model, replace(known, peers=Peers(peers=(one,)), fetched=Fetched(peers={one.key: files})), book)

    return of


def test_a_file_is_of_the_model_by_its_ids_or_its_names(opinions):
    files = {"a": facts(ids=["org/it"]), "b": facts(ids=["org/it-2"]), "c": facts(names=["I-T"]), "d": facts(names=["It 2"]), "e": facts()}
    assert [one.of for one in opinions({"a": files["a"], "b": files["b"], "d": files["d"], "e": files["e"]})] == ["It.yaml"]
    assert [one.of for one in opinions({"c": files["c"]})] == ["I-T"]


def test_the_files_that_a_model_names_are_its_only_ones(opinions):
    files = {"named.yaml": facts("Named.yaml"), "by-id.yaml": facts("By-id.yaml", ids=["org/it"])}
    assert [one.of for one in opinions(files, osai=["Named.yaml"])] == ["Named.yaml"]
    assert [one.of for one in opinions(files)] == ["By-id.yaml"]


def test_an_opinion_says_what_the_file_says_and_where_it_is(opinions):
    said = facts("It now.yaml", ids=["org/it"], says={"paper": "open", "code": "partial"})
    [one] = opinions({"it now.yaml": said})
    assert one == SecondOpinion(
        "x", "It now.yaml", "50 %", (("Code", "partial", ""), ("Paper", "open", "")), "https://github.com/o/classes/blob/main/It%20now.yaml", ""
    )
    [other] = opinions({"it.yaml": facts(ids=["org/it"], names=["It", "More"])}, GRADES)
    assert (other.of, other.url) == ("It", "https://github.com/o/grades/blob/next/models/It.yaml")


@pytest.mark.parametrize(
    ("said", "overall"),
    [
        ({}, "0 %"),
        ({"code": "open"}, "33 %"),
        ({"code": "open", "data": "open", "paper": "open"}, "100 %"),
        ({"code": "odd", "data": "partial", "else": "open"}, "17 %"),
    ],
)
def test_classes_are_summed_up_by_their_mean_over_all_criteria(opinions, said, overall):
    assert opinions({"it.yaml": facts(ids=["org/it"], says=said)})[0].overall == overall


@pytest.mark.parametrize(
    ("said", "overall"),
    [
        ({}, "no class"),
        ({"weights": "MIT"}, "no class"),
        ({"weights": "MIT", "report": "CC-BY-4.0"}, "III"),  # the FSF calls it free
        ({"weights": "MIT", "report": "CC-BY-NC-4.0"}, "no class"),
        ({"weights": "MIT", "report": "CC-BY-NC-4.0", "paper": "MIT"}, "III"),
        ({"weights": "OpenRAIL", "paper": "MIT"}, "III"),
        ({"weights": "openrail", "paper": "MIT"}, "no class"),
        ({"weights": "MIT", "paper": "MIT", "data": "MIT"}, "II"),
        ({"paper": "MIT", "data": "MIT"}, "no class"),  # a class includes those before it
        ({"weights": "MIT", "paper": "made up", "data": "MIT"}, "no class"),
    ],
)
def test_grades_are_reached_one_after_the_other(opinions, said, overall):
    assert opinions({"it.yaml": facts("It.yml", ids=["org/it"], says=said)}, GRADES)[0].overall == overall


def test_compute_that_is_imported_answers_the_question_of_the_ai_act_for_thirty_models(known, judged):
    imported = [key for key, model in known.models.items() if model.training_compute and model.training_compute.checked.by == "epoch-ai"]
    assert all("Epoch AI gives" in (known.models[key].training_compute.because or "") for key in imported)
    asked = {key: judged[key].verdicts["eu-ai-act"].rungs[0].findings for key in imported}
    compute = [one.within[0] for findings in asked.values() for one in findings if one.requirement.id == "eu-16"]
    assert sum(one.outcome is not Outcome.UNKNOWN for one in compute if one.requirement.id == "eu-16-compute") >= 30


def test_the_whole_result_of_the_ai_act_is_answered_where_imported_compute_was_all_that_it_lacked(known, judged):
    """Each import is taken away, with the answer on scope that rests on it; what then has no answer had it from there."""

    def by_epoch(address: str) -> bool:
        return address.startswith("https://epoch.ai/")

    def without(model: Model) -> Model:
        answers = {key: one for key, one in model.answers.items() if not any(map(by_epoch, one.evidence))}
        return model.model_copy(update={"training_compute": None, "answers": answers})

    def result(one: Judged) -> str:
        verdict = one.verdicts["eu-ai-act"]
        return "out of scope" if verdict.in_scope is Outcome.UNMET else verdict.outcome.word

    imported = {key for key, model in known.models.items() if model.training_compute and model.training_compute.checked.by == "epoch-ai"}
    bare = judge.Verdicts(replace(known, models={key: without(one) if key in imported else one for key, one in known.models.items()}))
    changed = {key: (result(bare[key]), result(judged[key])) for key in imported if result(judged[key]) != result(bare[key])}
    assert all(now != "undetermined" for _, now in changed.values())
    assert sum(before == "undetermined" for before, _ in changed.values()) >= 30
