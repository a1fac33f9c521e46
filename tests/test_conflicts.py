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
from howopen.commands import show
from howopen.files import yaml as yaml_files
from howopen.history import causes
from howopen.records.conflict import ConflictKind, Who
from howopen.records.errors import BadData
from howopen.records.fetched import DeadLink, Fetched, HubFacts, LicenseText, PaperFacts, RepositoryFacts, RequestState
from howopen.records.license_text import PublishedText, PublishedTexts
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


def published(license_: str = "MIT-0") -> dict[str, PublishedTexts]:
    """The text that `text()` makes, as one that is known."""
    slots = f"{text().words[:16]}:2"
    return {license_: PublishedTexts(texts=(PublishedText(url=HUB, on="2026-11-01", words=2, whole=text().words, passages=slots),))}


def weights(license_: str | None = "Apache-2.0", **more) -> dict:
    return {"availability": "public", "license": license_, "license-scope": "stated", "evidence": [HUB], "checked": ON, **more}


@pytest.fixture
def world(known):
    """A way to complete one model, `it`, with what was fetched of it; others may stand beside it."""

    def complete(values: dict, *others: dict, records=None, published=None, **fetched):
        models = {}
        for one in ({"id": "it", **values}, *others):
            model = Model.model_validate({"name": one["id"], "developer": "ai2", "sources": {"huggingface": f"org/{one['id']}"}, **one})
            models[model.id] = model
        licenses = known.licenses | (records or {})
        texts = known.license_texts | (published or {})
        return enrich.catalogue(replace(known, models=models, written={}, licenses=licenses, license_texts=texts, fetched=Fetched(**fetched)))

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
        ("gemma", {}, None),
        ("other", {"license-name": "Qwen-Research"}, None),
        ("other", {"license-name": "Qwen-Research", "license-link": "https://huggingface.co/Qwen/Qwen2.5-3B/blob/main/LICENSE"}, "LicenseRef-Qwen-Research"),
        ("other", {"license-name": "NVIDIA Open Model License Agreement"}, None),
        ("other", {"license-link": "https://www.gnu.org/licenses/gpl-3.0.txt"}, "GPL-3.0-only"),
        ("other", {"license-name": "modified-mit"}, None),
        ("other", {"license-name": "nobody-knows", "license-link": "https://www.apache.org/licenses/x"}, None),
        ("other", {"license-link": "https://creativecommons.org/licenses/by/4.0"}, "CC-BY-4.0"),
        ("other", {"license-name": "example-terms-1.0", "license-link": "https://creativecommons.org/licenses/by/4.0/"}, None),
        ("other", {"license-name": "apache-2.0"}, "Apache-2.0"),
        ("other", {"license-name": "1.0"}, None),
        ("other", {"license-name": "llama4"}, "LicenseRef-Llama-4-Community"),
        ("other", {"license-name": "deepseek-license"}, "LicenseRef-DeepSeek-1.0"),
        ("other", {"license-name": "cogvideox-license"}, "LicenseRef-CogVideoX"),
        ("other", {"license-name": "falcon-mamba-7b-license"}, "LicenseRef-Falcon-Mamba-7B-1.0"),
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
    found = world({}, published=published(), models={"org/it": hub(license_="other", texts=[text()])})

    assert part(found).license == "MIT-0"


def test_all_tags_of_the_hub_have_a_meaning_or_a_reason(known):
    assert len(known.spellings.huggingface) == 83
    assert known.spellings.huggingface["bsl-1.0"].means == "BSL-1.0"


# ---- each conflict ----------------------------------------------------------------------------------------------------


def test_a_card_against_the_license_file_beside_it(world, known):
    found = world({}, published=published(), models={"org/it": hub(texts=[text()])})

    conflict = found.conflicts["it"][0]
    assert conflict.kind is ConflictKind.CARD_AND_TEXT
    assert [(side.who, side.says) for side in conflict.sides] == [("card", "Apache-2.0"), ("license-text", "MIT-0")]
    assert [side.url for side in conflict.sides] == [f"{HUB}/tree/{SHA}", f"{HUB}/blob/{SHA}/LICENSE"]
    assert part(found).license is None
    assert part(found).disputed == {"license": ("Apache-2.0", "MIT-0")}


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


@pytest.mark.parametrize(
    ("spdx", "words", "license_"),
    [
        ("NOASSERTION", "some text", "MIT-0"),
        (None, "some text", "MIT-0"),
        ("Apache-2.0", "some text", "MIT-0"),  # what a file says word by word is more than what a detector makes of it
        ("NOASSERTION", "unknown words", None),
        (None, "unknown words", None),
        ("Apache-2.0", "unknown words", "Apache-2.0"),
    ],
)
def test_a_known_text_speaks_and_where_it_is_not_known_the_detector_does(world, spdx, words, license_):
    repositories = {"org/code": RepositoryFacts(id="org/code", license=spdx, texts=[text(words)])}
    code = {"inference-code": {"availability": "public", "evidence": [CODE], "checked": ON}}

    found = world({"sources": {"github": ["org/code"]}, "components": code}, published=published(), repositories=repositories)

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
    changed = {"org/it": hub(texts=[text(replaced="a" * 64)])}

    assert kinds(world({"components": {"weights": weights()}}, models=changed)) == [ConflictKind.TEXT_CHANGED]
    later = weights(checked={"on": "2026-11-10", "by": "maintainers"})
    assert kinds(world({"components": {"weights": later}}, models=changed)) == []
    assert kinds(world({"components": {"weights": weights()}}, models={"org/it": hub(texts=[text()])})) == []


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
    assert part(disputed, "training-data").datasets[0].disputed == {"availability": ("gated", "public"), "license": ("MIT", "ODC-By-1.0")}


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


# ---- near misses ------------------------------------------------------------------------------------------------------


def code(license_: str | None = None, *evidence: str) -> dict:
    said = {"availability": "public", "evidence": list(evidence or [CODE]), "checked": ON}
    return said | ({"license": license_, "license-scope": "repository"} if license_ else {})


@pytest.mark.parametrize(("address", "filled"), [(CODE, "MIT"), (f"{CODE}/blob/v1/x", "MIT"), (f"{CODE}-2", None), (f"{CODE}.js/tree/v1", None)])
def test_a_repository_speaks_only_of_what_lies_in_it(world, address, filled):
    fetched = {"repositories": {"org/code": RepositoryFacts(id="org/code", license="MIT")}}
    bare = {"sources": {"github": ["org/code"]}, "components": {"training-code": code(None, address)}}
    disputed = {"sources": {"github": ["org/code"]}, "components": {"training-code": code("Apache-2.0", address)}}

    assert part(world(bare, **fetched), "training-code").license == filled
    assert kinds(world(disputed, **fetched)) == ([ConflictKind.FILE_AND_REPOSITORY] if filled else [])


def test_a_repository_that_another_model_names_speaks_of_code_that_lies_there_and_of_no_weights(world):
    fetched = {"repositories": {"org/code": RepositoryFacts(id="org/code", license="MIT")}}
    known = world({"components": {"training-code": code("Apache-2.0", CODE), "weights": weights(evidence=[CODE])}}, **fetched)
    assert [(found.kind, found.part) for found in known.conflicts["it"]] == [(ConflictKind.FILE_AND_REPOSITORY, "training-code")]


def test_a_repository_speaks_of_no_data_and_of_no_part_that_is_not_public(world):
    fetched = {"repositories": {"org/code": RepositoryFacts(id="org/code", license="MIT")}}
    parts = {"training-data": code(), "training-code": code() | {"availability": "gated"}}
    known = world({"sources": {"github": ["org/code"]}, "components": parts}, **fetched)
    assert [part(known, key).license for key in parts] == [None, None]


@pytest.mark.parametrize(
    ("detected", "disputed"),
    [(("MIT", "MIT"), True), (("MIT", None), False), (("MIT", "NOASSERTION"), False), (("MIT", "Apache-2.0"), False), (("MIT", ""), False)],
)
def test_a_part_in_two_repositories_is_in_conflict_only_with_both(world, detected, disputed):
    """An empty name stands for a repository that nobody fetched."""
    names = ("org/code", "org/more")
    repositories = {name: RepositoryFacts(id=name, license=said) for name, said in zip(names, detected, strict=True) if said != ""}
    parts = {"training-code": code("Apache-2.0", CODE, "https://github.com/org/more")}
    known = world({"sources": {"github": list(names)}, "components": parts}, repositories=repositories)
    assert kinds(known) == ([ConflictKind.FILE_AND_REPOSITORY] if disputed else [])


def test_a_repository_that_was_renamed_is_known_by_both_names(world):
    repositories = {"org/old": RepositoryFacts(id="org/new", license="MIT")}
    for name in ("old", "new"):
        parts = {"training-code": code(None, f"https://github.com/org/{name}")}
        assert part(world({"sources": {"github": ["org/old"]}, "components": parts}, repositories=repositories), "training-code").license == "MIT"


@pytest.mark.parametrize(
    ("own", "base", "freer"),
    [
        ("MIT", "CC-BY-NC-4.0", True),
        ("MIT", "CC-BY-NC-4.0 OR Apache-2.0", False),  # whoever takes the base under Apache-2.0 is bound by nothing
        ("MIT", "CC-BY-NC-4.0 AND Apache-2.0", True),
        ("MIT", "CC-BY-NC-4.0 OR CC-BY-NC-SA-4.0", True),
        ("MIT", "(CC-BY-NC-4.0 AND MIT) OR Apache-2.0", False),
        ("MIT OR CC-BY-NC-4.0", "CC-BY-NC-4.0", True),
        ("MIT AND CC-BY-NC-4.0", "CC-BY-NC-4.0", False),
        ("CC-BY-NC-4.0", "CC-BY-NC-4.0", False),
        ("MIT", "Apache-2.0", False),
        ("NONE", "CC-BY-NC-4.0", False),
        ("MIT", "NONE", False),
    ],
)
def test_a_derivative_is_freer_when_it_gives_what_every_choice_of_its_base_takes(world, own, base, freer):
    below = {"id": "base", "developer": "meta", "components": {"weights": weights(base)}}
    known = world({"derived-from": ["base"], "components": {"weights": weights(own)}}, below)
    assert kinds(known) == ([ConflictKind.FREER_THAN_BASE] if freer else [])


@pytest.mark.parametrize(
    ("written", "tag", "agree"),
    [
        ("MIT", "mit", True),
        ("MIT OR Apache-2.0", ("mit", "apache-2.0"), True),
        ("MIT", ("mit", "apache-2.0"), True),
        ("MIT AND CC-BY-4.0", ("mit", "apache-2.0"), False),  # neither names all of the other
        ("CC-BY-4.0", ("mit", "apache-2.0"), False),
        ("LGPL-3.0-or-later", "lgpl-3.0", True),
        ("LGPL-3.0-or-later", "gpl-3.0", False),
        ("MIT-0", "mit", False),
        ("NONE", "mit", False),
        ("MIT", ("mit", "made-up"), True),  # nothing here can name what the card says, so it contradicts nothing
        ("Apache-2.0", ("mit", "made-up"), True),
    ],
)
def test_a_card_agrees_when_one_names_all_that_the_other_does(world, written, tag, agree):
    known = world({"components": {"weights": weights(written)}}, models={"org/it": hub(license_=tag)})
    assert kinds(known) == ([] if agree else [ConflictKind.FILE_AND_CARD])


def test_one_tag_that_nobody_mapped_among_mapped_ones_leaves_the_license_unknown_and_is_reported(world):
    for tags in (("mit", "made-up"), ("made-up", "mit"), ("mit", "gpl")):
        known = world({}, models={"org/it": hub(license_=tags)})
        assert part(known).license is None
        assert [(gap.subject, gap.why, gap.written) for gap in known.gaps] == [("weights", "ambiguous" if "gpl" in tags else "unmapped", ", ".join(tags))]
    same = world({}, models={"org/it": hub(license_=("mit", "MIT", "mit"))})
    assert (part(same).license, same.gaps) == ("MIT", ())


def test_a_text_fills_only_where_the_card_names_nothing_and_is_in_no_conflict_with_silence(world, known):
    for tags, wanted in ((("made-up",), "MIT-0"), ((), "MIT-0"), (("mit", "apache-2.0"), None)):
        found = world({}, published=published(), models={"org/it": hub(license_=tags, texts=[text()])})
        assert part(found).license == wanted
    assert kinds(world({}, published=published(), models={"org/it": hub(license_=("made-up",), texts=[text()])})) == []


@pytest.mark.parametrize(("checked", "changed"), [("2026-11-09", True), ("2026-11-10", False), ("2026-11-11", False)])
def test_a_text_is_new_to_whoever_looked_before_the_day_it_was_seen(world, checked, changed):
    said = weights(checked={"on": checked, "by": "maintainers"})
    known = world({"components": {"weights": said}}, models={"org/it": hub(texts=[text(replaced="a" * 64)])})
    assert kinds(known) == ([ConflictKind.TEXT_CHANGED] if changed else [])


@pytest.mark.parametrize("written", ["none", "not-applicable", "on-request"])
def test_only_public_and_gated_are_held_against_the_gate_of_the_hub(world, written):
    said = {"availability": written, "because": "x", "evidence": [HUB], "checked": ON}
    known = world({"components": {"weights": said}}, models={"org/it": hub(gated="auto")})
    assert kinds(known) == []
    assert part(known).availability == written
    assert part(known).license == ("Apache-2.0" if written == "on-request" else None)


def test_a_page_whose_files_are_disabled_fills_no_availability(world):
    assert part(world({}, models={"org/it": hub(disabled=True)})).availability is None


def test_a_page_of_a_data_set_whose_files_are_disabled_fills_no_availability(world):
    named = {"components": {"training-data": {"datasets": [{"name": "Corpus", "huggingface": "org/corpus"}], "evidence": [HUB], "checked": ON}}}

    def filled(**more):
        return part(world(named, datasets={"org/corpus": hub("org/corpus", "odc-by", **more)}), "training-data").datasets[0].availability

    assert (filled(), filled(disabled=True)) == ("public", None)


def test_what_fills_a_part_tells_the_day_on_which_its_repository_was_asked(world):
    code_ = {"training-code": {"availability": "public", "evidence": [CODE], "checked": ON}}
    repositories = {"org/code": RepositoryFacts(id="org/code", license="MIT")}
    states = {"github/org/code": RequestState(confirmed="2026-11-09")}
    known = world({"sources": {"github": ["org/code"]}, "components": code_}, repositories=repositories, request_states=states)

    assert part(known, "training-code").fetched["license"].on == "2026-11-09"


def test_weights_that_can_be_had_only_on_request_take_no_license_from_a_repository(world):
    repositories = {"org/code": RepositoryFacts(id="org/code", license="MIT", texts=[text(path="LICENSE-MODEL")])}

    def filled(availability):
        said = {"availability": availability, "evidence": [CODE], "checked": ON}
        return part(
            world({"sources": {"github": ["org/code"]}, "components": {"weights": said}}, published=published("MIT"), repositories=repositories)
        ).license

    assert (filled("public"), filled("gated"), filled("on-request")) == ("MIT", "MIT", None)


def test_a_license_that_a_person_wrote_settles_what_a_card_says_of_itself(world):
    card = hub(license_="mit", **{"license-name": "llama3.1"})

    assert kinds(world({}, models={"org/it": card})) == [ConflictKind.CARD_AND_NAME]
    assert ConflictKind.CARD_AND_NAME not in kinds(world({"components": {"weights": weights("MIT")}}, models={"org/it": card}))


def test_a_gate_is_filled_where_nobody_said_how_it_opens(world):
    def gate(**more):
        said = {"availability": "gated", "license": "Apache-2.0", "license-scope": "stated", "evidence": [HUB], "checked": ON, **more}
        return part(world({"components": {"weights": said}}, models={"org/it": hub(gated="manual")}))

    assert gate().gate.approval == "manual" and set(gate().fetched) == {"gate"}
    assert gate(gate={"approval": "auto"}).gate.approval == "auto"
    assert gate(gate={"payment": True}).gate.payment is True and gate(gate={"payment": True}).gate.approval == "manual"


def test_what_fills_a_part_stands_among_its_evidence_once(world):
    page = f"{HUB}/tree/{SHA}"
    for evidence in ([HUB], [HUB, page]):
        filled = part(world({"components": {"weights": {"availability": "public", "evidence": evidence, "checked": ON}}}, models={"org/it": hub()}))
        assert filled.evidence == (HUB, page)


def test_a_paper_says_nothing_of_code_that_only_it_shows(world):
    parts = {"training-code": code(None, "https://arxiv.org/abs/2501.00001"), "technical-report": code(None, "https://arxiv.org/abs/2501.00001")}
    known = world({"components": parts}, papers={"2501.00001": PaperFacts(id="2501.00001", license="http://creativecommons.org/licenses/by/4.0/")})
    assert [part(known, key).license for key in parts] == [None, "CC-BY-4.0"]


def test_a_license_that_is_stated_for_a_part_is_not_held_against_its_repository(world):
    fetched = {"repositories": {"org/code": RepositoryFacts(id="org/code", license="MIT")}}
    for said in (code("Apache-2.0") | {"license-scope": "stated"}, code() | {"license-scope": "repository", "availability": "gated"}):
        assert kinds(world({"sources": {"github": ["org/code"]}, "components": {"training-code": said}}, **fetched)) == []


def test_the_editions_of_one_license_are_no_conflict(world):
    dated, now = "LicenseRef-DINOv3-2025-08-14", "LicenseRef-DINOv3"
    for written, tag, disputed in ((dated, now, False), (now, dated, False), (dated, "mit", True), ("Apache-2.0", now, True)):
        known = world({"sources": {"huggingface": "org/it"}, "components": {"weights": weights(written)}}, models={"org/it": hub("org/it", tag)})
        assert bool(kinds(known)) is disputed


def test_a_repository_that_weights_do_not_rest_on_says_nothing_of_them(world):
    fetched = {"models": {"org/it": hub()}, "repositories": {"org/code": RepositoryFacts(id="org/code", license="MIT")}}
    for evidence, disputed in (("https://example.org", False), (CODE, True), (f"{CODE}-2", False)):
        said = {"sources": {"huggingface": "org/it", "github": ["org/code"]}, "components": {"weights": weights(evidence=[evidence])}}
        assert kinds(world(said, **fetched)) == ([ConflictKind.CARD_AND_REPOSITORY] if disputed else [])


def restricting(known, **said):
    """A license that says of tags and freedoms only what is given."""
    record = known.licenses["CC-BY-NC-4.0"].model_validate({"name": "X", **said})
    return {"LicenseRef-X": record.model_copy(update={"id": "LicenseRef-X"})}


@pytest.mark.parametrize(
    ("said", "own", "freer"),
    [
        ({"freedoms": {"share": {"is": "restricted", "clause": "s. 1"}}}, "MIT", True),
        ({"freedoms": {"share": {"is": "conditional", "clause": "s. 1"}}}, "MIT", False),
        ({"tags": {"non-commercial": {"is": "yes"}}}, "MIT", True),
        ({"tags": {"non-commercial": {"is": "pending"}}}, "MIT", False),
        ({"tags": {"notice": {"is": "yes"}}}, "MIT", False),
        ({}, "MIT", False),
    ],
)
def test_what_a_base_takes_by_a_tag_or_a_freedom_alone_is_seen(world, known, said, own, freer):
    base = {"id": "base", "developer": "meta", "components": {"weights": weights("LicenseRef-X")}}
    found = world({"derived-from": ["base"], "components": {"weights": weights(own)}}, base, records=restricting(known, **said))
    assert kinds(found) == ([ConflictKind.FREER_THAN_BASE] if freer else [])


@pytest.mark.parametrize(
    ("said", "freer"), [({"tags": {"non-commercial": {"is": "no"}}}, True), ({"tags": {"non-commercial": {"is": "yes"}}}, False), ({}, False)]
)
def test_what_a_model_is_not_known_to_give_is_not_held_against_its_base(world, known, said, freer):
    base = {"id": "base", "developer": "meta", "components": {"weights": weights("CC-BY-NC-4.0")}}
    found = world({"derived-from": ["base"], "components": {"weights": weights("LicenseRef-X")}}, base, records=restricting(known, **said))
    assert kinds(found) == ([ConflictKind.FREER_THAN_BASE] if freer else [])


def test_each_side_says_what_it_says_and_where(world):
    base = {"id": "base", "developer": "meta", "components": {"weights": weights("CC-BY-NC-4.0", evidence=["https://example.org/base"])}}
    [freer] = world({"derived-from": ["base"], "components": {"weights": weights("MIT")}}, base).conflicts["it"]
    assert [(one.who, one.says, one.url) for one in freer.sides] == [("model", "MIT", HUB), ("base", "CC-BY-NC-4.0", "https://example.org/base")]
    assert (freer.part, freer.dataset, freer.fact) == ("weights", "", "license")

    [changed] = world({"components": {"weights": weights()}}, models={"org/it": hub(texts=[text(replaced="a" * 64)])}).conflicts["it"]
    page = f"{HUB}/blob/{SHA}/LICENSE"
    assert [(one.who, one.says, one.url, one.on) for one in changed.sides] == [
        ("checked-text", "a" * 12, "", "2026-11-01"),
        ("license-text", text().sha256[:12], page, "2026-11-10"),
    ]
    assert (changed.part, changed.dataset, changed.fact) == ("weights", "", "license")


def test_a_dispute_over_a_part_that_nobody_described_is_told_of_that_part(world, known):
    found = world({}, published=published(), models={"org/it": hub(texts=[text()], **{"weight-files": 0})})
    assert (part(found).disputed, part(found).license, part(found).availability) == ({"license": ("Apache-2.0", "MIT-0")}, None, None)


def test_a_data_set_whose_license_nothing_here_can_name_is_reported_by_its_name(world):
    training = {"datasets": [{"name": "Corpus", "huggingface": "org/corpus"}], "evidence": [HUB], "checked": ON}
    known = world({"components": {"training-data": training}}, datasets={"org/corpus": hub("org/corpus", "made-up")})
    assert [(gap.subject, gap.why) for gap in known.gaps] == [("Corpus", "unmapped")]


def test_a_gate_is_not_filled_before_what_is_public(world):
    known = world({"components": {"weights": weights(availability="on-request")}}, models={"org/it": hub(gated="manual")})
    assert part(known).gate is None


def test_a_text_that_changed_in_a_repository_is_told_of_the_code_that_lies_there(world):
    repositories = {"org/code": RepositoryFacts(id="org/code", license="MIT", texts=[text(replaced="a" * 64)])}
    parts = {"weights": weights(evidence=[CODE]), "training-code": code("MIT"), "inference-code": code("MIT", f"{CODE}-2")}
    known = world({"sources": {"huggingface": "org/it", "github": ["org/code"]}, "components": parts}, repositories=repositories, models={"org/it": hub()})
    changed = [one for one in known.conflicts["it"] if one.kind is ConflictKind.TEXT_CHANGED]
    assert [(one.part, one.sides[1].url) for one in changed] == [("training-code", f"{CODE}/blob/HEAD/LICENSE")]


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
        "'nobody' is no source of findings",
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
    for name in ("license-aliases", "peers", "not-assessed"):
        (data / f"{name}.yaml").unlink()

    assert enrich.catalogue(load.catalogue(data)).models


def test_only_what_a_conflict_bears_on_is_judged_again(world):
    calm = world({"components": {"weights": weights()}}, {"id": "other", "components": {"weights": weights()}}, models={"org/it": hub()})
    before = judge.catalogue(calm)
    stormy = world({"components": {"weights": weights()}}, {"id": "other", "components": {"weights": weights()}}, models={"org/it": hub(license_="mit")})

    after = judge.catalogue(stormy)

    assert causes.stale(calm, stormy) == {"it"}
    assert after["other"].verdicts == before["other"].verdicts
    assert after["it"].verdicts != before["it"].verdicts


def test_what_a_source_says_speaks_to_no_workflow_where_a_line_begins_with_it(world):
    found = world({"components": {"weights": weights("MIT")}}, models={"org/it": hub()})
    (one,) = found.conflicts["it"]
    odd = replace(one, sides=(replace(one.sides[0], says=f"{'x' * 90} ::error::wrong ##[group]x"), one.sides[1]))
    told = show.disagreements(replace(found, conflicts={"it": (odd,)}))
    assert "\n .          ::error::wrong ## [group]x" in told
