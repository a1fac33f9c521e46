"""Lay fetched facts under what people wrote, find conflicts, look up licenses and lineage. Pure: a catalogue in, a completed one out."""

from __future__ import annotations

from dataclasses import replace

from howopen import conflicts, fill, licenses, second_opinions
from howopen.records import Catalogue, Component, Model, Terms
from howopen.spellings import Speller


def catalogue(loaded: Catalogue) -> Catalogue:
    """The catalogue with fetched facts filled in, disputed ones taken out, license terms resolved and ancestors listed."""
    free = frozenset(term.license for term in loaded.free_terms.terms)
    book = licenses.book(loaded.licenses, free, loaded.vocabulary)
    speller = Speller(loaded, book)
    written = {key: loaded.written[key] if loaded.filled.get(key) is model else model for key, model in loaded.models.items()}
    finder, filler = conflicts.Finder(loaded, written, book, speller), fill.Filler(loaded, speller)
    found = {key: finder.of(model) for key, model in written.items()}
    models = {key: _with_contained_parts(filler.model(model, found[key])) for key, model in written.items()}
    terms: dict[str, Terms] = {}
    for model in models.values():
        for expression in _expressions(model):
            if expression not in terms:
                terms[expression] = licenses.resolve(expression, book)
    for key in loaded.licenses:
        terms.setdefault(key, licenses.resolve(key, book))
    by_hub = {hub.lower(): key for key, model in models.items() for hub in model.sources.huggingface}
    opinions = {key: second_opinions.of(model, loaded, book) for key, model in models.items()}
    return replace(
        loaded,
        models=models,
        written=written,
        filled=models,
        conflicts={key: some for key, some in found.items() if some},
        gaps=tuple(filler.gaps),
        second_opinions={key: some for key, some in opinions.items() if some},
        terms=terms,
        ancestors={key: _ancestors(key, models, by_hub) for key in models},
        spdx_version=licenses.SPDX_VERSION,
    )


def with_model(completed: Catalogue, model: Model) -> Catalogue:
    """A completed catalogue with one more model, or another in its place."""
    return catalogue(replace(completed, models=dict(sorted((completed.models | {model.id: model}).items()))))


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


def _expressions(model: Model):
    for part in model.components.values():
        if part.license:
            yield part.license
        for dataset in part.datasets or ():
            if dataset.license:
                yield dataset.license
    if model.data_information and model.data_information.license:
        yield model.data_information.license


def _ancestors(key: str, models: dict[str, Model], by_hub: dict[str, str]) -> tuple[str, ...] | None:
    """Every model that `key` derives from, nearest first; hf:... for one that is not here. None: nobody said.

    An ancestor whose own lineage is unknown ends the line: what lies beyond it is asked of it, not of `key`.
    """
    derived = models[key].derived_from
    if derived is None:
        return None
    found: dict[str, None] = {}
    ahead = list(derived)
    while ahead:
        name = ahead.pop(0)
        name = by_hub.get(name.removeprefix("hf:").lower(), name) if name.startswith("hf:") else name
        if name in found or name == key:
            continue
        found[name] = None
        if name in models:
            further = models[name].derived_from
            ahead += further if further is not None else ["?"]
    return tuple(found)
