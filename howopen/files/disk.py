"""Operations that not every file system can do, and what is done instead: a second name of a file, a lock, an exchange of two folders."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

# neither through a link that somebody laid there, nor into a pipe, which would wait for a reader for ever
_LOCK = os.O_WRONLY | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def link(one: Path | str, other: Path | str) -> None:
    """Make `other` a further name of the file `one`, or a copy where that cannot be: some file systems have no links, or only so many of one file.

    Raises OSError when there is no such file, something at `other`, or no space.
    """
    try:
        os.link(one, other)
    except (FileNotFoundError, FileExistsError, NotADirectoryError):
        raise
    except OSError:
        if os.path.lexists(other):
            raise
        shutil.copy2(one, other)


def lock(descriptor: int, *, wait: bool = False) -> bool:
    """Lock an open file or folder until it is closed, or this process and those forked from it end; whether it could be. Where there are no locks, it can."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


def hold(folder: Path) -> int | None:
    """Descriptor of the folder, for `lock`; None where a system opens none, so that nobody there can tell whether another has it. Raises OSError."""
    try:
        return os.open(folder, os.O_RDONLY)
    except PermissionError:
        if os.name == "nt":
            return None
        raise


@contextmanager
def locked(file: Path, wait: Callable[[], None]) -> Iterator[None]:
    """Keep others that ask for the same file out meanwhile; where one is in, call `wait` and wait for its end. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with os.fdopen(os.open(file, _LOCK, 0o666), "wb") as stream:
        if not lock(stream.fileno()):
            wait()
            lock(stream.fileno(), wait=True)
        yield


def put_in_place(fresh: Path, place: Path) -> None:
    """Put a folder in the place of another, which is then where that one was; or where none is. Raises OSError; then the old one stands."""
    if not place.exists():
        fresh.rename(place)
    elif not _exchange(fresh, place):
        # no exchange on this system: two renames, between which nothing stands there for an instant
        aside = fresh.with_name(f"{fresh.name}-old")
        place.rename(aside)
        try:
            fresh.rename(place)
        except OSError:
            aside.rename(place)
            raise
        aside.rename(fresh)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically; whether the system could."""
    if sys.platform not in ("linux", "darwin"):
        return False
    import ctypes

    libc, here = ctypes.CDLL(None, use_errno=True), -100  # AT_FDCWD
    if hasattr(libc, "renameat2"):
        return bool(libc.renameat2(here, os.fsencode(one), here, os.fsencode(other), 2) == 0)  # RENAME_EXCHANGE
    return hasattr(libc, "renamex_np") and bool(libc.renamex_np(os.fsencode(one), os.fsencode(other), 2) == 0)  # RENAME_SWAP
