"""The pages of single models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from typing import Any

from howopen.records.answer import Part
from howopen.records.checked import Checked
from howopen.records.lineage import known_as
from howopen.records.model import Component, Model
from howopen.records.summary import Summary
from howopen.records.verdict import Judged
from howopen.render import answer_line, embed, sizes
from howopen.render.html import catalogue_pages
from howopen.render.html.templates import Renderer
from howopen.render.svg import badges
from howopen.stats.summary import checked_on, claims

Base = tuple[str, str, Judged | None, list[Any]]  # id, name, its verdicts, its own bases


class Pages:
    """Makes the pages of the models of a catalogue, each by itself: what it derives from has to be in the catalogue, other models need not."""

    def __init__(self, renderer: Renderer, judged: Mapping[str, Judged], derived: Mapping[str, Iterable[str]]) -> None:
        """`derived`: the models that derive from a model, nearest or further, by id, of all there are."""
        self._renderer, self._known, self._words = renderer, renderer.known, renderer.words
        self._judged, self._derived = judged, derived
        self._kinds = badges.kinds(renderer.known)

    def of(self, one: Judged, summary: Summary) -> Iterator[tuple[str, str]]:
        """(path, content) of the page of a model, of its card for others to frame, and of those that lead to it from its former ids."""
        known, model = self._known, self._known.models[one.model]
        permissions = one.terms
        commercial = permissions.conditions("commercial")
        sharing = permissions.conditions("change", "share")
        shared: dict[str, Any] = {
            "model": model,
            "one": one,
            "developer": known.developers[model.developer],
            "checked_on": checked_on(model),
            "line": answer_line.sentence(one.answer, self._words),
            "told": answer_line.told(one.answer, self._words),
        }
        yield self._renderer.page(
            f"models/{model.id}/",
            "model.html",
            **shared,
            said=claims(model, known),
            same_check=_same_check(model),
            size=sizes.said(model.specs.parameters, model.specs.active_parameters, self._words) if model.specs else "",
            context=sizes.tokens(model.specs.context_length) if model.specs and model.specs.context_length else "",
            family=known.developers[model.developer].families.get(model.family or "", ""),
            missing=[(answer_line.fact(fact, self._words), answer_line.who(fact, self._words)) for fact in one.answer.open_source.missing],
            permissions=permissions,
            replaceable=any(known.licenses[of].may_be_replaced for of, _ in permissions.later),
            commercial_conditions=commercial,
            sharing_conditions=[point for point in sharing if point not in commercial],
            sharing_again=[point for point in commercial if point in sharing],
            groups_of=[self._group(key, word, model, one) for key, word in known.vocabulary.groups.items()],
            no_information=self._without(known.vocabulary.data_information, model.data_information.aspects if model.data_information else {}),
            lineage=self._lineage(model),
            derived=self._derived.get(model.id, ()),
            opinions=catalogue_pages.opinions(summary, known),
            conflicts=known.conflicts.get(model.id, ()),
            second_opinions=known.second_opinions.get(model.id, ()),
            own_badges={kind: badges.of(kind, one.verdicts[definition.id], self._words) for kind, definition in self._kinds.items()},
            snippets={kind: badges.snippets(kind, model, self._words, self._renderer.stamp.base_url) for kind in (*self._kinds, "label")},
            frame=embed.frame(model, self._words, self._renderer.stamp.base_url),
        )
        for name in (model.id, *model.aliases):
            yield self._renderer.page(embed.path(name), "embed.html", **shared, briefly=answer_line.told(one.answer, self._words, 1))
        for alias in model.aliases:
            yield self._renderer.page(f"models/{alias}/", "moved.html", to=f"models/{model.id}/", name=model.name)

    def _group(self, group: str, word: Any, model: Model, one: Judged) -> tuple[Any, tuple[tuple[str, str], ...], list[tuple[Any, Component]], str, Part]:
        """(word, cells of the strip, (word, part) of what somebody looked for, what nobody has looked for, how much is published) of one group of parts."""
        named = {key: one for key, one in self._known.vocabulary.components.items() if one.group == group}
        cells = tuple(cell for cell in one.strip if cell[0] in named)
        parts = [(one, model.components[key]) for key, one in named.items() if key in model.components]
        published = next(cell for cell in one.answer.matrix if cell.group == group)
        return word, cells, parts, self._without(named, model.components), published

    def _without(self, named: Mapping[str, Any], there: Mapping[str, Any]) -> str:
        """The words that something is missing for, as a list."""
        return ", ".join(word.label for key, word in named.items() if key not in there).lower()

    def _lineage(self, model: Model, told: set[str] | None = None) -> list[Base]:
        """Bases of a model, as (id, name, its verdicts or None, its own bases); no id: nobody has said.

        The bases of one that stands in the tree already are not told again: where two lines meet time and again, telling all would never end.
        """
        nodes: list[Base] = []
        told = {model.id} if told is None else told
        for name in model.derived_from or ():
            key = known_as(name, self._by_hub)
            if key not in self._known.models:
                hub = key.removeprefix("hf:")
                nodes.append((hub, hub, None, []))
                continue
            base = self._known.models[key]
            further: list[Base] = []
            if key not in told:
                told.add(key)
                unknown: list[Base] = [("", self._words.text("lineage", "unknown"), None, [])]
                further = unknown if base.derived_from is None else self._lineage(base, told)
            nodes.append((key, base.name, self._judged[key], further))
        return nodes

    @cached_property
    def _by_hub(self) -> dict[str, str]:
        return {hub.lower(): key for key, model in self._known.models.items() for hub in model.hub_ids}


def _same_check(model: Model) -> Checked | None:
    """Who looked at all of its parts and when, where that is the same of each; else None."""
    info = model.data_information
    found = {part.checked for part in model.components.values() if part.checked} | ({info.checked} if info and info.checked else set())
    return found.pop() if len(found) == 1 else None
