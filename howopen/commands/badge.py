"""Texts to paste for the badges of a model."""

from __future__ import annotations

from howopen.files import suggest
from howopen.records.errors import Refused
from howopen.render import names
from howopen.render.svg import badges
from howopen.render.wording import Words


def text(model: str, words: Words, base_url: str) -> str:
    """Texts to paste, badge by badge, for a model by its id, a former one, or its Hugging Face id. Raises Refused when no model goes by that name."""
    known = words.known
    by_name = {name.removeprefix("hf/").lower(): one for one in known.models.values() for name in names.names(one)}
    found = by_name.get(model.lower())
    if found is None:
        cure = suggest.cure(model, by_name, "write the name of its file in data/models/, or org/name")
        raise Refused(f"{model!r} is no model here; {cure}")
    pasted = [
        f"# {kind}, {name}\n{snippet}\n" for kind in (*badges.kinds(known), "label") for name, snippet in badges.snippets(kind, found, words, base_url).items()
    ]
    return "\n".join(pasted)
