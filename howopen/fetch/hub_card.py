"""One model's record from the Hub, for a draft, by the same bounded client as every other answer. Sends no token."""

from __future__ import annotations

import asyncio
from typing import Any
from urllib.parse import quote

from howopen.fetch import http
from howopen.fetch.failures import Failed, Kind
from howopen.fetch.runtime import Runtime
from howopen.records.errors import Refused

MOST_BYTES = 8 * 1024 * 1024  # the largest records list some ten thousand files
BOUNDS = http.Bounds(connect=10, read=10, whole=30, bytes_=MOST_BYTES, tries=1, wait=0, same_origin=True)
AGENT = "howopen (drafts of model files)"
_GIVE = "give its record with --from FILE"
# a gate is told from a missing repository by a header, not by the status; a private one and a missing one are not told apart
_WHY = {
    Kind.GATED: "is gated and does not show its record without signing in; open it in a browser, save its record and use --from FILE",
    Kind.ABSENT: "is not on the Hub, or is private; look at the spelling, org/name, in a browser",
    Kind.REFUSED: "may not be read; its access is disabled or refused",
    Kind.LIMITED: "the Hub asks to wait, because too much was asked from here; try again in five minutes",
    Kind.TIMEOUT: f"the Hub does not answer in time; try again, or {_GIVE}",
    Kind.TOO_LARGE: f"the Hub's answer is larger than {MOST_BYTES >> 20} MB",
    Kind.WRONG_TYPE: "the Hub's answer is no JSON",
    Kind.NOT_JSON: "the Hub's answer is no JSON",
    Kind.UNKNOWN_HOST: f"the Hub cannot be reached (no such host); {_GIVE}",
    Kind.UNREACHABLE: f"the Hub cannot be reached; {_GIVE}",
    Kind.CUT: f"the Hub's answer was cut short; try again, or {_GIVE}",
}


class NoRecord(Refused):
    """Raised when there is no record to be had; says why and what to do."""


def ask(origin: str, name: str, runtime: Runtime) -> Any:
    """The Hub's answer about the model `name`, org/name, as plain values; asked for over the network. Raises NoRecord, or Refused for a bad proxy."""
    return asyncio.run(_ask(origin.rstrip("/"), name, runtime))


async def _ask(origin: str, name: str, runtime: Runtime) -> Any:
    async with http.connections() as connections:
        host = http.Host("Hugging Face", origin, connections, runtime, AGENT, bounds=BOUNDS)
        try:
            return (await host.get(f"/api/models/{quote(name, safe='/')}")).json()
        except Failed as failed:
            raise NoRecord(f"{name}: {_why(failed)}") from None


def _why(failed: Failed) -> str:
    if failed.kind is Kind.REDIRECT:
        return "the Hub redirects without end" if failed.detail == http.ENDLESS else "the Hub points to another host, which a draft does not follow"
    if failed.kind is Kind.REFUSED and failed.status == 401:
        return _WHY[Kind.ABSENT]
    return _WHY.get(failed.kind) or (f"the Hub answers with status {failed.status}; try again later" if failed.status else f"{failed}; try again later")
