"""The parameters of one build that pages and answers tell of. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Stamp:
    """Address, day and commit of a build: parameters, never read from the world here."""

    base_url: str  # where the site will stand, with a slash at the end
    today: str  # YYYY-MM-DD
    commit: str = ""  # 40 hex digits, or empty outside a repository

    @property
    def is_local(self) -> bool:
        """Whether the address is one of this machine, which leads nobody else anywhere."""
        return urlsplit(self.base_url).hostname in ("localhost", "127.0.0.1", "::1")
