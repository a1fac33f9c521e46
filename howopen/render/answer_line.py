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

    @property
    def whole(self) -> str:
        """Answer and reason in one."""
        return f"{self.answer}: {self.why}" if self.why else self.answer


def told(answer: Answer, words: Words) -> tuple[Told, ...]:
    """Every question with its answer, in order."""
    return tuple(_told(key, reply, words) for key, reply in answer.replies)


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


def _told(key: str, reply: Reply, words: Words) -> Told:
    return Told(key, words.said["answer-question"][key], word(reply, words), _why(key, reply, words), reply.state)


def word(reply: Reply, words: Words) -> str:
    """The answer itself; where it is not settled, with the number of facts missing."""
    said = words.said["answer"][reply.word]
    return words.text("answer-phrase", "reason", word=said, why=count(len(reply.missing), words)) if reply.word == "not-settled" else said


def count(number: int, words: Words) -> str:
    """How many facts are missing."""
    return words.text("answer-phrase", "one-missing" if number == 1 else "many-missing", count=number)


def _why(key: str, reply: Reply, words: Words) -> str:
    said = words.said["answer-why"]
    if reply.state == "undetermined":
        return ", ".join(fact(one, words) for one in reply.missing) if reply.word == "not-settled" and len(reply.missing) <= FEW else ""
    if key == "training-data":
        return _sets(reply, words)
    if reply.state == "met" and key != "sharing":
        return said["every" if key == "open-source" else "no-limits"]
    return ", ".join(_reason(one, words) for one in reply.why) or (said["free"] if reply.state == "met" else "")


def _sets(reply: Reply, words: Words) -> str:
    """The first data set that is there and how many more; of what is withheld, the reason given."""
    if reply.word == "withheld":
        reasons = words.known.vocabulary.withheld_reason
        return ", ".join(reasons[one].label for one in reply.why if one in reasons)
    return f"{reply.why[0]}{f' +{len(reply.why) - 1}' if len(reply.why) > 1 else ''}" if reply.why else ""


def _reason(code: str, words: Words) -> str:
    tags, said = words.known.vocabulary.tags, words.said["answer-why"]
    if code in tags:
        return tags[code].label
    return said.get(code, said["other"])


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
