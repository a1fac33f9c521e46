"""A policy held against models: by words, lists and bills of materials, from the data here and from a site; results told apart by status."""

from __future__ import annotations

import contextlib
import functools
import http.server
import json
import subprocess
import sys
import threading
import time
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from small_data import HERE, MODEL, small, write

from howopen.cli import using
from howopen.commands import require
from howopen.commands.require import inputs, published, reports
from howopen.fetch import http as http_client
from howopen.files import yaml
from howopen.records.errors import BadYaml, Refused
from howopen.records.policy import Policy
from howopen.records.verdict import Outcome

MET, UNKNOWN, UNMET = Outcome.MET, Outcome.UNKNOWN, Outcome.UNMET


def answer(**changes: Any) -> dict[str, Any]:
    """What the API says of a model that reaches the second of three levels for certain and the third perhaps, under one license."""
    choice = {"licenses": ["MIT"], "conditions": ["attribution"], "restrictions": [], "not-assessed": ["open-data", "share-alike"]}
    weights = {"choices": [choice]}
    verdict = {"reached": "two", "possible": "three", "unknown": 2}
    return {"id": "a", "verdicts": {"d": verdict}, "weights": weights, "answer": {"commercial": {"answer": "yes-if", "says": "Yes, if …"}}} | changes


class Said:
    """Answers that a test gives."""

    def __init__(self, **models: dict[str, Any]) -> None:
        self.models = models

    def model(self, name: str) -> dict[str, Any] | None:
        return self.models.get(name)

    def levels(self, definition: str) -> list[str] | None:
        return ["one", "two", "three"] if definition == "d" else None

    def definitions(self) -> list[str]:
        return ["d"]

    def tags(self) -> list[str]:
        return ["attribution", "share-alike", "user-threshold"]


def held(policy: dict[str, Any], found: dict[str, Any] | None = None) -> require.Held:
    [one] = require.hold(Policy.model_validate(policy), [inputs.Wanted("a")], Said(**({"a": found} if found else {})))
    return one


@pytest.mark.parametrize(
    ("least", "outcome", "why"),
    [("one", MET, ()), ("two", MET, ()), ("three", UNKNOWN, ("d: not settled, 2 unknown",)), ("met", UNKNOWN, ("d: not settled, 2 unknown",))],
)
def test_a_level_is_met_when_it_is_reached_and_unknown_while_it_is_possible(least, outcome, why):
    assert (found := held({"definitions": {"d": least}}, answer())).outcome is outcome
    assert found.reasons == why


def test_a_level_out_of_reach_is_not_met_even_where_unknowns_pass():
    found = held({"definitions": {"d": "three"}, "unknown": "passes"}, answer(verdicts={"d": {"reached": "two", "possible": "two", "unknown": 1}}))
    assert (found.outcome, found.passes, found.reasons) == (UNMET, UNMET, ("d: three is not met",))


@pytest.mark.parametrize(("counts", "passes"), [("fails", UNMET), ("passes", MET), ("unknown", UNKNOWN)])
def test_an_unknown_counts_as_the_policy_says(counts, passes):
    for found in (held({"definitions": {"d": "three"}, "unknown": counts}, answer()), held({"definitions": {"d": "one"}, "unknown": counts})):
        assert (found.outcome, found.passes) == (UNKNOWN, passes)


@pytest.mark.parametrize(("wanted", "said", "outcome"), [("yes", "yes", MET), ("yes", "yes-if", UNMET), ("yes-if", "yes", MET), ("yes-if", "yes-if", MET)])
def test_commercial_use_with_conditions_will_do_only_where_the_policy_says(wanted, said, outcome):
    found = held({"licenses": {"commercial-use": wanted}}, answer(answer={"commercial": {"answer": said, "says": "So."}}))
    assert found.outcome is outcome


@pytest.mark.parametrize(("said", "outcome"), [("no", UNMET), ("not-read", UNKNOWN), ("unknown", UNKNOWN)])
def test_commercial_use_that_nobody_knows_of_is_no_refusal(said, outcome):
    assert held({"licenses": {"commercial-use": "yes-if"}}, answer(answer={"commercial": {"answer": said, "says": "So."}})).outcome is outcome


def choice(name: str, *, has: tuple[str, ...] = (), unread: tuple[str, ...] = ()) -> dict[str, Any]:
    return {"licenses": [name], "conditions": list(has), "restrictions": [], "not-assessed": list(unread)}


@pytest.mark.parametrize(
    ("choices", "outcome"),
    [
        ([choice("A", has=("attribution",))], MET),
        ([choice("A", has=("user-threshold",))], UNMET),
        ([choice("A", has=("user-threshold",)), choice("B")], MET),
        ([choice("A", has=("user-threshold",)), choice("B", unread=("share-alike",))], UNKNOWN),
        ([choice("A", unread=("open-data", "attribution"))], MET),
        ([], UNKNOWN),
    ],
)
def test_terms_are_acceptable_when_one_of_the_licenses_to_choose_from_has_no_other(choices, outcome):
    assert held({"licenses": {"accept": ["attribution"]}}, answer(weights={"choices": choices})).outcome is outcome


@pytest.mark.parametrize(
    ("policy", "said"),
    [
        ({"definitions": {"e": "met"}}, "the policy asks for 'e', which is no definition here; write one of d"),
        ({"definitions": {"d": "tow"}}, "'tow' is no result of d; did you mean 'two'?"),
        ({"licenses": {"accept": ["atribution"]}}, "'atribution' is no condition of a license; did you mean 'attribution'?"),
    ],
)
def test_a_policy_that_names_what_is_not_there_is_refused(policy, said):
    with pytest.raises(Refused) as refused:
        held(policy, answer())
    assert str(refused.value) == said


def test_a_score_which_has_no_level_to_reach_is_refused_and_not_met_by_everything():
    class Score(Said):
        def levels(self, definition: str) -> list[str] | None:
            return []

    with pytest.raises(Refused, match="'d', which is a score and has no level to ask for; name another definition"):
        require.hold(Policy.model_validate({"definitions": {"d": "met"}}), [inputs.Wanted("a")], Score())


# ---- answers of a site ----------------------------------------------------------------------------------------------

ENTRY = answer(aliases=[], huggingface=["org/A"])
MODELS = {"models": [ENTRY]}
WORDS = {"vocabulary": {"tags": {"attribution": {"side": "condition"}}}}
LEVELS = {"definition": {"levels": [{"id": "one"}, {"id": "two"}]}}


def without(key: str) -> dict[str, Any]:
    return {"models": [{name: value for name, value in ENTRY.items() if name != key}]}


@pytest.mark.parametrize("odd", [None, [], {}, "x", 7, {"models": {}}, {"models": [[]]}, {"models": [ENTRY | {"verdicts": []}]}, *map(without, ENTRY)])
def test_models_that_a_site_answers_oddly_are_refused_before_anything_is_held(odd):
    with pytest.raises(Refused, match=r"the site's answers are not those of howopen's API, version 1: (Expected|Object missing)"):
        published.Published(odd, WORDS, {"d": LEVELS})


@pytest.mark.parametrize(
    "changes",
    [
        {"id": 7},
        {"aliases": "a"},
        {"huggingface": [None]},
        {"verdicts": {"d": None}},
        {"verdicts": {"d": {"reached": ["two"], "possible": None, "unknown": 0}}},
        {"verdicts": {"d": {"reached": "two", "possible": None, "unknown": "many"}}},
        {"weights": {"choices": [choice("A") | {"conditions": {}}]}},
        {"weights": {"choices": [{"licenses": ["A"]}]}},
        {"weights": {"choices": 3}},
        {"answer": {"commercial": "yes"}},
        {"answer": {"commercial": {"answer": "no", "says": ["a"]}}},
        {"answer": {"commercial": {"answer": "no", "says": "\ud800"}}},
        {"answer": {"commercial": {"answer": "no", "says": "x" * 10_001}}},
        {"id": "\udcff"},
        {"aliases": ["a"] * 1001},
        {"verdicts": {"\ud800": {"reached": None, "possible": None, "unknown": 0}}},
        {"verdicts": {"d": {"reached": None, "possible": None, "unknown": 10**400}}},
        {"verdicts": {f"d{at}": {"reached": None, "possible": None, "unknown": 0} for at in range(1001)}},
        {"weights": {"choices": [choice("A")] * 101}},
    ],
)
def test_a_model_of_a_site_with_a_part_of_another_kind_is_refused(changes):
    with pytest.raises(Refused, match=r"not those of howopen's API, version 1: Expected|missing required field"):
        published.Published({"models": [ENTRY | changes]}, WORDS, {})


@pytest.mark.parametrize(
    "odd",
    [{"vocabulary": {"tags": {f"t{at}": {"side": "condition"} for at in range(1001)}}}, {"definition": {"levels": [{"id": f"l{at}"} for at in range(1001)]}}],
)
def test_more_words_and_levels_than_anybody_has_are_refused(odd):
    with pytest.raises(Refused, match="not those of howopen's API, version 1: Expected"):
        published.Published(MODELS, odd if "vocabulary" in odd else WORDS, {"d": odd} if "definition" in odd else {})


@pytest.mark.parametrize("odd", [None, [], {"vocabulary": {"tags": []}}, {"vocabulary": {"tags": {"a": None}}}])
def test_words_and_levels_of_another_kind_are_refused(odd):
    with pytest.raises(Refused):
        published.Published(MODELS, odd, {})
    with pytest.raises(Refused):
        published.Published(MODELS, WORDS, {"d": odd})


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"<html>", "not-json"),
        (b"", "not-json"),
        (b"\xff\xfe{", "not-json"),
        (b"[" * 200_000, "are not those of howopen's API"),
        (b'{"a":' * 100_000, "not-json"),
        (b"9" * 10_000, "are not those of howopen's API"),
        (b"NaN", "not-json"),
        (b'{"models": "\\ud800"}', "not-json"),
        (b'{"models": [' + b"[]," * 200_000 + b"0]}", "Expected `object`, got `array` - at `$.models[0]`"),
        (b" " * 3000, "too-large"),
        (None, "timeout"),
    ],
)
def test_whatever_a_site_sends_is_told_in_a_sentence_and_never_taken_for_an_answer(body, said, tmp_path, monkeypatch):
    most = 2000 if said == "too-large" else 10**6
    monkeypatch.setattr(published, "BOUNDS", http_client.Bounds(bytes_=most, read=0.2, whole=5, tries=1, same_origin=True))
    asks = write(tmp_path, "policy.yaml", "definitions: {osaid-1.0: met}\n")
    wait = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            if body is None:
                wait.wait(20)
            self.wfile.write(body or b"")

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        done = CliRunner().invoke(using.require_command, ["--policy", str(asks), "--site", f"http://127.0.0.1:{server.server_port}", "x"])
        wait.set()
        server.shutdown()
    assert done.exit_code == using.MISUSE
    assert done.stderr.startswith("Error: ") and said in done.stderr
    assert done.stderr.count("\n") == 1


@contextlib.contextmanager
def answering(models: list[bytes]) -> Iterator[str]:
    """A site's address that answers with these models, and few words."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            said = {"vocabulary": WORDS, "osaid-1.0": LEVELS}.get(Path(self.path).stem)
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode() if said else b'{"models":[' + b",".join(models) + b"]}")

        def log_message(self, *_: object) -> None: ...

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.slow
def test_of_very_many_models_of_a_site_those_are_kept_that_are_asked_about(tmp_path):
    """Sixty megabytes of models took more than a gigabyte of memory."""
    asks = write(tmp_path, "policy.yaml", "definitions: {osaid-1.0: met}\n")
    entry = ENTRY | {"verdicts": {"osaid-1.0": {"reached": "two", "possible": "two", "unknown": 0}}}
    models = [json.dumps(entry | {"id": f"m{at}", "aliases": [f"Former{at}"], "huggingface": []}).encode() for at in range(30_000)]
    with answering(models) as site:
        tracemalloc.start()
        try:
            done = CliRunner().invoke(using.require_command, ["--policy", str(asks), "--site", site, "M29999", "former7", "m30000"])
            assert tracemalloc.get_traced_memory()[1] < 50_000_000
        finally:
            tracemalloc.stop()
    assert [line for line in done.stdout.splitlines() if line[0] != " "] == ["met      M29999", "met      former7", "unknown  m30000", "policy: unknown"]


def test_a_model_of_another_kind_is_told_with_its_place_also_where_nobody_asks_about_it(tmp_path):
    asks = write(tmp_path, "policy.yaml", "definitions: {osaid-1.0: met}\n")
    with answering([json.dumps(one).encode() for one in (ENTRY, ENTRY | {"id": 7})]) as site:
        done = CliRunner().invoke(using.require_command, ["--policy", str(asks), "--site", site, "x"])
    assert done.exit_code == using.MISUSE
    assert done.stderr.endswith("version 1: Expected `str`, got `int` - at `$.models[1].id`\n")


def test_as_many_words_as_a_site_may_send_are_looked_for_at_once():
    """One after the other they took a second and a half for each model."""

    class Wordy(Said):
        def tags(self) -> list[str]:
            return [f"t{at}" for at in range(1000)]

    said = Wordy(a=answer(weights={"choices": [choice("A") | {"not-assessed": ["x"] * 1000}] * 100}))
    before = time.process_time()
    [one] = require.hold(Policy.model_validate({"licenses": {"accept": ["t1"]}}), [inputs.Wanted("a")], said)
    assert time.process_time() - before < 0.5
    assert one.outcome is MET


@pytest.mark.parametrize(
    "site", ["http://127.0.0.1:99999", "https://[", "http://", "http://127.0.0.1:x", "http://127.0.0.1:9\x01", "https://a/\udcff", "ftp://a"]
)
def test_an_address_that_is_none_is_told_in_a_sentence(site, tmp_path):
    asks = write(tmp_path, "policy.yaml", "definitions: {osaid-1.0: met}\n")
    done = CliRunner().invoke(using.require_command, ["--policy", str(asks), "--site", site, "x"])
    assert (done.exit_code, type(done.exception)) == (using.MISUSE, SystemExit)
    assert "Error: " in done.stderr


def test_a_fault_of_the_program_is_not_taken_for_an_answer_either(tmp_path, monkeypatch):
    asks = write(tmp_path, "policy.yaml", "definitions: {osaid-1.0: met}\n")
    monkeypatch.setattr(published, "ask", lambda *_: {}["x"])
    done = CliRunner().invoke(using.require_command, ["--policy", str(asks), "--site", "https://example.org", "x"])
    assert done.exit_code == using.MISUSE
    assert "KeyError" in done.stderr


# ---- what is held ---------------------------------------------------------------------------------------------------


def test_names_come_from_a_list_with_their_lines(tmp_path):
    file = write(tmp_path, "models.txt", "# ours\nolmo-7b   # a remark\n\nhttps://huggingface.co/allenai/OLMo-7B\n")
    assert inputs.listed(file) == [("olmo-7b", str(file), 2), ("allenai/OLMo-7B", str(file), 4)]


def test_a_line_that_can_be_no_model_is_told_with_its_place(tmp_path):
    file = write(tmp_path, "models.txt", "olmo 7b\n")
    with pytest.raises(Refused) as refused:
        inputs.listed(file)
    assert str(refused.value) == f"{file}:1: 'olmo 7b' can be no model; write our id or org/name"


def test_a_list_of_very_many_lines_is_refused_before_all_of_them_are_names(tmp_path):
    """Made into names first, ten million lines took a gigabyte and half a minute."""
    file = write(tmp_path, "models.txt", "olmo-7b\n" * 2_000_000)
    tracemalloc.start()
    try:
        with pytest.raises(Refused) as refused:
            inputs.listed(file)
        assert tracemalloc.get_traced_memory()[1] < 150_000_000
    finally:
        tracemalloc.stop()
    assert str(refused.value) == f"{file} names more than 10,000 models; split it"


def test_a_list_that_is_not_read_at_all_is_told_by_its_name(tmp_path):
    file = tmp_path / "models.txt"
    with file.open("wb") as stream:
        stream.truncate(inputs.MOST_BYTES + 1)
    with pytest.raises(Refused) as refused:
        inputs.listed(file)
    assert str(refused.value) == f"{file} is larger than 20480 kB; split it or shorten it"


def test_a_list_as_an_editor_of_windows_saves_it_is_read(tmp_path):
    file = write(tmp_path, "models.txt", "\ufeffolmo-7b\r\nolmo-13b\r\n")
    assert inputs.listed(file) == [("olmo-7b", str(file), 1), ("olmo-13b", str(file), 2)]


def test_models_of_a_bill_are_known_by_package_url_address_or_name_wherever_they_lie(tmp_path):
    components = [
        {"type": "library", "name": "left-pad"},
        {"type": "machine-learning-model", "name": "x", "purl": "pkg:huggingface/allenai/OLMo-7B@0123?file=a"},
        {"type": "application", "name": "app", "components": [{"type": "machine-learning-model", "group": "acme", "name": "Foo"}]},
        {"type": "machine-learning-model", "name": "y", "externalReferences": [{"type": "website", "url": "https://huggingface.co/acme/Bar"}]},
        {"type": "machine-learning-model", "name": "acme/Baz"},
    ]
    file = write(tmp_path, "bom.json", json.dumps({"bomFormat": "CycloneDX", "metadata": {"component": components[1]}, "components": components}))
    assert [one.name for one in inputs.bill(file)] == ["allenai/OLMo-7B", "acme/Foo", "acme/Bar", "acme/Baz"]


def test_a_bill_of_very_many_components_is_read_at_once(tmp_path):
    """Taken from the front of the list one after the other, they would take hours."""
    wide = ",".join(['{"components": [0]}'] * 200_000)
    model = '{"type": "machine-learning-model", "name": "acme/Foo"}'
    file = write(tmp_path, "bom.json", f'{{"bomFormat": "CycloneDX", "components": [{{"components": [{wide}]}}, {",".join(["0"] * 1_000_000)}, {model}]}}')
    assert [one.name for one in inputs.bill(file)] == ["acme/Foo"]


def test_a_bill_of_very_many_lists_is_refused_before_they_are_made(tmp_path, monkeypatch):
    """Twenty megabytes of empty ones took six hundred."""
    monkeypatch.setattr(yaml, "MOST_IN_JSON", 9)
    file = write(tmp_path, "bom.json", '{"bomFormat": "CycloneDX", "components": [{}, [], {}, [], {}, [], {}]}')
    assert inputs.bill(file) == []
    file = write(tmp_path, "bom.json", '{"bomFormat": "CycloneDX", "components": [{}, [], {}, [], {}, [], {}, []]}')
    with pytest.raises(BadYaml) as refused:
        inputs.bill(file)
    assert str(refused.value.problems[0]) == f"{file}:1:1: has more than 9 lists and mappings; split it"


def test_of_a_package_url_no_more_is_looked_at_than_can_name_a_model(tmp_path):
    """Twenty megabytes of escapes took a gigabyte and a half."""
    purl = "pkg:huggingface/acme/Foo" + "%25" * 600_000
    file = write(tmp_path, "bom.json", json.dumps({"bomFormat": "CycloneDX", "components": [{"type": "machine-learning-model", "purl": purl}]}))
    tracemalloc.start()
    assert inputs.bill(file)[0].name.startswith("acme/Foo%")
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert most < 30_000_000


@pytest.mark.parametrize("content", ["[]", "{}", '{"bomFormat": "SPDX"}', '{"bomFormat": "CycloneDX", "components": 3, "metadata": []}'])
def test_an_odd_bill_is_refused_or_names_nothing(tmp_path, content):
    file = write(tmp_path, "bom.json", content)
    try:
        assert inputs.bill(file) == []
    except Refused as refused:
        assert str(refused) == f"{file} is no CycloneDX bill of materials in JSON"


# ---- what is told ---------------------------------------------------------------------------------------------------


def test_results_in_sarif_are_errors_and_warnings_at_their_places(tmp_path):
    policy = Policy.model_validate({"definitions": {"d": "two"}})
    no = answer(verdicts={"d": {"reached": None, "possible": "one", "unknown": 0}})
    wanted = [inputs.Wanted("a", "models.txt", 3), inputs.Wanted("b", "models.txt", 4), inputs.Wanted("c")]
    said = json.loads(reports.sarif(policy, require.hold(policy, wanted, Said(a=no, c=answer()))))
    assert said["version"] == "2.1.0"
    place = {"physicalLocation": {"artifactLocation": {"uri": "models.txt"}, "region": {"startLine": 3}}}
    results = said["runs"][0]["results"]
    assert [(one["level"], one["message"]["text"]) for one in results] == [("error", "a: d: two is not met"), ("warning", "b: is not in the catalogue")]
    assert results[0]["locations"] == [place]


def test_no_line_of_a_result_is_a_command_of_a_workflow_or_speaks_to_a_terminal():
    policy = Policy.model_validate({"name": "::error::p", "definitions": {"d": "two"}, "licenses": {"accept": []}})
    choice = {"licenses": ["::stop-commands::x", "##[group]\x1b[2J"], "conditions": ["attribution"], "restrictions": [], "not-assessed": []}
    told = reports.text(policy, require.hold(policy, [inputs.Wanted("a")], Said(a=answer(weights={"choices": [choice]}))))
    assert "stop-commands" in told and "##[" not in told and "\x1b" not in told
    assert not [line for line in told.splitlines() if line.lstrip().startswith("::")]


@pytest.mark.parametrize("form", [reports.text, reports.as_json, reports.sarif])
def test_a_name_with_half_a_character_is_written_all_the_same(form):
    policy = Policy.model_validate({"definitions": {"d": "two"}})
    assert b"is not in the catalogue" in form(policy, require.hold(policy, [inputs.Wanted("a\ud800")], Said())).encode()


@pytest.mark.parametrize("form", [reports.as_json, reports.sarif])
def test_no_json_speaks_to_a_terminal_or_starts_a_command_and_its_values_are_what_they_were(form):
    policy, name = Policy.model_validate({"definitions": {"d": "two"}}), "\u202e##[add-mask]\x1b[2J\U000e0041"
    said = form(policy, require.hold(policy, [inputs.Wanted(name)], Said()))
    assert "##[" not in said and said.replace("\n", "").isprintable()
    assert name in json.dumps(json.loads(said), ensure_ascii=False).replace("\\u001b", "\x1b")


# ---- the command ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("option", "content"), [("--list", "# none yet\n"), ("--bom", '{"bomFormat": "CycloneDX", "components": [{"type": "library", "name": "x"}]}')]
)
def test_a_list_or_bill_that_names_no_model_leaves_nothing_to_judge_which_is_told_and_is_no_failure(data, tmp_path, option, content):
    """Most projects use no model, and their bills of materials are no mistake; to name nothing at all is one."""
    asks, given = tmp_path / "policy.yaml", tmp_path / "given"
    asks.write_text("name: ours\ndefinitions: {osaid-1.0: met}\n")
    given.write_text(content)
    words = ["--policy", str(asks), option, str(given), "--data", str(data)]
    done = CliRunner().invoke(using.require_command, words)
    said = f"{given}: no model is named there, so there is nothing to judge.\n"
    assert (done.exit_code, done.stdout, done.stderr) == (0, "ours: nothing to judge\n", said)
    done = CliRunner().invoke(using.require_command, [*words, "--format", "json"])
    assert (done.exit_code, json.loads(done.stdout), done.stderr) == (0, {"policy": "ours", "result": "met", "models": []}, said)
    done = CliRunner().invoke(using.require_command, [*words, "--format", "sarif"])
    assert (done.exit_code, json.loads(done.stdout)["runs"][0]["results"], done.stderr) == (0, [], said)
    asks.write_text("definitions: {osaid-9: met}\n")
    assert CliRunner().invoke(using.require_command, words).exit_code == using.MISUSE, "the policy is looked at all the same"
    done = CliRunner().invoke(using.require_command, ["--policy", str(asks), "--data", str(HERE / "data")])
    assert (done.exit_code, done.output.splitlines()[-1]) == (2, "Error: name a model, or give --list or --bom")


def run(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, HERE / "build.py", "require", *words], capture_output=True, text=True, timeout=120, check=False)


def test_the_status_tells_met_not_met_unknown_and_misuse_apart(tmp_path):
    data = small(tmp_path)
    withheld = MODEL.replace("Example", "Sample").replace("availability: public", "availability: none")
    write(data, "models/sample-2.yaml", withheld.replace("    coverage: full\n", ""))
    asks = write(tmp_path, "policy.yaml", "definitions: {os-ai-map: open-weights}\n")
    bad = write(tmp_path, "bad.yaml", "definition: g7-2026\n")
    where = ("--policy", asks, "--data", data)
    assert [run(*words).returncode for words in ((*where, "EXAMPLE-institute/example-7b"), (*where, "sample-2"), (*where, "nobody/x"), where)] == [0, 1, 3, 2]
    refused = run("--policy", bad, "--data", data, "example-7b")
    assert (refused.returncode, refused.stderr.splitlines()) == (
        2,
        [f"{bad}:1:1: 'definition' is not a known key; did you mean 'definitions'?", "1 problem; nothing was held against the policy."],
    )
    told = run(*where, "--format", "json", "example-7b", "sample-2")
    assert [one["result"] for one in json.loads(told.stdout)["models"]] == ["met", "not-met"]


def test_a_published_site_gives_the_same_answers_as_the_data(site, tmp_path):
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(site))
    asks = write(tmp_path, "policy.yaml", "definitions: {g7-2026: open-weights, osaid-1.0: met}\nlicenses: {accept: [attribution], commercial-use: yes-if}\n")
    wanted = ("olmo-7b", "meta-llama/llama-3.1-405b", "nobody/x")
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        asked = run("--policy", asks, "--site", f"http://127.0.0.1:{server.server_port}/", "--format", "json", *wanted)
        server.shutdown()
    here = run("--policy", asks, "--format", "json", *wanted)
    assert (asked.returncode, asked.stdout) == (here.returncode, here.stdout)
    assert here.returncode == 1


@pytest.mark.parametrize(
    ("site", "cure"),
    [
        ("howopen.example", "; did you mean https://howopen.example?"),
        ("howopen.example/models/", "; did you mean https://howopen.example/models/?"),
        ("localhost:8000", "; did you mean http://localhost:8000?"),
        ("howopen.example?a", ""),
        ("javascript:x", ""),
        ("not an address", ""),
    ],
)
def test_a_site_without_its_https_is_offered_with_it(site, cure, tmp_path):
    asks = write(tmp_path, "policy.yaml", "definitions: {osaid-1.0: met}\n")
    done = CliRunner().invoke(using.require_command, ["--policy", str(asks), "--site", site, "x"])
    assert (done.exit_code, done.stderr.splitlines()[-1]) == (
        using.MISUSE,
        f"Error: Invalid value for '--site': must be a web address that starts with https://, names a host and has no ?, # or brackets{cure}",
    )
