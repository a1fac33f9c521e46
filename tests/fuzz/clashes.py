"""Paths of a site that cannot all be files."""

from __future__ import annotations

from collections.abc import Iterable


def clash(paths: Iterable[str]) -> tuple[str, str] | None:
    """Two paths that cannot both be files: the same one twice, or one that has to be the folder of the other; None where there are none."""
    known: set[str] = set()
    folders: dict[str, str] = {}  # each folder, and a file below it
    for path in paths:
        if path in known:
            return path, path
        if path in folders:
            return path, folders[path]
        known.add(path)
        for at, character in enumerate(path):
            if character == "/":
                if path[:at] in known:
                    return path[:at], path
                folders.setdefault(path[:at], path)
    return None
