"""The whole site in five steps: load -> enrich -> judge -> render -> publish.

Each model goes through the first four by itself, with what it derives from, in one of several processes; what was made of it is kept in a
cache and taken from there as long as all that it rests on is the same (`keys`). Lists are made of the summaries. Only summaries and the digests
of files are in memory together.
"""

from __future__ import annotations

import contextlib
import functools
import gc
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from howopen.files import fingerprint
from howopen.pipeline import output, workers
from howopen.pipeline.cache import Cache, File, Record, files_of
from howopen.pipeline.keys import Models, Plan, told
from howopen.pipeline.workers import Task
from howopen.records.errors import Refused

if TYPE_CHECKING:
    from howopen.records.summary import Summary

__all__ = ["Built", "Plan", "build", "make", "make_lists"]
TRIES = 3  # where an object is not what it was, its pack is dropped and the build begins again
SWEPT = 200  # models between two sweeps of memory


class Built(NamedTuple):
    """Result of a build."""

    models: int  # of the site, or of the part that was made
    made: int  # of these, made anew
    written: int  # files, those of equal content once


def build(plan: Plan, cache: Cache, into: Path, jobs: int, key: bytes, standing: Callable[[], int] | None = None) -> Built:
    """Make the site and publish it. `key` seals the mark of its folder; `standing` gives the digest of the files that lie there (`of_tree`).

    Raises BadData with every problem of all files, or Refused; then nothing is published.
    """
    standing = standing or functools.partial(fingerprint.of_tree, into)
    with told(plan):
        for _ in range(TRIES):
            if built := _built(plan, cache, into, jobs, key, standing):
                return built
    raise Refused(f"files in {cache.folder} change while they are read; choose another folder with --cache")


def _built(plan: Plan, cache: Cache, into: Path, jobs: int, key: bytes, standing: Callable[[], int]) -> Built | None:
    """Make and publish the site; None where packs of the cache proved broken, which are then dropped."""
    models, before = Models.look(plan, cache), cache.record(into)
    # load -> enrich -> judge -> render, of every model that the cache has not
    written = sum(workers.each(functools.partial(make, plan, cache, models), models.stale, jobs))
    packs, summaries = models.packs(cache)
    lists = fingerprint.digest("lists", models.lists_key(plan))
    names, forked = (*packs, lists), workers.pays(len(models.ids), jobs)
    if before and before.packs == names and before.tree == standing():
        cache.note(before._replace(inputs=plan.inputs))
        return Built(len(models.ids), 0, 0)
    with output.Tree(into, cache, key) as tree, Task(functools.partial(tree.link, packs), forked=forked) as linking:
        # render, of what speaks of more than one model
        written += make_lists(plan, cache, models, summaries, lists, forked=forked)
        every = packs | ({lists: pack.files} if (pack := cache.pack(lists)) else {})
        linked = [linking.result(), tree.link({name: every[name] for name in every.keys() - packs.keys()})]
        for name in (broken := {name for some in linked for name in some.broken}):
            cache.drop(name)
        if broken or len(every) == len(packs):
            return None
        # publish
        old = {name: files for name in before.packs if (files := every.get(name) or cache.files(name))} if before else every
        if before is None or before.tree != standing():
            tree.foreign(_paths(every | old))
        digest = tree.publish([some.tree for some in linked])
        with contextlib.suppress(OSError):  # the site stands; what fails now costs a later build time or space, nothing else
            cache.note(Record(str(tree.into), plan.inputs, digest, len(models.ids), names))
            with Task(functools.partial(cache.sweep, every), forked=forked) as sweeping:
                tree.remove_old(_paths(old))
                sweeping.result()
    return Built(len(models.ids), len(models.stale), written)


def make(plan: Plan, cache: Cache, models: Models, some: Sequence[str]) -> int:
    """Make some models and keep them in the cache; returns how many files were written. Raises BadData and OSError."""
    from howopen import enrich, judge, load, render  # a build that changes nothing needs none of them

    before, bases = cache.written, models.lines.needed(some)
    loaded = load.models(plan.data, models.shared, models.ids, sorted({*some, *bases}))
    known = enrich.catalogue(replace(models.shared, models=dict(sorted(loaded.items()))))
    judged = judge.Verdicts(known)
    options = render.Options(plan.templates, plan.stamp, plan.past, models.names, models.lines.derived(), plan.draw, plan.card)
    of_models = render.ModelFiles(known, judged, options)
    for number, key in enumerate(some, start=1):
        summary, files = of_models.of(key)
        cache.keep(models.pack_names[key], models.keys[key], summary, (cache.put(path, content) for path, content in files))
        if key not in bases:
            judged.forget(key)
        if number % SWEPT == 0:
            # templates leave circles behind, 40 kB a model; what lives now is not looked through again
            gc.collect()
            gc.freeze()
    return cache.written - before


def make_lists(plan: Plan, cache: Cache, models: Models, summaries: Mapping[str, Summary], name: str, *, forked: bool) -> int:
    """Make all that speaks of more than one model, unless the cache has it; returns how many files were written. Raises BadData and OSError."""
    from howopen import enrich, render
    from howopen.stats import summary

    if cache.pack(name):
        return 0
    before = cache.written
    known = enrich.with_terms(enrich.catalogue(models.shared), [expression for one in summaries.values() for expression in one.expressions])
    options = render.Options(plan.templates, plan.stamp, plan.past, models.names, {}, plan.draw, plan.card)
    ranked = summary.ranked(summaries, known)

    def answers() -> tuple[list[File], int]:
        before = cache.written
        return [cache.put(path, content) for path, content in render.data(known, ranked, options)], cache.written - before

    with Task(answers, forked=forked) as other:
        files = [cache.put(path, content) for path, content in render.lists(known, ranked, options)]
        written = cache.written - before
        more, further = other.result()
    cache.keep(name, name, None, (*files, *more))
    return written + further


def _paths(packs: Mapping[str, bytes]) -> Iterator[str]:
    """The paths of all files of some packs."""
    return (file.path for files in packs.values() for file in files_of(files))
