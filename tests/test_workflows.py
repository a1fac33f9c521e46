"""The workflows: what an auditor of GitHub Actions says of them, offline."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import HERE

from howopen.files import yaml

WORKFLOWS = sorted((HERE / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_the_auditor_finds_nothing(file):
    done = subprocess.run([Path(sys.executable).parent / "zizmor", "--offline", "--no-progress", file], capture_output=True, text=True, check=False, timeout=60)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "No findings to report" in done.stdout


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_every_action_is_pinned_and_no_permission_is_given_to_all_jobs(file):
    values = yaml.read(file, file.name).value

    assert values["permissions"] == {}
    steps = [step for job in values["jobs"].values() for step in job["steps"]]
    assert [step["uses"] for step in steps if "uses" in step and not re.search(r"@[0-9a-f]{40}\Z", step["uses"])] == []


def test_the_refresh_proposes_only_what_was_fetched_and_lets_nothing_from_outside_into_a_script():
    values = yaml.read(HERE / ".github" / "workflows" / "refresh.yml", "refresh.yml").value
    steps = values["jobs"]["refresh"]["steps"]
    proposal = next(step["with"] for step in steps if "create-pull-request" in step.get("uses", ""))

    assert proposal["add-paths"] == "data/fetched"
    assert all("${{" not in step.get("run", "") for step in steps)
