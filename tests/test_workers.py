"""Work in processes of its own: done once, its result and its faults come back, and a process that dies is told of."""

from __future__ import annotations

import multiprocessing
import os
import time
from collections.abc import Callable

import pytest

from howopen.pipeline import workers
from howopen.records.errors import BadData, BadYaml, Problem, Refused


def in_the_second(work: Callable[[], object]) -> list[object]:
    """Results of two processes, of which the second does the work."""
    return workers.each(lambda some: work() if "second" in some else None, ["first", "second"], 2)


@pytest.mark.parametrize(
    "error",
    [Refused("why"), BadData([Problem("a.yaml", 1, 2, "what")]), BadYaml([Problem("a.yaml", 1, 2, "what")]), OSError(28, "No space left on device", "file")],
)
def test_what_the_work_raises_comes_across_whole(error):
    def work() -> None:
        raise error

    with pytest.raises(type(error)) as told:
        in_the_second(work)
    assert type(told.value) is type(error)
    assert vars(told.value) == vars(error) and str(told.value) == str(error)


def test_a_process_that_ends_early_is_told_of():
    with pytest.raises(RuntimeError, match="ended before its work was done"):
        in_the_second(lambda: os._exit(3))


def test_a_process_that_nobody_waits_for_is_ended():
    def work(some: list[str]) -> None:
        if "first" in some:
            raise Refused("why")
        time.sleep(60)

    started = time.monotonic()
    with pytest.raises(Refused):
        workers.each(work, ["first", "second"], 2)
    assert time.monotonic() - started < 10 and not multiprocessing.active_children()


@pytest.mark.parametrize(
    ("items", "jobs", "processes"), [(workers.FEW, 2, 1), (workers.FEW + 1, 2, 2), (workers.FEW + 1, 1, 1), (workers.FEW + 2, 3, 3), (0, 4, 1)]
)
def test_items_are_shared_out_each_once(items, jobs, processes):
    found = workers.each(lambda some: (os.getpid(), list(some)), range(items), workers.worth(items, jobs))

    assert len(found) == processes == len({pid for pid, _ in found})
    assert sorted(item for _, some in found for item in some) == list(range(items))
    assert found[0][0] == os.getpid()
