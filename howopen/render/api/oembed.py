"""The card of a model as oEmbed 1.0 has it, https://oembed.com: what a page that is given the address of ours may show in its place."""

from __future__ import annotations

from typing import Literal

import msgspec

from howopen.records.model import Model
from howopen.render import embed
from howopen.render.wording import Words

CACHE_SECONDS = 86400  # as long as a badge


class Card(msgspec.Struct, frozen=True, kw_only=True):
    """An answer of oEmbed; its names and types are those of its specification, 2.3.4."""

    version: Literal["1.0"] = "1.0"
    type: Literal["rich"] = "rich"
    title: str
    provider_name: str
    provider_url: str
    cache_age: int = CACHE_SECONDS
    html: str
    width: int = embed.WIDTH
    height: int = embed.HEIGHT


def of(model: Model, words: Words, base_url: str) -> Card:
    """The answer for the page of a model."""
    return Card(title=embed.title(model, words), provider_name=words.known.site.name, provider_url=base_url, html=embed.frame(model, words, base_url))
