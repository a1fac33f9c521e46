"""Measure builds and reading of made-up catalogues, and write bench/RESULTS.md: `python -m bench.run`, which `make bench` does.

What was measured is kept in .cache/bench.json, so that a part can be measured again on its own.
"""

from __future__ import annotations

import argparse
import datetime
import json
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from bench import builds, reading, report

HERE = Path(__file__).resolve().parent.parent
KEPT = HERE / ".cache" / "bench.json"
RESULTS = HERE / "bench" / "RESULTS.md"
BUILT = [350, 1_000, 10_000]
SPLIT = [1_000, 10_000]
READ = [350, 1_000, 5_000]


def main() -> None:
    asked = _arguments()
    found: dict[str, Any] = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    disk = report.file_system(asked.scratch or Path(tempfile.gettempdir()))
    about = report.machine() | {"Hugo": builds.hugo_version(), "browser": reading.version(), "files on": disk, "date": asked.date}
    if found.get("about", about) | {"date": ""} != about | {"date": ""}:
        found = {}  # of another machine or other versions
    found["about"] = about
    parts: dict[str, Callable[[], None]] = {
        "cold": lambda: _each("cold", asked.sizes or BUILT, builds.cold),
        "again": lambda: _each("again", asked.sizes or BUILT, builds.again),
        "shards": lambda: _each("shards", asked.sizes or SPLIT, builds.shards),
        "start": lambda: found.update(start=builds.start(tell)),
        "reading": lambda: _each("reading", asked.sizes or READ, reading.front),
    }

    def tell(line: str) -> None:
        print(line, flush=True)

    def _each(part: str, sizes: list[int], measure: Callable[[Path, int, int, builds.Tell], builds.Found]) -> None:
        for count in sizes:
            with tempfile.TemporaryDirectory(dir=asked.scratch, prefix="bench-") as top:
                found.setdefault(part, {})[str(count)] = measure(Path(top), count, asked.runs, tell)

    for name in asked.only or parts:
        parts[name]()
        KEPT.parent.mkdir(exist_ok=True)
        KEPT.write_text(json.dumps(found, indent=1))
        RESULTS.write_text(report.markdown(found))
    tell(f"written to {RESULTS.relative_to(HERE)}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure builds and reading, and write bench/RESULTS.md.")
    parser.add_argument("--sizes", type=_numbers, help="how many models, such as 350,1000; by default what each part needs")
    parser.add_argument("--runs", type=int, default=5, help="runs, or pairs of runs, of each")
    parser.add_argument(
        "--only", action="append", choices=["cold", "again", "shards", "start", "reading"], help="measure only this part; may be given more than once"
    )
    parser.add_argument("--scratch", type=Path, help="a folder for what is built, on the disk to be measured; by default the system's temporary one")
    parser.add_argument("--date", default=datetime.date.today().isoformat(), help="the day that the results are dated with")
    return parser.parse_args()


def _numbers(text: str) -> list[int]:
    return [int(word) for word in text.split(",")]


if __name__ == "__main__":
    main()
