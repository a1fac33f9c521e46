"""Lines that only say who holds the copyright and since when: what may differ from the published text of a license. Pure.

Strict on purpose. A line of this shape is left out before a text is compared, so nothing that forbids or asks something may have it: a year, a
name whose words begin with a capital, a few small words, an address, and the phrase that all rights are reserved. A name in a script that has
no capitals, or one with a word such as "only" or "use" in it, makes no such line, and counts as words that the license does not have.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from howopen.records.unicode import normal

UNREADABLE = "unreadable"  # how the word begins that stands for a sign that is no letter and could say something
MOST_WORDS = 14  # of a holder's name
MOST_OF_ONE = 5  # words of one name in a list
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
_ADDRESS = re.compile(
    r"[<(]?[\w.+-]{1,64}@[\w-]{1,64}(?:\.[\w-]{1,32}){1,4}[>)]?|[<(]?(?:https?://[\w.-]{1,80}|git(?:hub|lab)\.com)(?:/[\w.~-]{1,40}){0,3}/?[>)]?", re.ASCII
)
_BRACKETS = re.compile(r"[\[<{]{1,2}([^\[\]<>{}@/]{1,80})[\]>}]{1,2}")
_COMPANY = re.compile(r"(?<=[A-Za-z)])\s+(?:Limited|LIMITED)(?=\s*(?:[.,&]|and\b|\Z))")  # the end of a company's name
_LISTED = re.compile(r",?\s*\b(?:as\s+(?:shown|listed)\s+(?:by|in)|see)\s+(?:the\s+)?AUTHORS(?:\.(?:txt|md))?(?:\s+file)?(?=\W*\Z)")
_SPELLED = re.compile(r"(?:(?<![^\W_])[^\W\d_][\W_]+){3}[^\W\d_](?![^\W_])")  # four letters, each alone
_SHORTENED = re.compile(r"\b(?:inc|ltd|corp|co|llc|gmbh|st)\.", re.IGNORECASE)
_WORD = re.compile(r"[^\W_]+(?:['\u2019.&+_-][^\W_]+)*\.?")
# words of names that may begin with a small letter
SMALL = frozenset(
    re.findall(
        r"\w+",
        "a affiliates al and at author authors by community company contributor contributors copyright da de del den der developers di du el et for "
        "foundation from group holder holders in inc individual its la lab labs le maintainers members of on or other others owner owners project "
        "respective subsidiaries team the their university van von with y",
    )
)
# words that no name needs, and one of which every restriction has; the second by their beginnings
_SPEAKING = frozenset(
    re.findall(
        r"\w+",
        "academic academics after against all alleen alone any anyone applies apply are as ask aucun bar be been before being both business buy can cannot "
        "charge confidential could countries country demo do does during eu evaluation every everyone except fee fees government had hands has have hereby "
        "hobbyists if into is keep kein keine law laws legal may might must nc nd need needs never nicht niet no nobody non none nor not nothing nur off "
        "only otherwise outside over own paid pay payment per personal prior private profit profits provided rather right rights sale sans sauf see sell "
        "sells shall should so sold sole solely stay stop struck student students subject teacher teachers teams term terms than that these they this those "
        "till to trial under unless until upon us usage use used user users uses using uso veto via void was we were when where which who whom will within "
        "without would written you your",
    )
)
_STEMS = (
    UNREADABLE,
    "agree", "allow", "approv", "attribut", "ban", "citizen", "claim", "client", "comerc", "commerc", "compet", "condition", "consent", "contact", "cop",
    "custom", "denied", "deny", "deploy", "deriv", "disallow", "distribut", "educat", "employ", "exclu", "expir", "export", "forbid", "forfeit", "gewerb",
    "grant", "illegal", "impos", "infring", "interdi", "internal", "invalid", "kommerz", "licen", "limit", "milita", "modif", "noncommerc", "nonprofit",
    "notic", "notif", "oblig", "obtain", "output", "permi", "prohib", "proib", "propriet", "purpos", "redistribut", "refrain", "regist", "request",
    "requir", "resal", "reserv", "resid", "restrict", "revenue", "revok", "royalt", "sanction", "secret", "share", "surveil", "terminat", "territor",
    "train", "unlawful", "utilis", "utiliz", "valid", "verbot", "vietat", "violat", "waive", "warrant", "weapon",
)  # fmt: skip
_LONG_STEMS = tuple(stem for stem in _STEMS if len(stem) > 5)
_FIGURES = str.maketrans("013457", "oieast")  # that are written for letters
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
    return _name(_BRACKETS.sub(r"\1", _BLANKS.sub(" ", _RESERVED.sub("", match["holder"]))))


def goes_on(line: str) -> bool:
    """Whether a list of holders goes on in the line below."""
    return line.rstrip().endswith((",", " and", " &"))


def more_names(line: str) -> list[str] | None:
    """Words of the holders' names, in lower case, where the line is nothing but a list of names; None for any other line."""
    names = re.split(r",\s*(?:and\s+)?|\s+and\s+|\s+&\s+", line.strip().rstrip(".,&"))
    if len(line) > MOST_LINE or len(line.split()) < 2:
        return None  # one word alone could be anything
    found = [_name(name) if name[:1].isupper() and len(name.split()) <= MOST_OF_ONE else None for name in names]
    return None if None in found else [piece for one in found if one for piece in one]


def _name(text: str) -> list[str] | None:
    if _SPELLED.search(text) or any(_speaks(address) for address in _ADDRESS.findall(text)):
        return None
    text = _LISTED.sub("", _COMPANY.sub("", _ADDRESS.sub(" ", text)))
    if re.search(r"[^\w\s.,&'\u2019()/+@|-]", text) or re.search(r"\w{3}\.\s+\w", _SHORTENED.sub("", text)):
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
    if any(ord(character) > 0x24F for character in word.replace("\u2019", "")) or _speaks(word):
        return False
    return small or set(pieces) <= SMALL or any(character.isupper() or character.isdigit() for character in word) or re.search(r"\w[.-]\w", word) is not None


def _pieces(word: str) -> list[str]:
    return re.findall(r"[^\W_]+", word.lower())


def _speaks(word: str) -> bool:
    """Whether a part of a word or address, or all of it without what parts it, could forbid or ask something."""
    pieces = _pieces(word)
    return any(_is_of_speech(piece) for piece in {*pieces, "".join(pieces)})


def _is_of_speech(piece: str) -> bool:
    plain = "".join(character for character in normal("NFKD", piece) if character.isascii())
    if not plain.isdigit():
        plain = plain.translate(_FIGURES)
    return plain in _SPEAKING or (plain.startswith(_STEMS) and not plain.startswith(_NAMES)) or any(stem in plain for stem in _LONG_STEMS)
