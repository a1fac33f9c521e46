"""Sizes of models in a few letters, such as 8B or 1.3T."""

from __future__ import annotations

from collections.abc import Iterable

from howopen.render.wording import Words

_UNITS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "K"))


def short(number: float) -> str:
    """A number of parameters with two digits at most and its unit."""
    for at, (unit, letter) in enumerate(_UNITS):
        value = number / unit
        if value >= 0.9995 or at == len(_UNITS) - 1:
            return f"{value:.0f}{letter}" if value >= 9.95 else f"{value:.2g}{letter}"
    raise AssertionError  # the loop returns


def said(parameters: int | None, active: int | None, words: Words) -> str:
    """Parameters, and those active where that is not all of them; empty where nobody said."""
    if parameters is None:
        return words.text("row", "active", active=short(active)) if active else ""
    return f"{short(parameters)}, {words.text('row', 'active', active=short(active))}" if active and active != parameters else short(parameters)


def span(numbers: Iterable[int | None]) -> str:
    """From the smallest to the largest; empty where nobody said."""
    there = sorted(number for number in numbers if number)
    return "–".join(dict.fromkeys((short(there[0]), short(there[-1])))) if there else ""


def tokens(number: int) -> str:
    """A length of context in thousands or millions of tokens, as people write it; a thousand is 1,000 or, where that does not go, 1,024."""
    for thousand in (1000, 1024):
        for unit, letter in ((thousand**2, "M"), (thousand, "K")):
            if number % unit == 0:
                return f"{number // unit}{letter}"
    return f"{number:,}"
