"""Work shared out among processes. They are forked, so that what all need is read once; where a system cannot fork, there is one process."""

from __future__ import annotations

import contextlib
import functools
import gc
import multiprocessing
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Generic, Self, TypeVar

from howopen.records.errors import BadData, Refused

T = TypeVar("T")
K = TypeVar("K")
FEW = 300  # models up to which a second process costs more than it saves


class Task(Generic[T]):
    """Work done in a process of its own, at the same time; not forked, it is done when its result is asked for."""

    def __init__(self, work: Callable[[], T], *, forked: bool = True) -> None:
        self.result = functools.cache(self._heard if forked and can() else work)
        """Return the result. Raises what the work raises, and RuntimeError when its process ended before it had told."""
        self._process = None
        if forked and can():
            context = multiprocessing.get_context("fork")
            self._pipe, theirs = context.Pipe(duplex=False)
            gc.freeze()  # what is there already is left alone by both, so that its memory stays shared
            self._process = context.Process(target=_tell, args=(work, theirs), daemon=True)
            self._process.start()
            theirs.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        if self._process is not None:
            self._process.terminate()
            self._process.join()
            self._pipe.close()

    def _heard(self) -> T:
        try:
            found, error = self._pipe.recv()
        except EOFError:
            raise RuntimeError("a process of the build ended before its work was done; its message stands above") from None
        if error is not None:
            # what pickle makes of this error counts its problems wrongly
            raise BadData(error.problems) if isinstance(error, BadData) else error
        result: T = found
        return result


def _tell(work: Callable[[], object], pipe: Connection) -> None:
    told: tuple[object, Exception | None]
    try:
        told = (work(), None)
    except (BadData, Refused, OSError) as error:
        told = (None, error)
    with contextlib.suppress(OSError):  # who asked has ended, and needs no answer
        pipe.send(told)


def each(work: Callable[[Sequence[K]], T], items: Sequence[K], jobs: int) -> list[T]:
    """Do the work on every item, shared out among up to `jobs` processes; the result of each process. Raises what the work raises."""
    forks = jobs if pays(len(items), jobs) else 1
    with contextlib.ExitStack() as stack:
        tasks = [stack.enter_context(Task(functools.partial(work, items[at::forks]))) for at in range(1, forks)]
        return [work(items[::forks]), *(task.result() for task in tasks)]


def pays(models: int, jobs: int) -> bool:
    """Whether a second process is worth it for so many models, and can be had."""
    return jobs > 1 and models > FEW and can()


def can() -> bool:
    """Whether the system can fork."""
    return "fork" in multiprocessing.get_all_start_methods()
