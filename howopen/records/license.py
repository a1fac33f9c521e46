"""Licenses, as data: the freedoms, the clauses, the tags, and the names under which people and services know them."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from howopen.records.types import Day, DayOrMonth, Freedom, Grant, Link, Links, Number, Phrase, Record, TagState, Text, Word

SILENT = "silent"  # the text was read whole and says nothing of it; what nobody read is left out


class Clause(Record):
    """Effect of a license on one freedom, and the clause that has it."""

    is_: Grant = Field(description="allowed, conditional or restricted; leave the freedom out when the text was not read.")
    clause: Phrase | None = Field(default=None, description="The section that restricts or conditions it.", examples=["s. 2"])
    because: Text | None = Field(
        default=None, description="What that section does, in our words.", examples=["Use has to follow a policy that forbids some fields."]
    )

    withheld: bool = Field(default=False, description="The right is given to nobody for any purpose, not limited alone.")

    @model_validator(mode="after")
    def _names_the_clause(self) -> Clause:
        if self.withheld and self.is_ != "restricted":
            raise ValueError(f"is {self.is_} and `withheld`; a right that nobody has is restricted")
        if self.is_ != "allowed" and not (self.clause or self.because):
            raise ValueError(f"is {self.is_} without `clause` or `because`; name the section that makes it so")
        return self


class Tag(Record):
    """Whether a license carries a tag, and by which clause."""

    is_: TagState = Field(description="`pending`: submitted and not decided. Leave a tag out when nobody has assessed it.")
    clause: Phrase | None = Field(default=None, description="The section that says so.", examples=["s. 1.b.iii"])
    because: Text | None = Field(default=None, description="What it says, in our words.", examples=["A notice file goes with every copy."])
    evidence: Links = Field(default=(), description="Who says so, where that is not the license's own text.")


class Fact(Record):
    """Answer of a license's text to one question of the vocabulary, and the clause that gives it."""

    is_: Word = Field(description="An answer that the vocabulary has for this question, or `silent`.", examples=[SILENT])
    clause: Phrase | None = Field(default=None, description="The section that says so.", examples=["s. 5.c"])
    because: Text | None = Field(default=None, description="What it says, in our words.", examples=["Whatever the model writes belongs to whoever asked."])

    @model_validator(mode="after")
    def _names_the_clause(self) -> Fact:
        if self.is_ != SILENT and not self.clause:
            raise ValueError(f"is {self.is_} without `clause`; name the section that says so, or write silent")
        return self


class Threshold(Record):
    """Number above which a license asks for more, or ends."""

    value: Number = Field(description="The number, as printed.", examples=[700_000_000])
    unit: Annotated[str, Field(pattern=r"^(people|visits|[A-Z]{3})$")] = Field(
        description="people, visits, or the code of a currency (ISO 4217).", examples=["USD"]
    )
    comparison: Literal["more-than", "at-least"] = Field(description="Whether the number itself is still below.")
    measure: Word = Field(description="Quantity that is counted.")
    period: Word | None = Field(default=None, description="Time over which it is counted; left out where the text names none.")
    tested: Word = Field(description="When it is counted: once, or always.")
    on: DayOrMonth | None = Field(default=None, description="The day on which it is counted, where that is once.", examples=["2024-07-23"])
    whose: Word = Field(description="Whose number it is.")
    business: Text | None = Field(
        default=None, description="The business that it is for, where it is not for all.", examples=["Offering the model as a service."]
    )
    then: Word = Field(description="Consequence above it.")
    exempt: tuple[Word, ...] = Field(default=(), description="Uses and people that it does not hold for.")
    clause: Phrase = Field(description="The section that says so.", examples=["s. 2"])
    because: Text | None = Field(default=None, description="What it says, in our words.", examples=["Affiliates count in."])


class Name(Record):
    """Words that a license asks to be shown."""

    words: Phrase = Field(description="The words exactly as the license prints them.", examples=["Built with Llama"])
    when: tuple[Word, ...] = Field(min_length=1, description="Acts that call for them.", examples=[["shared"]])
    where: tuple[Word, ...] = Field(min_length=1, description="Places to show them; where there are several, any of them.", examples=[["website"]])
    only: Phrase | None = Field(default=None, description="What they are asked for alone; left out where that is everything.", examples=["multimodal models"])
    clause: Phrase = Field(description="The section that says so.", examples=["s. 1.b.i"])
    because: Text | None = Field(default=None, description="What else it says, in our words.", examples=["Only above the threshold of s. 3."])


class ShutOut(Record):
    """Places that a license leaves out."""

    places: tuple[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], ...] = Field(
        min_length=1, description="Country codes (ISO 3166-1), and EU for the European Union.", examples=[["EU", "GB", "KR"]]
    )
    covers: tuple[Word, ...] = Field(min_length=1, description="What is left out there.", examples=[["model"]])
    clause: Phrase = Field(description="The section that says so.", examples=["s. 1.l"])
    because: Text | None = Field(default=None, description="What else it says, in our words.", examples=["End users of products are not meant."])


class Read(Record):
    """Reading of a license's text: by whom, when, and how much of it."""

    on: Day = Field(description="The day it was read, YYYY-MM-DD.")
    by: Phrase = Field(description="Who read it.", examples=["maintainers"])
    extent: Literal["full-text", "without-policy", "excerpts", "summary", "name"] = Field(
        description="How much was read; without-policy: the text itself whole, and not a policy that it makes part of itself."
    )


class LicenseAliases(Record):
    """The names under which people and services know a license."""

    huggingface: tuple[Phrase, ...] = Field(default=(), description="Values of `license:` on model cards.", examples=[["llama3.1"]])
    license_name: tuple[Phrase, ...] = Field(default=(), description="Values of `license_name:` on model cards.", examples=[["llama-3.1-community"]])
    names: tuple[Phrase, ...] = Field(default=(), description="Other spellings.", examples=[["Llama 3.1 License"]])


class Alias(Record):
    """Meaning of one spelling of a license, or the reason why it has none."""

    means: Phrase | None = Field(default=None, description="An SPDX expression.")
    ambiguous: Text | None = Field(default=None, description="Why it may mean several.")
    not_a_license: Text | None = Field(default=None, description="What it is instead.")
    unread: Text | None = Field(default=None, description="Whose text nobody has read yet.")
    unknown: bool | None = Field(default=None, description="It says that the license is unknown.")
    read: Literal["license-name"] | None = Field(default=None, description="Where the license is named instead.")

    @model_validator(mode="after")
    def _is_one_thing(self) -> Alias:
        if sum(value is not None for value in (self.means, self.ambiguous, self.not_a_license, self.unread, self.unknown, self.read)) != 1:
            raise ValueError("must have exactly one of means, ambiguous, not-a-license, unread, unknown, read")
        return self


class SpellingBook(Record):
    """Spellings of licenses by services and people, and the meaning of each."""

    huggingface: dict[Phrase, Alias] = Field(default_factory=dict, description="Values of `license:` on cards.")
    license_name: dict[Phrase, Alias] = Field(default_factory=dict, description="Values of `license_name:` on cards.")
    names: dict[Annotated[str, Field(max_length=300)], Alias] = Field(default_factory=dict, description="Spellings in the data of others.")
    addresses: dict[Link, Alias] = Field(default_factory=dict, description="Where license texts stand.")


class License(Record):
    """Facts on a license that SPDX cannot state: the freedoms, the clauses, the tags, the names people use."""

    id: str = Field(default="", exclude=True, json_schema_extra={"hidden": True})  # the file's name, set by load
    name: Phrase = Field(description="Its title.", examples=["Llama 3.1 Community License Agreement"])
    publisher: Phrase | None = Field(default=None, description="Who wrote it.", examples=["Meta"])
    version: Phrase | None = Field(default=None, description="Its version, as printed, in quotes.", examples=["3.1"])
    published: DayOrMonth | None = Field(default=None, description="When it was published.")
    url: Link | None = Field(default=None, description="Where its text stands.")
    supersedes: Phrase | None = Field(default=None, description="Id of the version of the same license that came before it.", examples=["LicenseRef-Example-1"])
    same_text_as: Phrase | None = Field(
        default=None, description="Id of the file that has what this text says, where SPDX has two ids for one text.", examples=["LicenseRef-Example-1"]
    )
    read: Read | None = Field(default=None, description="Who read it, when, and how much of it.")
    summary: Text | None = Field(
        default=None, description="What it does, in our words.", examples=["Anyone may use, change and share the model, within the limits of a use policy."]
    )
    family: Phrase | None = Field(default=None, description="The family it is listed under, such as Llama or RAIL.", examples=["Llama"])
    freedoms: dict[Freedom, Clause] = Field(default_factory=dict, description="Each freedom; one left out was not assessed.")
    tags: dict[Word, Tag] = Field(default_factory=dict, description="The tags of the vocabulary that SPDX has no flag for.")
    facts: dict[Word, Fact] = Field(
        default_factory=dict,
        description="Answers to the questions of the vocabulary: all of them, or none; where a policy was not read, those that the text itself gives.",
        examples=[{}],
    )
    thresholds: tuple[Threshold, ...] = Field(default=(), max_length=20, description="Numbers above which it asks for more, or ends.")
    names: tuple[Name, ...] = Field(default=(), max_length=20, description="Words that have to be shown.")
    shuts_out: tuple[ShutOut, ...] = Field(default=(), max_length=20, description="Places that it leaves out.")
    aliases: LicenseAliases = Field(default_factory=LicenseAliases, description="Other names.")

    @property
    def may_be_replaced(self) -> bool:
        """Whether the text lets its publisher change the whole of it, also for those who have it already."""
        return "amendable" in self.facts and self.facts["amendable"].is_ == "whole"

    @property
    def lacks_policy(self) -> bool:
        """Whether the text itself was read whole, and a policy that it makes part of itself was not."""
        return self.read is not None and self.read.extent == "without-policy"


class Term(Record):
    """Terms that we take to grant all four freedoms though OSI lists no terms."""

    license: Phrase = Field(description="SPDX id.")
    because: Text = Field(description="Why, in a sentence.")
    evidence: Links = Field(min_length=1, description="The text, or who else says so.")


class FreeTerms(Record):
    """Our list of terms that grant all four freedoms: a reviewed decision of this project, not of OSI."""

    decided: Day
    because: Text
    terms: tuple[Term, ...]
