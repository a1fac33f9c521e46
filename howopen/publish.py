"""Make a folder exactly a mapping of files, all at once: whoever looks sees the old site or the new one, never a mixture."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path

MARK = ".howopen"  # in every folder that this module made, so that it never replaces one it did not make


SMALL = 8192  # bytes up to which equal files are looked for: badges are small, alike and many


class Refused(Exception):
    """The folder is not ours to replace; says why and what to do."""


def site(files: Mapping[str, str | bytes], into: Path) -> int:
    """Make `into` hold exactly `files`; returns how many files were written. Files that are unchanged are kept as they are.

    The new folder is made beside the old one and swapped in by one rename. Raises Refused when `into` holds something else.
    """
    into = Path(os.path.abspath(into))  # noqa: PTH100  resolve() would follow a link that stands at `into` itself
    if into.is_symlink() or (into.exists() and not into.is_dir()):
        raise Refused(f"{into} is no folder; remove it or choose another with --into")
    if into.exists() and any(into.iterdir()) and not (into / MARK).is_file():
        raise Refused(f"{into} holds files that this program did not write; empty it or choose another with --into")
    wanted = {path: content.encode() if isinstance(content, str) else content for path, content in files.items()} | {MARK: b""}
    changed = [path for path, content in wanted.items() if not _holds(into / _safe(path), content)]
    if not changed and _count(into) == len(wanted):
        return 0
    into.parent.mkdir(parents=True, exist_ok=True)
    _sweep(into)
    fresh = Path(tempfile.mkdtemp(prefix=f".{into.name}-{os.getpid()}-", dir=into.parent))
    try:
        _fill(fresh, wanted, frozenset(changed), into)
        fresh.chmod(0o755)
        _swap(fresh, into)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
    return len(changed)


def _safe(path: str) -> str:
    """The path, when it stays within the folder. Raises ValueError."""
    parts = path.split("/")
    if not path or path.startswith("/") or "\\" in path or "\0" in path or any(part in ("", ".", "..") for part in parts):
        raise ValueError(f"{path!r} leads out of the site")
    return path


def _holds(file: Path, content: bytes) -> bool:
    try:
        with file.open("rb") as stream:
            return os.fstat(stream.fileno()).st_size == len(content) and stream.read() == content
    except OSError:
        return False


def _count(folder: Path) -> int:
    return sum(len(files) for _, _, files in os.walk(folder))


def _fill(fresh: Path, wanted: Mapping[str, bytes], changed: frozenset[str], old: Path) -> None:
    """Writes the files; one that stands already, in the old folder or with the same content in the new one, is linked, a fifth of the work."""
    made: set[str] = set()
    standing: dict[bytes, str] = {}
    for path, content in wanted.items():
        target = f"{fresh}/{path}"
        parent = os.path.dirname(target)  # noqa: PTH120  a string is enough, and this runs for every file
        if parent not in made:
            os.makedirs(parent, exist_ok=True)  # noqa: PTH103
            made.add(parent)
        same = f"{old}/{path}" if path not in changed else standing.get(content)
        if same is None or not _linked(same, target):
            with open(target, "xb") as stream:  # noqa: PTH123
                stream.write(content)
            if len(content) <= SMALL:
                standing[content] = target


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
