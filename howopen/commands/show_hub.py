"""A model that is not in the catalogue, as the Hub's record of it has it: one more model of which nothing is known but what its page says. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from howopen import enrich
from howopen.commands import draft, draft_text
from howopen.fetch import huggingface
from howopen.fetch.failures import Failed
from howopen.files.harmless import terminal
from howopen.files.snapshots import BadSnapshot, built
from howopen.records.addresses import hub_page
from howopen.records.catalogue import Catalogue
from howopen.records.errors import Refused
from howopen.records.fetched import HubFacts, RequestState
from howopen.records.model import Model
from howopen.records.site import Developer

_FILE = re.compile(r".*\.(?:ya?ml|json)\Z", re.IGNORECASE)


def named(what: str) -> str:
    """The Hub's id in an id or an address; empty for a text that is none, or that is meant for a file."""
    try:
        return "" if _FILE.match(what) else draft.named(what)
    except draft.NoModel:
        return ""


def here(name: str, known: Catalogue) -> str:
    """The id of the model here with that Hugging Face id; empty where none has it."""
    return next((key for key, one in known.models.items() if name.lower() in {hub.lower() for hub in one.hub_ids}), "")


def among(record: Any, known: Catalogue, today: str) -> tuple[Catalogue, str, str]:
    """(catalogue, id, sentences) with the model of a record added; the sentences say what its verdicts rest on. Raises Refused."""
    try:
        facts = huggingface.facts_of(record)
    except (Failed, BadSnapshot) as bad:
        raise Refused(f"the Hub's record cannot be used ({bad})") from None
    if there := here(facts.id, known):
        return known, there, f"It is {facts.id} now, which is here."
    org, _, name = facts.id.rpartition("/")
    key = next(one for one in _ids(draft_text.id_of(name) or "model") if one not in known.models)
    developer = draft_text.developer_of(known, org) or next(one for one in _ids(draft_text.id_of(org) or "developer") if one not in known.developers)
    developers = known.developers if developer in known.developers else known.developers | {developer: Developer(name=org or "unknown")}
    try:
        model = built(Model, {"id": key, "name": name, "developer": developer, "sources": {"huggingface": facts.id}})
    except BadSnapshot:  # services spell ids that no model here can have: without an owner, or longer
        raise Refused(
            f"the Hub's record cannot be used: it calls the model {facts.id[:80]!r}, and one here is called org/name, in 160 letters at most"
        ) from None
    states = known.fetched.request_states | {f"{huggingface.MODELS}/{facts.id}".lower(): RequestState(confirmed=today)}
    fetched = replace(known.fetched, models=known.fetched.models | {facts.id.lower(): facts}, request_states=states)
    return enrich.with_model(replace(known, fetched=fetched, developers=developers), model), key, _said(facts)


def _said(facts: HubFacts) -> str:
    """Sentences on what a verdict from this record rests on."""
    changed = f", last changed on {facts.modified}" if facts.modified else ""
    notes = [
        f"{facts.id} is not in the catalogue. What follows is judged from the Hub's record alone ({hub_page(facts)}{changed}).",
        "Nobody has looked at it here: what the record does not tell is unknown.",
    ]
    if facts.relation:
        notes.append(f"The Hub calls it {_RELATIONS[facts.relation]}.")
    if facts.disabled:
        notes.append("The Hub has disabled its repository: nobody gets the files from there.")
    elif not facts.weight_files:
        notes.append("No file there is one of weights.")
    if facts.gated is None:
        notes.append("What stands before its files the record does not tell in a way that is known here.")
    if facts.other_bases:
        notes.append(f"Its card names as a base what is no id: {terminal(', '.join(facts.other_bases))}.")
    return " ".join(notes)


_RELATIONS = {
    "quantized": "a quantised copy of its base",
    "adapter": "an adapter for its base, not a model of its own",
    "merge": "a merge of its bases",
    "finetune": "a fine-tuned version of its base",
}


def _ids(first: str) -> Iterator[str]:
    """The id, then others like it."""
    yield first
    yield from (f"{first}-{count}" for count in range(2, 1000))
