"""The known word that somebody most likely meant: the only place that guesses, so that every message guesses alike."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

NEAR = 0.6  # of 1, how like a word has to be: a letter or two of a short word, a few of a long one
SURE = 0.85  # of 1: a slip of the fingers and no other word
LONGEST = 100  # characters; comparing grows with the product of the lengths, and no known word is as long
FEW = 12  # words that are better all listed than looked up


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The known word most like `word`, whatever its case, and with hyphens for spaces and underscores; None when none is near.

    One that goes on from the word goes before all others: `deepseek-v4` means deepseek-v4-pro, not deepseek-v3. Where no word is nearly the same,
    one that begins as a whole the other goes first: `MIT License` means MIT, not Unlicense.
    """
    if len(word) > LONGEST:
        return None
    folded: dict[str, str] = {}
    for name in known:
        folded.setdefault(_folded(name), name)
    asked = _folded(word)
    if longer := [name for name in folded if asked and asked not in folded and name.startswith(f"{asked}-")]:
        return folded[min(longer, key=lambda name: (len(name), name))]
    found = difflib.get_close_matches(asked, folded, n=1, cutoff=NEAR)
    if found and difflib.SequenceMatcher(None, found[0], asked).ratio() >= SURE:
        return folded[found[0]]
    if shorter := [name for name in folded if name and asked.startswith(f"{name}-")]:
        return folded[min(shorter, key=lambda name: (-len(name), name))]
    return folded[found[0]] if found else None


def as_id(text: str) -> str:
    """`text` as ids of this project are written: lower-case, with hyphens for spaces and underscores."""
    return _folded(text.strip())


def _folded(text: str) -> str:
    return text.lower().replace("_", "-").replace(" ", "-")


def cure(word: str, known: Iterable[str], otherwise: str) -> str:
    """The end of a sentence: the nearest word, or all of them when they are few, or else `otherwise`."""
    names = list(known)
    near = nearest(word, names)
    if near is not None:
        return f"did you mean {near!r}?"
    return f"write one of {', '.join(names)}" if 0 < len(names) <= FEW else otherwise
