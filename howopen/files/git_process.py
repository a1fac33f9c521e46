"""Questions to git, the program: one answer as a whole, or piece by piece.

A commit can carry files that together are a repository, with settings that name programs to run, and git takes the folder that they lie in for one.
So git is started nowhere but where a `.git` lies, which no commit can carry.
"""

from __future__ import annotations

import contextlib
import subprocess
import tempfile
import threading
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, cast

from howopen.records.errors import Refused

PATIENCE = 120  # seconds for one answer of git
_AT_ONCE = 64 * 1024  # bytes of an answer


class Unreadable(Refused):
    """git could not give what was asked; says what it said."""


def answer(folder: Path, *words: str, given: bytes = b"") -> bytes:
    """Answer of git in a folder to those words. Raises Unreadable."""
    try:
        return subprocess.run(_command(folder, words), input=given, capture_output=True, timeout=PATIENCE, check=True).stdout  # noqa: S603
    except subprocess.CalledProcessError as error:
        raise Unreadable(error.stderr.decode("utf-8", "replace").strip()) from error
    except (OSError, subprocess.SubprocessError) as error:
        raise Unreadable(str(error)) from error


@contextlib.contextmanager
def pieces(folder: Path, *words: str, given: Iterable[bytes]) -> Iterator[Iterator[str]]:
    """Pieces of what git says, up to each NUL, as they come; git ends with the context. Raises Unreadable."""
    with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as faults:
        asked.writelines(given)
        asked.seek(0)
        try:
            process = subprocess.Popen(_command(folder, words), stdin=asked, stdout=subprocess.PIPE, stderr=faults)  # noqa: S603
        except OSError as error:
            raise Unreadable(str(error)) from error
        patience = threading.Timer(PATIENCE, process.kill)
        patience.start()
        try:
            yield _cut(process, faults)
        finally:
            patience.cancel()
            process.kill()
            process.communicate()


def _cut(process: subprocess.Popen[bytes], faults: IO[bytes]) -> Iterator[str]:
    rest = b""
    stream = cast("IO[bytes]", process.stdout)
    while some := stream.read(_AT_ONCE):
        *whole, rest = (rest + some).split(b"\0")
        for piece in whole:
            yield piece.decode("utf-8", "surrogateescape")
    if process.wait():
        faults.seek(0)
        raise Unreadable(faults.read(_AT_ONCE).decode("utf-8", "replace").strip() or f"git had no answer in {PATIENCE} seconds")
    yield rest.decode("utf-8", "surrogateescape")


def _command(folder: Path, words: Iterable[str]) -> list[str]:
    # one that is no `.git` of a working tree is never taken, should what lies there not be a repository; git knows that since 2.38
    return ["git", "-c", "safe.bareRepository=explicit", "-C", str(folder), *words]
