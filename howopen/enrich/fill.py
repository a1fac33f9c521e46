"""Facts that people left out, filled from statements of publishers and marked; facts that sources dispute, made unknown. Pure."""

from __future__ import annotations

from typing import Any, TypeVar

from howopen.enrich.statements import WEIGHTS, Statement, Statements, rests_only_on
from howopen.licenses.texts import Kind
from howopen.records import lineage
from howopen.records.conflict import Conflict, Gap
from howopen.records.fetched import Fetched
from howopen.records.model import Component, Dataset, Gate, Model, Origin

Holder = TypeVar("Holder", Component, Dataset)
Disputed = set[tuple[str, str, str]]  # (part, data set, fact)


class Filler:
    """Completes one model at a time."""

    def __init__(self, fetched: Fetched) -> None:
        self._fetched = fetched
        self.gaps: list[Gap] = []  # licenses found that nothing here can name, and license files that are not just one known license

    def model(self, model: Model, said: Statements, found: tuple[Conflict, ...]) -> Model:
        """The model with its gaps filled, and without the facts that are disputed and that nobody settled."""
        parts = dict(model.components)
        disputed = {(one.part, one.dataset, one.fact) for one in found}
        weights = self._weights(model, said, disputed)
        if weights is not None:
            parts[WEIGHTS] = weights
        for key, part in parts.items():
            parts[key] = self._part(key, model, part, said, disputed)
        self.gaps += _unrecognised(model, said)
        update: dict[str, Any] = {"components": _without_disputed(parts, found)}
        card = said.first(WEIGHTS, "license", "card")
        if model.derived_from is None and card and (bases := lineage.stated(None, model.sources.huggingface, self._fetched)):
            update |= {"derived_from": bases, "fetched": {"derived-from": card.origin}}
        return model.model_copy(update=update)

    def _weights(self, model: Model, said: Statements, disputed: Disputed) -> Component | None:
        """The weights as their page has them, under what is written; None when the page adds nothing to nothing."""
        part = model.components.get(WEIGHTS)
        page = said.first(WEIGHTS, "availability", "hub")
        if page is None:
            return part
        given: dict[str, Any] = {}
        there: str | None = part.availability if part else None
        if there is None and page.fills and (WEIGHTS, "", "availability") not in disputed:
            there = given["availability"] = page.said
        approval = said.first(WEIGHTS, "approval", "hub")
        if there == "gated" and approval:
            gate = (part.gate if part else None) or Gate()
            if gate.approval is None:
                given["gate"] = gate.model_copy(update={"approval": approval.said})
        if (part is None or part.license is None) and there not in ("none", "not-applicable"):
            given |= self._license(model, WEIGHTS, "", said, disputed)
        return _given(part or Component(), given, page.origin) if given else part

    def _part(self, key: str, model: Model, part: Component, said: Statements, disputed: Disputed) -> Component:
        """A part with what its repository, its paper and its data sets' pages add."""
        if part.datasets:
            part = part.model_copy(update={"datasets": tuple(self._dataset(key, model, one, said, disputed) for one in part.datasets)})
        if part.license is not None or part.availability not in (("public", "gated") if key == WEIGHTS else ("public",)):
            return part
        from_repositories = [one for one in said.of(key, "license", "repository") if key != WEIGHTS or one.scope == "stated"]
        if key == WEIGHTS and said.first(key, "license", "card") is not None:
            return part  # its page was looked at
        values = {one.value for one in from_repositories}
        if len(values) == 1 and from_repositories[0].value and (key == WEIGHTS or rests_only_on(part, from_repositories)):
            one = from_repositories[0]
            return _given(part, {"license": one.value, "license_scope": one.scope}, one.origin)
        for one in said.of(key, "license", "paper"):
            if one.value and one.fills:
                return _given(part, {"license": one.value, "license_scope": one.scope}, one.origin)
        return part

    def _dataset(self, key: str, model: Model, dataset: Dataset, said: Statements, disputed: Disputed) -> Dataset:
        page = said.first(key, "availability", "hub", dataset=dataset.name)
        if page is None:
            return dataset
        given: dict[str, Any] = {}
        if dataset.availability is None and page.fills and (key, dataset.name, "availability") not in disputed:
            given["availability"] = page.said
        if dataset.license is None and (key, dataset.name, "license") not in disputed:
            given |= self._license(model, key, dataset.name, said, disputed)
        return _given(dataset, given, page.origin)

    def _license(self, model: Model, key: str, dataset: str, said: Statements, disputed: Disputed) -> dict[str, Any]:
        """The license that the card names, else that of the text beside it where the card names none; reported where nothing here can name it."""
        card = said.first(key, "license", "card", dataset=dataset)
        texts = said.of(key, "license", "license-text", dataset=dataset)
        values = {one.value for one in texts if one.fills}
        found = card.value if card and card.values else values.pop() if len(values) == 1 else None
        if found is not None and any(one.answer and one.answer.kind in (Kind.LONGER, Kind.NEAR) for one in texts):
            return {}  # the file beside the card says more than the license that the card names
        if found is not None:
            return {} if (key, dataset, "license") in disputed else {"license": found, "license_scope": "stated"}
        if card and card.why in ("unmapped", "ambiguous", "unread"):
            self.gaps.append(_gap(model, dataset or key, card))
        return {}


def _unrecognised(model: Model, said: Statements) -> list[Gap]:
    """License files that are not just one known license, each once."""
    found = {
        one.url: Gap(model.id, one.dataset or one.part, one.written, one.why, one.url, one.answer.license, one.answer.told)
        for one in said.every()
        if one.answer
    }
    return list(found.values())


def _gap(model: Model, subject: str, card: Statement) -> Gap:
    return Gap(model.id, subject, card.written, card.why, card.url)


def _given(part: Holder, given: dict[str, Any], origin: Origin) -> Holder:
    """The part with the facts given, marked with where they come from; the part as it was when there are none."""
    if not given:
        return part
    marks = {name: origin for name in given if name != "license_scope"}
    evidence = part.evidence if origin.url in part.evidence else (*part.evidence, origin.url)
    return part.model_copy(update={**given, "evidence": evidence, "fetched": {**part.fetched, **marks}})


def _without_disputed(parts: dict[str, Component], found: tuple[Conflict, ...]) -> dict[str, Component]:
    """The parts without the facts that sources dispute, with what each side says of them; what a person settled stays."""
    parts = dict(parts)
    for one in found:
        if one.settled:
            continue
        part = parts.get(one.part) or Component()
        if one.dataset:
            datasets = tuple(_disputed(each, one) if each.name == one.dataset else each for each in part.datasets or ())
            parts[one.part] = part.model_copy(update={"datasets": datasets})
        else:
            parts[one.part] = _disputed(part, one)
    return parts


def _disputed(part: Holder, conflict: Conflict) -> Holder:
    """The part without the fact; where a side cannot be named, or did not name it before, nothing can be judged under each."""
    sides = [side.values for side in conflict.sides]
    before = part.disputed.get(conflict.fact, ("",))
    values = tuple(sorted({value for side in sides for value in side} | (set(before) - {""}))) if all(sides) and before else ()
    return part.model_copy(update={conflict.fact: None, "disputed": dict(sorted({**part.disputed, conflict.fact: values}.items()))})
