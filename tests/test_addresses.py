"""Addresses of evidence: which move, what each is of."""

from __future__ import annotations

import pytest

from howopen.records import addresses
from howopen.records.fetched import HubFacts, RepositoryFacts

SHA = "0123456789abcdef0123456789abcdef01234567"
TEXT = {"path": "LICENSE 2.txt", "sha256": "a" * 64, "words": "b" * 64, "seen": "2026-11-10"}


@pytest.mark.parametrize(
    ("address", "branch"),
    [
        ("https://github.com/o/r/blob/main/LICENSE", "main"),
        ("https://github.com/o/r/tree/master", "master"),
        ("https://www.github.com/o/r/raw/dev/x", "dev"),
        ("https://github.com/o/r/tree/develop#readme", "develop"),
        ("https://github.com/o/r/blob/HEAD/x?plain=1", "HEAD"),
        ("https://github.com/o/r/tree/refs/heads/release/x", "release"),
        ("https://raw.githubusercontent.com/o/r/main/x", "main"),
        ("https://raw.githubusercontent.com/o/r/refs/heads/v2/x", "v2"),
        ("https://huggingface.co/o/m/blob/main/LICENSE", "main"),
        ("https://huggingface.co/o/m/resolve/main/x", "main"),
        ("https://huggingface.co/datasets/o/d/tree/main", "main"),
        ("https://huggingface.co/spaces/o/s/raw/main/x", "main"),
        (f"https://github.com/o/r/blob/{SHA}/main/LICENSE", ""),
        ("https://github.com/o/r/blob/main-2/LICENSE", ""),  # may be a tag
        ("https://github.com/o/r/blob/maintenance/LICENSE", ""),
        ("https://github.com/o/r/tree/v1.0", ""),
        ("https://github.com/o/r", ""),
        ("https://github.com/o/main", ""),
        ("https://github.com/o/r/issues/main", ""),
        (f"https://huggingface.co/o/m/tree/{SHA}", ""),
        ("https://huggingface.co/o/m", ""),
        ("https://example.org/o/r/blob/main/x", ""),
        ("https://evil.example/https://github.com/o/r/blob/main/x", ""),
    ],
)
def test_an_address_on_a_branch_moves_and_one_at_a_commit_does_not(address, branch):
    assert addresses.moving_branch(address) == branch


@pytest.mark.parametrize("rest", ["", "/", "/tree/main", "#readme", "?tab=readme"])
def test_an_address_lies_in_its_repository(rest):
    assert addresses.is_of_repository(f"https://github.com/Org/Code{rest}", "org/code")


@pytest.mark.parametrize(
    "address", ["https://github.com/org/code-2", "https://github.com/org/code.js/tree/main", "https://github.com/org", "https://gitlab.com/org/code"]
)
def test_a_name_that_only_begins_alike_is_another_repository(address):
    assert not addresses.is_of_repository(address, "org/code")


@pytest.mark.parametrize(
    ("evidence", "paper"),
    [
        (["https://arxiv.org/abs/2501.00001"], "2501.00001"),
        (["https://arxiv.org/abs/2501.00001v2", "http://www.arxiv.org/pdf/2501.00001.pdf", "https://arxiv.org/html/2501.00001v1/#S1"], "2501.00001"),
        (["https://arxiv.org/abs/2501.00001", "https://arxiv.org/abs/2501.00002"], ""),
        (["https://arxiv.org/abs/2501.00001", "https://example.org"], ""),
        (["https://arxiv.org/abs/2501.000012"], ""),
        ([], ""),
    ],
)
def test_only_evidence_of_one_paper_names_it(evidence, paper):
    assert addresses.only_paper(evidence) == paper


def test_facts_stand_at_their_revision():
    facts = HubFacts.model_validate({"id": "o/m", "sha": SHA, "texts": [TEXT]})
    path = facts.texts[0].path
    assert addresses.hub_page(facts) == f"https://huggingface.co/o/m/tree/{SHA}"
    assert addresses.hub_page(facts, "datasets/") == f"https://huggingface.co/datasets/o/m/tree/{SHA}"
    assert addresses.text_page(facts, path) == f"https://huggingface.co/o/m/blob/{SHA}/LICENSE%202.txt"
    assert addresses.text_page(facts, path, "datasets/") == f"https://huggingface.co/datasets/o/m/blob/{SHA}/LICENSE%202.txt"
    assert addresses.repository_page(RepositoryFacts(id="o/r")) == "https://github.com/o/r"
    assert addresses.repository_page(RepositoryFacts(id="o/r"), path) == "https://github.com/o/r/blob/HEAD/LICENSE%202.txt"
    assert addresses.repository_page(RepositoryFacts(id="o/r"), "许可 A+B.pdf") == "https://github.com/o/r/blob/HEAD/%E8%AE%B8%E5%8F%AF%20A+B.pdf"
    assert addresses.paper_page("2501.00001") == "https://arxiv.org/abs/2501.00001"
