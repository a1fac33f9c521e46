"""Where the services stand, and the tokens for them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from howopen.records.errors import Refused

_NAMED = {"huggingface": "HF_ENDPOINT", "github": "GITHUB_API_URL", "raw": "GITHUB_RAW_URL", "arxiv": "ARXIV_OAI_URL"}
_TOKENS = {"huggingface_token": "HF_TOKEN", "github_token": "GITHUB_TOKEN"}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the services stand, without a slash at the end, and the tokens for them."""

    huggingface: str = "https://huggingface.co"
    github: str = "https://api.github.com"
    raw: str = "https://raw.githubusercontent.com"  # the files of public repositories
    arxiv: str = "https://oaipmh.arxiv.org"
    huggingface_token: str = field(default="", repr=False)
    github_token: str = field(default="", repr=False)

    @property
    def local(self) -> bool:
        """Whether everything runs against this machine, as in tests."""
        return urlsplit(self.huggingface).hostname in ("127.0.0.1", "localhost", "::1")

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Addresses:
        """Where the services stand, by the variables that people set for them. Raises Refused for an address or token that cannot be one."""
        given = {name: environment[variable].rstrip("/") for name, variable in _NAMED.items() if environment.get(variable)}
        for name, address in given.items():
            if not re.match(r"https://|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/|\Z)", address):
                raise Refused(f"{_NAMED[name]} must be an address that starts with https://")
        held = {name: environment.get(variable, "").strip() for name, variable in _TOKENS.items()}
        for name, token in held.items():
            if not re.fullmatch(r"[!-~]*", token):
                raise Refused(f"{_TOKENS[name]} holds something that is no token")
        return cls(**given, **held)
