"""Make a folder hold exactly some files. A site made anew is seen all at once: whoever looks sees the old one or the new one, never a mixture.

It is made beside the old one, file by file, and put in its place by one rename. A file that is as it was is linked, not written, so that its
time stays; so are equal small files within the new folder, such as badges.

Where only a few of very many files change, linking all others would be most of the work. Such a change is made upon the folder that stands:
every new file is made beside it, and then they are moved into place one by one, in about a millisecond, as a journal says that the next
run finishes should this one be killed meanwhile.
"""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import re
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from howopen.pipeline import cache
from howopen.records.errors import Refused

MARK = ".howopen"  # in every folder that this module made, so that it never replaces one it did not make; holds the edition's name
SMALL = 8192  # bytes up to which equal files are looked for: badges are small, alike and many


_LEADS_OUT = re.compile(r"(?:\A|/)\.{0,2}(?:/|\Z)|[\\\0]")  # a step that is empty, or one or two dots; a backslash or a null


class Placed(NamedTuple):
    """A file of an edition as it lies there: enough to see later whether anybody touched it."""

    path: str
    size: int  # bytes
    modified: int  # nanoseconds


class Lot(NamedTuple):
    """Some files of an edition, and their census as they were placed."""

    paths: tuple[str, ...]
    census: int


def lot(placed: Iterable[Placed]) -> Lot:
    """Those files."""
    files = tuple(placed)
    return Lot(tuple(file.path for file in files), cache.census(files))


def site(files: Mapping[str, str | bytes], into: Path) -> int:
    """Make `into` hold exactly `files`; returns how many files were written. Raises Refused when `into` holds something else."""
    with Edition(into) as edition:
        for path, content in files.items():
            edition.put(path, content)
        return edition.publish("")


def stands(into: Path) -> str | None:
    """The name of the edition that stands at `into`; None where there is none, or where a change is not finished."""
    if _journal(into).exists():
        return None
    try:
        return (into / MARK).read_text("utf-8")
    except OSError:
        return None


class Touched(Exception):
    """What stands is not what it was taken for, so that nothing can be made upon it."""


class Edition:
    """The next state of a folder. Nothing of it is seen before `publish`; left without, it is gone. May be filled by forked processes.

    With `upon`, what is neither put nor dropped stays as it stands; else the edition is made of what is put and taken, and nothing else.
    `upon` tells whether what stands is what it is taken for, and is asked last, since to know it takes long.
    """

    def __init__(self, into: Path, *, upon: Callable[[], bool] | None = None) -> None:
        """Raises Refused when `into` holds something that this module did not make."""
        self._into = Path(os.path.abspath(into))  # noqa: PTH100  resolve() would follow a link that stands at `into` itself
        if self._into.is_symlink() or (self._into.exists() and not self._into.is_dir()):
            raise Refused(f"{into} is no folder; remove it or choose another with --into")
        self._old = self._into.exists()
        if self._old and any(self._into.iterdir()) and not (self._into / MARK).is_file():
            raise Refused(f"{into} holds files that this program did not write; empty it or choose another with --into")
        self._upon = upon
        self._gone: list[str] = []
        self._into.parent.mkdir(parents=True, exist_ok=True)
        finish(self._into)
        _sweep(self._into)
        self._fresh = Path(tempfile.mkdtemp(prefix=f".{self._into.name}-{os.getpid()}-", dir=self._into.parent))
        self._made: set[str] = set()  # folders
        self._alike: dict[bytes, tuple[str, int, int]] = {}  # where a small content stands already, its size and time
        self.written = 0  # files that are not as they were

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        shutil.rmtree(self._fresh, ignore_errors=True)

    def put(self, path: str, content: str | bytes) -> Placed:
        """Place one file. Raises ValueError for a path that leads out, FileExistsError for one that is taken."""
        wanted = content.encode() if isinstance(content, str) else content
        old = f"{self._into}/{_safe(path)}"
        stands = self._old and _holds(old, wanted)
        if stands and self._upon:
            return _placed(path, old)
        target = self._target(path)
        if stands and _linked(old, target):
            return _placed(path, target)
        self.written += 1
        small = len(wanted) <= SMALL
        if small and (alike := self._alike.get(wanted)) and _linked(alike[0], target):
            return Placed(path, *alike[1:])
        with open(target, "xb") as stream:  # noqa: PTH123
            stream.write(wanted)
        placed = _placed(path, target)
        if small:
            self._alike[wanted] = (target, placed.size, placed.modified)
        return placed

    def drop(self, path: str) -> None:
        """Let a file that stands be gone; only upon what stands."""
        self._gone.append(_safe(path))

    def take(self, folder: Path, path: str) -> None:
        """Take over the file that lies at that path in another folder, unread. Raises OSError when it is not there."""
        target = self._target(_safe(path))
        if not _linked(f"{folder}/{path}", target):
            shutil.copy2(f"{folder}/{path}", target)

    def publish(self, name: str) -> int:
        """Put the edition in the folder's place, under its name; returns how many files were written, this process's own. Raises Touched."""
        self.sound()
        if self._upon:
            (self._fresh / MARK).write_text(name, "utf-8")
            new = [path for path, _, _ in cache.files(self._fresh)]
            journal = {"fresh": self._fresh.name, "new": sorted(new, key=lambda path: (path == MARK, path)), "gone": self._gone}
            _write(_journal(self._into), json.dumps(journal))
            finish(self._into)
            return self.written
        if self._old and not self.written and stands(self._into) == name and _count(self._into) == _count(self._fresh) + 1:
            return 0
        (self._fresh / MARK).write_text(name, "utf-8")
        self._fresh.chmod(0o755)
        _swap(self._fresh, self._into)
        return self.written

    def sound(self) -> None:
        """Make sure that what stands is what it is taken for. Raises Touched."""
        if self._upon and not self._upon():
            raise Touched

    def mark(self) -> Placed:
        """The file that bears the edition's name, once it is published."""
        return _placed(MARK, f"{self._into}/{MARK}")

    def _target(self, path: str) -> str:
        target = f"{self._fresh}/{path}"
        parent = target[: target.rindex("/")]
        if parent not in self._made:
            os.makedirs(parent, exist_ok=True)  # noqa: PTH103
            self._made.add(parent)
        return target


def finish(into: Path) -> None:
    """Finish a change that was begun and not ended: move what is still beside the folder into its place, as the journal says."""
    journal = _journal(into)
    try:
        said = json.loads(journal.read_text("utf-8"))
    except FileNotFoundError:
        return
    fresh = into.parent / _safe(said["fresh"])
    for path in map(_safe, said["gone"]):
        (into / path).unlink(missing_ok=True)
        for folder in (into / path).parents:
            if folder == into or any(folder.iterdir() if folder.exists() else ()):
                break
            with contextlib.suppress(FileNotFoundError):
                folder.rmdir()
    for path in map(_safe, said["new"]):
        with contextlib.suppress(FileNotFoundError):  # moved before the last run was killed
            (into / path).parent.mkdir(parents=True, exist_ok=True)
            (fresh / path).replace(into / path)
    shutil.rmtree(fresh, ignore_errors=True)
    journal.unlink()


def _journal(into: Path) -> Path:
    return into.with_name(f".{into.name}.journal")


def _write(file: Path, text: str) -> None:
    beside = file.with_name(f"{file.name}.new")
    beside.write_text(text, "utf-8")
    beside.replace(file)


def _placed(path: str, file: str) -> Placed:
    stat = os.stat(file)  # noqa: PTH116  this runs for every file, where a string is enough
    return Placed(path, stat.st_size, stat.st_mtime_ns)


def _safe(path: str) -> str:
    """The path, when it stays within the folder. Raises ValueError."""
    if _LEADS_OUT.search(path):
        raise ValueError(f"{path!r} leads out of the site")
    return path


def _holds(file: str, content: bytes) -> bool:
    try:
        with open(file, "rb") as stream:  # noqa: PTH123
            return os.fstat(stream.fileno()).st_size == len(content) and stream.read() == content
    except OSError:
        return False


def _count(folder: Path) -> int:
    return sum(1 for _ in cache.files(folder))


def _linked(one: str, other: str) -> bool:
    """Whether `other` could be made another name of `one`; some file systems have no links, or only so many of one file."""
    try:
        os.link(one, other)
    except OSError:
        return False
    return True


def _swap(fresh: Path, into: Path) -> None:
    """Put `fresh` where `into` is, and what was there where `fresh` was, in one step where the system can."""
    if not into.exists():
        fresh.rename(into)
        return
    if _exchange(fresh, into):
        return
    # no exchange on this system: two renames, between which nothing stands at `into` for an instant
    aside = fresh.with_name(fresh.name + "-old")
    into.rename(aside)
    fresh.rename(into)
    shutil.rmtree(aside, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically; whether the system could."""
    libc = ctypes.CDLL(None, use_errno=True) if sys.platform in ("linux", "darwin") else None
    if hasattr(libc, "renameat2"):
        here = -100  # AT_FDCWD
        return libc.renameat2(here, os.fsencode(one), here, os.fsencode(other), 2) == 0  # RENAME_EXCHANGE
    if hasattr(libc, "renamex_np"):
        return libc.renamex_np(os.fsencode(one), os.fsencode(other), 2) == 0  # RENAME_SWAP
    return False


def _sweep(into: Path) -> None:
    """Remove what builds that were killed left beside the site; those still running are left alone."""
    for left in into.parent.glob(f".{into.name}-*-*"):
        pid = left.name.removeprefix(f".{into.name}-").split("-")[0]
        if pid.isdigit() and not _runs(int(pid)) and left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
