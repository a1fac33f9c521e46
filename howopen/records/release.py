"""Records of the release itself: its sizes, and the checkpoints that share all of its evidence."""

from __future__ import annotations

from typing import Annotated

from pydantic import BeforeValidator, Field, model_validator

from howopen.records.checked import Checked
from howopen.records.types import HubId, Links, Parameters, Phrase, Record, Text, Tokens, Word, as_list


class Specs(Record):
    """Sizes of the release as its developer publishes them; the same evidence shows `modalities`."""

    parameters: Parameters | None = Field(default=None, description="All parameters, such as 8.03B, 405B or 8030261248.")
    active_parameters: Parameters | None = Field(default=None, description="Parameters that work on each token, where that is not all of them.")
    context_length: Tokens | None = Field(default=None, description="Tokens that it takes at once, written out: 131072 or 128000.")
    because: Text | None = Field(default=None, description="A note, where a figure needs one.", examples=["Without the embeddings."])
    evidence: Links = Field(min_length=1, description="Addresses that show it.")
    checked: Checked = Field(description="Who last looked, and when.")

    @model_validator(mode="after")
    def _holds_together(self) -> Specs:
        if self.parameters is None and self.active_parameters is None and self.context_length is None:
            raise ValueError("says nothing; give `parameters`, `active-parameters` or `context-length`, or remove it")
        _not_more(self.active_parameters, self.parameters)
        return self


class Variant(Record):
    """Checkpoint of this release that its developer publishes and of which all evidence of this file holds."""

    huggingface: HubId = Field(description="Its Hugging Face id, org/name.", examples=["EleutherAI/pythia-70m"])
    name: Phrase | None = Field(default=None, description="As its developer writes it; absent: as in its id.", examples=["Pythia 70M"])
    kind: Annotated[tuple[Word, ...], BeforeValidator(as_list)] = Field(
        default=(), description="In which it differs: words of data/vocabulary.yaml.", examples=[["quantised"]], json_schema_extra={"or-one": True}
    )
    parameters: Parameters | None = Field(default=None, description="All its parameters, where they are not those of the release.")
    active_parameters: Parameters | None = Field(default=None, description="Those that work on each token, where that is not all of them.")
    evidence: Links = Field(default=(), description="Addresses that show its sizes, where those of the release do not.")

    @property
    def called(self) -> str:
        """Its name, as readers see it."""
        return self.name or self.huggingface.partition("/")[2]

    @model_validator(mode="after")
    def _holds_together(self) -> Variant:
        _not_more(self.active_parameters, self.parameters)
        return self


def _not_more(active: int | None, every: int | None) -> None:
    if active is not None and every is not None and active > every:
        raise ValueError("has more `active-parameters` than `parameters`; swap them")
