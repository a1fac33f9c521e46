"""The data as a commit has them, put into a folder of its own. The only room that asks git for files."""

from __future__ import annotations

import io
import subprocess
import tarfile
from pathlib import Path

from howopen.records import Refused

MOST_BYTES = 512 * 1024 * 1024  # of one state of the data; a hundred times what there is
SECONDS = 60


class NoSuchData(Refused):
    """The commit, or its data, cannot be had; says why."""


def data(folder: Path, revision: str, into: Path) -> Path:
    """A copy, under `into`, of `folder` as it was in `revision`. Raises NoSuchData."""
    # a name that begins with a dash would be an option
    commit = _git(folder, "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    packed = _git(folder, "archive", "--format=tar", commit)
    if len(packed) > MOST_BYTES:
        raise NoSuchData(f"the data of {revision!r} are larger than {MOST_BYTES >> 20} MB")
    copy = into / folder.resolve().name
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        archive.extractall(copy, filter="data")  # which refuses what leads out of the folder
    return copy


def _git(folder: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(folder), *words], capture_output=True, timeout=SECONDS, check=False)  # noqa: S603, S607
    except (OSError, subprocess.TimeoutExpired) as error:
        raise NoSuchData(f"git does not answer: {error}") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines()
        raise NoSuchData(said[-1] if said else f"there is no commit {words[-1].removesuffix('^{commit}')!r}; name one, such as main or HEAD~1")
    return done.stdout
