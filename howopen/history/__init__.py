"""When verdicts changed, and why: each commit that touched the data is judged once, and the standings are compared.

Old data are judged by today's program, so that a change of the program is never told as a change of a model; and verdicts are
compared only under the same version of a definition. Today's program may refuse what an older one took: a model whose file it refuses
keeps its last standing; a shared file that it refuses is taken as it is today, and a commit where that does not help is passed over.
"""

from __future__ import annotations

import ast
import hashlib
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, NotRequired, Protocol, TypedDict, cast, get_args

from howopen import licenses
from howopen.files import atomic
from howopen.files.git import Commit, Repository, Unreadable
from howopen.history import causes
from howopen.records import results
from howopen.records.catalogue import Catalogue
from howopen.records.change import Cause, CauseKind, Change, History, Shift
from howopen.records.errors import BadData
from howopen.records.verdict import Verdict


class Assessed(NamedTuple):
    """Verdicts on one state of the data that can be others than those on the state before."""

    known: Catalogue  # with the models that were judged, and what they derive from
    judged: Mapping[str, Mapping[str, Verdict]]  # by model and definition
    ids: frozenset[str]  # of all models there are
    refused: frozenset[str]  # of those whose files the program does not take


class Assessor(Protocol):
    """Judges the states of one folder, in order."""

    def look(self) -> None:
        """Take what lies in the folder for the state before."""

    def __call__(self, files: Iterable[str]) -> Assessed:
        """Assess the folder after a change of those files. Raises BadData where what all models share is refused."""


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


def read(repository: Repository | None, assessor: Callable[[Path], Assessor], cache: Path, program: Path) -> History:
    """Every change in the repository's history, newest first. Commits judged before by the same program come from `cache`."""
    try:
        if repository is None or not (commits := repository.commits()):
            return History()
        if repository.is_shallow:
            return History(state="shallow")
        kept = cache / f"{fingerprint(program)}.json"
        steps = _steps(repository, commits, assessor, _kept(kept))
    except Unreadable:
        return History()
    _keep(kept, steps)
    good = [step for step in steps if step["models"] or step["gone"]]
    return History(tuple(reversed(list(changes(steps)))), "complete", good[0]["on"] if good else "")


def changes(steps: Iterable[Step]) -> Iterator[Change]:
    """Changes of each model by each step, in order. Pure."""
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
        kept = {alias for standing in step["models"].values() for alias in standing["aliases"]}
        for key, before in ((key, before) for key, before in gone.items() if key not in kept):  # one that is a variant of another now is not removed
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


def _steps(repository: Repository, commits: list[Commit], assessor: Callable[[Path], Assessor], kept: list[Step]) -> list[Step]:
    """One step a commit, oldest first; those kept are used as far as the commits are the same. Raises Unreadable."""
    same = 0
    while same < min(len(kept), len(commits)) and kept[same]["commit"] == commits[same].id:
        same += 1
    steps = kept[:same]
    if same == len(commits):
        return steps
    now: dict[str, Standing] = {}
    for step in steps:
        now = {key: one for key, one in now.items() if key not in step["gone"]} | step["models"]
    touched = steps[-1]["unread"] if steps else []  # since the last commit that could be judged
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        assess = assessor(data)
        newest = repository.files(commits[-1].id)
        if steps:
            repository.write(_bearing(repository.files(steps[-1]["commit"])), data)
            assess.look()
        for commit in commits[same:]:
            repository.write(_bearing(commit.files), data)
            touched = [*touched, *commit.files]
            try:
                found = _assessed(assess, touched, repository, newest, data)
            except BadData:
                steps.append({"commit": commit.id, "on": commit.on, "models": {}, "gone": [], "unread": touched})
                continue
            standings = {key: _standing(key, verdicts, found.known) for key, verdicts in found.judged.items()}
            changed = {key: _with_causes(one, found.known, key, touched) for key, one in standings.items() if _bare(now.get(key)) != one}
            gone = sorted(now.keys() - found.ids)
            touched = [file for file in touched if file in {f"models/{key}.yaml" for key in found.refused}]
            steps.append({"commit": commit.id, "on": commit.on, "models": changed, "gone": gone, "unread": touched})
            now = {key: one for key, one in now.items() if key not in gone} | changed
    return steps


def _assessed(assess: Assessor, touched: list[str], repository: Repository, newest: Mapping[str, str], data: Path) -> Assessed:
    """The state in `data`, in which a shared file that today's program does not take any more is replaced by the one of the newest commit.

    So the past is told also where the form of words, licenses or settings has changed since. Raises BadData where that does not help, Unreadable.
    """
    replaced: set[str] = set()
    while True:
        try:
            return assess([*touched, *replaced])
        except BadData as bad:
            refused = {problem.path.partition("/")[2] for problem in bad.problems if problem.severity == "error"}
            refused = {path for path in refused if not path.startswith("models/")} - replaced
            if not refused:
                raise
            replaced |= refused
            repository.write({path: newest.get(path, "") for path in refused}, data)


_ASIDE = ("editions/", "opinions/", "pages/")  # folders whose files bear on no verdict


def _bearing(files: Mapping[str, str]) -> dict[str, str]:
    return {path: blob for path, blob in files.items() if not path.startswith(_ASIDE)}


def _bare(kept: Standing | None) -> Standing | None:
    if kept is None:
        return None
    bare = kept.copy()
    bare.pop("causes", None)
    return bare


def _standing(key: str, verdicts: Mapping[str, Verdict], known: Catalogue) -> Standing:
    model, definitions = known.models[key], known.definitions
    scored = verdicts[known.board.score]
    return {
        "name": model.name,
        "developer": model.developer,
        "aliases": list(model.aliases),
        "verdicts": {key: [definitions[key].version, results.code(definitions[key], verdict)] for key, verdict in verdicts.items()},
        "score": [definitions[known.board.score].version, list(scored.score or (0.0, 1.0))],
    }


def _with_causes(one: Standing, known: Catalogue, key: str, files: Iterable[str]) -> Standing:
    """The standing with [kind, id] of each of its causes among the files that were touched."""
    return {**one, "causes": [[cause.kind, cause.id] for cause in causes.of_files(known, key, files)]}


# ---- what is kept -----------------------------------------------------------------------------------------------------


def fingerprint(program: Path) -> str:
    """Digest of every file of the program that can bear on a verdict, and of the list of licenses, so that another program judges each commit again.

    `program` is the folder of the package. Those files are the module that assesses commits, and all folders that it imports, and that these import.
    """
    digest, seen = hashlib.sha256(licenses.SPDX_VERSION.encode()), set[Path]()
    ahead = [program / "pipeline" / "assess.py"]
    while ahead:
        place = ahead.pop()
        if place in seen:
            continue
        seen.add(place)
        for file in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            content = file.read_bytes()
            digest.update(f"{file.relative_to(program)}\0{hashlib.sha256(content).hexdigest()}\0".encode())
            ahead += [program / folder for folder in sorted(_imported(content))]
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
