"""Answers under terms: commercial use, change, sharing and training on outputs, each with its conditions. Computed, never written. Pure.

Of licenses that apply together, a model's own and those of what it derives from, the strictest binds; of a choice the freest, and what that one forbids or
leaves open is answered by another that may be chosen. Each condition keeps the license that asks it. A license whose text nobody read whole answers with
*not read*, and what is known of it is told. Where only a policy that it makes part of itself was not read, it answers what it says itself, and each answer
but *no* is under the condition of that policy.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Literal, get_args

from howopen.licenses import conditions, rights
from howopen.records.catalogue import Catalogue, LicenseFacts, Terms
from howopen.records.license import SILENT
from howopen.records.license_answers import Answer, AnswerRules, Asked, LicenseAnswers, Point, Reply
from howopen.records.lineage import UNNAMED, released_anew
from howopen.records.model import Model

_ORDER: tuple[Answer, ...] = get_args(Answer)  # the strictest first
_OPEN: tuple[Answer, ...] = ("no", "not-known", "not-read")  # what another license of a choice may still allow


def of_license(known: Catalogue, license_: LicenseFacts) -> LicenseAnswers:
    """The answers of one license."""
    rules = known.answer_rules
    points = conditions.points(license_, rules, known.vocabulary)
    replies = {key: _reply(license_, key, asked, points) for key, asked in rules.questions.items()}
    unread = () if was_read(license_) or all(one.answer != "not-read" for one in replies.values()) else (license_.id,)
    return LicenseAnswers(replies, points, (license_.id,), unread, tuple((license_.id, key) for key in later(known, license_.id)))


def of_terms(known: Catalogue, terms: Terms | None) -> LicenseAnswers:
    """The answers of an expression: of its alternatives those that let one do most. None: terms nobody knows."""
    rules = known.answer_rules
    if terms is None:
        return _all("not-known", rules)
    choices = [_together((of_license(known, one) for one in licenses), rules) for licenses in rights.alternatives(terms)]
    return _freest(choices, rules) if choices else _all("no", rules)


def of_model(known: Catalogue, model: Model) -> LicenseAnswers:
    """The answers of a model's weights, with those of each model of others that it derives from."""
    own = of_weights(known, model)
    found, unread, line = [own], [], bases(known, model)
    for name in line:
        if name == UNNAMED:
            continue
        base = known.models.get(name)
        if base is None:
            unread.append(name)
            continue
        found.append(_asked_by(name, of_weights(known, base), own))
    whole = _together(found, known.answer_rules)
    if unread:
        whole = _together([whole, replace(_all("not-read", known.answer_rules), unread=tuple(unread))], known.answer_rules)
    return replace(whole, lineage_known=known.ancestors.get(model.id) is not None and UNNAMED not in line)


def of_weights(known: Catalogue, model: Model) -> LicenseAnswers:
    """The answers of the license of a model's weights alone; a license that is only assumed from elsewhere proves nothing.

    A license on which sources disagree is judged under each side: where the answers agree, that is the answer.
    """
    part = model.components.get("weights")
    if part is None or part.license_scope == "inherited":
        return of_terms(known, None)
    if sides := part.disputed.get("license"):
        return _under_each([of_terms(known, known.terms.get(side)) for side in sides], known.answer_rules)
    return of_terms(known, known.terms.get(part.license or ""))


def commercial_use(found: LicenseAnswers) -> Literal["free", "limited", "unknown"]:
    """Commercial use in one word. Limits that are known of a text count, whether or not somebody read all of it."""
    reply = found.replies.get("commercial", Reply("not-known"))
    if reply.answer == "yes":
        return "free"
    limits = any(one.side == "limit" or one.kind == "freedom" or "commercial" in one.no for one in reply.conditions)
    return "limited" if limits or reply.answer in ("yes-if", "no") else "unknown"


def bases(known: Catalogue, model: Model) -> tuple[str, ...]:
    """Bases of a model whose terms still hold, nearest first: not those that its own developer released anew under other terms."""
    ancestors = known.ancestors.get(model.id) or ()
    line = [model, *(known.models[name] for name in ancestors if name in known.models)]
    return tuple(name for name in ancestors if name not in known.models or not released_anew(known.models[name], line))


def was_read(license_: LicenseFacts) -> bool:
    """Whether somebody read the whole text, with each policy that it makes part of itself, and put down what it says."""
    return license_.record is not None and bool(license_.record.facts) and not license_.record.lacks_policy


def later(known: Catalogue, license_: str) -> tuple[str, ...]:
    """Ids of the later versions of a license, the next one first."""
    found: dict[str, None] = {}
    ahead = [license_]
    while ahead:
        before = ahead.pop(0)
        ahead += [key for key, one in known.licenses.items() if one.supersedes == before and key not in found and key != license_]
        found |= dict.fromkeys(ahead)
    return tuple(found)


def shut_out(answers: LicenseAnswers, known: Catalogue, place: str) -> tuple[Point, ...]:
    """The points that leave the place out; `place` is a country code, and what holds for a union holds for its members."""
    names = {place} | {key for key, word in known.vocabulary.places.items() if place in word.holds}
    licenses = {one.id: one.record for terms in known.terms.values() for one in terms.licenses()}

    def leaves_out(point: Point) -> bool:
        record, number = licenses.get(point.license), int(point.key.split("-")[1])
        return record is not None and bool(names & set(record.shuts_out[number - 1].places))

    return tuple(one for one in answers.places if leaves_out(one))


# ---- one license ------------------------------------------------------------------------------------------------------


def _reply(license_: LicenseFacts, question: str, asked: Asked, points: tuple[Point, ...]) -> Reply:
    against = tuple(one for one in points if question in one.no)
    under = tuple(one for one in points if question in one.if_)
    approved = "osi-approved" in license_.tags and license_.tags["osi-approved"].is_ == "yes"
    clause = license_.freedoms.get(asked.freedom) if asked.freedom else None
    if clause is not None and clause.is_ != "allowed" and not (against or under):
        # nothing else tells what limits it
        under = tuple(replace(one, if_=(question,)) for one in points if one.kind == "freedom" and one.key == asked.freedom)
    if not (was_read(license_) or (asked.approved and approved) or _says_itself(license_, asked)):
        return Reply("not-read", (*against, *under))
    if against:
        return Reply("no", against)
    if (clause is not None and clause.is_ != "allowed") or (under and asked.freedom is None) or any(one.side == "limit" for one in under):
        return Reply("yes-if", under)
    facts = license_.record.facts if license_.record else {}
    unsaid = clause is None if asked.freedom else asked.fact in facts and facts[asked.fact].is_ == SILENT
    if facts and unsaid:
        return Reply("silent", silent=(license_.id,))
    return Reply("yes", under)


def _says_itself(license_: LicenseFacts, asked: Asked) -> bool:
    """Whether the text answers the question itself, though a policy that it makes part of itself was not read."""
    record = license_.record
    if record is None or not record.facts or not record.lacks_policy:
        return False
    return asked.fact in record.facts if asked.fact else asked.freedom in record.freedoms


# ---- several ----------------------------------------------------------------------------------------------------------


def _together(all_: Iterable[LicenseAnswers], rules: AnswerRules) -> LicenseAnswers:
    """Answers of terms that hold together: the strictest, with the conditions of all."""
    found = list(all_)
    replies = {}
    for question in rules.questions:
        given = [one.replies[question] for one in found]
        answer = min((one.answer for one in given), key=_ORDER.index)
        # whoever says no has the reasons; otherwise each condition holds
        told = (one for one in given if answer != "no" or one.answer == "no")
        silent = (license_ for one in given for license_ in one.silent if answer == "silent")
        replies[question] = Reply(answer, _once(point for one in told for point in one.conditions), tuple(dict.fromkeys(silent)))
    return _of_several(found, replies, _once(point for one in found for point in one.points))


def _freest(choices: list[LicenseAnswers], rules: AnswerRules) -> LicenseAnswers:
    """Answers of the alternative that lets one do most; a question that it forbids or leaves open, those of the freest of the others on it."""
    best = max(choices, key=_freedom)
    taken, replies = [best], {}
    for question in rules.questions:
        found = best
        if best.replies[question].answer in _OPEN:
            found = max((best, *choices), key=lambda one: _ORDER.index(one.replies[question].answer))
        replies[question] = found.replies[question]
        taken += [] if found in taken else [found]
    return _of_several(taken, replies, _once(point for one in taken for point in one.points))


def _under_each(sides: list[LicenseAnswers], rules: AnswerRules) -> LicenseAnswers:
    """Answers of terms of which one holds, and nobody knows which: those that are the same under each, with the conditions of all."""
    replies = {}
    for question in rules.questions:
        given = [one.replies[question] for one in sides]
        agree = len({one.answer for one in given}) == 1
        silent = tuple(dict.fromkeys(license_ for one in given for license_ in one.silent))
        points = _once(point for one in given for point in one.conditions)
        replies[question] = Reply(given[0].answer, points, silent) if agree else Reply("not-known")
    return _of_several(sides, replies, _once(point for reply in replies.values() for point in reply.conditions))


def _of_several(found: list[LicenseAnswers], replies: dict[str, Reply], points: tuple[Point, ...]) -> LicenseAnswers:
    """Answers of those replies and points, with the licenses, unread texts and later versions of all."""
    return LicenseAnswers(
        replies,
        points,
        tuple(dict.fromkeys(license_ for one in found for license_ in one.licenses)),
        tuple(dict.fromkeys(name for one in found for name in one.unread)),
        tuple(dict.fromkeys(pair for one in found for pair in one.later)),
    )


def _once(points: Iterable[Point]) -> tuple[Point, ...]:
    """The points without those that the same license has said already."""
    found: dict[tuple[str, str], Point] = {}
    for one in points:
        found.setdefault((one.license, one.key), one)
    return tuple(found.values())


def _asked_by(model: str, answers: LicenseAnswers, own: LicenseAnswers) -> LicenseAnswers:
    """The answers with the model's id at each point that is not of a license which the derived model has itself."""

    def named(points: Iterable[Point]) -> Iterator[Point]:
        return (one if one.license in own.licenses else replace(one, model=model) for one in points)

    replies = {key: replace(reply, conditions=tuple(named(reply.conditions))) for key, reply in answers.replies.items()}
    return replace(answers, replies=replies, points=tuple(named(answers.points)))


def _freedom(answers: LicenseAnswers) -> tuple[int, ...]:
    """Rank of the answers by what they are known to let one do, question by question, then by how few limits there are; the freest is the highest."""
    return (*(max(len(_OPEN) - 1, _ORDER.index(one.answer)) for one in answers.replies.values()), -len(answers.of_side("limit")))


def _all(answer: Answer, rules: AnswerRules) -> LicenseAnswers:
    """The same answer to every question."""
    return LicenseAnswers(dict.fromkeys(rules.questions, Reply(answer)), (), ())
