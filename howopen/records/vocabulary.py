"""Every word that the other files may use: its label and its meaning."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from howopen.records.checked import Answer
from howopen.records.types import Freedom, Grant, Link, Phrase, Record, Text, Word


class Word_(Record):
    """A word of the vocabulary: its label and its meaning."""

    label: Phrase
    meaning: Text | None = None


class ComponentWord(Word_):
    """A part that models may have."""

    group: Word
    strip: bool = False
    fitting: tuple[Word, ...] = ()


class TagWord(Word_):
    """Something a license may say."""

    side: Literal["grant", "condition", "restriction"]


class FactWord(Record):
    """A question that the text of a license answers, and the answers there are beside `silent`."""

    label: Phrase
    asks: Text
    values: dict[Word, Word_]


class PlaceWord(Record):
    """A country, or a union of countries that a license may name as one."""

    label: Phrase
    holds: tuple[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], ...] = ()


class QuestionWord(Record):
    """A question that only a person can answer."""

    label: Phrase
    asks: Text
    for_all: Answer | None = None  # for every model whose file gives no answer of its own: a fact of the world, found once


class Person(Record):
    """Somebody whose findings are recorded."""

    label: Phrase
    url: Link | None = None
    license: Phrase | None = None
    cite: Link | None = None


class Vocabulary(Record):
    """Every word the other files may use."""

    groups: dict[Word, Word_]
    components: dict[Word, ComponentWord]
    availability: dict[Word, Word_]
    coverage: dict[Word, Word_]
    extent: dict[Word, Word_]
    license_scope: dict[Word, Word_]
    gate: dict[Word, Word_]
    dataset_kind: dict[Word, Word_]
    withheld_reason: dict[Word, Word_]
    data_information: dict[Word, Word_]
    usage_information: dict[Word, Word_]
    method_disclosure: dict[Word, Word_]
    stage: dict[Word, Word_]
    modalities: dict[Word, Word_]
    variant_kinds: dict[Word, Word_] = Field(default_factory=dict)  # a catalogue can do without, as those of the first commits do
    tags: dict[Word, TagWord]
    freedoms: dict[Freedom, Word_]
    grants: dict[Grant, Word_]
    questions: dict[Word, QuestionWord]
    people: dict[Word, Person]
    # of what the first commits of the data did not say, so that their history can be read
    silence: Word_ = Word_(label="silent")
    license_facts: dict[Word, FactWord] = Field(default_factory=dict)
    thresholds: dict[Word, dict[Word, Word_]] = Field(default_factory=dict)  # by field of a threshold
    names: dict[Word, dict[Word, Word_]] = Field(default_factory=dict)  # by field of a name
    shut_out: dict[Word, Word_] = Field(default_factory=dict)  # what a license leaves out in a place
    places: dict[Annotated[str, Field(pattern=r"^[A-Z]{2}$")], PlaceWord] = Field(default_factory=dict)

    def aspects_of(self, component: str) -> dict[Word, Word_]:
        """The aspects that may be told of a component; empty for most."""
        return {"usage-information": self.usage_information, "method-disclosure": self.method_disclosure}.get(component, {})
