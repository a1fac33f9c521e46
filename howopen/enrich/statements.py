"""Statements of publishers on the parts of a model: what cards, license files, repositories and papers say, gathered once, before anything is
compared or filled in. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from howopen.licenses.aliases import Speller
from howopen.records import addresses
from howopen.records.catalogue import Catalogue
from howopen.records.conflict import Who
from howopen.records.fetched import HubFacts, LicenseText
from howopen.records.model import Component, Dataset, Model, Origin
from howopen.records.types import Availability, LicenseScope

WEIGHTS = "weights"  # the part that a model's page on the Hub speaks of
GATED: dict[str | None, tuple[Availability, ...]] = {"no": ("public",), "auto": ("gated",), "manual": ("gated",), None: ()}  # None: a gate of another form


@dataclass(frozen=True, slots=True)
class Statement:
    """One thing that one publisher says of one part or data set."""

    part: str  # a component of the vocabulary
    dataset: str  # the data set within it; empty for the part itself
    fact: Literal["license", "availability", "approval", "text"]
    source: Who
    values: tuple[str, ...]  # several: any of them may be meant; empty: nothing here can name what is said
    url: str  # where it stands
    on: str  # YYYY-MM-DD: when it was last confirmed, of a text when it was first seen; empty when unknown
    origin: Origin  # the page that a fact is marked with when it is taken from here
    scope: LicenseScope | None = None  # of a license: said of the part, or of the repository that holds it
    written: str = ""  # as the source writes it; untrusted
    why: str = ""  # why there is not exactly one value: none | unmapped | ambiguous | unread | unknown
    fills: bool = True  # whether it may stand for what nobody wrote
    replaced: str = ""  # of a text: the one that stood there before, while somebody watched

    @property
    def value(self) -> str | None:
        """The value, where there is exactly one."""
        return self.values[0] if len(self.values) == 1 else None

    @property
    def said(self) -> str:
        """The values as one text."""
        return " or ".join(self.values)


class Statements:
    """Statements on one model, in the order in which they were gathered."""

    def __init__(self, found: Iterator[Statement]) -> None:
        self._by_subject: dict[tuple[str, str], list[Statement]] = {}
        for one in found:
            self._by_subject.setdefault((one.part, one.dataset), []).append(one)

    def of(self, part: str, fact: str, source: Who | None = None, *, dataset: str = "") -> list[Statement]:
        """Statements on a fact of a part or data set; with `source`, only those."""
        return [one for one in self._by_subject.get((part, dataset), ()) if one.fact == fact and source in (None, one.source)]

    def first(self, part: str, fact: str, source: Who | None = None, *, dataset: str = "") -> Statement | None:
        """The first of those statements."""
        return next(iter(self.of(part, fact, source, dataset=dataset)), None)


class Gatherer:
    """Gathers what was fetched into statements."""

    def __init__(self, known: Catalogue, speller: Speller) -> None:
        self._known, self._fetched, self._speller = known, known.fetched, speller

    def of(self, model: Model) -> Statements:
        """Every statement on a model: of its page on the Hub, its repositories, its papers, the pages of its data sets."""
        return Statements(self._all(model))

    def card(self, name: str) -> Statement | None:
        """The license of the weights on the card of a model on the Hub, org/name; None when nobody fetched it."""
        facts = self._fetched.models.get(name.lower())
        return self._license(WEIGHTS, "", facts, self._origin("huggingface-models", name, facts)) if facts else None

    def _all(self, model: Model) -> Iterator[Statement]:
        if model.sources.huggingface:
            yield from self._page(model.sources.huggingface[0])
        yield from self._repositories(model)
        for key, part in model.components.items():
            yield from self._paper(key, part)
            for dataset in part.datasets or ():
                yield from self._dataset(key, dataset)

    def _page(self, name: str) -> Iterator[Statement]:
        """Statements of the page of a model on the Hub, on its weights."""
        facts = self._fetched.models.get(name.lower())
        if facts is None:
            return
        origin = self._origin("huggingface-models", name, facts)
        yield self._license(WEIGHTS, "", facts, origin)
        if text := self._speller.text(facts.text):
            yield Statement(WEIGHTS, "", "license", "license-text", (text,), addresses.text_page(facts), origin.on, origin, "stated")
        there = bool(facts.weight_files) and not facts.disabled and facts.gated is not None
        yield Statement(WEIGHTS, "", "availability", "hub", GATED[facts.gated], origin.url, origin.on, origin, fills=there)
        if facts.gated in ("auto", "manual"):
            yield Statement(WEIGHTS, "", "approval", "hub", (facts.gated,), origin.url, origin.on, origin)
        if facts.text:
            yield _text(WEIGHTS, facts.text, addresses.text_page(facts), origin)

    def _dataset(self, key: str, dataset: Dataset) -> Iterator[Statement]:
        name = dataset.huggingface or ""
        facts = self._fetched.datasets.get(name.lower())
        if facts is None:
            return
        origin = self._origin("huggingface-datasets", name, facts)
        yield self._license(key, dataset.name, facts, origin)
        there = not facts.disabled and facts.gated is not None
        yield Statement(key, dataset.name, "availability", "hub", GATED[facts.gated], origin.url, origin.on, origin, fills=there)

    def _license(self, key: str, dataset: str, facts: HubFacts, origin: Origin) -> Statement:
        meaning = self._speller.card(facts)
        return Statement(key, dataset, "license", "card", meaning.options, origin.url, origin.on, origin, "stated", meaning.written, meaning.why)

    def _repositories(self, model: Model) -> Iterator[Statement]:
        """Statements of the repositories that a model names: on the weights, and on each part of its code whose evidence lies there."""
        if not self._fetched.repositories:
            return
        code = [key for key, part in model.components.items() if self._known.vocabulary.components[key].group == "code"]
        for name in model.sources.github:
            facts = self._fetched.repositories.get(name.lower())
            named = facts.id if facts else name
            page = addresses.repository_page(facts) if facts else addresses.repository(name)
            origin = Origin(source="github", url=page, on=self._fetched.confirmed("github", name))
            said = self._speller.detected(facts.license, facts.text) if facts else None
            for key in (WEIGHTS, *(key for key in code if rests_on(model.components[key], name, named))):
                yield Statement(key, "", "license", "repository", (said,) if said else (), page, origin.on, origin, "repository", written=named)
                if facts and facts.text and key != WEIGHTS:
                    yield _text(key, facts.text, page, origin)

    def _paper(self, key: str, part: Component) -> Iterator[Statement]:
        if not self._fetched.papers or not (paper := addresses.only_paper(part.evidence)):
            return
        facts = self._fetched.papers.get(paper)
        if facts and (said := self._speller.address(facts.license)):
            page = addresses.paper_page(paper)
            origin = Origin(source="arxiv", url=page, on=self._fetched.confirmed("arxiv", paper))
            of_paper = self._known.vocabulary.components[key].group == "documents"
            yield Statement(key, "", "license", "paper", (said,), page, origin.on, origin, "stated", fills=of_paper)

    def _origin(self, source: str, name: str, facts: HubFacts) -> Origin:
        page = addresses.hub_page(facts, "datasets/" if source == "huggingface-datasets" else "")
        return Origin(source=source, url=page, on=self._fetched.confirmed(source, name), revision=facts.sha)


def _text(key: str, text: LicenseText, page: str, origin: Origin) -> Statement:
    return Statement(key, "", "text", "license-text", (text.sha256,), page, text.seen, origin, replaced=text.replaced or "")


def rests_on(part: Component, *names: str) -> bool:
    """Whether evidence of the part lies in the repository, by any of its names, owner/name."""
    return any(addresses.is_of_repository(address, name) for address in part.evidence for name in names)
