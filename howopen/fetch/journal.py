"""States of requests of a run that is under way, one line each as they come, so that a run that was killed is gone on with.

The journal lies in the folder of the snapshots, is locked while a run lasts, and is removed when the run ends by itself.
"""

from __future__ import annotations

import contextlib
import json
import os
from pathlib import Path
from typing import BinaryIO

from howopen.fetch.failures import Kind
from howopen.files import disk
from howopen.files.snapshots import MOST_BYTES_SHARED, BadSnapshot, built
from howopen.records.errors import Refused
from howopen.records.fetched import RequestState, Trouble

NAME = ".fetch.journal"
_CLOSED_FIRST = os.name == "nt"  # there a file that is open cannot be removed; elsewhere it is removed while it is still locked
LONGEST_NAME = 400  # characters, as in confirmed.json


class Journal:
    """States of requests by source and id, such as "github/owner/name", that a run on the same day got before it was interrupted."""

    def __init__(self, folder: Path, today: str, *, dry: bool = False) -> None:
        """Lock the journal and read what an interrupted run left; with `dry`, neither. Raises Refused when another run has it."""
        self._file, self._stream, self._today = folder / NAME, None if dry else _locked(folder / NAME), today
        ticked = set()
        self.left: dict[str, RequestState] = {}  # by source and id, in lower case; also of another day
        if self._stream is not None:
            for line in self._stream.read(MOST_BYTES_SHARED).splitlines():
                try:
                    name, values = json.loads(line)
                    if not isinstance(name, str) or len(name) > LONGEST_NAME:
                        continue
                    if isinstance(values, str):
                        ticked |= {name} if values == today else set()
                    else:
                        self.left[name] = built(RequestState, values)
                except (ValueError, TypeError, RecursionError, BadSnapshot):
                    continue  # the line that was being written when the run was killed
        self._answered = ticked | {name for name, state in self.left.items() if state.confirmed == today and state.failed is None}
        refused = {name: state.failed for name, state in self.left.items() if state.failed is not None and state.asked == today}
        self._refused = {name: trouble for name, trouble in refused.items() if trouble.kind in (Kind.ABSENT, Kind.GATED)}

    def holds(self, source: str, key: str) -> bool:
        """Whether the interrupted run got an answer for the thing today."""
        return f"{source}/{key}".lower() in self._answered

    def refused(self, source: str, key: str) -> Trouble | None:
        """The answer that the interrupted run got today, where it was that nobody gets the thing: as much an answer as the thing itself."""
        return self._refused.get(f"{source}/{key}".lower())

    def note(self, source: str, key: str, state: RequestState) -> None:
        """Write a state down at once. Raises OSError."""
        self._write(source, key, state.model_dump(by_alias=True, mode="json", exclude_defaults=True))

    def tick(self, source: str, key: str) -> None:
        """Write down at once that a thing was answered which has no state. Raises OSError."""
        self._write(source, key, self._today)

    def _write(self, source: str, key: str, values: object) -> None:
        if self._stream is not None:
            # the end of a line first: the one before may be half a line, where the disk was full
            self._stream.write(b"\n" + json.dumps([f"{source}/{key}".lower(), values]).encode())
            self._stream.flush()

    def close(self, *, whole: bool) -> None:
        """Unlock the journal, and remove it when the run went to its end."""
        if self._stream is not None:
            if whole and not _CLOSED_FIRST:
                self._file.unlink(missing_ok=True)
            with contextlib.suppress(OSError):  # what could not be written was told then
                self._stream.close()
            if whole and _CLOSED_FIRST:
                self._file.unlink(missing_ok=True)


def _locked(file: Path) -> BinaryIO:
    """The file, opened and locked. Raises Refused when another run has locked it, or when nothing can be written there."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
        while True:
            stream = os.fdopen(os.open(file, os.O_RDWR | os.O_CREAT | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0), 0o644), "r+b")
            if not disk.lock(stream.fileno()):
                stream.close()
                raise Refused(f"another fetch is writing to {file.parent}; wait until it has ended")
            if file.exists() and os.fstat(stream.fileno()).st_ino == file.stat().st_ino:
                stream.seek(0)
                return stream
            stream.close()  # the run before removed it between our opening and locking it
    except OSError as error:
        raise Refused(f"{file} cannot be written ({error.strerror}); nothing was asked") from None
