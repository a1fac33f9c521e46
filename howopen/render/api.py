"""JSON answers, one a model, and the report that `show --json` prints."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from howopen.records import Catalogue, Finding, Judged, Verdict


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
        "rank": one.rank or None,
        "claim": one.claim,
        "score": {"proven": one.score[0], "possible": one.score[1]},
        "strip": dict(one.strip),
        "verdicts": {key: _verdict(verdict, known) for key, verdict in one.verdicts.items()},
    }


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
        "within": [_finding(inner) for inner in finding.within],
    }
    return {key: value for key, value in said.items() if value not in ("", [], None)}
