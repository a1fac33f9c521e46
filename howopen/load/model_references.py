"""Model files against the words, licenses, developers and other models there are."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial

from howopen import licenses
from howopen.files import suggest
from howopen.files.yaml import Document
from howopen.licenses import aliases
from howopen.load.faults import Fault, at, person, unknown
from howopen.records import site_paths
from howopen.records.catalogue import Catalogue
from howopen.records.checked import Again, Checked
from howopen.records.conflict import ConflictKind
from howopen.records.cures import cure
from howopen.records.lineage import HUB
from howopen.records.model import Model
from howopen.records.site import Developer
from howopen.records.types import HUB_ID, Keys

_OWN = "LicenseRef-"  # how the ids of licenses begin that SPDX does not list
_OF_PART = ("availability", "coverage", "gate", "license", "datasets", "complete")  # facts of a part that can be read again by themselves


def faults(record: Model, document: Document, among: Catalogue, book: licenses.Book) -> Iterator[Fault]:
    """Every fault of one model file, in no order."""
    words = among.vocabulary
    if record.developer not in among.developers:
        yield Fault(document, ("developer",), partial(_new_developer, record.developer, among.developers), False)
    elif record.family and record.family not in (families := among.developers[record.developer].families):
        near = suggest.nearest(record.family, families)
        cure = f"did you mean {near!r}?" if near else f"add it, with its name, to `families` of data/developers/{record.developer}.yaml"
        yield at(document, ("family",), f"{record.family!r} is no family of its developer; {cure}")
    for number, word in enumerate(record.modalities):
        if word not in words.modalities:
            yield unknown(document, ("modalities", number), word, words.modalities, "modality")
    for number, key in enumerate(record.derived_from or ()):
        if not key.startswith(HUB) and key not in among.models:
            yield Fault(document, ("derived-from", number), partial(_new_model, key, among.models), False)
        if key in (record.derived_from or ())[:number]:
            yield at(document, ("derived-from", number), f"{key!r} stands here already; keep it once")
    for number, alias in enumerate(record.aliases):
        if why := site_paths.refused("models", alias):
            yield at(document, ("aliases", number), f"{alias!r} {why}")
    for number, variant in enumerate(record.variants):
        for word in variant.kind:
            if word not in words.variant_kinds:
                yield unknown(document, ("variants", number, "kind"), word, words.variant_kinds, "kind of variant")
    for name, holder in (("specs", record.specs), ("lineage", record.lineage), ("training-compute", record.training_compute)):
        if holder is not None:
            yield from _checked(holder.checked, document, (name, "checked"), words.people)
    yield from _checked(record.claims_looked_up, document, ("claims-looked-up",), words.people)
    for key, component in record.components.items():
        where = ("components", key)
        if key not in words.components:
            yield unknown(document, where, key, words.components, "component", of_key=True)
            continue
        yield from _checked(component.checked, document, (*where, "checked"), words.people, (*_OF_PART, *(component.aspects or ())))
        yield from licensed(component.license, document, (*where, "license"), book, among)
        if component.embedded_in and component.embedded_in not in words.components:
            yield unknown(document, (*where, "embedded-in"), component.embedded_in, words.components, "component")
        if component.datasets and words.components[key].group != "data":
            yield at(document, (*where, "datasets"), f"`datasets` belongs to data, not to {key}; remove it", of_key=True)
        if component.availability == "rebuildable" and words.components[key].group != "data":
            yield at(document, (*where, "availability"), f"rebuildable is said of data, not of {key}; say how it can be had")
        for aspect in component.aspects or ():
            if aspect not in (aspects := words.aspects_of(key)):
                yield unknown(document, (*where, "aspects", aspect), aspect, aspects, "aspect", of_key=True)
        for number, dataset in enumerate(component.datasets or ()):
            yield from licensed(dataset.license, document, (*where, "datasets", number, "license"), book, among)
    if record.data_information:
        for aspect in record.data_information.aspects:
            if aspect not in words.data_information:
                yield unknown(document, ("data-information", aspect), aspect, words.data_information, "aspect", of_key=True)
        yield from licensed(record.data_information.license, document, ("data-information", "license"), book, among)
        given = record.data_information
        yield from _checked(given.checked, document, ("data-information", "checked"), words.people, ("license", *given.aspects))
    for key, answer in record.answers.items():
        if key not in words.questions:
            yield unknown(document, ("answers", key), key, words.questions, "question", of_key=True)
        yield from _checked(answer.checked, document, ("answers", key), words.people)
    for number, settled in enumerate(record.settled):
        yield from person(settled.by, document, ("settled", number, "by"), words.people)
        kind, _, rest = settled.conflict.partition(".")
        if kind not in tuple(ConflictKind) or not re.fullmatch(r"[a-z-]+\.[0-9a-f]{8}", rest):
            what = f"{settled.conflict!r} is no id of a conflict; copy one that `check --conflicts` prints"
            yield at(document, ("settled", number, "conflict"), what)


def _checked(checked: Checked | None, document: Document, keys: Keys, people: Iterable[str], facts: tuple[str, ...] = ()) -> Iterator[Fault]:
    """Faults of who looked, and of which of the `facts` of a part were read again."""
    if checked is None:
        return
    yield from person(checked.by, document, (*keys, "by"), people)
    if (again := checked.again) is not None:
        yield from person(again.by, document, (*keys, "again", "by"), people)
        yield from _of(again, document, (*keys, "again", "of"), facts)


def _of(again: Again, document: Document, keys: Keys, facts: tuple[str, ...]) -> Iterator[Fault]:
    for fact in again.of:
        if not facts:
            yield at(document, keys, "belongs to parts with several facts; remove it: this one was read again as a whole")
        elif fact not in facts:
            yield unknown(document, keys, fact, facts, "fact of this part")


def _new_developer(key: str, known: Mapping[str, Developer]) -> str:
    """The cure, with the developer who has that account on the Hub or GitHub, else with the one whose id is nearest."""
    by_account = {account.lower(): one for one, said in known.items() for account in (*said.huggingface, *said.github)}
    near = by_account.get(key) or suggest.nearest(key, known)
    return cure("developer-near", word=key, near=near, key=key) if near else cure("developer", word=key, key=key)


def base_near(key: str, known: Iterable[str]) -> str | None:
    """The base that was likely meant: an id of Hugging Face as bases are called by it, else the nearest of the known models."""
    return f"{HUB}{key}" if re.match(HUB_ID, key) else suggest.nearest(key, known)


def _new_model(key: str, known: Iterable[str]) -> str:
    near = base_near(key, known)
    return cure("model-near", word=key, near=near) if near else cure("model", word=key)


def licensed(expression: str | None, document: Document, keys: Keys, book: licenses.Book, among: Catalogue) -> Iterator[Fault]:
    """The fault of a license expression that nothing here can resolve."""
    if expression is not None:
        try:
            licenses.resolve(expression, book)
        except licenses.BadExpression as error:
            yield Fault(document, keys, partial(_cured, error, expression, book, among), False)


def _cured(error: licenses.BadExpression, expression: str, book: licenses.Book, among: Catalogue) -> str:
    """The error in words, with the license that was meant where it has a spelling that people use, else with the one whose id is nearest."""
    written = error.unknown or expression
    meant = aliases.Speller(among, book).meant(written)
    if isinstance(meant, tuple):
        return cure("license-several-ids", word=written, of=", ".join(meant)) if meant else cure("license-several", word=written)
    # what all of our own begin with says nothing of how alike two are
    ids = {key.removeprefix(_OWN): key for key in sorted(book.ids(), reverse=True)}
    near = meant or (suggest.nearest(error.unknown.removeprefix(_OWN), ids) if error.unknown else None)
    return str(error) if near is None else cure("license-near", word=written, near=ids.get(near, near))
