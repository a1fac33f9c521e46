"""Records of who looked at a fact or answered a question, and when: once, and again by somebody else."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, model_validator

from howopen.records.types import Day, Links, Phrase, Record, Text, Word, as_list


class Again(Record):
    """Second reading: somebody opened the sources once more, without trusting the first reading."""

    on: Day = Field(description="The day of the second reading, YYYY-MM-DD.", examples=["2026-11-27"])
    by: Phrase = Field(description="Who read again, as in `checked`.", examples=["maintainers"])
    of: Annotated[tuple[Word, ...], BeforeValidator(as_list)] = Field(
        default=(),
        description="Which of the facts of this part were read again, such as `availability`; absent: all that stand here.",
        examples=[["availability", "license"]],
        json_schema_extra={"or-one": True},
    )


class Checked(Record):
    """Person who last looked, and the day."""

    on: Day = Field(description="The day somebody last looked, YYYY-MM-DD.", examples=["2026-11-20"])
    by: Phrase = Field(description="`maintainers`, a source named in the vocabulary, or a GitHub account as @name.", examples=["maintainers"])
    again: Again | None = Field(default=None, description="Who read it again since, and when; absent: it was read once.")

    @model_validator(mode="after")
    def _in_order(self) -> Checked:
        _after(self.on, self.again)
        return self

    def read_again(self, *facts: str) -> bool:
        """Whether a second reading covers all of these facts, by the names that files give them."""
        return self.again is not None and (not self.again.of or set(facts) <= set(self.again.of))


class LookedUp(Checked):
    """Search for what the developer calls the model, whatever it found."""

    evidence: Links = Field(min_length=1, description="Where somebody looked: the card, the announcement, the repository.")
    unread: Text | None = Field(
        default=None,
        description="What could not be opened and may tell, and who could settle it; with it, and without a claim, none was found and none is ruled out.",
        examples=["The announcement, https://example.org/blog/example-7b, could not be opened: whoever opens it can settle it."],
    )


class Answer(Record):
    """A person's answer to a question of the vocabulary."""

    answer: Literal["yes", "no", "unsure"] = Field(description="`unsure` leaves the matter undetermined.")
    because: Text = Field(description="The reason, in a sentence or two.", examples=["The report leaves out how the data were filtered."])
    by: Phrase = Field(description="Who answers: `maintainers`, a source of the vocabulary, or @account.")
    on: Day = Field(description="The day of the answer, YYYY-MM-DD.")
    again: Again | None = Field(default=None, description="Who went through it again since, and when; absent: it was answered once.")
    evidence: Links = Field(default=(), description="Addresses that the answer rests on.")

    @model_validator(mode="after")
    def _in_order(self) -> Answer:
        _after(self.on, self.again)
        return self

    @property
    def checked(self) -> Checked:
        """Who answered, and when, as of any other fact."""
        return Checked(on=self.on, by=self.by, again=self.again)


def _after(first: str, again: Again | None) -> None:
    if again is not None and again.on < first:
        raise ValueError("was read `again` before it was read; a second reading is of what stands here, so remove `again` or correct the day")
