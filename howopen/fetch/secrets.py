"""Tokens that must never be kept or shown, whoever repeats them and however they are written."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import unquote

from howopen.records.unicode import normal

_ESCAPE = re.compile(r"\\(?:u|U0000)([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})|\\u\{0*([0-9a-fA-F]{1,4})\}|\\([0-3][0-7]{2})")
_CODE = re.compile(r"\\[xu](?:e00[0-9a-f]{2}|2[0-9a-f]{3}|fe[0-9a-f]{2}|[0-9a-f]{2})")  # of a sign that cannot be seen, as `visible` writes it
_SIGNS = bytes(code for code in range(256) if not chr(code).isalnum() or code > 127)  # that a token can be broken up with
_NUMBERED = ("{:02x}", "{:04x}", "{:06x}", "0x{:02x}", "x{:02x}", "u{:04x}", "{:d}", "{:03o}", "{:08b}")  # as escapes and lists of bytes count letters
LONG = 12  # letters and digits of a token, from which on no text has them by chance


class Secrets:
    """Some tokens; finds them in texts that come from outside."""

    def __init__(self, tokens: Iterable[str]) -> None:
        tokens = [token for token in tokens if token]
        self._forms = tuple({form for token in tokens for form in _forms(token)})
        long = [token for token in tokens if len(_bare(token)) >= LONG]
        self._bare = tuple({_bare(form) for token in long for form in (*_forms(token), *_numbered(token))})

    def within(self, text: str) -> bool:
        """Whether the text holds a token: plain, in base64, backwards, broken up, as numbers, or escaped as in addresses, HTML, JSON, CSS and mail."""
        if not self._forms:
            return False
        for _ in range(4):  # an escape may be escaped in its turn
            lowered = text.lower()
            if any(form in text or form in lowered for form in self._forms):
                return True
            bare = _bare(text) if self._bare else b""
            if any(form in bare for form in self._bare):
                return True
            before, text = text, _unescaped(text)
            if text == before:
                return False
        return False

    def __repr__(self) -> str:
        return f"Secrets({len(self._forms)} forms)"


def _forms(token: str) -> Iterable[str]:
    yield token
    yield token[::-1]
    yield token.encode().hex()
    for shift in range(3):  # base64 works on three bytes, so it depends on what stands before
        packed = base64.b64encode(b"\0" * shift + token.encode()).decode().rstrip("=")
        inner = packed[(0, 2, 3)[shift] : -1]  # without the letters that what stands before and after decides too
        yield inner
        yield inner.translate(str.maketrans("+/", "-_"))


def _numbered(token: str) -> Iterable[str]:
    """The token as the numbers of its letters, whatever stands between them: `=68=66`, `\\68 \\66`, `%u0068`, `[104, 102]`."""
    return ("".join(form.format(ord(sign)) for sign in token) for form in _NUMBERED)


def _bare(text: str) -> bytes:
    """The letters and digits of the text alone, wide ones as the usual ones, in one case; signs and their codes are gone."""
    plain = normal("NFKC", text)
    plain = _CODE.sub("", plain) if "\\" in plain else plain
    return plain.encode("ascii", "ignore").lower().translate(None, _SIGNS)


def _unescaped(text: str) -> str:
    plain = _ESCAPE.sub(_character, text.replace("\\\\", "\\"))
    return unquote(unescape(plain))


def _character(escape: re.Match[str]) -> str:
    return chr(int(escape[4], 8) if escape[4] else int(escape[1] or escape[2] or escape[3], 16))
