"""`data/` -> Catalogue, or BadData with every problem of every file, each with its place and its cure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, TypeVar

import pydantic

from howopen import crosscheck, snapshots, yamlfile
from howopen.records import (
    BadData,
    Board,
    Catalogue,
    Definition,
    Developer,
    FreeTerms,
    License,
    Model,
    Opinions,
    Page,
    Peers,
    Problem,
    Site,
    SpellingBook,
    Vocabulary,
)

R = TypeVar("R", bound=pydantic.BaseModel)
_ID = re.compile(r"[a-z0-9][a-z0-9.-]*\Z")
_LICENSE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*\Z")


def catalogue(data: Path) -> Catalogue:
    """Everything under `data`, sorted by id. Raises BadData."""
    problems: list[Problem] = []
    documents: dict[str, yamlfile.Document] = {}

    def one(name: str, kind: type[R]) -> R | None:
        return _record(data / f"{name}.yaml", data, kind, problems, documents, key=name)

    def folder(name: str, kind: type[R], pattern: re.Pattern = _ID) -> dict[str, R]:
        found = {}
        for file in _files(data / name, ".yaml", data, problems, pattern):
            record = _record(file, data, kind, problems, documents, key=f"{name}/{file.stem}")
            if record is not None:
                found[file.stem] = record
        return found

    vocabulary = one("vocabulary", Vocabulary)
    licenses = folder("licenses", License, _LICENSE_ID)
    developers = folder("developers", Developer)
    definitions = folder("definitions", Definition)
    models = folder("models", Model)
    opinions = folder("opinions", Opinions)
    free_terms, board, site = one("free-terms", FreeTerms), one("board", Board), one("site", Site)
    # a catalogue can do without these two, as those of the first commits do
    spellings = one("license-aliases", SpellingBook) if (data / "license-aliases.yaml").exists() else SpellingBook()
    peers = one("peers", Peers) if (data / "peers.yaml").exists() else Peers(peers=())
    fetched, unreadable = snapshots.read(data / "fetched", _shown(data / "fetched", data))
    problems += unreadable
    pages = _pages(data, problems, documents)
    if vocabulary is None or free_terms is None or board is None or site is None or spellings is None or peers is None:
        raise BadData(problems)
    loaded = Catalogue(
        vocabulary=vocabulary,
        models=models,
        definitions=dict(sorted(definitions.items(), key=lambda item: (item[1].order, item[0]))),
        licenses=licenses,
        developers=developers,
        opinions=opinions,
        pages=pages,
        free_terms=free_terms,
        board=board,
        site=site,
        spellings=spellings,
        peers=peers,
        fetched=fetched,
        paths={key: document.path for key, document in documents.items()},
    )
    problems += crosscheck.catalogue(loaded, documents)
    if any(problem.severity == "error" for problem in problems):
        raise BadData(problems)
    return loaded


def model(file: Path, among: Catalogue) -> Model:
    """One model file, anywhere, checked against the words of `among`. Raises BadData."""
    problems: list[Problem] = []
    documents: dict[str, yamlfile.Document] = {}
    record = _record(file, file.parent, Model, problems, documents, key="models/it", shown=str(file), stem=_safe_stem(file))
    if record is not None:
        problems += crosscheck.model(record, documents["models/it"], among)
    if record is None or problems:
        raise BadData(problems)
    return record


def _safe_stem(file: Path) -> str:
    return re.sub(r"[^a-z0-9.-]+", "-", file.stem.lower()).strip("-.") or "model"


def _files(folder: Path, ending: str, data: Path, problems: list[Problem], pattern: re.Pattern) -> Iterator[Path]:
    """The folder's data files, sorted. A name that is no id, or a link that leads out of the folder, is a problem."""
    if not folder.is_dir():
        return
    for file in sorted(folder.iterdir()):
        shown = _shown(file, data)
        if file.name.startswith("."):
            continue
        if file.suffix != ending or file.is_dir():
            problems.append(Problem(shown, 1, 1, f"does not belong here; this folder holds files that end in {ending}"))
        elif not pattern.match(file.stem):
            problems.append(Problem(shown, 1, 1, f"{file.stem!r} cannot be an id; name the file with lower-case letters, digits, dots and hyphens"))
        elif file.is_symlink():
            problems.append(Problem(shown, 1, 1, "is a link; put the file itself here"))
        else:
            yield file


def _shown(file: Path, data: Path) -> str:
    """How a person would type the file: the data folder as given, then the rest. Unprintable characters are escaped."""
    return str(Path(data.name) / file.relative_to(data)).encode("unicode_escape").decode()


def _record(
    file: Path, data: Path, kind: type[R], problems: list[Problem], documents: dict, *, key: str, shown: str | None = None, stem: str | None = None
) -> R | None:
    shown = shown or _shown(file, data)
    try:
        document = yamlfile.read(file, shown)
    except FileNotFoundError:
        problems.append(Problem(shown, 1, 1, "is missing; restore it"))
        return None
    except yamlfile.BadYaml as error:
        problems += error.problems
        return None
    return _validated(document, kind, problems, documents, key=key, stem=stem or file.stem)


def _validated(document: yamlfile.Document, kind: type[R], problems: list[Problem], documents: dict, *, key: str, stem: str) -> R | None:
    try:
        record = kind.model_validate(document.value | {"id": stem} if "id" in kind.model_fields else document.value)
    except pydantic.ValidationError:
        return _refused(document, kind, problems, stem)
    if "id" in document.value and "id" in kind.model_fields:
        return _refused(document, kind, problems, stem)
    documents[key] = document
    return record


def _refused(quick: yamlfile.Document, kind: type[R], problems: list[Problem], stem: str) -> None:
    """Notes what is wrong with a file, from the careful parser's reading of it."""
    try:
        document = yamlfile.carefully(quick.text, quick.path)
    except yamlfile.BadYaml as error:
        problems += error.problems
        return
    value = document.value
    if "id" in kind.model_fields:
        if "id" in value:
            problems.append(Problem(document.path, *document.place(("id",), of_key=True), "has `id`; the id is the file's name, so remove the line"))
            return
        value = value | {"id": stem}
    try:
        kind.model_validate(value)
    except pydantic.ValidationError as error:
        # a list whose entries are at fault is also reported as too short; the entries say it better
        faults = [fault for fault in error.errors(include_url=False) if fault["type"] != "too_short" or not fault["input"]]
        problems += [_problem(document, fault, kind) for fault in faults]


def _pages(data: Path, problems: list[Problem], documents: dict) -> dict[str, tuple[Page, str]]:
    pages = {}
    for file in _files(data / "pages", ".md", data, problems, _ID):
        shown = _shown(file, data)
        try:
            head, body = yamlfile.front_matter(yamlfile.text_of(file, shown), shown)
        except yamlfile.BadYaml as error:
            problems += error.problems
            continue
        page = _validated(head, Page, problems, documents, key=f"pages/{file.stem}", stem=file.stem)
        if page is not None:
            pages[file.stem] = (page, body)
    return pages


def nearest(word: str, known: Iterable[str]) -> str:
    """A cure for an unknown word: the known one most like it, or all of them when they are few."""
    names = list(known)
    found = difflib.get_close_matches(word, names, n=1, cutoff=0.55)
    if found:
        return f"did you mean {found[0]!r}?"
    return f"write one of {', '.join(names)}" if len(names) <= 12 else "see data/vocabulary.yaml for the words there are"


def _problem(document: yamlfile.Document, fault: dict[str, Any], kind: type[pydantic.BaseModel]) -> Problem:
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
            return Problem(
                document.path, line, column, f"{_quoted(str(keys[-1]))} is no key; within {{}} a comma ends a value, so put the whole text in quotes"
            )
        return Problem(document.path, line, column, f"{keys[-1]!r} is not a known key; {nearest(str(keys[-1]), _keys_at(kind, keys[:-1]))}")
    line, column = document.place(keys, of_key=keys[-1:] == ("[key]",))
    if what == "literal_error":
        words = re.findall(r"'([^']+)'", context.get("expected", ""))
        return Problem(document.path, line, column, f"`{name}` cannot be {_quoted(value)}; {nearest(str(value), words)}")
    if what == "value_error":
        return Problem(
            document.path,
            line,
            column,
            f"`{name}` {context.get('error', fault['msg'])}" + ("" if value is None or isinstance(value, dict) else f"; it is {_quoted(value)}"),
        )
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
        "string_pattern_mismatch": f"must look like {_LOOKS.get(context.get('pattern', ''), context.get('pattern', ''))}",
    }.get(what, fault["msg"][:1].lower() + fault["msg"][1:])
    return Problem(document.path, line, column, f"`{name}` {said}; it is {_quoted(value)}")


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
    return repr(short.encode("unicode_escape").decode() if not short.isprintable() else short)


def _keys_at(kind: type[pydantic.BaseModel], keys: tuple) -> list[str]:
    """The keys that may stand at `keys` within a record of this kind."""
    schema: Any = kind.model_json_schema(by_alias=True)
    whole = schema
    for key in keys:
        schema = _into(schema, key, whole)
    return list(_open(schema, whole).get("properties", {}))


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
