"""A site made in parts, on as many machines as one likes: each fills a cache for its models, and one builds the site over all caches together."""

from __future__ import annotations

import contextlib
import functools
import os
from collections.abc import Callable, Iterable
from pathlib import Path

from howopen.pipeline import Built, build, make, workers
from howopen.pipeline.cache import FOLDERS, Cache
from howopen.pipeline.keys import Models, Plan, told
from howopen.records.errors import Refused


def fill(plan: Plan, into: Path, number: int, count: int, jobs: int) -> Built:
    """Make every `count`th model, from the `number`th, counted from 1, and keep it in a cache at `into`, for whoever puts the parts together.

    Of the other models only what their files say of names and lineage is read. Raises BadData or Refused.
    """
    cache = open_(into)
    with told(plan), contextlib.ExitStack() as stack:
        if into.exists() and set(os.listdir(into)) - set(FOLDERS):  # noqa: PTH208
            raise Refused(f"{into} holds something else than a part of a site; choose another folder with --into")
        stack.enter_context(cache.locked(lambda _: None))
        models = Models.look(plan, cache)
        own = models.ids[number - 1 :: count]
        stale = sorted(set(own) & set(models.stale))
        return Built(len(own), len(stale), sum(workers.each(functools.partial(make, plan, cache, models), stale, jobs)))


def join(plan: Plan, cache: Cache, parts: Iterable[Path], into: Path, jobs: int, key: bytes, standing: Callable[[], int], tell: Callable[[str], None]) -> Built:
    """Build the site over the cache and all parts, if there are any, once no other build uses the cache; where one does, `tell` so.

    Takes what `pipeline.build` takes. Raises BadData or Refused; then nothing is published.
    """
    with told(plan), cache.locked(tell):
        take(cache, parts)
        return build(plan, cache, into, jobs, key, standing)


def take(cache: Cache, parts: Iterable[Path]) -> None:
    """Put parts into the cache that a build takes from. Raises Refused for what is no part; what one lacks, or has of other data, the build makes itself."""
    for part in parts:
        if not (part / "lock").is_file():
            raise Refused(f"{part} is no part of a site; make it with --shard")
        cache.take(open_(part))


def open_(part: Path) -> Cache:
    """The cache of a part. It is handed from machine to machine, so no key of one seals it: take only parts that you know."""
    return Cache(part, b"")
