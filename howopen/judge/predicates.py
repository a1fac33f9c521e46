"""Tests that a requirement makes of one part, one data set or one range."""

from __future__ import annotations

from collections.abc import Callable

from howopen.judge.terms import Clauses
from howopen.records.model import Component, Dataset, Model
from howopen.records.requirement import Requirement
from howopen.records.verdict import Finding, Outcome, Reason

MET, UNKNOWN, UNMET = Outcome.MET, Outcome.UNKNOWN, Outcome.UNMET
_OUT_OF_REACH = {"none": Reason.NOT_PUBLISHED, "gated": Reason.GATED, "rebuildable": Reason.REBUILDABLE}
Tested = tuple[Outcome, Reason, str, Clauses]  # outcome, why, what was found, the clauses that decided it


def under_each(sides: tuple[str, ...], test: Callable[[str], Tested]) -> Tested:
    """Outcome of a test of a fact that sources dispute: the one that every side gives, else unknown."""
    found = [test(side) for side in sides]
    if not found or any(one[0] is not found[0][0] for one in found) or found[0][0] is UNKNOWN:
        return UNKNOWN, Reason.DISPUTED, "", ()
    outcome, reason, _, clauses = found[0]
    return outcome, reason, " or ".join(dict.fromkeys(one[2] for one in found)), clauses


def _with_availability(part: Component | Dataset, value: str) -> Component | Dataset:
    return part.model_copy(update={"availability": value, "disputed": {}})


def availability(requirement: Requirement, part: Component | Dataset) -> Tested:
    """Whether the part can be had in a way that meets the requirement."""
    if (sides := part.disputed.get("availability")) is not None:
        return under_each(sides, lambda side: availability(requirement, _with_availability(part, side)))
    value, test = part.availability, requirement.availability
    if value is None or test is None:
        return UNKNOWN, Reason.AVAILABILITY_UNKNOWN, "", ()
    if value in test.meets:
        return MET, Reason.PUBLISHED, value, ()
    if value in test.unclear:
        return UNKNOWN, Reason.AVAILABILITY_UNCLEAR, value, ()
    return UNMET, _OUT_OF_REACH.get(value, Reason.ON_REQUEST), value, ()


def coverage(requirement: Requirement, part: Component | Dataset) -> Tested:
    """Whether as much of the part is there as the requirement asks."""
    if part.availability == "none":
        return UNMET, Reason.NOT_PUBLISHED, "none", ()
    if part.coverage is None:
        return UNKNOWN, Reason.COVERAGE_UNKNOWN, part.availability or "", ()
    met = part.coverage in (requirement.coverage or ())
    return (MET, Reason.PUBLISHED, part.coverage, ()) if met else (UNMET, Reason.ONLY_IN_PART, part.coverage, ())


def gate(requirement: Requirement, part: Component | Dataset) -> Tested:
    """Whether the gate in front of the part asks no more than the requirement allows; a public part has none."""
    if (sides := part.disputed.get("availability")) is not None:
        return under_each(sides, lambda side: gate(requirement, _with_availability(part, side)))
    test, found = requirement.gate, getattr(part, "gate", None)
    if part.availability is None or test is None:
        return UNKNOWN, Reason.AVAILABILITY_UNKNOWN, "", ()
    if part.availability == "none":
        return UNMET, Reason.NOT_PUBLISHED, "none", ()
    if part.availability == "public":
        return MET, Reason.PUBLISHED, "public", ()
    wanted = [
        (found.approval if found else None, test.approval),
        (found.payment if found else None, None if test.payment is None else (test.payment,)),
        (found.personal_data if found else None, None if test.personal_data is None else (test.personal_data,)),
        (found.excludes if found else None, None if test.excludes is None else ((),)),
    ]
    asked = [(value, meets) for value, meets in wanted if meets is not None]
    if any(value is not None and value not in meets for value, meets in asked):
        return UNMET, Reason.GATE_MISSES, part.availability, ()
    if any(value is None for value, _ in asked):
        return UNKNOWN, Reason.GATE_UNKNOWN, part.availability, ()
    return MET, Reason.PUBLISHED, part.availability, ()


def recorded(path: str, model: Model, each: Dataset | None) -> tuple[str | None, object]:
    """(value, record that holds it) of a fact: `each.<key>` of a data set, `derived-from`, or an aspect of the data information or of a part."""
    holder_name, _, name = path.partition(".")
    if holder_name == "each":
        return (getattr(each, name.replace("-", "_"), None) if each else None), each
    if path == "derived-from":
        return None if model.derived_from is None else "something" if model.derived_from else "nothing", model.lineage
    if holder_name == "data-information":
        return (model.data_information.aspects.get(name) if model.data_information else None), model.data_information
    part = model.components.get(holder_name)
    return ((part.aspects or {}).get(name) if part else None), part


def within_range(requirement: Requirement, model: Model) -> Finding:
    """Whether the range of training compute, FLOP, lies within the bounds, which belong to it; undetermined where it lies across one."""
    compute = model.training_compute
    if compute is None:
        return Finding(requirement, UNKNOWN, Reason.FACT_UNKNOWN, subject=requirement.fact or "")
    below = requirement.at_most is None or compute.high <= requirement.at_most
    above = requirement.at_least is None or compute.low >= requirement.at_least
    out = (requirement.at_most is not None and compute.low > requirement.at_most) or (requirement.at_least is not None and compute.high < requirement.at_least)
    outcome, reason = (MET, Reason.FACT_FITS) if below and above else (UNMET, Reason.FACT_MISSES) if out else (UNKNOWN, Reason.FACT_UNCLEAR)
    value = f"{compute.low:.2g}" if compute.low == compute.high else f"{compute.low:.2g} to {compute.high:.2g}"
    return Finding(requirement, outcome, reason, True, requirement.fact or "", f"{value} FLOP", (), compute.evidence, compute.checked, compute.because or "")


def asks_about(requirement: Requirement, dataset: Dataset) -> Outcome:
    """Whether the for-each asks about this data set: MET asks, UNMET does not, UNKNOWN nobody can say."""
    answers = [MET]
    where = requirement.where
    for value, wanted in ((dataset.kind, where.kind), (dataset.availability, where.availability), (dataset.stage, where.stage)) if where else ():
        if wanted is not None:
            answers.append(UNKNOWN if value is None else MET if value in wanted else UNMET)
    return min(answers)


def data_information_part(model: Model) -> Component | None:
    """Data information as a part: what it says of its terms, with its evidence."""
    said = model.data_information
    if said is None:
        return None
    nothing = "none" in said.aspects.values() and set(said.aspects.values()) <= {"none", "not-applicable"}
    return Component.model_construct(
        availability="none" if nothing else None,
        coverage=None,
        gate=None,
        license=said.license,
        license_scope=said.license_scope,
        embedded_in=None,
        aspects=None,
        datasets=None,
        complete=None,
        because=said.because,
        evidence=said.evidence,
        checked=said.checked,
    )
