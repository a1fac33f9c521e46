"""What git knows of a data folder: its commits, and its files as they were. The only user of git."""

from __future__ import annotations

import io
import subprocess
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from howopen.records.errors import Refused

if TYPE_CHECKING:
    import tarfile

NO_DAY = "1970-01-01"  # the same for all builds outside a repository
PATIENCE = 120  # seconds for one answer of git


class Unreadable(Refused):
    """git could not give what was asked; says what it said."""


@dataclass(frozen=True, slots=True)
class Commit:
    """A commit that touched the data."""

    id: str  # 40 hex digits, or 64
    on: str  # when it was committed, ISO 8601 with the time zone
    files: tuple[str, ...]  # that it touched, relative to the data folder


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
        words = ("log", "--first-parent", "--diff-merges=first-parent", "--no-renames", "--reverse", "--format=%x01%H %cI", "--name-only", "-z", "HEAD")
        said = _git(self.top, *words, "--", f":(top){self.prefix}").decode("utf-8", "surrogateescape")
        found: list[tuple[str, list[str]]] = []
        for piece in said.split("\0"):
            text = piece.strip("\n")
            if text.startswith("\x01"):  # no path does: git gives each from the top, and those asked for begin with the folder's name
                found.append((text[1:], []))
            elif text and found:
                found[-1][1].append(text.removeprefix(self.prefix))
        return [Commit(head.partition(" ")[0], head.partition(" ")[2], tuple(files)) for head, files in found]

    def export(self, commit: str, into: Path) -> Path:
        """The data folder as it was at a commit, written below `into`. Raises Unreadable."""
        import tarfile  # only a look at the past needs it

        packed = _git(self.top, "archive", "--format=tar", commit, "--", self.prefix or ".")
        try:
            with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
                _write_files(archive, into)
        except (tarfile.TarError, OSError) as error:
            raise Unreadable(str(error)) from error
        return into / self.prefix


def _write_files(archive: tarfile.TarFile, into: Path) -> None:
    """Write the archive's regular files below `into`; links and devices are left out, as nothing here reads them. Raises Unreadable for a name that leads out.

    Written member by member, since `extractall` has its filters only from Python 3.11.4 on, and Debian 12 has 3.11.2.
    """
    for member in archive:
        name = PurePosixPath(member.name)
        if name.is_absolute() or ".." in name.parts:
            raise Unreadable(f"the archive names {member.name!r}, which leads out of its folder")
        content = archive.extractfile(member) if member.isreg() else None
        if member.isdir():
            (into / name).mkdir(parents=True, exist_ok=True)
        elif content is not None:
            (into / name).parent.mkdir(parents=True, exist_ok=True)
            (into / name).write_bytes(content.read())


def newest(folder: Path) -> tuple[str, str]:
    """The newest commit of the repository that holds a folder: its day, YYYY-MM-DD, and its id; 1970-01-01 and nothing where there is none."""
    try:
        day, _, commit = _git(folder, "log", "-1", "--format=%cs %H").decode().strip().partition(" ")
    except Unreadable:
        return NO_DAY, ""
    return day or NO_DAY, commit


def state(data: Path) -> str:
    """Which commit the repository that holds a folder is at, and whether it lacks older ones; empty where there is none."""
    try:
        return _git(data, "rev-parse", "HEAD", "--is-shallow-repository").decode().strip()
    except Unreadable:
        return ""


def tracks(folder: Path) -> bool:
    """Whether a repository has files of the folder, so that what lies there may have come with a commit."""
    try:
        return bool(_git(folder, "ls-files", "-z", "--", "."))
    except Unreadable:
        return False


def around(data: Path) -> Repository | None:
    """The repository that holds the folder; None when there is none, or no git."""
    try:
        said = _git(data, "rev-parse", "--show-toplevel", "--show-prefix").decode("utf-8", "surrogateescape")
    except Unreadable:
        return None
    top, _, prefix = said.partition("\n")
    return Repository(Path(top), prefix.strip("\n"))


def as_of(data: Path, revision: str, into: Path) -> Path:
    """A copy, below `into`, of the data folder as it was at a commit, whatever it is called. Raises Unreadable."""
    found = around(data)
    try:
        # after this option a name that begins with a dash is no option
        commit = _git(data, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    except Unreadable:
        raise Unreadable(f"there is no commit {revision!r}; name one, such as main or HEAD~1") from None
    if found is None:
        raise Unreadable(f"{data} lies in no git repository")
    return found.export(commit, into)


def _git(folder: Path, *words: str) -> bytes:
    try:
        return subprocess.run(["git", "-C", str(folder), *words], capture_output=True, timeout=PATIENCE, check=True).stdout  # noqa: S603, S607
    except subprocess.CalledProcessError as error:
        raise Unreadable(error.stderr.decode("utf-8", "replace").strip()) from error
    except (OSError, subprocess.SubprocessError) as error:
        raise Unreadable(str(error)) from error
