"""The wheel, installed away from the clone: it carries what judges and what a reader sees, begins a catalogue, builds its site and judges a file."""

from __future__ import annotations

import os
import site
import subprocess
import sys
import venv
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from small_data import DEVELOPER, HERE, MODEL, write

OWN = {"editions", "fetched", "not-assessed.yaml", "opinions"}  # of our catalogue alone
POLICY = "definitions: {os-ai-map: open-weights}\n"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture(scope="session")
def wheel(once) -> Path:
    words = ["-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation", "--disable-pip-version-check"]
    into = once("wheel", lambda into: subprocess.run([sys.executable, *words, "-w", into, HERE], check=True, capture_output=True, timeout=300))
    [file] = into.glob("howopen-*.whl")
    return file


@pytest.fixture(scope="session")
def installed(wheel, once) -> Run:
    """Runs `howopen` of an environment that has the wheel and what it depends on, and nothing of the clone."""

    def make(folder: Path) -> None:
        venv.create(folder, with_pip=False)
        [packages] = folder.glob("lib/python*/site-packages")
        # the dependencies are those that the tests were installed with; the program is the wheel's
        (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()) + "\n", encoding="utf-8")
        words = ["-m", "pip", "--python", folder / "bin" / "python", "install", "--quiet", "--no-deps", "--no-index", "--disable-pip-version-check", wheel]
        subprocess.run([sys.executable, *words], check=True, capture_output=True, timeout=300)

    folder = once("environment", make)

    def run(*words: str | Path, cwd: Path, module: bool = False) -> subprocess.CompletedProcess[str]:
        front = [folder / "bin" / "python", "-m", "howopen"] if module else [folder / "bin" / "howopen"]
        clean = {key: value for key, value in os.environ.items() if key != "PYTHONPATH"}
        return subprocess.run([*front, *words], cwd=cwd, env=clean, capture_output=True, text=True, timeout=300, check=False)

    return run


def test_a_wheel_carries_what_judges_and_no_model(wheel):
    names = zipfile.ZipFile(wheel).namelist()
    shipped = {name.removeprefix("howopen/shipped/") for name in names if name.startswith("howopen/shipped/")}
    assert {"templates/board.html", "templates/words.toml", "schema/model.schema.json", "data/vocabulary.yaml"} <= shipped
    assert {f"data/{file.name}" for file in (HERE / "data").glob("*.yaml")} - {f"data/{name}" for name in OWN} <= shipped
    for folder in ("definitions", "license-texts", "licenses", "pages"):
        assert {f"data/{folder}/{file.name}" for file in (HERE / "data" / folder).iterdir()} <= shipped
    assert not [
        name for name in shipped if name.startswith(("data/models", "data/developers", "data/opinions", "data/fetched", "data/editions", "data/not-assessed"))
    ]
    assert not [name for name in names if "__pycache__" in name]


def test_a_catalogue_begins_in_an_empty_folder_and_becomes_a_site(installed, tmp_path):
    begun = installed("init", "ours", cwd=tmp_path)
    assert begun.returncode == 0, begun.stderr
    ours = tmp_path / "ours"
    empty = installed("build", cwd=ours)
    assert (empty.returncode, empty.stdout[:10]) == (0, "0 models, "), empty.stderr
    assert (ours / ".gitignore").read_text() == "/site/\n/.site*\n/.cache/\n"
    write(ours / "data", "developers/example-institute.yaml", DEVELOPER)
    file = write(ours / "data", "models/example-7b.yaml", MODEL)
    assert {one.name for one in (ours / "data").iterdir()} == {one.name for one in (HERE / "data").iterdir()} - {
        "editions",
        "fetched",
        "not-assessed.yaml",
        "opinions",
    }
    assert installed("check", cwd=ours).stderr == "No problem found.\n"
    built = installed("build", cwd=ours)
    assert built.returncode == 0, built.stderr
    assert built.stdout.startswith("1 model, 1 made anew")
    assert "Example 7B" in (ours / "site" / "models" / "example-7b" / "index.html").read_text(encoding="utf-8")
    assert installed("build", cwd=ours).stdout.startswith("1 model, 0 made anew, 0 files written")
    (ours / "schema" / "model.schema.json").unlink()
    assert installed("schema", cwd=ours).stdout == f"5 schemas, 1 written to {ours / 'schema'}\n", "where the files of this catalogue look"
    asks = write(ours, "policy.yaml", POLICY)
    assert installed("require", "--policy", asks, "example-institute/Example-7B", cwd=ours, module=True).returncode == 0
    assert installed("check", file, cwd=ours, module=True).returncode == 0


def test_the_version_is_that_of_the_wheel(installed, wheel, tmp_path):
    said = f"howopen {wheel.name.split('-')[1]}\n"
    assert [installed("--version", cwd=tmp_path, module=module).stdout for module in (False, True)] == [said, said]


def test_a_second_beginning_in_one_folder_is_refused(installed, tmp_path):
    (tmp_path / "data").mkdir()
    again = installed("init", ".", cwd=tmp_path)
    assert (again.returncode, again.stderr) == (
        1,
        "Error: data is there already; choose another folder, or go on with what is there: `howopen check --data data`\n",
    )
    assert list((tmp_path / "data").iterdir()) == []
    (tmp_path / "file").touch()
    for name in ("file", "file/within"):
        assert installed("init", name, cwd=tmp_path).stderr == "Error: file is no folder, and a catalogue is a folder; choose another name\n"


def test_a_file_is_judged_anywhere_and_a_build_without_data_says_how_to_begin(installed, tmp_path):
    mine = MODEL.replace("developer: example-institute", "developer: someone\nfamily: example").replace("derived-from: []", "derived-from: [olmo-7b]")
    write(tmp_path, "mine.yaml", mine)
    shown = installed("show", "mine.yaml", cwd=tmp_path)
    assert shown.returncode == 0, shown.stderr
    assert shown.stdout.startswith("`derived-from` names 'olmo-7b', which is no model here: what depends on it is unknown.\n\nExample 7B (someone)\n")
    asks = write(tmp_path, "policy.yaml", POLICY)
    for words in ((), ("build",), ("check",), ("require", "--policy", asks, "example-7b")):
        nothing = installed(*words, cwd=tmp_path)
        assert nothing.returncode == 2
        assert f"there is no folder {tmp_path / 'data'}; begin a catalogue with `howopen init DIR`, or name its data with --data" in nothing.stderr
