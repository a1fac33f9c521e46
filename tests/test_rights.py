"""Rights under expressions of licenses."""

from __future__ import annotations

import pytest

from howopen import licenses
from howopen.licenses import rights


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("MIT", "free"),
        ("NONE", "limited"),
        ("CC-BY-NC-4.0", "limited"),
        ("MIT AND CC-BY-NC-4.0", "limited"),
        ("MIT OR CC-BY-NC-4.0", "free"),
        ("CC-BY-NC-4.0 OR CC-BY-NC-ND-4.0", "limited"),
        ("(MIT AND CC-BY-NC-4.0) OR CC-BY-NC-ND-4.0", "limited"),
        ("(MIT AND CC-BY-NC-4.0) OR Apache-2.0", "free"),
        ("MIT AND (Apache-2.0 OR CC-BY-NC-4.0)", "free"),
        ("CC-BY-NC-4.0 AND (Apache-2.0 OR MIT)", "limited"),
        ("Beerware", "unknown"),
        ("Beerware AND CC-BY-NC-4.0", "limited"),
        ("Beerware AND MIT", "unknown"),
        ("Beerware OR CC-BY-NC-4.0", "unknown"),
    ],
)
def test_commercial_use_is_that_of_the_best_choice_and_of_its_strictest_license(known, expression, expected):
    book = licenses.book(known.licenses, frozenset(), known.vocabulary)
    assert rights.commercial_use(licenses.resolve(expression, book)) == expected


def test_commercial_use_under_an_expression_that_nobody_resolved_is_unknown():
    assert rights.commercial_use(None) == "unknown"
