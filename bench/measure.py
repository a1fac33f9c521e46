"""What one command costs: wall time, processor time and peak memory of the process and all that it starts."""

from __future__ import annotations

import os
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PACE = 0.05  # seconds between two looks at memory
MIB = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Cost:
    """What a finished command took."""

    wall: float  # seconds
    user: float  # seconds of processor time, over all processes
    system: float  # the same, in the kernel
    peak: float  # MiB, over all processes at one time


class Failed(Exception):
    """A measured command ended with an error; holds what it said."""


def run(command: Sequence[str | Path], further: Mapping[str, str] | None = None) -> Cost:
    """The cost of a command, run to its end with `further` in its environment. Raises Failed."""
    # what others wrote before must not be waited for within the measured time
    os.sync()
    start = time.perf_counter()
    process = subprocess.Popen([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env={**os.environ, **(further or {})})  # noqa: S603
    said: list[bytes] = []
    reader = threading.Thread(target=_read, args=(process, said))
    reader.start()
    ended = threading.Event()
    peaks = [0.0]
    watcher = threading.Thread(target=_watch, args=(process.pid, ended, peaks))
    watcher.start()
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    ended.set()
    watcher.join()
    reader.join()
    if process.returncode:
        raise Failed(f"{' '.join(map(str, command))}\n{b''.join(said).decode(errors='replace')[-4000:]}")
    # a short command may end before the first look; ru_maxrss also counts what this process held when it started the command
    return Cost(wall, used.ru_utime, used.ru_stime, peaks[0] or used.ru_maxrss / 1024)


def _read(process: subprocess.Popen[bytes], into: list[bytes]) -> None:
    """Put into the list all that the process says, so that it never waits for a reader."""
    if process.stdout:
        with process.stdout as said:
            into.append(said.read())


def _watch(top: int, ended: threading.Event, peaks: list[float]) -> None:
    while not ended.wait(PACE):
        peaks[0] = max(peaks[0], memory(top))


def memory(top: int) -> float:
    """MiB that a process and all below it hold now. Pages that several of them share count once."""
    every = [top, *_below(top)]
    # the kernel walks all pages for a proportional figure, which takes time from a large process: only where something can be shared
    return sum(_resident(one) if len(every) == 1 else _proportional(one) for one in every) / MIB


def _below(top: int) -> list[int]:
    found: list[int] = []
    try:
        for thread in Path(f"/proc/{top}/task").iterdir():
            found += [int(word) for word in (thread / "children").read_text().split()]
    except OSError:  # it has ended meanwhile
        return []
    return found + [further for one in found for further in _below(one)]


def _resident(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, IndexError):
        return 0


def _proportional(process: int) -> int:
    try:
        rollup = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in rollup.splitlines() if line.startswith("Pss:")), 0)
