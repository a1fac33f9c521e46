"""Second opinions: the files of other indexes, in their shapes, served on loopback. Every value is made up."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace

import pytest
from conftest import HERE
from services import Services
from test_fetch import Time, bare, files

from howopen import enrich, fetch, judge, render
from howopen.fetch import peers
from howopen.files import snapshots

OSAI, MOT, MAP = "Language-Technology-Assessment/main-database", "lfai/model_openness_tool", "currentai-org/os-ai-map"
SCORED = """product: it
openness:
  score: 4
  class: open_weights
  components:
    weights: {value: open, detail: words}
    data: {value: documented-not-released}
    code: {value: open}
    license: [{name: Apache-2.0, detail: OSI}]
  note: words
  sources: [{url: "https://huggingface.co/org/It-Base", shows: words}, {url: "https://example.org/it", shows: words}]
capability:
  sources: [{url: "https://huggingface.co/someone/else", shows: words}]
"""
AS_TEXT = "weights:open(words (more; data:closed), words);data:documented-not-released(words; more);code:open;license:Apache-2.0(OSI)"
CLASSES = """---
# a head with words
system:
    name: It
    link: https://huggingface.co/org/It-Instruct
    endmodelname: It Instruct
datasources_basemodel: {class: open, link: ["https://huggingface.co/datasets/org/data"], notes: words}
weights_basemodel: {class: open, link: https://huggingface.co/org/It-Base}
weights_endmodel:
    class: partial
    link: https://huggingface.co/org/It-Instruct/tree/main
paper: {class: closed, link: }
"""
COMPONENTS = ["Model architecture", "Model parameters (Final)", "Evaluation results", "Model card", "Data card", "Research paper"]


def release(name: str, hub: str, *rows: str, distribution: str = "Apache-2.0") -> bytes:
    listed = "".join(f"    - {{name: '{row.partition('=')[0]}'{', license: ' + row.partition('=')[2] if '=' in row else ''}}}\n" for row in rows)
    head = f"release:\n  name: {name}\n  huggingface: '{hub}'\n  license: {{distribution: {{name: {distribution}, path: ''}}}}\n  components:\n"
    return (head + listed).encode()


@pytest.fixture
def services():
    server = Services()
    server.peer_files[OSAI] = {
        "It.yaml": CLASSES.encode(),
        "_parameters.yml": b"x: 1",
        "readme.md": b"x",
        "Other.yaml": CLASSES.replace("/It-", "/Other-").encode(),
    }
    server.peer_files[MOT] = {
        "models/It.yml": release("It-Base", "https://huggingface.co/org/It-Base", *COMPONENTS),
        "models/closed.yml": release("Closed", "org/Closed", *COMPONENTS[:-1], "Research paper=unlicensed"),
        "models/deep/no.yml": b"x: 1",
        "README.md": b"x",
    }
    server.peer_files[LIST], server.peer_files[EPOCH] = listed(), table()
    yield server
    server.shutdown()
    server.server_close()


LIST = "betagouv/ComparIA"
ENTRY = {"id": "it", "simple_name": "It 7B", "license": "Apache 2.0", "fully_open_source": True, "url": "https://huggingface.co/org/It-Base", "desc": "words"}


def listed(*entries: object) -> dict[str, bytes]:
    return {"utils/models/models.json": json.dumps([{"name": "Org", "url": "https://org.example", "models": list(entries)}]).encode()}


EPOCH = "epoch/site"
COLUMNS = [
    "Model",
    "Organization",
    "Publication date",
    "Training compute (FLOP)",
    "Training compute notes",
    "Confidence",
    "Link",
    "Base model",
    "Model accessibility",
    "Training code accessibility",
    "Inference code accessibility",
    "Accessibility notes",
]
ROW = {
    "Model": "It\n(Base)",
    "Training compute (FLOP)": "4.42e+24",
    "Training compute notes": "words, and more words",
    "Confidence": "Likely",
    "Link": "https://org.example/blog\nhttps://huggingface.co/org/It-Base",
    "Model accessibility": "Open weights (restricted use)",
    "Inference code accessibility": "Open source",
    "Accessibility notes": "words https://huggingface.co/someone/else",
}


def table(*rows: dict[str, str], columns: list[str] = COLUMNS) -> dict[str, bytes]:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns)
    writer.writeheader()
    writer.writerows(rows)
    return {"data/all_ai_models.csv": text.getvalue().encode()}


def ask(known, into, services: Services, today: str = "2026-11-20", only: str = "peers") -> fetch.Summary:
    time = Time()
    return fetch.refresh(known, into, services.environment(), fetch.Runtime(today, time, time.sleep), lambda *_: None, only=[only])


@pytest.fixture
def one(known):
    sources = {"it": {"huggingface": "org/it-base"}, "closed": {"mot": ["closed.yml"]}, "else": {"huggingface": "someone/else"}}
    return replace(bare(known, sources), peers=known.peers)


def opinions(one, into) -> dict[str, list[tuple[str, str, str]]]:
    fetched, problems = snapshots.read(into, "fetched")
    assert problems == []
    done = enrich.catalogue(replace(one, fetched=fetched))
    return {key: [(found.peer, found.of, found.overall) for found in some] for key, some in done.second_opinions.items()}


def test_peers_are_matched_by_id_or_by_the_file_that_a_model_names(one, tmp_path, services):
    summary = ask(one, tmp_path, services)

    assert summary.failures == []
    assert opinions(one, tmp_path) == {
        "it": [("osai-index", "It Instruct", "21 %"), ("model-openness-tool", "It-Base", "Class III")],  # 2.5 of 12; a paper in place of the report
        "closed": [("model-openness-tool", "Closed", "no class")],
    }
    fetched, _ = snapshots.read(tmp_path, "fetched")
    assert fetched.peers["osai"]["it.yaml"].criteria["weights_endmodel"].says == "partial"
    assert not any(b"words" in content and b"criteria" in content for content in files(tmp_path).values())  # facts only, no sentence of theirs


def test_a_second_run_reads_no_file_again_and_a_changed_one_alone(one, tmp_path, services):
    ask(one, tmp_path, services)
    before, asked = files(tmp_path), len(services.asked)
    ask(one, tmp_path, services)
    assert files(tmp_path) == before
    assert [path for _, path, _ in services.asked[asked:] if path.startswith("/raw/")] == []

    services.peer_files[MOT]["models/It.yml"] = release("It-Base", "https://huggingface.co/org/It-Base", *COMPONENTS[:-1])
    asked = len(services.asked)
    ask(one, tmp_path, services, today="2026-11-21")

    assert [path for _, path, _ in services.asked[asked:] if path.startswith("/raw/")] == [f"/raw/{MOT}/main/models/It.yml"]
    assert opinions(one, tmp_path)["it"][1] == ("model-openness-tool", "It-Base", "no class")


def test_a_list_is_read_for_the_models_that_it_names_or_links_to(one, tmp_path, services):
    others = [ENTRY | {"simple_name": "Other", "url": "https://huggingface.co/org/other"}, {"simple_name": "It Base", "license": "MIT"}]
    services.peer_files[LIST] = listed(ENTRY, *others)

    assert ask(one, tmp_path, services, only="lists").failures == []
    fetched = snapshots.read(tmp_path, "fetched")[0]
    assert {key: said.says for key, said in fetched.peers["comparia"]["it 7b"].criteria.items()} == {
        "license": "Apache 2.0",
        "fully_open_source": "yes",
        "score": "Apache 2.0",
    }
    assert list(fetched.peers["comparia"]) == ["it 7b", "it base"]
    assert opinions(one, tmp_path)["it"] == [("comparia", "It 7B", "under Apache 2.0"), ("comparia", "It Base", "under MIT")]
    assert not any(b"words" in content for content in files(tmp_path).values())


def test_a_list_that_cannot_be_read_loses_nothing_and_odd_entries_are_left_out(one, tmp_path, services):
    services.peer_files[LIST] = listed(ENTRY)
    ask(one, tmp_path, services, only="lists")
    before = opinions(one, tmp_path)
    for content in (b"[" * 100_000, b"{", b"\xff", b"[]" + b" " * 5_000_000, b"[]", b"{}", b'{"error": "later"}'):
        services.peer_files[LIST] = {"utils/models/models.json": content}
        summary = ask(one, tmp_path, services, only="lists")
        assert [(failure.source, failure.key, failure.kept) for failure in summary.failures] == [("comparia", "models.json", True)]
        assert opinions(one, tmp_path) == before

    odd = [
        7,
        [[ENTRY | {"simple_name": ["x"]}]],
        ENTRY | {"url": {"x": 1}},
        ENTRY | {"license": 3.5, "fully_open_source": [True]},
        ENTRY | {"simple_name": "It\u0000"},
    ]
    services.peer_files[LIST] = listed(*odd)
    summary = ask(one, tmp_path, services, only="lists")
    assert {failure.source for failure in summary.failures} <= {"comparia"}
    assert opinions(one, tmp_path)["it"][-1] == ("comparia", "It 7B", "under 3.5")


def test_a_table_is_read_for_the_models_that_it_names_or_links_to(one, tmp_path, services):
    rows = [ROW, {"Model": "it-base", "Training code accessibility": "Unreleased"}, ROW | {"Model": "Other", "Link": "https://huggingface.co/org/other"}]
    services.peer_files[EPOCH] = table(*rows, ROW | {"Model accessibility": "of two of one name the first"})

    assert ask(one, tmp_path, services, only="lists").failures == []
    fetched = snapshots.read(tmp_path, "fetched")[0]
    assert {name: {key: said.says for key, said in facts.criteria.items()} for name, facts in fetched.peers["epoch"].items()} == {
        "it (base)": {
            "Model accessibility": "Open weights (restricted use)",
            "Inference code accessibility": "Open source",
            "Training compute (FLOP)": "4.42e+24",
            "Confidence": "Likely",
            "score": "Open weights (restricted use)",
        },
        "it-base": {"Training code accessibility": "Unreleased"},
    }
    assert opinions(one, tmp_path) == {"it": [("epoch-ai", "it-base", "nothing of the weights"), ("epoch-ai", "It (Base)", "Open weights (restricted use)")]}
    assert not any(b"words" in content for content in files(tmp_path).values())
    done = enrich.catalogue(replace(one, fetched=fetched))
    [_, said] = done.second_opinions["it"]
    assert (said.url, said.criteria[2]) == ("https://epoch.ai/data/ai-models", ("Training compute", "4.42e+24", ""))


def test_a_table_that_cannot_be_read_loses_nothing_and_odd_rows_are_left_out(one, tmp_path, services):
    services.peer_files[EPOCH] = table(ROW)
    ask(one, tmp_path, services, only="lists")
    before = opinions(one, tmp_path)
    wide, endless = b"a," * 1000 + b"\n" + b"\n" * 1000, b"Model,Link\n" + b" " * 17_000_000
    for content in (b"", b"\xff,\xfe", b"<html>", wide, endless, b'Model,Link\n"' + b"x" * 200_000, b"[" * 100_000):
        services.peer_files[EPOCH] = {"data/all_ai_models.csv": content}
        summary = ask(one, tmp_path, services, only="lists")
        assert [(failure.source, failure.key, failure.kept) for failure in summary.failures] == [("epoch", "data/all_ai_models.csv", True)]
        assert opinions(one, tmp_path) == before

    odd = [
        {"Model": "It\u202e-Base"},  # turns the words after it round
        ROW | {"Model": "../../it", "Confidence": "<b>" * 400},
        ROW | {"Model": "示例" * 60},  # no disk takes the name
        {"Model": "It\x00Base"},
        {"Link": ROW["Link"]},
    ]
    services.peer_files[EPOCH] = table(*odd)
    summary = ask(one, tmp_path, services, only="lists")
    assert {failure.source for failure in summary.failures} <= {"epoch"}
    assert ("epoch-ai", "../../it", "Open weights (restricted use)") in opinions(one, tmp_path)["it"]
    assert {file.relative_to(tmp_path).parts[0] for file in tmp_path.rglob("*.json")} <= {"epoch", "confirmed.json"}


IN_MAP = {"weights": "open", "data": "documented-not-released", "code": "open", "license": "Apache-2.0", "score": "4"}


@pytest.mark.parametrize("as_text", [False, True])
def test_a_score_and_its_words_are_read_in_either_form(one, tmp_path, services, as_text):
    mapping = SCORED[SCORED.index("    weights") : SCORED.index("  note")]
    text = SCORED.replace(f"\n{mapping}", f" '{AS_TEXT}'\n") if as_text else SCORED
    services.peer_files[MAP] = {"sources/scores/it.yaml": text.encode(), "sources/products/it.yaml": b"name: it"}

    assert ask(one, tmp_path, services).failures == []
    found = snapshots.read(tmp_path, "fetched")[0].peers["aimap"]["it.yaml"]
    assert {key: said.says for key, said in found.criteria.items()} == IN_MAP
    assert opinions(one, tmp_path)["it"][-1] == ("open-source-ai-map", "it", "4 of 5")
    assert "else" not in opinions(one, tmp_path)  # what only its capability is measured by is not what is judged
    assert not any(b"words" in content for content in files(tmp_path).values())


@pytest.mark.parametrize(
    "odd",
    [
        "product: it\nopenness: {score: 5, components: 'code:open', sources: [{url: 'https://huggingface.co/org/It-Base'}]}",  # a program
        "product: [it]\nopenness: {score: true, components: [weights], sources: 7}",
        "product: it\nopenness: 5",
        "openness: {components: {weights: [[1], {value: [2]}, null], 7: open}, sources: [3, {url: 4}]}",
        "openness: {score: 99999999999, components: 'weights:" + "(" * 4000 + "'}",
    ],
)
def test_a_file_of_no_model_and_odd_values_are_no_opinion_and_no_failure(one, tmp_path, services, odd):
    services.peer_files[MAP] = {"sources/scores/odd.yaml": odd.encode(), "sources/scores/it.yaml": SCORED.encode()}

    assert ask(one, tmp_path, services).failures == []
    assert [found for some in opinions(one, tmp_path).values() for found in some if found[0] == "open-source-ai-map"] == [
        ("open-source-ai-map", "it", "4 of 5")
    ]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"a: &x [*x]", b"[" * 5000, b"release: 1", b"release: {name: 'x\x00'}", b"a" * 200_000])
def test_a_peers_file_that_cannot_be_read_loses_nothing(one, tmp_path, services, content):
    ask(one, tmp_path, services)
    before = opinions(one, tmp_path)
    services.peer_files[MOT]["models/It.yml"] = content

    summary = ask(one, tmp_path, services)

    if content != b"release: 1":  # that is a file of no release, which speaks of no model
        assert [(failure.source, failure.key, failure.kept) for failure in summary.failures] == [("mot", "It.yml", True)]
        assert opinions(one, tmp_path) == before


def test_a_file_that_is_not_the_one_listed_is_refused(one, tmp_path, services):
    services.stale["models/It.yml"] = b"other: words\n"

    summary = ask(one, tmp_path, services)

    assert {failure.detail for failure in summary.failures} == {"another revision than listed"}


def test_attribution_is_on_the_page(one, tmp_path, services):
    ask(one, tmp_path, services)
    done = enrich.catalogue(replace(one, fetched=snapshots.read(tmp_path, "fetched")[0]))
    page = dict(render.site(done, judge.catalogue(done), render.options_for(done, HERE / "templates", render.Stamp("https://example.org/", "2026-11-20"))))[
        "models/it/index.html"
    ]

    assert "European Open Source AI Index, on It Instruct: <b>21 %</b>" in page
    assert '<a href="https://osai-index.eu" rel="noopener">European Open Source AI Index</a>' in page
    assert '<a href="https://doi.org/10.5281/zenodo.15386042" rel="noopener">to be cited as</a>' in page
    assert f"https://github.com/{MOT}/blob/main/models/It.yml" in page


ODD = {
    "a list for a name": b"system: {name: [a, b], endmodelname: {x: 1}, link: [https://huggingface.co/org/It-Odd]}\n",
    "a number for components": b"release: {name: 7, license: 3, components: 12}\n",
    "lists within": b"release: {name: X, license: {distribution: [1]}, components: [[1], {name: [2]}, 3, null]}\nsystem: 4\n",
    "deep": b"[" * 60_000 + b"]" * 60_000,
    "no text": b"\xff\xfe\x00",
    "nothing": b"",
}


@pytest.mark.parametrize("odd", ODD)
def test_one_odd_file_never_ends_a_run(one, tmp_path, services, odd):
    services.peer_files[OSAI]["Odd.yaml"] = ODD[odd]
    services.peer_files[MOT]["models/odd.yml"] = ODD[odd]
    services.peer_files[MAP] = {"sources/scores/Odd.yaml": ODD[odd]}

    summary = ask(one, tmp_path, services)

    assert {failure.key for failure in summary.failures} <= {"Odd.yaml", "odd.yml"}
    assert "It.yaml" in snapshots.read(tmp_path, "fetched")[0].peers["osai"] or "it.yaml" in snapshots.read(tmp_path, "fetched")[0].peers["osai"]


def test_a_list_of_no_files_is_no_reason_to_forget_those_that_were_there(one, tmp_path, services):
    ask(one, tmp_path, services)
    before = opinions(one, tmp_path)
    services.peer_files[OSAI] = {}
    assert [(failure.source, failure.kind) for failure in ask(one, tmp_path, services).failures] == [("osai", "unexpected-shape")]
    assert opinions(one, tmp_path) == before


def test_what_cannot_be_seen_in_a_peers_file_is_told_by_its_code_and_loses_nothing_else(one, tmp_path, services):
    services.peer_files[OSAI]["It.yaml"] = CLASSES.replace("class: open", 'class: "op\\u202Een"', 1).encode()
    assert ask(one, tmp_path, services).whole
    criteria = snapshots.read(tmp_path, "fetched")[0].peers["osai"]["it.yaml"].criteria
    assert "op\\x202een" in {criterion.says for criterion in criteria.values()}
    assert len(criteria) > 1


def test_a_file_whose_name_no_disk_takes_is_left_out(one, tmp_path, services):
    services.peer_files[OSAI]["示例" * 16 + ".yaml"] = CLASSES.encode()

    assert ask(one, tmp_path, services).whole


def test_a_list_of_more_files_than_are_kept_ends_no_run(one, tmp_path, services, monkeypatch):
    ask(one, tmp_path, services)
    before = opinions(one, tmp_path)
    monkeypatch.setattr(peers, "MOST_FILES", 1)
    services.peer_files[OSAI]["More.yaml"] = CLASSES.encode()

    assert [(failure.key, failure.detail, failure.kept) for failure in ask(one, tmp_path, services).failures] == [
        (f"files of {OSAI}", "more than 1 files", True)
    ]
    assert opinions(one, tmp_path) == before


def test_a_file_that_could_not_be_read_is_read_again_though_the_list_did_not_change(one, tmp_path, services):
    services.stale["models/It.yml"] = b"other: words\n"
    assert not ask(one, tmp_path, services).whole
    services.stale.clear()
    asked = len(services.asked)

    assert ask(one, tmp_path, services, today="2026-11-21").whole

    assert [path for _, path, _ in services.asked[asked:] if path.startswith("/raw/")] == [f"/raw/{MOT}/main/models/It.yml"]
    assert opinions(one, tmp_path)["it"][1] == ("model-openness-tool", "It-Base", "Class III")
    asked = len(services.asked)
    ask(one, tmp_path, services, today="2026-11-22")
    assert [path for _, path, _ in services.asked[asked:] if path.startswith("/raw/")] == []


@pytest.mark.usefixtures("swept")
def test_a_run_that_was_interrupted_reads_no_file_twice(one, tmp_path, services):
    for at in range(10):
        services.peer_files[OSAI][f"More-{at}.yaml"] = CLASSES.replace("/It-", f"/More-{at}-").encode()
    clock, read = Time(), []

    def stop(source: str, done: int, total: int) -> None:
        if source == "osai" and done == 6:
            raise KeyboardInterrupt

    with pytest.raises(BaseException):  # noqa: B017  whatever an interruption becomes on its way out
        fetch.refresh(one, tmp_path, services.environment(), fetch.Runtime("2026-11-20", clock, clock.sleep), stop, only=["peers"])
    read += [path for _, path, _ in services.asked if path.startswith("/raw/")]
    asked = len(services.asked)

    assert ask(one, tmp_path, services).whole

    read += [path for _, path, _ in services.asked[asked:] if path.startswith("/raw/")]
    assert len(read) >= 14
    assert len([path for path in set(read) if read.count(path) > 1]) <= 1, "only what was in flight"
