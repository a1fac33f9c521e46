"""What pydantic finds wrong in a file, in our words, at its place, with a cure. Belongs to `load`."""

from __future__ import annotations

import re
from typing import Any

import pydantic

from howopen.files import suggest, yaml
from howopen.records.errors import Problem


def follows(fault: dict[str, Any]) -> bool:
    """Whether the fault is only that entries with faults of their own were not counted: a list is called too short for that."""
    value = fault["input"]
    return fault["type"] == "too_short" and isinstance(value, list) and len(value) >= fault["ctx"]["min_length"]


_VOCABULARY = "see data/vocabulary.yaml for the words there are"


def _key_cure(key: str, known: list[str]) -> str:
    near = suggest.nearest(key, known)
    return f"did you mean {near!r}?" if near else f"remove it, or write one of {', '.join(known)}"


def problem(document: yaml.Document, fault: dict[str, Any], kind: type[pydantic.BaseModel]) -> Problem:
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
        return Problem(document.path, line, column, f"{_quoted(keys[-1])} is not a known key; {_key_cure(str(keys[-1]), _keys_at(kind, keys[:-1]))}")
    line, column = document.place(keys, of_key=keys[-1:] == ("[key]",))
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
    said = {
        "string_type": "must be text; put it in quotes",
        "bool_type": "must be true or false",
        "bool_parsing": "must be true or false",
        "float_type": "must be a number, such as 3.8e25",
        "float_parsing": "must be a number, such as 3.8e25",
        "tuple_type": "must be a list, such as [one, two]",
        "dict_type": "must be a mapping of keys and values",
        "model_type": "must be a mapping of keys and values",
        "model_attributes_type": "must be a mapping of keys and values",
        "string_too_long": f"is longer than {context.get('max_length')} characters; shorten it",
        "string_too_short": "is empty; write something or leave it out",
        "too_long": f"has more than {context.get('max_length')} entries; shorten it",
        "too_short": "is empty; write something or leave it out",
        "greater_than_equal": f"must be {context.get('ge', 0):g} or more",
        "finite_number": "must be a number that is not endless",
        "string_pattern_mismatch": f"must look like {_LOOKS.get(context.get('pattern', ''), context.get('pattern', ''))}",
    }.get(what, fault["msg"][:1].lower() + fault["msg"][1:])
    shown = _quoted(value) if isinstance(value, (str, list, dict)) else _quoted(document.written(keys) or value).strip("'")
    return Problem(document.path, line, column, f"`{name}` {said}; it is {shown}")


_LOOKS = {
    r"^https?://": "a web address that starts with https://",
    r"^[a-z0-9][a-z0-9.-]*$": "a word of lower-case letters, digits, dots and hyphens",
    r"^[A-Za-z0-9][\w.-]*/[\w.-]+$": "org/name",
    r"^\d{4}\.\d{4,5}$": 'an arXiv id in quotes, such as "2402.00838"',
}


def _quoted(value: Any) -> str:
    """What stands in the file, short and on one line, so that it can smuggle nothing into a terminal or a log."""
    text = (
        value
        if isinstance(value, str)
        else {True: "true", False: "false", None: "empty"}.get(value, str(value))
        if not isinstance(value, (dict, list))
        else ("a mapping" if isinstance(value, dict) else "a list")
    )
    if not isinstance(value, str):
        return text
    short = text if len(text) <= 60 else text[:57] + "..."
    return repr(short)  # which writes out what cannot be printed


def _keys_at(kind: type[pydantic.BaseModel], keys: tuple) -> list[str]:
    """The keys that may stand at `keys` within a record of this kind."""
    schema: Any = kind.model_json_schema(by_alias=True)
    whole = schema
    for key in keys:
        schema = _into(schema, key, whole)
    return [key for key, field in _open(schema, whole).get("properties", {}).items() if not field.get("hidden")]


def _open(schema: dict, whole: dict) -> dict:
    while "$ref" in schema or "anyOf" in schema:
        schema = whole["$defs"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema["anyOf"][0]
    return schema


def _into(schema: dict, key: Any, whole: dict) -> dict:
    schema = _open(schema, whole)
    if isinstance(key, int):
        return schema.get("items", {})
    if key in schema.get("properties", {}):
        return schema["properties"][key]
    inner = [schema.get("additionalProperties"), *schema.get("patternProperties", {}).values()]
    return next((found for found in inner if isinstance(found, dict)), {})
