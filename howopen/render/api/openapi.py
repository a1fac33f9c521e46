"""The API's addresses as an OpenAPI 3.1 document: what each one answers, by which schema."""

from __future__ import annotations

import re
from typing import Any

from howopen.records.catalogue import Catalogue
from howopen.render.api.answers import VERSION
from howopen.render.api_paths import BASE, FILES, PATHS


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
        "externalDocs": {"url": f"{base.removesuffix(BASE)}data/"},
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
