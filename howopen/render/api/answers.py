"""Answers of the API on models and on what changed; `report` is also what `show --json` prints.

Nothing here may depend on the commit, the day or the other models' rank, so that an edit of one model rewrites few files.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import UNSET

from howopen.licenses import answers as terms
from howopen.licenses import rights
from howopen.records import results
from howopen.records.answer import Answer, Reply
from howopen.records.catalogue import Catalogue, LicenseFacts, Terms
from howopen.records.change import NO_HISTORY, Change, History
from howopen.records.checked import Checked
from howopen.records.model import Model
from howopen.records.opinion import Opinion, Opinions
from howopen.records.summary import Summary
from howopen.records.verdict import Finding, Judged, Outcome, Points, Rung, Verdict
from howopen.render import answer_line, lookups, names
from howopen.render.api import answer_shapes, field_types, license_answers, model_shapes, provenance, reference_shapes, shapes, verdict_shapes
from howopen.render.api.plain import fields, plain
from howopen.render.stamp import Stamp
from howopen.render.wording import Words
from howopen.stats.summary import availability, checked_on

VERSION = "1.1"  # of the answers' shape; API_CHANGELOG.md tells what each one changed
_FREEDOM = ("restricted", None, "conditional", "allowed")  # worst first; None: not assessed
_GRANT = ("no", None, "pending", "yes")
_BURDEN = ("yes", "pending", None, "no")
_IN_SCOPE = {Outcome.MET: True, Outcome.UNMET: False, Outcome.UNKNOWN: None}


def about(known: Catalogue) -> shapes.About:
    """The beginning of every answer."""
    return shapes.About(VERSION, known.site.data_license, {key: definition.version for key, definition in known.definitions.items()})


def entry(one: Judged, words: Words, base_url: str) -> model_shapes.Entry:
    """One model as it stands in a list."""
    known, model = words.known, words.known.models[one.model]
    return model_shapes.Entry(
        id=one.model,
        name=model.name,
        developer=model.developer,
        family=model.family,
        released=model.released,
        parameters=model.specs.parameters if model.specs else None,
        active_parameters=model.specs.active_parameters if model.specs else None,
        context_length=model.specs.context_length if model.specs else None,
        modalities=model.modalities,
        huggingface=model.hub_ids,
        aliases=model.aliases,
        checked=checked_on(model) or None,
        answer=_line(one.answer, words),
        claim=one.claim,
        score=model_shapes.Range(*one.score),
        availability={key: _availability(model, key) for key in known.vocabulary.components},
        strip=dict(one.strip),
        weights=_weights(model, known),
        verdicts={key: summary(verdict, known) for key, verdict in one.verdicts.items()},
        links=model_shapes.Links(
            page=f"{base_url}models/{one.model}/",
            answer=f"{base_url}api/v1/models/{one.model}.json",
            cyclonedx=f"{base_url}api/v1/models/{one.model}.cdx.json",
            badge=f"{base_url}badges/{one.model}/{names.FIRST_BADGE}.svg",
        ),
    )


def _availability(model: Model, component: str) -> str:
    part = model.components.get(component)
    return (availability(part) if part else None) or "unknown"


def _line(answer: Answer, words: Words) -> answer_shapes.AnswerLine:
    """The answer line, as codes and in words."""
    said = {one.key: one.whole for one in answer_line.told(answer, words)}

    def reply(key: str, one: Reply) -> answer_shapes.Reply:
        missing = [answer_shapes.MissingFact(fact.kind, fact.subject, fact.who, answer_line.fact(fact, words)) for fact in one.missing]
        return answer_shapes.Reply(one.word, said[key], one.why, missing)

    return answer_shapes.AnswerLine(
        line=answer_line.sentence(answer, words),
        examined=answer.examined,
        open_source=reply("open-source", answer.open_source),
        commercial=reply("commercial", answer.commercial),
        training_data=reply("training-data", answer.training_data),
        sharing=reply("sharing", answer.sharing),
        published={one.group: one.word for one in answer.matrix},
    )


def _weights(model: Model, known: Catalogue) -> model_shapes.Weights:
    part = model.components.get("weights")
    license_ = part.license if part else None
    return model_shapes.Weights(
        availability=part.availability if part else None,
        license=license_,
        license_scope=part.license_scope if part else None,
        commercial_use=terms.commercial_use(terms.of_weights(known, model)),
        choices=choices(known.terms[license_], known) if license_ else None,
    )


def whole(entry: model_shapes.Entry, one: Judged, known: Catalogue, past: History) -> model_shapes.WholeModel:
    """Everything known and judged of one model; `entry` is its entry in a list."""
    model = known.models[one.model]
    more = {
        "verdicts": {key: _reasoned(verdict, entry.verdicts[key]) for key, verdict in one.verdicts.items()},
        "terms": license_answers.of_terms(one.terms, known),
        "facts": plain(model),
        "fetched": provenance.fetched(model),
        "conflicts": [provenance.conflict(found) for found in known.conflicts.get(one.model, ())],
        "ancestors": known.ancestors[one.model],
        "opinions": [_opinion(source, opinion) for source, opinion in lookups.opinions(known, one.model)],
        "second_opinions": [provenance.second_opinion(found) for found in known.second_opinions.get(one.model, ())],
        "history": [change(found) for found in past.of(one.model)],
    }
    return model_shapes.WholeModel(**(msgspec.structs.asdict(entry) | more))


def report(one: Judged, words: Words, past: History = NO_HISTORY) -> dict[str, Any]:
    """Everything known and judged of one model as plain values, without addresses on the site."""
    found = fields(whole(entry(one, words, ""), one, words.known, past))
    return {key: value for key, value in found.items() if key != "links"}


def _opinion(source: Opinions, opinion: Opinion) -> dict[str, Any]:
    """Somebody else's finding on the model, and why we find otherwise."""
    return fields(model_shapes.OpinionSource(source.who, source.url, source.definition, source.published)) | plain(opinion, without=("model",))


# ---- verdicts ---------------------------------------------------------------------------------------------------------


def summary(verdict: Verdict, known: Catalogue) -> verdict_shapes.Verdict:
    """One definition's verdict without its reasons."""
    definition = known.definitions[verdict.definition]
    return verdict_shapes.Verdict(
        version=definition.version,
        result=results.code(definition, verdict),
        reached=verdict.reached,
        possible=verdict.possible,
        unknown=verdict.unknown,
        outcome=verdict.outcome.word if definition.kind != "ladder" else UNSET,
        points=verdict_shapes.PointsRange(*verdict.points, definition.most) if verdict.points else UNSET,
        in_scope=_IN_SCOPE[verdict.in_scope] if verdict.in_scope is not None else UNSET,
        views={view.id: view.outcome.word for view in verdict.views} or UNSET,
    )


def _reasoned(verdict: Verdict, short: verdict_shapes.Verdict) -> verdict_shapes.ReasonedVerdict:
    """The verdict with why it is what it is, and the way on from it."""
    return verdict_shapes.ReasonedVerdict(
        **msgspec.structs.asdict(short),
        scope=_finding(verdict.scope) if verdict.scope else UNSET,
        levels=[_rung(rung) for rung in verdict.rungs],
        criteria=[_criterion(one) for one in verdict.criteria] or UNSET,
        unknowns=[verdict_shapes.OpenQuestion(finding.requirement.id, finding.subject, finding.reason) for finding in verdict.unknowns],
        changes=[[_change_needed(finding) for finding in way] for way in verdict.changes],
    )


def _rung(rung: Rung) -> verdict_shapes.Rung:
    return verdict_shapes.Rung(rung.id, rung.outcome.word, [_finding(finding) for finding in rung.findings])


def _criterion(one: Points) -> verdict_shapes.CriterionScored:
    steps, within = [_rung(step) for step in one.steps], [_criterion(inner) for inner in one.within]
    return verdict_shapes.CriterionScored(one.id, one.low, one.high, one.applies.word, steps or UNSET, within or UNSET)


def _change_needed(finding: Finding) -> verdict_shapes.ChangeNeeded:
    return verdict_shapes.ChangeNeeded(finding.requirement.id, finding.subject, finding.requirement.change)


def _finding(finding: Finding) -> verdict_shapes.Finding:
    # what is empty is left out
    return verdict_shapes.Finding(
        outcome=finding.outcome.word if finding.applies else "not-applicable",
        reason=finding.reason,
        requirement=finding.requirement.id or UNSET,
        subject=finding.subject or UNSET,
        value=finding.value or UNSET,
        clauses=tuple([verdict_shapes.DecidingClause(*clause) for clause in finding.clauses]) or UNSET,
        evidence=finding.evidence or UNSET,
        checked=_look(finding.checked) if finding.checked else UNSET,
        note=finding.note or UNSET,
        fetched=finding.fetched or UNSET,
        within=[_finding(inner) for inner in finding.within] or UNSET,
    )


def _look(checked: Checked) -> field_types.Look:
    again = checked.again
    return field_types.Look(checked.on, checked.by, field_types.SecondLook(again.on, again.by, again.of) if again else UNSET)


# ---- licenses ---------------------------------------------------------------------------------------------------------


def choices(terms: Terms, known: Catalogue) -> list[model_shapes.Choice]:
    """Rights and duties under the terms, for each license or set of licenses that one may choose; empty when no license is given.

    `A OR B` is two choices; under `A AND B` what the stricter one says holds. A freedom or tag that nobody assessed is left out.
    """
    return [_choice(licenses, known) for licenses in rights.alternatives(terms)]


def _choice(licenses: tuple[LicenseFacts, ...], known: Catalogue) -> model_shapes.Choice:
    freedoms = {key: _worst([one.freedoms[key].is_ if key in one.freedoms else None for one in licenses], _FREEDOM) for key in known.vocabulary.freedoms}
    tags: dict[str, list[str]] = {"grants": [], "conditions": [], "restrictions": [], "pending": [], "not_assessed": []}
    for key, word in known.vocabulary.tags.items():
        state = _worst([one.tags[key].is_ if key in one.tags else None for one in licenses], _GRANT if word.side == "grant" else _BURDEN)
        place = {"yes": f"{word.side}s", "pending": "pending", None: "not_assessed"}.get(state)
        if place:
            tags[place].append(key)
    return model_shapes.Choice(list(lookups.license_ids(licenses)), {key: state for key, state in freedoms.items() if state}, **tags)


def _worst(states: list[str | None], order: tuple[str | None, ...]) -> str | None:
    return min(states, key=order.index)


# ---- what changed ------------------------------------------------------------------------------------------------------


def changes(past: History, about: shapes.About) -> shapes.ChangesAnswer:
    """The changes, newest first."""
    return shapes.ChangesAnswer(about, past.state, past.since or None, [change(one) for one in past.changes])


def change(one: Change) -> model_shapes.ChangeMade:
    """One change."""
    shifts = [model_shapes.VerdictShift(shift.definition, shift.version, shift.before, shift.after) for shift in one.shifts]
    added = [model_shapes.VerdictShift(key, version, None, code) for key, version, code in one.standings]
    return model_shapes.ChangeMade(
        kind=one.kind,
        model=one.model,
        name=one.name,
        developer=one.developer,
        on=one.on,
        commit=one.commit,
        causes=[model_shapes.CauseNamed(cause.kind, cause.id) for cause in one.causes],
        verdicts=added or shifts,
        score=model_shapes.ScoreShift(*(model_shapes.Range(*score) for score in one.score)) if one.score else UNSET,
    )


def build(known: Catalogue, models: Mapping[str, Summary], past: History, stamp: Stamp) -> reference_shapes.Build:
    """Inputs and counts of this build: the only answer that changes with every commit."""
    return reference_shapes.Build(
        commit=stamp.commit or None,
        today=stamp.today,
        address=stamp.base_url,
        spdx_list=known.spdx_version,
        attribution=f"{known.site.name}, {known.site.data_license}, {stamp.base_url}",
        history=reference_shapes.HistoryKept(past.state, past.since or None, len(past.changes)),
        counts=reference_shapes.Counts(len(models), len(known.developers), len(lookups.license_facts(known)), len(known.definitions), _results(known, models)),
    )


def _results(known: Catalogue, models: Mapping[str, Summary]) -> dict[str, dict[str, int]]:
    """By definition: how many models have each result that any has, best first."""
    found = {key: [results.code(definition, one.verdicts[key]) for one in models.values()] for key, definition in known.definitions.items()}
    counted = {key: Counter(codes) for key, codes in found.items()}
    return {key: {code: counted[key][code] for code in results.best_first(definition, counted[key])} for key, definition in known.definitions.items()}
