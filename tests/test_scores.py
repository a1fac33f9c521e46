"""Scores: points proven and possible, the same in Python and on the page; and a definition of any kind is one file."""

from __future__ import annotations

from dataclasses import replace

import pytest
from conftest import run
from pydantic import ValidationError
from small_data import HERE, small
from test_vectors import FRAME, in_browser, with_evidence, with_identity

from howopen import enrich, judge, load
from howopen.files import yaml
from howopen.records import results
from howopen.records.definition import Criterion, Definition
from howopen.records.model import Model
from howopen.records.verdict import Outcome
from howopen.render import wording
from howopen.render.api import proposal_rules
from howopen.stats import summary

CASES = yaml.read(HERE / "tests" / "vectors" / "scores" / "points.yaml", "points.yaml").value["cases"]
# too many to look at each set of them that may be all that count
UNSURE = {"only-if": {"fact": "derived-from", "one-of": ["something"]}}
CODE, WEIGHTS = ({"component": name, "availability": {"meets": ["public"]}} for name in ("training-code", "weights"))
MANY = [UNSURE | {"steps": [{"points": at, "requires": [CODE if at % 2 else WEIGHTS]}]} for at in range(1, 61)]
CASES.append(
    {
        "name": "sixty of which nobody knows whether they count",
        "criterion": {"mean-of": [{"steps": [{"points": 8, "requires": [WEIGHTS]}]}, *MANY]},
        "model": {"components": {"weights": {"availability": "public"}, "training-code": {"availability": "none"}}},
        "wanted": {"low": 8 / 31, "high": 338 / 7},  # with the thirty that give nothing; with the six that give 50 and more
    }
)
SOURCE = [{"title": "X", "url": "https://example.org", "read": "full-text"}]


def numbered(criterion: dict, number: list[int]) -> dict:
    """The criterion with the names and sentences that every one has."""
    number[0] += 1
    found = {"id": f"c{number[0]}", "name": "X"} | criterion
    if "only-if" in found:
        found["only-if"] = with_identity(found["only-if"], number)
    if "mean-of" in found:
        return found | {"mean-of": [numbered(one, number) for one in found["mean-of"]]}
    steps = [{"says": "X"} | step | {"requires": [with_identity(one, number) for one in step["requires"]]} for step in found["steps"]]
    return found | {"steps": steps}


def score(key: str, criterion: dict) -> Definition:
    return Definition.model_validate(FRAME | {"published": "2026-11", "id": key, "kind": "score", "sources": SOURCE, "criteria": [numbered(criterion, [0])]})


@pytest.fixture(scope="module")
def bare(tmp_path_factory):
    """A catalogue whose definitions are those of the vectors."""
    loaded = load.catalogue(small(tmp_path_factory.mktemp("scores")))
    return replace(loaded, definitions={f"score-{at}": score(f"score-{at}", case["criterion"]) for at, case in enumerate(CASES)})


@pytest.fixture(scope="module")
def on_the_page(bare, chromium):
    """What the page makes of each vector."""
    known = enrich.catalogue(bare)
    board = known.board.model_copy(update={"headline": "score-0", "rank_by": ()})
    whole = replace(known, board=board)
    exported = proposal_rules.rules(known, summary.every(whole, judge.catalogue(whole)))
    return in_browser(chromium, exported, [(f"score-{at}", with_evidence(case["model"])) for at, case in enumerate(CASES)])


@pytest.mark.parametrize("at", range(len(CASES)), ids=[case["name"] for case in CASES])
def test_both_give_the_points_of_the_vector(at, bare, on_the_page):
    case, key = CASES[at], f"score-{at}"
    known = enrich.with_model(enrich.catalogue(bare), Model.model_validate(with_evidence(case["model"])))
    board = known.board.model_copy(update={"headline": key, "rank_by": (), "score": key})
    verdict = judge.model(known.models["proposal"], replace(known, board=board)).verdicts[key]

    assert verdict.points == (case["wanted"]["low"], case["wanted"]["high"])
    said = on_the_page[at][key]
    assert (said["points"]["low"], said["points"]["high"]) == verdict.points
    assert said["outcome"] == verdict.outcome.word


@pytest.mark.parametrize(
    ("low", "high", "code", "tone", "words"),
    [
        (18, 18, "18", "met", "18 of 18"),
        (8.5, 14, "8.5-14", "part", "8.5 to 14 of 18"),
        (0, 3, "0-3", "undetermined", "0 to 3 of 18"),
        (0, 0, "0", "not-met", "0 of 18"),
    ],
)
def test_a_result_is_told_as_points_of_the_most_there_are(known, low, high, code, tone, words):
    definition = known.definitions["aa-openness-1.0"]
    found = summary.Result(None, None, Outcome.UNKNOWN, None, (), 0, (low, high))

    assert definition.most == 18
    assert results.code(definition, found) == code
    assert results.tone(definition, code) == tone
    assert wording.read(HERE / "templates", known).standing(definition, code) == words


def test_codes_of_a_score_are_ordered_by_what_is_proven(known):
    assert results.best_first(known.definitions["aa-openness-1.0"], ["0-18", "9", "8.5-14", "8.5-10", "18"]) == ["18", "9", "8.5-14", "8.5-10", "0-18"]


def test_every_model_has_an_interval_within_what_there_is(known, judged):
    for key, one in judged.items():
        low, high = one.verdicts["aa-openness-1.0"].points
        assert 0 <= low <= high <= 18, key


# The index's own scores, of March 2026.
@pytest.mark.parametrize(("model", "published"), [("olmo-3.1-32b-think", 16), ("k2-think-v2", 16), ("nemotron-3-nano-30b", 13), ("glm-4.5", 10)])
def test_the_published_scores_lie_within_ours(judged, model, published):
    low, high = judged[model].verdicts["aa-openness-1.0"].points
    assert low <= published <= high


STEP = {"points": 1, "says": "X", "requires": [{"id": "r", "says": "X", "component": "weights", "availability": {"meets": ["public"]}}]}

MAY_DROP_OUT = {"id": "a", "name": "A", "steps": [STEP], "only-if": {"id": "o", "says": "X", "fact": "derived-from", "one-of": ["nothing"]}}


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"steps": [STEP, STEP]}, "points do not rise"),
        ({}, "either `steps` or `mean-of`"),
        ({"mean-of": [MAY_DROP_OUT]}, "may drop out"),
    ],
)
def test_a_criterion_that_says_nothing_sure_is_refused(said, why):
    with pytest.raises(ValidationError, match=why):
        Criterion.model_validate({"id": "c", "name": "C"} | said)


def test_a_score_has_criteria_and_the_others_have_levels():
    levels = [{"id": "a", "name": "A", "requires": STEP["requires"]}]
    for kind, part in (("score", {"levels": levels}), ("ladder", {"criteria": [{"id": "c", "name": "C", "steps": [STEP]}]}), ("verdict", {})):
        with pytest.raises(ValidationError, match="must have `criteria` and no `levels`"):
            Definition.model_validate(FRAME | {"published": "2026-11", "kind": kind, "sources": SOURCE} | part)


# ---- a definition of any kind is one file ------------------------------------------------------------------------------

HEAD = """name: Eleven
short: Eleven
publisher: Somebody
version: '1'
published: 2026-01-01
status: draft
order: 11
sources: [{title: It, url: 'https://example.org', read: full-text}]
summary: The weights can be had.
kind: KIND
"""
ASKS = "[{id: weights, says: The weights are public, cite: 'https://example.org', component: weights, availability: {meets: [public]}}]"
MORE = "[{id: code, says: The code is public, cite: 'https://example.org', component: training-code, availability: {meets: [public]}}]"
LEVELS = f"levels: [{{id: one, name: One, requires: {ASKS}}}]\n"
BODIES = {
    "verdict": (LEVELS, "met"),
    "conditions": (LEVELS, "met"),
    "ladder": (f"levels: [{{id: one, name: One, requires: {ASKS}}}, {{id: two, name: Two, requires: {MORE}}}]\n", "one"),
    "score": (
        f"criteria:\n- {{id: a, name: A, steps: [{{points: 2, says: Public., requires: {ASKS}}}]}}\n"
        f"- {{id: b, name: B, steps: [{{points: 3, says: Public., requires: {MORE}}}]}}\n",
        "2-5",
    ),
}


@pytest.mark.parametrize("kind", sorted(BODIES))
def test_one_more_definition_of_any_kind_is_one_file_and_no_code(kind, tmp_path):
    data, (body, code) = small(tmp_path), BODIES[kind]
    (data / "definitions" / "eleven.yaml").write_text(HEAD.replace("KIND", kind) + body)
    run("build", "--data", data, "--into", tmp_path / "site", "--today", "2026-11-27", "--jobs", "1")

    site = tmp_path / "site"
    assert "Eleven" in (site / "definitions" / "index.html").read_text()
    assert "The weights are public" in (site / "definitions" / "eleven" / "index.html").read_text()
    assert '"name":"Eleven"' in (site / "api" / "v1" / "definitions" / "eleven.json").read_text().replace('": "', '":"')
    page = (site / "models" / "example-7b" / "index.html").read_text()
    assert "Eleven" in page
    assert (site / "badges" / "example-7b" / "eleven.svg").exists()
    known = enrich.catalogue(load.catalogue(data))
    assert results.code(known.definitions["eleven"], judge.catalogue(known)["example-7b"].verdicts["eleven"]) == code
    assert set(BODIES) == {"verdict", "conditions", "ladder", "score"}
