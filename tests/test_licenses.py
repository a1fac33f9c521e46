"""License expressions: what each license allows, and how AND, OR and WITH combine."""

import pytest

from howopen import licenses
from howopen.judge import terms
from howopen.licenses import aliases, answers, rights
from howopen.records.catalogue import LicenseFacts, Terms
from howopen.records.license import Clause, Tag
from howopen.records.requirement import LicenseTest
from howopen.records.verdict import Outcome


@pytest.fixture(scope="module")
def book(known):
    return licenses.book(known.licenses, frozenset(term.license for term in known.free_terms.terms), known.vocabulary)


def outcome(expression: str, book, **test) -> Outcome:
    wanted = LicenseTest.model_validate({key.replace("_", "-"): value for key, value in test.items()})
    return terms.judge_terms(wanted, licenses.resolve(expression, book))[0]


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
    found, reason, _ = terms.judge_terms(test, licenses.resolve("LicenseRef-OpenMDW-1.1", book))

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


def test_ids_of_scancode_find_our_licenses_and_none_that_spdx_lists_under_its_own_id(known, book):
    speller = aliases.Speller(known, book)
    ids = {name: alias for name, alias in known.spellings.names.items() if name.startswith("LicenseRef-scancode-")}
    assert len(ids) >= 20 and {alias.means in known.licenses and alias.means.startswith("LicenseRef-") for alias in ids.values()} == {True}
    assert speller.name("LicenseRef-scancode-llama-3.1-license-2024").expression == "LicenseRef-Llama-3.1-Community"
    assert speller.name("LicenseRef-scancode-gemma-tou-2024-04-01").expression is None, "another text than that of 2025, which ours is"


def test_every_restriction_of_a_freedom_names_its_clause_or_reason(known):
    for record in known.licenses.values():
        for clause in record.freedoms.values():
            assert clause.is_ == "allowed" or clause.clause or clause.because


# ---- commercial use ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("expression", "wanted"),
    [
        ("MIT", "free"),
        ("CC-BY-SA-4.0", "free"),  # credit and share-alike are no condition on commercial use
        ("CC-BY-NC-4.0", "limited"),
        ("NONE", "limited"),
        ("MIT OR CC-BY-NC-4.0", "free"),
        ("MIT AND CC-BY-NC-4.0", "limited"),
        ("(MIT AND CC-BY-NC-4.0) OR CC-BY-NC-ND-4.0", "limited"),  # each choice has a license that forbids it
        ("(MIT AND CC-BY-NC-4.0) OR Apache-2.0", "free"),
        ("(MIT OR CC-BY-NC-4.0) AND (Apache-2.0 OR CC-BY-NC-ND-4.0)", "free"),
        ("(MIT OR CC-BY-NC-4.0) AND CC-BY-NC-ND-4.0", "limited"),
        ("LicenseRef-H-Research OR CC-BY-NC-4.0", "unknown"),
        ("LicenseRef-H-Research AND CC-BY-NC-4.0", "limited"),
        ("LicenseRef-H-Research AND MIT", "unknown"),
        ("LicenseRef-H-Research OR MIT", "free"),
        ("Apache-2.0 WITH LLVM-exception AND CC-BY-NC-4.0", "limited"),
        ("CC-BY-NC-4.0 OR CC-BY-NC-ND-4.0", "limited"),
        ("MIT AND (Apache-2.0 OR CC-BY-NC-4.0)", "free"),
        ("CC-BY-NC-4.0 AND (Apache-2.0 OR MIT)", "limited"),
        ("Beerware", "unknown"),  # on the SPDX list, and assessed by nobody here
        ("Beerware AND CC-BY-NC-4.0", "limited"),
        ("Beerware AND MIT", "unknown"),
        ("Beerware OR CC-BY-NC-4.0", "unknown"),
    ],
)
def test_commercial_use_is_that_of_the_best_choice_and_of_the_worst_that_holds(expression, wanted, book, known):
    assert answers.commercial_use(answers.of_terms(known, licenses.resolve(expression, book))) == wanted


def test_terms_that_nobody_knows_leave_commercial_use_unknown(known):
    assert answers.commercial_use(answers.of_terms(known, None)) == "unknown"


def test_one_limit_is_enough_though_nobody_read_the_whole_text(known):
    bearing = [key for key, sentence in known.answer_rules.tags.items() if "commercial" in (*sentence.if_, *sentence.no)]
    limits = [key for key in bearing if known.vocabulary.tags[key].side == "restriction"]

    def use(tags: dict, freedoms: dict) -> str:
        unread = LicenseFacts("X", "X", "", spdx=False, record=None, freedoms=freedoms, tags=tags)
        return answers.commercial_use(answers.of_terms(known, Terms("X", "", unread)))

    assert {"registration", "separate-commercial-license", "user-threshold", "use-policy"} <= set(limits)
    assert use({}, {}) == "unknown"
    for limit in limits:
        assert use({limit: Tag.model_validate({"is": "yes"})}, {}) == "limited", limit
        assert use({limit: Tag.model_validate({"is": "no"})}, {}) == "unknown"
    for grant in ("conditional", "restricted"):
        assert use({}, {"use": Clause.model_validate({"is": grant, "clause": "s. 1"})}) == "limited", grant


def test_each_alternative_is_a_set_of_licenses_that_suffices(book):
    def sets(expression: str) -> list[list[str]]:
        return [[one.id for one in some] for some in rights.alternatives(licenses.resolve(expression, book))]

    assert sets("MIT") == [["MIT"]]
    assert sets("NONE") == []
    assert sets("MIT OR (Apache-2.0 AND CC0-1.0)") == [["MIT"], ["Apache-2.0", "CC0-1.0"]]
    assert sets("MIT AND (Apache-2.0 OR CC0-1.0)") == [["MIT", "Apache-2.0"], ["MIT", "CC0-1.0"]]
    assert sets("(MIT OR CC0-1.0) AND (MIT OR CC0-1.0)") == [["MIT", "MIT"], ["CC0-1.0", "MIT"], ["CC0-1.0", "CC0-1.0"]]


def test_ids_that_spdx_gave_up_are_told_with_the_one_to_write():
    said = list(licenses.deprecated("(GPL-2.0+ OR GPL-3.0) AND MIT AND BSD-2-Clause-FreeBSD"))

    assert said == [("GPL-2.0+", "GPL-2.0-or-later"), ("GPL-3.0", "GPL-3.0-only"), ("BSD-2-Clause-FreeBSD", "")]


def test_what_spdx_lists_is_told_from_what_is_ours(known):
    book = licenses.book(known.licenses, frozenset(), known.vocabulary)

    assert (book["MIT"].spdx, book["LicenseRef-Llama-3.1-Community"].spdx) == (True, False)
