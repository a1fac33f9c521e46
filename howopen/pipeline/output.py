"""Put a site in its place at once: a fresh tree of hard links into the cache, and one rename. Whoever looks sees the old site or the new one.

Only what this program made is ever replaced or removed: folders with a manifest of its own, and of a site that stands only the files that the manifest names.
"""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Self

from howopen.files import atomic, disk, manifest
from howopen.files.manifest import Manifest
from howopen.pipeline.cache import Cache, File
from howopen.records.errors import Refused

MOST_PATH = 1000  # characters; ours are a third of it at most, and folders are made one within the other until the stack ends
_FRESH = re.compile(r"-[0-9a-f]{16}")  # how the name of a tree that is being made ends
_LEADS_OUT = re.compile(r"(?:\A|/)\.{0,2}(?:/|\Z)|[\\\0]")  # a step that is empty, or one or two dots; a backslash or a null


class Tree:
    """The next state of a folder. Nothing of it is seen before `publish`; left without, it is gone."""

    def __init__(self, into: Path, cache: Cache) -> None:
        """Raises Refused when something stands at `into` that this program did not make, and OSError."""
        self.into, self._cache, self._key = Path(os.path.abspath(into)), cache, cache.key  # noqa: PTH100  resolve() would follow a link at `into`
        self._standing()
        self.into.parent.mkdir(parents=True, exist_ok=True)
        self._sweep()
        self._fresh = self.into.with_name(f".{self.into.name}-{os.urandom(8).hex()}")
        self._fresh.mkdir(mode=0o700)
        self._held = disk.hold(self._fresh)
        if self._held is not None:
            disk.lock(self._held)
        manifest.write(self._fresh, self._key, Manifest())
        self._made: set[str] = set()  # folders
        self._published = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self._held is not None:
            os.close(self._held)
        if not self._published:
            with contextlib.suppress(OSError):
                manifest.clear(self._fresh)

    def lay(self, files: Iterable[File]) -> None:
        """Lay files of the cache into the tree. Raises OSError, and Refused for a path that leads out or is taken."""
        for file in files:
            if _LEADS_OUT.search(file.path):
                raise Refused(f"{file.path!r} leads out of the site")
            if len(file.path) > MOST_PATH:
                raise Refused(f"{file.path[:80]!r} and so on is longer than a path of a site can be")
            target = f"{self._fresh}/{file.path}"
            try:
                if (parent := target[: target.rindex("/")]) not in self._made:
                    os.makedirs(parent, exist_ok=True)  # noqa: PTH103
                    self._made.add(parent)
                self._cache.link(file, target)
            except (FileExistsError, NotADirectoryError):
                raise Refused(f"two files of the site are called {file.path}, or one as a folder of the other") from None

    def publish(self, made_of: str = "", models: int = 0) -> None:
        """Put the tree in the folder's place, and remove what stood there.

        Raises OSError, and Refused where files of somebody else lie there; then the old site stands.
        """
        old = self._standing()
        if old.files and (found := sorted(manifest.listing(self.into).keys() - old.files.keys())):
            more = f" and {len(found) - 1} more files" if len(found) > 1 else ""
            raise Refused(f"{self.into.name}/{found[0]}{more} did not come from this program; move it away or choose another folder with --into")
        manifest.write(self._fresh, self._key, Manifest(made_of, models, manifest.listing(self._fresh)))
        self._fresh.chmod(0o755)
        disk.put_in_place(self._fresh, self.into)
        self._published = True
        manifest.remove(self._fresh, old.files)

    def _standing(self) -> Manifest:
        """The manifest of the site that stands, an empty one where none does. Raises Refused where something else stands."""
        if self.into.is_symlink() or (self.into.exists() and not self.into.is_dir()):
            raise Refused(f"{self.into} is no folder; remove it or choose another with --into")
        old = manifest.read(self.into, self._key)
        if old is None and self.into.exists() and any(self.into.iterdir()):
            raise Refused(f"{self.into} holds files that this program did not write, or not here; empty it or choose another with --into")
        return old or Manifest()

    def _sweep(self) -> None:
        """Remove what builds that were killed left beside the site; those still running hold theirs locked."""
        for left in self.into.parent.glob(f".{self.into.name}-*"):
            if left.is_dir() and not left.is_symlink():
                with contextlib.suppress(OSError):
                    if (held := disk.hold(left)) is None:
                        return  # another build may be making it
                    # one that was killed before it had a manifest has at most a part of it
                    begun = _FRESH.fullmatch(left.name, len(self.into.name) + 1) and all(map(atomic.is_part, left.iterdir()))
                    if disk.lock(held) and (begun or manifest.read(left, self._key) is not None):
                        manifest.clear(left)
                    os.close(held)
