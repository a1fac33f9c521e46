"""What a change to the data does to the verdicts, as reviewers read it."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import markdown_it
import pytest
from conftest import run
from small_data import DEVELOPER, LICENSE, MODEL, small, write

from howopen import load
from howopen.commands import diff
from howopen.files import git as git_


def git(folder: Path, *words: str) -> None:
    subprocess.run(["git", "-C", folder, "-c", "user.name=A", "-c", "user.email=a@example.org", *words], check=True, capture_output=True)  # noqa: S607


@pytest.fixture
def kept(tmp_path):
    """A small data folder that lies in a repository of its own, with one commit."""
    data = small(tmp_path)
    git(tmp_path, "init", "-q", "-b", "main")
    git(tmp_path, "add", "-A")
    git(tmp_path, "commit", "-q", "-m", "Begin")
    return data


def rows(data: Path, base: str = "main") -> list[list[str]]:
    """The table's cells as a reader sees them, without its head; drawn as Markdown and read back."""
    tokens = markdown_it.MarkdownIt("commonmark", {"html": False}).enable("table").parse(run("diff", "--data", data, "--base", base).stdout)
    cells = ["".join(child.content for child in token.children or ()) for token in tokens if token.type == "inline"]
    return [cells[at : at + 5] for at in range(5, len(cells), 5)]


def test_nothing_changed_says_so(kept):
    assert run("diff", "--data", kept, "--base", "main").stdout == "No verdict changes.\n"


def test_a_changed_license_tells_each_verdict_before_and_after_with_its_cause(kept):
    write(kept, "models/example-7b.yaml", MODEL.replace("license: Apache-2.0", "license: LicenseRef-Example"))
    found = {row[1]: row for row in rows(kept)}
    assert found["OSAID 1.0"] == [
        "Example 7B (example-7b)",
        "OSAID 1.0",
        "not settled",
        "not met",
        "weights: terms fit (Apache-2.0) → terms restrict (LicenseRef-Example) (models/example-7b)",
    ]


def test_results_are_told_in_the_words_of_the_pages(kept):
    write(kept, "models/example-7b.yaml", MODEL.replace("availability: public", "availability: none").replace("    coverage: full\n", ""))
    found = {row[1]: (row[2], row[3]) for row in rows(kept)}
    assert found["EU conditions"] == ("not settled", "appear not met")
    assert found["MOF class"] == ("not settled, at most I", "no class")


def test_a_new_model_is_told_under_every_definition(kept):
    write(kept, "models/third.yaml", MODEL.replace("Example 7B", "Third").replace("Example-7B", "Third"))
    found = rows(kept)
    assert len(found) == len(load.catalogue(kept).definitions)
    assert {(row[0], row[2], row[4]) for row in found} == {("Third (third)", diff.ABSENT, "new model")}


def test_a_removed_model_and_one_that_derives_from_another(kept):
    (kept / "models" / "sample-2.yaml").unlink()
    assert {(row[0], row[3], row[4]) for row in rows(kept)} == {("Sample 2 (sample-2)", diff.ABSENT, "model removed")}


def test_what_derives_from_a_changed_model_changes_with_it(kept):
    write(kept, "models/sample-2.yaml", MODEL.replace("Example 7B", "Sample 2").replace("-7B", "-2").replace("derived-from: []", "derived-from: [example-7b]"))
    git(kept.parent, "commit", "-qam", "Sample 2 derives from Example")
    write(kept, "models/example-7b.yaml", MODEL.replace("license: Apache-2.0", "license: LicenseRef-Example"))
    assert [row for row in rows(kept) if row[0].startswith("Sample") and row[4].endswith("(models/example-7b)")]


def test_a_changed_license_file_is_named_as_the_cause(kept):
    write(kept, "models/example-7b.yaml", MODEL.replace("license: Apache-2.0", "license: LicenseRef-Example"))
    git(kept.parent, "commit", "-qam", "Another license")
    write(kept, "licenses/LicenseRef-Example.yaml", LICENSE.replace("restricted", "allowed"))
    causes = [row[4] for row in rows(kept)]
    assert causes and all(cause.endswith("(licenses/LicenseRef-Example)") for cause in causes)


def test_no_name_breaks_out_of_the_table(kept):
    hostile = '"| x | <img src=x> [a](https://evil.example) `b` @octocat #1 $x$ &lt;"'
    write(kept, "models/third.yaml", MODEL.replace("Example 7B", hostile).replace("Example-7B", "Third"))
    said = run("diff", "--data", kept, "--base", "main").stdout
    table = [line for line in said.splitlines() if line]
    assert {line.count("|") for line in table} == {6}
    html = markdown_it.MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(said)
    assert "<img" not in html and "<a " not in html and "<code" not in html
    assert {row[0] for row in rows(kept)} == {f"{hostile[1:-1]} (third)"}


@pytest.mark.parametrize("base", ["no-such-branch", "--output=x", "main:data", ""])
def test_a_base_that_is_no_commit_is_refused(kept, base):
    assert "there is no commit" in run("diff", "--data", kept, f"--base={base}", expect=1).stderr
    assert not (kept / "x").exists()


def test_bad_data_are_named_and_no_table_is_printed(kept):
    write(kept, "developers/example-institute.yaml", DEVELOPER.replace("name", "nmae"))
    done = run("diff", "--data", kept, "--base", "main", expect=1)
    assert done.stdout == "" and "data/developers/example-institute.yaml:1:1" in done.stderr


def test_the_past_is_written_file_by_file_and_links_are_left_out(kept, tmp_path):
    (kept / "models" / "link.yaml").symlink_to("/etc/hostname")
    git(kept, "add", "-A")
    git(kept, "commit", "-q", "-m", "A link")

    past = git_.as_of(kept, "main", tmp_path / "past")

    there = {file.relative_to(kept) for file in kept.rglob("*") if file.is_file() and not file.is_symlink()}
    assert {file.relative_to(past) for file in past.rglob("*") if file.is_file()} == there
    assert not (past / "models" / "link.yaml").is_symlink()
    assert all((past / name).read_bytes() == (kept / name).read_bytes() for name in there)


@pytest.mark.parametrize("name", ["../out", "models/../../out", "/out"])
def test_a_name_that_leads_out_of_the_past_is_refused(kept, tmp_path, name):
    repository = git_.around(kept)
    with pytest.raises(git_.Unreadable, match="leads out of its folder"):
        repository.write({name: next(iter(repository.files("main").values()))}, tmp_path / "past")
    assert not (tmp_path / "out").exists()


def test_a_file_that_the_repository_lacks_is_told(kept, tmp_path):
    with pytest.raises(git_.Unreadable, match=r"the repository lacks 0{39}1"):
        git_.around(kept).write({"models/x.yaml": "0" * 39 + "1"}, tmp_path / "past")


def test_a_spelling_that_changed_is_laid_to_the_aliases_and_not_to_the_model(kept):
    write(kept, "models/example-7b.yaml", MODEL.replace("    license: Apache-2.0\n    license-scope: stated\n", ""))
    facts = {"id": "example-institute/Example-7B", "sha": "0" * 40, "license": ["house-license"], "weight-files": 1}
    write(kept, "fetched/huggingface-models/example-institute/example-7b.json", json.dumps(facts))
    git(kept.parent, "add", "-A")
    git(kept.parent, "commit", "-qm", "The card names a license that nobody has mapped")
    write(kept, "license-aliases.yaml", "huggingface: {house-license: {means: LicenseRef-Example}}\n")
    found = rows(kept)
    assert {row[0] for row in found} == {"Example 7B (example-7b)"}
    assert all(row[4].endswith("(license-aliases)") for row in found)
