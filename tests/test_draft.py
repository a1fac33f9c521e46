"""A model file begun from what the Hub says: sure lines with their source, comments for the rest, and nothing that a hostile record can slip in."""

from __future__ import annotations

import http.server
import json
import threading
import time
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_data import small, write

from howopen import enrich, load
from howopen.commands import check, draft, draft_text
from howopen.fetch import hub_card, huggingface
from howopen.fetch.runtime import Runtime
from howopen.files import harmless, yaml
from howopen.records.errors import Refused

RUNTIME = Runtime("2026-11-26", time.time)
SPELLINGS = """
huggingface:
  apache-2.0: {means: Apache-2.0}
  mit: {means: MIT}
  gpl-3.0: {means: GPL-3.0-only}
  openrail: {ambiguous: A family.}
  other: {read: license-name}
license-name:
  shared-name: {ambiguous: Two licenses go by it.}
names:
  "MIT License": {means: MIT}
  "Shared Agreement": {ambiguous: Two licenses go by it.}
"""
SHA = "0123456789abcdef0123456789abcdef01234567"
# shape from the Hub's documentation and its own client, 2026-11
RECORD = {
    "_id": "64aa00000000000000000001",
    "id": "acme/Foo-7B",
    "sha": SHA,
    "createdAt": "2025-02-03T10:00:00.000Z",
    "disabled": False,
    "gated": False,
    "pipeline_tag": "text-generation",
    "tags": ["license:apache-2.0", "base_model:acme/foo-base", "base_model:finetune:acme/foo-base", "dataset:acme/corpus", "arxiv:2501.00001"],
    "cardData": {"license": "apache-2.0", "base_model": "acme/foo-base", "datasets": ["acme/corpus"]},
    "siblings": [{"rfilename": name} for name in ("LICENSE", "README.md", "modeling_foo.py", "model-00001-of-00002.safetensors")],
}


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    data = small(tmp_path_factory.mktemp("draft"))
    write(data, "license-aliases.yaml", SPELLINGS)
    return enrich.catalogue(load.catalogue(data))


def made(known, **changes):
    """The values of a draft from the record with some fields changed."""
    return yaml.parse(draft.model(RECORD | changes, known, "2026-11-23", "@me").text, "draft").value


def card(**values):
    return {"cardData": values, "tags": []}


def test_what_the_hub_is_sure_of_is_written_with_its_source(known):
    page = f"https://huggingface.co/acme/Foo-7B/blob/{SHA}/README.md"
    signed = {"on": "2026-11-23", "by": "@me"}
    assert made(known) == {
        "name": "Foo-7B",
        "developer": "acme",
        "modalities": ["text"],
        "sources": {"huggingface": "acme/Foo-7B"},
        "derived-from": ["hf:acme/foo-base"],
        "lineage": {"evidence": [page], "checked": signed},
        "components": {
            "weights": {
                "availability": "public",
                "license": "Apache-2.0",
                "license-scope": "stated",
                "evidence": [f"https://huggingface.co/acme/Foo-7B/tree/{SHA}", page],
                "checked": signed,
            },
            "model-card": {"availability": "public", "evidence": [page], "checked": signed},
            "training-data": {
                "datasets": [{"name": "acme/corpus", "where": "https://huggingface.co/datasets/acme/corpus", "huggingface": "acme/corpus"}],
                "evidence": [page],
                "checked": signed,
            },
        },
    }


def test_what_only_a_person_can_find_is_a_comment_that_says_what_to_look_for(known):
    text = draft.model(RECORD, known, "2026-11-23", "@me").text
    assert "\n# released: the day of the announcement, YYYY-MM-DD; the repository was made on 2025-02-03\n" in text
    assert '\n  # arxiv: ["2501.00001"], which the card names; keep a paper on this model and drop those on others\n' in text
    assert f"\n  # architecture-code: https://huggingface.co/acme/Foo-7B/blob/{SHA}/modeling_foo.py looks like it" in text
    assert "\n  # training-code: Code that trained the model" in text
    assert "coverage" not in made(known)["components"]["weights"]


@pytest.mark.parametrize(
    ("changes", "weights"),
    [
        ({"gated": "manual"}, {"availability": "gated", "gate": {"approval": "manual"}, "license": "Apache-2.0"}),
        ({"gated": "auto"}, {"availability": "gated", "gate": {"approval": "auto"}, "license": "Apache-2.0"}),
        ({"gated": None}, {"license": "Apache-2.0"}),
        (card(license=["apache-2.0"]), {"availability": "public", "license": "Apache-2.0"}),
        (card(license=["apache-2.0", "mit"]), {"availability": "public"}),
        (card(license="example-license"), {"availability": "public", "license": "LicenseRef-Example"}),
        (card(license="other", license_name="example-1.0"), {"availability": "public", "license": "LicenseRef-Example"}),
        (card(license="other", license_name="unheard-of"), {"availability": "public"}),
        (card(license="openrail"), {"availability": "public"}),
        (card(), {"availability": "public"}),
    ],
)
def test_gates_and_licenses_are_written_only_when_the_hub_is_clear(known, changes, weights):
    found = made(known, **changes)["components"]["weights"]
    assert {key: value for key, value in found.items() if key not in ("evidence", "checked", "license-scope")} == weights


def test_nothing_is_said_of_weights_that_are_not_there(known):
    assert "weights" not in made(known, siblings=[{"rfilename": "README.md"}])["components"]
    assert "weights" not in made(known, disabled=True)["components"]
    assert made(known, siblings=[], cardData=None, tags=None)["components"] == {}


def test_no_base_model_on_the_card_is_unknown_not_from_scratch(known):
    assert "derived-from" not in made(known, **card(license="mit"))


def test_a_developer_who_is_here_is_named_and_a_new_one_gets_a_file(known):
    here = draft.model(RECORD | {"id": "example-institute/New"}, known, "2026-11-23", "@me")
    assert here.developer is None and "developer: example-institute\n" in here.text
    assert draft.model(RECORD, known, "2026-11-23", "@me").developer[0] == "acme"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("org/name", "org/name"),
        (" org/na.me-7B_x ", "org/na.me-7B_x"),
        ("https://huggingface.co/org/name", "org/name"),
        ("https://huggingface.co/org/name/tree/main?x=1#y", "org/name"),
        ("http://hf.co/org/name/", "org/name"),
    ],
)
def test_an_id_or_an_address_names_a_model(text, name):
    assert draft.named(text) == name


@pytest.mark.parametrize(
    "text",
    [
        "name",
        "",
        "../..",
        "a/../b",
        "https://huggingface.co/datasets/o/n",
        "https://evil.example/o/n",
        "org/na me",
        "a/b/c",
        "org/..",
        "org/...",
        "o/" + "n" * 300,
    ],
)
def test_what_names_no_model_is_refused_before_anything_is_asked(text):
    with pytest.raises(draft.NoModel, match="names no model"):
        draft.named(text)


def test_a_model_that_is_here_is_refused_with_its_file(known):
    with pytest.raises(draft.NoModel, match=r"is in the catalogue already: data/models/example-7b\.yaml; change that file instead\Z"):
        draft.model(RECORD | {"id": "Example-Institute/example-7b"}, known, "2026-11-23", "@me")


@pytest.mark.parametrize("owner", ["null", "NULL", "1e999", "1.", "12", "true", "0"])
def test_an_owner_whose_name_is_a_number_or_a_word_of_yaml_stays_text(known, owner):
    found = draft.model(RECORD | {"id": f"{owner}/Foo-7B"}, known, "2026-11-23", "@me")
    assert yaml.parse(found.text, "it").value["developer"] == found.developer[0]


@pytest.mark.parametrize("owner", ["con", "nul.txt", "index.html"])
def test_an_owner_whose_file_check_would_refuse_is_told_before_anything_is_written(known, owner):
    with pytest.raises(draft_text.NoId, match=r"choose another name: write data/developers/<id>\.yaml with `name: "):
        draft.model(RECORD | {"id": f"{owner}/Foo-7B"}, known, "2026-11-23", "@me")


def test_an_id_longer_than_a_value_of_a_draft_names_no_model(known):
    with pytest.raises(draft.NoModel):
        draft.model(RECORD | {"id": f"acme/{'x' * 156}"}, known, "2026-11-23", "@me")
    assert made(known, id=f"acme/{'x' * 155}")["sources"] == {"huggingface": f"acme/{'x' * 155}"}


@settings(deadline=None)
@given(st.text(max_size=400))
def test_any_text_stays_one_value(text):
    value = yaml.parse(f"a: {harmless.yaml_scalar(text)}\nb: [{harmless.yaml_scalar(text)}, x]\n", "file").value
    assert value == {"a": harmless.shortened(text), "b": [harmless.shortened(text), "x"]}


def nested(inner):
    return st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)


ANY = st.recursive(st.none() | st.booleans() | st.integers() | st.floats() | st.text(), nested, max_leaves=8)
NASTY = st.sampled_from(
    ["x\n  weights: {}", "# x", "a: b", "'", '"', "}", "]", "\u202e", "\x00", "!!python/x", "&a", "*a", "org/na\nme", "${{ x }}", "| x", "- y"]
)
FIELDS = ["sha", "createdAt", "gated", "pipeline_tag", "tags", "cardData", "siblings", "disabled"]


@given(st.dictionaries(st.sampled_from(FIELDS), ANY | NASTY | st.lists(NASTY)))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_record_makes_a_draft_that_cannot_be_read(known, changes):
    value = made(known, **changes)
    assert (value["name"], value["sources"]) == ("Foo-7B", {"huggingface": "acme/Foo-7B"})


@given(st.dictionaries(st.sampled_from(["license", "license_name", "license_link", "base_model", "datasets"]), ANY | NASTY | st.lists(NASTY)), st.lists(NASTY))
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
def test_no_card_makes_a_draft_that_cannot_be_read(known, values, files):
    value = made(known, cardData=values, siblings=[*RECORD["siblings"], *({"rfilename": name} for name in files)], tags=[f"dataset:{name}" for name in files])
    assert set(value["components"]) <= {"weights", "model-card", "training-data"}


@pytest.mark.parametrize("record", [None, [], {}, {"id": 3}, {"id": "x"}, {"id": "a/b\nc"}])
def test_what_is_no_record_is_refused(known, record):
    with pytest.raises(draft.NoModel, match="the record has no `id`"):
        draft.model(record, known, "2026-11-23", "@me")


# ---- kinds of records that went wrong ----------------------------------------------------------------------------------


def text_of(known, **changes):
    return draft.model(RECORD | changes, known, "2026-11-23", "@me").text


def test_what_is_private_is_not_published_and_gets_no_draft(known):
    with pytest.raises(draft.NoModel, match="acme/Foo-7B is private: it is not published"):
        draft.model(RECORD | {"private": True}, known, "2026-11-23", "@me")


@pytest.mark.parametrize(
    ("file", "published"),
    [
        ("model.safetensors", True),
        ("unet/model.keras", True),
        ("model_state.pdparams", True),
        ("model.pkl", True),
        ("consolidated.00.pth", True),
        ("training_args.bin", False),
        ("checkpoint-1/optimizer.pt", False),
        ("scheduler.pt", False),
        ("rng_state_0.pth", False),
        ("tokenizer.pkl", False),
        ("README.md", False),
        ("model.safetensors.index.json", False),
    ],
)
def test_which_files_are_weights_is_told_by_format_and_role(known, file, published):
    assert ("weights" in made(known, siblings=[{"rfilename": file}])["components"]) == published


def test_data_sets_without_an_organisation_are_named_too(known):
    found = made(known, **card(license="mit", datasets=["squad_v2", "acme/corpus", "https://huggingface.co/datasets/acme/other/tree/main"]))
    page = "https://huggingface.co/datasets/"
    assert found["components"]["training-data"]["datasets"] == [
        {"name": "squad_v2", "where": f"{page}squad_v2"},
        {"name": "acme/corpus", "where": f"{page}acme/corpus", "huggingface": "acme/corpus"},
        {"name": "acme/other", "where": f"{page}acme/other", "huggingface": "acme/other"},
    ]
    assert "# the card also names './local data'" in text_of(known, **card(datasets=["acme/corpus", "./local data"]))


@pytest.mark.parametrize(
    ("base", "derived"),
    [
        ("acme/base", ["hf:acme/base"]),
        (["acme/base", "acme/BASE"], ["hf:acme/base"]),
        ("https://huggingface.co/acme/base/tree/main", ["hf:acme/base"]),
        ([{"name": "acme/base"}], ["hf:acme/base"]),
        ("@acme/base", ["hf:acme/base"]),
        ("gpt2", None),
        ("./checkpoints/last one", None),
    ],
)
def test_a_base_is_never_lost_whatever_form_it_is_written_in(known, base, derived):
    changes = card(license="mit", base_model=base)
    assert made(known, **changes).get("derived-from") == derived
    if derived is None:
        assert f"# derived-from: the card also names {base!r} as a base" in text_of(known, **changes)
        assert "trained from scratch" not in text_of(known, **changes)


@pytest.mark.parametrize(
    ("values", "license_"),
    [
        ({"license": "gpl-3.0"}, "GPL-3.0-only"),
        ({"license": "other", "license_name": "apache-2.0"}, "Apache-2.0"),
        ({"license": "other", "license_name": 1.0}, None),
        ({"license": "other", "license_name": "own-terms", "license_link": "https://example.org/license"}, None),
        ({"license": "other", "license_link": "https://example.org/license"}, "LicenseRef-Example"),
        ({"license": "other", "license_name": "shared-name", "license_link": "https://example.org/license"}, "LicenseRef-Example"),
        ({"license": "mit", "license_name": "own-terms"}, None),
        ({"license": "mit", "license_name": "example-1.0"}, None),
        ({"license": "mit", "license_name": "mit"}, "MIT"),
    ],
)
def test_a_draft_and_what_is_fetched_say_the_same_of_a_license(known, values, license_):
    answer = {"id": "acme/Foo-7B", "sha": SHA, "cardData": values, "siblings": []}
    fetched, _ = huggingface._facts(answer, None)
    assert draft_text.speller(known).card(fetched).expression == license_
    assert made(known, **card(**values))["components"]["weights"].get("license") == license_


def test_copies_and_adapters_are_called_so(known):
    assert "The Hub calls it a quantised copy of its base" in text_of(known, tags=["base_model:quantized:acme/base"])
    assert "The Hub calls it an adapter for its base" in text_of(known, **card(base_model="acme/base", base_model_relation="adapter"))
    assert "The Hub calls it" not in text_of(known)
    assert "The Hub has disabled its repository" in text_of(known, disabled=True)


def test_a_gate_that_shuts_people_out_says_whom(known):
    gate = made(known, gated="manual", **card(license="mit", extra_gated_eu_disallowed=True))["components"]["weights"]["gate"]
    assert gate == {"approval": "manual", "excludes": ["residents of the European Union"]}


def test_the_day_that_the_hub_gives_to_all_that_is_older_is_a_bound(known):
    assert "the repository was made on or before 2022-03-02\n" in text_of(known, createdAt="2022-03-02T23:29:04.000Z")
    assert "the repository was made on 2022-03-03\n" in text_of(known, createdAt="2022-03-03T00:00:00.000Z")


# ---- the command, and the network -----------------------------------------------------------------------------------


def test_the_command_writes_a_draft_that_checks_and_never_writes_over_a_file(tmp_path):
    data = small(tmp_path)
    record = tmp_path / "record.json"
    record.write_text(json.dumps(RECORD))
    words = ("draft", "--from", record, "--data", data, "--today", "2026-11-23")
    said = run(*words).stdout
    assert said.splitlines()[:2] == [f"Wrote {data}/developers/acme.yaml", f"Wrote {data}/models/foo-7b.yaml"]
    found = check.problems(data, (), "2026-11-23")
    assert {problem.severity for problem in found} == {"warning"}
    assert {problem.what for problem in found} == {"'@your-account' is nobody; write your own GitHub account, after you looked"}
    before = (data / "models" / "foo-7b.yaml").read_text()
    assert (
        "the record is of acme/Foo-7B, not of acme/Foo-8B; give the answer of the Hub's /api/models/acme/Foo-8B"
        in run("draft", "acme/Foo-8B", *words[1:], expect=1).stderr
    )
    assert "is in the catalogue already" in run(*words, expect=1).stderr
    record.write_text(json.dumps(RECORD | {"id": "other/Foo-7B"}))
    assert "is there already; change it, or choose another name with --id" in run(*words, expect=1).stderr
    assert (data / "models" / "foo-7b.yaml").read_text() == before
    assert "cannot be an id" in run(*words, "--id", "../../x", expect=1).stderr
    assert run(*words, "--id", "foo-7b-other").returncode == 0


@pytest.mark.parametrize("content", [b"{", b"[" * 100_000, b"\xff", b"x" * 9_000_000])
def test_a_record_that_cannot_be_read_is_named(tmp_path, content):
    record = tmp_path / "record.json"
    record.write_bytes(content)
    said = run("draft", "--from", record, "--data", small(tmp_path), expect=1).stderr
    assert said.startswith(f"{record}:") and "Traceback" not in said


class Hub(http.server.BaseHTTPRequestHandler):
    """Answers as the Hub does, by the repository's name."""

    def do_GET(self):
        name = self.path.removeprefix("/api/models/")
        status, headers, body = ANSWERS.get(name, (404, {"X-Error-Code": "RepoNotFound"}, b'{"error":"Repository not found"}'))
        self.send_response(status)
        for key, value in headers.items():
            self.send_header(key, value)
        self.send_header("Content-Type", "text/html" if body.startswith(b"<") else "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


ANSWERS = {
    "acme/Foo-7B": (200, {}, json.dumps(RECORD).encode()),
    "acme/old": (307, {"Location": "/api/models/acme/Foo-7B"}, b""),
    "acme/away": (302, {"Location": "http://127.0.0.1:9/api/models/acme/Foo-7B"}, b""),
    "acme/loop": (302, {"Location": "/api/models/acme/loop"}, b""),
    "acme/gated": (401, {"X-Error-Code": "GatedRepo"}, b"{}"),
    "acme/private": (401, {"X-Error-Code": "RepoNotFound"}, b"{}"),
    "acme/disabled": (403, {}, b"{}"),
    "acme/limited": (429, {}, b"{}"),
    "acme/broken": (503, {}, b"{}"),
    "acme/html": (200, {}, b"<html>"),
    "acme/broken-json": (200, {}, b'{"id": '),
    "acme/large": (200, {}, b"x" * (hub_card.MOST_BYTES + 1)),
}


@pytest.fixture(scope="module")
def origin():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_record_is_fetched_also_when_the_repository_was_renamed(origin):
    assert hub_card.ask(origin, "acme/Foo-7B", RUNTIME) == hub_card.ask(f"{origin}/", "acme/old", RUNTIME) == RECORD


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("acme/gone", "is not on the Hub, or is private; look at the spelling"),
        ("acme/private", "is not on the Hub, or is private; look at the spelling"),
        ("acme/gated", "is gated and does not show its record"),
        ("acme/disabled", "its access is disabled or refused"),
        ("acme/limited", "try again in five minutes"),
        ("acme/broken", "the Hub answers with status 503"),
        ("acme/html", "the Hub's answer is no JSON"),
        ("acme/broken-json", "the Hub's answer is no JSON"),
        ("acme/large", "is larger than 8 MB"),
        ("acme/away", "points to another host"),
        ("acme/loop", "redirects without end"),
    ],
)
def test_each_way_to_fail_says_what_to_do(origin, name, said):
    with pytest.raises(hub_card.NoRecord, match=said):
        hub_card.ask(origin, name, RUNTIME)


def test_a_hub_that_is_not_there_is_told_with_the_way_out():
    with pytest.raises(hub_card.NoRecord, match=r"cannot be reached; .*--from FILE"):
        hub_card.ask("http://127.0.0.1:9", "acme/x", RUNTIME)


def test_a_record_at_the_largest_size_is_read_and_one_byte_more_is_not(origin, monkeypatch):
    whole = len(json.dumps(RECORD))
    monkeypatch.setattr(hub_card, "BOUNDS", replace(hub_card.BOUNDS, bytes_=whole))
    assert hub_card.ask(origin, "acme/Foo-7B", RUNTIME) == RECORD
    monkeypatch.setattr(hub_card, "BOUNDS", replace(hub_card.BOUNDS, bytes_=whole - 1))
    with pytest.raises(hub_card.NoRecord, match="is larger than"):
        hub_card.ask(origin, "acme/Foo-7B", RUNTIME)


def test_a_proxy_that_cannot_be_used_is_named(origin, monkeypatch):
    monkeypatch.setenv("ALL_PROXY", "nonsense://x")
    with pytest.raises(Refused, match="the proxy that the environment names cannot be used"):
        hub_card.ask(origin, "acme/Foo-7B", RUNTIME)


def test_the_command_asks_the_hub_it_is_given(origin, tmp_path):
    data = small(tmp_path)
    run("draft", "https://huggingface.co/acme/Foo-7B", "--hub", origin, "--data", data, "--by", "@me")
    assert Path(data / "models" / "foo-7b.yaml").is_file()
    assert "is not on the Hub" in run("draft", "acme/gone", "--hub", origin, "--data", data, expect=1).stderr
    assert "give a model" in run("draft", "--data", data, expect=2).stderr
