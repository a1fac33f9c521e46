"""Checks that need more than one file: words of the vocabulary, licenses, developers, ancestors, ids. Yields problems with their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from howopen import licenses
from howopen.files import suggest
from howopen.files.yaml import Document
from howopen.licenses import aliases
from howopen.load import definition_references, license_references
from howopen.load.faults import Fault, Keys, at, person, told, unknown
from howopen.records import site_paths
from howopen.records.catalogue import Catalogue
from howopen.records.conflict import ConflictKind
from howopen.records.errors import Problem
from howopen.records.fetched import Fetched
from howopen.records.lineage import Lines, head
from howopen.records.model import Checked, Model

BILL = site_paths.BILL
_OWN = "LicenseRef-"  # how the ids of licenses begin that SPDX does not list


def catalogue(found: Catalogue, documents: Mapping[str, Document], among: Catalogue) -> Iterator[Problem]:
    """Every problem between the files, in no order; of a file with many the first, and how many more there are.

    `among` is `found` with a stand-in for each file that could not be read, so that one fault is told once.
    """
    return told(_between(found, documents, among))


def models(found: Mapping[str, Model], documents: Mapping[str, Document], among: Catalogue) -> Iterator[Problem]:
    """Every problem of each model file against the words and licenses there are, and the ids of all models; documents by id."""
    book = licenses.book(among.licenses, frozenset(), among.vocabulary)
    return told(fault for key, record in found.items() for fault in _model(record, documents[key], among, book))


def model(record: Model, document: Document, among: Catalogue) -> Iterator[Problem]:
    """Every problem of one model file against the words, licenses and models there are."""
    return told(_model(record, document, among, licenses.book(among.licenses, frozenset(), among.vocabulary)))


def _between(found: Catalogue, documents: Mapping[str, Document], among: Catalogue) -> Iterator[Fault]:
    book = licenses.book(among.licenses, frozenset(), found.vocabulary)
    for key, record in found.models.items():
        yield from _model(record, documents[f"models/{key}"], among, book)
    for key, license_ in found.licenses.items():
        yield from license_references.faults(license_, documents[f"licenses/{key}"], among)
    for key, definition in found.definitions.items():
        yield from definition_references.faults(definition, documents[f"definitions/{key}"], found.vocabulary)
    yield from _words_agree(found, documents, book)
    if "license-answers" in documents:
        yield from license_references.rules(found.answer_rules, documents["license-answers"], found.vocabulary)
    if "license-aliases" in documents:
        yield from _spellings(found, documents["license-aliases"], book)
    if "peers" in documents:
        yield from _peers(found, documents["peers"])
    yield from _opinions(found, documents, among)
    yield from _board(among, documents)
    yield from _unique(found, documents)
    yield from _cycles(found, documents)


def _model(record: Model, document: Document, among: Catalogue, book: licenses.Book) -> Iterator[Fault]:
    words = among.vocabulary
    if record.developer not in among.developers:
        yield Fault(document, ("developer",), partial(_new_developer, record.developer, among.developers), False)
    for number, word in enumerate(record.modalities):
        if word not in words.modalities:
            yield unknown(document, ("modalities", number), word, words.modalities, "modality")
    for number, key in enumerate(record.derived_from or ()):
        if not key.startswith("hf:") and key not in among.models:
            yield unknown(document, ("derived-from", number), key, among.models, "model")
    for number, alias in enumerate(record.aliases):
        if why := site_paths.refused("models", alias):
            yield at(document, ("aliases", number), f"{alias!r} {why}")
    for key, component in record.components.items():
        where = ("components", key)
        if key not in words.components:
            yield unknown(document, where, key, words.components, "component", of_key=True)
            continue
        yield from _checked(component.checked, document, (*where, "checked", "by"), words.people)
        yield from _licensed(component.license, document, (*where, "license"), book, among)
        if component.embedded_in and component.embedded_in not in words.components:
            yield unknown(document, (*where, "embedded-in"), component.embedded_in, words.components, "component")
        if component.datasets and words.components[key].group != "data":
            yield at(document, (*where, "datasets"), f"`datasets` belongs to data, not to {key}; remove it", of_key=True)
        if component.availability == "rebuildable" and words.components[key].group != "data":
            yield at(document, (*where, "availability"), f"rebuildable is said of data, not of {key}; say how it can be had")
        for aspect in component.aspects or ():
            if aspect not in words.usage_information:
                yield unknown(document, (*where, "aspects", aspect), aspect, words.usage_information, "aspect", of_key=True)
        for number, dataset in enumerate(component.datasets or ()):
            yield from _licensed(dataset.license, document, (*where, "datasets", number, "license"), book, among)
    if record.data_information:
        for aspect in record.data_information.aspects:
            if aspect not in words.data_information:
                yield unknown(document, ("data-information", aspect), aspect, words.data_information, "aspect", of_key=True)
        yield from _licensed(record.data_information.license, document, ("data-information", "license"), book, among)
        yield from _checked(record.data_information.checked, document, ("data-information", "checked", "by"), words.people)
    for key, answer in record.answers.items():
        if key not in words.questions:
            yield unknown(document, ("answers", key), key, words.questions, "question", of_key=True)
        yield from person(answer.by, document, ("answers", key, "by"), words.people)
    for number, settled in enumerate(record.settled):
        yield from person(settled.by, document, ("settled", number, "by"), words.people)
        kind, _, rest = settled.conflict.partition(".")
        if kind not in tuple(ConflictKind) or not re.fullmatch(r"[a-z-]+\.[0-9a-f]{8}", rest):
            what = f"{settled.conflict!r} is no id of a conflict; copy one that `check --conflicts` prints"
            yield at(document, ("settled", number, "conflict"), what)


def _checked(checked: Checked | None, document: Document, keys: Keys, people: Iterable[str]) -> Iterator[Fault]:
    if checked is not None:
        yield from person(checked.by, document, keys, people)


def _new_developer(key: str, known: Iterable[str]) -> str:
    near = suggest.nearest(key, known)
    return (
        f"{key!r} is not a known developer; " + (f"did you mean {near!r}? If it is another one, " if near else "") + f"add the file data/developers/{key}.yaml"
    )


def _licensed(expression: str | None, document: Document, keys: Keys, book: licenses.Book, among: Catalogue) -> Iterator[Fault]:
    if expression is not None:
        try:
            licenses.resolve(expression, book)
        except licenses.BadExpression as error:
            yield Fault(document, keys, partial(_cured, error, book, among), False)


def _cured(error: licenses.BadExpression, book: licenses.Book, among: Catalogue) -> str:
    """The error in words, with the license that was likely meant where there is one: by a name that people use for it, else by its id."""
    # what all of our own begin with says nothing of how alike two are
    ids = {key.removeprefix(_OWN): key for key in sorted(book.ids(), reverse=True)}
    named = aliases.Speller(among, book).name(error.unknown).expression
    near = named or (suggest.nearest(error.unknown.removeprefix(_OWN), ids) if error.unknown else None)
    return str(error) if near is None else f"{error.unknown!r} is not a known license; did you mean {ids.get(near, near)!r}?"


def _words_agree(found: Catalogue, documents: Mapping[str, Document], book: licenses.Book) -> Iterator[Fault]:
    """The vocabulary's own references."""
    words, document = found.vocabulary, documents["vocabulary"]
    for key, component in words.components.items():
        if component.group not in words.groups:
            yield unknown(document, ("components", key, "group"), component.group, words.groups, "group")
        for tag in component.fitting:
            if tag not in words.tags:
                yield unknown(document, ("components", key, "fitting"), tag, words.tags, "tag")
    for number, term in enumerate(found.free_terms.terms):
        yield from _licensed(term.license, documents["free-terms"], ("terms", number, "license"), book, found)


def _spellings(found: Catalogue, document: Document, book: licenses.Book) -> Iterator[Fault]:
    for section in ("huggingface", "license_name", "names", "addresses", "texts"):
        for key, alias in getattr(found.spellings, section).items():
            yield from _licensed(alias.means, document, (section.replace("_", "-"), key, "means"), book, found)


def _peers(found: Catalogue, document: Document) -> Iterator[Fault]:
    for position, peer in enumerate(found.peers.peers):
        if peer.who not in found.vocabulary.people:
            yield unknown(document, ("peers", position, "who"), peer.who, found.vocabulary.people, "source of findings")
        for number, grade in enumerate(peer.grades):
            for key in (*grade.needs, *grade.instead.values()):
                if key not in peer.criteria:
                    yield unknown(document, ("peers", position, "grades", number, "needs"), key, peer.criteria, "component of this peer")


def _opinions(found: Catalogue, documents: Mapping[str, Document], among: Catalogue) -> Iterator[Fault]:
    for key, opinions in found.opinions.items():
        document = documents.get(f"opinions/{key}")
        if document is None:
            continue
        definition = found.definitions.get(opinions.definition or "")
        levels = ["none", *(level.id for level in definition.levels)] if definition else ["none"]
        misread = opinions.definition in among.definitions and definition is None  # its own faults are told; which levels it has is not known
        if opinions.definition and opinions.definition not in among.definitions:
            yield unknown(document, ("definition",), opinions.definition, among.definitions, "definition")
        if opinions.by and opinions.by not in found.vocabulary.people:
            yield unknown(document, ("by",), opinions.by, found.vocabulary.people, "source of findings")
        for name, criterion in opinions.criteria.items():
            if criterion.component and criterion.component not in found.vocabulary.components:
                yield unknown(document, ("criteria", name, "component"), criterion.component, found.vocabulary.components, "component")
        for number, opinion in enumerate(opinions.verdicts):
            if opinion.model not in among.models:
                yield unknown(document, ("verdicts", number, "model"), opinion.model, among.models, "model")
            if opinion.level and opinion.level not in levels and not misread:
                yield unknown(document, ("verdicts", number, "level"), opinion.level, levels, "level")
            for name in (*opinion.parts, *opinion.explained):
                if name not in opinions.criteria:
                    yield unknown(document, ("verdicts", number, "parts" if name in opinion.parts else "explained", name), name, opinions.criteria, "criterion")


def _board(found: Catalogue, documents: Mapping[str, Document]) -> Iterator[Fault]:
    document = documents["board"]
    for name in ("score", "headline", "badge"):
        if getattr(found.board, name) not in found.definitions:
            yield unknown(document, (name,), getattr(found.board, name), found.definitions, "definition")
    for number, key in enumerate(found.board.rank_by):
        if key not in found.definitions:
            yield unknown(document, ("rank-by", number), key, found.definitions, "definition")


def _unique(found: Catalogue, documents: Mapping[str, Document]) -> Iterator[Fault]:
    """No two models with one Hugging Face id, no alias that is taken, and no name that another address needs."""
    owner: dict[str, str] = {}
    former: dict[str, str] = {}
    for key, record in found.models.items():
        document = documents[f"models/{key}"]
        for hub in record.sources.huggingface:
            other = owner.setdefault(hub.lower(), key)
            if other != key:
                yield at(document, ("sources", "huggingface"), f"{hub!r} is already the Hugging Face id of {other}; one file per release")
        for number, alias in enumerate(record.aliases):
            if alias in found.models:
                yield at(document, ("aliases", number), f"{alias!r} is the id of another model; remove the alias or the file")
            elif former.setdefault(alias, key) != key or alias in record.aliases[:number]:
                yield at(document, ("aliases", number), f"{alias!r} is already an alias of {former[alias]}; remove one of them")


def _cycles(found: Catalogue, documents: Mapping[str, Document]) -> Iterator[Fault]:
    """No model derives from itself, by whichever name its ancestors are called."""
    lines = Lines({key: head(record, Fetched()) for key, record in found.models.items()})
    for key in found.models:
        if lines.returns(key):
            yield at(documents[f"models/{key}"], ("derived-from",), "derives from itself; remove one of the steps", of_key=True)
