"""Git: what a commit can carry runs nothing, and takes nothing from what is told of the others."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import HERE

from howopen import history
from howopen.files import git
from howopen.pipeline import workers
from howopen.pipeline.assess import Assessor


def do(place: Path, *words: str | Path, given: bytes | None = None) -> str:
    named = ("-c", "user.name=A", "-c", "user.email=a@example.org")
    return subprocess.run(["git", "-C", place, *named, *words], input=given, capture_output=True, check=True).stdout.decode().strip()  # noqa: S607


@pytest.fixture
def top(data):
    """A repository with one commit, of the folder `data`."""
    do(data.parent, "init", "-q", "-b", "main")
    do(data.parent, "add", "data")
    do(data.parent, "commit", "-q", "-m", "A change")
    return data.parent


def plant(folder: Path, ran: Path) -> None:
    """Files that a commit can carry and that git takes for a repository, whose settings name a program."""
    for name in ("objects/x", "refs/x"):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).touch()
    (folder / "HEAD").write_text("ref: refs/heads/main\n")
    (folder / "config").write_text(f'[core]\n repositoryformatversion = 0\n bare = false\n worktree = .\n fsmonitor = "touch {ran}; false"\n')


def test_a_repository_that_a_commit_brought_is_taken_for_none_and_runs_nothing(top, tmp_path):
    ran, cache = tmp_path / "ran", top / ".cache"
    for folder in (cache, top / "data"):
        plant(folder, ran)
    subprocess.run(["git", "-C", cache, "ls-files"], capture_output=True, check=False)  # noqa: S607
    assert ran.exists(), "git by itself does take it for one, and runs what it names"
    ran.unlink()
    assert not git.tracks(cache)
    do(top, "add", "-f", ".cache")

    assert git.tracks(cache)
    assert git.newest(top / "data")[1] == git.state(top / "data").split()[0] == do(top, "rev-parse", "HEAD")
    assert "models/olmo-7b.yaml" in git.around(top / "data").commits()[0].files
    assert (git.as_of(top / "data", "HEAD", tmp_path / "past") / "models/olmo-7b.yaml").exists()
    shutil.rmtree(top / ".git")
    assert not git.tracks(cache) and git.around(top / "data") is None and git.state(top / "data") == ""
    assert not ran.exists()


def carried(top: Path, mode: str, path: str, content: bytes = b"x") -> None:
    """Commit a file of that mode, as no working tree could hold it."""
    blob = do(top, "hash-object", "-w", "--stdin", given=content)
    do(top, "update-index", "--add", "--replace", "--cacheinfo", f"{mode},{blob},{path}")
    do(top, "commit", "-q", "-m", "A change")


@pytest.mark.parametrize(
    ("mode", "path"),
    [("100644", f"data/models/{'x' * 300}.yaml"), ("100644", f"data/{'x/' * 2000}x"), ("120000", "data/models"), ("120000", "data/models/olmo-7b.yaml")],
    ids=["a long name", "a deep place", "a link for a folder", "a link for a file"],
)
def test_what_no_disk_takes_and_what_is_no_file_takes_nothing_from_the_history(top, tmp_path, mode, path):
    carried(top, mode, path)
    do(top, "reset", "-q", "HEAD~1", "--", ".")
    do(top, "commit", "-q", "-m", "As it was")

    told = history.read(git.around(top / "data"), Assessor, tmp_path / "cache", HERE / "howopen", workers.one_each)
    assert (told.state, {one.model for one in told.changes}) == ("complete", {"olmo-7b", "llama-3.1-405b"})


def test_what_is_too_large_to_be_read_is_never_taken_from_the_repository(top, tmp_path, monkeypatch):
    monkeypatch.setattr(git, "MOST_BYTES", 1000)
    monkeypatch.setattr(git, "MOST_WRITTEN", 2500)
    there = git.around(top / "data")
    blobs = {
        f"{name}.yaml": do(top, "hash-object", "-w", "--stdin", given=name.encode() * size) for name, size in (("a", 900), ("b", 1001), ("c", 599), ("d", 1))
    }

    there.write({**blobs, "e.yaml": blobs["d.yaml"]}, tmp_path / "past")

    files = {file.stem: file.read_bytes() for file in (tmp_path / "past").iterdir()}
    assert files == {"a": b"a" * 900, "b": bytes(1001), "c": b"c" * 599, "d": bytes(1001), "e": bytes(1001)}
