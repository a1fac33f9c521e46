"""Parts of `fetch` that every source shares: the registry, the journal of a run, its lock, its limits and its secrets."""

from __future__ import annotations

import base64
import json
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from urllib.parse import quote

import pytest
from conftest import HERE, run
from services import APACHE, Services
from small_data import small
from test_fetch import TODAY, TOKEN, Time, ask, bare, files

from howopen import fetch
from howopen.commands import fetch as command
from howopen.fetch import arxiv, limits, report
from howopen.fetch.endpoints import Endpoints
from howopen.fetch.failures import Failed, Kind
from howopen.fetch.journal import NAME, Journal
from howopen.fetch.progress import Progress
from howopen.fetch.secrets import Secrets
from howopen.files import snapshots
from howopen.records.errors import Refused
from howopen.records.fetched import DeadLinks
from howopen.records.model import Component
from howopen.records.types import Record, Text

# ---- the registry ------------------------------------------------------------------------------------------------------


class Blurb(Record):
    """Facts of a source that is made up."""

    id: str
    says: Text


class MadeUp:
    """A source as a module would be: a name, a service, a kind of record, and how to ask."""

    NAME = "made-up"
    SERVICES = (fetch.Service("Made up", "https://made-up.example", "MADE_UP_URL", "MADE_UP_TOKEN"),)
    KINDS = {"made-up": Blurb}

    async def refresh(self, models, known, session):
        async def visit(name, before, etags):
            answer = await session.host(self.SERVICES[0]).get(f"/api/models/{name}", etag=etags.get("it", ""))
            return (before, etags) if answer.status == 304 else (Blurb(id=name, says=answer.json()["sha"]), {"it": answer.etag})

        names = {name for model in models for name in model.sources.huggingface}
        await session.visit_all("made-up", names, visit)
        return {"made-up": names}


def test_a_source_is_one_module_and_one_line(known, tmp_path, services):
    services.model("org/Model")
    services.model("org/Other")
    both = bare(known, {"one": {"huggingface": "org/Model"}, "two": {"huggingface": "org/Other"}})
    sources = (*fetch.SOURCES, MadeUp())
    own = {"MADE_UP_URL": services.base, "MADE_UP_TOKEN": "made-up-secret"}

    first = ask(both, tmp_path, services, sources=sources, only=["made-up"], environment=own)
    again = ask(both, tmp_path, services, sources=sources, environment=own, today="2026-11-21")
    fewer = ask(bare(known, {"one": {"huggingface": "org/Model"}}), tmp_path, services, sources=sources, environment=own, today="2026-11-22")

    assert fetch.names(sources) == ("huggingface", "github", "arxiv", "peers", "lists", "made-up")
    assert (first.asked, first.confirmed, first.hosts) == (2, 2, [("Made up", 2, 0, 0)])
    assert ("Made up", 2, 2, 2) in again.hosts
    assert "- made-up: 2" in report.markdown(first, [], [], [])
    assert "org/other" in fewer.forgotten
    assert sorted(file.name for file in (tmp_path / "made-up" / "org").iterdir()) == ["model.json"]
    assert {headers.get("authorization") for _, path, headers in services.asked if "expand" not in path and "/api/models/" in path} == {"Bearer made-up-secret"}


def test_what_a_build_reads_is_what_a_source_keeps():
    kept = {folder: kind for source in fetch.SOURCES for folder, kind in source.KINDS.items()}
    assert {folder: kept.get(folder) for folder in snapshots.KINDS} == snapshots.KINDS


def test_the_command_names_the_sources_that_there_are(tmp_path):
    said = run("fetch", "--only", "nowhere", expect=2).stderr
    assert "'huggingface', 'github', 'arxiv', 'peers', 'lists'" in said
    assert "[huggingface|github|arxiv|peers|lists]" in run("fetch", "--help").stdout


@pytest.mark.parametrize(
    "address", ["http://example.org", "ftp://example.org", "http://127.0.0.1.example.org", "//example.org", "http://127.0.0.1@example.org"]
)
def test_an_address_that_sends_a_token_in_the_clear_is_refused(address):
    with pytest.raises(Refused, match="MADE_UP_URL must be an address that starts with https://"):
        Endpoints.of(MadeUp.SERVICES, {"MADE_UP_URL": address})


def test_a_token_that_is_none_is_refused_and_never_printed():
    with pytest.raises(Refused, match="MADE_UP_TOKEN holds something that is no token") as refused:
        Endpoints.of(MadeUp.SERVICES, {"MADE_UP_TOKEN": "two words"})
    assert "two words" not in str(refused.value)
    assert "secret" not in repr(Endpoints.of(MadeUp.SERVICES, {"MADE_UP_TOKEN": "secret"}))


# ---- a run that is interrupted, and two at once ------------------------------------------------------------------------


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, command.INTERRUPTED)])
def test_after_a_kill_only_what_was_in_flight_is_asked_again(tmp_path, services, sent, status):
    """A real process, ended while it asks: by kill -9, or by Ctrl-C. That nobody gets a thing is an answer too."""
    data = small(tmp_path)
    (data / "peers.yaml").write_text("peers: []\n")
    for kept in (data / "models").iterdir():
        kept.unlink()
    for at in range(30):
        services.model(f"org/Model-{at:02}")
        (data / "models" / f"model-{at:02}.yaml").write_text(
            f"name: Model {at}\ndeveloper: example-institute\nsources: {{huggingface: org/Model-{at:02}}}\nderived-from: []\ncomponents: {{}}\n"
        )
    del services.models["org/model-03"]
    services.pause_after = 12
    words = [sys.executable, HERE / "build.py", "fetch", "--data", data, "--today", TODAY, "--only", "huggingface"]
    with subprocess.Popen(words, env=os.environ | services.environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True) as killed:
        wait_until(lambda: services.paused or killed.poll() is not None)
        second = run("fetch", "--data", data, environment=os.environ | services.environment(), expect=1)
        killed.send_signal(sent)
        said = killed.communicate(timeout=60)[1]
    assert killed.returncode == status
    assert ("Interrupted; the answers so far are kept" in said) == (sent == signal.SIGINT)
    assert "Traceback" not in said
    assert "another fetch is writing to" in second.stderr
    assert (data / "fetched" / NAME).exists()
    services.pause_after = None
    before = len(services.asked)

    done = run("fetch", "--data", data, "--today", TODAY, "--only", "huggingface", environment=os.environ | services.environment(), expect=command.PARTLY)

    answered = int(done.stdout.partition(" more were answered")[0].rpartition(" ")[2])
    assert answered == 12
    assert len(services.asked) - before == 30 - answered
    assert "org/Model-03: absent-or-private (HTTP 401)" in done.stdout
    assert not (data / "fetched" / NAME).exists()
    standing = snapshots.read(data / "fetched", "fetched")[0].request_states
    assert len([name for name, one in standing.items() if one.confirmed == TODAY and one.etags]) == 29


def wait_until(happened, seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < end, "it never happened"
        time.sleep(0.02)


@pytest.mark.usefixtures("swept")
def test_a_person_who_stops_a_run_is_told_what_is_kept(known, tmp_path, services):
    """The sixth request is in flight when a person presses Ctrl-C."""
    for at in range(20):
        services.model(f"org/Model-{at:02}")
    some = bare(known, {f"model-{at}": {"huggingface": f"org/Model-{at:02}"} for at in range(20)})
    said: list[str] = []
    pressed = iter([True])  # once, however often the clock is looked at on the way out

    def clock() -> float:
        if len(services.asked) >= 6 and next(pressed, False):
            raise KeyboardInterrupt
        return 1_795_000_000.0

    terminal = command.Terminal(said.append, said.append, time.monotonic, is_terminal=False)
    wanted = command.Wanted(only=("huggingface",))
    (tmp_path / "fetched").mkdir()
    status = command.run(wanted, tmp_path, lambda _data: some, services.environment(), fetch.Runtime(TODAY, clock), terminal)

    assert status == command.INTERRUPTED
    assert said[-1] == "Interrupted; the answers so far are kept, and the next fetch today goes on from there.\n"
    assert len(snapshots.read(tmp_path / "fetched", "fetched")[0].models) == 5
    rest = ask(some, tmp_path / "fetched", services)
    assert (rest.resumed, rest.asked, rest.whole) == (5, 15, True)


def test_a_journal_of_another_day_or_half_a_line_asks_for_everything(tmp_path):
    lines = [b'["github/a/b", {"confirmed": "2026-11-19"}]', b'["github/c/d", {"confirmed": "2026-11-20", "failed": {"kind": "x", "since": "2026-11-20"}}]']
    lines += [b'["github/e/f", {"confirmed": "2026-11-20"}]', b"[" * 5000, b'["x", 1]', b"7", b'["github/g/h", {"confirmed": "2026-11-2']
    (tmp_path / NAME).write_bytes(b"\n".join(lines))

    journal = Journal(tmp_path, "2026-11-20")

    assert [name for name in ("a/b", "c/d", "e/f", "g/h") if journal.holds("github", name)] == ["e/f"]
    assert set(journal.left) == {"github/a/b", "github/c/d", "github/e/f"}
    journal.close(whole=True)
    assert not (tmp_path / NAME).exists()


def test_a_second_run_at_once_says_so_and_a_dry_one_needs_no_lock(known, tmp_path, services):
    services.model("org/Model")
    one = bare(known, {"one": {"huggingface": "org/Model"}})
    first = Journal(tmp_path, TODAY)
    with pytest.raises(Refused, match="another fetch is writing to"):
        ask(one, tmp_path, services)
    assert services.asked == []
    assert ask(one, tmp_path, services, dry=True).whole
    first.close(whole=True)
    assert ask(one, tmp_path, services).whole


def test_a_folder_that_takes_nothing_is_told_before_anything_is_asked(known, tmp_path, services):
    (tmp_path / "fetched").write_text("a file where the folder should be")
    with pytest.raises(Refused, match="cannot be written"):
        ask(bare(known, {"one": {"huggingface": "org/Model"}}), tmp_path / "fetched", services)
    assert services.asked == []


def test_a_disk_that_fills_up_ends_the_run_with_a_line_and_keeps_what_is_there(known, tmp_path, services):
    services.model("org/a")
    services.model("org/b")
    both = bare(known, {"one": {"huggingface": "org/a"}, "two": {"huggingface": "org/b"}})
    (tmp_path / "huggingface-models" / "org").mkdir(parents=True)
    (tmp_path / "huggingface-models" / "org" / "b.json").mkdir()
    with pytest.raises(Refused, match="cannot be written"):
        ask(both, tmp_path, services)
    assert "org/a" in snapshots.read(tmp_path, "fetched")[0].models
    assert "huggingface-models/org/a" in snapshots.read(tmp_path, "fetched")[0].request_states


def test_a_report_into_a_folder_that_is_not_there_is_refused_before_anything_is_asked(tmp_path, services):
    done = run("fetch", "--report", tmp_path / "no" / "report.md", environment=os.environ | services.environment(), expect=1)
    assert "is not there; nothing was asked" in done.stderr
    assert services.asked == []


# ---- limits ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("said", ["soon", "-5", "1e9", "999999999", "Fri, 31 Dec 9999 23:59:59 GMT", "٣", "", "86401"])
def test_nonsense_in_retry_after_is_not_waited_for(said):
    assert limits.retry_after(said, Time().now) == 0


@pytest.mark.parametrize(("said", "seconds"), [("0", 0), ("7", 7), ("86400", 86400), ("Wed, 21 Oct 2015 07:28:00 GMT", 0)])
def test_a_retry_after_that_makes_sense_is_waited_for(said, seconds):
    assert limits.retry_after(said, Time().now) == seconds


def test_a_date_in_retry_after_is_in_universal_time():
    assert limits.retry_after("Thu, 01 Jan 1970 00:10:00", 0) == limits.retry_after("Thu, 01 Jan 1970 00:10:00 GMT", 0) == 600


def test_the_oldest_answers_are_renewed_first_so_that_limited_runs_reach_everything(known, tmp_path, services):
    names = [f"org/Model-{at}" for at in range(9)]
    for name in names:
        services.model(name)
    some = bare(known, {f"model-{at}": {"huggingface": name} for at, name in enumerate(names)})
    reached = set()
    for day in range(1, 4):
        services.limit_left = 3
        before = len(services.asked)
        summary = ask(some, tmp_path, services, today=f"2026-11-0{day}", bounds=fetch.Bounds(wait=60))
        reached |= {path.partition("?")[0] for _, path, _ in services.asked[before : before + 3]}
        assert sum(failure.kind == "not-asked" for failure in summary.failures) >= 5
        told = [line for line in report.lines(summary, dry=False) if "not asked" in line]
        assert len(told) == 1
        assert told[0].endswith("set HF_TOKEN, since a token raises the limit")
    assert reached == {f"/api/models/{name}" for name in names}


def test_what_githubs_limit_leaves_is_one_line_with_the_cure_and_is_reached_in_time(known, tmp_path, services):
    """150 repositories without a token, at sixty requests an hour: some each run, and none before the others twice."""
    names = [f"org/code-{at:03}" for at in range(150)]
    for name in names:
        services.repository(name)
    some = bare(known, {f"model-{at}": {"github": [name]} for at, name in enumerate(names)})
    runs, lines = 0, []
    while len(snapshots.read(tmp_path, "fetched")[0].repositories) < len(names):
        services.github_left = 60
        summary = ask(some, tmp_path, services, today=f"2026-11-{runs + 1:02}")
        lines.append([line for line in report.lines(summary, dry=False) if "not asked" in line])
        runs += 1
        assert runs < 20, "some are never reached"
    assert lines[0][0].startswith("  not asked: github, 1")
    assert lines[0][0].endswith("set GITHUB_TOKEN, since a token raises the limit")
    assert [len(some) for some in lines[:-1]] == [1] * (runs - 1)
    assert "left for another run" in report.markdown(summary, [], [], []) or lines[-1] == []


def test_addresses_that_a_limit_left_come_first_the_next_time_and_none_is_asked_for_twice_after_a_stop(known, tmp_path, services):
    addresses = [f"{services.base}/page-{at:02}" for at in range(12)]
    services.pages |= {f"/page-{at:02}": 200 for at in range(12)}
    checked = {"on": "2026-11-01", "by": "maintainers"}
    one = bare(known, {"one": {}})
    model = one.models["one"].model_copy(update={"components": {"model-card": Component(availability="public", evidence=addresses, checked=checked)}})
    one = replace(one, models={"one": model}, written={"one": model})

    def pages(first: int) -> list[str]:
        return [path for _, path, _ in services.asked[first:] if path.startswith("/page")]

    services.pages |= {f"/page-{at:02}": 429 for at in range(7, 12)}
    first = ask(one, tmp_path, services, only=["arxiv"], check_links=True, bounds=fetch.Bounds(wait=10))
    assert [failure.detail.partition(":")[0] for failure in first.failures] == ["5 addresses not asked"]
    services.pages |= {f"/page-{at:02}": 200 for at in range(12)}
    before = len(services.asked)
    ask(one, tmp_path, services, only=["arxiv"], check_links=True, today="2026-11-21")
    assert pages(before) == [f"/page-{at:02}" for at in (*range(7, 12), *range(7))]
    assert snapshots.record(tmp_path / "links.json", DeadLinks).left == {}
    journal = Journal(tmp_path, TODAY)
    for at in range(5):
        journal.tick("links", addresses[at])
    journal.close(whole=False)
    before = len(services.asked)
    summary = ask(one, tmp_path, services, only=["arxiv"], check_links=True)
    assert sorted(pages(before)) == [f"/page-{at:02}" for at in range(5, 12)]
    assert summary.resumed == 5


def test_a_wait_is_told(known, tmp_path, services):
    services.model("org/Model")
    services.model("org/Next")
    services.limit_left = 1
    told: list[tuple[str, int]] = []
    clock = Time()
    runtime = fetch.Runtime(TODAY, clock, clock.sleep, waiting=lambda host, seconds: told.append((host, round(seconds))))
    both = bare(known, {"one": {"huggingface": "org/Model"}, "two": {"huggingface": "org/Next"}})
    fetch.refresh(both, tmp_path, services.environment(), runtime, lambda *_: None)
    assert set(told) == {("Hugging Face", 121)}


@pytest.mark.parametrize(("hops", "kinds"), [(4, []), (5, ["bad-redirect"])])
def test_as_many_redirects_as_the_bounds_allow_are_followed_and_no_more(known, tmp_path, services, hops, kinds):
    services.model("org/End")
    for at in range(hops):
        services.models[f"org/step-{at}"] = {"_moved": f"org/step-{at + 1}" if at + 1 < hops else "org/End"}
    summary = ask(bare(known, {"one": {"huggingface": "org/step-0"}}), tmp_path, services)
    assert [failure.kind for failure in summary.failures] == kinds


@pytest.mark.parametrize(("day", "asked"), [("2026-01-30", 0), ("2026-01-31", 1)])
def test_a_paper_is_asked_for_again_after_thirty_days_not_twenty_nine(known, tmp_path, services, day, asked):
    services.papers["2501.00001"] = "http://creativecommons.org/licenses/by/4.0/"
    one = bare(known, {"one": {"arxiv": ["2501.00001"]}})
    ask(one, tmp_path, services, today="2026-01-01")
    before = len(services.asked)
    ask(one, tmp_path, services, today=day)
    assert len(services.asked) - before == asked


ENTITY = '<!DOCTYPE r [<!ENTITY a "https://example.org/">]><r><id>2402.00838</id><license>&a;</license></r>'
ODD_XML = {
    "entities": (ENTITY.encode(), Kind.HOSTILE),
    "entities that a search in bytes does not see": (ENTITY.encode("utf-16"), Kind.SHAPE),
    "an encoding that nobody knows": (b'<?xml version="1.0" encoding="x-none"?><r/>', Kind.SHAPE),
    "an encoding that packs": (b'<?xml version="1.0" encoding="zip"?><r/>', Kind.SHAPE),
    "nesting without end": (b"<a>" * 100_000, Kind.SHAPE),
    "no UTF-8": (b"<r>\xff</r>", Kind.SHAPE),
}


@pytest.mark.parametrize("how", ODD_XML)
def test_xml_that_nobody_should_send_is_a_failure_and_no_traceback(how):
    body, kind = ODD_XML[how]
    with pytest.raises(Failed) as failed:
        arxiv.facts("2402.00838", body)
    assert failed.value.kind is kind


@pytest.mark.parametrize(("failing", "given_up"), [(4, False), (5, True)])
def test_a_host_is_given_up_after_so_many_failures_in_a_row_not_before(known, tmp_path, services, failing, given_up):
    services.fault_rate, services.faults = 1.0, ("500",)
    names = {f"model-{at}": {"huggingface": f"org/Model-{at}"} for at in range(failing + 1)}
    summary = ask(bare(known, names), tmp_path, services)
    assert any(failure.kind == "not-asked" for failure in summary.failures) == given_up


@pytest.mark.parametrize(("terminal", "said"), [(False, "waiting for Hugging Face, 214 s\n"), (True, "\r\x1b[Kwaiting for Hugging Face, 214 s")])
def test_a_wait_is_shown_with_its_host_and_seconds(terminal, said):
    told: list[str] = []
    Progress(told.append, time.monotonic, terminal).waiting("Hugging Face", 214.2)
    assert told == [said]


def test_a_wait_stays_in_the_line_while_others_go_on_and_no_time_left_is_promised():
    said, clock = [], Time()
    meter = Progress(said.append, clock, at_terminal=True)
    for done in range(20):
        meter("huggingface-models", done, 40)
        clock.now += 1
    meter.waiting("Hugging Face", 214)
    assert said[-1] == "\r\x1b[Kwaiting for Hugging Face, 214 s, huggingface-models 19/40"
    clock.now += 100
    meter("github", 7, 30)
    assert said[-1] == "\r\x1b[Kwaiting for Hugging Face, 114 s, huggingface-models 19/40, github 7/30"
    clock.now += 115
    meter("github", 8, 30)
    assert said[-1].startswith("\r\x1b[Khuggingface-models 19/40, github 8/30, about ")


# ---- odd records -------------------------------------------------------------------------------------------------------


def facts_of(known, tmp_path, services, name: str = "org/model"):
    summary = ask(bare(known, {"one": {"huggingface": "org/Model"}}), tmp_path, services, only=["huggingface"])
    return summary, snapshots.read(tmp_path, "fetched")[0].models.get(name)


@pytest.mark.parametrize(
    ("changes", "field", "value"),
    [
        ({"card": {"license_name": 1.0}}, "license_name", "1.0"),
        ({"card": {"license_name": ["a", "b"]}}, "license_name", "['a', 'b']"),
        ({"card": {"license_link": {"x": 1}}}, "license_link", None),
        ({"card": {"base_model": "gpt2"}}, "base_models", ("gpt2",)),
        ({"card": {"base_model": ["https://huggingface.co/a/b/tree/main", {"name": "c/d"}, 7, None]}}, "base_models", ("a/b", "c/d")),
        ({"card": {"datasets": ["squad_v2", 3, "./local", "datasets/a/b"]}}, "datasets", ("a/b", "squad_v2")),
        ({"createdAt": "2022-03-02T23:29:04.000Z"}, "created", None),
        ({"createdAt": 7}, "created", None),
        ({"lastModified": "yesterday"}, "modified", None),
        ({"safetensors": {"total": "many"}}, "parameters", None),
        ({"siblings": 7}, "weight_files", 0),
        ({"siblings": [{"rfilename": name} for name in ("a.keras", "b.pdparams", "c.pkl", "training_args.bin", "optimizer.pt")]}, "weight_files", 3),
        ({"tags": {"a": 1}}, "license", ("apache-2.0",)),
    ],
)
def test_one_odd_field_never_loses_a_record(known, tmp_path, services, changes, field, value):
    services.model("org/Model", **changes)
    summary, facts = facts_of(known, tmp_path, services)
    assert [failure for failure in summary.failures if failure.key == "org/Model"] == []
    assert getattr(facts, field) == value
    assert facts.license == ("apache-2.0",)


def test_a_private_record_is_not_published_even_where_our_token_sees_it(known, tmp_path, services):
    services.model("org/Model", private=True)
    summary, facts = facts_of(known, tmp_path, services)
    assert [(failure.kind, failure.kept) for failure in summary.failures] == [("absent-or-private", False)]
    assert facts is None


# ---- secrets -----------------------------------------------------------------------------------------------------------

FORMS = {
    "plain": TOKEN,
    "backwards": TOKEN[::-1],
    "percent": "".join(f"%{ord(c):02x}" for c in TOKEN),
    "percent twice": quote("".join(f"%{ord(c):02X}" for c in TOKEN)),
    "HTML": "".join(f"&#{ord(c)};" for c in TOKEN),
    "JSON": "".join(f"\\u{ord(c):04x}" for c in TOKEN),
    "YAML": "".join(f"\\x{ord(c):02x}" for c in TOKEN),
    "hex": TOKEN.encode().hex().upper(),
    "base64": base64.b64encode(TOKEN.encode()).decode(),
    "base64 of more": base64.b64encode(f"Bearer {TOKEN}: it".encode()).decode(),
    "base64 of still more": base64.b64encode(f"token {TOKEN}".encode()).decode(),
}


@pytest.mark.parametrize("form", FORMS)
def test_a_token_is_found_however_it_is_written(form):
    assert Secrets([TOKEN]).within(f"before {FORMS[form]} after")
    assert not Secrets([f"{TOKEN}-of-another"]).within(f"before {FORMS[form]} after")


@pytest.mark.parametrize("form", FORMS)
def test_a_token_that_is_echoed_reaches_no_file_report_or_log(known, tmp_path, services, form):
    said = json.loads(f'"{FORMS[form]}"') if form == "JSON" else FORMS[form]
    services.model("org/Model", "other", card={"license_name": said[:150]}, text=APACHE)
    services.repository("org/code", "MIT")
    services.repositories["org/code"]["license"]["spdx_id"] = said[:150]
    summary = ask(bare(known, {"one": {"huggingface": "org/Model", "github": ["org/code"]}}), tmp_path, services, token=TOKEN)
    kept = b"".join(files(tmp_path).values()).decode() + report.markdown(summary, [], [], []) + "\n".join(report.lines(summary, dry=False))
    assert TOKEN not in kept
    assert (form in ("percent", "percent twice", "HTML", "YAML") and len(said) > 150) or said not in kept
    if len(said) <= 150:
        assert [(failure.key, failure.kind) for failure in summary.failures if failure.source == "huggingface-models"] == [("org/Model", "hostile")]


def test_a_redirect_that_carries_a_token_away_is_not_followed(known, tmp_path, services):
    services.model("org/Model")
    other = Services()
    try:
        services.models["org/model"]["_moved"] = f"{other.base}/api/models/org/{quote(TOKEN)}"
        summary = ask(bare(known, {"one": {"huggingface": "org/Model"}}), tmp_path, services, token=TOKEN)
        assert [failure.kind for failure in summary.failures] == ["hostile"]
        assert other.asked == []
    finally:
        other.shutdown()
        other.server_close()
