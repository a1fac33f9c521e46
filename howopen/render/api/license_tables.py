"""Rows on licenses for the tables: what each says, field by field, and what it lets one do."""

from __future__ import annotations

from collections.abc import Iterator

from howopen.licenses import answers
from howopen.records.catalogue import Catalogue
from howopen.render import lookups


def rows(known: Catalogue) -> Iterator[tuple[str, list[tuple[object, ...]]]]:
    """(table, rows) of what licenses say, for the database."""
    facts: list[tuple[object, ...]] = []
    numbers: list[tuple[object, ...]] = []
    names: list[tuple[object, ...]] = []
    places: list[tuple[object, ...]] = []
    points: list[tuple[object, ...]] = []
    replies: list[tuple[object, ...]] = []
    for key, one in lookups.license_facts(known).items():
        said = (("freedom", one.freedoms), ("tag", one.tags), ("fact", one.record.facts if one.record else {}))
        facts += [(key, kind, fact, found.is_, found.clause) for kind, some in said for fact, found in some.items()]
        for place, number in enumerate(one.record.thresholds if one.record else (), start=1):
            counted = (number.value, number.unit, number.comparison, number.measure, number.period, number.tested, number.on, number.whose)
            numbers.append((key, place, *counted, number.then, number.business, " ".join(number.exempt), number.clause))
        for place, name in enumerate(one.record.names if one.record else (), start=1):
            names.append((key, place, name.words, " ".join(name.when), " ".join(name.where), name.only, name.clause))
        for left_out in one.record.shuts_out if one.record else ():
            places += [(key, code, covered, left_out.clause) for code in left_out.places for covered in left_out.covers]
        found = answers.of_license(known, one)
        points += [(key, point.key, point.kind, point.side, point.says, point.clause or None, point.because or None) for point in found.points]
        replies += [(key, question, reply.answer) for question, reply in found.replies.items()]
    yield from (("license_facts", facts), ("license_thresholds", numbers), ("license_names", names), ("license_places", places))
    yield from (("license_points", points), ("license_answers", replies))


def csv_rows(known: Catalogue) -> Iterator[list[object]]:
    """A head, then one row a license: its answers, freedoms, tags and facts; what nobody read is an empty cell."""
    named = known.vocabulary
    tags, facts = tuple(named.tags), tuple(named.license_facts)
    yield [
        "id",
        "name",
        "version",
        "published",
        "read",
        *known.answer_rules.questions,
        *(f"to-{key}" for key in named.freedoms),
        *tags,
        *(f"text-{key}" for key in facts),
    ]
    for key, one in lookups.license_facts(known).items():
        record, found = one.record, answers.of_license(known, one)
        read = record.read.extent if record and record.read else ""
        yield [
            *(key, one.name, record.version if record else "", record.published if record else "", read),
            *(reply.answer for reply in found.replies.values()),
            *(one.freedoms[freedom].is_ if freedom in one.freedoms else "" for freedom in named.freedoms),
            *(one.tags[tag].is_ if tag in one.tags else "" for tag in tags),
            *(record.facts[fact].is_ if record and fact in record.facts else "" for fact in facts),
        ]
