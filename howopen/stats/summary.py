"""A model and what the judge says of it -> what lists need of it. Pure."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from howopen.records import results
from howopen.records.catalogue import Catalogue
from howopen.records.definition import Definition, View
from howopen.records.model import Claim, Component, Dataset, Model
from howopen.records.requirement import Requirement
from howopen.records.summary import Called, Check, DataSet, Part, Result, Seen, Sized, Summary, TermsReply
from howopen.records.verdict import Finding, Judged, Outcome, Verdict, steps
from howopen.stats import counts, readings


class Frame(NamedTuple):
    """Values that the summaries of all models share."""

    tallies: Mapping[str, tuple[str, ...]]  # by definition, what `Summary.tally` has a digit for
    required: frozenset[str]  # the parts that somebody must have looked at for a model to be in depth


def frame(known: Catalogue) -> Frame:
    """Frame of a catalogue."""
    return Frame({key: tallies(definition) for key, definition in known.definitions.items()}, frozenset(counts.required_parts(known)))


def of(one: Judged, known: Catalogue, shared: Frame) -> Summary:
    """The summary of one model of the catalogue, without a rank and without what is drawn."""
    model = known.models[one.model]
    recorded = list(counts.facts(model))
    headline, tier = one.verdicts[known.board.headline], one.verdicts.get(known.board.tier)
    checks = Counter((fact.checked.on, fact.checked.by) for fact in recorded if fact.checked)
    own = [fact.checked is None or counts.is_own(fact.checked, known) for fact in recorded]
    return Summary(
        model=model.id,
        name=model.name,
        developer=model.developer,
        family=model.family,
        released=model.released,
        parameters=model.specs.parameters if model.specs else None,
        active_parameters=model.specs.active_parameters if model.specs else None,
        context_length=model.specs.context_length if model.specs else None,
        modalities=model.modalities,
        huggingface=model.hub_ids,
        variants=tuple(Sized(one.huggingface, one.called, one.kind, one.parameters, one.active_parameters) for one in model.variants),
        aliases=model.aliases,
        derived_from=model.derived_from,
        claims_known=model.claims_known,
        called=next((claim.says for claim in claims(model, known)), ""),
        claims=tuple(Called(claim.says, claim.of, claim.url, claim.on) for claim in model.claims),
        claim=one.claim,
        answer=one.answer,
        verdicts={key: result(verdict) for key, verdict in one.verdicts.items()},
        next_level=steps(tier.changes[0] if tier and tier.changes else ()),
        strip=one.strip,
        score=one.score,
        checked=checked_on(model),
        parts={key: _part(part) for key, part in model.components.items()},
        datasets={key: tuple(map(_set, part.datasets)) for key, part in model.components.items() if part.datasets},
        expressions=tuple(dict.fromkeys(expression for _, expression in model.licensed())),
        licenses=_licenses(model, known),
        terms=tuple(
            TermsReply(question, reply.answer, tuple((one.license, one.key, one.model) for one in reply.conditions))
            for question, reply in one.terms.replies.items()
        ),
        compute=max(math.sqrt(model.training_compute.low * model.training_compute.high), 1.0) if model.training_compute else None,
        facts=len(recorded),
        with_evidence=sum(bool(fact.evidence) for fact in recorded),
        checks=tuple(Check(on, by, number) for (on, by), number in sorted(checks.items())),
        in_depth=shared.required <= counts.looked_at(recorded, known),
        only_taken=bool(own) and not any(own),
        unknown=tuple(dict.fromkeys(finding.subject for finding in headline.unknowns)),
        conflicts=len(known.disputes_of(model.id)),
        readings={key: readings.of(verdict, known) for key, verdict in one.verdicts.items()},
        gaps=tuple(gap.sentence for gap in known.gaps_of.get(model.id, ())),
        moving=len(counts.moving(recorded)),
        tally={key: _digits(shared.tallies[key], _outcomes(verdict)) for key, verdict in one.verdicts.items()},
        passed_on={key: _digits(tuple(found), found) for key, found in one.passed_on.items()},
    )


LISTED = "listed"


def every(known: Catalogue, judged: Mapping[str, Judged]) -> dict[str, Summary]:
    """Every model's summary, ranked, best first."""
    shared = frame(known)
    return ranked({key: of(one, known, shared) for key, one in judged.items()}, known)


def ranked(found: Mapping[str, Summary], known: Catalogue) -> dict[str, Summary]:
    """The summaries with their ranks, best first."""
    ranks = results.ranks(found, {key: one.name for key, one in found.items()}, known)
    return {key: replace(found[key], rank=rank) for key, rank in ranks.items()}


def result(verdict: Verdict) -> Result:
    """A verdict without its reasons."""
    views = tuple(Seen(view.id, view.outcome) for view in verdict.views)
    return Result(verdict.reached, verdict.possible, verdict.outcome, verdict.in_scope, views, verdict.unknown, verdict.points)


def checked_on(model: Model) -> str:
    """The newest day on which anybody looked at any part, YYYY-MM-DD; empty when nobody did."""
    days = [part.checked.on for part in model.components.values() if part.checked]
    days += [answer.on for answer in model.answers.values()]
    if model.data_information and model.data_information.checked:
        days.append(model.data_information.checked.on)
    return max(days, default="")


def claims(model: Model, known: Catalogue) -> list[Claim]:
    """Claims about the model or its weights, those with the headline's words first."""
    said = [claim for claim in model.claims if claim.of in ("model", "weights")]
    return sorted(said, key=lambda claim: not any(word in claim.says.lower() for word in known.board.claim_words))


def availability(part: Component) -> str | None:
    """How a part can be had; of data whose sets are listed and of which nobody said more: `listed`, since each set has an answer of its own."""
    return part.availability or (LISTED if part.datasets else None)


def _part(part: Component) -> Part:
    on, by = (part.checked.on, part.checked.by) if part.checked else (None, None)
    return Part(availability(part), part.coverage, part.license, part.license_scope, on, by, part.evidence)


def _set(one: Dataset) -> DataSet:
    return DataSet(one.name, one.where, one.kind, one.stage, one.availability, one.license, one.withheld_reason)


def _licenses(model: Model, known: Catalogue) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for part, expression in model.licensed():
        if part not in model.components:
            continue  # what data information says of its terms is no part
        for license_ in known.terms[expression].licenses():
            found.setdefault(license_.id, {})[part] = None
    return {key: tuple(parts) for key, parts in found.items()}


# ---- outcomes as digits ------------------------------------------------------------------------------------------------


def tallies(definition: Definition) -> tuple[str, ...]:
    """Names of the digits of `Summary.tally`, in order: `level:<id>` of each level, `step:<criterion>:<points>` of each step, then each requirement by id."""
    levels = tuple(f"level:{level.id}" for level in definition.levels)
    steps = tuple(f"step:{one.id}:{step.id}" for criterion in definition.criteria for one in criterion.single() for step in one.steps)
    parts = (part for part in definition.parts() if not isinstance(part, View))
    asked = (inner for part in parts for requirement in part.requires for inner in requirement.walk(into_lists=False))
    return (*levels, *steps, *dict.fromkeys(one.id for one in asked if one.id))


def _outcomes(verdict: Verdict) -> dict[str, Outcome]:
    """Outcomes of levels and requirements by name; one that does not apply is left out, and so is what lies within a for-each."""
    found: dict[str, Outcome] = {}

    def walk(finding: Finding) -> None:
        requirement: Requirement = finding.requirement
        if requirement.id and finding.applies:
            found.setdefault(requirement.id, finding.outcome)
        if requirement.for_each is None:
            for inner in finding.within:
                walk(inner)

    found |= {f"level:{rung.id}": rung.outcome for rung in verdict.rungs}
    single = (one for criterion in verdict.criteria for one in criterion.single() if one.applies is not Outcome.UNMET)
    found |= {f"step:{one.id}:{step.id}": step.outcome for one in single for step in one.steps}
    for part in verdict.parts:
        for finding in part.findings:
            walk(finding)
    return found


def _digits(names: tuple[str, ...], found: Mapping[str, Outcome]) -> str:
    return "".join(str(int(found[name])) if name in found else "-" for name in names)


def outcomes(names: tuple[str, ...], digits: str) -> Iterator[tuple[str, Outcome]]:
    """The outcomes that the digits tell, by name, in order."""
    return ((name, Outcome(int(digit))) for name, digit in zip(names, digits, strict=True) if digit != "-")
