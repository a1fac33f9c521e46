"""Digests of the content of files, by which it is told whether anything changed that a site is made of."""

from __future__ import annotations

import contextlib
import hashlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from howopen.files import folders, reading
from howopen.records.errors import Refused

INSTALLED = (".dist-info", ".egg-info")  # what a library leaves where it is installed, with its name and version
MOST_BYTES = 64 * 1024 * 1024  # no file that is read here may be that large


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
    without = ("__pycache__", str(models))
    files = (*_digests(templates, without, follow=True), *_digests(data, without))  # templates may be links; those among the data are never read
    found = {path.removesuffix(".yaml"): content for path, content in _digests(models)}
    return Inputs(digest(of_program(program), *(part for file in files for part in file)), found)


def of_program(program: Path) -> str:
    """Digest of the program in a folder, of the libraries that it could import, and of Python; 32 hex digits."""
    return digest(sys.version, *_libraries(), *(part for file in _digests(program, ("__pycache__",), follow=True) for part in file))


def of_list(folder: Path, without: str) -> str:
    """SHA-256 of what `sha256sum` prints of the files below the folder, sorted by path, but for those of the folder `without` in it; 64 hex digits."""
    found = hashlib.sha256()
    for path, content in sorted((path, hashlib.sha256(content).hexdigest()) for path, content in _contents(folder, (str(folder / without),))):
        found.update(f"{content}  {path}\n".encode())
    return found.hexdigest()


def of_inputs(seen: Inputs, *options: str) -> str:
    """One digest of all inputs, under some options."""
    return digest(seen.shared, *options, *(part for model in seen.models.items() for part in model))


def _libraries() -> Iterator[str]:
    """Every library that could be imported, with its version. Asking for those in use by name takes 20 ms, as each one's text is read."""
    for place in sys.path:
        with contextlib.suppress(OSError):
            yield from sorted(name for name in os.listdir(place) if name.endswith(INSTALLED))  # noqa: PTH208


def _digests(folder: Path, without: tuple[str, ...] = (), *, follow: bool = False) -> Iterator[tuple[str, str]]:
    """The path and the digest of each file below the folder, as `_contents` has them."""
    return ((path, digest(content)) for path, content in _contents(folder, without, follow=follow))


def _contents(folder: Path, without: tuple[str, ...] = (), *, follow: bool = False) -> Iterator[tuple[str, bytes]]:
    """The path and the bytes of each file below the folder, sorted, one at a time; none of a file that is not read, which loading refuses.

    `without` are names or paths of folders; `follow`: what a link leads to is read.
    """
    root = len(str(folder)) + 1
    for place, below, names in folders.walk(folder):
        below[:] = (name for name in below if name not in without and f"{place}{os.sep}{name}" not in without)
        for name in names:
            file, content = f"{place}{os.sep}{name}", b""
            with contextlib.suppress(OSError, Refused):
                content = reading.content(file, MOST_BYTES, follow=follow)
            yield file[root:].replace(os.sep, "/"), content
