"""Badges: a stable address whose picture changes with the verdict. SVG of our own, and the same for the shields.io endpoint.

A badge holds no ids and no style sheet, so that any number can stand in one page and under any policy; the text is fitted to a
computed width, so that it is not cut in whatever font the reader has.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from howopen.files import harmless
from howopen.records import results
from howopen.records.catalogue import Catalogue
from howopen.records.definition import Definition
from howopen.records.model import Model
from howopen.records.summary import Result
from howopen.records.verdict import Judged, Verdict
from howopen.render import names, shields
from howopen.render.svg import text_width
from howopen.render.wording import Words

LEFT = "#444444"
COLORS = {"met": "#1a7f37", "part": "#0a5cad", "not-met": "#b3261e", "undetermined": "#7a5200", "none": "#5a5f66"}  # white on each: at least 4.5:1
SIZE, PADDING, HEIGHT = 11, 6, 20  # pixels
CACHE_SECONDS = 86400  # a verdict changes by a reviewed edit, a few times a year
Draw = Callable[[str], bytes]  # SVG -> PNG


@dataclass(frozen=True, slots=True)
class Badge:
    """Texts and tone of one badge."""

    label: str
    message: str
    tone: str  # a key of COLORS

    @property
    def middle(self) -> int:
        """The left edge of its right half, in pixels."""
        return round(text_width.width(self.label, SIZE) + 2 * PADDING)

    @property
    def width(self) -> int:
        """In pixels."""
        return self.middle + round(text_width.width(self.message, SIZE) + 2 * PADDING)


def kinds(known: Catalogue) -> dict[str, Definition]:
    """Kinds of badges by the name of their file, with the definition each speaks of; the one offered first comes first."""
    return {names.FIRST_BADGE: known.definitions[known.board.badge]} | known.definitions


def of(kind: str, verdict: Verdict | Result, words: Words) -> Badge:
    """The badge of that kind for a verdict."""
    return said(kind, results.code(kinds(words.known)[kind], verdict), verdict.unknown, words)


def said(kind: str, code: str, unknowns: int, words: Words) -> Badge:
    """The badge of that kind for a standing; `unknowns` counts the facts that would settle what is undetermined."""
    definition = kinds(words.known)[kind]
    return Badge(_label(kind, definition, words.known), words.standing(definition, code, unknowns), results.tone(definition, code))


def _label(kind: str, definition: Definition, known: Catalogue) -> str:
    """The text of the left half: the definition with its version."""
    if kind == names.FIRST_BADGE:
        return known.board.badge_label
    if definition.badge:
        return definition.badge
    return definition.short if definition.version in definition.short else f"{definition.short} {definition.version}"


@functools.lru_cache(maxsize=4096)
def svg(badge: Badge) -> str:
    """The badge as a picture, 20 pixels high."""
    left, right = (text_width.width(text, SIZE) for text in (badge.label, badge.message))
    middle, whole = badge.middle, badge.width
    both = harmless.markup(f"{badge.label}: {badge.message}")
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{whole}" height="{HEIGHT}" viewBox="0 0 {whole} {HEIGHT}" role="img" aria-label="{both}">'
        f"<title>{both}</title>"
        f'<path fill="{LEFT}" d="M3 0H{middle}V20H3a3 3 0 0 1-3-3V3a3 3 0 0 1 3-3z"/>'
        f'<path fill="{COLORS[badge.tone]}" d="M{middle} 0H{whole - 3}a3 3 0 0 1 3 3V17a3 3 0 0 1-3 3H{middle}z"/>'
        f'<g fill="#fff" font-family="Verdana,Geneva,\'DejaVu Sans\',sans-serif" font-size="{SIZE}" aria-hidden="true">'
        f'<text x="{PADDING}" y="14" textLength="{left}">{harmless.markup(badge.label)}</text>'
        f'<text x="{middle + PADDING}" y="14" textLength="{right}">{harmless.markup(badge.message)}</text></g></svg>\n'
    )


@functools.lru_cache(maxsize=4096)
def endpoint(badge: Badge) -> str:
    """The badge as shields.io's endpoint reads it."""
    color, label_color = COLORS[badge.tone][1:], LEFT[1:]
    return shields.text(shields.Endpoint(label=badge.label, message=badge.message, color=color, label_color=label_color, cache_seconds=CACHE_SECONDS))


def of_model(one: Judged, card: str, words: Words, draw: Draw | None) -> Iterator[tuple[str, str | bytes]]:
    """(path, content) of every badge of one model and of its label, `card`, under each of its names; PNG only where `draw` is given."""
    known = words.known
    pictures = {kind: of(kind, one.verdicts[definition.id], words) for kind, definition in kinds(known).items()}
    drawn = {kind: draw(svg(badge)) for kind, badge in pictures.items()} if draw else {}
    for name in names.names(known.models[one.model]):
        yield f"badges/{name}/label.svg", card
        for kind, badge in pictures.items():
            yield f"badges/{name}/{kind}.svg", svg(badge)
            yield f"badges/{name}/{kind}.json", endpoint(badge)
            if draw:
                yield f"badges/{name}/{kind}.png", drawn[kind]


def samples(words: Words) -> Iterator[tuple[str, str]]:
    """(path, content) of a badge of each kind in each state."""
    yield from ((specimen(kind, code), svg(said(kind, code, unknowns, words))) for kind, code, unknowns in specimens(words.known))


def specimens(known: Catalogue) -> Iterator[tuple[str, str, int]]:
    """(kind, code, count of unknowns) of one badge of each kind in each state, for the page that shows them."""
    for kind, definition in kinds(known).items():
        yield from ((kind, code, 3 if code == "undetermined" else 0) for code in results.codes(definition))


def specimen(kind: str, code: str) -> str:
    """The path of the specimen of that kind in that state."""
    return f"assets/badges/{kind}.{code}.svg"


# ---- what to paste ---------------------------------------------------------------------------------------------------


def snippets(kind: str, model: Model, words: Words, base_url: str) -> dict[str, str]:
    """Snippets to paste into a page, by the name of their format: the badge, linked to the model's page."""
    picture, page = f"{base_url}badges/{model.id}/{kind}.svg", f"{base_url}models/{model.id}/"
    known = words.known
    about = known.definitions[kind].short if kind in known.definitions else words.said["snippet-about"][kind]
    text = " ".join(words.text("snippet", "alternative", about=about, model=model.name, site=known.site.name).split())  # a line break ends it
    return {
        "Markdown": f"[![{harmless.markdown(text)}]({picture})]({page})",
        "HTML": f'<a href="{harmless.markup(page)}"><img src="{harmless.markup(picture)}" alt="{harmless.markup(text)}"></a>',
        "reStructuredText": f".. image:: {picture}\n   :target: {page}\n   :alt: {text}",
        "AsciiDoc": f'image:{picture}["{harmless.asciidoc_attribute(text)}",link="{page}"]',
    }
