"""The parameters of one build that pages and answers tell of. Pure."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Stamp:
    """What a build knows of itself: parameters, never read from the world here."""

    base_url: str  # where the site will stand, with a slash at the end
    today: str  # YYYY-MM-DD
    commit: str = ""  # 40 hex digits, or empty outside a repository
