"""Shapes of the answer line: an answer is made of these classes, and its published JSON Schema comes from them."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from howopen.render.api.field_types import Answer, Id, one_of


class MissingFact(Answer, frozen=True):
    """A fact that nobody has found out yet and that bears on the answer."""

    kind: str
    subject: str
    who: Annotated[str, one_of("anybody", "developer", "judge"), Meta(description="Who can find it out.")]
    says: Annotated[str, Meta(description="The fact, as a phrase.")]


class Reply(Answer, frozen=True):
    """The answer to one question, as a code, and in words."""

    answer: Annotated[str, Meta(description="yes, yes-if, no, not-settled, not-examined, not-read, not-known; of data open, in-part, gated, withheld, ...")]
    says: Annotated[str, Meta(description="The answer and its reason in words, as the site shows them.")]
    why: Annotated[tuple[str, ...], Meta(description="What makes it so: `<group of parts>:<what>`, tags of licenses, or names of data sets.")]
    missing: list[MissingFact]


class AnswerLine(Answer, frozen=True):
    """Answers to what a reader came to ask, and how much is published. A reading of facts, no legal advice."""

    line: Annotated[str, Meta(description="All of it in one line.")]
    examined: Annotated[bool, Meta(description="Whether somebody here looked at enough of it to give it a rank.")]
    open_source: Reply
    commercial: Reply
    training_data: Reply
    sharing: Reply
    published: Annotated[dict[Id, str], Meta(description="By group of parts: open, in-part, limits, gated, on-request, withheld, unknown or none.")]
