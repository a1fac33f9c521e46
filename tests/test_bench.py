"""The measuring bench: what it measures is real, and what it would wrongly compare it refuses."""

from __future__ import annotations

import html
import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from bench import compare, hugo_input, measure, models
from howopen.commands import check

HERE = Path(__file__).resolve().parent.parent
COUNT = 60


@pytest.fixture(scope="module")
def made_up(tmp_path_factory):
    """A small made-up catalogue."""
    folder = tmp_path_factory.mktemp("bench") / "data"
    models.write(HERE / "data", folder, COUNT)
    return folder


@pytest.fixture(scope="module")
def built(made_up, tmp_path_factory):
    """Its site."""
    top = tmp_path_factory.mktemp("bench")
    words = ["build", "--data", made_up, "--into", top / "site", "--cache", top / "cache", "--jobs", "1"]
    subprocess.run([sys.executable, HERE / "build.py", *words], check=True, capture_output=True)
    return top / "site"


def test_made_up_models_are_correct_data_and_the_same_every_time(made_up, tmp_path):
    models.write(HERE / "data", tmp_path / "again", COUNT)

    assert [problem for problem in check.problems(made_up, (), "2026-12-31") if problem.severity == "error"] == []
    assert compare.bytes_differ(made_up, tmp_path / "again") == []


def test_an_edited_model_is_correct_data_and_can_be_edited_back(made_up, tmp_path):
    copy = Path(shutil.copytree(made_up, tmp_path / "data"))
    file = models.lonely(copy / "models")
    before = file.read_text()
    file.write_text(models.edited(before))

    assert compare.bytes_differ(made_up, copy) == [f"models/{file.name}"]
    assert [problem for problem in check.problems(copy, (file,), "2026-11-23") if problem.severity == "error"] == []
    assert models.edited(file.read_text()) == before


def test_sites_are_equal_work_until_a_file_a_word_or_an_address_is_missing(built, tmp_path):
    other = Path(shutil.copytree(built, tmp_path / "site"))
    assert compare.differences(built, other) == []

    page = other / "index.html"
    page.write_text(page.read_text().replace("Commercial use?", "Commercial", 1))
    assert [said.split(":")[0] for said in compare.differences(built, other)] == ["index.html"]

    shutil.copy(built / "index.html", page)
    (other / "badges" / models.name(7) / "label.svg").unlink()
    assert compare.differences(built, other) == [f"openness labels: 1 missing, such as badges/{models.name(7)}/label.svg"]


def test_hugo_is_given_every_word_badge_and_answer_of_a_model(built, tmp_path):
    hugo_input.write(built, tmp_path / "project")
    path = f"models/{models.name(0)}/index.html"
    given = hugo_input.read(tmp_path / "project", path)
    ready = json.loads((tmp_path / "project" / "data" / "ready.json").read_text())

    def put_out(pieces):
        return "".join(ready.get(piece.get("ready"), "") + piece.get("own", "") + html.escape(piece.get("value", "")) for piece in pieces)

    assert html.unescape(put_out(given["given"])) == html.unescape((built / path).read_text())
    assert html.unescape(put_out(given["label"])) == html.unescape((built / "badges" / models.name(0) / "label.svg").read_text())
    assert sorted(given["badges"]) == sorted(file.stem for file in (built / "badges" / models.name(0)).glob("*.json"))
    assert given["answers"][f"api/v1/models/{models.name(0)}.json"]["model"]["id"] == models.name(0)
    # what stands on one page only is not given ready
    own = [piece["value"] for piece in given["given"] if "value" in piece]
    assert any(value.startswith("https://github.com/") for value in own)


def test_a_cost_holds_all_processes_and_a_failure_is_told():
    spend = "import time; begun = time.process_time(); held = bytearray(60 << 20)\nwhile time.process_time() - begun < 0.3: pass"
    below = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {spend!r}], check=True)"
    cost = measure.run([sys.executable, "-c", below])

    assert cost.user + cost.system > 0.25
    assert cost.peak > 60
    with pytest.raises(measure.Failed, match="on purpose"):
        measure.run([sys.executable, "-c", "raise SystemExit('on purpose')"])
