"""Spelling of a license on cards, in repositories and papers -> an SPDX expression, or why it means none. Pure; a guess is never made."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from howopen import licenses
from howopen.licenses import Book
from howopen.records.catalogue import Catalogue
from howopen.records.fetched import HubFacts, LicenseText
from howopen.records.license import Alias


@dataclass(frozen=True, slots=True)
class Meaning:
    """Meaning of a spelling: one expression, several of which one or all hold, or none and why."""

    written: str  # as the source writes it; untrusted
    options: tuple[str, ...] = ()  # SPDX expressions, sorted
    why: str = ""  # when there is not exactly one: none | unmapped | ambiguous | unread | unknown

    @property
    def expression(self) -> str | None:
        return self.options[0] if len(self.options) == 1 else None


class Speller:
    """Looks spellings up in `data/license-aliases.yaml` and in the aliases of `data/licenses/`."""

    def __init__(self, known: Catalogue, book: Book) -> None:
        spellings, records = known.spellings, known.licenses.items()
        self._book = book
        self._tags = {tag.lower(): Alias(means=key) for key, record in records for tag in record.aliases.huggingface}
        self._names = {name.lower(): Alias(means=key) for key, record in records for name in record.aliases.license_name}
        self._tags |= {key.lower(): alias for key, alias in spellings.huggingface.items()}
        self._names |= {key.lower(): alias for key, alias in spellings.license_name.items()}
        self._addresses = {_address(record.url): key for key, record in records if record.url}
        self._addresses |= {_address(address): alias.means for address, alias in spellings.addresses.items() if alias.means}
        self._titles = {key.strip().lower(): alias for key, alias in spellings.names.items()}
        titles = {title.lower(): key for key, record in records for title in (key, record.name, *record.aliases.names)}
        self._titles |= {title: Alias(means=key) for title, key in titles.items() if title not in self._titles}
        self._texts = {print_: key for key, record in records for print_ in record.aliases.texts}
        self._texts |= {print_: alias.means for print_, alias in spellings.texts.items() if alias.means}

    def card(self, facts: HubFacts) -> Meaning:
        """What a card says of the license."""
        return self.written(facts.license, facts.license_name or "", facts.license_link or "", facts.text)

    def written(self, tags: Iterable[str], name: str = "", link: str = "", text: LicenseText | None = None) -> Meaning:
        """Meaning of a card's `license`, `license_name`, `license_link` and license file: the one way for a draft and for what was fetched."""
        found = [self._tag(tag, name, link, text) for tag in dict.fromkeys(tags)]
        if not found:
            return Meaning("", (), "none")
        written = ", ".join(one.written for one in found)
        options = tuple(sorted({option for one in found for option in one.options}))
        if options and all(one.options for one in found):
            return Meaning(written, options, "" if len(options) == 1 else "ambiguous")
        return Meaning(written, (), next(one.why for one in found if not one.options))

    def text(self, text: LicenseText | None) -> str | None:
        """Id of the license that has this text, by its digests; None when no known one has."""
        return (self._texts.get(text.sha256) or self._texts.get(text.words)) if text else None

    def detected(self, spdx: str | None, text: LicenseText | None = None) -> str | None:
        """Id of the license that a repository's detector found, in its current form; where it could not tell, that of the text, if it is a known one."""
        if spdx is None or not spdx.isascii():
            return None
        alias = self._tags.get(spdx.lower())
        if spdx in self._book:
            return alias.means if alias and alias.means and alias.means.startswith(spdx) else spdx
        return (alias.means if alias else None) or self.text(text)

    def address(self, url: str | None) -> str | None:
        """The license whose text stands at that address."""
        return self._addresses.get(_address(url)) if url else None

    def name(self, name: str) -> Meaning:
        """Meaning of a license's name, as cards, people and other indexes write it."""
        key = name.strip().lower()
        alias = self._names.get(key) or self._titles.get(key) or self._tags.get(key)
        means = alias.means if alias else licenses.listed_id(key)
        if means:
            return Meaning(name, (means,))
        return Meaning(name, (), _why(alias) if alias else "unmapped" if key else "none")

    def _tag(self, tag: str, name: str, link: str, text: LicenseText | None) -> Meaning:
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
            return Meaning(f"{tag}: {name}", tuple(sorted({alias.means, *named.options})) if named.options else (), "ambiguous")
        # the tag alone does not tell; the card may, by the license's name, else by the address or the file it links; never against a name of its own
        means = named.options[0] if alias.read and named.options else None
        if means is None and named.why != "unmapped":
            means = self.address(link)
        means = means or self.text(text)
        elsewhere = name or link
        written = f"{tag}: {elsewhere}" if alias.read and elsewhere else tag
        return Meaning(written, (means,)) if means else Meaning(written, (), named.why if alias.read and name else "unmapped" if alias.read else _why(alias))


def _why(alias: Alias) -> str:
    return "ambiguous" if alias.ambiguous else "unread" if alias.unread else "unknown"


def _address(url: str) -> str:
    """An address without what does not matter: scheme, www, a slash at the end, a fragment."""
    return url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/").lower()
