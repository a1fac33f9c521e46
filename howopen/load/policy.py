"""A policy's file -> its record, or every problem with its place."""

from __future__ import annotations

from pathlib import Path

import pydantic

from howopen.files import yaml
from howopen.load import schema_errors
from howopen.records.errors import BadData
from howopen.records.policy import Policy


def read(file: Path) -> Policy:
    """The policy in a file that a person names. Raises BadData with every problem, Refused for a file that cannot be read."""
    document = yaml.carefully(yaml.text_of(file, str(file), given=True), str(file))
    try:
        return Policy.model_validate(document.value)
    except pydantic.ValidationError as error:
        raise BadData(list(schema_errors.problems(document, error, Policy))) from None
