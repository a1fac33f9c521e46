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
from pathlib import Path
from typing import Any

from howopen.files import atomic
from howopen.files.git import Commit, Repository, Unreadable
from howopen.records import results
from howopen.records.catalogue import Catalogue
from howopen.records.change import Cause, Change, History, Shift
from howopen.records.errors import BadData
from howopen.records.verdict import Judged

Assessed = tuple[Catalogue, Mapping[str, Judged]]  # what is known and judged of one state of the data
Assess = Callable[[Path, Assessed | None], Assessed]  # a data folder, and an earlier state that it may build on; raises BadData
Step = dict[str, Any]  # {"commit", "on", "models": {id: what it is now}, "gone": [ids]}: what one commit changed, as it is kept


def read(repository: Repository | None, assess: Assess, cache: Path, program: Path) -> History:
    """Every change in the repository's history, newest first. Commits judged before by the same program come from `cache`."""
    try:
        if repository is None or not (commits := repository.commits()):
            return History()
        if repository.is_shallow:
            return History(state="shallow")
        kept = cache / f"{_fingerprint(program)}.json"
        steps = _steps(repository, commits, assess, _kept(kept))
    except Unreadable:
        return History()
    _keep(kept, steps)
    good = [step for step in steps if step["models"] or step["gone"]]
    return History(tuple(reversed(list(changes(steps)))), "complete", good[0]["on"] if good else "")


def changes(steps: Iterable[Step]) -> Iterator[Change]:
    """What each step did to each model, in order. Pure."""
    now: dict[str, Step] = {}
    for step in steps:
        gone = {key: now.pop(key) for key in step["gone"]}
        for key, after in step["models"].items():
            former = next((alias for alias in after["aliases"] if alias in gone), None)
            before = now.get(key) or (gone.pop(former) if former else None)
            now[key] = after
            head = {"model": key, "name": after["name"], "developer": after["developer"], "on": step["on"], "commit": step["commit"]}
            if before is None:
                yield Change("added", **head, standings=tuple((name, *found) for name, found in after["verdicts"].items()))
            elif shifts := tuple(_shifts(before["verdicts"], after["verdicts"])):
                yield Change("changed", **head, causes=_causes(after["causes"], shifts), shifts=shifts, score=_score(before["score"], after["score"]))
        for key, before in gone.items():
            yield Change("removed", key, before["name"], before["developer"], step["on"], step["commit"])


def _shifts(before: Mapping[str, list[str]], after: Mapping[str, list[str]]) -> Iterator[Shift]:
    for name, (version, code) in after.items():
        if name in before and before[name][0] == version and before[name][1] != code:
            yield Shift(name, version, before[name][1], code)


def _causes(found: list[list[str]], shifts: tuple[Shift, ...]) -> tuple[Cause, ...]:
    """The causes that can have done it: another definition's file cannot."""
    shifted = {shift.definition for shift in shifts}
    return tuple(Cause(kind, key) for kind, key in found if kind != "definition" or key in shifted)  # type: ignore[arg-type]


def _score(before: list, after: list) -> tuple[tuple[float, float], tuple[float, float]] | None:
    return (tuple(before[1]), tuple(after[1])) if before[0] == after[0] and before[1] != after[1] else None


# ---- one commit -------------------------------------------------------------------------------------------------------


def _steps(repository: Repository, commits: list[Commit], assess: Assess, kept: list[Step]) -> list[Step]:
    """One step a commit, oldest first; those kept are used as far as the commits are the same."""
    same = 0
    while same < min(len(kept), len(commits)) and kept[same]["commit"] == commits[same].id:
        same += 1
    steps, now = kept[:same], {}
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
        changed = {key: one | {"causes": found.causes(key, touched)} for key, one in found.models.items() if _bare(now.get(key)) != one}
        gone = sorted(now.keys() - found.models.keys() - refused)
        touched = [file for file in touched if file in {f"models/{key}.yaml" for key in refused}]
        steps.append({"commit": commit.id, "on": commit.on, "models": changed, "gone": gone, "unread": touched})
        now = {key: one for key, one in now.items() if key not in gone} | changed
    return steps


def _bare(kept: Step | None) -> Step | None:
    return {key: value for key, value in kept.items() if key != "causes"} if kept else None


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
    """What is to be kept of one commit."""

    def __init__(self, known: Catalogue, judged: Mapping[str, Judged]) -> None:
        self._known = known
        self.models = {key: self._model(one) for key, one in sorted(judged.items())}

    def _model(self, one: Judged) -> Step:
        model, definitions = self._known.models[one.model], self._known.definitions
        return {
            "name": model.name,
            "developer": model.developer,
            "aliases": list(model.aliases),
            "verdicts": {key: [definitions[key].version, results.code(definitions[key], verdict)] for key, verdict in one.verdicts.items()},
            "score": [definitions[self._known.board.score].version, list(one.score)],
        }

    def causes(self, key: str, files: Iterable[str]) -> list[list[str]]:
        """[kind, id] of each file among those touched that the verdicts on a model rest on, each once."""
        ancestors = [name for name in self._known.ancestors[key] or () if name in self._known.models]
        line = [self._known.models[name] for name in (key, *ancestors)]
        licenses = {license_.id for model in line for _, expression in model.licensed() for license_ in self._known.terms[expression].licenses()}
        sources = {source.lower() for model in line for source in (model.id, *model.sources.huggingface, *model.sources.github)}
        found = []
        for file in files:
            folder, _, rest = file.partition("/")
            name = rest.rsplit(".", 1)[0]
            if folder == "models" and name == key:
                found.append(["model", name])
            elif folder == "models" and name in ancestors:
                found.append(["base-model", name])
            elif folder == "licenses" and name in licenses:
                found.append(["license", name])
            elif folder == "definitions":
                found.append(["definition", name])
            elif folder == "fetched" and any(f"/{source}" in f"/{name.lower().replace('--', '/')}" for source in sources):
                found.append(["fetched", name])
            elif file in ("vocabulary.yaml", "free-terms.yaml"):
                found.append(["vocabulary", ""])
        return [list(one) for one in dict.fromkeys(map(tuple, found))]


# ---- what is kept -----------------------------------------------------------------------------------------------------


def _fingerprint(program: Path) -> str:
    """Of every file that can bear on a verdict, so that another program judges each commit again."""
    digest, seen, ahead = hashlib.sha256(), set[Path](), ["history", "load", "enrich", "judge"]
    while ahead:
        room = ahead.pop()
        for file in sorted((program / room).glob("*.py")) if (program / room).is_dir() else [program / f"{room}.py"]:
            if file in seen or not file.is_file():
                continue
            seen.add(file)
            content = file.read_bytes()
            digest.update(f"{file.relative_to(program)}\0{hashlib.sha256(content).hexdigest()}\0".encode())
            ahead += sorted(_imported(content))
    return digest.hexdigest()[:32]


def _imported(content: bytes) -> set[str]:
    """The rooms of ours that a file imports."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(content)):
        if isinstance(node, ast.ImportFrom) and node.module == __package__:
            names |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(f"{__package__}."):
            names.add(node.module.split(".")[1])
    return names


def _kept(file: Path) -> list[Step]:
    try:
        return json.loads(file.read_text("utf-8"))
    except (OSError, ValueError):
        return []


def _keep(file: Path, steps: list[Step]) -> None:
    """Write the file whole or not at all. A cache that cannot be written costs time, nothing else."""
    try:
        atomic.write(file, json.dumps(steps))
    except OSError:
        return
