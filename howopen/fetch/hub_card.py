"""Answers of the Hub that a command asks for by itself: one model's record, and its list, by the same bounded client as all else. Sends no token."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar
from urllib.parse import quote

from howopen.fetch import http, popular
from howopen.fetch.bounds import Bounds
from howopen.fetch.failures import Failed, Kind
from howopen.fetch.runtime import Runtime
from howopen.records.errors import Refused
from howopen.records.fetched import PopularModel

T = TypeVar("T")
MOST_BYTES = 8 * 1024 * 1024  # the largest records list some ten thousand files
BOUNDS = Bounds(connect=10, read=10, whole=30, bytes_=MOST_BYTES, tries=1, wait=0, same_origin=True)
AGENT = "howopen (drafts of model files)"
GIVE = "give its record with --from FILE"  # as a draft takes it
_LIST = "the Hub's list of models"
# a gate is told from a missing repository by a header, not by the status; a private one and a missing one are not told apart
_WHY = {
    Kind.GATED: "is gated and does not show its record without signing in; open it in a browser",
    Kind.ABSENT: "is not on the Hub, or is private; look at the spelling, org/name, in a browser",
    Kind.REFUSED: "may not be read; its access is disabled or refused",
    Kind.LIMITED: "the Hub asks to wait, because too much was asked from here; try again in five minutes",
    Kind.TIMEOUT: "the Hub does not answer in time; try again",
    Kind.TOO_LARGE: f"the Hub's answer is larger than {MOST_BYTES >> 20} MB",
    Kind.WRONG_TYPE: "the Hub's answer is no JSON",
    Kind.NOT_JSON: "the Hub's answer is no JSON",
    Kind.UNKNOWN_HOST: "the Hub cannot be reached (no such host)",
    Kind.UNREACHABLE: "the Hub cannot be reached",
    Kind.CUT: "the Hub's answer was cut short; try again",
}


# whoever has the record from elsewhere needs no answer
_GIVEN = {Kind.GATED, Kind.TIMEOUT, Kind.UNKNOWN_HOST, Kind.UNREACHABLE, Kind.CUT}


class NoRecord(Refused):
    """Raised when there is no record to be had; says why and what to do."""


def ask(origin: str, name: str, runtime: Runtime, cure: str = GIVE) -> Any:
    """The Hub's answer about the model `name`, org/name, as plain values; asked for over the network. Raises NoRecord, or Refused for a bad proxy.

    `cure` is what a person can do who has the record from elsewhere; empty for nothing.
    """

    async def record(host: http.Host) -> Any:
        return (await host.get(f"/api/models/{quote(name, safe='/')}")).json()

    return _asked(origin, name, runtime, record, cure)


def most_used(origin: str, runtime: Runtime) -> tuple[PopularModel, ...]:
    """The models that are downloaded most from the Hub; asked for over the network. Raises NoRecord, or Refused for a bad proxy."""
    return _asked(origin, _LIST, runtime, popular.ask)


def _asked(origin: str, what: str, runtime: Runtime, how: Callable[[http.Host], Awaitable[T]], cure: str = "") -> T:
    async def asking() -> T:
        async with http.connections() as connections:
            try:
                return await how(http.Host("Hugging Face", origin.rstrip("/"), connections, runtime, AGENT, bounds=BOUNDS))
            except Failed as failed:
                other = f"; {cure}" if cure and failed.kind in _GIVEN else ""
                raise NoRecord(f"{what}: {_why(failed)}{other}") from None

    return asyncio.run(asking())


def _why(failed: Failed) -> str:
    if failed.kind is Kind.REDIRECT:
        return "the Hub redirects without end" if failed.detail == http.ENDLESS else "the Hub points to another host, which is not followed"
    if failed.kind is Kind.REFUSED and failed.status == 401:
        return _WHY[Kind.ABSENT]
    return _WHY.get(failed.kind) or (f"the Hub answers with status {failed.status}; try again later" if failed.status else f"{failed}; try again later")
