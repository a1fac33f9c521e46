"""Names under which a model's badges and answers can be asked for: its id, its former ids, its Hugging Face ids. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from howopen.records.model import Model

FIRST_BADGE = "openness"  # the kind of badge offered first; it speaks of the board's badge definition

# What every file system and web server takes as it is; the Hub's own rule for ids is narrower still.
_SEGMENT = re.compile(r"[A-Za-z0-9_]([A-Za-z0-9._-]*[A-Za-z0-9_-])?\Z", re.ASCII)


def hub_ids(model: Model) -> Iterator[str]:
    """The model's Hugging Face ids that can stand in a path, each once even where capitals do not count."""
    seen: set[str] = set()
    for hub in model.sources.huggingface:
        if hub.lower() not in seen and all(_SEGMENT.match(part) for part in hub.split("/")):
            seen.add(hub.lower())
            yield hub


def names(model: Model) -> Iterator[str]:
    """Folder names: the id, each alias, hf/<org>/<name>."""
    yield model.id
    yield from model.aliases
    yield from (f"hf/{hub}" for hub in hub_ids(model))
