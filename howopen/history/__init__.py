"""When verdicts changed, and why: each commit that touched the data is judged once, and the standings are compared.

Old data are judged by today's program, so that a change of the program is never told as a change of a model; and verdicts are
compared only under the same version of a definition. Today's program may refuse what an older one took: a model whose file it refuses
keeps its last standing, and a commit whose shared files it refuses is passed over.
"""

from __future__ import annotations

import ast
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NotRequired, TypedDict, cast, get_args

from howopen import licenses
from howopen.files import atomic
from howopen.files.git import Commit, Repository, Unreadable
from howopen.history import causes
from howopen.records import results
from howopen.records.catalogue import Catalogue
from howopen.records.change import Cause, CauseKind, Change, History, Shift
from howopen.records.errors import BadData
from howopen.records.verdict import Judged

Assessed = tuple[Catalogue, Mapping[str, Judged]]  # what is known and judged of one state of the data
Assess = Callable[[Path, Assessed | None], Assessed]  # a data folder, and an earlier state that it may build on; raises BadData


class Standing(TypedDict):
    """One model as a commit left it, as JSON."""

    name: str
    developer: str
    aliases: list[str]
    verdicts: dict[str, list[str]]  # by definition: its version, the code of `results`
    score: list[Any]  # the version of its definition, then [proven, possible]
    causes: NotRequired[list[list[str]]]  # [kind, id] of what changed it


class Step(TypedDict):
    """One commit's changes, as JSON."""

    commit: str
    on: str
    models: dict[str, Standing]  # those that it changed, by id
    gone: list[str]  # ids
    unread: list[str]  # files touched and not judged yet


def read(repository: Repository | None, assess: Assess, cache: Path, program: Path) -> History:
    """Every change in the repository's history, newest first. Commits judged before by the same program come from `cache`."""
    try:
        if repository is None or not (commits := repository.commits()):
            return History()
        if repository.is_shallow:
            return History(state="shallow")
        kept = cache / f"{fingerprint(program)}.json"
        steps = _steps(repository, commits, assess, _kept(kept))
    except Unreadable:
        return History()
    _keep(kept, steps)
    good = [step for step in steps if step["models"] or step["gone"]]
    return History(tuple(reversed(list(changes(steps)))), "complete", good[0]["on"] if good else "")


def changes(steps: Iterable[Step]) -> Iterator[Change]:
    """What each step did to each model, in order. Pure."""
    now: dict[str, Standing] = {}
    for step in steps:
        gone = {key: now.pop(key) for key in step["gone"]}
        for key, after in step["models"].items():
            former = next((alias for alias in after["aliases"] if alias in gone), None)
            before = now.get(key) or (gone.pop(former) if former else None)
            now[key] = after
            change = Change("added", key, after["name"], after["developer"], step["on"], step["commit"])
            if before is None:
                yield replace(change, standings=tuple((name, version, code) for name, (version, code) in after["verdicts"].items()))
            elif shifts := tuple(_shifts(before["verdicts"], after["verdicts"])):
                told, score = _causes(after.get("causes", []), shifts), _score(before["score"], after["score"])
                yield replace(change, kind="changed", causes=told, shifts=shifts, score=score)
        for key, before in gone.items():
            yield Change("removed", key, before["name"], before["developer"], step["on"], step["commit"])


def _shifts(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> Iterator[Shift]:
    for name, (version, code) in after.items():
        if name in before and before[name][0] == version and before[name][1] != code:
            yield Shift(name, version, before[name][1], code)


def _causes(found: list[list[str]], shifts: tuple[Shift, ...]) -> tuple[Cause, ...]:
    """The causes that can have done it: another definition's file cannot."""
    shifted = {shift.definition for shift in shifts}
    return tuple(Cause(_KINDS[kind], key) for kind, key in found if kind != "definition" or key in shifted)


_KINDS: dict[str, CauseKind] = {kind: kind for kind in get_args(CauseKind)}


def _score(before: list[Any], after: list[Any]) -> tuple[tuple[float, float], tuple[float, float]] | None:
    return (tuple(before[1]), tuple(after[1])) if before[0] == after[0] and before[1] != after[1] else None


# ---- one commit -------------------------------------------------------------------------------------------------------


def _steps(repository: Repository, commits: list[Commit], assess: Assess, kept: list[Step]) -> list[Step]:
    """One step a commit, oldest first; those kept are used as far as the commits are the same."""
    same = 0
    while same < min(len(kept), len(commits)) and kept[same]["commit"] == commits[same].id:
        same += 1
    steps = kept[:same]
    now: dict[str, Standing] = {}
    touched: list[str] = []  # since the last commit that could be judged
    last: Assessed | None = None
    for step in steps:
        touched = step["unread"]
        for key in step["gone"]:
            now.pop(key, None)
        now.update(step["models"])
    for commit in commits[same:]:
        touched = [*touched, *commit.files]
        assessed, refused = _assessed(repository, commit, assess, last)
        if assessed is None:
            steps.append({"commit": commit.id, "on": commit.on, "models": {}, "gone": [], "unread": touched})
            continue
        last, found = assessed, _Found(*assessed)
        changed = {key: _with_causes(one, found.causes(key, touched)) for key, one in found.models.items() if _bare(now.get(key)) != one}
        gone = sorted(now.keys() - found.models.keys() - refused)
        touched = [file for file in touched if file in {f"models/{key}.yaml" for key in refused}]
        steps.append({"commit": commit.id, "on": commit.on, "models": changed, "gone": gone, "unread": touched})
        now = {key: one for key, one in now.items() if key not in gone} | changed
    return steps


def _bare(kept: Standing | None) -> Standing | None:
    if kept is None:
        return None
    bare = kept.copy()
    bare.pop("causes", None)
    return bare


def _with_causes(one: Standing, found: list[list[str]]) -> Standing:
    return {**one, "causes": found}


_OPTIONAL = ("models", "opinions", "pages")  # folders whose files can be left out without changing what is made of the others
_ROUNDS = 5  # leaving out a file can leave another without what it names


def _assessed(repository: Repository, commit: Commit, assess: Assess, last: Assessed | None) -> tuple[Assessed | None, set[str]]:
    """What the program makes of the data of a commit, and the models whose files it refuses; None when it can make nothing of them."""
    refused: set[str] = set()
    with tempfile.TemporaryDirectory() as folder:
        try:
            data = repository.export(commit.id, Path(folder))
        except Unreadable:
            return None, refused
        for _ in range(_ROUNDS):
            try:
                return assess(data, last), refused
            except BadData as bad:
                files = {tuple(problem.path.split("/")[-2:]) for problem in bad.problems if problem.severity == "error"}
            if not all(len(file) == 2 and file[0] in _OPTIONAL for file in files):
                break
            for place, name in files:
                (data / place / name).unlink(missing_ok=True)
                if place == "models":
                    refused.add(name.removesuffix(".yaml"))
    return None, refused


class _Found:
    """Standings of the models at one commit, and the causes of changes to them."""

    def __init__(self, known: Catalogue, judged: Mapping[str, Judged]) -> None:
        self._known = known
        self.models = {key: self._model(one) for key, one in sorted(judged.items())}

    def _model(self, one: Judged) -> Standing:
        model, definitions = self._known.models[one.model], self._known.definitions
        return {
            "name": model.name,
            "developer": model.developer,
            "aliases": list(model.aliases),
            "verdicts": {key: [definitions[key].version, results.code(definitions[key], verdict)] for key, verdict in one.verdicts.items()},
            "score": [definitions[self._known.board.score].version, list(one.score)],
        }

    def causes(self, key: str, files: Iterable[str]) -> list[list[str]]:
        """[kind, id] of each cause among the files that were touched."""
        return [[cause.kind, cause.id] for cause in causes.of_files(self._known, key, files)]


# ---- what is kept -----------------------------------------------------------------------------------------------------


def fingerprint(program: Path) -> str:
    """Digest of every file of the program that can bear on a verdict, and of the list of licenses, so that another program judges each commit again.

    `program` is the folder of the package. Those files are the folders that judge, and all that they import.
    """
    digest, seen, ahead = hashlib.sha256(licenses.SPDX_VERSION.encode()), set[str](), ["history", "load", "enrich", "judge"]
    while ahead:
        folder = ahead.pop()
        if folder in seen:
            continue
        seen.add(folder)
        for file in sorted((program / folder).rglob("*.py")):
            content = file.read_bytes()
            digest.update(f"{file.relative_to(program)}\0{hashlib.sha256(content).hexdigest()}\0".encode())
            ahead += sorted(_imported(content))
    return digest.hexdigest()[:32]


def _imported(content: bytes) -> set[str]:
    """Folders of the package that a file imports from."""
    own = __name__.partition(".")[0]
    names: set[str] = set()
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.ImportFrom) and node.module == own:
            names |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(f"{own}."):
            names.add(node.module.split(".")[1])
    return names


def _kept(file: Path) -> list[Step]:
    try:
        return cast("list[Step]", json.loads(file.read_text("utf-8")))
    except (OSError, ValueError):
        return []


def _keep(file: Path, steps: list[Step]) -> None:
    """Write the file whole or not at all. A cache that cannot be written costs time, nothing else."""
    try:
        atomic.write(file, json.dumps(steps))
    except OSError:
        return
