"""Errors: problems of the data, and requests that cannot be met."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Something wrong in a data file, with its place and its cure."""

    path: str  # as the person would type it
    line: int  # from 1; 0: the file as a whole
    column: int  # from 1
    what: str  # what is wrong; what to do
    severity: Severity = "error"

    def __str__(self) -> str:
        warning = "warning: " if self.severity == "warning" else ""
        return f"{self.path}:{self.line}:{self.column}: {warning}{self.what}"


MOST_TOLD = 20  # problems of one file; of the rest it is told how many there are
MOST_IN_ALL = 500  # problems from which on no further file is looked at: each file with many takes some hundredths of a second


def more(path: str, line: int, column: int, count: int, severity: Severity = "error") -> Problem:
    """The problem that stands for the `count` further ones of a file of which MOST_TOLD are told; `line` and `column` are the last one's."""
    noun = "problem" if severity == "error" else "warning"
    there = f"is 1 more {noun}" if count == 1 else f"are {count:,} more {noun}s"
    return Problem(path, line, column, f"there {there} in this file; mend these first", severity)


def later(path: str) -> Problem:
    """The problem of the first file that is not looked at, since there are MOST_IN_ALL before it."""
    return Problem(path, 1, 1, "is not looked at, nor are those after it, since there are so many problems; mend those that are told first")


class Refused(Exception):
    """Raised when a request cannot be met; says why, and what to do."""


class BadData(Exception):
    """Data files have problems; carries every one of them, by file and place."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(f"{len(problems)} problem(s)")
        self.problems = sorted(problems)

    def __reduce__(self) -> tuple[type[BadData], tuple[list[Problem]]]:
        return type(self), (self.problems,)  # pickle would make it of its message


class BadYaml(BadData):
    """The file cannot be read as data; carries every problem found."""
