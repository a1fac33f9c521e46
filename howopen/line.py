"""The line over many models: load -> enrich -> judge -> render for those that need it, in one process or several, and then the lists.

What a model's own pages rest on: all that is shared, its file, the files of what it derives from, the names of what derives from it, and
its history. Where none of that has changed, its pages and its summary are taken from the last build.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Self, TypeVar

from howopen import enrich, judge, ledger, lineage, load, publish, render, summary
from howopen.ledger import Kept, Ledger, Lists
from howopen.lineage import Head, Lines
from howopen.publish import Edition, Placed
from howopen.records import NO_HISTORY, BadData, Catalogue, History, Summary

T = TypeVar("T")

SWEPT = 200  # models between two sweeps of memory
FEW = 300  # models up to which a second process costs more than it saves


@dataclass(frozen=True, slots=True)
class Order:
    """What to build, and how."""

    data: Path
    program: Path
    templates: Path
    stamp: render.Stamp
    past: History = NO_HISTORY
    draw: render.Draw = None
    card: render.Draw = None

    @property
    def shared(self) -> str:
        """Print of all that every page rests on."""
        options = (self.stamp.base_url, self.past.state, str(self.draw is not None), str(self.card is not None))
        return ledger.print_of_program(self.program, self.templates, self.data, *options)


Made = tuple[str, Summary, tuple[Placed, ...]]  # of one model: id, what lists need of it, its files


class Section:
    """The part of the line that one process runs: some models, from their files to their pages."""

    def __init__(self, order: Order, site: Site, keys: Iterable[str]) -> None:
        self._order, self._shared, self._ids = order, site.shared, site.ids
        self._keys = list(keys)
        self._models: dict = {}

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
            yield key, found, tuple(into.put(path, content) for path, content in files)
            if key not in bases:
                verdicts.forget(key)
            if number % SWEPT == 0:
                # templates leave circles behind, 40 kB a model; what lives now is not looked through again
                gc.collect()
                gc.freeze()


class Sections:
    """All of the models to be made, shared out among processes; only where the system can fork, since then nothing is read twice."""

    def __init__(self, order: Order, site: Site, keys: list[str], jobs: int, into: Edition) -> None:
        self._into = into
        forks = jobs if len(keys) > FEW and "fork" in multiprocessing.get_all_start_methods() else 1
        # the first runs in this process
        self._own, *others = [Section(order, site, keys[at::forks]) for at in range(forks)]
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
        try:
            problems, answer = self._pipe.recv()
        except EOFError:
            raise RuntimeError("a process of the build ended before its work was done; its message stands above") from None
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


def build(order: Order, into: Path, kept: Path | None, jobs: int) -> tuple[int, int]:
    """Make the whole site, taking from the last build what still holds; returns (models, files written).

    `kept` is the file that tells of the last build and is to tell of this one; without it, or when it tells of another state,
    everything is made anew. Raises BadData or Refused; then nothing is published.
    """
    site = Site.look(order)
    last = _last(kept, into, site.mark)
    same = [key for key in site.ids if key in last.models and last.models[key].file == site.files[key]]
    new = sorted(set(site.ids) - set(same))
    with Edition(into) as edition, contextlib.closing(Sections(order, site, new, jobs, edition)) as sections:
        heads = site.in_order({key: lineage.head(last.models[key].summary, site.shared.fetched) for key in same} | site.loaded(sections.heads))
        made_of = site.made_of(heads)
        again = [key for key in same if last.models[key].made_of != made_of[key]]
        if not new and not again and len(same) == len(last.models) and last.lists.made_of == site.lists_of(made_of):
            return len(site.ids), 0
        models = {key: last.models[key] for key in set(same) - set(again)}
        for placed in (placed for one in models.values() for placed in one.files):
            edition.keep(placed.path)
        for key, found, files in site.loaded(lambda: list(sections.make(heads, again))):
            models[key] = Kept(key, site.files[key], made_of[key], found, files)
        return len(site.ids), site.publish(models, made_of, edition, kept)


class Site:
    """What is to become a site: what all its pages share, and which models there are."""

    def __init__(self, order: Order, shared: Catalogue, ids: tuple[str, ...]) -> None:
        self._order, self.shared, self.ids = order, shared, ids
        self.mark = order.shared  # print of all that every page rests on
        self.files = {key: ledger.print_of((order.data / "models" / f"{key}.yaml").read_bytes()) for key in ids}  # prints of the models' own files

    @classmethod
    def look(cls, order: Order) -> Self:
        """What lies there. Raises BadData with every problem of all files."""
        return cls(order, *_loaded(order, lambda: load.shared(order.data)))

    def loaded(self, step: Callable[[], T]) -> T:
        """What the step gives. Raises BadData with every problem of all files where it meets one."""
        return _loaded(self._order, step)

    def in_order(self, heads: Mapping[str, Head]) -> dict[str, Head]:
        """The heads, sorted. Raises BadData when a look at all of them tells that something is wrong."""
        if Lines(heads).disorder():
            load.catalogue(self._order.data)
        return {key: heads[key] for key in self.ids}

    def made_of(self, heads: Mapping[str, Head]) -> dict[str, str]:
        """By model: a print of all that its own pages rest on."""
        lines, past, found = Lines(heads), self._order.past, {}
        derived = lines.derived()
        for key in heads:
            changes = past.of(key)
            parts = [self.mark, self.files[key]]
            parts += [f"{ancestor} {self.files.get(ancestor)}" for ancestor in lines.ancestors(key) or ()]
            parts += [f"{one} {heads[one].name}" for one in derived.get(key, ())]
            parts += [repr(changes), *(f"{cause.id} {heads[cause.id].name}" for change in changes for cause in change.causes if cause.id in heads)]
            found[key] = ledger.print_of(*parts)
        return found

    def lists_of(self, made_of: Mapping[str, str]) -> str:
        """A print of all that the lists rest on, and so of the whole site."""
        order = self._order
        return ledger.print_of(self.mark, order.stamp.today, order.stamp.commit, repr(order.past), *(made_of[key] for key in self.ids))

    def publish(self, models: Mapping[str, Kept], made_of: Mapping[str, str], edition: Edition, kept: Path | None) -> int:
        """Make all that speaks of more than one model and publish the edition; returns how many files were written."""
        order, found = self._order, {key: models[key].summary for key in self.ids}
        known = enrich.with_terms(enrich.catalogue(self.shared), [expression for one in found.values() for expression in one.expressions])
        how = render.Print(order.templates, order.stamp, order.past, {key: one.name for key, one in found.items()}, {}, order.draw, order.card)
        name = self.lists_of(made_of)
        lists = Lists(name, tuple(edition.put(path, content) for path, content in render.lists(known, summary.ranked(found, known), how)))
        written = edition.publish(name)
        if kept is not None:
            with contextlib.suppress(OSError):  # it costs the next build time, nothing else
                ledger.write(kept, Ledger(self.mark, name, {key: models[key] for key in self.ids}, lists))
        return written


def name_of(into: Path) -> str:
    """The name of the ledger of what is built there."""
    return ledger.print_of(str(into.absolute()))[:16]


def _loaded(order: Order, step: Callable[[], T]) -> T:
    """What the step gives. Raises BadData with every problem of all files where it meets one."""
    try:
        return step()
    except BadData:
        load.catalogue(order.data)
        raise


def _last(kept: Path | None, into: Path, mark: str) -> Ledger:
    """What the last build left, where it can be relied on: nothing that all pages rest on has changed since, and nobody touched its files."""
    with contextlib.suppress(OSError, ledger.BadLedger):
        last = ledger.read(kept) if kept is not None else None
        if last is not None and last.shared == mark and publish.stands(into) == last.edition and publish.untouched(into, last.files()):
            return last
    return Ledger(mark, "")
