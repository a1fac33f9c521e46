"""Numbers of things in words. Pure."""

from __future__ import annotations


def many(number: int, noun: str, plural: str = "") -> str:
    """A number and its noun, in the plural where it is not one: `1 model`, `2 models`."""
    return f"{number} {as_many(number, noun, plural)}"


def as_many(number: int, noun: str, plural: str = "") -> str:
    """The noun as it follows the number."""
    return noun if number == 1 else plural or f"{noun}s"
