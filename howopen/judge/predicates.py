"""The tests that a requirement makes of one part, one data set, one range or the terms of a license."""

from __future__ import annotations

from howopen.records.catalogue import LicenseFacts, Terms
from howopen.records.definition import LicenseTest, Requirement
from howopen.records.model import Component, Dataset, Model
from howopen.records.verdict import Finding, Outcome, Reason

MET, UNKNOWN, UNMET = Outcome.MET, Outcome.UNKNOWN, Outcome.UNMET
Clauses = tuple[tuple[str, str, str], ...]  # (license id, tag or freedom, clause)
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


# ---- licenses ---------------------------------------------------------------------------------------------------------


def judge_terms(test: LicenseTest, terms: Terms) -> tuple[Outcome, Reason, Clauses]:
    """What a test makes of terms: OR is the best of its licenses, AND the worst."""
    if terms.operator == "NONE":
        return UNMET, Reason.NO_LICENSE, ()
    if terms.license is not None:
        return _judge_license(test, terms.license)
    each = [judge_terms(test, inner) for inner in terms.within]
    return (max if terms.operator == "OR" else min)(each, key=lambda one: one[0])


def _judge_license(test: LicenseTest, license_: LicenseFacts) -> tuple[Outcome, Reason, Clauses]:
    """Every test that is made must hold; the least outcome speaks."""
    results: list[tuple[Outcome, Reason, Clauses]] = [(MET, Reason.TERMS_FIT, ())]
    if test.any_tag:
        results.append(_any_tag(test.any_tag, license_))
    for tag in test.no_tag:
        found = license_.tags.get(tag)
        if found is None:
            results.append((UNKNOWN, Reason.LICENSE_NOT_ASSESSED, ()))
        elif found.is_ == "yes":
            results.append((UNMET, Reason.TERMS_RESTRICT, ((license_.id, tag, _clause(found)),)))
    for freedom, wanted in test.grants.items():
        clause = license_.freedoms.get(freedom)
        if clause is None:
            results.append((UNKNOWN, Reason.LICENSE_NOT_ASSESSED, ()))
        elif clause.is_ not in wanted:
            outcome = UNMET if clause.is_ == "restricted" else UNKNOWN
            results.append((outcome, Reason.TERMS_RESTRICT if outcome is UNMET else Reason.LICENSE_NOT_ASSESSED, ((license_.id, freedom, _clause(clause)),)))
    outcome, reason, _ = min(results, key=lambda one: one[0])
    clauses = tuple(clause for result in results if result[0] is outcome for clause in result[2])
    return outcome, reason, clauses


def _any_tag(tags: tuple[str, ...], license_: LicenseFacts) -> tuple[Outcome, Reason, Clauses]:
    states = [license_.tags.get(tag) for tag in tags]
    if any(state and state.is_ == "yes" for state in states):
        return MET, Reason.TERMS_FIT, ()
    if any(state is None for state in states):
        return UNKNOWN, Reason.LICENSE_NOT_ASSESSED, ()
    if any(state and state.is_ == "pending" for state in states):
        return UNMET, Reason.TERMS_PENDING, ()
    restricted = tuple((license_.id, freedom, _clause(clause)) for freedom, clause in license_.freedoms.items() if clause.is_ == "restricted")
    return UNMET, Reason.TERMS_RESTRICT if restricted else Reason.TERMS_MISS, restricted


def _clause(found) -> str:
    return "; ".join(filter(None, (found.clause, found.because)))
