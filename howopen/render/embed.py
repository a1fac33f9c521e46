"""The card of a model that other pages may frame: where it stands and what to paste for it. Pure."""

from __future__ import annotations

from howopen.files import harmless
from howopen.records.model import Model
from howopen.render.wording import Words

WIDTH, HEIGHT = 480, 400  # pixels; a longer card scrolls within its frame
# a card has a link that opens a page of its own, and needs nothing else
SANDBOX = "allow-popups allow-popups-to-escape-sandbox"


def path(name: str) -> str:
    """The folder of the card of a model, by its id or a former one."""
    return f"embed/{name}/"


def title(model: Model, words: Words) -> str:
    """The title of the card, on one line."""
    return " ".join(words.text("embed", "title", model=model.name).split())


def frame(model: Model, words: Words, base_url: str) -> str:
    """The frame as HTML to paste."""
    source, named = harmless.markup(f"{base_url}{path(model.id)}"), harmless.markup(title(model, words))
    return f'<iframe src="{source}" title="{named}" width="{WIDTH}" height="{HEIGHT}" sandbox="{SANDBOX}" loading="lazy"></iframe>'
