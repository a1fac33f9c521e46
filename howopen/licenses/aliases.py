"""Spelling of a license on cards, in repositories and papers -> an SPDX expression, or why it means none. Pure; a guess is never made."""

from __future__ import annotations

from dataclasses import dataclass

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
        self._texts = {digest: key for key, record in records for digest in record.aliases.texts}
        self._texts |= {digest: alias.means for digest, alias in spellings.texts.items() if alias.means}

    def card(self, facts: HubFacts) -> Meaning:
        """Meaning of the license tags of a card."""
        found = [self._tag(tag, facts) for tag in dict.fromkeys(facts.license)]
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

    def detected(self, spdx: str | None) -> str | None:
        """The license that a repository's detector found; it writes some ids in their older form."""
        if spdx is None or not spdx.isascii():
            return None
        if spdx in self._book:
            alias = self._tags.get(spdx.lower())
            return alias.means if alias and alias.means and alias.means.startswith(spdx) else spdx
        alias = self._tags.get(spdx.lower())
        return alias.means if alias else None

    def address(self, url: str | None) -> str | None:
        """The license whose text stands at that address."""
        return self._addresses.get(_address(url)) if url else None

    def _tag(self, tag: str, facts: HubFacts) -> Meaning:
        alias = self._tags.get(tag.lower())
        if alias is None:
            return Meaning(tag, (), "unmapped")
        if alias.means:
            return Meaning(tag, (alias.means,))
        # the tag alone does not tell; the card may: by the license's name, else by the address or the file it links
        named = self._names.get(facts.license_name.lower()) if alias.read and facts.license_name else None
        means = (named.means if named else None) or self.address(facts.license_link) or self.text(facts.text)
        elsewhere = facts.license_name or facts.license_link
        written = f"{tag}: {elsewhere}" if alias.read and elsewhere else tag
        return Meaning(written, (means,)) if means else Meaning(written, (), _why(named) if named else "unmapped" if alias.read else _why(alias))


def _why(alias: Alias) -> str:
    return "ambiguous" if alias.ambiguous else "unread" if alias.unread else "unknown"


def _address(url: str) -> str:
    """An address without what does not matter: scheme, www, a slash at the end, a fragment."""
    return url.partition("#")[0].partition("://")[2].removeprefix("www.").rstrip("/").lower()
