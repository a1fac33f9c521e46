"""Lines that only say who holds the copyright and since when: what may differ from the published text of a license. Pure.

Strict on purpose. A line of this shape is left out before a text is compared, so nothing that forbids or asks something may have it: a year, a
name whose words begin with a capital, a few small words, an address, and the phrase that all rights are reserved. A name in a script that has
no capitals, or one with a word such as "only" or "use" in it, makes no such line, and counts as words that the license does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_WORDS = 14  # of a holder's name
MOST_LINE = 300
_SIGN = r"(?:copyrights?|\(c\)|©)"
_DASH = r"[-\u2010-\u2015]"
_YEAR = r"(?:19|20)\d\d(?:-\d\d(?!\d)){0,2}"
_SPAN = rf"{_YEAR}(?:\s*(?:{_DASH}|to|,|and|&)+\s*(?:{_YEAR}|\d\d|present|now|current))*(?:\s*{_DASH}(?=\s|,|\Z))?"
_YEARS = rf"(?:[\[<({{]\s*(?:year|yyyy|{_SPAN})\s*[\])>}}]|{_SPAN})"
_LINE = re.compile(
    rf"\W*(?:(?:portions|parts|modifications)\s+)?{_SIGN}(?!\w)(?:[\s:]*{_SIGN})*[\s:,.]*(?:{_YEARS}[\s,.;:]*)*(?:{_SIGN}[\s,.]*)?(?:by\s+)?(?P<holder>.*)\Z",
    re.IGNORECASE,
)
_RESERVED = re.compile(r"[\s,.;-]*\ball\s+rights\s+reserved\b[\s.]*\Z", re.IGNORECASE)
_BLANKS = re.compile(
    r"[\[<{(]{1,2}\s*(?:full ?name|(?:names? of )?(?:the )?(?:copyright )?(?:owners?|holders?|authors?)|organization)\s*[\]>})]{1,2}", re.IGNORECASE
)
_ADDRESS = re.compile(r"[<(]?[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}[>)]?|[<(]?https?://[\w.-]{1,80}(?:/[\w.~-]{1,40}){0,3}/?[>)]?")
_BRACKETS = re.compile(r"[\[<{]{1,2}([^\[\]<>{}@/]{1,80})[\]>}]{1,2}")
_SHORTENED = re.compile(r"\b(?:inc|ltd|corp|co|llc|gmbh|st)\.", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['\u2019.&+_-][^\W_]+)*\.?")
# words of names that may begin with a small letter
SMALL = frozenset(
    re.findall(
        r"\w+",
        "a affiliates al and at author authors by community company contributor contributors copyright da de del den der developers di du el et for "
        "foundation from group holder holders in inc individual its la lab labs le maintainers members of on or other others owner owners project "
        "subsidiaries team the their university van von with y",
    )
)
# words that no name needs, and one of which every restriction has; the second by their beginnings
_SPEAKING = frozenset(
    re.findall(
        r"\w+",
        "academic after against all any anyone apply applies are as bar be been before being both business can confidential cannot could country "
        "countries demo do does during eu evaluation every everyone except fee fees government had has have hereby if into is law laws legal may "
        "might must need needs never no nobody non nor not only otherwise outside over own paid pay payment per personal prior private profit profits "
        "provided rather right rights sale sell sells shall should so sold sole solely subject than term terms that these they this those to trial "
        "under unless until upon us use used user users uses using veto via void was we were when where which who whom will within without would "
        "written you your",
    )
)
_STEMS = (
    "agree", "allow", "approv", "attribut", "ban", "citizen", "claim", "client", "commerc", "compet", "condition", "consent", "contact", "cop", "custom",
    "deny", "denied", "deploy", "deriv", "disallow", "distribut", "educat", "employ", "exclu", "expir", "export", "forbid", "forfeit", "grant", "illegal",
    "impos", "infring", "internal", "invalid", "licen", "limit", "milita", "modif", "noncommerc", "nonprofit", "notic", "notif", "oblig", "obtain", "output",
    "permi", "prohib", "propriet", "purpos", "redistribut", "refrain", "regist", "request", "requir", "resal", "resid", "reserv", "restrict", "revenue",
    "revok", "royalt", "sanction", "secret", "share", "surveil", "terminat", "territor", "train", "unlawful", "violat", "waive", "warrant", "weapon",
)  # fmt: skip
_NAMES = ("copyright", "bank", "banner", "bangalore", "copenhagen", "copernicus")  # that begin like one of them


def name_in(line: str) -> list[str] | None:
    """Words of the holder's name, in lower case, where the line says nothing but who holds the copyright; None for any other line."""
    line = line.strip().strip("*_#/|").strip()
    if len(line) > MOST_LINE:
        return None
    match = _LINE.match(line)
    if match is None:
        return [] if _RESERVED.fullmatch(line) else None
    if re.match(r"\W*\(c\)(?!\s*[\[<({]?\s*(?:(?:19|20)\d\d|year|yyyy|copyright))", line, re.IGNORECASE):
        return None  # an item of a list
    text = _BLANKS.sub(" ", _RESERVED.sub("", match["holder"]))
    text = _BRACKETS.sub(r"\1", text)
    if any(_speaks(piece) for address in _ADDRESS.findall(text) for piece in _pieces(address)):
        return None
    text = _ADDRESS.sub(" ", text)
    if re.search(r"[^\w\s.,&'\u2019()/+@|-]", text) or re.search(r"\w{3}\.\s+\w", _SHORTENED.sub(" ", text)):
        return None  # signs that no name has, or two sentences
    words = _WORD.findall(text)
    return [piece for word in words for piece in _pieces(word)] if len(words) <= MOST_WORDS and is_name(words) else None


def is_name(words: Iterable[str]) -> bool:
    """Whether the words are those of a name, and none of them could forbid or ask something."""
    words = list(words)
    # a project's name may be written small, alone or before those who write it
    small = [at for at, word in enumerate(words) if len(words) == 1 or _pieces("".join(words[at + 1 : at + 2])) == ["contributors"]]
    return all(_is_of_name(word, small=at in small) for at, word in enumerate(words))


def _is_of_name(word: str, small: bool) -> bool:
    pieces = _pieces(word)
    if any(ord(character) > 0x24F for character in word.replace("\u2019", "'")) or any(_speaks(piece) for piece in pieces):
        return False
    return small or set(pieces) <= SMALL or any(character.isupper() or character.isdigit() for character in word) or re.search(r"\w[.-]\w", word) is not None


def _pieces(word: str) -> list[str]:
    return re.findall(r"[^\W_]+", word.lower())


def _speaks(piece: str) -> bool:
    return piece in _SPEAKING or (piece.startswith(_STEMS) and not piece.startswith(_NAMES))
