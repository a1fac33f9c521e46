"""Kinds of answers that cannot be used."""

from __future__ import annotations

import enum


class Kind(enum.StrEnum):
    """Kind of failure of a request; the value stands in reports and snapshots."""

    GATED = "gated"
    ABSENT = "absent-or-private"
    REFUSED = "refused"
    LIMITED = "rate-limited"
    UNAVAILABLE = "server-error"
    UNREACHABLE = "unreachable"
    UNKNOWN_HOST = "unknown-host"
    TIMEOUT = "timeout"
    CUT = "cut-short"
    TOO_LARGE = "too-large"
    WRONG_TYPE = "wrong-type"
    NOT_JSON = "not-json"
    SHAPE = "unexpected-shape"
    HOSTILE = "hostile"
    REDIRECT = "bad-redirect"
    STATUS = "unexpected-status"
    NOT_ASKED = "not-asked"


class Failed(Exception):
    """Raised when an answer cannot be used. Holds our own words only: nothing of the answer, no address, no token."""

    def __init__(self, kind: Kind, status: int | None = None, detail: str = "") -> None:
        super().__init__(f"{kind}{f' (HTTP {status})' if status else ''}{f': {detail}' if detail else ''}")
        self.kind, self.status, self.detail = kind, status, detail


class GivenUp(Failed):
    """Raised when a host will not be asked any more in this run."""
