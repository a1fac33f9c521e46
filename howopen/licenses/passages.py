"""Words of a license file in passages, as SPDX's matching guidelines compare texts: what does not matter is made alike, nothing else is left out. Pure.

White space, case, punctuation, quotes, dashes, markup, the scheme of addresses, bullets, numbers of items and the spellings that the guidelines
list do not matter. Lines that only name the copyright's holder are left out, and so are the holder's and the model's name at the places where
licenses have one: strictly shaped, so that no words of a restriction pass for a name.
"""

from __future__ import annotations

import codecs
import hashlib
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from howopen.licenses import holders
from howopen.records.unicode import normal

MOST_PASSAGES = 900  # of a text that is compared; the longest license on SPDX's list has 600
_TAG = re.compile(r"""</?(?:p|br|b|i|u|em|strong|li|ul|ol|h[1-6]|a|div|span|center|code|pre|hr|html|body|head|title|table|tr|td|th|tbody|sup|sub)(?P<said>(?:\s+(?:href|class|id|align|style|name|rel|target)=(?:"[^"\s]*"|'[^'\s]*'))*)\s*/?>""", re.IGNORECASE)  # fmt: skip  # noqa: E501
_LAID_OUT = re.compile(r"""\s(?:align=["']?(?:left|center|right|justify)|target=["']?_(?:blank|self)|rel=["']?(?:noopener|noreferrer|nofollow))(?=["'\s]|\Z)["']?""", re.IGNORECASE)  # fmt: skip  # noqa: E501
_ANCHOR = re.compile(r"""<a\s+href=(["'])(?:https?://)?([^"'\s<>]{1,300})\1\s*>\s*(?:https?://)?\2\s*</a>""", re.IGNORECASE)  # an address that shows itself
_LINK = re.compile(r"\[([^\]\[]{1,300})\]\(<?(?:https?://)?([^)\s]{1,300})>?\)")
_COMMENT = re.compile(r"^\s*(?://+|#+|;+|\*+(?!\w)|/\*+|\*+/|>+|rem\b|dnl\b)\s?", re.IGNORECASE)
_BULLET = re.compile(r"^\s*(?:[-*+\u2022\u00b7\u25cf\u2023\u2013\u2014o]\s+|\(?(?:\d{1,2}|[a-z]|[ivx]{1,5})[.)]\s+|\d{1,2}(?:\.\d{1,2})+\.?\s+|[\uff08(]?[\u4e00-\u5341]{1,3}[\uff09)\u3001]\s*)+", re.IGNORECASE)  # fmt: skip  # noqa: E501
_ITEM = re.compile(r"(?<![\w)])\((?:[a-z]|[ivx]{1,5}|\d{1,2})\)(?=\s|\Z)|(?<=[\s(])(?:[a-z]|[ivx]{1,5}|\d)\)(?=\s)", re.IGNORECASE)
_END = re.compile(r"(?<=[.;:!?])[\"'\u201d\u2019)\]*_]*\s+|(?<=[\u3002\uff1b\uff1a\uff01\uff1f])\s*")
_ENDED = re.compile(r"(?:[.;:!?,)\u3002\uff1b\uff1a]|\A|\b(?:and|or))[\"'\u201d\u2019*_]*\s*\Z", re.IGNORECASE)
_STRUCK = re.compile(r"(?<![\w~/])~{1,2}(?=[^\s~])|(?<=[^\s~])~{1,2}(?![\w~/])")  # Markdown's mark of words that are struck out
_RULE = re.compile(r"[-=*_~#\s]{3,}\Z")
_WORD = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]+")
_SIGN = re.compile(r"\(c\)(?=\s*(?:19|20)\d\d)|(?<=copyright)\s*\(c\)|\u00a9", re.IGNORECASE)  # elsewhere (c) is an item
# SPDX's list of words that are the same word, as far as licenses have them
_SAME = {
    "acknowledgement": "acknowledgment", "analogue": "analog", "analyse": "analyze", "artefact": "artifact", "authorisation": "authorization",
    "authorised": "authorized", "cancelled": "canceled", "capitalisations": "capitalizations", "catalogue": "catalog", "categorise": "categorize",
    "centre": "center", "emphasised": "emphasized", "favour": "favor", "favourite": "favorite", "fulfil": "fulfill", "fulfilment": "fulfillment",
    "initialise": "initialize", "judgement": "judgment", "labelling": "labeling", "labour": "labor", "licence": "license", "licences": "licenses",
    "maximise": "maximize", "merchantibility": "merchantability", "modelled": "modeled", "modelling": "modeling", "offence": "offense",
    "optimise": "optimize", "organisation": "organization", "organise": "organize", "practise": "practice", "programme": "program",
    "realise": "realize", "recognise": "recognize", "signalling": "signaling", "utilisation": "utilization", "whilst": "while", "wilful": "wilfull",
}  # fmt: skip
_SAME_PAIRS = {("copyright", "owner"): ("copyright", "holder"), ("copyright", "owners"): ("copyright", "holders"), ("per", "cent"): ("percent",)}
_SAME_PAIRS |= {("non", "commercial"): ("noncommercial",), ("sub", "license"): ("sublicense",), ("sub", "licensed"): ("sublicensed",)}


@dataclass(frozen=True, slots=True)
class Passage:
    """One sentence, item or heading of a text."""

    words: tuple[str, ...]  # in lower case, made alike
    line: int  # of the file, the first is 1: where it begins

    @property
    def digest(self) -> str:
        """Of the words: 16 hexadecimal digits."""
        return hashlib.sha256(" ".join(self.words).encode()).hexdigest()[:16]


def of(content: bytes) -> list[Passage]:
    """The passages of a text, in order, each with at least one word."""
    found: list[Passage] = []
    named: set[str] = set()
    for line, block in _blocks(_decoded(content), named):
        at = 0
        for piece in _END.split(block):
            begin = max(block.find(piece, at), at)
            line += block.count("\n", at, begin)  # from the last piece on: from the block's start it would take the square of the file's length
            if words := _WORD.findall(_ITEM.sub(" ", piece)):
                found.append(Passage(tuple(_alike(words, named)), line))
            line += piece.count("\n")
            at = begin + len(piece)
    return found


def whole(passages: Iterable[Passage]) -> str:
    """SHA-256 of all words, one space between."""
    return hashlib.sha256(" ".join(word for passage in passages for word in passage.words).encode()).hexdigest()


def _decoded(content: bytes) -> str:
    """The text, without marks that nobody sees, its letters in their usual form, and a word for each sign that could say something."""
    coding = "utf-16" if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig"
    text = content.decode(coding, "replace" if coding == "utf-16" else "surrogateescape")
    text = normal("NFC", text).replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n").replace("\v", "\n")
    return text if text.isascii() else text.translate(_SIGNS)


class _Signs(dict[int, str]):
    """Stand-ins for characters, worked out when first asked for: itself, nothing, or a word where it is a sign that could say something."""

    def __missing__(self, code: int) -> str:
        self[code] = said = self._said(chr(code))
        return said

    @staticmethod
    def _said(character: str) -> str:
        category = unicodedata.category(character)
        if category == "Cs":  # a byte that is no UTF-8: a letter or a quote of an older encoding
            character = bytes([ord(character) & 0xFF]).decode("cp1252", "replace")
            return character if character != "\ufffd" else f" {holders.UNREADABLE} "
        if character in _TURNING or ord(character) >= 0xE0000 or category in ("Co", "Cn", "Me") or _OVERLAY.match(character):
            return f" {holders.UNREADABLE}{ord(character):x} "  # turns, hides or strikes words, or draws what a reader may take for one
        if category == "So" and not _PLAIN.match(character):
            return f" {holders.UNREADABLE}{ord(character):x} "
        return "" if category == "Cf" else character


_TURNING = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # the order in which words are read
_OVERLAY = re.compile(r"[\u0334-\u0338\u20d2-\u20e5]")
_PLAIN = re.compile(r"[\u00a6\u00a9\u00ae\u00b0\u2117\u2120\u2122\u2500-\u25ff\ufffd]")  # marks of rights and of lists, lines, a lost letter
_SIGNS = _Signs()


def _untagged(line: str) -> str:
    """The line without HTML; what an attribute says beyond how things are laid out stays."""
    return _TAG.sub(lambda tag: f" {_LAID_OUT.sub(' ', tag['said'])} " if tag["said"] else " ", _ANCHOR.sub(r" \2 ", line))


def _blocks(text: str, named: set[str]) -> Iterator[tuple[int, str]]:
    """(line at which it begins, text) of what stands between empty lines, without markup and without lines of copyright, whose words go into `named`."""
    block: list[str] = []
    start = 1
    before = ""  # the line above
    goes_on = False  # whether that is a list of holders that ends with a comma
    for number, written in enumerate([*text.split("\n"), ""], start=1):
        line = _COMMENT.sub("", _LINK.sub(r"\1 \2", _untagged(written))) if written else ""
        holder = holders.more_names(line) if goes_on else holders.name_in(line)
        goes_on = holder is not None and holders.goes_on(line)
        if holder is not None:
            named.update(holder)
        empty = holder is not None or not line.strip() or _RULE.match(line) is not None
        # a number that begins a line within a sentence is one of the sentence's words
        item = _ENDED.search(before) is not None and _BULLET.match(line) is not None
        if empty or item:
            if block:
                yield start, "\n".join(block)
            block, start = [], number + empty
        before = "" if empty else line.rstrip()
        if not empty:
            line = re.sub(r"https?://", "", _SIGN.sub(" copyright ", _STRUCK.sub(" struck ", _BULLET.sub("", line) if item else line)), flags=re.IGNORECASE)
            block.append(re.sub(r"\bcopyright\s+copyright\b", "copyright", line, flags=re.IGNORECASE))


# ---- names at places where licenses have one -----------------------------------------------------------------------------

HOLE = "_"
MOST_IN_HOLE = 14
_GENERIC = holders.SMALL | {"above", "any", "company", "corp", "institute", "listed", "llc", "ltd", "regents", "s"}
# (words before, words after, what stands between: `holder` of the copyright, or `model`)
_ALL_PLACES = tuple(
    (tuple(before.split()), tuple(after.split()), kind)
    for before, after, kind in (
        ("the name of", "nor the names", "holder"),
        ("the names of", "nor the names", "holder"),
        ("provided by", "as is", "holder"),
        ("in no event shall", "be liable", "holder"),
        ("in no event will", "be liable", "holder"),
        ("the name of", "may not be used", "holder"),
        ("the name of", "shall not be used", "holder"),
        ("prominently display", "on the user interface", "model"),
    )
)
_PLACES = {last: tuple(one for one in _ALL_PLACES if one[0][-1] == last) for last in {before[-1] for before, _, _ in _ALL_PLACES}}  # by the word before


def _alike(written: list[str], named: set[str]) -> Iterator[str]:
    """The words in lower case, those that are the same word written the same, names at their places left out."""
    lower = [_SAME.get(word.lower(), word.lower()) for word in written]
    at = 0
    while at < len(lower):
        pair = _SAME_PAIRS.get((lower[at], lower[at + 1])) if at + 1 < len(lower) else None
        yield from pair or (lower[at],)
        at += 2 if pair else 1
        for before, after, kind in _PLACES.get(lower[at - 1], ()):
            if tuple(lower[max(at - len(before), 0) : at]) == before and (end := _end_of_name(written, lower, at, after, kind, named)) is not None:
                yield HOLE
                at = end
                break


def _end_of_name(written: list[str], lower: list[str], at: int, after: tuple[str, ...], kind: str, named: set[str]) -> int | None:
    """Index at which a name ends that begins at `at` and stands before the words `after`; None where no name stands there."""
    for end in range(at, min(at + MOST_IN_HOLE, len(lower)) + 1):
        if tuple(lower[end : end + len(after)]) == after:
            words = lower[at:end]
            if kind == "holder":
                return end if words and all(word in _GENERIC or word in named for word in words) else None
            return end if words and len(words) <= 6 and holders.is_name(written[at:end]) else None
    return None
