"""Result of a model under one definition as one code, which badges, answers and history compare. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from howopen.records.catalogue import Catalogue
from howopen.records.definition import Definition, figures
from howopen.records.summary import Result, Summary
from howopen.records.verdict import Judged, Outcome, Verdict

NONE = "none"  # a ladder of which no level is within reach
OUT_OF_SCOPE = "out-of-scope"  # the definition does not speak of such a model
POINTS = r"^\d+(\.\d+)?(-\d+(\.\d+)?)?$"  # of a score: those proven, and after a dash those possible where these are more


def code(definition: Definition, verdict: Verdict | Result) -> str:
    """met, not-met or undetermined; on a ladder the id of the level reached, undetermined or none; of a score its points, as 12 or 8-14; or out-of-scope."""
    if verdict.in_scope is Outcome.UNMET:
        return OUT_OF_SCOPE
    if verdict.points:
        return "-".join(dict.fromkeys(map(figures, verdict.points)))
    if definition.kind != "ladder":
        return verdict.outcome.word
    return verdict.reached or (Outcome.UNKNOWN.word if verdict.possible else NONE)


def codes(definition: Definition) -> tuple[str, ...]:
    """Every code there can be, best first; of a score, whose intervals are many, all points, an interval and none."""
    if definition.kind == "score":
        most, half = figures(definition.most), figures(definition.most // 2)
        return tuple(dict.fromkeys((most, f"{half}-{most}", "0", *((OUT_OF_SCOPE,) if definition.scope else ()))))
    levels = tuple(level.id for level in reversed(definition.levels)) if definition.kind == "ladder" else (Outcome.MET.word,)
    last = NONE if definition.kind == "ladder" else Outcome.UNMET.word
    return (*levels, Outcome.UNKNOWN.word, last, *((OUT_OF_SCOPE,) if definition.scope else ()))


def possible(definition: Definition, code: str) -> bool:
    """Whether the definition can have the code as a result."""
    if definition.kind != "score" or code == OUT_OF_SCOPE:
        return code in codes(definition)
    return re.match(POINTS, code) is not None and 0 <= range_of(code)[0] <= range_of(code)[1] <= definition.most


def best_first(definition: Definition, found: Iterable[str]) -> list[str]:
    """The codes, best first: as `codes` has them, those of a score by the points that are proven, then by those possible."""
    order = codes(definition)

    def height(code: str) -> tuple[float, float]:
        return range_of(code) if definition.kind == "score" and code != OUT_OF_SCOPE else (-order.index(code) - 1.0, 0.0)

    return sorted(found, key=height, reverse=True)


def range_of(code: str) -> tuple[float, float]:
    """Points proven and possible that the code of a score tells."""
    low, _, high = code.partition("-")
    return float(low), float(high or low)


def tone(definition: Definition, standing: str) -> str:
    """Tone in which the code is drawn: met, part (a level below the highest), not-met, undetermined or none (out of scope)."""
    if standing == OUT_OF_SCOPE:
        return "none"
    if standing == NONE:
        return Outcome.UNMET.word
    if definition.kind == "score":
        return _tone_of_points(*range_of(standing), definition.most)
    if definition.kind != "ladder" or standing == Outcome.UNKNOWN.word:
        return standing
    return Outcome.MET.word if standing == definition.levels[-1].id else "part"


def _tone_of_points(low: float, high: float, most: float) -> str:
    if low:
        return Outcome.MET.word if low >= most else "part"
    return Outcome.UNKNOWN.word if high else Outcome.UNMET.word


def place(definition: Definition, verdict: Verdict | Result) -> float:
    """Height of a verdict: the level reached on a ladder, from 0, -1 for none; the points proven of a score; the outcome elsewhere."""
    if verdict.points:
        return verdict.points[0]
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
