"""Write single files whole or not at all: whoever is interrupted leaves the old file or the new one, never a part."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from stat import S_ISREG

from howopen.files import folders, reading

_PART = re.compile(r"\.[0-9a-f]{16}\.part")  # the name of a file that is still being written

Content = str | bytes | Iterable[bytes]


def write(file: Path, content: Content, *, durable: bool = False) -> None:
    """Put the content (text as UTF-8) in the file, over whatever file is there, in one step; makes the folders that lack.

    `durable` waits until the disk has it, for what cannot be made again. Raises OSError, and then leaves nothing behind.
    """
    with _written(file, content, durable) as fresh:
        os.replace(fresh, file)  # noqa: PTH105  atomic on every system, also over a file that is there


def create(file: Path, content: Content, *, durable: bool = False) -> None:
    """Write a file that is not there yet, as `write` does. Raises FileExistsError where one is, which then stays as it was."""
    with _written(file, content, durable) as fresh:
        os.link(fresh, file)  # unlike a rename it never replaces
        fresh.unlink()


def holds(file: Path, content: str | bytes) -> bool:
    """Whether the file is there with exactly this content."""
    wanted = content.encode() if isinstance(content, str) else content
    with suppress(FileNotFoundError, reading.Unreadable):
        return reading.content(file, len(wanted), follow=True) == wanted
    return False


def is_part(file: Path) -> bool:
    """Whether that is what a writer was at: a regular file of such a name, and no link or folder."""
    return _PART.fullmatch(file.name) is not None and S_ISREG(file.lstat().st_mode)


def sweep(folder: Path) -> None:
    """Remove what writers that were killed left anywhere below the folder; only where none can be writing now. Raises OSError."""
    for left in folders.files(folder):
        if is_part(left):
            left.unlink(missing_ok=True)


@contextmanager
def _written(file: Path, content: Content, durable: bool) -> Iterator[Path]:
    """A new file beside `file` that holds the content; removed again when what is done with it fails."""
    file.parent.mkdir(parents=True, exist_ok=True)
    fresh = file.parent / f".{os.urandom(8).hex()}.part"
    try:
        # exclusive: never through a link that somebody laid there; the mode is left to the user's umask, as for any file
        descriptor = os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o666)
        with os.fdopen(descriptor, "wb") as stream:
            if isinstance(content, (str, bytes)):
                stream.write(content.encode() if isinstance(content, str) else content)
            else:
                stream.writelines(content)
            if durable:
                stream.flush()
                os.fsync(stream.fileno())
        yield fresh
    except BaseException:
        fresh.unlink(missing_ok=True)
        raise
