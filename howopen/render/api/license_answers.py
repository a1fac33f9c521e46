"""Answers under terms as the API gives them."""

from __future__ import annotations

from collections.abc import Iterable

from howopen.licenses import answers, companies
from howopen.records.catalogue import Catalogue, LicenseFacts
from howopen.records.license_answers import LicenseAnswers, Point
from howopen.render.api.license_shapes import Condition, LicenseReply, ListedAnswers, TermsAnswers


def of_terms(found: LicenseAnswers, known: Catalogue) -> TermsAnswers:
    """Answers on the terms of a model's weights, with those of its bases."""
    return TermsAnswers(
        questions=_replies(found, known),
        names=_conditions(found.names),
        passed_on=_conditions(found.passed_on),
        places=_conditions(found.places),
        licenses=list(found.licenses),
        unread=list(found.unread),
        later={key: [later for of, later in found.later if of == key] for key in dict.fromkeys(of for of, _ in found.later)},
        lineage_known=found.lineage_known,
    )


def of_license(known: Catalogue, license_: LicenseFacts) -> ListedAnswers:
    """Answers on one license."""
    found = answers.of_license(known, license_)
    return ListedAnswers(
        questions=_replies(found, known),
        rights=_conditions(found.of_side("right")),
        duties=_conditions(found.of_side("duty")),
        limits=_conditions(found.of_side("limit")),
        companies={key: companies.commercial(known, license_, company) for key, company in known.answer_rules.companies.items()},
        read=answers.was_read(license_),
        later=[key for _, key in found.later],
    )


def _replies(found: LicenseAnswers, known: Catalogue) -> dict[str, LicenseReply]:
    words = known.answer_rules.answers
    return {key: LicenseReply(reply.answer, words[reply.answer], _conditions(reply.conditions), list(reply.silent)) for key, reply in found.replies.items()}


def _conditions(points: Iterable[Point]) -> list[Condition]:
    return [Condition(one.says, one.license, one.clause or None, one.because or None, one.key, one.model or None) for one in points]
