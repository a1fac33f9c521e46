"""Tell what this program wrote on this machine from whatever else lies there: content sealed with a key that no commit can carry.

A digest tells that content is whole; the seal tells whose it is. The key is this user's own, kept outside of every repository.
"""

from __future__ import annotations

import contextlib
import functools
import hashlib
import os
from pathlib import Path
from stat import S_ISREG

SIZE = 32  # bytes, of a key and of a seal
MOST_BYTES = 512 * 1024 * 1024  # the records of fifty thousand models are less


def sign(key: bytes, *parts: str | bytes) -> bytes:
    """The seal of some texts, in order; with an empty key a plain digest, which tells that they are whole and no more."""
    digest = hashlib.blake2b(digest_size=SIZE, key=key)
    for part in parts:
        content = part.encode() if isinstance(part, str) else part
        digest.update(b"%d:" % len(content))
        digest.update(content)
    return digest.digest()


def closed(key: bytes, content: bytes, *of: str | bytes) -> bytes:
    """The content behind its seal. `of` says what it is the content of, so that it cannot be taken for another."""
    return sign(key, content, *of) + content


def opened(key: bytes, file: bytes, *of: str | bytes) -> bytes | None:
    """The content, or None where the seal is not that of the key over this content of that thing."""
    content = file[SIZE:]
    return content if file[:SIZE] == sign(key, content, *of) else None


def read(key: bytes, file: Path, *of: str | bytes) -> bytes | None:
    """The content of a sealed file; None where there is none, or no regular one, or one too large, or the seal is not that of the key."""
    try:
        status = file.lstat()
        return opened(key, file.read_bytes(), *of) if S_ISREG(status.st_mode) and status.st_size <= MOST_BYTES else None
    except OSError:
        return None


@functools.cache
def own_key() -> bytes:
    """The key of this user on this machine, made when first asked for. Where none can be kept, one for this process alone."""
    place = Path(os.environ.get("XDG_STATE_HOME") or os.path.expanduser("~/.local/state"))  # noqa: PTH111  Path.home() raises where there is none
    # a place within the folder that one is in is a repository's, as the home of a user who has none is
    return key_in(place / "howopen") if place.is_absolute() else os.urandom(SIZE)


def key_in(folder: Path) -> bytes:
    """The key kept in a folder, made where there is none; a file that others can read, as one from a repository can be, is no key."""
    file, fresh = folder / "key", os.urandom(SIZE)
    if kept := _kept(file):
        return kept
    with contextlib.suppress(OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file.unlink(missing_ok=True)
        part = folder / f"{fresh.hex()}.part"
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            stream.write(fresh)
        with contextlib.suppress(FileExistsError):  # of two processes that make one at once, the first
            os.link(part, file)
        part.unlink()
    return _kept(file) or fresh


def _kept(file: Path) -> bytes | None:
    try:
        stat = file.lstat()
        private = os.name == "nt" or (stat.st_uid == os.getuid() and not stat.st_mode & 0o077)
        return file.read_bytes() if private and stat.st_size == SIZE and S_ISREG(stat.st_mode) else None
    except OSError:
        return None
