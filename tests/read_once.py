"""Files that all commands read alike, parsed once for all tests of a process: what is read of one rests on its kind, name and text alone."""

from __future__ import annotations

from collections.abc import Callable

from howopen.load.kept import Records
from howopen.records.model import Model


class Both:
    """The records that a command was given, and those of the process for what it was not given."""

    def __init__(self, given: Records, shared: Records) -> None:
        self._given, self._shared = given, shared

    def get(self, kind, stem: str, text: str):
        """The record of a file with exactly that text, which the command has from now on; None where nobody has it."""
        if (found := self._shared.get(kind, stem, text)) is None:  # first, for what a command was given is to be unpickled
            return self._given.get(kind, stem, text)
        self._given.put(stem, text, found)
        return found

    def put(self, stem: str, text: str, record) -> None:
        """Keep the record for the command, and for all others."""
        self._given.put(stem, text, record)
        self._shared.put(stem, text, record)


def sharing(read: Callable, *, models: bool) -> Callable:
    """`one_file.read` that parses each text once a process; those of models, of which most are read once, only where asked."""
    shared = Records()

    def reading(file, data, kind, *rest, **named):
        if models or kind is not Model:
            given = named.get("records")
            named["records"] = shared if given is None else Both(given, shared)
        return read(file, data, kind, *rest, **named)

    return reading
