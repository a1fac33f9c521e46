"""The line over many models: the same bytes whether made anew, from the last build, by several processes, or in shards."""

from __future__ import annotations

import functools
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from conftest import HERE, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_data import MODEL, small, write

from bench import models as made_up
from howopen import pipeline, render
from howopen.pipeline import cache, ledger, output, sections, shards
from howopen.records.errors import BadData, Refused

STAMP = render.Stamp("https://example.org/", "2026-11-23")
FINE_TUNE = MODEL.replace("Example 7B", "Fine Tune").replace("Example-7B", "Fine-Tune")


@pytest.fixture
def place(tmp_path) -> Path:
    """A folder with data of four models, one derived from another and one from that, and templates that may be changed."""
    data = small(tmp_path)
    write(data, "models/fine-tune.yaml", FINE_TUNE.replace("derived-from: []", "derived-from: [example-7b]"))
    write(data, "models/finer-tune.yaml", FINE_TUNE.replace("Fine", "Finer").replace("derived-from: []", "derived-from: ['hf:Example-Institute/fine-tune']"))
    shutil.copytree(HERE / "templates", tmp_path / "templates")
    return tmp_path


def order(place: Path, **more) -> sections.Order:
    data, templates = place / "data", place / "templates"
    return sections.Order(**{"data": data, "templates": templates, "seen": cache.look(HERE / "howopen", templates, data), "stamp": STAMP} | more)


def tree(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def again(place: Path) -> int:
    """Build from the last build; returns how many files were written."""
    return pipeline.build(order(place), place / "site", place / "last.ledger", 1)[1]


def anew(place: Path) -> dict[str, bytes]:
    shutil.rmtree(place / "anew", ignore_errors=True)
    pipeline.build(order(place), place / "anew", None, 1)
    return tree(place / "anew")


# ---- from the last build ------------------------------------------------------------------------------------------------


def test_nothing_changed_writes_nothing_and_keeps_the_folder(place):
    again(place)
    before = (place / "site").stat().st_ino

    assert again(place) == 0
    assert (place / "site").stat().st_ino == before


def test_one_model_changed_makes_its_files_and_the_lists_and_nothing_else(place):
    again(place)
    times = {path: (place / "site" / path).stat().st_mtime_ns for path in tree(place / "site")}
    write(place / "data", "models/sample-2.yaml", (place / "data/models/sample-2.yaml").read_text().replace("Apache-2.0", "MIT"))

    written = again(place)

    changed = {path for path in tree(place / "site") if times.get(path) != (place / "site" / path).stat().st_mtime_ns}
    assert written == len(changed - {output.MARK})
    assert {path for path in changed if path.startswith("models/")} == {"models/sample-2/index.html"}
    assert {"index.html", "api/v1/models.json", "licenses/MIT/index.html"} <= changed
    assert not {path for path in changed if "example-7b" in path.lower() or "tune" in path.lower()}
    assert tree(place / "site") == anew(place)


def test_a_change_reaches_what_derives_from_it_by_id_or_by_hugging_face_id_and_what_it_derives_from(place):
    again(place)
    write(place / "data", "models/example-7b.yaml", MODEL.replace("public", "gated").replace("Example 7B", "Renamed 7B"))
    again(place)

    assert "Renamed 7B" in (place / "site/models/fine-tune/index.html").read_text()
    assert "Renamed 7B" in (place / "site/models/finer-tune/index.html").read_text()
    write(place / "data", "models/finer-tune.yaml", (place / "data/models/finer-tune.yaml").read_text().replace("Finer Tune", "Finest"))
    again(place)
    assert "Finest" in (place / "site/models/example-7b/index.html").read_text()
    assert tree(place / "site") == anew(place)


def edits(place: Path, chance: random.Random) -> None:
    """One change such as people make, anywhere."""
    data, kind = place / "data", chance.randrange(10)
    models = sorted((data / "models").iterdir())
    one = chance.choice(models)
    text = one.read_text()
    if kind < 3:
        swaps = [("public", "gated"), ("gated", "public"), ("Apache-2.0", "MIT"), ("MIT", "LicenseRef-Example"), ("full", "partial"), ("2026-05", "2025-04")]
        old, new = chance.choice(swaps)
        one.write_text(text.replace(old, new))
    elif kind == 3:
        taken = {file.stem for file in models}  # a model written anew might derive from itself, which is refused
        name = chance.choice([f"new-{number}" for number in range(100) if f"new-{number}" not in taken])
        base = chance.choice(models).stem
        write(data, f"models/{name}.yaml", MODEL.replace("Example", f"New{name}").replace("derived-from: []", f"derived-from: [{base}]"))
    elif kind == 4 and len(models) > 4 and models[-2].stem.startswith("new-"):
        named = {file for file in models if any(file.stem in other.read_text().split("derived-from", 1)[-1].splitlines()[0] for other in models)}
        for file in [file for file in models if file.stem.startswith("new-") and file not in named][:2]:
            file.unlink()
    elif kind == 5:
        one.write_text(text + f"aliases: [former-{chance.randrange(1000)}]\n" if "aliases" not in text else text + "# seen again\n")
    elif kind == 6:
        file = data / "developers/example-institute.yaml"
        file.write_text(file.read_text().replace("Example Institute", chance.choice(["Example Institute", "Other Institute"])))
    elif kind == 7:
        file = data / "licenses/LicenseRef-Example.yaml"
        file.write_text(file.read_text().replace("restricted", "allowed") if chance.random() < 0.5 else file.read_text().replace("allowed", "restricted"))
    elif kind == 8:
        file = chance.choice(sorted((data / "definitions").iterdir()))
        file.write_text(file.read_text() + f"# edit {chance.randrange(1000)}\n")
    else:
        file = place / "templates" / chance.choice(["model.html", "board.html", "assets/style.css"])
        file.write_text(file.read_text() + ("" if file.suffix == ".css" else "{# edited #}") + "\n")


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6))
def test_after_any_edits_the_bytes_are_those_of_a_clean_build(tmp_path_factory, seed):
    place, chance = tmp_path_factory.mktemp("place"), random.Random(seed)
    small(place)
    shutil.copytree(HERE / "templates", place / "templates")
    again(place)
    for _ in range(4):
        for _ in range(chance.randrange(1, 3)):
            edits(place, chance)
        again(place)
    assert tree(place / "site") == anew(place)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda text: b"",
        lambda text: text[: len(text) // 2],
        lambda text: text.replace(b"Example 7B", b"Another 7"),
        lambda text: b"\n".join(text.split(b"\n")[:-2]) + b"\n",
        lambda text: b"\x80\x04\x95 not ours",
        lambda text: b"{}\n" * 3,
    ],
    ids=["empty", "cut", "changed", "a line short", "foreign", "other lines"],
)
def test_a_ledger_that_is_broken_or_foreign_is_thrown_away(place, spoil):
    again(place)
    file = place / "last.ledger"
    file.write_bytes(spoil(file.read_bytes()))
    with pytest.raises(ledger.BadLedger):
        ledger.read(file)

    again(place)
    assert tree(place / "site") == anew(place)


def test_a_site_that_somebody_touched_is_made_anew(place):
    again(place)
    (place / "site/models/example-7b/index.html").write_text("touched")
    (place / "site/badges/sample-2/openness.svg").unlink()
    (place / "site/more.txt").write_text("more")

    again(place)
    assert tree(place / "site") == anew(place)


def test_a_ledger_of_another_folder_or_of_other_options_is_not_taken_from(place):
    again(place)
    pipeline.build(order(place, stamp=render.Stamp("https://elsewhere.example/", "2026-11-23")), place / "site", place / "last.ledger", 1)

    assert "https://elsewhere.example/" in (place / "site/models/example-7b/index.html").read_text()


def test_another_library_or_another_version_is_seen(place, monkeypatch):
    looked = functools.partial(cache.look, HERE / "howopen", place / "templates", place / "data")
    before = looked()
    monkeypatch.syspath_prepend(place)
    assert looked() == before
    (place / "jinja2-99.0.dist-info").mkdir()
    after = looked()

    assert after.program != before.program
    assert after.models == before.models


def test_the_prints_see_every_file_that_a_page_rests_on(place):
    def seen() -> cache.Look:
        return cache.look(HERE / "howopen", place / "templates", place / "data")

    before = seen()
    for path in ("templates/model.html", "templates/assets/style.css", "data/site.yaml", "data/licenses/LicenseRef-Example.yaml"):
        whole = (place / path).read_bytes()
        (place / path).write_bytes(whole + b"\n")
        assert seen().program != before.program, path
        (place / path).write_bytes(whole)
    write(place / "data", "models/sample-2.yaml", MODEL)
    after = seen()
    assert after.program == before.program
    assert {path for path in after.models if after.models[path] != before.models.get(path)} == {"sample-2.yaml"}


def test_the_command_tells_that_nothing_changed_before_it_imports_what_reads_the_data(place):
    words = ["build", "--data", place / "data", "--into", place / "site", "--cache", place / "cache", "--today", "2026-11-23"]
    run(*words)
    whole = tree(place / "site")

    early = subprocess.run([sys.executable, "-X", "importtime", HERE / "build.py", *words], capture_output=True, text=True, check=True)
    assert "4 models, 0 files written" in early.stdout
    assert "pydantic" not in early.stderr and "jinja2" not in early.stderr
    (place / "site/index.html").write_text("touched")
    assert "0 files" not in run(*words).stdout
    assert tree(place / "site") == whole
    [note] = (place / "cache/build").glob("*.note")
    for spoiled in ("", "{}", '{"state": 1}', note.read_text().replace('"models": 4', '"models": "many"')):
        note.write_text(spoiled)
        assert run(*words).stdout.startswith("4 models")
    write(place / "data", "models/sample-2.yaml", MODEL.replace("Example", "Other"))
    run(*words)
    assert "Other 7B" in (place / "site/models/sample-2/index.html").read_text()


# ---- several processes ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Path:
    """A place with enough models for two processes."""
    place = tmp_path_factory.mktemp("many")
    made_up.write(HERE / "data", place / "data", sections.FEW + 60)
    (place / "templates").symlink_to(HERE / "templates")
    pipeline.build(order(place), place / "one", None, 1)
    return place


def test_two_processes_make_the_same_bytes_as_one(many):
    models, written = pipeline.build(order(many), many / "two", None, 2)

    assert models == sections.FEW + 60
    assert tree(many / "two") == tree(many / "one")
    assert written == len(tree(many / "two")) - 1


def test_what_is_wrong_is_told_whole_whichever_process_meets_it(many, tmp_path):
    shutil.copytree(many / "data", tmp_path / "data")
    files = sorted((tmp_path / "data/models").iterdir())
    for file in files[:4]:
        file.write_text(file.read_text().replace("availability: public", "availability: sometimes", 1))
    (tmp_path / "templates").symlink_to(HERE / "templates")

    with pytest.raises(BadData) as told:
        pipeline.build(order(tmp_path), tmp_path / "site", None, 2)
    assert {problem.path for problem in told.value.problems} == {f"data/models/{file.name}" for file in files[:4]}
    assert not (tmp_path / "site").exists()


# ---- shards ---------------------------------------------------------------------------------------------------------------


def parts(place: Path, count: int) -> list[Path]:
    found = [place / f"part-{count}-{number}" for number in range(1, count + 1)]
    for number, part in enumerate(found, start=1):
        shards.make(order(place), part, number, count, 1)
    return found


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_shards_put_together_are_the_site_made_in_one_piece(place, count):
    models, _ = shards.merge(order(place), place / "site", parts(place, count), place / "last.ledger", 1)

    assert models == 4
    assert tree(place / "site") == anew(place)
    assert again(place) == 0, "the next build takes from it"


def test_shards_are_refused_when_one_is_missing_twice_there_broken_or_of_other_data(place):
    one, two = parts(place, 2)
    for wrong, why in (([one], "give all shards"), ([one, two, two], "give each shard once"), ([one, place / "data"], "no shard")):
        with pytest.raises(Refused, match=why):
            shards.merge(order(place), place / "site", wrong, None, 1)
    file = place / "data/models/sample-2.yaml"
    file.write_text(file.read_text().replace("Sample 2", "Sample 3"))
    with pytest.raises(Refused, match="other data"):
        shards.merge(order(place), place / "site", [one, two], None, 1)
    assert not (place / "site").exists()


def test_the_command_makes_shards_and_puts_them_together(place):
    for number in (1, 2):
        run("build", "--data", place / "data", "--into", place / f"p{number}", "--shard", f"{number}/2", "--today", "2026-11-23")
    said = run("build", "--data", place / "data", "--into", place / "site", "--merge", place / "p1", "--merge", place / "p2", "--today", "2026-11-23")

    assert said.stdout.startswith("4 models")
    assert "must be K/N" in run("build", "--shard", "3/2", expect=2).stderr
    assert "--merge to put parts together" in run("build", "--shard", "1/2", "--merge", place / "p1", expect=2).stderr
