"""Runs inputs in processes of their own, so that a parser that falls takes nothing along, and gathers what they found."""

from __future__ import annotations

import json
import os
import random
import resource
import signal
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from . import readers

MOST_SECONDS = 3.0  # of the processor, for one input
HARD_SECONDS = 20  # of the processor, after which a process is ended
MOST_MEMORY = 3 << 30  # bytes that one process may map


@dataclass
class Report:
    """Inputs by reader, the slowest of each, and what was found: (reader, number, what)."""

    inputs: Counter[str] = field(default_factory=Counter)
    slowest: dict[str, float] = field(default_factory=dict)  # seconds of the processor
    found: list[tuple[str, int, str]] = field(default_factory=list)


def run(seconds: float, seed: int, clock: Callable[[], float] = time.monotonic, only: Iterable[str] = (), first: int = 0) -> Report:
    """As many inputs as fit into the seconds, reader after reader. The number of an input and the seed make it."""
    report, ends = Report(), clock() + seconds
    with tempfile.TemporaryDirectory() as scratch:
        wanted = [one for name, one in readers.every(Path(scratch)).items() if not only or name in only]
        while clock() < ends:
            for reader in wanted:
                if clock() < ends:
                    _batch(reader, seed, range(first, first + reader.batch), report, ends - clock())
            first += max(reader.batch for reader in wanted)
    return report


def one(seed: int, name: str, number: int) -> None:
    """One input again, in this process: raises what it raised."""
    with tempfile.TemporaryDirectory() as scratch:
        readers.every(Path(scratch))[name].check(random.Random(f"{seed} {name} {number}"))


def _batch(reader: readers.Reader, seed: int, numbers: range, report: Report, seconds: float) -> None:
    """One process's inputs; where it dies, the next process goes on behind the input it died of."""
    ends = time.monotonic() + max(1.0, seconds)
    while numbers:
        read, write = os.pipe()
        child = os.fork()
        if child == 0:
            os.close(read)
            _child(reader, seed, numbers, write, ends)
        os.close(write)
        last = None
        with os.fdopen(read, encoding="utf-8") as lines:
            for line in lines:
                said = json.loads(line)
                if "begins" in said:
                    last = said["begins"]
                    continue
                report.inputs[reader.name] += 1
                report.slowest[reader.name] = max(report.slowest.get(reader.name, 0), said["seconds"])
                if said["found"]:
                    report.found.append((reader.name, last, said["found"]))
                last = None
        _, status = os.waitpid(child, 0)
        if status == 0 or last is None:
            return
        report.inputs[reader.name] += 1
        report.found.append((reader.name, last, f"the process died: status {status}"))
        numbers = range(last + 1, numbers.stop)


def _child(reader: readers.Reader, seed: int, numbers: range, write: int, ends: float) -> None:
    status = 1
    try:
        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        with os.fdopen(write, "w", encoding="utf-8") as told:
            for number in numbers:
                if time.monotonic() > ends:
                    break
                print(json.dumps({"begins": number}), file=told, flush=True)
                signal.setitimer(signal.ITIMER_PROF, HARD_SECONDS)
                before, found = time.process_time(), ""
                try:
                    reader.check(random.Random(f"{seed} {reader.name} {number}"))
                except Exception:
                    found = traceback.format_exc()[-1500:]
                took = time.process_time() - before
                if took > MOST_SECONDS and not found:
                    found = f"took {took:.1f} s"
                print(json.dumps({"seconds": took, "found": found}), file=told, flush=True)
        status = 0
    finally:
        os._exit(status)
