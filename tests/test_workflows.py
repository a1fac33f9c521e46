"""The workflows: what an auditor of GitHub Actions says of them, offline."""

from __future__ import annotations

import re
import shutil
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


@pytest.mark.parametrize("file", WORKFLOWS, ids=lambda file: file.stem)
def test_every_step_fails_with_any_of_its_commands(file):
    values = yaml.read(file, file.name).value
    assert values["defaults"] == {"run": {"shell": "bash"}}, "which GitHub runs as bash -eo pipefail"
    assert [step for job in values["jobs"].values() for step in job["steps"] if "shell" in step] == []


def test_no_job_that_reads_what_others_publish_may_write():
    jobs = {f"{file.stem}.{name}": job for file in WORKFLOWS for name, job in yaml.read(file, file.name).value["jobs"].items()}
    writing = {name for name, job in jobs.items() if "write" in job["permissions"].values()}
    assert writing == {"edition.publish", "edition.release", "pages.deploy", "refresh.propose"}
    for name in writing:
        text = str(jobs[name]["steps"])
        assert "build.py" not in text and "pip install" not in text and "secrets." not in text, name


def test_no_run_of_a_request_keeps_a_cache_and_each_workflow_reads_only_its_own():
    kept = set()
    for file in WORKFLOWS:
        values = yaml.read(file, file.name).value
        assert "pull_request_target" not in values["on"] and "workflow_run" not in values["on"], "which run with the rights of the main branch"
        for step in (step for job in values["jobs"].values() for step in job["steps"]):
            action = step.get("uses", "").partition("@")[0]
            assert action != "actions/cache", "which saves by itself, whoever runs it"
            if action == "actions/cache/save":
                kept.add(file.stem)
                assert step["with"]["key"] == f"{file.stem}-${{{{ github.sha }}}}"
                wanted = ["github.ref == 'refs/heads/main'"] + ["github.event_name == 'push'"] * ("pull_request" in values["on"])
                assert sorted(step["if"].split(" && ")) == sorted(wanted)
            elif action == "actions/cache/restore":
                assert step["with"]["restore-keys"] == f"{file.stem}-"
    assert kept == {"check", "pages"}


def test_what_a_forks_run_uploads_is_named_as_such():
    steps = yaml.read(HERE / ".github" / "workflows" / "check.yml", "check.yml").value["jobs"]["data"]["steps"]
    names = [step["with"]["name"] for step in steps if "upload-artifact" in step.get("uses", "")]
    assert names and all("head.repo.full_name != github.repository" in name and "site-of-a-fork" in name for name in names)


def test_no_pipe_hides_that_a_command_failed_behind_one_that_stops_early():
    for file in WORKFLOWS:
        for job in yaml.read(file, file.name).value["jobs"].values():
            # with pipefail a reader that stops early makes its writer fail: `head` reads a file, never a pipe
            assert not any(re.search(r"\|\s*head\b", step.get("run", "")) for step in job["steps"]), file.name


def test_the_refresh_proposes_only_what_was_fetched_and_lets_nothing_from_outside_into_a_script():
    jobs = yaml.read(HERE / ".github" / "workflows" / "refresh.yml", "refresh.yml").value["jobs"]
    steps = [step for job in jobs.values() for step in job["steps"]]
    proposal = next(step["with"] for step in jobs["propose"]["steps"] if "create-pull-request" in step.get("uses", ""))

    assert proposal["add-paths"] == "data/fetched"
    assert all("${{" not in step.get("run", "") for step in steps)


def test_the_refresh_checks_and_builds_what_it_proposes_since_nobody_else_does():
    """A request that is opened with a workflow's own token starts no checks."""
    jobs = yaml.read(HERE / ".github" / "workflows" / "refresh.yml", "refresh.yml").value["jobs"]
    runs = "\n".join(step.get("run", "") for step in jobs["fetch"]["steps"])
    order = [runs.index(part) for part in ("build.py missing --keep", "build.py fetch --links --report", "build.py check", "build.py build", "tar --create")]
    assert order == sorted(order)
    assert 'cat "$RUNNER_TEMP/checks.md" >> "$RUNNER_TEMP/refresh.md"' in runs
    assert jobs["fetch"]["permissions"] == {"contents": "read"}


@pytest.mark.parametrize("fails", ["check", "build", "none"])
def test_a_check_that_fails_in_the_refresh_is_read_in_its_summary(fails, tmp_path):
    jobs = yaml.read(HERE / ".github" / "workflows" / "refresh.yml", "refresh.yml").value["jobs"]
    script = next(step["run"] for step in jobs["fetch"]["steps"] if step.get("name", "").startswith("Check, and"))
    # in place of the program: it says its command, and fails with one of them
    program = f"""python() {{ echo "::error::$2 it says" >&2; [ "$2" != {fails} ]; }}; """
    done = subprocess.run(
        [shutil.which("bash") or "", "--noprofile", "--norc", "-eo", "pipefail", "-c", program + script],
        cwd=tmp_path,
        env={"RUNNER_TEMP": str(tmp_path), "GITHUB_STEP_SUMMARY": str(tmp_path / "summary.md"), "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    said = ["    ::error::check it says"] + ["    ::error::build it says"] * (fails != "check")
    assert (tmp_path / "summary.md").read_text().splitlines() == ["", "## Checks of the run that made this request", "", *said]
    assert (tmp_path / "refresh.md").read_text() == (tmp_path / "summary.md").read_text()
    assert (done.returncode != 0, done.stdout, done.stderr) == (fails != "none", "", "")


@pytest.mark.parametrize("odd", ["link", "script", "none"])
def test_what_was_fetched_comes_into_the_tree_only_where_it_is_json(odd, tmp_path):
    jobs = yaml.read(HERE / ".github" / "workflows" / "refresh.yml", "refresh.yml").value["jobs"]
    pack, place = (next(step["run"] for job in jobs.values() for step in job["steps"] if step.get("name", "").startswith(name)) for name in ("Pack", "Put it"))
    (tmp_path / "data" / "fetched" / "github").mkdir(parents=True)
    (tmp_path / "data" / "fetched" / "github" / "a.json").write_text("{}")
    if odd == "link":
        (tmp_path / "data" / "fetched" / "b.json").symlink_to("/etc/passwd")
    elif odd == "script":
        (tmp_path / "data" / "fetched" / "b.py").write_text("")
    (tmp_path / "temp").mkdir()
    (tmp_path / "temp" / "refresh.md").write_text("report")
    codes = []
    for script in (pack, "echo old > data/fetched/old.json; " + place):
        done = subprocess.run(
            [shutil.which("bash") or "", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
            cwd=tmp_path,
            env={"RUNNER_TEMP": str(tmp_path / "temp"), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
            timeout=30,
            check=False,
        )
        codes.append(done.returncode)
    assert codes == [0, 0 if odd == "none" else 1]
    assert (tmp_path / "data" / "fetched" / "old.json").exists() is (odd != "none")
    assert (tmp_path / "data" / "fetched" / "github" / "a.json").read_text() == "{}"


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        (["data/models/a.yaml"], "false"),
        (["data/models/a.yaml", "docs/readings/b.csv"], "false"),
        (["data/models/a.yaml", "howopen/x.py"], "true"),
        (["templates/data/a.html"], "true"),
        (["docs/architecture.md"], "true"),
    ],
)
def test_a_request_that_changes_data_alone_runs_no_test_of_code(tmp_path, changed, code):
    job = yaml.read(HERE / ".github" / "workflows" / "check.yml", "check.yml").value["jobs"]
    tells = next(step["run"] for step in job["data"]["steps"] if step.get("id") == "what")
    here = tmp_path / "clone"
    here.mkdir()

    def git(*words):
        subprocess.run(["/usr/bin/git", "-c", "user.name=A", "-c", "user.email=a@example.org", *words], cwd=here, check=True, capture_output=True)

    git("init", "-q", "-b", "main")
    git("commit", "-qm", "Begin", "--allow-empty")
    git("update-ref", "refs/remotes/origin/main", "main")
    for name in changed:
        (here / name).parent.mkdir(parents=True, exist_ok=True)
        (here / name).write_text("x")
    git("add", "-A")
    git("commit", "-qm", "Change")
    environment = {"PATH": "/usr/bin:/bin", "BASE": "main", "EVENT": "pull_request", "GITHUB_OUTPUT": str(tmp_path / "told")}
    subprocess.run(["/bin/bash", "-eo", "pipefail", "-c", tells], cwd=here, env=environment, check=True)

    assert (tmp_path / "told").read_text() == f"code={code}\n"
    assert [job[name]["if"] for name in ("code", "fuzz")] == ["needs.data.outputs.code == 'true'"] * 2
