"""Knowledge of git on a data folder: its commits, and its files as they were. The only user of git.

A commit can carry files that together are a repository, with settings that name programs to run, and git takes the folder that they lie in for one.
So git is started nowhere but where a `.git` lies, which no commit can carry.
"""

from __future__ import annotations

import datetime
import os
import subprocess
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path, PurePosixPath

from howopen.records.errors import Refused

MOST_BYTES = 8 * 1024 * 1024  # of a file; nothing here reads a longer one
MOST_WRITTEN = 128 * 1024 * 1024  # of all files of one commit; a thousand times as much packs into a megabyte
NO_DAY = "1970-01-01"  # the same for all builds outside a repository
PATIENCE = 120  # seconds for one answer of git
_FILES = ("100644", "100755")  # modes of regular files; links and submodules are left out, as nothing here reads them
_LONGEST = 255  # bytes of a name on most disks


class Unreadable(Refused):
    """git could not give what was asked; says what it said."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that touched the data."""

    id: str  # 40 hex digits, or 64
    on: str  # when it was committed, ISO 8601 with the time zone
    files: dict[str, str]  # that it touched, relative to the data folder, with their blobs; an empty one where there is no such file any more


@dataclass(frozen=True, slots=True)
class Repository:
    """A data folder within a git repository."""

    top: Path
    prefix: str  # of the data folder within it, with a slash at the end; empty when it is the top

    @property
    def is_shallow(self) -> bool:
        """Whether the clone lacks older commits."""
        return _git(self.top, "rev-parse", "--is-shallow-repository").decode().strip() == "true"

    def commits(self) -> list[Commit]:
        """The commits that touched the data, oldest first; of a merge, what it brought to the branch. Raises Unreadable."""
        which = ("--first-parent", "--diff-merges=first-parent", "--no-renames", "--reverse")
        said = _git(self.top, "log", *which, "--format=%x01%H %cI", "--raw", "--no-abbrev", "-z", "HEAD", "--", f":(top){self.prefix}")
        found: list[Commit] = []
        pieces = iter(said.decode("utf-8", "surrogateescape").split("\0"))
        for piece in pieces:
            text = piece.strip("\n")
            if text.startswith("\x01"):
                commit, _, on = text[1:].partition(" ")
                found.append(Commit(commit, _moment(on), {}))
            elif text:  # :old-mode new-mode old-blob new-blob status, and then the path
                _, mode, _, blob, _ = text.split(" ")
                if _can_be(path := next(pieces)):
                    found[-1].files[path.removeprefix(self.prefix)] = blob if mode in _FILES else ""
        return found

    def files(self, commit: str) -> dict[str, str]:
        """The files of the data folder at a commit, relative to it, with their blobs. Raises Unreadable."""
        said = _git(self.top, "ls-tree", "-r", "-z", "--full-tree", commit, "--", *([self.prefix] if self.prefix else []))
        found = {}
        for piece in said.decode("utf-8", "surrogateescape").split("\0")[:-1]:
            about, _, path = piece.partition("\t")  # mode type blob
            mode, _, blob = about.split(" ")
            if mode in _FILES and _can_be(path):
                found[path.removeprefix(self.prefix)] = blob
        return found

    def export(self, commit: str, into: Path) -> Path:
        """The data folder as it was at a commit, written below `into`. Raises Unreadable."""
        self.write(self.files(commit), into / self.prefix)
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
        said = _git(self.top, "cat-file", "--batch-check=%(objectname) %(objectsize)", given="".join(f"{blob}\n" for blob in blobs).encode()) if blobs else b""
        found = dict(line.split(" ") for line in said.decode().splitlines())  # or: blob missing
        if lacking := next((blob for blob, size in found.items() if not size.isdecimal()), ""):
            raise Unreadable(f"the repository lacks {lacking}")
        return {blob: int(size) for blob, size in found.items()}

    def _contents(self, blobs: Collection[str]) -> dict[str, bytes]:
        """The contents of blobs, of all in one answer of git. Raises Unreadable."""
        said = _git(self.top, "cat-file", "--batch", given="".join(f"{blob}\n" for blob in blobs).encode()) if blobs else b""
        found, at = {}, 0
        while at < len(said):  # each: blob type size, a line feed, so many bytes, a line feed
            end = said.index(b"\n", at)
            blob, _, size = said[at:end].decode().split(" ")
            at = end + 1 + int(size)
            found[blob] = said[end + 1 : at]
            at += 1
        return found


def _prune(folder: Path, top: Path) -> None:
    """Remove a folder below `top` if it is empty, and those around it that are empty then."""
    while folder != top and folder.is_dir() and not os.listdir(folder):  # noqa: PTH208
        folder.rmdir()
        folder = folder.parent


def _can_be(path: str) -> bool:
    """Whether a disk can take the path: one of a commit that none can, nobody ever read."""
    return len(path) <= 2000 and all(len(os.fsencode(part)) <= _LONGEST for part in path.split("/"))


def newest(folder: Path) -> tuple[str, str]:
    """The newest commit of the repository that holds a folder: its day, YYYY-MM-DD, and its id; 1970-01-01 and nothing where there is none."""
    try:
        day, _, commit = _git(_top(folder), "log", "-1", "--format=%cs %H").decode().strip().partition(" ")
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
        return _git(_top(data), "rev-parse", "HEAD", "--is-shallow-repository").decode().strip()
    except Unreadable:
        return ""


def tracks(folder: Path) -> bool:
    """Whether a repository has files of the folder, or has it as a link, so that what lies there may have come with a commit."""
    for place in {_real(folder), _real(folder.parent) / folder.name}:
        try:
            top = _top(place.parent)
            if _git(top, "--literal-pathspecs", "ls-files", "-z", "--", place.relative_to(top).as_posix()):
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
        commit = _git(found.top, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
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


def _git(folder: Path, *words: str, given: bytes = b"") -> bytes:
    try:
        # one that is no `.git` of a working tree is never taken, should what lies there not be a repository; git knows that since 2.38
        words = ("-c", "safe.bareRepository=explicit", "-C", str(folder), *words)
        return subprocess.run(["git", *words], input=given, capture_output=True, timeout=PATIENCE, check=True).stdout  # noqa: S603, S607
    except subprocess.CalledProcessError as error:
        raise Unreadable(error.stderr.decode("utf-8", "replace").strip()) from error
    except (OSError, subprocess.SubprocessError) as error:
        raise Unreadable(str(error)) from error
