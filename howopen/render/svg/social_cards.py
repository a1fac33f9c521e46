"""Social cards: what a link to a model, or to the site, shows where people share it. 600 by 315, drawn as PNG at twice the size."""

from __future__ import annotations

from howopen.files import harmless
from howopen.records import results
from howopen.records.verdict import Judged
from howopen.render.svg import label, text_width
from howopen.render.svg import strip as strip_svg
from howopen.render.wording import Words

WIDTH, HEIGHT, EDGE = 600, 315, 36  # pixels
SITE = "cards/site.png"  # of pages that are about no single model


def path(model: str) -> str:
    """Where a model's card stands."""
    return f"cards/{model}.png"


def of_site(words: Words) -> str:
    """The site's card as SVG."""
    site = words.known.site
    return _card(site.name, f"{len(words.names)} models", [(site.question, label.INK)], (), site.name)


def model(one: Judged, words: Words) -> str:
    """One model's card as SVG: its name, its developer, its verdicts under the board's definitions, its strip."""
    known = words.known
    found = known.models[one.model]
    said = []
    for key in dict.fromkeys((known.board.headline, *known.board.rank_by)):
        definition, verdict = known.definitions[key], one.verdicts[key]
        tone = results.tone(definition, results.code(definition, verdict))
        said.append((f"{definition.short}: {words.result(definition, verdict)}", label.TONES[tone]))
    about = " · ".join(filter(None, (known.developers[found.developer].name, (found.released or "")[:4])))
    of = {key: word.group for key, word in known.vocabulary.components.items()}
    return _card(found.name, about, said, tuple((of[key], state) for key, state in one.strip), known.site.name)


def _card(title: str, about: str, said: list[tuple[str, str]], cells: tuple[tuple[str, str], ...], name: str) -> str:
    drawn, y = [], 30.0
    for line in text_width.lines(title, 40, WIDTH - 2 * EDGE, 2):
        y += 46
        drawn.append(_text(line, 40, label.INK, y, bold=True))
    drawn.append(_text(text_width.lines(about, 19, WIDTH - 2 * EDGE, 1)[0], 19, label.QUIET, y + 30))
    y += 42
    for text, color in said:
        for line in text_width.lines(text, 24, WIDTH - 2 * EDGE, 2 if len(said) == 1 else 1):
            y += 34
            drawn.append(_text(line, 24, color, y, bold=True))
    x, last = 0, None
    strip = []
    for group, state in cells:
        x += strip_svg.BETWEEN if last not in (None, group) else 0
        last = group
        strip.append(label.cell(state, x))
        x += strip_svg.SIZE + strip_svg.GAP
    drawn.append(f'<g transform="translate({EDGE} {HEIGHT - 66}) scale(2)">{"".join(strip)}</g>')
    drawn.append(_text(name, 17, label.QUIET, HEIGHT - 18))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path fill="#fdfcf9" d="M0 0h{WIDTH}v{HEIGHT}H0z"/><path fill="{label.INK}" d="M0 0h{WIDTH}v10H0z"/>'
        f'<g font-family="DejaVu Sans">{"".join(drawn)}</g></svg>\n'
    )


def _text(line: str, size: int, color: str, y: float, *, bold: bool = False) -> str:
    # the font that PNGs are drawn with has no bold letters; a thin line around them does as well
    weight = f' stroke="{color}" stroke-width="{size / 40:g}"' if bold else ""
    width = text_width.width(line, size)
    return f'<text x="{EDGE}" y="{y:g}" font-size="{size}"{weight} fill="{color}" textLength="{width:g}">{harmless.markup(line)}</text>'
