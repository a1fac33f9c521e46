"""Answers on models from a catalogue on this machine."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from typing import cast

from howopen import judge
from howopen.commands.require.shapes import Model
from howopen.render import api, names
from howopen.render.wording import Words


class Here:
    """Answers as the API of this catalogue's site gives them; each model is judged when it is asked for."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._judged = judge.Verdicts(words.known)

    @cached_property
    def _ids(self) -> dict[str, str]:
        return {name.removeprefix("hf/").lower(): key for key, one in self._words.known.models.items() for name in names.names(one)}

    def model(self, name: str) -> Model | None:
        """The API's answer on a model by any of its names, whatever its case."""
        key = self._ids.get(name.lower())
        return cast(Model, api.report(self._judged[key], self._words)) if key else None

    def levels(self, definition: str) -> Sequence[str] | None:
        """Ids of a definition's levels, lowest first."""
        found = self._words.known.definitions.get(definition)
        return None if found is None else [level.id for level in found.levels]

    def definitions(self) -> Sequence[str]:
        """Ids of the definitions there are."""
        return list(self._words.known.definitions)

    def tags(self) -> Sequence[str]:
        """Words for conditions and restrictions of licenses."""
        return [key for key, tag in self._words.known.vocabulary.tags.items() if tag.side != "grant"]
