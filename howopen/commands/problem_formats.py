"""Problems as lines of text, as GitHub annotations, or as JSON; whatever a file holds, it cannot speak to a terminal or a workflow."""

from __future__ import annotations

import json
from collections.abc import Iterable

from howopen.records.errors import Problem


def text(problems: Iterable[Problem]) -> str:
    """One line each: file, line, column, what is wrong and the cure."""
    return "\n".join(_inert(str(problem)) for problem in problems)


def github(problems: Iterable[Problem]) -> str:
    """One workflow command each, so that a pull request shows it beside the line. GitHub shows ten errors and ten warnings a step."""
    return "\n".join(_command(problem) for problem in problems)


def as_json(problems: Iterable[Problem]) -> str:
    """A JSON list of all, each with path, line, column, severity and what."""
    rows = [{"path": one.path, "line": one.line, "column": one.column, "severity": one.severity, "what": one.what} for one in problems]
    return json.dumps(rows, indent=1)


def _command(problem: Problem) -> str:
    title = "Data error" if problem.severity == "error" else "Look again"
    place = f"file={_property(problem.path)},line={problem.line},col={problem.column},title={title}"
    return f"::{problem.severity} {place}::{_message(problem.what)}"


# Escapes of GitHub's workflow commands, as its own toolkit writes them.
def _message(value: str) -> str:
    return _inert(value).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(value: str) -> str:
    return _message(value).replace(":", "%3A").replace(",", "%2C")


def _inert(line: str) -> str:
    """The line without what could start a command: line ends, control characters, `::` at its start, `##[` anywhere."""
    flat = "".join(character if character.isprintable() else f"\\x{ord(character):02x}" for character in line)
    flat = flat.replace("##[", "## [")
    return f" .{flat}" if flat.lstrip().startswith("::") else flat
