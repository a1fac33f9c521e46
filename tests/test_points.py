"""Points of a score: those of the best step, proven and possible, and the mean of those that count."""

from __future__ import annotations

import pytest

from howopen.judge import points
from howopen.records.definition import Criterion
from howopen.records.requirement import Requirement
from howopen.records.verdict import Finding, Outcome, Reason

MET, UNKNOWN, UNMET = Outcome.MET, Outcome.UNKNOWN, Outcome.UNMET
WORD = {"m": MET, "u": UNKNOWN, "n": UNMET}
ASK = {"says": "X", "component": "weights", "availability": {"meets": ["public"]}}


def find(requirement: Requirement) -> Finding:
    """The finding that the requirement's id says: m, u or n for its outcome, then - where it drops out."""
    letter, _, number = (requirement.id or "").partition("-")
    return Finding(requirement, WORD[letter[0]], Reason.PUBLISHED, applies=not number.startswith("out"), subject=requirement.id or "")


def steps(*said: str, key: str = "c", only_if: str | None = None) -> dict:
    """A criterion whose steps give 1, 2 and so on, each with the requirements that its letters say."""
    made = [{"points": at, "says": "X", "requires": [ASK | {"id": f"{letter}-{at}-{key}"} for letter in letters]} for at, letters in enumerate(said, start=1)]
    return {"id": key, "name": "X", "steps": made} | ({"only-if": ASK | {"id": only_if}} if only_if else {})


def mean(*within: dict) -> dict:
    return {"id": "mean", "name": "X", "mean-of": list(within)}


def of(criterion: dict) -> tuple[float, float]:
    found = points.of(Criterion.model_validate(criterion), find)
    return round(found.low, 3), round(found.high, 3)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (("m",), (1, 1)),
        (("n",), (0, 0)),
        (("u",), (0, 1)),
        (("m", "m"), (2, 2)),
        (("m", "n"), (1, 1)),
        (("m", "u"), (1, 2)),
        (("n", "m"), (2, 2)),
        (("u", "n"), (0, 1)),
        (("mu", "mn"), (0, 1)),
        (("mm", "mu"), (1, 2)),
    ],
)
def test_a_criterion_gives_the_points_of_its_best_step(said, wanted):
    assert of(steps(*said)) == wanted


@pytest.mark.parametrize(
    ("criteria", "wanted"),
    [
        ([steps("m"), steps("n")], (0.5, 0.5)),
        ([steps("m"), steps("u")], (0.5, 1)),
        ([steps("m", "m"), steps("m"), steps("n")], (1, 1)),
        ([steps("m"), steps("n", only_if="n")], (1, 1)),
        ([steps("m"), steps("n", only_if="m")], (0.5, 0.5)),
        ([steps("m"), steps("n", only_if="u")], (0.5, 1)),
        ([steps("n"), steps("m", only_if="u")], (0, 0.5)),
        ([steps("n"), steps("m", only_if="m-out")], (0, 0)),
        ([steps("m"), steps("m", "m", only_if="u"), steps("n", only_if="u")], (0.5, 1.5)),
        ([steps("n"), steps("m", only_if="u"), steps("m", "m", only_if="u")], (0, 1)),
        ([steps("m", "m"), steps("n", only_if="u"), steps("m", only_if="u")], (1, 2)),
    ],
)
def test_a_mean_is_that_of_the_criteria_that_count_and_a_range_where_nobody_knows_which_do(criteria, wanted):
    assert of(mean(*criteria)) == wanted


def test_what_is_open_is_what_could_give_more_than_is_proven():
    def unknown(*criteria: dict) -> list[str]:
        found = tuple(points.of(Criterion.model_validate(one), find) for one in criteria)
        return [finding.subject for finding in points.open_steps(found)]

    assert unknown(steps("u", "u")) == ["u-1-c", "u-2-c"]
    assert unknown(steps("m", "u")) == ["u-2-c"]
    assert unknown(steps("u", "m")) == [], "what is proven gives more"
    assert unknown(steps("m", "n")) == []
    assert unknown(steps("mu")) == ["m-1-c", "u-1-c"], "all that the step asks"
    assert unknown(mean(steps("u", key="a"), steps("u", key="b", only_if="n"), steps("u", key="c", only_if="u"))) == ["u-1-a", "u-1-c"]
    found = points.of(Criterion.model_validate(mean(steps("m"), steps("n", key="d", only_if="u"))), find)
    assert [one.applies for one in found.within] == [MET, UNKNOWN] and found.applies is MET
    assert [rung.id for rung in points.of(Criterion.model_validate(steps("m", "n")), find).steps] == ["1", "2"]
