"""License that a file is, recognised by its words; or its digests, to be added as a text of a known license."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

from howopen.commands import draft_text
from howopen.files import reading
from howopen.files.harmless import terminal, workflow_line
from howopen.licenses import files, passages, texts
from howopen.licenses.texts import Kind
from howopen.records.catalogue import Catalogue
from howopen.records.cures import CURES
from howopen.records.errors import Refused

MOST_SHOWN = 10  # passages that are told word by word


def of(file: Path, known: Catalogue) -> str:
    """The finding on the file, in lines that speak to no terminal or workflow, with the passages that it rests on. Raises Refused when it cannot be read."""
    content = _content(file)
    return "\n".join(map(workflow_line, _lines(content, draft_text.speller(known).file(content))))


def record(file: Path, url: str, on: str, words: Path | None = None) -> str:
    """The file as an item of the list in `data/license-texts/ID.yaml`, as published at that address and read on that day. Raises Refused.

    `words` is a text file that has the words of `file`, where that is a PDF or another document.
    """
    content = _content(file)
    if texts.is_document(content) != (words is not None):
        raise Refused(f"{file} is a text; leave out --words" if words else f"{file} is a PDF or the like; give its words as a text file with --words")
    digests = texts.digests(_content(words) if words else content)
    if not digests.passages:
        raise Refused(f"{words or file} has no words, or more than {passages.MOST_PASSAGES} passages; it cannot be compared")
    try:
        return texts.as_yaml(texts.published(digests, url, on, texts.digests(content) if words else None))
    except ValueError:
        raise Refused(f"{url!r} {CURES['address']}") from None


def _content(file: Path) -> bytes:
    try:
        return reading.content(file, files.most_of(file.name))
    except (reading.Unreadable, OSError) as error:
        raise Refused(f"{file}: {error}") from None


def _lines(content: bytes, answer: texts.Answer) -> Iterator[str]:
    yield terminal(answer.told)
    if answer.kind in (Kind.LONGER, Kind.NEAR):
        found = passages.of(content)
        for number in answer.places[:MOST_SHOWN]:
            if number <= len(found):
                words = " ".join(found[number - 1].words)
                yield f"  passage {number}, line {found[number - 1].line}: {terminal(words[:160])}{'...' if len(words) > 160 else ''}"
            else:
                yield "  at the end: something of the license is missing"
    if answer.kind is not Kind.IS:
        yield f"  sha256 {hashlib.sha256(content).hexdigest()}"
