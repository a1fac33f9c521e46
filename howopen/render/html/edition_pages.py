"""The pages of editions: what was frozen when, and what changed between one and the next."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import NamedTuple

from howopen.records import results
from howopen.records.edition import Edition, newest_first
from howopen.records.summary import Summary
from howopen.render.html.templates import Renderer
from howopen.stats import editions
from howopen.stats.editions import Difference

# what a release holds, by the end of each file's name; the workflow `edition` packs the same
FILES = ("data.tar.gz", "howopen.sqlite", "models.json", "models.csv", "components.csv", "licenses.csv")


class Told(NamedTuple):
    """An edition, and how it differs from the one before, where there is one."""

    edition: Edition
    difference: Difference | None


def every(renderer: Renderer, models: Mapping[str, Summary]) -> Iterator[tuple[str, str]]:
    """(path, content) of the list and of the page of each edition; `models` are all there are."""
    today = {alias: one.model for one in models.values() for alias in one.aliases}
    ordered = newest_first(renderer.known.editions)
    told = [Told(after, editions.between(before, after, today)) for after, before in pairwise(ordered)]
    told += [Told(edition, None) for edition in ordered[-1:]]
    shared = {"models": models, "names_of": lambda key: renderer.known.definitions[key].short if key in renderer.known.definitions else key, "files": FILES}
    yield renderer.page("editions/", "editions.html", told=told, **shared)
    for one in told:
        counted = {key: _counted(renderer, key, found) for key, found in editions.counts(one.edition).items()}
        found = one.difference.shifts if one.difference else ()
        shifts = [(shift, _said(renderer, shift.definition, shift.before), _said(renderer, shift.definition, shift.after)) for shift in found]
        yield renderer.page(f"editions/{one.edition.id}/", "edition.html", one=one, counted=counted, shifts=shifts, **shared)


def _said(renderer: Renderer, key: str, code: str) -> str:
    """A result in the words of today; that of a definition that is gone by its code."""
    definition = renderer.known.definitions.get(key)
    return renderer.words.standing(definition, code) if definition else code


def _counted(renderer: Renderer, key: str, found: Mapping[str, int]) -> list[tuple[str, int]]:
    """(result in words, models) of a definition, best first as far as its words are those of today; the points of a score are left to the files."""
    definition = renderer.known.definitions.get(key)
    if definition is None:
        return sorted(found.items())
    if definition.kind == "score":
        return []
    order = {code: at for at, code in enumerate(results.codes(definition))}
    return [(_said(renderer, key, code), found[code]) for code in sorted(found, key=lambda code: (order.get(code, len(order)), code))]
