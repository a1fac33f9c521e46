"""How the two other indexes' own rules are followed when their findings are derived."""

from __future__ import annotations

import pytest

from tools import second_opinions as tool

III = ("Model architecture", "Model parameters (Final)", "Evaluation results", "Model card", "Data card")
II = ("Training code", "Inference code", "Evaluation code", "Evaluation data")
I = ("Datasets", "Data preprocessing code", "Model parameters (Intermediate)")  # noqa: E741


def release(*components, **licenses) -> dict:
    """A release as the tool's files have it: components by name, or (name, license)."""
    listed = [{"name": one} if isinstance(one, str) else {"name": one[0], "license": one[1]} for one in components]
    return {"license": {key: {"name": name, "path": ""} for key, name in licenses.items()}, "components": listed}


@pytest.fixture(scope="module")
def is_open(known):
    return tool.mot_open(known)


@pytest.mark.parametrize(
    ("component", "licenses", "expected"),
    [
        (("Training code", "MIT"), {"code": "Apache-2.0"}, "MIT"),
        ("Training code", {"code": "Apache-2.0", "distribution": "MIT"}, "Apache-2.0"),
        ("Training code", {"document": "CC-BY-4.0", "distribution": "MIT"}, "MIT"),
        ("Training code", {}, "unlicensed"),
        (("Training code", "unlicensed"), {"distribution": "MIT"}, "unlicensed"),
        (("Training code", ""), {"distribution": "MIT"}, "unlicensed"),
        (("Training code", None), {"distribution": "MIT"}, "MIT"),
    ],
)
def test_a_component_counts_under_its_own_license_else_that_of_the_release(component, licenses, expected):
    assert tool.mot_parts(release(component, **licenses)) == {"Training code": expected}


def test_only_an_exact_license_id_is_open(is_open):
    assert [word for word in ("Apache-2.0", "CC-BY-4.0", "Apache 2.0", "apache-2.0", "Undisclosed", "OpenRAIL", "unlicensed") if is_open(word)] == [
        "Apache-2.0",
        "CC-BY-4.0",
    ]


@pytest.mark.parametrize(
    ("components", "expected"),
    [
        ((), 0),
        (III, 0),
        ((*III, "Technical report"), 3),
        ((*III, "Research paper"), 3),
        ((*III, ("Research paper", "unlicensed")), 0),
        ((*III, ("Technical report", "unlicensed"), "Research paper"), 3),
        ((*III[1:], "Technical report", *II, *I, "Research paper"), 0),
        ((*III, "Technical report", *II), 2),
        ((*III, "Technical report", *II, *I), 2),
        ((*III, "Technical report", *II, *I, "Research paper"), 1),
        ((*III, *II, *I, "Research paper"), 1),
        ((*III, "Research paper", *II[1:], *I), 3),
    ],
)
def test_each_class_includes_the_one_before_and_a_paper_stands_in_for_the_report(is_open, components, expected):
    assert tool.mot_class(tool.mot_parts(release(*components, distribution="Apache-2.0")), is_open) == expected


def test_a_closed_without_a_link_is_told_from_one_with(known):
    file = {"trainingcode": {"class": "closed", "link": None}, "code": {"class": "closed", "link": "https://example.org"}, "paper": {"class": "open"}}
    parts = tool.osai_parts(file)
    assert (parts["trainingcode"], parts["code"], parts["paper"]) == ("closed, no link", "closed", "open")
    assert tool.osai_score(parts) == pytest.approx(1 / 12)


def test_what_people_explained_survives_a_renewal(tmp_path):
    file = tmp_path / "others.yaml"
    file.write_text("who: Others\nverdicts: []\n")
    said = {"model": "it", "of": "It", "says": "0.50 of 1", "url": "https://example.org/it", "parts": {"code": "closed, no link"}}
    tool._write(file, [said])
    file.write_text(file.read_text().replace("    parts:", '    because: "For a reason: this."\n    explained: {code: Known.}\n    parts:'))
    tool._write(file, [said | {"says": "0.75 of 1"}])
    [kept] = tool.yaml.safe_load(file.read_text())["verdicts"]
    assert kept == said | {"says": "0.75 of 1", "because": "For a reason: this.", "explained": {"code": "Known."}}
