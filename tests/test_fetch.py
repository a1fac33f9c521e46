"""Fetching, against a real server on loopback that answers in the services' shapes."""

from __future__ import annotations

import asyncio
import base64
import gzip
import json
import os
import random
import re
import signal
import socket
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import httpx
import pytest
import yaml
from conftest import run
from services import APACHE, FAULTS, Services

from howopen import enrich, fetch, load
from howopen.fetch import body, http, link_check, report
from howopen.fetch.failures import Failed, Kind
from howopen.fetch.secrets import Secrets
from howopen.fetch.session import license_text
from howopen.files import snapshots
from howopen.records.catalogue import Catalogue
from howopen.records.errors import BadData
from howopen.records.fetched import Fetched, RequestState
from howopen.records.model import Model
from howopen.records.peer import Peers

COUNT = 64
TOKEN = "hf_thisIsASecretThatMustNotLeak"  # noqa: S105  made up
TODAY = "2026-11-20"


class Time:
    """A clock that only sleeping moves, so that waiting takes no time."""

    def __init__(self) -> None:
        self.now = 1_795_000_000.0

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += max(seconds, 0)
        await asyncio.sleep(0)


@pytest.fixture
def many(data, services):
    """64 models here and there, with their repositories, data sets and papers."""
    for at in range(COUNT):
        hub, repository, paper = f"org-{at % 7}/Model-{at}", f"org-{at % 7}/code-{at}", f"2501.{at:05}"
        services.model(hub, text=APACHE, card={"base_model": [f"org-0/Base-{at % 5}"], "datasets": [f"org-0/corpus-{at % 4}", "./local"]})
        services.repository(repository)
        services.papers[paper] = "http://creativecommons.org/licenses/by/4.0/"
        sources = {"huggingface": hub, "github": [repository], "arxiv": [paper]}
        write(data, f"model-{at}", sources=sources)
    for at in range(5):
        services.model(f"org-0/Base-{at}", "mit")
        services.dataset(f"org-0/corpus-{at}", gated="auto" if at == 1 else False)
    for kept in ("olmo-7b", "llama-3.1-405b"):
        (data / "models" / f"{kept}.yaml").unlink()
    (data / "peers.yaml").write_text("peers: []\n")
    return data


def write(data: Path, key: str, **values) -> None:
    (data / "models" / f"{key}.yaml").write_text(yaml.dump({"name": key.title(), "developer": "ai2", **values}, Dumper=yaml.CSafeDumper))


def refresh(data: Path, services: Services, **more) -> fetch.Summary:
    return ask(known_of(data), data / "fetched", services, **more)


def bare(known: Catalogue, sources: dict[str, dict]) -> Catalogue:
    """The real words and licenses with other models, that only have sources, and no peers."""
    models = {key: Model.model_validate({"id": key, "name": key, "developer": "ai2", "sources": found}) for key, found in sources.items()}
    return replace(known, models=models, written=models, opinions={}, peers=Peers(peers=()), fetched=Fetched())


def ask(known: Catalogue, into: Path, services: Services, today: str = TODAY, token: str = "", bounds: fetch.Bounds | None = None, **more) -> fetch.Summary:
    time = Time()
    environment = services.environment() | {"HF_TOKEN": token, "GITHUB_TOKEN": token and f"gh{token}"} | more.pop("environment", {})
    runtime = fetch.Runtime(today, time, time.sleep, random.Random(0))
    return fetch.refresh(known, into, environment, runtime, lambda *_: None, bounds=bounds, **more)


def files(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def known_of(data: Path):
    return enrich.catalogue(load.catalogue(data))


# ---- the whole, as a person runs it ----------------------------------------------------------------------------------


def test_a_first_run_fills_the_gaps_and_a_second_asks_conditionally_and_changes_no_byte(many, services, tmp_path):
    environment = os.environ | services.environment() | {"HF_TOKEN": TOKEN}
    first = run("fetch", "--data", many, "--today", TODAY, environment=environment)
    known = known_of(many)
    weights = known.models["model-3"].components["weights"]

    assert f"{COUNT + 5 + 4 + 2 * COUNT} confirmed" in first.stdout
    assert (weights.availability, weights.license, weights.fetched["license"].on) == ("public", "Apache-2.0", TODAY)
    assert weights.fetched["license"].revision == services.models["org-3/model-3"]["sha"]
    assert known.models["model-3"].derived_from == ("hf:org-0/Base-3",)

    before, asked = files(many / "fetched"), len(services.asked)
    second = run("fetch", "--data", many, "--today", TODAY, environment=environment)

    assert files(many / "fetched") == before
    assert "0 changed" in second.stdout
    again = services.asked[asked:]
    assert len(again) >= COUNT * 3
    assert [path for _, path, headers in again if "if-none-match" not in headers] == []
    assert TOKEN not in first.stdout + first.stderr + "".join(content.decode() for content in before.values())


def test_a_changed_license_upstream_is_one_small_diff_a_conflict_on_the_page_and_a_line_in_the_report(many, services, tmp_path):
    evidence = ["https://huggingface.co/org-3/Model-3"]
    weights = {"availability": "public", "license": "Apache-2.0", "evidence": evidence, "checked": {"on": "2026-11-01", "by": "maintainers"}}
    write(many, "model-3", sources={"huggingface": "org-3/Model-3"}, components={"weights": weights}, **{"derived-from": []})
    refresh(many, services)
    before = files(many / "fetched")
    services.models["org-3/model-3"]["cardData"]["license"] = "cc-by-nc-4.0"
    services.models["org-3/model-3"]["sha"] = "b" * 40

    environment = os.environ | services.environment()
    run("fetch", "--data", many, "--today", "2026-11-21", "--report", tmp_path / "report.md", environment=environment)

    changed = {name for name, content in files(many / "fetched").items() if before.get(name) != content} - {"confirmed.json"}
    assert changed == {"huggingface-models/org-3/model-3.json"}
    old, new = (text.decode().splitlines() for text in (before[changed.copy().pop()], (many / "fetched" / changed.pop()).read_bytes()))
    assert sum(one != other for one, other in zip(old, new, strict=True)) == 2  # the license and the revision
    said = (tmp_path / "report.md").read_text()
    assert "- huggingface-models `org-3/Model-3`, license: `apache-2.0` → `cc-by-nc-4.0`".lower() in said.lower()
    assert "- `model-3`, weights: model file says `Apache-2.0` against card says `CC-BY-NC-4.0`" in said
    services.repositories["org-4/code-4"]["archived"] = True
    del services.models["org-4/model-4"]
    run("fetch", "--data", many, "--today", "2026-11-22", "--model", "model-4", environment=environment, expect=3)
    run("build", "--data", many, "--into", tmp_path / "site")
    other = (tmp_path / "site" / "models" / "model-4" / "index.html").read_text()
    assert "<small>archived</small>" in other
    assert 'gone, or no longer public, since <time datetime="2026-11-22">' in other
    assert "7 parameters, revision" in other
    assert "org-0/corpus-0</a> (odc-by)" in other
    page = (tmp_path / "site" / "models" / "model-3" / "index.html").read_text()
    assert "What people wrote here is not what the card says" in page
    assert "The sources disagree; see the conflicts." in page
    conflict = known_of(many).conflicts["model-3"][0].id
    assert conflict in run("show", "model-3", "--data", many).stdout
    assert conflict in run("check", "--conflicts", "--data", many).stdout
    assert json.loads(run("show", "model-3", "--json", "--data", many).stdout)["conflicts"][0]["id"] == conflict


def test_a_conflict_that_two_models_share_is_reported_for_each(many, services, tmp_path):
    weights = {"availability": "public", "evidence": ["https://huggingface.co/x"], "checked": {"on": "2026-11-01", "by": "maintainers"}}
    for at in (3, 10):
        write(many, f"model-{at}", sources={"huggingface": f"org-3/Model-{at}"}, components={"weights": weights}, **{"derived-from": []})
    refresh(many, services)
    before = {"environment": os.environ | services.environment(), "expect": 0}
    services.models["org-3/model-3"]["gated"] = "auto"
    run("fetch", "--data", many, "--model", "model-3", "--report", tmp_path / "one.md", **before)
    services.models["org-3/model-10"]["gated"] = "auto"
    run("fetch", "--data", many, "--model", "model-10", "--report", tmp_path / "other.md", **before)

    assert "- `model-3`, weights: model file says `public` against hub says `gated`" in (tmp_path / "one.md").read_text()
    assert "- `model-10`, weights: model file says `public` against hub says `gated`" in (tmp_path / "other.md").read_text()


@pytest.mark.slow
def test_four_hundred_models_fit_the_hubs_anonymous_window(known, tmp_path, services):
    for at in range(400):
        services.model(f"org/Model-{at}", text=APACHE)

    ask(bare(known, {f"model-{at}": {"huggingface": f"org/Model-{at}"} for at in range(400)}), tmp_path, services)

    assert sum(path.startswith("/api/models/") for _, path, _ in services.asked) == 400  # of 500 in five minutes
    assert sum("/resolve/" in path for _, path, _ in services.asked) == 400  # of 3,000


def test_a_dry_run_tells_and_writes_nothing(many, services):
    done = run("fetch", "--dry-run", "--model", "model-5", "--data", many, environment=os.environ | services.environment())

    assert "Nothing was written." in done.stdout
    assert not (many / "fetched").exists()
    assert {path.split("?")[0] for _, path, _ in services.asked if path.startswith("/api/models/")} == {"/api/models/org-5/Model-5", "/api/models/org-0/Base-0"}


def test_only_one_source_is_asked_when_only_one_is_wanted(many, services):
    run("fetch", "--only", "github", "--data", many, environment=os.environ | services.environment())

    assert services.asked
    assert all(path.startswith("/repos/") for _, path, _ in services.asked)


def test_a_partial_run_ends_with_three_and_names_what_failed(many, services):
    del services.models["org-4/model-4"]
    del services.repositories["org-5/code-5"]

    done = run("fetch", "--data", many, "--today", TODAY, environment=os.environ | services.environment(), expect=3)

    assert "failed: huggingface-models org-4/Model-4: absent-or-private (HTTP 401); nothing is known of it yet" in done.stdout
    assert "failed: github org-5/code-5: absent-or-private (HTTP 404); nothing is known of it yet" in done.stdout
    assert f"{COUNT + 5 + 4 + 2 * COUNT - 2} confirmed" in done.stdout


def test_in_a_log_progress_is_plain_lines(many, services):
    done = run("fetch", "--only", "github", "--data", many, environment=os.environ | services.environment())

    assert "\r" not in done.stderr
    assert "\x1b" not in done.stderr
    assert f"github: {COUNT} of {COUNT}" in done.stderr


def test_at_a_terminal_progress_is_one_line_with_the_time_left():
    said, time = [], Time()
    from howopen.fetch.progress import Progress

    meter = Progress(said.append, time, at_terminal=True)
    for done in range(101):
        meter("github", done, 400)
        time.now += 1
    meter.finish()

    assert said[100].startswith("\r\x1b[Kgithub 100/400")
    assert said[100].endswith("about 5 min left")
    assert all("\n" not in line for line in said)


# ---- faults ------------------------------------------------------------------------------------------------------------


@pytest.mark.slow
def test_under_a_thousand_requests_with_faults_no_fact_is_lost_and_every_failure_is_named(many, services):
    refresh(many, services, token=TOKEN)
    before = files(many / "fetched")
    asked = len(services.asked)
    services.fault_rate, services.seed = 0.5, 20261123
    bounds = fetch.Bounds(read=0.3, whole=0.3, in_a_row=1000, run=1e9, wait=1e9)
    texts = []
    while len(services.asked) - asked < 1000:
        summary = refresh(many, services, today="2026-11-22", token=TOKEN, bounds=bounds)
        text = report.markdown(summary, [], [], [])
        texts += [text, *report.lines(summary, dry=False)]

        assert summary.failures
        assert not summary.whole
        for failure in summary.failures:
            assert f"- {failure.source} `{failure.key}`: {failure.kind}" in text
            assert failure.kept
        assert summary.confirmed + len(summary.failures) == summary.asked

    after = files(many / "fetched")
    assert {name: content for name, content in after.items() if name != "confirmed.json"} == {
        name: content for name, content in before.items() if name != "confirmed.json"
    }
    assert {fault for fault, _ in services.injected} == set(FAULTS)
    assert load.catalogue(many)  # no file is broken
    everything = "".join(texts) + "".join(content.decode() for content in after.values())
    assert TOKEN not in everything
    assert f"gh{TOKEN}" not in everything

    services.fault_rate = 0
    assert refresh(many, services, today="2026-11-23", token=TOKEN).whole


@pytest.mark.parametrize(
    "form",
    [
        TOKEN, TOKEN[::-1], TOKEN.encode().hex(), TOKEN.upper(), " ".join(TOKEN), "\u200b".join(TOKEN), "\n".join(TOKEN), "\0".join(TOKEN),
        base64.b64encode(b"x" + TOKEN.encode()).decode(), "".join(f"%{ord(sign):02X}" for sign in TOKEN), "".join(f"%25{ord(sign):02x}" for sign in TOKEN),
        "".join(f"&#{ord(sign)};" for sign in TOKEN), "".join(f"\\u{ord(sign):04x}" for sign in TOKEN), "".join(f"\\\\u{ord(sign):04x}" for sign in TOKEN),
        "".join(f"\\x{ord(sign):02x}" for sign in TOKEN), "".join(f"\\U{ord(sign):08x}" for sign in TOKEN), "".join(f"\\{ord(sign):03o}" for sign in TOKEN),
        "".join(f"\\u{{{ord(sign):x}}}" for sign in TOKEN), "".join(chr(ord(sign) + 0xFEE0) for sign in TOKEN), "\\x200b".join(TOKEN),
        "".join(f"={ord(sign):02X}" for sign in TOKEN), "".join(f"\\{ord(sign):x} " for sign in TOKEN), "".join(f"\\{ord(sign):06x}" for sign in TOKEN),
        "".join(f"%u{ord(sign):04x}" for sign in TOKEN), "".join(f"\\x{{{ord(sign):x}}}" for sign in TOKEN), " ".join(f"U+{ord(sign):04X}" for sign in TOKEN),
        ", ".join(f"0x{ord(sign):02x}" for sign in TOKEN), str(list(TOKEN.encode())), ":".join(f"{ord(sign):02x}" for sign in TOKEN),
        " ".join(f"{ord(sign):08b}" for sign in TOKEN), "\n".join(re.findall(".{1,8}", base64.b64encode(TOKEN.encode()).decode())),
    ],
)  # fmt: skip
def test_a_token_is_seen_however_it_is_written(form):
    secrets = Secrets([TOKEN, ""])
    assert secrets.within(f"before {form} after")
    assert not secrets.within(f"before {form[: len(form) // 2]} after")


@pytest.mark.parametrize("fault", FAULTS)
def test_each_fault_keeps_what_is_known_and_is_named(known, tmp_path, services, fault):
    services.model("org/Model", text=APACHE)
    one = bare(known, {"one": {"huggingface": "org/Model"}})
    ask(one, tmp_path, services, token=TOKEN)
    before = files(tmp_path)
    services.fault_rate, services.faults = 1.0, (fault,)

    summary = ask(one, tmp_path, services, token=TOKEN, today="2026-11-22", bounds=fetch.Bounds(read=0.3, whole=0.3))

    after = files(tmp_path)
    assert [(failure.key, failure.kept) for failure in summary.failures] == [("org/Model", True)]
    assert {name: after[name] for name in after if name != "confirmed.json"} == {name: before[name] for name in before if name != "confirmed.json"}
    standing = snapshots.read(tmp_path, "fetched")[0].request_states["huggingface-models/org/model"]
    assert standing.confirmed == TODAY
    assert standing.failed
    assert standing.failed.since == "2026-11-22"
    assert TOKEN not in after["confirmed.json"].decode()


def only_one(data: Path, services: Services, **more) -> None:
    """One model, and nothing else."""
    (data / "peers.yaml").write_text("peers: []\n")
    for file in (data / "models").iterdir():
        file.unlink()
    services.model("org/Model", text=APACHE)
    write(data, "one", sources={"huggingface": "org/Model"}, **more)


def test_one_source_that_is_down_does_not_stop_another(many, services):
    known = known_of(many)
    time = Time()
    environment = services.environment() | {"HF_ENDPOINT": "http://127.0.0.1:9"}
    summary = fetch.refresh(known, many / "fetched", environment, fetch.Runtime(TODAY, time, time.sleep), lambda *_: None)

    failed = {failure.source for failure in summary.failures}
    assert failed == {"huggingface-models"}
    assert len(known_of(many).fetched.repositories) == COUNT
    assert any("in a row" in failure.detail for failure in summary.failures)
    assert {name: count for name, count, *_ in summary.hosts}["Hugging Face"] <= 5 * 4


def test_a_limit_is_waited_for_once_and_then_everything_is_asked(many, services):
    services.limit_left = 20
    summary = refresh(many, services, only=["huggingface"])

    assert summary.whole
    assert not any("if-none-match" in headers for _, _, headers in services.asked)


def test_a_limit_that_lasts_longer_than_the_bounds_is_given_up_with_a_clear_line(many, services):
    services.limit_left = 20
    summary = refresh(many, services, only=["huggingface"], bounds=fetch.Bounds(wait=60))

    details = {failure.detail for failure in summary.failures}
    assert details == {"Hugging Face is at its rate limit for 121 more seconds; set HF_TOKEN, since a token raises the limit"}
    assert sum(path.startswith("/api/models/") for _, path, _ in services.asked) == 20


def test_a_token_goes_to_its_own_host_only(data, services):
    only_one(data, services)
    other = Services()
    try:
        other.model("org/Model")
        services.models["org/model"]["_moved"] = f"{other.base}/api/models/org/Model"
        summary = refresh(data, services, token=TOKEN, only=["huggingface"])
        asked = other.asked
    finally:
        other.shutdown()
        other.server_close()

    assert summary.confirmed == 1
    assert {headers.get("authorization") for _, path, headers in services.asked if "/api/models/" in path} == {f"Bearer {TOKEN}"}
    assert [headers.get("authorization") for _, _, headers in asked] == [None]


def test_a_half_written_file_is_never_left_by_whoever_is_interrupted(many, services):
    known = known_of(many)
    time = Time()

    def stop(source: str, done: int, total: int) -> None:
        if done == 5:  # long before the end, so that on a busy machine the rest is not answered before the interruption is seen
            signal.raise_signal(signal.SIGINT)  # as Ctrl-C does

    with pytest.raises(BaseException):  # noqa: B017  whatever an interruption becomes on its way out
        fetch.refresh(known, many / "fetched", services.environment(), fetch.Runtime(TODAY, time, time.sleep), stop)

    assert load.catalogue(many).fetched.models
    assert not list((many / "fetched").rglob("*.part"))
    assert refresh(many, services).whole


def test_whoever_changes_a_snapshot_by_hand_gets_it_back(data, services):
    only_one(data, services)
    refresh(data, services)
    file = data / "fetched" / "huggingface-models" / "org" / "model.json"
    before = file.read_bytes()
    file.write_text(file.read_text().replace("apache-2.0", "mit"))

    refresh(data, services)

    assert file.read_bytes() == before


def test_a_renamed_model_is_reported(data, services):
    only_one(data, services)
    services.model("new/Name")
    services.models["org/model"] = {"_moved": "new/Name"}

    summary = refresh(data, services, only=["huggingface"])

    assert summary.renamed == [("huggingface-models", "org/Model", "new/Name")]
    assert "renamed: org/Model is now new/Name" in "\n".join(report.lines(summary, dry=False))


def test_more_than_can_be_read_again_is_a_failure_and_what_is_known_stands(data, services, monkeypatch):
    only_one(data, services)
    refresh(data, services, only=["huggingface"])
    before = files(data / "fetched")
    services.model(
        "org/Model",
        text=APACHE,
        card={"datasets": [f"{'d' * 90}{number}/{'e' * 90}" for number in range(400)]} | {"base_model": [f"{number} {'é' * 140}" for number in range(60)]},
    )
    monkeypatch.setattr(snapshots, "MOST_BYTES", 32 * 1024)

    summary = refresh(data, services, only=["huggingface"])

    assert [(failure.key, failure.detail, failure.kept) for failure in summary.failures] == [("org/Model", "larger than 32 kB", True)]
    assert {name: one for name, one in files(data / "fetched").items() if name != "confirmed.json"} == {
        name: one for name, one in before.items() if name != "confirmed.json"
    }
    known_of(data)


def test_a_catalogue_whose_name_has_other_letters_is_answered_too(data, services):
    only_one(data, services)
    file = data / "site.yaml"
    file.write_text(re.sub(r"(?m)^name: .*", "name: 开放模型 é", file.read_text(encoding="utf-8"), count=1), encoding="utf-8")

    assert refresh(data, services, only=["huggingface"]).failures == []
    assert services.asked[0][2]["user-agent"].startswith("???? ? (+https://")


def test_etags_that_no_file_can_hold_are_given_up_and_the_days_stay(tmp_path, monkeypatch):
    store = snapshots.Store(tmp_path)
    store.note_state("github", "org/code", RequestState(confirmed=TODAY, etags={"tree": '"x"' * 60}))
    monkeypatch.setattr(snapshots, "MOST_BYTES_SHARED", 150)
    store.close()

    assert snapshots.Store(tmp_path).request_states == {"github/org/code": RequestState(confirmed=TODAY)}


def test_a_gate_before_the_license_file_is_an_answer_not_a_failure(data, services):
    only_one(data, services)
    services.models["org/model"]["gated"] = "manual"

    summary = refresh(data, services, only=["huggingface"])

    weights = known_of(data).models["one"].components["weights"]
    assert summary.whole
    assert (weights.availability, weights.gate.approval) == ("gated", "manual")


def test_what_no_file_names_any_more_is_removed_by_a_whole_run_only(many, services):
    refresh(many, services)
    (many / "models" / "model-9.yaml").unlink()
    refresh(many, services, only=["huggingface"])
    assert (many / "fetched" / "huggingface-models" / "org-2" / "model-9.json").exists()

    summary = refresh(many, services)

    assert "org-2/model-9" in summary.forgotten
    assert not (many / "fetched" / "huggingface-models" / "org-2" / "model-9.json").exists()


def test_papers_are_asked_again_after_a_month_not_before(data, services):
    (data / "peers.yaml").write_text("peers: []\n")
    for file in (data / "models").iterdir():
        file.unlink()
    write(data, "one", sources={"arxiv": ["2501.00001"]})
    services.papers["2501.00001"] = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"

    counts = []
    for day in ("2026-01-01", "2026-01-20", "2026-02-02"):
        refresh(data, services, today=day)
        counts.append(len(services.asked))

    assert counts == [1, 1, 2]


@pytest.mark.parametrize("address", ["http://127.0.0.1:99999/", "https://xn--zzzzz.example/", "https://[", "https://a\udcff.example/", "http://127.0.0.1:x/"])
def test_an_address_that_no_socket_takes_is_a_failure_of_that_address_alone(address):
    async def asked() -> None:
        async with http.connections() as connections:
            bounds = fetch.Bounds(connect=1, read=1, whole=2, tries=1)
            await http.Host("it", "https://example.org", connections, fetch.Runtime(TODAY, Time()), "test", bounds=bounds).get(address)

    with pytest.raises(Failed) as failed:
        asyncio.run(asked())
    assert failed.value.kind in (Kind.REDIRECT, Kind.UNKNOWN_HOST, Kind.UNREACHABLE)


def test_no_way_to_write_an_address_of_this_machine_or_its_network_is_asked():
    there = ["https://example.org/a", "https://example.org:8443/b", "https://1.1.1.1/"]
    private = [
        "127.0.0.1",
        "127.1",
        "0x7f.1",
        "2130706433",
        "127.0.0.1.",
        "169.254.43518",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "localhost.",
        "a.internal",
        "a.local.",
        "[64:ff9b::7f00:1]",
        "[2002:a00:1::]",
        "224.0.0.1",
    ]
    part = {"availability": "public", "evidence": [*there, *(f"https://{host}/" for host in private)], "checked": {"on": TODAY, "by": "maintainers"}}
    model = Model.model_validate({"id": "a", "name": "A", "developer": "ai2", "components": {"model-card": part}})
    assert [one for group in link_check.addresses([model], local=False).values() for one in group] == sorted(there)


def test_what_follows_a_packed_answer_is_not_read():
    """In pieces of two bytes it took a minute: zlib copied all of it for each of them."""
    read = []

    async def pieces() -> AsyncIterator[bytes]:
        yield gzip.compress(b"{}")
        for at in range(1000):
            read.append(at)
            yield b"xx"

    def answers(_: httpx.Request) -> httpx.Response:
        return httpx.Response(200, headers={"content-type": "application/json", "content-encoding": "gzip"}, content=pieces())

    async def asked() -> bytes:
        async with httpx.AsyncClient(transport=httpx.MockTransport(answers)) as connections:
            return (await http.Host("it", "https://example.org", connections, fetch.Runtime(TODAY, Time()), "test").get("/")).body

    assert asyncio.run(asked()) == b"{}"
    assert read == []


def test_an_answer_in_very_many_pieces_is_given_up(monkeypatch):
    """By single letters it took all the time that it was given."""
    monkeypatch.setattr(body, "MOST_PIECES", 5)
    read = []

    async def pieces(most: int) -> AsyncIterator[bytes]:
        for at in range(most):
            read.append(at)
            yield b" "

    assert asyncio.run(body.whole(pieces(5), "identity", 100)) == b"     "
    read.clear()
    with pytest.raises(Failed, match="hostile: it comes in more than 5 pieces"):
        asyncio.run(body.whole(pieces(90), "identity", 100))
    assert len(read) == 6


@pytest.mark.parametrize(("stranger", "expected"), [(True, "it leads into a private network"), (False, "200")])
def test_a_name_that_leads_into_a_private_network_is_asked_only_where_a_person_gave_it(services, monkeypatch, stranger, expected):
    """The name looks public, and its look-up says 127.0.0.1; what counts is the address that is connected to."""
    look_up = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda host, *more, **named: look_up("127.0.0.1", *more, **named))
    services.pages["/there"] = 200

    async def asked() -> str:
        async with http.connections() as connections:
            base = f"http://evil.example.org:{services.server_port}"
            host = http.Host("it", base, connections, fetch.Runtime(TODAY, Time()), "test", stranger=stranger)
            try:
                return str((await host.get("/there", accept="*/*")).status)
            except Failed as failed:
                return failed.detail

    assert asyncio.run(asked()) == expected
    assert len(services.asked) == (not stranger)  # not a byte of a request came there


@pytest.mark.parametrize(
    "to", ["https://10.0.0.1/", "https://169.254.169.254/latest/", "https://[::ffff:127.0.0.1]/", "https://a.internal/", "https://localhost/"]
)
def test_a_redirect_into_a_private_network_is_not_followed(to):
    host = http.Host("it", "https://example.org", None, fetch.Runtime(TODAY, Time()), "test")
    with pytest.raises(Failed, match="it leads into a private network"):
        host._redirected("https://example.org/a", to)


def test_hosts_that_never_answer_do_not_hold_up_the_run_and_what_they_kept_from_being_asked_comes_first_the_next_time(data, services, monkeypatch):
    """One origin each: a stranger may name as many as a file holds."""
    for file in (data / "models").iterdir():
        file.unlink()
    (data / "peers.yaml").write_text("peers: []\n")
    addresses = [f"http://127.0.0.{at}:9/x" for at in range(1, 21)]
    write(data, "one", components={"model-card": {"availability": "public", "evidence": addresses, "checked": {"on": "2026-11-01", "by": "maintainers"}}})
    asked: list[str] = []

    async def hangs(address: str, host: http.Host) -> bool:
        asked.append(address)
        await host.runtime.sleep(600)
        raise Failed(Kind.TIMEOUT)

    monkeypatch.setattr(link_check, "_alive", hangs)
    first = refresh(data, services, only=["arxiv"], check_links=True)
    reached, asked[:] = list(asked), []
    refresh(data, services, only=["arxiv"], check_links=True, today="2026-11-28")

    assert 0 < len(reached) < 20
    assert {failure.detail for failure in first.failures} == {"1 addresses not asked: the evidence was asked for 60 minutes, which is all that a run may take"}
    assert set(asked[: 20 - len(reached)]).isdisjoint(reached)


def test_dead_links_are_shown_with_the_day_since_and_forgiven_when_they_answer(data, services, tmp_path):
    for file in (data / "models").iterdir():
        file.unlink()
    (data / "peers.yaml").write_text("peers: []\n")
    there, gone, busy = (f"{services.base}/{name}" for name in ("there", "gone", "busy"))
    services.pages |= {"/there": 200, "/busy": 403}
    card = {"availability": "public", "evidence": [there, f"{gone}#part", busy], "checked": {"on": "2026-11-01", "by": "maintainers"}}
    write(data, "one", components={"model-card": card})

    first = refresh(data, services, today="2026-11-20", only=["arxiv"], check_links=True)
    second = refresh(data, services, today="2026-11-21", only=["arxiv"], check_links=True)

    assert first.dead == [(gone, "2026-11-20", True)]
    assert second.dead == [(gone, "2026-11-20", False)]
    assert first.unsure == 1
    assert [method for method, path, _ in services.asked if path == "/gone"][:2] == ["HEAD", "GET"]
    run("build", "--data", data, "--into", tmp_path / "site")
    page = (tmp_path / "site" / "models" / "one" / "index.html").read_text()
    assert re.search(r'/gone#part"[^>]*>[^<]*</a> <span class="dead">\(gone since <time datetime="2026-11-20">', page)
    services.pages["/gone"] = 200
    refresh(data, services, only=["arxiv"], check_links=True)
    assert load.catalogue(data).fetched.dead == {}


# ---- snapshots -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("huggingface-models/a/b.json", "{", "is no JSON"),
        ("huggingface-models/a/b.json", "[" * 50000, "is no JSON"),
        ("huggingface-models/a/b.json", '{"id": "a/b", "sha": "x"}', "is no such snapshot at 'sha'"),
        ("huggingface-models/a/b.json", '{"id": "../../x", "sha": "' + "0" * 40 + '"}', "is no such snapshot at 'id'"),
        ("github/a/b.txt", "x", "is no snapshot"),
        ("github/a/b.json", " " * 70000, "is larger than 64 kB"),
        ("confirmed.json", '{"things": 1}', "is no such snapshot at 'things'"),
    ],
)
def test_a_bad_snapshot_is_named_with_its_cure(data, name, content, said):
    file = data / "fetched" / name
    file.parent.mkdir(parents=True)
    file.write_text(content)

    _, problems = snapshots.read(data / "fetched", "data/fetched")

    assert [str(problem) for problem in problems] == [f"data/fetched/{name}:1:1: {said}; restore it from git, or remove it and run `fetch`"]
    with pytest.raises(BadData):
        load.catalogue(data)


@pytest.mark.parametrize("name", ["a/b=2dc", "a=2fb-c", "A/b-c", "a/=62-c", "a/b-c=ff"])
def test_a_snapshot_under_another_name_than_its_own_stands_for_none(data, name):
    """`a/b=2dc.json` was read as that of a/b-c, and before the file that `fetch` writes, while neither history nor `diff` knew that it bears on a verdict."""
    for path, license_ in (("a/b-c", "mit"), (name, "apache-2.0")):
        file = data / "fetched" / "huggingface-models" / f"{path}.json"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps({"id": "a/b-c", "sha": "0" * 40, "license": [license_]}))

    fetched, problems = snapshots.read(data / "fetched", "data/fetched")

    assert {key: facts.license for key, facts in fetched.models.items()} == {"a/b-c": ("mit",)}
    said = "is called otherwise than `fetch` calls it; remove it and run `fetch`"
    assert [str(problem) for problem in problems] == [f"data/fetched/huggingface-models/{name}.json:1:1: {said}"]


def test_a_snapshots_name_stays_in_its_folder_and_says_its_id():
    for key in ("org/name", "Org/Näme", "a/..", "../..", "x/.hidden", "a b/c:d", "con/\u202e", "a\\b/c"):
        name = snapshots.name_of(key)
        assert re.fullmatch(r"[a-z0-9=_-][a-z0-9=._-]*(/[a-z0-9=_-][a-z0-9=._-]*)*\.json", name), name
        assert snapshots._key(name) == key.lower()


# ---- what is written for people --------------------------------------------------------------------------------------


def test_nothing_from_outside_becomes_markdown_or_a_command(known, tmp_path, services):
    hostile = "x`](https://evil.example) @everyone ![i](x) <img src=x> ::error::y ##[error]z"
    services.model("org/Model", "other", card={"license_name": hostile[:150]}, text=APACHE)
    summary = ask(bare(known, {"one": {"huggingface": "org/Model"}}), tmp_path, services)
    summary.changes = [replace(change, new=False) for change in summary.changes]

    said = report.markdown(summary, [], [], []) + "\n".join(report.lines(summary, dry=False))

    line = next(line for line in said.splitlines() if "license-name" in line)
    assert line.count("`") == 4
    assert "@everyone" not in re.sub(r"`[^`]*`", "", line)
    assert "::" not in said
    assert "##[" not in said


def test_a_report_fits_a_pull_requests_body_and_says_what_it_leaves_out():
    def failed(name: str) -> str:
        failures = [fetch.Failure("github", f"o/{name}{at}", "timeout", 0, "", True) for at in range(5000)]
        return report.markdown(fetch.Summary(failures=failures), [], [], [])

    assert "- and 4800 more" in failed("x")
    assert len(failed("x" * 290)) < 65_536
    assert failed("x" * 290).endswith("The rest does not fit here; the log and the diff have it.\n")


def test_an_address_that_would_send_a_token_in_the_clear_is_refused(data):
    done = run("fetch", "--data", data, environment=os.environ | {"HF_ENDPOINT": "http://example.org", "HF_TOKEN": TOKEN}, expect=1)

    assert done.stderr == "Error: HF_ENDPOINT must be an address that starts with https://\n"


def test_a_license_text_is_known_with_any_holders_name():
    def words(content: bytes) -> str:
        return license_text("LICENSE", content, None, TODAY).words

    assert words(b"MIT License\n\nCopyright (c) 2024 Somebody\n\nPermission  is\r\ngranted") == words(b"MIT LICENSE\n(c) 2023 Else\nPermission is granted.\n")
    assert words(b"Permission is granted") != words(b"Permission is not granted")
    assert words(b"Permission is granted") != words(b"Copyright (c) 2024 No commercial use\nPermission is granted")
