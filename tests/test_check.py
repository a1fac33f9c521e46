"""Warnings apart from errors, limited to what was asked for, in forms that no file content can break out of."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from small_data import HERE, MODEL, OTHER, small, write

from howopen.commands import check, problem_formats
from howopen.records.errors import Problem

TODAY = "2026-11-23"
NAMED = "https://github.com/o/r/blob/0123456789012345678901234567890123456789/LICENSE"


def said(data: Path, *paths: Path, today: str = TODAY) -> list[str]:
    return [str(problem) for problem in check.problems(data, paths, today)]


def run(data: Path, *words: str) -> subprocess.CompletedProcess:
    return subprocess.run(
        [sys.executable, HERE / "build.py", "check", "--data", data, "--today", TODAY, *words], capture_output=True, text=True, timeout=60, check=False
    )


def test_good_data_has_no_problem(tmp_path):
    assert said(small(tmp_path)) == []


def test_a_check_that_is_older_than_a_year_is_a_warning_with_its_age(tmp_path):
    data = small(tmp_path)
    write(data, "models/example-7b.yaml", MODEL.replace("on: 2026-11-20", "on: 2025-01-01"))
    assert said(data) == ["data/models/example-7b.yaml:16:19: warning: was last checked 691 days ago; look again and set the day"]


def test_a_day_to_come_is_an_error(tmp_path):
    data = small(tmp_path)
    write(data, "models/example-7b.yaml", MODEL.replace("on: 2026-11-20", "on: 2027-01-01"))
    assert said(data) == ["data/models/example-7b.yaml:16:19: is a day to come (today is 2026-11-23); write the day you looked"]


@pytest.mark.parametrize("released", ["2026-11-24", "2026-12"])
def test_a_release_to_come_is_an_error(tmp_path, released):
    data = small(tmp_path)
    write(data, "models/example-7b.yaml", MODEL.replace("2026-05-01", released))
    assert said(data) == ["data/models/example-7b.yaml:4:11: is a day to come (today is 2026-11-23); write the day it came out"]


@pytest.mark.parametrize("released", ["2026-11-23", "2026-11"])
def test_a_release_of_today_is_none(tmp_path, released):
    data = small(tmp_path)
    write(data, "models/example-7b.yaml", MODEL.replace("2026-05-01", released))
    assert said(data) == []


def test_evidence_on_a_branch_is_a_warning_and_on_a_commit_is_none(tmp_path):
    data = small(tmp_path)
    moving = "https://github.com/o/r/blob/main/LICENSE"
    write(data, "models/example-7b.yaml", MODEL.replace("[https://huggingface.co/example-institute/Example-7B]", f"[{NAMED}, {moving}]"))
    column = 16 + len(NAMED) + 2
    assert said(data) == [
        f"data/models/example-7b.yaml:15:{column}: warning: points at the branch 'main', which will show something else one day; "
        "link the commit (press `y` on GitHub)"
    ]


def test_of_very_many_warnings_the_first_are_told_and_the_rest_counted(tmp_path):
    data = small(tmp_path)
    moving = ", ".join(f"https://github.com/o/r/blob/main/{number}" for number in range(25))
    write(data, "models/example-7b.yaml", MODEL.replace("[https://huggingface.co/example-institute/Example-7B]", f"[{moving}]"))
    found = said(data)
    assert len(found) == 21
    assert found[-1].endswith("warning: there are 5 more warnings in this file; mend these first")


def test_a_repository_license_taken_for_data_is_a_warning(tmp_path):
    data = small(tmp_path)
    write(data, "models/example-7b.yaml", MODEL.replace("  weights:", "  evaluation-data:").replace("scope: stated", "scope: repository"))
    assert said(data) == [
        "data/models/example-7b.yaml:14:20: warning: takes a repository's license for data; a code license seldom covers them, "
        "so look for the data's own terms or say `inherited`"
    ]


def test_two_models_that_look_alike_are_a_warning_and_sizes_are_not(tmp_path):
    data = small(tmp_path)
    write(data, "models/sample-2.yaml", OTHER.replace("Sample 2", "example-7b"))
    write(data, "models/third.yaml", OTHER.replace("Sample 2", "Example 70B").replace("Sample-2", "Sample-3"))
    assert said(data) == ["data/models/sample-2.yaml:2:7: warning: looks like 'Example 7B' in data/models/example-7b.yaml; keep one file per release"]


def test_a_plus_in_a_name_makes_another_model(tmp_path):
    data = small(tmp_path)
    write(data, "models/sample-2.yaml", OTHER.replace("Sample 2", "Example 7B+"))
    assert said(data) == []


def test_a_placeholder_for_the_persons_name_is_a_warning(tmp_path):
    data = small(tmp_path)
    write(data, "models/example-7b.yaml", MODEL.replace("by: maintainers", f'by: "{check.NOBODY}"'))
    assert said(data) == ["data/models/example-7b.yaml:16:35: warning: '@your-account' is nobody; write your own GitHub account, after you looked"]


def test_licenses_that_differ_by_case_alone_are_a_warning(tmp_path):
    data = small(tmp_path)
    write(data, "licenses/LicenseRef-EXAMPLE.yaml", "name: Example\n")
    assert said(data) == ["data/licenses/LicenseRef-Example.yaml:1:1: warning: differs from data/licenses/LicenseRef-EXAMPLE.yaml by case alone; rename one"]


def test_errors_come_first_and_warnings_of_the_good_files_are_still_told(tmp_path):
    data = small(tmp_path)
    write(data, "models/example-7b.yaml", MODEL.replace("on: 2026-11-20", "on: 2025-01-01"))
    write(data, "models/sample-2.yaml", OTHER.replace("availability: public", "availability: publik"))
    assert said(data) == [
        "data/models/sample-2.yaml:11:19: `availability` cannot be 'publik'; did you mean 'public'?",
        "data/models/example-7b.yaml:16:19: warning: was last checked 691 days ago; look again and set the day",
    ]


def test_paths_limit_what_is_reported(tmp_path):
    data = small(tmp_path)
    bad = write(data, "models/sample-2.yaml", OTHER.replace("availability: public", "availability: publik"))
    assert len(said(data, bad)) == len(said(data, data / "models")) == 1
    assert said(data, data / "models" / "example-7b.yaml") == said(data, data / "licenses") == []


def test_a_file_outside_the_data_is_checked_as_a_model_among_them(tmp_path):
    data = small(tmp_path)
    draft = tmp_path / "draft.yaml"
    draft.write_text(MODEL.replace("developer: example-institute", "developer: exampel-institute"))
    assert said(data, draft) == [
        f"{draft}:3:12: 'exampel-institute' is not a known developer; did you mean 'example-institute'? "
        "If it is another one, add the file data/developers/exampel-institute.yaml"
    ]


def test_warnings_do_not_fail_and_errors_do(tmp_path):
    data = small(tmp_path)
    write(data, "models/example-7b.yaml", MODEL.replace("on: 2026-11-20", "on: 2025-01-01"))
    warned = run(data)
    assert (warned.returncode, warned.stderr) == (0, "0 errors, 1 warning.\n")
    write(data, "models/sample-2.yaml", OTHER.replace("availability: public", "availability: publik"))
    refused = run(data)
    assert (refused.returncode, refused.stderr) == (1, "1 error, 1 warning.\n")
    assert refused.stdout.count("\n") == 2


def test_json_says_the_same(tmp_path):
    data = small(tmp_path)
    write(data, "models/sample-2.yaml", OTHER.replace("availability: public", "availability: publik"))
    assert json.loads(run(data, "--format", "json").stdout) == [
        {
            "path": "data/models/sample-2.yaml",
            "line": 11,
            "column": 19,
            "severity": "error",
            "what": "`availability` cannot be 'publik'; did you mean 'public'?",
        }
    ]


def test_no_file_content_can_smuggle_a_workflow_command(tmp_path):
    """GitHub takes `::` at the start of a line, and `##[` anywhere in it, for a command."""
    data = small(tmp_path)
    hostile = '"\\n::error::owned\\n##[add-path]/x %0A::stop"'
    write(
        data, "models/example-7b.yaml", MODEL.replace("name: Example 7B", f"name: {hostile}").replace("Apache-2.0", hostile).replace("[text]", f"[{hostile}]")
    )
    write(data, "models/a:,%0A::warning::b\n::error::c.yaml", MODEL)
    for form in ("text", "github", "json"):
        lines = run(data, "--format", form).stdout.splitlines()
        commands = [line for line in lines if line.lstrip().startswith("::") or "##[" in line]
        assert lines
        if form == "github":
            assert len(commands) == len(lines) == 4  # the file, its name, its license and its modality
            assert [line for line in lines if not re.match(r"::error file=[^:,]+,line=\d+,col=\d+,title=Data error::(?!.*%0A::)", line)] == []
        elif form == "text":
            assert commands == []
        else:
            assert all(set(row) == {"path", "line", "column", "severity", "what"} for row in json.loads("\n".join(lines)))


def test_annotations_escape_as_github_asks():
    problem = Problem("a,b:c%.yaml", 2, 3, "50% of a:b,\r\nc")
    assert problem_formats.github([problem]) == "::error file=a%2Cb%3Ac%25.yaml,line=2,col=3,title=Data error::50%25 of a:b,\\x0d\\x0ac"
    assert problem_formats.text([Problem("::x", 1, 1, "##[y")]) == " .::x:1:1: ## [y"
