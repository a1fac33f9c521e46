"""JSON answers, one a model, and the report that `show --json` prints."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from howopen.records import Catalogue, Conflict, Finding, Judged, Model, SecondOpinion, Verdict


def every(known: Catalogue, judged: Mapping[str, Judged], stamp: Any) -> Iterator[tuple[str, str]]:
    """(path, content) of every JSON file."""
    for key, one in judged.items():
        yield f"api/v1/models/{key}.json", written(report(one, known))
    yield "meta.json", written({"commit": stamp.commit, "today": stamp.today, "spdx-list": known.spdx_version, "models": len(judged)})


def written(answer: Any) -> str:
    """JSON text on one line. Compact, as only then does the standard library write it in C, eight times as fast."""
    return json.dumps(answer, ensure_ascii=False, separators=(",", ":")) + "\n"


def report(one: Judged, known: Catalogue) -> dict[str, Any]:
    """All that is known and judged of one model, as plain values."""
    model = known.models[one.model]
    return {
        "id": one.model,
        "name": model.name,
        "developer": model.developer,
        "facts": model.model_dump(by_alias=True, mode="json", exclude_none=True, exclude_defaults=True),
        "fetched": _fetched(model),
        "conflicts": [conflict(found) for found in known.conflicts.get(one.model, ())],
        "second-opinions": [_second_opinion(found) for found in known.second_opinions.get(one.model, ())],
        "rank": one.rank or None,
        "claim": one.claim,
        "score": {"proven": one.score[0], "possible": one.score[1]},
        "strip": dict(one.strip),
        "verdicts": {key: _verdict(verdict, known) for key, verdict in one.verdicts.items()},
    }


def conflict(found: Conflict) -> dict[str, Any]:
    """A conflict as plain values."""
    answer: dict[str, Any] = {"id": found.id, "kind": found.kind, "component": found.part, "fact": found.fact}
    if found.dataset:
        answer["dataset"] = found.dataset
    answer["sides"] = [{"who": side.who, "says": side.says, "url": side.url or None, "on": side.on or None} for side in found.sides]
    answer["settled"] = found.settled.model_dump(by_alias=True, mode="json") if found.settled else None
    return answer


def _fetched(model: Model) -> dict[str, Any]:
    """Where each fact comes from that nobody wrote, by its place in `facts`."""
    found = {name: origin.model_dump() for name, origin in model.fetched.items()}
    for key, part in model.components.items():
        found |= {f"components.{key}.{name.replace('_', '-')}": origin.model_dump() for name, origin in part.fetched.items()}
        for dataset in part.datasets or ():
            found |= {f"components.{key}.datasets.{dataset.name}.{name.replace('_', '-')}": origin.model_dump() for name, origin in dataset.fetched.items()}
    return found


def _second_opinion(found: SecondOpinion) -> dict[str, Any]:
    criteria = [{"criterion": label, "says": says, "link": link or None} for label, says, link in found.criteria]
    return {"who": found.peer, "of": found.of, "overall": found.overall, "criteria": criteria, "url": found.url, "on": found.on or None}


def _verdict(verdict: Verdict, known: Catalogue) -> dict[str, Any]:
    definition = known.definitions[verdict.definition]
    answer: dict[str, Any] = {"version": definition.version, "reached": verdict.reached, "possible": verdict.possible}
    if definition.kind != "ladder":
        answer["outcome"] = verdict.outcome.word
    if verdict.scope:
        answer["in-scope"] = {"met": True, "not-met": False, "undetermined": None}[verdict.scope.outcome.word]
    if verdict.views:
        answer["freedoms"] = {view.id: view.outcome.word for view in verdict.views}
    answer["levels"] = [{"id": rung.id, "outcome": rung.outcome.word, "findings": [_finding(finding) for finding in rung.findings]} for rung in verdict.rungs]
    answer["unknowns"] = [{"requirement": finding.requirement.id, "subject": finding.subject, "reason": finding.reason} for finding in verdict.unknowns]
    answer["changes"] = [
        [{"requirement": finding.requirement.id, "subject": finding.subject, "change": finding.requirement.change} for finding in way]
        for way in verdict.changes
    ]
    return answer


def _finding(finding: Finding) -> dict[str, Any]:
    requirement = finding.requirement
    said: dict[str, Any] = {
        "requirement": requirement.id,
        "outcome": finding.outcome.word if finding.applies else "not-applicable",
        "reason": finding.reason,
        "subject": finding.subject,
        "value": finding.value,
        "clauses": [{"license": license_, "of": of, "clause": clause} for license_, of, clause in finding.clauses],
        "evidence": list(finding.evidence),
        "checked": finding.checked.model_dump() if finding.checked else None,
        "note": finding.note,
        "fetched": finding.fetched or None,
        "within": [_finding(inner) for inner in finding.within],
    }
    return {key: value for key, value in said.items() if value not in ("", [], None)}
