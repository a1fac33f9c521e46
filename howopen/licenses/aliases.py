"""Spelling of a license on cards, in repositories and papers -> an SPDX expression, or why it means none. Pure; a guess is never made."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property, lru_cache

from howopen import licenses
from howopen.licenses import Book, texts
from howopen.records.catalogue import Catalogue
from howopen.records.fetched import HubFacts, LicenseText
from howopen.records.license import Alias
from howopen.records.license_text import PublishedTexts

_SEVERAL = Alias(ambiguous="Several texts have it.")
_FEW = 5  # ids to choose from; more are no help
_ANY = {"license", "licence", "licenseref", "terms", "agreement", "of", "use", "the", "and"}  # words that any license may have


@dataclass(frozen=True, slots=True)
class Meaning:
    """Meaning of a spelling: one expression, several of which one or all hold, or none and why."""

    written: str  # as the source writes it; untrusted
    options: tuple[str, ...] = ()  # SPDX expressions, sorted
    why: str = ""  # when there is not exactly one: none | unmapped | ambiguous | unread | unknown
    against: tuple[str, str] | None = None  # of a card that gives a license and the name of another: what the tag means, what the name is

    @property
    def expression(self) -> str | None:
        return self.options[0] if len(self.options) == 1 else None


@lru_cache(maxsize=8)  # a catalogue that is loaded again has the same
def _recogniser(published: tuple[tuple[str, PublishedTexts], ...], names: tuple[tuple[str, tuple[str, ...]], ...]) -> texts.Texts:
    return texts.Texts(dict(published), dict(names))


class Speller:
    """Looks spellings up in `data/license-aliases.yaml` and in the aliases of `data/licenses/`."""

    def __init__(self, known: Catalogue, book: Book) -> None:
        spellings, records = known.spellings, known.licenses.items()
        self._book = book
        self._tags = _meanings((tag, key) for key, record in records for tag in record.aliases.huggingface)
        self._names = _meanings((name, key) for key, record in records for name in record.aliases.license_name)
        self._titles = _meanings((title, key) for key, record in records for title in (key, record.name, *record.aliases.names))
        self._tags |= {key.lower(): alias for key, alias in spellings.huggingface.items()}
        self._names |= {key.lower(): alias for key, alias in spellings.license_name.items()}
        self._titles |= {key.strip().lower(): alias for key, alias in spellings.names.items()}
        self._addresses = _meanings((_address(record.url), key) for key, record in records if record.url and not record.same_text_as)
        self._addresses |= {_address(address): alias for address, alias in spellings.addresses.items()}
        self._known, self._answers = known, dict[str, texts.Answer]()

    @cached_property
    def _recogniser(self) -> texts.Texts:
        names: dict[str, list[str]] = {key: [record.name, *record.aliases.names] for key, record in self._known.licenses.items()}
        for title, alias in self._known.spellings.names.items():
            if alias.means:
                names.setdefault(alias.means, []).append(title)
        for key in self._known.license_texts:
            names.setdefault(key, []).extend([self._book[key].name] if key in self._book else [])
        return _recogniser(tuple(self._known.license_texts.items()), tuple((key, tuple(said)) for key, said in names.items()))

    def card(self, facts: HubFacts, texts_: Iterable[LicenseText] = ()) -> Meaning:
        """Meaning of a card's words on the license; `texts_` are the license files that speak of what it is the card of."""
        linked = [text for text in facts.texts if text.path == facts.license_link]
        found = {self.recognised(text).id for text in linked or (() if self.is_elsewhere(facts) else texts_)}
        return self.written(facts.license, facts.license_name or "", facts.license_link or "", found.pop() if len(found) == 1 else None)

    def is_elsewhere(self, facts: HubFacts) -> bool:
        """Whether a card links terms that are none of its license files, or gives a name that nobody here knows and links none.

        It does not speak of a file that lies beside it then.
        """
        if any(text.path == facts.license_link for text in facts.texts):
            return False
        return bool(facts.license_link) or self.name(facts.license_name or "").why == "unmapped"

    def written(self, tags: Iterable[str], name: str = "", link: str = "", text: str | None = None) -> Meaning:
        """Meaning of a card's `license`, `license_name`, `license_link`, and of the license whose text stands beside it: the one way for all."""
        found = [self._tag(tag, name, link, text) for tag in dict.fromkeys(tags)]
        if not found:
            return Meaning("", (), "none")
        written = ", ".join(one.written for one in found)
        options = tuple(sorted({option for one in found for option in one.options}))
        against = next((one.against for one in found if one.against), None)
        if options and all(one.options for one in found):
            return Meaning(written, options, "" if len(options) == 1 else "ambiguous", against)
        return Meaning(written, (), next(one.why for one in found if not one.options), against)

    def spelling(self, said: str) -> Meaning:
        """Meaning of what a person or another index writes for a license: a tag, a name, or the address of its text."""
        found = self.written((said.strip(),))
        if found.options:
            return found
        at = self.address(said.strip())
        return Meaning(said, (at,)) if at else self.name(said)

    def meant(self, said: str) -> str | tuple[str, ...] | None:
        """Meaning of a spelling as an expression; where several licenses are called so, up to five ids, the likeliest first; None where nobody knows it."""
        meaning = self.spelling(said)
        return meaning.expression or (self._called(said) if meaning.why == "ambiguous" else None)

    def every(self) -> dict[str, str | tuple[str, ...]]:
        """By spelling, in lower case, sorted: what is meant by it, of all that mean something."""
        meanings = ((said, self.meant(said)) for said in sorted({*self._tags, *self._names, *self._titles}))
        return {said: meaning for said, meaning in meanings if meaning is not None}

    def _called(self, said: str) -> tuple[str, ...]:
        """Up to five ids that have every word of a spelling, or else of ours those whose names have, the likeliest first."""
        words, begins = _words(said), said.strip().lower()
        named = ((key, record.name, *record.aliases.names) for key, record in self._known.licenses.items())
        found = [key for key, of_id in self._offered if words <= of_id] or sorted(key for key, *names in named if words <= _words(" ".join(names)))
        found.sort(key=lambda key: not key.lower().removeprefix("licenseref-").startswith(begins))
        return tuple(found[:_FEW]) if words else ()

    @cached_property
    def _offered(self) -> list[tuple[str, frozenset[str]]]:
        """Each license that one may write, with the words of its id: ours and approved ones first, a short id before a long one, then later versions."""
        ids = sorted((key for key in set(self._book.ids()) if not any(licenses.deprecated(key))), reverse=True)
        ids.sort(key=lambda key: (key not in self._known.licenses, not licenses.is_approved(key), len(key)))
        return [(key, _words(key)) for key in ids]

    def recognised(self, text: LicenseText) -> texts.Answer:
        """Answer on a license file by its digests."""
        if (found := self._answers.get(text.words)) is None:
            found = self._answers[text.words] = self._recogniser.of(texts.Digests(text.words, texts.parsed(text.passages), text.points_to or ""))
        return found

    def file(self, content: bytes) -> texts.Answer:
        """Answer on a license file by its content."""
        return self._recogniser.of(texts.digests(content))

    def detected(self, spdx: str | None) -> str | None:
        """Id of the license that a repository's detector found, in its current form; None where it could not tell."""
        if spdx is None or not spdx.isascii():
            return None
        alias = self._tags.get(spdx.lower())
        if spdx in self._book:
            return alias.means if alias and alias.means and alias.means.startswith(spdx) else spdx
        return alias.means if alias else None

    def address(self, url: str | None) -> str | None:
        """The license whose text stands at that address."""
        alias = self._addresses.get(_address(url)) if url else None
        return alias.means if alias else None

    def name(self, name: str) -> Meaning:
        """Meaning of a license's name, as cards, people and other indexes write it."""
        key = name.strip().lower()
        alias = self._names.get(key) or self._titles.get(key) or self._tags.get(key)
        means = alias.means if alias else licenses.listed_id(key)
        if means:
            return Meaning(name, (means,))
        return Meaning(name, (), _why(alias) if alias else "unmapped" if key else "none")

    def _tag(self, tag: str, name: str, link: str, text: str | None) -> Meaning:
        alias = self._tags.get(tag.lower())
        if alias is None and (means := self.name(tag).expression):
            alias = Alias(means=means)
        if alias is None:
            return Meaning(tag, (), "unmapped")
        named = self.name(name)
        if alias.means:
            if not name or named.options == (alias.means,):
                return Meaning(tag, (alias.means,))
            # a card that gives a license and the name of another one contradicts itself
            options = tuple(sorted({alias.means, *named.options})) if named.options else ()
            return Meaning(f"{tag}: {name}", options, "ambiguous", (alias.means, named.expression or name))
        # the tag alone does not tell; the card may, by the license's name, else by the address or the file it links; never against a name of its own
        means = named.options[0] if alias.read and named.options else None
        if means is None and named.why != "unmapped":
            means = self.address(link)
        means = means or text
        elsewhere = name or link
        written = f"{tag}: {elsewhere}" if alias.read and elsewhere else tag
        return Meaning(written, (means,)) if means else Meaning(written, (), named.why if alias.read and name else "unmapped" if alias.read else _why(alias))


@lru_cache(maxsize=2_000)
def _meaning(key: str) -> Alias:
    return Alias(means=key)


def _meanings(pairs: Iterable[tuple[str, str]]) -> dict[str, Alias]:
    """Meaning of each word of (word, license): none where several licenses have it, as the published texts of one license have its title."""
    found: dict[str, set[str]] = {}
    for word, key in pairs:
        found.setdefault(word.lower(), set()).add(key)
    return {word: _meaning(min(keys)) if len(keys) == 1 else _SEVERAL for word, keys in found.items()}


def _words(said: str) -> frozenset[str]:
    """The words and numbers that tell one license from another."""
    return frozenset(re.findall(r"[a-z]+|[0-9]+", said.lower())) - _ANY


def _why(alias: Alias) -> str:
    return "ambiguous" if alias.ambiguous else "unread" if alias.unread else "unknown"


def _address(url: str) -> str:
    """An address without what does not matter: scheme, www, a slash at the end, a fragment."""
    return url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/").lower()
