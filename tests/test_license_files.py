"""Checks of license files: words, wholeness, and that facts and tags agree."""

import shutil

import pytest
import yaml
from small_data import HERE, small

from howopen import enrich, licenses, load
from howopen.records.errors import BadData

LLAMA = "LicenseRef-Llama-3.1-Community"


@pytest.fixture
def world(tmp_path):
    """A small catalogue with a license whose file is whole, and the versions before it."""
    data = small(tmp_path)
    for file in (HERE / "data" / "licenses").glob("LicenseRef-Llama-*.yaml"):
        shutil.copy(file, data / "licenses")
    return data


def told(data, change, name=LLAMA) -> list[str]:
    """What is said of the file after the change, without its place."""
    file = data / "licenses" / f"{name}.yaml"
    said = yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader)  # noqa: S506  every scalar as written, and it makes nothing but text
    change(said)
    file.write_text(yaml.dump(said, Dumper=yaml.CSafeDumper), encoding="utf-8")
    try:
        load.catalogue(data)
    except BadData as error:
        return [problem.what for problem in error.problems if problem.path.endswith(f"{name}.yaml")]
    return []


def test_a_whole_file_has_no_problem(world):
    assert told(world, lambda said: None) == []


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda said: said["facts"].pop("patents"), "lacks patents; answer each"),
        (lambda said: said["tags"].pop("indemnity"), "lacks indemnity; a file with facts"),
        (lambda said: said["facts"].update(patent={"is": "silent"}), "'patent' is not a known fact; did you mean 'patents'?"),
        (lambda said: said["facts"]["patents"].update({"is": "grant"}), "'grant' is not a known answer; did you mean 'granted'?"),
        (lambda said: said["thresholds"][0].update(measure="monthly-user"), "did you mean 'monthly-users'?"),
        (lambda said: said["thresholds"][0].update(exempt=["internal"]), "'internal' is not a known word for `exempt`"),
        (lambda said: said["thresholds"][0].update(tested="always"), "has a day, though it is not counted once"),
        (lambda said: said["names"][0].update(where=["web-site"]), "did you mean 'website'?"),
        (lambda said: said.update({"shuts-out": [{"places": ["XX"], "covers": ["model"], "clause": "s. 9"}]}), "'XX' is not a known word for `places`"),
        (lambda said: said.update(supersedes="LicenseRef-Lama"), "'LicenseRef-Lama' is not a known license"),
        (lambda said: said.update(supersedes=LLAMA), f"'{LLAMA}' is not a known license"),
        (lambda said: said["read"].update(extent="excerpts"), "`read` does not say that the text was read in full"),
        (lambda said: said["read"].update(extent="without-policy"), "is silent, and the policy that was not read may speak of it"),
        (lambda said: said["read"].update(extent="without-policy"), "is no for no reason, and the policy that was not read"),
        (lambda said: said["read"].update(extent="without-policy") or said["facts"].pop("commercial"), "lacks commercial; where the text itself"),
        (lambda said: said["read"].update(extent="without-policy") or said["tags"].pop("use-policy"), "and `use-policy` is not yes"),
        (lambda said: said.update(thresholds=[]), "is yes, and `thresholds` says other"),
        (lambda said: said.update(names=[]), "is yes, and `names` says other"),
        (lambda said: said["tags"]["patent-retaliation"].update({"is": "no"}), "is no, and `suit-ends` says other"),
        (lambda said: said["tags"]["use-policy"].update({"is": "no"}), "`amendable` says that the policy can be changed"),
        (lambda said: said["facts"]["outputs-training"].update({"is": "no-other"}), "`outputs-training` keeps outputs from some models"),
        (lambda said: said["facts"]["commercial"].update({"is": "on-request"}), "is not free, and `non-commercial` is no"),
        (lambda said: said["tags"]["non-commercial"].update({"is": "yes"}), "is free, and `non-commercial` is yes"),
        (lambda said: said["facts"]["patents"].pop("clause"), "without `clause`"),
        (lambda said: said["freedoms"]["modify"].update({"is": "conditional"}), "is conditional, and a number takes rights away"),
        (lambda said: said["tags"]["research-only"].update({"is": "yes"}), "is yes, and `non-commercial` is not"),
    ],
)
def test_what_does_not_fit_is_told(world, change, what):
    assert any(what in message for message in told(world, change))


def test_a_threshold_that_only_asks_for_words_is_no_threshold_of_rights(world):
    def change(said):
        said["thresholds"][0]["then"] = "display"
        said["tags"]["user-threshold"]["is"] = "no"

    assert told(world, change) == []


def test_a_version_does_not_supersede_itself_by_way_of_others(world):
    other = world / "licenses" / "LicenseRef-Llama-2-Community.yaml"
    other.write_text(other.read_text(encoding="utf-8") + f"supersedes: {LLAMA}\n", encoding="utf-8")

    assert any("supersedes itself" in message for message in told(world, lambda said: None))


def test_a_second_id_of_one_text_says_what_the_first_says(world):
    (world / "licenses" / "LicenseRef-Other-Id.yaml").write_text(f"name: The Other Id\nsame-text-as: {LLAMA}\n", encoding="utf-8")
    known = enrich.catalogue(load.catalogue(world))
    book = licenses.book(known.licenses, frozenset(), known.vocabulary)

    assert book["LicenseRef-Other-Id"].name == "The Other Id"
    assert book["LicenseRef-Other-Id"].freedoms == book[LLAMA].freedoms
    assert book["LicenseRef-Other-Id"].record.thresholds == book[LLAMA].record.thresholds


def test_a_second_id_says_nothing_of_its_own(world):
    file = world / "licenses" / "LicenseRef-Other-Id.yaml"
    file.write_text(f"name: Other\nsame-text-as: {LLAMA}\ntags:\n  branding: {{is: 'no'}}\n", encoding="utf-8")

    assert any("says nothing of its own" in message for message in told(world, lambda said: None, "LicenseRef-Other-Id"))


def test_a_license_that_osi_approves_may_leave_its_limits_out(known):
    facts = known.terms["Apache-2.0"].license

    assert facts.record.facts["patents"].is_ == "granted"
    assert facts.tags["state-changes"].is_ == "yes"
    assert facts.tags["non-commercial"].is_ == "no"


@pytest.mark.parametrize(
    ("change", "what"),
    [
        (lambda said: said["tags"].update(credit={"says": "Credit is given."}), "'credit' is not a known word for `tags`"),
        (lambda said: said["facts"]["patents"].update(grant={"says": "Patents."}), "did you mean 'granted'?"),
        (lambda said: said["tags"]["attribution"].update({"if": ["sharing"]}), "'sharing' is not a known question; did you mean 'share'?"),
        (lambda said: said["places"]["model"].update(says="Not in {place}."), "has {place}, which nothing fills"),
        (lambda said: said.pop("phrases"), "no `phrases`"),
        (lambda said: said["answers"].pop("silent"), "has no words for silent"),
    ],
)
def test_what_does_not_fit_among_the_sentences_is_told(world, change, what):
    file = world / "license-answers.yaml"
    said = yaml.load(file.read_text(encoding="utf-8"), yaml.CBaseLoader)  # noqa: S506  every scalar as written, and it makes nothing but text
    change(said)
    file.write_text(yaml.safe_dump(said, allow_unicode=True), encoding="utf-8")
    with pytest.raises(BadData) as caught:
        load.catalogue(world)

    assert any(what in problem.what for problem in caught.value.problems)


def test_a_catalogue_of_before_the_sentences_can_be_read(world):
    (world / "license-answers.yaml").unlink()

    assert load.catalogue(world).answer_rules.questions == {}
