"""Where a model stands under one definition, as one code: what badges, answers and history compare. Pure."""

from __future__ import annotations

from howopen.records import Definition, Outcome, Verdict

NONE = "none"  # a ladder of which no level is within reach
OUT_OF_SCOPE = "out-of-scope"  # the definition does not speak of such a model


def code(definition: Definition, verdict: Verdict) -> str:
    """met, not-met or undetermined; on a ladder the id of the level reached, undetermined or none; or out-of-scope."""
    if verdict.scope is not None and verdict.scope.outcome is Outcome.UNMET:
        return OUT_OF_SCOPE
    if definition.kind != "ladder":
        return verdict.outcome.word
    return verdict.reached or (Outcome.UNKNOWN.word if verdict.possible else NONE)


def codes(definition: Definition) -> tuple[str, ...]:
    """Every code there can be, best first."""
    levels = tuple(level.id for level in reversed(definition.levels)) if definition.kind == "ladder" else (Outcome.MET.word,)
    last = NONE if definition.kind == "ladder" else Outcome.UNMET.word
    return (*levels, Outcome.UNKNOWN.word, last, *((OUT_OF_SCOPE,) if definition.scope else ()))


def tone(definition: Definition, standing: str) -> str:
    """How the code is to be drawn: met, part (a level below the highest), not-met, undetermined or none (out of scope)."""
    if standing == OUT_OF_SCOPE:
        return "none"
    if standing == NONE:
        return Outcome.UNMET.word
    if definition.kind != "ladder" or standing == Outcome.UNKNOWN.word:
        return standing
    return Outcome.MET.word if standing == definition.levels[-1].id else "part"
