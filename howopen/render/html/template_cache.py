"""Templates as Python code, kept between builds as Python keeps its own modules: beside them, in `__pycache__`; under a seal, since it is run."""

from __future__ import annotations

import contextlib
import marshal
import sys
from importlib.util import cache_from_source
from pathlib import Path

import jinja2
from jinja2.bccache import Bucket

from howopen.files import atomic, git, seal


class Compiled(jinja2.BytecodeCache):
    """Keeps what Jinja makes of each template, where and when Python would keep a module. Compiling takes 0.3 s, as long as all lists of 350 models.

    What is broken, or was made of another template, by another Jinja or with other options, is made anew; and so is what does not bear the seal of
    this user on this machine, such as code that came with a commit. A folder that git tracks, or that is a link there, is not looked at.
    """

    def __init__(self, templates: Path, made_by: str, key: bytes | None = None) -> None:
        """`made_by` tells of all that bears on the code but for the template itself; `key` is that of the seal, by default the user's own."""
        self._folder, self._made_by = Path(cache_from_source(str(templates.absolute() / "it.py"))).parent, made_by
        self._key = seal.own_key() if key is None else key
        # a key of CI's machines is known to whoever sends a request there, so what came with a commit may bear its seal
        self._is_own = not git.tracks(self._folder)

    def load_bytecode(self, bucket: Bucket) -> None:
        """Take the code that is kept, where there is any."""
        code = seal.read(self._key, self._file(bucket), self._made_by, bucket.checksum) if self._is_own else None
        if code is not None:
            bucket.code = marshal.loads(code)  # noqa: S302  it is what this program wrote, by its seal

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code; a folder that cannot be written costs time, nothing else."""
        if sys.dont_write_bytecode or not self._is_own:
            return
        with contextlib.suppress(OSError):
            atomic.write(self._file(bucket), seal.closed(self._key, marshal.dumps(bucket.code), self._made_by, bucket.checksum))

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.jinja"
