"""Normal forms of texts from outside. Pure."""

from __future__ import annotations

import unicodedata
from typing import Literal

PILED = 30  # marks on one letter, as many as the stream-safe text format of Unicode's annex 15 allows; no writing needs more


def normal(form: Literal["NFC", "NFKC", "NFKD"], text: str) -> str:
    """The text in a normal form of Unicode, in time that grows with its length; marks that are piled up higher are put in order within thirty each."""
    if text.isascii():
        return text
    pieces, begin, marks = [], 0, 0
    for at, character in enumerate(text):
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks > PILED:  # to put a pile in order takes the square of its height
            pieces.append(text[begin:at])
            begin, marks = at, 1
    return "".join(unicodedata.normalize(form, piece) for piece in (*pieces, text[begin:]))
