"""Findings whole: beside the outcome what they say was found, by whom, where and under which clauses; the cells of the strip; and the ways on."""

from __future__ import annotations

from dataclasses import replace

import pytest
from small_data import LICENSE, small, write
from test_vectors import FRAME, definition, with_identity

from howopen import enrich, judge, load
from howopen.judge import evaluator, next_steps
from howopen.judge.strip import Cells
from howopen.records.definition import Definition
from howopen.records.fetched import DeadLink, HubFacts
from howopen.records.model import Model
from howopen.records.verdict import Finding, Outcome, Reason

MET, UNKNOWN, UNMET = Outcome.MET, Outcome.UNKNOWN, Outcome.UNMET
HERE, ELSEWHERE = "https://example.org/it", "https://example.org/other"
CHECKED = {"on": "2026-11-20", "by": "maintainers"}
SEEN = {"evidence": [HERE], "checked": CHECKED, "because": "seen"}
PUBLIC = {"availability": {"meets": ["public"]}}
FREE = {"license": {"any-tag": ["four-freedoms"]}}
STATED = {"license": {"any-tag": ["four-freedoms"], "stated": True}}
SHUT = """name: Shut License
read: {on: 2026-11-20, by: maintainers, extent: full-text}
freedoms:
  use: {is: restricted, clause: s. 2, because: no use at work}
  share: {is: restricted, clause: s. 3}
  modify: {is: conditional, because: with a mark}
tags:
  non-commercial: {is: yes, clause: s. 4, because: no trade}
  osi-approved: {is: pending}
"""


@pytest.fixture(scope="module")
def words(tmp_path_factory):
    """The small catalogue without its models."""
    data = small(tmp_path_factory.mktemp("findings"))
    write(data, "licenses/LicenseRef-Shut.yaml", SHUT)
    write(data, "licenses/LicenseRef-Open.yaml", LICENSE.replace("restricted", "allowed").partition("tags")[0] + "tags: {osi-approved: {is: pending}}\n")
    return replace(load.catalogue(data), models={}, opinions={})


def known_with(words, model: dict, requirement: dict | None = None, others: tuple[dict, ...] = (), fetched=None):
    models = {one["id"]: Model.model_validate({"name": "X", "developer": "example-institute"} | one) for one in ({"id": "it"} | model, *others)}
    loaded = replace(words, models=dict(sorted(models.items())), fetched=fetched or words.fetched)
    if requirement:
        object.__setattr__(loaded, "definitions", {"d": definition("d", requirement)})
    return enrich.catalogue(loaded)


def finding(words, requirement: dict, model: dict, **more) -> Finding:
    known = known_with(words, model, requirement, **more)
    one = known.definitions["d"]
    return evaluator.Evaluator(known).finding(one.levels[0].requires[0], known.models["it"], one)


def told(found: Finding) -> tuple:
    return found.outcome, found.reason, found.applies, found.subject, found.value, found.evidence, bool(found.checked), found.note


def weights(**said) -> dict:
    return {"components": {"weights": SEEN | said}}


# ---- leaves ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "said", "outcome", "reason", "value"),
    [
        (PUBLIC, {"availability": "public"}, MET, Reason.PUBLISHED, "public"),
        (PUBLIC, {"availability": "none"}, UNMET, Reason.NOT_PUBLISHED, "none"),
        (PUBLIC, {"availability": "gated"}, UNMET, Reason.GATED, "gated"),
        (PUBLIC, {"availability": "on-request"}, UNMET, Reason.ON_REQUEST, "on-request"),
        (PUBLIC, {"license": "MIT"}, UNKNOWN, Reason.AVAILABILITY_UNKNOWN, ""),
        ({"coverage": ["full"]}, {"availability": "none"}, UNMET, Reason.NOT_PUBLISHED, "none"),
        ({"coverage": ["full"]}, {"availability": "public"}, UNKNOWN, Reason.COVERAGE_UNKNOWN, "public"),
        ({"coverage": ["full"]}, {"license": "MIT"}, UNKNOWN, Reason.COVERAGE_UNKNOWN, ""),
        ({"coverage": ["full"]}, {"availability": "public", "coverage": "partial"}, UNMET, Reason.ONLY_IN_PART, "partial"),
        ({"coverage": ["full"]}, {"availability": "public", "coverage": "full"}, MET, Reason.PUBLISHED, "full"),
        ({"gate": {"payment": False}}, {"availability": "none"}, UNMET, Reason.NOT_PUBLISHED, "none"),
        ({"gate": {"payment": False}}, {"availability": "public"}, MET, Reason.PUBLISHED, "public"),
        ({"gate": {"payment": False}}, {"availability": "gated"}, UNKNOWN, Reason.GATE_UNKNOWN, "gated"),
        ({"gate": {"payment": False}}, {"availability": "gated", "gate": {"payment": True}}, UNMET, Reason.GATE_MISSES, "gated"),
        ({"gate": {"payment": False}}, {"availability": "gated", "gate": {"payment": False}}, MET, Reason.PUBLISHED, "gated"),
        ({"gate": {"payment": False}}, {"license": "MIT"}, UNKNOWN, Reason.AVAILABILITY_UNKNOWN, ""),
        (FREE, {"availability": "public"}, UNKNOWN, Reason.LICENSE_UNKNOWN, "public"),
        (FREE, {"coverage": "full"}, UNKNOWN, Reason.LICENSE_UNKNOWN, ""),
        (FREE, {"availability": "none"}, UNMET, Reason.NOT_PUBLISHED, ""),
        (FREE, {"availability": "public", "license": "MIT"}, MET, Reason.TERMS_FIT, "MIT"),
        (FREE, {"availability": "public", "license": "NONE"}, UNMET, Reason.NO_LICENSE, "NONE"),
        ({"license": {"none": True}}, {"license": "NONE"}, MET, Reason.TERMS_FIT, "NONE"),
        ({"license": {"none": True}}, {"license": "MIT"}, UNMET, Reason.TERMS_MISS, "MIT"),
        (STATED, {"license": "MIT", "license-scope": "inherited"}, UNKNOWN, Reason.LICENSE_INHERITED, "MIT"),
        (STATED, {"license": "MIT", "license-scope": "repository"}, MET, Reason.TERMS_FIT, "MIT"),
        ({"license": {"any-tag": ["four-freedoms"], "stated": False}}, {"license": "MIT", "license-scope": "inherited"}, MET, Reason.TERMS_FIT, "MIT"),
        (PUBLIC, {"availability": "not-applicable"}, UNKNOWN, Reason.MEANT_TO_BE_USED, ""),
        # ties go to the first test
        ({**PUBLIC, **FREE}, {"availability": "none", "license": "NONE"}, UNMET, Reason.NOT_PUBLISHED, "none"),
        ({**PUBLIC, **FREE}, {"availability": "public", "license": "NONE"}, UNMET, Reason.NO_LICENSE, "NONE"),
    ],
)
def test_a_finding_on_a_part_says_what_was_found_who_looked_and_where(words, asked, said, outcome, reason, value):
    found = finding(words, {"component": "weights"} | asked, weights(**said))
    assert told(found) == (outcome, reason, True, "weights", value, (HERE,), True, "seen")
    assert found.within == () and not found.fetched


def test_a_part_that_nobody_speaks_of_has_nothing_to_show(words):
    assert told(finding(words, {"component": "weights"} | PUBLIC, {})) == (UNKNOWN, Reason.NOBODY_LOOKED, True, "weights", "", (), False, "")
    data = told(finding(words, {"component": "data-information"} | FREE, {}))
    assert data == (UNKNOWN, Reason.NOBODY_LOOKED, True, "data-information", "", (), False, "")


def test_a_part_without_a_word_by_who_looked_has_none(words):
    found = finding(words, {"component": "weights"} | PUBLIC, {"components": {"weights": {"availability": "public", "evidence": [HERE], "checked": CHECKED}}})
    assert found.note == ""


def test_a_part_that_drops_out_does_so_only_where_it_may(words):
    found = finding(words, {"component": "weights", "if-used": True} | PUBLIC, weights(availability="not-applicable"))
    assert told(found) == (UNKNOWN, Reason.NOT_USED, False, "weights", "", (HERE,), True, "seen")


HUB = {"sources": {"huggingface": "org/it"}, "derived-from": []}


def on_the_hub(words, **said):
    facts = HubFacts.model_validate({"id": "org/it", "sha": "0" * 40, "license": ["mit"], "weight-files": 1} | said)
    spelt = words.spellings.model_validate({"huggingface": {"mit": {"means": "MIT"}}})
    return replace(words, spellings=spelt, fetched=replace(words.fetched, models={"org/it": facts}))


@pytest.mark.parametrize(
    ("asked", "written", "fetched"),
    [
        (FREE, {"availability": "public"}, True),
        (PUBLIC, {"availability": "public"}, False),
        (PUBLIC, {"license": "MIT"}, True),
        (FREE, {"license": "MIT"}, False),
        ({**PUBLIC, **FREE}, {"license": "MIT"}, True),
        ({"coverage": ["full"]}, {"coverage": "full"}, False),
    ],
)
def test_a_finding_says_whether_a_fact_that_it_rests_on_was_only_fetched(words, asked, written, fetched):
    there = on_the_hub(words)
    found = finding(there, {"component": "weights"} | asked, HUB | weights(**written), fetched=there.fetched)
    assert (found.outcome, found.fetched) == (MET, fetched)


# ---- terms -------------------------------------------------------------------------------------------------------------

USE, SHARE = ("LicenseRef-Shut", "use", "s. 2; no use at work"), ("LicenseRef-Shut", "share", "s. 3")
TRADE = ("LicenseRef-Shut", "non-commercial", "s. 4; no trade")
MARK = ("LicenseRef-Shut", "modify", "with a mark")


@pytest.mark.parametrize(
    ("test", "license_", "outcome", "reason", "clauses"),
    [
        ({"any-tag": ["four-freedoms"]}, "LicenseRef-Shut", UNMET, Reason.TERMS_RESTRICT, (USE, SHARE)),
        ({"any-tag": ["osi-approved"]}, "LicenseRef-Shut", UNMET, Reason.TERMS_PENDING, ()),
        ({"any-tag": ["osi-approved", "four-freedoms"]}, "LicenseRef-Open", UNKNOWN, Reason.LICENSE_NOT_ASSESSED, ()),
        ({"any-tag": ["osi-approved"]}, "LicenseRef-Open", UNMET, Reason.TERMS_PENDING, ()),
        ({"any-tag": ["osi-approved"]}, "CC-BY-4.0", UNMET, Reason.TERMS_MISS, ()),
        ({"any-tag": ["osi-approved", "four-freedoms"]}, "MIT", MET, Reason.TERMS_FIT, ()),
        ({"no-tag": ["non-commercial"]}, "LicenseRef-Shut", UNMET, Reason.TERMS_RESTRICT, (TRADE,)),
        ({"no-tag": ["non-commercial"]}, "LicenseRef-Open", UNKNOWN, Reason.LICENSE_NOT_ASSESSED, ()),
        ({"no-tag": ["non-commercial"]}, "MIT", MET, Reason.TERMS_FIT, ()),
        ({"grants": {"use": ["allowed"]}}, "LicenseRef-Shut", UNMET, Reason.TERMS_RESTRICT, (USE,)),
        ({"grants": {"modify": ["allowed"]}}, "LicenseRef-Shut", UNKNOWN, Reason.LICENSE_NOT_ASSESSED, (MARK,)),
        ({"grants": {"modify": ["allowed", "conditional"]}}, "LicenseRef-Shut", MET, Reason.TERMS_FIT, ()),
        ({"grants": {"study": ["allowed"]}}, "LicenseRef-Shut", UNKNOWN, Reason.LICENSE_NOT_ASSESSED, ()),
        # of several tests that fail, every clause that decided it, and none of those that do not
        ({"no-tag": ["non-commercial"], "grants": {"use": ["allowed"], "modify": ["allowed"]}}, "LicenseRef-Shut", UNMET, Reason.TERMS_RESTRICT, (TRADE, USE)),
        ({"no-tag": ["non-commercial"]}, "MIT OR LicenseRef-Shut", MET, Reason.TERMS_FIT, ()),
        ({"no-tag": ["non-commercial"]}, "MIT AND LicenseRef-Shut", UNMET, Reason.TERMS_RESTRICT, (TRADE,)),
        ({"no-tag": ["non-commercial"]}, "LicenseRef-Open OR LicenseRef-Shut", UNKNOWN, Reason.LICENSE_NOT_ASSESSED, ()),
    ],
)
def test_terms_are_judged_by_the_clauses_that_decide(words, test, license_, outcome, reason, clauses):
    found = finding(words, {"component": "weights", "license": test}, weights(license=license_))
    assert (found.outcome, found.reason, found.clauses) == (outcome, reason, clauses)


# ---- facts and questions -----------------------------------------------------------------------------------------------


def scope(value: str) -> dict:
    return {"data-information": SEEN | {"scope": value}}


ASKED = {"fact": "data-information.scope", "one-of": ["complete"], "unclear": ["partial"]}


@pytest.mark.parametrize(
    ("asked", "said", "wanted"),
    [
        (ASKED, scope("complete"), (MET, Reason.FACT_FITS, True, "complete")),
        (ASKED, scope("partial"), (UNKNOWN, Reason.FACT_UNCLEAR, True, "partial")),
        (ASKED, scope("none"), (UNMET, Reason.FACT_MISSES, True, "none")),
        (ASKED, scope("not-applicable"), (UNKNOWN, Reason.MEANT_TO_BE_USED, True, "not-applicable")),
        (ASKED | {"if-used": True}, scope("not-applicable"), (UNKNOWN, Reason.NOT_USED, False, "not-applicable")),
        (ASKED | {"one-of": ["complete", "not-applicable"]}, scope("not-applicable"), (MET, Reason.FACT_FITS, True, "not-applicable")),
        (ASKED | {"one-of": ["complete", "not-applicable"], "if-used": True}, scope("not-applicable"), (MET, Reason.FACT_FITS, True, "not-applicable")),
    ],
)
def test_a_finding_on_a_fact_says_what_was_found_who_looked_and_where(words, asked, said, wanted):
    outcome, reason, applies, value = wanted
    assert told(finding(words, asked, said)) == (outcome, reason, applies, "data-information.scope", value, (HERE,), True, "seen")


def test_a_fact_that_nobody_told_has_nothing_to_show(words):
    found = finding(words, ASKED, {"data-information": SEEN | {"provenance": "complete"}})
    assert told(found) == (UNKNOWN, Reason.FACT_UNKNOWN, True, "data-information.scope", "", (), False, "")


def test_lineage_is_shown_by_its_own_evidence(words):
    lineage = {"lineage": {"evidence": [HERE], "checked": CHECKED}}
    asked = {"fact": "derived-from", "one-of": ["nothing"]}
    assert told(finding(words, asked, {"derived-from": []} | lineage)) == (MET, Reason.FACT_FITS, True, "derived-from", "nothing", (HERE,), True, "")
    assert told(finding(words, asked, {"derived-from": ["hf:a/b"]})) == (UNMET, Reason.FACT_MISSES, True, "derived-from", "something", (), False, "")


@pytest.mark.parametrize(
    ("asked", "low", "high", "wanted"),
    [
        ({"at-most": 1e25}, 1e24, 1e25, (MET, Reason.FACT_FITS, "1e+24 to 1e+25 FLOP")),
        ({"at-most": 1e25}, 1e25, 2e25, (UNKNOWN, Reason.FACT_UNCLEAR, "1e+25 to 2e+25 FLOP")),
        ({"at-most": 1e25}, 2e25, 2e25, (UNMET, Reason.FACT_MISSES, "2e+25 FLOP")),
        ({"at-least": 1e25}, 1e25, 2e25, (MET, Reason.FACT_FITS, "1e+25 to 2e+25 FLOP")),
        ({"at-least": 1e25}, 1e24, 1e25, (UNKNOWN, Reason.FACT_UNCLEAR, "1e+24 to 1e+25 FLOP")),
        ({"at-least": 1e25}, 1e24, 1e24, (UNMET, Reason.FACT_MISSES, "1e+24 FLOP")),
        ({"at-least": 1e24, "at-most": 1e25}, 1e24, 1e25, (MET, Reason.FACT_FITS, "1e+24 to 1e+25 FLOP")),
        ({"at-least": 1e24, "at-most": 1e25}, 1e23, 1e26, (UNKNOWN, Reason.FACT_UNCLEAR, "1e+23 to 1e+26 FLOP")),
        ({"at-least": 1e24, "at-most": 1e25}, 1e26, 1e26, (UNMET, Reason.FACT_MISSES, "1e+26 FLOP")),
    ],
)
def test_bounds_of_training_compute_belong_to_what_they_bound(words, asked, low, high, wanted):
    outcome, reason, value = wanted
    compute = {"training-compute": {"low": low, "high": high, "evidence": [HERE], "checked": CHECKED, "because": "reckoned"}}
    found = finding(words, {"fact": "training-compute"} | asked, compute)
    assert told(found) == (outcome, reason, True, "training-compute", value, (HERE,), True, "reckoned")
    del compute["training-compute"]["because"]
    assert finding(words, {"fact": "training-compute"} | asked, compute).note == ""
    nobody = finding(words, {"fact": "training-compute"} | asked, {})
    assert told(nobody) == (UNKNOWN, Reason.FACT_UNKNOWN, True, "training-compute", "", (), False, "")


@pytest.mark.parametrize(
    ("answer", "outcome", "reason"), [("yes", MET, Reason.ANSWERED), ("no", UNMET, Reason.ANSWERED_OTHERWISE), ("unsure", UNKNOWN, Reason.UNSURE)]
)
def test_a_finding_on_a_question_says_the_answer_and_its_reason(words, answer, outcome, reason):
    said = {"answer": answer, "because": "so it says", "evidence": [HERE], "by": "maintainers", "on": "2026-11-20"}
    found = finding(words, {"question": "general-purpose", "answer": "yes"}, {"answers": {"general-purpose": said}})
    assert told(found) == (outcome, reason, True, "general-purpose", answer, (HERE,), True, "so it says")


def test_a_question_that_nobody_answered_has_nothing_to_show(words):
    found = finding(words, {"question": "general-purpose", "answer": "yes"}, {})
    assert told(found) == (UNKNOWN, Reason.UNANSWERED, True, "general-purpose", "", (), False, "")


# ---- lists -------------------------------------------------------------------------------------------------------------

EACH = {"for-each": "training-data", "requires": [{"component": "each", **PUBLIC}]}
OPEN, NONE = {"name": "a", "availability": "public"}, {"name": "b", "availability": "none"}


def datasets(*some: dict, **said) -> dict:
    return {"components": {"training-data": SEEN | {"availability": "public", "complete": True, "datasets": list(some)} | said}}


@pytest.mark.parametrize(
    ("asked", "said", "outcome", "reason"),
    [
        (EACH, datasets(OPEN), MET, Reason.EACH_MEETS),
        (EACH, datasets(OPEN, NONE), UNMET, Reason.ONE_MISSES),
        (EACH, datasets(OPEN, complete=False), UNKNOWN, Reason.LIST_INCOMPLETE),
        (EACH, datasets(OPEN, {"name": "c"}), UNKNOWN, Reason.ONE_UNKNOWN),
        (EACH, datasets(), UNKNOWN, Reason.NOTHING_TO_ASK),
        (EACH | {"when-empty": "met"}, datasets(), MET, Reason.NOTHING_TO_ASK),
        (EACH | {"when-empty": "met"}, datasets(complete=False), UNKNOWN, Reason.LIST_INCOMPLETE),
        (EACH, datasets(availability="not-applicable"), UNKNOWN, Reason.MEANT_TO_BE_USED),
    ],
)
def test_a_list_is_met_only_as_a_whole(words, asked, said, outcome, reason):
    found = finding(words, asked, said)
    assert told(found)[:7] == (outcome, reason, True, "training-data", "", (HERE,), True)
    assert found.note == ("seen" if reason is Reason.MEANT_TO_BE_USED else "")


def test_a_list_that_is_not_used_drops_out_and_one_that_nobody_speaks_of_is_unknown(words):
    found = finding(words, EACH | {"if-used": True}, datasets(availability="not-applicable"))
    assert told(found) == (UNKNOWN, Reason.NOT_USED, False, "training-data", "", (HERE,), True, "seen")
    assert told(finding(words, EACH, {})) == (UNKNOWN, Reason.NOBODY_LOOKED, True, "training-data", "", (), False, "")
    bare = {"components": {"training-data": SEEN | {"license": "MIT"}}}
    assert finding(words, EACH, bare).reason is Reason.NOBODY_LOOKED
    assert finding(words, EACH, {"components": {"training-data": SEEN | {"availability": "none"}}}).reason is Reason.LIST_INCOMPLETE


@pytest.mark.parametrize(
    ("kind", "outcomes"),
    [("open", [UNMET]), ("unshareable", []), (None, [UNKNOWN])],
)
def test_a_list_asks_only_about_the_sets_it_is_about_and_is_unsure_where_nobody_knows(words, kind, outcomes):
    one = NONE | ({"kind": kind} if kind else {})
    found = finding(words, EACH | {"where": {"kind": ["open"]}}, datasets(one))
    assert [inner.outcome for inner in found.within] == outcomes
    if kind is None:
        assert told(found.within[0]) == (UNKNOWN, Reason.FACT_UNKNOWN, True, "b", "", (HERE,), True, "")


def test_a_set_that_is_fine_is_fine_whether_or_not_the_list_asks_about_it(words):
    found = finding(words, EACH | {"where": {"kind": ["open"]}}, datasets(OPEN))
    assert [inner.outcome for inner in found.within] == [MET]


def test_a_finding_on_a_set_speaks_for_its_only_test_and_shows_the_sets_own_evidence(words):
    one = {"name": "a", "availability": "public", "license": "LicenseRef-Shut", "evidence": [ELSEWHERE]}
    [only] = finding(words, {"for-each": "training-data", "license": {"no-tag": ["non-commercial"]}}, datasets(one)).within
    assert told(only) == (UNMET, Reason.TERMS_RESTRICT, True, "a", "LicenseRef-Shut", (ELSEWHERE,), True, "")
    assert (only.clauses, only.within) == ((TRADE,), ())
    [two] = finding(words, EACH | {"license": {"no-tag": ["non-commercial"]}}, datasets(OPEN | {"license": "LicenseRef-Shut"})).within
    assert told(two) == (UNMET, Reason.WITHIN, True, "a", "", (HERE,), True, "")
    assert two.clauses == () and [inner.outcome for inner in two.within] == [MET, UNMET]
    [asked] = finding(words, EACH, datasets(OPEN)).within
    assert (asked.reason, asked.value, len(asked.within)) == (Reason.PUBLISHED, "public", 1)


ANCESTORS = {"for-each": "ancestors", "requires": [{"component": "weights", **PUBLIC}]}
BASE = {"id": "base", "derived-from": [], **weights(availability="public")}
LINEAGE = {"lineage": {"evidence": [ELSEWHERE], "checked": CHECKED}}


def test_ancestors_are_shown_by_the_lineage_and_those_that_are_not_here_are_unknown(words):
    found = finding(words, ANCESTORS, {"derived-from": ["base"]} | LINEAGE, others=(BASE,))
    assert told(found) == (MET, Reason.EACH_MEETS, True, "ancestors", "", (ELSEWHERE,), True, "")
    assert [(one.subject, one.outcome, one.reason, len(one.within)) for one in found.within] == [("base", MET, Reason.WITHIN, 1)]
    far = finding(words, ANCESTORS, {"derived-from": ["hf:a/b"]} | LINEAGE)
    assert [(one.subject, one.outcome, one.reason) for one in far.within] == [("hf:a/b", UNKNOWN, Reason.LINEAGE_UNKNOWN)]
    assert told(finding(words, ANCESTORS, {})) == (UNKNOWN, Reason.LINEAGE_UNKNOWN, True, "ancestors", "", (), False, "")
    assert told(finding(words, ANCESTORS, {"derived-from": []} | LINEAGE))[:2] == (UNKNOWN, Reason.NOTHING_TO_ASK)
    met = finding(words, ANCESTORS | {"when-empty": "met"}, {"derived-from": []} | LINEAGE)
    assert told(met) == (MET, Reason.NOTHING_TO_ASK, True, "ancestors", "", (ELSEWHERE,), True, "")


def test_a_lineage_that_the_hub_tells_is_shown_by_its_page_unless_a_person_showed_it(words):
    there = on_the_hub(words, **{"base-models": ["a/b"]})
    model = {"sources": {"huggingface": "org/it"}}
    found = finding(there, ANCESTORS, model, fetched=there.fetched)
    assert [one.subject for one in found.within] == ["hf:a/b"]
    assert found.evidence == ("https://huggingface.co/org/it/tree/" + "0" * 40,) and found.checked is None
    assert finding(there, ANCESTORS, model | LINEAGE, fetched=there.fetched).evidence == (ELSEWHERE,)


# ---- cells of the strip ------------------------------------------------------------------------------------------------

MIXED = [OPEN | {"license": "MIT"}, OPEN | {"name": "c", "license": "LicenseRef-Shut"}]


@pytest.mark.parametrize(
    ("component", "said", "state"),
    [
        ("weights", None, "unknown"),
        ("weights", {"license": "MIT"}, "unknown"),
        ("weights", {"availability": "none"}, "not"),
        ("weights", {"availability": "not-applicable"}, "none"),
        ("weights", {"availability": "gated", "license": "MIT"}, "partial"),
        ("weights", {"availability": "public", "coverage": "partial", "license": "MIT"}, "partial"),
        ("weights", {"availability": "public", "coverage": "full", "license": "MIT"}, "met"),
        ("weights", {"availability": "public", "license": "MIT"}, "met"),
        ("weights", {"availability": "public", "license": "LicenseRef-Shut"}, "partial"),
        ("weights", {"availability": "public"}, "partial"),
        ("technical-report", {"availability": "public"}, "met"),
        ("technical-report", {"availability": "public", "coverage": "partial"}, "partial"),
        ("training-data", {"availability": "public", "complete": True, "datasets": [OPEN | {"license": "MIT"}]}, "met"),
        ("training-data", {"availability": "public", "complete": False, "datasets": [OPEN | {"license": "MIT"}]}, "partial"),
        ("training-data", {"availability": "public", "complete": True, "datasets": []}, "partial"),
        ("training-data", {"availability": "public", "complete": True, "datasets": [OPEN]}, "partial"),
        (
            "training-data",
            {"availability": "public", "complete": True, "datasets": [OPEN | {"license": "MIT"}, OPEN | {"name": "c", "license": "LicenseRef-Shut"}]},
            "partial",
        ),
        # a list speaks for a part of which nobody said how it can be had
        ("training-data", {"complete": True, "datasets": [OPEN | {"license": "MIT"}]}, "met"),
        ("training-data", {"complete": True, "datasets": [OPEN]}, "partial"),
        ("training-data", {"complete": False, "datasets": [OPEN | {"license": "MIT"}]}, "partial"),
        ("training-data", {"datasets": [OPEN | {"license": "MIT"}, {"name": "c"}]}, "partial"),
        ("training-data", {"complete": True, "datasets": [OPEN, {"name": "c", "availability": "none"}]}, "partial"),
        ("training-data", {"complete": True, "datasets": [{"name": "c", "availability": "gated"}]}, "partial"),
        ("training-data", {"complete": True, "datasets": [{"name": "c", "availability": "none"}]}, "not"),
        ("training-data", {"complete": False, "datasets": [{"name": "c", "availability": "none"}]}, "unknown"),
        ("training-data", {"complete": True, "datasets": [{"name": "c", "availability": "none"}, {"name": "d"}]}, "unknown"),
        ("training-data", {"complete": True, "datasets": [{"name": "c"}]}, "unknown"),
        ("training-data", {"complete": True, "datasets": []}, "unknown"),
    ],
)
def test_a_cell_of_the_strip_tells_how_open_a_part_is(words, component, said, state):
    model = {} if said is None else {"components": {component: SEEN | said}}
    known = known_with(words, model)
    assert dict(Cells(known).of(known.models["it"]))[component] == state


# ---- ways on -----------------------------------------------------------------------------------------------------------

CODE = {"component": "training-code", "change": "publish the code", **PUBLIC}
SCALES = {"component": "weights", "change": "publish the weights", **PUBLIC}
PAST = {"fact": "derived-from", "one-of": ["nothing"]}
CLOSED = {"components": {"weights": SEEN | {"availability": "none"}, "training-code": SEEN | {"availability": "none"}}, "derived-from": ["hf:a/b"]}


def ways(words, requirement: dict, model: dict) -> list[list[str]]:
    return [[one.subject for one in way] for way in next_steps.changes((finding(words, requirement, model),))]


def test_the_ways_on_are_the_smallest_sets_and_name_what_somebody_could_do(words):
    assert ways(words, CODE, CLOSED) == [["training-code"]]
    assert ways(words, {"all-of": [SCALES, CODE]}, CLOSED) == [["weights", "training-code"]]
    assert ways(words, {"any-of": [SCALES, CODE]}, CLOSED) == [["weights"], ["training-code"]]
    assert ways(words, {"any-of": [{"all-of": [SCALES, CODE]}, SCALES]}, CLOSED) == [["weights"], ["weights", "training-code"]]
    assert ways(words, {"any-of": [PAST, CODE]}, CLOSED) == [["training-code"]], "a fact of the past is no change"
    assert ways(words, {"any-of": [{"all-of": [PAST, SCALES]}, {"all-of": [PAST]}]}, CLOSED) == [["derived-from", "weights"]]
    assert ways(words, {"all-of": [CODE, {"any-of": [SCALES, PAST]}]}, CLOSED) == [["training-code", "weights"]]
    assert ways(words, {"any-of": [SCALES, {"component": "supporting-code", "change": "x", "if-used": True, **PUBLIC}]}, CLOSED | dropped()) == [["weights"]]
    assert ways(words, {"all-of": [SCALES, {"component": "supporting-code", "change": "x", "if-used": True, **PUBLIC}]}, CLOSED | dropped()) == [["weights"]]
    assert ways(words, SCALES, weights(availability="public")) == []


def dropped() -> dict:
    return {"components": CLOSED["components"] | {"supporting-code": SEEN | {"availability": "not-applicable"}}}


def test_of_many_ways_on_the_first_few_are_kept(words):
    parts = ("weights", "training-code", "inference-code", "data-processing-code", "evaluation-code")
    requirement = {"any-of": [{"component": name, "change": "x", **PUBLIC} for name in parts]}
    model = {"components": {name: SEEN | {"availability": "none"} for name in parts}}
    assert ways(words, requirement, model) == [[name] for name in parts[:4]]


def test_what_is_unknown_is_told_once_and_only_where_it_bears(words):
    dropping = {"component": "supporting-code", "if-used": True, **PUBLIC}
    model = {"components": {"supporting-code": SEEN | {"availability": "not-applicable"}, "training-code": SEEN | {"availability": "none"}}}

    def unknown(requirement: dict) -> list[str]:
        found = finding(words, requirement, model)
        return [one.subject for one in next_steps.unknowns((found, found))]

    assert unknown({"all-of": [SCALES, dropping]}) == ["weights"]
    assert unknown({"all-of": [SCALES, CODE]}) == ["weights"]
    assert unknown({"all-of": [CODE, {"component": "inference-code", **PUBLIC}, SCALES]}) == ["inference-code", "weights"]


# ---- the whole -----------------------------------------------------------------------------------------------------------


def test_what_a_definition_asks_of_ancestors_is_told_of_the_model_itself_by_the_requirements_id(words):
    known = known_with(words, weights(availability="none") | {"derived-from": []}, ANCESTORS)
    requirement = known.definitions["d"].levels[0].requires[0]
    object.__setattr__(known, "board", known.board.model_copy(update={"score": "d", "headline": "d", "rank_by": ("d",)}))
    one = judge.model(known.models["it"], known)
    assert one.passed_on == {"d": {requirement.id: UNMET}}


@pytest.mark.parametrize(
    ("said", "outcome", "reason"),
    [
        ({"scope": "none"}, UNMET, Reason.NOT_PUBLISHED),
        ({"scope": "none", "labelling": "not-applicable"}, UNMET, Reason.NOT_PUBLISHED),
        ({"scope": "none", "provenance": "partial"}, UNKNOWN, Reason.LICENSE_UNKNOWN),
        ({"labelling": "not-applicable"}, UNKNOWN, Reason.LICENSE_UNKNOWN),
        ({"scope": "none", "license": "MIT"}, MET, Reason.TERMS_FIT),
    ],
)
def test_data_information_is_a_part_that_is_not_published_where_nothing_is_told(words, said, outcome, reason):
    found = finding(words, {"component": "data-information"} | FREE, {"data-information": SEEN | said})
    assert (found.outcome, found.reason, found.subject, found.evidence, found.note) == (outcome, reason, "data-information", (HERE,), "seen")


# ---- verdicts ------------------------------------------------------------------------------------------------------------


def judged(words, model: dict, levels: list[list[dict]], **more):
    """The model under a definition of those levels, whose requirements are r1, r2 and so on, in order."""
    number = [0]
    frame = FRAME | {"id": "d", "sources": [{"title": "X", "url": HERE, "read": "full-text"}], "published": "2026-11"}
    rungs = [{"id": f"l{at}", "name": "X", "requires": [with_identity(one, number) for one in level]} for at, level in enumerate(levels, start=1)]
    kind = {"kind": "ladder"} if len(levels) > 1 else {}
    scope = {"scope": with_identity(more.pop("scope"), number)} if "scope" in more else {}
    known = known_with(words, model)
    object.__setattr__(known, "definitions", {"d": Definition.model_validate(frame | kind | scope | {"levels": rungs} | more)})
    object.__setattr__(known, "board", known.board.model_copy(update={"score": "d", "headline": "d", "rank_by": ("d",)}))
    return judge.model(known.models["it"], known)


MIXED_PARTS = {
    "components": {
        "weights": SEEN | {"availability": "public"},
        "training-code": SEEN | {"availability": "none"},
        "supporting-code": SEEN | {"availability": "not-applicable"},
    }
}
OPEN_WEIGHTS, NO_CODE, UNSEEN = ({"component": name, **PUBLIC} for name in ("weights", "training-code", "inference-code"))
UNUSED = {"component": "supporting-code", "if-used": True, **PUBLIC}


@pytest.mark.parametrize(
    ("levels", "reached", "possible", "outcomes"),
    [
        ([[OPEN_WEIGHTS], [UNSEEN], [NO_CODE]], "l1", "l2", (MET, UNKNOWN, UNMET)),
        ([[UNSEEN], [OPEN_WEIGHTS], [OPEN_WEIGHTS]], None, "l3", (UNKNOWN, UNKNOWN, UNKNOWN)),
        ([[OPEN_WEIGHTS], [OPEN_WEIGHTS]], "l2", "l2", (MET, MET)),
        ([[NO_CODE], [OPEN_WEIGHTS]], None, None, (UNMET, UNMET)),
    ],
)
def test_a_level_is_reached_with_all_before_it(words, levels, reached, possible, outcomes):
    found = judged(words, MIXED_PARTS, levels).verdicts["d"]

    assert (found.reached, found.possible, found.outcome) == (reached, possible, outcomes[-1])
    assert tuple(rung.outcome for rung in found.rungs) == outcomes


def test_the_way_on_leads_to_the_first_level_not_reached_and_no_further(words):
    found = judged(words, MIXED_PARTS, [[OPEN_WEIGHTS], [UNSEEN], [{"component": "model-card", **PUBLIC}]]).verdicts["d"]
    assert [one.subject for one in found.unknowns] == ["inference-code"]
    assert judged(words, MIXED_PARTS, [[OPEN_WEIGHTS], [OPEN_WEIGHTS]]).verdicts["d"].unknowns == ()


def test_what_a_definition_does_not_speak_of_is_on_no_level(words):
    out, unsure, within = (judged(words, MIXED_PARTS, [[OPEN_WEIGHTS], [UNSEEN]], scope=scope).verdicts["d"] for scope in (NO_CODE, UNSEEN, OPEN_WEIGHTS))

    assert (out.reached, out.possible, out.unknowns, out.changes, out.scope.outcome) == (None, None, (), (), UNMET)
    assert (unsure.reached, within.reached, len(within.unknowns)) == ("l1", "l1", 1)


@pytest.mark.parametrize(
    ("requirements", "elements", "score"),
    [
        ([OPEN_WEIGHTS], ["r1"], (1.0, 1.0)),
        ([OPEN_WEIGHTS, NO_CODE], ["r1", "r2"], (0.5, 0.5)),
        ([OPEN_WEIGHTS, NO_CODE, UNSEEN], ["r1", "r2", "r3"], (0.3333, 0.6667)),
        ([OPEN_WEIGHTS, NO_CODE, UNSEEN], ["r1"], (1.0, 1.0)),
        # what drops out counts nothing, and a choice counts once
        ([{"id": "all", "all-of": [OPEN_WEIGHTS, NO_CODE, UNSEEN, UNUSED]}], ["all"], (0.3333, 0.6667)),
        ([{"id": "all", "all-of": [OPEN_WEIGHTS, {"any-of": [NO_CODE, OPEN_WEIGHTS]}]}], ["all"], (1.0, 1.0)),
        ([{"id": "all", "all-of": [{"all-of": [OPEN_WEIGHTS, NO_CODE]}, UNSEEN]}], ["all"], (0.3333, 0.6667)),
        # an element may lie within another requirement, and one that drops out as a whole proves nothing
        ([{"id": "all", "all-of": [{"id": "own", **OPEN_WEIGHTS}, NO_CODE]}], ["own"], (1.0, 1.0)),
        ([{"id": "all", "all-of": [{"id": "own", **NO_CODE}, OPEN_WEIGHTS]}, {"id": "other", **UNSEEN}], ["own", "other"], (0.0, 0.5)),
        ([OPEN_WEIGHTS, {"id": "unused", **UNUSED}], ["r1", "unused"], (0.5, 0.5)),
        # what is asked of each of a list is none
        ([OPEN_WEIGHTS, {"id": "list", "for-each": "training-data", "requires": [{"component": "each", "id": "set", **PUBLIC}]}], ["r1", "set"], (1.0, 1.0)),
        ([OPEN_WEIGHTS, {"id": "list", "for-each": "training-data", "requires": [{"component": "each", "id": "set", **PUBLIC}]}], ["r1", "list"], (0.5, 0.5)),
        ([OPEN_WEIGHTS, NO_CODE], ["none-of-them"], (0.0, 0.0)),
    ],
)
def test_the_score_is_the_mean_of_the_elements_each_weighing_the_same(words, requirements, elements, score):
    model = {"components": MIXED_PARTS["components"] | {"training-data": SEEN | {"complete": True, "datasets": [{"name": "a", "availability": "none"}]}}}

    assert judged(words, model, [requirements], elements=elements).score == score


@pytest.mark.parametrize(
    ("said", "model", "claim"),
    [
        (None, {}, "not-looked-up"),
        ([], {}, "none"),
        ([], {"claims-looked-up": CHECKED | {"evidence": [HERE], "unread": "The announcement."}}, "not-found"),
        ([{"of": "code", "says": "Open Source"}], {}, "not-looked-up"),
        ([{"of": "model", "says": "a free model"}], {}, "none"),
        ([{"of": "model", "says": "An OPEN SOURCE model"}], MIXED_PARTS, "holds"),
        ([{"of": "weights", "says": "open source"}], {"components": {"weights": SEEN | {"availability": "none"}}}, "fails"),
        ([{"of": "code", "says": "free"}, {"of": "model", "says": "open source"}], {}, "unclear"),
    ],
)
def test_a_claim_of_the_word_that_is_defined_is_held_against_the_verdict(words, said, model, claim):
    claims = {} if said is None else {"claims": [one | {"url": HERE} for one in said]} if said else {"claims-looked-up": CHECKED | {"evidence": [HERE]}}

    assert judged(words, claims | model, [[OPEN_WEIGHTS]]).claim == claim


# ---- facts, wherever they are recorded ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("fact", "model", "value", "outcome"),
    [
        ("derived-from", {}, "", UNKNOWN),
        ("derived-from", {"derived-from": []}, "nothing", MET),
        ("derived-from", {"derived-from": ["hf:a/b"]}, "something", UNMET),
        ("data-information.scope", {}, "", UNKNOWN),
        ("data-information.scope", {"data-information": SEEN | {"scope": "complete"}}, "complete", MET),
        ("data-information.scope", {"data-information": SEEN | {"scope": "partial"}}, "partial", UNMET),
        ("data-information.labelling", {"data-information": SEEN | {"scope": "partial"}}, "", UNKNOWN),
        ("method-disclosure.pre-training", {}, "", UNKNOWN),
        ("method-disclosure.pre-training", {"components": {"method-disclosure": SEEN | {"availability": "public"}}}, "", UNKNOWN),
        ("method-disclosure.pre-training", {"components": {"method-disclosure": SEEN | {"aspects": {"pre-training": "complete"}}}}, "complete", MET),
    ],
)
def test_a_fact_is_read_where_it_is_recorded(words, fact, model, value, outcome):
    found = finding(words, {"fact": fact, "one-of": ["nothing", "complete"]}, model)

    assert (found.value, found.outcome, found.subject) == (value, outcome, fact)


@pytest.mark.parametrize(
    ("said", "outcome"),
    [({"kind": "open"}, MET), ({"kind": "public"}, UNMET), ({}, UNKNOWN)],
)
def test_a_fact_of_each_data_set_is_that_sets_own(words, said, outcome):
    asked = {"for-each": "training-data", "requires": [{"fact": "each.kind", "one-of": ["open"]}]}
    model = {"components": {"training-data": SEEN | {"complete": True, "datasets": [{"name": "a", "availability": "public"} | said]}}}

    assert finding(words, asked, model).outcome is outcome


@pytest.mark.parametrize(
    ("asked", "said", "outcome"),
    [
        ({"coverage": ["full"]}, {"coverage": "full"}, MET),
        ({"coverage": ["full"]}, {"coverage": "partial"}, UNMET),
        ({"coverage": ["full"]}, {}, UNKNOWN),
        (FREE, {"license": "MIT"}, MET),
        (FREE, {"license": "NONE"}, UNMET),
        (PUBLIC | {"today": True}, {}, MET),  # a set that shows nothing of its own has no address that could be gone
        (PUBLIC | {"today": True}, {"evidence": [ELSEWHERE]}, UNKNOWN),
        (PUBLIC, {"evidence": [ELSEWHERE]}, MET),
        (PUBLIC | {"today": True}, {"evidence": [ELSEWHERE, HERE]}, MET),
    ],
)
def test_each_set_of_a_list_is_asked_by_itself(words, asked, said, outcome):
    model = {"components": {"training-data": SEEN | {"complete": True, "datasets": [{"name": "a", "availability": "public"} | said]}}}
    dead = replace(words.fetched, dead={ELSEWHERE: DeadLink.model_validate({"since": "2026-11-01"})})

    assert finding(words, {"for-each": "training-data"} | asked, model, fetched=dead).outcome is outcome


def test_a_result_alone_has_no_steps_on(words):
    known = known_with(words, MIXED_PARTS, UNSEEN)

    assert judge.Verdicts(known).result("it", "d").unknowns == ()
    assert judge.Verdicts(known).result("it", "d").outcome is UNKNOWN
