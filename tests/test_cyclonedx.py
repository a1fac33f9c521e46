"""Each model as CycloneDX: valid by the official schema, licenses as SPDX expressions, verdicts as properties."""

from __future__ import annotations

import importlib.resources
import json

import jsonschema_rs
from conftest import run
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator

from howopen.records import results


def official() -> jsonschema_rs.Draft7Validator:
    """The official schema as the reference library ships it."""
    folder = importlib.resources.files("cyclonedx.schema") / "_res"
    schemas = {name: json.loads((folder / f"{name}.SNAPSHOT.schema.json").read_text("utf-8")) for name in ("bom-1.6", "spdx", "jsf-0.82")}
    # the library's copies refer to one another by the names of its files
    top = schemas["bom-1.6"]["$id"].rsplit("/", 1)[0]
    registry = jsonschema_rs.Registry([(f"{top}/{name}.SNAPSHOT.schema.json", schema) for name, schema in schemas.items()], draft=jsonschema_rs.Draft7)
    return jsonschema_rs.Draft7Validator(schemas["bom-1.6"], registry=registry)


def documents(site):
    return {file.name.removesuffix(".cdx.json"): file.read_text() for file in sorted((site / "api" / "v1" / "models").glob("*.cdx.json"))}


def test_every_document_is_valid_by_the_official_schema(site, known):
    check = official()
    found = documents(site)
    assert found.keys() == known.models.keys()
    for key, text in found.items():
        fault = next(iter(check.iter_errors(json.loads(text))), None)
        assert fault is None, f"{key}: {fault.instance_path}: {fault.message[:300]}"
    strict = JsonStrictValidator(SchemaVersion.V1_6)
    for key in ("olmo-2-32b", "llama-3.1-405b"):
        assert strict.validate_str(found[key]) is None, key
    for wrong in ({"surprise": 1}, {"specVersion": 1.6}, {"metadata": {"licenses": [{"license": {"id": "Made-Up-1.0"}}]}}):
        assert not check.is_valid(json.loads(found["olmo-7b"]) | wrong), "the schema must be able to refuse"


def test_a_document_has_the_verdicts_and_their_versions(site, known, judged):
    for key, text in documents(site).items():
        said = {one["name"]: one["value"] for one in json.loads(text)["metadata"]["component"]["properties"]}
        for name, verdict in judged[key].verdicts.items():
            definition = known.definitions[name]
            assert said[f"howopen:definition:{name}:result"] == results.code(definition, verdict)
            assert said[f"howopen:definition:{name}:version"] == definition.version


def test_licenses_are_expressions_and_only_those_that_somebody_stated(site, known):
    for key, text in documents(site).items():
        document, model = json.loads(text), known.models[key]
        weights = model.components.get("weights")
        stated = weights is not None and weights.license not in (None, "NONE") and weights.license_scope != "inherited"
        found = document["metadata"]["component"].get("licenses", [])
        assert found == ([{"expression": known.terms[weights.license].expression}] if stated else []), key
        for part in document["components"]:
            component = model.components.get(part["bom-ref"])
            if component is not None and component.license_scope == "inherited":
                assert "licenses" not in part


def test_what_is_not_published_is_no_part_and_each_reference_lands(site, known):
    for key, text in documents(site).items():
        document, model = json.loads(text), known.models[key]
        references = {part["bom-ref"] for part in document["components"]}
        assert not any(part.availability in ("none", "not-applicable", None) and name in references for name, part in model.components.items())
        assert set(document["dependencies"][0]["dependsOn"]) == references
        for dataset in document["metadata"]["component"].get("modelCard", {}).get("modelParameters", {}).get("datasets", []):
            assert dataset["ref"] in references


def test_the_same_findings_give_the_same_document_whatever_the_day(data, tmp_path):
    for day in ("2026-11-23", "2027-01-01"):
        run("build", "--data", data, "--into", tmp_path / day, "--today", day)
    path = "api/v1/models/olmo-7b.cdx.json"
    assert (tmp_path / "2026-11-23" / path).read_bytes() == (tmp_path / "2027-01-01" / path).read_bytes()
