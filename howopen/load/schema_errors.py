"""Faults that pydantic finds in a file, in our words, at its place, with a cure. Belongs to `load`."""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator
from typing import Any, get_args

import pydantic
from pydantic_core import ErrorDetails

from howopen.files import suggest, yaml
from howopen.records.errors import MOST_TOLD, Problem, more
from howopen.records.types import HUB_ID, Availability, Coverage, Extent


def problems(document: yaml.Document, error: pydantic.ValidationError, kind: type[pydantic.BaseModel]) -> Iterator[Problem]:
    """The faults in our words, at their places in the file: the first, and how many more there are."""
    faults = [fault for fault in error.errors(include_url=False) if not _follows(fault)]
    last = None
    for fault in faults[:MOST_TOLD]:
        last = _problem(document, fault, kind)
        yield last
    if last is not None and len(faults) > MOST_TOLD:
        yield more(document.path, last.line, last.column, len(faults) - MOST_TOLD)


def _follows(fault: ErrorDetails) -> bool:
    """Whether the fault is only that entries with faults of their own were not counted: a list is called too short for that."""
    value = fault["input"]
    return fault["type"] == "too_short" and isinstance(value, list) and len(value) >= int(fault["ctx"]["min_length"])


_VOCABULARY = "see data/vocabulary.yaml for the words there are"


def _key_cure(key: str, known: list[str]) -> str:
    near = suggest.nearest(key, known)
    if near:
        return f"did you mean {near!r}?"
    return f"remove it, or write one of {', '.join(known)}" if known else "remove it"


def _aspect_cure(key: str, value: str) -> str:
    """The cure for an aspect that stands beside `aspects`, where `show` seems to name it; empty for another key of the part that is misspelt."""
    near = suggest.nearest(key, _LIKE_ASPECTS)
    aspect = re.fullmatch(_ID, key) and (near is None or value not in _LIKE_ASPECTS[near])
    return f"if it is an aspect, write `aspects: {{{key}: {value}}}`" if aspect else ""


_LIKE_ASPECTS = {"availability": get_args(Availability), "coverage": get_args(Coverage)}  # keys of a part of which some words are an aspect's too


def _problem(document: yaml.Document, fault: ErrorDetails, kind: type[pydantic.BaseModel]) -> Problem:
    """pydantic's fault in our words, at the place in the file."""
    keys, what = fault["loc"], fault["type"]
    name = next((str(key) for key in reversed(keys) if isinstance(key, str) and key != "[key]"), "the file")
    value = fault.get("input")
    context = fault.get("ctx", {})
    if what == "missing":
        line, column = document.place(keys[:-1], of_key=True)
        return Problem(document.path, line, column, f"`{keys[-1]}` is missing; add it")
    if what == "extra_forbidden":
        line, column = document.place(keys, of_key=True)
        if value is None and " " in str(keys[-1]):
            return Problem(document.path, line, column, f"{_quoted(keys[-1])} is no key; within {{}} a comma ends a value, so put the whole text in quotes")
        there = _keys_at(kind, keys[:-1])
        cure = _aspect_cure(str(keys[-1]), value) if "aspects" in there and value in get_args(Extent) else ""
        return Problem(document.path, line, column, f"{_quoted(keys[-1])} is not a known key; {cure or _key_cure(str(keys[-1]), there)}")
    line, column = document.place(keys, of_key=keys[-1:] == ("[key]",))
    if what == "string_pattern_mismatch" and (word := _word_meant(str(value), context.get("pattern", ""))):
        return Problem(document.path, line, column, f"{_quoted(value)} is written {word!r} here")
    if what == "literal_error":
        words = re.findall(r"'([^']+)'", context.get("expected", ""))
        return Problem(document.path, line, column, f"`{name}` cannot be {_quoted(value)}; {suggest.cure(str(value), words, _VOCABULARY)}")
    if what == "value_error":
        return Problem(
            document.path,
            line,
            column,
            f"`{name}` {context.get('error', fault['msg'])}" + ("" if value is None or isinstance(value, dict) else f"; it is {_quoted(value)}"),
        )
    if value is None:
        return Problem(document.path, line, column, f"`{name}` is empty; write something or leave it out")
    if what in ("dict_type", "model_type", "model_attributes_type"):
        return Problem(document.path, line, column, f"`{name}` must be keys with values, each written `key: value`; it is {_quoted(value)}")
    said = {
        "string_type": "must be text; put it in quotes",
        "bool_type": "must be true or false",
        "bool_parsing": "must be true or false",
        "float_type": "must be a number, such as 3.8e25",
        "float_parsing": "must be a number, such as 3.8e25",
        "tuple_type": "must be a list, such as [one, two]",
        "string_too_long": f"is longer than {context.get('max_length')} characters; shorten it",
        "string_too_short": "is empty; write something or leave it out",
        "too_long": f"has more than {context.get('max_length')} entries; shorten it",
        "too_short": "is empty; write something or leave it out",
        "greater_than_equal": f"must be {context.get('ge', 0):g} or more",
        "less_than_equal": f"must be {context.get('le', 0):g} or less",
        "finite_number": "must be a number that is not endless",
        "string_pattern_mismatch": f"must look like {_LOOKS.get(context.get('pattern', ''), context.get('pattern', ''))}",
    }.get(what, fault["msg"][:1].lower() + fault["msg"][1:])
    shown = _quoted(value) if isinstance(value, (str, list, dict)) else _quoted(document.written(keys) or value).strip("'")
    return Problem(document.path, line, column, f"`{name}` {said}; it is {shown}")


def _word_meant(text: str, pattern: str) -> str:
    """`text` as an id, where an id is asked for and only case, spaces and underscores keep it from being one; empty otherwise."""
    return word if pattern == _ID and re.fullmatch(_ID, word := suggest.as_id(text)) else ""


_ID = r"^[a-z0-9][a-z0-9.-]*$"
_LOOKS = {
    r"^https?://": "a web address that starts with https://",
    _ID: "a word of lower-case letters, digits, dots and hyphens",
    HUB_ID: "org/name, in letters from a to z",
    r"^[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$": "the name of a branch, of which no part begins with a dot",
    r"^([A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*)?$": "the path of a folder, of which no part begins with a dot",
    r"^[0-9]{4}\.[0-9]{4,5}$": 'an arXiv id in quotes, such as "2402.00838"',
}


def _quoted(value: Any) -> str:
    """Value as it stands in the file, short and on one line, so that it can smuggle nothing into a terminal or a log."""
    text = (
        value
        if isinstance(value, str)
        else {"True": "true", "False": "false", "None": "empty"}.get(str(value), str(value))
        if not isinstance(value, (dict, list))
        else ("a mapping" if isinstance(value, dict) else "a list")
    )
    if not isinstance(value, str):
        return text
    short = text if len(text) <= 60 else text[:57] + "..."
    return repr(short)  # which writes out what cannot be printed


def _keys_at(kind: type[pydantic.BaseModel], keys: tuple[int | str, ...]) -> list[str]:
    """The keys that may stand at `keys` within a record of this kind."""
    whole = schema = _schema(kind)
    for key in keys:
        schema = _into(schema, key, whole)
    return [key for key, field in _open(schema, whole).get("properties", {}).items() if not field.get("hidden")]


@functools.cache
def _schema(kind: type[pydantic.BaseModel]) -> dict[str, Any]:
    return kind.model_json_schema(by_alias=True)  # takes longer than all else that is done for a fault


def _open(schema: dict[str, Any], whole: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in schema or "anyOf" in schema:
        schema = whole["$defs"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema["anyOf"][0]
    return schema


def _into(schema: dict[str, Any], key: int | str, whole: dict[str, Any]) -> dict[str, Any]:
    """The schema one step further in; an empty one where the file goes where no schema does."""
    schema = _open(schema, whole)
    inner: list[object]
    if isinstance(key, int):
        inner = [schema.get("items")]
    elif key in schema.get("properties", {}):
        inner = [schema["properties"][key]]
    else:
        inner = [schema.get("additionalProperties"), *schema.get("patternProperties", {}).values()]
    return next((found for found in inner if isinstance(found, dict)), {})
