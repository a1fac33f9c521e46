"""Answers on terms: what a license lets one do, in sentences made from its facts; and the rules and sentences of `data/license-answers.yaml`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from pydantic import Field, model_validator

from howopen.records.types import Freedom, Grant, Number, Phrase, Record, Text, Word

Side = Literal["right", "duty", "limit"]
Kind = Literal["freedom", "tag", "fact", "threshold", "name", "place"]
Answer = Literal["no", "not-known", "not-read", "yes-if", "silent", "yes"]  # the strictest first
# `not-known`: which license it is; `not-read`: what its text says; `silent`: the whole text has no word against it, and none for it

# ---- the file ---------------------------------------------------------------------------------------------------------


class Sentence(Record):
    """Sentence that a fact is told by, and the questions that it bears on."""

    says: Text
    side: Side | None = None  # None: that of the tag in the vocabulary
    if_: tuple[Word, ...] = ()  # questions that it is a condition of
    no: tuple[Word, ...] = ()  # questions that it answers with no
    told_by: Phrase | None = None  # left out where the file has facts, or entries under this name: they tell it better
    of: Freedom | None = None  # the freedom of which it limits a part; left out where nobody has it at all


class Asked(Record):
    """A question that terms answer."""

    label: Phrase
    asks: Text
    freedom: Freedom | None = None  # the freedom that it is about
    fact: Word | None = None  # the fact that it is about, where that may be silent
    approved: bool = False  # whether OSI's approval of a license settles it: it restricts no person and no field


class Company(Record):
    """A company as an example, to hold numbers of licenses against."""

    label: Phrase
    meaning: Text
    measures: dict[Word, Number]  # by measure of a threshold; revenue in dollars a year


class Phrases(Record):
    """Parts of sentences; `{name}` stands for a value."""

    more_than: Text  # begins a limit below which, or at which, one is free of it
    at_least: Text  # the same, where the number itself is beyond it
    or_: Text  # joins the last of a list
    money: Text  # {currency} and {value}
    period: Text  # {period}
    business: Text  # {business}
    exempt: Text  # {exempt}
    tested_on: Text  # {day}, {month} and {year}
    tested_in: Text  # {month} and {year}
    months: tuple[Text, ...] = Field(min_length=12, max_length=12)  # January first
    only: Text  # {only}


class AnswerRules(Record):
    """Questions, and the sentence of each fact."""

    questions: dict[Word, Asked] = Field(default_factory=dict)
    answers: dict[Answer, Phrase] = Field(default_factory=dict)  # in words
    freedoms: dict[Freedom, dict[Grant, Sentence]] = Field(default_factory=dict)
    withheld: dict[Freedom, Sentence] = Field(default_factory=dict)  # in place of that of `restricted`, where nobody has the right
    tags: dict[Word, Sentence] = Field(default_factory=dict)
    facts: dict[Word, dict[Word, Sentence]] = Field(default_factory=dict)
    thresholds: dict[Word, Sentence] = Field(default_factory=dict)  # by consequence
    names: dict[Word, Sentence] = Field(default_factory=dict)  # by act that calls for the words
    places: dict[Word, Sentence] = Field(default_factory=dict)  # by what is left out
    unread_policy: Sentence | None = None  # in place of that of `use-policy` where the text was read whole and its policy was not
    phrases: Phrases | None = None
    companies: dict[Word, Company] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _is_whole(self) -> AnswerRules:
        if (self.thresholds or self.names or self.places) and self.phrases is None:
            raise ValueError("has sentences of numbers, names or places and no `phrases`")
        if self.questions and (missing := [word for word in get_args(Answer) if word not in self.answers]):
            raise ValueError(f"has no words for {', '.join(missing)} in `answers`")
        return self


# ---- what is computed -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that a license gives, asks or limits, as a sentence with its clause."""

    key: str  # its anchor on the license's page
    kind: Kind
    side: Side
    says: str
    clause: str
    because: str  # our words beside the sentence
    license: str  # id
    if_: tuple[str, ...] = ()  # questions that it is a condition of
    no: tuple[str, ...] = ()  # questions that it answers with no
    model: str = ""  # id of the model whose license it is; empty where it is the model's own


@dataclass(frozen=True, slots=True)
class Reply:
    """Answer to one question, with its conditions; of `no` the reasons, of `not-read` what is known."""

    answer: Answer
    conditions: tuple[Point, ...] = ()
    silent: tuple[str, ...] = ()  # of `silent`: the licenses whose whole text somebody read without finding a word on it


@dataclass(frozen=True, slots=True)
class LicenseAnswers:
    """Answers under the terms of a license, an expression, or a model with all that it derives from. A reading, and no legal advice."""

    replies: dict[str, Reply]  # by question
    points: tuple[Point, ...]  # all there are
    licenses: tuple[str, ...]  # the licenses that it rests on: of a choice those chosen
    unread: tuple[str, ...] = ()  # licenses, and bases, of which nobody knows what the text says
    later: tuple[tuple[str, str], ...] = ()  # (license, a later version of it); what was released under one stays under it
    lineage_known: bool = True  # whether somebody knows what the model derives from

    @property
    def names(self) -> tuple[Point, ...]:
        """Words that have to be shown."""
        return tuple(one for one in self.points if one.kind == "name")

    @property
    def places(self) -> tuple[Point, ...]:
        """Places that are left out."""
        return tuple(one for one in self.points if one.kind == "place")

    @property
    def passed_on(self) -> tuple[Point, ...]:
        """Duties of those who share it."""
        return tuple(one for one in self.points if one.side == "duty" and "share" in one.if_)

    def conditions(self, *questions: str) -> tuple[Point, ...]:
        """Conditions of the answers to these questions, each once; none where a catalogue does not ask them."""
        return tuple(dict.fromkeys(point for key in questions if key in self.replies for point in self.replies[key].conditions))

    def of_side(self, side: Side) -> tuple[Point, ...]:
        """Rights, duties or limits, in the order of the file."""
        return tuple(one for one in self.points if one.side == side)
