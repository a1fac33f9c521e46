"""A file of another index -> a draft: facts only, each under the name of who found it. Pure.

osai  the European Open Source AI Index
mot   the Model Openness Tool
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from howopen.commands.draft_text import Draft
from howopen.commands.importing import mot, osai
from howopen.records.catalogue import Catalogue

PEERS: dict[str, Callable[[dict[str, Any], Catalogue, str], Draft]] = {"mot": mot.draft, "osai": osai.draft}

__all__ = ["PEERS"]
