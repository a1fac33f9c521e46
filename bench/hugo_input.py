"""Input of Hugo: the pages of a site of ours as lines, and what its files hold. Not part of what is timed.

Hugo cannot judge, so it gets what our build found. Of a page it gets, line by line, what it has to put out as it stands, and the values that it has to
escape and fill in between. So no template in bench/hugo/ has to follow ours when a page is drawn anew, and Hugo has less to do than ours had:

- a line that stands on several pages, or more than once on its own, is given ready, and with those around it where they stand together often,
- of any other line the texts, addresses and numbers are values; the rest of it is ready,
- what a template would ask before it draws a line, and the loop around it, is done.
"""

from __future__ import annotations

import html
import json
import re
import shutil
from collections import Counter
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

from bench import compare

HERE = Path(__file__).parent
OFTEN = 3  # pages on which a line, or a run of them, is found to be worth a name
# in a line: a text after a tag, or what stands in an attribute that differs from page to page
TOLD = "href|src|alt|title|content|datetime|id|aria-label|width|height|viewBox|x|y|d|textLength|transform"
VALUE = re.compile(rf'>([^<>\n]+)|\s(?:{TOLD})="([^"]+)')
Given = dict[str, str]  # what is put out, one after the other: `ready`, by its name; `own`, as it stands; `value`, escaped


def write(site: Path, into: Path) -> None:
    """Make `into` a Hugo project that builds the equivalent of `site`. The folder must not exist."""
    shutil.copytree(HERE / "hugo", into)
    pages = [path for kind, files in compare.by_kind(site).items() if kind.endswith("pages") for path in files]
    labels = sorted(path.relative_to(site).as_posix() for path in site.glob("badges/*/label.svg"))
    lines = _Lines(site, [*pages, *labels])
    badges: dict[str, dict[str, Any]] = {}
    for path in pages:
        folder, _, key = path.removesuffix("/index.html").rpartition("/")
        files = _files(site, key, lines, badges) if folder == "models" else {}
        _dump(into / "assets" / "pages" / f"{path}.json", {"given": lines.of(path), **files})
    _dump(into / "data" / "pages.json", [path for path in pages if path != "index.html"])
    _dump(into / "data" / "ready.json", lines.named)
    _dump(into / "data" / "badges.json", badges)
    _dump(into / "data" / "search.json", _json(site, "search.json"))


def read(project: Path, path: str) -> dict[str, Any]:
    """Data of the project for one page."""
    return json.loads((project / "assets" / "pages" / f"{path}.json").read_text())


def _json(site: Path, path: str) -> Any:
    return json.loads((site / path).read_text())


def _dump(file: Path, value: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


class _Lines:
    """The lines of all pages; names those that are given ready."""

    def __init__(self, site: Path, paths: list[str]) -> None:
        self._site = site
        self._known: Counter[str] = Counter()  # pages that have a line
        self._runs: Counter[str] = Counter()  # pages that have these ready lines together
        self.named: dict[str, str] = {}  # ready texts by name
        self._names: dict[str, str] = {}
        for path in paths:
            self._known.update(set(self._text(path)))
        for path in paths:
            self._runs.update({"".join(some) for ready, some in self._parted(path) if ready})

    def _text(self, path: str) -> list[str]:
        return (self._site / path).read_text().splitlines(keepends=True)

    def _parted(self, path: str) -> Iterator[tuple[bool, list[str]]]:
        """(whether they are ready, lines) of a page, in order."""
        text = self._text(path)
        here = Counter(text)
        for ready, some in groupby(text, key=lambda line: here[line] > 1 or self._known[line] >= OFTEN):
            yield ready, list(some)

    def of(self, path: str) -> list[Given]:
        """Pieces of a page, in order."""
        given: list[Given] = []
        for ready, some in self._parted(path):
            if not ready:
                given += (piece for line in some for piece in self._split(line))
            elif self._runs[run := "".join(some)] >= OFTEN:
                given.append(self._ready(run))
            else:
                given += (self._ready(line) if self._known[line] >= OFTEN else {"own": line} for line in some)
        return given

    def _split(self, line: str) -> Iterator[Given]:
        at = 0
        for found in VALUE.finditer(line):
            start, end = found.span(found.lastindex or 0)
            yield self._ready(line[at:start]) | {"value": html.unescape(line[start:end])}
            at = end
        yield self._ready(line[at:])

    def _ready(self, text: str) -> Given:
        name = self._names.setdefault(text, str(len(self._names)))
        self.named[name] = text
        return {"ready": name}


def _files(site: Path, key: str, lines: _Lines, badges: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """The files beside the page of a model: its answers and badges, and the openness label as lines."""
    answer = _json(site, f"api/v1/models/{key}.json")
    hub = next(iter(answer["model"]["huggingface"] or ()), "")
    kinds = [file.stem for file in sorted((site / "badges" / key).glob("*.json"))]
    answers = [f"api/v1/models/{key}.json", f"api/v1/models/{key}.cdx.json", f"api/v1/spdx/{key}.json", *([f"api/v1/hf/{hub}.json"] if hub else [])]
    return {
        "answers": {path: _json(site, path) for path in answers},
        "names": [key, *([f"hf/{hub}"] if hub else [])],
        "label": lines.of(f"badges/{key}/label.svg"),
        "badges": {kind: _badge(site, f"badges/{key}/{kind}", badges) for kind in kinds},
    }


def _badge(site: Path, path: str, badges: dict[str, dict[str, Any]]) -> str:
    """The name of a badge in the table of badges, which has what stands on each and how wide it is."""
    said = _json(site, f"{path}.json")
    name = f"{said['label']}: {said['message']} {said['color']}"
    if name not in badges:
        picture = (site / f"{path}.svg").read_text()
        left, right = re.findall(r'textLength="([^"]+)"', picture)
        (width,), (middle,) = re.findall(r'<svg [^>]*?width="(\d+)"', picture), re.findall(r'd="M3 0H(\d+)V', picture)
        badges[name] = {"left": left, "right": right, "middle": int(middle), "width": int(width), "ends": int(width) - 3, "said": said}
    return name
