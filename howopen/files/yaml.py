"""One YAML file -> plain values, with the line and column of each. With `yaml_strict` the only module that knows YAML.

YAML 1.2's few scalar rules, so that `no`, `on`, `1.10`-as-text and dates stay what was written; no aliases, anchors or tags;
no key twice; bounded in bytes, depth and problems. Every problem carries its place.
"""

from __future__ import annotations

import contextlib
import functools
import json
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from ryaml import InvalidYamlError, loads  # type: ignore[attr-defined]  # its own annotations do not name what it re-exports

from howopen.files import nesting, reading
from howopen.records.errors import BadYaml, Problem

MOST_BYTES = 256 * 1024  # the largest hand-written file is a tenth of it
MOST_IN_JSON = 700_000  # lists and mappings of a file; an empty one takes twenty times as much memory as its two signs, and a file of 20 MB has half as many

# What the quick parser would read otherwise than the careful one: anchors, aliases, tags, directives, documents, control characters,
# and numbers that no file here needs: hexadecimal, octal, infinite, very long or large, or with zeros before them, such as `00.5`, which
# is text here. What stands within a word, such as R&D, begins none of them. Each pattern begins with what is rare: to look back first
# would take ten times as long.
_ODD = (
    re.compile(r"[&*!\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff](?<![A-Za-z0-9][&*!])(?!(?<=[&*])\s)"),
    re.compile(r"\?(?<![^\s\[{,:-].)", re.DOTALL),
    re.compile(r"\.(?:inf|Inf|INF|nan|NaN|NAN)"),
)
_ODD_LINES = ("%", "---", "...")
_NUMBER = re.compile(r"0[xob][0-9a-fA-F_]|0(?<![0-9.].)[0-9]++[.eE]|[0-9.][eE][-+]?[0-9]{3}|[0-9]++(?<=[0-9]{18})")
_FROM_ITS_START = re.compile(r"(?:\A|[^\w/.-])[-+]?[0-9.]*\Z")  # as opposed to the middle of an address or a hash
_LONGEST = 20  # characters that can stand before an exponent; more digits are odd by themselves


@dataclass(frozen=True, slots=True)
class Document:
    """A file's values, and where each stands."""

    path: str
    text: str
    read: dict[str, Any] | None = None  # what `parse` has read of it

    @property
    def value(self) -> dict[str, Any]:
        """The values; read when asked for where the text was known to be good and nobody needed them so far. Raises BadYaml."""
        return parse(self.text, self.path).value if self.read is None else self.read

    def place(self, keys: tuple[Any, ...], *, of_key: bool = False) -> tuple[int, int]:
        """Line and column, both from 1, of the value at `keys`, or of its key. Where `keys` leads nowhere: of the last step that exists."""
        from howopen.files import yaml_strict

        return yaml_strict.place(self.text, keys, of_key=of_key)

    def written(self, keys: tuple[Any, ...]) -> str | None:
        """The single value at `keys` as it stands in the file, which `1.10` and `1.1` tell apart; None where there is none."""
        from howopen.files import yaml_strict

        return yaml_strict.written(self.text, keys)


def parse(text: str, path: str) -> Document:
    """The file's values. Raises BadYaml with every problem."""
    if not _is_odd(text) and nesting.flow(text) <= nesting.SAFE:
        try:
            # four to ten times as fast as libyaml's composer; what it refuses is read again below, to be told with its place
            value = loads(text)
        except (InvalidYamlError, ValueError, RecursionError):
            pass
        else:
            if type(value) is dict:
                return Document(path, text, value)
    return carefully(text, path)


def _is_odd(text: str) -> bool:
    if text.startswith(_ODD_LINES) or any(f"\n{start}" in text for start in _ODD_LINES) or any(pattern.search(text) for pattern in _ODD):
        return True
    return any(_FROM_ITS_START.search(text[max(0, found.start() - _LONGEST) : found.start() + 1]) for found in _NUMBER.finditer(text))


def carefully(text: str, path: str) -> Document:
    """As `parse`, by the parser that tells the place of everything. Raises BadYaml."""
    from howopen.files import yaml_strict

    return Document(path, text, yaml_strict.values(text, path))


def read(file: Path, path: str, only: tuple[str, ...] = (), *, given: bool = False) -> Document:
    """The file's values, or only those of some keys at its top; `path` is how it is named in problems. Raises BadYaml or FileNotFoundError."""
    text = text_of(file, path, given=given)
    if only:
        # to check one file, all others are read for their names: a tenth of each
        with contextlib.suppress(BadYaml):
            return replace(parse("\n".join(found[0] for found in _section(only).finditer(text)), path), text=text)
    return parse(text, path)


@functools.cache
def _section(keys: tuple[str, ...]) -> re.Pattern[str]:
    """A key at the top with all that is below it: lines that are indented, of a list or a bracket, comments and blank ones."""
    return re.compile(rf"^(?:{'|'.join(keys)}):.*(?:\n(?:[ #\]}}-].*)?)*", re.MULTILINE)


def text_of(file: Path, path: str, most: int = MOST_BYTES, *, given: bool = False) -> str:
    """The file as text: UTF-8, at most so many bytes, lines ending as on Unix, and no link unless `given` by a person. Raises BadYaml or FileNotFoundError."""
    try:
        data = reading.given(file, most) if given else reading.content(file, most)
    except reading.Unreadable as error:
        raise BadYaml([Problem(path, 1, 1, str(error))]) from None
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n")  # as an editor of Windows ends a line
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise BadYaml([Problem(path, line, column, "has a byte that is not UTF-8; save the file as UTF-8")]) from None


def json_of(file: Path, most: int) -> Any:
    """The values of a JSON file that a person named, of at most so many bytes. Raises BadYaml."""
    text = text_of(file, str(file), most, given=True)
    if text.count("{") + text.count("[") > MOST_IN_JSON:
        raise BadYaml([Problem(str(file), 1, 1, f"has more than {MOST_IN_JSON:,} lists and mappings; split it")])
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise BadYaml([Problem(str(file), 1, 1, "is no JSON")]) from None


def front_matter(text: str, path: str) -> tuple[Document, str]:
    """A page's head, between two lines of three dashes, and the rest. Raises BadYaml."""
    match = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    if match is None:
        raise BadYaml([Problem(path, 1, 1, "has no head; begin with `---`, `title: ...`, `summary: ...`, `---`")])
    # a blank first line keeps the head's line numbers those of the file
    return parse("\n" + match[1], path), text[match.end() :]
