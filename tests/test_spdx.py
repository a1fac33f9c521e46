"""Each model as SPDX 3.0.1: read and written again by the reference library, with the licenses that somebody stated and nothing else."""

from __future__ import annotations

import io
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from spdx_python_model import v3_0_1 as model

from howopen.records import results
from howopen.render.api import spdx

BASE = "https://example.org/repo/"


@pytest.fixture(scope="module")
def documents(known, judged) -> dict[str, dict[str, Any]]:
    return {key: spdx.document(one, known, BASE) for key, one in judged.items()}


def of_kind(document: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [one for one in document["@graph"] if one["type"] == kind]


def accepted(document: dict[str, Any]) -> None:
    """Raises where the reference library cannot read the document, write it again, or find something that it refers to."""
    objects = model.SHACLObjectSet()
    model.JSONLDDeserializer().read(io.BytesIO(json.dumps(document).encode()), objects)
    assert objects.link() == set()
    model.JSONLDSerializer().write(objects, io.BytesIO())


def test_the_reference_library_reads_every_document_and_writes_it_again(documents):
    for document in documents.values():
        accepted(document)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda graph: graph[0].clear(),
        lambda graph: graph[4].update(surprise=1),
        lambda graph: graph[4].update(software_primaryPurpose="shoe"),
        lambda graph: graph[4].pop("creationInfo"),
        lambda graph: graph[4].update(releaseTime="2024-02"),
        lambda graph: graph.pop(0),
    ],
)
def test_the_reference_library_is_able_to_refuse(documents, spoil: Callable[[list[dict[str, Any]]], object]):
    document = json.loads(json.dumps(documents["olmo-7b"]))
    assert document["@graph"][4]["type"] == "ai_AIPackage"
    spoil(document["@graph"])
    with pytest.raises((ValueError, KeyError, TypeError, AssertionError)):
        accepted(document)


def test_every_element_has_an_address_of_its_own_below_the_models_page_and_each_reference_lands(documents):
    for key, document in documents.items():
        ids = [one["spdxId"] for one in document["@graph"] if "spdxId" in one]
        assert len(set(ids)) == len(ids) and all(one.startswith(f"{BASE}models/{key}/#") for one in ids)
        for one in document["@graph"]:
            named = [one.get("from"), one.get("subject"), one.get("suppliedBy"), one.get("dataLicense")]
            assert {name for name in (*named, *one.get("to", ()), *one.get("rootElement", ())) if name} <= set(ids), key


def test_licenses_are_those_that_somebody_stated(documents, known):
    for key, document in documents.items():
        [package] = of_kind(document, "ai_AIPackage")
        said = {one["spdxId"]: one["simplelicensing_licenseExpression"] for one in of_kind(document, "simplelicensing_LicenseExpression")}
        found = {
            one["relationshipType"]: [said[license_] for license_ in one["to"]]
            for one in of_kind(document, "Relationship")
            if one["from"] == package["spdxId"] and one["relationshipType"].endswith("License")
        }
        weights = known.models[key].components.get("weights")
        stated = weights is not None and weights.license not in (None, "NONE") and weights.license_scope != "inherited"
        expression = known.terms[weights.license].expression if stated else ""
        assert found == ({"hasDeclaredLicense": [expression], "hasConcludedLicense": [expression]} if stated else {}), key
        assert "NoAssertion" not in json.dumps(document) and "NoneLicense" not in json.dumps(document)


def test_the_ai_profile_is_claimed_only_where_all_is_known_that_it_asks(documents):
    claims = 0
    for document in documents.values():
        [package] = of_kind(document, "ai_AIPackage")
        licensed = any(one["relationshipType"] == "hasConcludedLicense" for one in of_kind(document, "Relationship"))
        asked = {"suppliedBy", "releaseTime", "software_primaryPurpose", "software_packageVersion", "software_downloadLocation"}
        claimed = "ai" in of_kind(document, "SpdxDocument")[0]["profileConformance"]
        assert claimed == (licensed and asked <= package.keys())
        claims += claimed
    assert 0 < claims < len(documents)


def test_bases_data_sets_and_verdicts_are_told(documents, known, judged):
    document = documents["tulu-3-70b"]
    related = {one["relationshipType"]: one["to"] for one in of_kind(document, "Relationship")}
    named = {one["spdxId"]: one["name"] for one in document["@graph"] if "name" in one}
    assert [named[one] for one in related["descendantOf"]] == [known.models[base].name for base in known.ancestors["tulu-3-70b"]]
    sets = known.models["tulu-3-70b"].components["training-data"].datasets
    assert [named[one] for one in related["trainedOn"]] == [one.name for one in sets]
    [note] = of_kind(document, "Annotation")
    assert json.loads(note["statement"])["definitions"] == {
        key: {"version": known.definitions[key].version, "result": results.code(known.definitions[key], verdict)}
        for key, verdict in judged["tulu-3-70b"].verdicts.items()
    }


def test_where_nobody_has_looked_the_time_is_that_of_the_release(known, judged):
    bare = known.models["olmo-7b"].model_copy(update={"components": {}, "answers": {}, "data_information": None})
    for released, time in (("2024-02-01", "2024-02-01"), ("2024-02", "2024-02-01"), (None, "1970-01-01")):
        there = known.models | {"olmo-7b": bare.model_copy(update={"released": released})}
        document = spdx.document(judged["olmo-7b"], replace(known, models=there), BASE)
        assert document["@graph"][0]["created"] == f"{time}T00:00:00Z"
        accepted(document)


def test_the_site_has_the_documents(site: Path, known):
    folder = site / "api" / "v1" / "spdx"
    assert {file.stem for file in folder.iterdir()} == known.models.keys()
    said = json.loads((folder / "llama-3.1-405b.json").read_text(encoding="utf-8"))
    assert said["@context"] == "https://spdx.org/rdf/3.0.1/spdx-context.jsonld"
