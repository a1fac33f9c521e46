"""Verdicts of others on models here, as their publishers wrote them, and why we differ."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from howopen.records.types import DayOrMonth, Link, Number, Phrase, Record, Text, Word


class Opinion(Record):
    """Verdict of somebody else on one model. Without `means`, `level`, `points` and `parts` it is shown and not compared."""

    model: Word = Field(description="The model here that it speaks of, by id.")
    of: Phrase = Field(description="What was judged, as its publisher names it.")
    says: Phrase = Field(description="The outcome, in a few words.")
    means: Literal["met", "not-met", "undetermined"] | None = Field(default=None, description="The outcome in our terms, for a plain verdict.")
    level: Word | None = Field(default=None, description="For a definition with levels: the level it is said to reach, or `none`.")
    points: Number | None = Field(default=None, description="For a score: the points that it is said to have.")
    parts: dict[Phrase, Phrase] = Field(default_factory=dict, description="What is said of each criterion, in the source's words.")
    because: Text | None = Field(default=None, description="Why we find otherwise, or what is open here; absent: nobody has explained it yet.")
    explained: dict[Phrase, Text] = Field(default_factory=dict, description="The same for single criteria.")
    url: Link = Field(description="Where it says so.")


class Criterion(Record):
    """Criterion of a source, and the part here that comes nearest to it."""

    label: Phrase
    component: Word | None = Field(default=None, description="Absent: nothing here says the same, so it is not compared.")


class Explanation(Record):
    """Why a source and we differ, for every model of which it says one thing and we another."""

    criterion: Phrase | None = Field(default=None, description="The criterion; absent: the outcome as a whole.")
    theirs: Phrase | None = Field(default=None, description="What the source says; absent: anything.")
    ours: Phrase | None = Field(default=None, description="What we find; absent: anything.")
    because: Text = Field(description="The reason, in a sentence or two.")


class Opinions(Record):
    """One source's published findings."""

    id: Word = Field(default="", exclude=True, json_schema_extra={"hidden": True})
    who: Phrase = Field(description="Who says so.")
    by: Word | None = Field(default=None, description="Its name among the vocabulary's people, where findings here were taken from it.")
    url: Link = Field(description="Its page.")
    published: DayOrMonth = Field(description="When, YYYY-MM-DD or YYYY-MM.")
    about: Text = Field(description="How it came about and what it does not say.")
    definition: Word | None = Field(default=None, description="The definition here that it speaks of, if any.")
    license: Phrase | None = Field(default=None, description="The license of the source.")
    cite: Link | None = Field(default=None, description="What it asks to be cited.")
    criteria: dict[Phrase, Criterion] = Field(default_factory=dict, description="What it asks, by its own name for it.")
    words: dict[Phrase, Literal["published", "in-part", "not-published"]] = Field(
        default_factory=dict, description="What its words for a part mean; a word that is not here is not compared."
    )
    explanations: tuple[Explanation, ...] = Field(default=(), description="Why it and we differ, where one reason holds for many models.")
    verdicts: tuple[Opinion, ...] = Field(description="Each outcome.")
