"""Text from outside, in each format that it is written into: it stays text."""

from __future__ import annotations

import ast
import csv
import io
import json
import re
import xml.etree.ElementTree as ET

import pytest
import yaml as pyyaml
from conftest import HERE
from markdown_it import MarkdownIt

from howopen.files import harmless, yaml

HOSTILE = [
    "</script><script>alert(1)</script>",
    "a | b\n| c |",
    "`x` *y* _z_ [l](https://evil.example) ![p](x) ~~s~~ # h",
    "@everyone #1 $x$ https://evil.example",
    "\x1b[2J::error::x\r\n::set-output name=a::b ##[group]x",
    '=HYPERLINK("https://evil.example")',
    "&lt;img&gt; \"quoted\" 'single' \\",
    "a\u202eb\u200b\x00",
    "no",
    "2024-01-01",
    "1e25",
    "- x: {a: [b]}",
    "key: value # comment",
    "https://evil.example/:",
    "www.evil.example",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_is_one_text_in_an_element_and_in_an_attribute(text):
    printable = "".join(character for character in text if character.isprintable())
    drawn = ET.fromstring(f'<a b="{harmless.markup(printable)}">{harmless.markup(printable)}</a>')  # noqa: S314  our own

    assert (drawn.text, drawn.get("b"), len(drawn)) == (printable, printable, 0)


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("marks", ["<", "&<>"])
def test_json_within_a_script_is_the_value_and_has_no_mark(text, marks):
    block = harmless.json_block({"a": [text]}, marks=marks)

    assert json.loads(block) == {"a": [text]}
    assert not set(marks) & set(block)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_cell_of_a_table_in_markdown_is_one_cell_without_markup(text):
    rendered = (
        MarkdownIt("commonmark", {"html": True})
        .enable(["table", "strikethrough"])
        .render(f"| A | B |\n| --- | --- |\n| {harmless.markdown_cell(text)} | end |\n")
    )
    cells = re.findall(r"<td>(.*?)</td>", rendered, re.DOTALL)

    assert len(cells) == 2
    assert cells[1] == "end"
    assert "<" not in cells[0]
    assert "www." not in harmless.markdown_cell(text), "GitHub makes an address of it"


@pytest.mark.parametrize("text", HOSTILE)
def test_text_in_markdown_and_a_code_span_have_no_markup_of_their_own(text):
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

    assert re.sub(r"</?p>|<br ?/?>", "", parser.render(f"x {harmless.markdown(harmless.one_line(text))} x")).count("<") == 0
    assert re.sub(r"</?(p|code)>", "", parser.render(f"x {harmless.code_span(text)} x")).count("<") == 0


@pytest.mark.parametrize(
    "text", [*HOSTILE, "+1", "-1", "@x", "\uff1d1", "\uff0b1", "\uff0d1", "\uff20x", "\ufe62x", "\ufe66x", " =1", "\u00a0@x", "\tx", "\rx", "\nx", "", None, 0]
)
def test_no_cell_of_a_csv_file_begins_a_formula(text):
    into = io.StringIO()
    csv.writer(into).writerow([harmless.csv_cell(text)])
    [[cell]] = csv.reader(io.StringIO(into.getvalue()))
    wanted = "" if text is None else str(text)

    assert cell in (wanted, f"'{wanted}")
    assert cell[:1] not in ("=", "+", "-", "@", "\uff1d", "\uff0b", "\uff0d", "\uff20", "\ufe62", "\ufe66", "\t", "\r", "\n") or not cell
    assert cell.lstrip()[:1] not in ("=", "+", "-", "@") or not cell


@pytest.mark.parametrize("text", HOSTILE)
def test_a_line_of_a_log_starts_no_command_and_moves_no_cursor(text):
    for line in (harmless.workflow_line(text), harmless.log_line(text), harmless.workflow_message(text)):
        assert line.isprintable()
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
    assert harmless.terminal(text).isprintable()


def test_a_log_line_is_cut_and_a_property_ends_at_no_comma_or_colon():
    assert harmless.log_line("x" * 301) == "x" * 300
    assert harmless.log_line("x" * 300) == "x" * 300
    assert harmless.workflow_property("a:b,c%d") == "a%3Ab%2Cc%25d"
    assert harmless.workflow_message("100%") == "100%25"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_scalar_is_that_text_on_one_line_of_yaml(text):
    written = harmless.yaml_scalar(text)

    assert "\n" not in written
    assert yaml.parse(f"a: {written}\nb: [{written}, x]\n", "file").value == {"a": harmless.shortened(text), "b": [harmless.shortened(text), "x"]}


def test_an_address_with_a_question_mark_is_quoted_since_pyyaml_makes_a_key_of_it_in_a_list():
    address = "https://example.org/?a=b"
    written = harmless.yaml_scalar(address)
    assert written == f'"{address}"'
    assert pyyaml.safe_load(f"[{written}, x]") == [address, "x"]


def test_shortened_keeps_what_fits_exactly():
    assert harmless.shortened("x" * 160) == "x" * 160
    assert harmless.shortened("x" * 161) == "x" * 159 + "…"
    assert harmless.shortened(" a\n\tb\x00 ") == "a b"


def test_no_other_module_escapes():
    """Escaping is done here or by the templates: nothing else imports a library that escapes, or asks for what can be printed to replace it."""
    found = []
    for file in sorted((HERE / "howopen").rglob("*.py")):
        if file.name == "harmless.py":
            continue
        tree = ast.parse(file.read_text())
        names = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
        if "html" in names or re.search(r"isprintable\(\) else|u003c|&#|\.escape\(", re.sub(r"re\.escape\(", "", file.read_text())):
            found.append(str(file.relative_to(HERE)))
    assert found == []
