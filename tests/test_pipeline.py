"""The whole site over many models: the same bytes whether made anew, from the cache, by several processes, or in parts."""

from __future__ import annotations

import functools
import hashlib
import os
import random
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import HERE, run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_data import MODEL, small, write

from bench import models as made_up
from howopen import pipeline, render
from howopen.files import digests, disk, git, manifest, seal
from howopen.pipeline import workers
from howopen.pipeline.cache import Cache
from howopen.records.errors import BadData, Refused

pytestmark = pytest.mark.slow  # whole sites, if small ones
KEY = b"k" * seal.SIZE
FINE_TUNE = MODEL.replace("Example 7B", "Fine Tune").replace("Example-7B", "Fine-Tune")


@pytest.fixture
def place(tmp_path) -> Path:
    """A folder with data of four models, one derived from another and one from that."""
    data = small(tmp_path)
    write(data, "models/fine-tune.yaml", FINE_TUNE.replace("derived-from: []", "derived-from: [example-7b]"))
    write(data, "models/finer-tune.yaml", FINE_TUNE.replace("Fine", "Finer").replace("derived-from: []", "derived-from: ['hf:Example-Institute/fine-tune']"))
    return tmp_path


def with_templates(place: Path) -> Path:
    """The place with templates of its own, that may be changed; all others share those of the tree, and the code made of them."""
    shutil.copytree(HERE / "templates", place / "templates", dirs_exist_ok=True)
    return place


def plan(place: Path, address: str = "https://example.org/") -> pipeline.Plan:
    data, templates = place / "data", own if (own := place / "templates").exists() else HERE / "templates"
    options = render.Options(templates, render.Stamp(address, "2026-11-23"))
    return pipeline.Plan(data, digests.inputs(HERE / "howopen", templates, data), options)


def tree(folder: Path) -> dict[str, bytes]:
    files = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    assert manifest.describes(manifest.read(folder, KEY), folder) and files.pop(manifest.NAME)
    return files


def again(place: Path) -> pipeline.Built:
    """Build with what earlier builds left in the cache."""
    return pipeline.build(plan(place), Cache(place / "cache", KEY), place / "site", 1)


ANEW: dict[bytes, dict[str, bytes]] = {}  # sites that were built anew, by the digest of what they are made of


def anew(place: Path) -> dict[str, bytes]:
    content = hashlib.sha256()
    for file in sorted(file for folder in ("data", "templates") for file in (place / folder).rglob("*") if file.is_file()):
        content.update(repr((str(file.relative_to(place)), file.read_bytes())).encode())
    if (made_of := content.digest()) not in ANEW:
        shutil.rmtree(place / "anew", ignore_errors=True)
        shutil.rmtree(place / "empty", ignore_errors=True)
        pipeline.build(plan(place), Cache(place / "empty", KEY), place / "anew", 1)
        ANEW[made_of] = tree(place / "anew")
    return ANEW[made_of]


# ---- from the cache ------------------------------------------------------------------------------------------------


def test_nothing_changed_writes_nothing_and_keeps_the_folder(place):
    words = ["build", "--data", place / "data", "--into", place / "site", "--cache", place / "cache", "--today", "2026-11-23"]
    run(*words)
    before = (place / "site").stat().st_ino

    assert run(*words).stdout.startswith("4 models, 0 made anew, 0 files written")
    assert (place / "site").stat().st_ino == before


def test_one_model_changed_makes_its_files_and_the_lists_and_nothing_else(place):
    again(place)
    times = {path: (place / "site" / path).stat().st_mtime_ns for path in tree(place / "site")}
    write(place / "data", "models/sample-2.yaml", (place / "data/models/sample-2.yaml").read_text().replace("Apache-2.0", "MIT"))

    built = again(place)

    changed = {path for path in tree(place / "site") if times.get(path) != (place / "site" / path).stat().st_mtime_ns}
    assert built[:2] == (4, 1)
    assert built.written == len({(place / "site" / path).stat().st_ino for path in changed})
    assert {path for path in changed if path.startswith("models/")} == {"models/sample-2/index.html"}
    assert {"licenses/index.html", "api/v1/models.json", "licenses/MIT/index.html"} <= changed
    assert not {path for path in changed if "example-7b" in path.lower() or "tune" in path.lower()}
    assert tree(place / "site") == anew(place)


def test_a_change_reaches_what_derives_from_it_by_id_or_by_hugging_face_id_and_what_it_derives_from(place):
    again(place)
    write(place / "data", "models/example-7b.yaml", MODEL.replace("public", "gated").replace("Example 7B", "Renamed 7B"))
    again(place)

    assert "Renamed 7B" in (place / "site/models/fine-tune/index.html").read_text()
    assert "Renamed 7B" in (place / "site/models/finer-tune/index.html").read_text()
    write(place / "data", "models/finer-tune.yaml", (place / "data/models/finer-tune.yaml").read_text().replace("Finer Tune", "Finest"))
    again(place)
    assert "Finest" in (place / "site/models/example-7b/index.html").read_text()
    assert tree(place / "site") == anew(place)


def edits(place: Path, chance: random.Random) -> None:
    """One change such as people make, anywhere."""
    data, kind = place / "data", chance.randrange(10)
    models = sorted((data / "models").iterdir())
    one = chance.choice(models)
    text = one.read_text()
    if kind < 3:
        swaps = [("public", "gated"), ("gated", "public"), ("Apache-2.0", "MIT"), ("MIT", "LicenseRef-Example"), ("full", "partial"), ("2026-05", "2025-04")]
        old, new = chance.choice(swaps)
        one.write_text(text.replace(old, new))
    elif kind == 3:
        taken = {file.stem for file in models}  # a model written anew might derive from itself, which is refused
        name = chance.choice([f"new-{number}" for number in range(100) if f"new-{number}" not in taken])
        base = chance.choice(models).stem
        write(data, f"models/{name}.yaml", MODEL.replace("Example", f"New{name}").replace("derived-from: []", f"derived-from: [{base}]"))
    elif kind == 4 and len(models) > 4 and models[-2].stem.startswith("new-"):
        named = {file for file in models if any(file.stem in other.read_text().split("derived-from", 1)[-1].splitlines()[0] for other in models)}
        for file in [file for file in models if file.stem.startswith("new-") and file not in named][:2]:
            file.unlink()
    elif kind == 5:
        one.write_text(text + f"aliases: [former-{chance.randrange(1000)}]\n" if "aliases" not in text else text + "# seen again\n")
    elif kind == 6:
        file = data / "developers/example-institute.yaml"
        file.write_text(file.read_text().replace("Example Institute", chance.choice(["Example Institute", "Other Institute"])))
    elif kind == 7:
        file = data / "licenses/LicenseRef-Example.yaml"
        file.write_text(file.read_text().replace("restricted", "allowed") if chance.random() < 0.5 else file.read_text().replace("allowed", "restricted"))
    elif kind == 8:
        file = chance.choice(sorted((data / "definitions").iterdir()))
        file.write_text(file.read_text() + f"# edit {chance.randrange(1000)}\n")
    else:
        file = place / "templates" / chance.choice(["model.html", "board.html", "assets/style.css"])
        file.write_text(file.read_text() + ("" if file.suffix == ".css" else "{# edited #}") + "\n")


@settings(max_examples=6, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6))
def test_after_any_edits_the_bytes_are_those_of_a_clean_build(tmp_path_factory, seed):
    place, chance = tmp_path_factory.getbasetemp() / "edited", random.Random(seed)
    for folder in place.iterdir() if place.exists() else ():
        if folder.name != "templates":  # which the code that was made of them goes with
            shutil.rmtree(folder)
    small(with_templates(place))
    again(place)
    for _ in range(4):
        for _ in range(chance.randrange(1, 3)):
            edits(place, chance)
        again(place)
    assert tree(place / "site") == anew(place)


def test_a_model_that_is_gone_leaves_nothing_behind(place):
    again(place)
    gone = place / "data/models/finer-tune.yaml"
    gone.unlink()

    assert again(place)[:2] == (3, 2), "what it derives from names it no more"
    assert tree(place / "site") == anew(place)
    assert not (place / "site/models/finer-tune").exists()
    assert not any(b"finer-tune" in content for content in tree(place / "site").values())


def test_what_was_made_once_is_taken_again_when_an_edit_is_undone_before_the_cache_is_swept(place):
    again(place)
    pipeline.build(plan(place, "https://elsewhere.example/"), Cache(place / "cache", KEY), place / "other", 1)
    shutil.rmtree(place / "site")

    assert again(place) == (4, 0, 0), "sweeping keeps what another site has"


def objects(place: Path) -> dict[str, Path]:
    cache = Cache(place / "cache", KEY)
    return {digest: cache.object(digest) for digest in cache.names("objects")}


def page_of(place: Path) -> Path:
    """The object of a model's page."""
    inode = (place / "site/models/sample-2/index.html").stat().st_ino
    return next(file for file in objects(place).values() if file.stat().st_ino == inode)


def empty(file: Path) -> None:
    file.write_bytes(b"")


def cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[: file.stat().st_size // 2])


def changed(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-1] + b"~")


def foreign(file: Path) -> None:
    file.write_bytes(b"\x80\x04\x95 not ours")


def gone(file: Path) -> None:
    file.unlink()


def linked(file: Path) -> None:
    file.unlink()
    file.symlink_to("/dev/zero")


@pytest.mark.parametrize("spoil", [empty, cut, changed, foreign, gone, linked])
@pytest.mark.parametrize("kind", ["objects", "packs", "sites"])
def test_what_is_broken_or_foreign_in_the_cache_costs_a_rebuild_and_is_never_taken(place, spoil, kind):
    again(place)
    shutil.copytree(place / "site", place / "kept")
    for file in sorted((place / "cache" / kind).rglob("*")):
        if file.is_file():
            spoil(file)

    again(place)
    assert tree(place / "site") == anew(place)
    assert again(place) == (4, 0, 0), "and then it is whole again"


def test_a_pack_that_another_key_sealed_is_none(place):
    stranger = Cache(place / "cache", b"s" * seal.SIZE)
    pipeline.build(plan(place), stranger, place / "theirs", 1)

    assert again(place).made == 4


def test_an_object_of_another_size_is_not_held_however_its_time_is_set(tmp_path):
    cache = Cache(tmp_path, KEY)
    file = cache.put("a", "long enough")
    assert cache.holds([file])
    place = cache.object(file.object)
    place.chmod(0o644)
    place.write_bytes(b"short")
    os.utime(place, ns=(file.changed, file.changed))

    assert not cache.holds([file])


def test_an_object_of_the_right_size_and_content_but_of_another_time_is_taken(place):
    again(place)
    for file in objects(place).values():
        os.utime(file, (1, 1))
    shutil.rmtree(place / "site")

    assert again(place) == (4, 0, 0)
    assert again(place) == (4, 0, 0)


def test_a_site_that_somebody_touched_is_made_anew(place):
    again(place)
    whole = anew(place)
    page = place / "site/models/example-7b/index.html"
    with page.open("r+") as stream:  # in place, and so in the object that it is a name of
        stream.write("touched")
    (place / "site/badges/sample-2/openness.svg").unlink()

    assert again(place).made
    assert tree(place / "site") == whole
    assert again(place) == (4, 0, 0)


def test_a_badge_touched_in_place_is_mended_wherever_its_content_stands(place):
    again(place)
    whole = anew(place)
    badge = place / "site/badges/example-7b/openness.svg"
    stat = badge.stat()
    assert stat.st_nlink > 2, "badges are alike and share one file"
    badge.write_bytes(badge.read_bytes().replace(b"svg", b"gvs"))

    again(place)
    assert tree(place / "site") == whole


@pytest.mark.parametrize("path", ["CNAME", ".git/config", "models/keep", "badges/sample-2/mine.svg"])
def test_what_somebody_laid_into_the_site_is_refused_and_kept(place, path):
    again(place)
    write(place / "site", path, "theirs")
    before = {str(file): file.read_bytes() for file in (place / "site").rglob("*") if file.is_file()}
    write(place / "data", "models/sample-2.yaml", MODEL.replace("Example 7B", "Other").replace("Example-7B", "Other"))

    for _ in range(2):
        with pytest.raises(Refused, match=f"site/{path} did not come from this program; move it away"):
            again(place)
    assert {str(file): file.read_bytes() for file in (place / "site").rglob("*") if file.is_file()} == before
    (place / "site" / path).unlink()
    again(place)
    assert tree(place / "site") == anew(place)


def test_what_lies_in_a_site_whose_cache_is_gone_is_refused_unless_the_new_site_has_it(place):
    again(place)
    shutil.rmtree(place / "cache")
    again(place)
    shutil.rmtree(place / "cache")
    write(place / "site", "CNAME", "example.org")

    with pytest.raises(Refused, match="site/CNAME did not come"):
        again(place)
    assert (place / "site/CNAME").read_text() == "example.org"


def test_a_cache_made_with_other_options_is_not_taken_from(place):
    again(place)
    pipeline.build(plan(place, "https://elsewhere.example/"), Cache(place / "cache", KEY), place / "site", 1)

    assert "https://elsewhere.example/" in (place / "site/models/example-7b/index.html").read_text()


def test_a_cache_does_not_grow_without_end(place):
    again(place)
    count, file = len(objects(place)), place / "data/models/sample-2.yaml"
    for number in range(3, 6):
        file.write_text(file.read_text().replace(f"Sample {number - 1}", f"Sample {number}"))
        again(place)
        assert abs(len(objects(place)) - count) < 5
        assert len(Cache(place / "cache", KEY).names("packs")) == 4


# ---- what a disk refuses, and two builds at once ----------------------------------------------------------------------------


def test_a_folder_that_cannot_be_written_is_told_in_a_sentence(place, monkeypatch):
    again(place)
    before = tree(place / "site")
    write(place / "data", "models/sample-2.yaml", MODEL.replace("Example 7B", "Other").replace("Example-7B", "Other"))
    (place / "file").write_text("")

    with pytest.raises(Refused, match=r"/file: File exists; the site is as it was: make room there, or choose another place"):
        pipeline.build(plan(place), Cache(place / "file", KEY), place / "site", 1)
    with pytest.raises(Refused, match=r"file.*the site is as it was"):
        pipeline.build(plan(place), Cache(place / "cache", KEY), place / "file" / "site", 1)
    assert tree(place / "site") == before


def test_a_full_disk_is_told_in_a_sentence_and_the_site_stands(place):
    again(place)
    before = tree(place / "site")
    write(place / "data", "models/sample-2.yaml", MODEL.replace("Example 7B", "Other").replace("Example-7B", "Other"))
    # a limit on the size of files refuses as a full disk does, at the first write
    code = (
        "import resource, signal, sys; from pathlib import Path; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
        f"sys.path[:0] = [{str(HERE)!r}, {str(HERE / 'tests')!r}]; import test_pipeline as t; from howopen.records.errors import Refused\n"
        "resource.setrlimit(resource.RLIMIT_FSIZE, (10_000, 10_000))\n"
        f"try: t.again(Path({str(place)!r}))\nexcept Refused as said: print(said)"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert "File too large; the site is as it was: make room there" in said and said.count("\n") == 1
    assert tree(place / "site") == before
    again(place)
    assert tree(place / "site") == anew(place)


def test_the_second_of_two_builds_says_that_it_waits_and_then_builds(place):
    words = ["build", "--data", place / "data", "--into", place / "site", "--cache", place / "cache", "--today", "2026-11-23"]
    with disk.locked(place / "cache/build/lock", lambda: None):
        second = subprocess.Popen([sys.executable, HERE / "build.py", *words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        assert "another build uses" in second.stderr.readline()
        time.sleep(0.2)
        assert second.poll() is None and not (place / "site").exists()
    assert second.communicate()[0].startswith("4 models, 4 made anew")


@pytest.mark.parametrize("spoil", [os.mkfifo, lambda lock: lock.symlink_to("elsewhere")], ids=["pipe", "link"])
def test_a_lock_that_is_no_file_of_ours_is_told_and_never_waited_for_or_followed(place, spoil):
    (place / "cache").mkdir()
    lock = place / "cache" / "lock"
    spoil(lock)
    with pytest.raises(Refused) as refused:
        again(place)
    assert str(refused.value).startswith(f"{lock}: ")
    assert str(refused.value).endswith("; the site is as it was: make room there, or choose another place")
    assert not (lock.parent / "elsewhere").exists()


def test_a_pipe_in_the_place_of_an_object_is_replaced(place):
    again(place)
    whole = tree(place / "site")
    one = sorted(file for file in (place / "cache/objects").rglob("*") if file.is_file())[0]
    one.unlink()
    os.mkfifo(one)
    shutil.rmtree(place / "cache/packs")
    shutil.rmtree(place / "site")
    again(place)
    assert tree(place / "site") == whole


@pytest.mark.parametrize(("option", "name"), [("--into", "site"), ("--into", "."), ("--cache", "models/cache")])
def test_nothing_is_written_into_the_data(place, option, name):
    before = sorted((place / "data").rglob("*"))
    words = {"--into": place / "out", "--cache": place / "cache"} | {option: place / "data" / name}
    done = run("build", "--data", place / "data", *(word for pair in words.items() for word in pair), expect=2)
    assert "lies in the data, which the next build reads; choose another place with " + option in " ".join(done.stderr.split())
    assert sorted((place / "data").rglob("*")) == before


def test_a_cache_that_git_tracks_is_refused(place):
    again(place)
    planted = place / "cache" / "build" / "packs" / "x"
    write(place, "cache/build/packs/x", "planted")
    for words in (("init", "-q"), ("add", "-f", planted)):
        subprocess.run(["git", "-C", place, *words], check=True, capture_output=True)  # noqa: S607

    done = run("build", "--data", place / "data", "--into", place / "out", "--cache", place / "cache", expect=1)
    assert "git tracks files in" in done.stderr and "git rm -r --cached" in done.stderr
    assert not (place / "out").exists()

    (place / "elsewhere").mkdir()
    (place / "linked").symlink_to("elsewhere")  # where another's files could lie
    assert not git.tracks(place / "linked") and not git.tracks(place / "nowhere")
    subprocess.run(["git", "-C", place, "add", "linked"], check=True, capture_output=True)  # noqa: S607
    assert git.tracks(place / "linked") and not git.tracks(place / "elsewhere")


def test_another_library_or_another_version_is_seen(place, monkeypatch):
    looked = functools.partial(digests.inputs, HERE / "howopen", HERE / "templates", place / "data")
    before = looked()
    monkeypatch.syspath_prepend(place)
    assert looked() == before
    (place / "jinja2-99.0.dist-info").mkdir()
    after = looked()

    assert after.shared != before.shared
    assert after.models == before.models


def test_the_digests_see_every_file_that_a_page_rests_on(place):
    def seen() -> digests.Inputs:
        return digests.inputs(HERE / "howopen", place / "templates", place / "data")

    with_templates(place)
    before = seen()
    for path in ("templates/model.html", "templates/assets/style.css", "data/site.yaml", "data/licenses/LicenseRef-Example.yaml"):
        whole = (place / path).read_bytes()
        (place / path).write_bytes(whole + b"\n")
        assert seen().shared != before.shared, path
        (place / path).write_bytes(whole)
    write(place / "data", "models/sample-2.yaml", MODEL)
    after = seen()
    assert after.shared == before.shared
    assert {path for path in after.models if after.models[path] != before.models.get(path)} == {"sample-2"}


def test_the_digests_wait_for_no_pipe_and_follow_links(place):
    with_templates(place)
    (place / "elsewhere.html").write_text("one")
    (place / "templates/linked.html").symlink_to(place / "elsewhere.html")
    os.mkfifo(place / "data/models/odd.yaml")
    before = digests.inputs(HERE / "howopen", place / "templates", place / "data")
    (place / "elsewhere.html").write_text("two")

    assert digests.inputs(HERE / "howopen", place / "templates", place / "data").shared != before.shared
    assert before.models["odd"] == digests.digest(b"")


def test_the_command_tells_that_nothing_changed_before_it_imports_what_reads_the_data(place):
    words = ["build", "--data", place / "data", "--into", place / "site", "--cache", place / "cache", "--today", "2026-11-23"]
    run(*words)
    whole = bare(place / "site")

    early = subprocess.run([sys.executable, "-X", "importtime", HERE / "build.py", *words], capture_output=True, text=True, check=True)
    assert "4 models, 0 made anew, 0 files written" in early.stdout
    assert "pydantic" not in early.stderr and "jinja2" not in early.stderr
    (place / "site/index.html").write_text("touched")
    assert "0 files" not in run(*words).stdout
    assert bare(place / "site") == whole
    write(place / "data", "models/sample-2.yaml", MODEL.replace("Example", "Other"))
    run(*words)
    assert "Other 7B" in (place / "site/models/sample-2/index.html").read_text()


def bare(folder: Path) -> dict[str, bytes]:
    """The files of a site that another key marked, but for the one that names the commit of the program."""
    files = {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    return {path: content for path, content in files.items() if path not in (manifest.NAME, "api/v1/meta.json")}


def test_a_build_killed_at_any_moment_leaves_a_whole_site_and_a_cache_that_serves(place):
    places = ("--data", place / "data", "--into", place / "site", "--cache", place / "cache")
    words = [sys.executable, HERE / "build.py", "build", *places, "--today", "2026-11-23", "--base-url"]
    run(*words[2:], "https://other.example/")
    paths, started = bare(place / "site").keys(), time.monotonic()
    run(*words[2:], "https://another.example/")
    took = time.monotonic() - started
    for number in range(6):
        process = subprocess.Popen([*words, f"https://build-{number}.example/"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(took * (number + 3) / 8)
        process.kill()
        process.wait()
        found = bare(place / "site")
        assert found.keys() == paths
        assert len({address for content in found.values() for address in re.findall(rb"https://[a-z0-9-]+\.example/", content)}) == 1
    run(*words[2:], "https://example.org/")
    assert bare(place / "site") == {path: content for path, content in anew(place).items() if path != "api/v1/meta.json"}
    assert not [entry.name for entry in place.iterdir() if entry.name.startswith(".site")]


# ---- several processes ----------------------------------------------------------------------------------------------------


MANY = 18


@pytest.fixture(scope="module")
def many(tmp_path_factory) -> Iterator[Path]:
    """A place with enough models for two processes, where few are said to be enough."""
    place = tmp_path_factory.mktemp("many")
    made_up.write(HERE / "data", place / "data", MANY)
    with pytest.MonkeyPatch.context() as here:
        here.setattr(workers, "FEW", MANY // 3)
        pipeline.build(plan(place), Cache(place / "cache-1", KEY), place / "one", 1)
        yield place


def test_two_processes_make_the_same_bytes_as_one(many):
    built = pipeline.build(plan(many), Cache(many / "cache-2", KEY), many / "two", 2)

    assert tree(many / "two") == tree(many / "one")
    assert built == (MANY, MANY, len(Cache(many / "cache-2", KEY).names("objects")))


def test_two_processes_mend_what_is_broken_and_drop_what_is_gone(many):
    shutil.copytree(many / "data", many / "fewer/data")
    cache = Cache(many / "cache-3", KEY)
    pipeline.build(plan(many / "fewer"), cache, many / "fewer/site", 2)
    file = made_up.lonely(many / "fewer/data/models")
    file.unlink()
    for name in cache.names("objects")[::9]:
        cache.object(name).write_bytes(b"")

    assert pipeline.build(plan(many / "fewer"), cache, many / "fewer/site", 2).models == MANY - 1
    pipeline.build(plan(many / "fewer"), Cache(many / "cache-4", KEY), many / "fewer/anew", 1)
    assert tree(many / "fewer/site") == tree(many / "fewer/anew")
    assert not [entry.name for entry in (many / "fewer").iterdir() if entry.name.startswith(".")]


def test_what_is_wrong_is_told_whole_whichever_process_meets_it(many, tmp_path):
    shutil.copytree(many / "data", tmp_path / "data")
    files = sorted((tmp_path / "data/models").iterdir())
    for file in files[:4]:
        file.write_text(file.read_text().replace("availability: public", "availability: sometimes", 1))

    with pytest.raises(BadData) as told:
        pipeline.build(plan(tmp_path), Cache(tmp_path / "cache", KEY), tmp_path / "site", 2)
    assert {problem.path for problem in told.value.problems} == {f"data/models/{file.name}" for file in files[:4]}
    assert not (tmp_path / "site").exists()


# ---- parts ----------------------------------------------------------------------------------------------------------------


def parts(place: Path, count: int) -> list[Path]:
    found = [place / f"part-{count}-{number}" for number in range(1, count + 1)]
    for number, part in enumerate(found, start=1):
        pipeline.fill(plan(place), part, number, count, 1)
    return found


def merged(place: Path, some: list[Path]) -> pipeline.Built:
    return pipeline.build(plan(place), Cache(place / "cache", KEY), place / "site", 1, map(pipeline.part, some))


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_parts_put_together_are_the_site_made_in_one_piece(place, count):
    built = merged(place, parts(place, count))

    assert built[:2] == (4, 0)
    assert tree(place / "site") == anew(place)
    assert again(place) == (4, 0, 0), "the next build takes from it"


def test_what_parts_lack_or_have_broken_or_of_other_data_is_made_where_they_are_put_together(place):
    one, two = parts(place, 2)
    assert merged(place, [one, one])[:2] == (4, 2)
    assert tree(place / "site") == anew(place)

    for part in (one, two):
        for file in sorted((part / "objects").rglob("*"))[::3]:
            if file.is_file():
                changed(file)
    shutil.rmtree(place / "cache")
    assert merged(place, [one, two]).made
    assert tree(place / "site") == anew(place)

    for left in (place / "cache", one, two):
        shutil.rmtree(left)
    one, two = parts(place, 2)
    file = place / "data/models/sample-2.yaml"
    file.write_text(file.read_text().replace("Sample 2", "Sample 3"))
    assert merged(place, [one, two])[:2] == (4, 1)
    assert tree(place / "site") == anew(place)


def test_what_is_no_part_is_refused_and_no_part_is_made_over_something_else(place):
    with pytest.raises(Refused, match="is no part of a site"):
        merged(place, [place / "data"])
    with pytest.raises(Refused, match="is no part of a site; name one that --shard made, or for a new one a folder that is empty"):
        pipeline.fill(plan(place), place / "data", 1, 2, 1)


def test_a_part_that_names_what_is_no_object_leads_to_no_file_outside(place):
    """It took the place of a file of the person's that lay as far from their cache as one of the part's from the part."""
    (part,) = parts(place, 1)
    other, mine = place / part.name / "evil", place / "cache" / "evil"
    mine.parent.mkdir()
    other.write_text("evil")
    mine.write_text("mine")
    lying = Cache(part)
    status = other.stat()
    for name in lying.names("packs"):
        pack = lying.pack(name)
        lying.keep(name, pack.summary, [pack.files[0]._replace(object="../evil", size=status.st_size, changed=status.st_mtime_ns)])
    assert lying.holds(lying.pack(name).files), "it is there all the same"

    assert merged(place, [part])[:2] == (4, 4)
    assert mine.read_text() == "mine"
    assert tree(place / "site") == anew(place)


def test_a_part_keeps_its_bytes_through_an_archive_that_rounds_times(place):
    found = parts(place, 2)
    for part in found:
        for file in part.rglob("*"):
            os.utime(file, (int(file.stat().st_mtime), int(file.stat().st_mtime)))

    assert merged(place, found)[:2] == (4, 0)
    assert tree(place / "site") == anew(place)
    assert again(place) == (4, 0, 0)


def test_the_command_makes_parts_and_puts_them_together(place):
    words = ["build", "--data", place / "data", "--cache", place / "cache", "--today", "2026-11-23"]
    for number in (1, 2):
        said = run(*words, "--into", place / f"p{number}", "--shard", f"{number}/2")
        assert said.stdout.startswith("2 models, 2 made anew")
    said = run(*words, "--into", place / "site", "--merge", place / "p1", "--merge", place / "p2")

    assert said.stdout.startswith("4 models, 0 made anew")
    assert "must be K/N" in run("build", "--shard", "3/2", expect=2).stderr
    assert "--merge to put parts together" in run("build", "--shard", "1/2", "--merge", place / "p1", expect=2).stderr
