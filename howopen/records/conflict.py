"""Where sources disagree: two sides with links, the fact they dispute, and whether a person settled it."""

from __future__ import annotations

import enum
from dataclasses import dataclass
from typing import Literal

from howopen.records.model import Settled


class ConflictKind(enum.StrEnum):
    """Who disagrees with whom."""

    CARD_AND_TEXT = "card-and-text"  # the license on the card, the license file beside it
    CARD_AND_REPOSITORY = "card-and-repository"
    FILE_AND_CARD = "file-and-card"  # our model file, the card
    FILE_AND_REPOSITORY = "file-and-repository"
    FILE_AND_PAPER = "file-and-paper"
    FREER_THAN_BASE = "freer-than-base"
    GATE = "gate"  # written public while the Hub gates, or the reverse
    TEXT_CHANGED = "text-changed"  # the license file is no longer what somebody checked


Who = Literal["card", "license-text", "checked-text", "repository", "model-file", "base", "hub", "paper", "model"]


@dataclass(frozen=True, slots=True)
class Side:
    """One source with what it says, and where."""

    who: Who
    says: str  # a license expression, an availability or a fingerprint; from outside: untrusted
    url: str  # where; empty for the model file
    on: str = ""  # YYYY-MM-DD: when it was last confirmed; empty when unknown


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
    """A license that was found and that nothing here can name: reported, never guessed."""

    model: str
    subject: str  # the part or data set
    written: str  # as the source writes it; untrusted
    why: str  # unmapped | ambiguous | unread
    url: str


@dataclass(frozen=True, slots=True)
class SecondOpinion:
    """What a peer says of one model, by its own criteria."""

    peer: str  # of data/peers.yaml
    of: str  # what it judges, as it writes it; untrusted
    overall: str  # its overall result
    criteria: tuple[tuple[str, str, str], ...]  # (label, what it says, link or empty), in the peer's order
    url: str  # the file
    on: str  # YYYY-MM-DD: when it was last confirmed
