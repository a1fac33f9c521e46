"""Each model as a machine-learning bill of materials, CycloneDX 1.6 in JSON: licenses as SPDX expressions, verdicts as properties.

The formats of compliance tools carry what a model is made of and on which terms; what was found about it travels as properties
under our own prefix. Only what somebody stated is said: a license that is merely assumed is left out, and so is what is unknown.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from howopen.records import results
from howopen.records.catalogue import Catalogue
from howopen.records.lineage import UNNAMED
from howopen.records.model import Component, Dataset, Model
from howopen.records.verdict import Judged
from howopen.stats.summary import checked_on

SPEC = "1.6"
ITSELF = "model"  # the reference of the model within its document
DATA = "training-data"  # the component of the vocabulary whose data sets a model card lists


def bom(one: Judged, known: Catalogue, base_url: str) -> dict[str, Any]:
    """The document of one model. It has no time of its own: the same findings give the same bytes."""
    model = known.models[one.model]
    page = f"{base_url}models/{model.id}/"
    parts = [_part(key, part, model, known) for key, part in model.components.items() if part.availability in ("public", "gated", "on-request")]
    datasets = [_dataset(f"{key}/{at}", dataset, known) for key, part in model.components.items() for at, dataset in enumerate(part.datasets or ())]
    inside = [one for one in (*parts, *datasets) if one]
    ancestors = [_ancestor(name, known) for name in known.ancestors[model.id] or () if name != UNNAMED]
    return {
        "$schema": f"http://cyclonedx.org/schema/bom-{SPEC}.schema.json",
        "bomFormat": "CycloneDX",
        "specVersion": SPEC,
        "serialNumber": f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, page)}",
        "version": 1,
        "metadata": {
            "licenses": [{"license": {"id": known.site.data_license}}],
            "component": _model(one, model, known, page, ancestors),
            "properties": [{"name": f"{known.site.name}:spdx-list", "value": known.spdx_version}],
        },
        "components": inside,
        "dependencies": [{"ref": ITSELF, "dependsOn": [each["bom-ref"] for each in inside]}],
    }


def _model(one: Judged, model: Model, known: Catalogue, page: str, ancestors: list[dict[str, Any]]) -> dict[str, Any]:
    weights = model.components.get("weights")
    hub = next(iter(model.sources.huggingface), None)
    trained_on = [{"ref": f"{DATA}/{at}"} for at in range(len(model.components[DATA].datasets or ()))] if DATA in model.components else []
    answer = {
        "type": "machine-learning-model",
        "bom-ref": ITSELF,
        "name": model.name,
        "supplier": {"name": known.developers[model.developer].name},
        "description": model.about,
        "licenses": _licenses(weights, known),
        # purl's type for the Hub; https://github.com/package-url/purl-spec, types/huggingface
        "purl": f"pkg:huggingface/{hub}" if hub else None,
        "externalReferences": [
            {"type": "documentation", "url": page},
            *({"type": "distribution", "url": f"https://huggingface.co/{name}"} for name in model.sources.huggingface),
            *({"type": "vcs", "url": f"https://github.com/{name}"} for name in model.sources.github),
            *({"type": "documentation", "url": f"https://arxiv.org/abs/{name}"} for name in model.sources.arxiv),
        ],
        "pedigree": {"ancestors": ancestors} if ancestors else None,
        "modelCard": {"modelParameters": {"datasets": trained_on}} if trained_on else None,
        "properties": [{"name": f"{known.site.name}:{name}", "value": value} for name, value in _properties(one, model, known)],
    }
    return {name: value for name, value in answer.items() if value}


def _properties(one: Judged, model: Model, known: Catalogue) -> Iterator[tuple[str, str]]:
    """(name, value) of what was found; a value is a code of the API."""
    for key, verdict in one.verdicts.items():
        definition = known.definitions[key]
        yield f"definition:{key}:version", definition.version
        yield f"definition:{key}:result", results.code(definition, verdict)
        if verdict.possible and verdict.possible != verdict.reached:
            yield f"definition:{key}:possible", verdict.possible
    yield "claim", one.claim
    yield "checked", checked_on(model) or "never"


def _part(key: str, part: Component, model: Model, known: Catalogue) -> dict[str, Any] | None:
    """A published part; the weights are the model itself."""
    if key == "weights":
        return None
    group = known.vocabulary.components[key].group
    answer = {
        "type": "data" if group == "data" else "application" if group == "code" else "file",
        "bom-ref": key,
        "name": f"{model.name}: {known.vocabulary.components[key].label}",
        "licenses": _licenses(part, known),
        "externalReferences": [{"type": "evidence", "url": url} for url in part.evidence],
        "properties": [{"name": f"{known.site.name}:availability", "value": part.availability}]
        + ([{"name": f"{known.site.name}:coverage", "value": part.coverage}] if part.coverage else []),
    }
    return {name: value for name, value in answer.items() if value}


def _dataset(key: str, dataset: Dataset, known: Catalogue) -> dict[str, Any]:
    references = [{"type": "distribution", "url": dataset.where}] if dataset.where else []
    answer = {
        "type": "data",
        "bom-ref": key,
        "name": dataset.name,
        "licenses": _licenses(dataset, known),
        "externalReferences": references + [{"type": "evidence", "url": url} for url in dataset.evidence],
        "properties": [
            {"name": f"{known.site.name}:{name}", "value": value} for name, value in (("availability", dataset.availability), ("kind", dataset.kind)) if value
        ],
    }
    return {name: value for name, value in answer.items() if value}


def _ancestor(name: str, known: Catalogue) -> dict[str, Any]:
    if name in known.models:
        return {"type": "machine-learning-model", "name": known.models[name].name, "licenses": _licenses(known.models[name].components.get("weights"), known)}
    return {"type": "machine-learning-model", "name": name.removeprefix("hf:")}


def _licenses(part: Component | Dataset | None, known: Catalogue) -> list[dict[str, str]]:
    if part is None or part.license is None or part.license_scope == "inherited":
        return []
    terms = known.terms[part.license]
    return [] if terms.operator == "NONE" else [{"expression": terms.expression}]
