"""Rights under license terms: the only walk over AND and OR. Pure.

WITH is settled before: an exception only adds permissions, so `resolve` gives the license that it stands behind.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from howopen.records.catalogue import LicenseFacts, Terms

T = TypeVar("T")


def combined(terms: Terms, each: Callable[[LicenseFacts], T], *, choice: Callable[[Sequence[T]], T], together: Callable[[Sequence[T]], T], none: T) -> T:
    """The value of the terms: `each` of a license, `choice` of the values joined by OR, `together` of those joined by AND.

    Both get at least two values, in the order of the expression. `none` is the value of terms under which no license is given.
    """
    if terms.license is not None:
        return each(terms.license)
    if terms.operator == "NONE":
        return none
    values = [combined(inner, each, choice=choice, together=together, none=none) for inner in terms.within]
    return choice(values) if terms.operator == "OR" else together(values)


def alternatives(terms: Terms) -> list[tuple[LicenseFacts, ...]]:
    """Sets of licenses, each of which suffices, once each, in the order of the expression; empty when no license is given.

    An expression has 160 characters at most, so the sets stay few.
    """

    def both(parts: Sequence[list[tuple[LicenseFacts, ...]]]) -> list[tuple[LicenseFacts, ...]]:
        sets: dict[tuple[str, ...], tuple[LicenseFacts, ...]] = {(): ()}
        for further in parts:
            sets = {_ids(one + other): one + other for one in sets.values() for other in further}
        return list(sets.values())

    return combined(terms, lambda license_: [(license_,)], choice=lambda parts: [one for part in parts for one in part], together=both, none=[])


def _ids(licenses: tuple[LicenseFacts, ...]) -> tuple[str, ...]:
    return tuple(sorted({one.id for one in licenses}))
