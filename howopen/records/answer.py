"""Answers to the questions that readers come with, in codes; templates have the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, NamedTuple

State = Literal["met", "partial", "not-met", "undetermined"]
Question = Literal["open-source", "commercial", "training-data", "sharing"]
Kind = Literal["part", "license", "coverage", "gate", "aspect", "question", "lineage", "base", "list"]
Who = Literal["anybody", "developer", "judge"]  # anybody who looks, the developer, or a person who judges
Fault = Literal["withheld", "in-part", "described", "terms", "no-license", "gated", "base"]  # of a group of parts
Word = Literal[
    "yes",
    "yes-if",
    "no",
    "not-settled",
    "not-examined",
    "not-read",
    "not-known",
    "open",
    "in-part",
    "limits",
    "gated",
    "on-request",
    "withheld",
    "unknown",
    "none",
]


class Missing(NamedTuple):
    """A fact that nobody has found out yet and that bears on the answer."""

    kind: Kind
    subject: str = ""  # the component, aspect or question
    who: Who = "anybody"  # who can find it out


class Reply(NamedTuple):
    """Answer to one question."""

    word: Word
    state: State
    why: tuple[str, ...] = ()  # codes or values of what makes it so, what weighs most first
    missing: tuple[Missing, ...] = ()  # what would settle it


class Part(NamedTuple):
    """How much of one group of parts is published."""

    group: str
    word: Word
    state: str  # as in the strip: met, partial, not, unknown or none
    open: int  # parts of the group that are open
    of: int  # parts that apply


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer line of one model: four questions, and what is published."""

    examined: bool  # whether somebody here looked at enough of it to give it a rank
    open_source: Reply
    commercial: Reply
    training_data: Reply
    sharing: Reply
    matrix: tuple[Part, ...] = ()  # one a group, in the vocabulary's order

    @property
    def replies(self) -> tuple[tuple[Question, Reply], ...]:
        """(question, reply) in the order in which they are told."""
        return (("open-source", self.open_source), ("commercial", self.commercial), ("training-data", self.training_data), ("sharing", self.sharing))
