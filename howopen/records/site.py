"""The site itself, as data: its name, its pages, its leaderboard, and who publishes the models on it."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from howopen.records.checked import Checked
from howopen.records.types import DayOrMonth, Link, Links, Phrase, Record, RepositoryPath, Text, Word


class Statement(Record):
    """Statement of a developer on a definition itself."""

    on_definition: Word = Field(description="The definition, by its id.", examples=["example-1.0"])
    says: Text = Field(description="What it said, in our words or a phrase of its own.", examples=["That no single definition of open source AI exists."])
    url: Link = Field(description="Where it says so, or who reports it.")
    on: DayOrMonth | None = Field(default=None, description="When it said so, YYYY-MM-DD or YYYY-MM.")


class Developer(Record):
    """Publisher of models."""

    id: Word = Field(default="", exclude=True, json_schema_extra={"hidden": True})
    name: Phrase = Field(description="As it writes itself.", examples=["Ai2"])
    url: Link | None = Field(default=None, description="Its home page.")
    country: Phrase | None = Field(default=None, description="Where it is based, in English.", examples=["United States"])
    kind: Literal["company", "university", "non-profit", "public-body", "community"] | None = Field(
        default=None, description="What kind of organisation it is."
    )
    huggingface: tuple[Phrase, ...] = Field(default=(), description="Its organisations on Hugging Face.", examples=[["allenai"]])
    github: tuple[Phrase, ...] = Field(default=(), description="Its organisations on GitHub.", examples=[["allenai"]])
    statements: tuple[Statement, ...] = Field(default=(), description="What it said of a definition, as its answer to the verdicts here.")
    families: dict[Word, Phrase] = Field(
        default_factory=dict, description="Its families of models: a word for files, and the name that readers see.", examples=[{"olmo-2": "OLMo 2"}]
    )


class Page(Record):
    """The head of a prose page."""

    title: Phrase = Field(description="Its title.")
    summary: Text = Field(description="One sentence for search engines and feeds.")
    menu: int | None = Field(default=None, description="Its place in the menu, lowest first; absent: not in the menu.")


class Chip(Record):
    """A question that one press answers: a family, a filter."""

    says: Phrase = Field(description="What stands on it.", examples=["Open training data"])
    find: Phrase = Field(description="What it asks the leaderboard for, as in its address.", examples=["data=open"])
    also: tuple[Phrase, ...] = Field(default=(), description="Other words by which the search finds the same.", examples=[["open data"]])


class Board(Record):
    """Settings of the leaderboard: its order, its headline, its pages."""

    rank_by: tuple[Word, ...] = Field(description="Definitions that decide between models with equal shares, the first weighs most.")
    tier: Word = Field(description="The ladder whose level stands in each row.")
    chips: tuple[Chip, ...] = Field(default=(), description="Shortcuts below the search.")
    score: Word = Field(description="The definition whose elements make the score.")
    headline: Word = Field(description="The definition that claims are held against.")
    claim_words: tuple[Phrase, ...] = Field(description="A claim with one of these words claims the headline's definition.")
    badge: Word = Field(description="The definition of the badge offered first.")
    badge_label: Phrase = Field(default="openness", description="What that badge speaks of, with the version of the definition.")
    most_rows: int = Field(default=1000, gt=0, description="With more models than this the leaderboard is several pages, by rank.")
    page_rows: int = Field(default=200, gt=0, description="Rows on each of several pages.")


class Unassessed(Record):
    """Name that people search for, of which nothing is assessed here."""

    name: Phrase
    also: tuple[Phrase, ...] = Field(default=(), description="Other names that people search for it by.")
    developer: Phrase = Field(description="Who made it, as people call them.")
    because: Text = Field(description="Why nothing is assessed, and what was looked for.")
    evidence: Links = Field(min_length=1, description="Where somebody looked.")
    checked: Checked


class UnassessedNames(Record):
    """Every name that people search for and of which nothing is assessed here."""

    names: tuple[Unassessed, ...] = ()


class Site(Record):
    """Names of the site, and addresses of its sources."""

    name: Phrase
    question: Phrase = Field(description="The question it answers.")
    summary: Text
    repository: Link = Field(description="Where its files stand, without a slash at the end.")
    branch: RepositoryPath = "main"
    data_license: Phrase
    code_license: Phrase
