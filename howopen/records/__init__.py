"""The nouns: frozen records of everything the program knows. Imports nothing of ours beyond its own folder.

fields       small types: links, days, words
evidence     what a model file says
registry     licenses, developers, opinions, pages, the vocabulary, the board
peers        other indexes whose results are shown
definitions  what a definition asks, as data
fetched      what was found outside, and how asking ended
conflicts    where sources disagree
verdicts     what the judge finds
summary      what lists need of a model
history      what changed, and when
catalogue    all of it together
trouble      what can be wrong

A noun is imported with the first who asks for it, so that a command pays only for what it needs.
"""

from __future__ import annotations

import importlib
from typing import Any

_ROOMS = {
    "catalogue": "Catalogue LicenseFacts Terms",
    "conflicts": "Conflict ConflictKind Gap SecondOpinion Side",
    "definitions": "AvailabilityTest DatasetTest Definition GateTest Level LicenseTest Requirement View",
    "evidence": "Answer Checked Claim Component DataInformation Dataset Gate Lineage Model Origin Settled Sources TrainingCompute",
    "fetched": (
        "DeadLink DeadLinks Fetched HubFacts LicenseText PaperFacts PeerCriterion PeerFacts PeerFile PeerIndex RepositoryFacts Standing Standings Trouble"
    ),
    "history": "Cause Change History NO_HISTORY Shift",
    "registry": (
        "Alias Board Clause ComponentWord Criterion Developer Explanation FreeTerms License LicenseAliases Opinion Opinions Page Person "
        "QuestionWord Read Site SpellingBook Tag Term Vocabulary"
    ),
    "peers": "Peer Peers",
    "summary": "Check Part Result Seen Summary",
    "trouble": "BadData Problem Refused",
    "verdicts": "Finding Judged Outcome Reason Rung Verdict",
}
_ROOM = {name: room for room, names in _ROOMS.items() for name in names.split()}
__all__ = sorted(_ROOM)  # noqa: PLE0605


def __getattr__(name: str) -> Any:
    """The noun of that name, from its room."""
    if name not in _ROOM:
        raise AttributeError(f"there is no record {name!r}")
    found = globals()[name] = getattr(importlib.import_module(f"{__name__}.{_ROOM[name]}"), name)
    return found
