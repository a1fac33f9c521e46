"""When verdicts changed, and why: each commit that touched the data is judged once, and the standings are compared.

Old data are judged by today's program, so that a change of the program is never told as a change of a model; and verdicts are
compared only under the same version of a definition. Today's program may refuse what an older one took: a model whose file it refuses
keeps its last standing; a shared file that it refuses is taken as it is today, and a commit where that does not help is passed over.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, cast, get_args

from howopen import licenses
from howopen.files import atomic, seal
from howopen.files.git import Repository
from howopen.files.git_process import Unreadable
from howopen.history.steps import Assessor, Judging, Share, Standing, Step
from howopen.records.change import Cause, CauseKind, Change, History, Shift


def read(
    repository: Repository | None, assessor: Callable[[Path], Assessor], cache: Path, program: Path, share: Share, processes: int = 1, key: bytes = b""
) -> History:
    """Every change in the repository's history, newest first. Commits judged before by the same program come from `cache`, sealed with `key`.

    `share` shares out the work on ranges of commits among so many processes, and gives what each range came to, in order.
    """
    try:
        if repository is None:
            return History()
        if repository.is_shallow:
            return History(state="shallow")
        commits, untold = repository.past()
        if not commits:
            return History(untold=untold)
        kept = cache / fingerprint(program)
        steps = Judging(repository, assessor, repository.files(commits[-1].id)).steps(commits, _kept(kept, key), share, processes)
    except Unreadable as error:
        return History(untold=str(error))
    _keep(kept, steps, key)
    good = [step for step in steps if step["models"] or step["gone"]]
    found = [one for one in changes(steps) if not untold or one.commit != good[0]["commit"]]  # what it began with may have been there before
    return History(tuple(reversed(found)), "complete", good[0]["on"] if good else "", untold)


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


_OWN = __name__.partition(".")[0]
# read as text, since to parse the whole program takes longer than a build in which nothing changed
_IMPORT = re.compile(rf"^[ \t]*from {_OWN}(?:\.(\w+)[\w.]*)? import (\([^)]*\)|[^\n#]*)", re.MULTILINE)


def _imported(content: bytes) -> set[str]:
    """Folders of the package that a file imports from."""
    names: set[str] = set()
    for folder, named in _IMPORT.findall(content.decode()):
        names |= {folder} if folder else {name.split()[0] for name in named.strip("()").split(",") if name.strip()}
    return names


def _kept(file: Path, key: bytes) -> list[Step]:
    content = seal.read(key, file, file.name)
    return [] if content is None else cast("list[Step]", json.loads(content))


def _keep(file: Path, steps: list[Step], key: bytes) -> None:
    """Write the file whole or not at all. A cache that cannot be written costs time, nothing else."""
    with contextlib.suppress(OSError):
        atomic.write(file, seal.closed(key, json.dumps(steps).encode(), file.name))
