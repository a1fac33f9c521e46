"""What runs and what asks on GitHub: least permissions, pinned actions, no word of a stranger in a command."""

from __future__ import annotations

import importlib.resources
import json
import re
import subprocess
import sys
from pathlib import Path

import jsonschema_rs
import pytest
from small_data import HERE, MODEL, small, write

from howopen.files import yaml

GITHUB = HERE / ".github"
WORKFLOWS = sorted((GITHUB / "workflows").glob("*.yml"))
FORMS = [file for file in sorted((GITHUB / "ISSUE_TEMPLATE").glob("*.yml")) if file.name != "config.yml"]
BIN = Path(sys.executable).parent


def values(file: Path) -> dict:
    return yaml.read(file, file.name).value


def steps(file: Path) -> list[dict]:
    return [step for job in values(file)["jobs"].values() for step in job["steps"]]


def test_zizmor_finds_nothing_even_when_pedantic():
    done = subprocess.run([BIN / "zizmor", "--offline", "--pedantic", "--no-progress", GITHUB], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stdout
    assert "No findings to report" in done.stdout


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ("github-workflows", WORKFLOWS),
        ("github-issue-forms", FORMS),
        ("github-issue-config", [GITHUB / "ISSUE_TEMPLATE" / "config.yml"]),
        ("dependabot", [GITHUB / "dependabot.yml"]),
        ("citation-file-format", [HERE / "CITATION.cff"]),
    ],
)
def test_each_file_is_of_its_published_shape(schema, files):
    shape = json.loads(importlib.resources.files("check_jsonschema").joinpath(f"builtin_schemas/vendor/{schema}.json").read_text())
    validator = jsonschema_rs.validator_for(shape)
    assert files and [(file.name, error.message) for file in files for error in validator.iter_errors(values(file))] == []


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.name)
def test_a_workflow_has_the_least_it_needs(file):
    text, found = file.read_text(), values(file)
    assert found["permissions"] == {} and "concurrency" in found
    assert all(0 < job["timeout-minutes"] <= 90 and "permissions" in job for job in found["jobs"].values())
    assert "pull_request_target" not in text and "workflow_run" not in text
    assert not {"issues", "issue_comment", "discussion"} & set(found["on"]), "no workflow runs on what a stranger writes in an issue"
    for step in steps(file):
        if "uses" in step:
            assert re.fullmatch(r"[\w-]+/[\w-]+(/[\w-]+)*@[0-9a-f]{40}", step["uses"]), step["uses"]
        assert "${{" not in step.get("run", ""), "a value goes into a command through the environment"
    assert len(re.findall(r"uses: .*@[0-9a-f]{40} # v\d+", text)) == sum("uses" in step for step in steps(file))


def test_requests_from_forks_get_no_secret_and_can_only_read():
    file = GITHUB / "workflows" / "check.yml"
    assert "secrets." not in file.read_text()
    assert {name: job["permissions"] for name, job in values(file)["jobs"].items()} == {
        name: {"contents": "read"} for name in ("data", "code", "elsewhere", "fuzz")
    }


def test_every_command_that_the_workflows_run_is_one_that_there_is():
    helped = subprocess.run([sys.executable, HERE / "build.py", "--help"], capture_output=True, text=True, timeout=60, check=True).stdout
    commands = {name for file in WORKFLOWS for name in re.findall(r"python build\.py ([a-z]+)", file.read_text())}
    assert {"check", "diff", "build"} <= commands
    assert [name for name in commands if not re.search(rf"^  {name} ", helped, re.MULTILINE)] == []


def test_the_step_that_checks_a_request_survives_any_file_name(tmp_path):
    """The very line of the workflow, run over a request that a stranger might send."""
    command = next(step["run"] for step in steps(GITHUB / "workflows" / "check.yml") if "xargs" in step.get("run", ""))
    data = small(tmp_path)

    def git(*words):
        subprocess.run(["/usr/bin/git", "-C", tmp_path, "-c", "user.name=A", "-c", "user.email=a@example.org", *words], check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("add", "-A")
    git("commit", "-qm", "Begin")
    git("update-ref", "refs/remotes/origin/main", "HEAD")
    write(data, "models/$(touch owned).yaml", MODEL)
    write(data, "models/a\n::error::b.yaml", MODEL)
    write(data, "models/sample-2.yaml", MODEL.replace("Example 7B", '"::set-env name=X::y ##[error]z"'))
    git("add", "-A")
    git("commit", "-qm", "A request")
    command = command.replace("python build.py", f"{sys.executable} {HERE / 'build.py'}").replace("--format", f"--data {data} --format")
    environment = {"PATH": "/usr/bin:/bin", "BASE": "main"}
    done = subprocess.run(["/bin/bash", "-c", command], cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 123 and not (tmp_path / "owned").exists()
    plain = re.compile(r"::(error|warning) file=data/models/[^:,]+,line=\d+,col=\d+,title=[\w ]+::(?!.*##\[)")
    assert [line for line in done.stdout.splitlines() if not plain.match(line)] == []
    assert done.stdout.count("\n") >= 3


def test_the_forms_ask_what_the_pages_fill_in():
    asked = {file.name: {part["id"] for part in values(file)["body"] if "id" in part} for file in FORMS}
    used = re.findall(r"issues/new\?template=([\w.-]+)((?:&amp;[\w-]+=)?)", "".join(file.read_text() for file in (HERE / "templates").rglob("*.html")))
    assert {name for name, _ in used} >= {"dispute.yml", "dead-link.yml"}
    for name, key in used:
        assert name in asked and (not key or key.removeprefix("&amp;").removesuffix("=") in asked[name])


def test_a_person_without_yaml_can_say_all_that_a_model_file_begins_with():
    form = {part["id"]: part for part in values(GITHUB / "ISSUE_TEMPLATE" / "model.yml")["body"] if "id" in part}
    assert {"model", "developer", "huggingface", "released", "claim", "weights", "license", "code", "data", "base", "report"} <= set(form)
    assert [key for key, part in form.items() if part.get("validations", {}).get("required")] == ["model", "developer"]
    assert form["weights"]["attributes"]["options"][0] == "I do not know"


def test_each_owner_in_codeowners_is_one_that_github_takes():
    lines = [line for line in (GITHUB / "CODEOWNERS").read_text().splitlines() if line and not line.startswith("#")]
    assert lines and all(re.fullmatch(r"[\w./*-]+( +@[\w-]+(/[\w-]+)?)+", line) for line in lines)
