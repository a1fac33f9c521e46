"""Verdicts on one state of a data folder after another, of each only those that the change bears on: what history asks for.

To judge every model at each of hundreds of commits would take minutes. So what all models share is read again only where its text changed, and a
model is looked at again only where something changed that the verdicts on it rest on, and judged again only where judging reads of it what it did not
read before (`judge.grounds`), under the definitions that changed or under all.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from howopen import enrich, judge, load
from howopen.history import causes
from howopen.history.steps import Assessed
from howopen.judge import grounds
from howopen.load.kept import Records
from howopen.records.catalogue import Catalogue
from howopen.records.definition import Definition
from howopen.records.errors import MOST_IN_ALL, BadData, Problem
from howopen.records.lineage import Head, Lines
from howopen.records.model import Model
from howopen.records.verdict import Verdict

_MODELS = "models/"


class State(NamedTuple):
    """State of the folder, as far as the program takes it."""

    shared: Catalogue  # all but the models
    heads: dict[str, Head]  # of the models
    ancestors: dict[str, tuple[str, ...] | None]  # of the models, as a catalogue has them
    refused: frozenset[str]  # ids of the models that it does not take


class Assessor:
    """Judges the states of a folder, in order."""

    def __init__(self, data: Path) -> None:
        self._data = data
        self._records = Records()
        self._state: State | None = None  # the last one, as far as it was not refused
        self._touched: set[str] = set()  # files, since then
        self._rests_on: dict[str, frozenset[str]] = {}  # by model that was judged: see `causes.names`
        self._last: dict[str, tuple[object, Mapping[str, Definition], dict[str, Verdict]]] = {}  # by model: its grounds, the definitions and the verdicts

    def look(self) -> None:
        """Take what lies in the folder for the state before, and judge nothing. Raises BadData where what all models share is refused."""
        shared = self._shared()
        heads, refused = self._heads(load.ids(self._data), shared)
        self._state = State(shared, heads, _ancestors(heads), frozenset(refused))

    def __call__(self, files: Iterable[str]) -> Assessed:
        """Assess the folder after a change of those files, relative to it. Raises BadData where what all models share is refused."""
        self._touched.update(files)
        before, ids = self._state, frozenset(load.ids(self._data))
        shared = before.shared if before and all(path.startswith(_MODELS) for path in self._touched) else self._shared()
        same = before.heads.keys() if before else set()
        own = {key for key in ids if key not in same or f"{_MODELS}{key}.yaml" in self._touched}
        # pages on the Hub name bases too
        again = own if before and before.shared.fetched == shared.fetched else ids
        heads, refused = self._heads(again, shared)
        heads |= {key: before.heads[key] for key in ids - again} if before else {}
        blamed: set[str] | None = None
        while blamed is None or blamed:
            state = State(shared, heads, _ancestors(heads), frozenset(refused))
            stale = self._stale(before, state, own)
            loaded, blamed = self._loaded(state, stale)
            heads, refused = {key: head for key, head in heads.items() if key not in blamed}, refused | blamed
        known = enrich.catalogue(replace(shared, models=loaded))
        verdicts = judge.Verdicts(known)
        self._rests_on |= {key: causes.names(known, key) for key in stale}
        self._state, self._touched = state, set()
        return Assessed(known, {key: self._verdicts(key, known, verdicts) for key in stale}, ids, state.refused)

    def _verdicts(self, key: str, known: Catalogue, judging: judge.Verdicts) -> dict[str, Verdict]:
        """The verdicts on a model; those under a definition that is what it was, on the grounds that were, are taken over."""
        now = grounds.of(known.models[key], known)
        before, definitions, verdicts = self._last.get(key, (None, {}, {}))
        same = {name for name, one in known.definitions.items() if definitions.get(name) == one} if before == now else set()
        found = {name: verdicts[name] if name in same else judging.result(key, name) for name in known.definitions}
        self._last[key] = now, known.definitions, found
        return found

    def _shared(self) -> Catalogue:
        """Catalogue without its models. Raises BadData."""
        shared, _, problems = load.everything(self._data, (), self._records)
        if shared is None or any(problem.severity == "error" and not _model_of(problem) for problem in problems):
            raise BadData(problems)
        return shared

    def _heads(self, keys: Iterable[str], shared: Catalogue) -> tuple[dict[str, Head], set[str]]:
        """The heads of models, and the ids of those whose files cannot be read."""
        heads: dict[str, Head] = {}
        refused = set()
        for key in keys:
            try:
                heads |= load.heads(self._data, shared, [key])
            except BadData:
                refused.add(key)
        return heads, refused

    def _stale(self, before: State | None, now: State, own: Set[str]) -> list[str]:
        """Models whose verdicts can be others than before, sorted. `own`: those whose own file is another, or was not taken."""
        changed = causes.changed(before.shared, now.shared, self._touched) if before else None
        if before is None or changed is None:
            return sorted(now.heads)
        moved = own | (before.heads.keys() - now.heads.keys())

        def is_stale(key: str) -> bool:
            ancestors = now.ancestors[key]
            if key in own or ancestors != before.ancestors.get(key) or not moved.isdisjoint(ancestors or ()):
                return True
            return bool(changed) and (key not in self._rests_on or not changed.isdisjoint(self._rests_on[key]))

        return sorted(filter(is_stale, now.heads))

    def _loaded(self, state: State, keys: Sequence[str]) -> tuple[dict[str, Model], set[str]]:
        """Models by id with what they derive from, sorted; or none, and the ids of models that the program does not take."""
        lines = Lines(state.heads)
        try:
            if clashing := lines.clashing():
                return {}, clashing
            if lines.disorder():
                load.catalogue(self._data, self._records)
            return load.models(self._data, state.shared, state.heads, sorted({*keys, *lines.needed(keys)}), self._records), set()
        except BadData as bad:
            if len(bad.problems) < MOST_IN_ALL and (blamed := state.heads.keys() & {_model_of(problem) for problem in bad.problems}):
                return {}, blamed
            raise


def _ancestors(heads: Mapping[str, Head]) -> dict[str, tuple[str, ...] | None]:
    lines = Lines(heads)
    return {key: lines.ancestors(key) for key in heads}


def _model_of(problem: Problem) -> str:
    """Id of the model that a problem is about, as far as its file says; empty for one of something else."""
    path = PurePosixPath(problem.path)
    return path.stem if path.parent.name == "models" else ""
