"""Addresses of the API below its folder. What each answers stands in `words.toml`. Pure."""

from __future__ import annotations

BASE = "api/v1/"
# (path, schema); {id} and the like are parameters
PATHS = (
    ("models.json", "models"),
    ("models/{id}.json", "model"),
    ("hf/{org}/{name}.json", "entry"),
    ("definitions.json", "definitions"),
    ("definitions/{id}.json", "definition"),
    ("licenses.json", "licenses"),
    ("licenses/{id}.json", "license"),
    ("developers.json", "developers"),
    ("developers/{id}.json", "developer"),
    ("vocabulary.json", "vocabulary"),
    ("changes.json", "changes"),
    ("meta.json", "meta"),
)
# (path, media type)
FILES = (
    ("models/{id}.cdx.json", "application/vnd.cyclonedx+json"),
    ("spdx/{id}.json", "application/ld+json"),
    ("oembed/{id}.json", "application/json"),
    ("models.csv", "text/csv"),
    ("components.csv", "text/csv"),
    ("licenses.csv", "text/csv"),
    ("howopen.sqlite", "application/vnd.sqlite3"),
)
