"""Work beside: done once, in a process of its own, and a process that dies is told of."""

from __future__ import annotations

import os

import pytest

from howopen.pipeline import workers


@pytest.mark.parametrize("forked", [True, False])
def test_work_is_done_once_however_often_it_is_asked_for(forked, tmp_path):
    def work() -> int:
        with (tmp_path / "done").open("a") as stream:
            stream.write("x")
        return os.getpid()

    ask = workers.begin(work, forked=forked)

    assert ask() == ask()
    assert (ask() != os.getpid()) is forked
    assert (tmp_path / "done").read_text() == "x"


def test_work_that_is_not_forked_waits_until_it_is_asked_for(tmp_path):
    ask = workers.begin(lambda: (tmp_path / "done").write_text("x"), forked=False)
    assert not (tmp_path / "done").exists()
    ask()
    assert (tmp_path / "done").exists()


def test_a_process_that_ends_early_is_told_of():
    ask = workers.begin(lambda: os._exit(3))
    with pytest.raises(RuntimeError, match="ended before its work was done"):
        ask()
