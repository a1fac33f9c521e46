"""Compiled templates are kept, and never taken for what they are not."""

from __future__ import annotations

import marshal
import subprocess
from pathlib import Path

import jinja2
import pytest
from conftest import HERE

from howopen.files import seal
from howopen.render.html.template_cache import Compiled

KEY = b"k" * seal.SIZE


@pytest.fixture
def templates(tmp_path, monkeypatch) -> Path:
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr("sys.pycache_prefix", None)
    for name in ("one", "other"):
        (tmp_path / f"{name}.html").write_text(f"{name} {{{{ 1 + 1 }}}}")
    return tmp_path


def drawn(templates: Path, name: str = "one.html", made_by: str = "this", key: bytes = KEY) -> str:
    jinja = jinja2.Environment(loader=jinja2.FileSystemLoader(templates), autoescape=True, bytecode_cache=Compiled(templates, made_by, key))
    return jinja.get_template(name).render()


def kept(templates: Path) -> list[Path]:
    return sorted((templates / "__pycache__").iterdir())


def test_a_template_is_compiled_once(templates):
    drawn(templates)
    [file] = kept(templates)
    before = file.stat().st_mtime_ns

    assert drawn(templates) == "one 2"
    assert file.stat().st_mtime_ns == before


@pytest.mark.parametrize("spoil", [lambda code: b"", lambda code: code[:40], lambda code: code[:-1] + b"\0", lambda code: b"\0" * 32 + code[32:]])
def test_code_that_is_not_whole_is_made_anew(templates, spoil):
    drawn(templates)
    [file] = kept(templates)
    whole = file.read_bytes()
    file.write_bytes(spoil(whole))

    assert drawn(templates) == "one 2"
    assert file.read_bytes() == whole


def test_code_of_another_template_or_of_other_options_is_made_anew(templates):
    drawn(templates, "other.html")
    [other] = kept(templates)
    drawn(templates)
    [one] = [file for file in kept(templates) if file != other]
    one.write_bytes(other.read_bytes())
    assert drawn(templates) == "one 2"

    before = one.read_bytes()
    assert drawn(templates, made_by="that") == "one 2"
    assert one.read_bytes() != before
    (templates / "one.html").write_text("changed")
    assert drawn(templates) == "changed"


@pytest.mark.parametrize("key", [b"s" * seal.SIZE, b""])
def test_code_that_somebody_else_brought_is_never_run(templates, key):
    (templates / "one.html").write_text("theirs")
    drawn(templates, key=key)
    [file] = kept(templates)
    (templates / "one.html").write_text("one")
    bucket = jinja2.bccache.Bucket(jinja2.Environment(autoescape=True), file.stem, jinja2.BytecodeCache.get_source_checksum(Compiled(templates, "this"), "one"))
    code = compile("raise SystemExit('it ran')", "one.html", "exec")
    file.write_bytes(seal.closed(key, marshal.dumps(code), "this", bucket.checksum))
    assert drawn(templates) == "one"

    file.write_bytes(seal.closed(KEY, marshal.dumps(code), "this", bucket.checksum))
    with pytest.raises(SystemExit, match="it ran"):
        drawn(templates)

    for words in (("init", "-q"), ("add", "-f", "__pycache__")):
        subprocess.run(["git", "-C", templates, *words], check=True, capture_output=True)  # noqa: S607
    assert drawn(templates) == "one", "whatever seal it bears"
    assert marshal.dumps(code) in file.read_bytes()


def test_a_folder_that_cannot_be_written_is_none_needed(templates):
    (templates / "__pycache__").write_text("a file stands where the folder would")
    assert drawn(templates) == "one 2"


def test_code_is_kept_where_python_keeps_its_own(templates, tmp_path, monkeypatch):
    monkeypatch.setattr("sys.pycache_prefix", str(tmp_path / "elsewhere"))
    drawn(templates)
    assert not (templates / "__pycache__").exists()
    assert len(list((tmp_path / "elsewhere").rglob("*.jinja"))) == 1

    monkeypatch.setattr("sys.pycache_prefix", None)
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    assert drawn(templates) == "one 2"
    assert not (templates / "__pycache__").exists()


def test_no_compiled_code_is_ever_committed():
    listed = subprocess.run(["git", "-C", HERE, "ls-files"], capture_output=True, text=True, check=True).stdout.splitlines()  # noqa: S607
    assert not [path for path in listed if "__pycache__" in path or path.endswith((".pyc", ".jinja"))]
