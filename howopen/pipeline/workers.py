"""Work shared out among processes. They are forked, so that what all need is read once; where a system cannot fork, there is one."""

from __future__ import annotations

import contextlib
import functools
import gc
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar, cast

from howopen.records.errors import BadData, Refused

T = TypeVar("T")
K = TypeVar("K")
FEW = 300  # models up to which a second process costs more than it saves


def worth(models: int, jobs: int) -> int:
    """Number of processes, `jobs` or one, that so many models are worth and that can be had."""
    return at_most(jobs) if models > FEW else 1


def at_most(jobs: int) -> int:
    """Number of processes that can be had: `jobs` where the system can fork, else one."""
    return jobs if "fork" in multiprocessing.get_all_start_methods() else 1


def each(work: Callable[[Sequence[K]], T], items: Sequence[K], processes: int) -> list[T]:
    """Do the work on every item, shared out among so many processes; the result of each. Raises what the work raises."""
    with contextlib.ExitStack() as stack:
        others = [stack.enter_context(_forked(functools.partial(work, items[at::processes]))) for at in range(1, processes)]
        return [work(items[::processes]), *(result() for result in others)]


def one_each(work: Callable[[Sequence[K]], list[T]], items: Sequence[K]) -> list[T]:
    """Do work that gives one result an item, a process for each item; the results in order. Raises what the work raises."""
    return [result for results in each(work, items, max(len(items), 1)) for result in results]


@contextlib.contextmanager
def _forked(work: Callable[[], T]) -> Iterator[Callable[[], T]]:
    """Start the work in a process of its own, which ends with the context; gives what waits for its result."""
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)

    def tell() -> None:
        told: tuple[T | None, Exception | None]
        try:
            told = (work(), None)
        except (BadData, Refused, OSError) as error:
            told = (None, error)
        with contextlib.suppress(OSError):  # who asked has ended, and needs no answer
            theirs.send(told)

    def result() -> T:
        try:
            found, error = ours.recv()
        except EOFError:
            raise RuntimeError("a process of the build ended before its work was done; its message stands above") from None
        if error is not None:
            raise error
        return cast("T", found)

    gc.freeze()  # what is there already is left alone by both, so that its memory stays shared
    process = context.Process(target=tell, daemon=True)
    process.start()
    theirs.close()
    try:
        yield result
    finally:
        process.terminate()
        process.join()
        ours.close()
