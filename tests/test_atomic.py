"""Single files are written whole or not at all, whatever happens on the way."""

import os
from pathlib import Path

import pytest

from howopen.files import atomic


def names(folder: Path) -> list[str]:
    return sorted(file.name for file in folder.rglob("*"))


def test_a_file_is_replaced_and_nothing_is_left_beside_it(tmp_path):
    file = tmp_path / "a" / "b.txt"
    atomic.write(file, "one")
    atomic.write(file, b"two", durable=True)
    atomic.write(file, iter((b"th", b"ree")))
    assert file.read_bytes() == b"three"
    assert names(tmp_path) == ["a", "b.txt"]


def test_its_mode_is_the_users(tmp_path):
    before = os.umask(0o027)
    try:
        atomic.write(tmp_path / "a", "")
    finally:
        os.umask(before)
    assert (tmp_path / "a").stat().st_mode & 0o777 == 0o640


def test_content_that_fails_leaves_the_old_file_and_nothing_else(tmp_path):
    def broken():
        yield b"half"
        raise OSError("disk full")

    (tmp_path / "a").write_text("old")
    with pytest.raises(OSError, match="disk full"):
        atomic.write(tmp_path / "a", broken())
    assert (tmp_path / "a").read_text() == "old"
    assert names(tmp_path) == ["a"]


def test_a_folder_in_the_place_of_the_file_is_refused_and_stays(tmp_path):
    (tmp_path / "a" / "kept").mkdir(parents=True)
    with pytest.raises(OSError):
        atomic.write(tmp_path / "a", "x")
    assert names(tmp_path) == ["a", "kept"]


def test_a_link_in_the_place_of_the_file_is_replaced_and_what_it_leads_to_stays(tmp_path):
    (tmp_path / "other").write_text("other")
    (tmp_path / "a").symlink_to(tmp_path / "other")
    atomic.write(tmp_path / "a", "x")
    assert ((tmp_path / "other").read_text(), (tmp_path / "a").is_symlink()) == ("other", False)


def test_a_new_file_is_never_written_over_another(tmp_path):
    atomic.create(tmp_path / "a", "one")
    with pytest.raises(FileExistsError):
        atomic.create(tmp_path / "a", "two")
    (tmp_path / "link").symlink_to(tmp_path / "nowhere")
    with pytest.raises(FileExistsError):
        atomic.create(tmp_path / "link", "two")
    assert (tmp_path / "a").read_text() == "one"
    assert names(tmp_path) == ["a", "link"]


def test_what_a_file_holds_is_told_to_the_byte(tmp_path):
    atomic.write(tmp_path / "a", "ä")
    assert atomic.holds(tmp_path / "a", "ä")
    assert atomic.holds(tmp_path / "a", "ä".encode())
    assert not any(atomic.holds(tmp_path / name, text) for name, text in (("a", "ää"), ("a", "äx"), ("a", ""), ("b", ""), (".", "")))


def test_what_is_no_regular_file_holds_nothing_and_nobody_waits_for_it(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "zero").symlink_to("/dev/zero")
    assert not any(atomic.holds(tmp_path / name, text) for name in ("pipe", "zero") for text in ("", "a"))


def test_what_killed_writers_left_is_swept_and_nothing_else(tmp_path):
    for name in (".0123456789abcdef.part", "sub/.0123456789abcde0.part", "a.part", ".mine.part", ".hidden"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("")
    (tmp_path / ".0123456789abcde1.part").symlink_to("a.part")
    atomic.sweep(tmp_path)
    assert names(tmp_path) == [".0123456789abcde1.part", ".hidden", ".mine.part", "a.part", "sub"]
