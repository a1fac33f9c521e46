"""Records kept between commands: taken for the same text by the same program of the same user, and for nothing else."""

from __future__ import annotations

import pickle
import shutil
import subprocess
from pathlib import Path

import pytest
from small_data import small, write

from howopen import load
from howopen.cli import options, places
from howopen.files import digests, seal
from howopen.load import kept
from howopen.records.errors import BadData
from howopen.records.model import Model

KEY = b"k" * seal.SIZE


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A folder that stands for the program."""
    return write(tmp_path / "program", "it.py", "").parent


@pytest.fixture
def data(tmp_path: Path, program: Path) -> Path:
    """A small catalogue whose records have been kept."""
    folder = small(tmp_path)
    looked(folder, program)
    return folder


def looked(data: Path, program: Path, key: bytes = KEY):
    with kept.between_commands(data.parent / "cache", key, program) as records:
        return load.catalogue(data, records)


def no_validation(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        raise AssertionError("a file was read although nothing changed")

    monkeypatch.setattr(Model, "model_validate", fail)


def test_what_was_read_once_is_taken_and_is_the_same(data, program, monkeypatch):
    plain = load.catalogue(data)
    no_validation(monkeypatch)
    assert looked(data, program) == plain


def test_the_places_of_what_was_taken_are_told(data, program):
    write(data, "vocabulary.yaml", (data / "vocabulary.yaml").read_text().replace("  text: {label: text}\n", "  words: {label: words}\n", 1))
    with pytest.raises(BadData) as bare:
        load.catalogue(data)
    with pytest.raises(BadData) as found:
        looked(data, program)
    assert found.value.problems == bare.value.problems
    assert any(problem.path == "data/models/example-7b.yaml" and problem.line > 1 for problem in found.value.problems)


def test_another_text_is_read(data, program):
    file = data / "models/example-7b.yaml"
    file.write_text(file.read_text().replace("Example 7B", "Example 8B"))
    assert looked(data, program).models["example-7b"].name == "Example 8B"
    assert looked(data, program).models["example-7b"].name == "Example 8B"


def test_a_file_of_another_name_is_read(data, program):
    shutil.move(data / "models/sample-2.yaml", data / "models/sample-3.yaml")
    assert looked(data, program).models["sample-3"].id == "sample-3"


def test_the_last_text_is_refused_again_when_it_has_a_fault(data, program):
    file = write(data, "models/sample-2.yaml", "name: [\n")
    for _ in range(2):
        with pytest.raises(BadData):
            looked(data, program)
    assert file.read_text() == "name: [\n"


@pytest.mark.parametrize("other", ["key", "program", "cut", "empty", "foreign"])
def test_what_is_not_of_this_user_and_this_program_is_not_taken(data, program, monkeypatch, other):
    file, key = data.parent / "cache/records", KEY
    if other == "key":
        key = b"o" * seal.SIZE
    elif other == "program":
        write(program, "it.py", "changed = True")
    else:
        file.write_bytes({"cut": file.read_bytes()[:-1], "empty": b"", "foreign": pickle.dumps({("Model", "example-7b"): ("", b"")})}[other])
    monkeypatch.setattr(pickle, "loads", lambda _: pytest.fail("a stranger's file was unpickled"))
    assert looked(data, program, key).models.keys() == {"example-7b", "sample-2"}


def test_what_came_with_a_commit_is_not_taken_whatever_seal_it_bears(data, program, monkeypatch):
    for name, value in (("DATA", data), ("CACHE", data.parent / "cache"), ("PACKAGE", program)):
        monkeypatch.setattr(places, name, value)
    monkeypatch.setattr(seal, "own_key", lambda: KEY)
    with options.records_of(data) as records:
        assert records.get(Model, "example-7b", (data / "models/example-7b.yaml").read_text()) is not None
    for words in (("init", "-q"), ("add", "-f", "cache/records")):
        subprocess.run(["git", "-C", data.parent, *words], check=True, capture_output=True)  # noqa: S607
    monkeypatch.setattr(pickle, "loads", lambda _: pytest.fail("a stranger's file was unpickled"))
    with options.records_of(data) as records:
        assert records.get(Model, "example-7b", (data / "models/example-7b.yaml").read_text()) is None


def test_nothing_is_written_where_nothing_is_new(data, program):
    file = data.parent / "cache/records"
    before = file.stat()
    looked(data, program)
    assert (file.stat().st_ino, file.stat().st_mtime_ns) == (before.st_ino, before.st_mtime_ns)


def test_a_place_that_cannot_be_written_costs_time_alone(tmp_path, program):
    data = small(tmp_path)
    write(tmp_path, "cache", "a file where the folder would be")
    assert looked(data, program).models
    assert (tmp_path / "cache").is_file()


def test_what_one_command_does_not_read_is_left_for_the_next(data, program, monkeypatch):
    with kept.between_commands(data.parent / "cache", KEY, program) as records:
        write(data, "developers/example-institute.yaml", "name: Another Institute\n")
        load.shared(data, records)
    no_validation(monkeypatch)
    assert looked(data, program).developers["example-institute"].name == "Another Institute"


def test_the_digest_of_a_program_is_of_what_it_does(tmp_path):
    program = write(tmp_path, "program/it.py", "").parent
    before = digests.of_program(program)
    write(program, "__pycache__/it.pyc", "compiled")
    assert digests.of_program(program) == before
    write(program, "it.py", "other")
    assert digests.of_program(program) != before
