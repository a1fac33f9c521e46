"""Write single files, whole or not at all."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from howopen.commands.draft_text import Draft, id_of
from howopen.files import atomic
from howopen.records import site_paths
from howopen.records.errors import Refused


def replace(file: Path, text: str) -> None:
    """Put the text in the file, all at once."""
    atomic.write(file, text)


def create(file: Path, text: str) -> None:
    """Write a file that is not there yet. Raises Refused where one is, or none can be."""
    try:
        atomic.create(file, text)
    except FileExistsError:
        raise Refused(f"{file} is there already; change it, or choose another name with --id") from None
    except OSError as error:
        raise Refused(f"{file}: {error.strerror or error}; nothing was written there") from None


def keep(draft: Draft, data: Path, id_: str | None) -> list[Path]:
    """Write a draft's files under `data`; returns those written, the model's last. Never over others. Raises Refused."""
    key = id_ or draft.id
    if not key:
        raise Refused("no id can be made of its name, whose letters an id cannot have; give one with --id")
    if key != id_of(key):
        raise Refused(f"{key!r} cannot be an id; write lower-case letters, digits, dots and hyphens")
    if why := site_paths.refused("models", key):
        raise Refused(f"{key!r} {why.replace('choose another name', 'choose another with --id')}")
    model = data / "models" / f"{key}.yaml"
    create(model, draft.text)
    if draft.developer is None or (file := data / "developers" / f"{draft.developer[0]}.yaml").exists():
        return [model]
    create(file, draft.developer[1])
    return [file, model]


def offer(draft: Draft, data: Path, id_: str | None, here: Path, front: str) -> str:
    """Write a draft's files; returns what to tell the person who stands in `here` and types `front` before a command. Raises Refused."""
    shown = [file.relative_to(here) if file.is_relative_to(here) else file for file in keep(draft, data, id_)]
    next_ = f"Look at every line of it, then: {front} check {shown[-1]} && {front} show {shown[-1]}"
    return "\n".join([*(f"Wrote {file}" for file in shown), next_])


def stale(folder: Path, wanted: Mapping[str, str]) -> list[str]:
    """The names whose file in the folder is missing or holds another text."""
    return [name for name, text in wanted.items() if not atomic.holds(folder / name, text)]
