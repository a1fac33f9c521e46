"""Runs `python build.py WORDS`, each time in a process of its own, forked from one that has imported the program and read the real data already.

A command is the same as when a person starts it: it has its own folder, environment, streams and status. Only the second or two that Python
takes to import, and the program to parse files that are always the same, are spent once instead of hundreds of times.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import pkgutil
import runpy
import signal
import subprocess
import sys
import tempfile
import traceback
from pathlib import Path
from typing import NoReturn

HERE = Path(__file__).resolve().parent.parent
LONGEST = 600  # seconds of a command


class Forks:
    """The process that is ready, started when first asked."""

    def __init__(self) -> None:
        self._ready: subprocess.Popen[str] | None = None

    def run(self, words: list[str], environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        """Status, output and messages of a command."""
        if self._ready is None:
            self._ready = subprocess.Popen([sys.executable, __file__], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=HERE)
        with tempfile.TemporaryDirectory() as folder:
            said = [Path(folder) / name for name in ("stdout", "stderr")]
            order = {"words": words, "environment": dict(environment or os.environ), "folder": str(Path.cwd()), "said": list(map(str, said))}
            self._ready.stdin.write(f"{json.dumps(order)}\n")
            self._ready.stdin.flush()
            status = int(self._ready.stdout.readline())
            return subprocess.CompletedProcess(words, status, *(file.read_text("utf-8") for file in said))

    def end(self) -> None:
        """End the process that is ready."""
        if self._ready is not None:
            self._ready.stdin.close()
            self._ready.wait()
            self._ready.stdout.close()


def prepare() -> None:
    """Import the program and read the data, as any command does."""
    sys.path.insert(0, str(HERE))
    from read_once import sharing

    import howopen
    from howopen import load
    from howopen.load import one_file

    for module in pkgutil.walk_packages(howopen.__path__, "howopen."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    one_file.read = sharing(one_file.read, models=True)
    with contextlib.suppress(Exception):  # bad data: each command tells of it
        load.catalogue(HERE / "data")
    gc.collect()
    gc.freeze()  # so that memory stays shared


def command(order: dict) -> NoReturn:
    """Become `python build.py WORDS`, and end."""
    status = 1
    signal.alarm(LONGEST)
    try:
        for number, (file, how) in enumerate(zip([os.devnull, *order["said"]], (os.O_RDONLY, os.O_WRONLY | os.O_CREAT, os.O_WRONLY | os.O_CREAT), strict=True)):
            os.dup2(os.open(file, how), number)
        sys.stdin, sys.stdout, sys.stderr = (open(number, mode, encoding="utf-8", closefd=False) for number, mode in enumerate("rww"))  # noqa: SIM115  they end with the process
        os.chdir(order["folder"])
        os.environ.clear()
        os.environ.update(order["environment"])
        sys.argv = ["build.py", *order["words"]]
        runpy.run_path(str(HERE / "build.py"), run_name="__main__")
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else 1
    except BaseException:
        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)


def wait() -> None:
    """Run each command that is asked for, until nobody can ask any more."""
    for line in sys.stdin:
        if not (child := os.fork()):
            command(json.loads(line))
        print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), flush=True)


if __name__ == "__main__":
    prepare()
    wait()
