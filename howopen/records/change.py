"""Changes of verdicts over the commits of a repository, with their dates and causes."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

CauseKind = Literal["model", "base-model", "license", "license-aliases", "fetched", "definition", "vocabulary"]


@dataclass(frozen=True, slots=True, order=True)
class Cause:
    """A file that changed in the same commit and that the verdict rests on."""

    kind: CauseKind
    id: str  # of the model, license, definition or fetched file; empty for the vocabulary and the aliases of licenses


@dataclass(frozen=True, slots=True)
class Shift:
    """One definition's verdict, before and after, under the same version of it."""

    definition: str
    version: str
    before: str  # a code of `standing`
    after: str


@dataclass(frozen=True, slots=True)
class Change:
    """Change of one model by one commit: added, removed, or verdicts on it changed."""

    kind: Literal["added", "changed", "removed"]
    model: str
    name: str
    developer: str
    on: str  # when it was committed, ISO 8601 with the time zone
    commit: str  # 40 hex digits
    causes: tuple[Cause, ...] = ()
    shifts: tuple[Shift, ...] = ()
    standings: tuple[tuple[str, str, str], ...] = ()  # (definition, version, code) of an added model
    score: tuple[tuple[float, float], tuple[float, float]] | None = None  # before and after, where the score's definition kept its version


@dataclass(frozen=True)
class History:
    """Every change, newest first."""

    changes: tuple[Change, ...] = ()
    state: Literal["complete", "shallow", "none"] = "none"  # shallow: the clone lacks the older commits; none: no repository holds the data
    since: str = ""  # when the first commit that could be judged was made
    untold: str = ""  # why it is not told, or not from the first commit on; empty where it is

    def of(self, model: str) -> tuple[Change, ...]:
        """The changes of one model, newest first."""
        return self._by_model.get(model, ())

    @cached_property
    def _by_model(self) -> dict[str, tuple[Change, ...]]:
        found: dict[str, list[Change]] = {}
        for change in self.changes:
            found.setdefault(change.model, []).append(change)
        return {key: tuple(changes) for key, changes in found.items()}


NO_HISTORY = History()
