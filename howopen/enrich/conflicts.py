"""Where sources disagree about one fact: pure, over what people wrote and what was fetched. Nothing here decides who is right.

Licenses are compared by what they name: "only" and "or later" are one, since tags do not tell them apart, and a source that names
fewer licenses than another agrees with it, since terms that come on top are often only in a text.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator

from howopen import licenses
from howopen.licenses.aliases import Speller
from howopen.records.catalogue import Catalogue, LicenseFacts, Terms
from howopen.records.conflict import Conflict, ConflictKind, Side
from howopen.records.fetched import HubFacts, RepositoryFacts
from howopen.records.model import Component, Dataset, Model

WEIGHTS = "weights"  # the part that a model's page on the Hub speaks of
GATED = {"no": "public", "auto": "gated", "manual": "gated"}


class Finder:
    """Finds the conflicts of one model at a time."""

    def __init__(self, known: Catalogue, models: dict[str, Model], book: licenses.Book, speller: Speller) -> None:
        self._known, self._models, self._book, self._speller = known, models, book, speller
        self._restrictions = {key for key, tag in known.vocabulary.tags.items() if tag.side == "restriction"}
        self._by_hub = {hub.lower(): key for key, model in models.items() for hub in model.sources.huggingface}

    def of(self, model: Model) -> tuple[Conflict, ...]:
        """Its conflicts, in the order of their kinds and parts, those that a person settled included."""
        settled = {one.conflict: one for one in model.settled}
        found = {one[0]: one for one in self._all(model)}
        return tuple(Conflict(key, kind, model.id, part, dataset, fact, sides, settled.get(key)) for key, kind, part, dataset, fact, sides in found.values())

    def _all(self, model: Model) -> Iterator[tuple]:
        facts = self._hub(model)
        if facts is not None:
            yield from self._card(model, facts)
        yield from self._repositories(model)
        yield from self._papers(model)
        yield from self._freer(model)
        for key, part in model.components.items():
            for dataset in part.datasets or ():
                yield from self._dataset(key, dataset)

    # ---- the Hub ----------------------------------------------------------------------------------------------------

    def _hub(self, model: Model) -> HubFacts | None:
        return self._known.fetched.models.get(model.sources.huggingface[0].lower()) if model.sources.huggingface else None

    def _card(self, model: Model, facts: HubFacts) -> Iterator[tuple]:
        on = self._known.fetched.confirmed("huggingface-models", model.sources.huggingface[0])
        page = hub_page(facts)
        part = model.components.get(WEIGHTS)
        meaning = self._speller.card(facts)
        card = Side("card", " or ".join(meaning.options), page, on)
        text = self._speller.text(facts.text)
        if meaning.options and text and not self._agree(text, meaning.options):
            yield _conflict(ConflictKind.CARD_AND_TEXT, WEIGHTS, card, Side("license-text", text, text_page(facts), on))
        if part is not None and part.license and meaning.options and not self._agree(part.license, meaning.options):
            yield _conflict(ConflictKind.FILE_AND_CARD, WEIGHTS, _written(part.license, part), card)
        if part is not None and part.availability in ("public", "gated") and part.availability != GATED[facts.gated]:
            yield _conflict(ConflictKind.GATE, WEIGHTS, _written(part.availability, part), Side("hub", GATED[facts.gated], page, on), fact="availability")
        if part is not None and part.license and facts.text:
            yield from _changed(WEIGHTS, part, facts.text, text_page(facts), on)
        for repository, said in self._detected(model):
            if meaning.options and not self._agree(said, meaning.options) and self._speaks_of_weights(model, repository, said):
                yield _conflict(ConflictKind.CARD_AND_REPOSITORY, WEIGHTS, card, self._repository_side(repository, said))

    def _dataset(self, key: str, dataset: Dataset) -> Iterator[tuple]:
        facts = self._known.fetched.datasets.get((dataset.huggingface or "").lower())
        if facts is None:
            return
        on = self._known.fetched.confirmed("huggingface-datasets", dataset.huggingface or "")
        page, meaning = hub_page(facts, "datasets/"), self._speller.card(facts)
        if dataset.license and meaning.options and not self._agree(dataset.license, meaning.options):
            card = Side("card", " or ".join(meaning.options), page, on)
            yield _conflict(ConflictKind.FILE_AND_CARD, key, Side("model-file", dataset.license, dataset.where or ""), card, dataset=dataset.name)
        if dataset.availability in ("public", "gated") and dataset.availability != GATED[facts.gated]:
            hub = Side("hub", GATED[facts.gated], page, on)
            yield _conflict(
                ConflictKind.GATE, key, Side("model-file", dataset.availability, dataset.where or ""), hub, dataset=dataset.name, fact="availability"
            )

    # ---- repositories and papers ------------------------------------------------------------------------------------

    def _detected(self, model: Model) -> Iterator[tuple[RepositoryFacts, str]]:
        for name in model.sources.github:
            facts = self._known.fetched.repositories.get(name.lower())
            said = self._speller.detected(facts.license) if facts else None
            if facts is not None and said is not None:
                yield facts, said

    def _speaks_of_weights(self, model: Model, repository: RepositoryFacts, said: str) -> bool:
        """Whether the repository's license is about the weights: what a person wrote of them rests on it, or nothing else explains it.

        A repository of code has a license of its own; that it is not that of the weights is no disagreement.
        """
        weights = model.components.get(WEIGHTS)
        if weights is not None and weights.license:
            return rests_on(weights, repository.id) and not any(HUB_PAGE.match(address) for address in weights.evidence)
        return not any(key != WEIGHTS and part.license and self._agree(part.license, (said,)) for key, part in model.components.items())

    def _repositories(self, model: Model) -> Iterator[tuple]:
        for key, part in model.components.items():
            if not part.license or part.license_scope != "repository" or self._known.vocabulary.components[key].group != "code":
                continue
            named = [name for name in model.sources.github if rests_on(part, name)]
            facts = [one for name in named if (one := self._known.fetched.repositories.get(name.lower())) is not None]
            said = [(one, found) for one in facts if (found := self._speller.detected(one.license)) is not None]
            if said and len(said) == len(named) and not any(self._agree(part.license, (found,)) for _, found in said):
                yield _conflict(ConflictKind.FILE_AND_REPOSITORY, key, _written(part.license, part), self._repository_side(*said[0]))
            for one in facts:
                if one.text:
                    yield from _changed(key, part, one.text, repository_page(one), self._known.fetched.confirmed("github", one.id))

    def _repository_side(self, repository: RepositoryFacts, said: str) -> Side:
        return Side("repository", said, repository_page(repository), self._known.fetched.confirmed("github", repository.id))

    def _papers(self, model: Model) -> Iterator[tuple]:
        for key, part in model.components.items():
            paper = only_paper(part)
            facts = self._known.fetched.papers.get(paper) if part.license and paper else None
            said = self._speller.address(facts.license) if facts else None
            if said and part.license and not self._agree(part.license, (said,)):
                page = f"https://arxiv.org/abs/{paper}"
                side = Side("paper", said, page, self._known.fetched.confirmed("arxiv", paper))
                yield _conflict(ConflictKind.FILE_AND_PAPER, key, _written(part.license, part), side)

    # ---- base models ------------------------------------------------------------------------------------------------

    def _freer(self, model: Model) -> Iterator[tuple]:
        """A model cannot be freer than what others made that it is made of, unless somebody says why."""
        own = self.license_of(model)
        if own is None or own[0] == licenses.NONE:
            return
        given = self._grants(self._terms(own[0]))
        for base in self._bases(model):
            name = base.removeprefix("hf:")
            key = base if base in self._models else self._by_hub.get(name.lower())
            if key in self._models and (key == model.id or self._models[key].developer == model.developer):
                continue  # whoever holds the rights in a model may free what they make of it
            said = self.license_of(self._models[key]) if key else self._license_of_hub(name)
            if said is None or said[0] == licenses.NONE:
                continue
            if self._restricts(self._terms(said[0])) & given:
                yield _conflict(ConflictKind.FREER_THAN_BASE, WEIGHTS, Side("model", own[0], own[1]), Side("base", said[0], said[1]))

    def _bases(self, model: Model) -> tuple[str, ...]:
        if model.derived_from is not None:
            return model.derived_from
        facts = self._hub(model)
        return tuple(f"hf:{base}" for base in facts.base_models) if facts else ()

    def license_of(self, model: Model) -> tuple[str, str] | None:
        """The license of its weights, written or on its card, and where it says so; None when neither tells."""
        part = model.components.get(WEIGHTS)
        if part is not None and part.license:
            return part.license, part.evidence[0] if part.evidence else ""
        return self._license_of_hub(model.sources.huggingface[0]) if model.sources.huggingface else None

    def _license_of_hub(self, name: str) -> tuple[str, str] | None:
        facts = self._known.fetched.models.get(name.lower())
        said = self._speller.card(facts).expression if facts else None
        return (said, hub_page(facts)) if facts and said else None

    # ---- comparing licenses -----------------------------------------------------------------------------------------

    def _terms(self, expression: str) -> Terms:
        return licenses.resolve(expression, self._book)

    def _agree(self, one: str, others: tuple[str, ...]) -> bool:
        """Whether two sources may both be right: all that the one that names fewer names is named by the other."""
        if one == licenses.NONE:
            return False
        own = self._named(one)
        named = {name for other in others for name in self._named(other)}
        return own <= named or named <= own

    def _named(self, expression: str) -> set[str]:
        return {re.sub(r"-(only|or-later)\Z", "", found.id) for found in self._terms(expression).licenses()}

    def _restricts(self, terms: Terms) -> set[str]:
        """What the terms take away: of `A OR B` only what both do."""
        if terms.license is not None:
            return {key for key, tag in terms.license.tags.items() if key in self._restrictions and tag.is_ == "yes"} | _freedoms(terms.license, "restricted")
        each = [self._restricts(inner) for inner in terms.within]
        return set.intersection(*each) if terms.operator == "OR" and each else set().union(*each)

    def _grants(self, terms: Terms) -> set[str]:
        """What the terms are known not to take away."""
        if terms.license is not None:
            return {key for key, tag in terms.license.tags.items() if key in self._restrictions and tag.is_ == "no"} | _freedoms(terms.license, "allowed")
        each = [self._grants(inner) for inner in terms.within]
        return set.intersection(*each) if terms.operator == "AND" and each else set().union(*each)


def _freedoms(license_: LicenseFacts, grant: str) -> set[str]:
    return {freedom for freedom, clause in license_.freedoms.items() if clause.is_ == grant}


def _conflict(kind: ConflictKind, part: str, one: Side, other: Side, *, dataset: str = "", fact: str = "license") -> tuple:
    said = "\n".join((dataset, one.says, other.says))
    return f"{kind}.{part}.{hashlib.sha256(said.encode()).hexdigest()[:8]}", kind, part, dataset, fact, (one, other)


def _changed(key: str, part: Component, text, page: str, on: str) -> Iterator[tuple]:
    """The license file is another than when somebody last looked."""
    if text.replaced and part.checked and part.checked.on < text.seen:
        yield _conflict(
            ConflictKind.TEXT_CHANGED,
            key,
            Side("checked-text", text.replaced[:12], "", part.checked.on),
            Side("license-text", text.sha256[:12], page, text.seen),
        )


def _written(says: str, part: Component) -> Side:
    return Side("model-file", says, part.evidence[0] if part.evidence else "", part.checked.on if part.checked else "")


# ---- addresses, of parts that were checked when they were fetched -----------------------------------------------------

HUB_PAGE = re.compile(r"https://huggingface\.co/(?!datasets/|papers/)", re.IGNORECASE)
_PAPER = re.compile(r"https?://(?:www\.)?arxiv\.org/(?:abs|pdf|html)/(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?/?(?:#.*)?\Z")


def hub_page(facts: HubFacts, kind: str = "") -> str:
    """The page at that revision."""
    return f"https://huggingface.co/{kind}{facts.id}/tree/{facts.sha}"


def text_page(facts: HubFacts) -> str:
    """The license file at that revision."""
    return f"https://huggingface.co/{facts.id}/blob/{facts.sha}/{facts.text.path.replace(' ', '%20')}" if facts.text else hub_page(facts)


def repository_page(facts: RepositoryFacts) -> str:
    """The license file of the repository, or its first page."""
    file = facts.text.path.replace(" ", "%20") if facts.text else ""
    return f"https://github.com/{facts.id}" + (f"/blob/HEAD/{file}" if file else "")


def rests_on(part: Component, repository: str) -> bool:
    """Whether evidence of the part stands in that repository."""
    start = f"https://github.com/{repository}".lower()
    return any(address.lower() == start or address.lower().startswith((f"{start}/", f"{start}#", f"{start}?")) for address in part.evidence)


def only_paper(part: Component) -> str:
    """The one arXiv id that all evidence of the part is of, or an empty string."""
    found = {match[1] if (match := _PAPER.match(address)) else "" for address in part.evidence}
    return found.pop() if len(found) == 1 else ""
