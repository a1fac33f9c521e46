"""Steps of the history: what each commit made of the verdicts on the models that it bears on.

The commits are judged in ranges, which processes share out among themselves; each range begins by reading the state that its first commit came upon,
and the ranges are put together in order.
"""

from __future__ import annotations

import contextlib
import functools
import tempfile
from bisect import bisect
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from pathlib import Path
from typing import Any, NamedTuple, NotRequired, Protocol, TypedDict, TypeVar

from howopen.files.git import Commit, Repository
from howopen.history import causes
from howopen.records import results
from howopen.records.catalogue import Catalogue
from howopen.records.errors import MOST_IN_ALL, BadData
from howopen.records.verdict import Verdict

T = TypeVar("T")
FEW = 40  # commits up to which a second process costs more than it saves
WEIGHT = 60  # what a commit costs beside the files that it touches, in files


class Assessed(NamedTuple):
    """Verdicts on one state of the data that can be others than those on the state before."""

    known: Catalogue  # with the models that were judged, and what they derive from
    judged: Mapping[str, Mapping[str, Verdict]]  # by model and definition
    ids: frozenset[str]  # of all models there are
    refused: frozenset[str]  # of those whose files the program does not take


class Assessor(Protocol):
    """Judges the states of one folder, in order."""

    def look(self) -> None:
        """Take what lies in the folder for the state before. Raises BadData where what all models share is refused."""

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


class Range(NamedTuple):
    """Commits that are judged one after another."""

    before: str  # the commit before them; empty where there is none
    commits: tuple[Commit, ...]
    unread: tuple[str, ...] = ()  # files that were touched before them and not judged yet


class Found(NamedTuple):
    """Findings on one commit, before they are held against what was known."""

    commit: Commit
    standings: dict[str, Standing]  # of the models that were judged, where the range does not know them so already
    ids: frozenset[str] | None  # of the models there are; None where the commit could not be judged
    unread: list[str]


Work = Callable[[Sequence[Range]], list[list[Found]]]
Share = Callable[[Work, Sequence[Range]], list[list[Found]]]


class Judging:
    """Judges the commits of one repository."""

    def __init__(self, repository: Repository, assessor: Callable[[Path], Assessor], newest: Mapping[str, str]) -> None:
        """`newest`: the files of the data as they are today, with their blobs."""
        self._repository, self._assessor, self._newest = repository, assessor, newest

    def steps(self, commits: Sequence[Commit], kept: list[Step], share: Share, processes: int) -> list[Step]:
        """One step a commit, oldest first; those kept are used as far as the commits are the same.

        The others are judged in ranges, for which `share` gives each a process. Raises Unreadable.
        """
        same = 0
        while same < min(len(kept), len(commits)) and kept[same]["commit"] == commits[same].id:
            same += 1
        steps, now = kept[:same], dict[str, Standing]()
        for step in steps:
            now = _after(now, step)
        ranges = _ranges(commits, same, processes)
        for one, found in zip(ranges, share(self.judge, ranges), strict=True):
            if steps and (unread := steps[-1]["unread"]):
                found = self._judged(one._replace(unread=tuple(unread)))  # what stood open there is answered here
            for each in found:
                steps.append(_step(now, each))
                now = _after(now, steps[-1])
        return steps

    def judge(self, ranges: Sequence[Range]) -> list[list[Found]]:
        """Findings on the commits of each range. Raises Unreadable."""
        return [self._judged(one) for one in ranges]

    def _judged(self, range_: Range) -> list[Found]:
        found: list[Found] = []
        touched = list(range_.unread)
        known: dict[str, Standing] = {}
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder)
            assess = self._assessor(data)
            if range_.before:
                self._repository.write(_bearing(self._repository.files(range_.before)), data)
                with contextlib.suppress(BadData):  # then there is no state to go on from, and the next is judged whole
                    self._mended(lambda _: assess.look(), data)
            for commit in range_.commits:
                self._repository.write(_bearing(commit.files), data)
                touched = [*touched, *commit.files]
                try:
                    assessed = self._mended(functools.partial(_assessed, assess, touched), data)
                except BadData:
                    found.append(Found(commit, {}, None, touched))
                    continue
                known = {key: one for key, one in known.items() if key in assessed.ids}
                standings = {key: _standing(key, verdicts, assessed.known) for key, verdicts in assessed.judged.items()}
                news = {key: one for key, one in standings.items() if known.get(key) != one}
                known |= news
                told = {key: _with_causes(one, assessed.known, key, touched) for key, one in news.items()}
                refused = {f"models/{key}.yaml" for key in assessed.refused}
                touched = [file for file in touched if file in refused]
                found.append(Found(commit, told, assessed.ids, touched))
        return found

    def _mended(self, read: Callable[[Iterable[str]], T], data: Path) -> T:
        """Result of reading the state in `data`, where a shared file that today's program does not take any more is replaced by the one of the newest commit.

        So the past is told also where the form of words, licenses or settings has changed since. `read` is given the files that were replaced. Raises BadData
        where that does not help, or where so many are refused that nobody would look at all of them, Unreadable.
        """
        replaced: set[str] = set()
        while True:
            try:
                return read(replaced)
            except BadData as bad:
                refused = {problem.path.partition("/")[2] for problem in bad.problems if problem.severity == "error"}
                refused = {path for path in refused if not path.startswith("models/")} - replaced
                if not refused or len(bad.problems) >= MOST_IN_ALL:
                    raise
                replaced |= refused
                self._repository.write({path: self._newest.get(path, "") for path in refused}, data)


def _assessed(assess: Assessor, touched: Iterable[str], replaced: Iterable[str]) -> Assessed:
    return assess([*touched, *replaced])


def _ranges(commits: Sequence[Commit], start: int, processes: int) -> list[Range]:
    """Ranges of the commits from the `start`th on, for so many processes: about as many touched files in each."""
    weights = list(accumulate(len(commit.files) + WEIGHT for commit in commits[start:]))
    count = processes if len(weights) > FEW else 1
    ends = [bisect(weights, weights[-1] * at / count) + start for at in range(1, count)] if weights else []
    bounds = pairwise([start, *ends, len(commits)])
    return [Range(commits[first - 1].id if first else "", tuple(commits[first:last])) for first, last in bounds if first < last]


def _step(now: Mapping[str, Standing], found: Found) -> Step:
    """The step of a commit: of what was found, that which differs from what was known before it."""
    step = Step(commit=found.commit.id, on=found.commit.on, models={}, gone=[], unread=found.unread)
    if found.ids is not None:
        step["gone"] = sorted(now.keys() - found.ids)
        step["models"] = {key: one for key, one in found.standings.items() if _bare(now.get(key)) != _bare(one)}
    return step


def _after(now: Mapping[str, Standing], step: Step) -> dict[str, Standing]:
    """Standings of all models after a step."""
    return {key: one for key, one in now.items() if key not in step["gone"]} | step["models"]


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
    model, definitions, score = known.models[key], known.definitions, known.board.score
    return {
        "name": model.name,
        "developer": model.developer,
        "aliases": list(model.aliases),
        "verdicts": {name: [definitions[name].version, results.code(definitions[name], verdict)] for name, verdict in verdicts.items()},
        "score": [definitions[score].version, list(verdicts[score].score or (0.0, 1.0))],
    }


def _with_causes(one: Standing, known: Catalogue, key: str, files: Iterable[str]) -> Standing:
    """The standing with [kind, id] of each of its causes among the files that were touched."""
    return {**one, "causes": [[cause.kind, cause.id] for cause in causes.of_files(known, key, files)]}
