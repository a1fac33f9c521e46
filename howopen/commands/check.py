"""Every problem of the data, and what is no error but deserves a second look: stale days, moving evidence, doubtful terms, likely doubles."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from howopen import licenses, load
from howopen.commands import standards
from howopen.files import yaml
from howopen.load.kept import Records
from howopen.records.addresses import moving_branch
from howopen.records.catalogue import Catalogue
from howopen.records.checked import Checked
from howopen.records.cures import CURES, cure
from howopen.records.errors import MOST_TOLD, BadData, Problem, Severity, more
from howopen.records.model import Model

NOBODY = "@your-account"  # what a draft says until a person puts their own name to it
STALE_AFTER = 400  # days: a year, and a month to get round to it
_PIECE = re.compile(r"[a-z]+|\d+(?:\.\d+)?|\+")

_Keys = tuple[str | int, ...]
_Place = tuple[_Keys, str]  # where in the file, and what is said of it


def problems(data: Path, paths: Iterable[Path], today: str) -> list[Problem]:
    """Errors and warnings, worst first, then by file and place. With `paths`, only those of these files and folders."""
    return look(data, paths, today)[0]


def look(data: Path, paths: Iterable[Path], today: str, records: Records | None = None) -> tuple[list[Problem], Catalogue | None]:
    """The problems, and what was loaded to find them, without the files that have any; None when nothing could be made of the data.

    A file outside of `data` is taken for a model file and checked among the others. Where only some models are asked for, only those and what
    they derive from are read whole. `records`: as in `load.everything`.
    """
    base, paths = data.resolve(), list(paths)
    inside = [path.resolve().relative_to(base) for path in paths if path.resolve().is_relative_to(base)]
    models = [path.stem for path in inside if path.parent.name == "models" and path.suffix == ".yaml"]
    some = models if models and len(models) == len(paths) else None
    loaded, documents, found = load.everything(data, some, records)
    if loaded is not None:
        found += second_look(loaded, documents, today, loaded.models if some is None else some)
    if paths:
        wanted = [_as_shown(Path(base.name) / path) for path in inside]
        found = [problem for problem in found if any(f"{problem.path}/".startswith(f"{path}/") for path in wanted)]
        found += [problem for path in paths if not path.resolve().is_relative_to(base) for problem in _stray(path, loaded, today)]
    return _first(sorted(set(found), key=lambda problem: (problem.severity, problem))), loaded


def _first(found: list[Problem]) -> list[Problem]:
    """Of each file its first warnings, and how many more there are. Errors are counted where they are found."""
    told = [problem for problem in found if problem.severity == "error"]
    warned = sorted(problem for problem in found if problem.severity == "warning")
    for _, of_file in itertools.groupby(warned, key=lambda problem: problem.path):
        some = list(of_file)
        told += some[:MOST_TOLD]
        if len(some) > MOST_TOLD:
            last = told[-1]
            told.append(more(last.path, last.line, last.column, len(some) - MOST_TOLD, "warning"))
    return told


def second_look(loaded: Catalogue, documents: dict[str, yaml.Document], today: str, keys: Iterable[str]) -> Iterator[Problem]:
    """Problems that depend on the day, in these models and between all: days to come as errors, and what a person should look at again as warnings."""
    asked = [key for key in keys if key in loaded.models]
    for key in asked:
        document = documents[f"models/{key}"]
        yield from _placed(_to_come(loaded.models[key], today), document, "error")
        yield from _placed(_of_model(loaded.models[key], loaded, today), document)
        yield from _placed(_moving(document), document)
    for key, edition in loaded.editions.items():
        if edition.on > today:
            yield from _placed([(("on",), cure("to-come", today=today, of="it was frozen"))], documents[f"editions/{key}"], "error")
    yield from _doubles(loaded, documents, asked)
    yield from _same_but_for_case(loaded, documents)


def _as_shown(path: Path) -> str:
    """The path as problems name it, with what cannot be printed written out."""
    return str(path).encode("unicode_escape").decode()


def _stray(path: Path, among: Catalogue | None, today: str) -> list[Problem]:
    """The problems of a model file that lies elsewhere."""
    if path.is_dir():
        return [Problem(str(path), 1, 1, "is a folder outside of the data; name a model file")]
    if among is None:
        return [Problem(str(path), 1, 1, "cannot be checked while data/ has errors; run check without paths")]
    try:
        model = load.model(path, among)
    except BadData as bad:
        return bad.problems
    document = yaml.read(path, str(path), given=True)
    return [
        *_placed(_to_come(model, today), document, "error"),
        *_placed(_of_model(model, among, today), document),
        *_placed(_moving(document), document),
    ]


def _placed(found: Iterable[_Place], document: yaml.Document, severity: Severity = "warning") -> Iterator[Problem]:
    for keys, what in found:
        yield Problem(document.path, *document.place(keys), what, severity)


# ---- one model --------------------------------------------------------------------------------------------------------


def _to_come(model: Model, today: str) -> Iterator[_Place]:
    """Days that nobody can have seen yet."""
    if model.released and model.released > today[: len(model.released)]:
        yield ("released",), cure("to-come", today=today, of=CURES["to-come-released"])
    for keys, day, _ in _looked(model):
        if day > today:
            yield keys, cure("to-come", today=today, of=CURES["to-come-looked"])


def _looked(model: Model) -> Iterator[tuple[_Keys, str, str]]:
    """Every look that somebody took: where the file says it (the key of the day), the day, and who looked."""
    checked: list[tuple[_Keys, Checked | None]] = [(("components", key), part.checked) for key, part in model.components.items()]
    checked.append((("data-information",), model.data_information.checked if model.data_information else None))
    for name, holder in (("lineage", model.lineage), ("specs", model.specs), ("training-compute", model.training_compute)):
        checked.append(((name,), holder.checked if holder else None))
    looked = [((*keys, "checked"), one) for keys, one in checked if one]
    looked += [(("answers", key), answer.checked) for key, answer in model.answers.items()]
    looked += [(("claims-looked-up",), model.claims_looked_up)] if model.claims_looked_up else []
    for keys, one in looked:
        yield (*keys, "on"), one.on, one.by
        if one.again:
            yield (*keys, "again", "on"), one.again.on, one.again.by


def _of_model(model: Model, among: Catalogue, today: str) -> Iterator[_Place]:
    yield from standards.warnings(model, among.fetched)
    for keys, day, by in _looked(model):
        age = (datetime.date.fromisoformat(today) - datetime.date.fromisoformat(day)).days
        if age > STALE_AFTER:
            yield keys, f"was last checked {age} days ago; look again and set the day"
        if by == NOBODY:
            yield (*keys[:-1], "by"), f"{NOBODY!r} is nobody; write your own GitHub account, after you looked"
    yield from _deprecated(model)
    for key, part in model.components.items():
        word = among.vocabulary.components.get(key)
        if word is None or word.group != "data":
            continue
        if part.license and part.license_scope == "repository":
            yield ("components", key, "license-scope"), _DATA_LICENSE
        for at, dataset in enumerate(part.datasets or ()):
            if dataset.license and dataset.license_scope == "repository":
                yield ("components", key, "datasets", at, "license-scope"), _DATA_LICENSE


_DATA_LICENSE = "takes a repository's license for data; a code license seldom covers them, so look for the data's own terms or say `inherited`"


def _deprecated(model: Model) -> Iterator[_Place]:
    """Ids of licenses that SPDX lists as deprecated."""
    written: list[tuple[_Keys, str | None]] = []
    for key, part in model.components.items():
        written.append((("components", key, "license"), part.license))
        written += [(("components", key, "datasets", at, "license"), dataset.license) for at, dataset in enumerate(part.datasets or ())]
    if model.data_information:
        written.append((("data-information", "license"), model.data_information.license))
    for keys, expression in written:
        for old, current in licenses.deprecated(expression or ""):
            cure = f"write {current!r}" if current else f"see https://spdx.org/licenses/{old}.html for what is written now"
            yield keys, f"names {old!r}, which SPDX has deprecated; {cure}"


def _moving(document: yaml.Document) -> Iterator[_Place]:
    """Evidence whose address points at a branch, each address once."""
    places: dict[str, list[_Keys]] = {}
    for keys, address in _addresses(document.value, ()):
        if "evidence" in keys and moving_branch(address):
            places.setdefault(address, []).append(keys)
    for address, found in places.items():
        more = f" ({len(found)} times in this file)" if len(found) > 1 else ""
        yield (
            found[0],
            f"points at the branch {moving_branch(address)!r}{more}, which will show something else one day; link the commit (press `y` on GitHub)",
        )


def _addresses(value: object, keys: _Keys) -> Iterator[_Place]:
    if isinstance(value, str):
        yield keys, value
    elif isinstance(value, (dict, list)):
        for key, inner in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _addresses(inner, (*keys, key))


# ---- between models -----------------------------------------------------------------------------------------------------


def _doubles(loaded: Catalogue, documents: dict[str, yaml.Document], asked: Iterable[str]) -> Iterator[Problem]:
    """Warnings on models asked for whose developer has another model whose name has the same pieces, in whatever order, case and spelling."""
    wanted = set(asked)
    first: dict[tuple[str, ...], str] = {}
    for key, model in loaded.models.items():
        pieces = (model.developer, *sorted(_PIECE.findall(model.name.lower())))
        other = first.setdefault(pieces, key)
        if other != key and key in wanted:
            yield from _placed(
                [(("name",), f"looks like {loaded.models[other].name!r} in {loaded.paths[f'models/{other}']}; keep one file per release")],
                documents[f"models/{key}"],
            )


def _same_but_for_case(loaded: Catalogue, documents: dict[str, yaml.Document]) -> Iterator[Problem]:
    """Licenses whose ids differ in case alone: one file on many disks, one address on many servers."""
    first: dict[str, str] = {}
    for key in loaded.licenses:
        other = first.setdefault(key.lower(), key)
        if other != key:
            yield from _placed([((), f"differs from {loaded.paths[f'licenses/{other}']} by case alone; rename one")], documents[f"licenses/{key}"])
