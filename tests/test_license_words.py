"""The words of license files: which count, which are made alike, who is named, and what a short file points to."""

from __future__ import annotations

import re
import time

import pytest

from howopen.licenses import files, holders, passages, texts
from howopen.licenses.texts import Answer, Kind
from howopen.records.license_text import PublishedText, PublishedTexts

SEVEN = "prominently display one two three Nova five six seven on the user interface"


def read(content: str | bytes) -> list[tuple[str, int]]:
    """(words, line) of each passage."""
    return [(" ".join(one.words), one.line) for one in passages.of(content if isinstance(content, bytes) else content.encode())]


@pytest.mark.parametrize(
    ("content", "wanted"),
    [
        ("First words\nsecond half. Third\nfourth; fifth", [("first words second half", 1), ("third fourth", 2), ("fifth", 3)]),
        ("\n\nTop.\n\n\nBelow:\nlast", [("top", 3), ("below", 6), ("last", 7)]),
        ("one\n-----\ntwo", [("one", 1), ("two", 3)]),
        ("one\ftwo\vthree\rfour\r\nfive", [("one", 1), ("two three four five", 3)]),
        ("# one\n// two", [("one two", 1)]),
        ("# ending.\n#\n# two", [("ending", 1), ("two", 3)]),
        # an item begins where a sentence has ended; a number within one is a word of it
        ("We name\n2. dogs", [("we name 2", 1), ("dogs", 2)]),
        ("We name:\n2. dogs;\n(b) cats", [("we name", 1), ("dogs", 2), ("cats", 3)]),
        ("Title\n\n1. One thing\n   goes on\n2. Two", [("title", 1), ("one thing goes on 2", 3), ("two", 5)]),
        ("All rights reserved.\n1. One", [("one", 2)]),
        ("one,\ntwo", [("one two", 1)]),
        ("one,\n- two", [("one", 1), ("two", 2)]),
        ("one\r\rtwo\v\vthree", [("one", 1), ("two", 3), ("three", 5)]),
        ("Made by,\nGrace Hopper", [("made by grace hopper", 1)]),
        ("take (a) one (ii) two (x1) c", [("take one two x1 c", 1)]),
    ],
)
def test_a_passage_is_a_sentence_an_item_or_a_heading_and_knows_its_line(content, wanted):
    assert read(content) == wanted


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("is ~~not~~ sold", "is struck not struck sold"),
        ("the \u00a9 mark stays", "the copyright mark stays"),
        ("The copyright (c) notice must stay", "the copyright notice must stay"),
        ("word copyright copyright word", "word copyright word"),
        ("see https://example.org/x and HTTP://a.b", "see example org x and a b"),
        ('<p align="center">x</p>y', "x y"),
        ('<span style="no-use">x</span>', "style no use x"),
        ('<a href="https://x.org/a">https://x.org/a</a>', "x org a"),
        ("[text](https://x.org) and [a](b)", "text x org and a b"),
        ("the copyright owner pays two per cent non commercial", "the copyright holder pays two percent noncommercial"),
        ("per", "per"),
        ("licence favour", "license favor"),
        ("a\u00adb", "ab"),
        ("\ufeffx", "x"),
        (b"\xfe\xff\x00x", "x"),
        (b"a \x93b\x94 c", "a b c"),
        (b"caf\xe9", "caf\u00e9"),
        # what may turn, hide or draw words is a word itself, which no license has
        (b"a \x81 b", "a unreadable b"),
        (b"a\x81b", "a unreadable b"),
        ("a\u202eb", "a unreadable202e b"),
        ("a\U0001f512b", "a unreadable1f512 b"),
        ("a\u0334b", "a unreadable334 b"),
        ("a\ue000b", "a unreadablee000 b"),
        ("a\u0378b", "a unreadable378 b"),
        ("a\u0488b", "a unreadable488 b"),
        ("a\u20ddb", "a unreadable20dd b"),
        ("a\U000e0041b", "a unreadablee0041 b"),
        ("a\u00aeb \u25cf c", "a b c"),
    ],
)
def test_words_that_mean_the_same_are_made_alike_and_nothing_else_is_left_out(content, words):
    assert " ".join(one for one, _ in read(content)) == words


def test_the_holder_is_left_out_of_the_lines_above_and_of_the_places_that_licenses_have_for_one():
    said = "neither the name of Ada Lovelace nor the names of others"
    left_out = "neither the name of _ nor the names of others"

    assert read(f"Copyright 2020 Ada Lovelace\n\n{said}") == [(left_out, 3)]
    assert read(f"Copyright 2020 Grace Hopper,\nAda Lovelace\n\n{said}") == [(left_out, 4)]
    assert read(f"Copyright 2020 Ada\n\n{said}") == [(said.lower(), 3)], "and so could a word more"
    assert read(said) == [(said.lower(), 1)], "whom no line names could be anything"
    assert read("neither the name of its owner nor the names of others")[0][0] == left_out, "words that any holder may have"
    assert read("the name of nor the names of others")[0][0] == "the name of nor the names of others", "nobody stands there"
    assert read("Provided by the authors as is. In no event shall the authors be liable")[0][0] == "provided by _ as is"
    assert read("In no event will the copyright holders be liable")[0][0] == "in no event will _ be liable"


def test_a_list_of_holders_goes_on_below_only_as_a_list_of_names():
    assert read("Copyright 2020 Ada Lovelace,\nGrace Hopper,\nMary Somerville\nAll may read.") == [("all may read", 4)]
    assert read("Copyright 2020 Ada Lovelace\nGrace Hopper may read.") == [("grace hopper may read", 2)]
    assert read("Copyright 2020 Ada Lovelace\nGrace Hopper, Mary Somerville") == [("grace hopper mary somerville", 2)], "no comma says that it goes on"


def test_a_model_at_its_place_has_six_words_at_most_and_a_holder_fourteen():
    assert read("prominently display Nova 2 on the user interface")[0][0] == "prominently display _ on the user interface"
    assert read(SEVEN.replace("seven ", "").replace("one two three", "One Two Three").replace("five six", "Five Six"))[0][0].split()[2] == "_"
    assert read("prominently display sells anything on the user interface")[0][0] == "prominently display sells anything on the user interface"
    assert read("prominently display on the user interface")[0][0] == "prominently display on the user interface"
    assert read(SEVEN)[0][0] == SEVEN.lower()
    assert read(SEVEN.title())[0][0] == SEVEN.lower()
    assert read(f"in no event shall {'the ' * 14}be liable")[0][0] == "in no event shall _ be liable"
    assert read(f"in no event shall {'the ' * 15}be liable")[0][0] != "in no event shall _ be liable"


# ---- holders ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "name"),
    [
        (f"Copyright 2020 {' '.join(['Ada'] * 14)}", "ada " * 14),
        (f"Copyright 2020 {' '.join(['Ada'] * 15)}", None),
        (f"Copyright 2020 {'A' * 285}", "a" * 285),
        (f"Copyright 2020 {'A' * 286}", None),
        ("(c) 2020 Ada", "ada"),
        ("(c) [2020] Ada", "ada"),
        ("(c) copyright Ada", "ada"),
        ("(c) Ada", None),
        ("Copyright 2020 Ada <ada@example.org>", "ada"),
        ("Copyright 2020 Ada <ada@sells.org>", None),
        ("Copyright 2020 Ada! Lovelace", None),
        ("Copyright 2020 Example. Berlin", None),
        ("Copyright 2020 Acme Inc. Berlin", "acme inc berlin"),
        ("Copyright 2020 Ada Limited, Berlin", "ada berlin"),
        ("Copyright 2020 Limited Ada", None),
        ("Copyright 2020 lovelace", "lovelace"),
        ("Copyright 2020 ada lovelace", None),
        ("Copyright 2020 ada Contributors", "ada contributors"),
        ("Copyright 2020 ada byron contributors", None),
        ("Copyright 2020 ada Contributors Team", "ada contributors team"),
        ("Copyright 2020 A\u024fa", "a\u024fa"),
        ("Copyright 2020 50 Example", "50 example"),
        ("Copyright 2020 5o Example", None),
        ("Copyright 2020 Bank of Example", "bank of example"),
        ("Copyright 2020 Ban Example", None),
        ("Copyright 2020 Anticommerce", None),
        ("Copyright 2020 3rd Floor", "3rd floor"),
        ("Copyright 2020 a.b", "a b"),
        ("Copyright 2020 x-y Ada", "x y ada"),
        ("Copyright 2020 O\u2019Hara", "o hara"),
        ("Copyright 2020 Ad\u0250", None),
        ("Copyright 2020 \u024f Ada", None),
        ("Copyright 2020 N0-0ne", None),
        ("Copyright 2020 Pro-hib-ited", None),
        ("Copyright 2020 1234567", "1234567"),
        ("Copyright 2020 2024", ""),
        ("Copyright 2020 {Ada} Lovelace", "ada lovelace"),
        ("Copyright by Ada", "ada"),
        ("* Copyright 2020 Ada *", "ada"),
        ("all rights reserved", ""),
        ("Rights are reserved", None),
    ],
)
def test_a_holders_line_is_shaped_strictly(line, name):
    assert holders.name_in(line) == (None if name is None else name.split())


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Grace Hopper", "grace hopper"),
        ("Grace", None),
        ("Grace, Ada and Ida & Mary", "grace ada ida mary"),
        ("Grace Hopper, and Ada.", "grace hopper ada"),
        ("grace Hopper, Ada", None),
        ("grace, Ada", None),
        ("Ada Byron Cora Dora Emma, Ida", "ada byron cora dora emma ida"),
        ("Ada Byron Cora Dora Emma Fay, Ida", None),
        (("Ada, " * 60)[:300], "ada " * 60),
        ("Ada, " * 60 + "A", None),
        ("Ada, Sells Nothing", None),
        ("Ada Lovelace, Grace may sell", None),
    ],
)
def test_a_list_of_holders_has_names_alone(line, names):
    assert holders.more_names(line) == (None if names is None else names.split())


@pytest.mark.parametrize(("line", "wanted"), [("a,", True), ("a and ", True), ("a &", True), ("band", False), ("a", False)])
def test_a_list_of_holders_goes_on_after_a_comma_or_an_and(line, wanted):
    assert holders.goes_on(line) is wanted


# ---- files ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "to"),
    [
        ("See LICENSE-MODEL.", "LICENSE-MODEL"),
        ("See LICENSE-X, or https://example.org/terms.", "https://example.org/terms"),
        ("LICENSE and MY_LICENSE", "MY_LICENSE"),
        ("agreement docs/LICENSE", "docs/LICENSE"),
        ("\udcff see LICENSE-X", "LICENSE-X"),
        ("terms: https://a.org/x;", "https://a.org/x"),
        ("look at https://a.org/x", ""),
        ("License", ""),
        (f"{'word ' * 56}see LICENSE-X there", "LICENSE-X"),
        (f"{'word ' * 57}see LICENSE-X there", ""),
    ],
)
def test_a_short_file_points_to_the_address_or_else_the_file_that_it_names(content, to):
    assert texts.digests(content.encode(errors="surrogateescape")).to == to


def test_a_text_of_more_passages_than_any_license_has_is_known_as_a_whole_alone():
    longest, longer = (texts.digests(b"Word. " * count) for count in (passages.MOST_PASSAGES, passages.MOST_PASSAGES + 1))

    assert len(longest.passages) == passages.MOST_PASSAGES and longer.passages == ()
    assert longer.whole != longest.whole
    assert texts.parsed(texts.compact(longest)) == longest.passages


def test_a_published_text_is_written_as_an_item_of_its_list():
    document = texts.digests(b"%PDF-1")
    record = texts.published(texts.digests(b"One two. Three"), "https://example.org", "2026-11-01", document)
    lines = texts.as_yaml(record).split("\n")

    assert (record.words, record.file) == (3, document.whole)
    assert lines[:3] == ["  - url: https://example.org", "    on: 2026-11-01", "    words: 3"]
    assert re.fullmatch(r"    passages: [0-9a-f]{16}:2 [0-9a-f]{16}:1", lines[-1])
    assert texts.published(texts.digests(b"One"), "https://example.org", "2026-11-01").file is None


@pytest.mark.parametrize(
    ("answer", "told", "begins", "id_"),
    [
        (Answer(Kind.LONGER, "MIT", 9, (2,)), "MIT and 9 further words (passage 2): other terms than MIT", 1, None),
        (Answer(Kind.LONGER, "MIT", 9, (1, 3)), "MIT and 9 further words (passages 1, 3): other terms than MIT", 2, None),
        (Answer(Kind.LONGER, "MIT", 9, tuple(range(1, 7))), "MIT and 9 further words (passages 1, 2, 3, 4, 5, 6): other terms than MIT", 7, None),
        (Answer(Kind.LONGER, "MIT", 9, tuple(range(1, 8))), "MIT and 9 further words (passages 1, 2, 3, 4, 5, 6 and more): other terms than MIT", 8, None),
        (Answer(Kind.NEAR, "MIT", places=(1, 3)), "nearest MIT, differs in 2 places (passages 1, 3); a likeness, no finding", 2, None),
        (Answer(Kind.POINTS, to="x"), "no license text; points to x", 1, None),
        (Answer(Kind.UNKNOWN), "unknown", 1, None),
        (Answer(Kind.IS, "MIT"), "MIT", 1, "MIT"),
    ],
)
def test_an_answer_on_a_file_is_told_in_a_phrase(answer, told, begins, id_):
    assert (answer.told, answer.begins, answer.id) == (told, begins, id_)


@pytest.mark.parametrize(
    ("license_", "file", "wanted"),
    [
        ("models/LICENSE", "models/x", True),
        ("models/LICENSE", "models", True),
        ("models/LICENSE", "models-2/x", False),
        ("LICENSE", "x", False),
        ("LICENSE", "/x", False),
        ("LICENSE", "", False),
    ],
)
def test_a_license_file_in_a_folder_speaks_of_what_lies_in_it(license_, file, wanted):
    assert files.speaks_of(license_, file) is wanted


def test_of_many_license_files_those_nearest_the_top_with_the_shortest_names_are_taken():
    paths = ["b/LICENSE", "a/b/LICENSE", "LICENSE.md", "a/LICENSE", "LICENSE", "COPYING", "a/b/c/COPYING"]

    assert files.chosen(paths, 5) == ["COPYING", "LICENSE", "LICENSE.md", "a/LICENSE", "b/LICENSE"]
    assert [files.is_license_file(path) for path in ("Vendor/x/LICENSE", "LICENSE.py", "mylicense", "LICENSES")] == [False, False, False, True]
    assert [files.most_of(path) for path in ("LICENSE", "LICENSE.PDF")] == [512 * 1024, 4 * 1024 * 1024]


# ---- published texts --------------------------------------------------------------------------------------------------------


def known(**slots: str) -> texts.Texts:
    """Texts of those slots, under the names of the licenses; a word stands for the passage that has it alone."""

    def compact(slot: str) -> str:
        return "|".join(texts.compact(texts.digests(word.encode())) for word in slot.rstrip("?").split("|")) + "?" * slot.endswith("?")

    def text(of: str) -> PublishedText:
        passages_ = " ".join(compact(slot) for slot in of.split())
        return PublishedText(url="https://example.org", on="2026-11-01", words=9, whole="0" * 64, passages=passages_)

    return texts.Texts({key: PublishedTexts(texts=(text(of),)) for key, of in slots.items()}, {"A": ["Aitle"], "B": ["Title"]})


def answer(of: texts.Texts, said: str) -> Answer:
    return of.of(texts.digests(". ".join(said.split()).encode()))


@pytest.mark.parametrize(
    ("said", "kind", "words", "places"),
    [
        ("one two three", Kind.IS, 0, ()),
        ("one deux three", Kind.IS, 0, ()),
        ("one maybe two three", Kind.IS, 0, ()),
        ("one two three tail", Kind.IS, 0, ()),
        ("Aitle one two three", Kind.IS, 0, ()),
        ("one Aitle two three", Kind.LONGER, 1, (2,)),
        ("Other one two three", Kind.LONGER, 1, (1,)),
        ("one two maybe three", Kind.LONGER, 1, (3,)),
        ("one maybe Aitle two three", Kind.LONGER, 1, (3,)),
        ("one two three tail more words", Kind.LONGER, 2, (5, 6)),
        ("head Aitle one two three", Kind.IS, 0, ()),
    ],
)
def test_a_file_is_a_license_where_all_that_must_stand_stands_in_order(said, kind, words, places):
    found = answer(known(A="head? one maybe? two|deux three tail?"), said)

    assert (found.kind, found.license, found.words, found.places) == (kind, "A", words, places)


@pytest.mark.parametrize(
    ("said", "kind", "places", "likeness"),
    [
        ("one two", Kind.NEAR, (3,), 2 / 3),
        ("one two four", Kind.NEAR, (3,), 2 / 3),
        ("zero one two", Kind.NEAR, (1, 4), 2 / 3),
        ("one two two two", Kind.NEAR, (3,), 1 / 2),
        ("one", Kind.UNKNOWN, (), 0.0),
        ("two one three", Kind.NEAR, (1, 3), 2 / 3),
        ("one two two two two", Kind.UNKNOWN, (), 0.0),
    ],
)
def test_a_likeness_is_the_share_of_the_words_that_both_have_and_from_a_half_on_it_is_told(said, kind, places, likeness):
    found = answer(known(A="one maybe? two three"), said)

    assert (found.kind, found.places, found.likeness) == (kind, places, pytest.approx(likeness))


def test_of_passages_that_may_stand_at_a_place_one_is_enough_though_another_is_longer():
    assert answer(known(A="one two|deux-mots three"), "one two three").kind is Kind.IS


def test_as_many_equal_passages_as_are_allowed_are_compared(monkeypatch):
    monkeypatch.setattr(texts, "MOST_PAIRS", 2)

    assert answer(known(A="one two three"), "one two").kind is Kind.NEAR
    assert answer(known(A="one two three"), "one one two").kind is Kind.UNKNOWN


def test_of_several_licenses_the_likeliest_is_told_and_of_one_within_another_the_longer():
    assert answer(known(A="one two three", B="one two three four"), "one two three four").license == "B"
    assert answer(known(A="one two three", B="four five six"), "four five six one two three").license == "B"
    assert answer(known(A="one two three four", B="one two three five"), "one two five").license == "B"
    assert answer(known(A="one two three four", B="one two three five"), "one two four").license == "A"


def test_the_name_of_a_license_may_be_left_out_only_above_its_text():
    assert answer(known(A="Aitle one two"), "one two").kind is Kind.IS
    assert answer(known(A="maybe? Aitle one two"), "one two").kind is Kind.IS
    assert answer(known(A="one Aitle two"), "one two").kind is Kind.NEAR


@pytest.mark.parametrize(
    "title",
    [
        "Aitle 2", "The Aitle 2", "Aitle Version 2", "Aitle 2 (Ab-1)", "Aitle 2 License", "Aitle 2 License (Ab-1)", "Aitle 2 Agreement", "License: Ab-1",
        "The Aitle 2 Agreement", "Ab-1", "License", "License Agreement", "License Information",
    ],
)  # fmt: skip
def test_a_license_may_be_called_by_its_name_as_people_write_it_above(title):
    text = PublishedText(url="https://example.org", on="2026-11-01", words=2, whole="0" * 64, passages=texts.compact(texts.digests(b"one. two.")))
    of = texts.Texts({"Ab-1": PublishedTexts(texts=(text,))}, {"Ab-1": ["Aitle 2"]})

    assert of.of(texts.digests(f"{title}\n\none. two.".encode())).kind is Kind.IS
    assert of.of(texts.digests(f"{title} too\n\none. two.".encode())).kind is Kind.LONGER


def test_a_file_says_by_its_own_name_what_it_is_for_and_not_by_its_folders():
    assert [files.named(path) for path in ("models/data/LICENSE", "code/LICENSE-weights")] == [None, files.Scope.WEIGHTS]


def test_very_many_empty_lines_are_read_at_once():
    started = time.process_time()
    assert [one.words for one in passages.of(b"\x0c" * (512 * 1024 - 3) + b"end")] == [("end",)]
    assert time.process_time() - started < 3
