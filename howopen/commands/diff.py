"""Verdicts that differ between two states of the data, with their causes: two catalogues in, changes out."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from howopen import judge
from howopen.commands import verdict_words
from howopen.files import git
from howopen.files.harmless import markdown_cell
from howopen.history import causes
from howopen.records.catalogue import Catalogue
from howopen.records.model import Model
from howopen.records.verdict import Finding, Judged, Outcome, Verdict
from howopen.render import wording
from howopen.render.wording import Words

MOST_CAUSES = 3  # told of one change; the model's page has them all
ABSENT = "–"


@dataclass(frozen=True, slots=True)
class Change:
    """One verdict that is not what it was."""

    model: str  # its id
    name: str
    definition: str  # its short name
    before: str  # in a few words; ABSENT where there was no such model or definition
    after: str
    cause: str  # the findings that changed, and the files behind them


def since(revision: str, data: Path, known: Callable[[Path], Catalogue], templates: Path) -> str:
    """The table of what changed in `data` since a commit; `known` reads a data folder, `templates` has the words. Raises Unreadable, BadData."""
    with tempfile.TemporaryDirectory() as folder:
        before = known(git.as_of(data, revision, Path(folder)))
        return table(between(*(wording.read(templates, one) for one in (before, known(data)))))


def between(before: Words, after: Words) -> tuple[Change, ...]:
    """Every verdict that differs, by model and the order of the definitions, in the words of the pages. Both catalogues completed by `enrich`."""
    found: list[Change] = []
    for key in sorted(causes.stale(before.known, after.known)):
        one, other = (judge.model(said.known.models[key], said.known) if key in said.known.models else None for said in (before, after))
        found += _of_model(key, one, other, before, after)
    return tuple(found)


def table(changes: tuple[Change, ...]) -> str:
    """The changes as a Markdown table, or a sentence when there are none; safe to paste anywhere Markdown is drawn."""
    if not changes:
        return "No verdict changes.\n"
    rows: list[tuple[str, ...]] = [("Model", "Definition", "Before", "After", "Cause"), ("---",) * 5]
    rows += [
        (
            f"{markdown_cell(one.name)} ({markdown_cell(one.model)})",
            markdown_cell(one.definition),
            markdown_cell(one.before),
            markdown_cell(one.after),
            markdown_cell(one.cause),
        )
        for one in changes
    ]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


def _of_model(key: str, one: Judged | None, other: Judged | None, before: Words, after: Words) -> Iterator[Change]:
    old, new = before.known, after.known
    model = (new if other else old).models[key]
    for name in {**new.definitions, **old.definitions}:
        was, now = one.verdicts.get(name) if one else None, other.verdicts.get(name) if other else None
        words = _words(was, before), _words(now, after)
        if words[0] != words[1]:
            definition = (new if name in new.definitions else old).definitions[name]
            yield Change(key, model.name, definition.short, *words, _cause(model, was, now, old, new))


def _words(verdict: Verdict | None, said: Words) -> str:
    """The result without the count of missing facts, which differs more often than the result."""
    return ABSENT if verdict is None else verdict_words.result(said.known.definitions[verdict.definition], verdict, said)


def _cause(model: Model, was: Verdict | None, now: Verdict | None, before: Catalogue, after: Catalogue) -> str:
    """The findings that came out otherwise, then the files that changed."""
    if was is None or now is None:
        known = before if was is None else after
        missing = model.id not in known.models
        return ("new model" if was is None else "model removed") if missing else ("new definition" if was is None else "definition removed")
    old, new = _leaves(was, before), _leaves(now, after)
    differ = [place for place in {**new, **old} if old.get(place) != new.get(place)]
    turned = [place for place in differ if old.get(place, _NOTHING)[0] is not new.get(place, _NOTHING)[0]]
    told = list(dict.fromkeys(f"{place[1]}: {old.get(place, _NOTHING)[1]} → {new.get(place, _NOTHING)[1]}" for place in turned or differ))
    more = f"; and {len(told) - MOST_CAUSES} more" if len(told) > MOST_CAUSES else ""
    files = causes.between(before, after, model.id, now.definition)
    return "; ".join(told[:MOST_CAUSES]) + more + (f" ({', '.join(files)})" if files else "")


_NOTHING: tuple[Outcome | None, str] = (None, ABSENT)


def _leaves(verdict: Verdict, known: Catalogue) -> dict[tuple[str, str], tuple[Outcome | None, str]]:
    """Outcome of each leaf and its reason in a few words, by requirement and the part it asks about."""
    found: dict[tuple[str, str], tuple[Outcome | None, str]] = {}
    every = [leaf for rung in verdict.parts for finding in rung.findings for leaf in _all_leaves(finding)]
    for leaf in [*every, *([verdict.scope] if verdict.scope else [])]:
        value = f" ({leaf.value})" if leaf.value else ""
        found[leaf.requirement.id or "", _part(leaf.subject, known)] = leaf.outcome, f"{leaf.reason.value.replace('-', ' ')}{value}"
    return found


def _all_leaves(finding: Finding) -> Iterator[Finding]:
    if finding.is_leaf:
        yield finding
    for inner in finding.within:
        if inner.outcome is not Outcome.MET or finding.requirement.for_each is None:
            yield from _all_leaves(inner)


def _part(subject: str, known: Catalogue) -> str:
    words = known.vocabulary
    label = words.components.get(subject) or words.questions.get(subject) or words.data_information.get(subject.removeprefix("data-information."))
    return label.label.lower() if label else known.models[subject].name if subject in known.models else subject
