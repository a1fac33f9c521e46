"""Models that are not here: judged from the Hub's record alone, and listed by how much they are used. The Hub stands on loopback."""

from __future__ import annotations

import asyncio
import json
import os
import re
import time
from collections.abc import AsyncIterator

import httpx
import pytest
from conftest import run
from services import Services
from small_data import small, write

from howopen.commands import missing
from howopen.fetch import http, popular
from howopen.fetch.runtime import Runtime
from howopen.files import snapshots


def environment(services: Services) -> dict[str, str]:
    return os.environ | services.environment() | {"HF_TOKEN": "hf_notToBeSent"}


@pytest.fixture(scope="module")
def few(tmp_path_factory):
    """Data of two models: whoever asks for one that is not here needs no others."""
    return small(tmp_path_factory.mktemp("few"))


@pytest.fixture
def shown(services, few):
    """Command `show` on the two models, with a Hub of our own; gives how it ended and what it printed."""

    def show(*words, expect: int = 0):
        data = () if "--data" in words else ("--data", few)
        return run("show", *words, *data, environment=environment(services), expect=expect)

    return show


def flat(text: str) -> str:
    return " ".join(text.split())


def test_a_model_that_is_not_here_is_judged_from_the_hubs_record_and_that_is_said(services, shown):
    services.model("acme/Foo-7B", "mit", card={"base_model": "acme/base"}, text=b"not read")
    done = shown("acme/Foo-7B")
    sha = services.models["acme/foo-7b"]["sha"]
    assert done.stderr == f"acme/Foo-7B is not here; asking {services.base}/ for its record.\n"
    assert flat(done.stdout).startswith(
        "acme/Foo-7B is not in the catalogue. What follows is judged from the Hub's record alone "
        f"(https://huggingface.co/acme/Foo-7B/tree/{sha}, last changed on 2025-06-01). "
        "Nobody has looked at it here: what the record does not tell is unknown."
    )
    assert "\nFoo-7B (acme)\n" in done.stdout
    assert "+ The weights are under an open source license or terms that grant the same: terms fit (MIT)" in flat(done.stdout)
    assert "? The complete training code is public: nobody looked" in flat(done.stdout)
    assert not re.search(r"^\s+- ", done.stdout.partition("would have to change")[0].replace("- not met", ""), re.M), "nothing is unmet that nobody looked for"
    assert [(path.partition("?")[0], headers.get("authorization")) for _, path, headers in services.asked] == [("/api/models/acme/Foo-7B", None)]


def test_an_address_names_a_model_too_and_json_holds_nothing_but_the_answer(services, shown):
    services.model("acme/Foo-7B", "mit")
    done = shown("https://huggingface.co/acme/Foo-7B/tree/main", "--json")
    answer = json.loads(done.stdout)
    assert (answer["id"], answer["huggingface"]) == ("foo-7b", ["acme/Foo-7B"])
    assert answer["fetched"]["components.weights.license"]["source"] == "huggingface-models"
    assert "is not in the catalogue. What follows is judged from the Hub's record alone" in done.stderr


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"tags": ["base_model:quantized:a/b"]}, "The Hub calls it a quantised copy of its base."),
        ({"card": {"base_model": ["a/b"], "base_model_relation": "adapter"}}, "The Hub calls it an adapter for its base, not a model of its own."),
        ({"disabled": True}, "The Hub has disabled its repository: nobody gets the files from there."),
        ({"siblings": [{"rfilename": "README.md"}, {"rfilename": "training_args.bin"}]}, "No file there is one of weights."),
        ({"gated": "members"}, "What stands before its files the record does not tell in a way that is known here."),
        ({"card": {"base_model": "./last one"}}, "Its card names as a base what is no id: ./last one."),
    ],
)
def test_what_a_record_tells_beside_its_facts_is_said(services, shown, changes, said):
    services.model("acme/Foo-7B", "mit", **changes)
    assert said in flat(shown("acme/Foo-7B").stdout)


def test_the_hub_is_asked_only_for_a_model_of_the_hub_that_is_not_here(services, shown, tmp_path):
    data = small(tmp_path)
    assert shown("example-institute/EXAMPLE-7B", "--data", data).stdout.startswith("Example 7B (Example Institute)")
    assert "is no model here and no file" in shown("data/models/nope.yaml", "--data", data, expect=1).stderr
    assert "is no model here and no file" in shown("nope", "--data", data, expect=1).stderr
    assert "is no model here and no file" in shown("acme/Foo-7B", "--offline", "--data", data, expect=1).stderr
    assert services.asked == []


def test_a_model_that_was_renamed_to_one_that_is_here_is_that_one(services, shown, tmp_path):
    data = small(tmp_path)
    services.model("example-institute/Example-7B")
    services.models["acme/old"] = {"_moved": "example-institute/Example-7B"}
    said = shown("acme/old", "--data", data).stdout
    assert said.startswith("It is example-institute/Example-7B now, which is here.\n\nExample 7B (Example Institute)\n")


def test_names_that_are_taken_here_are_nobody_elses(services, shown, tmp_path):
    data = small(tmp_path)
    write(data, "developers/acme.yaml", "name: Another Acme\n")
    services.model("acme/Example-7B", "mit")
    answer = json.loads(shown("acme/Example-7B", "--json", "--data", data).stdout)
    assert (answer["id"], answer["developer"]) == ("example-7b-2", "acme")


@pytest.mark.parametrize(("name", "said"), [("acme/gone", "is not on the Hub, or is private"), ("acme/odd", "the Hub's record cannot be used")])
def test_what_cannot_be_judged_is_told_in_a_line(services, shown, name, said):
    services.models["acme/odd"] = {"id": "acme/odd", "sha": 7}
    done = shown(name, expect=1)
    assert said in done.stderr.splitlines()[-1]
    assert done.stdout == ""


@pytest.mark.parametrize("id_", ["gpt2", "_acme/odd", f"acme/{'x' * 190}"])
def test_an_id_that_no_model_here_can_have_is_told_in_a_line(services, shown, id_):
    services.model("acme/odd")["id"] = id_
    for form in ([], ["--json"], ["--markdown"]):
        done = shown("acme/odd", *form, expect=1)
        assert done.stderr.splitlines()[1:] == [
            f"Error: the Hub's record cannot be used: it calls the model {id_[:80]!r}, and one here is called org/name, in 160 letters at most"
        ]
        assert done.stdout == ""


def test_what_a_card_names_speaks_to_no_workflow_where_a_line_of_the_report_begins_with_it(services, shown):
    """A workflow's log takes for a command what begins with colons after any white space, and `##[` anywhere."""
    services.model("acme/odd", card={"base_model": f"{'x' * 90} ::error::wrong ##[group]x"})
    done = shown("acme/odd")
    assert "\n .        ::error::wrong ## [group]x.\n" in done.stdout
    said = shown("acme/odd", "--json").stderr
    assert "::error::wrong ## [group]x." in said and not any(line.lstrip().startswith("::") for line in said.splitlines())


def test_a_hub_that_is_not_there_is_told_in_a_line():
    done = run("show", "acme/Foo", expect=1, environment=os.environ | {"HF_ENDPOINT": "http://127.0.0.1:9"})
    assert done.stderr.splitlines()[-1] == "Error: acme/Foo: the Hub cannot be reached"


# ---- the most used models that are missing -----------------------------------------------------------------------------


@pytest.fixture
def used(services):
    """Some models on the Hub, by downloads."""
    for downloads, name, more in (
        (900, "example-institute/Example-7B", {}),
        (800, "acme/Copy-GGUF", {"tags": ["base_model:quantized:acme/Foo"]}),
        (700, "acme/Foo", {"pipeline_tag": "text-generation", "tags": ["license:mit"]}),
        (600, "acme/LoRA", {"tags": ["base_model:adapter:acme/Foo"]}),
        (500, "acme/Hidden", {"private": True}),
        (400, "acme/Bar", {"createdAt": "2022-03-02T23:29:04.000Z", "likes": "many", "pipeline_tag": 7}),
        (-1, "acme/Odd", {}),
    ):
        services.model(name, downloads=downloads, **more)
    services.models["acme/no"] = {"id": "../..", "downloads": 10**9}
    return services


def test_the_most_used_models_that_are_not_here_are_listed_without_copies(used, tmp_path):
    done = run("missing", "--data", small(tmp_path), environment=environment(used))
    assert [line.split()[:3] for line in done.stdout.splitlines()[1:-1]] == [["700", "56", "acme/Foo"], ["400", "0", "acme/Bar"]]
    assert "acme/Foo  (text-generation, mit)" in done.stdout
    assert "2 of the 3 models that are downloaded most are not here. To begin one: python build.py draft acme/Foo" in done.stdout
    assert all("authorization" not in headers for _, _, headers in used.asked)


def test_a_page_of_very_many_models_is_looked_at_as_far_as_was_asked_for_and_each_model_once(monkeypatch):
    page = [{"id": "acme/Foo", "downloads": 9, "likes": 1}] * 1_000 + [{"id": f"acme/m{number}", "downloads": 1, "likes": 1} for number in range(10_000)]
    looked = []
    monkeypatch.setattr(popular, "_model", lambda record, model=popular._model: looked.append(record["id"]) or model(record))

    async def body() -> AsyncIterator[bytes]:
        yield json.dumps(page).encode()

    async def asked() -> list[str]:
        answers = httpx.MockTransport(lambda _: httpx.Response(200, headers={"content-type": "application/json"}, content=body()))
        async with httpx.AsyncClient(transport=answers) as connections:
            host = http.Host("Hugging Face", "https://example.org", connections, Runtime("2026-11-28", time.time), "test")
            return [one.id for one in await popular.ask(host)]

    assert asyncio.run(asked())[:2] == ["acme/Foo", "acme/m0"]
    assert len(looked) == len(set(looked)) == popular.ASKED


def test_pages_of_the_list_are_followed_at_the_same_host_only(used, tmp_path):
    used.page = 2
    assert "acme/Bar" in run("missing", "--data", small(tmp_path), environment=environment(used)).stdout
    assert len(used.asked) == 4


def test_the_list_is_kept_for_the_page_of_coverage_and_the_report_only_when_asked(used, tmp_path):
    data = small(tmp_path)
    run("missing", "--data", data, environment=environment(used))
    assert not (data / "fetched").exists()
    run("missing", "--keep", "--today", "2026-11-27", "--data", data, environment=environment(used))
    fetched, problems = snapshots.read(data / "fetched", "fetched")
    assert problems == []
    assert (fetched.popular.on, [one.id for one in fetched.popular.models]) == ("2026-11-27", ["example-institute/Example-7B", "acme/Foo", "acme/Bar"])
    assert fetched.popular.models[2].created is None
    run("fetch", "--report", tmp_path / "report.md", "--data", data, environment=environment(used), expect=3)  # one model is not on the Hub
    assert "## Much used on the Hub, and not here" in (tmp_path / "report.md").read_text()
    assert "- `acme/Foo`: 700, `text-generation`\n- `acme/Bar`: 400\n" in (tmp_path / "report.md").read_text()
    run("build", "--data", data, "--into", tmp_path / "site", "--cache", tmp_path / "cache")
    work = (tmp_path / "site" / "quality" / "index.html").read_text()
    assert 'Begin a file of what is much used and not here <span class="quiet">2</span>' in work
    assert '<a href="https://huggingface.co/acme/Foo" rel="nofollow noopener">acme/Foo</a>: 700 downloads in 30 days' in work
    page = (tmp_path / "site" / "coverage" / "index.html").read_text()
    assert '<h2 id="missing">Much used, and not here</h2>' in page
    assert '<a href="https://huggingface.co/acme/Foo" rel="nofollow noopener">acme/Foo</a>: 700 downloads <small>text-generation, mit</small>' in page


def test_when_all_are_here_that_is_said():
    assert missing.text((), 3, 10, "howopen") == "Each of the 3 models that are downloaded most from the Hub is here."


def test_a_list_that_is_none_is_told_in_a_line(services, tmp_path):
    services.fault_rate, services.faults = 1.0, ("wrong-type",)
    done = run("missing", "--data", small(tmp_path), environment=environment(services), expect=1)
    assert done.stderr == "Error: the Hub's list of models: the Hub's answer is no JSON\n"


def test_a_list_of_none_is_no_list_and_what_was_kept_stands(used, tmp_path):
    data = small(tmp_path)
    run("missing", "--keep", "--data", data, environment=environment(used))
    kept = (data / "fetched" / "popular.json").read_bytes()
    used.models.clear()
    done = run("missing", "--keep", "--data", data, environment=environment(used), expect=1)
    assert done.stderr == "Error: the Hub's list of models: unexpected-shape: no list of models; try again later\n"
    assert (data / "fetched" / "popular.json").read_bytes() == kept
