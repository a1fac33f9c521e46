"""The points of a license: each right, duty and limit of its file as a sentence with its clause. Pure.

Every sentence is made from facts by a template of `data/license-answers.yaml` with words of the vocabulary, so that another language is another file.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from howopen.records.catalogue import LicenseFacts
from howopen.records.license import Clause, Fact, License, Name, ShutOut, Tag, Threshold
from howopen.records.license_answers import AnswerRules, Kind, Phrases, Point, Sentence, Side
from howopen.records.vocabulary import Vocabulary, Word_

_SIDES: dict[str, Side] = {"grant": "right", "condition": "duty", "restriction": "limit"}


def points(license_: LicenseFacts, rules: AnswerRules, words: Vocabulary) -> tuple[Point, ...]:
    """Every point of the license: freedoms, facts, numbers, names, places, then tags that nothing else tells."""
    return tuple(_Teller(license_, rules, words).every())


class _Teller:
    """Sentences of one license."""

    def __init__(self, license_: LicenseFacts, rules: AnswerRules, words: Vocabulary) -> None:
        self._license, self._rules, self._words = license_, rules, words
        self._record = license_.record or License.model_construct()

    def every(self) -> Iterator[Point]:
        facts = self._record.facts if self._license.record else {}
        withheld = {freedom for freedom, clause in self._license.freedoms.items() if clause.withheld}
        for freedom, clause in self._license.freedoms.items():
            told = self._rules.withheld.get(freedom) if freedom in withheld else None
            if sentence := told or self._rules.freedoms.get(freedom, {}).get(clause.is_):
                yield self._point(freedom, "freedom", sentence, clause)
        for key, fact in facts.items():
            if sentence := self._rules.facts.get(key, {}).get(fact.is_):
                yield self._point(key, "fact", sentence, fact)
        if self._license.record is not None and self._rules.phrases is not None:
            yield from self._numbered(self._license.record, self._rules.phrases)
        entries = {"thresholds": self._record.thresholds, "names": self._record.names, "shuts-out": self._record.shuts_out}
        for key, tag in self._license.tags.items():
            told = self._rules.unread_policy if key == "use-policy" and self._record.lacks_policy else self._rules.tags.get(key)
            if told is None or tag.is_ != "yes" or told.of in withheld:
                continue
            if not (told.told_by and (facts or entries.get(told.told_by))):
                yield self._point(key, "tag", told, tag, _SIDES[self._words.tags[key].side])

    def _point(
        self, key: str, kind: Kind, sentence: Sentence, found: Clause | Fact | Tag | Threshold | Name | ShutOut, side: Side = "right", **values: str
    ) -> Point:
        says = _filled(sentence.says, values)
        return Point(key, kind, sentence.side or side, says, found.clause or "", found.because or "", self._license.id, sentence.if_, sentence.no)

    # ---- numbers, names, places -------------------------------------------------------------------------------------

    def _numbered(self, record: License, phrases: Phrases) -> Iterator[Point]:
        for number, threshold in enumerate(record.thresholds, start=1):
            yield from self._threshold(f"threshold-{number}", threshold, phrases)
        for number, name in enumerate(record.names, start=1):
            yield from self._name(f"name-{number}", name, phrases)
        for number, shut_out in enumerate(record.shuts_out, start=1):
            yield from self._place(f"place-{number}", shut_out, phrases)

    def _threshold(self, key: str, threshold: Threshold, phrases: Phrases) -> Iterator[Point]:
        sentence = self._rules.thresholds.get(threshold.then)
        if sentence is None:
            return
        words = self._words.thresholds
        exempt = _listed((words["exempt"][one].label for one in threshold.exempt), phrases.or_)
        values = {
            "limit": phrases.more_than if threshold.comparison == "more-than" else phrases.at_least,
            "value": _amount(threshold, phrases),
            "period": _filled(phrases.period, {"period": _label(words, "period", threshold.period)}) if threshold.period else "",
            "business": _filled(phrases.business, {"business": threshold.business.removesuffix(".")}) if threshold.business else "",
            "exempt": _filled(phrases.exempt, {"exempt": exempt}) if exempt else "",
            "tested": _on(threshold.on, phrases) if threshold.on else _label(words, "tested", threshold.tested),
            "measure": _label(words, "measure", threshold.measure),
            "whose": _label(words, "whose", threshold.whose),
        }
        point = self._point(key, "threshold", sentence, threshold, "limit", **values)
        # a number takes the right to change or share only where the file says that this right is limited
        if_ = tuple(one for one in point.if_ if one == "commercial" or self._limited(one))
        yield replace(point, if_=if_)

    def _limited(self, question: str) -> bool:
        asked = self._rules.questions.get(question)
        clause = self._license.freedoms.get(asked.freedom) if asked and asked.freedom else None
        return clause is not None and clause.is_ == "restricted"

    def _name(self, key: str, name: Name, phrases: Phrases) -> Iterator[Point]:
        sentences = [self._rules.names[act] for act in name.when if act in self._rules.names]
        if not sentences:
            return
        labels = self._words.names
        where = _listed((labels["where"][one].label for one in name.where), phrases.or_)
        when = _listed((labels["when"][one].label for one in name.when), phrases.or_)
        only = _filled(phrases.only, {"only": name.only}) if name.only else ""
        point = self._point(key, "name", sentences[0], name, "duty", words=name.words, where=where, when=when, only=only)
        if_ = tuple(dict.fromkeys(question for one in sentences for question in one.if_))
        yield replace(point, if_=if_)

    def _place(self, key: str, shut_out: ShutOut, phrases: Phrases) -> Iterator[Point]:
        places = _listed((self._words.places[code].label for code in shut_out.places), phrases.or_)
        for number, covered in enumerate(shut_out.covers):
            if sentence := self._rules.places.get(covered):
                yield self._point(key if not number else f"{key}-{covered}", "place", sentence, shut_out, "limit", places=places)


def _listed(parts: Iterable[str], join: str) -> str:
    """The parts in a row, `join` before the last."""
    *first, last = (*parts,) or ("",)
    return f"{', '.join(first)}{join}{last}" if first else last


def _amount(threshold: Threshold, phrases: Phrases) -> str:
    """The number with its currency: 700,000,000 or USD 1,000,000."""
    value = f"{threshold.value:,.0f}" if threshold.value == int(threshold.value) else f"{threshold.value:,}"
    return _filled(phrases.money, {"currency": threshold.unit, "value": value}) if threshold.unit.isupper() else value


def _on(date: str, phrases: Phrases) -> str:
    """A day or a month in words: on 23 July 2024."""
    year, month, *day = date.split("-")
    values = {"year": year, "month": phrases.months[int(month) - 1], "day": str(int(day[0])) if day else ""}
    return _filled(phrases.tested_on if day else phrases.tested_in, values)


def _label(words: Mapping[str, Mapping[str, Word_]], field: str, word: str | None) -> str:
    return words[field][word].label if word else ""


def _filled(text: str, values: Mapping[str, str]) -> str:
    """The template with each {name} replaced, in one pass: a value that has braces stays as it is."""
    parts = text.split("{")
    filled = [parts[0]]
    for part in parts[1:]:
        name, closed, rest = part.partition("}")
        filled.append(values.get(name, "") + rest if closed else "{" + part)
    return "".join(filled)
