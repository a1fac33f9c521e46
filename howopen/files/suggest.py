"""The known word that somebody most likely meant: the only place that guesses, so that every message guesses alike."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

NEAR = 0.6  # of 1, how like a word has to be: a letter or two of a short word, a few of a long one
LONGEST = 100  # characters; comparing grows with the product of the lengths, and no known word is as long
FEW = 12  # words that are better all listed than looked up


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, whatever its case; None when none is near."""
    if len(word) > LONGEST:
        return None
    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(name.lower(), name)
    found = difflib.get_close_matches(word.lower(), folded, n=1, cutoff=NEAR)
    return folded[found[0]] if found else None


def cure(word: str, known: Iterable[str], otherwise: str) -> str:
    """The end of a sentence: the nearest word, or all of them when they are few, or else `otherwise`."""
    names = list(known)
    near = nearest(word, names)
    if near is not None:
        return f"did you mean {near!r}?"
    return f"write one of {', '.join(names)}" if 0 < len(names) <= FEW else otherwise
