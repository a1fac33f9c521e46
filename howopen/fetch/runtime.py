"""Clock, sleep and chance of one run, which only the front door knows."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field


def _untold(_host: str, _seconds: float) -> None:
    """Tell nobody of a wait."""


@dataclass(frozen=True, slots=True)
class Runtime:
    """Clock, sleep and chance of one run."""

    today: str  # YYYY-MM-DD
    clock: Callable[[], float]  # seconds since the epoch
    sleep: Callable[[float], Awaitable[None]] = asyncio.sleep
    jitter: random.Random = field(default_factory=random.Random)
    waiting: Callable[[str, float], None] = _untold  # called with a host's name and seconds before a wait of some length
