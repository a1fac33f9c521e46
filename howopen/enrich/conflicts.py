"""Conflicts between sources about one fact: pure, over what people wrote and what publishers say. Nothing here decides who is right.

Licenses are compared by what they name: "only" and "or later" are one, since tags do not tell them apart; the editions of one license, whose
ids end in a year or a day, are one, since a model stays under that of its day when a repository has gone on to the next; and a source that
names fewer licenses than another agrees with it, since terms that come on top are often only in a text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from howopen import licenses
from howopen.enrich.statements import WEIGHTS, Gatherer, Statement, Statements, rests_on, rests_on_words, rests_only_on
from howopen.licenses import rights
from howopen.records import lineage
from howopen.records.catalogue import Catalogue, LicenseFacts
from howopen.records.conflict import Conflict, ConflictKind, Side, Who
from howopen.records.model import Component, Dataset, Model, Settled

_VARIANT = re.compile(r"(\ALicenseRef-.+?)-20\d\d(?:-\d\d){0,2}\Z|-(?:only|or-later)\Z")


class Holder(NamedTuple):
    """A part or data set that a model file speaks of, and where it says so."""

    part: str
    dataset: str
    facts: Component | Dataset
    url: str
    on: str


class Finder:
    """Finds the conflicts of one model at a time."""

    def __init__(self, known: Catalogue, models: Mapping[str, Model], book: licenses.Book, gatherer: Gatherer) -> None:
        self._known, self._models, self._book, self._gatherer = known, models, book, gatherer
        self._restrictions = {key for key, tag in known.vocabulary.tags.items() if tag.side == "restriction"}
        self._by_hub = lineage.by_hub({key: model.hub_ids for key, model in models.items()})

    def of(self, model: Model, said: Statements) -> tuple[Conflict, ...]:
        """Its conflicts, in the order of their kinds and parts, those that a person settled included. `said`: the statements on the model."""
        settled = {one.conflict: one for one in model.settled}
        found = {(key := _key(kind, one, sides)): _conflict(key, kind, model, one, sides, settled.get(key)) for kind, one, sides in self._all(model, said)}
        return tuple(found.values())

    def _all(self, model: Model, said: Statements) -> Iterator[Found]:
        yield from self._weights(model, said)
        for key, part in model.components.items():
            if part.license and part.license_scope == "repository" and self._known.vocabulary.components[key].group == "code":
                yield from self._code(_holder(key, part), said)
        for key, part in model.components.items():
            yield from self._differ(_holder(key, part), said.of(key, "license", "paper"), ConflictKind.FILE_AND_PAPER)
        yield from self._freer(model)
        for key, part in model.components.items():
            for dataset in part.datasets or ():
                holder = Holder(key, dataset.name, dataset, dataset.where or "", "")
                yield from self._differ(holder, said.of(key, "license", "card", dataset=dataset.name), ConflictKind.FILE_AND_CARD)
                yield from _gate(holder, said)
                yield from (found for card in said.of(key, "license", "card", dataset=dataset.name) for found in _name(card, holder))

    # ---- one part ---------------------------------------------------------------------------------------------------

    def _weights(self, model: Model, said: Statements) -> Iterator[Found]:
        """Conflicts over the weights: the card, the text beside it, the model file, and repositories that speak of them."""
        card = said.first(WEIGHTS, "license", "card")
        part = model.components.get(WEIGHTS)
        holder = _holder(WEIGHTS, part) if part is not None else None
        place = Place(WEIGHTS, "", "license")
        texts = said.of(WEIGHTS, "license", "license-text")
        if card is not None:
            yield from _name(card, holder)
            yield from ((ConflictKind.CARD_AND_TEXT, place, (_side(card), _side(text))) for text in texts if self._disagree(text, card))
        if holder is not None:
            yield from self._differ(holder, [card] if card else (), ConflictKind.FILE_AND_CARD)
            if card is None or not card.values:
                yield from self._differ(holder, texts, ConflictKind.FILE_AND_TEXT)
            yield from _gate(holder, said)
            yield from _changed(holder, said)
        for repository in said.of(WEIGHTS, "license", "repository"):
            if not self._speaks_of_weights(model, repository):
                continue
            if card is not None and self._disagree(repository, card):
                yield ConflictKind.CARD_AND_REPOSITORY, place, (_side(card), _side(repository))
            elif holder is not None and (card is None or not card.values):
                yield from self._differ(holder, [repository], ConflictKind.FILE_AND_REPOSITORY)

    def _speaks_of_weights(self, model: Model, repository: Statement) -> bool:
        """Whether the repository's license is about the weights: its file says so, what a person wrote of them rests on it alone, or nothing else explains it.

        A repository of code has a license of its own; that it is not that of the weights is no disagreement.
        """
        weights = model.components.get(WEIGHTS)
        if weights is not None and weights.license:
            if not any(rests_on(weights, name) for name in repository.of):
                return False
            # a README that says what the weights are under has told them from the code, which the repository's own license file is for
            told_apart = weights.license_scope == "stated" and rests_on_words(weights, repository)
            return repository.scope == "stated" or (rests_only_on(weights, [repository]) and not told_apart)
        return repository.scope == "stated" or not any(part.license and self._agree(part.license, repository.values) for part in model.components.values())

    def _code(self, holder: Holder, said: Statements) -> Iterator[Found]:
        """Conflicts over a part of the code with the repositories that it lies in: only where each of them tells a license, and none fits."""
        found, part = said.of(holder.part, "license", "repository"), holder.facts
        none = all(one.values for one in found) and not any(self._agree(part.license or "", one.values) for one in found)
        if found and none and isinstance(part, Component) and rests_only_on(part, found):
            yield ConflictKind.FILE_AND_REPOSITORY, Place(holder.part, "", "license"), (_written(holder.facts.license or "", holder), _side(found[0]))
        yield from _changed(holder, said)

    def _differ(self, holder: Holder, said: Iterable[Statement], kind: ConflictKind) -> Iterator[Found]:
        """Conflicts between the license that the model file gives and each of the statements."""
        for one in said:
            if holder.facts.license and one.values and not self._agree(holder.facts.license, one.values):
                yield kind, Place(holder.part, holder.dataset, "license"), (_written(holder.facts.license, holder), _side(one))

    # ---- base models ------------------------------------------------------------------------------------------------

    def _freer(self, model: Model) -> Iterator[Found]:
        """Conflict with each base that others made and that is less free: a model cannot be freer than what it is made of, unless somebody says why."""
        own = self._license_of(model)
        if own is None:
            return
        given = self._grants(own[0])
        for base in lineage.stated(model.derived_from, model.sources.huggingface, self._known.fetched) or ():
            key = lineage.known_as(base, self._by_hub)
            if key in self._models and (key == model.id or self._models[key].developer == model.developer):
                continue  # whoever holds the rights in a model may free what they make of it
            said = self._license_of(self._models[key]) if key in self._models else self._license_of_card(lineage.on_hub(base))
            if said is not None and self._restricts(said[0]) & given:
                yield (
                    ConflictKind.FREER_THAN_BASE,
                    Place(WEIGHTS, "", "license"),
                    (Side("model", own[0], own[1], values=(own[0],)), Side("base", said[0], said[1], values=(said[0],))),
                )

    def _license_of(self, model: Model) -> tuple[str, str] | None:
        """The license of its weights, written or on its card, and where it says so; None when neither tells."""
        part = model.components.get(WEIGHTS)
        if part is not None and part.license:
            return part.license, part.evidence[0] if part.evidence else ""
        return self._license_of_card(model.sources.huggingface[0]) if model.sources.huggingface else None

    def _license_of_card(self, name: str) -> tuple[str, str] | None:
        card = self._gatherer.card(name)
        return (card.value, card.url) if card and card.value else None

    # ---- comparing licenses -----------------------------------------------------------------------------------------

    def _disagree(self, one: Statement, other: Statement) -> bool:
        """Whether both name a license, and cannot both be right."""
        return bool(one.values and other.values) and not self._agree(one.said, other.values)

    def _agree(self, one: str, others: Sequence[str]) -> bool:
        """Whether two sources may both be right: the licenses that one names are among those that the other names."""
        if one == licenses.NONE:
            return False
        own = self._named(one)
        named = {name for other in others for name in self._named(other)}
        return own <= named or named <= own

    def _named(self, expression: str) -> set[str]:
        return {_VARIANT.sub(r"\1", found.id) for found in licenses.resolve(expression, self._book).licenses()}

    def _restricts(self, expression: str) -> set[str]:
        """Restrictions and freedoms that the terms take away: of `A OR B` only those that both do."""

        def each(license_: LicenseFacts) -> set[str]:
            return {key for key, tag in license_.tags.items() if key in self._restrictions and tag.is_ == "yes"} | _freedoms(license_, "restricted")

        return rights.combined(licenses.resolve(expression, self._book), each, choice=_in_all, together=_in_any, none=set())

    def _grants(self, expression: str) -> set[str]:
        """Restrictions and freedoms that the terms are known not to take away: of `A AND B` only those that neither does."""

        def each(license_: LicenseFacts) -> set[str]:
            return {key for key, tag in license_.tags.items() if key in self._restrictions and tag.is_ == "no"} | _freedoms(license_, "allowed")

        return rights.combined(licenses.resolve(expression, self._book), each, choice=_in_any, together=_in_all, none=set())


class Place(NamedTuple):
    """The fact that two sides dispute."""

    part: str
    dataset: str
    fact: str  # license | availability


Sides = tuple[Side, Side]
Found = tuple[ConflictKind, Place, Sides]


def _in_all(sets: Sequence[set[str]]) -> set[str]:
    return set.intersection(*sets)


def _in_any(sets: Sequence[set[str]]) -> set[str]:
    return set().union(*sets)


def _freedoms(license_: LicenseFacts, grant: str) -> set[str]:
    return {freedom for freedom, clause in license_.freedoms.items() if clause.is_ == grant}


def _name(card: Statement, holder: Holder | None) -> Iterator[Found]:
    """The conflict of a card with itself, where nobody wrote the license: its tag is one license, and the name that it gives is not that one's."""
    if card.against is not None and (holder is None or not holder.facts.license):
        tag, name = card.against
        sides = Side("card", tag, card.url, card.on, (tag,)), Side("card-name", name, card.url, card.on, tuple(one for one in card.values if one == name))
        yield ConflictKind.CARD_AND_NAME, Place(card.part, card.dataset, "license"), sides


def _gate(holder: Holder, said: Statements) -> Iterator[Found]:
    """The conflict between written availability and the page on the Hub, where one is public and the other gated."""
    hub = said.first(holder.part, "availability", "hub", dataset=holder.dataset)
    written = holder.facts.availability
    if hub is not None and hub.values and written in ("public", "gated") and written not in hub.values:
        yield ConflictKind.GATE, Place(holder.part, holder.dataset, "availability"), (_written(written, holder), _side(hub))


def _changed(holder: Holder, said: Statements) -> Iterator[Found]:
    """The conflict with a license file that is another than when somebody last looked."""
    for text in said.of(holder.part, "text"):
        if holder.facts.license and text.replaced and holder.on < text.on:
            sides = Side("checked-text", text.replaced[:12], "", holder.on), Side("license-text", text.said[:12], text.url, text.on)
            yield ConflictKind.TEXT_CHANGED, Place(holder.part, "", "license"), sides


def _holder(key: str, part: Component) -> Holder:
    return Holder(key, "", part, part.evidence[0] if part.evidence else "", part.checked.on if part.checked else "")


def _written(says: str, holder: Holder) -> Side:
    return Side("model-file", says, holder.url, holder.on, (says,))


def _side(one: Statement) -> Side:
    who: Who = one.source
    return Side(who, one.said, one.url, one.on, one.values)


def _key(kind: ConflictKind, place: Place, sides: Sides) -> str:
    said = "\n".join((place.dataset, sides[0].says, sides[1].says))
    return f"{kind}.{place.part}.{hashlib.sha256(said.encode()).hexdigest()[:8]}"


def _conflict(key: str, kind: ConflictKind, model: Model, place: Place, sides: Sides, settled: Settled | None) -> Conflict:
    return Conflict(key, kind, model.id, place.part, place.dataset, place.fact, sides, settled)
