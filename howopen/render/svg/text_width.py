"""The width at which a text is drawn, in pixels, by the advances of DejaVu Sans. Verdana's, which badges ask for first, differ by about 2 %."""

from __future__ import annotations

import functools
import unicodedata

_EM = 2048  # units of the font in one em
_ADVANCES = {
    563: "'",
    569: "ijlı",
    604: "IJ",
    651: " ,.·‘’\u00a0",
    690: "/:;\\|¦",
    721: "f",
    739: "-",
    799: "()[]",
    803: "t",
    821: "!¡",
    842: "r",
    942: '"',
    1024: "*_`–¨¯°´¸§",
    1061: "“”",
    1067: "s",
    1075: "z",
    1087: "?¿",
    1126: "c",
    1141: "L",
    1178: "F",
    1186: "k",
    1208: "•",
    1212: "vxy",
    1235: "P",
    1251: "TY",
    1253: "o«»ø",
    1255: "a",
    1260: "e",
    1290: "ß",
    1294: "E",
    1298: "hnu",
    1300: "Sbdgpq",
    1303: "$0123456789{}£¥",
    1343: "K",
    1401: "AV",
    1403: "XZ",
    1405: "B",
    1423: "R",
    1430: "C",
    1499: "U",
    1532: "N",
    1540: "H",
    1577: "D",
    1587: "G",
    1597: "&",
    1612: "OQØ",
    1675: "w",
    1716: "#+<=>^~×→",
    1767: "M",
    1946: "%",
    1995: "mÆ",
    2011: "æ",
    2025: "W",
    2048: "@©®—…",
}
_OF = {character: advance for advance, characters in _ADVANCES.items() for character in characters}
_WIDEST = 2048  # for what is not in the table: a text box too wide does no harm, one too narrow cuts letters


@functools.lru_cache(maxsize=8192)
def width(text: str, size: float) -> float:
    """The width of a text on one line, in pixels, at a font size in pixels; to a tenth, rounded up."""
    units = 0
    for character in text:
        found = _OF.get(character)
        if found is None:  # an accented letter is as wide as its letter; a mark that combines takes no width
            base = unicodedata.normalize("NFD", character)[0]
            found = 0 if unicodedata.combining(character) else _OF.get(base, _WIDEST)
        units += found
    return -(-units * size * 10 // _EM) / 10


@functools.lru_cache(maxsize=4096)
def lines(text: str, size: float, available: float, most: int) -> tuple[str, ...]:
    """The text broken between words into lines that fit `available` pixels, `most` at most; the last ends in … when something was left out."""
    broken: list[str] = [""]
    for word in (piece for whole in text.split() for piece in _pieces(whole, size, available)):
        longer = f"{broken[-1]} {word}".strip()
        if width(longer, size) <= available:
            broken[-1] = longer
        else:
            broken.append(word)
    if len(broken) <= most:
        return tuple(broken)
    last = broken[most - 1]
    while last and width(f"{last}…", size) > available:
        last = last[:-1]
    return (*broken[: most - 1], f"{last.rstrip()}…")


def _pieces(word: str, size: float, available: float) -> list[str]:
    """A word, cut where it alone would be wider than the line."""
    if width(word, size) <= available:
        return [word]
    pieces = [""]
    for character in word:
        if pieces[-1] and width(pieces[-1] + character, size) > available:
            pieces.append("")
        pieces[-1] += character
    return pieces
