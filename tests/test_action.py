"""The action: what an auditor says of it, and its steps run as GitHub runs them, but for the setting up of Python."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from small_data import HERE, MODEL, write

from howopen.files import yaml

ACTION = yaml.read(HERE / "action.yml", "action.yml").value
STEPS: list[dict[str, Any]] = ACTION["runs"]["steps"]


def test_the_auditor_finds_nothing():
    words = [Path(sys.executable).parent / "zizmor", "--offline", "--no-progress", "--persona", "pedantic", HERE / "action.yml"]
    done = subprocess.run(words, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode == 0, done.stdout + done.stderr


def test_what_it_uses_is_pinned_and_no_input_becomes_part_of_a_script():
    for step in STEPS:
        assert "uses" not in step or re.search(r"@[0-9a-f]{40}\Z", step["uses"])
        assert "${{" not in step.get("run", "")


def test_no_module_that_lies_in_the_checked_repository_is_run(tmp_path):
    """`python -m venv` runs a venv.py of the folder it is in; -I keeps it from that."""
    [install] = [step["run"] for step in STEPS if step["name"] == "Install howopen's packages"]
    assert re.findall(r"-m \w+", install) == ["-m venv", "-m pip"] == [word.removeprefix("-I ") for word in re.findall(r"-I -m \w+", install)]
    write(tmp_path, "pip.py", "print('taken from here')\n")
    done = subprocess.run([sys.executable, "-I", "-m", "pip", "--version"], cwd=tmp_path, capture_output=True, text=True, check=False, timeout=60)
    assert "taken from here" not in done.stdout


def act(tmp_path: Path, **inputs: str) -> tuple[int, str, str]:
    """(status of the first step that failed or 0, summary, outputs) after all steps whose condition the inputs meet."""
    runner, summary, output = tmp_path / "runner", tmp_path / "summary.md", tmp_path / "output"
    (runner / "howopen" / "bin").mkdir(parents=True, exist_ok=True)
    (runner / "howopen" / "bin" / "python").write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    (runner / "howopen" / "bin" / "python").chmod(0o755)
    given = {name: one["default"] for name, one in ACTION["inputs"].items()} | inputs
    files = {"RUNNER_TEMP": runner, "GITHUB_ACTION_PATH": HERE, "GITHUB_STEP_SUMMARY": summary, "GITHUB_OUTPUT": output}
    summary.touch(), output.touch()
    status = 0
    for step in STEPS:
        asks = re.fullmatch(r"inputs\.(\w+) != ''", step.get("if", ""))
        if "env" not in step or (asks and not given[asks[1]]):
            continue
        env = {key: re.sub(r"\$\{\{ inputs\.(\w+) \}\}", lambda found: given[found[1]], value) for key, value in step["env"].items()}
        words = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        status = subprocess.run(words, cwd=tmp_path, env={**os.environ, **{k: str(v) for k, v in files.items()}, **env}, timeout=120, check=False).returncode
        if status:
            break
    return status, summary.read_text(), output.read_text()


def test_in_a_developers_repository_it_writes_the_verdicts_to_the_summary(tmp_path):
    write(tmp_path, "howopen.yaml", MODEL.replace("name: Example 7B", 'name: "Example <b>7B</b> @all | x"'))
    status, summary, _ = act(tmp_path, model="howopen.yaml")
    assert status == 0  # though its developer has no file here
    assert "<b>" not in summary and "| x" not in summary.splitlines()[0].replace("\\|", "")
    assert re.search(r"^\| Open Weight Definition 0\.3 \| met \|", summary, re.MULTILINE)


@pytest.mark.parametrize(
    ("models", "status", "result"),
    [
        ("allenai/OLMo-2-0325-32B", 0, "met"),
        ("allenai/OLMo-2-0325-32B\nmeta-llama/Llama-3.1-405B", 1, "not-met"),
        ("allenai/OLMo-2-0325-32B nobody/x", 3, "unknown"),
    ],
)
def test_in_a_consumers_repository_it_holds_models_against_the_policy(tmp_path, models, status, result):
    write(tmp_path, "policy.yaml", "definitions: {owd-0.3: met}\n")
    told = act(tmp_path, policy="policy.yaml", models=models, sarif="out.sarif")
    assert (told[0], told[2]) == (status, f"result={result}\n")
    assert told[1].startswith("```text\n") and "allenai/OLMo-2-0325-32B" in told[1]
    assert len(json.loads((tmp_path / "out.sarif").read_text())["runs"][0]["results"]) == (status != 0)


def test_a_bill_without_a_model_passes_and_the_summary_says_that_nothing_was_judged(tmp_path):
    write(tmp_path, "policy.yaml", "name: ours\ndefinitions: {owd-0.3: met}\n")
    write(tmp_path, "bom.json", '{"bomFormat": "CycloneDX", "components": [{"type": "library", "name": "left-pad"}]}')
    told = act(tmp_path, policy="policy.yaml", bom="bom.json", sarif="out.sarif")
    assert told == (0, "```text\nours: nothing to judge\n```\n", "result=met\n")
    assert json.loads((tmp_path / "out.sarif").read_text())["runs"][0]["results"] == []


@pytest.mark.parametrize("inputs", [{}, {"models": "olmo-7b"}, {"policy": "policy.yaml"}, {"model": "olmo-7b", "bom": "bom.json"}])
def test_a_step_that_asks_for_nothing_or_half_of_it_fails_and_does_not_look_as_if_all_were_well(inputs, tmp_path, capfd):
    write(tmp_path, "policy.yaml", "definitions: {owd-0.3: met}\n")
    assert act(tmp_path, **inputs) == (2, "", "")
    assert capfd.readouterr().out == "::error::give `model`, or `policy` with `models`, `list` or `bom`\n"


def test_a_model_can_be_judged_and_a_policy_held_in_one_step(tmp_path):
    write(tmp_path, "policy.yaml", "definitions: {owd-0.3: met}\n")
    status, summary, output = act(tmp_path, model="olmo-7b", policy="policy.yaml", models="olmo-7b")
    assert (status, output) == (0, "result=met\n") and summary.startswith("## OLMo 7B\n")


def test_a_name_that_is_a_script_is_a_name(tmp_path):
    write(tmp_path, "policy.yaml", "definitions: {owd-0.3: met}\n")
    status, summary, output = act(tmp_path, policy="policy.yaml", models="$(touch${IFS}owned) `touch${IFS}owned` --site=https://example.org")
    assert (status, summary, output) == (2, "", "")
    assert not (tmp_path / "owned").exists()
