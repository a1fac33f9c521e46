"""The openness label: one card with all that matters of a model, 320 pixels wide, like the label on a packet of food."""

from __future__ import annotations

from howopen.files import harmless
from howopen.records import results
from howopen.records.model import Model
from howopen.records.verdict import Judged
from howopen.render import answer_line
from howopen.render.svg import strip, text_width
from howopen.render.wording import Words
from howopen.stats.summary import checked_on

WIDTH, EDGE = 320, 12  # pixels
INNER = WIDTH - 2 * EDGE
INK, QUIET, PAPER, LINE = "#1b1a17", "#5d5a52", "#ffffff", "#dcd7ca"
TONES = {"met": "#14663a", "part": "#0a5cad", "not-met": "#a3261e", "undetermined": "#68635a", "none": "#5d5a52"}
CELLS = {"met": "#14663a", "partial": "#80580a", "not": "#a3261e", "unknown": "#68635a", "none": "#68635a"}
BOLD = 1.1  # how much wider bold letters are


def svg(one: Judged, words: Words, base_url: str) -> str:
    """The card as a picture. Its own light ground makes it legible in light and dark pages."""
    known = words.known
    model = known.models[one.model]
    card = _Card(words)
    card.text(words.text("label", "title"), 20, bold=True)
    card.rule(6)
    card.text(model.name, 15, bold=True, most=4)
    card.text(" · ".join(filter(None, (known.developers[model.developer].name, model.released))), 12, QUIET, most=2)
    card.rule(1)
    for line in answer_line.told(one.answer, words, 1):
        card.text(line.question, 11, QUIET)
        card.text(line.whole, 13, TONES["part" if line.state == "partial" else line.state], bold=True, most=3)
        card.gap(4)
    card.rule(3)
    for key, verdict in one.verdicts.items():
        definition = known.definitions[key]
        code = results.code(definition, verdict)
        said = words.standing(definition, code, verdict.unknown)
        name = definition.name if definition.version in definition.name else f"{definition.name} {definition.version}"
        card.text(name, 11, QUIET, most=2)
        card.text(said, 13, TONES[results.tone(definition, code)], bold=True, most=2)
        card.gap(4)
    card.rule(3)
    of = {key: word.group for key, word in known.vocabulary.components.items()}
    for group, word in known.vocabulary.groups.items():
        card.cells(word.label, [state for key, state in one.strip if of[key] == group])
    card.rule(1)
    card.key()
    card.text(words.text("label", "license", license=weights_license(model, words)), 11, QUIET, most=3)
    checked = checked_on(model)
    card.text(words.text("label", "checked" if checked else "unchecked", day=checked), 11, QUIET)
    card.text(f"{base_url}models/{model.id}/".partition("://")[2], 11, QUIET, most=3)
    summary = "; ".join(f"{known.definitions[key].short}: {words.result(known.definitions[key], verdict)}" for key, verdict in one.verdicts.items())
    return card.picture(words.text("label", "alternative", model=model.name, verdicts=summary))


def height(picture: str) -> int:
    """The height of a card, in pixels."""
    return int(picture.split(' height="', 1)[1].split('"', 1)[0])


def weights_license(model: Model, words: Words) -> str:
    """The license of the weights as a reader knows it."""
    part = model.components.get("weights")
    if part is None or part.license is None:
        return words.text("label", "license-unknown")
    terms = words.known.terms[part.license]
    if terms.operator == "NONE":
        return words.text("label", "license-none")
    own = terms.license.record if terms.license and not terms.license.spdx else None
    return own.name if own else terms.expression


class _Card:
    """Draws from the top down; knows how far it has come."""

    def __init__(self, words: Words) -> None:
        self._words = words
        self._y = float(EDGE)
        self._drawn: list[str] = []

    def text(self, text: str, size: int, color: str = INK, *, bold: bool = False, most: int = 1) -> None:
        wider = BOLD if bold else 1
        for line in text_width.lines(text, size, INNER / wider, most):
            self._y += size * 1.3
            self._line(line, size, color, bold, EDGE, self._y - size * 0.28)

    def _line(self, line: str, size: int, color: str, bold: bool, x: float, y: float) -> None:
        weight = ' font-weight="700"' if bold else ""
        width = round(text_width.width(line, size) * (BOLD if bold else 1), 1)
        self._drawn.append(f'<text x="{x:g}" y="{y:.1f}" font-size="{size}"{weight} fill="{color}" textLength="{width:g}">{harmless.markup(line)}</text>')

    def rule(self, thick: int) -> None:
        color = INK if thick > 1 else LINE
        self._y += 5
        self._drawn.append(f'<path fill="{color}" d="M{EDGE} {self._y:.1f}h{INNER}v{thick}h-{INNER}z"/>')
        self._y += thick + 3

    def gap(self, pixels: int) -> None:
        self._y += pixels

    def cells(self, label: str, states: list[str]) -> None:
        """One group: its name, its cells, and how many of them are open, in words."""
        self._y += 20
        self._line(label, 12, INK, False, EDGE, self._y - 5)
        self._strip(states, 108, self._y - 14)
        counted = self._words.text("label", "counted", open=states.count("met"), all=sum(state != "none" for state in states))
        self._line(counted, 11, QUIET, False, WIDTH - EDGE - text_width.width(counted, 11), self._y - 5)

    def key(self) -> None:
        """The shapes of the cells, with their words."""
        self._y += 17
        x = float(EDGE)
        for state, word in self._words.said["label-key"].items():
            self._strip([state], x, self._y - 13)
            self._line(word, 11, QUIET, False, x + 14, self._y - 5)
            x += 14 + text_width.width(word, 11) + 14

    def _strip(self, states: list[str], x: float, y: float) -> None:
        cells = "".join(cell(state, at * (strip.SIZE + strip.GAP)) for at, state in enumerate(states))
        self._drawn.append(f'<g transform="translate({x:g} {y:.1f})">{cells}</g>')

    def picture(self, name: str) -> str:
        height = round(self._y + EDGE)
        name = harmless.markup(name)
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{WIDTH}" height="{height}" viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{name}">'
            f"<title>{name}</title>"
            f'<path fill="{PAPER}" stroke="{INK}" stroke-width="2" d="M1 1h{WIDTH - 2}v{height - 2}h-{WIDTH - 2}z"/>'
            f'<g font-family="Verdana,Geneva,\'DejaVu Sans\',sans-serif" aria-hidden="true">{"".join(self._drawn)}</g></svg>\n'
        )


def cell(state: str, x: int) -> str:
    shape = strip.cell(state, x)
    paint = f'fill="none" stroke="{CELLS[state]}" stroke-width="1.5"' if state == "not" else f'fill="{CELLS[state]}"'
    return f'<path {paint} d="{shape}"/>'
