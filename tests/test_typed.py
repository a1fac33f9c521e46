"""Every command that a document names within a sentence, typed in a clone as a newcomer has it, and those that are told for an installed `howopen`."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

from small_data import HERE
from test_documents import BLOCK, clone, code, hub, typed  # noqa: F401  the same folder
from test_importing import MOT, OSAI
from test_package import Run, installed, wheel  # noqa: F401  the same wheel

DOCUMENTS = [*(HERE / f"{name}.md" for name in ("README", "CONTRIBUTING", "GOVERNANCE", "SECURITY")), *sorted((HERE / "docs").glob("*.md"))]
DOCUMENTS += sorted((HERE / "data" / "pages").glob("*.md"))
OURS = r"(build|check|show|draft|import|fetch|missing|diff|require|serve|edition|license-of|badge|init)"
COMMAND = re.compile(rf"`((?:python|howopen|openness|make|pip|gh|pre-commit|curl|git|{OURS}) [^`\n]+|python build\.py)`")

DRAFT = "python build.py draft example-institute/Example-7B"
# as a document says it -> as it is typed here: a word in capitals becomes one, and what lies on a network is what stands in for it
TYPED = {
    "build --merge DIR --merge DIR ...": "python build.py build --merge ../part-1 --merge ../part-2",
    "build --shard K/N --into DIR": "python build.py build --shard 1/2 --into ../part-1 && python build.py build --shard 2/2 --into ../part-2",
    "check --conflicts": "python build.py check --conflicts",
    "howopen show FILE": "python build.py show data/models/olmo-7b.yaml",
    "import mot FILE --on DAY": "python build.py import mot ../mot.yml --on 2026-06-12",
    "import osai FILE --on DAY": "python build.py import osai ../osai.yaml --on 2026-06-12",
    "make bench": "make bench",
    "make quick": "make --dry-run quick",
    "make screenshots": "make --dry-run screenshots",
    "make site": "make site",
    "make test": "make test",
    "python -m http.server -d site": "python -m http.server -d site",
    "python -m tools.architecture": "python -m tools.architecture",
    "python -m tools.license_texts": "python -m tools.license_texts ../spdx 0123456789abcdef0123456789abcdef01234567 MIT",
    "python build.py": "python build.py",
    "python build.py --version": "python build.py --version",
    "python build.py badge ID": "python build.py badge olmo-7b",
    "python build.py build": "python build.py build",
    "python build.py check": "python build.py check",
    "python build.py counts": "python build.py counts",
    "python build.py diff --base REV": "python build.py diff --base HEAD",
    "python build.py draft ORG/NAME": DRAFT,
    "python build.py edition 1.2.0": "python build.py edition 1.2.0",
    "python build.py edition VERSION": "python build.py edition 0.2.0",
    "python build.py fetch": f"{DRAFT} && python build.py fetch --only huggingface --model example-7b --dry-run",
    "python build.py init DIR": "python build.py init ../ours",
    "python build.py license-of FILE": "python build.py license-of LICENSE",
    "python build.py license-of FILE --record URL": "python build.py license-of LICENSE --record https://example.org/LICENSE",
    "python build.py missing": "python build.py missing",
    "python build.py require --policy FILE ID": "python build.py require --policy ../policy.yaml olmo-7b",
    "python build.py schema": "python build.py schema",
    "python build.py serve": "python build.py serve",
    "python build.py show <id>": "python build.py show olmo-7b",
    "python build.py show ID": "python build.py show olmo-7b",
}
# what another program answers, or another test does with files of its own
ELSEWHERE = {
    "gh attestation verify FILE --repo howopen/howopen": "asks GitHub of a release",
    "howopen require": "is no whole command; the block beside it is typed in tests/test_documents.py",
    "make git python3 python3-venv": "are names of packages",
    "pip install .": "tests/test_package.py does so in two steps, a wheel and its installation",
    "pip install howopen": "works once a release is published",
    "pre-commit install": "is a program of others",
}
SPDX = """<SPDXLicenseCollection xmlns="http://www.spdx.org/license"><license licenseId="MIT" isOsiApproved="true" name="MIT License">
<text><p>Permission is hereby granted, free of charge, to any person who obtains a copy of this software, to deal in it without any restriction.</p></text>
</license></SPDXLicenseCollection>"""


def named() -> set[str]:
    """Commands within sentences of the documents."""
    texts = (re.sub(BLOCK, "", document.read_text("utf-8")) for document in DOCUMENTS)
    return {found[1] for text in texts for found in COMMAND.finditer(text)}


def test_each_command_that_a_document_names_is_typed_here_or_it_is_said_why_not():
    assert named() - ELSEWHERE.keys() == TYPED.keys()
    assert ELSEWHERE.keys() <= named()


def test_no_block_of_commands_is_left_out():
    """Blocks of README, CONTRIBUTING, docs/policies.md and docs/recipes.md are typed, here and in tests/test_documents.py."""
    fences = {document.name: re.findall(r"^```(\w*)$", document.read_text("utf-8"), re.MULTILINE)[::2] for document in DOCUMENTS}
    assert [name for name, kinds in fences.items() if "" in kinds] == [], "each block says of which language it is"
    typed_ = {"README.md": {"console"}, "CONTRIBUTING.md": {"console"}, "policies.md": {"sh"}, "recipes.md": {"sh"}}
    elsewhere = {"README.md": {"powershell"}, "hosting.md": {"sh"}}  # CI does so on Windows; a server of the reader's own
    shells = {name: {kind for kind in kinds if kind in ("console", "sh", "bash", "shell", "powershell")} for name, kinds in fences.items()}
    assert {name: kinds for name, kinds in shells.items() if kinds} == {
        name: typed_.get(name, set()) | elsewhere.get(name, set()) for name in typed_ | elsewhere
    }


def test_every_command_named_in_a_sentence_works(clone):  # noqa: F811
    folder, environment = clone
    beside = folder.parent
    (beside / "osai.yaml").write_text(OSAI)
    (beside / "mot.yml").write_text(MOT)
    (beside / "policy.yaml").write_text("definitions: {owd-0.3: met}\n")
    (folder / "docs").mkdir()  # where the picture is drawn
    (beside / "spdx").mkdir()
    (beside / "spdx" / "MIT.xml").write_text(SPDX)
    last = ("build --merge DIR --merge DIR ...", "python -m http.server -d site")  # which need what others make
    for command in sorted(TYPED, key=lambda one: last.index(one) if one in last else -1):
        printed = typed(TYPED[command], folder, environment)
        assert not [line for line in printed if re.match(r"Error|Usage|Traceback", line)], f"{command}\n" + "\n".join(printed)
        subprocess.run(["/usr/bin/git", "checkout", "-q", "."], cwd=folder, env=environment, check=True)
        subprocess.run(["/usr/bin/git", "clean", "-fdq", "data"], cwd=folder, env=environment, check=True)


def howopen(name: str) -> list[list[str]]:
    """Words after `howopen` of each such line in the blocks of a document."""
    lines = (line.partition(" > ")[0].split() for text in code(name, "sh") for line in text.splitlines())
    return [words[1:] for words in lines if words[0].rpartition("/")[2] == "howopen"]


def test_the_lines_for_an_installed_howopen_work_with_the_wheel(installed: Run, site, served, tmp_path: Path):  # noqa: F811
    address = served(site)
    (tmp_path / "policy.yaml").write_text(code("policies.md", "yaml")[0])
    (tmp_path / "models.txt").write_text("allenai/OLMo-2-0325-32B\n")
    (tmp_path / "howopen").symlink_to(HERE)
    said = []
    for words in (*howopen("recipes.md"), *howopen("policies.md")):
        done = installed(*(word.replace("https://howopen.example/", address) for word in words), cwd=tmp_path)
        assert (done.returncode, done.stderr) == (0, ""), words
        said.append(done.stdout)
    version, badge, sarif = said
    assert re.fullmatch(r"howopen \d+\.\d+\.\d+\n", version)
    assert f"{address}badges/olmo-2-32b/" in badge
    assert '"version": "2.1.0"' in sarif


def test_other_lines_of_the_recipes_are_known():
    lines = [line for text in code("recipes.md", "sh") for line in text.splitlines() if "/howopen " not in line]
    install = ["git clone https://github.com/howopen/howopen", "python3 -m venv openness", "openness/bin/python -m pip install ./howopen"]
    assert lines == install, "tests/test_package.py does the same with a wheel"
