"""Each model as an SPDX 3.0.1 document of the AI profile, in JSON-LD: what it is, on which terms, from which data and models it was made.

What is unknown, disputed or only assumed is left out: the individuals that SPDX has for it are refused by its own shapes. The AI profile is
claimed only where all is known that it asks of a package. Verdicts travel as an annotation.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from itertools import count
from typing import Any

from howopen.records import results
from howopen.records.catalogue import Catalogue
from howopen.records.lineage import UNNAMED, on_hub
from howopen.records.model import Component, Dataset
from howopen.records.verdict import Judged
from howopen.stats.summary import checked_on

SPEC = "3.0.1"
CONTEXT = f"https://spdx.org/rdf/{SPEC}/spdx-context.jsonld"
_BLANK = "_:made"  # the one record of how the elements came about
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_REVISION = re.compile(r"https://huggingface\.co/([^/]+/[^/]+)/(?:tree|blob|resolve)/([0-9a-f]{40})(?:/|\Z)")


def document(one: Judged, known: Catalogue, base_url: str) -> dict[str, Any]:
    """The document of one model. Its time is the day on which somebody last looked, so that the same findings give the same bytes."""
    return {"@context": CONTEXT, "@graph": list(_Graph(one, known, base_url).elements())}


class _Graph:
    def __init__(self, one: Judged, known: Catalogue, base_url: str) -> None:
        self._one, self._known, self._base_url = one, known, base_url
        self._model = known.models[one.model]
        self._page = f"{base_url}models/{self._model.id}/"
        self._licenses: dict[str, str] = {}  # by expression, its element
        self._numbers = count(1)

    def elements(self) -> Iterator[dict[str, Any]]:
        """The elements, each referred to by the address of the model's page and a fragment."""
        known, model = self._known, self._model
        # SPDX wants a time; where nobody has looked yet, that of the release, and at last the beginning of all of them
        day = checked_on(model) or f"{model.released or '1970'}-01-01"[:10]
        yield {"type": "CreationInfo", "@id": _BLANK, "specVersion": SPEC, "created": f"{day}T00:00:00Z", "createdBy": [self._id("maintainers")]}
        yield self._element("Organization", "maintainers", f"The {known.site.name} maintainers")
        yield self._element("Organization", "developer", known.developers[model.developer].name)
        package = self._package()
        weights = self._license(model.components.get("weights"))
        datasets = [(f"data-{at}", one) for at, one in enumerate(self._datasets(), 1)]
        bases = [(f"base-{at}", name) for at, name in enumerate(known.ancestors[model.id] or (), 1) if name != UNNAMED]
        inside = [*(self._dataset(key, one) for key, one in datasets), *(self._base(key, name) for key, name in bases)]
        links = [
            *(self._relationship("model", kind, [weights]) for kind in ("hasDeclaredLicense", "hasConcludedLicense") if weights),
            *(self._relationship(key, "hasDeclaredLicense", [license_]) for key, one in datasets if (license_ := self._license(one))),
            *self._related("trainedOn", (key for key, _ in datasets)),
            *self._related("descendantOf", (key for key, _ in bases)),
        ]
        data_license = self._expression(known.site.data_license)
        yield {
            "type": "SpdxDocument",
            "spdxId": self._id("document"),
            "creationInfo": _BLANK,
            "dataLicense": data_license,
            "profileConformance": ["core", "software", "simpleLicensing", *(["ai"] if weights and package.keys() >= _ASKED else [])],
            "rootElement": [self._id("model")],
        }
        yield package
        yield from inside
        yield from links
        yield from (
            {
                "type": "simplelicensing_LicenseExpression",
                "spdxId": element,
                "creationInfo": _BLANK,
                "simplelicensing_licenseExpression": expression,
                "simplelicensing_licenseListVersion": known.spdx_version,
            }
            for expression, element in self._licenses.items()
        )
        yield self._verdicts()

    def _id(self, fragment: str) -> str:
        return f"{self._page}#{fragment}"

    def _element(self, kind: str, fragment: str, name: str) -> dict[str, Any]:
        return {"type": kind, "spdxId": self._id(fragment), "creationInfo": _BLANK, "name": name}

    def _package(self) -> dict[str, Any]:
        model = self._model
        hub = next(iter(model.sources.huggingface), None)
        said = self._element("ai_AIPackage", "model", model.name) | {
            "description": model.about,
            "suppliedBy": self._id("developer"),
            "releaseTime": _time(model.released),
            "software_primaryPurpose": "model",
            "software_packageVersion": self._revision(hub) if hub else None,
            "software_downloadLocation": f"https://huggingface.co/{hub}" if hub else None,
            "software_packageUrl": f"pkg:huggingface/{hub}" if hub else None,
            "software_homePage": self._page,
        }
        return {key: value for key, value in said.items() if value}

    def _revision(self, hub: str) -> str | None:
        """The commit of its repository at which somebody looked at the weights, else the one that the Hub's record is of."""
        weights = self._model.components.get("weights")
        seen = (match for url in (weights.evidence if weights else ()) if (match := _REVISION.match(url)))
        facts = self._known.fetched.models.get(hub.lower())
        return next((match[2] for match in seen if match[1] == hub), facts.sha if facts else None)

    def _datasets(self) -> Iterator[Dataset]:
        part = self._model.components.get("training-data")
        yield from (part.datasets or ()) if part else ()

    def _dataset(self, key: str, dataset: Dataset) -> dict[str, Any]:
        where = {"software_downloadLocation": dataset.where} if dataset.where else {}
        return self._element("dataset_DatasetPackage", key, dataset.name) | {"dataset_datasetType": ["noAssertion"]} | where

    def _base(self, key: str, name: str) -> dict[str, Any]:
        base = self._known.models.get(name)
        hub = base.sources.huggingface[0] if base and base.sources.huggingface else on_hub(name)
        # no AIPackage: the document does not tell of a base what the AI profile asks of one
        said = self._element("software_Package", key, base.name if base else hub or name) | {"software_primaryPurpose": "model"}
        return said | ({"software_packageUrl": f"pkg:huggingface/{hub}"} if hub else {})

    def _license(self, part: Component | Dataset | None) -> str:
        """The element of a license that somebody stated; empty where none is."""
        if part is None or part.license is None or part.license_scope == "inherited":
            return ""
        terms = self._known.terms[part.license]
        return "" if terms.operator == "NONE" else self._expression(terms.expression)

    def _expression(self, expression: str) -> str:
        return self._licenses.setdefault(expression, self._id(f"license-{len(self._licenses) + 1}"))

    def _related(self, kind: str, keys: Iterable[str]) -> Iterator[dict[str, Any]]:
        if found := [self._id(key) for key in keys]:
            yield self._relationship("model", kind, found)

    def _relationship(self, key: str, kind: str, to: list[str]) -> dict[str, Any]:
        element = self._id(f"relation-{next(self._numbers)}")
        return {"type": "Relationship", "spdxId": element, "creationInfo": _BLANK, "from": self._id(key), "relationshipType": kind, "to": to}

    def _verdicts(self) -> dict[str, Any]:
        """An annotation with the result under each definition, as a code of the API."""
        found = {
            key: {"version": self._known.definitions[key].version, "result": results.code(self._known.definitions[key], verdict)}
            for key, verdict in self._one.verdicts.items()
        }
        return {
            "type": "Annotation",
            "spdxId": self._id("verdicts"),
            "creationInfo": _BLANK,
            "annotationType": "other",
            "subject": self._id("model"),
            "contentType": "application/json",
            "statement": json.dumps({"definitions": found}, ensure_ascii=False, separators=(",", ":")),
        }


_ASKED = {"suppliedBy", "releaseTime", "software_primaryPurpose", "software_packageVersion", "software_downloadLocation"}  # by the AI profile, beside licenses


def _time(day: str | None) -> str | None:
    """The time that SPDX asks for; None where only a month is known."""
    return f"{day}T00:00:00Z" if day and _DAY.fullmatch(day) else None
