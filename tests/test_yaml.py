"""Reading one YAML file: each trap of the format is closed, with the place named."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from howopen.files import yaml
from howopen.records.errors import BadYaml

DATA = Path(__file__).resolve().parent.parent / "data"


def said(text: str | bytes, tmp_path) -> list[str]:
    file = tmp_path / "it.yaml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    with pytest.raises(BadYaml) as caught:
        yaml.read(file, "it.yaml")
    return [str(problem) for problem in caught.value.problems]


def values(text: str) -> dict:
    return yaml.parse(text, "it.yaml").value


def test_no_and_on_stay_words():
    assert values("answer: no\non: on\nNO: Yes\n") == {"answer": "no", "on": "on", "NO": "Yes"}


def test_a_version_keeps_its_zero_when_quoted_and_is_a_number_when_not():
    assert values('version: "1.10"\nplain: 1.10\n') == {"version": "1.10", "plain": 1.1}


def test_a_number_with_an_exponent_is_a_number():
    assert values("low: 1e25\nhigh: 3.8e25\n") == {"low": 1e25, "high": 3.8e25}


def test_times_octals_and_dates_stay_text():
    assert values("a: 12:30\nb: 0777\nc: 2024-05-01\nd: 2024-13-01\n") == {"a": "12:30", "b": "0777", "c": "2024-05-01", "d": "2024-13-01"}


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path):
    (tmp_path / "it.yaml").write_bytes(b"\xef\xbb\xbfname: x\n")

    assert yaml.read(tmp_path / "it.yaml", "it.yaml").value == {"name": "x"}


def test_a_key_that_stands_twice_is_named_with_its_place(tmp_path):
    assert said("name: a\nother: b\nname: c\n", tmp_path) == ["it.yaml:3:1: has the key 'name' twice; keep one"]


def test_every_repeated_key_is_named_at_once(tmp_path):
    assert [problem.split(":")[1] for problem in said("a: 1\na: 2\nb:\n  c: 1\n  c: 2\n", tmp_path)] == ["2", "5"]


@pytest.mark.parametrize("text", ["a: &x 1\nb: *x\n", "a: &x [1]\n", "a: {b: &c d}\n"])
def test_an_anchor_or_alias_is_refused(text, tmp_path):
    assert "uses an anchor or alias" in said(text, tmp_path)[0]


def test_a_text_with_an_ampersand_or_a_star_is_text():
    assert values("a: LF AI & Data\nb: 2 * 3\nc: '*'\n") == {"a": "LF AI & Data", "b": "2 * 3", "c": "*"}


def test_a_tag_is_refused(tmp_path):
    assert said("a: !!python/object/apply:os.system [ls]\n", tmp_path) == ["it.yaml:1:4: uses a tag (`!`); remove it, or quote the text"]


def test_a_tab_is_named(tmp_path):
    assert said("a:\n\tb: 1\n", tmp_path) == ["it.yaml:2:1: has a tab; indent with spaces"]


def test_a_byte_that_is_no_utf8_is_placed(tmp_path):
    assert said(b"name: x\nb: caf\xe9\n", tmp_path) == ["it.yaml:2:7: has a byte that is not UTF-8; save the file as UTF-8"]


def test_a_file_of_fifty_megabytes_is_refused_unread(tmp_path):
    with (tmp_path / "it.yaml").open("wb") as stream:
        stream.truncate(50 * 1024 * 1024)

    with pytest.raises(BadYaml) as caught:
        yaml.read(tmp_path / "it.yaml", "it.yaml")

    assert [str(problem) for problem in caught.value.problems] == ["it.yaml:1:1: is larger than 256 kB; split it or shorten it"]


def test_an_empty_file_is_refused(tmp_path):
    assert said("", tmp_path) == ["it.yaml:1:1: is empty; write the file or delete it"]
    assert said("# only a comment\n", tmp_path) == ["it.yaml:1:1: is empty; write the file or delete it"]


def test_a_list_at_the_top_is_refused(tmp_path):
    assert said("- a\n- b\n", tmp_path) == ["it.yaml:1:1: must be a mapping at the top, such as `name: ...`; it is a list or a single value"]


def test_a_null_byte_is_refused(tmp_path):
    assert said(b"a: \x00\n", tmp_path) == ["it.yaml:1:4: has the control character U+0000; remove it"]


def test_two_documents_are_refused(tmp_path):
    assert "is no YAML" in said("a: 1\n---\nb: 2\n", tmp_path)[0]


@pytest.mark.parametrize("text", ["a: " + "[" * 100_000, "a: " + "{b: " * 30_000, "- " * 90_000 + "a"])
def test_nesting_that_would_crash_the_parser_is_refused(text, tmp_path):
    assert "nested more than 24 deep" in said(text, tmp_path)[0]


def test_deep_indentation_is_refused(tmp_path):
    text = "".join(" " * (2 * depth) + "a:\n" for depth in range(200))

    assert "nested more than 24 deep" in said(text, tmp_path)[0]


def test_a_key_that_is_no_text_is_refused(tmp_path):
    assert said("? [a]\n: b\n", tmp_path) == ["it.yaml:1:3: has a key that is no text; write a word before the colon"]


def test_the_place_of_a_value_and_of_its_key_are_told():
    document = yaml.parse("a:\n  b: [x, y]\n", "it.yaml")

    assert document.place(("a", "b", 1)) == (2, 10)
    assert document.place(("a", "b"), of_key=True) == (2, 3)
    assert document.place(("a", "nowhere")) == (1, 1)


SCALARS = st.text(alphabet="0123456789+-.eExXobBaAfFnNuUlLtTrRyYsS~_:", max_size=8)
WORDS = st.sampled_from(
    ["true", "True", "TRUE", "yes", "no", "null", "Null", "NULL", "~", "", ".inf", "-.inf", ".nan", "1e25", "0x1F", "0o17", "0777", "1_000", "12:30"]
)


WRITTEN = st.text(alphabet="ade01 &*!?/:,-.%'\"[]{}#\n", max_size=14)
LONG = st.builds(
    "{}{}{}".format, st.sampled_from(["", "/", "d", "e", "1e", "0.", "-", "a/0x", "/0b", "x0o"]), st.sampled_from(["9" * 18, "1" * 20, "7"]), WORDS
)


@settings(max_examples=4000, deadline=None, derandomize=True)
@given(scalar=st.one_of(SCALARS, WORDS, WRITTEN, LONG))
def test_the_quick_parser_and_the_careful_one_read_every_scalar_alike(scalar):
    text = f"a: {scalar}\nb: [{scalar}]\nc: x{scalar}\n"
    try:
        careful = yaml.carefully(text, "it.yaml").value
    except BadYaml:
        careful = None
    try:
        quick = yaml.parse(text, "it.yaml").value
    except BadYaml:
        quick = None
    # a key that is a number, or nothing, is no text, so that no record takes it, and the file is read again
    assert repr(quick) == repr(careful) or _has_other_keys(quick)


def _has_other_keys(value) -> bool:
    if isinstance(value, dict):
        return any(not isinstance(key, str) or _has_other_keys(inner) for key, inner in value.items())
    return isinstance(value, list) and any(map(_has_other_keys, value))


def test_the_quick_parser_and_the_careful_one_read_every_data_file_alike():
    files = sorted(DATA.rglob("*.yaml"))

    assert len(files) > 100
    for file in files:
        text = file.read_text()
        assert yaml.parse(text, file.name).value == yaml.carefully(text, file.name).value


def test_what_is_read_of_some_keys_is_what_the_whole_file_says_of_them(tmp_path):
    only = ("name", "aliases", "sources")
    for file in sorted((DATA / "models").iterdir()):
        whole = yaml.read(file, file.name).value
        assert yaml.read(file, file.name, only).value == {key: value for key, value in whole.items() if key in only}, file
    file = tmp_path / "it.yaml"
    file.write_text("about: >\n  text\n  name: no\nname: 'one\n  two'\naliases:\n- a\n\n# said\n- b\nsources: {huggingface: [a/b,\n]}\nlast: 1\n")
    document = yaml.read(file, "it.yaml", only)
    assert document.value == {"name": "one two", "aliases": ["a", "b"], "sources": {"huggingface": ["a/b"]}}
    assert document.place(("aliases", 1)) == (10, 3), "places are those in the file"
    file.write_text("about: x\n")
    assert yaml.read(file, "it.yaml", only).value == {"about": "x"}, "where none is there, all is read"
