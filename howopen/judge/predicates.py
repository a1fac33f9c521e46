"""Tests that a requirement makes of one part, one data set or one range."""

from __future__ import annotations

from howopen.judge.terms import Clauses
from howopen.records.definition import Requirement
from howopen.records.model import Component, Dataset, Model
from howopen.records.verdict import Finding, Outcome, Reason

MET, UNKNOWN, UNMET = Outcome.MET, Outcome.UNKNOWN, Outcome.UNMET
Tested = tuple[Outcome, Reason, str, Clauses]  # outcome, why, what was found, the clauses that decided it


def availability(requirement: Requirement, part: Component | Dataset) -> Tested:
    value, test = part.availability, requirement.availability
    if "availability" in part.disputed:
        return UNKNOWN, Reason.DISPUTED, "", ()
    if value is None or test is None:
        return UNKNOWN, Reason.AVAILABILITY_UNKNOWN, "", ()
    if value in test.meets:
        return MET, Reason.PUBLISHED, value, ()
    if value in test.unclear:
        return UNKNOWN, Reason.AVAILABILITY_UNCLEAR, value, ()
    return UNMET, {"none": Reason.NOT_PUBLISHED, "gated": Reason.GATED}.get(value, Reason.ON_REQUEST), value, ()


def coverage(requirement: Requirement, part: Component | Dataset) -> Tested:
    if part.availability == "none":
        return UNMET, Reason.NOT_PUBLISHED, "none", ()
    if part.coverage is None:
        return UNKNOWN, Reason.COVERAGE_UNKNOWN, part.availability or "", ()
    met = part.coverage in (requirement.coverage or ())
    return (MET, Reason.PUBLISHED, part.coverage, ()) if met else (UNMET, Reason.ONLY_IN_PART, part.coverage, ())


def gate_(requirement: Requirement, part: Component | Dataset) -> Tested:
    test, gate = requirement.gate, getattr(part, "gate", None)
    if "availability" in part.disputed:
        return UNKNOWN, Reason.DISPUTED, "", ()
    if part.availability is None or test is None:
        return UNKNOWN, Reason.AVAILABILITY_UNKNOWN, "", ()
    if part.availability == "none":
        return UNMET, Reason.NOT_PUBLISHED, "none", ()
    if part.availability == "public":
        return MET, Reason.PUBLISHED, "public", ()
    wanted = [
        (gate.approval if gate else None, test.approval),
        (gate.payment if gate else None, None if test.payment is None else (test.payment,)),
        (gate.personal_data if gate else None, None if test.personal_data is None else (test.personal_data,)),
        (gate.excludes if gate else None, None if test.excludes is None else ((),)),
    ]
    asked = [(value, meets) for value, meets in wanted if meets is not None]
    if any(value is not None and value not in meets for value, meets in asked):
        return UNMET, Reason.GATE_MISSES, part.availability, ()
    if any(value is None for value, _ in asked):
        return UNKNOWN, Reason.GATE_UNKNOWN, part.availability, ()
    return MET, Reason.PUBLISHED, part.availability, ()


def within_range(requirement: Requirement, model: Model) -> Finding:
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
    for value, wanted in ((dataset.kind, where.kind), (dataset.availability, where.availability)) if where else ():
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
