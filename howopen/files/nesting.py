"""Bounds on how deep a YAML text is nested, told without parsing it: parsers overflow their stack or take minutes where it is very deep."""

from __future__ import annotations

import re

SAFE = 1000  # levels that every parser here takes at once and with room to spare
_OPENINGS, _BRACKETS = re.compile(r"[\[{]"), re.compile(r"[\[{\]}]")
# Collections of the block style are nested by what stands before a line's first word: blanks and the signs - ? :, one level for each
# character and one more for a list that stands as far left as the key that it belongs to.
_FAR_IN = re.compile(rf"[ \t?:-]{{{SAFE // 4}}}")


def is_safe(text: str) -> bool:
    """Whether no parser's stack can overflow with it."""
    return flow(text) <= SAFE and _FAR_IN.search(text) is None


def flow(text: str) -> int:
    """Brackets and braces that can be open at once: never too low, and exact where each line closes what it opens and quotes none."""
    most = text.count("[") + text.count("{")
    if most <= SAFE:
        return most
    most = before = 0
    for line in text.split("\n"):
        # what a quote or a comment may hold closes nothing
        signs = _OPENINGS if '"' in line or "'" in line or "#" in line else _BRACKETS
        here = 0
        for sign in signs.findall(line):
            here = here + 1 if sign in "[{" else max(0, here - 1)
            most = max(most, before + here)
        before += here
    return most
