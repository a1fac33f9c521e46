"""Digests of files, by which it is told whether anything changed: of their content, or only of their names, sizes and times."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

INSTALLED = (".dist-info", ".egg-info")  # what a library leaves where it is installed, with its name and version
MOST_BYTES = 64 * 1024 * 1024  # no file that is read here may be that large
SUM = 2**64  # sums of digests are taken modulo this
Stat = tuple[str, int, int]  # path within a folder, with slashes; bytes; when it was changed, in nanoseconds


class Inputs(NamedTuple):
    """Digests of all that a site is made of, each 32 hex digits."""

    shared: str  # of the program and its libraries, the templates, and the data but for the models: what every page rests on
    models: dict[str, str]  # of the file of each model, by the model's id


def digest(*parts: str | bytes) -> str:
    """The digest of some texts, in order; 32 hex digits."""
    found = hashlib.blake2b(digest_size=16)
    for part in parts:
        content = part.encode("utf-8", "surrogateescape") if isinstance(part, str) else part
        found.update(b"%d:" % len(content))
        found.update(content)
    return found.hexdigest()


def inputs(program: Path, templates: Path, data: Path) -> Inputs:
    """Read all that a site is made of, once."""
    models = data / "models"
    shared = [part for folder in (program, templates, data) for file in _contents(folder, without=("__pycache__", str(models))) for part in file]
    found = {path.removesuffix(".yaml"): digest(content) for path, content in _contents(models)}
    return Inputs(digest(sys.version, *_libraries(), *shared), found)


def of_inputs(seen: Inputs, *options: str) -> str:
    """One digest of all inputs, under some options."""
    return digest(seen.shared, *options, *(part for model in seen.models.items() for part in model))


def walk(folder: Path) -> Iterator[Stat]:
    """Every file below the folder; a link is a file. Raises OSError."""
    root = len(str(folder)) + 1

    def below(place: str) -> Iterator[Stat]:
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from below(entry.path)
                else:
                    stat = entry.stat(follow_symlinks=False)
                    yield entry.path[root:].replace(os.sep, "/"), stat.st_size, stat.st_mtime_ns

    yield from below(str(folder))


def of_stats(stats: Iterable[Stat]) -> int:
    """Order-independent digest of (path, size, mtime) triples; the sum of two is that of both together, modulo `SUM`."""
    blake, start = hashlib.blake2b, int.from_bytes
    found = (start(blake(f"{path}\0{size}\0{changed}".encode("utf-8", "surrogateescape"), digest_size=8).digest(), "big") for path, size, changed in stats)
    return sum(found) % SUM


def of_tree(folder: Path) -> int:
    """The digest of all files below the folder by path, size and time; -1, which no files have, where it cannot be read."""
    try:
        return of_stats(walk(folder))
    except OSError:
        return -1


def _libraries() -> Iterator[str]:
    """Every library that could be imported, with its version. Asking for those in use by name takes 20 ms, as each one's text is read."""
    for place in sys.path:
        with contextlib.suppress(OSError):
            yield from sorted(name for name in os.listdir(place) if name.endswith(INSTALLED))  # noqa: PTH208


def _contents(folder: Path, without: tuple[str, ...] = ()) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of each file below the folder, sorted. `without` are names or paths of folders."""
    root = len(str(folder)) + 1
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in without and f"{place}{os.sep}{name}" not in without)
        for name in sorted(names):
            file = f"{place}{os.sep}{name}"
            yield file[root:].replace(os.sep, "/"), _content(file)


def _content(file: str) -> bytes:
    """The bytes of a file; none of what is no regular file, such as a pipe or a link that leads nowhere, which loading refuses."""
    with contextlib.suppress(OSError):
        if S_ISREG(os.stat(file).st_mode):  # noqa: PTH116  there are ten thousand
            with open(file, "rb") as stream:  # noqa: PTH123
                return stream.read(MOST_BYTES)
    return b""
