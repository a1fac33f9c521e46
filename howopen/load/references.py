"""What no file can check alone: words of the vocabulary, licenses, developers, ancestors, ids. Yields problems with their places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping

from howopen import licenses
from howopen.files import suggest
from howopen.files.yaml import Document
from howopen.records.catalogue import Catalogue
from howopen.records.conflict import ConflictKind
from howopen.records.definition import Definition, Requirement
from howopen.records.errors import Problem
from howopen.records.fetched import Fetched
from howopen.records.license import License
from howopen.records.lineage import Lines, head
from howopen.records.model import Model

BILL = ".cdx"  # an answer <id>.cdx.json stands beside <id>.json


def catalogue(found: Catalogue, documents: dict[str, Document], among: Catalogue) -> Iterator[Problem]:
    """Every problem between the files, in no order. `among` is `found` with a stand-in for each file that could not be read, so that
    one fault is told once."""
    book = licenses.book(among.licenses, frozenset(), found.vocabulary)
    for key, record in found.models.items():
        yield from _model(record, documents[f"models/{key}"], among, book)
    for key, record in found.licenses.items():
        yield from _license(record, documents[f"licenses/{key}"], found)
    for key, record in found.definitions.items():
        yield from _definition(record, documents[f"definitions/{key}"], found)
    yield from _words_agree(found, documents, book)
    if "license-aliases" in documents:
        yield from _spellings(found, documents["license-aliases"], book)
    if "peers" in documents:
        yield from _peers(found, documents["peers"])
    yield from _opinions(among, documents)
    yield from _board(among, documents)
    yield from _unique(found, documents)
    yield from _cycles(found, documents)


def models(found: Mapping[str, Model], documents: Mapping[str, Document], among: Catalogue) -> Iterator[Problem]:
    """Every problem of each model file against the words and licenses there are, and the ids of all models; documents by id."""
    book = licenses.book(among.licenses, frozenset(), among.vocabulary)
    for key, record in found.items():
        yield from _model(record, documents[key], among, book)


def model(record: Model, document: Document, among: Catalogue) -> Iterator[Problem]:
    """Every problem of one model file against the words, licenses and models there are."""
    yield from _model(record, document, among, licenses.book(among.licenses, frozenset(), among.vocabulary))


def _at(document: Document, keys: tuple, what: str, *, of_key: bool = False) -> Problem:
    return Problem(document.path, *document.place(keys, of_key=of_key), what)


def _unknown(document: Document, keys: tuple, word: str, known: Iterable[str], noun: str, *, of_key: bool = False) -> Problem:
    cure = suggest.cure(word, known, f"see the {noun}s there are")
    return _at(document, keys, f"{word[:80]!r} is not a known {noun}; {cure}", of_key=of_key)


def _model(record: Model, document: Document, among: Catalogue, book: licenses.Book) -> Iterator[Problem]:
    words = among.vocabulary
    if record.developer not in among.developers:
        yield _unknown(document, ("developer",), record.developer, among.developers, "developer")
    for at, word in enumerate(record.modalities):
        if word not in words.modalities:
            yield _unknown(document, ("modalities", at), word, words.modalities, "modality")
    for at, key in enumerate(record.derived_from or ()):
        if not key.startswith("hf:") and key not in among.models:
            yield _unknown(document, ("derived-from", at), key, among.models, "model")
    for key, component in record.components.items():
        where = ("components", key)
        if key not in words.components:
            yield _unknown(document, where, key, words.components, "component", of_key=True)
            continue
        yield from _checked(component.checked, document, (*where, "checked", "by"), words.people)
        yield from _licensed(component.license, document, (*where, "license"), book)
        if component.embedded_in and component.embedded_in not in words.components:
            yield _unknown(document, (*where, "embedded-in"), component.embedded_in, words.components, "component")
        if component.datasets and words.components[key].group != "data":
            yield _at(document, (*where, "datasets"), f"`datasets` belongs to data, not to {key}; remove it", of_key=True)
        for aspect in component.aspects or ():
            if aspect not in words.usage_information:
                yield _unknown(document, (*where, "aspects", aspect), aspect, words.usage_information, "aspect", of_key=True)
        for at, dataset in enumerate(component.datasets or ()):
            yield from _licensed(dataset.license, document, (*where, "datasets", at, "license"), book)
    if record.data_information:
        for aspect in record.data_information.aspects:
            if aspect not in words.data_information:
                yield _unknown(document, ("data-information", aspect), aspect, words.data_information, "aspect", of_key=True)
        yield from _licensed(record.data_information.license, document, ("data-information", "license"), book)
        yield from _checked(record.data_information.checked, document, ("data-information", "checked", "by"), words.people)
    for key, answer in record.answers.items():
        if key not in words.questions:
            yield _unknown(document, ("answers", key), key, words.questions, "question", of_key=True)
        yield from _person(answer.by, document, ("answers", key, "by"), words.people)
    for at, settled in enumerate(record.settled):
        yield from _person(settled.by, document, ("settled", at, "by"), words.people)
        kind, _, rest = settled.conflict.partition(".")
        if kind not in tuple(ConflictKind) or not re.fullmatch(r"[a-z-]+\.[0-9a-f]{8}", rest):
            what = f"{settled.conflict!r} is no id of a conflict; copy one that `check --conflicts` prints"
            yield _at(document, ("settled", at, "conflict"), what)


def _checked(checked, document: Document, keys: tuple, people: Iterable[str]) -> Iterator[Problem]:
    if checked is not None:
        yield from _person(checked.by, document, keys, people)


def _person(by: str, document: Document, keys: tuple, people: Iterable[str]) -> Iterator[Problem]:
    if by not in people and not (by.startswith("@") and by[1:].replace("-", "").isalnum()):
        yield _unknown(document, keys, by, people, "source of findings (or a GitHub account, written @name)")


def _licensed(expression: str | None, document: Document, keys: tuple, book: licenses.Book) -> Iterator[Problem]:
    if expression is not None:
        try:
            licenses.resolve(expression, book)
        except licenses.BadExpression as error:
            yield _at(document, keys, str(error))


def _license(record: License, document: Document, among: Catalogue) -> Iterator[Problem]:
    for key in record.tags:
        if key not in among.vocabulary.tags:
            yield _unknown(document, ("tags", key), key, among.vocabulary.tags, "tag", of_key=True)
    if record.read:
        yield from _person(record.read.by, document, ("read", "by"), among.vocabulary.people)
    if not record.id.startswith("LicenseRef-") and not licenses.is_listed(record.id):
        yield _at(document, (), f"{record.id!r} is not on the SPDX list; name the file LicenseRef-{record.id}.yaml")
    if licenses.is_listed(record.id) and "osi-approved" in record.tags and record.tags["osi-approved"].is_ != "pending":
        yield _at(document, ("tags", "osi-approved"), "`osi-approved` of a license that SPDX lists comes from SPDX; remove it", of_key=True)
    if licenses.is_listed(record.id) and "fsf-libre" in record.tags and record.tags["fsf-libre"].is_ == "yes":
        yield _at(document, ("tags", "fsf-libre"), "`fsf-libre` of a license that SPDX lists comes from SPDX; remove it", of_key=True)


def _definition(record: Definition, document: Document, among: Catalogue) -> Iterator[Problem]:
    words, seen = among.vocabulary, set()
    everything = list(record.placed())
    ids = {requirement.id for _, requirement in everything if requirement.id}
    for keys, requirement in everything:
        if requirement.id and requirement.id in seen:
            yield _at(document, (*keys, "id"), f"{requirement.id!r} names two requirements; give each its own id")
        seen.add(requirement.id)
        if requirement.same_as and requirement.same_as not in ids:
            yield _unknown(document, (*keys, "same-as"), requirement.same_as, sorted(ids), "requirement")
        if requirement.component and requirement.component not in (*words.components, "each", "data-information"):
            yield _unknown(document, (*keys, "component"), requirement.component, words.components, "component")
        if requirement.question and requirement.question not in words.questions:
            yield _unknown(document, (*keys, "question"), requirement.question, words.questions, "question")
        if requirement.for_each and requirement.for_each not in (*words.components, "ancestors"):
            yield _unknown(document, (*keys, "for-each"), requirement.for_each, [*words.components, "ancestors"], "list")
        if requirement.fact and not _is_fact(requirement.fact, words):
            yield _unknown(document, (*keys, "fact"), requirement.fact, _facts(words), "fact")
        for tag in (*(requirement.license.any_tag if requirement.license else ()), *(requirement.license.no_tag if requirement.license else ())):
            if tag not in words.tags:
                yield _unknown(document, (*keys, "license"), tag, words.tags, "tag")
    for at, element in enumerate(record.elements):
        if element not in ids:
            yield _unknown(document, ("elements", at), element, sorted(ids), "requirement")
    loop = _same_as_loop(record, everything)
    if loop:
        where = next(keys for keys, requirement in everything if requirement.id == loop)
        yield _at(document, where, f"`same-as` leads back to {loop!r}; a requirement cannot contain itself, except of an ancestor's own")


def _same_as_loop(record: Definition, everything: list[tuple[tuple, Requirement]]) -> str:
    """An id that contains itself through same-as, or an empty string."""
    by_id = {requirement.id: requirement for _, requirement in everything if requirement.id}

    def reaches(requirement: Requirement, target: str, seen: frozenset[str]) -> bool:
        for _, _, inner in requirement.within():
            if reaches(inner, target, seen):
                return True
        if requirement.same_as and requirement.same_as not in seen and requirement.same_as in by_id:
            return requirement.same_as == target or reaches(by_id[requirement.same_as], target, seen | {requirement.same_as})
        return False

    return next((key for key, requirement in by_id.items() if reaches(requirement, key, frozenset())), "")


def _facts(words) -> list[str]:
    return [
        "training-compute",
        *(f"data-information.{key}" for key in words.data_information),
        *(f"usage-information.{key}" for key in words.usage_information),
    ]


def _is_fact(path: str, words) -> bool:
    return path in _facts(words) or path in ("each.kind", "each.withheld-reason")


def _words_agree(found: Catalogue, documents: dict[str, Document], book: licenses.Book) -> Iterator[Problem]:
    """The vocabulary's own references."""
    words, document = found.vocabulary, documents["vocabulary"]
    for key, component in words.components.items():
        if component.group not in words.groups:
            yield _unknown(document, ("components", key, "group"), component.group, words.groups, "group")
        for tag in component.fitting:
            if tag not in words.tags:
                yield _unknown(document, ("components", key, "fitting"), tag, words.tags, "tag")
    for at, term in enumerate(found.free_terms.terms):
        yield from _licensed(term.license, documents["free-terms"], ("terms", at, "license"), book)


def _spellings(found: Catalogue, document: Document, book: licenses.Book) -> Iterator[Problem]:
    for section in ("huggingface", "license_name", "names", "addresses", "texts"):
        for key, alias in getattr(found.spellings, section).items():
            yield from _licensed(alias.means, document, (section.replace("_", "-"), key, "means"), book)


def _peers(found: Catalogue, document: Document) -> Iterator[Problem]:
    for at, peer in enumerate(found.peers.peers):
        if peer.who not in found.vocabulary.people:
            yield _unknown(document, ("peers", at, "who"), peer.who, found.vocabulary.people, "source of findings")
        for number, grade in enumerate(peer.grades):
            for key in (*grade.needs, *grade.instead.values()):
                if key not in peer.criteria:
                    yield _unknown(document, ("peers", at, "grades", number, "needs"), key, peer.criteria, "component of this peer")


def _opinions(found: Catalogue, documents: dict[str, Document]) -> Iterator[Problem]:
    for key, opinions in found.opinions.items():
        document = documents.get(f"opinions/{key}")
        if document is None:
            continue
        definition = found.definitions.get(opinions.definition or "")
        levels = ["none", *(level.id for level in definition.levels)] if definition else ["none"]
        if opinions.definition and definition is None:
            yield _unknown(document, ("definition",), opinions.definition, found.definitions, "definition")
        if opinions.by and opinions.by not in found.vocabulary.people:
            yield _unknown(document, ("by",), opinions.by, found.vocabulary.people, "source of findings")
        for name, criterion in opinions.criteria.items():
            if criterion.component and criterion.component not in found.vocabulary.components:
                yield _unknown(document, ("criteria", name, "component"), criterion.component, found.vocabulary.components, "component")
        for at, opinion in enumerate(opinions.verdicts):
            if opinion.model not in found.models:
                yield _unknown(document, ("verdicts", at, "model"), opinion.model, found.models, "model")
            if opinion.level and opinion.level not in levels:
                yield _unknown(document, ("verdicts", at, "level"), opinion.level, levels, "level")
            for name in (*opinion.parts, *opinion.explained):
                if name not in opinions.criteria:
                    yield _unknown(document, ("verdicts", at, "parts" if name in opinion.parts else "explained", name), name, opinions.criteria, "criterion")


def _board(found: Catalogue, documents: dict[str, Document]) -> Iterator[Problem]:
    document = documents["board"]
    for name in ("score", "headline", "badge"):
        if getattr(found.board, name) not in found.definitions:
            yield _unknown(document, (name,), getattr(found.board, name), found.definitions, "definition")
    for at, key in enumerate(found.board.rank_by):
        if key not in found.definitions:
            yield _unknown(document, ("rank-by", at), key, found.definitions, "definition")


def _unique(found: Catalogue, documents: dict[str, Document]) -> Iterator[Problem]:
    """No two models with one Hugging Face id, no alias that is taken, and no name that another address needs."""
    owner: dict[str, str] = {}
    former: dict[str, str] = {}
    for key, record in found.models.items():
        document = documents[f"models/{key}"]
        for hub in record.sources.huggingface:
            other = owner.setdefault(hub.lower(), key)
            if other != key:
                yield _at(document, ("sources", "huggingface"), f"{hub!r} is already the Hugging Face id of {other}; one file per release")
        for at, alias in enumerate(record.aliases):
            if alias in found.models:
                yield _at(document, ("aliases", at), f"{alias!r} is the id of another model; remove the alias or the file")
            elif former.setdefault(alias, key) != key or alias in record.aliases[:at]:
                yield _at(document, ("aliases", at), f"{alias!r} is already an alias of {former[alias]}; remove one of them")
        for name in (key, *record.aliases):
            if name.endswith(BILL):
                yield _at(document, (), f"{name!r} ends in {BILL}, as the bill of materials of another model would; choose another name")


def _cycles(found: Catalogue, documents: dict[str, Document]) -> Iterator[Problem]:
    """No model derives from itself, by whichever name its ancestors are called."""
    lines = Lines({key: head(record, Fetched()) for key, record in found.models.items()})
    for key in found.models:
        if lines.returns(key):
            yield _at(documents[f"models/{key}"], ("derived-from",), "derives from itself; remove one of the steps", of_key=True)
