"""Publishing: the folder becomes exactly the mapping, all at once, and nothing else is ever touched."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from howopen.pipeline import output

HERE = Path(__file__).resolve().parent.parent


def tree(folder: Path) -> dict[str, bytes]:
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file() and file.name != output.MARK}


def test_the_folder_holds_exactly_the_files(tmp_path):
    output.site({"index.html": "one", "a/b/c.svg": b"two"}, tmp_path / "site")
    output.site({"index.html": "new", "a/d.txt": "three"}, tmp_path / "site")

    assert tree(tmp_path / "site") == {"index.html": b"new", "a/d.txt": b"three"}
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_a_file_that_did_not_change_is_not_written_again(tmp_path):
    output.site({"a": "same", "b": "old"}, tmp_path / "site")
    before = (tmp_path / "site" / "a").stat()

    written = output.site({"a": "same", "b": "new"}, tmp_path / "site")

    after = (tmp_path / "site" / "a").stat()
    assert written == 1
    assert (before.st_ino, before.st_mtime_ns) == (after.st_ino, after.st_mtime_ns)


def test_nothing_changed_writes_nothing(tmp_path):
    output.site({"a": "same"}, tmp_path / "site")
    before = (tmp_path / "site").stat().st_ino

    assert output.site({"a": "same"}, tmp_path / "site") == 0
    assert (tmp_path / "site").stat().st_ino == before


@pytest.mark.parametrize("path", ["../out", "/etc/x", "a/../../b", "a//b", "", "a\\b", "a/./b", "a\0b"])
def test_a_path_that_leads_out_is_refused(tmp_path, path):
    with pytest.raises(ValueError, match="leads out of the site"):
        output.site({path: "x"}, tmp_path / "site")
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_not_ours_is_left_alone(tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter.txt").write_text("dear")

    with pytest.raises(output.Refused, match="did not write"):
        output.site({"a": "b"}, tmp_path / "home")
    assert (tmp_path / "home" / "letter.txt").read_text() == "dear"


def test_a_link_in_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "site").symlink_to(tmp_path / "real")

    with pytest.raises(output.Refused, match="is no folder"):
        output.site({"a": "b"}, tmp_path / "site")


WRITER = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from howopen import publish
number = 0
while True:
    number += 1
    publish.site({f"page-{n}.html": f"{number} " * 200 for n in range(60)}, Path(sys.argv[2]))
"""


def test_a_build_killed_at_any_moment_leaves_the_old_site_or_the_new_one(tmp_path):
    into = tmp_path / "site"
    for round_ in range(12):
        process = subprocess.Popen([sys.executable, "-c", WRITER, str(HERE), str(into)])
        while not into.exists():
            time.sleep(0.005)
        time.sleep(0.05 + 0.013 * round_)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

        pages = tree(into)
        assert len(pages) == 60
        assert len(set(pages.values())) == 1, "pages of two builds stand side by side"

    output.site({"index.html": "x"}, into)
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"], "what killed builds left is swept away"


# ---- upon what stands ---------------------------------------------------------------------------------------------------


def test_nothing_is_made_upon_what_somebody_touched(tmp_path):
    output.site({"a": "old"}, tmp_path / "site")

    with output.Edition(tmp_path / "site", upon=lambda: False) as edition:
        edition.put("a", "new")
        with pytest.raises(output.Touched):
            edition.publish("second")

    assert tree(tmp_path / "site") == {"a": b"old"}
    assert output.stands(tmp_path / "site") == ""
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_a_change_upon_what_stands_touches_nothing_else(tmp_path):
    output.site({"a": "same", "b": "old", "c/d": "gone", "c/e/f": "gone"}, tmp_path / "site")
    before = (tmp_path / "site" / "a").stat()

    with output.Edition(tmp_path / "site", upon=lambda: True) as edition:
        edition.put("b", "new")
        edition.put("g/h", "more")
        edition.put("a", "same")
        edition.drop("c/d")
        edition.drop("c/e/f")
        assert edition.publish("second") == 2

    assert tree(tmp_path / "site") == {"a": b"same", "b": b"new", "g/h": b"more"}
    assert (tmp_path / "site" / "a").stat() == before
    assert not (tmp_path / "site" / "c").exists()
    assert output.stands(tmp_path / "site") == "second"
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_run_left_half_moved_the_next_one_finishes(tmp_path):
    output.site({"a": "old", "b": "old", "c": "old"}, tmp_path / "site")
    fresh = tmp_path / ".site-1-left"
    fresh.mkdir()
    (fresh / "b").write_text("new")  # `a` was moved already
    (tmp_path / "site" / "a").write_text("new")
    (fresh / output.MARK).write_text("second")
    (tmp_path / ".site.journal").write_text(json.dumps({"fresh": fresh.name, "new": ["a", "b", output.MARK], "gone": ["c"]}))

    assert output.stands(tmp_path / "site") is None, "a change that is not finished is no edition"
    output.finish(tmp_path / "site")

    assert tree(tmp_path / "site") == {"a": b"new", "b": b"new"}
    assert output.stands(tmp_path / "site") == "second"
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"]


UPON = """
import sys
from pathlib import Path
sys.path.insert(0, sys.argv[1])
from howopen import publish
into = Path(sys.argv[2])
publish.site({f"page-{n}.html": "0 " * 200 for n in range(60)}, into)
number = 0
while True:
    number += 1
    with publish.Edition(into, upon=lambda: True) as edition:
        for n in range(60):
            edition.put(f"page-{n}.html", f"{number} " * 200)
        edition.publish(str(number))
"""


def test_a_change_killed_at_any_moment_is_whole_once_finished(tmp_path):
    into = tmp_path / "site"
    for round_ in range(12):
        process = subprocess.Popen([sys.executable, "-c", UPON, str(HERE), str(into)])
        while output.stands(into) in (None, ""):
            time.sleep(0.005)
        time.sleep(0.02 + 0.007 * round_)
        os.kill(process.pid, signal.SIGKILL)
        process.wait()

        output.finish(into)
        pages = tree(into)
        assert len(pages) == 60
        assert len(set(pages.values())) == 1, "pages of two builds stand side by side"
        output.site({"index.html": "x"}, into)
    assert [entry.name for entry in tmp_path.iterdir()] == ["site"], "what killed builds left is swept away"
