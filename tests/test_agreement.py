"""What others say beside what we find: agreement, difference, and the explanation."""

from __future__ import annotations

import tomllib
from dataclasses import replace

import pytest
from conftest import HERE

from howopen import enrich, judge
from howopen.records.model import Component
from howopen.records.opinion import Explanation, Opinion, Opinions
from howopen.records.summary import Summary
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


@pytest.mark.parametrize(
    ("model", "means", "state"),
    [("llama-2-70b", "not-met", State.AGREE), ("llama-2-70b", "met", State.DIFFER), ("olmo-7b", "not-met", State.DIFFER), ("amber", "met", State.UNDETERMINED)],
)
def test_an_outcome_agrees_differs_or_is_left_open(known, judged, model, means, state):
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
    assert compared(known, judged, told, opinion("olmo-7b", means="not-met")).because == "In general."
    assert compared(known, judged, told, opinion("olmo-7b", means="not-met", because="Here.")).because == "Here."
    assert compared(known, judged, source(definition="osaid-1.0"), opinion("olmo-7b", means="not-met")).is_open


def test_every_state_has_its_words():
    words = tomllib.loads((HERE / "templates" / "words.toml").read_text())
    assert set(words["agreement"]) == {state.value for state in State}
    assert set(words["published"]) == {"published", "in-part", "not-published", "unknown"}


def test_the_page_shows_every_difference_with_its_reason(known, judged, site):
    page = (site / "agreement" / "index.html").read_text()
    found = agreement.every(known, summary.every(known, judged))
    assert page.count("Not explained yet.") >= sum(one.is_open for one in found)
    for one in found:
        if one.state is State.DIFFER and one.because:
            assert one.because[:30].replace("'", "&#39;") in page


def test_nothing_is_compared_that_is_not_in_the_catalogue(known):
    small = enrich.catalogue(replace(known, models={"olmo-7b": known.models["olmo-7b"]}, opinions={}))
    assert agreement.every(small, summary.every(small, judge.catalogue(small))) == ()
