"""Causes: what a verdict on a model rests on, which change of a file it is laid to, and whom a change leaves alone."""

from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import HERE

from howopen import enrich, history, judge
from howopen.history import causes
from howopen.records.catalogue import Catalogue
from howopen.records.change import Cause
from howopen.records.fetched import DeadLink, Fetched, HubFacts, PaperFacts, RepositoryFacts
from howopen.records.license import Alias
from howopen.records.model import Model

SHA = "0123456789abcdef0123456789abcdef01234567"
ON = {"on": "2026-11-01", "by": "maintainers"}
CODE = {"availability": "public", "evidence": ["https://github.com/org/code"], "checked": ON}
PAPER = {"availability": "public", "evidence": ["https://arxiv.org/abs/2501.00001"], "checked": ON}
DATA = {"datasets": [{"name": "Corpus", "huggingface": "org/corpus"}], "evidence": ["https://example.org/data"], "checked": ON}
IT = {
    "sources": {"huggingface": ["org/it", "org/it-other"], "github": ["org/code"]},
    "derived-from": ["base", "hf:org/far"],
    "components": {"training-code": CODE, "technical-report": PAPER, "training-data": DATA},
}
BASE = {
    "sources": {"huggingface": "org/base"},
    "derived-from": [],
    "components": {"weights": {"license": "CC-BY-4.0", "evidence": ["https://x.org"], "checked": ON}},
}
LONE = {"derived-from": [], "components": {"weights": {"license": "MIT", "evidence": ["https://x.org"], "checked": ON}}}


def hub(name: str, license_: str = "mit", **more) -> HubFacts:
    return HubFacts.model_validate({"id": name, "sha": SHA, "license": [license_], "weight-files": 1, **more})


FETCHED = Fetched(
    models={"org/it": hub("org/it"), "org/far": hub("org/far")},
    repositories={"org/code": RepositoryFacts(id="org/code", license="MIT")},
    papers={"2501.00001": PaperFacts(id="2501.00001")},
    datasets={"org/corpus": hub("org/corpus")},
)


@pytest.fixture(scope="module")
def world(known):
    """A way to complete three models: `it` derives from `base`, and `lone` from nothing."""

    def complete(fetched: Fetched = FETCHED, **changed) -> Catalogue:
        said = {"it": IT, "base": BASE, "lone": LONE} | changed.pop("models", {})
        models = {key: Model.model_validate({"id": key, "name": key, "developer": "ai2", **one}) for key, one in sorted(said.items())}
        return enrich.catalogue(replace(known, models=models, written={}, filled={}, fetched=fetched, opinions={}, **changed))

    return complete


@pytest.fixture(scope="module")
def calm(world):
    return world()


def told(known: Catalogue, key: str, *files: str) -> list[tuple[str, str]]:
    return [(one.kind, one.id) for one in causes.of_files(known, key, files)]


@pytest.mark.parametrize(
    ("file", "cause"),
    [
        ("models/it.yaml", ("model", "it")),
        ("models/base.yaml", ("base-model", "base")),
        ("licenses/CC-BY-4.0.yaml", ("license", "CC-BY-4.0")),
        ("license-aliases.yaml", ("license-aliases", "")),
        ("license-texts/MIT.yaml", ("license-aliases", "")),
        ("definitions/osaid-1.0.yaml", ("definition", "osaid-1.0")),
        ("vocabulary.yaml", ("vocabulary", "")),
        ("free-terms.yaml", ("vocabulary", "")),
        ("fetched/huggingface-models/org/it.json", ("fetched", "huggingface-models/org/it")),
        ("fetched/huggingface-models/org/base.json", ("fetched", "huggingface-models/org/base")),
        ("fetched/huggingface-models/org/far.json", ("fetched", "huggingface-models/org/far")),
        ("fetched/huggingface-datasets/org/corpus.json", ("fetched", "huggingface-datasets/org/corpus")),
        ("fetched/github/org/code.json", ("fetched", "github/org/code")),
        ("fetched/arxiv/2501.00001.json", ("fetched", "arxiv/2501.00001")),
    ],
)
def test_a_verdict_rests_on_the_file(calm, file, cause):
    assert told(calm, "it", file) == [cause]


@pytest.mark.parametrize(
    "file",
    [
        "models/lone.yaml",
        "models/it-2.yaml",
        "licenses/CC-BY-NC-4.0.yaml",
        "fetched/github/org/code-2.json",
        "fetched/github/org/cod.json",
        "fetched/github/org/code/more.json",
        "fetched/huggingface-models/org/it-other.json",  # only the first id is the release meant
        "fetched/huggingface-models/org/it-2.json",
        "fetched/huggingface-datasets/org/it.json",
        "fetched/arxiv/2501.00002.json",
        "fetched/links.json",
        "fetched/confirmed.json",
        "fetched/osai/it.json",
        "board.yaml",
        "site.yaml",
        "peers.yaml",
        "developers/ai2.yaml",
        "opinions/it.yaml",
    ],
)
def test_a_verdict_does_not_rest_on_the_file(calm, file):
    assert told(calm, "it", file) == []


def test_causes_come_once_and_in_the_order_of_the_files(calm):
    files = ("vocabulary.yaml", "models/base.yaml", "free-terms.yaml", "models/it.yaml", "models/base.yaml")
    assert told(calm, "it", *files) == [("vocabulary", ""), ("base-model", "base"), ("model", "it")]


def test_spellings_are_no_cause_where_nothing_was_fetched(calm):
    assert told(calm, "lone", "license-aliases.yaml") == []


def test_dead_links_are_a_cause_where_evidence_is_among_them(world):
    dead = world(replace(FETCHED, dead={"https://github.com/org/code": DeadLink(since="2026-11-20")}))
    assert told(dead, "it", "fetched/links.json") == [("fetched", "links")]
    assert told(dead, "lone", "fetched/links.json") == []


# ---- two states -------------------------------------------------------------------------------------------------------


def paths(before: Catalogue, after: Catalogue, key: str = "it") -> list[str]:
    return causes.between(before, after, key, "osaid-1.0")


def test_a_change_of_spellings_alone_is_laid_to_them_and_to_no_model(world, calm, known):
    spellings = known.spellings.model_copy(update={"huggingface": known.spellings.huggingface | {"mit": Alias(means="CC-BY-NC-4.0")}})
    after = world(spellings=spellings)
    assert calm.models["it"] != after.models["it"]
    assert paths(calm, after) == ["license-aliases"]
    assert paths(calm, after, "lone") == []


def test_each_changed_file_is_named_and_none_that_stayed(world, calm, known):
    assert paths(calm, calm) == []
    assert paths(calm, world(models={"base": BASE | {"name": "Other"}})) == ["models/base"]
    assert paths(calm, world(models={"it": IT | {"name": "Other"}})) == ["models/it"]
    other = replace(FETCHED, repositories={"org/code": RepositoryFacts(id="org/code", license="Apache-2.0")})
    assert paths(calm, world(other)) == ["fetched/github/org/code"]
    terms = known.free_terms.model_copy(update={"terms": ()})
    assert paths(calm, world(free_terms=terms)) == ["free-terms"]
    assert paths(calm, world(definitions=known.definitions | {"g7-2026": known.definitions["g7-2026"].model_copy(update={"version": "2"})})) == []
    osaid = known.definitions["osaid-1.0"].model_copy(update={"version": "2"})
    assert paths(calm, world(definitions=known.definitions | {"osaid-1.0": osaid})) == ["definitions/osaid-1.0"]


def test_another_license_in_a_model_file_is_no_change_of_a_license_file(world, calm):
    other = {"weights": BASE["components"]["weights"] | {"license": "CC-BY-NC-4.0"}}
    assert paths(calm, world(models={"base": BASE | {"components": other}})) == ["models/base"]


def test_only_what_can_differ_is_judged_again(world, calm, known):
    def stale(**changed) -> set[str]:
        return causes.stale(calm, world(**changed))

    assert stale() == set()
    assert stale(models={"lone": LONE | {"name": "Other"}}) == {"lone"}
    assert stale(models={"base": BASE | {"name": "Other"}}) == {"base", "it"}
    assert stale(models={"new": LONE}) == {"new"}
    assert stale(models={"new": LONE | {"sources": {"huggingface": "org/far"}}}) == {"new", "it"}  # what `it` calls hf:org/far is here now
    everyone = {"it", "base", "lone"}
    assert stale(fetched=replace(FETCHED, dead={"https://x.org": DeadLink(since="2026-11-20")})) == everyone
    for name in ("vocabulary", "free_terms", "board"):
        other = {"vocabulary": {"modalities": {}}, "free_terms": {"terms": ()}, "board": {"badge_label": "x"}}[name]
        assert stale(**{name: getattr(known, name).model_copy(update=other)}) == everyone
    assert stale(definitions=dict(list(known.definitions.items())[:-1])) == everyone
    assert stale(licenses=known.licenses | {"MIT": known.licenses["CC-BY-4.0"]}) == everyone
    assert causes.stale(world(models={"gone": LONE}), calm) == {"gone"}


def test_whose_verdicts_differ_is_told_to_be_stale(world, calm):
    after = world(models={"base": BASE | {"derived-from": ["hf:x/y"]}, "new": LONE})
    before, now = judge.catalogue(calm), judge.catalogue(after)
    assert {key for key in now if key not in before or now[key].verdicts != before[key].verdicts} <= causes.stale(calm, after)
    assert "lone" not in causes.stale(calm, after)


# ---- the program ------------------------------------------------------------------------------------------------------


def test_the_digest_of_the_program_is_of_all_that_judging_imports_and_of_nothing_else(tmp_path: Path):
    def program(**files: str) -> str:
        told = {"judge": "from howopen import licenses\n", "load": "from howopen.files import yaml\n", "licenses": "", "files": "", "render": ""} | files
        (tmp_path / "pipeline").mkdir(exist_ok=True)
        (tmp_path / "pipeline" / "__init__.py").write_text("from howopen import render\n")
        (tmp_path / "pipeline" / "assess.py").write_text(told.pop("assess", "from howopen import judge, load\n"))
        for name, text in told.items():
            (tmp_path / name).mkdir(exist_ok=True)
            (tmp_path / name / "__init__.py").write_text(text)
        return history.fingerprint(tmp_path)

    first = program()
    assert program() == first
    assert program(render="x = 1\n") == first
    for name in ("assess", "judge", "load", "licenses", "files"):
        assert program(**{name: "x = 1\n"}) != first, name


def test_the_imports_that_are_read_as_text_are_those_of_the_syntax():
    for file in sorted((HERE / "howopen").rglob("*.py")):
        imports = [node for node in ast.walk(ast.parse(file.read_bytes())) if isinstance(node, ast.ImportFrom)]
        whole = {name.name for node in imports if node.module == "howopen" for name in node.names}
        inner = {node.module.split(".")[1] for node in imports if node.module and node.module.startswith("howopen.")}
        assert history._imported(file.read_bytes()) == whole | inner, file


def test_a_cause_is_ordered_by_kind_and_id():
    assert Cause("license", "a") < Cause("license", "b") < Cause("model", "a")
