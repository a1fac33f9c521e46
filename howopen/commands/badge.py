"""Texts to paste for the badges of a model."""

from __future__ import annotations

from howopen.commands import show
from howopen.files import suggest
from howopen.records.errors import Refused
from howopen.render import names
from howopen.render.svg import badges
from howopen.render.wording import Words


def text(model: str, words: Words, base_url: str) -> str:
    """Texts to paste, badge by badge, for a model by whatever it is called here. Raises Refused when none is called so."""
    known = words.known
    found = known.models.get(show.found(model, known))
    if found is None:
        called = [name.removeprefix("hf/") for one in known.models.values() for name in names.names(one)]
        raise Refused(f"{model!r} is no model here; {suggest.cure(model, called, 'write the name of its file in data/models/, or org/name')}")
    pasted = [
        f"# {kind}, {name}\n{snippet}\n" for kind in (*badges.kinds(known), "label") for name, snippet in badges.snippets(kind, found, words, base_url).items()
    ]
    return "\n".join(pasted)
