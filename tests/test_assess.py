"""Assessing one state of the data after another gives what judging each anew gives, and judges no more than the change bears on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from small_data import DEVELOPER, LICENSE, MODEL, small, write

from howopen import enrich, judge, load
from howopen.pipeline.assess import Assessor
from howopen.records.errors import BadData

CHILD = MODEL.replace("Example 7B", "Child").replace("Example-7B", "Child").replace("derived-from: []", "derived-from: [example-7b]")
FAR = MODEL.replace("Example 7B", "Far").replace("Example-7B", "Far").replace("derived-from: []", "derived-from: [hf:example-institute/Late]")
LATE = MODEL.replace("Example 7B", "Late").replace("Example-7B", "Late")
CLOSED = MODEL.replace("license: Apache-2.0", "license: LicenseRef-Example")
OTHER = "example-institute/sample-2"
CARD = {"id": OTHER, "sha": "0" * 40, "license": ["house-license"], "weight-files": 1}
BARE = MODEL.replace("Example 7B", "Sample 2").replace("Example-7B", "Sample-2").replace("    license: Apache-2.0\n    license-scope: stated\n", "")
GONE = '{"links": {"https://huggingface.co/example-institute/Far": {"since": "2026-11-20"}}}'

# each: the file, its new text or None for none, and the models that are judged again; None: all there are
EDITS = [
    ("models/child.yaml", CHILD, {"child"}),
    ("models/far.yaml", FAR, {"far"}),
    ("models/example-7b.yaml", CLOSED, {"example-7b", "child"}),
    ("licenses/LicenseRef-Example.yaml", LICENSE.replace("restricted", "allowed"), {"example-7b", "child"}),
    ("licenses/LicenseRef-Example.yaml", "# the same\n" + LICENSE.replace("restricted", "allowed"), set()),
    ("developers/example-institute.yaml", DEVELOPER.replace("Institute", "House"), set()),
    ("developers/other.yaml", DEVELOPER.replace("example-institute", "other"), set()),
    ("site.yaml", None, set()),
    ("models/late.yaml", LATE, {"late", "far"}),
    ("models/late.yaml", None, {"far"}),
    ("models/sample-2.yaml", BARE, {"sample-2"}),
    (f"fetched/huggingface-models/{OTHER}.json", json.dumps(CARD), {"sample-2"}),
    ("license-aliases.yaml", "huggingface: {house-license: {means: LicenseRef-Example}}\n", None),
    ("fetched/links.json", GONE, {"far"}),
    ("definitions/g7-2026.yaml", "unclear: [on-request]", None),
    ("vocabulary.yaml", "fitting: [four-freedoms]", None),
    ("board.yaml", "# the same\n", set()),
    ("models/child.yaml", None, set()),
]
TURNED = {"unclear: [on-request]": "unclear: []", "fitting: [four-freedoms]": "fitting: [osi-approved]"}


def change(data: Path, file: str, text: str | None) -> None:
    if text is None and file != "site.yaml":
        (data / file).unlink()
        return
    before = (data / file).read_text() if (data / file).exists() else ""
    if text in TURNED:
        assert text in before
        text = before.replace(text, TURNED[text], 1)
    elif text is None or file == "board.yaml":
        text = before + "# nothing else\n"
    write(data, file, text)


def anew(data: Path) -> dict[str, dict[str, tuple]]:
    known = enrich.catalogue(load.catalogue(data))
    return {key: told(one.verdicts) for key, one in judge.catalogue(known).items()}


def told(verdicts) -> dict[str, tuple]:
    return {name: (one.reached, one.possible, one.outcome, one.in_scope, one.score) for name, one in verdicts.items()}


def test_a_walk_through_changes_judges_what_each_bears_on_and_ends_as_judging_anew(tmp_path):
    data = small(tmp_path)
    assess = Assessor(data)
    stand = {key: told(verdicts) for key, verdicts in assess(()).judged.items()}
    assert stand == anew(data)
    for file, text, expected in EDITS:
        change(data, file, text)
        found = assess([file])
        assert set(found.judged) == (set(found.ids) if expected is None else expected), file
        assert not found.refused
        stand = {key: told(found.judged[key]) if key in found.judged else stand[key] for key in sorted(found.ids)}
        assert stand == anew(data), file


@pytest.mark.slow
@pytest.mark.parametrize("start", range(len(EDITS)))
def test_whoever_goes_on_later_judges_all_that_the_change_bears_on(tmp_path, start):
    data = small(tmp_path)
    for file, text, _ in EDITS[:start]:
        change(data, file, text)
    before = anew(data)
    file, text, _ = EDITS[start]
    assess = Assessor(data)
    assess.look()
    change(data, file, text)
    found = assess([file])
    assert {key: told(found.judged[key]) if key in found.judged else before[key] for key in sorted(found.ids)} == anew(data)
    if file.startswith("models/"):
        assert len(found.judged) < len(found.ids)


def test_a_definition_is_asked_again_only_where_it_or_what_judging_reads_changed(tmp_path, monkeypatch):
    asked: list[tuple[str, str]] = []
    result = judge.Verdicts.result
    monkeypatch.setattr(judge.Verdicts, "result", lambda self, key, name: asked.append((key, name)) or result(self, key, name))
    data = small(tmp_path)
    write(data, "models/child.yaml", CHILD)
    assess = Assessor(data)
    definitions = set(assess(()).known.definitions)
    every = {(key, name) for key in ("child", "example-7b", "sample-2") for name in definitions}
    own = {(key, name) for key, name in every if key != "sample-2"}
    later, partial = MODEL.replace("11-20", "11-21"), MODEL.replace("coverage: full", "coverage: partial")
    assert set(asked) == every
    for file, text, expected in [
        ("models/example-7b.yaml", later, set()),
        ("models/example-7b.yaml", partial, own),
        ("licenses/LicenseRef-Example.yaml", LICENSE.replace("Example License", "License"), set()),
        ("definitions/g7-2026.yaml", "unclear: [on-request]", {one for one in every if one[1] == "g7-2026"}),
        ("vocabulary.yaml", "fitting: [four-freedoms]", set()),
        ("fetched/links.json", GONE.replace("Far", "Example-7B"), own),
    ]:
        asked.clear()
        change(data, file, text)
        stand = {key: told(verdicts) for key, verdicts in assess([file]).judged.items()}
        assert set(asked) == expected, file
        assert stand.items() <= anew(data).items(), file


def refused_after(assess: Assessor, data: Path, file: str, text: str | None) -> tuple[set[str], set[str]]:
    """Models judged and models refused once the file is changed."""
    change(data, file, text)
    found = assess([file])
    return set(found.judged), set(found.refused)


def test_models_that_are_refused_are_left_out_with_what_derives_from_them_until_they_are_mended(tmp_path):
    data = small(tmp_path)
    write(data, "models/child.yaml", CHILD)
    assess = Assessor(data)
    assert set(assess(()).judged) == {"child", "example-7b", "sample-2"}
    assert refused_after(assess, data, "models/example-7b.yaml", "name: [") == (set(), {"child", "example-7b"})
    assert refused_after(assess, data, "models/sample-2.yaml", BARE) == ({"sample-2"}, {"child", "example-7b"})
    assert refused_after(assess, data, "models/example-7b.yaml", MODEL + "size: big\n") == (set(), {"child", "example-7b"})
    assert refused_after(assess, data, "models/example-7b.yaml", MODEL) == ({"child", "example-7b"}, set())
    assert refused_after(assess, data, "models/example-7b.yaml", None) == (set(), {"child"})
    assert refused_after(assess, data, "models/example-7b.yaml", CLOSED) == ({"child", "example-7b"}, set())
    assert refused_after(assess, data, "licenses/LicenseRef-Example.yaml", None) == (set(), {"child", "example-7b"})
    assert refused_after(assess, data, "licenses/LicenseRef-Example.yaml", LICENSE) == ({"child", "example-7b"}, set())
    assert refused_after(assess, data, "developers/example-institute.yaml", None) == (set(), {"child", "example-7b", "sample-2"})
    assert refused_after(assess, data, "developers/example-institute.yaml", DEVELOPER) == ({"child", "example-7b", "sample-2"}, set())


@pytest.mark.parametrize(
    "text",
    [
        MODEL.replace("Example 7B", "Late"),  # the Hugging Face id of another
        LATE + "aliases: [example-7b]\n",
        LATE + "aliases: [a, a]\n",
        LATE.replace("derived-from: []", "derived-from: [late]"),
    ],
)
def test_who_claims_the_name_of_another_or_derives_from_itself_is_refused_and_the_first_is_not(tmp_path, text):
    data = small(tmp_path)
    assess = Assessor(data)
    assess(())
    assert refused_after(assess, data, "models/late.yaml", text) == (set(), {"late"})
    with pytest.raises(BadData) as bad:
        load.catalogue(data)
    assert {problem.path for problem in bad.value.problems} == {"data/models/late.yaml"}
    assert refused_after(assess, data, "models/late.yaml", LATE) == ({"late"}, set())


def test_what_all_share_refused_is_told_and_the_next_state_answers_for_what_changed_meanwhile(tmp_path):
    data = small(tmp_path)
    assess = Assessor(data)
    assess(())
    good = (data / "vocabulary.yaml").read_text()
    write(data, "vocabulary.yaml", "groups: [")
    write(data, "models/sample-2.yaml", BARE)
    with pytest.raises(BadData):
        assess(["vocabulary.yaml", "models/sample-2.yaml"])
    write(data, "vocabulary.yaml", good)
    assert set(assess(["vocabulary.yaml"]).judged) == {"sample-2"}


def test_a_state_that_cannot_be_read_is_none_to_go_on_from(tmp_path):
    data = small(tmp_path)
    good = (data / "vocabulary.yaml").read_text()
    write(data, "vocabulary.yaml", "groups: [")
    assess = Assessor(data)
    with pytest.raises(BadData):
        assess.look()
    write(data, "vocabulary.yaml", good)
    assert set(assess(["vocabulary.yaml"]).judged) == {"example-7b", "sample-2"}


def test_what_does_not_belong_among_the_models_is_left_aside(tmp_path):
    data = small(tmp_path)
    assess = Assessor(data)
    assess(())
    for file in ("models/README.md", "models/Upper.yaml", "models/more/deep.yaml"):
        write(data, file, "x")
        found = assess([file])
        assert (set(found.judged), found.ids, set(found.refused)) == (set(), {"example-7b", "sample-2"}, set())
