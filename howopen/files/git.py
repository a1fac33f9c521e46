"""Knowledge of git on a data folder: its commits, and its files as they were."""

from __future__ import annotations

import contextlib
import datetime
import os
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from howopen.files import git_process
from howopen.files.git_process import Unreadable

MOST_BYTES = 8 * 1024 * 1024  # of a file; nothing here reads a longer one
MOST_WRITTEN = 128 * 1024 * 1024  # of all files of one commit; a thousand times as much packs into a megabyte
MOST_PATHS = 1_000_000  # that all commits together may change
FEW_PATHS = 5_000  # that any commit may change
DEEPEST = 8  # folders within each other that are looked into; the deepest file of the data lies in three
NO_DAY = "1970-01-01"  # the same for all builds outside a repository
_FILES = ("100644", "100755")  # modes of regular files; links and submodules are left out, as nothing here reads them
_ELSEWHERE = frozenset("\\:")  # Windows takes them for the way to another folder or disk
_FOLDER, _NOTHING = "040000", "000000"  # modes of a folder, and of what is not there
_EMPTY = {40: "4b825dc642cb6eb9a060e54bf8d69288fbee4904", 64: "6ef19b41225c5369f1c104d45d8d85efa9b057b53b14b4b9b939dd74decc5321"}  # folder, by digits of ids
_LONGEST = 255  # bytes of a name on most disks


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that touched the data."""

    id: str  # 40 hex digits, or 64
    on: str  # when it was committed, ISO 8601 with the time zone
    files: dict[str, str]  # that it touched, relative to the data folder, with their blobs; an empty one where there is no such file any more


class Past(NamedTuple):
    """Commits that touched the data, oldest first."""

    commits: list[Commit]
    untold: str = ""  # why older ones are left out; empty where none is


@dataclass(frozen=True, slots=True)
class Repository:
    """A data folder within a git repository."""

    top: Path
    prefix: str  # of the data folder within it, with a slash at the end; empty when it is the top

    @property
    def is_shallow(self) -> bool:
        """Whether the clone lacks older commits."""
        return git_process.answer(self.top, "rev-parse", "--is-shallow-repository").decode().strip() == "true"

    def past(self) -> Past:
        """The commits that touched the data, oldest first; of a merge, what it brought to the branch. Raises Unreadable."""
        said = git_process.answer(self.top, "log", "--first-parent", "--format=%H %cI", "--", f":(top){self.prefix}").decode()
        made = [(commit, on) for commit, _, on in (line.partition(" ") for line in said.splitlines())]  # newest first
        if not made:
            return Past([])
        most, trees = self._most(), self._trees(commit for commit, _ in made)
        changed = self._changed(list(zip([*trees[1:], ""], trees, strict=True)), most)
        found = [Commit(commit, _moment(on), files) for (commit, on), files in zip(made, changed, strict=False)]
        if len(found) == len(made):
            return Past(found[::-1])
        why = f"commit {made[len(found)][0][:12]} changes more than is read, which is {most:,} files of one commit and {MOST_PATHS:,} of all"
        for at in range(len(found), -1, -1):  # the oldest is told as one that brought all it has
            with contextlib.suppress(Unreadable):
                return Past([Commit(made[at][0], _moment(made[at][1]), self.files(made[at][0], most)), *found[:at][::-1]], why)
        return Past([], why)

    def files(self, commit: str, most: int = MOST_PATHS) -> dict[str, str]:
        """The files of the data folder at a commit, relative to it, with their blobs. Raises Unreadable, also where there are more than `most`."""
        if found := self._changed([("", self._trees([commit])[0])], most):
            return {path: blob for path, blob in found[0].items() if blob}
        raise Unreadable(f"commit {commit[:12]} has more than {most:,} files in the data folder; name another commit, or take out what does not belong there")

    def _most(self) -> int:
        """Number of files that one commit may have or change: to look at so many costs a moment more than to read the newest."""
        return max(FEW_PATHS, 4 * len(self.files("HEAD")))

    def _trees(self, commits: Iterable[str]) -> list[str]:
        """The data folder at each commit; empty where it had none. Raises Unreadable."""
        if "\n" in self.prefix:
            raise Unreadable("the name of the data folder has a line break; rename it")
        asked = os.fsencode("".join(f"{one}:{self.prefix}\n" for one in commits))
        said = git_process.answer(self.top, "cat-file", "--batch-check=%(objecttype) %(objectname)", given=asked)
        return [line[5:].decode() if line.startswith(b"tree ") else "" for line in said.splitlines()]

    def _changed(self, trees: Sequence[tuple[str, str]], most: int) -> list[dict[str, str]]:
        """The files that differ between the two trees of each pair, as a Commit has them. Raises Unreadable.

        It ends before the first pair that has more than `most`, or with which all have more than MOST_PATHS. A commit of a few kilobytes can have
        millions, and git by itself holds them all before it tells the first; so it is asked for one level of folders after the other.
        """
        found: list[dict[str, str]] = [{} for _ in trees]
        counts, left = [0] * len(trees), MOST_PATHS
        ahead = [(at, "", *pair) for at, pair in enumerate(trees) if any(pair)]
        for _ in range(DEEPEST):
            asked, ahead = ahead, []
            for at, path, modes, blobs in self._differing(asked):
                counts[at] += 1
                left -= 1
                if counts[at] > most or not left:
                    del found[at:]
                    ahead = [one for one in ahead if one[0] < at]
                    break
                if not _can_be(path):
                    continue
                if _FOLDER in modes:
                    before, after = (blob if mode == _FOLDER else "" for mode, blob in zip(modes, blobs, strict=True))
                    ahead.append((at, f"{path}/", before, after))
                if {*modes} - {_FOLDER, _NOTHING}:
                    found[at][path] = blobs[1] if modes[1] in _FILES else ""
        return found

    def _differing(self, asked: Sequence[tuple[int, str, str, str]]) -> Iterator[tuple[int, str, tuple[str, str], tuple[str, str]]]:
        """(number, path, modes, blobs) of each entry that differs between two trees, of each (number, folder, tree, tree). Raises Unreadable."""
        given = (f"{before or _EMPTY[len(after)]} {after or _EMPTY[len(before)]}\n".encode() for _, _, before, after in asked)
        waiting = iter(asked)
        with git_process.pieces(self.top, "diff-tree", "--stdin", "-z", given=given) as said:
            for piece in said:
                *heads, entry = piece.split("\n")  # the two trees of each pair, and then: :old-mode new-mode old-blob new-blob status
                for _ in heads:
                    at, folder, _, _ = next(waiting)
                if entry:
                    mode, new_mode, blob, new_blob, _ = entry[1:].split(" ")
                    yield at, folder + next(said), (mode, new_mode), (blob, new_blob)

    def export(self, commit: str, into: Path) -> Path:
        """The data folder as it was at a commit, written below `into`. Raises Unreadable."""
        self.write(self.files(commit, self._most()), into / self.prefix)
        return into / self.prefix

    def write(self, files: Mapping[str, str], into: Path) -> None:
        """Write blobs as files at paths below `into`, and remove those whose blob is empty. Raises Unreadable, also for a path that leads out.

        Of what nobody could read, since it is too large, stands a file that is as large and holds nothing.
        """
        for path in files:
            if PurePosixPath(path).is_absolute() or ".." in PurePosixPath(path).parts:
                raise Unreadable(f"a commit names {path!r}, which leads out of its folder")
        there = {path: blob for path, blob in files.items() if blob}
        sizes = self._sizes(set(there.values()))
        whole = list(accumulate(sizes[blob] for blob in there.values()))
        hollow = {path for (path, blob), so_far in zip(there.items(), whole, strict=True) if sizes[blob] > MOST_BYTES or so_far > MOST_WRITTEN}
        contents = self._contents({blob for path, blob in there.items() if path not in hollow})
        try:
            for path in sorted(files.keys() - there.keys(), reverse=True):  # what lay in a folder before the link that came in its place
                (into / path).unlink(missing_ok=True)
                _prune((into / path).parent, into)  # a file may come where a folder was
            for path, blob in there.items():
                (into / path).parent.mkdir(parents=True, exist_ok=True)
                (into / path).write_bytes(b"" if path in hollow else contents[blob])
                if path in hollow:
                    os.truncate(into / path, MOST_BYTES + 1)
        except OSError as error:
            raise Unreadable(str(error)) from error

    def _sizes(self, blobs: Collection[str]) -> dict[str, int]:
        """Bytes of blobs, of all in one answer of git. Raises Unreadable."""
        said = self._told(blobs, "--batch-check=%(objectname) %(objectsize)")
        found = dict(line.split(" ") for line in said.decode().splitlines())  # or: blob missing
        if lacking := next((blob for blob, size in found.items() if not size.isdecimal()), ""):
            raise Unreadable(f"the repository lacks {lacking}")
        return {blob: int(size) for blob, size in found.items()}

    def _contents(self, blobs: Collection[str]) -> dict[str, bytes]:
        """The contents of blobs, of all in one answer of git. Raises Unreadable."""
        said = self._told(blobs, "--batch")
        found, at = {}, 0
        while at < len(said):  # each: blob type size, a line feed, so many bytes, a line feed
            end = said.index(b"\n", at)
            blob, _, size = said[at:end].decode().split(" ")
            at = end + 1 + int(size)
            found[blob] = said[end + 1 : at]
            at += 1
        return found

    def _told(self, blobs: Collection[str], form: str) -> bytes:
        """Answer of git about blobs, in one of the forms of `cat-file`; nothing about none. Raises Unreadable."""
        return git_process.answer(self.top, "cat-file", form, given="".join(f"{blob}\n" for blob in blobs).encode()) if blobs else b""


def _prune(folder: Path, top: Path) -> None:
    """Remove a folder below `top` if it is empty, and those around it that are empty then."""
    with contextlib.suppress(OSError):  # it is not empty: to list it for each of its files takes the square of their number
        while folder != top:
            folder.rmdir()
            folder = folder.parent


def _can_be(path: str) -> bool:
    """Whether a disk can take the path, as one that leads nowhere else: one of a commit that none can, nobody ever read."""
    parts = path.split("/")
    return {"", ".", ".."}.isdisjoint(parts) and _ELSEWHERE.isdisjoint(path) and all(len(os.fsencode(part)) <= _LONGEST for part in parts)


def newest(folder: Path) -> tuple[str, str]:
    """The newest commit of the repository that holds a folder: its day, YYYY-MM-DD, and its id; 1970-01-01 and nothing where there is none."""
    try:
        day, _, commit = git_process.answer(_top(folder), "log", "-1", "--format=%cs %H").decode().strip().partition(" ")
    except Unreadable:
        return NO_DAY, ""
    return _moment(day)[: len(NO_DAY)], commit


def _moment(said: str) -> str:
    """The day or moment as git says it; the first of 1970 where it says none of the calendar, since whoever commits can write any number there."""
    try:
        datetime.datetime.fromisoformat(said)
    except ValueError:
        return f"{NO_DAY}T00:00:00+00:00"
    return said


def state(data: Path) -> str:
    """Which commit the repository that holds a folder is at, and whether it lacks older ones; empty where there is none."""
    try:
        return git_process.answer(_top(data), "rev-parse", "HEAD", "--is-shallow-repository").decode().strip()
    except Unreadable:
        return ""


def tracks(folder: Path) -> bool:
    """Whether a repository has files of the folder, or has it as a link, so that what lies there may have come with a commit."""
    for place in {_real(folder), _real(folder.parent) / folder.name}:
        try:
            top = _top(place.parent)
            if git_process.answer(top, "--literal-pathspecs", "ls-files", "-z", "--", place.relative_to(top).as_posix()):
                return True
        except Unreadable:
            continue
    return False


def around(data: Path) -> Repository | None:
    """The repository that holds the folder; None when there is none."""
    try:
        top = _top(data)
    except Unreadable:
        return None
    within = _real(data).relative_to(top).as_posix()
    return Repository(top, "" if within == "." else f"{within}/")


def as_of(data: Path, revision: str, into: Path) -> Path:
    """A copy, below `into`, of the data folder as it was at a commit, whatever it is called. Raises Unreadable."""
    found = around(data)
    if found is None:
        raise Unreadable(f"{data} lies in no git repository")
    try:
        # after this option a name that begins with a dash is no option
        commit = git_process.answer(found.top, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    except Unreadable:
        raise Unreadable(f"there is no commit {revision!r}; name one, such as main or HEAD~1") from None
    return found.export(commit, into)


def _top(folder: Path) -> Path:
    """The folder, or the nearest around it, where a repository has its `.git`. Raises Unreadable."""
    there = _real(folder)
    for place in (there, *there.parents):
        if os.path.lexists(place / ".git"):
            return place
    raise Unreadable(f"{folder} lies in no git repository")


def _real(folder: Path) -> Path:
    return Path(os.path.realpath(folder))  # resolve() raises where links lead in a circle
