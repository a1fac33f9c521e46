"""JSON Schemas of the files under `data/`, from the records and the vocabulary, so that editors complete and explain while one types.

The schema of a file says its shape and its words; what only `check` can see (licenses, developers, other models) it leaves open.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from howopen.commands import draft_files
from howopen.records.definition import Definition
from howopen.records.errors import Refused
from howopen.records.license import SILENT, License
from howopen.records.license_text import PublishedTexts
from howopen.records.model import Model
from howopen.records.site import Developer
from howopen.records.types import Record
from howopen.records.vocabulary import Vocabulary

KINDS: dict[str, type[Record]] = {"model": Model, "license": License, "license-text": PublishedTexts, "definition": Definition, "developer": Developer}
_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_LISTS_OF_REQUIREMENTS = ("all-of", "any-of", "requires")

# (record, field) -> the part of the vocabulary that its words come from
_WORDS = {
    ("Component", "embedded-in"): "components",
    ("Model", "modalities"): "modalities",
    ("Requirement", "component"): "components",
    ("Requirement", "question"): "questions",
    ("Requirement", "for-each"): "components",
    ("LicenseTest", "any-tag"): "tags",
    ("LicenseTest", "no-tag"): "tags",
    **{("Threshold", field): f"thresholds.{field}" for field in ("measure", "period", "tested", "whose", "then", "exempt")},
    **{("Name", field): f"names.{field}" for field in ("when", "where")},
    ("ShutOut", "places"): "places",
    ("ShutOut", "covers"): "shut_out",
}
_MORE_WORDS = {
    ("Requirement", "component"): {
        "each": "In a for-each: the data set that it is at.",
        "data-information": "What is said of the training data, as a part with terms of its own.",
    },
    ("Requirement", "for-each"): {"ancestors": "Each model that it derives from, nearest first."},
}
# (record, field) -> the parts of the vocabulary that its keys come from
_KEYS = {
    ("Model", "components"): "components",
    ("Model", "answers"): "questions",
    ("Component", "aspects"): "usage_information method_disclosure",
    ("License", "tags"): "tags",
    ("License", "facts"): "license_facts",
    ("License", "freedoms"): "freedoms",
}
# field -> the part of the vocabulary that explains its words
_EXPLAINED = {
    "availability": "availability",
    "coverage": "coverage",
    "license-scope": "license_scope",
    "kind": "dataset_kind",
    "stage": "stage",
    "withheld-reason": "withheld_reason",
}
_PEOPLE = (("Checked", "by"), ("Answer", "by"), ("Read", "by"))


def write(vocabulary: Vocabulary, into: Path, *, only_check: bool) -> str:
    """Write the schemas whose file in `into` is missing or old; returns what to tell. Raises Refused for those with `only_check`, and writes none."""
    wanted = every(vocabulary)
    stale = draft_files.stale(into, wanted)
    if only_check and stale:
        raise Refused(f"{', '.join(stale)} is not what the records say; run `python build.py schema`")
    for name in stale:
        draft_files.replace(into / name, wanted[name])
    return f"{len(wanted)} schemas, {len(stale)} written to {into}"


def every(vocabulary: Vocabulary) -> dict[str, str]:
    """File name -> text of each schema, ready to write."""
    return {f"{kind}.schema.json": json.dumps(of(kind, vocabulary), indent=1, ensure_ascii=False) + "\n" for kind in KINDS}


def of(kind: str, vocabulary: Vocabulary) -> dict[str, Any]:
    """The schema of one kind of file."""
    record = KINDS[kind]
    raw = record.model_json_schema(by_alias=True)
    parts = {name: _tidy(part) for name, part in raw.pop("$defs", {}).items()}
    top = _tidy(raw)
    if "$ref" in top:  # a record that contains itself is given as a reference to a part
        top = parts.pop(top["$ref"].rsplit("/", 1)[1])
    parts = {name: part for name, part in parts.items() if f'/{name}"' in json.dumps([top, *parts.values()])}  # those of hidden fields drop out
    everything = {record.__name__: top} | parts
    for name, part in everything.items():
        _with_words(name, part, vocabulary)
    for part in everything.values():
        for field in part.get("properties", {}).values():
            if "$ref" in field:
                field.setdefault("description", everything[field["$ref"].rsplit("/", 1)[1]].get("description"))
            field.setdefault("examples", [_example(field, everything)])
    return {"$schema": _DIALECT, "title": f"howopen: a {kind} file", **top} | ({"$defs": dict(sorted(parts.items()))} if parts else {})


def fields(schema: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """(name, schema) of each field of each record in a schema."""
    for name, part in ({"": schema} | schema.get("$defs", {})).items():
        for key, field in part.get("properties", {}).items():
            yield f"{name}.{key}", field


def _tidy(node: Any) -> Any:
    """Without titles, defaults that say nothing, null and fields that no file may have; a list that may be written as one value says so."""
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    found = {key: value for key, value in node.items() if key not in ("title", "default") and not (key == "examples" and not value)}
    if "properties" in found:
        shown = {key: value for key, value in found["properties"].items() if not value.get("hidden")}
        found["properties"] = {key: _tidy(value) for key, value in shown.items()}
        if "required" in found:
            found["required"] = [key for key in found["required"] if key in shown]
    found = {key: value if key in ("properties", "examples") else _tidy(value) for key, value in found.items()}
    choices = [choice for choice in found.get("anyOf", ()) if choice != {"type": "null"}]
    if "anyOf" in found and len(choices) == 1:
        del found["anyOf"]
        found = choices[0] | found
    if found.pop("or-one", False):
        if "maxLength" in found:  # what pydantic calls the bound of a list that a validator stands before
            found["maxItems"] = found.pop("maxLength")
        either = {key: found.pop(key) for key in ("type", "items", "maxItems", "minItems") if key in found}
        found["anyOf"] = [either, either["items"]]
    return found


def _with_words(name: str, part: dict[str, Any], vocabulary: Vocabulary) -> None:
    """Put the vocabulary's words, with their meanings, where the record takes them."""
    for key, field in part.get("properties", {}).items():
        place = (name, key)
        if place in _WORDS:
            _choose(field, _meanings(vocabulary, _WORDS[place]) | _MORE_WORDS.get(place, {}))
        elif place in _KEYS:
            inner = field.pop("additionalProperties", field.pop("patternProperties", {}))
            inner = next(iter(inner.values())) if "$ref" not in inner and "enum" not in inner else inner
            field.pop("propertyNames", None)
            meanings = {word: meaning for words in _KEYS[place].split() for word, meaning in _meanings(vocabulary, words).items()}
            field["properties"] = {word: inner | {"description": meaning} for word, meaning in meanings.items()}
            field["additionalProperties"] = False
            for word, question in vocabulary.license_facts.items() if place == ("License", "facts") else ():
                answers = {key: answer.meaning or answer.label for key, answer in (question.values | {SILENT: vocabulary.silence}).items()}
                field["properties"][word]["properties"] = {"is": {"enum": list(answers), "enumDescriptions": list(answers.values())}}
        elif place in _PEOPLE:
            people = {"enum": list(vocabulary.people), "enumDescriptions": [person.label for person in vocabulary.people.values()]}
            for limit in ("type", "minLength", "maxLength"):
                field.pop(limit, None)
            field["anyOf"] = [people, {"type": "string", "pattern": "^@[A-Za-z0-9][A-Za-z0-9-]*$"}]
        elif key in _EXPLAINED and "enum" in field:
            meanings = _meanings(vocabulary, _EXPLAINED[key])
            if set(field["enum"]) <= set(meanings):
                field["enumDescriptions"] = [meanings[word] for word in field["enum"]]
        elif place == ("Requirement", "fact"):
            _choose(field, _facts(vocabulary))
    if name == "DataInformation":
        extent = part.pop("additionalProperties")
        aspects = {
            word: extent | {"description": meaning, "enumDescriptions": [_meanings(vocabulary, "extent")[one] for one in extent["enum"]]}
            for word, meaning in _meanings(vocabulary, "data_information").items()
        }
        part["properties"] = aspects | part["properties"]
        part["additionalProperties"] = False


def _choose(field: dict[str, Any], meanings: dict[str, str]) -> None:
    """Let the field, or each entry of its list, be one of the words."""
    target = field.get("items", field)
    for limit in ("pattern", "minLength", "maxLength"):
        target.pop(limit, None)
    target["enum"], target["enumDescriptions"] = list(meanings), list(meanings.values())


def _meanings(vocabulary: Vocabulary, words: str) -> dict[str, str]:
    """Each word of one part of the vocabulary with its meaning, or with its label where that says enough."""
    part, _, field = words.partition(".")
    found = getattr(vocabulary, part)
    return {key: getattr(word, "meaning", None) or getattr(word, "asks", None) or word.label for key, word in (found[field] if field else found).items()}


def _facts(vocabulary: Vocabulary) -> dict[str, str]:
    found = {"training-compute": "FLOP used for training.", "derived-from": "`nothing` for a model trained from scratch, else `something`."}
    found |= {"each.kind": "In a for-each: the kind of the data set.", "each.stage": "In a for-each: when the data set was used."}
    found["each.withheld-reason"] = "In a for-each: why the data set is not shared."
    for words in ("data_information", "usage_information", "method_disclosure"):
        found |= {f"{words.replace('_', '-')}.{key}": meaning for key, meaning in _meanings(vocabulary, words).items()}
    return found


def _example(field: dict[str, Any], parts: dict[str, Any], depth: int = 0) -> Any:
    """A value that the field may have: what its record gives as an example, else the first word, else one made of its fields' examples."""
    if field.get("examples"):
        return field["examples"][0]
    if "$ref" in field:
        return _example(parts[field["$ref"].rsplit("/", 1)[1]], parts, depth + 1)
    if "enum" in field:
        return field["enum"][0]
    if "const" in field:
        return field["const"]
    if "anyOf" in field:
        return _example(field["anyOf"][0], parts, depth)
    match field.get("type"):
        case "boolean":
            return True
        case "array":
            return [] if depth > 3 else [_example(field["items"], parts, depth)]
        case "object":
            return _object(field, parts, depth)
    return None


def _object(field: dict[str, Any], parts: dict[str, Any], depth: int) -> dict[str, Any]:
    known = field.get("properties", {})
    wanted = field.get("required") or list(known)[:1]
    if not known:
        keys = field.get("propertyNames", {}).get("enum", ["word"])
        return {keys[0]: _example(field.get("additionalProperties") or {}, parts, depth + 1)}
    return {key: _example(known[key], parts, depth + 1) for key in wanted}
