"""Results of a policy, as text for people, JSON for programs, or SARIF for code hosts."""

from __future__ import annotations

from collections.abc import Sequence

from howopen.commands.require import Held, worst
from howopen.files.harmless import json_text, terminal, workflow_line
from howopen.records.policy import Policy
from howopen.records.verdict import Outcome

WORDS = {Outcome.MET: "met", Outcome.UNKNOWN: "unknown", Outcome.UNMET: "not met"}
_LEVELS = {Outcome.UNMET: "error", Outcome.UNKNOWN: "warning"}
_SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"


def text(policy: Policy, held: Sequence[Held]) -> str:
    """A line for each model, and a line for each reason below it; none of them speaks to a terminal or to a workflow."""
    lines = []
    for one in held:
        counted = "" if one.passes is one.outcome else f" (counts as {WORDS[one.passes]})"
        lines.append(f"{WORDS[one.outcome]:8} {terminal(one.wanted.name)}{counted}")
        lines += [f"         {terminal(why)}" for why in one.reasons]
    lines.append(f"{terminal(policy.name)}: {WORDS[worst(held)] if held else 'nothing to judge'}")
    return "\n".join(map(workflow_line, lines))


def as_json(policy: Policy, held: Sequence[Held]) -> str:
    """The same as one JSON object."""
    return json_text(
        {
            "policy": policy.name,
            "result": WORDS[worst(held)].replace(" ", "-"),
            "models": [
                {
                    "name": one.wanted.name,
                    "id": one.model or None,
                    "found": WORDS[one.outcome].replace(" ", "-"),
                    "result": WORDS[one.passes].replace(" ", "-"),
                    "reasons": list(one.reasons),
                }
                for one in held
            ],
        }
    )


def sarif(policy: Policy, held: Sequence[Held]) -> str:
    """SARIF 2.1.0: a result for each model that is not met, as an error, or not known, as a warning, at its place where it has one."""
    results = [
        {
            "ruleId": "howopen/policy",
            "level": _LEVELS[one.passes],
            "message": {"text": f"{one.wanted.name}: {'; '.join(one.reasons)}"},
            **({"locations": [_location(one)]} if one.wanted.file else {}),
        }
        for one in held
        if one.passes is not Outcome.MET
    ]
    rule = {"id": "howopen/policy", "shortDescription": {"text": f"A model meets {policy.name}"}}
    run = {"tool": {"driver": {"name": "howopen", "rules": [rule]}}, "results": results}
    return json_text({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]})


def _location(one: Held) -> dict[str, object]:
    region = {"region": {"startLine": one.wanted.line}} if one.wanted.line else {}
    return {"physicalLocation": {"artifactLocation": {"uri": one.wanted.file}, **region}}
