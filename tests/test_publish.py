"""Publishing: the folder becomes exactly the files, all at once, and nothing that the program did not make is ever touched."""

from __future__ import annotations

import errno
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from howopen.files import disk, manifest, seal
from howopen.pipeline.cache import Cache
from howopen.pipeline.output import Tree
from howopen.records.errors import Refused

HERE = Path(__file__).resolve().parent.parent
KEY = b"k" * seal.SIZE


def publish(files: dict[str, str | bytes], into: Path) -> None:
    """Make `into` hold exactly those files, as a build does."""
    cache = Cache(into.parent / "cache", KEY)
    with Tree(into, cache) as tree:
        tree.lay(cache.put(path, content) for path, content in files.items())
        tree.publish()


def tree(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file() and file.name != manifest.NAME}


def beside(folder: Path) -> list[str]:
    return sorted(entry.name for entry in folder.iterdir() if entry.name != "cache")


def test_the_folder_holds_exactly_the_files(tmp_path):
    publish({"index.html": "one", "a/b/c.svg": b"two"}, tmp_path / "site")
    publish({"index.html": "new", "a/d.txt": "three"}, tmp_path / "site")

    assert tree(tmp_path / "site") == {"index.html": b"new", "a/d.txt": b"three"}
    assert not (tmp_path / "site/a/b").exists()
    assert beside(tmp_path) == ["site"]
    assert (tmp_path / "site").stat().st_mode & 0o777 == 0o755


def test_the_manifest_tells_every_touch_of_what_lies_there(tmp_path):
    site = tmp_path / "site"
    publish({"a": "same", "b/c": "old", "b/d": "old"}, site)
    noted = manifest.read(site, KEY)
    assert noted and manifest.describes(noted, site)

    def touched(change: Callable[[], object], undo: Callable[[], object]) -> bool:
        change()
        found = not manifest.describes(noted, site)
        assert manifest.describing(noted, site)() is not found
        undo()
        assert manifest.describes(noted, site) and manifest.describing(noted, site)()
        return found

    before = (site / "b/c").stat()
    assert touched(lambda: (site / "a").rename(site / "e"), lambda: (site / "e").rename(site / "a"))
    assert touched(lambda: (site / "b/new").write_text(""), (site / "b/new").unlink)
    assert touched(lambda: os.utime(site / "b/c"), lambda: os.utime(site / "b/c", ns=(0, before.st_mtime_ns)))
    (site / "b/d").unlink()
    (site / "b/d").write_text("old")
    assert not manifest.describes(noted, site), "another file of the same content, from another time"


def test_a_file_that_did_not_change_keeps_its_time_and_equal_files_are_one(tmp_path):
    publish({"a": "same", "b": "old", "c": "same"}, tmp_path / "site")
    before = (tmp_path / "site" / "a").stat()
    publish({"a": "same", "b": "new", "c": "same"}, tmp_path / "site")

    after = (tmp_path / "site" / "a").stat()
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)
    assert (tmp_path / "site" / "c").stat().st_ino == after.st_ino


@pytest.mark.parametrize("number", [errno.EMLINK, errno.EXDEV, errno.EPERM])
def test_where_links_are_impossible_files_are_copied_with_their_times(tmp_path, monkeypatch, number):
    def refused(*_: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(os, "link", refused)
    publish({"a": "same", "b": "old"}, tmp_path / "site")
    publish({"a": "same", "b": "new"}, tmp_path / "site")

    assert tree(tmp_path / "site") == {"a": b"same", "b": b"new"}
    noted = manifest.read(tmp_path / "site", KEY)
    assert noted and manifest.describes(noted, tmp_path / "site")


def test_a_system_that_opens_no_folder_and_knows_no_lock_publishes_too_and_sweeps_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(disk, "hold", lambda _folder: None)
    monkeypatch.setitem(sys.modules, "fcntl", None)
    monkeypatch.delattr(os, "fork")
    left = tmp_path / f".site-{'0' * 16}"
    left.mkdir()
    publish({"index.html": "one", "a/b.txt": "two"}, tmp_path / "site")
    publish({"index.html": "new"}, tmp_path / "site")
    noted = manifest.read(tmp_path / "site", KEY)

    assert tree(tmp_path / "site") == {"index.html": b"new"}
    assert beside(tmp_path) == [left.name, "site"], "whoever makes it may still be at it"
    assert noted and manifest.describing(noted, tmp_path / "site")()


@pytest.mark.parametrize("path", ["../out", "/etc/x", "a/../../b", "a//b", "", "a\\b", "a/./b", "a\0b"])
def test_a_path_that_leads_out_is_refused(tmp_path, path):
    with pytest.raises(Refused, match="leads out of the site"):
        publish({path: "x"}, tmp_path / "site")
    assert beside(tmp_path) == []


def test_a_path_through_more_folders_than_can_be_made_is_refused(tmp_path):
    """A part of a site may name any; folders within folders ended in a traceback."""
    with pytest.raises(Refused, match=r"'d/d/.*' and so on is longer than a path of a site can be"):
        publish({"d/" * 2000 + "x": "x"}, tmp_path / "site")
    assert beside(tmp_path) == []


@pytest.mark.parametrize("other", ["a/b", "a/b/c", "a"])
def test_two_files_of_one_path_are_refused_and_so_is_one_in_the_place_of_a_folder(tmp_path, other):
    cache = Cache(tmp_path / "cache", KEY)
    for paths in (("a/b", other), (other, "a/b")):
        with Tree(tmp_path / "site", cache) as fresh, pytest.raises(Refused, match=r"two files of the site are called a"):
            fresh.lay(cache.put(path, str(number)) for number, path in enumerate(paths))
        assert beside(tmp_path) == []


@pytest.mark.parametrize("at", [1, 2, 3])
def test_where_folders_cannot_be_exchanged_the_old_site_is_put_back_when_the_new_one_cannot_take_its_place(tmp_path, monkeypatch, at):
    publish({"a": "old"}, tmp_path / "site")
    renames = []

    def rename(one: Path, other: Path) -> Path:
        renames.append(one)
        if len(renames) == at and at < 3:
            raise OSError(errno.EACCES, "no")
        os.rename(one, other)  # noqa: PTH104  the other one stands in for this one
        return other

    monkeypatch.setattr(disk, "_exchange", lambda *_: False)
    monkeypatch.setattr(Path, "rename", rename)
    if at < 3:
        with pytest.raises(OSError, match="no"):
            publish({"a": "new"}, tmp_path / "site")
    else:
        publish({"a": "new"}, tmp_path / "site")
    assert tree(tmp_path / "site") == {"a": b"old" if at < 3 else b"new"}
    assert beside(tmp_path) == ["site"]


# ---- only what is ours --------------------------------------------------------------------------------------------------


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear")

    with pytest.raises(Refused, match="did not write"):
        publish({"a": "b"}, tmp_path / "home")
    assert (tmp_path / "home" / "letter.txt").read_text() == "dear"


def test_a_link_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "real")

    with pytest.raises(Refused, match="is no folder"):
        publish({"a": "b"}, tmp_path / "site")


@pytest.mark.parametrize("mark", ["", "any", "0" * 64, "the site's own", "a link"])
def test_a_mark_that_came_with_a_commit_or_a_copy_makes_nothing_ours(tmp_path, mark):
    publish({"index.html": "x"}, tmp_path / "site")
    own = (tmp_path / "site" / manifest.NAME).read_bytes()
    for name in ("docs", ".site-2025-backup"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "letter.txt").write_text("dear")
        if mark == "a link":
            (tmp_path / name / manifest.NAME).symlink_to(tmp_path / "site" / manifest.NAME)
        else:
            (tmp_path / name / manifest.NAME).write_bytes(own if mark == "the site's own" else mark.encode())

    publish({"index.html": "y"}, tmp_path / "site")
    with pytest.raises(Refused, match="did not write"):
        publish({"index.html": "x"}, tmp_path / "docs")
    assert (tmp_path / "docs/letter.txt").read_text() == (tmp_path / ".site-2025-backup/letter.txt").read_text() == "dear"


def test_a_site_that_was_copied_or_moved_is_no_longer_ours(tmp_path):
    publish({"index.html": "x"}, tmp_path / "site")
    shutil.copytree(tmp_path / "site", tmp_path / "copy")
    (tmp_path / "deeper").mkdir()
    (tmp_path / "site").rename(tmp_path / "deeper/site")

    assert manifest.read(tmp_path / "copy", KEY) is None
    assert manifest.read(tmp_path / "deeper/site", KEY) is None
    (tmp_path / "deeper/site").rename(tmp_path / "site")
    assert manifest.read(tmp_path / "site", KEY)
    assert manifest.read(tmp_path / "site", b"s" * seal.SIZE) is None, "nor is it another user's"


def test_siblings_are_never_swept_by_their_names(tmp_path):
    names = [".site-fedcba9876543210", ".site-2025-backup", ".site-20240101-old", ".site-1-left", ".site.journal", "site-old", ".site-"]
    for name in names:
        (tmp_path / name).mkdir()
        (tmp_path / name / "letter.txt").write_text("dear")
    (tmp_path / ".site-link").symlink_to(tmp_path / "site-old")
    publish({"a": "b"}, tmp_path / "site")
    publish({"a": "c"}, tmp_path / "site")

    assert beside(tmp_path) == sorted([*names, ".site-link", "site"])
    assert all((tmp_path / name / "letter.txt").read_text() == "dear" for name in names)


def test_a_link_that_is_called_like_a_tree_is_not_swept_nor_what_lies_behind_it(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / ".0123456789abcdef.part").write_text("dear")
    (tmp_path / ".site-0123456789abcdef").symlink_to(tmp_path / "elsewhere")
    publish({"a": "b"}, tmp_path / "site")

    assert (tmp_path / ".site-0123456789abcdef" / ".0123456789abcdef.part").read_text() == "dear"


def test_a_build_that_fails_leaves_nothing_beside_the_site(tmp_path):
    publish({"a": "b"}, tmp_path / "site")
    with pytest.raises(Refused), Tree(tmp_path / "site", Cache(tmp_path / "cache", KEY)) as made:
        made.lay([made._cache.put("../out", "b")])

    assert beside(tmp_path) == ["site"]
    assert tree(tmp_path / "site") == {"a": b"b"}


def test_a_tree_that_somebody_began_by_hand_is_not_swept_whatever_it_is_called(tmp_path):
    for name, inside in ((".site-0123456789abcdef", "letter.txt"), (".site-0123456789abcdee", None)):
        (tmp_path / name).mkdir()
        if inside:
            (tmp_path / name / inside).write_text("dear")
    publish({"a": "b"}, tmp_path / "site")

    assert beside(tmp_path) == [".site-0123456789abcdef", "site"], "an empty one is what a build killed at its beginning leaves"


def test_sweeping_leaves_a_running_build_alone(tmp_path):
    cache = Cache(tmp_path / "cache", KEY)
    with Tree(tmp_path / "site", cache) as running:
        [fresh] = beside(tmp_path)
        assert re.fullmatch(r"\.site-[0-9a-f]{16}", fresh), "by which it is found when a build is killed"
        other = WRITER.split("number = 0")[0] + "t.publish({'a': 'b'}, t.Path(sys.argv[3]))"
        subprocess.run([sys.executable, "-c", other, str(HERE), str(HERE / "tests"), str(tmp_path / "site")], check=True)
        assert beside(tmp_path) == [fresh, "site"]
        running.publish()
    publish({"a": "c"}, tmp_path / "site")
    assert beside(tmp_path) == ["site"]


def test_what_somebody_laid_in_while_the_site_was_replaced_is_kept_without_a_mark(tmp_path, monkeypatch):
    publish({"a": "one", "b/c": "x"}, tmp_path / "site")
    whole = disk.put_in_place

    def late(fresh: Path, place: Path) -> None:
        (place / "b/CNAME").write_text("theirs")
        whole(fresh, place)

    monkeypatch.setattr(disk, "put_in_place", late)
    publish({"a": "one"}, tmp_path / "site")
    monkeypatch.undo()
    publish({"a": "two"}, tmp_path / "site")

    [left] = [name for name in beside(tmp_path) if name != "site"]
    assert tree(tmp_path / left) == {"b/CNAME": b"theirs"}


WRITER = """
import sys
sys.path[:0] = sys.argv[1:3]
import test_publish as t
number = 0
while True:
    number += 1
    t.publish({f"page-{n}.html": f"{number} " * 200 for n in range(60)}, t.Path(sys.argv[3]))
"""


def test_a_build_killed_at_any_moment_leaves_the_old_site_or_the_new_one(tmp_path):
    into = tmp_path / "site"
    for round_ in range(12):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(HERE), str(HERE / "tests"), str(into)])
        before = into.stat().st_ino if into.exists() else 0
        while not into.exists() or into.stat().st_ino == before:
            time.sleep(0.002)
        time.sleep(0.003 * round_)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

        pages = tree(into)
        assert len(pages) == 60
        assert len(set(pages.values())) == 1, "pages of two builds stand side by side"

    (tmp_path / ".site-0123456789abcdef").mkdir()  # one that was killed before it had a whole manifest
    (tmp_path / ".site-0123456789abcdef/.0123456789abcdef.part").write_text("")
    (tmp_path / ".site-0123456789abcde0/film.part").mkdir(parents=True)  # a stranger's
    publish({f"page-{n}.html": "x" for n in range(60)}, into)
    assert beside(tmp_path) == [".site-0123456789abcde0", "site"], "what killed builds left is swept away"
