"""Put a site in its place at once: a fresh tree of hard links into the cache, and one rename. Whoever looks sees the old site or the new one.

Only what this program marked as its own is ever replaced or removed. The mark is the seal of the folder's place and its number on the disk, so
that none can come with a commit or a copy; and of a site that stands, only those files are removed that a build is known to have put there.
"""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import sys
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

from howopen.files import fingerprint, seal
from howopen.pipeline import cache as cache_
from howopen.pipeline.cache import Cache
from howopen.records.errors import Refused

MARK = ".howopen"  # in every folder that this module made
_FRESH = re.compile(r"-[0-9a-f]{16}")  # how the name of a tree that is being made ends
_LEADS_OUT = re.compile(r"(?:\A|/)\.{0,2}(?:/|\Z)|[\\\0]")  # a step that is empty, or one or two dots; a backslash or a null


class Linked(NamedTuple):
    """Result of linking the files of some packs."""

    tree: int  # digest of the files by path, size and time
    broken: tuple[str, ...]  # packs of which an object is gone or is not what it was


class Tree:
    """The next state of a folder. Nothing of it is seen before `publish`; left without, it is gone."""

    def __init__(self, into: Path, cache: Cache, key: bytes) -> None:
        """`key` seals the mark. Raises Refused when something stands at `into` that is not marked, and OSError."""
        self.into, self._cache, self._key = Path(os.path.abspath(into)), cache, key  # noqa: PTH100  resolve() would follow a link at `into`
        if self.into.is_symlink() or (self.into.exists() and not self.into.is_dir()):
            raise Refused(f"{into} is no folder; remove it or choose another with --into")
        self._stands = self.into.exists() and any(self.into.iterdir())
        if self._stands and not is_own(self.into, key):
            raise Refused(f"{into} holds files that this program did not write, or not here; empty it or choose another with --into")
        self.into.parent.mkdir(parents=True, exist_ok=True)
        self._sweep()
        self._fresh = self.into.with_name(f".{self.into.name}-{os.urandom(8).hex()}")
        self._fresh.mkdir(mode=0o700)
        self._held = os.open(self._fresh, os.O_RDONLY)
        cache_.lock(self._held)
        (self._fresh / MARK).write_bytes(_mark(self._fresh, key))
        self._made: set[str] = set()  # folders

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        os.close(self._held)
        if is_own(self._fresh, self._key):
            shutil.rmtree(self._fresh, ignore_errors=True)

    def link(self, packs: Mapping[str, bytes]) -> Linked:
        """Lay the files of some packs into the tree. Raises OSError, and Refused for a path that leads out or is taken."""
        tree, broken = 0, []
        for name, encoded in packs.items():
            files = cache_.files_of(encoded)
            for path, digest, size, changed in files:
                target = self._target(path)
                try:
                    cache_.link(self._cache.object(digest), target)
                except FileExistsError:
                    raise Refused(f"two files of the site are called {path}") from None
                except FileNotFoundError:
                    broken.append(name)
                    continue
                stat = os.lstat(target)
                if stat.st_size != size or stat.st_mtime_ns != changed:
                    if self._cache.is_whole(digest):
                        os.utime(target, ns=(changed, changed))
                    else:
                        broken.append(name)
            tree += fingerprint.of_stats((path, size, changed) for path, _, size, changed in files)
        return Linked(tree % fingerprint.SUM, tuple(dict.fromkeys(broken)))

    def _target(self, path: str) -> str:
        if _LEADS_OUT.search(path):
            raise Refused(f"{path!r} leads out of the site")
        target = f"{self._fresh}/{path}"
        parent = target[: target.rindex("/")]
        if parent not in self._made:
            os.makedirs(parent, exist_ok=True)  # noqa: PTH103
            self._made.add(parent)
        return target

    def foreign(self, known: Iterable[str]) -> None:
        """Raises Refused where the folder that stands holds files at other paths than those."""
        if self._stands and (found := sorted({path for path, _, _ in fingerprint.walk(self.into)} - {MARK, *known})):
            more = f" and {len(found) - 1} more files" if len(found) > 1 else ""
            raise Refused(f"{self.into.name}/{found[0]}{more} did not come from this program; move it away or choose another folder with --into")

    def publish(self, linked: Iterable[int]) -> int:
        """Put the tree in the folder's place; the old one is then where the tree was. Returns the digest of its files, of which `linked` are those of packs.

        Raises OSError; then the old site stands.
        """
        mark = (self._fresh / MARK).stat()
        self._fresh.chmod(0o755)
        if not self.into.exists():
            self._fresh.rename(self.into)
        elif not _exchange(self._fresh, self.into):
            # no exchange on this system: two renames, between which nothing stands at `into` for an instant
            aside = self._fresh.with_name(f"{self._fresh.name}-old")
            self.into.rename(aside)
            self._fresh.rename(self.into)
            aside.rename(self._fresh)
        return (sum(linked) + fingerprint.of_stats([(MARK, mark.st_size, mark.st_mtime_ns)])) % fingerprint.SUM

    def remove_old(self, paths: Iterable[str]) -> None:
        """Remove of what stood before the files at those paths, then the folder, if nothing else is in it. What remains loses its mark: it is not ours."""
        if self._fresh.exists():
            _remove(self._fresh, paths)

    def _sweep(self) -> None:
        """Remove what builds that were killed left beside the site; those still running hold theirs locked."""
        for left in self.into.parent.glob(f".{self.into.name}-*"):
            if left.is_symlink() or not left.is_dir():
                continue
            if _FRESH.fullmatch(left.name, len(self.into.name) + 1):
                with contextlib.suppress(OSError):
                    left.rmdir()  # killed before it had a mark or after; a folder with anything in it stays
            if is_own(left, self._key):
                with contextlib.suppress(OSError):
                    held = os.open(left, os.O_RDONLY)
                    if cache_.lock(held):
                        shutil.rmtree(left, ignore_errors=True)
                    os.close(held)


def is_own(folder: Path, key: bytes) -> bool:
    """Whether this program made the folder, on this machine and in this place."""
    mark = folder / MARK
    try:
        return mark.lstat().st_size == 2 * seal.SIZE and not mark.is_symlink() and mark.read_bytes() == _mark(folder, key)
    except OSError:
        return False


def _mark(folder: Path, key: bytes) -> bytes:
    return seal.sign(key, str(folder.parent), str(folder.stat().st_ino)).hex().encode()


def _remove(folder: Path, paths: Iterable[str]) -> None:
    parents = set()
    for path in paths:
        with contextlib.suppress(OSError):
            os.unlink(f"{folder}/{path}")  # noqa: PTH108
        parents.add(path.rpartition("/")[0])
    every = {above for parent in parents for above in _above(parent)}
    for place in sorted(every, key=len, reverse=True):
        with contextlib.suppress(OSError):
            os.rmdir(f"{folder}/{place}")  # noqa: PTH106
    (folder / MARK).unlink(missing_ok=True)
    with contextlib.suppress(OSError):
        folder.rmdir()


def _above(folder: str) -> Iterator[str]:
    """The folder and those that it lies in, within the site."""
    while folder:
        yield folder
        folder = folder.rpartition("/")[0]


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders atomically; whether the system could."""
    if sys.platform not in ("linux", "darwin"):
        return False
    import ctypes

    libc, here = ctypes.CDLL(None, use_errno=True), -100  # AT_FDCWD
    if hasattr(libc, "renameat2"):
        return bool(libc.renameat2(here, os.fsencode(one), here, os.fsencode(other), 2) == 0)  # RENAME_EXCHANGE
    return hasattr(libc, "renamex_np") and bool(libc.renamex_np(os.fsencode(one), os.fsencode(other), 2) == 0)  # RENAME_SWAP
