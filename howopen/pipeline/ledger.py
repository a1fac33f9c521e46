"""What a build left, for the next one and for putting shards together: of each model what it was made of, its summary and its files.

One line a thing, each with its checksum. A ledger that is broken, or of another program, other words or other options, is no ledger.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from howopen.pipeline import cache
from howopen.pipeline.output import Lot
from howopen.records.summary import Summary


@dataclass(frozen=True, slots=True)
class Kept:
    """One model as it was made."""

    id: str
    file: str  # print of its file
    made_of: str  # print of all that its own pages rest on
    summary: Summary
    files: Lot


@dataclass(frozen=True, slots=True)
class Lists:
    """All that speaks of more than one model."""

    made_of: str
    files: Lot


@dataclass(frozen=True, slots=True)
class Ledger:
    """All that a build made."""

    shared: str  # print of what all pages rest on
    edition: str  # name of the edition that it describes
    models: Mapping[str, Kept] = field(default_factory=dict)
    lists: Lists = field(default_factory=lambda: Lists("", Lot((), 0)))

    def census(self) -> int:
        """That of every file of the edition, but for the one that bears its name."""
        return cache.together([self.lists.files.census, *(kept.files.census for kept in self.models.values())])


@dataclass(frozen=True, slots=True)
class _Head:
    shared: str
    edition: str
    models: int
    lists: Lists


class BadLedger(Exception):
    """Not what this program wrote, or not whole."""


def read(file: Path) -> Ledger:
    """What the file tells. Raises BadLedger, and OSError when it cannot be read."""
    try:
        with file.open("rb") as stream:
            head = _HEAD.decode(_checked(stream.readline()))
            kept = [_KEPT.decode(_checked(line)) for line in stream]
    except (msgspec.MsgspecError, ValueError) as error:
        raise BadLedger(f"{file} is no ledger, or not whole") from error
    if len(kept) != head.models:
        raise BadLedger(f"{file} is not whole")
    return Ledger(head.shared, head.edition, {one.id: one for one in kept}, head.lists)


def write(file: Path, ledger: Ledger) -> None:
    """Write it whole or not at all. Raises OSError."""
    file.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(prefix=".", dir=file.parent)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.writelines(lines(ledger))
        Path(name).replace(file)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise


def lines(ledger: Ledger) -> Iterable[bytes]:
    """The lines of its file."""
    encode = msgspec.json.Encoder().encode
    yield _with_checksum(encode(_Head(ledger.shared, ledger.edition, len(ledger.models), ledger.lists)))
    for one in ledger.models.values():
        yield _with_checksum(encode(one))


_HEAD, _KEPT = msgspec.json.Decoder(_Head), msgspec.json.Decoder(Kept)


def _with_checksum(line: bytes) -> bytes:
    return b"%s %s\n" % (hashlib.blake2b(line, digest_size=8).hexdigest().encode(), line)


def _checked(line: bytes) -> bytes:
    checksum, _, rest = line.removesuffix(b"\n").partition(b" ")
    if hashlib.blake2b(rest, digest_size=8).hexdigest().encode() != checksum:
        raise ValueError("a line is not what was written")
    return rest
