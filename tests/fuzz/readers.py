"""Readers of what others wrote, each as a check that takes one changed input: it may be refused as the reader says, and nothing else may happen."""

from __future__ import annotations

import functools
import random
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from howopen import enrich, fetch, judge, load, render
from howopen.commands import check, draft, importing, problem_formats
from howopen.fetch import arxiv
from howopen.fetch.failures import Failed
from howopen.files import snapshots, yaml
from howopen.records.catalogue import Catalogue
from howopen.records.errors import MOST_TOLD, BadData, Problem, Refused
from howopen.records.fetched import Fetched
from howopen.records.model import Model
from howopen.records.peer import Peers
from howopen.render.html import markdown

from . import clashes, mutations

HERE = Path(__file__).resolve().parent.parent.parent
TODAY = "2026-11-26"
_TAG = re.compile(r"<[a-z][^<>]*>?", re.IGNORECASE)
_LIVE = re.compile(r"<(?:script|iframe|style|object|img|form|svg)|\son[a-z]+=|(?:href|src)=[\"']?\s*(?:javascript|data|vbscript):", re.IGNORECASE)
Check = Callable[[random.Random], None]


@dataclass(frozen=True)
class Reader:
    """A name, and what makes one input by chance and reads it. Raises AssertionError, or whatever the reader should not have raised."""

    name: str
    check: Check
    batch: int  # inputs for one process; fewer where one takes long


def every(scratch: Path) -> dict[str, Reader]:
    """Readers by name; `scratch` is a folder of their own."""
    found = (
        Reader("yaml", _yaml, 150),
        Reader("markdown", _markdown, 100),
        Reader("snapshots", functools.partial(_snapshot, scratch), 300),
        Reader("model files", functools.partial(_model, scratch), 40),
        Reader("data folders", functools.partial(_folder, scratch), 8),
        Reader("records of the Hub", _record, 100),
        Reader("files of peers", _peer, 100),
        Reader("answers of arXiv", _paper, 200),
        Reader("answers of services", functools.partial(_services, scratch), 6),
    )
    return {reader.name: reader for reader in found}


# ---- what all have in common ------------------------------------------------------------------------------------------


def _told(problems: list[Problem]) -> None:
    """Every problem is one line with a place, in each format, and there are not more than a person reads."""
    count: dict[str, int] = {}
    for problem in problems:
        assert problem.line >= 1 and problem.column >= 1, problem
        assert len(problem.what) < 2000, problem.what[:200]
        count[problem.path] = count.get(problem.path, 0) + 1
        for form in (problem_formats.text, problem_formats.github):
            line = form([problem])
            assert line.isprintable() and "\n" not in line, line
        problem_formats.text([problem]).encode()
    problem_formats.as_json(problems)
    assert all(many <= 3 * (MOST_TOLD + 1) for many in count.values()), count


@functools.cache
def _samples(pattern: str) -> list[bytes]:
    """Real files, the smaller ones: what is changed in them is found sooner."""
    files = sorted(HERE.glob(pattern), key=lambda file: (file.stat().st_size, file.name))[:60]
    assert files, pattern
    return [file.read_bytes() for file in files]


@functools.cache
def _known() -> Catalogue:
    """A small catalogue that has no problem, with the real words."""
    small = _small()
    with tempfile.TemporaryDirectory() as folder:
        return enrich.catalogue(load.catalogue(small(Path(folder))))


def _small() -> Callable[[Path], Path]:
    try:
        from small_data import small  # where pytest put the tests' folder on the path
    except ImportError:
        from tests.small_data import small
    return small


@functools.cache
def _models_of_nobody() -> list[bytes]:
    """Real model files as if the small catalogue's developer had published them, from nothing: of most of them it knows every word."""
    text = [re.sub(rb"(?m)^developer:.*$", b"developer: example-institute", sample) for sample in _samples("data/models/*.yaml")]
    return [re.sub(rb"(?m)^derived-from:.*(\n +.*)*$", b"derived-from: []", sample) for sample in text]


def _changed(pattern: str, dice: random.Random) -> bytes:
    samples = _samples(pattern)
    return mutations.text(dice.choice(samples), samples, dice)


# ---- the readers -------------------------------------------------------------------------------------------------------


def _yaml(dice: random.Random) -> None:
    text = _changed(dice.choice(("data/models/*.yaml", "data/definitions/*.yaml", "data/licenses/*.yaml")), dice).decode("utf-8", "replace")
    try:
        document = yaml.parse(text, "it.yaml")
    except BadData as bad:
        _told(bad.problems)
        return
    document.place(("components", "weights", "evidence", 0))
    document.written(("name",))
    try:
        careful = yaml.carefully(text, "it.yaml").value
    except BadData as bad:
        # the quick parser may take what the careful one refuses only where the record's own check calls the careful one again
        assert all("key that is no text" in one.what or "twice" in one.what for one in bad.problems), bad.problems[0]
        return
    assert _texts(document.value) == _texts(careful)


def _texts(value: Any) -> Any:
    """The value with keys as text: a key such as 2.0 is a number to the quick parser, and read again where that matters."""
    if isinstance(value, dict):
        return {_key(key): _texts(one) for key, one in value.items()}
    return [_texts(one) for one in value] if isinstance(value, list) else value


def _key(key: Any) -> str:
    """The key, with a question mark for what may be a number, a truth or nothing to one of the parsers."""
    if not isinstance(key, str) or key.lower() in ("true", "false", "null", "~", ""):
        return "?"
    try:
        float(key)
    except ValueError:
        return key
    return "?"


def _markdown(dice: random.Random) -> None:
    text = _changed("data/pages/*.md", dice)[: load.MOST_PAGE].decode("utf-8", "replace")
    try:
        _, body = yaml.front_matter(text, "it.md")
    except BadData as bad:
        _told(bad.problems)
        body = text
    made = markdown.to_html(body, "../")
    # text and attributes are escaped, so that whatever begins a tag is one
    for tag in _TAG.findall(made):
        assert not _LIVE.search(tag), tag[:200]


_TEXT = {"path": "LICENSE", "sha256": "0" * 64, "words": "0" * 64, "seen": TODAY}
_SNAPSHOTS: dict[str, Any] = {
    "huggingface-models": {
        **{"id": "org/name", "sha": "0" * 40, "license": ["apache-2.0"], "license-name": "x", "gated": "auto", "base-models": ["a/b"], "datasets": ["a/b"]},
        **{"weight-files": 2, "parameters": 7, "created": TODAY, "modified": TODAY, "text": _TEXT},
    },
    "github": {"id": "org/name", "license": "MIT", "archived": True, "text": _TEXT},
    "arxiv": {"id": "2402.00838", "license": "http://creativecommons.org/licenses/by/4.0/"},
    "osai": {"file": "a.yaml", "blob": "0" * 40, "names": ["A"], "ids": ["a/b"], "criteria": {"code": {"says": "open", "link": None}}},
}


def _snapshot(scratch: Path, dice: random.Random) -> None:
    source = dice.choice(list(_SNAPSHOTS))
    file = scratch / "fetched" / source / "a" / "b.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(mutations.json_bytes(mutations.value(_SNAPSHOTS[source], dice), dice))
    try:
        _told(snapshots.read(scratch / "fetched", "data/fetched")[1])
    finally:
        file.unlink()


def _model(scratch: Path, dice: random.Random) -> None:
    file = scratch / "it.yaml"
    samples = _models_of_nobody()
    file.write_bytes(mutations.text(dice.choice(samples), samples, dice))
    try:
        model = load.model(file, _known())
    except BadData as bad:
        _told(bad.problems)
        return
    judge.catalogue(enrich.with_model(_known(), model))


_FOLDERS = ("definitions/*.yaml", "licenses/LicenseRef-*.yaml", "developers/*.yaml", "pages/*.md", "opinions/*.yaml", "models/*.yaml")
_SINGLE = ("vocabulary.yaml", "board.yaml", "site.yaml", "free-terms.yaml", "peers.yaml", "license-aliases.yaml")


def _folder(scratch: Path, dice: random.Random) -> None:
    """A folder of data with one file changed: `check` tells, and what it finds no fault with makes a site whose files do not clash."""
    folder = scratch / "folder"
    shutil.rmtree(folder, ignore_errors=True)
    data = _small()(folder)
    where = dice.choice((*_FOLDERS, *_SINGLE))
    name = where
    if "*" in where:
        there = sorted(data.glob(where))
        fresh = where.replace("*", dice.choice(("more", "index.html", "hf", "label")))
        name = dice.choice(there).relative_to(data).as_posix() if there and dice.random() < 0.7 else fresh
    (data / name).parent.mkdir(exist_ok=True)
    (data / name).write_bytes(_changed(f"data/{where}", dice))
    problems, loaded = check.look(data, (), TODAY)
    _told(problems)
    if loaded is None or any(problem.severity == "error" for problem in problems):
        return
    known = enrich.catalogue(load.catalogue(data))
    made = render.site(known, judge.catalogue(known), render.options_for(known, HERE / "templates", render.Stamp("https://example.org/", TODAY)))
    assert clashes.clash(path for path, _ in made) is None


_RECORD: dict[str, Any] = {
    "_id": "1", "id": "org/Name-7B", "author": "org", "sha": "0" * 40, "private": False, "disabled": False, "gated": "auto",
    "createdAt": "2025-02-03T10:00:00.000Z", "lastModified": "2025-06-01T09:30:00.000Z", "pipeline_tag": "text-generation", "library_name": "transformers",
    "tags": ["license:apache-2.0", "arxiv:2402.00838", "base_model:org/Base", "dataset:org/data", "text-generation", "en"],
    "cardData": {"license": "apache-2.0", "license_name": "x", "license_link": "LICENSE", "base_model": ["org/Base"], "datasets": ["org/data"],
                 "extra_gated_prompt": "x", "extra_gated_fields": {"Name": "text"}, "extra_gated_eu_disallowed": True, "language": ["en"], "tags": ["a"]},
    "safetensors": {"parameters": {"BF16": 7_000_000_000}, "total": 7_000_000_000},
    "siblings": [{"rfilename": "README.md"}, {"rfilename": "LICENSE"}, {"rfilename": "model.safetensors"}, {"rfilename": "train.py"}],
}  # fmt: skip


def _is_yaml(text: str) -> None:
    try:
        yaml.parse(text, "draft.yaml")
    except BadData as bad:
        raise AssertionError(f"a draft that is no YAML: {bad.problems[0]}") from None


def _record(dice: random.Random) -> None:
    try:
        made = draft.model(mutations.value(_RECORD, dice), _known(), TODAY, "@me")
    except Refused:
        return
    _is_yaml(made.text)


_OSAI: dict[str, Any] = {
    "system": {"name": "Example 7B", "link": "https://huggingface.co/org/Name-7B", "endmodelname": "Name-7B", "basemodelname": "Base"},
    "org": {"name": "Org", "link": "https://example.org"},
    **{key: {"class": "open", "link": ["https://huggingface.co/org/Name-7B"], "notes": "n"} for key in ("weights_endmodel", "trainingcode", "paper")},
}
_MOT: dict[str, Any] = {
    "framework": {"name": "MOF", "version": "1.0"},
    "release": {
        "name": "Example", "version": "7B", "date": "2025-01-01", "license": {"distribution": {"name": "MIT", "path": "LICENSE"}, "code": {"name": "MIT"}},
        "type": "language", "architecture": "decoder", "origin": "", "producer": "Org", "contact": "", "huggingface": "https://huggingface.co/org/Name-7B",
        "components": [{"name": "Model parameters (Final)", "description": "d", "license": "MIT", "location": "a"}, {"name": "Training code", "license": None}],
    },
}  # fmt: skip


def _peer(dice: random.Random) -> None:
    peer, sample = dice.choice((("osai", _OSAI), ("mot", _MOT)))
    try:
        made = importing.PEERS[peer](mutations.value(sample, dice), _known(), "2026-06-12")
    except Refused:
        return
    _is_yaml(made.text)


_PAPERS = (
    b'<?xml version="1.0" encoding="UTF-8"?>\n<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">\n<responseDate>2026-11-23</responseDate>\n<GetRecord>'
    b'<record>\n<metadata>\n<arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/">\n<id>2402.00838</id>\n<title>A &amp; B</title>\n<license>http://cc.example/by/4.0/'
    b"</license>\n<abstract>a &lt;license&gt; b</abstract>\n</arXivRaw>\n</metadata>\n</record>\n</GetRecord>\n</OAI-PMH>\n",
    b'<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">\n<error code="idDoesNotExist">nothing &#65; <![CDATA[<a>]]></error>\n</OAI-PMH>\n',
    b'<!DOCTYPE a [\n<!ENTITY b "c">\n<!ENTITY d SYSTEM "file:///dev/zero">\n]>\n<a xmlns="x">\n<b:c xmlns:b="y">&b;&d;</b:c>\n<?x y?>\n<!-- - -->\n</a>\n',
)


def _paper(dice: random.Random) -> None:
    """An answer on a paper, as bytes: whatever they are, its license is text on one line, and nothing grows."""
    body = mutations.text(dice.choice(_PAPERS), list(_PAPERS), dice)
    if dice.random() < 0.1:
        body = body.decode("utf-8", "replace").encode(dice.choice(("utf-16", "utf-32", "utf-8-sig", "utf-7")))
    try:
        said = arxiv.facts("2402.00838", body).license
    except (Failed, snapshots.BadSnapshot):
        return
    assert said is None or (said.isprintable() and len(said) <= 600), said[:400]


class _Clock:
    """A clock that goes only where it is waited for."""

    def __init__(self) -> None:
        self.now = 1.0e9

    def __call__(self) -> float:
        return self.now

    async def sleep(self, seconds: float) -> None:
        self.now += seconds


def _services(scratch: Path, dice: random.Random) -> None:
    """A refresh from services whose answers were changed: whatever they say, it ends, and what it wrote can be read."""
    try:
        from services import Services, sha1
    except ImportError:
        from tests.services import Services, sha1
    services = Services()
    try:
        services.model("org/model", text=b"a license", card={"base_model": ["org/base"], "datasets": ["org/data"]})
        services.model("org/base")
        services.dataset("org/data")
        services.repository("org/code")
        services.papers["2402.00838"] = "http://creativecommons.org/licenses/by/4.0/"
        answers: list[dict[str, Any]] = [services.models, services.datasets, services.repositories]
        for answer in dice.sample(answers, 2):
            key = dice.choice(list(answer))
            kept = answer[key].pop("_text", None)
            changed = mutations.value(answer[key], dice)
            answer[key] = changed if isinstance(changed, dict) else answer[key]
            if kept is not None:
                answer[key]["_text"] = kept
        peer = load_peers().peers[0]
        content = mutations.text(dice.choice(_samples("data/models/*.yaml")), _samples("data/models/*.yaml"), dice)
        services.peer_files[peer.repository] = {f"a{peer.ending}": content, f"{sha1(content)[:5]}{peer.ending}": b"system: {name: x}\n"}
        sources = {"huggingface": ["org/model"], "github": ["org/code"], "arxiv": ["2402.00838"]}
        model = Model.model_validate({"id": "it", "name": "It", "developer": "example-institute", "sources": sources})
        known = replace(_known(), models={"it": model}, written={"it": model}, opinions={}, peers=load_peers(), fetched=Fetched())
        into, clock = scratch / "into", _Clock()
        shutil.rmtree(into, ignore_errors=True)
        fetch.refresh(known, into, services.environment(), fetch.Runtime(TODAY, clock, clock.sleep, random.Random(0)), lambda *_: None)
        assert snapshots.read(into, "data/fetched")[1] == []
    finally:
        services.shutdown()
        services.server_close()


@functools.cache
def load_peers() -> Peers:
    """The real peers: where their files are and of which shape."""
    return Peers.model_validate(yaml.read(HERE / "data" / "peers.yaml", "peers.yaml").value)
