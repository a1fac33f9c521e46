"""Addresses of evidence: whether one moves, what it is of, and where fetched facts stand. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

from howopen.records.fetched import HubFacts, RepositoryFacts

# The names that branches usually have, and any that is called a branch: what such an address shows today may not be what was read.
_BRANCH = r"(?:refs/heads/(?P<{0}>[^/?#]+)|(?P<{1}>main|master|develop|dev|HEAD)(?=[/?#]|\Z))"
_MOVING = re.compile(
    r"https?://(?:"
    r"(?:www\.)?github\.com/[^/]+/[^/]+/(?:blob|tree|raw)/" + _BRANCH.format("a", "b") + "|"
    r"raw\.githubusercontent\.com/[^/]+/[^/]+/" + _BRANCH.format("c", "d") + "|"
    r"huggingface\.co/(?:datasets/|spaces/)?[^/]+/[^/]+/(?:blob|tree|resolve|raw)/" + _BRANCH.format("e", "f") + ")",
)
_REPOSITORY = re.compile(
    r"https?://(?:www\.)?(github\.com|raw\.githubusercontent\.com|gitlab\.com|bitbucket\.org|codeberg\.org|gitee\.com|huggingface\.co/(?:datasets|spaces)|huggingface\.co)/"
    r"(?!(?:papers|blog|docs|collections|orgs|features)/)([^/?#]+)/([^/?#]+)"
)
_FILE_IN = re.compile(r"https?://(?:www\.)?github\.com/[^/]+/[^/]+/(?:blob|tree|raw)/[^/]+/([^?#]+)")
_REF = re.compile(r"https?://(?:www\.)?github\.com/[^/]+/[^/]+/(?:blob|tree|raw)/(?:refs/heads/|refs/tags/)?([^/?#]+)")
_MAIN_LINE = re.compile(r"(?:[0-9a-f]{7,40}|v?\d[\w.+-]*|main|master|develop|dev|HEAD)\Z")  # a commit, a version, a usual branch
_PROSE = re.compile(r"\.(?:md|rst|txt|ipynb|html?|pdf)\Z", re.IGNORECASE)
_PAPER = re.compile(r"https?://(?:www\.)?arxiv\.org/(?:abs|pdf|html)/(\d{4}\.\d{4,5})(?:v\d+)?(?:\.pdf)?/?(?:#.*)?\Z")


def moving_branch(address: str) -> str:
    """The branch of a repository that the address is on, as it writes it; empty for one at a commit, and where nothing tells."""
    match = _MOVING.match(address)
    return (match[match.lastgroup] if match and match.lastgroup else None) or ""


def is_of_repository(address: str, name: str) -> bool:
    """Whether it lies in that repository on GitHub, owner/name, or is its first page."""
    start = repository(name).lower()
    return address.lower() == start or address.lower().startswith((f"{start}/", f"{start}#", f"{start}?"))


def on_side_branch(address: str) -> bool:
    """Whether it shows a branch beside the main line of a repository on GitHub: the license file of that branch may be another."""
    match = _REF.match(address)
    return match is not None and _MAIN_LINE.match(match[1]) is None


def is_prose(address: str) -> bool:
    """Whether it shows a file of prose in a repository on GitHub, such as its README."""
    return _PROSE.search(path_in(address)) is not None


def only_paper(evidence: Iterable[str]) -> str:
    """The one arXiv id that all these addresses are of; empty when there is none, or any address is of something else."""
    found = {match[1] if (match := _PAPER.match(address)) else "" for address in evidence}
    return found.pop() if len(found) == 1 else ""


def hub_page(facts: HubFacts, kind: str = "") -> str:
    """The page on the Hub at the revision of the facts; `kind` is `datasets/` for a data set."""
    return f"https://huggingface.co/{kind}{facts.id}/tree/{facts.sha}"


def text_page(facts: HubFacts, path: str, kind: str = "") -> str:
    """A license file on the Hub at the revision of the facts; `kind` is `datasets/` for one of a data set."""
    return f"https://huggingface.co/{kind}{facts.id}/blob/{facts.sha}/{quote(path, safe='/+')}"


def repository(name: str) -> str:
    """The first page of a repository on GitHub, owner/name."""
    return f"https://github.com/{name}"


def repository_page(facts: RepositoryFacts, path: str = "") -> str:
    """The file of the repository; without one its first page."""
    return repository(facts.id) + (f"/blob/HEAD/{quote(path, safe='/+')}" if path else "")


def repository_of(address: str) -> str:
    """The repository that the address lies in, host and all, in lower case; empty for an address of none."""
    match = _REPOSITORY.match(address)
    return "/".join(match.groups()).lower() if match else ""


def path_in(address: str) -> str:
    """The file or folder of a repository that the address shows; empty for its first page."""
    match = _FILE_IN.match(address)
    return unquote(match[1]) if match else ""


def paper_page(paper: str) -> str:
    """The page of a paper on arXiv."""
    return f"https://arxiv.org/abs/{paper}"
