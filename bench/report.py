"""What was measured, as Markdown: bench/RESULTS.md."""

from __future__ import annotations

import os
import platform
import re
import statistics
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Found = dict[str, Any]
TRIED = Path(__file__).with_name("TRIED.md")  # what no run can measure anew: a profile, what was tried and what was left

SAME = """Both make, of the same made-up models and the same verdicts, the same files: {files}. Before anything is timed, both trees are compared: the
same paths, bytes of each kind within 15 %, and on samples of each kind the same words and addresses in the same order (pages, pictures) or the same
values (JSON)."""

ONE_SIDED = """What only one side does:

- howopen reads YAML of {size:,.0f} bytes a model, checks it, lays fetched facts under it, finds conflicts, judges by each definition, answers what licenses
  allow, and writes {further} further files: feeds, tables, a database, schemas, pictures, pages on the data and on agreement with others.
- Hugo is given each page in pieces, as JSON: text that stands on several pages or more than once on its own, to put out as it is, and between it texts
  and addresses to escape. So it asks nothing, loops over nothing but the pieces, and calls no template within another. Making this input is not timed. It
  escapes, puts together, and writes JSON. Where templates were written by hand for the pages of November 2026, the pieces cost it as much as they did, within
  what repeated runs on a busy machine differ by.

Hugo is run as users run it who care for speed: the binary itself and not the Python program that starts it, no theme, no minification, no taxonomies,
feeds or site map, a warm cache folder, `partialCached` for badges. Each model's JSON is read by the page that
draws it. Measured slower, and larger in memory, were: all models as `data/`, as parameters of pages that the content adapter makes, and as front matter
(14 to 22 % more processor time and 30 to 45 % more memory at 1,000 models). Small files are written with `resources.FromString` and `.Publish`."""


def file_system(folder: Path) -> str:
    """Of what kind the file system is that a folder lies on, such as ext4; a tmpfs is memory."""
    mounts = [line.split()[1:3] for line in Path("/proc/mounts").read_text().splitlines()]
    return max((len(top), kind) for top, kind in mounts if folder.resolve().is_relative_to(top))[1]


def machine() -> dict[str, str]:
    """What it was measured on."""
    cpu = re.search(r"model name\s*: (.*)", Path("/proc/cpuinfo").read_text())
    memory = re.search(r"MemTotal:\s+(\d+)", Path("/proc/meminfo").read_text())
    return {
        "processor": cpu[1] if cpu else platform.machine(),
        "cores": str(os.cpu_count()),
        "memory": f"{int(memory[1]) / 1024**2:.0f} GiB" if memory else "unknown",
        "kernel": f"{platform.system()} {platform.release()}",
        "python": platform.python_version(),
    }


def markdown(found: Found) -> str:
    """The whole page, of the parts that were measured."""
    parts = [
        "# What building and reading cost",
        "Written by `make bench`, which measures it anew on any machine. Times are medians; a ratio is the median of the ratios of paired runs, taken in turn.",
        _about(found["about"]),
        *(written for name, write in _PARTS.items() if name in found and (written := write(found[name]))),
        TRIED.read_text("utf-8").strip(),
    ]
    return "\n\n".join(parts) + "\n"


def _about(about: dict[str, str]) -> str:
    return _table(["", ""], [[name, value] for name, value in about.items()])


def _cold(found: dict[str, Found]) -> str:
    rows = []
    for count, one in _by_size(found):
        ours, hugo = ([pair[side] for pair in one["pairs"]] for side in ("ours", "hugo"))
        for name, runs in (("howopen", ours), ("Hugo", hugo)):
            rows.append([f"{count:,}", name, *(_seconds(_median(runs, key)) for key in ("wall", "user", "system")), f"{_median(runs, 'peak'):,.0f} MiB"])
        ratios = [statistics.median(pair["ours"][key] / pair["hugo"][key] for pair in one["pairs"]) for key in ("wall", "user", "system", "peak")]
        rows.append(["", f"**ratio**, {len(one['pairs'])} pairs", *(f"**{ratio:.2f}**" for ratio in ratios)])
        for title, once in (("Hugo, caches held to 1 GiB, once", one["lean"]), ("howopen, the first time in a clone, once", one["first"])):
            rows.append(["", title, *(_seconds(once[key]) for key in ("wall", "user", "system")), f"{once['peak']:,.0f} MiB"])
    largest = _by_size(found)[-1][1]
    both = sum(count for count, _ in largest["kinds"].values())
    text = [
        "## A build from nothing, against Hugo",
        SAME.format(files=", ".join(f"{size:,} {kind}" for kind, (size, _) in largest["kinds"].items() if size)),
        _table(["models", "", "wall", "user", "system", "peak memory"], rows),
        "User and system are processor time over all processes; peak memory is that of all processes at one time, looked at every 50 ms. "
        "The first time in a clone Python compiles the program and its libraries, and Jinja the templates; both keep what they made beside the sources.",
        ONE_SIDED.format(size=largest["model-bytes"], further=f"{largest['files'] - both:,}"),
    ]
    each = {count: _median([pair["ours"] for pair in one["pairs"]], "user") / count * 1e6 for count, one in _by_size(found)}
    if len(each) > 1:
        told = ", ".join(f"{spent:,.0f} µs at {count:,}" for count, spent in each.items())
        (last, most), (before, less) = list(each.items())[-1], list(each.items())[-2]
        text.append(f"User time a model: {told}; {most / less:.2f} times as much at {last:,} as at {before:,}.")
    return "\n\n".join(text)


def _again(found: dict[str, Found]) -> str:
    rows = []
    for count, one in _by_size(found):
        for name, title in (("cold", "from nothing"), ("nothing", "nothing changed"), ("one", "one model changed")):
            ratio = statistics.median(after["wall"] / cold["wall"] for after, cold in zip(one[name], one["cold"], strict=True))
            shown = "" if name == "cold" else f"1/{1 / ratio:.1f}"
            rows.append([f"{count:,}" if name == "cold" else "", title, *(_seconds(_median(one[name], key)) for key in ("wall", "user", "system")), shown])
    text = (
        "The change is to the terms of one model's weights, so that verdicts and lists change with it. "
        "The result was compared with a build from nothing: the same bytes."
    )
    return "\n\n".join(["## Building again", text, _table(["models", "", "wall", "user", "system", "of the build from nothing"], rows)])


def _shards(found: dict[str, Found]) -> str:
    rows = []
    for count, one in _by_size(found):
        titles = {
            "whole": "in one piece",
            "shard": f"each of {one['parts']} shards",
            "one": f"one of {one['thin']} shards",
            "merge": f"put together, of {one['parts']}",
        }
        for name, title in titles.items():
            costs = [_seconds(_median(one[name], key)) for key in ("wall", "user", "system")]
            rows.append([f"{count:,}" if name == "whole" else "", title, *costs, f"{max(run['peak'] for run in one[name]):,.0f} MiB"])
    sizes = "; ".join(f"{count:,} models make {one['files']:,} files of {one['bytes'] / 1e6:,.0f} MB" for count, one in _by_size(found))
    text = (
        "Each shard is made on its own, one after another, as machines of their own would make them. What they are put together to has the bytes of one build. "
        f"Without pictures, {sizes}."
    )
    return "\n\n".join(["## In shards", text, _table(["models", "", "wall", "user", "system", "largest peak memory"], rows)])


def _start(found: Found) -> str:
    rows = [[f"`{name}`", _seconds(_median(runs, "wall")), _seconds(_median(runs, "user"))] for name, runs in found.items()]
    return "\n\n".join(["## Start of a command", _table(["command", "wall", "user"], rows)])


def _reading(found: dict[str, Found]) -> str:
    sizes = _by_size(found)
    weights = [[f"{count:,}", name, f"{raw:,}", f"{packed:,}"] for count, one in sizes for name, (raw, packed) in one["bytes"].items()]
    rows = [
        [f"{count:,}", f"{rate}x", *(f"{one[key]:,.0f}" for key in ("load", "elements", "first key", "key", "sort")), f"{one['moved']:.3f}"]
        for count, size in sizes
        for rate, one in size["rates"].items()
    ]
    text = [
        "## Reading the front page",
        "In Chromium, from this machine. Latency is the `duration` that the Event Timing API gives for a real key press or click, to the next "
        "paint, in steps of 8 ms; 16 stands for all that is shorter. The rate is how many times slower the processor is made.",
        _table(["models", "slower", "load, ms", "elements", "first key, ms", "further keys, ms", "sort, ms", "layout shift"], rows),
        _table(["models", "", "bytes", "gzip -6"], weights),
    ]
    return "\n\n".join(text)


_PARTS: dict[str, Callable[[Any], str]] = {"cold": _cold, "again": _again, "shards": _shards, "start": _start, "reading": _reading}


def _by_size(found: dict[str, Found]) -> list[tuple[int, Found]]:
    return sorted((int(count), one) for count, one in found.items())


def _median(runs: Iterable[Found], key: str) -> float:
    return statistics.median(run[key] for run in runs)


def _seconds(value: float) -> str:
    return f"{value:.2f} s" if value < 10 else f"{value:.1f} s"


def _table(head: list[str], rows: list[list[str]]) -> str:
    return "\n".join(f"| {' | '.join(row)} |" for row in (head, ["---"] * len(head), *rows))
