"""One file -> its record, or every problem with its place."""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import TypeVar

import pydantic

from howopen.files import yaml
from howopen.load import schema_errors
from howopen.load.kept import Records
from howopen.records.errors import BadYaml, Problem

R = TypeVar("R", bound=pydantic.BaseModel)
_FIRST = re.compile(r"^[^\s#\]}-].*", re.MULTILINE)  # a line that begins with a letter, or with a sign that may begin a key


def shown_as(file: Path, data: Path) -> str:
    """How a person would type the file: the data folder as given, then the rest. Unprintable characters are escaped."""
    within = str(file).removeprefix(f"{data}{os.sep}")
    return (f"{data.name}{os.sep}{within}" if data.name else within).encode("unicode_escape").decode()


def read(
    file: Path,
    data: Path,
    kind: type[R],
    problems: list[Problem],
    documents: dict[str, yaml.Document],
    *,
    key: str,
    shown: str | None = None,
    stem: str | None = None,
    records: Records | None = None,
) -> R | None:
    """The file's record, and its document under `key`; or None and its problems.

    `records` are those read before, taken where the text is the same; this one is kept there too.
    """
    given = shown is not None  # by a person, who may name a link; it lies in no folder of the data
    shown, stem = shown or shown_as(file, data), stem or file.stem
    try:
        text = yaml.text_of(file, shown, given=given)
        if records is not None and (before := records.get(kind, stem, text)) is not None:
            documents[key] = yaml.Document(shown, text)
            return before
        document = yaml.parse(text, shown)
    except FileNotFoundError:
        problems.append(Problem(shown, 1, 1, "is missing; restore it"))
        return None
    except BadYaml as error:
        problems += error.problems
        return None
    record = validated(document, kind, problems, documents, key=key, stem=stem)
    if record is not None and not given and (line := _unlike(text, record)):
        problems.append(
            Problem(shown, line, 1, "is no plain key of the file; write each key without quotes at the start of its line, and indent all other lines")
        )
        return None
    if records is not None and record is not None:
        records.put(stem, text, record)
    return record


def _unlike(text: str, record: pydantic.BaseModel) -> int:
    """The first line that begins like a key and is none of the record's, or the first of all where one begins elsewhere; 0 where there is none.

    Where all are written alike, a look at those lines tells the same of a file as a parser, in a tenth of the time.
    """
    fields = type(record).model_fields
    left = {fields[name].alias or name for name in record.model_fields_set} - {"id"}
    for found in _FIRST.finditer(text):
        if (key := found[0].partition(":")[0]) not in left:
            return text.count("\n", 0, found.start()) + 1
        left.remove(key)
    return 1 if left else 0


def validated(document: yaml.Document, kind: type[R], problems: list[Problem], documents: dict[str, yaml.Document], *, key: str, stem: str) -> R | None:
    """The record of a document, which is kept under `key`; or None and its problems."""
    try:
        record = kind.model_validate(document.value | {"id": stem} if "id" in kind.model_fields else document.value)
    except pydantic.ValidationError:
        return _carefully(document, kind, problems, documents, key=key, stem=stem)
    if "id" in document.value and "id" in kind.model_fields:
        return _carefully(document, kind, problems, documents, key=key, stem=stem)
    documents[key] = document
    return record


def _carefully(quick: yaml.Document, kind: type[R], problems: list[Problem], documents: dict[str, yaml.Document], *, key: str, stem: str) -> R | None:
    """Record of a file by the careful parser, where the other took a key such as 2.0 for a number; or what is wrong."""
    try:
        document = yaml.carefully(quick.text, quick.path)
    except BadYaml as error:
        problems += error.problems
        return None
    value = document.value
    if "id" in kind.model_fields:
        if "id" in value:
            problems.append(Problem(document.path, *document.place(("id",), of_key=True), "has `id`; the id is the file's name, so remove the line"))
            return None
        value = value | {"id": stem}
    try:
        record = kind.model_validate(value)
    except pydantic.ValidationError as error:
        problems += schema_errors.problems(document, error, kind)
        return None
    documents[key] = document
    return record
