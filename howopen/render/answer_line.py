"""The answer line in words: question, answer, reason, the same for row, page, card, comparison, embed, API and terminal."""

from __future__ import annotations

from typing import NamedTuple

from howopen.records.answer import Answer, Missing, Reply
from howopen.render.wording import Words

FEW = 2  # facts missing that a line names; of more it tells the number


class Told(NamedTuple):
    """One question with its answer, in words."""

    key: str  # open-source, commercial, training-data or sharing
    question: str
    answer: str
    why: str  # empty where the answer says it all
    state: str  # met, partial, not-met or undetermined
    who: str = ""  # who can find out what is missing; of the first question the facts say it, each for itself

    @property
    def whole(self) -> str:
        """Answer and reason in one."""
        return f"{self.answer}: {self.why}" if self.why else self.answer


def told(answer: Answer, words: Words, most: int = 0) -> tuple[Told, ...]:
    """Every question with its answer, in order; of more than `most` conditions only the first, and how many more there are. 0: all."""
    return tuple(_told(key, reply, words, most) for key, reply in answer.replies)


def _told(key: str, reply: Reply, words: Words, most: int) -> Told:
    people = "" if key == "open-source" else ", ".join(dict.fromkeys(who(one, words) for one in reply.missing))
    return Told(key, words.said["answer-question"][key], word(reply, words), _why(key, reply, words, most), reply.state, people)


def sentence(answer: Answer, words: Words) -> str:
    """The whole line, for where there is nothing but text."""
    short = words.known.definitions[words.known.board.headline].short
    lines = []
    for one in told(answer, words):
        said = (
            words.text("answer-phrase", "by", word=one.answer, definition=short) if one.key == "open-source" and one.state in ("met", "not-met") else one.answer
        )
        join = "condition" if one.state == "partial" and one.key in ("commercial", "sharing") else "reason"
        if one.why and one.state != "met":
            said = words.text("answer-phrase", join, word=said, why=one.why)
        lines.append(words.text("answer-phrase", "line", question=one.question, answer=said))
    return " · ".join(lines)


def word(reply: Reply, words: Words) -> str:
    """The answer itself; where it is not settled, with the number of facts missing."""
    said = words.said["answer"][reply.word]
    return words.text("answer-phrase", "reason", word=said, why=count(len(reply.missing), words)) if reply.word == "not-settled" else said


def count(number: int, words: Words) -> str:
    """How many facts are missing."""
    return words.text("answer-phrase", "one-missing" if number == 1 else "many-missing", count=number)


def _why(key: str, reply: Reply, words: Words, most: int) -> str:
    said = words.said["answer-why"]
    if reply.state == "undetermined":
        return ", ".join(fact(one, words) for one in reply.missing) if reply.word in ("not-settled", "not-known") and len(reply.missing) <= FEW else ""
    if key == "training-data":
        return _sets(reply, words)
    if reply.state == "met" and key != "sharing":
        return said["every" if key == "open-source" else "no-limits"]
    reasons = [reason for one in reply.why if (reason := _reason(one, words))] or ([said["free"]] if reply.state == "met" else [])
    if key == "open-source":
        most = 0
    if most and reply.state == "met":
        return reasons[0]  # duties that hold for nearly everything
    kept = reasons[: most or len(reasons)]
    return ", ".join(kept) + (f" +{len(reasons) - len(kept)}" if len(kept) < len(reasons) else "")


def _sets(reply: Reply, words: Words) -> str:
    """The first data set that is there and how many more; of what is withheld, the reason given."""
    if reply.word == "withheld":
        reasons = words.known.vocabulary.withheld_reason
        return ", ".join(reasons[one].label for one in reply.why if one in reasons)
    return f"{reply.why[0]}{f' +{len(reply.why) - 1}' if len(reply.why) > 1 else ''}" if reply.why else ""


def _reason(code: str, words: Words) -> str:
    """A reason code in a few words."""
    named, said = words.known.vocabulary, words.said["answer-why"]
    kind, _, rest = code.partition(":")
    license_, _, place = rest.rpartition(":")
    if kind in ("threshold", "name") and license_:
        record = words.known.licenses[license_]
        if kind == "name":
            return words.text("answer-phrase", "named", words=record.names[int(place) - 1].words)
        threshold = record.thresholds[int(place) - 1]
        measure, number = named.thresholds["measure"][threshold.measure].label, _millions(f"{threshold.value:,.0f}", words)
        number = f"{threshold.unit} {number}" if threshold.unit.isupper() else number
        return words.text("threshold", threshold.comparison, value=number, measure=measure)
    if code in named.tags:
        return named.tags[code].label
    if code in named.license_facts:
        return named.license_facts[code].label.lower()
    return said.get(code, said["other"])


def _millions(number: str, words: Words) -> str:
    """A printed number with its last zeros as a word: 700 million for 700,000,000."""
    if number.endswith(",000,000,000"):
        return words.text("answer-phrase", "billion", number=number.removesuffix(",000,000,000"))
    return words.text("answer-phrase", "million", number=number.removesuffix(",000,000")) if number.endswith(",000,000") else number


def fact(one: Missing, words: Words) -> str:
    """A missing fact as a phrase."""
    named = words.known.vocabulary
    if one.kind == "question":
        part = named.questions[one.subject].label
    elif one.kind == "aspect":
        part = named.data_information[one.subject].label
    else:
        part = named.components[one.subject].label if one.subject in named.components else one.subject.replace("-", " ")
    return words.text("missing", one.kind, part=part[:1].lower() + part[1:])


def who(one: Missing, words: Words) -> str:
    """Who can find it out."""
    return words.said["missing-who"][one.who]
