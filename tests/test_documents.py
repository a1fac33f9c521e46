"""What the documents tell people to type works, and prints what they say it prints."""

from __future__ import annotations

import contextlib
import http.server
import json
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import threading

import pytest
from conftest import run
from small_data import HERE

from howopen.cli import main
from howopen.files import yaml
from howopen.records import site_paths

DOCUMENTS = [file for name in ("README.md", "CONTRIBUTING.md") if (file := HERE / name).is_file()]
# written by commands, or an example
MADE = {"data/fetched", "data/fetched/", "data/fetched/huggingface/", "data/fetched/huggingface-models/", "data/license-texts/ID.yaml"}
MADE |= {"data/models/my-model.yaml", "data/editions/", "data/editions/1.2.0.yaml"}
EXAMPLE = "data/models/example-7b.yaml"
SHA = "0123456789abcdef0123456789abcdef01234567"
RECORD = {
    "id": "example-institute/Example-7B",
    "sha": SHA,
    "gated": False,
    "pipeline_tag": "text-generation",
    "cardData": {"license": "apache-2.0"},
    "siblings": [{"rfilename": "README.md"}, {"rfilename": "model.safetensors"}],
}
BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


class Hub(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps([RECORD] if self.path.startswith("/api/models?") else RECORD).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


@pytest.fixture(scope="module")
def hub():
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Hub)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.1}, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture
def clone(tmp_path, hub, data):
    """A newcomer's folder after `git clone`: the files as they are in the work tree, of the models only two, committed; and tools already set up."""
    folder = tmp_path / "howopen"
    wanted = (
        "howopen",
        "schema",
        "templates",
        "bench",
        "tools",
        "build.py",
        "LICENSE",
        "Makefile",
        "pyproject.toml",
        "requirements.lock",
        "requirements-test.lock",
        "requirements-bench.lock",
    )
    folder.mkdir()
    shutil.copytree(data, folder / "data")
    for name in wanted:
        if (HERE / name).is_dir():
            shutil.copytree(HERE / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif (HERE / name).is_file():
            shutil.copy(HERE / name, folder / name)
    (folder / ".gitignore").write_text(".venv\nsite\n*.bak\n__pycache__\n")
    environment = {
        "PATH": f"{folder / '.venv' / 'bin'}:/usr/bin:/bin",
        "HOME": str(tmp_path),
        "HF_ENDPOINT": hub,
        "LC_ALL": "C.UTF-8",
    }
    for words in (["init", "-q", "-b", "main"], ["add", "-A"], ["-c", "user.name=A", "-c", "user.email=a@example.org", "commit", "-qm", "Begin"]):
        subprocess.run(["/usr/bin/git", *words], cwd=folder, env=environment, check=True, capture_output=True)
    tools = folder / ".venv" / "bin"
    tools.mkdir(parents=True)
    (tools / "python").write_text(f'#!/bin/sh\nexec {sys.executable} "$@"\n')
    (tools / "python").chmod(0o755)
    (tools / "activate").write_text("")
    for stamp in ("python.stamp", "site.stamp", "test.stamp"):
        (folder / ".venv" / stamp).touch()
    return folder, environment


def transcript(text: str):
    """(command, lines it prints) of a console block; without lines where the document shows none."""
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, printed = part.partition("\n")
        yield command, printed.splitlines()


def commands(kind: str, text: str):
    if kind == "console":
        yield from transcript(text)
    elif kind in ("sh", "bash", "shell"):
        yield from ((line, ["..."]) for line in text.splitlines() if line and not line.startswith("#"))


def as_written(wanted: list[str], printed: list[str]) -> bool:
    """Whether the lines are those of the document; its `...` stands for any number of lines, and where it shows none it says nothing of them."""
    pattern = "".join(r"(?:.*\n)*?" if line == "..." else re.escape(line) + r"\n" for line in wanted)
    return not wanted or re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def typed(command: str, folder, environment) -> list[str]:
    """What a person sees who types it in the clone. What needs another's network is replaced by what is here."""
    if re.match(r"git clone |cd |\. \.venv/bin/activate$", command):
        return []  # done by the fixture
    if re.match(r"make (test|bench|clean|site)\b", command):
        command = command.replace("make ", "make --dry-run ", 1)  # which still fails for a target that there is not
    if re.match(r"python (build\.py serve|-m http\.server)\b", command):
        return served(command, folder, environment)
    done = subprocess.run(["/bin/sh", "-c", f"{command} 2>&1"], cwd=folder, env=environment, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0 or "error" in done.stdout, f"{command}\n{done.stdout}"
    return done.stdout.splitlines()


def served(command: str, folder, environment) -> list[str]:
    """The first line of a server, which goes on until it is interrupted. Its port may be taken here, so it gets a free one."""
    words = [*command.split(), *([] if "--port" in command else ["0"] if "http.server" in command else ["--port", "0"])]
    process = subprocess.Popen(words, cwd=folder, env=environment | {"PYTHONUNBUFFERED": "1"}, stdout=subprocess.PIPE, text=True)
    try:
        line = process.stdout.readline().rstrip("\n")
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=20)
    return [re.sub(r"localhost:\d+", "localhost:8000", line)]


def test_there_are_documents_and_each_shows_commands():
    assert HERE / "CONTRIBUTING.md" in DOCUMENTS
    for document in DOCUMENTS:
        assert any(list(commands(kind, text)) for kind, text in BLOCK.findall(document.read_text())), document


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda document: document.name)
def test_every_command_works_and_prints_what_the_document_says(document, clone):
    folder, environment = clone
    for kind, text in BLOCK.findall(document.read_text()):
        if kind == "yaml" and text.startswith("# yaml-language-server"):
            (folder / EXAMPLE).write_text(text)
        for command, wanted in commands(kind, text):
            printed = typed(command, folder, environment)
            shown = "\n".join(printed)
            assert as_written(wanted, printed), f"{document.name} says of `{command}`:\n" + "\n".join(wanted) + f"\nand it prints:\n{shown}"


def test_every_command_of_the_program_is_told():
    """A command that no document names would be found by nobody."""
    helped = subprocess.run([sys.executable, HERE / "build.py", "--help"], capture_output=True, text=True, timeout=60, check=True).stdout
    names = set(re.findall(r"^  ([a-z-]+) ", helped.partition("Commands:")[2], re.MULTILINE))
    told = set(re.findall(r"(?:build\.py |`)([a-z-]+)\b", "".join(document.read_text() for document in DOCUMENTS)))
    assert names and names - told == set()


def test_no_document_promises_what_nobody_can_keep():
    for file in [*HERE.glob("*.md"), *(HERE / ".github").rglob("*.md"), *(HERE / "data" / "pages").glob("*.md")]:
        text = file.read_text().lower()
        for word in ("osi-approved model", "certified by us", "is exempt", "todo", "coming soon"):
            assert word not in text, f"{file.name}: {word}"


def test_hosts_are_told_to_forbid_frames_of_all_but_the_cards(known):
    """A rule of these hosts for all paths could not be taken back for one, so each folder of pages has its own."""
    rules = BLOCK.findall((HERE / "docs" / "hosting.md").read_text("utf-8"))[0][1]
    denied = {path.strip("/*") for path, said in re.findall(r"(?m)^(/\S*)\n((?:  .*\n)+)", rules) if "frame-ancestors 'none'" in said and "DENY" in said}
    assert denied == {"", "404.html", *known.pages, *site_paths.FOLDERS} - {"api", "assets", "cards", "embed"}


def test_every_link_between_documents_lands():
    for file in [*HERE.glob("*.md"), *(HERE / ".github").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#:]+)\)", file.read_text()):
            assert (file.parent / link).exists(), f"{file.name}: {link}"


def test_every_path_that_the_documents_name_is_there():
    documents = [*DOCUMENTS, *sorted((HERE / "docs").rglob("*.md"))]
    missing = []
    for document in documents:
        text = document.read_text("utf-8")
        named = set(re.findall(r"`((?:howopen|templates|data|schema|tests|bench|tools|docs)/[\w./-]*)`", text))
        named |= {str((document.parent / link).resolve().relative_to(HERE)) for link in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", text)}
        missing += [f"{document.relative_to(HERE)}: {path}" for path in sorted(named) if not (HERE / path).exists() and path not in MADE]
    assert missing == []


def code(name: str, kind: str) -> list[str]:
    """Contents of the blocks of one kind in a document of `docs/`."""
    return [text for found, text in BLOCK.findall((HERE / "docs" / name).read_text("utf-8")) if found == kind]


def test_the_recipes_work_on_the_built_site(site, served, tmp_path, monkeypatch, capsys):
    address = served(site)
    shutil.copy(site / "api" / "v1" / "howopen.sqlite", tmp_path)
    monkeypatch.chdir(tmp_path)
    told = []
    for recipe in code("recipes.md", "python"):
        exec(compile(recipe.replace("https://howopen.example/", address), "recipes.md", "exec"), {})  # noqa: S102  our own document
        told.append(capsys.readouterr().out.splitlines())
    one = next(one for one in json.loads((site / "api/v1/models.json").read_text())["models"] if one["id"] == "olmo-2-32b")
    assert told[0] == [f"{one['verdicts']['osaid-1.0']['result']} {one['answer']['line']}"]
    assert len(told[1]) == 5 and all(line.endswith(", 'undetermined')") for line in told[1])
    for asked in code("api.md", "sql"):
        with contextlib.closing(sqlite3.connect("howopen.sqlite")) as database:
            assert all(name and license_ for name, license_ in database.execute(asked).fetchmany(5))
    [frame] = code("recipes.md", "html")
    [shown] = re.findall(r'src="https://howopen\.example/([^"]*)"', frame)
    assert (site / shown / "index.html").is_file()


def test_what_the_recipes_hand_to_the_action_is_an_input_of_it():
    inputs = yaml.read(HERE / "action.yml", "action.yml").value["inputs"]
    given = [re.search(r"uses: howopen/howopen@<commit>\n +with:\n((?: +\S+: .*\n)+)", text) for text in code("recipes.md", "yaml")]
    assert [re.findall(r"(\w+):", found[1]) for found in given if found] == [["model"], ["policy", "list", "sarif"]]
    assert {"model", "policy", "list", "sarif"} <= inputs.keys()


def test_the_commands_of_policies_work(site, served, tmp_path):
    [policy], [typed_] = code("policies.md", "yaml"), code("policies.md", "sh")
    (tmp_path / "policy.yaml").write_text(policy)
    (tmp_path / "models.txt").write_text("olmo-7b\nnobody/x  # not known\n")
    shown = []
    for line in typed_.splitlines():
        words = line.replace("https://howopen.example/", served(site)).partition(" > ")[0].removeprefix("python build.py ").removeprefix("howopen ").split()
        words = [str(tmp_path / word) if (tmp_path / word).is_file() else word for word in words]
        shown.append(run(*words, expect=3 if "--list" in words else 0).stdout)
    assert shown[0] == "met      allenai/OLMo-2-0325-32B\nmodels for products: met\n"
    assert json.loads(shown[1])["version"] == "2.1.0"


def test_every_option_that_a_document_names_is_one():
    there = {name for command in (main, *main.commands.values()) for option in command.params for name in option.opts} | {"--help"}
    named = set()
    for document in [*DOCUMENTS, *sorted((HERE / "docs").glob("*.md")), *sorted((HERE / "data" / "pages").glob("*.md"))]:
        ours = r"`((?:python build\.py|howopen|build|check|show|draft|import|fetch|missing|diff|require|serve|--)[^`\n]*)`"
        spans = re.findall(ours, document.read_text("utf-8"))
        named |= {option for span in spans for option in re.findall(r"(?<![\w-])--[a-z][a-z-]+", span)}
    assert {"--site", "--offline", "--shard"} <= named
    assert named - there == set()
