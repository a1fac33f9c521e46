"""Records of data files that were read before. To check what a file says takes ten times as long as to take up what an earlier look made of the same text."""

from __future__ import annotations

import contextlib
import pickle
from collections.abc import Iterator
from pathlib import Path
from typing import TypeVar, cast

import pydantic

from howopen.files import atomic, digests, seal

R = TypeVar("R", bound=pydantic.BaseModel)
_Name = tuple[str, str]  # the record's class, and the stem of its file


class Records:
    """The record that was last made of each file, with the digest of the text that it was made of."""

    def __init__(self, kept: dict[_Name, tuple[str, bytes]] | None = None) -> None:
        """`kept` are records of earlier commands, pickled; each is unpickled when it is asked for."""
        self._kept = kept or {}
        self._found: dict[_Name, tuple[str, pydantic.BaseModel]] = {}  # of this process

    def get(self, kind: type[R], stem: str, text: str) -> R | None:
        """The record of a file with exactly that text; None where the last one was made of another, or there is none."""
        name, digest = (kind.__name__, stem), digests.digest(text)
        if name not in self._found and name in self._kept and self._kept[name][0] == digest:
            self._found[name] = digest, pickle.loads(self._kept[name][1])  # noqa: S301  only what `between_commands` found sealed by this user comes here
        made_of, found = self._found.get(name, ("", None))
        return cast(R, found) if made_of == digest else None

    def put(self, stem: str, text: str, record: pydantic.BaseModel) -> None:
        """Keep the record of a file with that text, in the place of the one before."""
        self._found[type(record).__name__, stem] = digests.digest(text), record

    def fresh(self) -> dict[_Name, tuple[str, bytes]]:
        """Records of this process, pickled, with those kept before; empty where none is new."""
        new = {name: one for name, one in self._found.items() if self._kept.get(name, ("",))[0] != one[0]}
        return self._kept | {name: (digest, pickle.dumps(one, pickle.HIGHEST_PROTOCOL)) for name, (digest, one) in new.items()} if new else {}


@contextlib.contextmanager
def between_commands(folder: Path, key: bytes, program: Path) -> Iterator[Records]:
    """Records as the last command left them in the folder, which has those of this one afterwards.

    They hold for this program and its libraries, and are sealed: what somebody else has put there is not looked at. Where nothing can be
    written, the next command reads all files itself.
    """
    of, file = digests.of_program(program), folder / "records"
    content = seal.read(key, file, of)
    records = Records(pickle.loads(content) if content else None)  # noqa: S301  sealed by this user
    try:
        yield records
    finally:
        if fresh := records.fresh():
            with contextlib.suppress(OSError):
                atomic.write(file, seal.closed(key, pickle.dumps(fresh, pickle.HIGHEST_PROTOCOL), of))
