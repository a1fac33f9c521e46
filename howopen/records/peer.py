"""Other indexes, as data: where their files are and how their own rules sum them up."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from howopen.records.types import HubId, Link, Phrase, Record, RepositoryPath, Text, Word


class PeerGrade(Record):
    """A class of a peer that sums up its components: reached when every one is there under terms that it takes for open."""

    label: Phrase
    needs: tuple[Phrase, ...] = Field(description="Its components.")
    instead: dict[Phrase, Phrase] = Field(default_factory=dict, description="A component that need not be there when another is.")


class Peer(Record):
    """Another index, whose results are shown next to ours: where its files are and how its own rules sum them up."""

    who: Word = Field(description="Its name in the vocabulary's `people`.")
    key: Literal["osai", "mot", "aimap", "comparia", "epoch"] = Field(
        description="The folder of its snapshots; a key of `sources` by that name names its files."
    )
    repository: HubId | None = Field(default=None, description="owner/name on GitHub; absent where its publisher's own site has the list.")
    page: Link | None = Field(default=None, description="For lists on its publisher's own site: the page that shows the list to people.")
    branch: RepositoryPath = "main"
    folder: Annotated[str, Field(pattern=r"^([A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*)?$")] = Field(
        "", description="The folder of its files; empty: the top."
    )
    ending: Annotated[str, Field(pattern=r"^\.[a-z]+$")] = Field(description="How its files' names end; of a list: whether it is JSON or a table.")
    shape: Literal["classes", "licenses", "scores", "list"] = Field(
        description="Whether a file gives a class for each criterion, a license for each component, a score and a word for each component, or a list of models."
    )
    listing: Phrase = Field(default="", description="For lists: the path of the file.")
    named: Phrase = Field(default="", description="For lists: the key of a model's name.")
    criteria: dict[Phrase, Phrase] = Field(min_length=1, description="Its criteria or components, as it writes them, and their labels here.")
    kinds: dict[Phrase, Literal["code", "data", "document"]] = Field(default_factory=dict, description="For components: which general license they inherit.")
    of: tuple[Phrase, ...] = Field(
        default=(),
        description="For classes: the criteria whose links lead to what is judged; for scores: the components of every model; for lists: keys of such links.",
    )
    of_same_owner: tuple[Phrase, ...] = Field(default=(), description="For classes: those whose links lead there too, when the owner is the same.")
    worth: dict[Phrase, Annotated[float, Field(ge=0, le=1)]] = Field(
        default_factory=dict, description="For classes: the share each counts; the result is the mean."
    )
    open_licenses: tuple[Phrase, ...] = Field(default=(), description="For licenses: those it takes for open beside the free ones of SPDX.")
    grades: tuple[PeerGrade, ...] = Field(default=(), description="For licenses: its classes, easiest first; each includes those before.")
    says: Phrase = Field(
        default="{score}",
        description="For scores: how one is told, with `{score}` for it; for lists: what the first criterion says.",
        examples=["{score} of 5"],
    )
    none: Phrase = Field(default="none", description="Its word for reaching no class.")
    as_of: Text = Field(description="Which state of its rules this follows.")
    cite: Link = Field(description="Where they are written.")


class Peers(Record):
    """Every other index whose results are shown."""

    peers: tuple[Peer, ...]
