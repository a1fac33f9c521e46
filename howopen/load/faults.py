"""Faults between files: where they are and what is wrong, worked out only for those that are told."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from howopen.files import suggest
from howopen.files.yaml import Document
from howopen.records.errors import MOST_IN_ALL, MOST_TOLD, Problem, later, more
from howopen.records.types import Keys

_ACCOUNT = re.compile(r"@[A-Za-z0-9]+(-[A-Za-z0-9]+)*")  # of GitHub


class Fault(NamedTuple):
    """Something that does not fit the other files. Its place and its cure are looked for only when it is told."""

    document: Document
    keys: Keys
    what: Callable[[], str]
    of_key: bool  # whether the key is at fault, and not its value


def told(faults: Iterable[Fault]) -> Iterator[Problem]:
    """The problems, of each file the first and how many more there are, as far as MOST_IN_ALL go."""
    last: dict[str, Problem] = {}
    count: Counter[str] = Counter()
    told_in_all = 0
    for fault in faults:
        path = fault.document.path
        count[path] += 1
        if told_in_all >= MOST_IN_ALL:
            yield later(path)
            break
        if count[path] <= MOST_TOLD:
            last[path] = Problem(path, *fault.document.place(fault.keys, of_key=fault.of_key), fault.what())
            yield last[path]
            told_in_all += 1
    yield from (more(path, last[path].line, last[path].column, many - MOST_TOLD) for path, many in count.items() if many > MOST_TOLD)


def at(document: Document, keys: Keys, what: str, *, of_key: bool = False) -> Fault:
    return Fault(document, keys, lambda: what, of_key)


def unknown(document: Document, keys: Keys, word: str, known: Iterable[str], noun: str, *, of_key: bool = False) -> Fault:
    return Fault(document, keys, lambda: f"{word[:80]!r} is not a known {noun}; {suggest.cure(word, known, f'see the {noun}s there are')}", of_key)


def person(by: str, document: Document, keys: Keys, people: Iterable[str]) -> Iterator[Fault]:
    """A fault where `by` is neither one of `people` nor a GitHub account."""
    if by in people or _ACCOUNT.fullmatch(by):
        return
    if _ACCOUNT.fullmatch(f"@{by}") and suggest.nearest(by, people) is None:
        yield at(document, keys, f"{by!r} is no source of findings; if it is your GitHub account, write '@{by}', in quotes")
    else:
        yield unknown(document, keys, by, people, "source of findings (or a GitHub account, written '@name')")
