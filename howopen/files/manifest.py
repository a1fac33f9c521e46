"""Manifest of a folder that this program made: every file that it put there, sealed with the folder's place, so that none can come with a commit or a copy.

It lies in the folder and moves with it, so that at any moment a folder and what is known of it belong together.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import zlib
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import NamedTuple

from howopen.files import atomic, seal

NAME = ".howopen"  # of the manifest's file


class Manifest(NamedTuple):
    """Content of a folder as it was put there, and what it was made of."""

    made_of: str = ""  # digest
    models: int = 0  # that the folder has pages of
    files: dict[str, str] = {}  # by path: size and time, as `listing` gives them; never changed


def listing(folder: Path) -> dict[str, str]:
    """Size in bytes and time of change in nanoseconds of every file below the folder but its manifest, by path with slashes; a link is a file.

    Raises OSError.
    """
    found, seen, ahead = dict[str, str](), dict[int, str](), [""]
    while ahead:
        place = ahead.pop()
        with os.scandir(f"{folder}/{place}") as entries:
            for entry in entries:
                if entry.is_dir(follow_symlinks=False):
                    ahead.append(f"{place}{entry.name}/")
                    continue
                inode = entry.inode()
                if inode not in seen:  # most files are names of few: badges are alike
                    stat = entry.stat(follow_symlinks=False)
                    seen[inode] = f"{stat.st_size} {stat.st_mtime_ns}"
                found[f"{place}{entry.name}"] = seen[inode]
    found.pop(NAME, None)
    return found


def read(folder: Path, key: bytes) -> Manifest | None:
    """The manifest of a folder that this program made, on this machine and in this place; None of any other."""
    with contextlib.suppress(OSError):
        content = seal.read(key, folder / NAME, *_place(folder))
        return None if content is None else Manifest(*json.loads(zlib.decompress(content)))
    return None


def write(folder: Path, key: bytes, manifest: Manifest) -> None:
    """Put the manifest in its folder, which is known by its number on the disk and may be renamed beside itself. Raises OSError."""
    atomic.write(folder / NAME, seal.closed(key, zlib.compress(json.dumps(manifest).encode(), 1), *_place(folder)))


def describes(manifest: Manifest, folder: Path) -> bool:
    """Whether the folder has exactly the files of the manifest, and nobody touched them."""
    try:
        return listing(folder) == manifest.files
    except OSError:
        return False


def describing(manifest: Manifest, folder: Path) -> Callable[[], bool]:
    """Begin to look whether the manifest describes the folder, in a process of its own where the system can fork; what is returned waits for the answer."""
    if not hasattr(os, "fork"):
        return lambda: describes(manifest, folder)
    child = os.fork()
    if not child:
        try:
            os._exit(0 if describes(manifest, folder) else 1)
        finally:  # whatever happens, this process goes no further
            os._exit(1)
    return lambda: os.waitpid(child, 0)[1] == 0


def remove(folder: Path, files: Iterable[str]) -> None:
    """Remove those files and what folders are then empty, at last the manifest: whoever is interrupted leaves a folder that is known.

    What remains is somebody else's, and has no manifest any more.
    """
    folders = {""}
    for path in files:
        with contextlib.suppress(OSError):
            os.unlink(f"{folder}/{path}")  # noqa: PTH108
        while (path := path.rpartition("/")[0]) not in folders:
            folders.add(path)
    for place in sorted(folders, key=len, reverse=True):
        with contextlib.suppress(OSError):
            if not place:
                (folder / NAME).unlink(missing_ok=True)
            os.rmdir(f"{folder}/{place}")  # noqa: PTH106


def clear(folder: Path) -> None:
    """Remove a folder with all that is in it, at last the manifest. Raises OSError."""
    with os.scandir(folder) as entries:
        for entry in [entry for entry in entries if entry.is_dir(follow_symlinks=False)]:
            shutil.rmtree(entry.path)
    remove(folder, [name for name in os.listdir(folder) if name != NAME])  # noqa: PTH208


def _place(folder: Path) -> tuple[str, str]:
    whole = Path(os.path.abspath(folder))  # noqa: PTH100  resolve() would follow a link
    return str(whole.parent), str(whole.stat().st_ino)
