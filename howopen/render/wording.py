"""The words for codes, from `templates/words.toml`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from howopen.records import results
from howopen.records.catalogue import Catalogue
from howopen.records.definition import Definition
from howopen.records.summary import Result
from howopen.records.verdict import Finding, Outcome, Verdict


@dataclass(frozen=True, slots=True)
class Words:
    """What people read for what the judge gave."""

    said: Mapping[str, Mapping[str, str]]
    known: Catalogue
    names: Mapping[str, str]  # of every model of the catalogue, by id
    _why: dict[tuple[str, str], str] = field(default_factory=dict)  # sentences already found; they are few, and asked for eighty times a model
    _standings: dict[str, dict[str | None, str]] = field(default_factory=dict)  # by definition: each of its codes in a few words

    def why(self, finding: Finding) -> str:
        """Why a finding came out as it did, in a sentence."""
        key = (finding.reason, finding.value)
        if (said := self._why.get(key)) is None:
            reasons = self.said["reason"]
            sentence = reasons.get(f"{finding.reason.value}:{finding.value}") or reasons[finding.reason.value]
            said = self._why[key] = sentence.replace("{value}", self.value(finding.value)) if "{" in sentence else sentence
        return said

    def who(self, by: str) -> str:
        """Who looked, by name."""
        person = self.known.vocabulary.people.get(by)
        return person.label if person else by

    def clause(self, of: str) -> str:
        """The freedom or the tag that a clause is about."""
        named = self.known.vocabulary
        return (named.freedoms.get(of) or named.tags[of]).label.lower()

    def subject(self, subject: str) -> str:
        """What a finding within a list is about: an ancestor or a data set, by name."""
        if subject in self.names:
            return self.names[subject]
        return "an ancestor that nobody has named" if subject == "?" else subject.removeprefix("hf:")

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
        known = self._standings.get(definition.id) or self._standings_of(definition)
        if code == Outcome.UNKNOWN.word and unknowns:
            return self.said["badge"]["open"].replace("{outcome}", known[code]).replace("{count}", str(unknowns))
        return known.get(code, code)  # a level of an older version is told by its id

    def _standings_of(self, definition: Definition) -> dict[str | None, str]:
        """Each code of the definition in a few words; kept, since a page asks for thirty."""
        outcomes = self.said["conditions" if definition.kind == "conditions" else "outcome"]
        named = {results.OUT_OF_SCOPE: definition.out_of_scope or outcomes["none"], results.NONE: definition.none} | _names(definition)
        self._standings[definition.id] = found = outcomes | named
        return found

    def beyond(self, definition: Definition, verdict: Verdict | Result) -> str:
        """What remains possible on a ladder; empty elsewhere and when nothing does."""
        if definition.kind != "ladder" or verdict.possible in (verdict.reached, None):
            return ""
        return f"{'possibly' if verdict.reached else 'at most'} {_names(definition)[verdict.possible]}"


def read(templates: Path, known: Catalogue, names: Mapping[str, str] | None = None) -> Words:
    """The words of that folder; `names` are those of all models, by id, where the catalogue has only some."""
    said = tomllib.loads((templates / "words.toml").read_text("utf-8"))
    return Words(said, known, {key: model.name for key, model in known.models.items()} if names is None else names)


def out_of_scope(verdict: Verdict | Result) -> bool:
    """Whether the definition does not speak of such a model at all."""
    return verdict.in_scope is Outcome.UNMET


def state(definition: Definition, verdict: Verdict | Result) -> str:
    """The code by which style and script know a result: met, not-met, undetermined, reached or none."""
    if out_of_scope(verdict):
        return "none"
    if definition.kind == "ladder":
        return "reached" if verdict.reached else "undetermined" if verdict.possible else "not-met"
    return verdict.outcome.word


def _names(definition: Definition) -> dict[str | None, str]:
    return {level.id: level.short or level.name for level in definition.levels}
