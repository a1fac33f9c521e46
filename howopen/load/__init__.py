"""`data/` -> Catalogue, or BadData with every problem of every file, each with its place and its cure."""

from __future__ import annotations

import contextlib
import os
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from howopen.files import snapshots, yaml
from howopen.files.folders import walk
from howopen.load import one_file, references
from howopen.load.kept import Records
from howopen.load.one_file import R, shown_as
from howopen.records import lineage, site_paths
from howopen.records.catalogue import Catalogue
from howopen.records.definition import Definition
from howopen.records.edition import Edition
from howopen.records.errors import MOST_IN_ALL, BadData, BadYaml, Problem, later
from howopen.records.fetched import Fetched
from howopen.records.license import FreeTerms, License, SpellingBook
from howopen.records.license_answers import AnswerRules
from howopen.records.license_text import PublishedTexts
from howopen.records.lineage import Head
from howopen.records.model import Model, Sources
from howopen.records.opinion import Opinions
from howopen.records.peer import Peers
from howopen.records.release import Variant
from howopen.records.site import Board, Developer, Page, Site, UnassessedNames
from howopen.records.types import HIDDEN, hidden
from howopen.records.vocabulary import Vocabulary

MOST_PAGE = 16 * 1024  # bytes; some Markdown takes time by the square of its length: half a second at this size, a minute at ten times it
_ID = re.compile(r"[a-z0-9][a-z0-9.-]*\Z")
_OF_OTHERS = ("name", "developer", "aliases", "derived-from", "sources", "variants")  # what a model needs to know of others
_BLANK = Model.model_construct()  # to copy it takes a tenth of what it takes to make one
_NO_SOURCES, _NO_VARIANT = Sources.model_construct(), Variant.model_construct()
_LICENSE_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9.-]*\Z")


def catalogue(data: Path, records: Records | None = None) -> Catalogue:
    """Everything under `data`, sorted by id. `records`: as in `everything`. Raises BadData."""
    loaded, _, problems = everything(data, records=records)
    if loaded is None or any(problem.severity == "error" for problem in problems):
        raise BadData(problems)
    return loaded


def shared(data: Path, records: Records | None = None) -> tuple[Catalogue, tuple[str, ...]]:
    """Everything under `data` but the models, and the ids of those, sorted. `records`: as in `everything`. Raises BadData."""
    loaded, _, problems = everything(data, models=(), records=records)
    ids = tuple(file.stem for file in _files(data / "models", ".yaml", data, problems, _ID))
    if loaded is None or any(problem.severity == "error" for problem in problems):
        raise BadData(sorted(set(problems)))
    return loaded, ids


def ids(data: Path) -> tuple[str, ...]:
    """The ids of the models there are, sorted; what cannot be a model's file is left out."""
    return tuple(file.stem for file in _files(data / "models", ".yaml", data, [], _ID))


def models(data: Path, among: Catalogue, ids: Iterable[str], keys: Iterable[str], records: Records | None = None) -> dict[str, Model]:
    """The models of those keys, checked against `among`, what all share, and the ids of all there are. Raises BadData.

    What only a look at all of them can tell, such as that no two share a name, is left to who has them all. `records`: as in `everything`.
    """
    problems: list[Problem] = []
    documents: dict[str, yaml.Document] = {}
    found = {}
    for key in keys:
        if len(problems) >= MOST_IN_ALL:
            problems.append(later(shown_as(data / "models" / f"{key}.yaml", data)))
            break
        record = one_file.read(data / "models" / f"{key}.yaml", data, Model, problems, documents, key=key, records=records)
        if record is not None:
            found[key] = record
    stand_in = Model.model_construct()
    problems += references.models(found, documents, replace(among, models=dict.fromkeys(ids, stand_in)))
    if problems:
        raise BadData(problems)
    return found


def heads(data: Path, among: Catalogue, keys: Iterable[str]) -> dict[str, Head]:
    """Heads of models: what others need to know of them, read without a look at the rest. Raises BadData where a file is no YAML."""
    # one after the other: what a file says is many times what is kept of it
    read = ((key, yaml.read(data / "models" / f"{key}.yaml", key, _OF_OTHERS).value) for key in keys)
    return {key: lineage.head(_lightly(said, key), among.fetched) for key, said in read}


def _texts(value: object) -> tuple[str, ...]:
    """One text, or several in a list."""
    return tuple(map(str, value)) if isinstance(value, list) else (value,) if isinstance(value, str) else ()


def everything(
    data: Path, models: Collection[str] | None = None, records: Records | None = None
) -> tuple[Catalogue | None, dict[str, yaml.Document], list[Problem]]:
    """The catalogue, each file with its places by key such as `models/<id>`, and every problem.

    With `models`, only those and what they derive from are read whole; of the others the catalogue has what models need to know of each
    other, or with none of them nothing. Where there are problems the catalogue lacks the files that have them; None when a file that all
    others need cannot be read. `records` are those read of an earlier state of the folder, taken for files whose text is the same;
    those of this state are kept there too.
    """
    problems: list[Problem] = []
    documents: dict[str, yaml.Document] = {}
    stand_ins: dict[str, dict[str, Any]] = {}  # for files that have problems: who names one of them has none for that

    def one(name: str, kind: type[R]) -> R | None:
        return one_file.read(data / f"{name}.yaml", data, kind, problems, documents, key=name, records=records)

    def folder(name: str, kind: type[R], pattern: re.Pattern[str] = _ID) -> dict[str, R]:
        found = {}
        for file in _files(data / name, ".yaml", data, problems, pattern):
            if len(problems) >= MOST_IN_ALL:
                problems.append(later(shown_as(file, data)))
                break
            record = one_file.read(file, data, kind, problems, documents, key=f"{name}/{file.stem}", records=records)
            if record is not None:
                found[file.stem] = record
            else:
                stand_ins.setdefault(name.replace("-", "_"), {})[file.stem] = kind.model_construct(id=file.stem, name=file.stem)
        return found

    vocabulary = one("vocabulary", Vocabulary)
    licenses = folder("licenses", License, _LICENSE_ID)
    developers = folder("developers", Developer)
    definitions = folder("definitions", Definition)
    found = _some(data, models, problems, documents, records) if models else folder("models", Model) if models is None else {}
    opinions = folder("opinions", Opinions)
    free_terms, board, site = one("free-terms", FreeTerms), one("board", Board), one("site", Site)
    # a catalogue can do without these four, as those of the first commits do
    spellings = one("license-aliases", SpellingBook) if os.path.lexists(data / "license-aliases.yaml") else SpellingBook()
    rules = one("license-answers", AnswerRules) if os.path.lexists(data / "license-answers.yaml") else AnswerRules()
    peers = one("peers", Peers) if os.path.lexists(data / "peers.yaml") else Peers(peers=())
    unassessed = one("not-assessed", UnassessedNames) if os.path.lexists(data / "not-assessed.yaml") else UnassessedNames()
    fetched, unreadable = snapshots.read(data / "fetched", shown_as(data / "fetched", data))
    problems += [*unreadable, *_of_git(data)]
    pages = _pages(data, problems, documents)
    if len(problems) >= MOST_IN_ALL or vocabulary is None or free_terms is None or board is None or site is None:
        return None, documents, problems
    if spellings is None or rules is None or peers is None or unassessed is None:
        return None, documents, problems
    loaded = Catalogue(
        vocabulary=vocabulary,
        models=found,
        definitions=dict(sorted(definitions.items(), key=lambda item: (item[1].order, item[0]))),
        licenses=licenses,
        developers=developers,
        opinions=opinions,
        pages=pages,
        free_terms=free_terms,
        board=board,
        site=site,
        spellings=spellings,
        answer_rules=rules,
        license_texts=folder("license-texts", PublishedTexts, _LICENSE_ID),
        peers=peers,
        unassessed=unassessed,
        fetched=fetched,
        editions=folder("editions", Edition),
        paths={key: document.path for key, document in documents.items()},
    )
    if models is not None:
        there = [file.stem for file in _files(data / "models", ".yaml", data, problems, _ID)]
        stand_ins["models"] = dict.fromkeys(there, Model.model_construct()) | found
    among = replace(loaded, **{name: getattr(loaded, name) | missing for name, missing in stand_ins.items()})
    problems += references.catalogue(loaded, documents, among)
    return loaded, documents, problems


def _of_git(data: Path) -> Iterator[Problem]:
    """Files that tell git and GitHub what of the data to show, to read otherwise and to leave out: by one an edition would lack models."""
    for place, _, names in walk(data):
        if place == str(data) and os.path.lexists(data / ".git"):
            continue  # the top of a repository has its own
        for name in names:
            if name in (".gitattributes", ".gitignore"):
                yield Problem(shown_as(Path(place, name), data), 1, 1, "tells git what to leave out or read otherwise, which nobody would see; remove it")


def _some(data: Path, keys: Collection[str], problems: list[Problem], documents: dict[str, yaml.Document], records: Records | None) -> dict[str, Model]:
    """Models of the keys whole, and what they derive from; the others as far as models need to know of each other."""
    found = {}
    for file in _files(data / "models", ".yaml", data, [], _ID):
        with contextlib.suppress(BadYaml):
            documents[f"models/{file.stem}"] = yaml.read(file, shown_as(file, data), _OF_OTHERS)
            found[file.stem] = _lightly(documents[f"models/{file.stem}"].value, file.stem)
    lines = lineage.Lines({key: lineage.head(one, Fetched()) for key, one in found.items()})
    for key in {*keys, *lines.needed(key for key in keys if key in found)}:
        whole = one_file.read(data / "models" / f"{key}.yaml", data, Model, problems, documents, key=f"models/{key}", records=records)
        found = found | {key: whole} if whole else {other: one for other, one in found.items() if other != key}
    return dict(sorted(found.items()))


def _lightly(said: dict[str, Any], key: str) -> Model:
    """A model of which nothing is looked at but its names and its lineage."""
    sources, variants, derived = (said.get(key) for key in ("sources", "variants", "derived-from"))
    hubs = [hub for one in variants if isinstance(one, dict) for hub in _texts(one.get("huggingface"))] if isinstance(variants, list) else []
    named = {
        "id": key,
        "name": str(said.get("name")),
        "developer": str(said.get("developer")),
        "aliases": _texts(said.get("aliases")),
        "derived_from": None if derived is None else _texts(derived),
        "sources": _NO_SOURCES.model_copy(update={"huggingface": _texts(sources.get("huggingface") if isinstance(sources, dict) else None)}),
        "variants": tuple(_NO_VARIANT.model_copy(update={"huggingface": hub}) for hub in hubs),
    }
    return _BLANK.model_copy(update=named)


def model(file: Path, among: Catalogue, *, alone: bool = False) -> Model:
    """One model file, anywhere, checked against the words of `among`. One that is judged `alone` may derive from models that are not there.

    Raises BadData.
    """
    problems: list[Problem] = []
    documents: dict[str, yaml.Document] = {}
    record = one_file.read(file, file.parent, Model, problems, documents, key="models/it", shown=str(file), stem=_safe_stem(file))
    if record is not None:
        stand_ins = dict.fromkeys((record.derived_from or ()) if alone else (), _BLANK)
        problems += references.model(record, documents["models/it"], replace(among, models=stand_ins | among.models))
    if record is None or problems:
        raise BadData(problems)
    return record


def _safe_stem(file: Path) -> str:
    return re.sub(r"[^a-z0-9.-]+", "-", file.stem.lower()).strip("-.") or "model"


def _files(folder: Path, ending: str, data: Path, problems: list[Problem], pattern: re.Pattern[str]) -> Iterator[Path]:
    """The folder's data files, sorted. A name that cannot be an id and what is no regular file are problems; so is a folder that is none."""
    if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
        problems.append(Problem(shown_as(folder, data), 1, 1, "is no folder; put the folder itself here"))
        return
    if not folder.is_dir():
        return
    try:
        with os.scandir(folder) as entries:
            there = sorted(entries, key=lambda entry: entry.name.removesuffix(ending))
    except OSError:
        problems.append(Problem(shown_as(folder, data), 1, 1, "may not be read; give yourself the right to read the folder"))
        return
    for entry in there:
        stem, file = entry.name.removesuffix(ending), folder / entry.name
        if entry.name.startswith("."):
            continue
        if stem == entry.name or entry.is_dir(follow_symlinks=False):
            problems.append(Problem(shown_as(file, data), 1, 1, f"does not belong here; this folder holds files that end in {ending}"))
        elif not pattern.match(stem):
            problems.append(Problem(shown_as(file, data), 1, 1, f"{stem!r} cannot be an id; name the file with lower-case letters, digits, dots and hyphens"))
        elif why := site_paths.refused(folder.name, stem):
            problems.append(Problem(shown_as(file, data), 1, 1, f"{stem!r} {why}"))
        elif entry.is_symlink():
            problems.append(Problem(shown_as(file, data), 1, 1, "is a link; put the file itself here"))
        elif not entry.is_file(follow_symlinks=False):
            problems.append(Problem(shown_as(file, data), 1, 1, "is no regular file; put a file here"))
        else:
            yield file


def _pages(data: Path, problems: list[Problem], documents: dict[str, yaml.Document]) -> dict[str, tuple[Page, str]]:
    pages = {}
    for file in _files(data / "pages", ".md", data, problems, _ID):
        shown = shown_as(file, data)
        try:
            text = yaml.text_of(file, shown, MOST_PAGE)
            head, body = yaml.front_matter(text, shown)
        except BadYaml as error:
            problems += error.problems
            continue
        if (at := hidden(text)) is not None:
            problems.append(Problem(shown, text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at), HIDDEN))
            continue
        page = one_file.validated(head, Page, problems, documents, key=f"pages/{file.stem}", stem=file.stem)
        if page is not None:
            pages[file.stem] = (page, body)
    return pages
