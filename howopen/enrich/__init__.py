"""Statements of publishers gathered, compared with what people wrote, and laid under it; licenses and lineage looked up.

Pure: a catalogue in, a completed one out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from howopen import licenses
from howopen.enrich import conflicts, fill, second_opinions, statements
from howopen.licenses.aliases import Speller
from howopen.records import lineage
from howopen.records.catalogue import Catalogue, Terms
from howopen.records.model import Component, Model


def catalogue(loaded: Catalogue, resolved: Mapping[str, Terms] | None = None) -> Catalogue:
    """The catalogue with fetched facts filled in, disputed ones taken out, license terms resolved and ancestors listed.

    `resolved` are terms by expression, where they are known already.
    """
    free = frozenset(term.license for term in loaded.free_terms.terms)
    book = licenses.book(loaded.licenses, free, loaded.vocabulary)
    book.resolved.update(resolved or {})
    written = {key: loaded.written[key] if loaded.filled.get(key) is model else model for key, model in loaded.models.items()}
    gatherer = statements.Gatherer(loaded, Speller(loaded, book))
    finder, filler = conflicts.Finder(loaded, written, book, gatherer), fill.Filler(loaded.fetched)
    said = {key: gatherer.of(model) for key, model in written.items()}
    found = {key: finder.of(model, said[key]) for key, model in written.items()}
    models = {key: _with_contained_parts(filler.model(model, said[key], found[key])) for key, model in written.items()}
    expressions = dict.fromkeys(expression for model in models.values() for _, expression in (*model.licensed(), *model.disputed_licenses()))
    lines = lineage.Lines({key: lineage.head(model, loaded.fetched) for key, model in models.items()})
    opinions = {key: second_opinions.of(model, loaded, book) for key, model in models.items()}
    return replace(
        loaded,
        models=models,
        written=written,
        filled=models,
        conflicts={key: some for key, some in found.items() if some},
        gaps=tuple(filler.gaps),
        second_opinions={key: some for key, some in opinions.items() if some},
        terms={expression: licenses.resolve(expression, book) for expression in (*expressions, *loaded.licenses)},
        ancestors={key: lines.ancestors(key) for key in models},
        spdx_version=licenses.SPDX_VERSION,
    )


def with_terms(completed: Catalogue, expressions: Iterable[str]) -> Catalogue:
    """A completed catalogue that has those license expressions resolved too, as lists need that do not have the models themselves."""
    book = licenses.book(completed.licenses, frozenset(term.license for term in completed.free_terms.terms), completed.vocabulary)
    return replace(completed, terms=completed.terms | {one: licenses.resolve(one, book) for one in dict.fromkeys(expressions)})


def with_model(completed: Catalogue, model: Model) -> Catalogue:
    """A completed catalogue with one more model, or another in its place."""
    return catalogue(replace(completed, models=dict(sorted((completed.models | {model.id: model}).items()))), completed.terms)


def _with_contained_parts(model: Model) -> Model:
    """A part that lies within another, such as results within a paper, is as available as that one, where nothing else is said of it."""
    contained = {key: part for key, part in model.components.items() if part.embedded_in and part.embedded_in in model.components}
    if not contained:
        return model
    filled = {key: _under(part, model.components[part.embedded_in or ""]) for key, part in contained.items()}
    return model.model_copy(update={"components": model.components | filled})


def _under(part: Component, container: Component) -> Component:
    names = ("availability", "license", "license_scope", "evidence", "checked")
    return part.model_copy(update={name: getattr(container, name) for name in names if not getattr(part, name)})
