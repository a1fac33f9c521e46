"""Changes to texts and to JSON values, drawn from a seeded source of chance: the same seed gives the same changes."""

from __future__ import annotations

import copy
import json
import random
from typing import Any

MOST = 300_000  # bytes of a changed text: somewhat more than the largest file that is read
TOKENS = (
    *("- ", "-  ", "? ", "?  ", ": ", "[", "[ ", "{", "{a: ", "]", "}", "- - ", "[{a: ", '["', "['", "#", "# ", "&a ", "*a", "!!x ", "!", "%"),
    *("---\n", "...\n", "\t", "\r", "\r\n", "\n", "\n\n", " ", "\x00", "\x07", "\x1b[2J",),
    *("\x85", "\u2028", "\ufeff", "\u202e", "\u200b", "\ud7ff", "\U0010ffff", "é", "а"),
    *("~", "null", "true", "no", "1e999", "-1", "0x10", ".inf", ".nan", "1_000", "9" * 30, "2026-02-30", "1.10", "''", '""', "|\n", ">\n", "<<: ", "=: "),
    *("id: x\n", "name: x\n", "colour: red\n", "a: 1\n", "? [a]\n: b\n", "{}", "[]", "x" * 200, "../", "/", "..", "https://", "javascript:", "hf:a/b"),
    *("<script>", "</script>", "<!--", "-->", "<a>", "</a>", "<a:b>", "&#65;", "&#0;", "<![CDATA[", "<!DOCTYPE x>"),
    *("<img src=x onerror=alert(1)>", "[x](javascript:alert(1))", "![x](//e)", "`", "```\n", "> ", "* ", "1. ", "|a|b|\n|-|-|\n"),
    *("::error::", "##[x]", "%0A", "{{ x }}", "{% x %}", "${x}", "\\", "\\u0000", "AND ", "OR ", "(", ")", " WITH ", "LicenseRef-", "@", "same-as: all\n"),
)  # fmt: skip


def text(sample: bytes, others: list[bytes], dice: random.Random) -> bytes:
    """The sample with one to four changes; now and then with some token many thousand times."""
    found = sample
    for _ in range(dice.choice((1, 1, 2, 3, 4))):
        found = dice.choice(_CHANGES)(found, others, dice)[:MOST]
    return found


def _place(found: bytes, dice: random.Random) -> int:
    return dice.randrange(len(found) + 1)


def _token(dice: random.Random) -> bytes:
    return dice.choice(TOKENS).encode("utf-8", "surrogatepass")


def _insert(found: bytes, _: list[bytes], dice: random.Random) -> bytes:
    at = _place(found, dice)
    return found[:at] + _token(dice) + found[at:]


def _insert_many(found: bytes, _: list[bytes], dice: random.Random) -> bytes:
    at, token = _place(found, dice), _token(dice)
    return found[:at] + token * min(dice.choice((3, 30, 300, 3_000, 30_000, 100_000)), MOST // len(token)) + found[at:]


def _remove(found: bytes, _: list[bytes], dice: random.Random) -> bytes:
    at = _place(found, dice)
    return found[:at] + found[at + dice.choice((1, 2, 8, 64)) :]


def _cut(found: bytes, _: list[bytes], dice: random.Random) -> bytes:
    return found[: _place(found, dice)]


def _flip(found: bytes, _: list[bytes], dice: random.Random) -> bytes:
    at = _place(found, dice)
    return found[:at] + bytes([dice.randrange(256)]) + found[at + 1 :]


def _splice(found: bytes, others: list[bytes], dice: random.Random) -> bytes:
    other = dice.choice(others)
    return found[: _place(found, dice)] + other[_place(other, dice) :]


def _lines(found: bytes, _: list[bytes], dice: random.Random) -> bytes:
    """A line repeated, removed, moved or indented otherwise."""
    lines = found.split(b"\n")
    at = dice.randrange(len(lines))
    what = dice.randrange(4)
    if what == 0:
        lines[at:at] = [lines[at]] * dice.choice((1, 2, 50, 2_000))
    elif what == 1:
        del lines[at]
    elif what == 2:
        lines.insert(dice.randrange(len(lines)), lines.pop(at))
    else:
        lines[at] = b" " * dice.choice((0, 1, 2, 3, 4, 8, 300)) + lines[at].lstrip()
    return b"\n".join(lines)


def _word(found: bytes, _: list[bytes], dice: random.Random) -> bytes:
    """A word in place of another of the same text."""
    words = found.split()
    return found.replace(dice.choice(words), dice.choice((dice.choice(words), _token(dice))), dice.choice((1, -1))) if words else found


_CHANGES = (_insert, _insert, _insert_many, _remove, _cut, _flip, _splice, _lines, _lines, _word, _word)


def value(sample: Any, dice: random.Random) -> Any:
    """The JSON value with one to three of its parts changed."""
    found = copy.deepcopy(sample)
    for _ in range(dice.choice((1, 1, 2, 3))):
        found = _changed(found, dice)
    return found


def _changed(found: Any, dice: random.Random) -> Any:
    if isinstance(found, (dict, list)) and found and dice.random() < 0.85:
        keys = list(found) if isinstance(found, dict) else list(range(len(found)))
        key = dice.choice(keys)
        what = dice.random()
        if what < 0.1 and isinstance(found, dict):
            found[dice.choice(TOKENS)] = found.pop(key)
        elif what < 0.2:
            del found[key]
        elif what < 0.3 and isinstance(found, list):
            most = max(1, MOST // len(json.dumps(found[key])))  # else three changes make a value that nothing can write
            found.extend(copy.deepcopy(found[key]) for _ in range(min(dice.choice((1, 100, 3000)), most)))
        else:
            found[key] = _changed(found[key], dice)
        return found
    return _odd(found, dice)


def _odd(was: Any, dice: random.Random) -> Any:
    deep: Any = "x"
    for _ in range(dice.choice((2, 40, 90))):
        deep = [deep] if dice.random() < 0.5 else {"a": deep}
    plain = (None, True, False, 0, -1, 10**30, 1e308, float("inf"), "", "x" * 5000, "\ud800", "a\x00b", str(was))
    return dice.choice((*plain, [], {}, [[]], {"": None}, deep, [was], {"license": was}, *dice.sample(TOKENS, 4)))


def json_bytes(found: Any, dice: random.Random) -> bytes:
    """The value as JSON, now and then broken."""
    content = json.dumps(found).encode()
    return text(content, [content], dice) if dice.random() < 0.2 else content
