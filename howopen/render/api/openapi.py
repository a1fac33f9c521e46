"""The API's addresses as an OpenAPI 3.1 document: what each one answers, by which schema."""

from __future__ import annotations

import re
from typing import Any

from howopen.records.catalogue import Catalogue
from howopen.render.api.answers import VERSION

# (path, schema, what it answers); {id} and the like are parameters
PATHS = (
    ("models.json", "models", "Every model with its verdicts, best first"),
    ("models/{id}.json", "model", "Everything known and judged of one model, by its id here or a former one"),
    ("hf/{org}/{name}.json", "entry", "One model with its verdicts, by its Hugging Face id"),
    ("definitions.json", "definitions", "Every definition of open"),
    ("definitions/{id}.json", "definition", "What one definition asks, and how many models stand where"),
    ("licenses.json", "licenses", "Every license in use or on file"),
    ("licenses/{id}.json", "license", "What one license allows, by which clause, and which models use it"),
    ("developers.json", "developers", "Every developer"),
    ("developers/{id}.json", "developer", "One developer, its models, and how many of its claims hold"),
    ("vocabulary.json", "vocabulary", "Every word the other answers use, with its meaning"),
    ("changes.json", "changes", "Verdicts that changed and models that were added or removed, newest first"),
    ("meta.json", "meta", "The commit, the day, the versions and the counts of this build"),
)
FILES = (
    ("models/{id}.cdx.json", "application/vnd.cyclonedx+json", "One model as a CycloneDX machine-learning bill of materials"),
    ("models.csv", "text/csv", "One row a model, a column a component and definition"),
    ("components.csv", "text/csv", "One row a model and component"),
    ("howopen.sqlite", "application/vnd.sqlite3", "All of it as a database"),
)


def document(known: Catalogue, base: str) -> dict[str, Any]:
    """The OpenAPI document; `base` is the address of the folder of this version."""
    answers = {path: _path(path, about, "application/json", {"$ref": f"schemas/{schema}.schema.json"}) for path, schema, about in PATHS}
    files = {path: _path(path, about, media, None) for path, media, about in FILES}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": known.site.name,
            "version": VERSION,
            "description": known.site.summary,
            "license": {"name": known.site.data_license, "identifier": known.site.data_license},
        },
        "servers": [{"url": base.rstrip("/")}],
        "externalDocs": {"url": f"{base.removesuffix('api/v1/')}data/"},
        "paths": {f"/{path}": said for path, said in (answers | files).items()},
    }


def _path(path: str, about: str, media: str, schema: dict[str, Any] | None) -> dict[str, Any]:
    names = [part.partition("}")[0] for part in path.split("{")[1:]]
    absent = {"404": {"description": "There is no such thing, or not yet"}} if names else {}
    return {
        "get": {
            "operationId": re.sub("[^a-z0-9]+", "-", path),
            "summary": about,
            "parameters": [{"name": name, "in": "path", "required": True, "schema": {"type": "string"}} for name in names],
            "responses": {"200": {"description": about, "content": {media: {"schema": schema} if schema else {}}}, **absent},
        }
    }
