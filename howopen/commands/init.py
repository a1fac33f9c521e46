"""The beginning of another catalogue: our words, definitions and licenses, and no model."""

from __future__ import annotations

import contextlib
import os
import shutil
from pathlib import Path

from howopen.records.errors import Refused

# what a catalogue needs from the beginning; models, developers, opinions and names of which nothing is assessed are its own
FOLDERS = ("definitions", "license-texts", "licenses", "pages")
FILES = ("board.yaml", "free-terms.yaml", "license-aliases.yaml", "license-answers.yaml", "peers.yaml", "site.yaml", "vocabulary.yaml")
MOST_DEPTH = 200  # of the folder as it is given; to make one is a call for each folder around it
IGNORED = "/site/\n/.site*\n/.cache/\n"


def begin(shipped: Path, into: Path) -> list[str]:
    """Write the files of a new catalogue below `into`, all or none; returns what was made, for people. Raises Refused when something lies there."""
    data = into / "data"
    if len(into.parts) > MOST_DEPTH:
        raise Refused(f"{into.parts[0]}/... is more than {MOST_DEPTH} folders deep; choose another place")
    if os.path.lexists(data):
        raise Refused(f"{data} is there already; choose another folder, or go on with what is there: `howopen check --data {data}`")
    if os.path.lexists(into / "schema"):
        raise Refused(f"{into / 'schema'} is there already, where the schemas of the data would be; choose another folder")
    if file := next((one for one in (into, *into.parents) if os.path.lexists(one) and not one.is_dir()), None):
        raise Refused(f"{file} is no folder, and a catalogue is a folder; choose another name")
    lacking = [one for one in (into, *into.parents) if not os.path.lexists(one)]
    fresh = into / f".{os.urandom(8).hex()}.part"
    try:
        _fill(shipped, fresh)
        for name in ("schema", ".gitignore", "data"):  # the data last: where they stand, all stands
            if not os.path.lexists(into / name):  # a link that leads nowhere is somebody's too
                (fresh / name).rename(into / name)
    except OSError as error:
        # of a folder the library tells each file that it could not copy, in one list
        why = error.args[0][0][2].partition("] ")[2].partition(":")[0] if isinstance(error, shutil.Error) else error.strerror or str(error)
        raise Refused(f"{into}: {why}; make room there or choose another place") from error
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        for folder in lacking:  # those that nothing came into
            with contextlib.suppress(OSError):
                folder.rmdir()
    definitions, licenses = (len(list((shipped / "data" / name).iterdir())) for name in ("definitions", "licenses"))
    return [
        f"{data}/: {definitions} definitions, {licenses} licenses, no model yet",
        f"Next, in {into}: say in data/site.yaml what the site is called and where its files are kept, and rewrite data/pages/;",
        "begin a model with `howopen draft ORG/NAME`; then `howopen check`, `howopen serve`, `howopen build`.",
    ]


def _fill(shipped: Path, fresh: Path) -> None:
    """Write everything into a new folder. Raises OSError."""
    data = fresh / "data"
    data.mkdir(parents=True)
    for name in FOLDERS:
        shutil.copytree(shipped / "data" / name, data / name)
    for name in FILES:
        shutil.copyfile(shipped / "data" / name, data / name)
    for name in ("models", "developers"):
        (data / name).mkdir()
    shutil.copytree(shipped / "schema", fresh / "schema")
    (fresh / ".gitignore").write_bytes(IGNORED.encode())
