"""What others say beside what we find: agreement, difference, and the explanation."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace
from html import escape, unescape

import pytest
from conftest import HERE

from howopen import enrich, judge, render
from howopen.records.model import Component
from howopen.records.opinion import Explanation, Opinion, Opinions
from howopen.records.summary import Summary
from howopen.records.verdict import Outcome
from howopen.stats import agreement, summary
from howopen.stats.agreement import State

ANYWHERE = "https://example.org/said"


def source(**more) -> Opinions:
    return Opinions(
        **{"id": "others", "who": "Others", "by": "osai-index", "url": ANYWHERE, "published": "2026-01", "about": "They looked.", "verdicts": []} | more
    )


def opinion(model: str, **more) -> Opinion:
    return Opinion(**{"model": model, "of": "It", "says": "so", "url": ANYWHERE} | more)


def short(known, judged, model: str) -> Summary:
    return summary.of(judged[model], known, summary.frame(known))


def compared(known, judged, source_: Opinions, opinion_: Opinion) -> agreement.Comparison:
    [found] = agreement.of_one(source_, opinion_, short(known, judged, opinion_.model), known)
    return found


def undetermined(judged) -> str:
    """A model of which nobody can say yet whether it meets OSAID."""
    return next(key for key, one in judged.items() if one.verdicts["osaid-1.0"].outcome is Outcome.UNKNOWN)


@pytest.mark.parametrize(
    ("model", "means", "state"),
    [
        ("llama-2-70b", "not-met", State.AGREE),
        ("llama-2-70b", "met", State.DIFFER),
        ("olmo-7b", "met", State.DIFFER),
        ("undetermined", "met", State.UNDETERMINED),
    ],
)
def test_an_outcome_agrees_differs_or_is_left_open(known, judged, model, means, state):
    model = undetermined(judged) if model == "undetermined" else model
    found = compared(known, judged, source(definition="osaid-1.0"), opinion(model, means=means))
    assert found.state is state
    assert found.is_open == (state is State.DIFFER)


def test_a_level_between_what_is_proven_and_what_is_possible_contradicts_nothing(known, judged):
    verdict = judged["olmo-7b"].verdicts["mof-1.0"]
    levels = ["none", *(level.id for level in known.definitions["mof-1.0"].levels)]
    places = range(levels.index(verdict.reached or "none"), levels.index(verdict.possible or "none") + 1)
    for at, level in enumerate(levels):
        found = compared(known, judged, source(definition="mof-1.0"), opinion("olmo-7b", level=level))
        expected = State.DIFFER if at not in places else State.AGREE if len(places) == 1 else State.UNDETERMINED
        assert found.state is expected


PARTS = {
    "published": Component(availability="public", evidence=[ANYWHERE], checked={"on": "2026-01-01", "by": "maintainers"}),
    "in-part": Component(availability="gated", evidence=[ANYWHERE], checked={"on": "2026-01-01", "by": "maintainers"}),
    "not-published": Component(availability="none", evidence=[ANYWHERE], checked={"on": "2026-01-01", "by": "maintainers"}),
    "taken": Component(availability="public", evidence=[ANYWHERE], checked={"on": "2026-01-01", "by": "osai-index"}),
}
CRITERIA = {"criteria": {"code": {"label": "Code", "component": "training-code"}}, "words": {"open": "published", "closed": "not-published"}}


@pytest.mark.parametrize(
    ("ours", "theirs", "state"),
    [
        ("published", "open", State.AGREE),
        ("published", "closed", State.DIFFER),
        ("in-part", "open", State.DEGREE),
        ("not-published", "open", State.DIFFER),
        ("not-published", "closed", State.AGREE),
        ("taken", "open", State.TAKEN),
        (None, "open", State.UNDETERMINED),
    ],
)
def test_a_part_is_compared_only_with_what_somebody_here_looked_for(known, judged, ours, theirs, state):
    model = known.models["olmo-7b"].model_copy(update={"components": {"training-code": PARTS[ours]} if ours else {}})
    among = replace(known, models=known.models | {"olmo-7b": model})
    assert compared(among, judged, source(**CRITERIA), opinion("olmo-7b", parts={"code": theirs})).state is state


def test_a_word_without_a_meaning_is_not_compared(known, judged):
    assert (
        list(
            agreement.of_one(
                source(**CRITERIA),
                opinion("olmo-7b", parts={"code": "closed, no link"}),
                summary.of(judged["olmo-7b"], known, summary.frame(known)),
                known,
            )
        )
        == []
    )


def test_a_reason_for_one_model_comes_before_one_for_all_and_none_leaves_it_open(known, judged):
    general = Explanation(theirs="so", because="In general.")
    told = source(definition="osaid-1.0", explanations=[general])
    assert compared(known, judged, told, opinion("olmo-7b", means="met")).because == "In general."
    assert compared(known, judged, told, opinion("olmo-7b", means="met", because="Here.")).because == "Here."
    assert compared(known, judged, source(definition="osaid-1.0"), opinion("olmo-7b", means="met")).is_open


def test_each_published_score_that_is_not_ours_is_explained(known, summaries):
    """The four scores of its publisher that are known: equal, or with a sentence on what is open here or otherwise."""
    found = [one for one in agreement.every(known, summaries) if one.source == "artificial-analysis-2026"]
    assert {one.opinion.model: one.opinion.points for one in found} == {
        "olmo-3.1-32b-think": 16,
        "k2-think-v2": 16,
        "nemotron-3-nano-30b": 13,
        "glm-4.5": 10,
    }
    assert [one.opinion.model for one in found if one.state is not State.AGREE and not one.because] == []


def test_what_is_open_here_is_told_where_it_is_written_for_the_model_alone(known, judged):
    told = source(definition="osaid-1.0", explanations=[Explanation(theirs="so", because="In general.")])
    assert compared(known, judged, told, opinion(undetermined(judged), means="met", because="Nobody read it.")).because == "Nobody read it."
    assert compared(known, judged, told, opinion(undetermined(judged), means="met")).because == ""


def test_every_state_has_its_words():
    words = tomllib.loads((HERE / "templates" / "words.toml").read_text())
    assert set(words["agreement"]) == {state.value for state in State}
    assert set(words["published"]) == {"published", "in-part", "not-published", "unknown"}


def test_the_page_begins_with_the_differences_each_with_its_reason_or_marked_open(known, judged, summaries):
    """Every one of the real catalogue, Epoch AI's among them, and one that nobody has explained, which comes first."""
    differing = [one for one in agreement.every(known, summaries) if one.state is State.DIFFER]
    explained = next(one for one in differing if one.source == "epoch-ai-2026" and one.opinion.because)
    unread = explained.opinion.model_copy(update={"because": None})
    source_ = known.opinions[explained.source]
    verdicts = [unread if one is explained.opinion else one for one in source_.verdicts]
    among = replace(known, opinions=known.opinions | {source_.id: source_.model_copy(update={"verdicts": tuple(verdicts)})})
    options = render.options_for(among, HERE / "templates", render.Stamp("https://example.org/", "2026-11-23"))
    page = render.Preview(among, judged, options).get("agreement/index.html")

    main = page[page.index("<main") :]
    assert re.findall(r"<h[23][^>]*>([^<]+)</h[23]>", main)[:3] == ["Where we differ", "Open: not explained yet", "Explained"]
    section = main[main.index('id="differences"') : main.index("</section>")]
    rows = []
    for why, below in re.findall(r'<details class="reason"><summary>([^<]+) <small>(.*?)</details>', section, re.DOTALL):
        rows += [(*of, unescape(why)) for of in re.findall(r'<tr[^>]* data-agreement="differ">.*?models/([^/]+)/.*?<a href="#([^"]+)">', below, re.DOTALL)]
    assert rows[0] == (explained.opinion.model, explained.source, "Not explained yet.")
    assert sorted(rows[1:]) == sorted((one.opinion.model, one.source, one.because) for one in differing if one is not explained)
    assert section.count('class="reason"') == 1 + len({one.because for one in differing if one is not explained})
    assert all(escape(one.because) in main for one in known.opinions["artificial-analysis-2026"].verdicts)
    assert sum(source == "epoch-ai-2026" for _, source, _ in rows) == sum(one.source == "epoch-ai-2026" for one in differing) > 15


def test_compute_that_another_index_estimated_answers_the_limit_of_the_act(known, judged):
    """At least thirty models of which nobody here had a figure; with its note, its credit, and nothing else taken from that index."""
    carried = {key: model.training_compute for key, model in known.models.items() if model.training_compute and model.training_compute.checked}
    carried = {key: said for key, said in carried.items() if said.checked.by == "epoch-ai"}
    limits = {
        key: leaf.outcome
        for key in carried
        for rung in judged[key].verdicts["eu-ai-act"].parts
        for finding in rung.findings
        for leaf in finding.leaves()
        if leaf.requirement.fact == "training-compute"
    }
    assert set(limits) == set(carried)
    assert sum(outcome is not Outcome.UNKNOWN for outcome in limits.values()) >= 30
    assert all("Epoch AI gives" in (said.because or "") and said.low < said.high for said in carried.values())
    credit = known.vocabulary.people["epoch-ai"]
    assert (credit.license, credit.url) == ("CC-BY-4.0", "https://epoch.ai/data/ai-models")


def test_nothing_is_compared_that_is_not_in_the_catalogue(known):
    small = enrich.catalogue(replace(known, models={"olmo-7b": known.models["olmo-7b"]}, opinions={}))
    assert agreement.every(small, summary.every(small, judge.catalogue(small))) == ()
