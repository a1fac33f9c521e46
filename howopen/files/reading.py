"""Bounded reading of files that a stranger may have sent: regular files only, and never more than so many bytes."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from howopen.records.errors import Refused

_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)  # a pipe that nobody writes to would hold a plain open for ever
_NO_LINK = getattr(os, "O_NOFOLLOW", 0)


class Unreadable(Refused):
    """Raised for a file that is not read at all; says why in words that follow the file's name."""


class TooLarge(Unreadable):
    """Raised for a file of more bytes than it may have."""


def content(file: Path | str, most: int, *, follow: bool = False) -> bytes:
    """The bytes of a regular file, at most `most`. A link is refused, unless it is to be followed. Raises FileNotFoundError, or Unreadable."""
    try:
        if not _NO_LINK and not follow and os.path.islink(file):  # noqa: PTH114  there are ten thousand files
            raise Unreadable("is a link; put the file itself here")
        descriptor = os.open(file, _FLAGS if follow else _FLAGS | _NO_LINK)
    except FileNotFoundError:
        raise
    except OSError as error:
        raise Unreadable(_why(file, error)) from None
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("is no regular file; put a file here")
        # as much as there is: to make room for the most there may be would take longer than to read
        data = os.read(descriptor, min(status.st_size, most) + 1)
        while len(data) != status.st_size and len(data) <= most and (more := os.read(descriptor, most + 1 - len(data))):
            data += more
    except OSError as error:
        raise Unreadable(_why(file, error)) from None
    finally:
        os.close(descriptor)
    return _bounded(data, most)


def given(file: Path, most: int) -> bytes:
    """The bytes of a file that a person named on this machine, at most `most`; a link or a pipe will do. Raises Unreadable."""
    try:
        with file.open("rb") as stream:
            return _bounded(stream.read(most + 1), most)
    except OSError as error:
        raise Unreadable(_why(file, error)) from None


def _bounded(data: bytes, most: int) -> bytes:
    if len(data) > most:
        raise TooLarge(f"is larger than {most // 1024} kB; split it or shorten it")
    return data


def _why(file: Path | str, error: OSError) -> str:
    """The reason that the system gives, in words of ours where a person can do something about it."""
    if os.path.islink(file):  # noqa: PTH114  the system says `too many levels` of a link that may not be followed
        return "is a link; put the file itself here"
    if isinstance(error, PermissionError):
        return "may not be read; give yourself the right to read it"
    return f"cannot be read ({error.strerror or type(error).__name__}); put a file here"
