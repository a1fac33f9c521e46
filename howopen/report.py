"""A model's verdicts as text for a terminal: what is proven, what is missing, what would have to change."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator

from howopen.records import Catalogue, Definition, Finding, Judged, Outcome, Verdict

WIDTH = 100
_MARK = {Outcome.MET: "+", Outcome.UNKNOWN: "?", Outcome.UNMET: "-"}


def text(one: Judged, known: Catalogue) -> str:
    """The report, in lines of at most 100 characters where words allow."""
    return "\n".join(_lines(one, known))


def _lines(one: Judged, known: Catalogue) -> Iterator[str]:
    model = known.models[one.model]
    yield f"{model.name} ({known.developers[model.developer].name})"
    for claim in model.claims:
        yield f"  called {_plain(claim.says)!r}: {claim.url}"
    yield f"  proven {one.score[0]:.0%}, possible {one.score[1]:.0%} of {known.definitions[known.board.score].short}"
    for key, verdict in one.verdicts.items():
        yield ""
        yield from _definition(known.definitions[key], verdict)
    yield ""
    yield "  + met   - not met   ? unknown"


def _definition(definition: Definition, verdict: Verdict) -> Iterator[str]:
    yield f"{definition.name} {definition.version}: {result(definition, verdict)}"
    for view in verdict.views:
        yield f"  {_MARK[view.outcome]} {view.id}"
    for rung in verdict.rungs:
        if len(verdict.rungs) > 1:
            yield f"  {_MARK[rung.outcome]} {rung.id}"
        for finding in (leaf for found in rung.findings for leaf in found.leaves()):
            if finding.applies:
                yield from _wrapped(f"    {_MARK[finding.outcome]} {finding.requirement.says}: {finding.reason.value.replace('-', ' ')}{_value(finding)}")
    for way in verdict.changes[:1]:
        todo = [finding.requirement.change for finding in way if finding.outcome is Outcome.UNMET and finding.requirement.change]
        unknown = [finding.requirement.says for finding in way if finding.outcome is Outcome.UNKNOWN]
        if todo:
            yield "  would have to change:"
            yield from (line for change in dict.fromkeys(todo) for line in _wrapped(f"    * {change}"))
        if unknown:
            yield f"  to be found out: {len(unknown)}"


def result(definition: Definition, verdict: Verdict) -> str:
    """The result in a few words: a level's name on a ladder, met / not met / undetermined elsewhere."""
    if verdict.scope is not None and verdict.scope.outcome is Outcome.UNMET:
        return definition.out_of_scope or "out of scope"
    if definition.kind != "ladder":
        return verdict.outcome.word.replace("-", " ")
    names = {level.id: level.short or level.name for level in definition.levels}
    reached = names[verdict.reached] if verdict.reached else definition.none
    return reached if verdict.possible in (verdict.reached, None) else f"{reached}, possibly {names[verdict.possible]}"


def _value(finding: Finding) -> str:
    return f" ({_plain(finding.value)})" if finding.value else ""


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, WIDTH, subsequent_indent="        ", break_long_words=False, break_on_hyphens=False) or [line]


def _plain(value: str) -> str:
    """The text without characters that could move the cursor or change the terminal."""
    return "".join(character if character.isprintable() else "?" for character in value)
