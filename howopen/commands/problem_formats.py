"""Problems as lines of text, as GitHub annotations, or as JSON; whatever a file holds, it cannot speak to a terminal or a workflow."""

from __future__ import annotations

from collections.abc import Iterable

from howopen.files import harmless
from howopen.records.errors import Problem


def text(problems: Iterable[Problem]) -> str:
    """One line each: file, line, column, what is wrong and the cure."""
    return "\n".join(harmless.workflow_line(str(problem)) for problem in problems)


def github(problems: Iterable[Problem]) -> str:
    """One workflow command each, so that a pull request shows it beside the line. GitHub shows ten errors and ten warnings a step."""
    return "\n".join(_command(problem) for problem in problems)


def as_json(problems: Iterable[Problem]) -> str:
    """A JSON list of all, each with path, line, column, severity and what."""
    rows = [{"path": one.path, "line": one.line, "column": one.column, "severity": one.severity, "what": one.what} for one in problems]
    return harmless.json_text(rows)


def _command(problem: Problem) -> str:
    title = "Data error" if problem.severity == "error" else "Look again"
    place = f"file={harmless.workflow_property(problem.path)},line={problem.line},col={problem.column},title={title}"
    return f"::{problem.severity} {place}::{harmless.workflow_message(problem.what)}"
