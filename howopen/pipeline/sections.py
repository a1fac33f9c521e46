"""Some models from their files to their pages: load -> enrich -> judge -> render, in this process or in one of its own.

Processes are forked, so that what all models share is read once; where a system cannot fork, there is one.
"""

from __future__ import annotations

import gc
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path

from howopen import enrich, judge, load, render
from howopen.pipeline import cache, output, workers
from howopen.pipeline.output import Edition, Lot, Placed
from howopen.records import lineage
from howopen.records.catalogue import Catalogue
from howopen.records.change import NO_HISTORY, History
from howopen.records.errors import BadData
from howopen.records.lineage import Head, Lines
from howopen.records.model import Model
from howopen.records.summary import Summary

SWEPT = 200  # models between two sweeps of memory
FEW = 300  # models up to which a second process costs more than it saves


@dataclass(frozen=True, slots=True)
class Order:
    """What to build, and how."""

    data: Path
    templates: Path
    seen: cache.Look  # of the data, the templates and the program
    stamp: render.Stamp
    past: History = NO_HISTORY
    draw: render.Draw = None
    card: render.Draw = None
    state: str = ""  # print of all that the site is made of; with it a build that would change nothing is told early

    @property
    def shared(self) -> str:
        """Print of all that every page rests on."""
        return cache.print_of(self.seen.program, self.stamp.base_url, self.past.state, str(self.draw is not None), str(self.card is not None))


Made = tuple[str, Summary, Lot]  # of one model: id, what lists need of it, its files


class Section:
    """The part of the line that one process runs: some models, from their files to their pages."""

    def __init__(self, order: Order, shared: Catalogue, ids: tuple[str, ...], keys: list[str]) -> None:
        """`shared` is what all models share, `ids` those of all there are."""
        self._order, self._shared, self._ids, self._keys = order, shared, ids, keys
        self._models: dict[str, Model] = {}

    def heads(self) -> dict[str, Head]:
        """What the others need to know of these models. Raises BadData."""
        self._models = load.models(self._order.data, self._shared, self._ids, self._keys)
        return {key: lineage.head(model, self._shared.fetched) for key, model in self._models.items()}

    def make(self, heads: Mapping[str, Head], also: Iterable[str], into: Edition) -> Iterator[Made]:
        """Make these models and those of `also`, one after the other; `heads` are those of all there are."""
        order, lines = self._order, Lines(heads)
        keys = sorted({*self._keys, *also})
        missing = sorted({*keys, *lines.needed(keys)} - self._models.keys())
        models = self._models | load.models(order.data, self._shared, self._ids, missing)
        self._models = {}
        known = enrich.catalogue(replace(self._shared, models=dict(sorted(models.items()))))
        verdicts = judge.Verdicts(known)
        names = {key: head.name for key, head in heads.items()}
        how = render.Print(order.templates, order.stamp, order.past, names, lines.derived(), order.draw, order.card)
        works = render.Works(known, verdicts, how)
        bases = lines.needed(keys)
        for number, key in enumerate(keys):
            found, files = works.of(key)
            yield key, found, output.lot(into.put(path, content) for path, content in files)
            if key not in bases:
                verdicts.forget(key)
            if number % SWEPT == SWEPT - 1:
                # templates leave circles behind, 40 kB a model; what lives now is not looked through again
                gc.collect()
                gc.freeze()


class Sections:
    """All of the models to be made, shared out among processes; only where the system can fork, since then nothing is read twice."""

    def __init__(self, order: Order, shared: Catalogue, ids: tuple[str, ...], keys: list[str], jobs: int, into: Edition) -> None:
        self._into = into
        forks = jobs if pays(len(keys), jobs) else 1
        Model.model_rebuild()  # what checks models is made once, before there are several processes
        # the first runs in this process
        self._own, *others = [Section(order, shared, ids, keys[at::forks]) for at in range(forks)]
        self._others = [_Forked(section, into) for section in others]

    def heads(self) -> dict[str, Head]:
        """What others need to know of these models. Raises BadData."""
        found = self._own.heads()
        for other in self._others:
            found |= other.heads()
        return found

    def make(self, heads: Mapping[str, Head], also: Iterable[str]) -> Iterator[Made]:
        """Make these models and those of `also`. Raises BadData."""
        for other in self._others:
            other.begin(heads)
        yield from self._own.make(heads, also, self._into)
        for other in self._others:
            made, written = other.made()
            self._into.written += written
            yield from made

    def close(self) -> None:
        """End what still runs."""
        for other in self._others:
            other.end()


class _Forked:
    """A section in a process of its own."""

    def __init__(self, section: Section, into: Edition) -> None:
        context = multiprocessing.get_context("fork")
        self._pipe, other = context.Pipe()
        gc.freeze()  # what is there already is left alone by both, so that its memory stays shared
        self._process = context.Process(target=_run, args=(section, into, other), daemon=True)
        self._process.start()
        other.close()

    def heads(self) -> dict[str, Head]:
        return self._answer()

    def begin(self, heads: Mapping[str, Head]) -> None:
        self._pipe.send(heads)

    def made(self) -> tuple[list[Made], int]:
        """What it made, and how many files it wrote."""
        return self._answer()

    def end(self) -> None:
        self._process.terminate()
        self._process.join()
        self._pipe.close()

    def _answer(self):
        problems, answer = workers.heard(self._pipe)
        if problems:
            raise BadData(problems)
        return answer


def _run(section: Section, into: Edition, pipe: Connection) -> None:
    """What the process does: tell the heads, hear those of all, make the models."""
    try:
        pipe.send(([], section.heads()))
        pipe.send(([], (list(section.make(pipe.recv(), (), into)), into.written)))
    except BadData as bad:
        pipe.send((bad.problems, None))


def put_beside(into: Edition, files: Iterable[tuple[str, str | bytes]], *, forked: bool) -> Callable[[], tuple[Placed, ...]]:
    """Begin to place files, in another process where that is wanted; what is returned ends it and tells where they lie."""

    def work() -> tuple[tuple[Placed, ...], int]:
        before = into.written
        placed = tuple(into.put(path, content) for path, content in files)
        return placed, into.written - before

    begun = workers.begin(work, forked=forked)

    def result() -> tuple[Placed, ...]:
        before = into.written
        placed, written = begun()
        into.written = before + written
        return placed

    return result


def pays(models: int, jobs: int) -> bool:
    """Whether a second process is worth it for so many models, and can be had."""
    return jobs > 1 and models > FEW and workers.can()
