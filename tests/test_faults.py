"""Each kind of fault through the command: facts safe, the right status, a line that tells it, inside its bounds."""

from __future__ import annotations

import asyncio
import json
import os
import random
import resource
import subprocess
import sys
import time
from dataclasses import replace

import pytest
from conftest import HERE, run
from faults import FAULTS, Fault
from services import APACHE, Handler, Services
from small_data import small, write
from test_fetch import TODAY, TOKEN, Time, bare, files

from howopen import fetch
from howopen.commands import fetch as command
from howopen.fetch import http
from howopen.fetch.failures import Failed
from howopen.files import snapshots

LATER = "2026-11-22"
BOUNDS = fetch.Bounds(connect=1, read=0.4, whole=0.6)
USUAL = fetch.Bounds()  # of the run before, in which nothing fails: a busy machine may take its time over it
MOST_SECONDS = BOUNDS.tries * BOUNDS.whole + 3  # of the clock on the wall; all waiting is done on a clock that only sleeping moves


class FaultHandler(Handler):
    """Fails as it is told at what it is told."""

    def do_GET(self) -> None:
        fault: Fault | None = self.server.failing.get(self.path.split("?")[0].split("/resolve")[0].removeprefix("/api/models/").removeprefix("/").lower())
        if fault is not None and fault.text == ("/resolve" in self.path):
            self.server.asked.append((self.command, self.path, {key.lower(): value for key, value in self.headers.items()}))
            try:
                fault.send(self)
            except OSError:
                self.close_connection = True  # whoever asked had enough
        else:
            super().do_GET()


@pytest.fixture
def services():
    server = Services()
    server.RequestHandlerClass = FaultHandler
    server.failing = {}
    yield server
    server.shutdown()
    server.server_close()


def fetched(known, into, services: Services, today: str = TODAY, token: str = "", bounds: fetch.Bounds = BOUNDS) -> tuple[int, str, float]:
    """(status, what is told, seconds waited) of the command."""
    clock, said = Time(), []
    began = clock.now
    runtime = fetch.Runtime(today, clock, clock.sleep, random.Random(0))
    terminal = command.Terminal(lambda line: said.append(line + "\n"), said.append, time.monotonic, is_terminal=False)
    environment = services.environment() | ({"HF_TOKEN": token} if token else {})
    status = command.run(command.Wanted(only=("huggingface",)), into, lambda _data: known, environment, runtime, terminal, bounds)
    return status, "".join(said), clock.now - began


def test_there_are_as_many_kinds_as_were_tried_and_more():
    assert len(FAULTS) >= 108


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_keeps_what_is_known_is_told_in_a_line_and_ends_within_its_bounds(known, tmp_path, services, name):
    fault = FAULTS[name]
    services.model("org/Model", text=APACHE)
    one = bare(known, {"one": {"huggingface": "org/Model"}})
    token = TOKEN if fault.token else ""
    (tmp_path / "fetched").mkdir()
    assert fetched(one, tmp_path, services, token=token, bounds=USUAL)[0] == command.WHOLE
    before = files(tmp_path)
    if fault.text:
        services.models["org/model"]["sha"] = "c" * 40  # the file is asked for again only of another revision
    services.failing["org/model"] = fault

    began, asked = time.monotonic(), len(services.asked)
    status, said, waited = fetched(one, tmp_path, services, LATER, token)

    assert time.monotonic() - began < MOST_SECONDS
    assert waited <= BOUNDS.wait + BOUNDS.run
    assert len(services.asked) - asked <= BOUNDS.tries * (BOUNDS.redirects + 2)
    assert TOKEN not in said + b"".join(files(tmp_path).values()).decode()
    facts, problems = snapshots.read(tmp_path / "fetched", "fetched")
    assert problems == []
    standing = facts.request_states["huggingface-models/org/model"]
    lines = [line for line in said.splitlines() if "org/Model" in line or "not asked" in line]
    if not fault.kind:
        assert (status, lines, standing.failed, standing.confirmed) == (command.WHOLE, [], None, LATER)
        return
    after = files(tmp_path)
    assert status == command.PARTLY
    assert {file: after[file] for file in after if "confirmed" not in file} == {file: before[file] for file in before if "confirmed" not in file}
    assert standing.confirmed == TODAY
    assert len(lines) == 1
    if fault.kind == "not-asked":
        assert "not asked: huggingface-models, 1 thing: Hugging Face is at its rate limit for 7" in lines[0]
    else:
        assert lines[0].startswith(f"  failed: huggingface-models org/Model: {fault.kind}")
        assert standing.failed.kind == fault.kind


def test_all_faults_at_once_cost_no_fact_and_no_neighbour(known, tmp_path, services):
    """One run over every kind that does not shut the host, each at a model of its own, among as many that answer."""
    names = [name for name, fault in FAULTS.items() if not fault.token and "limit" not in name and "asks to wait" not in name]
    sources = {}
    for at in range(len(names)):
        for hub in (f"org/Bad-{at}", f"org/Good-{at}"):
            services.model(hub, text=APACHE)
            sources[hub.rpartition("/")[2].lower()] = {"huggingface": hub}
    some = bare(known, sources)
    (tmp_path / "fetched").mkdir()
    assert fetched(some, tmp_path, services, bounds=USUAL)[0] == command.WHOLE
    for at, name in enumerate(names):
        services.failing[f"org/bad-{at}"] = FAULTS[name]
        services.models[f"org/bad-{at}"]["sha"] = "c" * 40
    usable = sum(FAULTS[name].kind == "" for name in names)

    status, said, _ = fetched(some, tmp_path, services, LATER, bounds=replace(BOUNDS, tries=2, in_a_row=len(names), run=1e9, wait=1e9))

    facts, problems = snapshots.read(tmp_path / "fetched", "fetched")
    assert (status, problems, len(facts.models)) == (command.PARTLY, [], 2 * len(names))
    told = {line.split()[2] for line in said.splitlines() if line.startswith("  failed: ")}
    assert len(told) >= len(names) - usable - 1
    assert not any("Good" in one for one in told)
    assert all(facts.request_states[f"huggingface-models/org/good-{at}"].confirmed == LATER for at in range(len(names)))


def test_some_that_fail_for_good_do_not_keep_the_others_from_being_asked(known, tmp_path, services):
    """Those that failed come after those that did not, though their answers are the oldest; else a host would be given up before the others each time."""
    sources = {}
    for at in range(12):
        services.model(f"org/Model-{at:02}")
        sources[f"model-{at:02}"] = {"huggingface": f"org/Model-{at:02}"}
        if at < 6:
            services.failing[f"org/model-{at:02}"] = FAULTS["status 500"]
    some = bare(known, sources)
    (tmp_path / "fetched").mkdir()
    for day in ("2026-11-01", "2026-11-02", "2026-11-03"):
        fetched(some, tmp_path, services, day)
    standing = snapshots.read(tmp_path / "fetched", "fetched")[0].request_states
    assert [standing[f"huggingface-models/org/model-{at:02}"].confirmed for at in range(6, 12)] == ["2026-11-03"] * 6


# ---- what is wrong here ------------------------------------------------------------------------------------------------


def placed(tmp_path, services: Services, count: int = 40):
    """A small data folder with models on the Hub, and the environment to ask for them."""
    data = small(tmp_path)
    for file in (data / "models").iterdir():
        file.unlink()
    for at in range(count):
        services.model(f"org/Model-{at:02}")
        write(data, f"models/model-{at:02}.yaml", f"name: M{at}\ndeveloper: example-institute\nsources: {{huggingface: org/Model-{at:02}}}\nderived-from: []\n")
    return data, os.environ | services.environment()


def test_a_disk_that_is_full_is_a_line_and_the_next_run_goes_on(tmp_path, services):
    """A limit on the size of files stands for the disk: what is longer cannot be written."""
    data, environment = placed(tmp_path, services)
    words = [sys.executable, str(HERE / "build.py"), "fetch", "--data", str(data), "--today", TODAY, "--only", "huggingface"]
    full = subprocess.run(
        words,
        env=environment | {"PYTHONDONTWRITEBYTECODE": "1"},  # half of a compiled module would be left for others
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (3000, resource.RLIM_INFINITY)),
    )
    assert full.returncode == 1
    assert full.stderr.splitlines()[-1].startswith("Error: ")
    assert full.stderr.splitlines()[-1].endswith("cannot be written (File too large); what was kept before stands")
    assert "Traceback" not in full.stderr
    kept = len(snapshots.read(data / "fetched", "fetched")[0].models)
    assert 5 < kept < 40
    asked = len(services.asked)
    done = run("fetch", "--data", data, "--today", TODAY, "--only", "huggingface", environment=environment)
    assert "40 " in done.stdout or "more were answered in the run that was interrupted" in done.stdout
    assert len(services.asked) - asked <= 40 - kept + 1


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("HTTPS_PROXY", "nonsense://127.0.0.1:1", "the proxy that the environment names cannot be used; look at HTTPS_PROXY, HTTP_PROXY and ALL_PROXY"),
        ("ALL_PROXY", "http://[::1", "the proxy that the environment names cannot be used; look at HTTPS_PROXY, HTTP_PROXY and ALL_PROXY"),
        ("HF_TOKEN", "two words", "HF_TOKEN holds something that is no token"),
        ("GITHUB_API_URL", "http://example.org", "GITHUB_API_URL must be an address that starts with https://"),
    ],
)
def test_what_is_wrong_with_the_environment_is_one_line_and_nothing_is_asked(tmp_path, services, name, value, said):
    data, environment = placed(tmp_path, services, 1)
    done = run("fetch", "--data", data, environment=environment | {name: value}, expect=1)
    assert done.stderr.splitlines()[-1] == f"Error: {said}"
    assert "Traceback" not in done.stderr
    assert services.asked == []


def test_a_proxy_that_does_not_answer_is_named(monkeypatch):
    async def asked() -> None:
        async with http.connections() as connections:
            bounds = fetch.Bounds(connect=1, read=1, whole=2, tries=1)
            await http.Host("it", "http://example.org", connections, fetch.Runtime(TODAY, Time()), "test", bounds=bounds).get("/")

    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    with pytest.raises(Failed, match="the proxy that the environment names does not answer"):
        asyncio.run(asked())


@pytest.mark.parametrize("broken", ["confirmed.json", ".fetch.journal", "huggingface-models/org/model-00.json"])
def test_what_somebody_broke_of_what_is_kept_is_told_or_asked_for_again(tmp_path, services, broken):
    data, environment = placed(tmp_path, services, 2)
    run("fetch", "--data", data, "--today", TODAY, "--only", "huggingface", environment=environment)
    (data / "fetched" / broken).write_bytes(b"\xff{[")
    loads = broken == ".fetch.journal"
    done = run("fetch", "--data", data, "--today", TODAY, "--only", "huggingface", environment=environment, expect=0 if loads else 1)
    if not loads:
        assert f"data/fetched/{broken}:1:1: is no JSON; restore it from git, or remove it and run `fetch`" in done.stderr
        (data / "fetched" / broken).unlink()
        assert "2 confirmed" in run("fetch", "--data", data, "--today", TODAY, "--only", "huggingface", environment=environment).stdout
    assert json.loads((data / "fetched" / "confirmed.json").read_text())["things"]


def test_a_report_that_cannot_be_written_is_told_and_the_answers_are_kept(tmp_path, services):
    data, environment = placed(tmp_path, services, 1)
    (tmp_path / "report.md").mkdir()
    done = run("fetch", "--data", data, "--only", "huggingface", "--report", tmp_path / "report.md", environment=environment, expect=2)
    assert "is a directory" in done.stderr
    assert services.asked == []


def test_waits_run_beside_each_other_and_not_one_after_the_other():
    """The clock that tests wait on moves with the longest wait, as on a wall."""
    clock = Time()

    async def both() -> None:
        await asyncio.gather(clock.sleep(3), clock.sleep(0))

    asyncio.run(both())
    assert clock.now == 1_795_000_003.0
