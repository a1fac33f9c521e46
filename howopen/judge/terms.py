"""Tests that a requirement makes of the terms of a license, over AND and OR."""

from __future__ import annotations

from howopen.licenses import rights
from howopen.records.catalogue import LicenseFacts, Terms
from howopen.records.license import Clause, Tag
from howopen.records.requirement import LicenseTest
from howopen.records.verdict import Outcome, Reason

MET, UNKNOWN, UNMET = Outcome.MET, Outcome.UNKNOWN, Outcome.UNMET
Clauses = tuple[tuple[str, str, str], ...]  # (license id, tag or freedom, clause)
Found = tuple[Outcome, Reason, Clauses]


def judge_terms(test: LicenseTest, terms: Terms) -> Found:
    """Outcome of a test on terms, with its reason and the clauses that decided it: OR is the best of its licenses, AND the worst."""
    nothing: Found = UNMET, Reason.NO_LICENSE, ()
    return rights.combined(
        terms,
        lambda license_: _judge_license(test, license_),
        choice=lambda found: max(found, key=_outcome),
        together=lambda found: min(found, key=_outcome),
        none=nothing,
    )


def _outcome(found: Found) -> Outcome:
    return found[0]


def _judge_license(test: LicenseTest, license_: LicenseFacts) -> Found:
    """Outcome of one license: each test that is made must hold; the least outcome speaks."""
    results: list[Found] = [(MET, Reason.TERMS_FIT, ())]
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
    outcome, reason, _ = min(results, key=_outcome)
    clauses = tuple(clause for result in results if result[0] is outcome for clause in result[2])
    return outcome, reason, clauses


def _any_tag(tags: tuple[str, ...], license_: LicenseFacts) -> Found:
    states = [license_.tags.get(tag) for tag in tags]
    if any(state and state.is_ == "yes" for state in states):
        return MET, Reason.TERMS_FIT, ()
    if any(state is None for state in states):
        return UNKNOWN, Reason.LICENSE_NOT_ASSESSED, ()
    if any(state and state.is_ == "pending" for state in states):
        return UNMET, Reason.TERMS_PENDING, ()
    restricted = tuple((license_.id, freedom, _clause(clause)) for freedom, clause in license_.freedoms.items() if clause.is_ == "restricted")
    return UNMET, Reason.TERMS_RESTRICT if restricted else Reason.TERMS_MISS, restricted


def _clause(found: Clause | Tag) -> str:
    return "; ".join(filter(None, (found.clause, found.because)))
