"""Lay fetched facts under what people wrote: what they left out is filled and marked, what sources dispute is unknown. Pure."""

from __future__ import annotations

from howopen.enrich import conflicts
from howopen.licenses.aliases import Meaning, Speller
from howopen.records import lineage
from howopen.records.catalogue import Catalogue
from howopen.records.conflict import Conflict, Gap
from howopen.records.fetched import HubFacts
from howopen.records.model import Component, Dataset, Gate, Model, Origin

WEIGHTS = conflicts.WEIGHTS


class Filler:
    """Completes one model at a time."""

    def __init__(self, known: Catalogue, speller: Speller) -> None:
        self._known, self._speller = known, speller
        self.gaps: list[Gap] = []  # licenses found that nothing here can name

    def model(self, model: Model, found: tuple[Conflict, ...]) -> Model:
        """The model with its gaps filled, and without the facts that are disputed and that nobody settled."""
        parts = dict(model.components)
        disputed = {(one.part, one.dataset, one.fact) for one in found}
        facts = self._known.fetched.models.get(model.sources.huggingface[0].lower()) if model.sources.huggingface else None
        if facts is not None:
            weights = self._weights(model, facts, parts.get(WEIGHTS), {fact for part, dataset, fact in disputed if part == WEIGHTS and not dataset})
            if weights is not None:
                parts[WEIGHTS] = weights
        for key, part in parts.items():
            parts[key] = self._part(key, model, part, disputed)
        update: dict = {"components": _without_disputed(parts, found)}
        if model.derived_from is None and (bases := lineage.stated(None, model.sources.huggingface, self._known.fetched)):
            update["derived_from"] = bases
            update["fetched"] = {"derived-from": self._origin("huggingface-models", model.sources.huggingface[0], facts)}
        return model.model_copy(update=update)

    # ---- the Hub ----------------------------------------------------------------------------------------------------

    def _weights(self, model: Model, facts: HubFacts, part: Component | None, disputed: set[str]) -> Component | None:
        """The weights as their page has them, under what is written; None when the page adds nothing to nothing."""
        origin = self._origin("huggingface-models", model.sources.huggingface[0], facts)
        given: dict = {}
        there = part.availability if part else None
        if there is None and facts.weight_files and not facts.disabled and "availability" not in disputed:
            there = conflicts.GATED[facts.gated]
            given["availability"] = there
        if there == "gated" and facts.gated in ("auto", "manual"):
            gate = (part.gate if part else None) or Gate()
            if gate.approval is None:
                given["gate"] = gate.model_copy(update={"approval": facts.gated})
        if (part is None or part.license is None) and there not in ("none", "not-applicable"):
            meaning = self._speller.card(facts)
            license_ = meaning.expression or (None if meaning.options else self._speller.text(facts.text))
            if license_ is None:
                self._gap(model, WEIGHTS, meaning, origin.url)
            elif "license" not in disputed:
                given |= {"license": license_, "license_scope": "stated"}
        return _given(part, given, origin)

    def _part(self, key: str, model: Model, part: Component, disputed: set[tuple[str, str, str]]) -> Component:
        """A part with what its repository, its paper and its data sets' pages add."""
        if part.datasets:
            part = part.model_copy(update={"datasets": tuple(self._dataset(key, model, one, disputed) for one in part.datasets)})
        if part.license is not None or part.availability != "public" or (key, "", "license") in disputed:
            return part
        group = self._known.vocabulary.components[key].group
        for name in model.sources.github if group == "code" else ():
            facts = self._known.fetched.repositories.get(name.lower())
            license_ = self._speller.detected(facts.license) if facts and conflicts.rests_on(part, name) else None
            if facts and license_:
                origin = Origin(source="github", url=conflicts.repository_page(facts), on=self._known.fetched.confirmed("github", name))
                return _given(part, {"license": license_, "license_scope": "repository"}, origin) or part
        paper = conflicts.only_paper(part) if group == "documents" else ""
        facts_ = self._known.fetched.papers.get(paper)
        license_ = self._speller.address(facts_.license) if facts_ else None
        if license_:
            origin = Origin(source="arxiv", url=f"https://arxiv.org/abs/{paper}", on=self._known.fetched.confirmed("arxiv", paper))
            return _given(part, {"license": license_, "license_scope": "stated"}, origin) or part
        return part

    def _dataset(self, key: str, model: Model, dataset: Dataset, disputed: set[tuple[str, str, str]]) -> Dataset:
        facts = self._known.fetched.datasets.get((dataset.huggingface or "").lower())
        if facts is None:
            return dataset
        origin = self._origin("huggingface-datasets", dataset.huggingface or "", facts)
        given: dict = {}
        if dataset.availability is None and not facts.disabled and (key, dataset.name, "availability") not in disputed:
            given["availability"] = conflicts.GATED[facts.gated]
        if dataset.license is None and (key, dataset.name, "license") not in disputed:
            meaning = self._speller.card(facts)
            if meaning.expression:
                given |= {"license": meaning.expression, "license_scope": "stated"}
            else:
                self._gap(model, dataset.name, meaning, origin.url)
        return _given(dataset, given, origin) or dataset

    def _origin(self, source: str, name: str, facts: HubFacts) -> Origin:
        page = conflicts.hub_page(facts, "datasets/" if source == "huggingface-datasets" else "")
        return Origin(source=source, url=page, on=self._known.fetched.confirmed(source, name), revision=facts.sha)

    def _gap(self, model: Model, subject: str, meaning: Meaning, url: str) -> None:
        if meaning.why in ("unmapped", "ambiguous", "unread"):
            self.gaps.append(Gap(model.id, subject, meaning.written, meaning.why, url))


def _given(part, given: dict, origin: Origin):
    """The part with the facts given, marked with where they come from; the part as it was when there are none."""
    if not given:
        return part
    part = part or Component()
    marks = {name: origin for name in given if name != "license_scope"}
    evidence = part.evidence if origin.url in part.evidence else (*part.evidence, origin.url)
    return part.model_copy(update={**given, "evidence": evidence, "fetched": {**part.fetched, **marks}})


def _without_disputed(parts: dict[str, Component], found: tuple[Conflict, ...]) -> dict[str, Component]:
    """The parts without the facts that sources dispute; what a person settled stays."""
    parts = dict(parts)
    for one in found:
        if one.settled:
            continue
        part = parts.get(one.part) or Component()
        if one.dataset:
            datasets = tuple(_disputed(each, one.fact) if each.name == one.dataset else each for each in part.datasets or ())
            parts[one.part] = part.model_copy(update={"datasets": datasets})
        else:
            parts[one.part] = _disputed(part, one.fact)
    return parts


def _disputed(part, fact: str):
    return part.model_copy(update={fact: None, "disputed": tuple(sorted({*part.disputed, fact}))})
