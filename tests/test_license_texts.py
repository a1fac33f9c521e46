"""License files recognised by what they say: the published text is the license, anything more or less never is."""

from __future__ import annotations

import importlib.metadata
import itertools
import re
from dataclasses import replace

import pytest
from conftest import run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_data import HERE

from howopen import licenses
from howopen.commands import license_of
from howopen.licenses import files, holders, passages, texts
from howopen.licenses.aliases import Speller
from howopen.licenses.files import Scope
from howopen.licenses.texts import Kind
from howopen.records.errors import Refused
from howopen.records.fetched import FILE_PATH
from howopen.records.license_text import PublishedText, PublishedTexts


def installed(package: str) -> bytes:
    """The license file of a package that the tests are installed with."""
    found = importlib.metadata.distribution(package).files or []
    return next(file for file in found if re.search(r"licenses?/(LICENSE|COPYING)[^/]*\Z", str(file))).locate().read_bytes()


# texts as somebody publishes them, each under its own name
FREE = {
    "Apache-2.0": (HERE / "LICENSE").read_bytes(),
    "MIT": installed("markdown-it-py"),
    "BSD-3-Clause": installed("jinja2"),
    "BSD-2-Clause": installed("boolean.py"),
    "MPL-2.0": installed("pathspec"),
}


@pytest.fixture(scope="module")
def speller(known) -> Speller:
    return Speller(known, licenses.book(known.licenses, frozenset(term.license for term in known.free_terms.terms), known.vocabulary))


@pytest.mark.parametrize("license_", FREE)
def test_a_published_text_is_the_license(speller, license_):
    assert speller.file(FREE[license_]) == texts.Answer(Kind.IS, license_)


def reflowed(text: str) -> str:
    """Each paragraph on one line."""
    return "\n\n".join(" ".join(block.split()) for block in re.split(r"\n\s*\n", text))


SAME = {
    "other line ends": lambda text: text.replace("\n", "\r\n"),
    "a mark at its start": lambda text: "\ufeff" + text,
    "lines of another length": reflowed,
    "wider margins": lambda text: re.sub(r"(?m)^", "    ", text),
    "as a comment": lambda text: re.sub(r"(?m)^", "# ", text),
    "curly quotes": lambda text: re.sub(r'"([^"\n]*)"', "\u201c\\1\u201d", text),
    "upper case": str.upper,
    "another spelling": lambda text: re.sub(r"\blicense\b", "licence", text),
    "another scheme": lambda text: text.replace("http://", "https://"),
    "an older encoding": lambda text: re.sub(r'"([^"\n]*)"', "\udc93\\1\udc94", text),
    "its name with the word version": lambda text: text if "Apache" not in text else "Apache License Version 2.0\n\n" + text,
    "holders on two lines": lambda text: "Copyright 2019 Ada Lovelace, Grace Hopper,\nMary Somerville, Ida Rhodes\n\n" + text,
    "a heading": lambda text: "# License\n\n" + text,
    "one more holder": lambda text: "Copyright (c) 2019-2024 Example Institute, Inc. and its affiliates. All rights reserved.\n\n" + text,
    "without its title": lambda text: re.sub(r"\A\s*(?:The )?MIT License.*\n", "", text),
    "with invisible characters": lambda text: text.replace("the ", "the\u200b "),
}


@pytest.mark.parametrize("how", SAME)
@pytest.mark.parametrize("license_", ["Apache-2.0", "MIT", "BSD-3-Clause"])
def test_what_does_not_matter_does_not(speller, license_, how):
    assert speller.file(SAME[how](FREE[license_].decode()).encode("utf-8", "surrogateescape")).id == license_


def test_a_file_in_utf_16_is_read(speller):
    assert speller.file(FREE["MIT"].decode().encode("utf-16")).id == "MIT"


def test_the_optional_appendix_of_apache_may_be_left_out(speller):
    whole = FREE["Apache-2.0"].decode()
    assert speller.file(whole.partition("END OF TERMS")[0].encode()).id == "Apache-2.0"
    assert speller.file(whole.partition("APPENDIX")[0].encode()).id == "Apache-2.0"


# ---- hidden sentences -----------------------------------------------------------------------------------------------------

RESTRICTIONS = (
    "Commercial use is not permitted.",
    "Not for commercial use",
    "For research purposes only.",
    "You may not use this software in the European Union.",
    "Military use prohibited",
    "Use by companies with more than 100 employees requires a license.",
    "Redistribution is forbidden without written consent",
    "No person may train other models on the output.",
    "except for any commercial purpose",
    "only for personal, non-commercial evaluation",
    "Users with over 700 million monthly active users must request a license",
    "All uses that compete with Example Institute are excluded",
    "provided that you pay a fee",
    "Acme Reserves All Rights In Deployments",
    "Licensed To Students Only",
    "This license terminates on 2027-01-01.",
)
CASES = (str, str.upper, str.lower, str.title)
# how letters are hidden from a program that reads them, or drawn with signs that are none
DISGUISES = (
    lambda said: said.translate(str.maketrans("oeac", "\u043e\u0435\u0430\u0441")),
    "\u200b".join,
    "\u00ad".join,
    lambda said: f"\u202e{said[::-1]}\u202c",
    lambda said: "".join(chr(0x24D0 + ord(letter) - 97) if "a" <= letter <= "z" else letter for letter in said.lower()),
    lambda said: "".join(chr(0x1F1E6 + ord(letter) - 97) if "a" <= letter <= "z" else letter for letter in said.lower()),
    lambda said: "".join(chr(0xFEE0 + ord(letter)) if "!" <= letter <= "~" else letter for letter in said),
    lambda said: "".join(chr(0xE0000 + ord(letter)) for letter in said),
    lambda said: said.replace(" ", "_"),
    " ".join,
    "_".join,
)
# how a sentence is put at a line: around it, within it, and where a reader might take it for something else
PLACES = (
    lambda line, said: f"{line}\n{said}",
    lambda line, said: f"{said}\n{line}",
    lambda line, said: f"{line} {said}",
    lambda line, said: f"{said} {line}",
    lambda line, said: f"{line}\n\n{said}\n",
    lambda line, said: f"{line}\n\nCopyright (c) 2024 {said}\n",
    lambda line, said: f"{line}\n\nCopyright (c) 2024 Example Institute. {said}\n",
    lambda line, said: f"{line}\n\nCopyright 2024 Example Institute, {said}\n",
    lambda line, said: f"{line}\n\n(c) {said}\n",
    lambda line, said: f"{line}\n\n\u00a9 2024 [{said}]\n",
    lambda line, said: f"{line}\n\nAll rights reserved. {said}\n",
    lambda line, said: f"{line}\n<!-- {said} -->\n",
    lambda line, said: f"{line}\n<b>{said}</b>\n",
    lambda line, said: f"{line}\n[{said}](https://example.org)\n",
    lambda line, said: f"{line}\n// {said}\n",
    lambda line, said: f"{line}\n1. {said}\n",
    lambda line, said: f"{line}<a href='{said}'></a>\n",
    lambda line, said: f"{line}\n<p id='{said.replace(' ', '-')}'>\n",
    lambda line, said: f"{line}\n<span style='{said.replace(' ', '_')}'>\n",
    lambda line, said: f"{line}\n\n## {said}\n\n",
    lambda line, said: f"{line}\n\n{said}\n======\n\n",
    lambda line, said: f"{line}\n\nAPPENDIX: {said}\n\n",
    lambda line, said: f"{line}\n\nNote\n: {said}\n\n",
    lambda line, said: f"{line}\n\n| {said} |\n|---|\n",
    lambda line, said: f"{line}\n\n[1]: {said}\n\n",
    lambda line, said: f"{line}\n\nCopyright (c) 2024 Example Institute,\n{said}\n\n",
    lambda line, said: f"{line}\n\nCopyright (c) 2024 Example Institute https://example.org/{said.replace(' ', '-')}\n\n",
    lambda line, said: f"{line}\n\nCopyright (c) 2024 Example Institute <{said.replace(' ', '.')}@example.org>\n\n",
    lambda line, said: re.sub(r"\A(\S*)", lambda found: f"{found[0]} {said}", line) if line.strip() else said,
)


def hidden(text: str, at: int, place: int, said: str) -> bytes:
    """The text with a sentence put at a line."""
    lines = text.split("\n")
    at %= len(lines)
    lines[at] = PLACES[place](lines[at], said)
    return "\n".join(lines).encode()


@pytest.mark.parametrize("license_", FREE)
@given(st.integers(0, 10_000), st.integers(0, len(PLACES) - 1), st.sampled_from(RESTRICTIONS), st.sampled_from(CASES + DISGUISES))
@settings(max_examples=90, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_free_license_with_a_sentence_hidden_in_it_is_never_that_license(speller, license_, at, place, said, case):
    assert speller.file(hidden(FREE[license_].decode(), at, place, case(said))).id is None


@pytest.mark.parametrize("license_", ["MIT", "BSD-3-Clause"])
def test_nor_at_any_line_in_any_way(speller, license_):
    text = FREE[license_].decode()
    lines = range(len(text.split("\n")))
    for at, place, said in itertools.product(lines, range(len(PLACES)), RESTRICTIONS[:1]):
        assert speller.file(hidden(text, at, place, said)).id is None, (at, place, said)


@pytest.mark.parametrize("disguise", range(len(DISGUISES)))
def test_nor_in_disguise(speller, disguise):
    text = FREE["MIT"].decode()
    for place, said in itertools.product(range(len(PLACES)), (*RESTRICTIONS[:3], "Students only")):
        assert speller.file(hidden(text, 2, place, DISGUISES[disguise](said))).id is None, (place, said)


def test_nor_in_an_older_encoding_nor_struck_out(speller):
    text = FREE["MIT"]
    for said in (
        "\u7981\u6b62\u5546\u7528".encode("gbk"),
        "\u5546\u7528\u5229\u7528\u7981\u6b62".encode("shift-jis"),
        "\u041d\u0435\u043b\u044c\u0437\u044f".encode("cp1251"),
    ):
        assert speller.file(text + b"\n\n" + said).id is None
    for mark in (b"~~", b"~"):
        assert speller.file(text.replace(b"copies of the Software", mark + b"copies of the Software" + mark)).id is None
    assert speller.file(text.replace(b"sell", b"s\xcc\xb6e\xcc\xb6l\xcc\xb6l\xcc\xb6")).id is None


@pytest.mark.parametrize("said", RESTRICTIONS)
@pytest.mark.parametrize("case", CASES)
def test_no_restriction_is_a_holders_name(said, case):
    for line in (f"Copyright (c) 2024 {case(said)}", f"Copyright 2024, {case(said)} All rights reserved.", f"\u00a9 {case(said)}", f"(c) {case(said)}"):
        assert holders.name_in(line) is None


def test_a_restriction_in_the_place_of_a_name_is_none(speller):
    text = FREE["BSD-3-Clause"].decode()
    for said in ("the copyright holder for research only", "anyone who sells this", "NO COMMERCIAL USER"):
        changed = re.sub(r"(?i)(neither the name of )(?:.|\n)*?( nor the)", lambda found, said=said: f"{found[1]}{said}{found[2]}", text, count=1)
        assert changed != text
        assert speller.file(changed.encode()).id is None


def test_a_text_that_lacks_a_sentence_is_not_the_license(speller):
    for license_ in ("Apache-2.0", "MIT", "BSD-3-Clause"):
        found = re.split(r"\n\s*\n", FREE[license_].decode())
        required = [at for at, block in enumerate(found) if len(block.split()) > 25 and "APPENDIX" not in block and "attach the following" not in block and "Licensed under" not in block and "Unless required by applicable law or agreed to in writing, software" not in block]  # fmt: skip  # noqa: E501
        for at in required:
            assert speller.file("\n\n".join(found[:at] + found[at + 1 :]).encode()).id != license_, (license_, found[at][:60])


# ---- names ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Copyright (c) 2024 Example Institute", "example institute"),
        ("   Copyright [2025] [name of copyright owner]", ""),
        ("Copyright {yyyy} {name of copyright owner}", ""),
        ("Copyright [ExampleLab]", "examplelab"),
        ("Copyright 2018- The Example Team. All rights reserved.", "the example team"),
        ("(c) 2023-present Example, Inc. and affiliates", "example inc and affiliates"),
        ("Copyright (c) 2015 Ada Lovelace and the engine contributors", "ada lovelace and the engine contributors"),
        ("Copyright (C) 2007 Example Foundation, Inc. <https://example.org/>", "example foundation inc"),
        ("# Copyright 2023 The Example Team (https://example.org)", "the example team"),
        ("Portions Copyright \u00a9 2020, Ada Lovelace <ada@example.org>", "ada lovelace"),
        ("Copyright (c) 2020, the respective contributors, as shown by the AUTHORS file.", "the respective contributors"),
        ("Copyright(c) 2020 Example Technology Limited and others", "example technology and others"),
        ("Copyright (c) 2026 github.com/example", ""),
        ("All rights reserved.", ""),
    ],
)
def test_a_line_that_names_the_holder_is_known(line, name):
    assert " ".join(holders.name_in(line) or []) == name and holders.name_in(line) is not None


@pytest.mark.parametrize(
    "line",
    [
        "Copyright holders may veto any use",
        "Copyright (c) 2023 \u7981\u6b62\u5546\u7528",
        "copyrighted works",
        "(c) You must give notice",
        "Copyright (c) 2024 N O T  F O R  S A L E",
        "Copyright (c) 2024 n0n-c0mmercial",
        "Copyright (c) 2024 N\u00f6nc\u00f6mmercial",
        "Copyright (c) 2024 Example Institute <\u043dot@example.org>",
        "Copyright notice",
        "x" * 400,
    ],
)
def test_any_other_line_is_none(line):
    assert holders.name_in(line) is None


# ---- the kinds of answers --------------------------------------------------------------------------------------------------


def test_a_license_with_further_words_tells_how_many_and_where(speller):
    found = speller.file(FREE["MIT"] + b"\n\nYou shall show our name in the user interface.\n")
    assert (found.kind, found.license, found.words, found.id) == (Kind.LONGER, "MIT", 9, None)
    said = passages.of(FREE["MIT"] + b"\n\nYou shall show our name in the user interface.\n")
    assert [said[at - 1].words[:3] for at in found.places] == [("you", "shall", "show")]
    assert found.told == f"MIT and 9 further words (passage {found.places[0]}): other terms than MIT"


def test_of_several_licenses_in_a_file_the_first_is_told(speller):
    answer = speller.file(FREE["Apache-2.0"] + b"\n\n" + FREE["BSD-3-Clause"])
    assert (answer.kind, answer.license, answer.begins) == (Kind.LONGER, "Apache-2.0", 1)


@pytest.mark.parametrize("letter", ["\ue000", "\U000f0041", "\u0378", "\u20dd", "\U0001f512"])
def test_a_letter_that_draws_what_nobody_can_know_makes_it_another_text(speller, letter):
    assert speller.file(FREE["MIT"].replace(b"without restriction", f"without{letter} restriction".encode())).id is None
    assert speller.file(FREE["MIT"].replace(b"without restriction", "without\u200b restriction".encode())).id == "MIT", "one that draws nothing does not"


def test_every_spelling_leads_to_what_is_meant_or_to_the_ids_that_it_may_mean(speller):
    every = speller.every()

    assert (every["mit license"], every["llama3.1"], every["apache-2.0"]) == ("MIT", "LicenseRef-Llama-3.1-Community", "Apache-2.0")
    assert None not in every.values() and list(every) == sorted(every)
    assert "GPL-3.0-only" in every["gpl"] and "GPL-3.0" not in every["gpl"], "one word, several licenses: the likeliest ids, none that SPDX gave up"


@pytest.mark.parametrize(
    ("content", "to"),
    [
        (b"Please refer to license: https://example.org/model/LICENSE", "https://example.org/model/LICENSE"),
        (b"../LICENSE", "../LICENSE"),
        (b"See LICENSE-MODEL for the license of the weights.", "LICENSE-MODEL"),
    ],
)
def test_a_file_that_points_to_another_tells_where(speller, content, to):
    assert speller.file(content) == texts.Answer(Kind.POINTS, to=to)


def test_a_likeness_is_told_and_never_assigned(speller):
    found = speller.file(FREE["Apache-2.0"].replace(b"perpetual,", b"temporary,"))
    assert (found.kind, found.license, found.id) == (Kind.NEAR, "Apache-2.0", None)
    assert len(found.places) == 2 and "differs in 2 places" in found.told  # the grants of copyright and of patents
    assert 0.9 < found.likeness < 1, "most of its words are the same"
    [text] = [speller.file(FREE["Apache-2.0"].replace(b"perpetual,", b"temporary,") + b"\n\nOne more rule.\n")]
    assert len(text.places) == 3, "what is further is a place too"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff\xfe\x00",
        b"All use is at your own risk.",
        b"<" * 100_000,
        b"(" * 100_000,
        b"a b " * 100_000,
        b"\n" * 100_000,
        b" " * 100_000 + b"x",
        b"{a: " * 130_000,
    ],
)
def test_what_is_no_license_is_unknown_and_takes_no_time(speller, content):
    assert speller.file(content).kind is Kind.UNKNOWN


def test_two_texts_that_repeat_themselves_without_end_are_not_compared():
    """Each passage of the one is equal to half of the other's: the comparison took half a minute for each pair of texts."""
    slots = " ".join(f"{at % 2:016x}:3" for at in range(2600))
    text = PublishedText(url="https://example.org", on="2026-11-27", words=7800, whole="0" * 64, passages=f"{2:016x}:9999 {slots}")
    known = texts.Texts({"MIT": PublishedTexts(texts=(text,))}, {})
    assert known.of(texts.Digests("1" * 64, ((f"{0:016x}", 3), (f"{1:016x}", 3)) * 450)) == texts.Answer(texts.Kind.UNKNOWN)


def test_the_words_of_two_licenses_are_never_the_same(known):
    owner = {}
    for key, published in known.license_texts.items():
        for text in published.texts:
            assert owner.setdefault(text.whole, key) == key
    assert len(owner) >= 190


def test_a_finding_speaks_to_no_workflow(tmp_path):
    file = tmp_path / "LICENSE"
    file.write_text("Model license: see https://example.org/license##[group]x\n")
    assert run("license-of", file).stdout.startswith("no license text; points to https://example.org/license##\n")
    file.write_bytes((HERE / "LICENSE").read_bytes() + b"\n\n::error::wrong ##[group]x\n")
    said = run("license-of", file).stdout
    assert said.startswith("Apache-2.0 and 4 further words") and "::" not in said and "##[" not in said


def test_a_text_that_somebody_adds_is_known_from_then_on(known, speller, tmp_path):
    file = tmp_path / "LICENSE"
    file.write_text("House Terms\n\nYou may look at this. You may not touch it.\n")
    assert run("license-of", file).stdout.startswith("unknown\n  sha256 ")
    record = run("license-of", file, "--record", "https://example.org/terms", "--today", "2026-11-27").stdout
    folder = tmp_path / "data" / "license-texts"
    folder.mkdir(parents=True)
    (folder / "X.yaml").write_text("texts:\n" + record)
    from howopen.files import yaml
    from howopen.records.license_text import PublishedTexts

    read = PublishedTexts.model_validate(yaml.read(folder / "X.yaml", "X").value)
    more = replace(known, license_texts={"LicenseRef-H-Research": read})
    book = licenses.book(known.licenses, frozenset(), known.vocabulary)
    assert Speller(more, book).file(file.read_bytes()).id == "LicenseRef-H-Research"


def test_a_license_that_is_a_pdf_is_known_by_its_bytes_and_by_its_words(known, tmp_path):
    from howopen.files import yaml

    words, document = tmp_path / "LICENSE.txt", tmp_path / "LICENSE.pdf"
    words.write_text("House Terms\n\nYou may look at this. You may not touch it.\n")
    document.write_bytes(b"%PDF-1.7\n\x00\xff" * 100_000)
    asked = ("license-of", document, "--record", "https://example.org/terms.pdf", "--today", "2026-11-28")
    assert "give its words as a text file with --words" in run(*asked, expect=1).stderr
    assert "is a text; leave out --words" in run("license-of", words, "--record", "https://example.org/terms", "--words", words, expect=1).stderr
    (tmp_path / "X.yaml").write_text("texts:\n" + run(*asked, "--words", words).stdout)
    read = PublishedTexts.model_validate(yaml.read(tmp_path / "X.yaml", "X").value)
    texts_ = texts.Texts({"LicenseRef-House": read}, {})
    assert [texts_.of(texts.digests(file.read_bytes())).id for file in (words, document)] == ["LicenseRef-House"] * 2
    assert texts_.of(texts.digests(document.read_bytes() + b"\n")).kind is Kind.UNKNOWN


def test_an_address_that_is_none_is_refused_for_a_text(tmp_path):
    (tmp_path / "LICENSE").write_text("You may look at this.\n")
    with pytest.raises(Refused, match="must be a web address"):
        license_of.record(tmp_path / "LICENSE", "https://example.org/\x1b[2J", "2026-11-27")


# ---- names of files ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paths", "wanted"),
    [
        (["LICENSE"], [Scope.REPOSITORY]),
        (["LICENSE-CODE", "LICENSE-MODEL"], [Scope.CODE, Scope.WEIGHTS]),
        (["LICENSE", "MODEL_LICENSE"], [Scope.CODE, Scope.WEIGHTS]),
        (["LICENSE", "LICENSE_weights"], [Scope.CODE, Scope.WEIGHTS]),
        (["LICENSE", "DATA_LICENSE"], [Scope.CODE, Scope.DATA]),
        (["LICENSE", "Example Research LICENSE AGREEMENT"], [Scope.CODE, Scope.UNSAID]),
        (["LICENSE", "models/one/LICENSE"], [Scope.REPOSITORY, Scope.FOLDER]),
        (["LICENSE-APACHE", "LICENSE-MIT"], [Scope.UNSAID, Scope.UNSAID]),
        (["LICENSE", "LICENSE.md"], [Scope.REPOSITORY, Scope.REPOSITORY]),
    ],
)
def test_a_license_file_speaks_of_what_its_name_and_place_say(paths, wanted):
    assert list(files.scopes(paths).values()) == wanted


def test_the_license_files_of_a_repository_are_its_own(known):
    paths = [
        "src/license.py",
        "LICENSE",
        "docs/license_header.txt",
        "third_party/x/LICENSE",
        "models/a/LICENSE",
        "MODEL_LICENSE",
        "COPYING",
        "README.md",
        "LICENSES/MIT.txt",
    ]
    assert files.chosen(paths, 12) == ["COPYING", "LICENSE", "MODEL_LICENSE", "models/a/LICENSE"]


def test_a_license_that_is_a_document_says_that_there_are_terms_and_not_which(speller):
    paths = ["LICENSE", "MODEL_LICENSE.pdf", "Example Community License.pdf"]
    assert files.chosen(["README.md", *paths], 12) == paths
    assert files.scopes(paths) == {"LICENSE": Scope.CODE, "MODEL_LICENSE.pdf": Scope.WEIGHTS, "Example Community License.pdf": Scope.UNSAID}
    assert speller.file(b"%PDF-1.7\n" + FREE["MIT"]) == texts.Answer(Kind.UNKNOWN)


def test_a_license_file_may_have_a_chinese_name():
    paths = ["Example模型社区许可协议.pdf", "代码许可.md", "许可证", "模型说明.md", "LICENSE"]
    assert [path for path in paths if files.is_license_file(path)] == ["Example模型社区许可协议.pdf", "代码许可.md", "许可证", "LICENSE"]
    assert [files.named(path) for path in paths[:3]] == [Scope.WEIGHTS, Scope.CODE, None]
    assert all(re.match(FILE_PATH, path) for path in paths)
