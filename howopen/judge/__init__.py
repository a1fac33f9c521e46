"""Hold each model against each definition. Pure; three-valued; names no model, license or definition.

Strong Kleene logic over Outcome (UNMET < UNKNOWN < MET): all-of is the least, any-of the greatest. A part that is not used drops
out where the definition says so, and if everything drops out the result is unknown, never met.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from howopen.judge import answers, evaluator, next_steps, points
from howopen.licenses import answers as license_answers
from howopen.records import results
from howopen.records.catalogue import Catalogue
from howopen.records.definition import Definition, View
from howopen.records.model import Model
from howopen.records.verdict import Finding, Judged, Outcome, Rung, Verdict


def catalogue(known: Catalogue) -> dict[str, Judged]:
    """Every model's verdicts, by id, ranked as the board says."""
    judging = evaluator.Evaluator(known)
    return _ranked({key: _model(model, known, judging) for key, model in known.models.items()}, known)


class Verdicts(Mapping[str, Judged]):
    """Every model's verdicts, by id, each judged when it is first asked for; without ranks, since a rank is among others."""

    def __init__(self, known: Catalogue) -> None:
        self._known, self._evaluator = known, evaluator.Evaluator(known)
        self._judged: dict[str, Judged] = {}

    def __getitem__(self, key: str) -> Judged:
        if key not in self._judged:
            self._judged[key] = _model(self._known.models[key], self._known, self._evaluator)
        return self._judged[key]

    def result(self, key: str, definition: str) -> Verdict:
        """One verdict on a model without its next steps; in two thirds of the time."""
        return _verdict(self._known.definitions[definition], self._known.models[key], self._evaluator, steps=False)

    def __iter__(self) -> Iterator[str]:
        return iter(self._known.models)

    def __len__(self) -> int:
        return len(self._known.models)

    def forget(self, key: str) -> None:
        """Free what is remembered of a model that will not be asked for again."""
        self._judged.pop(key, None)
        self._evaluator.forget(key)


def model(one: Model, known: Catalogue) -> Judged:
    """One model's verdicts; the model must be in the catalogue. Its rank is 0: a rank is among others."""
    return _model(one, known, evaluator.Evaluator(known))


def _model(one: Model, known: Catalogue, judging: evaluator.Evaluator) -> Judged:
    verdicts = {key: _verdict(definition, one, judging) for key, definition in known.definitions.items()}
    score = verdicts[known.board.score].score if known.board.score in verdicts else None
    passed_on = {key: dict(_passed_on(definition, one, judging)) for key, definition in known.definitions.items()}
    strip = judging.cells.of(one)
    terms = license_answers.of_model(known, one)
    answer = answers.of(one, verdicts[known.board.headline], strip, terms, known)
    return Judged(one.id, verdicts, strip, _claim(one, verdicts, known), answer, terms, score=score or (0.0, 1.0), passed_on=passed_on)


def _passed_on(definition: Definition, one: Model, judging: evaluator.Evaluator) -> Iterator[tuple[str, Outcome]]:
    for requirement in judging.on_ancestors[definition.id]:
        yield requirement.id or "", evaluator.least(judging.finding(inner, one, definition) for inner in requirement.requires or ())


def _verdict(definition: Definition, one: Model, judging: evaluator.Evaluator, *, steps: bool = True) -> Verdict:
    scope = judging.finding(definition.scope, one, definition) if definition.scope else None
    asked = scope is None or scope.outcome is not Outcome.UNMET  # what a definition does not speak of is on no level, and on its way to none
    if definition.criteria:
        return _score_of(definition, one, judging, scope, steps=asked and steps)
    rungs: list[Rung] = []
    so_far = Outcome.MET
    for level in definition.levels:
        found = tuple(judging.finding(requirement, one, definition) for requirement in level.requires)
        own = evaluator.least(found)
        so_far = min(so_far, own)
        rungs.append(Rung(level.id, so_far, own, found))
    reached = [rung.id for rung in rungs if asked and rung.outcome is Outcome.MET]
    possible = [rung.id for rung in rungs if asked and rung.outcome is not Outcome.UNMET]
    upto = _next(rungs) if asked and steps else ()
    return Verdict(
        definition=definition.id,
        rungs=tuple(rungs),
        reached=reached[-1] if reached else None,
        possible=possible[-1] if possible else None,
        outcome=rungs[-1].outcome,
        scope=scope,
        views=tuple(_view(view, one, definition, judging) for view in definition.views),
        unknowns=next_steps.unknowns(upto),
        changes=next_steps.changes(upto),
        score=_score(definition, rungs) if definition.elements else None,
    )


def _score_of(definition: Definition, one: Model, judging: evaluator.Evaluator, scope: Finding | None, *, steps: bool) -> Verdict:
    """The verdict of a score: its points; met where all are proven, not met where some are ruled out."""
    criteria = tuple(points.of(criterion, lambda requirement: judging.finding(requirement, one, definition)) for criterion in definition.criteria)
    low, high = sum(found.low for found in criteria), sum(found.high for found in criteria)
    return Verdict(
        definition=definition.id,
        rungs=(),
        reached=None,
        possible=None,
        outcome=Outcome.MET if low >= definition.most else Outcome.UNKNOWN if high >= definition.most else Outcome.UNMET,
        scope=scope,
        views=(),
        unknowns=next_steps.unknowns(points.open_steps(criteria)) if steps else (),
        changes=(),
        criteria=criteria,
    )


def _next(rungs: list[Rung]) -> tuple[Finding, ...]:
    """The findings on the way to the first level not reached."""
    for at, rung in enumerate(rungs):
        if rung.outcome is not Outcome.MET:
            return tuple(finding for earlier in rungs[: at + 1] for finding in earlier.findings)
    return ()


def _view(view: View, one: Model, definition: Definition, judging: evaluator.Evaluator) -> Rung:
    found = tuple(judging.finding(requirement, one, definition) for requirement in view.requires)
    outcome = evaluator.least(found)
    return Rung(view.id, outcome, outcome, found)


def _score(definition: Definition, rungs: list[Rung]) -> tuple[float, float]:
    """The share of requirements proven and possible, each element weighing the same, 0 to 1."""
    elements = [found for rung in rungs for finding in rung.findings for found in _elements(finding, definition.elements)]
    low = high = 0.0
    for element in elements:
        units = [unit for unit in _units(element) if unit.applies]
        if units:
            low += sum(unit.outcome is Outcome.MET for unit in units) / len(units)
            high += sum(unit.outcome is not Outcome.UNMET for unit in units) / len(units)
    count = len(elements) or 1
    return round(low / count, 4), round(high / count, 4)


def _elements(finding: Finding, ids: tuple[str, ...]) -> Iterator[Finding]:
    """Findings of the elements within a finding. What is asked of each of a list is none."""
    if finding.requirement.id in ids:
        yield finding
    elif finding.requirement.for_each is None:
        for inner in finding.within:
            yield from _elements(inner, ids)


def _units(finding: Finding) -> Iterator[Finding]:
    """Findings that count as one each: a leaf, a choice or a for-each. Only all-of is opened."""
    if finding.requirement.all_of is None:
        yield finding
        return
    for inner in finding.within:
        yield from _units(inner)


def _claim(one: Model, verdicts: dict[str, Verdict], known: Catalogue) -> str:
    """Whether the developer's claim of what the headline's definition defines holds: holds, fails, unclear, none made, not-found or not-looked-up."""
    if not claims_headline(one, known):
        return "none" if one.claims_known else "not-found" if one.claims_looked_up else "not-looked-up"
    outcome = verdicts[known.board.headline].outcome
    return {Outcome.MET: "holds", Outcome.UNMET: "fails", Outcome.UNKNOWN: "unclear"}[outcome]


def claims_headline(one: Model, known: Catalogue) -> bool:
    """Whether its developer calls it by a word that the headline's definition defines."""
    return any(claim.of in ("model", "weights") and word in claim.says.lower() for claim in one.claims for word in known.board.claim_words)


def _ranked(judged: dict[str, Judged], known: Catalogue) -> dict[str, Judged]:
    """Best first, each with its rank."""
    ranks = results.ranks(judged, {key: known.models[key].name for key in judged}, known)
    return {key: replace(judged[key], rank=rank) for key, rank in ranks.items()}
