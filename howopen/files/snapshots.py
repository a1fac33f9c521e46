"""`data/fetched/` -> records and back: one small JSON file a thing, bounded when read, whole when written.

What changes at every run (when a fact was confirmed, etags, failures) is in one file, `confirmed.json`, one line a thing, so that
an answer that says nothing new touches no snapshot.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

import pydantic

from howopen.files import atomic, folders, reading
from howopen.records.errors import Problem
from howopen.records.fetched import DeadLinks, Fetched, HubFacts, PaperFacts, PeerFacts, PopularModels, RepositoryFacts, RequestState, RequestStates

R = TypeVar("R", bound=pydantic.BaseModel)
MOST_BYTES = 64 * 1024  # the largest snapshot is a fifth of it
MOST_BYTES_SHARED = 8 * 1024 * 1024  # confirmed.json of ten thousand things is a third of it
KINDS: dict[str, type[pydantic.BaseModel]] = {
    "huggingface-models": HubFacts,
    "huggingface-datasets": HubFacts,
    "github": RepositoryFacts,
    "arxiv": PaperFacts,
    "osai": PeerFacts,
    "mot": PeerFacts,
    "aimap": PeerFacts,
    "comparia": PeerFacts,
    "epoch": PeerFacts,
}
CONFIRMED, LINKS, POPULAR, INDEX = "confirmed.json", "links.json", "popular.json", "index.json"
_PLAIN = re.compile(r"[a-z0-9_.-]")


def read(folder: Path, shown: str) -> tuple[Fetched, list[Problem]]:
    """Everything under the folder, and a problem for every file that is not what `fetch` writes. `shown` names the folder in problems."""
    problems: list[Problem] = []
    found: dict[str, dict[str, Any]] = {source: {} for source in KINDS}
    for source, kind in KINDS.items():
        if folder.is_symlink() or (folder / source).is_symlink():
            problems.append(Problem(f"{shown}/{source}", 1, 1, "is a link, or lies behind one; put the folder itself here"))
            continue
        for file in sorted(folders.files(folder / source)):
            if file.name.startswith("."):
                continue
            name = file.relative_to(folder).as_posix()
            if file.name == INDEX and kind is PeerFacts:
                continue
            record = _checked(file, kind, MOST_BYTES, f"{shown}/{name}", problems)
            key = _key(name.partition("/")[2])
            if record is not None and name != f"{source}/{name_of(key)}":  # read, it would stand for the one that `fetch` writes
                problems.append(Problem(f"{shown}/{name}", 1, 1, "is called otherwise than `fetch` calls it; remove it and run `fetch`"))
            elif record is not None:
                found[source][key] = record
    dead = _checked(folder / LINKS, DeadLinks, MOST_BYTES_SHARED, f"{shown}/{LINKS}", problems)
    popular = _checked(folder / POPULAR, PopularModels, MOST_BYTES_SHARED, f"{shown}/{POPULAR}", problems)
    states = _checked(folder / CONFIRMED, RequestStates, MOST_BYTES_SHARED, f"{shown}/{CONFIRMED}", problems)
    fetched = Fetched(
        models=found["huggingface-models"],
        datasets=found["huggingface-datasets"],
        repositories=found["github"],
        papers=found["arxiv"],
        peers={source: found[source] for source, kind in KINDS.items() if kind is PeerFacts},
        dead=dead.links if dead else {},
        popular=popular or PopularModels(),
        request_states=states.things if states else {},
    )
    return fetched, problems


def _checked(file: Path, kind: type[R], most: int, shown: str, problems: list[Problem]) -> R | None:
    try:
        return record(file, kind, most)
    except FileNotFoundError:
        return None
    except BadSnapshot as bad:
        problems.append(Problem(shown, 1, 1, f"{bad}; restore it from git, or remove it and run `fetch`"))
        return None


class BadSnapshot(Exception):
    """A file under `data/fetched/` that `fetch` did not write, or that somebody changed; says what is wrong."""


def record(file: Path, kind: type[R], most: int = MOST_BYTES) -> R:
    """The file's record. Raises BadSnapshot, or FileNotFoundError."""
    if file.suffix != ".json":
        raise BadSnapshot("is no snapshot")
    try:
        content = reading.content(file, most)
    except reading.Unreadable as error:
        raise BadSnapshot(str(error).partition(";")[0]) from None
    try:
        return kind.model_validate(json.loads(content))
    except pydantic.ValidationError as error:
        keys = ".".join(str(key) for key in error.errors(include_url=False)[0]["loc"])
        raise BadSnapshot(f"is no such snapshot at {keys[:80].encode('unicode_escape').decode()!r}") from None
    except (ValueError, RecursionError):
        raise BadSnapshot("is no JSON") from None


def built(kind: type[R], values: dict[str, Any]) -> R:
    """The record of those values. Raises BadSnapshot when they are not of its shape: values from outside are untrusted."""
    try:
        return kind.model_validate(values)
    except pydantic.ValidationError as error:
        raise BadSnapshot(".".join(str(key) for key in error.errors(include_url=False)[0]["loc"])[:80]) from None


def name_of(key: str) -> str:
    """The path of a thing's snapshot within its source's folder: lower case, and nothing in it can leave the folder."""
    return "/".join(_quoted(part) for part in key.lower().split("/")) + ".json"


def _quoted(part: str) -> str:
    quoted = "".join(character if _PLAIN.match(character) else "".join(f"={byte:02x}" for byte in character.encode()) for character in part)
    return "=2e" + quoted[1:] if quoted.startswith(".") else quoted or "=00"


def _key(name: str) -> str:
    """The id that a path was made of."""
    return re.sub(r"((?:=[0-9a-f]{2})+)", lambda match: bytes.fromhex(match[1].replace("=", "")).decode(errors="replace"), name.removesuffix(".json"))


class Store:
    """Writes under `data/fetched/`. Every file is replaced at once: whoever is interrupted leaves the old one or the new one."""

    def __init__(self, folder: Path, *, kinds: Mapping[str, type[pydantic.BaseModel]] = KINDS, dry: bool = False) -> None:
        self._folder, self._kinds, self._dry = folder, kinds, dry
        self._held: dict[Path, Any] = {}  # what a dry run would have written
        try:
            self.request_states: dict[str, RequestState] = record(folder / CONFIRMED, RequestStates, MOST_BYTES_SHARED).things
        except (FileNotFoundError, BadSnapshot):
            self.request_states = {}  # everything is asked for again

    def facts(self, source: str, key: str) -> Any | None:
        """The facts last kept, or None when there are none that can be read."""
        try:
            file = self._file(source, key)
            return self._held[file] if file in self._held else record(file, self._kinds[source])
        except (FileNotFoundError, BadSnapshot):
            return None

    def shared(self, name: str, kind: type[R]) -> R:
        """A file that is one record for many things; empty when it is not there."""
        try:
            return record(self._folder / name, kind, MOST_BYTES_SHARED)
        except (FileNotFoundError, BadSnapshot):
            return kind()

    def etags(self, source: str, key: str) -> dict[str, str]:
        """The etags of the answers that the snapshot was made of; empty when it was changed since, or there are none."""
        state = self.request_states.get(_name(source, key))
        if state is None or state.snapshot is None or state.snapshot != self._digest(self._file(source, key)):
            return {}
        return dict(state.etags)

    def keep(self, source: str, key: str, facts: pydantic.BaseModel) -> bool:
        """Write the facts; whether that changed the file. Raises BadSnapshot for more than can be read again, as a card of many long lists has."""
        text = _written(facts)
        if len(text.encode()) > MOST_BYTES:
            raise BadSnapshot(f"larger than {MOST_BYTES >> 10} kB")
        if self._dry:
            self._held[self._file(source, key)] = facts
        return self._replace(self._file(source, key), text)

    def keep_shared(self, name: str, facts: pydantic.BaseModel) -> bool:
        """Write a file that is one record for many things; whether that changed it."""
        return self._replace(self._folder / name, _written(facts))

    def note_state(self, source: str, key: str, state: RequestState) -> None:
        """Note how asking ended; on disk with the next `close`, so that an etag is never there before its facts."""
        digest = self._digest(self._file(source, key))
        self.request_states[_name(source, key)] = state.model_copy(update={"snapshot": digest})

    def close(self) -> None:
        """Write what changes at every run; without etags, which services may make long, where there is more of them than can be read again."""
        text = _lines(self.request_states)
        if len(text.encode()) > MOST_BYTES_SHARED:
            text = _lines({name: state.model_copy(update={"etags": {}}) for name, state in self.request_states.items()})
        self._replace(self._folder / CONFIRMED, text)

    def forget(self, wanted: dict[str, set[str]]) -> list[str]:
        """Remove the snapshots of what nobody names any more, by source; their names, sorted."""
        gone = []
        for source, keys in wanted.items():
            names = {name_of(key) for key in keys}
            for file in sorted(file for file in folders.files(self._folder / source) if file.suffix == ".json"):
                name = file.relative_to(self._folder / source).as_posix()
                if name not in names and name != INDEX:
                    gone.append(_key(name))
                    self.request_states.pop(_name(source, _key(name)), None)
                    if not self._dry:
                        file.unlink()
            kept = {_name(source, key) for key in keys}
            self.request_states = {name: value for name, value in self.request_states.items() if name.partition("/")[0] != source or name in kept}
        return gone

    def _file(self, source: str, key: str) -> Path:
        return self._folder / source / name_of(key)

    def _digest(self, file: Path) -> str | None:
        try:
            return hashlib.sha256(file.read_bytes()).hexdigest()[:16]
        except OSError:
            return None

    def _replace(self, file: Path, text: str) -> bool:
        if atomic.holds(file, text):
            return False
        if not self._dry:
            atomic.write(file, text, durable=True)
        return True

    def sweep(self) -> None:
        """Remove what runs that were killed left half-written."""
        if not self._dry:
            atomic.sweep(self._folder)


def changes(before: pydantic.BaseModel | None, after: pydantic.BaseModel) -> Iterator[tuple[str, Any, Any]]:
    """(fact, before, after) of every fact that differs, sorted; None for one that was not there."""
    old, new = _plain(before) if before else {}, _plain(after)
    for key in sorted({*old, *new}):
        if old.get(key) != new.get(key):
            yield key, old.get(key), new.get(key)


def _name(source: str, key: str) -> str:
    return f"{source}/{key}".lower()


def _lines(states: Mapping[str, RequestState]) -> str:
    """The states, one a line."""
    lines = [f" {json.dumps(key)}: {json.dumps(_plain(state), sort_keys=True)}" for key, state in sorted(states.items())]
    return '{"things": {\n' + ",\n".join(lines) + "\n}}\n"


def _plain(facts: pydantic.BaseModel) -> dict[str, Any]:
    return facts.model_dump(by_alias=True, mode="json", exclude_defaults=True)


def _written(facts: pydantic.BaseModel) -> str:
    return json.dumps(_plain(facts), sort_keys=True, indent=1, ensure_ascii=False) + "\n"
