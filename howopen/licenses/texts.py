"""License file -> which license it is, by what it says. Pure; a likeness is told and never taken for the license.

A file is a license when its passages are those of a published text, in order, with nothing left over. What may be missing is what the
published text marks so, such as Apache's appendix; what may stand before is the license's name.
"""

from __future__ import annotations

import enum
import functools
import hashlib
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from howopen.licenses import passages
from howopen.records.license_text import PublishedText, PublishedTexts

NEAR = 0.5  # share of a published text's words, and of the file's, that both have, from which on a likeness is told
MOST_PAIRS = 20_000  # equal passages, one of the file and one of a text; more take minutes to compare, and two real ones have hundreds
MOST_LOOKED_AT = 4  # published texts that a likeness is looked for to, the likeliest first


class Kind(enum.StrEnum):
    """Kinds of answers."""

    IS = "is"  # the license, and nothing else
    LONGER = "longer"  # the license, and further words: other terms than the license
    POINTS = "points"  # names another file or address in place of a text
    NEAR = "near"  # much of a license's text, not all: a hint for a person
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Answer:
    """Finding on one license file."""

    kind: Kind
    license: str = ""  # that it is, that it has more words than, or that it is nearest to
    words: int = 0  # LONGER: how many further words
    places: tuple[int, ...] = ()  # LONGER: passages of the file that are further, from 1. NEAR: where it differs
    to: str = ""  # POINTS: the file or address; untrusted
    likeness: float = 0.0  # NEAR: share of the words that both have

    @property
    def id(self) -> str | None:
        """The license, where the file is one; nothing else may be filled in or compared."""
        return self.license if self.kind is Kind.IS else None

    @property
    def begins(self) -> int:
        """Passage of the file, from 1, at which the license begins."""
        return next(number for number in itertools.count(1) if number not in self.places)

    @property
    def told(self) -> str:
        """The finding in a phrase."""
        some = f"{', '.join(map(str, self.places[:6]))}{' and more' if len(self.places) > 6 else ''}"
        match self.kind:
            case Kind.IS:
                return self.license
            case Kind.LONGER:
                return f"{self.license} and {self.words} further words (passage{'s' * (len(self.places) > 1)} {some}): other terms than {self.license}"
            case Kind.POINTS:
                return f"no license text; points to {self.to}"
            case Kind.NEAR:
                return f"nearest {self.license}, differs in {len(self.places)} places (passages {some}); a likeness, no finding"
            case Kind.UNKNOWN:
                return "unknown"


Passages = tuple[tuple[str, int], ...]  # digest and number of words of each


@dataclass(frozen=True, slots=True)
class Digests:
    """A license file, without its words."""

    whole: str  # SHA-256 of its words
    passages: Passages
    to: str = ""  # the file or address that it names in place of a text


_DOCUMENTS = (b"%PDF-", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"{\\rtf")  # PDF, the formats of offices, RTF


def is_document(content: bytes) -> bool:
    """Whether the file is a PDF or the like, whose words are not read."""
    return content.startswith(_DOCUMENTS)


def digests(content: bytes) -> Digests:
    """Digests of a license file; of a document in a format that is not read, one of its bytes."""
    if is_document(content):
        return Digests(hashlib.sha256(content).hexdigest(), ())
    found = passages.of(content)
    kept = tuple((one.digest, len(one.words)) for one in found) if len(found) <= passages.MOST_PASSAGES else ()
    return Digests(passages.whole(found), kept, _pointer(content, sum(len(one.words) for one in found)))


def compact(digests_: Digests) -> str:
    """The passages as one text."""
    return " ".join(f"{digest}:{words}" for digest, words in digests_.passages)


def parsed(text: str) -> Passages:
    """The passages of such a text."""
    return tuple((digest, int(words)) for digest, _, words in (one.partition(":") for one in text.split()))


_POINTER = re.compile(
    r"(?<![\w/.-])(https?://[^\s<>()\[\]\"']{4,200}|(?:\.{0,2}/)?(?:[\w-]{1,60}/){0,4}[\w.-]{0,60}licen[cs]e[\w.-]{0,60}(?:/[\w.-]{1,60}){0,3})", re.IGNORECASE
)
MOST_IN_POINTER = 60  # words; a longer file says something itself


def _pointer(content: bytes, words: int) -> str:
    """The address, or else the file, that a short text names; empty where it names none."""
    text = content.decode("utf-8", "replace")
    if words > MOST_IN_POINTER or not re.search(r"licen[cs]|terms|agreement|copying", text, re.IGNORECASE):
        return ""
    found = [match.rstrip(".,;") for match in _POINTER.findall(text)]
    files = [one for one in found if "/" in one or re.search(r"licen[cs]e[-_.]\w|\w[-_]licen[cs]e", one, re.IGNORECASE)]
    return next(iter(sorted(files, key=lambda one: "://" not in one)), "")


class Texts:
    """Recognises license files by the published texts that are known."""

    def __init__(self, published: Mapping[str, PublishedTexts], names: Mapping[str, Iterable[str]]) -> None:
        """`names`: what each license is called, which may stand above its text."""
        titles = {key: frozenset(_titles(key, names.get(key, ()))) for key in published}
        self._texts = [_Text(key, text, titles[key]) for key, texts in published.items() for text in texts.texts]
        self._whole = {whole: key for key, texts in published.items() for text in texts.texts for whole in (text.whole, text.file) if whole}
        self._having: dict[str, dict[int, int]] = {}  # by digest: the texts that must have such a passage, and how many words it has in all
        for number, text in enumerate(self._texts):
            for slot in text.slots:
                for digest, words in slot.any_of.items():
                    if not slot.optional:
                        had = self._having.setdefault(digest, {})
                        had[number] = had.get(number, 0) + words

    def of(self, file: Digests) -> Answer:
        """Answer on a file, of the five kinds."""
        if file.whole in self._whole:
            return Answer(Kind.IS, self._whole[file.whole])
        shared: dict[int, int] = {}
        for digest, _ in dict.fromkeys(file.passages):
            for number, words in self._having.get(digest, {}).items():
                shared[number] = shared.get(number, 0) + words
        whole = [answer for number, words in shared.items() if words >= (text := self._texts[number]).size and (answer := text.within(file.passages))]
        if whole:
            return min(whole, key=lambda answer: (answer.begins, answer.words))  # of several that a file has, the first; of one within another, the longer
        if file.to:
            return Answer(Kind.POINTS, to=file.to)
        likely = sorted(shared, key=lambda number: (-shared[number] / self._texts[number].size, number))[:MOST_LOOKED_AT]
        alike = [(answer.likeness, answer) for number in likely if (answer := self._texts[number].near(file.passages)).likeness >= NEAR]
        return max(alike, key=lambda one: one[0], default=(0.0, Answer(Kind.UNKNOWN)))[1]


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place in a published text."""

    any_of: dict[str, int]  # digests of passages that may stand there, and their words
    optional: bool


class _Text:
    """One published text, ready to be compared."""

    def __init__(self, license_: str, text: PublishedText, titles: frozenset[str]) -> None:
        self.license, self._titles = license_, titles
        slots = [_Slot(dict(parsed(one.removesuffix("?").replace("|", " "))), one.endswith("?")) for one in text.passages.split()]
        above = True  # the name of the license may be left out where it stands first
        for at, slot in enumerate(slots):
            above = above and (slot.optional or not titles.isdisjoint(slot.any_of))
            slots[at] = _Slot(slot.any_of, slot.optional or above)
        self.slots = tuple(slots)
        self.size = sum(min(slot.any_of.values()) for slot in slots if not slot.optional)

    def within(self, file: Passages) -> Answer | None:
        """The answer where the file has all of the text in order; None where something of it is missing."""
        at, begun = 0, False
        further: list[int] = []
        for number, (digest, _) in enumerate(file):
            if (reached := self._reached(at, digest)) is not None:
                begun = begun or not self.slots[reached].optional
                at = reached + 1
            elif begun or digest not in self._titles:
                further.append(number)
        if any(not slot.optional for slot in self.slots[at:]):
            return None
        words = sum(file[number][1] for number in further)
        return Answer(Kind.LONGER if further else Kind.IS, self.license, words, tuple(number + 1 for number in further))

    def _reached(self, at: int, digest: str) -> int | None:
        """The slot that a passage of that digest fills, from `at` on, before or at the next that must be filled."""
        for number in range(at, len(self.slots)):
            if digest in self.slots[number].any_of:
                return number
            if not self.slots[number].optional:
                return None
        return None

    def near(self, file: Passages) -> Answer:
        """Likeness of the file to the text, and where the file differs; unknown where both repeat themselves too often to compare."""
        own = [next(iter(slot.any_of)) for slot in self.slots]
        other = [next((own[at] for at, slot in enumerate(self.slots) if digest in slot.any_of), digest) for digest, _ in file]
        often = Counter(own)
        if sum(often[digest] for digest in other) > MOST_PAIRS:
            return Answer(Kind.UNKNOWN)
        steps = SequenceMatcher(None, own, other, autojunk=False).get_opcodes()
        same = sum(file[at][1] for kind, _, _, start, end in steps if kind == "equal" for at in range(start, end))
        larger = max(sum(words for _, words in file), self.size)
        missing = {at for at, slot in enumerate(self.slots) if not slot.optional}
        differing = [start + 1 for kind, first, last, start, end in steps if kind != "equal" and (end > start or missing.intersection(range(first, last)))]
        return Answer(Kind.NEAR, self.license, places=tuple(differing), likeness=same / larger)


def _titles(license_: str, names: Iterable[str]) -> Iterator[str]:
    """Digests of what may stand above a license's text: its names, as people write them there."""
    for name in {license_, *names}:
        versioned = re.sub(r"(?<=[a-z]) (?=[\d])", " Version ", name, count=1)
        for form in (name, versioned, f"{name} ({license_})", f"{name} License", f"{name} License ({license_})", f"{name} Agreement"):
            for written in (form, f"The {form}"):
                yield from _passage(written)
    for written in ("License", "License Agreement", "License Information"):
        yield from _passage(written)


@functools.lru_cache(maxsize=10_000)  # twice what the licenses here have; a catalogue that is loaded again has the same
def _passage(title: str) -> tuple[str, ...]:
    """Digest of the first passage of a title; none where it has no word."""
    return tuple(passage.digest for passage in passages.of(title.encode())[:1])


def published(words: Digests, url: str, on: str, document: Digests | None = None) -> PublishedText:
    """The record of a text that stands at that address, as read on that day, YYYY-MM-DD; in `document`, if it is one."""
    count = sum(number for _, number in words.passages)
    return PublishedText(url=url, on=on, words=count, whole=words.whole, file=document.whole if document else None, passages=compact(words))


def as_yaml(text: PublishedText) -> str:
    """An item of the list `texts` of a file in `data/license-texts/`."""
    said = text.model_dump(mode="json", by_alias=True, exclude_none=True)
    return "\n".join(f"{'  - ' if at == 0 else '    '}{key}: {value}" for at, (key, value) in enumerate(said.items()))
