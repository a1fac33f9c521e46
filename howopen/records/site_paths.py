"""Paths of the site, and names that nothing may have because something else has that path. Pure.

Each model has the folders models/<name>/, embed/<name>/ and badges/<name>/ and the answers api/v1/models/<name>.json and
api/v1/oembed/<name>.json under each of its names, api/v1/spdx/<id>.json, and badges/hf/<org>/<name>/ and api/v1/hf/<org>/<name>.json under each
of its Hugging Face ids. A page of data/pages/ has a folder at the top.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from howopen.records.model import Model

INDEX = "index.html"  # what a web server answers for a folder, so that nothing else may be called so
BILL = ".cdx"  # the bill of materials <id>.cdx.json stands beside the answer <id>.json
HUB = "hf"  # the folder of what is asked for by Hugging Face id, beside those of the models
LONGEST = 80  # characters of an id: with what is put behind it a file name stays far below 255 bytes
FILES = frozenset({INDEX, "404.html", "feed.xml", "new.xml", "sitemap.xml", "robots.txt", "llms.txt", "search.json"})  # at the top of the site
FOLDERS = frozenset({"agreement", "api", "assets", "badges", "cards", "changes", "claims", "compare", "coverage", "definitions", "developers"}) | frozenset(
    {"editions", "embed", "licenses", "models", "page", "pictures", "propose", "quality"}
)
BADGES = frozenset({"label", "openness"})  # of every model, beside one for each definition
# By folder of the data: names that its files cannot have
_TAKEN = {"pages": FILES | FOLDERS, "models": frozenset({HUB}), "definitions": BADGES}
_DEVICE = re.compile(r"(?:con|prn|aux|nul|(?:com|lpt)[1-9])(?:\.|\Z)")  # of Windows, whatever follows a dot
# What every file system and web server takes as it is; the Hub's own rule for ids is narrower still.
_SEGMENT = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_-])?\Z", re.ASCII)


def refused(folder: str, name: str) -> str | None:
    """Why a file of that folder of the data cannot have that name, and what to do; None where it can. Aliases of models are names like theirs."""
    if len(name) > LONGEST:
        return f"is longer than {LONGEST} characters; choose a shorter name"
    if name.endswith("."):
        return "ends in a dot, which some systems leave out of a file's name; choose another name"
    if _DEVICE.match(name):
        return "is the name of a device on Windows, where no file can be called so; choose another name"
    if name == INDEX:
        return f"is what a web server answers for a folder ({INDEX}); choose another name"
    if name in _TAKEN.get(folder, ()):
        return f"is the name of something else on the site ({_example(folder, name)}); choose another name"
    if folder == "models" and name.endswith(BILL):
        return f"ends in {BILL}, as the bill of materials of another model would; choose another name"
    return None


def _example(folder: str, name: str) -> str:
    if folder == "pages":
        return name if name in FILES else f"{name}/"
    return f"badges/{name}/" if folder == "models" else f"badges/.../{name}.svg"


def hub_ids(model: Model) -> Iterator[str]:
    """The model's Hugging Face ids that can stand in a path, each once even where capitals do not count."""
    seen: set[str] = set()
    for hub in model.hub_ids:
        if hub.lower() not in seen and all(_SEGMENT.match(part) for part in hub.split("/")):
            seen.add(hub.lower())
            yield hub


def names(model: Model) -> Iterator[str]:
    """Folder names: the id, each alias, hf/<org>/<name>."""
    yield model.id
    yield from model.aliases
    yield from (f"{HUB}/{hub}" for hub in hub_ids(model))
