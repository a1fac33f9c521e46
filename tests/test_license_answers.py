"""Answers under terms: computed from facts, the strictest binding, each condition with its license."""

import re
from dataclasses import replace

import pytest

from howopen import licenses
from howopen.licenses import answers, companies, conditions
from howopen.records.answer import Reply
from howopen.records.license import Clause, License
from howopen.records.license_answers import Company
from howopen.records.model import Sources

READ = {"on": "2026-11-20", "by": "maintainers", "extent": "full-text"}
LLAMA = "LicenseRef-Llama-3.1-Community"


@pytest.fixture(scope="module")
def blank(known):
    """Facts and tags of a license that gives everything and asks for nothing."""
    facts = {key: {"is": "silent"} for key in known.vocabulary.license_facts} | {"commercial": {"is": "free", "clause": "s. 1"}}
    tags = {key: {"is": "no"} for key, word in known.vocabulary.tags.items() if word.side != "grant"}
    freedoms = {key: {"is": "allowed"} for key in known.vocabulary.freedoms}
    return {"name": "Imagined", "read": READ, "freedoms": freedoms, "tags": tags, "facts": facts}


@pytest.fixture
def world(known, blank):
    """A catalogue with imagined licenses: `world(A={"tags": ...})` has the license A, which is blank but for that."""

    def made(**said):
        records = {key: License.model_validate(_over(blank, change)).model_copy(update={"id": key}) for key, change in said.items()}
        return replace(known, licenses=known.licenses | records)

    return made


def _over(blank, change):
    return {key: {**blank.get(key, {}), **value} if isinstance(value, dict) else value for key, value in (blank | change).items()}


def terms(known, expression):
    return licenses.resolve(expression, licenses.book(known.licenses, frozenset(), known.vocabulary))


def told(known, expression):
    """(answer, sentences) by question."""
    found = answers.of_terms(known, terms(known, expression))
    return {key: (reply.answer, [one.says for one in reply.conditions]) for key, reply in found.replies.items()}


def words(known, expression):
    return {key: answer for key, (answer, _) in told(known, expression).items()}


def test_a_license_that_asks_for_nothing_answers_yes_and_its_silence_is_told(world):
    assert words(world(A={}), "A") == {"commercial": "yes", "change": "yes", "share": "yes", "train": "silent"}


def test_a_policy_that_nobody_read_is_a_condition_of_each_answer_and_what_only_it_could_say_is_not_read(world):
    unread = {"read": READ | {"extent": "without-policy"}, "tags": {"use-policy": {"is": "yes", "clause": "s. 2"}}}
    known = world(A=unread, B=unread | {"facts": {"commercial": {"is": "on-request", "clause": "s. 3"}}})
    for license_ in (known.licenses["A"], known.licenses["B"]):
        for key in [key for key, fact in license_.facts.items() if fact.is_ == "silent"]:
            del license_.facts[key]

    assert words(known, "A") == {"commercial": "yes-if", "change": "yes-if", "share": "yes-if", "train": "not-read"}
    assert all(any("nobody here has read" in one for one in asked) for _, asked in told(known, "A").values())
    assert words(known, "B")["commercial"] == "no"
    assert not answers.was_read(terms(known, "A").license)


def test_a_text_is_called_unread_only_where_a_question_waits_for_it(world):
    facts = {"outputs-training": {"is": "none", "clause": "s. 4"}, "outputs-ownership": {"is": "user", "clause": "s. 4"}}
    known = world(A={"read": READ | {"extent": "without-policy"}, "facts": facts}, B={"read": READ | {"extent": "without-policy"}})
    for license_ in (known.licenses["A"], known.licenses["B"]):
        for key in [key for key, fact in license_.facts.items() if fact.is_ == "silent"]:
            del license_.facts[key]

    assert "not-read" not in words(known, "A").values() and answers.of_terms(known, terms(known, "A")).unread == ()
    assert "not-read" in words(known, "B").values() and answers.of_terms(known, terms(known, "B")).unread == ("B",)


def test_a_right_that_the_whole_text_does_not_speak_of_is_silent(world, blank):
    record = License.model_validate(blank | {"freedoms": {"use": {"is": "allowed"}}}).model_copy(update={"id": "A"})
    known = world(A={})

    found = words(replace(known, licenses=known.licenses | {"A": record}), "A")

    assert found == {"commercial": "yes", "change": "silent", "share": "silent", "train": "silent"}


def test_a_right_that_nobody_gets_is_a_no(world):
    held = {"is": "restricted", "withheld": True, "clause": "s. 4"}
    known = world(A={"freedoms": {"share": held}, "tags": {"no-redistribution": {"is": "yes", "clause": "s. 4"}}})

    assert told(known, "A")["share"] == ("no", ["It may not be shared, changed or not."])
    # nothing beside it says that it is shared within limits
    assert "no-redistribution" not in [one.key for one in answers.of_terms(known, terms(known, "A")).points]
    with pytest.raises(ValueError, match="a right that nobody has is restricted"):
        Clause.model_validate(held | {"is": "conditional"})


def test_credit_is_told_and_makes_no_if_of_sharing(known):
    answer, asked = told(known, "MIT")["share"]

    assert (answer, len(asked)) == ("yes", 2)


def test_a_text_that_nobody_read_answers_not_read(known, world):
    unread = world(A={"facts": {}}).licenses["A"].model_copy(update={"facts": {}})
    assert words(replace(known, licenses=known.licenses | {"A": unread}), "A") == dict.fromkeys(("commercial", "change", "share", "train"), "not-read")


def test_a_number_of_a_text_that_was_not_read_whole_is_told_once(known):
    """A tag says no more than the number that it stands for, facts or not."""
    book = licenses.book(known.licenses, frozenset(), known.vocabulary)
    for key, one in known.licenses.items():
        if one.thresholds and not one.facts:
            found = [point.key for point in conditions.points(book[key], known.answer_rules, known.vocabulary)]
            assert any(each.startswith("threshold-") for each in found), key
            assert not {"user-threshold", "revenue-threshold"} & set(found), key


def test_what_osi_approves_may_be_used_and_changed_though_nobody_here_read_it(known):
    book = {key: one for key, one in known.licenses.items() if key != "ISC"}
    found = words(replace(known, licenses=book), "ISC")

    assert found == {"commercial": "yes", "change": "yes", "share": "not-read", "train": "not-read"}


def test_a_number_is_a_condition_of_every_right_that_it_takes(known):
    found = told(known, LLAMA)

    assert [found[key][0] for key in ("commercial", "change", "share")] == ["yes-if"] * 3
    assert all(asked[0].startswith("At most 700,000,000 monthly active users") for _, asked in (found[key] for key in ("commercial", "change", "share")))


def test_commercial_use_that_the_publisher_has_to_grant_is_a_no(world):
    tags = {"non-commercial": {"is": "yes", "clause": "s. 2"}}
    found = told(world(A={"tags": tags, "facts": {"commercial": {"is": "on-request", "clause": "s. 2"}}}), "A")

    assert found["commercial"] == ("no", ["Commercial use needs a further license, and the publisher decides on each request."])
    assert found["share"] == ("yes-if", ["It serves no commercial purpose."])


def test_of_licenses_together_the_strictest_binds_and_of_a_choice_the_freest(world):
    asks = {"facts": {"commercial": {"is": "by-form", "clause": "s. 9"}}}
    bars = {"facts": {"commercial": {"is": "not-offered", "clause": "s. 3"}}, "tags": {"non-commercial": {"is": "yes", "clause": "s. 3"}}}
    known = world(A={}, B=asks, C=bars)

    assert words(known, "A AND B")["commercial"] == "yes-if"
    assert words(known, "A AND C")["commercial"] == "no"
    assert words(known, "A OR C")["commercial"] == "yes"
    assert words(known, "(A AND C) OR (A AND (B OR C))")["commercial"] == "yes-if"
    assert words(known, "MIT AND (A OR (B AND C))")["commercial"] == "yes"
    assert words(known, "GPL-2.0-only WITH Classpath-exception-2.0")["commercial"] == "yes"


def test_of_a_choice_that_lets_one_do_as_much_the_one_with_fewer_limits_is_told(world):
    one = {"tags": {"field-of-use": {"is": "yes", "clause": "para. 5"}}}
    two = {"tags": one["tags"] | {"no-safety-circumvention": {"is": "yes", "clause": "para. 6"}}}
    known = world(A=two, B=one)

    for expression in ("A OR B", "B OR A"):
        assert answers.of_terms(known, terms(known, expression)).licenses == ("B",)


@pytest.fixture
def half_read(world):
    """A catalogue in which A gives all but commerce, B all but sharing, C was read by nobody, and D forbids everything."""
    held = {"is": "restricted", "withheld": True, "clause": "s. 4"}
    no_commerce = {"facts": {"commercial": {"is": "not-offered", "clause": "s. 3"}}}
    nothing = no_commerce | {"freedoms": {"modify": held, "share": held}}
    nothing["facts"] = nothing["facts"] | {"outputs-training": {"is": "no-other", "clause": "s. 5"}}
    known = world(A=no_commerce, B={"freedoms": {"share": held}}, C={}, D=nothing)
    return replace(known, licenses=known.licenses | {"C": known.licenses["C"].model_copy(update={"facts": {}})})


@pytest.mark.parametrize(
    ("expression", "commercial", "change", "share", "train"),
    [
        ("B OR C", "yes", "yes", "not-read", "silent"),
        ("A OR C", "not-read", "yes", "yes", "silent"),
        ("C OR A", "not-read", "yes", "yes", "silent"),
        ("C OR D", "not-read", "not-read", "not-read", "not-read"),
        ("A OR B", "yes", "yes", "yes", "silent"),
        ("A OR D", "no", "yes", "yes", "silent"),
        ("A AND C", "no", "not-read", "not-read", "not-read"),
        ("C AND B", "not-read", "not-read", "no", "not-read"),
        ("D AND C", "no", "no", "no", "no"),
        ("A AND (B OR C)", "no", "yes", "not-read", "silent"),
        ("(A AND C) OR B", "yes", "yes", "not-read", "silent"),
        ("(A AND C) OR (D AND C)", "no", "not-read", "not-read", "not-read"),
        ("D AND (A OR (B AND C))", "no", "no", "no", "no"),
        ("B OR GPL-2.0-only WITH Classpath-exception-2.0", "yes", "yes", "not-read", "silent"),
        ("B AND (C OR MIT WITH LLVM-exception)", "yes", "yes", "no", "silent"),
        ("C AND (A OR GPL-2.0-only WITH Classpath-exception-2.0)", "not-read", "not-read", "not-read", "not-read"),
    ],
)
def test_a_text_that_nobody_read_hides_no_choice_and_lifts_no_ban(half_read, expression, commercial, change, share, train):
    assert words(half_read, expression) == {"commercial": commercial, "change": change, "share": share, "train": train}


def test_licenses_of_a_choice_are_those_that_some_answer_rests_on(half_read):
    def rests_on(expression):
        found = answers.of_terms(half_read, terms(half_read, expression))
        return found.licenses, found.unread

    assert rests_on("A OR C") == (("A", "C"), ("C",))
    assert rests_on("MIT OR C") == (("MIT",), ())
    assert rests_on("A OR B") == (("B", "A"), ())


def test_a_right_that_is_not_whole_is_an_if_though_only_a_duty_tells_why(world):
    known = world(A={"freedoms": {"share": {"is": "conditional", "clause": "s. 4"}}, "tags": {"attribution": {"is": "yes", "clause": "s. 4"}}})

    assert told(known, "A")["share"] == ("yes-if", ["Notices are kept and credit is given, as the text asks."])


def test_a_sentence_stands_on_the_side_that_the_answers_say_else_on_that_of_its_kind(world):
    known = world(A={"facts": {"commercial": {"is": "paid", "clause": "s. 2"}}, "tags": {"attribution": {"is": "yes", "clause": "s. 4"}}})
    sides = {one.key: one.side for one in answers.of_license(known, terms(known, "A").licenses()[0]).points}

    assert (sides["commercial"], sides["attribution"], sides["use"]) == ("limit", "duty", "right")


def test_each_condition_keeps_the_license_that_asks_it(world):
    known = world(A={"facts": {"commercial": {"is": "by-form", "clause": "s. 9"}}}, B={"tags": {"field-of-use": {"is": "yes", "clause": "para. 5"}}})
    reply = answers.of_terms(known, terms(known, "A AND B")).replies["commercial"]

    assert [(one.license, one.clause) for one in reply.conditions] == [("A", "s. 9"), ("B", "para. 5")]


def test_no_license_is_a_no_and_an_unknown_one_is_not_known(known):
    assert set(words(known, "NONE").values()) == {"no"}
    assert {reply.answer for reply in answers.of_terms(known, None).replies.values()} == {"not-known"}


# ---- models -----------------------------------------------------------------------------------------------------------


def model(known, key, license_, developer="a", bases=()):
    """A model of the catalogue with other weights, developer and bases."""
    weights = known.models["olmo-7b"].components["weights"].model_copy(update={"license": license_})
    made = {"id": key, "developer": developer, "derived_from": bases, "components": {"weights": weights}}
    return known.models["olmo-7b"].model_copy(update=made)


def of_model(known, *line, ancestors):
    """Answers of the first model of the line."""
    expressions = {one.components["weights"].license for one in line}
    found = replace(
        known,
        models={one.id: one for one in line},
        ancestors={one.id: ancestors.get(one.id, ()) for one in line},
        terms={expression: terms(known, expression) for expression in expressions},
    )
    return answers.of_model(found, line[0])


def test_a_base_of_others_binds_and_its_conditions_name_it(known):
    line = model(known, "student", "MIT", "b", ("teacher",)), model(known, "teacher", LLAMA, "a")
    found = of_model(known, *line, ancestors={"student": ("teacher",)})

    assert found.replies["commercial"].answer == "yes-if"
    assert {(one.license, one.model) for one in found.replies["commercial"].conditions} == {(LLAMA, "teacher")}
    assert [(one.license, one.model) for one in found.replies["share"].conditions if one.license == "MIT"] == [("MIT", "")] * 2


def test_a_base_that_its_own_developer_released_anew_does_not_bind(known):
    line = model(known, "new", "MIT", "a", ("old",)), model(known, "old", LLAMA, "a")

    assert of_model(known, *line, ancestors={"new": ("old",)}).replies["commercial"].answer == "yes"


@pytest.mark.parametrize("names", [("middle",), ("middle", "hf:A/Middle"), ("hf:a/middle", "hf:A/MIDDLE")])
def test_a_base_that_a_file_names_twice_is_one(known, names):
    middle = model(known, "middle", "MIT", "a", ("old",)).model_copy(update={"sources": Sources(huggingface="A/Middle"), "variants": ()})
    line = model(known, "student", "MIT", "b", names), middle, model(known, "old", LLAMA, "a").model_copy(update={"sources": Sources(), "variants": ()})
    ancestors = {"student": ("middle", "old"), "middle": ("old",)}

    assert answers.bases(replace(known, models={one.id: one for one in line}, ancestors=ancestors), line[0]) == ("middle",)


def test_a_base_that_is_not_here_is_not_read(known):
    found = of_model(known, model(known, "student", "MIT", "b", ("hf:x/y",)), ancestors={"student": ("hf:x/y",)})

    assert {reply.answer for reply in found.replies.values()} == {"not-read"}
    assert found.unread == ("hf:x/y",)


def test_of_a_model_without_weights_nothing_is_known(known):
    bare = model(known, "alone", "MIT").model_copy(update={"components": {}})

    assert {reply.answer for reply in answers.of_weights(known, bare).replies.values()} == {"not-known"}


def test_later_versions_are_told_the_next_first_and_each_once(known):
    versions = {"A": None, "C": "B", "B": "A", "D": "A", "E": "C", "F": "G", "G": "F"}
    records = {key: License.model_validate({"name": key, "supersedes": before} if before else {"name": key}) for key, before in versions.items()}
    known = replace(known, licenses=records)

    assert answers.later(known, "A") == ("B", "D", "C", "E")
    assert (answers.later(known, "E"), answers.later(known, "F")) == ((), ("G",))


def test_a_license_that_is_only_assumed_is_not_known(known):
    assumed = model(known, "alone", "MIT")
    weights = assumed.components["weights"].model_copy(update={"license_scope": "inherited"})
    found = of_model(known, assumed.model_copy(update={"components": {"weights": weights}}), ancestors={})

    assert {reply.answer for reply in found.replies.values()} == {"not-known"}


@pytest.mark.parametrize(
    ("sides", "wanted", "word"),
    [
        (("Apache-2.0", "MIT"), "yes", "free"),
        (("CC-BY-NC-4.0", "CC-BY-NC-ND-4.0"), "no", "limited"),
        (("MIT", "CC-BY-NC-4.0"), "not-known", "unknown"),
        (("MIT", LLAMA), "not-known", "unknown"),
        ((), "not-known", "unknown"),  # a side says what nothing here can name
    ],
)
def test_a_license_that_sources_dispute_is_judged_under_each_side(known, sides, wanted, word):
    whole = model(known, "it", None)
    weights = whole.components["weights"].model_copy(update={"disputed": {"license": sides}})
    disputed = whole.model_copy(update={"components": {"weights": weights}})
    found = replace(known, models={"it": disputed}, ancestors={"it": ()}, terms={one: terms(known, one) for one in sides})
    reply = answers.of_model(found, disputed).replies["commercial"]

    assert reply.answer == wanted
    assert {one.license for one in reply.conditions} <= (set(sides) if wanted != "not-known" else set())
    assert answers.commercial_use(answers.of_weights(found, disputed)) == word


def test_a_model_is_told_of_later_versions_of_its_license(known):
    older = known.licenses[LLAMA].supersedes
    found = of_model(known, model(known, "old", older), ancestors={})

    assert (older, LLAMA) in found.later
    assert found.licenses == (older,)


def test_that_nobody_knows_what_a_model_derives_from_is_told(known):
    found = of_model(known, model(known, "alone", "MIT"), ancestors={"alone": None})

    assert (found.replies["commercial"].answer, found.lineage_known) == ("yes", False)


def test_what_lies_beyond_a_base_leaves_the_lineage_open_as_the_base_itself_does(known):
    line = model(known, "new", "MIT", "b", ("old",)), model(known, "old", "Apache-2.0", "a")
    found = of_model(known, *line, ancestors={"new": ("old", "?"), "old": None})

    assert (found.replies["commercial"].answer, found.unread, found.lineage_known) == ("yes", (), False)


def test_silence_names_each_text_that_was_read_to_find_it(known):
    line = model(known, "student", "MIT", "b", ("teacher",)), model(known, "teacher", "Apache-2.0", "a")

    reply = of_model(known, *line, ancestors={"student": ("teacher",)}).replies["train"]

    assert (reply.answer, reply.conditions, reply.silent) == ("silent", (), ("MIT", "Apache-2.0"))
    assert of_model(known, line[1], ancestors={}).replies["commercial"].silent == ()


# ---- companies --------------------------------------------------------------------------------------------------------


def test_a_company_above_a_number_is_answered_no_and_one_below_is_free_of_it(world):
    number = {"value": 1_000_000, "unit": "USD", "comparison": "at-least", "measure": "revenue", "period": "month", "tested": "always"}
    number |= {"whose": "group", "then": "needs-license", "clause": "s. 2"}
    change = {"thresholds": [number], "tags": {"revenue-threshold": {"is": "yes", "clause": "s. 2"}}}
    restricted = {"freedoms": {key: {"is": "restricted", "clause": "s. 2"} for key in ("use", "modify", "share")}}
    known = world(A=change | restricted, B={})

    def of(key, company):
        return companies.commercial(known, terms(known, key).license, known.answer_rules.companies[company])

    assert [of("A", "small"), of("A", "large"), of("B", "large")] == ["yes", "no", "yes"]


def test_a_number_in_another_currency_is_held_against_nobody(world):
    number = {
        "value": 1,
        "unit": "CNY",
        "comparison": "at-least",
        "measure": "revenue",
        "tested": "always",
        "whose": "group",
        "then": "needs-license",
        "clause": "s. 2",
    }
    known = world(A={"thresholds": [number], "tags": {"revenue-threshold": {"is": "yes", "clause": "s. 2"}}})

    assert companies.commercial(known, terms(known, "A").license, known.answer_rules.companies["large"]) == "yes-if"


def test_a_model_is_found_for_a_company_that_no_number_of_its_terms_shuts_out(world):
    number = {"value": 40, "unit": "people", "comparison": "more-than", "measure": "employees", "tested": "always", "whose": "company"}
    number |= {"then": "needs-license", "clause": "s. 2"}
    known = world(A={"thresholds": [number]}, B={"thresholds": [number | {"value": 100}]}, C={"thresholds": [number | {"business": "Selling it."}]})

    def found(word, *why):
        return companies.let_in(known, Reply(word, "partial", why), known.answer_rules.companies["small"])

    assert [found("yes-if", f"threshold:{key}:1", "attribution") for key in "ABC"] == [False, True, True]
    two = world(A={"thresholds": [number, number | {"value": 100}]})
    small = known.answer_rules.companies["small"]
    let_in = [companies.let_in(two, Reply("yes-if", "partial", (f"threshold:A:{place}",)), small) for place in (1, 2)]
    assert let_in == [False, True], "the number that is named"
    assert [found(word) for word in ("yes", "no", "not-read", "not-known")] == [True, False, False, False]


@pytest.mark.parametrize(
    ("said", "measures", "answer"),
    [
        ({}, {"revenue": 12_000_000}, "no"),
        ({}, {"revenue": 11_999_999}, "yes"),
        ({"comparison": "more-than"}, {"revenue": 12_000_000}, "yes"),
        ({"comparison": "more-than"}, {"revenue": 12_000_001}, "no"),
        ({"period": "preceding-month"}, {"revenue": 12_000_000}, "no"),
        ({"period": "year"}, {"revenue": 1_000_000}, "no"),
        ({"period": "year"}, {"revenue": 999_999}, "yes"),
        ({"unit": "people", "measure": "monthly-users"}, {"monthly-users": 1_000_000}, "no"),
        ({"unit": "people", "measure": "monthly-users"}, {"revenue": 12_000_000}, "yes-if"),
        ({"unit": "CNY"}, {"revenue": 12_000_000}, "yes-if"),
        ({"then": "payment"}, {"revenue": 12_000_000}, "no"),
        ({"then": "registration"}, {"revenue": 12_000_000}, "yes-if"),
        ({"then": "registration"}, {"revenue": 1}, "yes"),
        ({"business": "Selling it."}, {"revenue": 12_000_000}, "yes-if"),
    ],
)
def test_a_company_is_shut_out_from_the_number_on_that_the_license_prints(world, said, measures, answer):
    number = {"value": 1_000_000, "unit": "USD", "comparison": "at-least", "measure": "revenue", "period": "month", "tested": "always"}
    number |= {"whose": "group", "then": "needs-license", "clause": "s. 2"} | said
    known = world(A={"thresholds": [number], "freedoms": {"use": {"is": "restricted", "clause": "s. 2"}}})

    assert companies.commercial(known, terms(known, "A").license, Company(label="It", meaning="It.", measures=measures)) == answer


# ---- sentences and places -------------------------------------------------------------------------------------------


def test_every_duty_limit_and_fact_has_a_sentence(known):
    rules, vocabulary = known.answer_rules, known.vocabulary

    assert set(rules.tags) == {key for key, word in vocabulary.tags.items() if word.side != "grant"}
    assert {key: set(answers) for key, answers in rules.facts.items()} == {key: set(word.values) for key, word in vocabulary.license_facts.items()}
    assert set(rules.thresholds) == set(vocabulary.thresholds["then"])
    assert set(rules.names) == set(vocabulary.names["when"])
    assert set(rules.places) == set(vocabulary.shut_out)


def test_a_sentence_has_no_hole(known):
    for license_ in {one.id: one for some in known.terms.values() for one in some.licenses()}.values():
        for point in conditions.points(license_, known.answer_rules, known.vocabulary):
            assert "{" not in point.says and "  " not in point.says, point
            assert not re.search(r"\d{4}-\d{2}", point.says), point


@pytest.mark.parametrize(("on", "counted"), [("2024-07-23", "counted on 23 July 2024;"), ("2024-07", "counted in July 2024;")])
def test_the_day_of_a_number_is_told_in_words(world, on, counted):
    threshold = {"value": 5, "unit": "people", "comparison": "more-than", "measure": "monthly-users", "tested": "at-release", "on": on, "whose": "company"}
    known = world(A={"thresholds": [threshold | {"then": "needs-license", "clause": "s. 1"}], "tags": {"user-threshold": {"is": "yes"}}})

    assert counted in told(known, "A")["commercial"][1][0]


def test_a_business_that_a_number_is_for_may_hold_braces(world):
    threshold = {"value": 5, "unit": "USD", "comparison": "at-least", "measure": "revenue", "tested": "always", "whose": "company", "then": "needs-license"}
    known = world(A={"thresholds": [threshold | {"clause": "s. 1", "business": "{whose} and {value}."}], "tags": {"revenue-threshold": {"is": "yes"}}})
    sentence = told(known, "A")["commercial"][1][0]

    assert (
        sentence == "Below USD 5 of revenue, of the company, counted at any time, in this business: {whose} and {value}; otherwise a further license is needed."
    )


def test_places_that_are_left_out_are_joined_as_what_is_denied(known):
    places = [one.says for one in answers.of_terms(known, terms(known, "LicenseRef-Hunyuan-Community-2025")).places]

    assert places[0] == "It is not used, changed or shared in the European Union, the United Kingdom or South Korea."


def test_a_union_that_is_left_out_leaves_its_members_out(world):
    known = world(A={"shuts-out": [{"places": ["EU", "GB"], "covers": ["model", "outputs"], "clause": "s. 5"}]})
    known = replace(known, terms={"A": terms(known, "A")})
    found = answers.of_terms(known, known.terms["A"])

    assert len(answers.shut_out(found, known, "DE")) == len(answers.shut_out(found, known, "GB")) == 2
    assert answers.shut_out(found, known, "CN") == ()
    shut = [{"places": ["EU"], "covers": ["model"], "clause": "s. 5"}, {"places": ["CN"], "covers": ["model"], "clause": "s. 6"}]
    known = world(A={"shuts-out": shut})
    known = replace(known, terms={"A": terms(known, "A")})
    assert [one.key for one in answers.shut_out(answers.of_terms(known, known.terms["A"]), known, "CN")] == ["place-2"]
    assert found.replies["commercial"].answer == "yes-if"
