"""A new edition: its file below the data, and its version and day in the file that says how to cite."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path

from howopen.files import atomic, digests, yaml
from howopen.records import results, site_paths
from howopen.records.amounts import many
from howopen.records.catalogue import Catalogue
from howopen.records.edition import NAME, Edition
from howopen.records.errors import Refused
from howopen.records.verdict import Judged

FOLDER = "editions"  # below the data


def write(name: str, known: Catalogue, judged: Mapping[str, Judged], data: Path, cites: Path, day: str) -> str:
    """Write the edition; returns what to tell. `cites` is CITATION.cff. Raises Refused where there is one of that name, which never changes."""
    _must_be_version(name)
    file = data / FOLDER / f"{name}.yaml"
    said = _said(cites)
    try:
        atomic.create(file, text(name, known, judged, data, day))
        if said is not None:
            atomic.write(cites, _cited(said, name, day))
    except FileExistsError:
        raise Refused(f"{file} is there, and an edition never changes; choose the next version") from None
    except OSError as error:
        raise Refused(f"{error.filename or file}: {error.strerror or error}") from error
    return f"Wrote {file}: {many(len(judged), 'model')} under {many(len(known.definitions), 'definition')} on {day}"


def check(name: str, known: Catalogue, judged: Mapping[str, Judged], data: Path, cites: Path) -> str:
    """Tell that the edition is what the data and their verdicts are. Raises Refused where it is not, or there is none."""
    _must_be_version(name)
    file = data / FOLDER / f"{name}.yaml"
    edition = known.editions.get(name)
    if edition is None:
        raise Refused(f"there is no {file}; write it with `howopen edition {name}`")
    if not atomic.holds(file, text(name, known, judged, data, edition.on)):
        raise Refused(f"{file} is not what the data and their verdicts are here; an edition is written last, when all else is committed")
    if (said := _said(cites)) is not None and said != _cited(said, name, edition.on):
        raise Refused(f"{cites.name} does not give version {name} of {edition.on}")
    return f"Edition {name} of {edition.on} is what the data and their verdicts are: {many(len(edition.models), 'model')}."


def text(name: str, known: Catalogue, judged: Mapping[str, Judged], data: Path, day: str) -> str:
    """The edition's file."""
    edition = Edition(
        id=name,
        on=day,
        data=digests.of_list(data, FOLDER),
        definitions={key: one.version for key, one in known.definitions.items()},
        models={key: " ".join(results.code(known.definitions[of], verdict) for of, verdict in one.verdicts.items()) for key, one in sorted(judged.items())},
    )
    lines = [
        f"# Edition {name}, written by `howopen edition`. It never changes: what changes since stands in the next.",
        f"on: {edition.on}",
        f"data: {edition.data}",
        "definitions:",
        *(f"  {json.dumps(key)}: {json.dumps(version, ensure_ascii=False)}" for key, version in edition.definitions.items()),
        "models:",
        *(f"  {json.dumps(key)}: {json.dumps(said)}" for key, said in edition.models.items()),
    ]
    return "\n".join(lines) + "\n"


def _must_be_version(name: str) -> None:
    if not NAME.fullmatch(name) or len(name) > site_paths.LONGEST:
        raise Refused(f"{name[:80]!r} is no version; write numbers with dots, such as 1.2.0")


def _said(cites: Path) -> str | None:
    """CITATION.cff as it stands; None where there is none. Raises BadYaml."""
    return yaml.text_of(cites, str(cites)) if os.path.lexists(cites) else None


def _cited(said: str, name: str, day: str) -> str:
    """CITATION.cff with that version and day."""
    kept = [line for line in said.splitlines() if not line.startswith(("version:", "date-released:"))]
    return "\n".join([*kept, f'version: "{name}"', f"date-released: {day}"]) + "\n"
