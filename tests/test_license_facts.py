"""Facts of a license from SPDX's flags and our file together, and expressions over them."""

from __future__ import annotations

import pytest

from howopen import licenses
from howopen.records.license import License
from howopen.records.vocabulary import TagWord, Vocabulary

WORDS = Vocabulary.model_construct(tags={"ban": TagWord(label="A ban", side="restriction"), "credit": TagWord(label="Credit", side="condition")})
OURS = {
    "LicenseRef-A": {
        "name": "A",
        "url": "https://example.org/a",
        "freedoms": {"use": {"is": "restricted", "clause": "s. 1", "because": "not at work"}, "share": {"is": "allowed"}},
        "tags": {"osi-approved": {"is": "pending"}, "open-data": {"is": "yes"}},
    },
    "LicenseRef-B": {"name": "B", "same-text-as": "LicenseRef-A"},
    "LicenseRef-C": {"name": "C"},
    "MIT": {"name": "Our MIT", "freedoms": {"use": {"is": "conditional", "clause": "s. 2"}}, "tags": {"ban": {"is": "yes"}, "osi-approved": {"is": "pending"}}},
    "Beerware": {"name": "Beer", "url": "https://example.org/beer"},
}
FREE = dict.fromkeys(("use", "study", "modify", "share"), "allowed")
WHOLE = ("four-freedoms", "fsf-libre", "open-definition", "dfsg-free")


@pytest.fixture
def book() -> licenses.Book:
    records = {key: License.model_validate(said).model_copy(update={"id": key}) for key, said in OURS.items()}
    return licenses.book(records, frozenset({"LicenseRef-C"}), WORDS)


@pytest.mark.parametrize(
    ("key", "name", "url", "spdx", "freedoms", "tags"),
    [
        (
            "LicenseRef-A",
            "A",
            "https://example.org/a",
            False,
            {"use": "restricted", "share": "allowed"},
            {"osi-approved": "pending", "open-data": "yes"} | dict.fromkeys(WHOLE, "no"),
        ),
        ("LicenseRef-C", "C", "", False, {}, {"osi-approved": "no", "four-freedoms": "yes"}),
        (
            "MIT",
            "Our MIT",
            "https://spdx.org/licenses/MIT.html",
            True,
            FREE | {"use": "conditional"},
            {"ban": "yes", "osi-approved": "yes", "fsf-libre": "yes", "four-freedoms": "yes", "dfsg-free": "yes"},
        ),
        ("Beerware", "Beer", "https://example.org/beer", True, {}, {"osi-approved": "no"}),
        (
            "Apache-2.0",
            "Apache License 2.0",
            "https://spdx.org/licenses/Apache-2.0.html",
            True,
            FREE,
            {"ban": "no", "osi-approved": "yes", "fsf-libre": "yes", "four-freedoms": "yes", "dfsg-free": "yes"},
        ),
        # approved, and not on FSF's list; on FSF's list, and not approved
        (
            "OGTSL",
            "Open Group Test Suite License",
            "https://spdx.org/licenses/OGTSL.html",
            True,
            FREE,
            {"ban": "no", "osi-approved": "yes", "four-freedoms": "yes"},
        ),
        (
            "CC-BY-4.0",
            "Creative Commons Attribution 4.0 International",
            "https://spdx.org/licenses/CC-BY-4.0.html",
            True,
            {},
            {"osi-approved": "no", "fsf-libre": "yes"},
        ),
    ],
)
def test_spdx_says_what_it_can_and_our_file_the_rest(book, key, name, url, spdx, freedoms, tags):
    facts = book[key]

    assert (facts.id, facts.name, facts.url, facts.spdx) == (key, name, url, spdx)
    assert {freedom: clause.is_ for freedom, clause in facts.freedoms.items()} == freedoms
    assert {word: tag.is_ for word, tag in facts.tags.items()} == tags
    assert (facts.record is None) is (key not in OURS)


def test_a_freedom_that_is_restricted_settles_each_grant_of_all_with_its_clause(book):
    tags = book["LicenseRef-A"].tags

    assert {(tags[word].clause, tags[word].because) for word in WHOLE} == {("s. 1", "not at work")}
    assert tags["open-data"].clause is None, "what the file says itself stands"


def test_a_second_id_of_a_text_has_its_own_name_and_all_else_of_the_first(book):
    first, second = book["LicenseRef-A"], book["LicenseRef-B"]

    assert (second.name, second.freedoms, second.tags) == ("B", first.freedoms, first.tags)


@pytest.mark.parametrize(
    ("expression", "written", "ids"),
    [
        ("Apache-2.0+", "Apache-2.0+", ["Apache-2.0"]),
        ("GPL-2.0+", "GPL-2.0+", ["GPL-2.0+"]),
        ("MIT WITH LLVM-exception", "MIT WITH LLVM-exception", ["MIT"]),
        ("MIT AND (Apache-2.0 OR LicenseRef-A)", "MIT AND (Apache-2.0 OR LicenseRef-A)", ["MIT", "Apache-2.0", "LicenseRef-A"]),
        ("(MIT OR LicenseRef-A) AND LicenseRef-C", "(MIT OR LicenseRef-A) AND LicenseRef-C", ["MIT", "LicenseRef-A", "LicenseRef-C"]),
        ("NONE", "NONE", []),
    ],
)
def test_an_expression_names_its_licenses_and_a_plus_only_what_spdx_lists(book, expression, written, ids):
    for facts in (book, {key: book[key] for key in ("MIT", "Apache-2.0", "GPL-2.0+", "LicenseRef-A", "LicenseRef-C")}):
        found = licenses.resolve(expression, facts)
        assert (found.expression, [one.id for one in found.licenses()]) == (written, ids)


@pytest.mark.parametrize(
    ("expression", "says", "unknown"),
    [
        ("LicenseRef-A+", "is not a known license", "LicenseRef-A+"),
        ("Nope", "is not a known license", "Nope"),
        ("MIT WITH MIT", "is no exception that SPDX lists", ""),
        ("", "is empty", ""),
        ("MIT AND", "is no SPDX expression", ""),
        ("(AND MIT", "is no SPDX expression", ""),
    ],
)
def test_what_is_no_expression_says_why_and_which_license_is_not_known(book, expression, says, unknown):
    with pytest.raises(licenses.BadExpression, match=says) as caught:
        licenses.resolve(expression, book)

    assert caught.value.unknown == unknown


@pytest.mark.parametrize(
    ("expression", "told"),
    [
        ("MIT", []),
        ("GPL-2.0", [("GPL-2.0", "GPL-2.0-only")]),
        ("LGPL-2.1+ AND (GPL-1.0 OR MIT)", [("LGPL-2.1+", "LGPL-2.1-or-later"), ("GPL-1.0", "GPL-1.0-only")]),
        ("eCos-2.0", [("eCos-2.0", "")]),
        ("LicenseRef-A", []),
    ],
)
def test_an_id_that_spdx_gave_up_is_told_with_the_one_in_its_place(expression, told):
    assert list(licenses.deprecated(expression)) == told


def test_what_can_be_named_is_ours_then_what_spdx_lists(book):
    assert book.ids()[: len(OURS)] == tuple(OURS) and "0BSD" in book.ids()
    assert ("MIT" in book, "0BSD" in book, "LicenseRef-A" in book, "nope" in book) == (True, True, True, False)
    assert (licenses.listed_id("mit"), licenses.listed_id("nope")) == ("MIT", "")
    assert [licenses.is_approved(key) for key in ("MIT", "CC-BY-4.0", "nope")] == [True, False, False]
    assert (licenses.is_listed("MIT"), licenses.is_listed("LLVM-exception"), licenses.is_exception("LLVM-exception")) == (True, False, True)
    assert "MIT" in licenses.listed() and "LLVM-exception" in licenses.exceptions()
    with pytest.raises(KeyError):
        book["nope"]
