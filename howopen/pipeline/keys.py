"""Keys of models: one digest of all values that the pages of a model rest on; pages of the same key are the same, byte for byte.

That is what all pages share (the program and its libraries, the templates, the options, the data but for the models), the model's own file, the files
of what it derives from, the names of what derives from it, and its history.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Self

from howopen.files.fingerprint import Inputs, digest
from howopen.pipeline.cache import Cache, Pack
from howopen.records.change import NO_HISTORY, History
from howopen.records.errors import BadData, Refused

if TYPE_CHECKING:
    from howopen.records.catalogue import Catalogue
    from howopen.records.lineage import Lines
    from howopen.records.summary import Summary
    from howopen.render import Draw, Stamp


@dataclass(frozen=True, slots=True)
class Plan:
    """Folders, options and history of one build."""

    data: Path
    templates: Path
    seen: Inputs  # digests of the data, the templates and the program
    stamp: Stamp
    past: History = NO_HISTORY
    draw: Draw = None  # SVG -> PNG, for badges; None: no PNG
    card: Draw = None  # the same for social cards
    inputs: str = ""  # digest of all that the site is made of; with it a build that would change nothing is told early

    @property
    def shared(self) -> str:
        """Digest of all that every page rests on."""
        return digest(self.seen.shared, self.stamp.base_url, self.past.state, str(self.draw is not None), str(self.card is not None))


@dataclass(frozen=True, slots=True)
class Models:
    """Which models there are, what the pages of each rest on, and what the cache has of them."""

    shared: Catalogue  # all data but the models
    ids: tuple[str, ...]  # sorted
    names: dict[str, str]  # by id, as people call them
    lines: Lines
    keys: dict[str, str]  # by id: digest of all that its own pages rest on
    pack_names: dict[str, str]  # by id: of all that its summary's names and lineage rest on, which is known before the keys are
    stale: tuple[str, ...]  # ids of those that the cache has not, or not as they are to be
    found: dict[str, Pack]  # by id: of the others

    @classmethod
    def look(cls, plan: Plan, cache: Cache) -> Self:
        """Read what all models share, and of each model what others need to know of it. Raises BadData, also where a look at all of them tells of a fault."""
        from howopen import load
        from howopen.load import references
        from howopen.records import lineage
        from howopen.records.lineage import Lines

        shared, ids = load.shared(plan.data)
        files, mark = plan.seen.models, plan.shared
        pack_names = {key: digest(mark, key, files.get(key, "")) for key in ids}
        kept = {key: pack for key in ids if (pack := cache.pack(pack_names[key])) and pack.summary}
        heads = {key: lineage.head(pack.summary, shared.fetched) for key, pack in kept.items() if pack.summary}
        heads |= load.heads(plan.data, shared, [key for key in ids if key not in kept])
        heads = {key: heads[key] for key in ids}
        lines, names = Lines(heads), {key: head.name for key, head in heads.items()}
        if lines.disorder() or any(name.endswith(references.BILL) for key, head in heads.items() for name in (key, *head.aliases)):
            load.catalogue(plan.data)
        keys, derived = {}, lines.derived()
        for key in ids:
            changes = plan.past.of(key)
            rests_on = [f"{ancestor} {files.get(ancestor)}" for ancestor in lines.ancestors(key) or ()]
            rests_on += [f"{one} {names[one]}" for one in derived.get(key, ())]
            rests_on += [f"{cause.id} {names[cause.id]}" for change in changes for cause in change.causes if cause.id in names]
            keys[key] = digest(pack_names[key], repr(changes), *rests_on)
        stale = tuple(key for key in ids if key not in kept or kept[key].made_of != keys[key])
        return cls(shared, ids, names, lines, keys, pack_names, stale, {key: pack for key, pack in kept.items() if pack.made_of == keys[key]})

    def packs(self, cache: Cache) -> tuple[dict[str, bytes], dict[str, Summary]]:
        """The files of every model by the name of its pack, and the summaries by id; None of them stale. Raises Refused where one cannot be read."""
        found = self.found | {key: pack for key in self.stale if (pack := cache.pack(self.pack_names[key]))}
        summaries = {key: found[key].summary for key in self.ids if key in found}
        whole = {key: one for key, one in summaries.items() if one is not None}
        if len(whole) < len(self.ids):
            raise Refused(f"what was written in {cache.folder} is not there; choose another folder with --cache")
        return {self.pack_names[key]: found[key].files for key in self.ids}, whole

    def lists_key(self, plan: Plan) -> str:
        """Digest of all that the lists rest on, and so of the whole site."""
        return digest(plan.shared, plan.stamp.today, plan.stamp.commit, repr(plan.past), *(self.keys[key] for key in self.ids))


@contextlib.contextmanager
def told(plan: Plan) -> Iterator[None]:
    """Tell every problem of all files where a step met one, and what the disk refuses in a sentence. Raises BadData and Refused."""
    from howopen import load

    try:
        yield
    except BadData:
        load.catalogue(plan.data)
        raise
    except OSError as error:
        raise Refused(f"{error.filename or 'the site'}: {error.strerror or error}; the site is as it was: make room there, or choose another place") from error
