"""Social cards: what a link to a model, or to the site, shows where people share it. 600 by 315, drawn as PNG at twice the size."""

from __future__ import annotations

from howopen.files import harmless
from howopen.records.verdict import Judged
from howopen.render import answer_line
from howopen.render.svg import label, text_width
from howopen.render.wording import Words
from howopen.stats.summary import claims

WIDTH, HEIGHT, EDGE = 600, 315, 36  # pixels
ROOM = 140  # pixels for the sentence
SITE = "cards/site.png"  # of pages that are about no single model


def path(model: str) -> str:
    """The path of a model's card."""
    return f"cards/{model}.png"


def of_site(words: Words) -> str:
    """The site's card as SVG."""
    site = words.known.site
    return _card(words.text("card", "models", count=len(words.names)), [(site.question, label.INK)], [], site.name, "")


def model(one: Judged, words: Words) -> str:
    """One model's card as SVG: what it is called, whether that holds, how much of it is published, and commercial use."""
    known = words.known
    found = known.models[one.model]
    definition, verdict = known.definitions[known.board.headline], one.verdicts[known.board.headline]
    developer = known.developers[found.developer].name
    about = " · ".join(filter(None, (found.name, developer, (found.released or "")[:4])))
    code = verdict.outcome.word if one.answer.examined else "unseen"
    said = []
    if called := next((claim.says for claim in claims(found, known)), "") if one.claim in ("holds", "fails", "unclear") else "":
        said.append((words.text("card", "calls", developer=developer, says=called), label.INK))
    said.append((words.text("card-verdict", code, definition=definition.name), label.TONES["none" if code == "unseen" else code]))
    matrix = [(words.group(part.group), words.said["answer"][part.word], label.CELLS[part.state]) for part in one.answer.matrix]
    commercial = next(line for line in answer_line.told(one.answer, words, 1) if line.key == "commercial")
    return _card(about, said, matrix, known.site.name, f"{commercial.question} {commercial.whole}")


def _card(about: str, said: list[tuple[str, str]], matrix: list[tuple[str, str, str]], name: str, last: str) -> str:
    drawn = [_text(text_width.lines(about, 19, WIDTH - 2 * EDGE, 1)[0], 19, label.QUIET, 50)]
    y = 62.0
    for size in (34, 28, 24, 20):
        lines = [(line, color) for text, color in said for line in text_width.lines(text, size, WIDTH - 2 * EDGE, 6)]
        if len(lines) * size * 1.25 <= ROOM:
            break
    for line, color in lines[: int(ROOM / (size * 1.25))]:
        y += size * 1.25
        drawn.append(_text(line, size, color, y, bold=True))
    if matrix:
        drawn.append(f'<path fill="{label.INK}" d="M{EDGE} {HEIGHT - 104}h{WIDTH - 2 * EDGE}v1.5H{EDGE}z"/>')
    for at, (group, word, color) in enumerate(matrix):
        x = EDGE + at * (WIDTH - 2 * EDGE) / len(matrix)
        drawn.append(_text(group, 13, label.QUIET, HEIGHT - 82, x=x))
        drawn.append(_text(word, 17, color, HEIGHT - 60, bold=True, x=x))
    drawn.append(_text(name, 17, label.INK, HEIGHT - 20, bold=True))
    short = text_width.lines(last, 14, WIDTH - 2 * EDGE - 130, 1)[0] if last else ""
    if short:
        drawn.append(_text(short, 14, label.QUIET, HEIGHT - 20, x=WIDTH - EDGE - text_width.width(short, 14)))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{HEIGHT}" viewBox="0 0 {WIDTH} {HEIGHT}">'
        f'<path fill="#fdfcf9" d="M0 0h{WIDTH}v{HEIGHT}H0z"/><path fill="{label.INK}" d="M0 0h{WIDTH}v10H0z"/>'
        f'<g font-family="DejaVu Sans">{"".join(drawn)}</g></svg>\n'
    )


def _text(line: str, size: int, color: str, y: float, *, bold: bool = False, x: float = 36) -> str:
    # the font that PNGs are drawn with has no bold letters; a thin line around them does as well
    weight = f' stroke="{color}" stroke-width="{size / 40:g}"' if bold else ""
    width = text_width.width(line, size)
    return f'<text x="{x:g}" y="{y:g}" font-size="{size}"{weight} fill="{color}" textLength="{width:g}">{harmless.markup(line)}</text>'
