"""Complaints of a YAML parser, in plain words, at the place where a person has to mend it. Pure; the parser itself is in `yaml_strict`."""

from __future__ import annotations

import re
from typing import NamedTuple

from howopen.records.errors import Problem

_SIGNS = {"@": "@", "`": "a backtick", "%": "%"}  # no plain value may begin with these
_ENDS = re.compile(r"[\s,\]}]")  # what ends a word


class Place(NamedTuple):
    """A place in a text; both numbers from 0."""

    line: int
    column: int


class Complaint(NamedTuple):
    """Complaint of the parser."""

    what: str
    while_: str  # what it was reading; empty when it does not say
    at: Place
    began: Place | None  # where that which it was reading begins
    quote: Place | None  # where a quote opens that runs over the end of its line into another key, or to the end of the file


def problem(said: Complaint, text: str, path: str) -> Problem:
    """The complaint as a problem: where the cause is, what it is, and the cure. What nobody closed is told where it opens."""
    lines = text.splitlines()
    here = lines[said.at.line] if said.at.line < len(lines) else ""
    if "\t" in here[: said.at.column + 1]:
        return _at(path, Place(said.at.line, here.index("\t")), "has a tab; indent with spaces")
    if "escape c" in said.what:  # code or character, as the parser has it
        return _at(path, said.at, "is no escape of YAML; write the character itself, and a backslash as two")
    if said.quote:
        return _at(path, said.quote, "opens a quote that is not closed on its line; close it")
    if "found another document" in said.what:
        return _at(path, said.at, "begins a second document; remove the line `---`, and what follows it")
    if "mapping values are not allowed" in said.what:
        return _at(path, said.at, "is a colon with a space after it, within a text; put the whole text in quotes")
    if "cannot start any token" in said.what and (sign := _SIGNS.get(here[said.at.column : said.at.column + 1])):
        word = _ENDS.split(here[said.at.column :], maxsplit=1)[0][:60]
        return _at(path, said.at, f"begins a text with {sign}; put it in quotes: {word!r}")
    if said.while_.startswith("while parsing a flow") and said.began and "did not find expected ','" in said.what:
        sign = "[" if "sequence" in said.while_ else "{"
        return _at(path, said.began, f"opens a {sign} and is not understood from line {said.at.line + 1} on; close it, or put commas between its entries")
    if said.while_.startswith("while parsing a block"):
        return _at(path, said.at, "does not fit here; indent it as its neighbours are, and look for an open quote before it")
    what = " ".join(filter(None, (said.while_, said.what)))
    return _at(path, said.at, f"is no YAML: {what}; check quotes, colons and indentation on this line and the one before")


def _at(path: str, place: Place, what: str) -> Problem:
    return Problem(path, place.line + 1, place.column + 1, what)
