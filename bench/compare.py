"""Whether two sites are the same work: the same paths, about the same bytes of each kind, and on sampled pages the same words and links."""

from __future__ import annotations

import filecmp
import html
import json
import re
from pathlib import Path
from urllib.parse import unquote

MARK = ".howopen"
SLACK = 0.15  # how far the bytes of a kind may differ, as a share of ours
SAMPLES = 5  # files of each kind whose content is compared

# What both have to make. Our build makes more: feeds, tables, schemas, prose pages, pages on the catalogue.
KINDS = {
    "leaderboard pages": re.compile(r"(?:page/\d+/)?index\.html"),
    "index for the search": re.compile(r"search\.json"),
    "model pages": re.compile(r"models/[^/]+/index\.html"),
    "badges": re.compile(r"badges/.+/(?!label)[^/]+\.svg"),
    "badge endpoints": re.compile(r"badges/.+/[^/]+\.json"),
    "openness labels": re.compile(r"badges/.+/label\.svg"),
    "answers": re.compile(r"api/v1/models/[^/]+(?<!\.cdx)\.json"),
    "answers by Hugging Face id": re.compile(r"api/v1/hf/.+\.json"),
    "bills of materials": re.compile(r"api/v1/models/[^/]+\.cdx\.json"),
    "SPDX documents": re.compile(r"api/v1/spdx/[^/]+\.json"),
    "developer pages": re.compile(r"developers/(?:[^/]+/)?index\.html"),
    "license pages": re.compile(r"licenses/(?:[^/]+/)?index\.html"),
    "definition pages": re.compile(r"definitions/(?:[^/]+/)?index\.html"),
}


def by_kind(site: Path) -> dict[str, dict[str, int]]:
    """By kind: the size in bytes of each file of that kind, by its path."""
    found: dict[str, dict[str, int]] = {kind: {} for kind in KINDS}
    for file in site.rglob("*"):
        path = file.relative_to(site).as_posix()
        kind = next((kind for kind, pattern in KINDS.items() if pattern.fullmatch(path)), None)
        if kind and file.is_file():
            found[kind][path] = file.stat().st_size
    return {kind: dict(sorted(files.items())) for kind, files in found.items()}


def differences(ours: Path, theirs: Path) -> list[str]:
    """What makes `theirs` other work than `ours`, in sentences; empty when nothing does."""
    said = []
    left, right = by_kind(ours), by_kind(theirs)
    for kind, files in left.items():
        other = right[kind]
        for word, paths in (("missing", files.keys() - other.keys()), ("not ours", other.keys() - files.keys())):
            if paths:
                said.append(f"{kind}: {len(paths)} {word}, such as {min(paths)}")
        both = [path for path in files if path in other]
        here, there = sum(files[path] for path in both), sum(other[path] for path in both)
        if here and abs(there - here) > SLACK * here:
            said.append(f"{kind}: {there:,} bytes against {here:,}")
        step = max(len(both) // SAMPLES, 1)
        said += [f"{path}: {found}" for path in both[step // 2 :: step] if (found := _content(ours / path, theirs / path))]
    return said


def bytes_differ(one: Path, other: Path) -> list[str]:
    """The paths of files that are in only one of two sites, or whose bytes differ, in order. The mark of each tells where it lies, and so differs."""
    left, right = ({file.relative_to(top).as_posix(): file for file in top.rglob("*") if file.is_file() and file != top / MARK} for top in (one, other))
    return sorted(
        path for path in left.keys() | right.keys() if path not in left or path not in right or not filecmp.cmp(left[path], right[path], shallow=False)
    )


def _content(one: Path, other: Path) -> str:
    """How the contents of two files differ first; empty where they say the same."""
    left, right = one.read_text(), other.read_text()
    if one.suffix == ".json":
        return "" if json.loads(left) == json.loads(right) else "says something else"
    for name, told in (("words", words), ("addresses", addresses)):
        first, second = told(left), told(right)
        if first != second:
            at = next((at for at, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), min(len(first), len(second)))
            return f"{name} differ: {' '.join(first[max(at - 3, 0) : at + 3])!r} against {' '.join(second[max(at - 3, 0) : at + 3])!r}"
    return ""


def words(page: str) -> list[str]:
    """The visible words, in order."""
    return html.unescape(re.sub(r"<[^>]*>", " ", page)).split()


def addresses(page: str) -> list[str]:
    """What the page links to and shows, in order."""
    return [unquote(html.unescape(address)) for address in re.findall(r'(?:href|src)="([^"]*)"', page)]
