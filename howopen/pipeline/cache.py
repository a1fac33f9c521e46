"""Whether a build would change nothing: told from files and their times, before anything that could read them is even imported.

A print is a short digest: what has the same print is the same. A census is one number for many files: which there are and when each was changed.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

INSTALLED = (".dist-info", ".egg-info")  # what a library leaves beside itself, with its name and version
File = tuple[str, int, int]  # path within the folder, bytes, when it was changed, in nanoseconds


class Look(NamedTuple):
    """Prints of all that a site is made of."""

    program: str  # the program and its libraries, the templates, the data but for the models: what every page rests on
    models: dict[str, str]  # of each file of a model, by its path in that folder


class Note(NamedTuple):
    """What a build notes for later ones."""

    state: str  # print of everything it was made of
    census: int  # of the files it left
    models: int  # how many there are


def ledger_of(into: Path, cache: Path) -> Path:
    """Where a build to `into` keeps what the next can take from it."""
    return cache / "build" / f"{print_of(str(into.absolute()))[:16]}.ledger"


def note_of(kept: Path) -> Path:
    """Where a build keeps its note, beside its ledger."""
    return kept.with_suffix(".note")


def print_of(*parts: str | bytes) -> str:
    """A print of some texts, in order; 32 hex digits."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(b"%d:" % len(content))
        digest.update(content)
    return digest.hexdigest()


def look(program: Path, templates: Path, data: Path) -> Look:
    """Read everything once."""
    models = data / "models"
    shared = [part for folder in (program, templates, data) for file in _contents(folder, without=("__pycache__", str(models))) for part in file]
    return Look(print_of(sys.version, *_libraries(), *shared), {path: print_of(content) for path, content in _contents(models)})


def state_of(seen: Look, *options: str) -> str:
    """A print of all that was seen, under some options."""
    return print_of(seen.program, *options, *(part for model in seen.models.items() for part in model))


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
            with open(file, "rb") as stream:  # noqa: PTH123  there are ten thousand
                yield file[root:].replace(os.sep, "/"), stream.read()


def files(folder: Path) -> Iterator[File]:
    """Every file below the folder."""
    root = len(str(folder)) + 1

    def walk(place: str) -> Iterator[File]:
        with os.scandir(place) as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    yield from walk(entry.path)
                else:
                    stat = entry.stat(follow_symlinks=False)
                    yield entry.path[root:].replace(os.sep, "/"), stat.st_size, stat.st_mtime_ns

    yield from walk(str(folder))


def census(found: Iterable[File]) -> int:
    """That of some files, in whatever order they come."""
    return together(
        int.from_bytes(hashlib.blake2b(f"{path}\0{size}\0{changed}".encode("utf-8", "surrogateescape"), digest_size=8).digest(), "big")
        for path, size, changed in found
    )


def together(found: Iterable[int]) -> int:
    """The census of several lots of files."""
    return sum(found) % 2**64


def write(file: Path, note: Note) -> None:
    """Keep the note. Raises OSError."""
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    beside.write_text(json.dumps(note._asdict()))
    beside.replace(file)


def read(file: Path) -> Note | None:
    """The note, or None where there is none that can be read."""
    try:
        noted = Note(**json.loads(file.read_text()))
        return Note(noted.state, noted.census, int(noted.models))
    except (OSError, ValueError, TypeError):
        return None


def count(into: Path) -> int:
    """The census of what lies at `into`; -1, which is that of nothing, where it cannot be read."""
    try:
        return census(files(into))
    except OSError:
        return -1


def holds(file: Path, state: str, counted: Callable[[], int]) -> int | None:
    """How many models the site has, where it was made of that very state and nobody touched it since, by the census of its files; else None."""
    noted = read(file)
    return noted.models if noted and noted.state == state and noted.census == counted() else None
