"""The answer line from findings, cells and terms as they may be: each word of it, and what makes it so."""

from __future__ import annotations

import pytest
from small_data import small

from howopen import load
from howopen.judge import answers
from howopen.records.answer import Missing, Reply
from howopen.records.license_answers import LicenseAnswers, Point
from howopen.records.license_answers import Reply as OnTerms
from howopen.records.model import Model
from howopen.records.requirement import Requirement
from howopen.records.verdict import Finding, Outcome, Reason, Rung, Verdict

MET, UNKNOWN, UNMET = Outcome.MET, Outcome.UNKNOWN, Outcome.UNMET
SEEN = {"evidence": ["https://example.org/it"], "checked": {"on": "2026-11-20", "by": "maintainers"}}
PUBLIC = {"availability": {"meets": ["public"]}}
INNER = {"id": "i", "says": "X", "component": "weights", **PUBLIC}
LIST = {"for_each": "ancestors", "requires": [INNER]}
NOTHING = LicenseAnswers({}, (), ())


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    """The small catalogue, for its vocabulary."""
    return load.catalogue(small(tmp_path_factory.mktemp("answers")))


def model(**components) -> Model:
    parts = {key.replace("_", "-"): SEEN | said for key, said in components.items()}
    return Model.model_validate({"id": "it", "name": "It", "developer": "example-institute", "components": parts})


def requirement(**said) -> Requirement:
    return Requirement.model_validate({"id": "r", "says": "X"} | {key.replace("_", "-"): value for key, value in said.items()})


def leaf(subject: str, outcome: Outcome, reason: Reason, *, applies: bool = True, **said) -> Finding:
    asked = requirement(**(said or {"component": subject, **PUBLIC}))
    return Finding(asked, outcome, reason, applies, subject)


def all_of(*within: Finding, applies: bool = True) -> Finding:
    return Finding(requirement(all_of=[INNER]), min(one.outcome for one in within), Reason.WITHIN, applies, within=within)


def any_of(*within: Finding) -> Finding:
    return Finding(requirement(any_of=[INNER]), max(one.outcome for one in within), Reason.WITHIN, within=within)


def verdict(outcome: Outcome, *findings: Finding) -> Verdict:
    return Verdict("d", (Rung("all", outcome, outcome, findings),), None, None, outcome, None, (), (), ())


def why(words, *findings: Finding, cells: tuple[tuple[str, str], ...] = ()) -> tuple[str, ...]:
    return answers.of(model(), verdict(UNMET, *findings), cells, NOTHING, words).open_source.why


# ---- open source? -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("reasons", "cell", "wanted"),
    [
        ([Reason.TERMS_MISS], "partial", "code:terms"),
        ([Reason.TERMS_RESTRICT], "not", "code:terms"),
        ([Reason.TERMS_PENDING, Reason.GATED], "partial", "code:terms"),
        ([Reason.TERMS_MISS, Reason.NOT_PUBLISHED], "partial", "code:in-part"),
        ([Reason.NO_LICENSE], "not", "code:no-license"),
        ([Reason.NO_LICENSE, Reason.TERMS_MISS], "partial", "code:terms"),
        ([Reason.NO_LICENSE, Reason.ONLY_IN_PART], "partial", "code:in-part"),
        ([Reason.NOT_PUBLISHED], "not", "code:withheld"),
        ([Reason.NOT_PUBLISHED], "partial", "code:in-part"),
        ([Reason.ONLY_IN_PART], "partial", "code:in-part"),
        ([Reason.GATED], "partial", "code:gated"),
        ([Reason.ON_REQUEST], "partial", "code:gated"),
        ([Reason.GATE_MISSES], "partial", "code:gated"),
        ([Reason.REBUILDABLE], "partial", "code:described"),
    ],
)
def test_a_no_says_what_is_wrong_with_the_parts_that_fail(words, reasons, cell, wanted):
    failing = all_of(*(leaf("training-code", UNMET, reason) for reason in reasons))

    assert why(words, failing, cells=(("training-code", cell),)) == (wanted,)


def test_a_reason_is_told_of_the_group_of_most_of_what_an_element_asks(words):
    weights, card = leaf("weights", UNMET, Reason.GATED), leaf("model-card", UNMET, Reason.GATED)

    assert why(words, all_of(weights, card, leaf("research-paper", MET, Reason.PUBLISHED))) == ("documents:gated",)
    assert why(words, all_of(weights, card)) == ("parameters:gated",), "the first of as many"
    assert why(words, weights, weights, card) == ("parameters:gated", "documents:gated"), "each once"
    assert why(words, leaf("data-information.scope", UNMET, Reason.FACT_MISSES, fact="data-information.scope", one_of=["complete"])) == ("data:described",)
    assert why(words, leaf("nothing-known", UNMET, Reason.GATED)) == (":gated",)
    assert why(words, leaf("distributed", UNMET, Reason.ANSWERED_OTHERWISE, question="distributed", answer="yes")) == (":described",)


def test_what_does_not_fail_or_dropped_out_makes_no_reason(words):
    gated, dropped = leaf("weights", UNMET, Reason.GATED), leaf("weights", UNMET, Reason.TERMS_MISS, applies=False)

    assert why(words, leaf("model-card", MET, Reason.PUBLISHED), dropped, leaf("research-paper", UNKNOWN, Reason.GATE_UNKNOWN), gated) == ("parameters:gated",)
    assert why(words, all_of(gated, dropped)) == ("parameters:gated",)
    assert why(words, all_of(gated, leaf("weights", MET, Reason.TERMS_MISS))) == ("parameters:gated",)


def test_what_fails_in_a_base_alone_is_told_as_that_of_the_base(words):
    base = leaf("ancestors", UNMET, Reason.ONE_MISSES, **LIST)

    assert why(words, all_of(leaf("weights", MET, Reason.PUBLISHED), base)) == ("parameters:base",)
    assert why(words, all_of(leaf("weights", UNMET, Reason.GATED), base)) == ("parameters:gated",)


def test_a_verdict_is_told_as_yes_no_or_open_and_what_settles_it(words):
    def told(outcome: Outcome, one: Model) -> Reply:
        return answers.of(one, verdict(outcome, leaf("weights", UNKNOWN, Reason.NOBODY_LOOKED)), (), NOTHING, words).open_source

    seen = model(weights={"availability": "public"}, training_code={"availability": "public"})
    assert told(MET, model())[:3] == ("yes", "met", ())
    assert told(UNMET, model())[:2] == ("no", "not-met")
    assert told(UNKNOWN, model()) == Reply("not-examined", "undetermined", (), (Missing("part", "weights"),))
    assert told(UNKNOWN, seen)[:2] == ("not-settled", "undetermined")


ASPECT = {"fact": "data-information.scope", "one_of": ["complete"]}


@pytest.mark.parametrize(
    ("finding", "wanted"),
    [
        (leaf("weights", UNKNOWN, Reason.NOBODY_LOOKED), Missing("part", "weights")),
        (leaf("weights", UNKNOWN, Reason.COVERAGE_UNKNOWN), Missing("coverage", "weights")),
        (leaf("weights", UNKNOWN, Reason.GATE_UNKNOWN), Missing("gate", "weights")),
        (leaf("weights", UNKNOWN, Reason.LIST_INCOMPLETE), Missing("list", "weights")),
        (leaf("weights", UNKNOWN, Reason.LINEAGE_UNKNOWN), Missing("lineage", "weights")),
        (leaf("weights", UNKNOWN, Reason.LICENSE_UNKNOWN), Missing("license", "weights", "developer")),
        (leaf("weights", UNKNOWN, Reason.LICENSE_NOT_ASSESSED), Missing("license", "weights", "developer")),
        (leaf("weights", UNKNOWN, Reason.LICENSE_INHERITED), Missing("license", "weights", "developer")),
        (leaf("weights", UNKNOWN, Reason.DISPUTED), Missing("license", "weights", "developer")),
        (leaf("data-information", UNKNOWN, Reason.NOBODY_LOOKED), Missing("license", "data-information", "developer")),
        (leaf("data-information.scope", UNKNOWN, Reason.FACT_UNKNOWN, **ASPECT), Missing("aspect", "scope", "developer")),
        (leaf("derived-from", UNKNOWN, Reason.FACT_UNKNOWN, fact="derived-from", one_of=["nothing"]), Missing("part", "derived-from")),
        (leaf("free", UNKNOWN, Reason.UNANSWERED, question="free", answer="yes"), Missing("question", "free", "judge")),
        (leaf("ancestors", UNKNOWN, Reason.LINEAGE_UNKNOWN, **LIST), Missing("lineage")),
        (leaf("ancestors", UNKNOWN, Reason.ONE_UNKNOWN, **LIST), Missing("base")),
    ],
)
def test_a_missing_fact_says_what_it_is_and_who_can_find_it_out(finding, wanted):
    assert list(answers.missing(verdict(UNKNOWN, finding))) == [wanted]


def test_only_what_would_settle_a_verdict_is_missing_and_of_alternatives_the_first_that_is_open():
    weights, code, paper = (leaf(key, UNKNOWN, Reason.NOBODY_LOOKED) for key in ("weights", "training-code", "research-paper"))
    failed, dropped = leaf("model-card", UNMET, Reason.GATED), leaf("model-card", UNKNOWN, Reason.NOBODY_LOOKED, applies=False)

    def subjects(*findings: Finding) -> list[str]:
        return [one.subject for one in answers.missing(verdict(UNKNOWN, *findings))]

    assert subjects(weights, code, weights) == ["weights", "training-code"]
    assert subjects(failed, dropped, leaf("research-paper", MET, Reason.PUBLISHED), weights) == ["weights"]
    assert subjects(all_of(weights, leaf("research-paper", MET, Reason.PUBLISHED), dropped, code)) == ["weights", "training-code"]
    assert subjects(any_of(failed, dropped, code, paper)) == ["training-code"]
    assert subjects(any_of(all_of(weights, code), paper)) == ["weights", "training-code"]
    assert subjects(all_of(weights, code, applies=False), paper) == ["research-paper"]
    # of a part that nobody saw, nothing else is asked
    how_much, gate = leaf("weights", UNKNOWN, Reason.COVERAGE_UNKNOWN), leaf("research-paper", UNKNOWN, Reason.GATE_UNKNOWN)
    assert subjects(how_much, gate, weights) == ["research-paper", "weights"]


@pytest.mark.parametrize(
    ("parts", "seen"),
    [
        ({}, False),
        ({"weights": {}, "training_code": {}}, True),
        ({"inference_code": {}, "training_code": {}}, False),
        ({"weights": {}, "training_code": {"checked": {"on": "2026-11-20", "by": "osai-index"}}}, False),
    ],
)
def test_a_model_is_examined_where_parts_of_two_groups_were_looked_at_here(words, parts, seen):
    one = model(**{key: {"availability": "public"} | said for key, said in parts.items()})

    assert answers.examined(one, verdict(UNKNOWN), words) is seen
    assert answers.examined(one, verdict(UNMET), words) and answers.examined(one, verdict(MET), words), "what settles the verdict is enough"


# ---- terms ------------------------------------------------------------------------------------------------------------


def point(key: str, side: str = "limit", kind: str = "tag") -> Point:
    return Point(key, kind, side, "X.", "s. 1", "", "LicenseRef-It")


@pytest.mark.parametrize(
    ("answer", "conditions", "wanted"),
    [
        ("yes", (), Reply("yes", "met")),
        ("yes", (point("credit", "duty"),), Reply("yes", "met", ("credit",))),
        ("yes-if", (point("mark", "duty"), point("ban"), point("use", "right")), Reply("yes-if", "partial", ("ban", "mark", "use"))),
        ("yes-if", (point("ban"), point("ban")), Reply("yes-if", "partial", ("ban",))),
        ("yes-if", (point("threshold-2", kind="threshold"),), Reply("yes-if", "partial", ("threshold:LicenseRef-It:2",))),
        ("yes-if", (point("name-1", "duty", "name"),), Reply("yes-if", "partial", ("name:LicenseRef-It:1",))),
        ("yes-if", (point("place-1-outputs", kind="place"), point("place-1", kind="place")), Reply("yes-if", "partial", ("geographic",))),
        ("no", (point("ban"),), Reply("no", "not-met", ("ban",))),
        ("no", (), Reply("no", "not-met", ("no-license",))),
        ("silent", (point("ban"),), Reply("not-read", "undetermined", (), (Missing("license", "weights", "judge"),))),
        ("not-read", (), Reply("not-read", "undetermined", (), (Missing("license", "weights", "judge"),))),
        ("not-known", (), Reply("not-known", "undetermined", (), (Missing("license", "weights", "developer"),))),
    ],
)
def test_commercial_use_is_told_with_limits_before_duties_or_who_can_find_it_out(words, answer, conditions, wanted):
    terms = LicenseAnswers({"commercial": OnTerms(answer, conditions)}, (), ())

    assert answers.of(model(), verdict(MET), (), terms, words).commercial == wanted


@pytest.mark.parametrize(
    ("change", "share", "word", "why"),
    [
        (("yes", ()), ("yes-if", (point("mark", "duty"),)), "yes-if", ("mark",)),
        (("no", (point("ban"),)), ("yes-if", (point("mark", "duty"),)), "no", ("ban",)),
        (("yes-if", (point("ban"),)), ("yes-if", (point("mark", "duty"),)), "yes-if", ("ban", "mark")),
        (("not-known", ()), ("no", ()), "no", ("no-license",)),
        (("yes", ()), ("yes", ()), "yes", ()),
    ],
)
def test_sharing_is_the_stricter_answer_of_change_and_of_sharing(words, change, share, word, why):
    terms = LicenseAnswers({"change": OnTerms(*change), "share": OnTerms(*share), "commercial": OnTerms("no", (point("other"),))}, (), ())
    sharing = answers.of(model(), verdict(MET), (), terms, words).sharing

    assert (sharing.word, sharing.why) == (word, why)
    assert answers.of(model(), verdict(MET), (), NOTHING, words).sharing.word == "not-known"


# ---- what is published --------------------------------------------------------------------------------------------------


SETS = [
    {"name": "A", "availability": "public"},
    {"name": "B", "availability": "none", "withheld-reason": "legal"},
    {"name": "C"},
    {"name": "D", "availability": "none", "withheld-reason": "legal"},
]


@pytest.mark.parametrize(
    ("part", "cell", "wanted"),
    [
        (None, "unknown", Reply("unknown", "undetermined", (), (Missing("part", "training-data"),))),
        (None, None, Reply("unknown", "undetermined", (), (Missing("part", "training-data"),))),
        ({"availability": "public"}, "met", Reply("open", "met")),
        ({"availability": "public", "datasets": SETS}, "met", Reply("open", "met", ("A",))),
        ({"availability": "public", "datasets": SETS}, "partial", Reply("in-part", "partial", ("A",))),
        ({"availability": "gated"}, "partial", Reply("gated", "partial")),
        ({"availability": "on-request"}, "partial", Reply("on-request", "partial")),
        (None, "partial", Reply("in-part", "partial")),
        ({"availability": "none", "datasets": SETS}, "not", Reply("withheld", "not-met", ("legal",))),
        ({"availability": "none"}, "not", Reply("withheld", "not-met")),
        ({"availability": "not-applicable", "because": "None are used."}, "none", Reply("none", "undetermined")),
    ],
)
def test_training_data_are_told_by_their_cell_with_the_sets_that_can_be_had_or_why_not(words, part, cell, wanted):
    one = model(training_data=part) if part else model()
    cells = (("training-data", cell),) if cell else ()

    assert answers.of(one, verdict(MET), cells, NOTHING, words).training_data == wanted


@pytest.mark.parametrize(
    ("cells", "parts", "wanted"),
    [
        ((), {}, ("none", "none", 0, 0)),
        ((("training-code", "met"), ("inference-code", "met")), {}, ("open", "met", 2, 2)),
        ((("training-code", "met"), ("inference-code", "unknown")), {}, ("in-part", "partial", 1, 2)),
        ((("training-code", "partial"), ("inference-code", "not")), {}, ("in-part", "partial", 0, 2)),
        ((("training-code", "not"), ("inference-code", "unknown")), {}, ("withheld", "not", 0, 2)),
        ((("training-code", "unknown"), ("inference-code", "none")), {}, ("unknown", "unknown", 0, 1)),
        ((("training-code", "none"),), {}, ("none", "none", 0, 0)),
    ],
)
def test_a_group_is_open_where_all_of_it_is_and_withheld_where_some_was_looked_for_in_vain(words, cells, parts, wanted):
    matrix = answers.of(model(**parts), verdict(MET), cells, NOTHING, words).matrix

    assert [one.group for one in matrix] == list(words.vocabulary.groups)
    assert [one[1:] for one in matrix if one.group == "code"] == [wanted]


@pytest.mark.parametrize(
    ("said", "state", "word"),
    [
        ({"availability": "public"}, "met", "open"),
        ({"availability": "gated"}, "partial", "gated"),
        ({"availability": "on-request"}, "partial", "on-request"),
        ({"availability": "public", "coverage": "partial"}, "partial", "in-part"),
        ({"availability": "public", "coverage": "full"}, "partial", "limits"),
        ({"availability": "none"}, "not", "withheld"),
    ],
)
def test_of_the_weights_group_the_weights_decide_and_the_others_are_counted(words, said, state, word):
    cells = (("weights", state), ("intermediate-checkpoints", "met"), ("training-state", "none"))
    [group] = [one for one in answers.of(model(weights=said), verdict(MET), cells, NOTHING, words).matrix if one.group == "parameters"]

    assert (group.word, group.state, group.open, group.of) == (word, state, 1 + (state == "met"), 2)


def test_of_the_datas_group_the_training_data_decide_and_lists_are_told_as_parts(words):
    one = model(training_data={"datasets": SETS})
    cells = (("training-data", "partial"), ("evaluation-data", "met"))
    [group] = [one for one in answers.of(one, verdict(MET), cells, NOTHING, words).matrix if one.group == "data"]

    assert (group.word, group.state, group.open) == ("in-part", "partial", 1)
