"""Normal forms of texts from outside."""

from __future__ import annotations

import unicodedata

import pytest

from howopen.records import unicode
from howopen.records.unicode import PILED, normal

MARKS = "\u0301\u0323"  # one above and one below, which a normal form puts in order


@pytest.mark.parametrize("form", ["NFC", "NFKC", "NFKD"])
@pytest.mark.parametrize("text", ["", "plain", "Łódź é ﬁ ① 각", "a" + MARKS * (PILED // 2) + "b" + MARKS, "שָׁלוֹם हिन्दी ไทย"])
def test_a_text_that_people_write_has_the_normal_form_of_unicode(form, text):
    assert normal(form, text) == unicodedata.normalize(form, text)


def test_a_pile_of_marks_is_put_in_order_thirty_at_a_time(monkeypatch):
    """To order all of them at once took a minute for half a megabyte."""
    pieces: list[str] = []

    def noted(form: str, text: str) -> str:
        pieces.append(text)
        return unicodedata.normalize(form, text)

    monkeypatch.setattr(unicode, "unicodedata", type("Noted", (), {"normalize": staticmethod(noted), "combining": unicodedata.combining}))
    assert len(normal("NFKD", "a" + MARKS * 1000 + "b")) == 2002
    assert max(map(len, pieces)) == PILED + 1
