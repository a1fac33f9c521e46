"""The catalogue in numbers, and what to look at next."""

from __future__ import annotations

import re
import tomllib
from dataclasses import replace

import pytest
from conftest import HERE, run

from howopen import enrich, judge
from howopen.records.catalogue import Catalogue
from howopen.records.checked import Checked
from howopen.records.model import Claim, Component, Model
from howopen.records.verdict import Outcome
from howopen.stats import agreement, counts, coverage, quality, readings, summary
from howopen.stats.quality import Task
from howopen.stats.readings import Reading

CHECKED = {"on": "2026-01-01", "by": "maintainers"}
ANYWHERE = "https://example.org/seen"


def part(**more) -> Component:
    return Component(**{"availability": "public", "evidence": [ANYWHERE], "checked": CHECKED} | more)


def of_one(known, today: str = "2026-02-01", conflicts: int = 0, **model) -> dict[Task, tuple]:
    """The work list of a catalogue with one model, `it`."""
    one = Model(**{"id": "it", "name": "It", "developer": "ai2", "claims-looked-up": CHECKED | {"evidence": ANYWHERE}} | model)
    small = enrich.catalogue(replace(known, models={"it": one}, opinions={}))
    found = {key: replace(one, conflicts=conflicts) for key, one in summary.every(small, judge.catalogue(small)).items()}
    work = quality.of(found, small, today).work
    return {task: found for task, found in work.items() if found}


def test_a_model_of_which_only_the_name_is_known_is_a_start(known):
    assert list(of_one(known, **{"claims-looked-up": None})) == [Task.NAMED_ONLY]


def test_claims_are_looked_for_until_somebody_looked(known):
    components = {"weights": part(license="MIT")}
    claim = Claim(says="a model", url=ANYWHERE)
    assert list(of_one(known, components=components, **{"claims-looked-up": None})) == [Task.NO_CLAIM]
    assert of_one(known, components=components) == {}
    assert of_one(known, components=components, claims=[claim], **{"claims-looked-up": None}) == {}


def test_what_only_another_index_says_is_to_be_checked(known):
    taken = part(checked={"on": "2026-01-01", "by": "osai-index"}, license="MIT")
    assert Task.ONLY_TAKEN not in of_one(known, components={"weights": taken})  # somebody looked for a claim
    assert list(of_one(known, components={"weights": taken}, **{"claims-looked-up": None})) == [Task.NO_CLAIM, Task.ONLY_TAKEN]


def test_published_weights_without_a_license_are_work(known):
    assert list(of_one(known, components={"weights": part()})) == [Task.FIND_LICENSE]
    assert of_one(known, components={"weights": part(license="MIT")}) == {}


def test_a_check_is_due_again_after_a_year(known):
    components = {"weights": part(license="MIT")}
    assert of_one(known, today="2027-01-01", components=components) == {}
    [work] = of_one(known, today="2027-01-02", components=components)[Task.OLD_CHECK]
    assert work.number == 366


def test_evidence_on_a_branch_is_work_and_at_a_commit_is_not(known):
    branch = part(license="MIT", evidence=["https://github.com/a/b/blob/main/LICENSE", "https://github.com/a/b", "https://example.org/blob/main/x"])
    [work] = of_one(known, components={"weights": branch})[Task.MOVING_EVIDENCE]
    assert work.number == 1
    assert of_one(known, components={"weights": part(license="MIT", evidence=["https://github.com/a/b/blob/0a1b2c3/LICENSE"])}) == {}


def test_a_claim_that_is_not_settled_comes_before_all_but_conflicts(known):
    claim = Claim(says="open source", url=ANYWHERE)
    found = of_one(known, conflicts=2, components={"weights": part(license="MIT")}, claims=[claim])
    assert list(found) == [Task.SETTLE_CONFLICT, Task.SETTLE_CLAIM]
    assert found[Task.SETTLE_CONFLICT][0].number == 2
    assert found[Task.SETTLE_CLAIM][0].number > 0


def test_a_finding_of_ours_is_told_from_one_taken_elsewhere(known):
    assert counts.is_own(Checked(on="2026-01-01", by="maintainers"), known)
    assert counts.is_own(Checked(on="2026-01-01", by="@somebody"), known)
    assert not counts.is_own(Checked(on="2026-01-01", by="osai-index"), known)


def in_depth(model: Model, known: Catalogue) -> bool:
    return counts.required_parts(known) <= counts.looked_at(counts.facts(model), known)


def test_in_depth_means_each_required_part_was_looked_at_by_us(known):
    deep = known.models["olmo-7b"]
    assert in_depth(deep, known)
    for name in sorted(counts.required_parts(known) - {"data-information"}):
        parts = {key: found for key, found in deep.components.items() if key != name}
        assert not in_depth(deep.model_copy(update={"components": parts}), known)
    assert not in_depth(deep.model_copy(update={"data_information": None}), known)


def test_unknown_and_absent_are_counted_apart(known, summaries):
    found = quality.of(summaries, known, "2026-11-23")
    assert [one.component for one in found.coverage] == list(known.vocabulary.components)
    for one in found.coverage:
        assert one.found + one.absent + one.unknown == len(known.models)
        said = [model.components[one.component].availability for model in known.models.values() if one.component in model.components]
        assert one.absent == sum(word in ("none", "not-applicable") for word in said)


def test_every_task_has_its_words():
    words = tomllib.loads((HERE / "templates" / "words.toml").read_text())
    assert set(words["task"]) == {task.value for task in Task}
    assert set(words["task-number"]) == set(words["task-one"]) <= {"other", *words["task"]}


def test_a_license_in_use_whose_text_nothing_here_has_is_told_on_the_page_and_was_not_read_whole(known, judged, site, summaries):
    found = quality.of(summaries, known, "2026-11-23").textless
    page = (site / "quality" / "index.html").read_text()
    for key, number in found.items():
        assert known.licenses[key].read.extent != "full-text", f"{key} was read whole, so its text can have digests"
        assert f"{known.licenses[key].name}</a>: {number} model" in page
    without = replace(known, license_texts={key: texts for key, texts in known.license_texts.items() if key != "GPL-3.0-only"})
    more = quality.of(summary.every(without, judged), without, "2026-11-23").textless
    assert set(more) - set(found) <= {"GPL-3.0-only", "GPL-3.0-or-later"}  # one text has two ids


def test_the_command_and_the_page_give_the_same_figures(known, site, summaries):
    found = counts.of(summaries, known)
    said = run("counts").stdout
    assert re.search(rf"^ *{found.models} models$", said, re.M)
    assert re.search(rf"^ *{found.facts} facts, {found.with_evidence} of them with evidence$", said, re.M)
    assert found.with_evidence <= found.facts
    page = (site / "quality" / "index.html").read_text()
    assert f"<dd>{found.facts:,}, {found.with_evidence:,} of them with evidence</dd>" in page
    assert f"<dt>Models</dt><dd>{found.models}, {found.in_depth} of them in depth" in page
    for key, number in found.undetermined.items():
        outside = found.out_of_scope.get(key, 0)
        more = f", {outside} more {known.definitions[key].out_of_scope}" if outside else ""
        what = {"ladder": " as to the highest level", "score": " to the point"}.get(known.definitions[key].kind, "")
        assert f"<dt>{known.definitions[key].short}</dt><dd>{number} of {found.models - outside} not settled{what}{more}</dd>" in page
    for year, found_in in found.years.items():
        assert re.search(rf"^ *{found_in.models} of {year or 'unknown date'}, {found_in.in_depth} in depth", said, re.M)


def test_one_of_anything_is_told_in_the_singular(known):
    one = Model(id="it", name="It", developer="ai2", sources={"huggingface": "a/b"})
    small = enrich.catalogue(replace(known, models={"it": one}, opinions={}))
    said = counts.text(counts.of(summary.every(small, judge.catalogue(small)), small), small).splitlines()
    assert said[:2] == ["     1 model", "     1 id of Hugging Face that leads to one, 0 families"]
    assert "     1 model whose claims nobody has looked up" in said


# ---- readings and coverage ------------------------------------------------------------------------------------------------

AGAIN = {"on": "2026-01-02", "by": "maintainers"}


@pytest.mark.parametrize(
    ("checked", "read"),
    [
        (CHECKED, Reading.ONCE),
        (CHECKED | {"again": AGAIN}, Reading.TWICE),
        (CHECKED | {"again": AGAIN | {"of": ["availability"]}}, Reading.TWICE),
        (CHECKED | {"again": AGAIN | {"of": ["license"]}}, Reading.ONCE),
        (CHECKED | {"by": "osai-index"}, Reading.IMPORTED),
        (CHECKED | {"by": "osai-index", "again": AGAIN}, Reading.ONCE),
    ],
)
def test_a_verdict_is_as_good_as_the_best_read_fact_that_rules_it_out(known, checked, read):
    code = Component(availability="none", evidence=[ANYWHERE], checked=checked)
    others = {"inference-code": Component(availability="none", evidence=[ANYWHERE], checked={"on": "2026-01-01", "by": "osai-index"})}
    one = Model(id="it", name="It", developer="ai2", components={"training-code": code} | others)
    small = enrich.catalogue(replace(known, models={"it": one}, opinions={}))
    verdicts = judge.catalogue(small)["it"].verdicts

    assert verdicts["osaid-1.0"].outcome is Outcome.UNMET
    assert readings.of(verdicts["osaid-1.0"], small) is read


def test_a_verdict_that_nothing_settles_was_not_read(known):
    small = enrich.catalogue(replace(known, models={"it": Model(id="it", name="It", developer="ai2")}, opinions={}))
    assert readings.of(judge.catalogue(small)["it"].verdicts["osaid-1.0"], small) is None


def test_each_settled_verdict_stands_in_one_list_of_readings(known, judged, summaries):
    found = quality.of(summaries, known, "2026-11-23").readings
    for definition in ("osaid-1.0", "eu-ai-act"):
        listed = [key for some in found[definition].values() for key in some]
        verdicts = {key: one.verdicts[definition] for key, one in judged.items()}
        assert sorted(listed) == sorted(
            key for key, verdict in verdicts.items() if verdict.outcome is not Outcome.UNKNOWN and verdict.in_scope is not Outcome.UNMET
        )
    settled = {key: sum(map(len, some.values())) for key, some in found.items() if not known.definitions[key].criteria}
    figures = counts.of(summaries, known)
    assert settled == {key: figures.models - figures.out_of_scope.get(key, 0) - figures.undetermined[key] for key in settled}


def test_coverage_counts_every_release_once_by_developer_and_by_month(known, summaries):
    found = coverage.of(summaries, known, "2026-11-23")
    assert sum(one.releases for one in found.developers) == len(known.models)
    assert sum(year.releases for year in found.years) + len(found.undated) == len(known.models)
    assert found.hub_ids == len({hub.lower() for model in known.models.values() for hub in model.hub_ids})
    [own] = [one for one in found.developers if one.developer == "eleutherai"]
    assert ("Pythia", sum(model.family == "pythia" for model in known.models.values())) in own.families
    assert own.newest is not None
    assert own.age == quality.days_between(f"{own.newest.released}-01"[:10], "2026-11-23")


def test_what_was_looked_at_thousands_of_years_ago_is_older_than_a_year(known, summaries):
    found = quality.of(summaries, known, "9999-12-31")
    assert found.ages[-1][1] == sum(count for _, count in found.ages) > 0


# ---- pages of definitions and of others -----------------------------------------------------------------------------------


def test_a_definition_s_page_tells_what_is_answered_for_all_and_who_else_judged_under_it(site, known):
    for key in known.definitions:
        page = (site / "definitions" / key / "index.html").read_text()
        asked = {one.question for one in known.definitions[key].named().values() if one.question}
        for_all = [word.for_all for question, word in known.vocabulary.questions.items() if question in asked and word.for_all]
        assert page.count("Answered once for all models") == len(for_all)
        assert all(link in page for one in for_all for link in one.evidence)
        others = [source.id for source in known.opinions.values() if source.definition == key]
        assert all(f'href="../../agreement/#{other}"' in page for other in others)
    assert "Answered once for all models" in (site / "definitions" / "eu-ai-act" / "index.html").read_text()


def test_the_page_says_of_how_many_models_it_is_open_whether_the_definition_speaks_of_them(site, known, judged):
    verdicts = [one.verdicts["eu-ai-act"] for one in judged.values()]
    unsure = [one for one in verdicts if one.in_scope is Outcome.UNKNOWN]
    spoken_of = sum(one.in_scope is not Outcome.UNMET for one in verdicts)
    page = (site / "definitions" / "eu-ai-act" / "index.html").read_text()
    met = sum(one.outcome is Outcome.MET for one in unsure) or "none"
    assert f"Of {len(unsure)} of the {spoken_of} models nobody has settled that, {met} of them among those that meet the rest." in page
    assert "nobody has settled that" not in (site / "definitions" / "g7-2026" / "index.html").read_text()


def test_the_page_on_agreement_says_how_many_statements_are_compared(site, known, summaries):
    page = (site / "agreement" / "index.html").read_text()
    for key, states in agreement.counts(agreement.every(known, summaries)).items():
        whole = sum(1 for one in agreement.every(known, summaries) if one.source == key and not one.criterion)
        if (compared := sum(states.values())) > whole:
            assert f"{compared} statements can be compared" in page
