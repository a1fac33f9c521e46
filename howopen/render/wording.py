"""The words for codes, from `templates/words.toml`."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn, TypeVar

from howopen.files import reading
from howopen.records import results
from howopen.records.catalogue import Catalogue
from howopen.records.checked import Checked
from howopen.records.definition import Definition, figures
from howopen.records.errors import Refused
from howopen.records.lineage import UNNAMED
from howopen.records.summary import Result
from howopen.records.types import HIDDEN, hidden, visible
from howopen.records.verdict import Finding, Outcome, Verdict
from howopen.stats import counts

MOST_BYTES = 128 * 1024  # of words.toml; it has a tenth
MOST_LINE = 400  # bytes; the library takes minutes for a key of a thousand parts, and the longest line has a third


# what is put into texts, by table or by table and key; into all others nothing is
PLACES = {
    "answer-phrase.by": ("word", "definition"),
    "answer-phrase.condition": ("word", "why"),
    "answer-phrase.line": ("question", "answer"),
    "answer-phrase.reason": ("word", "why"),
    "answer-phrase.named": ("words",),
    "answer-phrase.one-missing": ("count",),
    "answer-phrase.many-missing": ("count",),
    "answer-phrase.million": ("number",),
    "answer-phrase.billion": ("number",),
    "badge.open": ("outcome", "count"),
    "beyond": ("level",),
    "card.calls": ("developer", "says"),
    "card.models": ("count",),
    "card-verdict": ("definition",),
    "cause": ("id",),
    "embed.title": ("model",),
    "feed.added": ("site",),
    "feed.because": ("causes",),
    "feed.changed": ("site",),
    "feed.developer": ("site", "developer"),
    "feed.model-added": ("model",),
    "feed.model-changed": ("model", "definitions"),
    "feed.shift": ("definition", "before", "after"),
    "feed.standing": ("definition", "result"),
    "label.alternative": ("model", "verdicts"),
    "label.checked": ("day",),
    "label.unchecked": ("day",),
    "label.counted": ("open", "all"),
    "label.license": ("license",),
    "missing": ("part",),
    "points.of": ("points", "most"),
    "points.proven": ("points", "most"),
    "reason": ("value",),
    "row.active": ("active",),
    "row.lets-in": ("company",),
    "row.open-of": ("open", "of"),
    "snippet.alternative": ("about", "model", "site"),
    "threshold": ("value", "measure"),
}
_NAMED = re.compile(r"\{(\w+)\}")
_BRACES = re.compile(r"\{[^{}]*\}|[{}]")

V = TypeVar("V")


class _Table(dict[str, V]):
    """A table of words.toml, or all of them. Raises Refused for what it lacks."""

    def __init__(self, found: Mapping[str, V], place: str) -> None:
        super().__init__(found)
        self._place = place

    def __missing__(self, key: str) -> NoReturn:
        raise Refused(f"{self._place} lacks {key!r}; write it, or restore the file from git")


@dataclass(frozen=True, slots=True)
class Words:
    """Texts for the codes that the judge and others give."""

    said: Mapping[str, Mapping[str, str]]
    known: Catalogue
    names: Mapping[str, str]  # of every model of the catalogue, by id
    _why: dict[tuple[str, str], str] = field(default_factory=dict)  # sentences already found; they are few, and asked for eighty times a model
    _standings: dict[str, dict[str | None, str]] = field(default_factory=dict)  # by definition: each of its codes in a few words

    def text(self, table: str, key: str, **values: object) -> str:
        """The text of a key, with each `{name}` replaced by the value of that name."""
        # all at once: a value can hold the name of another in braces
        return _NAMED.sub(lambda found: str(values.get(found[1], found[0])), self.said[table][key])

    def why(self, finding: Finding) -> str:
        """Why a finding came out as it did, in a sentence."""
        key = (finding.reason, finding.value)
        if (said := self._why.get(key)) is None:
            reasons = self.said["reason"]
            sentence = reasons.get(f"{finding.reason.value}:{finding.value}") or reasons[finding.reason.value]
            said = self._why[key] = sentence.replace("{value}", self.value(finding.value)) if "{" in sentence else sentence
        return said

    def group(self, key: str) -> str:
        """Heading of a group of parts: ours, or for one that another vocabulary has, its label there."""
        return self.said["column"].get(key) or self.known.vocabulary.groups[key].label

    def who(self, by: str) -> str:
        """Who looked, by name."""
        person = self.known.vocabulary.people.get(by)
        return person.label if person else by

    def looked(self, checked: Checked) -> tuple[str, str, str, str]:
        """(day, by whom, how often it was read, day of the second reading or nothing) of a fact."""
        return checked.on, self.who(checked.by), counts.reading(checked, self.known), checked.again.on if checked.again else ""

    def count(self, number: int) -> str:
        """A number of parameters as people say it, rounded: 8.03B."""
        for size, letter in ((10**12, "T"), (10**9, "B"), (10**6, "M")):
            if number >= size:
                text = f"{number / size:.{2 if number < 100 * size else 0}f}"
                return f"{text.rstrip('0').rstrip('.') if '.' in text else text}{letter}"
        return f"{number:,}"

    def clause(self, of: str) -> str:
        """The freedom or the tag that a clause is about."""
        named = self.known.vocabulary
        label = next((word.label for key, word in named.freedoms.items() if key == of), None)
        return (label or named.tags[of].label).lower()

    def subject(self, subject: str) -> str:
        """The subject of a finding within a list: an ancestor or a data set, by name."""
        if subject in self.names:
            return self.names[subject]
        return self.text("lineage", "unnamed") if subject == UNNAMED else subject.removeprefix("hf:")

    def value(self, value: str) -> str:
        """A found value as people write it: a license by its title when its id says little."""
        if value in self.known.terms and value.startswith("LicenseRef-"):
            return self.known.terms[value].licenses()[0].name
        word = self.known.vocabulary.availability.get(value)
        return word.label if word else value

    def result(self, definition: Definition, verdict: Verdict | Result) -> str:
        """The result in a few words: a level's name on a ladder, met / not met / undetermined elsewhere."""
        return self.standing(definition, results.code(definition, verdict))

    def standing(self, definition: Definition, code: str, unknowns: int = 0) -> str:
        """A code of `standing` in a few words; where it is undetermined, with the count of unknown facts if one is given."""
        if definition.kind == "score" and code != results.OUT_OF_SCOPE:
            points = self.text("points", "to").join(code.split("-"))
            return self.text("points", "of", points=points, most=figures(definition.most))
        known = self._standings.get(definition.id) or self._standings_of(definition)
        if code == Outcome.UNKNOWN.word and unknowns:
            return self.text("badge", "open", outcome=known[code], count=unknowns)
        return known.get(code, code)  # a level of an older version is told by its id

    def _standings_of(self, definition: Definition) -> dict[str | None, str]:
        """Codes of the definition in a few words; kept, since a page asks for thirty."""
        said = self.said["conditions" if definition.kind == "conditions" else "outcome"]
        outcomes: dict[str | None, str] = {code: said[code] for code in (*(outcome.word for outcome in Outcome), "none")}
        named: dict[str | None, str] = {results.OUT_OF_SCOPE: definition.out_of_scope or outcomes["none"], results.NONE: definition.none, **_names(definition)}
        self._standings[definition.id] = found = outcomes | named
        return found

    def beyond(self, definition: Definition, verdict: Verdict | Result) -> str:
        """The level that remains possible on a ladder; empty elsewhere and when none does."""
        if definition.kind != "ladder" or verdict.possible in (verdict.reached, None):
            return ""
        return self.text("beyond", "possible" if verdict.reached else "at-most", level=_names(definition)[verdict.possible])


def read(templates: Path, known: Catalogue, names: Mapping[str, str] | None = None) -> Words:
    """The words of that folder; `names` are those of all models, by id, where the catalogue has only some. Raises Refused where they cannot be read."""
    file = templates / "words.toml"
    try:
        content = reading.content(file, MOST_BYTES, follow=True)
        if len(max(content.split(b"\n"), key=len)) > MOST_LINE:
            raise Refused(f"{file} has a line of more than {MOST_LINE} characters; split it, or restore the file from git")
        said = tomllib.loads(content.decode())
    except reading.Unreadable as error:
        raise Refused(f"{file} {error}") from None
    except (ValueError, RecursionError, FileNotFoundError) as error:
        why = "it is nested too deep" if isinstance(error, RecursionError) else str(error)
        raise Refused(f"{file} cannot be read: {why}; mend it, or restore it from git") from None
    odd = [name for name, table in said.items() if not isinstance(table, dict) or not all(isinstance(text, str) for text in table.values())]
    if odd:
        raise Refused(f'{file}: [{odd[0][:80]}] has more than texts; write each as key = "text"')
    unseen = [f"{name}.{key}" for name, table in said.items() for key, text in table.items() if hidden(text) is not None]
    if unseen:
        raise Refused(f"{file}: {visible(unseen[0])[:80]} {HIDDEN}")
    for name, table in said.items():
        for key, text in table.items():
            places = PLACES.get(f"{name}.{key}", PLACES.get(name, ()))
            if odd := [place for place in _BRACES.findall(text) if place[1:-1] not in places]:
                there = f"write {' or '.join(f'{{{place}}}' for place in places)}" if places else "nothing is put in there, so leave it out"
                raise Refused(f"{file}:{_line(content.decode(), name, key)}: [{name}] {key} has {odd[0][:80]}; {there}")
    tables = _Table({name: _Table(table, f"{file}: [{name}]") for name, table in said.items()}, str(file))
    return Words(tables, known, {key: model.name for key, model in known.models.items()} if names is None else names)


def _line(content: str, table: str, key: str) -> int:
    """The line of a key, from 1; the first one where it is written in another way than ours are."""
    header = ""
    for at, line in enumerate(content.split("\n"), start=1):
        header = line.strip() if line.startswith("[") else header
        if header == f"[{table}]" and line.partition("=")[0].strip().strip("\"'") == key:
            return at
    return 1


def out_of_scope(verdict: Verdict | Result) -> bool:
    """True if the definition does not speak of such a model at all."""
    return verdict.in_scope is Outcome.UNMET


def state(definition: Definition, verdict: Verdict | Result) -> str:
    """The code by which style and script know a result: met, not-met, undetermined, reached or none."""
    if out_of_scope(verdict):
        return "none"
    if verdict.points:
        tone = results.tone(definition, results.code(definition, verdict))
        return "reached" if tone == "part" else tone
    if definition.kind == "ladder":
        return "reached" if verdict.reached else "undetermined" if verdict.possible else "not-met"
    return verdict.outcome.word


def _names(definition: Definition) -> dict[str | None, str]:
    return {level.id: level.short or level.name for level in definition.levels}
