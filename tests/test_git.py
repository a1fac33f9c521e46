"""Git: what a commit can carry runs nothing, and takes nothing from what is told of the others."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import HERE

from howopen import history
from howopen.cli import building
from howopen.files import git, git_process
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
    assert "models/olmo-7b.yaml" in git.around(top / "data").past().commits[0].files
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


def tree(top: Path, *entries: str) -> str:
    """Id of a folder with those entries, each as `mode type id<tab>name`."""
    return do(top, "mktree", given="".join(f"{entry}\n" for entry in entries).encode())


def and_back(top: Path, name: str, folder: str) -> tuple[str, str]:
    """Commit the data with one more folder of that name and id, and then as they were; the two commits."""
    data, whole = (do(top, "rev-parse", of) for of in ("HEAD:data", "HEAD^{tree}"))
    more = tree(top, *do(top, "ls-tree", data).splitlines(), f"040000 tree {folder}\t{name}")
    for one in (tree(top, f"040000 tree {more}\tdata"), whole):
        do(top, "update-ref", "HEAD", do(top, "commit-tree", one, "-p", "HEAD", "-m", "A change"))
    return do(top, "rev-parse", "HEAD~1"), do(top, "rev-parse", "HEAD")


def test_a_commit_of_few_folders_and_a_hundred_million_paths_ends_the_history_with_a_reason(top, tmp_path, capsys):
    there = git.around(top / "data")
    folder = tree(top, *(f"100644 blob {do(top, 'hash-object', '-w', '--stdin', given=b'x')}\t{number}" for number in range(100)))
    for _ in range(3):
        folder = tree(top, *(f"040000 tree {folder}\t{number}" for number in range(100)))
    first = do(top, "rev-parse", "HEAD")
    large, again = and_back(top, "z", folder)

    assert [commit.id for commit in there.past().commits] == [again]
    assert there.past().commits[0].files == there.files(first)
    told = building.past(top / "data", tmp_path / "cache", 1)
    assert (told.state, told.changes) == ("complete", ()), "what history begins with may have been there before"
    why = f"commit {again[:12]} changes more than is read, which is 5,000 files of one commit and 1,000,000 of all"
    assert capsys.readouterr().err == f"warning: not the whole history is told: {why}\n"
    (top / "data/models/olmo-7b.yaml").unlink()
    do(top, "commit", "-q", "-a", "-m", "A change")
    told = history.read(there, Assessor, tmp_path / "cache", HERE / "howopen", workers.one_each)
    assert [(one.kind, one.model) for one in told.changes] == [("removed", "olmo-7b")]
    with pytest.raises(git_process.Unreadable, match=f"commit {large[:12]} has more than 5,000 files in the data folder; name another commit"):
        git.as_of(top / "data", large, tmp_path / "past")


def test_a_path_that_leads_out_is_left_out_and_takes_nothing_from_the_history(top, tmp_path):
    outside = tree(top, f"100644 blob {do(top, 'hash-object', '-w', '--stdin', given=b'x')}\tx")
    large, _ = and_back(top, "..", outside)

    assert not git.around(top / "data").past().commits[1].files
    told = history.read(git.around(top / "data"), Assessor, tmp_path / "cache", HERE / "howopen", workers.one_each)
    assert (told.state, told.untold, {one.model for one in told.changes}) == ("complete", "", {"olmo-7b", "llama-3.1-405b"})
    git.as_of(top / "data", large, tmp_path / "past")
    assert not (tmp_path / "past/x").exists()


def test_a_commit_of_so_many_bad_files_that_nobody_would_look_at_all_is_passed_over(top, tmp_path):
    for number in range(600):
        (top / f"data/models/a{number}.yaml").write_text("x")
    do(top, "add", "data")
    do(top, "commit", "-q", "-m", "A change")
    bad = do(top, "rev-parse", "HEAD")
    do(top, "checkout", "-q", "HEAD~1", "--", "data")
    for number in range(600):
        (top / f"data/models/a{number}.yaml").unlink()
    (top / "data/models/olmo-7b.yaml").unlink()
    do(top, "commit", "-q", "-a", "-m", "A change")

    told = history.read(git.around(top / "data"), Assessor, tmp_path / "cache", HERE / "howopen", workers.one_each)
    assert [(one.kind, one.model, one.commit == bad) for one in told.changes if one.kind == "removed"] == [("removed", "olmo-7b", False)]
    assert {one.model for one in told.changes} == {"olmo-7b", "llama-3.1-405b"}
