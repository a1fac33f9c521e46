"""Reading one YAML file: each trap of the format is closed, with the place named."""

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from howopen.files import nesting, yaml
from howopen.records.errors import BadData, BadYaml

HERE = Path(__file__).resolve().parent.parent
DATA = HERE / "data"


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
    assert said("a: 1\n---\nb: 2\n", tmp_path) == ["it.yaml:2:1: begins a second document; remove the line `---`, and what follows it"]


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


@pytest.mark.parametrize("scalar", ["00.", "+01.5", "-00e1", "007", "00.1E+2"])
def test_a_number_with_zeros_before_it_is_text_to_both_parsers(scalar):
    assert yaml.parse(f"a: {scalar}\nb: [{scalar}]\n", "it.yaml").value == {"a": scalar, "b": [scalar]}
    assert yaml.carefully(f"a: {scalar}\nb: [{scalar}]\n", "it.yaml").value == {"a": scalar, "b": [scalar]}


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


# ---- nesting that no parser survives -----------------------------------------------------------------------------------

DEEP = {
    "lists of one line, wide apart": "a:\n  " + "-  " * 42_000 + "x\n",
    "keys of one line": "?  " * 42_000,
    "brackets": "[" * 100_000,
    "brackets within a key": "a: " + "[ " * 100_000,
    "brackets that close": "a: " + "[" * 50_000 + "]" * 50_000,
    "brackets that close in quotes alone": "a: " + "['" + "]" * 9 + "', [" * 20_000,
    "brackets that close in a text of two lines": 'a: ["' + "\n]]]]\n" + '", ' + '["\n]\n", ' * 20_000,
    "brackets that close in comments alone": "a: " + "[ #]\n" * 40_000,
    "braces and brackets": "a: " + "[{a: " * 40_000,
    "a line for each": "a:\n" + "".join(f"{' ' * depth}-\n" for depth in range(1, 700)),
}


@pytest.mark.parametrize("how", DEEP)
def test_what_is_nested_too_deep_is_refused_before_a_parser_falls(how):
    code = "import sys; from howopen.files import yaml\ntry: yaml.parse(sys.stdin.read(), 'it.yaml')\nexcept yaml.BadYaml as bad: print(bad.problems[0])"
    # in a process of its own: a parser whose stack overflows takes it along
    done = subprocess.run([sys.executable, "-c", code], input=DEEP[how], capture_output=True, text=True, timeout=20, cwd=HERE, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("it.yaml:") and "is nested more than 24 deep; flatten it" in done.stdout


def test_the_bound_on_nesting_is_never_too_low_and_exact_for_lines_that_close_what_they_open():
    assert nesting.flow("[" * 1000) == 1000 and nesting.is_safe("[" * 1000)
    assert nesting.flow("[" * 1001) == 1001 and not nesting.is_safe("[" * 1001)
    assert nesting.flow("a: {b: [c]}\n" * 900) == 2
    assert nesting.flow("[]" * 600) == 600, "so few that nothing more is looked at"
    assert nesting.flow("]" * 900 + "[" * 1200) == 1200, "what closes nothing makes no room"
    assert nesting.flow("[" * 600 + "]" * 600 + "[" * 601) == 601
    assert nesting.flow("[']']\n" * 1200) == 1200, "a quote may hold what seems to close"
    assert nesting.is_safe(" " * 249 + "x") and not nesting.is_safe(" " * 250 + "x")


def test_many_small_lists_cost_no_second_look():
    text = "a:\n" + "  - {means: [x]}\n" * 4000
    assert nesting.is_safe(text)
    assert len(yaml.parse(text, "it.yaml").value["a"]) == 4000


def test_of_many_faults_the_first_are_told_and_how_many_more_there_are():
    with pytest.raises(BadData) as caught:
        yaml.parse("a: 1\n" * 30_000, "it.yaml")
    told = [str(problem) for problem in caught.value.problems]
    assert told[0] == "it.yaml:2:1: has the key 'a' twice; keep one"
    assert told[-1] == "it.yaml:21:1: there are 29,979 more problems in this file; mend these first"
    assert len(told) == 21


@pytest.mark.parametrize(("count", "last"), [(20, "has the key 'a' twice; keep one"), (21, "there is 1 more problem in this file; mend these first")])
def test_as_many_faults_as_are_told_are_all_told(count, last):
    with pytest.raises(BadData) as caught:
        yaml.parse("a: 1\n" * (count + 1), "it.yaml")
    assert len(caught.value.problems) == count
    assert caught.value.problems[-1].what == last


def test_the_place_of_a_key_that_stands_twice_is_the_first():
    document = yaml.Document("it.yaml", "a:\n  b: 1\n  b: 2\n")
    assert document.place(("a", "b")) == (2, 6)
    assert document.written(("a", "b")) == "1"


def test_a_control_character_after_letters_of_several_bytes_is_told_at_its_place():
    with pytest.raises(BadYaml) as caught:
        yaml.parse("a: äöü\nb: é\x1b\n", "it.yaml")
    assert [str(problem) for problem in caught.value.problems] == ["it.yaml:2:5: has the control character U+001B; remove it"]
