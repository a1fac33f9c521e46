"""The whole site: the pages of the models that need it, what still holds of the others, and then the lists.

What a model's own pages rest on: all that is shared, its file, the files of what it derives from, the names of what derives from it, and
its history. Where none of that has changed, its pages and its summary are taken from the last build.
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Self, TypeVar

from howopen import enrich, load, render
from howopen.load import references
from howopen.pipeline import cache, ledger, output, sections
from howopen.pipeline.ledger import Kept, Ledger, Lists
from howopen.pipeline.output import Edition, Touched
from howopen.pipeline.sections import Order, Sections
from howopen.records import lineage
from howopen.records.catalogue import Catalogue
from howopen.records.errors import BadData
from howopen.records.lineage import Head, Lines
from howopen.stats import summary

T = TypeVar("T")


def build(order: Order, into: Path, kept: Path | None, jobs: int, counted: Callable[[], int] | None = None) -> tuple[int, int]:
    """Make the whole site, taking from the last build what still holds; returns (models, files written).

    `kept` is the file that tells of the last build and is to tell of this one; without it, or when it tells of another state,
    everything is made anew. `counted` gives the census of what lies at `into`. Raises BadData or Refused; then nothing is published.
    """
    site = Site.look(order)
    last, census = _last(kept, into, site.mark)
    count = counted or functools.partial(cache.count, into)
    try:
        return _built(site, order, into, kept, jobs, last, lambda: count() == census)
    except Touched:
        return _built(site, order, into, kept, jobs, Ledger(site.mark, ""))


def _built(site: Site, order: Order, into: Path, kept: Path | None, jobs: int, last: Ledger, untouched: Callable[[], bool] = lambda: True) -> tuple[int, int]:
    """Make what is not in the last build as it is to be. Raises Touched, with nothing published, where somebody changed what it left."""
    same = [key for key in site.ids if key in last.models and last.models[key].file == site.files[key]]
    new = sorted(set(site.ids) - set(same))
    with (
        Edition(into, upon=untouched if last.models else None) as edition,
        contextlib.closing(Sections(order, site.shared, site.ids, new, jobs, edition)) as making,
    ):
        heads = site.in_order({key: lineage.head(last.models[key].summary, site.shared.fetched) for key in same} | site.loaded(making.heads))
        made_of = site.made_of(heads)
        again = [key for key in same if last.models[key].made_of != made_of[key]]
        if not new and not again and len(same) == len(last.models) and last.lists.made_of == site.lists_of(made_of):
            edition.sound()
            _noted(order, kept, last, edition)
            return len(site.ids), 0
        models = {key: last.models[key] for key in set(same) - set(again)}
        for key, found, files in site.loaded(lambda: list(making.make(heads, again))):
            models[key] = Kept(key, site.files[key], made_of[key], found, files)
        left = [*last.lists.files.paths, *(path for key in last.models.keys() - set(same) | set(again) for path in last.models[key].files.paths)]
        return len(site.ids), site.publish(models, made_of, edition, kept, jobs, left)


class Site:
    """What is to become a site: what all its pages share, and which models there are."""

    def __init__(self, order: Order, shared: Catalogue, ids: tuple[str, ...]) -> None:
        self._order, self.shared, self.ids = order, shared, ids
        self.mark = order.shared  # print of all that every page rests on
        self.files = {key: order.seen.models.get(f"{key}.yaml", "") for key in ids}  # prints of the models' own files; of one that came just now none

    @classmethod
    def look(cls, order: Order) -> Self:
        """What lies there. Raises BadData with every problem of all files."""
        return cls(order, *_loaded(order, lambda: load.shared(order.data)))

    def loaded(self, step: Callable[[], T]) -> T:
        """What the step gives. Raises BadData with every problem of all files where it meets one."""
        return _loaded(self._order, step)

    def in_order(self, heads: Mapping[str, Head]) -> dict[str, Head]:
        """The heads, sorted. Raises BadData when a look at all of them tells that something is wrong."""
        names = [name for key, head in heads.items() for name in (key, *head.aliases)]
        if Lines(heads).disorder() or any(name.endswith(references.BILL) for name in names):
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
            found[key] = cache.print_of(*parts)
        return found

    def lists_of(self, made_of: Mapping[str, str]) -> str:
        """A print of all that the lists rest on, and so of the whole site."""
        order = self._order
        return cache.print_of(self.mark, order.stamp.today, order.stamp.commit, repr(order.past), *(made_of[key] for key in self.ids))

    def publish(self, models: Mapping[str, Kept], made_of: Mapping[str, str], edition: Edition, kept: Path | None, jobs: int, left: Iterable[str] = ()) -> int:
        """Make all that speaks of more than one model and publish the edition; returns how many files were written.

        Of `left`, paths of files that stand and whose makers were made anew or are gone, what nobody made again is dropped.
        """
        order, found = self._order, {key: models[key].summary for key in self.ids}
        known = enrich.with_terms(enrich.catalogue(self.shared), [expression for one in found.values() for expression in one.expressions])
        how = render.Print(order.templates, order.stamp, order.past, {key: one.name for key, one in found.items()}, {}, order.draw, order.card)
        name, ranked = self.lists_of(made_of), summary.ranked(found, known)
        data = sections.put_beside(edition, render.data(known, ranked, how), forked=sections.pays(len(self.ids), jobs))
        lists = Lists(name, output.lot((*(edition.put(path, content) for path, content in render.lists(known, ranked, how)), *data())))
        if left:
            for path in set(left).difference(lists.files.paths, *(one.files.paths for one in models.values())):
                edition.drop(path)
        written = edition.publish(name)
        if kept is not None:
            with contextlib.suppress(OSError):  # it costs the next build time, nothing else
                now = Ledger(self.mark, name, {key: models[key] for key in self.ids}, lists)
                ledger.write(kept, now)
                _noted(order, kept, now, edition)
        return written


def _noted(order: Order, kept: Path | None, now: Ledger, edition: Edition) -> None:
    """Note what a later build needs to tell that nothing changed since."""
    if kept is not None:
        census = cache.together([now.census(), cache.census([edition.mark()])])
        with contextlib.suppress(OSError):  # it costs the next build time, nothing else
            cache.write(cache.note_of(kept), cache.Note(order.state, census, len(now.models)))


def _loaded(order: Order, step: Callable[[], T]) -> T:
    """What the step gives. Raises BadData with every problem of all files where it meets one."""
    try:
        return step()
    except BadData:
        load.catalogue(order.data)
        raise


def _last(kept: Path | None, into: Path, mark: str) -> tuple[Ledger, int]:
    """What the last build left, where nothing that all pages rest on has changed since, and the census of its files."""
    noted = cache.read(cache.note_of(kept)) if kept is not None else None
    if kept is not None and noted is not None:
        with contextlib.suppress(OSError, ledger.BadLedger):
            last = ledger.read(kept)
            if last.shared == mark and output.stands(into) == last.edition:
                return last, noted.census
    return Ledger(mark, ""), 0
