"""Text from outside, made harmless for each format that it is written into: one function for each format. Pure.

Nothing else in the program escapes: a text that comes from a file, a card or an answer goes through one of these, or through a template.
"""

from __future__ import annotations

import html
import json
import re
import unicodedata

# ---- markup -----------------------------------------------------------------------------------------------------------


def markup(text: str) -> str:
    """Text or attribute value of XML, SVG and HTML, within double or single quotes."""
    return html.escape(text)


def json_block(value: object, *, compact: bool = True, marks: str = "<") -> str:
    """JSON within a script element: with each of `marks` escaped, so that nothing in it ends the element early."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":") if compact else None)
    return text.translate({ord(mark): f"\\u{ord(mark):04x}" for mark in marks})


def json_text(value: object) -> str:
    """JSON for a terminal or a workflow's log: whatever could speak to either is written as its code, so that the value is the same."""
    text = json.dumps(value, indent=1, ensure_ascii=False)
    flat = "".join(character if character.isprintable() or character == "\n" else json.dumps(character)[1:-1] for character in text)
    return flat.replace("##[", "#\\u0023[")


# ---- Markdown and its like --------------------------------------------------------------------------------------------

_MARKDOWN = re.compile(r"[\\`*_\[\]<>&|!~#]")
# what Markdown, GitHub's mathematics, or HTML could take for their own; a colon makes an address of https://...
_CELL = {ord(character): f"&#{ord(character)};" for character in "\\`*_[]#|~!@:$<>&"}
_ASCIIDOC = str.maketrans('[]"', "()'")  # no escape within a quoted attribute holds in every renderer


def markdown(text: str) -> str:
    """Text on one line of Markdown, as it stands in a link or the alternative of a picture."""
    return _MARKDOWN.sub(lambda found: f"\\{found[0]}", text)


def markdown_cell(text: str) -> str:
    """A cell of a Markdown table: no markup, no link, no mention, no end of line, no end of cell."""
    return one_line(text).translate(_CELL).replace("www.", "www&#46;")


def code_span(text: str) -> str:
    """A code span of Markdown: nothing in it is read as Markdown, HTML or a mention."""
    return f"`{log_line(text).replace('`', chr(39)).strip() or ' '}`"


def asciidoc_attribute(text: str) -> str:
    """A quoted attribute of AsciiDoc."""
    return text.translate(_ASCIIDOC)


# ---- tables -----------------------------------------------------------------------------------------------------------

_FORMULA = ("=", "+", "-", "@")  # what a spreadsheet takes for the beginning of a formula


def csv_cell(value: object) -> str:
    """A cell that no spreadsheet runs: an apostrophe stands before what would begin a formula. None is empty.

    Wide and small signs count too, which some turn into the usual ones, and white space before them, which some leave out.
    """
    text = "" if value is None else str(value)
    begins = unicodedata.normalize("NFKC", text.lstrip()[:1])
    return f"'{text}" if text.startswith(("\t", "\r", "\n")) or begins.startswith(_FORMULA) else text


# ---- terminals and workflow logs --------------------------------------------------------------------------------------


def one_line(text: str) -> str:
    """The text on one line: runs of white space and of what cannot be printed are one space."""
    return " ".join("".join(character if character.isprintable() else " " for character in text).split())


def terminal(text: str) -> str:
    """Text without characters that could move the cursor or change the terminal; a question mark stands for each."""
    return "".join(character if character.isprintable() else "?" for character in text)


def log_line(text: str, most: int = 300) -> str:
    """At most `most` characters for a terminal, and nothing anywhere in them that a workflow's log takes for a command."""
    return terminal(text)[:most].replace("##[", "# #[").replace("::", ": :")


def workflow_line(line: str) -> str:
    """A whole line of a workflow's log that starts no command; what cannot be printed is written as its code, such as `\\x1b`."""
    flat = "".join(character if character.isprintable() else f"\\x{ord(character):02x}" for character in line)
    flat = flat.replace("##[", "## [")
    return f" .{flat}" if flat.lstrip().startswith("::") else flat


def workflow_message(text: str) -> str:
    """The message of a GitHub workflow command, escaped as GitHub's own toolkit does."""
    return workflow_line(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def workflow_property(text: str) -> str:
    """A property of a GitHub workflow command, escaped as GitHub's own toolkit does."""
    return workflow_message(text).replace(":", "%3A").replace(",", "%2C")


# ---- YAML -------------------------------------------------------------------------------------------------------------

# plain in YAML 1.1 and 1.2, and no word or number of either
_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./+@-]*(?: [A-Za-z0-9_./+(][A-Za-z0-9_./+()-]*)*\Z")
_WORD = re.compile(r"(?:y|n|yes|no|on|off|true|false|null|none|nan|inf)\Z", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d{2}(?:-\d{2})?\Z")
_ADDRESS = re.compile(r"https?://[^\s<>\"'`\\{}|^,\[\]#?]+\Z")  # of a question mark in a list PyYAML makes a key


def yaml_scalar(text: str, most: int = 160) -> str:
    """One YAML value on one line of at most `most` characters, in quotes where it needs them."""
    text = shortened(text, most)
    if _DAY.match(text) or (_ADDRESS.match(text) and not text.endswith(":")) or (_PLAIN.match(text) and not _WORD.match(text)):
        return text
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def shortened(text: str, most: int = 160) -> str:
    """The text on one line, as a YAML comment takes it; past `most` characters it ends in an ellipsis."""
    flat = one_line(text)
    return flat if len(flat) <= most else flat[: most - 1].rstrip() + "…"
