"""What a program can see of the standards of evidence: warnings of `check`."""

from __future__ import annotations

import pytest

from howopen.commands import standards
from howopen.records.fetched import Fetched, HubFacts
from howopen.records.model import Model

SHA = "0123456789abcdef0123456789abcdef01234567"
CHECKED = {"on": "2026-11-20", "by": "maintainers"}
CARD, REPORT = "https://example.org/card", "https://example.org/report"


def said(fetched: Fetched | None = None, **model) -> list[tuple[str, str]]:
    """(place, beginning of what is said) of each warning."""
    one = Model.model_validate({"name": "It", "developer": "ai2", "released": "2026-05-01"} | model)
    return [(".".join(map(str, keys)), what) for keys, what in standards.warnings(one, fetched or Fetched())]


def test_none_from_one_document_is_warned_of_and_partial_is_not():
    information = {"provenance": "none", "scope": "partial", "evidence": [CARD], "checked": CHECKED}

    [(place, what)] = said(**{"data-information": information})
    assert (place, what[:27]) == ("data-information.provenance", "is `none` from one document")
    assert said(**{"data-information": information | {"evidence": [CARD, REPORT]}}) == []
    assert said(**{"data-information": information | {"provenance": "partial"}}) == []


def test_a_part_that_is_none_says_where_somebody_looked():
    part = {"availability": "none", "evidence": [CARD], "checked": CHECKED}

    assert said(components={"training-code": part}) == [("components.training-code.availability", "is `none` without `because`; say where somebody looked")]
    assert said(components={"training-code": part | {"because": "Neither card nor repository has it."}}) == []


@pytest.mark.parametrize(("paper", "old"), [("2504.12345", True), ("2505.12345", False), ("2604.12345", False), ("1706.03762v7", True)])
def test_a_report_of_an_earlier_year_is_not_of_this_release(paper, old):
    part = {"availability": "public", "evidence": [CARD, f"https://arxiv.org/abs/{paper}"], "checked": CHECKED}

    found = [place for place, _ in said(components={"technical-report": part})]
    assert found == (["components.technical-report.evidence.1"] if old else [])
    assert said(components={"data-card": part}) == []


def hub(name: str, **facts) -> HubFacts:
    return HubFacts.model_validate({"id": name, "sha": SHA, "license": ["apache-2.0"], "datasets": ["org/web"]} | facts)


@pytest.mark.parametrize(
    ("facts", "differs"),
    [
        ({}, ""),
        ({"license": ["Apache-2.0"]}, ""),
        ({"license": []}, ""),
        ({"datasets": []}, ""),
        ({"license": ["other"], "license-name": "own"}, "has another license than the release"),
        ({"gated": "manual"}, "has another gate than the release"),
        ({"gated": "auto", "datasets": ["org/web", "org/more"]}, "has another gate and another list of data sets than the release"),
    ],
)
def test_a_variant_that_differs_in_what_is_asked_has_a_file_of_its_own(facts, differs):
    fetched = Fetched(models={"org/it": hub("org/it"), "org/it-8bit": hub("org/It-8bit", **facts)})

    found = said(fetched, sources={"huggingface": "org/it"}, variants=[{"huggingface": "org/other"}, {"huggingface": "org/It-8bit"}])
    assert [place for place, _ in found] == (["variants.1"] if differs else [])
    assert all(what.startswith(differs) and what.endswith("give it a file of its own") for _, what in found)
