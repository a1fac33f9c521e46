"""A content-addressed cache: what was made once is kept under the digest of what it was made of.

An object is the content of files of the site, by its digest. A pack is what was made of one model: its summary, and of each of its files the
path and the object. Whoever needs a pack asks for it by digests of all that it rests on, so that nothing in the cache has to be repaired or
trusted: a pack whose seal is broken is no pack, and an object that is not what its digest says is no object.

Digests detect corruption, not forgery: a pack can name any object. So packs are sealed with a key (`files/seal.py`) that no commit can carry.
"""

from __future__ import annotations

import contextlib
import functools
import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from howopen.files import atomic, fingerprint, seal

if TYPE_CHECKING:
    from howopen.records.summary import Summary

FOLDERS = ("objects", "packs", "sites", "lock")  # all that a cache has
SMALL = 8192  # bytes up to which equal contents are looked for in memory: badges are small, alike and many


class File(NamedTuple):
    """A file of the site. Size and time tell, without reading it, that nobody touched its object."""

    path: str
    object: str  # digest of its content, 40 hex digits
    size: int  # bytes
    changed: int  # nanoseconds


class Pack(NamedTuple):
    """Files made of one model, or of all together."""

    made_of: str  # digest of all that it rests on
    summary: Summary | None  # of a model
    files: bytes  # see `files_of`; kept encoded, since there are thirty for a model


class Record(NamedTuple):
    """Record of the last build that published at one place."""

    into: str  # the place, an absolute path
    inputs: str  # digest of everything it was made of
    tree: int  # digest of its files by path, size and time
    models: int  # how many there are
    packs: tuple[str, ...]  # names of the packs whose files it has


class Cache:
    """A folder of objects, packs, and a record of each place that a build published to."""

    def __init__(self, folder: Path, key: bytes) -> None:
        """`key` seals packs and records; with an empty one they can be read by another machine, for who hands them over on purpose."""
        self.folder, self._key = folder, key
        self._known: dict[str, tuple[str, int, int]] = {}  # small objects of this process, by digest
        self.written = 0  # objects, by this process

    def put(self, path: str, content: str | bytes) -> File:
        """Keep a content, once, as that of the file at a path of the site. Raises OSError."""
        wanted = content.encode() if isinstance(content, str) else content
        digest = blake2b(wanted, digest_size=20).hexdigest()
        if digest in self._known:
            return File(path, *self._known[digest])
        file = self.object(digest)
        try:
            stream = open(file, "xb")  # noqa: PTH123, SIM115  this runs for every file of a site
        except FileNotFoundError:
            Path(file).parent.mkdir(parents=True, exist_ok=True)
            return self.put(path, content)
        except FileExistsError:
            if not self.is_whole(digest):  # a build that was killed left a part of it
                atomic.write(Path(file), wanted)
                self.written += 1
            stat = os.stat(file)  # noqa: PTH116
        else:
            with stream:
                stream.write(wanted)
                stream.flush()
                stat = os.fstat(stream.fileno())
            self.written += 1
        if len(wanted) <= SMALL:
            self._known[digest] = (digest, stat.st_size, stat.st_mtime_ns)
        return File(path, digest, stat.st_size, stat.st_mtime_ns)

    def object(self, digest: str) -> str:
        """The file of an object."""
        return f"{self.folder}/objects/{digest[:2]}/{digest[2:]}"

    def is_whole(self, digest: str) -> bool:
        """Whether the object is what its digest says; if not, it is removed."""
        file = Path(self.object(digest))
        with contextlib.suppress(OSError):
            if not file.is_symlink() and file.is_file() and blake2b(file.read_bytes(), digest_size=20).hexdigest() == digest:
                return True
            file.unlink()
        return False

    def keep(self, name: str, made_of: str, summary: Summary | None, files: Iterable[File]) -> None:
        """Keep a pack under a name, 32 hex digits. Raises OSError."""
        encode = _msgpack().encode
        atomic.write(self._pack(name), seal.closed(self._key, encode((made_of, summary, encode(list(files)))), name))

    def pack(self, name: str) -> Pack | None:
        """The pack of that name, if it is there and whole."""
        content = seal.read(self._key, self._pack(name), name)
        with contextlib.suppress(ValueError):  # sealed, and of another shape
            return Pack(*_decoder().decode(content)) if content is not None else None
        return None

    def files(self, name: str) -> bytes:
        """The files of a pack, encoded; empty where it is not there or not whole."""
        pack = self.pack(name)
        return pack.files if pack else b""

    def drop(self, name: str) -> None:
        """Remove a pack, and look anew at every object."""
        self._pack(name).unlink(missing_ok=True)
        self._known.clear()

    def take(self, other: Cache) -> None:
        """Take over what another cache has and this one lacks, as far as it is whole. Raises OSError."""
        for digest in other.names("objects"):
            if not os.path.exists(self.object(digest)) and other.is_whole(digest):  # noqa: PTH110
                Path(self.object(digest)).parent.mkdir(parents=True, exist_ok=True)
                link(other.object(digest), self.object(digest))
        for name in other.names("packs"):
            if (pack := other.pack(name)) is not None:
                self.keep(name, pack.made_of, pack.summary, files_of(pack.files))

    def record(self, into: Path) -> Record | None:
        """Record of the last build that published there, None where none is known."""
        return self._read(self._site(into))

    def note(self, record: Record) -> None:
        """Keep what was published. Raises OSError."""
        file = self._site(Path(record.into))
        atomic.write(file, seal.closed(self._key, json.dumps(record).encode(), file.name))

    def sweep(self, live: Mapping[str, bytes]) -> None:
        """Remove what no published site has; `live` are files of packs that are at hand already, by name. Raises OSError."""
        names, needed = set[str](), set[str]()
        for file in Path(self.folder, "sites").glob("*"):
            if (record := self._read(file)) and Path(record.into).is_dir():
                names.update(record.packs)
            else:
                file.unlink()
        for name in self.names("packs"):
            pack = self.pack(name) if name in names and name not in live else None
            files = pack.files if pack else live.get(name)
            if files is None:
                self._pack(name).unlink()
            else:
                needed.update(file.object for file in files_of(files))
        for digest in self.names("objects"):
            if digest not in needed:
                Path(self.object(digest)).unlink()

    def names(self, kind: str) -> list[str]:
        """Every object or pack that lies here."""
        folders = sorted(Path(self.folder, kind).glob("??"))
        return [f"{folder.name}{name}" for folder in folders for name in os.listdir(folder)]  # noqa: PTH208

    @contextlib.contextmanager
    def locked(self, tell: Callable[[str], None]) -> Iterator[None]:
        """Keep other builds out meanwhile; where one is running, `tell` that it is waited for. Raises OSError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        with Path(self.folder, "lock").open("ab") as stream:
            if not lock(stream.fileno()):
                tell(f"another build uses {self.folder}; waiting for its end")
                lock(stream.fileno(), wait=True)
            yield

    def _pack(self, name: str) -> Path:
        return Path(f"{self.folder}/packs/{name[:2]}/{name[2:]}")

    def _site(self, into: Path) -> Path:
        return Path(f"{self.folder}/sites/{fingerprint.digest(os.path.abspath(into))}")  # noqa: PTH100

    def _read(self, file: Path) -> Record | None:
        content = seal.read(self._key, file, file.name)
        if content is None:
            return None
        into, inputs, tree, models, packs = json.loads(content)
        return Record(into, inputs, tree, models, tuple(packs))


def files_of(encoded: bytes) -> list[File]:
    """The files of a pack."""
    found: list[File] = _files().decode(encoded)
    return found


def link(one: str, other: str) -> None:
    """Make `other` a further name of the file `one`, or a copy where that cannot be: some file systems have no links, or only so many of one file.

    Raises OSError when there is no such file, something at `other`, or no space.
    """
    try:
        os.link(one, other)
    except (FileNotFoundError, FileExistsError, NotADirectoryError):
        raise
    except OSError:
        if os.path.lexists(other):
            raise
        shutil.copy2(one, other)


def lock(descriptor: int, *, wait: bool = False) -> bool:
    """Lock an open file or folder until it is closed, or this process and those forked from it end; whether it could be. Where there are no locks, it can."""
    try:
        import fcntl
    except ImportError:
        return True
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    except OSError:  # a file system without locks
        return True
    return True


# what reads and writes packs is imported only where one is needed: a build that changes nothing needs none


@functools.cache
def _msgpack() -> Any:  # Any: the type would have to be imported for it
    import msgspec

    return msgspec.msgpack.Encoder()


@functools.cache
def _decoder() -> Any:
    import msgspec

    from howopen.records.summary import Summary

    return msgspec.msgpack.Decoder(tuple[str, Summary | None, bytes])


@functools.cache
def _files() -> Any:
    import msgspec

    return msgspec.msgpack.Decoder(list[File])
