"""Measure builds of made-up models: seconds and microseconds per model for each stage, and peak memory. `python bench/run.py [N ...]`.

Each size runs in a process of its own, so that one's memory is not another's. The whole line includes the start of the interpreter.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

SIZES = (350, 1_000, 10_000)


def stages(data: Path, into: Path) -> dict[str, float]:
    """Seconds of each stage of one build, in order, and `peak`, in MiB."""
    from howopen import enrich, judge, load, publish, render

    seconds: dict[str, float] = {}

    def timed(name, step):
        start = time.perf_counter()
        result = step()
        seconds[name] = time.perf_counter() - start
        return result

    catalogue = timed("load", lambda: load.catalogue(data))
    catalogue = timed("enrich", lambda: enrich.catalogue(catalogue))
    judged = timed("judge", lambda: judge.catalogue(catalogue))
    stamp = render.Stamp("https://example.org/", "2026-11-23")
    files = timed("render", lambda: render.site(catalogue, judged, HERE / "templates", stamp))
    timed("publish", lambda: publish.site(files, into))
    timed("publish again", lambda: publish.site(files, into))
    return seconds | {"peak": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


def whole(data: Path, into: Path) -> float:
    """Seconds of the command that people run, start-up included."""
    start = time.perf_counter()
    subprocess.run([sys.executable, str(HERE / "build.py"), "build", "--data", str(data), "--into", str(into)], check=True, capture_output=True)  # noqa: S603
    return time.perf_counter() - start


def main() -> None:
    from bench import models

    sizes = [int(word) for word in sys.argv[1:]] or SIZES
    for count in sizes:
        with tempfile.TemporaryDirectory() as folder:
            data = Path(folder) / "data"
            models.write(HERE / "data", data, count)
            size = sum(file.stat().st_size for file in (data / "models").iterdir()) / count
            command = [sys.executable, "-c", _STAGES, str(HERE), str(data), str(Path(folder) / "one")]
            seconds = json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout)  # noqa: S603
            peak = seconds.pop("peak")
            print(f"\n{count:,} models of {size:,.0f} bytes")
            for name, spent in seconds.items():
                print(f"  {name:14} {spent:8.2f} s {spent / count * 1e6:8.0f} us a model")
            line = whole(data, Path(folder) / "two")
            print(f"  {'in all':14} {line:8.2f} s {line / count * 1e6:8.0f} us a model, peak {peak:,.0f} MiB")


_STAGES = """
import json, sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from bench.run import stages
print(json.dumps(stages(Path(sys.argv[2]), Path(sys.argv[3]))))
"""

if __name__ == "__main__":
    main()
