"""Shapes of answers under terms: an answer is made of these classes, and its published JSON Schema comes from them."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from howopen.render.api.field_types import Answer, Id, one_of


class Condition(Answer, frozen=True):
    """One thing that a license gives, asks or limits."""

    says: Annotated[str, Meta(description="As a sentence, made from the facts of the license's file.")]
    license: str
    clause: Annotated[str | None, Meta(description="The section that says so.")]
    because: Annotated[str | None, Meta(description="What else it says, in our words.")]
    key: Annotated[str, Meta(description="Its anchor on the license's page.")]
    model: Annotated[str | None, Meta(description="The base whose license it is; null: the license is the model's own.")]


class LicenseReply(Answer, frozen=True):
    """The answer to one question."""

    answer: Annotated[
        str,
        one_of("yes", "yes-if", "no", "silent", "not-read", "not-known"),
        Meta(description="silent: the whole text says nothing of it; not-read: nobody read the whole text; not-known: which license it is."),
    ]
    says: Annotated[str, Meta(description="The answer in words.")]
    conditions: Annotated[list[Condition], Meta(description="What it is under; of no the reasons, of not-read what is known.")]
    silent: Annotated[list[str], Meta(description="Of silent: the licenses whose whole text was read without a word on it; `read` of each tells when.")]


class TermsAnswers(Answer, frozen=True):
    """Answers on terms: what they let one do. A reading of the texts, and no legal advice."""

    questions: Annotated[dict[Id, LicenseReply], Meta(description="commercial, change, share and train (other models with its outputs).")]
    names: Annotated[list[Condition], Meta(description="Words that have to be shown.")]
    passed_on: Annotated[list[Condition], Meta(description="Duties of whoever shares it.")]
    places: Annotated[list[Condition], Meta(description="Places that are left out.")]
    licenses: Annotated[list[str], Meta(description="The licenses that it rests on, those of bases included; of a choice those that let one do most.")]
    unread: Annotated[list[str], Meta(description="Licenses whose text nobody read whole, and bases of which nothing is known here.")]
    later: Annotated[
        dict[str, list[str]], Meta(description="Later versions of those licenses, by license; what was released under one version stays under it.")
    ]
    lineage_known: Annotated[bool, Meta(description="Whether it is known what the model and its bases derive from; if not, terms may be missing.")]


class ListedAnswers(Answer, frozen=True):
    """Answers on a license, with every right, duty and limit. A reading of the text, and no legal advice."""

    questions: dict[Id, LicenseReply]
    rights: list[Condition]
    duties: list[Condition]
    limits: list[Condition]
    companies: Annotated[dict[Id, str], Meta(description="Commercial use for a company of that size, as the vocabulary of answers describes it.")]
    read: Annotated[bool, Meta(description="Whether somebody read the whole text, with each policy that it makes part of itself.")]
    later: Annotated[list[str], Meta(description="Later versions of the same license.")]
