"""Work done in a process of its own, at the same time. It is forked, and so knows all that was known when it began."""

from __future__ import annotations

import contextlib
import functools
import multiprocessing
from collections.abc import Callable
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")


def can() -> bool:
    """Whether the system can fork."""
    return "fork" in multiprocessing.get_all_start_methods()


def begin(work: Callable[[], T], *, forked: bool = True) -> Callable[[], T]:
    """Begin the work; what is returned waits for its end and gives what came of it. Not forked, or where that cannot be, it is done only then.

    It is done once, however often it is asked for.
    """
    if not (forked and can()):
        return functools.cache(work)
    context = multiprocessing.get_context("fork")
    ours, theirs = context.Pipe(duplex=False)

    def tell() -> None:
        found = work()
        with contextlib.suppress(BrokenPipeError):  # who asked has ended, and needs no answer
            theirs.send(found)

    process = context.Process(target=tell, daemon=True)
    process.start()
    theirs.close()

    def result() -> T:
        found = heard(ours)
        process.join()
        return found

    return functools.cache(result)


def heard(pipe: Connection) -> Any:
    """What the other process says. Raises RuntimeError when it ended before it had said it."""
    try:
        return pipe.recv()
    except EOFError:
        raise RuntimeError("a process of the build ended before its work was done; its message stands above") from None
