"""Work in processes of its own: done once, its result and its faults come back, and a process that dies is told of."""

from __future__ import annotations

import os
import time

import pytest

from howopen.pipeline import workers
from howopen.pipeline.workers import Task
from howopen.records.errors import BadData, Problem, Refused


@pytest.mark.parametrize("forked", [True, False])
def test_work_is_done_once_however_often_it_is_asked_for(forked, tmp_path):
    def work() -> int:
        with (tmp_path / "done").open("a") as stream:
            stream.write("x")
        return os.getpid()

    with Task(work, forked=forked) as task:
        assert task.result() == task.result()
        assert (task.result() != os.getpid()) is forked
    assert (tmp_path / "done").read_text() == "x"


def test_work_that_is_not_forked_waits_until_it_is_asked_for(tmp_path):
    with Task(lambda: (tmp_path / "done").write_text("x"), forked=False) as task:
        assert not (tmp_path / "done").exists()
        task.result()
        assert (tmp_path / "done").exists()


@pytest.mark.parametrize("error", [Refused("why"), BadData([Problem("a.yaml", 1, 2, "what")]), OSError(28, "No space left on device", "file")])
def test_what_the_work_raises_comes_across_whole(error):
    def work() -> None:
        raise error

    with Task(work) as task, pytest.raises(type(error)) as told:
        task.result()
    assert vars(told.value) == vars(error) and str(told.value) == str(error)


def test_a_process_that_ends_early_is_told_of():
    with Task(lambda: os._exit(3)) as task, pytest.raises(RuntimeError, match="ended before its work was done"):
        task.result()


def test_a_process_that_nobody_waits_for_is_ended():
    started = time.monotonic()
    with Task(lambda: time.sleep(60)):
        pass
    assert time.monotonic() - started < 10


@pytest.mark.parametrize(
    ("items", "jobs", "processes"), [(workers.FEW, 2, 1), (workers.FEW + 1, 2, 2), (workers.FEW + 1, 1, 1), (workers.FEW + 2, 3, 3), (0, 4, 1)]
)
def test_items_are_shared_out_each_once(items, jobs, processes):
    found = workers.each(lambda some: (os.getpid(), list(some)), range(items), jobs)

    assert len(found) == processes == len({pid for pid, _ in found})
    assert sorted(item for _, some in found for item in some) == list(range(items))
    assert found[0][0] == os.getpid()
