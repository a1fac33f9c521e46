"""Tokens that must never be kept or shown, whoever repeats them and however they are written."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterable
from html import unescape
from urllib.parse import unquote

_ESCAPE = re.compile(r"\\(?:u|U0000)([0-9a-fA-F]{4})|\\x([0-9a-fA-F]{2})")


class Secrets:
    """Some tokens; finds them in texts that come from outside."""

    def __init__(self, tokens: Iterable[str]) -> None:
        self._forms = tuple({form for token in tokens if token for form in _forms(token)})

    def within(self, text: str) -> bool:
        """Whether the text holds a token: plain, in base64 or hex, backwards, or escaped as in addresses, HTML, JSON and YAML."""
        if not self._forms:
            return False
        for _ in range(4):  # an escape may be escaped in its turn
            lowered = text.lower()
            if any(form in text or form in lowered for form in self._forms):
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


def _unescaped(text: str) -> str:
    plain = _ESCAPE.sub(lambda match: chr(int(match[1] or match[2], 16)), text.replace("\\\\", "\\"))
    return unquote(unescape(plain))
