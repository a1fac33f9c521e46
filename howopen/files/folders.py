"""Walks through folders that a stranger may have nested some thousand deep, which ends the library's own: each of its levels is a call."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path


def walk(folder: Path | str) -> Iterator[tuple[str, list[str], list[str]]]:
    """(path, folders in it, all else in it) of the folder and each one below; folders that the caller takes out of their list are left out.

    Each in the order of its name. Links are followed nowhere, and what cannot be listed, or went away, is passed over.
    """
    waiting = [str(folder)]
    while waiting:
        place = waiting.pop()
        folders: list[str] = []
        names: list[str] = []
        try:
            with os.scandir(place) as entries:
                for entry in entries:
                    (folders if entry.is_dir(follow_symlinks=False) else names).append(entry.name)
        except OSError:
            continue
        folders.sort()
        names.sort()
        yield place, folders, names
        waiting += [f"{place}{os.sep}{name}" for name in reversed(folders)]


def files(folder: Path) -> Iterator[Path]:
    """Paths of what is no folder, anywhere below the folder."""
    for place, _, names in walk(folder):
        yield from (Path(place, name) for name in names)
