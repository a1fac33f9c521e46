"""One YAML file -> plain values, with the line and column of each. With `yamlmarks` the only room that knows YAML.

YAML 1.2's few scalar rules, so that `no`, `on`, `1.10`-as-text and dates stay what was written; no aliases, anchors or tags;
no key twice; bounded in bytes and depth. Every problem carries its place.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import ryaml

from howopen.records import BadData, Problem

MOST_BYTES = 256 * 1024  # the largest hand-written file is a tenth of it

# what the quick parser would read otherwise than the careful one: anchors, aliases, tags, directives, documents, control characters,
# and numbers that no file here needs: hexadecimal, octal, infinite, very long
_ODD = tuple(
    re.compile(pattern, re.MULTILINE)  # one after the other, they are found three times as fast as in one pattern
    for pattern in (
        r"[&*!\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\ufeff]",
        r"\?\s",
        r"\.(?:inf|Inf|INF|nan|NaN|NAN)",
        r"[0-9]{18}",
        r"^(?:%|---|\.\.\.)",
    )
)
_MAYBE_NUMBER, _NUMBER = re.compile("0[xob]"), re.compile(r"\b0[xob]")


class BadYaml(BadData):
    """The file cannot be read as data; carries every problem found."""


@dataclass(frozen=True, slots=True)
class Document:
    """A file's values, and where each stands."""

    path: str
    value: dict[str, Any]
    text: str

    def place(self, keys: tuple[Any, ...], *, of_key: bool = False) -> tuple[int, int]:
        """Line and column, both from 1, of the value at `keys`, or of its key. Where `keys` leads nowhere: of the last step that exists."""
        from howopen import yamlmarks

        return yamlmarks.place(self.text, keys, of_key=of_key)

    def written(self, keys: tuple[Any, ...]) -> str | None:
        """The single value at `keys` as it stands in the file, which `1.10` and `1.1` tell apart; None where there is none."""
        from howopen import yamlmarks

        return yamlmarks.written(self.text, keys)


def parse(text: str, path: str) -> Document:
    """The file's values. Raises BadYaml with every problem."""
    if not _is_odd(text):
        try:
            # four to ten times as fast as libyaml's composer; what it refuses is read again below, to be told with its place
            value = ryaml.loads(text)
        except (ryaml.InvalidYamlError, ValueError, RecursionError):
            pass
        else:
            if type(value) is dict:
                return Document(path, value, text)
    return carefully(text, path)


def _is_odd(text: str) -> bool:
    return any(pattern.search(text) for pattern in _ODD) or bool(_MAYBE_NUMBER.search(text) and _NUMBER.search(text))


def carefully(text: str, path: str) -> Document:
    """As `parse`, by the parser that tells the place of everything. Raises BadYaml."""
    from howopen import yamlmarks

    return Document(path, yamlmarks.values(text, path), text)


def read(file: Path, path: str) -> Document:
    """The file's values; `path` is how it is named in problems. Raises BadYaml."""
    return parse(text_of(file, path), path)


def text_of(file: Path, path: str, most: int = MOST_BYTES) -> str:
    """The file as text: UTF-8, at most so many bytes. Raises BadYaml."""
    with file.open("rb") as stream:
        data = stream.read(most + 1)
    if len(data) > most:
        raise BadYaml([Problem(path, 1, 1, f"is larger than {most // 1024} kB; split it or shorten it")])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = error.start - data.rfind(b"\n", 0, error.start)
        raise BadYaml([Problem(path, line, column, "has a byte that is not UTF-8; save the file as UTF-8")]) from None


def json_of(file: Path, most: int) -> Any:
    """The values of a JSON file of at most so many bytes. Raises BadYaml."""
    try:
        return json.loads(text_of(file, str(file), most))
    except (ValueError, RecursionError):
        raise BadYaml([Problem(str(file), 1, 1, "is no JSON")]) from None


def front_matter(text: str, path: str) -> tuple[Document, str]:
    """A page's head, between two lines of three dashes, and the rest. Raises BadYaml."""
    match = re.match(r"---\n(.*?\n)---\n", text, re.DOTALL)
    if match is None:
        raise BadYaml([Problem(path, 1, 1, "has no head; begin with `---`, `title: ...`, `summary: ...`, `---`")])
    # a blank first line keeps the head's line numbers those of the file
    return parse("\n" + match[1], path), text[match.end() :]
