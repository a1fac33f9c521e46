"""The schemas that editors complete from: current, complete, and of one mind with `check`."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema_rs
import pytest
from small_data import MODEL

from howopen.commands import schema
from howopen.files import yaml

HERE = Path(__file__).resolve().parent.parent
SCHEMAS = {kind: json.loads((HERE / "schema" / f"{kind}.schema.json").read_text()) for kind in schema.KINDS}


def faults(kind: str, text: str) -> list[str]:
    value = yaml.parse(text, "file").value
    return sorted(told(error) for error in jsonschema_rs.Draft202012Validator(SCHEMAS[kind]).iter_errors(value))


def told(error: jsonschema_rs.ValidationError) -> str:
    """Fault in words, with each word that could stand there."""
    words = getattr(error.kind, "options", None)
    return f"{error.instance!r} is not one of {words}" if words else error.message


def test_the_schemas_in_the_tree_are_what_the_records_and_the_vocabulary_say(known):
    wanted = schema.every(known.vocabulary)
    stale = [name for name, text in wanted.items() if (HERE / "schema" / name).read_text(encoding="utf-8") != text]
    assert stale == [], "run `python build.py schema`"


@pytest.mark.parametrize("kind", schema.KINDS)
def test_each_schema_is_a_valid_schema_and_accepts_every_file_of_its_kind(kind):
    jsonschema_rs.meta.validate(SCHEMAS[kind])
    validator = jsonschema_rs.Draft202012Validator(SCHEMAS[kind])
    refused = {
        file.name: [error.message for error in validator.iter_errors(yaml.read(file, file.name).value)]
        for file in sorted((HERE / "data" / f"{kind}s").glob("*.yaml"))
    }
    assert refused and {name: errors for name, errors in refused.items() if errors} == {}


@pytest.mark.parametrize("kind", schema.KINDS)
def test_every_field_explains_itself_and_gives_an_example_that_holds(kind):
    fields = list(schema.fields(SCHEMAS[kind]))
    assert fields and [name for name, field in fields if not field.get("description") or not field.get("examples")] == []
    wrong = []
    for name, field in fields:
        validator = jsonschema_rs.Draft202012Validator(field | {"$defs": SCHEMAS[kind].get("$defs", {})})
        wrong += [f"{name}: {error.message}" for example in field["examples"] for error in validator.iter_errors(example)]
    assert wrong == []


@pytest.mark.parametrize("kind", schema.KINDS)
def test_each_file_names_its_schema_so_that_any_editor_completes_it(kind):
    line = f"# yaml-language-server: $schema=../../schema/{kind}.schema.json"
    files = sorted((HERE / "data" / f"{kind}s").glob("*.yaml"))
    assert [file.name for file in files if file.read_text(encoding="utf-8").splitlines()[0] != line] == [], f"begin the file with {line}"


def test_the_editor_settings_point_at_the_schemas_there_are():
    settings = json.loads((HERE / ".vscode" / "settings.json").read_text())
    assert settings["yaml.schemas"] == {f"./schema/{kind}.schema.json": f"data/{kind}s/*.yaml" for kind in schema.KINDS}


@pytest.mark.parametrize(
    ("was", "now", "fault"),
    [
        ("  weights:", "  wieghts:", "Additional properties are not allowed ('wieghts' was unexpected)"),
        ("availability: public", "availability: publik", "'publik' is not one of ['public', 'gated', 'rebuildable', 'on-request', 'none', 'not-applicable']"),
        ("developer: example-institute", "developer: Example Institute", '"Example Institute" does not match "^[a-z0-9][a-z0-9.-]*$"'),
        ("released: 2026-05-01", "released: May 2026", '"May 2026" does not match "^\\d{4}-\\d{2}(-\\d{2})?$"'),
        ("modalities: [text]", "modalities: [smell]", None),
        ("name: Example 7B", "title: Example 7B", '"name" is a required property'),
        ("by: maintainers", "by: nobody", "\"nobody\" is not valid under any of the schemas listed in the 'anyOf' keyword"),
    ],
)
def test_an_editor_marks_what_check_would_refuse(was, now, fault):
    assert faults("model", MODEL) == []
    said = faults("model", MODEL.replace(was, now))
    assert fault in said if fault else said


def test_no_schema_lets_a_file_name_its_own_id():
    assert [kind for kind in SCHEMAS if "id" in SCHEMAS[kind]["properties"]] == []
    assert faults("model", f"id: mine\n{MODEL}") == ["Additional properties are not allowed ('id' was unexpected)"]


def test_words_come_with_their_meaning():
    part = SCHEMAS["model"]["$defs"]["Component"]["properties"]
    assert part["availability"]["enumDescriptions"][part["availability"]["enum"].index("none")] == "Somebody looked for it and it is not published."
    assert SCHEMAS["model"]["properties"]["components"]["properties"]["weights"]["description"].startswith("The final learned parameters")
