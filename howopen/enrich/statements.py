"""Statements of publishers on the parts of a model: what cards, license files, repositories and papers say, gathered once, before anything is
compared or filled in. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from howopen.licenses import files
from howopen.licenses.aliases import Speller
from howopen.licenses.files import Scope
from howopen.licenses.texts import Answer, Kind
from howopen.records import addresses
from howopen.records.catalogue import Catalogue
from howopen.records.conflict import Who
from howopen.records.fetched import HubFacts, LicenseText, RepositoryFacts
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
    against: tuple[str, str] | None = None  # of a card that contradicts itself: what its tag means, and the name that it gives besides
    answer: Answer | None = None  # of a license file that is not just one known license: what it is
    of: tuple[str, ...] = ()  # the repository on GitHub that it stands in, owner/name: as the model file names it, as it is called now

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

    def every(self) -> Iterator[Statement]:
        """Every statement, part by part."""
        return (one for some in self._by_subject.values() for one in some)

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
        return self._license(WEIGHTS, "", facts, self._origin("huggingface-models", name, facts), Scope.WEIGHTS) if facts else None

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
        yield self._license(WEIGHTS, "", facts, origin, Scope.WEIGHTS)
        for text in _speaking(facts.texts, Scope.WEIGHTS):
            page = addresses.text_page(facts, text.path)
            said = self._text(WEIGHTS, "", "license-text", text, page, origin, "stated")
            yield replace(said, fills=not self._speller.is_elsewhere(facts))
            yield _digest(WEIGHTS, text, page, origin)
        there = bool(facts.weight_files) and not facts.disabled and facts.gated is not None
        yield Statement(WEIGHTS, "", "availability", "hub", GATED[facts.gated], origin.url, origin.on, origin, fills=there)
        if facts.gated in ("auto", "manual"):
            yield Statement(WEIGHTS, "", "approval", "hub", (facts.gated,), origin.url, origin.on, origin)

    def _dataset(self, key: str, dataset: Dataset) -> Iterator[Statement]:
        name = dataset.huggingface or ""
        facts = self._fetched.datasets.get(name.lower())
        if facts is None:
            return
        origin = self._origin("huggingface-datasets", name, facts)
        yield self._license(key, dataset.name, facts, origin, Scope.DATA)
        for text in _speaking(facts.texts, Scope.DATA):
            said = self._text(key, dataset.name, "license-text", text, addresses.text_page(facts, text.path, "datasets/"), origin, "stated")
            yield replace(said, fills=not self._speller.is_elsewhere(facts))
        there = not facts.disabled and facts.gated is not None
        yield Statement(key, dataset.name, "availability", "hub", GATED[facts.gated], origin.url, origin.on, origin, fills=there)

    def _license(self, key: str, dataset: str, facts: HubFacts, origin: Origin, scope: Scope) -> Statement:
        found = self._speller.card(facts, _speaking(facts.texts, scope))
        return Statement(
            key, dataset, "license", "card", found.options, origin.url, origin.on, origin, "stated", found.written, found.why, against=found.against
        )

    def _text(self, key: str, dataset: str, who: Who, text: LicenseText, page: str, origin: Origin, scope: LicenseScope) -> Statement:
        """Statement of a license file on the license of a part."""
        answer = self._speller.recognised(text)
        values = (answer.id,) if answer.id else ()
        return Statement(
            key,
            dataset,
            "license",
            who,
            values,
            page,
            origin.on,
            origin,
            scope,
            text.path,
            "" if values else answer.kind.value,
            answer=None if values else answer,
        )

    def _repositories(self, model: Model) -> Iterator[Statement]:
        """Statements of repositories on GitHub: of those that the model names on the weights, and of any on each part of its code that lies there."""
        if not self._fetched.repositories:
            return
        code = [key for key, part in model.components.items() if self._known.vocabulary.components[key].group == "code"]
        of_model = [name.lower() for name in model.sources.github]
        named_by = [addresses.repository_of(address) for key in code for address in model.components[key].evidence]
        others = (name.removeprefix("github.com/") for name in named_by if name.startswith("github.com/"))
        for name in dict.fromkeys((*of_model, *(name for name in others if name in self._fetched.repositories))):
            facts = self._fetched.repositories.get(name)
            named = facts.id if facts else name
            on = self._fetched.confirmed("github", name)
            for key in (*([WEIGHTS] if name in of_model else []), *(key for key in code if rests_on(model.components[key], name, named))):
                yield from self._repository(key, model.components.get(key), facts, (name, named), on)

    def _repository(self, key: str, part: Component | None, facts: RepositoryFacts | None, names: tuple[str, str], on: str) -> Iterator[Statement]:
        """Statements of one repository on one part: of the license file of the folder that the part lies in, of those for its kind, else of those for all."""
        inside = [addresses.path_in(address) for address in part.evidence if any(addresses.is_of_repository(address, name) for name in names)] if part else []
        if facts is None or not facts.texts:
            # no file was read: the detector's word stands
            said = self._speller.detected(facts.license) if facts else None
            page = addresses.repository_page(facts) if facts else addresses.repository(names[0])
            origin = Origin(source="github", url=page, on=on)
            yield Statement(key, "", "license", "repository", (said,) if said else (), page, on, origin, "repository", written=names[1], of=names)
            return
        scopes = files.scopes(text.path for text in facts.texts)
        for text in _of_folder(facts.texts, inside) or _speaking(facts.texts, Scope.WEIGHTS if key == WEIGHTS else Scope.CODE):
            page = addresses.repository_page(facts, text.path)
            origin = Origin(source="github", url=page, on=on)
            # what lies in a folder of a repository on GitHub is code and words; weights lie elsewhere, and only a file that names them is theirs
            own = files.named(text.path) is Scope.WEIGHTS if key == WEIGHTS else scopes[text.path] is Scope.FOLDER
            told = self._text(key, "", "repository", text, page, origin, "stated" if own else "repository")
            unread = told.answer is not None and told.answer.kind in (Kind.UNKNOWN, Kind.POINTS) and not own
            detected = self._speller.detected(facts.license) if unread else None
            yield replace(told, values=(detected,), of=names) if detected else replace(told, of=names)
            if key != WEIGHTS or own:
                yield _digest(key, text, page, origin)

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


def _speaking(texts: tuple[LicenseText, ...], scope: Scope) -> Iterator[LicenseText]:
    """The license files that speak of what has that scope: those for it, else those for the whole repository."""
    scopes = files.scopes(text.path for text in texts)
    wanted = scope if scope in scopes.values() else Scope.REPOSITORY
    yield from (text for text in texts if scopes[text.path] is wanted)


def _of_folder(texts: tuple[LicenseText, ...], inside: list[str]) -> list[LicenseText]:
    """The license file of the nearest folder that all of these files of the repository lie in; none for what lies in no such folder."""
    found = [text for text in texts if inside and all(files.speaks_of(text.path, path) for path in inside)]
    deepest = max((text.path.count("/") for text in found), default=0)
    return [text for text in found if text.path.count("/") == deepest]


def _digest(key: str, text: LicenseText, page: str, origin: Origin) -> Statement:
    return Statement(key, "", "text", "license-text", (text.sha256,), page, text.seen, origin, replaced=text.replaced or "")


def rests_only_on(part: Component, said: list[Statement]) -> bool:
    """Whether the statements are of every repository that the part's evidence names: evidence that names another as well makes no claim on these.

    A branch beside the main line is another.
    """
    own = {addresses.repository_of(addresses.repository(name)) for one in said for name in one.of}
    named = [address for address in part.evidence if addresses.repository_of(address)]
    return not any(addresses.repository_of(address) not in own or addresses.on_side_branch(address) for address in named)


def rests_on(part: Component, *names: str) -> bool:
    """Whether evidence of the part lies in the main line of the repository, by any of its names, owner/name."""
    return any(addresses.is_of_repository(address, name) and not addresses.on_side_branch(address) for address in part.evidence for name in names)


def rests_on_words(part: Component, repository: Statement) -> bool:
    """Whether evidence of the part is prose in the repository, such as a README, and none is the license file that the statement is of."""
    inside = [address for address in part.evidence if any(addresses.is_of_repository(address, name) for name in repository.of)]
    prose = any(addresses.is_prose(address) and not files.is_license_file(addresses.path_in(address)) for address in inside)
    return prose and repository.written not in map(addresses.path_in, inside)
