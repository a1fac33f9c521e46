"""Checks that need more than one file: words of the vocabulary, licenses, developers, ancestors, ids. Yields problems with their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import get_args

from howopen import licenses
from howopen.files.yaml import Document
from howopen.load import definition_references, license_references, model_references
from howopen.load.faults import Fault, at, told, unknown
from howopen.records import results, site_paths
from howopen.records.catalogue import Catalogue
from howopen.records.edition import NAME
from howopen.records.errors import Problem
from howopen.records.fetched import Fetched
from howopen.records.lineage import MOST_ANCESTORS, Lines, head
from howopen.records.model import Model
from howopen.records.types import Availability, Coverage, DatasetKind, Extent, Freedom, Grant, LicenseScope, Stage, WithheldReason

BILL = site_paths.BILL
_WORDS = {  # lists of the vocabulary that need all words of a type
    "availability": Availability,
    "coverage": Coverage,
    "extent": Extent,
    "license_scope": LicenseScope,
    "dataset_kind": DatasetKind,
    "withheld_reason": WithheldReason,
    "stage": Stage,
    "freedoms": Freedom,
    "grants": Grant,
}
_OWN = "LicenseRef-"  # how the ids of licenses begin that SPDX does not list


def catalogue(found: Catalogue, documents: Mapping[str, Document], among: Catalogue) -> Iterator[Problem]:
    """Every problem between the files, in no order; of a file with many the first, and how many more there are.

    `among` is `found` with a stand-in for each file that could not be read, so that one fault is told once.
    """
    return told(_between(found, documents, among))


def models(found: Mapping[str, Model], documents: Mapping[str, Document], among: Catalogue) -> Iterator[Problem]:
    """Every problem of each model file against the words and licenses there are, and the ids of all models; documents by id."""
    book = licenses.book(among.licenses, frozenset(), among.vocabulary)
    return told(fault for key, record in found.items() for fault in model_references.faults(record, documents[key], among, book))


def model(record: Model, document: Document, among: Catalogue) -> Iterator[Problem]:
    """Every problem of one model file against the words, licenses and models there are."""
    return told(model_references.faults(record, document, among, licenses.book(among.licenses, frozenset(), among.vocabulary)))


def _between(found: Catalogue, documents: Mapping[str, Document], among: Catalogue) -> Iterator[Fault]:
    book = licenses.book(among.licenses, frozenset(), found.vocabulary)
    for key, record in found.models.items():
        yield from model_references.faults(record, documents[f"models/{key}"], among, book)
    for key, license_ in found.licenses.items():
        yield from license_references.faults(license_, documents[f"licenses/{key}"], among)
    for key, definition in found.definitions.items():
        yield from definition_references.faults(definition, documents[f"definitions/{key}"], found.vocabulary)
    yield from _words_agree(found, documents, book)
    if "license-answers" in documents:
        yield from license_references.rules(found.answer_rules, documents["license-answers"], found.vocabulary)
    if "license-aliases" in documents:
        yield from _spellings(found, documents["license-aliases"], book)
    yield from _published(found, documents, book)
    if "peers" in documents:
        yield from _peers(found, documents["peers"])
    yield from _opinions(found, documents, among)
    yield from _editions(found, documents)
    yield from _board(among, documents)
    yield from _unique(found, documents)
    yield from _descent(found, documents)
    yield from _families(found, documents)


def _words_agree(found: Catalogue, documents: Mapping[str, Document], book: licenses.Book) -> Iterator[Fault]:
    """The vocabulary's own references, and a word for each value that other files may have."""
    words, document = found.vocabulary, documents["vocabulary"]
    for name, values in _WORDS.items():
        for value in get_args(values):
            if value not in getattr(words, name):
                field = name.replace("_", "-")
                yield at(document, (field,), f"`{field}` has no {value!r}, which other files may say; restore its label and its meaning")
    for key, component in words.components.items():
        if component.group not in words.groups:
            yield unknown(document, ("components", key, "group"), component.group, words.groups, "group")
        for tag in component.fitting:
            if tag not in words.tags:
                yield unknown(document, ("components", key, "fitting"), tag, words.tags, "tag")
    for number, term in enumerate(found.free_terms.terms):
        yield from model_references.licensed(term.license, documents["free-terms"], ("terms", number, "license"), book, found)


def _spellings(found: Catalogue, document: Document, book: licenses.Book) -> Iterator[Fault]:
    for section in ("huggingface", "license_name", "names", "addresses"):
        for key, alias in getattr(found.spellings, section).items():
            yield from model_references.licensed(alias.means, document, (section.replace("_", "-"), key, "means"), book, found)


def _published(found: Catalogue, documents: Mapping[str, Document], book: licenses.Book) -> Iterator[Fault]:
    """Texts are of licenses that can be named, and no two licenses have one."""
    owner: dict[str, str] = {}
    for key, texts in found.license_texts.items():
        document = documents[f"license-texts/{key}"]
        yield from model_references.licensed(key, document, (), book, found)
        for number, text in enumerate(texts.texts):
            for field in ("whole", "file"):
                if (digest := getattr(text, field)) and (other := owner.setdefault(digest, key)) != key:
                    yield at(document, ("texts", number, field), f"is the text of {other} already; remove it from one of them")


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
            if opinion.points is not None and definition and definition.kind != "score":
                yield at(document, ("verdicts", number, "points"), f"`points` belongs to a score, and {definition.id} is none; say `means` or `level`")
            for name in (*opinion.parts, *opinion.explained):
                if name not in opinions.criteria:
                    yield unknown(document, ("verdicts", number, "parts" if name in opinion.parts else "explained", name), name, opinions.criteria, "criterion")


def _editions(found: Catalogue, documents: Mapping[str, Document]) -> Iterator[Fault]:
    """Editions are named by their numbers, and hold results that there can be, as far as a definition is still what it was."""
    for key, edition in found.editions.items():
        document = documents[f"editions/{key}"]
        if not NAME.fullmatch(key):
            yield at(document, (), f"{key!r} is no version; name an edition with numbers and dots, such as 1.2.0")
        same = {name: found.definitions.get(name) for name, version in edition.definitions.items()}
        same = {name: one for name, one in same.items() if one and one.version == edition.definitions[name]}
        for model in edition.models:
            for name, code in edition.results(model).items():
                if (definition := same.get(name)) and not results.possible(definition, code):
                    yield at(document, ("models", model), f"{code[:80]!r} is no result of {name} {definition.version}; take the file from its release")


def _board(found: Catalogue, documents: Mapping[str, Document]) -> Iterator[Fault]:
    document = documents["board"]
    for name in ("tier", "score", "headline", "badge"):
        if getattr(found.board, name) not in found.definitions:
            yield unknown(document, (name,), getattr(found.board, name), found.definitions, "definition")
    if (tier := found.definitions.get(found.board.tier)) and (tier.criteria or len(tier.levels) == 1):
        yield at(document, ("tier",), f"{tier.id!r} is no ladder; name a definition of two levels or more")
    for number, key in enumerate(found.board.rank_by):
        if key not in found.definitions:
            yield unknown(document, ("rank-by", number), key, found.definitions, "definition")


def _unique(found: Catalogue, documents: Mapping[str, Document]) -> Iterator[Fault]:
    """No two models with one Hugging Face id, no alias that is taken, and no name that another address needs."""
    owner: dict[str, str] = {}
    former: dict[str, str] = {}
    for key, record in found.models.items():
        document = documents[f"models/{key}"]
        own = len(record.sources.huggingface)
        for number, hub in enumerate(record.hub_ids):
            keys: tuple[str | int, ...] = ("sources", "huggingface") if number < own else ("variants", number - own, "huggingface")
            other = owner.get(hub.lower())
            if other == key and number >= own:
                yield at(document, keys, f"{hub!r} stands in this file already; keep it in one place")
            elif other not in (None, key):
                yield at(document, keys, f"{hub!r} is already the Hugging Face id of {other}; one file per release")
            owner.setdefault(hub.lower(), key)
        for number, alias in enumerate(record.aliases):
            if alias in found.models:
                yield at(document, ("aliases", number), f"{alias!r} is the id of another model; remove the alias or the file")
            elif former.setdefault(alias, key) != key or alias in record.aliases[:number]:
                yield at(document, ("aliases", number), f"{alias!r} is already an alias of {former[alias]}; remove one of them")


def _descent(found: Catalogue, documents: Mapping[str, Document]) -> Iterator[Fault]:
    """No model derives from itself, by whichever name its ancestors are called, and none from more than there can be."""
    lines = Lines({key: head(record, Fetched()) for key, record in found.models.items()})
    for key in found.models:
        if lines.returns(key):
            yield at(documents[f"models/{key}"], ("derived-from",), "derives from itself; remove one of the steps", of_key=True)
        elif lines.is_endless(key):
            what = f"derives from more than {MOST_ANCESTORS} models here, with all that those derive from; remove a step of the line"
            yield at(documents[f"models/{key}"], ("derived-from",), what, of_key=True)


def _families(found: Catalogue, documents: Mapping[str, Document]) -> Iterator[Fault]:
    """No two developers call a family by one word, since models are found by it."""
    owner: dict[str, str] = {}
    for key, developer in found.developers.items():
        for family in developer.families:
            if owner.setdefault(family, key) != key:
                what = f"{family!r} is already a family of {owner[family]}; choose another word"
                yield at(documents[f"developers/{key}"], ("families", family), what, of_key=True)
