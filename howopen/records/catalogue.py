"""Catalogue of everything known: `load` returns it, `enrich` completes it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

from howopen.records.conflict import Conflict, Gap, SecondOpinion
from howopen.records.definition import Definition
from howopen.records.edition import Edition
from howopen.records.fetched import Fetched
from howopen.records.license import Clause, FreeTerms, License, SpellingBook, Tag
from howopen.records.license_answers import AnswerRules
from howopen.records.license_text import PublishedTexts
from howopen.records.model import Model
from howopen.records.opinion import Opinions
from howopen.records.peer import Peers
from howopen.records.site import Board, Developer, Page, Site, UnassessedNames
from howopen.records.types import Freedom
from howopen.records.vocabulary import Vocabulary


@dataclass(frozen=True, slots=True)
class LicenseFacts:
    """Facts on one license, SPDX's flags and ours together."""

    id: str
    name: str
    url: str
    spdx: bool  # whether SPDX lists it
    record: License | None  # our file on it, if there is one
    freedoms: dict[Freedom, Clause]  # one left out was not assessed
    tags: dict[str, Tag]  # one left out was not assessed


@dataclass(frozen=True, slots=True)
class Terms:
    """A license expression, resolved: one license, or AND / OR over others."""

    expression: str  # as SPDX writes it
    operator: Literal["", "AND", "OR", "NONE"]
    license: LicenseFacts | None = None
    within: tuple[Terms, ...] = ()

    def licenses(self) -> tuple[LicenseFacts, ...]:
        """Every license named, in order."""
        return (self.license,) if self.license else tuple(found for part in self.within for found in part.licenses())


@dataclass(frozen=True)
class Catalogue:
    """Everything under `data/`. Mappings are sorted by id; definitions by their order."""

    vocabulary: Vocabulary
    models: dict[str, Model]
    definitions: dict[str, Definition]
    licenses: dict[str, License]
    developers: dict[str, Developer]
    opinions: dict[str, Opinions]
    pages: dict[str, tuple[Page, str]]  # head and Markdown
    free_terms: FreeTerms
    board: Board
    site: Site
    spellings: SpellingBook = field(default_factory=SpellingBook)
    answer_rules: AnswerRules = field(default_factory=AnswerRules)
    license_texts: dict[str, PublishedTexts] = field(default_factory=dict)  # by license
    peers: Peers = field(default_factory=lambda: Peers(peers=()))
    unassessed: UnassessedNames = field(default_factory=UnassessedNames)
    fetched: Fetched = field(default_factory=Fetched)
    editions: dict[str, Edition] = field(default_factory=dict)
    paths: dict[str, str] = field(default_factory=dict)  # "models/<id>" -> the file, as a person would type it
    # what enrich adds
    terms: dict[str, Terms] = field(default_factory=dict)  # by expression as written
    ancestors: dict[str, tuple[str, ...] | None] = field(default_factory=dict)  # by model id: ids or hf:..., nearest first; None: unknown
    spdx_version: str = ""
    written: dict[str, Model] = field(default_factory=dict)  # the models as people wrote them, before anything was filled or disputed
    filled: dict[str, Model] = field(default_factory=dict)  # the models as enrich left them; another in place of one is as somebody wrote it
    conflicts: dict[str, tuple[Conflict, ...]] = field(default_factory=dict)  # by model, those that have any
    gaps: tuple[Gap, ...] = ()  # licenses found that nothing here can name
    second_opinions: dict[str, tuple[SecondOpinion, ...]] = field(default_factory=dict)  # by model, those that have any

    @cached_property
    def gaps_of(self) -> dict[str, tuple[Gap, ...]]:
        """The licenses that nothing here can name, by model, those that have any."""
        found: dict[str, tuple[Gap, ...]] = {}
        for gap in self.gaps:
            found[gap.model] = (*found.get(gap.model, ()), gap)
        return found

    def disputes_of(self, model: str) -> tuple[Conflict, ...]:
        """The conflicts of one model that nobody has settled."""
        return tuple(one for one in self.conflicts.get(model, ()) if one.settled is None)

    @property
    def disputes(self) -> dict[str, tuple[Conflict, ...]]:
        """The conflicts that nobody has settled, by model."""
        return {key: some for key in self.conflicts if (some := self.disputes_of(key))}
