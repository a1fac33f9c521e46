"""One model's record from the Hub, for a draft. Bounded in time, bytes and redirects; asks one host and sends no secret."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import quote, urljoin, urlsplit

import httpx

from howopen.records.errors import Refused

MOST_BYTES = 8 * 1024 * 1024  # the largest records list some ten thousand files
MOST_REDIRECTS = 4
SECONDS = 30.0  # in all, redirects included


class NoRecord(Refused):
    """There is no record to be had; says why and what to do."""


def ask(origin: str, name: str) -> Any:
    """The record, asked for over the network. Raises NoRecord."""
    with httpx.Client(headers={"User-Agent": "howopen (drafts of model files)"}) as client:
        return record(client, origin, name)


def record(client: httpx.Client, origin: str, name: str) -> Any:
    """The Hub's answer about the model `name`, org/name, as plain values. Raises NoRecord."""
    address = f"{origin.rstrip('/')}/api/models/{quote(name, safe='/')}"
    ends = time.monotonic() + SECONDS
    try:
        for _ in range(MOST_REDIRECTS + 1):
            with client.stream("GET", address, headers={"Accept": "application/json"}, timeout=10.0, follow_redirects=False) as answer:
                if not answer.is_redirect:
                    return _content(answer, name, ends)
                address = urljoin(address, answer.headers.get("location", ""))
                if urlsplit(address)[:2] != urlsplit(origin)[:2]:
                    raise NoRecord(f"{name}: the Hub points to another host, which a draft does not follow")
    except httpx.TimeoutException:
        raise NoRecord(f"{name}: the Hub does not answer in time; try again, or give its record with --from FILE") from None
    except httpx.HTTPError as error:
        raise NoRecord(f"{name}: the Hub cannot be reached ({type(error).__name__}); give its record with --from FILE") from None
    raise NoRecord(f"{name}: the Hub redirects without end")


def _content(answer: httpx.Response, name: str, ends: float) -> Any:
    if answer.status_code != 200:
        raise NoRecord(f"{name}: {_why(answer)}")
    content = bytearray()
    for piece in answer.iter_bytes():
        content += piece
        if len(content) > MOST_BYTES:
            raise NoRecord(f"{name}: the Hub's answer is larger than {MOST_BYTES >> 20} MB")
        if time.monotonic() > ends:
            raise NoRecord(f"{name}: the Hub does not answer in time; try again, or give its record with --from FILE")
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise NoRecord(f"{name}: the Hub's answer is no JSON") from None


def _why(answer: httpx.Response) -> str:
    """The Hub tells a gate from a missing repository by a header, not by the status; a private one and a missing one it does not tell apart."""
    code, status = answer.headers.get("x-error-code", ""), answer.status_code
    if code == "GatedRepo":
        return "is gated and does not show its record without signing in; open it in a browser, save its record and use --from FILE"
    if status in (401, 404):
        return "is not on the Hub, or is private; look at the spelling, org/name, in a browser"
    if status == 403:
        return "may not be read; its access is disabled or refused"
    if status == 429:
        return "the Hub asks to wait, because too much was asked from here; try again in five minutes"
    return f"the Hub answers with status {status}; try again later"
