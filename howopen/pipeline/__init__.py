"""The whole site in five steps: load -> enrich -> judge -> render -> publish.

Each model goes through the first four by itself, with what it derives from, in one of several processes; what was made of it is kept in a
cache and taken from there as long as all that it rests on is the same (`keys`). Lists are made of the summaries. Only those are in memory together.
"""

from __future__ import annotations

import contextlib
import functools
import gc
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from howopen import enrich, judge, load, render
from howopen.files import disk
from howopen.pipeline import keys, workers
from howopen.pipeline.cache import LOCK, Cache, File
from howopen.pipeline.keys import Models, Plan
from howopen.pipeline.output import Tree
from howopen.records.errors import BadData, Refused
from howopen.stats import summary

__all__ = ["Built", "Plan", "build", "fill", "part"]
SWEPT = 200  # models between two sweeps of memory
Lay = Callable[[Iterable[File]], None]  # puts files in their places, as `Tree.lay` does


class Built(NamedTuple):
    """Result of a build."""

    models: int  # of the site, or of the part that was made
    made: int  # of these, made anew
    written: int  # files, those of equal content once


def build(plan: Plan, cache: Cache, into: Path, jobs: int, parts: Iterable[Cache] = (), tell: Callable[[str], None] = print) -> Built:
    """Make the site and publish it. Takes over what `parts` have; `tell` says so where another build is waited for.

    Raises BadData with every problem of all files, or Refused; then nothing is published.
    """
    cache = Cache(cache.folder, cache.key)  # what it knows of its objects holds for one build
    with alone(plan, cache, tell), Tree(into, cache) as tree:
        for part in parts:
            cache.take(part)
        models = keys.read(plan)
        processes = workers.worth(len(models.keys), jobs)
        # load -> enrich -> judge -> render, of each model that the cache has not
        done = workers.each(functools.partial(make, plan, cache, models, tree.lay), list(models.keys), processes)
        # render, of what speaks of more than one model
        done += lists(cache, models, tree.lay, processes)
        tree.publish(plan.made_of, len(models.keys))
        with contextlib.suppress(OSError):  # the site stands; what fails now costs space, nothing else
            cache.sweep(tree.into, models.keys.values())
    return Built(*map(sum, zip(*done, strict=True)))


def fill(plan: Plan, into: Path, number: int, count: int, jobs: int, tell: Callable[[str], None] = print) -> Built:
    """Make every `count`th model, from the `number`th, counted from 1, and keep it in a cache at `into`, for whoever puts the parts together.

    Of the other models only what their files say of names and lineage is read. Raises BadData or Refused.
    """
    cache = part(into) if into.exists() and any(into.iterdir()) else Cache(into)
    with alone(plan, cache, tell):
        models = keys.read(plan)
        own = list(models.keys)[number - 1 :: count]
        done = workers.each(functools.partial(make, plan, cache, models, lambda _: None), own, workers.worth(len(own), jobs))
    return Built(*map(sum, zip(*done, strict=True)))


def part(folder: Path) -> Cache:
    """A part that `fill` made, for `build` to take over what it has. No key seals it, so take only parts that you know. Raises Refused for what is none."""
    if not (folder / LOCK).is_file():
        raise Refused(f"{folder} is no part of a site; name one that --shard made, or for a new one a folder that is empty")
    return Cache(folder)


def make(plan: Plan, cache: Cache, models: Models, lay: Lay, some: Sequence[str]) -> Built:
    """Lay the files of some models, made anew where the cache has them not. Raises BadData and OSError."""
    stale, written = [], cache.written
    for key in some:
        if (pack := cache.pack(models.keys[key])) and cache.holds(pack.files):
            lay(pack.files)
        else:
            stale.append(key)
    if not stale:
        return Built(len(some), 0, 0)
    bases = models.lines.needed(stale)
    loaded = load.models(plan.data, models.shared, models.keys, sorted({*stale, *bases}), plan.records)
    known = enrich.catalogue(replace(models.shared, models=dict(sorted(loaded.items()))))
    judged = judge.Verdicts(known)
    of_models = render.ModelFiles(known, judged, models.options)
    for number, key in enumerate(stale, start=1):
        found, contents = of_models.of(key)
        files = [cache.put(path, content) for path, content in contents]
        cache.keep(models.keys[key], found, files)
        lay(files)
        if key not in bases:
            judged.forget(key)
        if number % SWEPT == 0:
            # templates leave circles behind, 40 kB a model; what lives now is not looked through again
            gc.collect()
            gc.freeze()
    return Built(len(some), len(stale), cache.written - written)


def lists(cache: Cache, models: Models, lay: Lay, processes: int) -> list[Built]:
    """Lay all files that speak of more than one model, from the summaries. Raises OSError."""
    summaries = {key: pack.summary for key, name in models.keys.items() if (pack := cache.pack(name))}
    if len(summaries) < len(models.keys):
        raise Refused(f"what was written in {cache.folder} is not there; choose another folder with --cache")
    known = enrich.with_terms(enrich.catalogue(models.shared), [expression for one in summaries.values() for expression in one.expressions])
    ranked = summary.ranked(summaries, known)

    def work(some: Sequence[Callable[..., Iterator[tuple[str, str | bytes]]]]) -> Built:
        written = cache.written
        for files in some:
            lay(cache.put(path, content) for path, content in files(known, ranked, models.options))
        return Built(0, 0, cache.written - written)

    return workers.each(work, (render.lists, render.data), min(processes, 2))


@contextlib.contextmanager
def alone(plan: Plan, cache: Cache, tell: Callable[[str], None]) -> Iterator[None]:
    """Keep other builds out of the cache; `tell` where one is waited for. Raises BadData with the problems of all files, and Refused for what the disk says."""
    try:
        with disk.locked(cache.folder / LOCK, lambda: tell(f"another build uses {cache.folder}; waiting for its end")):
            yield
    except BadData:
        load.catalogue(plan.data)
        raise
    except OSError as error:
        raise Refused(f"{error.filename or 'the site'}: {error.strerror or error}; the site is as it was: make room there, or choose another place") from error
