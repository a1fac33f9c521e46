"""The points of a license, whole: each right, duty, limit, number, name and place as a sentence, with what it bears on; and the answers they make."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_data import small

from howopen import load
from howopen.licenses import answers, conditions
from howopen.records.catalogue import LicenseFacts
from howopen.records.license import Clause, License, Tag
from howopen.records.license_answers import AnswerRules, Point
from howopen.records.vocabulary import PlaceWord, TagWord, Vocabulary, Word_

ID = "LicenseRef-It"
ANSWERS = dict.fromkeys(("no", "not-known", "not-read", "yes-if", "silent", "yes"), "x")
MONTHS = ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"]
RULES = {
    "questions": {
        "commercial": {"label": "Commercial", "asks": "?", "freedom": "use", "approved": True},
        "change": {"label": "Change", "asks": "?", "freedom": "modify"},
        "train": {"label": "Train", "asks": "?", "fact": "outputs"},
    },
    "answers": ANSWERS,
    "freedoms": {"use": {"allowed": {"says": "Use."}, "restricted": {"says": "Some use.", "side": "limit"}}, "share": {"restricted": {"says": "Some share."}}},
    "withheld": {"share": {"says": "No sharing.", "side": "limit", "no": ["share"]}},
    "tags": {
        "ban": {"says": "A ban.", "if": ["commercial"]},
        "pass-on": {"says": "Pass it on.", "told-by": "names"},
        "counted": {"says": "It counts.", "told-by": "thresholds"},
        "shut": {"says": "Places.", "told-by": "shuts-out"},
        "limits-sharing": {"says": "A part of sharing.", "of": "share"},
        "use-policy": {"says": "A policy."},
        "grant": {"says": "A grant.", "told-by": "nothing-there"},
    },
    "facts": {"outputs": {"yours": {"says": "Outputs are yours.", "side": "right", "if": ["train"]}}},
    "thresholds": {"fee": {"says": "{limit}{value} {measure} {period}{tested}, of {whose}{business}{exempt}: a fee.", "if": ["commercial", "change", "train"]}},
    "names": {"shared": {"says": "Show {words} {where} when {when}{only}.", "if": ["share"]}, "changed": {"says": "Name it.", "if": ["change", "share"]}},
    "places": {"model": {"says": "Not in {places}."}, "outputs": {"says": "No outputs in {places}."}},
    "unread-policy": {"says": "A policy nobody read.", "if": ["commercial"]},
    "phrases": {
        "more-than": "above ", "at-least": "from ", "or": " or ", "money": "{currency} {value}", "period": "a {period} ", "business": " for {business}",
        "exempt": " but {exempt}", "tested-on": "on {day} {month} {year}", "tested-in": "in {month} {year}", "months": MONTHS, "only": " for {only}",
    },
}  # fmt: skip
SIDES = dict.fromkeys(("ban", "counted", "shut", "limits-sharing"), "restriction") | dict.fromkeys(("pass-on", "use-policy"), "condition") | {"grant": "grant"}
WORDS = Vocabulary.model_construct(
    thresholds={
        field: {word: Word_(label=f"{word}!") for word in words.split()}
        for field, words in {"exempt": "schools states", "period": "month", "tested": "always once", "measure": "users", "whose": "group"}.items()
    },
    names={"where": {word: Word_(label=word) for word in ("page", "box")}, "when": {word: Word_(label=word) for word in ("shared", "changed", "sold")}},
    places={code: PlaceWord(label=code.lower()) for code in ("EU", "GB", "KR")},
    tags={key: TagWord(label=key, side=side) for key, side in SIDES.items()},
)
NUMBER = {
    "value": 1_000_000,
    "unit": "people",
    "comparison": "more-than",
    "measure": "users",
    "tested": "always",
    "whose": "group",
    "then": "fee",
    "clause": "s. 2",
}
NAME = {"words": "Made with It", "when": ["shared"], "where": ["page"], "clause": "s. 3"}
YES = {"is": "yes", "clause": "s. 9"}
OURS = {"name": "It", "read": {"on": "2026-11-20", "by": "maintainers", "extent": "full-text"}}


def points(**said) -> list[Point]:
    """The points of a license of ours that says so."""
    record = License.model_validate(OURS | {key.replace("_", "-"): value for key, value in said.items()})
    license_ = LicenseFacts(ID, "It", "", False, record, dict(record.freedoms), dict(record.tags))
    return list(conditions.points(license_, AnswerRules.model_validate(RULES), WORDS))


def told(**said) -> list[str]:
    return [one.says for one in points(**said)]


def number(**said) -> str:
    [only] = told(thresholds=[NUMBER | said])
    return only


def test_each_kind_of_point_is_told_with_its_clause_and_what_it_bears_on():
    found = points(
        freedoms={"use": {"is": "restricted", "clause": "s. 1", "because": "not at work"}, "modify": {"is": "allowed"}},
        facts={"outputs": {"is": "yours", "clause": "s. 4"}, "unheard": {"is": "silent"}},
        thresholds=[NUMBER],
        names=[NAME],
        shuts_out=[{"places": ["EU", "GB", "KR"], "covers": ["model", "outputs", "people"], "clause": "s. 5"}],
        tags={"ban": YES, "shut": YES, "grant": {"is": "no"}, "unheard": YES},
    )

    assert found == [
        Point("use", "freedom", "limit", "Some use.", "s. 1", "not at work", ID),
        Point("outputs", "fact", "right", "Outputs are yours.", "s. 4", "", ID, ("train",)),
        Point("threshold-1", "threshold", "limit", "above 1,000,000 users! always!, of group!: a fee.", "s. 2", "", ID, ("commercial",)),
        Point("name-1", "name", "duty", "Show Made with It page when shared.", "s. 3", "", ID, ("share",)),
        Point("place-1", "place", "limit", "Not in eu, gb or kr.", "s. 5", "", ID),
        Point("place-1-outputs", "place", "limit", "No outputs in eu, gb or kr.", "s. 5", "", ID),
        Point("ban", "tag", "limit", "A ban.", "s. 9", "", ID, ("commercial",)),
    ]


def test_a_license_without_a_file_has_its_freedoms_and_tags_alone():
    license_ = LicenseFacts(ID, "It", "", True, None, {"use": Clause.model_validate({"is": "allowed"})}, {"pass-on": Tag.model_validate(YES)})
    found = conditions.points(license_, AnswerRules.model_validate(RULES), WORDS)

    assert [(one.key, one.side) for one in found] == [("use", "right"), ("pass-on", "duty")]
    assert conditions.points(license_, AnswerRules(), WORDS) == ()


def test_without_words_for_numbers_none_is_told():
    record = License.model_validate(OURS | {"thresholds": [NUMBER], "names": [NAME]})
    rules = AnswerRules.model_validate({key: value for key, value in RULES.items() if key not in ("thresholds", "names", "places", "phrases")})

    assert conditions.points(LicenseFacts(ID, "It", "", False, record, {}, {}), rules, WORDS) == ()


def test_a_tag_is_left_out_where_something_else_tells_it_better():
    assert told(tags={"pass-on": YES, "counted": YES, "shut": YES, "grant": YES}) == ["Pass it on.", "It counts.", "Places.", "A grant."]
    assert told(tags={"pass-on": YES, "counted": YES}, names=[NAME])[1:] == ["It counts."]
    assert told(tags={"pass-on": YES, "counted": YES}, thresholds=[NUMBER])[1:] == ["Pass it on."]
    assert told(tags={"shut": YES, "counted": YES}, shuts_out=[{"places": ["EU"], "covers": ["model"], "clause": "s. 5"}])[1:] == ["It counts."]
    assert told(tags={"grant": YES, "ban": YES}, facts={"outputs": {"is": "silent"}}) == ["A ban."], "facts tell what nothing else does"
    assert told(tags={"ban": {"is": "no"}, "pass-on": {"is": "pending"}}) == []


def test_a_right_that_nobody_has_is_told_in_place_of_its_parts():
    withheld = {"is": "restricted", "clause": "s. 1", "withheld": True}

    assert told(freedoms={"share": withheld}, tags={"limits-sharing": YES}) == ["No sharing."]
    assert told(freedoms={"share": withheld | {"withheld": False}}, tags={"limits-sharing": YES}) == ["Some share.", "A part of sharing."]
    assert told(freedoms={"use": withheld}) == ["Some use."], "there is no other sentence of it"


def test_a_policy_is_told_as_unread_only_where_the_rest_was_read():
    said = {"tags": {"use-policy": YES, "ban": YES}}

    assert told(**said) == ["A policy.", "A ban."]
    assert told(**said, read=OURS["read"] | {"extent": "without-policy"}) == ["A policy nobody read.", "A ban."]


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "above 1,000,000 users! always!, of group!: a fee."),
        ({"comparison": "at-least"}, "from 1,000,000 users! always!, of group!: a fee."),
        ({"unit": "USD", "value": 1.5}, "above USD 1.5 users! always!, of group!: a fee."),
        ({"value": 1234.5}, "above 1,234.5 users! always!, of group!: a fee."),
        ({"period": "month"}, "above 1,000,000 users! a month! always!, of group!: a fee."),
        ({"business": "hosting."}, "above 1,000,000 users! always!, of group! for hosting: a fee."),
        ({"exempt": ["schools", "states"]}, "above 1,000,000 users! always!, of group! but schools! or states!: a fee."),
        ({"tested": "once", "on": "2024-07-03"}, "above 1,000,000 users! on 3 July 2024, of group!: a fee."),
        ({"tested": "once", "on": "2024-12"}, "above 1,000,000 users! in December 2024, of group!: a fee."),
        ({"tested": "once", "on": "2024-01-31"}, "above 1,000,000 users! on 31 January 2024, of group!: a fee."),
    ],
)
def test_a_number_is_told_with_its_limit_time_and_exceptions(said, sentence):
    assert number(**said) == sentence


def test_a_number_that_leads_to_nothing_we_have_words_for_is_left_out():
    assert told(thresholds=[NUMBER | {"then": "unheard"}]) == []


def test_a_number_takes_a_right_only_where_the_file_says_that_it_is_limited():
    def bears_on(**freedoms: dict) -> tuple[str, ...]:
        return points(thresholds=[NUMBER], freedoms=freedoms)[-1].if_

    assert bears_on() == ("commercial",)
    assert bears_on(modify={"is": "restricted", "clause": "s. 1"}) == ("commercial", "change")
    assert bears_on(modify={"is": "conditional", "clause": "s. 1"}) == bears_on(modify={"is": "allowed"}) == ("commercial",)


def test_a_name_is_told_with_every_place_and_act_and_bears_on_what_each_act_asks():
    def named(**said) -> list[tuple[str, tuple[str, ...]]]:
        return [(one.says, one.if_) for one in points(names=[NAME | said])]

    assert named(when=["sold"]) == [], "of no act that we have words for"
    assert named(when=["sold", "shared"]) == [("Show Made with It page when sold or shared.", ("share",))]
    assert named(where=["page", "box"], only="pictures") == [("Show Made with It page or box when shared for pictures.", ("share",))]
    assert named(when=["changed", "shared"]) == [("Name it.", ("change", "share"))]


def test_what_is_filled_in_stays_as_it_is_with_its_braces():
    assert number(business="a {value} of {whose").startswith("above 1,000,000 users! always!, of group! for a {value} of {whose: a fee.")
    assert [one.key for one in points(names=[NAME, NAME], thresholds=[NUMBER, NUMBER])] == ["threshold-1", "threshold-2", "name-1", "name-2"]


def test_a_question_that_no_freedom_answers_is_an_if_where_anything_bears_on_it(tmp_path):
    known = replace(load.catalogue(small(tmp_path)), answer_rules=AnswerRules.model_validate(RULES), vocabulary=WORDS, licenses={})

    def reply(question: str, **said) -> str:
        record = License.model_validate(OURS | {key.replace("_", "-"): value for key, value in said.items()})
        return answers.of_license(known, LicenseFacts(ID, "It", "", False, record, dict(record.freedoms), dict(record.tags))).replies[question].answer

    free, told, silent = ({"is": "allowed"}, {"outputs": {"is": "yours", "clause": "s. 4"}}, {"outputs": {"is": "silent"}})
    assert reply("train", facts=told) == "yes-if", "a right that has a condition of its own"
    assert reply("train", facts=silent) == "silent"
    assert reply("train", facts={"unheard": {"is": "silent"}}) == "yes"
    assert reply("change", facts=told, freedoms={"modify": free}) == "yes"
    assert reply("change", facts=told) == "silent", "of a freedom that the text does not speak of"
    assert reply("change", facts=told, freedoms={"modify": {"is": "conditional", "clause": "s. 1"}}) == "yes-if"
    assert reply("change", freedoms={"modify": free}) == "not-read", "without facts nobody read the whole"
    assert reply("commercial", facts=told, freedoms={"use": free}, tags={"ban": YES}) == "yes-if"
    assert reply("commercial", tags={"osi-approved": YES}) == "yes", "approval settles it, though nobody here read it"
    assert reply("change", tags={"osi-approved": YES}) == "not-read"
    assert reply("commercial", tags={"osi-approved": {"is": "no"}}) == "not-read"
