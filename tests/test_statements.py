"""Statements of publishers, filled in and compared on a small catalogue: each condition under which a statement counts, met and just missed."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from small_data import LICENSE, small, write

from howopen import enrich, load
from howopen.licenses import texts
from howopen.records.fetched import Fetched, HubFacts, LicenseText, PaperFacts, RepositoryFacts
from howopen.records.license import SpellingBook
from howopen.records.license_text import PublishedTexts
from howopen.records.model import Model

HUB, CODE, DATA, PAPER = (
    "https://huggingface.co/org/it",
    "https://github.com/org/code",
    "https://huggingface.co/datasets/org/set",
    "https://arxiv.org/abs/2401.00001",
)
SHUT, MIT, OTHER = b"Nobody may come in.", b"Anyone may do as they like.", b"Words that nobody knows."
TAGS = {"mit": {"means": "MIT"}, "apache-2.0": {"means": "Apache-2.0"}, "other": {"read": "license-name"}, "gone": {"unread": "x"}, "many": {"ambiguous": "x"}}


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    """The small catalogue without its models, with tags of cards and the texts of two licenses."""
    data = small(tmp_path_factory.mktemp("statements"))
    write(data, "licenses/LicenseRef-Shut.yaml", LICENSE.replace("Example License", "Shut Terms").replace("example", "shut"))
    spellings = SpellingBook.model_validate({"huggingface": TAGS | {"strange": {"unknown": True}}, "addresses": {"https://example.org/mit": {"means": "MIT"}}})
    known = {
        key: PublishedTexts(texts=(texts.published(texts.digests(said), HUB, "2026-11-01"),)) for key, said in {"LicenseRef-Shut": SHUT, "MIT": MIT}.items()
    }
    return replace(load.catalogue(data), models={}, spellings=spellings, license_texts=known)


def text(said: bytes, path: str = "LICENSE", **more) -> LicenseText:
    found, digest = texts.digests(said), hashlib.sha256(said).hexdigest()
    given = {"path": path, "sha256": digest, "words": found.whole, "passages": texts.compact(found), "seen": "2026-11-10"} | more
    return LicenseText.model_validate(given | ({"points-to": found.to} if found.to else {}))


def page(name: str = "org/it", license_: str | None = "mit", files: tuple[LicenseText, ...] = (), **more) -> HubFacts:
    said = {"id": name, "sha": "0" * 40, "license": (license_,) if license_ else (), "weight-files": 1} | more
    return HubFacts.model_validate(said).model_copy(update={"texts": files})


def repository(license_: str | None = "MIT", *files: LicenseText, **more) -> RepositoryFacts:
    return RepositoryFacts.model_validate({"id": "org/code", "license": license_, **more}).model_copy(update={"texts": files})


def completed(words, model: dict, **fetched):
    """The catalogue with the model `it`, completed."""
    named = {"huggingface": "org/it"} if "models" in fetched else {}
    github = {"github": "org/code"} if "repositories" in fetched else {}
    one = Model.model_validate({"id": "it", "name": "It", "developer": "example-institute", "sources": named | github} | model)
    return enrich.catalogue(replace(words, models={"it": one}, fetched=Fetched(**fetched)))


def parts(known) -> dict:
    return known.models["it"].components


def kinds(known) -> list[str]:
    return [str(one.kind) for one in known.conflicts.get("it", ())]


def code(*evidence: str, license_: str | None = None, **more) -> dict:
    said = {"availability": "public", "license": license_, "evidence": list(evidence or (CODE,)), "checked": {"on": "2026-11-01", "by": "maintainers"}} | more
    return {"components": {"training-code": {key: value for key, value in said.items() if value is not None}}}


# ---- repositories ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("evidence", "files", "wanted"),
    [
        (CODE, [text(MIT)], "MIT"),
        (CODE, [text(MIT), text(SHUT, "sub/LICENSE")], "MIT"),
        (f"{CODE}/tree/main/sub", [text(MIT), text(SHUT, "sub/LICENSE")], "LicenseRef-Shut"),
        (f"{CODE}/tree/main/sub/deep", [text(MIT), text(SHUT, "sub/LICENSE"), text(MIT, "sub/deep/LICENSE")], "MIT"),
        (f"{CODE}/tree/main/subway", [text(MIT), text(SHUT, "sub/LICENSE")], "MIT"),
        (f"{CODE}/tree/main/other", [text(MIT), text(SHUT, "sub/LICENSE")], "MIT"),
        (CODE, [text(MIT, "LICENSE-CODE"), text(SHUT, "LICENSE-MODEL")], "MIT"),
        (CODE, [text(SHUT, "LICENSE-MODEL"), text(MIT, "LICENSE-MIT")], None),
        (CODE, [text(MIT, "LICENSE"), text(MIT, "COPYING")], "MIT"),
        (CODE, [text(MIT, "LICENSE"), text(SHUT, "COPYING")], None),
    ],
)
def test_code_takes_the_license_of_the_nearest_file_that_speaks_of_it(words, evidence, files, wanted):
    known = completed(words, code(evidence), repositories={"org/code": repository(None, *files)})

    assert parts(known)["training-code"].license == wanted


@pytest.mark.parametrize(
    ("detected", "said", "evidence", "wanted"),
    [
        ("MIT", None, CODE, "MIT"),
        ("NOASSERTION", None, CODE, None),
        (None, None, CODE, None),
        ("MIT", OTHER, CODE, "MIT"),
        (None, OTHER, CODE, None),
        ("MIT", b"See LICENSE-X for it.", CODE, "MIT"),
        ("Apache-2.0", MIT, CODE, "MIT"),
        ("MIT", SHUT + b" But you may not.", CODE, None),
        ("MIT", OTHER, f"{CODE}/tree/main/sub", None),
    ],
)
def test_the_detector_is_believed_only_where_no_text_tells_more(words, detected, said, evidence, wanted):
    files = [text(said, "sub/LICENSE" if "sub" in evidence else "LICENSE")] if said else []
    known = completed(words, code(evidence), repositories={"org/code": repository(detected, *files)})

    assert parts(known)["training-code"].license == wanted


def test_what_a_repository_gives_is_marked_with_its_page_and_as_told_of_the_whole_or_of_the_folder(words):
    whole = parts(completed(words, code(), repositories={"org/code": repository("MIT", text(MIT))}))["training-code"]
    folder = parts(completed(words, code(f"{CODE}/tree/main/sub"), repositories={"org/code": repository("MIT", text(MIT, "sub/LICENSE"))}))["training-code"]

    assert (whole.license_scope, folder.license_scope) == ("repository", "stated")
    detected = parts(completed(words, code(), repositories={"org/code": repository("MIT")}))["training-code"]
    assert detected.fetched["license"].source == whole.fetched["license"].source == "github" and "license_scope" not in whole.fetched
    assert len(whole.evidence) == 2 and CODE in whole.evidence


@pytest.mark.parametrize(
    ("part", "license_"),
    [
        ({}, "MIT"),
        ({"availability": "gated"}, None),
        ({"availability": "none"}, None),
        ({"availability": None}, None),
        ({"license": "Apache-2.0"}, "Apache-2.0"),
        ({"evidence": [CODE, "https://example.org/more"]}, "MIT"),
        ({"evidence": [CODE, "https://github.com/other/thing"]}, None),
        ({"evidence": [f"{CODE}/tree/side"]}, None),
    ],
)
def test_a_part_is_filled_only_where_it_is_public_and_lies_there_alone(words, part, license_):
    said = code()["components"]["training-code"] | part
    model = {"components": {"training-code": {key: value for key, value in said.items() if value is not None}}}

    assert parts(completed(words, model, repositories={"org/code": repository()}))["training-code"].license == license_


def test_a_file_that_is_for_weights_gives_them_its_license_wherever_else_they_are_shown(words):
    weights = {"availability": "public", "evidence": [CODE, "https://github.com/other/thing"], "checked": {"on": "2026-11-01", "by": "maintainers"}}

    def filled(path: str, **said) -> str | None:
        known = completed(words, {"components": {"weights": weights | said}}, repositories={"org/code": repository("MIT", text(SHUT, path))})
        return parts(known)["weights"].license

    assert filled("LICENSE-MODEL") == filled("LICENSE-MODEL", availability="gated") == "LicenseRef-Shut"
    assert filled("LICENSE") is filled("LICENSE-MODEL", availability="on-request") is None


# ---- pages on the Hub ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("license_", "files", "more", "wanted", "gap"),
    [
        ("mit", [], {}, "MIT", ""),
        (None, [], {}, None, ""),
        ("nope", [], {}, None, "unmapped"),
        ("gone", [], {}, None, "unread"),
        ("many", [], {}, None, "ambiguous"),
        ("strange", [], {}, None, ""),
        (None, [text(SHUT)], {}, "LicenseRef-Shut", ""),
        ("other", [text(SHUT)], {}, "LicenseRef-Shut", ""),
        (None, [text(SHUT)], {"license-link": "https://example.org/none"}, None, ""),
        (None, [text(SHUT), text(MIT, "COPYING")], {}, None, ""),
        (None, [text(SHUT), text(SHUT, "COPYING")], {}, "LicenseRef-Shut", ""),
        ("mit", [text(OTHER)], {}, "MIT", "unknown"),
        ("mit", [text(MIT + b" But never at night, and never by day either.")], {}, None, "longer"),
        (None, [text(b"You may look. " + MIT)], {}, None, "longer"),
        ("mit", [text(b"See LICENSE-X for it.")], {}, "MIT", "points"),
    ],
)
def test_weights_take_the_license_of_their_card_else_of_the_text_beside_it_or_say_what_lacks(words, license_, files, more, wanted, gap):
    known = completed(words, {}, models={"org/it": page("org/it", license_, tuple(files), **more)})

    assert parts(known)["weights"].license == wanted
    assert parts(known)["weights"].license_scope == ("stated" if wanted else None)
    assert [one.why for one in known.gaps] == ([gap] if gap else [])


@pytest.mark.parametrize(
    ("more", "availability", "approval"),
    [
        ({}, "public", None),
        ({"gated": "auto"}, "gated", "auto"),
        ({"gated": "manual"}, "gated", "manual"),
        ({"gated": None}, None, None),
        ({"weight-files": 0}, None, None),
        ({"disabled": True}, None, None),
        ({"gated": "auto", "disabled": True}, None, None),
    ],
)
def test_weights_are_as_available_as_their_page_says_where_it_has_them(words, more, availability, approval):
    part = parts(completed(words, {}, models={"org/it": page(**more)}))["weights"]

    assert (part.availability, part.gate.approval if part.gate else None) == (availability, approval)


@pytest.mark.parametrize(
    ("written", "gated", "license_", "conflict"),
    [
        ({"availability": "public"}, "no", "MIT", False),
        ({"availability": "gated"}, "auto", "MIT", False),
        ({"availability": "none"}, "no", None, False),
        ({"availability": "not-applicable"}, "no", None, False),
        ({"availability": "public"}, "auto", "MIT", True),
        ({"availability": "gated"}, "no", "MIT", True),
        ({"availability": "public"}, None, "MIT", False),
        ({"availability": "on-request"}, "auto", "MIT", False),
    ],
)
def test_what_is_written_of_the_weights_is_held_against_the_gate_of_their_page(words, written, gated, license_, conflict):
    said = {"components": {"weights": written | {"because": "X", "evidence": [HUB], "checked": {"on": "2026-11-01", "by": "maintainers"}}}}
    known = completed(words, said, models={"org/it": page(gated=gated)})

    assert (kinds(known) == ["gate"]) is conflict
    assert parts(known)["weights"].license == license_
    assert parts(known)["weights"].availability == (None if conflict else written["availability"])


def test_bases_of_a_card_are_taken_only_where_nobody_wrote_any(words):
    there = {"models": {"org/it": page(**{"base-models": ["org/base"]})}}

    assert completed(words, {}, **there).models["it"].derived_from == ("hf:org/base",)
    assert completed(words, {}, **there).models["it"].fetched["derived-from"].source == "huggingface-models"
    assert completed(words, {"derived-from": []}, **there).models["it"].derived_from == ()
    assert completed(words, {"derived-from": ["hf:org/other"]}, **there).models["it"].derived_from == ("hf:org/other",)
    assert completed(words, {}, models={"org/it": page()}).models["it"].derived_from is None


# ---- data sets and papers ----------------------------------------------------------------------------------------------


def with_set(**said) -> dict:
    seen = {"evidence": [DATA], "checked": {"on": "2026-11-01", "by": "maintainers"}}
    return {"components": {"training-data": seen | {"datasets": [{"name": "Set", "huggingface": "org/set"} | said]}}}


@pytest.mark.parametrize(
    ("said", "facts", "availability", "license_"),
    [
        ({}, page("org/set"), "public", "MIT"),
        ({}, page("org/set", gated="auto"), "gated", "MIT"),
        ({}, page("org/set", disabled=True), None, "MIT"),
        ({}, page("org/set", gated=None), None, "MIT"),
        ({"availability": "public"}, page("org/set", None), "public", None),
        ({"availability": "none"}, page("org/set"), "none", "MIT"),
        ({"license": "MIT"}, page("org/set", None, (text(SHUT),)), "public", "MIT"),
        ({}, page("org/set", None, (text(SHUT),)), "public", "LicenseRef-Shut"),
        ({}, page("org/set", None, (text(MIT), text(SHUT, "LICENSE-DATA"))), "public", "LicenseRef-Shut"),
        ({"license": "Apache-2.0"}, page("org/set"), "public", None),
        ({"availability": "public"}, page("org/set", gated="auto"), None, "MIT"),
    ],
)
def test_a_data_set_is_filled_and_disputed_by_its_page(words, said, facts, availability, license_):
    [one] = parts(completed(words, with_set(**said), datasets={"org/set": facts}))["training-data"].datasets

    assert (one.availability, one.license) == (availability, license_)


@pytest.mark.parametrize("where", [DATA, None])
def test_what_is_written_of_a_data_set_stands_where_the_set_is(words, where):
    said = {"license": "Apache-2.0"} | ({"where": where} if where else {})
    [found] = completed(words, with_set(**said), datasets={"org/set": page("org/set")}).conflicts["it"]

    assert (str(found.kind), found.part, found.dataset) == ("file-and-card", "training-data", "Set")
    assert (found.sides[0].says, found.sides[0].url) == ("Apache-2.0", where or "")


def test_a_data_set_whose_page_nobody_fetched_stays_as_it_is(words):
    [one] = parts(completed(words, with_set(), datasets={"org/other": page("org/other")}))["training-data"].datasets

    assert (one.availability, one.license, one.fetched) == (None, None, {})


@pytest.mark.parametrize(
    ("component", "said", "license_", "filled"),
    [
        ("technical-report", {"availability": "public"}, "https://example.org/mit", "MIT"),
        ("technical-report", {"availability": "public"}, "https://example.org/none", None),
        ("technical-report", {"availability": "public"}, None, None),
        ("technical-report", {"availability": "none"}, "https://example.org/mit", None),
        ("training-code", {"availability": "public"}, "https://example.org/mit", None),
        ("technical-report", {"availability": "public", "evidence": [PAPER, "https://arxiv.org/abs/2402.00002"]}, "https://example.org/mit", None),
    ],
)
def test_a_paper_gives_its_license_to_the_documents_that_it_is(words, component, said, license_, filled):
    model = {"components": {component: {"evidence": [PAPER], "checked": {"on": "2026-11-01", "by": "maintainers"}} | said}}
    known = completed(words, model, papers={"2401.00001": PaperFacts.model_validate({"id": "2401.00001", "license": license_})})

    assert parts(known)[component].license == filled
    assert [origin.source for origin in parts(known)[component].fetched.values()] == (["arxiv"] if filled else [])
    assert (parts(known)[component].license_scope, "license" in parts(known)[component].fetched) == (("stated", True) if filled else (None, False))


# ---- conflicts ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("license_", "scope", "detected", "conflict"),
    [
        ("Apache-2.0", "repository", "MIT", True),
        ("MIT", "repository", "MIT", False),
        ("MIT AND Apache-2.0", "repository", "MIT", False),
        ("Apache-2.0", "stated", "MIT", False),
        ("Apache-2.0", "repository", "NOASSERTION", False),
        ("NONE", "repository", "MIT", True),
    ],
)
def test_the_license_of_code_is_held_against_its_repository_where_it_is_told_of_the_whole(words, license_, scope, detected, conflict):
    known = completed(words, code(license_=license_, **{"license-scope": scope}), repositories={"org/code": repository(detected)})

    assert kinds(known) == (["file-and-repository"] if conflict else [])


@pytest.mark.parametrize(
    ("checked", "replaced", "license_", "changed"),
    [
        ("2026-11-01", "0" * 64, "MIT", True),
        ("2026-11-10", "0" * 64, "MIT", False),
        ("2026-11-01", None, "MIT", False),
        ("2026-11-01", "0" * 64, None, False),
    ],
)
def test_a_text_that_was_replaced_is_told_to_whoever_looked_before(words, checked, replaced, license_, changed):
    model = code(license_=license_, **{"license-scope": "repository"} if license_ else {}, checked={"on": checked, "by": "maintainers"})
    files = (text(MIT, **({"replaced": replaced} if replaced else {})),)
    known = completed(words, model, repositories={"org/code": repository("MIT", *files)})

    assert kinds(known) == (["text-changed"] if changed else [])


@pytest.mark.parametrize(
    ("weights", "card", "files", "found"),
    [
        ("MIT", "mit", [], []),
        ("Apache-2.0", "mit", [], ["file-and-card"]),
        ("Apache-2.0", None, [text(MIT)], ["file-and-text"]),
        ("Apache-2.0", "nope", [text(MIT)], ["file-and-text"]),
        ("MIT", None, [text(MIT)], []),
        (None, "mit", [text(SHUT)], ["card-and-text"]),
        (None, "mit", [text(MIT)], []),
        (None, "nope", [text(MIT)], []),
        ("Apache-2.0", "apache-2.0", [text(SHUT)], ["card-and-text"]),
        ("MIT", "apache-2.0", [text(SHUT)], ["card-and-text", "file-and-card"]),
    ],
)
def test_the_license_of_weights_is_held_against_their_card_and_else_against_the_text_beside_it(words, weights, card, files, found):
    said = {"availability": "public", "license": weights, "license-scope": "stated", "evidence": [HUB], "checked": {"on": "2026-11-20", "by": "maintainers"}}
    model = {"components": {"weights": {key: value for key, value in said.items() if value}}} if weights else {}

    assert kinds(completed(words, model, models={"org/it": page("org/it", card, tuple(files))})) == found


def test_a_part_within_another_is_as_available_as_that_one_where_nothing_else_is_said(words):
    paper = {"availability": "public", "license": "MIT", "license-scope": "stated", "evidence": [PAPER], "checked": {"on": "2026-11-20", "by": "maintainers"}}

    def results(**said) -> tuple:
        part = parts(completed(words, {"components": {"technical-report": paper, "evaluation-results": {"embedded-in": "technical-report"} | said}}))
        return tuple(getattr(part["evaluation-results"], name) for name in ("availability", "license", "license_scope", "evidence"))

    assert results() == ("public", "MIT", "stated", (PAPER,))
    seen = {"evidence": [HUB], "checked": {"on": "2026-11-20", "by": "maintainers"}}
    assert results(availability="none", **seen) == ("none", "MIT", "stated", (HUB,))


@pytest.mark.parametrize(
    ("weights", "scope", "evidence", "card", "path", "found"),
    [
        # nobody wrote the license: a file that is for weights speaks of them, and so does one for all where nothing else explains it
        (None, None, (), "mit", "LICENSE-MODEL", ["card-and-repository"]),
        (None, None, (), "mit", "LICENSE", ["card-and-repository"]),
        (None, None, (), "nope", "LICENSE-MODEL", []),
        (None, None, (), None, "LICENSE-MODEL", []),
        # somebody did, and it rests on the repository, on it alone, or on neither
        ("MIT", "stated", (f"{CODE}/blob/main/LICENSE",), "mit", "LICENSE", ["card-and-repository"]),
        ("MIT", "stated", (f"{CODE}/blob/main/README.md",), "mit", "LICENSE", []),
        ("MIT", "repository", (f"{CODE}/blob/main/README.md",), "mit", "LICENSE", ["card-and-repository"]),
        ("MIT", "stated", (HUB,), "mit", "LICENSE", []),
        ("MIT", "stated", (HUB,), "mit", "LICENSE-MODEL", []),
        ("MIT", "stated", (HUB, CODE), "mit", "LICENSE-MODEL", ["card-and-repository"]),
        ("MIT", "stated", (CODE,), None, "LICENSE-MODEL", ["file-and-repository"]),
        ("LicenseRef-Shut", "stated", (CODE,), None, "LICENSE-MODEL", []),
        ("MIT", "stated", (CODE, "https://github.com/org/other"), "mit", "LICENSE", []),
    ],
)
def test_a_repository_is_held_against_the_weights_where_its_license_is_about_them(words, weights, scope, evidence, card, path, found):
    said = {"availability": "public", "license": weights, "license-scope": scope, "checked": {"on": "2026-11-20", "by": "maintainers"}}
    model = {"components": {"weights": said | {"evidence": list(evidence)}}} if weights else {}
    known = completed(words, model, models={"org/it": page("org/it", card)}, repositories={"org/code": repository(None, text(SHUT, path))})

    assert kinds(known) == found


def test_a_repository_whose_license_the_code_explains_says_nothing_of_the_weights(words):
    there = {"models": {"org/it": page()}, "repositories": {"org/code": repository(None, text(SHUT))}}
    explained = code(license_="LicenseRef-Shut", **{"license-scope": "repository"})

    assert kinds(completed(words, {}, **there)) == ["card-and-repository"]
    assert kinds(completed(words, explained, **there)) == []
    assert kinds(completed(words, code(license_="MIT", **{"license-scope": "stated"}), **there)) == ["card-and-repository"]


def test_a_conflict_is_known_by_all_that_both_sides_say(words):
    def key(license_: str, tag: str) -> str:
        said = {
            "availability": "public",
            "license": license_,
            "license-scope": "stated",
            "evidence": [HUB],
            "checked": {"on": "2026-11-20", "by": "maintainers"},
        }
        [found] = completed(words, {"components": {"weights": said}}, models={"org/it": page("org/it", tag)}).conflicts["it"]
        return found.id

    assert len({key("LicenseRef-Shut", "mit"), key("CC0-1.0", "mit"), key("LicenseRef-Shut", "apache-2.0")}) == 3


@pytest.mark.parametrize(("name", "values"), [("Shut Terms", ("LicenseRef-Shut",)), ("own terms", ())])
def test_a_card_that_names_another_license_than_its_tag_has_two_sides(words, name, values):
    [found] = completed(words, {}, models={"org/it": page(**{"license-name": name})}).conflicts["it"]

    assert str(found.kind) == "card-and-name"
    assert [side.values for side in found.sides] == [("MIT",), values]
