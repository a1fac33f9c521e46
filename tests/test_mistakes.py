"""Mistakes of the first hour, each with the exact words that a person reads, among the real licenses, words and developers."""

from __future__ import annotations

import subprocess
import sys

import pytest
from conftest import run
from small_data import HERE, MODEL, write

from howopen.commands import check

TODAY = "2026-11-28"
GOOD = MODEL.replace("developer: example-institute", "developer: ai2")
DEFINITION = (HERE / "data" / "definitions" / "owd-0.3.yaml").read_text(encoding="utf-8")
MISTAKES = {  # what stands in the file, what is written instead, and what is said of it
    "the name of a license": (
        "license: Apache-2.0",
        "license: MIT License",
        "13:14: 'MIT License' is not a known license; did you mean 'MIT'?",
    ),
    "the name of a license of ours": (
        "license: Apache-2.0",
        "license: Llama 2",
        "13:14: 'Llama 2' is not a known license; did you mean 'LicenseRef-Llama-2-Community'?",
    ),
    "a developer misspelt": (
        "developer: ai2",
        "developer: eleuther-ai",
        "3:12: 'eleuther-ai' is not a known developer; did you mean 'eleutherai'? If it is another one, add the file data/developers/eleuther-ai.yaml",
    ),
    "a developer by the account on the Hub": (
        "developer: ai2",
        "developer: allenai",
        "3:12: 'allenai' is not a known developer; did you mean 'ai2'? If it is another one, add the file data/developers/allenai.yaml",
    ),
    "a developer that nobody resembles": (
        "developer: ai2",
        "developer: qqqq",
        "3:12: 'qqqq' is not a known developer; add the file data/developers/qqqq.yaml",
    ),
    "an underscore": ("  weights:", "  training_code:", "10:3: 'training_code' is written 'training-code' here"),
    "a capital": ("[text]", "[Text]", "5:14: 'Text' is written 'text' here"),
    "a bare account": (
        "by: maintainers",
        "by: octocat",
        "16:35: 'octocat' is no source of findings; if it is your GitHub account, write '@octocat', in quotes",
    ),
    "an account without quotes": ("by: maintainers", "by: @octocat", "16:35: begins a text with @; put it in quotes: '@octocat'"),
    "a list where keys belong": (
        "    checked: {on: 2026-11-20, by: maintainers}",
        "    checked:\n      - on: 2026-11-20\n      - by: maintainers",
        "17:7: `checked` must be keys with values, each written `key: value`; it is a list",
    ),
    "a list of parts": (
        "components:\n  weights:",
        "components:\n  - weights:",
        "10:3: `components` must be keys with values, each written `key: value`; it is a list",
    ),
    "an aspect beside the others": (
        "    coverage: full",
        "    modalities: complete",
        "12:5: 'modalities' is not a known key; if it is an aspect, write `aspects: {modalities: complete}`",
    ),
    "a key that takes a word of aspects": ("    coverage: full", "    covrage: partial", "12:5: 'covrage' is not a known key; did you mean 'coverage'?"),
    "a quote that is not closed": ("name: Example 7B", 'name: "Example 7B', "2:7: opens a quote that is not closed on its line; close it"),
    "a quote within a list that is not closed": ("evidence: [https", "evidence: ['https", "15:16: opens a quote that is not closed on its line; close it"),
    "a release to come": ("2026-05-01", "2026-12-24", "4:11: is a day to come (today is 2026-11-28); write the day it came out"),
    "a check to come": ("on: 2026-11-20", "on: 2026-11-29", "16:19: is a day to come (today is 2026-11-28); write the day you looked"),
}


@pytest.mark.parametrize("name", MISTAKES)
def test_a_mistake_in_a_model_file_is_told_in_these_words(name, data):
    was, now, said = MISTAKES[name]
    assert was in GOOD
    file = write(data, "models/example-7b.yaml", GOOD.replace(was, now, 1))
    assert [str(problem) for problem in check.problems(data, (file,), TODAY)] == [f"data/models/example-7b.yaml:{said}"]


def test_the_file_without_a_mistake_has_no_problem(data):
    assert check.problems(data, (write(data, "models/example-7b.yaml", GOOD),), TODAY) == []


def test_a_definition_without_its_source_is_told_in_these_words(data):
    first = DEFINITION.index("        cite: ")
    line = DEFINITION[first : DEFINITION.index("\n", first) + 1]
    file = write(data, "definitions/owd-0.3.yaml", DEFINITION.replace(line, "", 1))
    [said] = [str(problem) for problem in check.problems(data, (file,), TODAY)]
    place, _, what = said.partition(": ")
    assert what == "has no `cite`, and no requirement around it has one; add the address where the definition says so"
    path, at, _ = place.split(":")
    asked = DEFINITION[: DEFINITION.rindex("      - id: ", 0, first)].count("\n") + 1
    assert (path, int(at)) == ("data/definitions/owd-0.3.yaml", asked)


def test_a_program_without_its_packages_is_told_in_these_words():
    done = subprocess.run([sys.executable, "-S", "build.py"], cwd=HERE, capture_output=True, text=True, timeout=60, check=False)
    said = "howopen's packages are not there: run `make site`, then .venv/bin/python build.py, or install those of requirements.lock.\n"
    assert (done.returncode, done.stdout, done.stderr) == (1, "", said)


@pytest.mark.parametrize("peer", ["osai", "mot"])
def test_an_import_without_the_day_of_its_data_is_told_in_these_words(peer, data, tmp_path):
    done = run("import", peer, write(tmp_path, "theirs.yaml", "name: x\n"), "--data", data, expect=2)
    assert done.stderr.splitlines()[-1] == "Error: give --on, the day of the index's data, written YYYY-MM-DD"


@pytest.mark.parametrize("name", ["allenai/OLMo-7B", "ALLENAI/olmo-7b", "https://huggingface.co/allenai/OLMo-7B", "OLMO-7B", "OLMo 7B"])
def test_a_model_is_found_by_its_id_or_that_on_the_hub_whatever_the_case(name, data):
    assert run("show", name, "--offline", "--data", data).stdout.startswith("OLMo 7B (Ai2)\n")
    assert "/badges/olmo-7b/openness.svg" in run("badge", name, "--data", data, "--base-url", "https://example.org/").stdout


@pytest.mark.parametrize("name", ["allenai/OLMo-7B", "ALLENAI/olmo-7b", "https://huggingface.co/allenai/OLMo-7B", "OLMO-7B"])
def test_a_policy_finds_a_model_whatever_the_case(name, data, tmp_path):
    asks = write(tmp_path, "policy.yaml", "definitions: {owd-0.3: met}\n")
    assert run("require", "--policy", asks, name, "--data", data).stdout.startswith("met ")


def test_addresses_of_this_machine_are_told_in_these_words(data):
    said = "These addresses lead to this machine alone, http://localhost:8000/; say with --base-url where the site is published.\n\n"
    assert run("badge", "olmo-7b", "--data", data).stderr == said


def test_a_model_that_is_nowhere_is_told_in_these_words():
    cure = "write the name of its file in data/models/, the path of a model file, or org/name as on Hugging Face"
    assert "Error: 'aaaa" in (said := run("show", "a" * 5000, expect=1).stderr) and said.endswith(f"is no model here and no file; {cure}\n")
    assert run("show", "qqqq", expect=1).stderr == f"Error: 'qqqq' is no model here and no file; {cure}\n"
    assert run("show", "acme/qqqq", "--offline", expect=1).stderr == f"Error: 'acme/qqqq' is no model here and no file; {cure}\n"
