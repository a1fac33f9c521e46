"""License expressions: what each license allows, and how AND, OR and WITH combine."""

import pytest

from howopen import licenses
from howopen.judge import predicates
from howopen.records.definition import LicenseTest
from howopen.records.verdict import Outcome


@pytest.fixture(scope="module")
def book(known):
    return licenses.book(known.licenses, frozenset(term.license for term in known.free_terms.terms), known.vocabulary)


def outcome(expression: str, book, **test) -> Outcome:
    wanted = LicenseTest.model_validate({key.replace("_", "-"): value for key, value in test.items()})
    return predicates.judge_terms(wanted, licenses.resolve(expression, book))[0]


def test_the_osi_flag_comes_from_spdx(book):
    assert outcome("Apache-2.0", book, any_tag=["osi-approved"]) is Outcome.MET
    assert outcome("CC-BY-4.0", book, any_tag=["osi-approved"]) is Outcome.UNMET


def test_a_choice_is_as_good_as_its_best_and_a_combination_as_its_worst(book):
    assert outcome("CC-BY-NC-4.0 OR MIT", book, any_tag=["osi-approved"]) is Outcome.MET
    assert outcome("CC-BY-NC-4.0 AND MIT", book, any_tag=["osi-approved"]) is Outcome.UNMET
    assert outcome("(CC-BY-NC-4.0 AND MIT) OR Apache-2.0", book, any_tag=["osi-approved"]) is Outcome.MET


def test_an_exception_takes_nothing_away(book):
    assert outcome("Apache-2.0 WITH LLVM-exception", book, any_tag=["osi-approved"]) is Outcome.MET


def test_a_choice_is_judged_whole_not_tag_by_tag(book):
    # each alternative fails one half of the test, so no choice passes it
    assert outcome("LicenseRef-Llama-3.1-Community OR CC-BY-NC-4.0", book, no_tag=["user-threshold", "non-commercial"]) is Outcome.UNMET


def test_terms_on_our_list_grant_all_four_freedoms(book):
    assert outcome("CC-BY-4.0", book, any_tag=["four-freedoms"]) is Outcome.MET
    assert outcome("LicenseRef-OpenMDW-1.1", book, any_tag=["four-freedoms"]) is Outcome.MET


def test_a_license_that_restricts_one_freedom_does_not_grant_four(book):
    assert outcome("LicenseRef-BigScience-BLOOM-RAIL-1.0", book, any_tag=["four-freedoms"]) is Outcome.UNMET


def test_a_license_that_nobody_settled_is_unknown_not_unmet(book):
    assert outcome("LicenseRef-Kimi-Modified-MIT", book, any_tag=["four-freedoms"]) is Outcome.UNKNOWN
    assert outcome("LicenseRef-H-Research", book, no_tag=["non-commercial"]) is Outcome.UNKNOWN


def test_pending_review_is_not_approval_and_says_so(book):
    test = LicenseTest.model_validate({"any-tag": ["osi-approved"]})
    found, reason, _ = predicates.judge_terms(test, licenses.resolve("LicenseRef-OpenMDW-1.1", book))

    assert (found, reason.value) == (Outcome.UNMET, "terms-pending")


def test_llama_sets_a_user_threshold_and_does_not_ban_commercial_use(book):
    llama = book["LicenseRef-Llama-3.1-Community"]

    assert llama.tags["user-threshold"].is_ == "yes"
    assert llama.tags["use-policy"].is_ == "yes"
    assert llama.tags["non-commercial"].is_ == "no"


def test_no_license_grants_nothing(book):
    assert outcome("NONE", book, any_tag=["four-freedoms"]) is Outcome.UNMET
    assert outcome("NONE", book, known=True) is Outcome.UNMET
    assert outcome("LicenseRef-H-Research", book, known=True) is Outcome.MET


@pytest.mark.parametrize("bad", ["MIT AND", "(MIT", "MIT/Apache-2.0", "", "MIT OR OR MIT", "MIT WITH MIT", "A" * 150])
def test_what_is_no_expression_is_refused_with_a_cure(bad, book):
    with pytest.raises(licenses.BadExpression) as caught:
        licenses.resolve(bad, book)

    assert ";" in str(caught.value)


def test_an_expression_is_written_as_spdx_writes_it(book):
    assert licenses.resolve("MIT   OR (Apache-2.0 AND  CC0-1.0)", book).expression == "MIT OR (Apache-2.0 AND CC0-1.0)"


def test_our_files_name_spdx_ids_or_licenserefs_and_never_the_osi_flag_of_a_listed_one(known):
    for key, record in known.licenses.items():
        assert key.startswith("LicenseRef-") or licenses.is_listed(key)
        if licenses.is_listed(key) and "osi-approved" in record.tags:
            assert record.tags["osi-approved"].is_ == "pending"


def test_every_restriction_of_a_freedom_names_its_clause_or_reason(known):
    for record in known.licenses.values():
        for clause in record.freedoms.values():
            assert clause.is_ == "allowed" or clause.clause or clause.because
