"""A result in the words of the model's page, for a terminal and a summary."""

from __future__ import annotations

from howopen.records.definition import Definition
from howopen.records.verdict import Verdict
from howopen.render.wording import Words


def said(definition: Definition, verdict: Verdict, words: Words) -> str:
    """The result in the words of the model's page, with the level that is still possible and the count of requirements that are unknown, as there."""
    return f"{result(definition, verdict, words)}{f' ({verdict.unknown} unknown)' if verdict.unknown else ''}"


def result(definition: Definition, verdict: Verdict, words: Words) -> str:
    """The same without the count."""
    beyond = words.beyond(definition, verdict)
    return f"{words.result(definition, verdict)}{f', {beyond}' if beyond else ''}"
