"""Like texts are read alike: families of licenses, and readings that hold for all. What a reading is stands in GOVERNANCE.md."""

import csv
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent.parent

LLAMA = [f"LicenseRef-Llama-{version}-Community" for version in ("2", "3", "3.1", "3.2", "3.3", "4")]
# what the texts of a family have word for word, or nearly
SAME_IN_LLAMA = {
    "tags": ("attribution", "share-alike", "license-copy", "indemnity", "patent-retaliation", "non-commercial", "research-only", "revocable", "use-policy"),
    "facts": ("commercial", "patents", "suit-ends", "ends", "at-end", "amendable", "outputs-owner", "outputs-at-end"),
    "freedoms": ("use", "study", "modify", "share"),
}
SAME_IN_RAIL = {
    "tags": ("field-of-use", "use-policy", "pass-on-limits", "no-modification", "user-threshold", "revenue-threshold", "share-alike", "geographic"),
    "facts": ("amendable", "outputs-territory"),
    "freedoms": ("use", "modify", "share"),
}
# what differs in these texts is a model's name, an address or a sentence that no field asks for
SAME_BUT_FOR_NAMES = [
    ["FAIR-Noncommercial-Research", "FAIR-Noncommercial-Research-2025-04-10", "FAIR-Noncommercial-Research-2025-04-17"],
    ["GLM-130B", "ChatGLM-6B-2023-03-14", "ChatGLM2-6B-2023-06-25"],
    ["ChatGLM-6B", "ChatGLM2-6B", "ChatGLM3-2023"],
    ["GLM-4", "CodeGeeX4"],
    ["MiniMax-01", "MiniMax-M2.5"],
]


@pytest.fixture(scope="module")
def read(known):
    """Every license whose text was read whole, by id."""
    return {key: one for key, one in known.licenses.items() if one.facts}


def said(license_, wanted):
    return {f"{part}.{key}": getattr(license_, part)[key].is_ for part, keys in wanted.items() for key in keys}


def differing(some, wanted):
    """Values in which the licenses differ, by license."""
    values = {key: said(one, wanted) for key, one in some.items()}
    keys = next(iter(values.values()), {})
    return {key: {name: one[key] for name, one in values.items()} for key in keys if len({one[key] for one in values.values()}) > 1}


def test_llama_2_to_4_are_read_alike_where_their_texts_are_alike(read):
    assert differing({key: read[key] for key in LLAMA if key in read}, SAME_IN_LLAMA) == {}


def test_their_number_is_one_number_but_for_the_day(read):
    numbers = {key: [one.model_dump(exclude={"on", "clause", "because"}) for one in read[key].thresholds] for key in LLAMA if key in read}
    # the second version has no word on products for end users, which later ones let go
    assert len({str([{**one, "exempt": ()} for one in found]) for found in numbers.values()}) == 1


def test_the_rail_family_is_read_alike(read):
    family = {key: one for key, one in read.items() if one.family == "RAIL" and one.tags["research-only"].is_ == "no"}

    assert differing(family, SAME_IN_RAIL) == {}
    assert {one.freedoms["modify"].is_ for one in family.values()} <= {"restricted"}


@pytest.mark.parametrize("names", SAME_BUT_FOR_NAMES, ids=lambda names: names[0])
def test_texts_that_differ_in_names_alone_are_read_alike(read, names):
    some = {name: read[f"LicenseRef-{name}"] for name in names}
    first = some[names[0]]

    assert differing(some, {"tags": tuple(first.tags), "facts": tuple(first.facts), "freedoms": tuple(first.freedoms)}) == {}


def test_research_licenses_are_read_alike(read):
    for key, one in read.items():
        if one.tags.get("research-only") and one.tags["research-only"].is_ == "yes":
            assert {tag: one.tags[tag].is_ for tag in ("non-commercial", "field-of-use")} == {"non-commercial": "yes", "field-of-use": "yes"}, key
            assert one.facts["commercial"].is_ in ("on-request", "not-offered"), key
            assert {one.freedoms[freedom].is_ for freedom in ("use", "modify")} == {"restricted"}, key


def test_an_export_clause_is_no_place_that_is_left_out(read):
    for key, one in read.items():
        geographic = one.tags.get("geographic")
        assert (geographic is not None and geographic.is_ == "yes") == bool(one.shuts_out), key


def test_a_list_within_the_text_is_no_policy_that_may_change(read):
    for key, one in read.items():
        policy = one.tags.get("use-policy")
        if policy is not None and policy.is_ == "yes":
            assert one.facts["amendable"].is_ in ("policy", "whole"), key


def test_what_is_told_of_the_files_that_were_read_again_is_what_their_table_has(known):
    with (HERE / "docs/readings/licenses.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    drawn = [row for row in rows if row["drawn"] == "yes"]
    fields, wrong, inexact = (sum(int(row[column]) for row in drawn) for column in ("fields", "wrong", "inexact"))

    assert {row["license"] for row in rows} <= set(known.licenses)
    assert f"| drawn | {len(drawn)} | {fields:,} | {wrong} | {inexact} |" in (HERE / "docs/second-reading.md").read_text(encoding="utf-8")
    assert wrong * 200 <= fields


@pytest.mark.parametrize(
    ("name", "told_wrong"),
    [
        ("second", "Of {fields:,} fields {wrong} was wrong"),
        ("third", "Of {fields:,}\nfields {wrong} were wrong"),
        ("fourth", "Of {fields:,} fields {wrong} were wrong"),
        ("fifth", "Of {fields:,} fields {wrong} were wrong"),
    ],
)
def test_the_later_draws_have_what_is_told_of_them(known, name, told_wrong):
    with (HERE / f"docs/readings/licenses-{name}.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["drawn"] == "yes"]
    fields, wrong, inexact = (sum(int(row[column]) for row in rows) for column in ("fields", "wrong", "inexact"))
    told = (HERE / "docs/second-reading.md").read_text(encoding="utf-8")

    assert {row["license"] for row in rows} <= set(known.licenses)
    assert f"read {len(rows)} of them" in told
    assert told_wrong.format(fields=fields, wrong=wrong) in told
    assert not inexact or f"and {inexact} were inexact" in told
    assert wrong * 200 <= fields


def test_each_finding_of_the_audit_is_settled(known):
    with (HERE / "docs/readings/licenses-audit.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    outcomes = [row["outcome"] for row in rows]
    told = (HERE / "docs/second-reading.md").read_text(encoding="utf-8")

    assert {row["license"] for row in rows} - {""} <= set(known.licenses)
    words = {word for row in rows if not row["license"] for word in row["fields"].split(", ")}
    assert words <= {*known.vocabulary.tags, *known.vocabulary.license_facts, "thresholds", "tags", "facts"}
    assert f"{outcomes.count('mended')} mended, {outcomes.count('stands')} that stand" in told
    assert {row["license"] for row in rows if row["outcome"] == "not read"} <= {key for key, one in known.licenses.items() if not one.facts}


# what no file may say at once
CONTRADICTIONS = {
    "free commercial use and a ban of it": lambda one: one.facts["commercial"].is_ == "free" and _has(one, "non-commercial"),
    "no way to commercial use and no ban of it": lambda one: one.facts["commercial"].is_ in ("not-offered", "on-request") and not _has(one, "non-commercial"),
    "rights that last and may be ended": lambda one: one.facts["ends"].is_ == "never" and _has(one, "revocable"),
    "rights that end at will": lambda one: (one.facts["ends"].is_ == "at-will") != _has(one, "revocable"),
    "a suit that ends rights": lambda one: (one.facts["suit-ends"].is_ in ("patent-rights", "all-rights")) != _has(one, "patent-retaliation"),
    "a brand and no words of it": lambda one: bool(one.names) != _has(one, "branding"),
    "use without a limit and a limit of use": lambda one: (
        _is(one, "use", "allowed") and any(_has(one, tag) for tag in ("field-of-use", "use-policy", "non-commercial"))
    ),
    "change without a limit and a limit of change": lambda one: _is(one, "modify", "allowed") and _has(one, "no-modification"),
    "sharing that is not limited and a limit of sharing": lambda one: (
        (_is(one, "share", "allowed") or _is(one, "share", "conditional")) and (_has(one, "no-redistribution") or _has(one, "pass-on-limits"))
    ),
    "study without a limit and a ban to study": lambda one: _is(one, "study", "allowed") and _has(one, "no-reverse-engineering"),
}


def _has(one, tag):
    return tag in one.tags and one.tags[tag].is_ == "yes"


def _is(one, freedom, word):
    return freedom in one.freedoms and one.freedoms[freedom].is_ == word


@pytest.mark.parametrize("told", CONTRADICTIONS)
def test_no_field_contradicts_the_one_beside_it(read, told):
    whole = {key: one for key, one in read.items() if not one.lacks_policy}

    assert [key for key, one in whole.items() if CONTRADICTIONS[told](one)] == []
