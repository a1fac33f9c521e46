"""Rate limits as hosts tell them in headers: RateLimit as the Hub sends it, x-ratelimit-* of GitHub, Retry-After (RFC 9110, 10.2.3)."""

from __future__ import annotations

import datetime
import email.utils
import re
from collections.abc import Mapping

LONGEST = 86_400  # seconds; whoever asks to wait for more than a day says nonsense
UNSAID = 60  # seconds; GitHub: at least a minute where no header says how long
EVERY_LIMIT = "*"
_WINDOW = re.compile(r'"([a-z-]{1,40})"\s*;\s*r=([0-9]{1,9})(?:\s*;\s*t=([0-9]{1,9}))?')


def openings(status: int, headers: Mapping[str, str], now: float, before: Mapping[str, float]) -> dict[str, float]:
    """Times, in seconds since the epoch, before which a host wants no further request, by limit; `before` are those told earlier."""
    found = dict(before)
    for name, left, seconds in _WINDOW.findall(headers.get("ratelimit", "")[:400]):
        if left == "0" and seconds and float(seconds) <= LONGEST:
            found[name] = now + float(seconds) + 1
    remaining, reset = headers.get("x-ratelimit-remaining", ""), headers.get("x-ratelimit-reset", "")
    if remaining == "0" and re.fullmatch(r"[0-9]{1,12}", reset) and float(reset) <= now + LONGEST:
        found[EVERY_LIMIT] = max(now, float(reset) + 1)
    if status in (403, 429, 503) and "retry-after" in headers:
        found[EVERY_LIMIT] = max(found.get(EVERY_LIMIT, 0), now + retry_after(headers["retry-after"], now))
    elif status == 429 and max(found.values(), default=0) <= now:
        found[EVERY_LIMIT] = now + UNSAID
    return found


def retry_after(value: str, now: float) -> float:
    """Seconds from now that a Retry-After asks to wait: a number or a date. Nonsense, and more than a day, is no wait at all."""
    if re.fullmatch(r"[0-9]{1,9}", value.strip()):
        seconds = float(value)
    else:
        try:
            day = email.utils.parsedate_to_datetime(value)
            seconds = day.replace(tzinfo=day.tzinfo or datetime.UTC).timestamp() - now
        except (ValueError, TypeError, OverflowError):
            return 0.0
    return max(0.0, seconds) if seconds <= LONGEST else 0.0
