"""The cache: an object is what its digest says, or it is none; a pack is sealed; and what no site needs goes."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest
from small_data import small

from howopen import enrich, judge, load
from howopen.files import digests, seal
from howopen.pipeline.cache import Cache, File
from howopen.stats import summary

KEY, OTHER = b"k" * seal.SIZE, b"o" * seal.SIZE
NAME, SECOND = "a" * 32, "b" * 32


@pytest.fixture(scope="module")
def one(tmp_path_factory):
    """The summary of a model."""
    known = enrich.catalogue(load.catalogue(small(tmp_path_factory.mktemp("cache"))))
    return summary.every(known, judge.catalogue(known))["example-7b"]


@pytest.fixture
def cache(tmp_path) -> Cache:
    return Cache(tmp_path / "cache", KEY)


def touched(cache: Cache, file: File, content: bytes, changed: int) -> None:
    """Write other content into the object of a file, with that time."""
    place = cache.object(file.object)
    place.unlink()
    place.write_bytes(content)
    os.utime(place, ns=(changed, changed))


def test_a_content_is_kept_once_under_its_digest(cache):
    first, again, other = cache.put("a", "words"), cache.put("b", b"words"), cache.put("c", "other")

    assert (first.path, again.path, first.object, first.size) == ("a", "b", digests.digest(b"words"), 5)
    assert first[1:] == again[1:] and other.object != first.object
    assert cache.object(first.object).read_bytes() == b"words"
    assert first.changed == cache.object(first.object).stat().st_mtime_ns
    assert cache.written == 2 and sorted(cache.names("objects")) == sorted([first.object, other.object])


def test_what_another_process_put_is_taken_and_a_part_of_it_is_written_anew(cache):
    file = cache.put("a", "words")
    later = Cache(cache.folder, KEY)
    assert later.put("a", "words") == file and later.written == 0

    touched(cache, file, b"wor", file.changed)
    later = Cache(cache.folder, KEY)
    later.put("a", "words")
    assert later.written == 1 and cache.object(file.object).read_bytes() == b"words"


@pytest.mark.parametrize(
    ("content", "moved", "held"),
    [(b"words", 0, True), (b"words", 1, True), (b"sword", 1, False), (b"wor", 0, False), (b"wor", 1, False), (b"longer words", 0, False)],
)
def test_an_object_is_held_where_nobody_touched_it_or_it_has_its_content_again(cache, content, moved, held):
    file, whole = cache.put("a", "words"), cache.put("b", "other")
    touched(cache, file, content, file.changed + moved)

    assert cache.holds([whole, file]) is cache.holds([file, whole]) is held
    assert (cache.object(file.object).stat().st_mtime_ns == file.changed) is (held or not moved), "its time is set again"
    assert cache.holds([]) and cache.holds([whole])


@pytest.mark.parametrize("spoil", ["gone", "folder", "link"])
def test_what_is_no_file_is_no_object(cache, spoil):
    file = cache.put("a", "words")
    place = cache.object(file.object)
    place.unlink()
    if spoil == "folder":
        place.mkdir()
    elif spoil == "link":
        place.symlink_to(Path(__file__))
    status = place.lstat() if spoil != "gone" else None

    assert not cache.holds([file])
    assert not cache.holds([file._replace(size=status.st_size, changed=status.st_mtime_ns)] if status else [file]), "whatever its size and time"


def test_a_pack_is_read_under_its_name_and_key_alone(cache, one):
    files = [cache.put("a", "words")]
    cache.keep(NAME, one, files)

    assert cache.pack(NAME).files == files and cache.pack(NAME).summary == one
    assert cache.pack(SECOND) is None and Cache(cache.folder, OTHER).pack(NAME) is None
    place = cache.folder / "packs" / NAME[:2] / NAME[2:]
    (cache.folder / "packs" / SECOND[:2]).mkdir()
    shutil.copy(place, cache.folder / "packs" / SECOND[:2] / SECOND[2:])
    assert cache.pack(SECOND) is None, "a pack under another name"
    place.write_bytes(place.read_bytes()[:-1])
    assert cache.pack(NAME) is None, "one that was cut"
    place.write_bytes(seal.closed(KEY, b"no pack", NAME))
    assert cache.pack(NAME) is None, "one of another shape"


def test_packs_of_another_cache_are_taken_over_whole_or_not_at_all(cache, one, tmp_path):
    other = Cache(tmp_path / "other", KEY)
    whole, broken = other.put("a", "words"), other.put("b", "other")
    other.keep(NAME, one, [whole])
    other.keep(SECOND, one, [broken])
    touched(other, broken, b"wrong", broken.changed + 1)
    other.keep("c" * 32, one, [whole._replace(object="../" + whole.object[3:])])
    cache.take(other)

    assert cache.names("packs") == [NAME] and cache.names("objects") == [whole.object]
    assert cache.holds(cache.pack(NAME).files) and cache.pack(NAME).files[0].path == "a"
    assert cache.object(whole.object).samefile(other.object(whole.object)), "linked, not written again"


def test_an_object_that_is_broken_here_is_taken_from_where_it_is_whole_and_one_that_is_whole_stays(cache, one, tmp_path):
    other = Cache(tmp_path / "other", KEY)
    file, kept = other.put("a", "words"), other.put("b", "other")
    other.keep(NAME, one, [file, kept])
    for mine in (cache.put("a", "words"), cache.put("b", "other")):
        os.utime(cache.object(mine.object), ns=(1, 1))
    touched(cache, cache.put("a", "words"), b"wrong", 1)
    later = Cache(cache.folder, KEY)
    later.take(other)

    assert later.object(file.object).read_bytes() == b"words"
    assert later.holds(later.pack(NAME).files)


def test_a_sweep_leaves_what_a_site_has_or_another_needs(cache, one, tmp_path):
    site, gone = tmp_path / "site", tmp_path / "gone"
    site.mkdir()
    gone.mkdir()
    used, needed, unused, linked = (cache.put(path, path) for path in ("used", "needed", "unused", "linked"))
    cache.link(used, str(site / "used"))
    cache.link(linked, str(site / "linked"))
    cache.keep(NAME, one, [used, needed])
    cache.keep(SECOND, one, [unused])
    cache.sweep(gone, [SECOND])
    assert cache.names("packs") == [SECOND], "the packs of the last site alone"
    cache.keep(NAME, one, [used, needed])
    cache.put("needed", "needed")
    Cache(cache.folder, KEY).put("needed", "needed")
    cache.sweep(site, [NAME])
    assert sorted(cache.names("packs")) == [NAME, SECOND], "each site that stands has its packs"
    gone.rmdir()
    Cache(cache.folder, KEY).put("needed", "needed")
    cache.sweep(site, [NAME])

    assert cache.names("packs") == [NAME] and len(cache.names("sites")) == 1
    assert sorted(cache.names("objects")) == sorted(file.object for file in (used, needed, linked))
