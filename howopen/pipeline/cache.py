"""A content-addressed cache: what was made once is kept under the digest of what it was made of, and never changed.

An object is the content of files of the site, by its digest. A pack is what was made of one model: its summary, and the path and the object of each
of its files; its name is the digest of all that they rest on. So nothing here has to be repaired or trusted: an object that is not what its digest
says is no object, and a pack whose seal is broken is no pack. It is sealed, with a key that no commit can carry, since it could name any object.
"""

from __future__ import annotations

import contextlib
import json
import os
import re
from collections.abc import Iterable
from pathlib import Path
from stat import S_ISREG
from typing import NamedTuple

import msgspec

from howopen.files import atomic, digests, disk, seal
from howopen.records.summary import Summary

_DIGEST = re.compile("[0-9a-f]{32}")
LOCK = "lock"  # a file of every cache, which whoever uses it holds locked


class File(NamedTuple):
    """A file of the site. Size and time tell, without reading it, that nobody touched its object."""

    path: str
    object: str  # digest of its content, 32 hex digits
    size: int  # bytes
    changed: int  # nanoseconds


class Pack(NamedTuple):
    """Package of one model: what was made of it."""

    summary: Summary
    files: list[File]


_encoder, _decoder = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Pack)


class Cache:
    """A folder of objects and packs, and which packs the sites have that were published from it."""

    def __init__(self, folder: Path, key: bytes = b"") -> None:
        """`key` seals packs; without one another machine can read them, for who hands them over on purpose."""
        self.folder, self.key = folder, key
        self._known: dict[str, tuple[int, int]] = {}  # size and time of objects that this process has put, by digest
        self.written = 0  # objects, by this process

    def put(self, path: str, content: str | bytes) -> File:
        """Keep a content, once, as that of the file at a path of the site. Raises OSError."""
        wanted = content.encode() if isinstance(content, str) else content
        digest = digests.digest(wanted)
        if digest not in self._known:
            place = self.object(digest)
            place.parent.mkdir(parents=True, exist_ok=True)
            try:
                with place.open("xb") as stream:
                    stream.write(wanted)
            except FileExistsError:
                if atomic.holds(place, wanted):
                    return self._file(path, digest)
                atomic.write(place, wanted)  # a build that was killed left a part of it
            self.written += 1
        return self._file(path, digest)

    def _file(self, path: str, digest: str) -> File:
        """The file at that path with an object that is there."""
        if digest not in self._known:
            status = os.stat(self._object(digest))  # noqa: PTH116
            self._known[digest] = status.st_size, status.st_mtime_ns
        return File(path, digest, *self._known[digest])

    def object(self, digest: str) -> Path:
        """The file of an object."""
        return Path(self._object(digest))

    def link(self, file: File, place: str) -> None:
        """Make a place outside the cache a further name of a file's object. Raises OSError."""
        disk.link(self._object(file.object), place)

    def holds(self, files: Iterable[File]) -> bool:
        """Whether the object of each file is what its digest says. One is read only where its time is another than when it was written."""
        try:
            for file in files:
                status = os.lstat(place := self._object(file.object))
                if status.st_size != file.size or not S_ISREG(status.st_mode):
                    return False
                if status.st_mtime_ns != file.changed:
                    if digests.digest(Path(place).read_bytes()) != file.object:
                        return False
                    os.utime(place, ns=(file.changed, file.changed))
        except OSError:
            return False
        return True

    def keep(self, name: str, summary: Summary, files: list[File]) -> None:
        """Keep a pack under a name, 32 hex digits. Raises OSError."""
        atomic.write(self._place("packs", name), seal.closed(self.key, _encoder.encode(Pack(summary, files)), name))

    def pack(self, name: str) -> Pack | None:
        """The pack of that name, if it is there and whole; whether its objects are, `holds` tells."""
        content = seal.read(self.key, self._place("packs", name), name)
        with contextlib.suppress(msgspec.MsgspecError):  # sealed, and of another shape
            return None if content is None else _decoder.decode(content)
        return None

    def take(self, other: Cache) -> None:
        """Take over the packs that another cache has whole. Raises OSError."""
        for name in other.names("packs"):
            # no seal tells whose it is, and what is no digest could lead out of either cache
            if (pack := other.pack(name)) and all(_DIGEST.fullmatch(file.object) for file in pack.files) and other.holds(pack.files):
                self.keep(name, pack.summary, [self._taken(file, other) for file in pack.files])

    def _taken(self, file: File, other: Cache) -> File:
        if file.object not in self._known and not self.holds([file]):
            self.object(file.object).parent.mkdir(parents=True, exist_ok=True)
            self.object(file.object).unlink(missing_ok=True)
            disk.link(other.object(file.object), self.object(file.object))
        return self._file(file.path, file.object)

    def sweep(self, site: Path, packs: Iterable[str]) -> None:
        """Remove what no site needs, once one has been published with those packs; `site` is its absolute path. Raises OSError."""
        name = digests.digest(str(site))
        atomic.write(self._place("sites", name), seal.closed(self.key, json.dumps([str(site), *packs]).encode(), name))
        live = set[str]()
        for name in self.names("sites"):
            content = seal.read(self.key, self._place("sites", name), name)
            place, *packs = json.loads(content or '[""]')
            if Path(place).is_dir():
                live.update(packs)
            else:
                self._place("sites", name).unlink()
        for name in self.names("packs"):
            if name not in live:
                self._place("packs", name).unlink()
        # what a site has is there by more than one name, unless its file system has no links
        if alone := [digest for digest in self.names("objects") if os.lstat(self._object(digest)).st_nlink == 1]:
            needed = {file.object for name in live if (pack := self.pack(name)) for file in pack.files}
            for digest in set(alone) - needed:
                self.object(digest).unlink()

    def names(self, kind: str) -> list[str]:
        """Every object, pack or site that lies here."""
        return [folder.name + name for folder in sorted((self.folder / kind).glob("??")) for name in os.listdir(folder)]  # noqa: PTH208

    def _object(self, digest: str) -> str:
        return f"{self.folder}/objects/{digest[:2]}/{digest[2:]}"  # a text: there are tens of thousands, and a Path costs as much as a look at the file

    def _place(self, kind: str, name: str) -> Path:
        return Path(f"{self.folder}/{kind}/{name[:2]}/{name[2:]}")
