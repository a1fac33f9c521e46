"""The fuzzer as a command: runs for some seconds, tells what it found and how to see it again, and ends with 1 where it found something."""

from __future__ import annotations

import argparse
import sys

from . import runner


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz", description="Change what others may write, by chance, and read it.")
    parser.add_argument("--seconds", type=float, default=60, help="how long (default: 60)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same inputs (default: 1)")
    parser.add_argument("--reader", action="append", default=[], metavar="NAME", help="only this reader; may be given more than once")
    parser.add_argument("--number", type=int, help="only this input of the reader, in this process, with its traceback")
    asked = parser.parse_args()
    if asked.number is not None:
        runner.one(asked.seed, asked.reader[0], asked.number)
        return 0
    report = runner.run(asked.seconds, asked.seed, only=asked.reader)
    for name, count in report.inputs.items():
        print(f"{name:24} {count:8,} inputs, the slowest {report.slowest.get(name, 0):.2f} s")
    for name, number, what in report.found:
        print(f"\n--seed {asked.seed} --reader {name!r} --number {number}\n{what}")
    print(f"\n{sum(report.inputs.values()):,} inputs, {len(report.found)} found")
    return 1 if report.found else 0


if __name__ == "__main__":
    sys.exit(main())
