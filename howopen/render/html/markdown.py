"""Markdown -> HTML without raw HTML, without pictures and references, with checked links. The only user of markdown-it."""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from markupsafe import Markup

from howopen.files import harmless

if TYPE_CHECKING:  # commands that draw no page have words from beside this module, and would wait for it
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SLUG = re.compile(r"[^a-z0-9]+")


def _is_safe(address: str) -> bool:
    """http(s), mailto, or a path within the site."""
    if address.startswith("//") or "\\" in address:
        return False
    return urlsplit(address).scheme in ("http", "https", "mailto", "")


def _reachable(_: object, tokens: Sequence[Token], at: int, *__: object) -> str:
    """Code that may be wider than the page, so that it scrolls: the keyboard has to reach it."""
    return f'<pre tabindex="0"><code>{harmless.markup(tokens[at].content)}</code></pre>\n'


@functools.cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    # an address that is written once and referred to ten thousand times makes a page of a gigabyte
    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"]).disable(["image", "reference"])
    parser.add_render_rule("fence", _reachable)
    parser.add_render_rule("code_block", _reachable)
    setattr(parser, "validateLink", _is_safe)  # noqa: B010  the library's own hook, which its types call a method
    return parser


def to_html(text: str, root: str) -> Markup:
    """The text as HTML. Links that begin with `/` are taken within the site, whose top is at `root`; headings get ids."""
    parser = _parser()
    tokens = parser.parse(text)
    seen: dict[str, int] = {}
    for at, token in enumerate(tokens):
        if token.type == "heading_open":
            slug = _SLUG.sub("-", tokens[at + 1].content.lower()).strip("-") or "section"
            seen[slug] = seen.get(slug, 0) + 1
            token.attrSet("id", slug if seen[slug] == 1 else f"{slug}-{seen[slug]}")
        for inner in token.children or ():
            if inner.type != "link_open":
                continue
            address = str(inner.attrGet("href") or "")
            if address.startswith("/"):
                inner.attrSet("href", root + address[1:])
            elif urlsplit(address).scheme in ("http", "https"):
                inner.attrSet("rel", "nofollow noopener")
    # what the renderer returns is safe: html is off, links are checked, and everything else is escaped by it
    return Markup(parser.renderer.render(tokens, parser.options, {}))  # noqa: S704
