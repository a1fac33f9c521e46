"""What the API says of models and of what changed, as plain values; `report` is also what `show --json` prints.

Nothing here may depend on the commit, the day or the other models' rank, so that an edit of one model rewrites few files.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from howopen.records import results
from howopen.records.catalogue import Catalogue, LicenseFacts, Terms
from howopen.records.change import NO_HISTORY, Change, History
from howopen.records.registry import Opinion, Opinions
from howopen.records.summary import Summary
from howopen.records.verdict import Finding, Judged, Outcome, Verdict
from howopen.render import lookups, names
from howopen.render.api import provenance
from howopen.stats.summary import checked_on

VERSION = "1.0"  # of the answers' shape; API_CHANGELOG.md tells what each one changed
_FREEDOM = ("restricted", None, "conditional", "allowed")  # worst first; None: not assessed
_GRANT = ("no", None, "pending", "yes")
_BURDEN = ("yes", "pending", None, "no")


def about(known: Catalogue) -> dict[str, Any]:
    """What every answer begins with: the version of its shape, the terms of its data, the versions of the definitions it rests on."""
    return {
        "schema": VERSION,
        "license": known.site.data_license,
        "definitions": {key: definition.version for key, definition in known.definitions.items()},
    }


def entry(one: Judged, known: Catalogue, base_url: str) -> dict[str, Any]:
    """One model as it stands in a list."""
    model = known.models[one.model]
    weights = model.components.get("weights")
    return {
        "id": one.model,
        "name": model.name,
        "developer": model.developer,
        "released": model.released,
        "modalities": list(model.modalities),
        "huggingface": list(model.sources.huggingface),
        "aliases": list(model.aliases),
        "checked": checked_on(model) or None,
        "claim": one.claim,
        "score": {"proven": one.score[0], "possible": one.score[1]},
        "strip": dict(one.strip),
        "weights": {
            "availability": weights.availability if weights else None,
            "license": weights.license if weights else None,
            "license-scope": weights.license_scope if weights else None,
            "commercial-use": lookups.commercial((weights.license if weights else None) or "", known),
            "choices": choices(known.terms[weights.license], known) if weights and weights.license else None,
        },
        "verdicts": {key: summary(verdict, known) for key, verdict in one.verdicts.items()},
        "links": {
            "page": f"{base_url}models/{one.model}/",
            "answer": f"{base_url}api/v1/models/{one.model}.json",
            "cyclonedx": f"{base_url}api/v1/models/{one.model}.cdx.json",
            "badge": f"{base_url}badges/{one.model}/{names.FIRST_BADGE}.svg",
        },
    }


def report(one: Judged, known: Catalogue, past: History = NO_HISTORY) -> dict[str, Any]:
    """All that is known and judged of one model."""
    model = known.models[one.model]
    ancestors = known.ancestors[one.model]
    return {
        "id": one.model,
        "name": model.name,
        "developer": model.developer,
        "facts": model.model_dump(by_alias=True, mode="json", exclude_none=True, exclude_defaults=True),
        "fetched": provenance.fetched(model),
        "conflicts": [provenance.conflict(found) for found in known.conflicts.get(one.model, ())],
        "ancestors": list(ancestors) if ancestors is not None else None,
        "claim": one.claim,
        "score": {"proven": one.score[0], "possible": one.score[1]},
        "strip": dict(one.strip),
        "verdicts": {key: summary(verdict, known) | _reasons(verdict) for key, verdict in one.verdicts.items()},
        "opinions": [_opinion(source, opinion) for source, opinion in lookups.opinions(known, one.model)],
        "second-opinions": [provenance.second_opinion(found) for found in known.second_opinions.get(one.model, ())],
        "history": [change(found) for found in past.of(one.model)],
    }


def _opinion(source: Opinions, opinion: Opinion) -> dict[str, Any]:
    """What somebody else says of the model, and why we find otherwise."""
    said = opinion.model_dump(mode="json", exclude={"model"}, exclude_none=True, exclude_defaults=True)
    return {"who": source.who, "source": source.url, "definition": source.definition, "published": source.published, **said}


# ---- verdicts ---------------------------------------------------------------------------------------------------------


def summary(verdict: Verdict, known: Catalogue) -> dict[str, Any]:
    """One definition's verdict without its reasons."""
    definition = known.definitions[verdict.definition]
    answer: dict[str, Any] = {
        "version": definition.version,
        "result": results.code(definition, verdict),
        "reached": verdict.reached,
        "possible": verdict.possible,
        "unknown": verdict.unknown,
    }
    if definition.kind != "ladder":
        answer["outcome"] = verdict.outcome.word
    if verdict.in_scope is not None:
        answer["in-scope"] = {Outcome.MET: True, Outcome.UNMET: False, Outcome.UNKNOWN: None}[verdict.in_scope]
    if verdict.views:
        answer["views"] = {view.id: view.outcome.word for view in verdict.views}
    return answer


def _reasons(verdict: Verdict) -> dict[str, Any]:
    """Why the verdict is what it is, and the way on from it."""
    return {
        **({"scope": _finding(verdict.scope)} if verdict.scope else {}),
        "levels": [{"id": rung.id, "outcome": rung.outcome.word, "findings": [_finding(finding) for finding in rung.findings]} for rung in verdict.rungs],
        "unknowns": [{"requirement": finding.requirement.id, "subject": finding.subject, "reason": finding.reason} for finding in verdict.unknowns],
        "changes": [
            [{"requirement": finding.requirement.id, "subject": finding.subject, "change": finding.requirement.change} for finding in way]
            for way in verdict.changes
        ],
    }


def _finding(finding: Finding) -> dict[str, Any]:
    said: dict[str, Any] = {"outcome": finding.outcome.word if finding.applies else "not-applicable", "reason": finding.reason}
    # what is empty is left out; this runs for every finding of every model
    if finding.requirement.id:
        said["requirement"] = finding.requirement.id
    if finding.subject:
        said["subject"] = finding.subject
    if finding.value:
        said["value"] = finding.value
    if finding.clauses:
        said["clauses"] = [{"license": license_, "of": of, "clause": clause} for license_, of, clause in finding.clauses]
    if finding.evidence:
        said["evidence"] = finding.evidence
    if finding.checked:
        said["checked"] = {"on": finding.checked.on, "by": finding.checked.by}
    if finding.note:
        said["note"] = finding.note
    if finding.fetched:
        said["fetched"] = True
    if finding.within:
        said["within"] = [_finding(inner) for inner in finding.within]
    return said


# ---- licenses ---------------------------------------------------------------------------------------------------------


def choices(terms: Terms, known: Catalogue) -> list[dict[str, Any]]:
    """What the terms let one do, for each license or set of licenses that one may choose; empty when no license is given.

    `A OR B` is two choices; under `A AND B` what the stricter one says holds. A freedom or tag that nobody assessed is left out.
    """
    return [_choice(licenses, known) for licenses in lookups.alternatives(terms)]


def _choice(licenses: tuple[LicenseFacts, ...], known: Catalogue) -> dict[str, Any]:
    freedoms = {key: _worst([one.freedoms[key].is_ if key in one.freedoms else None for one in licenses], _FREEDOM) for key in known.vocabulary.freedoms}
    tags: dict[str, list[str]] = {"grants": [], "conditions": [], "restrictions": [], "pending": [], "not-assessed": []}
    for key, word in known.vocabulary.tags.items():
        state = _worst([one.tags[key].is_ if key in one.tags else None for one in licenses], _GRANT if word.side == "grant" else _BURDEN)
        place = {"yes": f"{word.side}s", "pending": "pending", None: "not-assessed"}.get(state)
        if place:
            tags[place].append(key)
    return {"licenses": list(lookups.license_ids(licenses)), "freedoms": {key: state for key, state in freedoms.items() if state}, **tags}


def _worst(states: list[str | None], order: tuple[str | None, ...]) -> str | None:
    return min(states, key=order.index)


# ---- what changed ------------------------------------------------------------------------------------------------------


def changes(past: History) -> dict[str, Any]:
    """Every change, newest first."""
    return {"history": past.state, "since": past.since or None, "changes": [change(one) for one in past.changes]}


def change(one: Change) -> dict[str, Any]:
    """One change."""
    answer: dict[str, Any] = {
        "kind": one.kind,
        "model": one.model,
        "name": one.name,
        "developer": one.developer,
        "on": one.on,
        "commit": one.commit,
        "causes": [{"kind": cause.kind, "id": cause.id} for cause in one.causes],
        "verdicts": [{"definition": shift.definition, "version": shift.version, "before": shift.before, "after": shift.after} for shift in one.shifts],
    }
    if one.standings:
        answer["verdicts"] = [{"definition": key, "version": version, "before": None, "after": code} for key, version, code in one.standings]
    if one.score:
        answer["score"] = {when: {"proven": low, "possible": high} for when, (low, high) in zip(("before", "after"), one.score, strict=True)}
    return answer


def build(known: Catalogue, models: Mapping[str, Summary], past: History, stamp: Any) -> dict[str, Any]:
    """What this build was made of: the only answer that changes with every commit."""
    return {
        "commit": stamp.commit or None,
        "today": stamp.today,
        "address": stamp.base_url,
        "spdx-list": known.spdx_version,
        "attribution": f"{known.site.name}, {known.site.data_license}, {stamp.base_url}",
        "history": {"state": past.state, "since": past.since or None, "changes": len(past.changes)},
        "counts": dict(_counts(known, models)),
    }


def _counts(known: Catalogue, models: Mapping[str, Summary]) -> Iterator[tuple[str, Any]]:
    yield "models", len(models)
    yield "developers", len(known.developers)
    yield "licenses", len(lookups.license_facts(known))
    yield "definitions", len(known.definitions)
    yield (
        "results",
        {
            key: {
                code: count
                for code in results.codes(definition)
                if (count := sum(results.code(definition, one.verdicts[key]) == code for one in models.values()))
            }
            for key, definition in known.definitions.items()
        },
    )
