"""Result of a model under one definition as one code, which badges, answers and history compare. Pure."""

from __future__ import annotations

from collections.abc import Mapping

from howopen.records.catalogue import Catalogue
from howopen.records.definition import Definition
from howopen.records.summary import Result, Summary
from howopen.records.verdict import Judged, Outcome, Verdict

NONE = "none"  # a ladder of which no level is within reach
OUT_OF_SCOPE = "out-of-scope"  # the definition does not speak of such a model


def code(definition: Definition, verdict: Verdict | Result) -> str:
    """met, not-met or undetermined; on a ladder the id of the level reached, undetermined or none; or out-of-scope."""
    if verdict.in_scope is Outcome.UNMET:
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
    """Tone in which the code is drawn: met, part (a level below the highest), not-met, undetermined or none (out of scope)."""
    if standing == OUT_OF_SCOPE:
        return "none"
    if standing == NONE:
        return Outcome.UNMET.word
    if definition.kind != "ladder" or standing == Outcome.UNKNOWN.word:
        return standing
    return Outcome.MET.word if standing == definition.levels[-1].id else "part"


def place(definition: Definition, verdict: Verdict | Result) -> int:
    """Height of a verdict: the level reached on a ladder, from 0, -1 for none; the outcome elsewhere."""
    if definition.kind == "ladder":
        return next((at for at, level in enumerate(definition.levels) if level.id == verdict.reached), -1)
    return verdict.outcome


def ranks(found: Mapping[str, Judged | Summary], names: Mapping[str, str], known: Catalogue) -> dict[str, int]:
    """Each model's rank, best first: examined ones by proven, then possible, then standing under the board's definitions, then name. Equals share a rank.

    Those that nobody examined come last, by name, and their rank is 0: none.
    """

    def stands(one: Judged | Summary) -> tuple[float, ...]:
        if not one.answer.examined:
            return (1,)
        return (0, -one.score[0], -one.score[1], *(-place(known.definitions[key], one.verdicts[key]) for key in known.board.rank_by))

    by_key = {key: stands(one) for key, one in found.items()}
    ranked: dict[str, int] = {}
    rank, last = 0, None
    for at, key in enumerate(sorted(found, key=lambda key: (by_key[key], names[key].lower(), key)), start=1):
        if by_key[key] != last:
            rank, last = at, by_key[key]
        ranked[key] = rank if found[key].answer.examined else 0
    return ranked
