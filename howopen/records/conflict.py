"""Conflicts between sources: two sides with links, the fact that they dispute, and whether a person settled it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Literal

from howopen.records.model import Settled


class ConflictKind(enum.StrEnum):
    """Kinds of conflicts, by the sources that disagree."""

    CARD_AND_NAME = "card-and-name"  # the license on the card, and the name of another that it gives besides
    CARD_AND_TEXT = "card-and-text"  # the license on the card, the license file beside it
    CARD_AND_REPOSITORY = "card-and-repository"
    FILE_AND_CARD = "file-and-card"  # our model file, the card
    FILE_AND_TEXT = "file-and-text"  # our model file, the license file beside the weights
    FILE_AND_REPOSITORY = "file-and-repository"
    FILE_AND_PAPER = "file-and-paper"
    FREER_THAN_BASE = "freer-than-base"
    GATE = "gate"  # written public while the Hub gates, or the reverse
    TEXT_CHANGED = "text-changed"  # the license file is no longer what somebody checked


Who = Literal["card", "card-name", "license-text", "checked-text", "repository", "model-file", "base", "hub", "paper", "model"]


@dataclass(frozen=True, slots=True)
class Side:
    """One source with what it says, and where."""

    who: Who
    says: str  # a license expression, an availability or a fingerprint; from outside: untrusted
    url: str  # where; empty for the model file
    on: str = ""  # YYYY-MM-DD: when it was last confirmed; empty when unknown
    values: tuple[str, ...] = ()  # what the fact is by this source, any of them; empty where nothing here can name it


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two sources that cannot both be right about one fact."""

    id: str  # names its kind, its part and what the sides say: another answer is another conflict
    kind: ConflictKind
    model: str
    part: str  # a component of the vocabulary
    dataset: str  # the data set within it; empty for the part itself
    fact: str  # license | availability
    sides: tuple[Side, Side]
    settled: Settled | None = None


@dataclass(frozen=True, slots=True)
class Gap:
    """A license that was found and that nothing here can name, or a license file that is not just one known license: reported, never guessed."""

    model: str
    subject: str  # the part or data set
    written: str  # as the source writes it; untrusted
    why: str  # unmapped | ambiguous | unread; of a license file: longer | near | points | unknown
    url: str
    nearest: str = ""  # of a license file: the license that it has more words than, or is nearest to
    told: str = ""  # of a license file: what it is, in a phrase

    @property
    def sentence(self) -> str:
        """Sentence on a license that nothing here can name: where it stands, as it is written, and why. Untrusted: names and files come from outside."""
        return f"{self.subject}: {self.written}: {self.told}" if self.told else f"{self.subject}: {self.written!r} is {self.why}"


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """Result of a peer for one model, by its own criteria."""

    peer: str  # of data/peers.yaml
    of: str  # what it judges, as it writes it; untrusted
    overall: str  # its overall result
    criteria: tuple[tuple[str, str, str], ...]  # (label, what it says, link or empty), in the peer's order
    url: str  # the file
    on: str  # YYYY-MM-DD: when it was last confirmed
