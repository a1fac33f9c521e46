"""Seals: files that this program wrote here are told from those that came with a commit."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from howopen.files import seal

KEY = b"k" * seal.SIZE


def test_only_what_was_sealed_with_the_key_as_that_thing_is_opened():
    closed = seal.closed(KEY, b"content", "name")

    assert seal.opened(KEY, closed, "name") == b"content"
    assert seal.opened(KEY, closed, "other") is None
    assert seal.opened(b"s" * seal.SIZE, closed, "name") is None
    assert seal.opened(b"", closed, "name") is None
    assert seal.opened(KEY, closed + b"x", "name") is None
    assert seal.opened(KEY, closed[:-1], "name") is None
    assert seal.opened(KEY, b"", "name") is None


def test_parts_that_are_cut_elsewhere_have_another_seal():
    assert seal.sign(KEY, "ab", "c") != seal.sign(KEY, "a", "bc")


def test_what_is_no_regular_file_is_never_read(tmp_path):
    (tmp_path / "link").symlink_to("/dev/zero")
    os.mkfifo(tmp_path / "pipe")
    for name in ("link", "pipe", "missing", "."):
        assert seal.read(KEY, tmp_path / name, "name") is None


def test_a_file_that_is_larger_than_any_of_ours_is_never_read(tmp_path, monkeypatch):
    """One of thirty gigabytes, all but empty on the disk, ended a build in a traceback."""
    file = tmp_path / "file"
    file.write_bytes(seal.closed(KEY, b"content", "name"))
    assert seal.read(KEY, file, "name") == b"content"
    os.truncate(file, seal.MOST_BYTES + 1)
    monkeypatch.setattr(Path, "read_bytes", lambda _: pytest.fail("it is read"))
    assert seal.read(KEY, file, "name") is None


def test_the_key_is_kept_and_is_readable_by_its_owner_only(tmp_path):
    key = seal.key_in(tmp_path / "state")

    assert len(key) == seal.SIZE
    assert seal.key_in(tmp_path / "state") == key != seal.key_in(tmp_path / "other")
    assert (tmp_path / "state/key").stat().st_mode & 0o777 == 0o600
    assert [file.name for file in (tmp_path / "state").iterdir()] == ["key"]


def readable(file: Path) -> None:
    file.chmod(0o644)  # as git writes files


def short(file: Path) -> None:
    file.write_bytes(b"k")


def link(file: Path) -> None:
    file.rename(file.with_name("elsewhere"))
    file.symlink_to("elsewhere")


@pytest.mark.parametrize("spoil", [readable, short, link])
def test_a_key_that_may_be_a_strangers_is_none(tmp_path, spoil):
    key = seal.key_in(tmp_path)
    spoil(tmp_path / "key")

    assert seal.key_in(tmp_path) not in (key, b"k")
    assert seal.key_in(tmp_path) == seal.key_in(tmp_path)


def test_where_no_key_can_be_kept_there_is_one_for_this_process(tmp_path):
    (tmp_path / "file").write_text("")
    assert seal.key_in(tmp_path / "file") != seal.key_in(tmp_path / "file")


def test_a_key_that_lies_in_the_folder_one_is_in_is_none(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    planted = seal.key_in(tmp_path / "~" / ".local/state/howopen")
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    monkeypatch.setattr(os.path, "expanduser", lambda place: place)  # as for a user who has no home
    seal.own_key.cache_clear()
    try:
        assert seal.own_key() == seal.own_key() != planted
    finally:
        seal.own_key.cache_clear()
