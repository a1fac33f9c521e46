"""Verdicts of a model as Markdown, for the summary of a workflow or a request; safe to paste anywhere Markdown is drawn."""

from __future__ import annotations

from collections.abc import Iterator

from howopen.commands import missing_keys, verdict_words
from howopen.files.harmless import markdown_cell
from howopen.records.catalogue import Catalogue
from howopen.records.model import Model
from howopen.records.verdict import Judged, Verdict, steps
from howopen.render import answer_line
from howopen.render.wording import Words

MOST = 5  # facts or changes told of one definition; the page has them all


def of(judged: Judged, words: Words, note: str = "") -> str:
    """A heading, the answers, and a row for each definition: its result, what would have to change, what is missing. `note` stands before the answers."""
    return "\n".join(_lines(judged, words, note)) + "\n"


def _lines(judged: Judged, words: Words, note: str) -> Iterator[str]:
    known = words.known
    model = known.models[judged.model]
    yield f"## {markdown_cell(model.name)}"
    yield ""
    if note:
        yield f"{markdown_cell(note)}\n"
    yield from (f"- {markdown_cell(told.question)} {markdown_cell(told.whole)}" for told in answer_line.told(judged.answer, words))
    yield ""
    yield "| Definition | Result | What would have to change | What is missing |"
    yield "| --- | --- | --- | --- |"
    for key, verdict in judged.verdicts.items():
        definition = known.definitions[key]
        cells = (f"{definition.name} {definition.version}", verdict_words.said(definition, verdict, words), _changes(verdict), _missing(verdict, model, known))
        yield f"| {' | '.join(map(markdown_cell, cells))} |"
    yield ""
    yield "Assessed by howopen from the facts in the file and their evidence; no legal advice. *Unknown* counts requirements."


def _changes(verdict: Verdict) -> str:
    return _some([change for way in verdict.changes[:1] for change in steps(way).todo])


def _missing(verdict: Verdict, model: Model, known: Catalogue) -> str:
    return _some([key for finding in verdict.unknowns for key in missing_keys.of(finding, model, known)])


def _some(told: list[str]) -> str:
    told = list(dict.fromkeys(told))
    return "; ".join(told[:MOST]) + (f"; and {len(told) - MOST} more" if len(told) > MOST else "")
