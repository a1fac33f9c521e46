"""Addresses of the API below its folder, with what each answers. Pure."""

from __future__ import annotations

BASE = "api/v1/"
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
# (path, media type, content)
FILES = (
    ("models/{id}.cdx.json", "application/vnd.cyclonedx+json", "One model as a CycloneDX machine-learning bill of materials"),
    ("models.csv", "text/csv", "One row a model, a column a component and definition"),
    ("components.csv", "text/csv", "One row a model and component"),
    ("howopen.sqlite", "application/vnd.sqlite3", "All of it as a database"),
)
