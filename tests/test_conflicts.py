"""What becomes of fetched facts: gaps filled, disputes made unknown, settled by a person."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import get_args

import pytest
import yaml
from conftest import run

from howopen import enrich, judge, load
from howopen.files import yaml as yaml_files
from howopen.history import causes
from howopen.records.conflict import ConflictKind, Who
from howopen.records.errors import BadData
from howopen.records.fetched import DeadLink, Fetched, HubFacts, LicenseText, PaperFacts, RepositoryFacts
from howopen.records.license import LicenseAliases
from howopen.records.model import Model
from howopen.records.verdict import Reason

HERE = Path(__file__).resolve().parent.parent
SHA = "0123456789abcdef0123456789abcdef01234567"
ON = {"on": "2026-11-01", "by": "maintainers"}
HUB = "https://huggingface.co/org/it"
CODE = "https://github.com/org/code"


def hub(name: str = "org/it", license_: str | tuple = "apache-2.0", **more) -> HubFacts:
    licenses = (license_,) if isinstance(license_, str) else license_
    return HubFacts.model_validate({"id": name, "sha": SHA, "license": licenses, "weight-files": 2, **more})


def text(words: str = "some text", **more) -> LicenseText:
    print_ = hashlib.sha256(words.encode()).hexdigest()
    return LicenseText.model_validate({"path": "LICENSE", "sha256": print_, "words": print_, "seen": "2026-11-10", **more})


def weights(license_: str | None = "Apache-2.0", **more) -> dict:
    return {"availability": "public", "license": license_, "license-scope": "stated", "evidence": [HUB], "checked": ON, **more}


@pytest.fixture
def world(known):
    """A way to complete one model, `it`, with what was fetched of it; others may stand beside it."""

    def complete(values: dict, *others: dict, records=None, **fetched):
        models = {}
        for one in ({"id": "it", **values}, *others):
            model = Model.model_validate({"name": one["id"], "developer": "ai2", "sources": {"huggingface": f"org/{one['id']}"}, **one})
            models[model.id] = model
        licenses = known.licenses | (records or {})
        return enrich.catalogue(replace(known, models=models, written={}, licenses=licenses, fetched=Fetched(**fetched)))

    return complete


def kinds(known) -> list[str]:
    return [found.kind for found in known.conflicts.get("it", ())]


def part(known, key: str = "weights"):
    return known.models["it"].components[key]


def test_fetched_facts_fill_what_people_left_out_and_are_marked(world):
    known = world({}, models={"org/it": hub(gated="manual", **{"base-models": ["org/base"]})})

    assert (part(known).availability, part(known).gate.approval, part(known).license) == ("gated", "manual", "Apache-2.0")
    assert {name: (origin.source, origin.revision) for name, origin in part(known).fetched.items()} == dict.fromkeys(
        ("availability", "gate", "license"), ("huggingface-models", SHA)
    )
    assert known.models["it"].derived_from == ("hf:org/base",)
    assert kinds(known) == []


def test_what_people_wrote_wins_where_both_agree_and_is_not_marked(world):
    known = world({"components": {"weights": weights("Apache-2.0 AND CC-BY-4.0")}, "derived-from": []}, models={"org/it": hub()})

    assert part(known).license == "Apache-2.0 AND CC-BY-4.0"
    assert part(known).fetched == {}
    assert known.models["it"].derived_from == ()


def test_a_repository_without_weights_says_nothing_of_their_availability(world):
    known = world({}, models={"org/it": hub(**{"weight-files": 0})})

    assert part(known).availability is None


def test_an_empty_card_says_nothing_about_the_base(world):
    assert world({}, models={"org/it": hub()}).models["it"].derived_from is None


@pytest.mark.parametrize(
    ("tag", "more", "means"),
    [
        ("bsl-1.0", {}, "BSL-1.0"),
        ("Apache-2.0", {}, "Apache-2.0"),
        ("cc", {}, None),
        ("gpl", {}, None),
        ("openrail", {}, None),
        ("made-up-tag", {}, None),
        ("other", {}, None),
        ("other", {"license-name": "Qwen-Research"}, "LicenseRef-Qwen-Research"),
        ("other", {"license-name": "modified-mit"}, None),
        ("other", {"license-name": "nobody-knows", "license-link": "https://www.apache.org/licenses/x"}, None),
        ("other", {"license-link": "https://creativecommons.org/licenses/by/4.0"}, "CC-BY-4.0"),
        ("other", {"license-name": "example-terms-1.0", "license-link": "https://creativecommons.org/licenses/by/4.0/"}, None),
        ("other", {"license-name": "apache-2.0"}, "Apache-2.0"),
        ("other", {"license-name": "1.0"}, None),
        ("other", {"license-name": "llama4"}, "LicenseRef-Llama-4-Community"),
        ("other", {"license-name": "deepseek-license"}, "LicenseRef-DeepSeek-1.0"),
        ("other", {"license-name": "cogvideox-license"}, "LicenseRef-CogVideoX"),
        ("other", {"license-name": "falcon-mamba-7b-license"}, None),
        ("other", {"license-name": "stabilityai-nc-research-community"}, "LicenseRef-Stability-Non-Commercial"),
        ("other", {"license-name": "qwen-community-license-1.0"}, "LicenseRef-Qwen-Community-1.0"),
        ("other", {"license-name": "apple-sample-code-license"}, "LicenseRef-Apple-Sample-Code"),
        ("mit", {"license-name": "mit"}, "MIT"),
        ("mit", {"license-name": "llama4"}, None),
        ("mit", {"license-name": "terms-of-our-own"}, None),
        ("gpl-3.0", {}, "GPL-3.0-only"),
        (("mit", "apache-2.0"), {}, None),
    ],
)
def test_a_tag_is_mapped_through_data_or_reported_never_guessed(world, tag, more, means):
    known = world({}, models={"org/it": hub(license_=tag, **more)})

    assert part(known).license == means
    assert bool(known.gaps) == (means is None)


def test_an_ambiguous_tag_is_settled_by_a_text_that_is_known(world, known):
    records = {"MIT-0": known.licenses["CC-BY-4.0"].model_copy(update={"id": "MIT-0", "aliases": LicenseAliases(texts=(text().words,))})}

    found = world({}, records=records, models={"org/it": hub(license_="other", text=text())})

    assert part(found).license == "MIT-0"


def test_all_tags_of_the_hub_have_a_meaning_or_a_reason(known):
    assert len(known.spellings.huggingface) == 83
    assert known.spellings.huggingface["bsl-1.0"].means == "BSL-1.0"


# ---- each conflict ----------------------------------------------------------------------------------------------------


def test_a_card_against_the_license_file_beside_it(world, known):
    records = {"MIT-0": known.licenses["CC-BY-4.0"].model_copy(update={"id": "MIT-0", "aliases": LicenseAliases(texts=(text().sha256,))})}

    found = world({}, records=records, models={"org/it": hub(text=text())})

    conflict = found.conflicts["it"][0]
    assert conflict.kind is ConflictKind.CARD_AND_TEXT
    assert [(side.who, side.says) for side in conflict.sides] == [("card", "Apache-2.0"), ("license-text", "MIT-0")]
    assert [side.url for side in conflict.sides] == [f"{HUB}/tree/{SHA}", f"{HUB}/blob/{SHA}/LICENSE"]
    assert part(found).license is None
    assert part(found).disputed == ("license",)


def test_what_people_wrote_against_the_card_is_undetermined_until_somebody_settles_it(world):
    card = {"org/it": hub(license_="cc-by-nc-4.0")}
    disputed = world({"components": {"weights": weights()}}, models=card)
    conflict = disputed.conflicts["it"][0]
    reasons = {leaf.reason for leaf in leaves(disputed) if leaf.subject == "weights"}

    assert kinds(disputed) == [ConflictKind.FILE_AND_CARD]
    assert part(disputed).license is None
    assert Reason.DISPUTED in reasons

    settled = [{"conflict": conflict.id, "because": "The card was copied from another model.", **{"by": "maintainers", "on": "2026-11-20"}}]
    decided = world({"components": {"weights": weights()}, "settled": settled}, models=card)

    assert part(decided).license == "Apache-2.0"
    assert decided.conflicts["it"][0].settled.because == "The card was copied from another model."
    assert Reason.DISPUTED not in {leaf.reason for leaf in leaves(decided)}

    again = world({"components": {"weights": weights()}, "settled": settled}, models={"org/it": hub(license_="cc-by-nd-4.0")})
    assert part(again).license is None  # what was settled was another conflict


def leaves(known):
    return [leaf for verdict in judge.catalogue(known)["it"].verdicts.values() for rung in verdict.rungs for found in rung.findings for leaf in found.leaves()]


@pytest.mark.parametrize(
    ("written", "tag"), [("GPL-3.0-or-later", "gpl-3.0"), ("MIT AND LicenseRef-Llama-3.1-Community", "mit"), ("MIT OR Apache-2.0", "mit"), ("MIT", "MIT")]
)
def test_sources_that_may_both_be_right_are_in_no_conflict(world, written, tag):
    assert kinds(world({"components": {"weights": weights(written)}}, models={"org/it": hub(license_=tag)})) == []


@pytest.mark.parametrize(
    ("written", "gated", "disputed"), [("public", "auto", True), ("public", "no", False), ("gated", "no", True), ("gated", "manual", False)]
)
def test_written_public_while_the_hub_gates(world, written, gated, disputed):
    known = world({"components": {"weights": weights(availability=written)}}, models={"org/it": hub(gated=gated)})

    assert kinds(known) == ([ConflictKind.GATE] if disputed else [])
    assert part(known).availability == (None if disputed else written)
    assert part(known).license == "Apache-2.0"


def test_a_derivative_freer_than_what_others_made(world):
    base = {"id": "base", "developer": "meta", "components": {"weights": weights("LicenseRef-Llama-3.1-Community")}}
    derived = {"derived-from": ["base"], "components": {"weights": weights("MIT")}}

    assert kinds(world(derived, base)) == [ConflictKind.FREER_THAN_BASE]
    assert kinds(world(derived, {**base, "developer": "ai2"})) == []  # whoever holds the rights may free it
    assert kinds(world({**derived, "components": {"weights": weights("MIT AND LicenseRef-Llama-3.1-Community")}}, base)) == []
    assert kinds(world({**derived, "derived-from": ["hf:x/y"]}, models={"x/y": hub("x/y", "llama3.1")})) == [ConflictKind.FREER_THAN_BASE]
    assert kinds(world({**derived, "derived-from": ["hf:x/y"]}, models={"x/y": hub("x/y", "cc")})) == []


def test_the_license_of_a_repository_of_code_is_no_conflict_with_the_card_where_it_is_explained(world):
    code = {"availability": "public", "license": "MIT", "license-scope": "repository", "evidence": [CODE], "checked": ON}
    sources = {"huggingface": "org/it", "github": ["org/code"]}
    fetched = {"models": {"org/it": hub()}, "repositories": {"org/code": RepositoryFacts(id="org/code", license="MIT")}}

    assert kinds(world({"sources": sources}, **fetched)) == [ConflictKind.CARD_AND_REPOSITORY]
    assert kinds(world({"sources": sources, "components": {"training-code": code}}, **fetched)) == []
    assert kinds(world({"sources": sources, "components": {"weights": weights(evidence=[CODE])}}, **fetched)) == [ConflictKind.CARD_AND_REPOSITORY]
    assert kinds(world({"sources": sources, "components": {"weights": weights()}}, **fetched)) == []


def test_a_repository_against_what_people_wrote_of_its_code(world):
    code = {"availability": "public", "license": "MIT", "license-scope": "repository", "evidence": [f"{CODE}/tree/main"], "checked": ON}
    sources = {"github": ["org/code"]}

    def found(spdx: str | None) -> list[str]:
        repositories = {"org/code": RepositoryFacts(id="org/code", license=spdx)}
        return kinds(world({"sources": sources, "components": {"training-code": code}}, repositories=repositories))

    assert found("Apache-2.0") == [ConflictKind.FILE_AND_REPOSITORY]
    assert found("NOASSERTION") == []  # the detector could not tell
    assert found(None) == []
    assert found("MIT") == []


@pytest.mark.parametrize(("spdx", "license_"), [("NOASSERTION", "MIT-0"), (None, None), ("Apache-2.0", "Apache-2.0")])
def test_where_a_detector_cannot_tell_the_text_does_if_it_is_known(world, known, spdx, license_):
    records = {"MIT-0": known.licenses["CC-BY-4.0"].model_copy(update={"id": "MIT-0", "aliases": LicenseAliases(texts=(text().words,))})}
    repositories = {"org/code": RepositoryFacts(id="org/code", license=spdx, text=text())}
    code = {"inference-code": {"availability": "public", "evidence": [CODE], "checked": ON}}

    found = world({"sources": {"github": ["org/code"]}, "components": code}, records=records, repositories=repositories)

    assert part(found, "inference-code").license == license_


def test_a_repository_and_a_paper_fill_the_license_that_nobody_wrote(world):
    code = {"availability": "public", "evidence": [CODE], "checked": ON}
    paper = {"availability": "public", "evidence": ["https://arxiv.org/abs/2501.00001v2"], "checked": ON}
    known = world(
        {"sources": {"github": ["org/code"], "arxiv": ["2501.00001"]}, "components": {"training-code": code, "technical-report": paper}},
        repositories={"org/code": RepositoryFacts(id="org/code", license="GPL-3.0")},
        papers={"2501.00001": PaperFacts(id="2501.00001", license="http://arxiv.org/licenses/nonexclusive-distrib/1.0/")},
    )

    assert (part(known, "training-code").license, part(known, "training-code").license_scope) == ("GPL-3.0-only", "repository")
    assert part(known, "technical-report").license == "LicenseRef-arXiv-nonexclusive-distrib-1.0"


def test_a_paper_against_what_people_wrote(world):
    paper = {"availability": "public", "license": "CC-BY-4.0", "evidence": ["https://arxiv.org/pdf/2501.00001"], "checked": ON}
    papers = {"2501.00001": PaperFacts(id="2501.00001", license="http://creativecommons.org/licenses/by-nc-nd/4.0/")}
    also = {**paper, "evidence": [*paper["evidence"], "https://aclanthology.org/1"]}  # published elsewhere too, perhaps on other terms

    assert kinds(world({"components": {"technical-report": paper}}, papers=papers)) == [ConflictKind.FILE_AND_PAPER]
    assert kinds(world({"components": {"technical-report": also}}, papers=papers)) == []


def test_a_license_text_that_changed_since_somebody_checked(world):
    changed = {"org/it": hub(text=text(replaced="a" * 64))}

    assert kinds(world({"components": {"weights": weights()}}, models=changed)) == [ConflictKind.TEXT_CHANGED]
    later = weights(checked={"on": "2026-11-10", "by": "maintainers"})
    assert kinds(world({"components": {"weights": later}}, models=changed)) == []
    assert kinds(world({"components": {"weights": weights()}}, models={"org/it": hub(text=text())})) == []


def test_a_data_set_is_filled_and_disputed_like_a_part(world):
    def training(**dataset) -> dict:
        named = {"name": "Corpus", "huggingface": "org/corpus", **dataset}
        return {"components": {"training-data": {"datasets": [named], "complete": True, "evidence": [HUB], "checked": ON}}}

    facts = {"datasets": {"org/corpus": hub("org/corpus", "odc-by", gated="auto")}}
    filled = part(world(training(), **facts), "training-data").datasets[0]
    disputed = world(training(license="MIT", availability="public"), **facts)

    assert (filled.license, filled.availability) == ("ODC-By-1.0", "gated")
    assert filled.fetched["license"].url == f"https://huggingface.co/datasets/org/corpus/tree/{SHA}"
    assert kinds(disputed) == [ConflictKind.FILE_AND_CARD, ConflictKind.GATE]
    assert part(disputed, "training-data").datasets[0].disputed == ("availability", "license")


def test_a_model_that_is_put_in_place_of_another_keeps_its_conflicts(world):
    known = world({"components": {"weights": weights()}}, models={"org/it": hub(license_="mit")})
    again = enrich.with_model(known, known.written["it"])

    assert again.conflicts == known.conflicts
    assert again.models == known.models


def test_dead_evidence_changes_a_finding_only_where_a_definition_speaks_of_today(world):
    values = {"components": {"weights": weights(coverage="full")}}
    dead = {HUB: DeadLink(since="2026-11-20", status=404)}

    def reasons(**fetched) -> dict[str, str]:
        return {leaf.requirement.id: leaf.reason for leaf in leaves(world(values, **fetched)) if leaf.subject == "weights"}

    before, after = reasons(), reasons(dead=dead)
    assert {key for key in before if before[key] != after[key]} == {"eu-13"}
    assert after["eu-13"] is Reason.EVIDENCE_GONE


def written(data: Path) -> dict:
    return yaml_files.read(data / "models" / "olmo-7b.yaml", "it").value


# ---- in files and on pages ------------------------------------------------------------------------------------------


def test_nobody_writes_by_hand_what_fetch_fills_and_a_settled_conflict_has_an_id(data):
    values = written(data)
    values["components"]["weights"]["fetched"] = {"license": {"source": "x", "url": "https://x.y"}}
    values["settled"] = [{"conflict": "it-is-fine", "because": "x", "by": "nobody", "on": "2026-11-20"}]
    (data / "models" / "olmo-7b.yaml").write_text(yaml.safe_dump(values, sort_keys=False))
    with pytest.raises(BadData) as bad:
        load.catalogue(data)
    assert "is filled from outside, never by hand; remove it" in str(bad.value.problems[0])

    del values["components"]["weights"]["fetched"]
    (data / "models" / "olmo-7b.yaml").write_text(yaml.safe_dump(values, sort_keys=False))
    with pytest.raises(BadData) as bad:
        load.catalogue(data)
    assert sorted(problem.what.partition(";")[0] for problem in bad.value.problems) == [
        "'it-is-fine' is no id of a conflict",
        "'nobody' is not a known source of findings (or a GitHub account, written @name)",
    ]


def test_a_settled_conflict_that_is_no_more_is_told_by_check_and_stops_nothing(data):
    values = written(data)
    values["settled"] = [{"conflict": "gate.weights.01234567", "because": "x", "by": "maintainers", "on": "2026-11-20"}]
    (data / "models" / "olmo-7b.yaml").write_text(yaml.safe_dump(values, sort_keys=False))

    assert "warning: settles gate.weights.01234567, which is no conflict any more; remove it" in run("check", "--data", data).stderr


def test_every_kind_of_conflict_and_every_side_has_its_words():
    said = tomllib.loads((HERE / "templates" / "words.toml").read_text())

    assert set(said["conflict"]) == set(ConflictKind)
    assert set(said["side"]) == set(get_args(Who))


def test_a_hostile_answer_never_becomes_markup(data, tmp_path):
    folder = data / "fetched" / "huggingface-models" / "allenai"
    folder.mkdir(parents=True)
    hostile = "<img src=x onerror=alert(1)>\"'`{{7*7}}](javascript:x)"
    facts = hub("allenai/OLMo-7B", "other", **{"license-name": hostile, "license-link": hostile})
    hubs = written(data)["sources"]["huggingface"]
    name = (hubs if isinstance(hubs, str) else hubs[0]).partition("/")[2].lower()
    (folder / f"{name}.json").write_text(facts.model_dump_json(by_alias=True, exclude_defaults=True))

    run("build", "--data", data, "--into", tmp_path / "site")

    assert all("<img src=x" not in file.read_text() for file in (tmp_path / "site").rglob("*.html"))


def test_a_catalogue_can_do_without_spellings_and_peers_as_the_first_commits_do(data):
    for name in ("license-aliases", "peers"):
        (data / f"{name}.yaml").unlink()

    assert enrich.catalogue(load.catalogue(data)).models


def test_only_what_a_conflict_bears_on_is_judged_again(world):
    calm = world({"components": {"weights": weights()}}, {"id": "other", "components": {"weights": weights()}}, models={"org/it": hub()})
    before = judge.catalogue(calm)
    stormy = world({"components": {"weights": weights()}}, {"id": "other", "components": {"weights": weights()}}, models={"org/it": hub(license_="mit")})

    after = judge.again(stormy, before, causes.stale(calm, stormy))

    assert after == judge.catalogue(stormy)
    assert after["other"].verdicts is before["other"].verdicts
    assert after["it"].verdicts != before["it"].verdicts
