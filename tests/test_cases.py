"""Small inputs that once went wrong, each as people run it: through the commands, against services on loopback. Every value is made up."""

from __future__ import annotations

import gc
import json
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result
from conftest import HERE
from services import Services

from howopen import cli

TODAY = "2026-11-27"


@pytest.fixture
def services(monkeypatch):
    server = Services()
    for name, value in server.environment().items():
        monkeypatch.setenv(name, value)
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def data(data):
    """The words and licenses as they are, and no model and no peer."""
    for file in (data / "models").iterdir():
        file.unlink()
    (data / "peers.yaml").write_text("peers: []\n")
    return data


def ran(*words, expect: int = 0) -> Result:
    """What a command answers, without a process of its own."""
    done = CliRunner().invoke(cli.main, [str(word) for word in words])
    gc.enable()
    assert done.exit_code == expect, done.output
    return done


def given(folder: Path, name: str, value: object) -> Path:
    file = folder / name
    file.write_text(json.dumps(value, ensure_ascii=False))
    return file


def imported(peer: str, value: object, data: Path, *words, expect: int = 0) -> str:
    """The model file that an import writes, or what it says instead."""
    done = ran("import", peer, given(data.parent, "theirs.json", value), "--on", TODAY, "--data", data, *words, expect=expect)
    return done.stderr if expect else Path(done.output.split("show ")[1].strip()).read_text()


def drafted(record: dict, data: Path, *words, expect: int = 0) -> str:
    """The model file that a draft writes, or what it says instead."""
    done = ran("draft", "--from", given(data.parent, "record.json", record), "--id", "it", "--data", data, "--today", TODAY, *words, expect=expect)
    return done.stderr if expect else (data / "models" / "it.yaml").read_text()


def fetched(record: dict, data: Path, services: Services, expect: int = 0) -> tuple[dict, Result]:
    """(snapshot, run) of a fetch of one model of the Hub that a file names, without any word on it."""
    services.models[record["id"].lower()] = record
    model = {"name": "It", "developer": "meta", "sources": {"huggingface": record["id"]}}
    (data / "models" / "it.yaml").write_text(yaml.safe_dump(model))
    done = ran("fetch", "--only", "huggingface", "--data", data, "--today", TODAY, expect=expect)
    file = data / "fetched" / "huggingface-models" / f"{record['id'].lower()}.json"
    return json.loads(file.read_text()) if file.exists() else {}, done


def shown(data: Path, *words) -> str:
    return " ".join(ran("show", "it", "--data", data, *words).output.split())


def weights(data: Path) -> dict:
    """The facts on the weights of `it`, as the API gives them."""
    return json.loads(ran("show", "it", "--json", "--data", data).output)["facts"].get("components", {}).get("weights", {})


def graded(license_: str = "MIT License") -> dict:
    link = "https://huggingface.co/example-z/Example-1"
    return {
        "system": {"name": "Example", "link": link, "endmodelname": "It", "endmodellicense": license_, "releasedate": "2026-01"},
        "org": {"name": "Example Institute"},
        "modelcard": {"class": "closed", "link": link, "notes": "It has a card, which tells how to run it."},
        "weights_endmodel": {"class": "open", "link": link},
    }


def release(**values) -> dict:
    return {"release": {"name": "It", "version": "7B", "license": {}, "producer": "Example Institute", "components": []} | values}


def record(**values) -> dict:
    files = [{"rfilename": "README.md"}, {"rfilename": "model.safetensors"}]
    plain = {"id": "example-z/it", "sha": "a" * 40, "private": False, "gated": False, "disabled": False, "tags": [], "siblings": files}
    return plain | {"createdAt": "2024-06-01T00:00:00.000Z", "cardData": {"license": "mit"}} | values


# ---- files of other indexes --------------------------------------------------------------------------------------------


def test_an_indexs_grade_of_a_card_is_a_lead_and_never_an_absence(data):
    text = imported("osai", graded(), data)
    assert "\n  # model-card: the index calls it closed: https://huggingface.co/example-z/Example-1\n" in text
    assert "none" not in yaml.safe_load(text)["components"].get("model-card", {}).values()
    assert "Model Openness Framework 1.0: not settled, at most I " in shown(data)


def test_a_title_that_several_licenses_have_is_a_comment(data):
    text = imported("osai", graded("Tencent Hunyuan Community License Agreement"), data)
    assert "license" not in yaml.safe_load(text)["components"]["weights"]
    assert "# license: the index says 'Tencent Hunyuan Community License Agreement' (several licenses go by that)" in text


def test_a_title_of_the_table_of_spellings_is_that_license(data):
    assert yaml.safe_load(imported("osai", graded("MIT License"), data))["components"]["weights"]["license"] == "MIT"


def test_two_makers_in_another_script_never_become_one(data):
    for producer in ("示例研究院", "另一家公司"):
        said = imported("mot", release(producer=producer), data, "--id", "it", expect=1)
        assert f"no id can be made of '{producer}'" in said
    assert not (data / "models" / "it.yaml").exists()


def test_a_name_in_another_script_asks_for_an_id(data):
    assert "give one with --id" in imported("mot", release(name="示例模型"), data, expect=1)


def test_a_maker_whose_name_differs_in_a_sign_is_asked_about(data):
    text = imported("mot", release(producer="Meta!"), data)
    assert yaml.safe_load(text)["developer"] != "meta"
    assert "'Meta!' is not the name of meta (Meta); is it the same?" in text


def test_a_plus_in_a_name_is_kept_in_the_id(data):
    imported("mot", release(name="Example-R+"), data)
    imported("mot", release(name="Example-R"), data)
    assert sorted(file.stem for file in (data / "models").iterdir()) == ["example-r", "example-r-plus"]


def test_a_file_without_a_maker_leaves_the_developer_to_fill_in(data):
    assert "has no release.name;" in imported("mot", release(name=""), data, "--id", "other", expect=1)
    assert "\n# developer: the file names none" in imported("mot", release(producer=""), data)


def test_the_license_of_a_release_is_in_the_lead_of_the_parts_that_inherit_it(data):
    parts = [{"name": "Model parameters (Final)", "description": "x"}]
    text = imported("mot", release(license={"distribution": {"name": "CC-BY-NC-4.0", "path": "https://example.org/license"}}, components=parts), data)
    assert "\n  # weights: the tool lists it; it gives 'CC-BY-NC-4.0' for all parts, to look at\n" in text
    assert yaml.safe_load(text)["components"] == {}


def test_a_hub_id_that_is_here_under_another_name_is_refused_by_import_and_draft(data):
    (data / "models" / "mine.yaml").write_text(yaml.safe_dump({"name": "Mine", "developer": "meta", "sources": {"huggingface": "Example-Z/example-1"}}))
    for said in (
        imported("osai", graded(), data, expect=1),
        imported("mot", release(huggingface="https://huggingface.co/example-z/Example-1"), data, expect=1),
        drafted(record(id="example-z/Example-1"), data, expect=1),
    ):
        assert "is in the catalogue already: data/models/mine.yaml" in said


# ---- records of the Hub ------------------------------------------------------------------------------------------------


def test_a_private_record_gets_no_draft_and_publishes_no_weights(data, services):
    assert "is private: it is not published" in drafted(record(private=True), data, expect=1)
    facts, done = fetched(record(private=True), data, services, expect=3)
    assert (facts, "absent-or-private" in done.output) == ({}, True)
    assert weights(data) == {}


def test_a_name_of_its_own_beside_a_link_to_a_known_license_is_not_that_license(data, services):
    card = {"license": "other", "license_name": "example-terms-1.0", "license_link": "https://creativecommons.org/licenses/by/4.0/"}
    fetched(record(cardData=card), data, services)
    assert weights(data).get("license") is None
    assert "terms fit" not in shown(data)
    assert "the license 'other: example-terms-1.0' is unmapped" in ran("check", "--conflicts", "--data", data).output


def test_data_sets_without_an_organisation_are_named_too(data):
    text = drafted(record(cardData={"license": "mit", "datasets": ["squad_v2", "wikipedia", "example-org/set"]}), data)
    assert [one["name"] for one in yaml.safe_load(text)["components"]["training-data"]["datasets"]] == ["squad_v2", "wikipedia", "example-org/set"]


def test_a_base_without_an_organisation_is_never_lost(data, services):
    text = drafted(record(cardData={"license": "mit", "base_model": "gpt2"}), data)
    assert "# derived-from: the card also names 'gpt2' as a base" in text
    (data / "models" / "it.yaml").unlink()
    facts, _ = fetched(record(cardData={"license": "mit", "base_model": "gpt2"}), data, services, expect=3)  # the base is not on this Hub
    assert facts["base-models"] == ["gpt2"]


def test_a_number_for_the_name_of_a_license_loses_nothing_else(data, services):
    facts, _ = fetched(record(cardData={"license": "other", "license_name": 1.0}), data, services)
    assert (facts["license"], facts["license-name"], facts["weight-files"]) == (["other"], "1.0", 1)
    assert weights(data)["availability"] == "public"


@pytest.mark.parametrize(
    ("card", "license_"),
    [
        ({"license": "gpl-3.0"}, "GPL-3.0-only"),
        ({"license": "other", "license_name": "apache-2.0"}, "Apache-2.0"),
        ({"license": "lgpl-2.1"}, "LGPL-2.1-only"),
        ({"license": "agpl-3.0"}, "AGPL-3.0-only"),
    ],
)
def test_a_draft_and_a_fetch_name_a_license_alike(data, services, card, license_):
    assert yaml.safe_load(drafted(record(cardData=card), data))["components"]["weights"]["license"] == license_
    (data / "models" / "it.yaml").unlink()
    fetched(record(cardData=card), data, services)
    assert weights(data)["license"] == license_


def test_a_quantised_copy_is_called_so(data, services):
    copy = record(tags=["base_model:quantized:example-org/Base-7B"], cardData={"license": "mit", "base_model": "example-org/Base-7B"})
    assert "The Hub calls it a quantised copy of its base" in drafted(copy, data)
    (data / "models" / "it.yaml").unlink()
    assert fetched(copy, data, services, expect=3)[0]["relation"] == "quantized"


def test_a_gate_that_shuts_people_out_says_whom(data):
    card = {"license": "other", "license_name": "example-terms", "extra_gated_eu_disallowed": True}
    text = drafted(record(gated="manual", cardData=card), data)
    assert yaml.safe_load(text)["components"]["weights"]["gate"] == {"approval": "manual", "excludes": ["residents of the European Union"]}


# ---- repositories and expressions --------------------------------------------------------------------------------------


def test_a_text_that_is_known_here_names_the_license_where_github_cannot_tell(data, services):
    text = (HERE / "LICENSE").read_bytes()  # our own
    services.repository("example-x/it", "NOASSERTION", text=text)
    code = {"availability": "public", "evidence": ["https://github.com/example-x/it"], "checked": {"on": TODAY, "by": "maintainers"}}
    model = {"name": "It", "developer": "meta", "sources": {"github": ["example-x/it"]}, "components": {"inference-code": code}}
    (data / "models" / "it.yaml").write_text(yaml.safe_dump(model))
    ran("fetch", "--only", "github", "--data", data, "--today", TODAY)
    assert json.loads(ran("show", "it", "--json", "--data", data).output)["facts"]["components"]["inference-code"]["license"] == "Apache-2.0"


@pytest.mark.parametrize(
    ("expression", "severity", "said"),
    [("Apache-2.0+", None, ""), ("GPL-3.0", "warning", "GPL-3.0-only"), ("GPL-2.0+", "warning", "GPL-2.0-or-later")],
)
def test_or_later_is_valid_and_a_deprecated_id_is_told_with_the_current_one(data, expression, severity, said):
    code = {"availability": "public", "license": expression, "license-scope": "stated", "evidence": ["https://example.org/code"]}
    model = {"name": "It", "developer": "meta", "components": {"inference-code": code | {"checked": {"on": TODAY, "by": "maintainers"}}}}
    file = given(data.parent, "it.yaml", model)
    found = json.loads(ran("check", file, "--format", "json", "--data", data, "--today", TODAY).stdout)
    problems = found if isinstance(found, list) else found["problems"]
    assert [(one["severity"], said in str(one)) for one in problems] == ([(severity, True)] if severity else [])
