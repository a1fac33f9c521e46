"""The commands, run as a person runs them."""

from __future__ import annotations

import ast
import dataclasses
import json
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import click
import pytest
from conftest import run, run_anew
from small_data import small

from howopen import judge
from howopen.cli import options
from howopen.commands import init, show
from howopen.files import manifest
from howopen.records.errors import BadYaml, Problem, Refused
from howopen.render import wording
from tools import browser

HERE = Path(__file__).resolve().parent.parent


def files(folder: Path) -> dict[str, bytes]:
    """Contents of the folder by path, without the mark that tells where it lies."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file() and file.name != manifest.NAME}


def test_two_builds_are_byte_for_byte_the_same_whatever_the_locale_time_zone_or_hash_seed(data, tmp_path):
    one = os.environ | {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C"}
    other = os.environ | {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "tr_TR.UTF-8", "LANG": "tr_TR.UTF-8"}
    run_anew("build", "--data", data, "--into", tmp_path / "one", "--cache", tmp_path / "cache-one", environment=one)
    run_anew("build", "--data", data, "--into", tmp_path / "other", "--cache", tmp_path / "cache-other", environment=other)

    assert files(tmp_path / "one") == files(tmp_path / "other")


def test_bad_data_is_told_in_lines_and_publishes_nothing(data, tmp_path):
    run("build", "--data", data, "--into", tmp_path / "site")
    before = files(tmp_path / "site")
    (data / "models" / "bad.yaml").write_text("name: x\ndeveloper: nobody\n")

    done = run("build", "--data", data, "--into", tmp_path / "site", expect=1)

    assert done.stderr.splitlines() == [
        "data/models/bad.yaml:2:12: 'nobody' is not a known developer; add the file data/developers/nobody.yaml",
        "1 problem; nothing was published.",
    ]
    assert done.stdout == ""
    assert files(tmp_path / "site") == before


def test_check_of_the_real_data_finds_no_error():
    assert run("check").returncode == 0


def test_show_tells_why_in_a_terminal():
    said = run("show", "llama-3.1-405b").stdout

    assert "Open Source AI Definition 1.0: not met" in said
    assert "* release the weights under terms that grant all four freedoms" in said


def test_the_version_is_that_of_the_clone_from_whichever_folder(tmp_path):
    done = subprocess.run([sys.executable, HERE / "build.py", "--version"], cwd=tmp_path, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == f"howopen {tomllib.loads((HERE / 'pyproject.toml').read_text())['project']['version']}\n"


def test_show_counts_what_is_unknown_under_the_names_of_the_page(site):
    """Three numbers of three things: requirements, those of them on the shortest way, and facts."""
    said = run("show", "tulu-3-70b").stdout
    page = (site / "models" / "tulu-3-70b" / "index.html").read_text()
    osaid = said.partition("Open Source AI Definition 1.0: not met (")[2].partition("\n\n")[0]
    found_out = int(osaid.rpartition("to be found out: ")[2])
    assert int(osaid.partition(" unknown)")[0]) >= found_out > 3
    assert f"And to be found out, {found_out} requirements: what is not settled below." in page
    assert f"{found_out} requirements are still to be found out: " in page
    assert said.endswith(
        "  (n unknown) counts requirements, n to be found out those of them on the shortest way to the next level;\n"
        "  n facts missing counts each fact once, of which several requirements may ask\n"
    )


def test_show_as_json_has_reached_possible_and_outcome():
    verdicts = json.loads(run("show", "olmo-7b", "--json").stdout)["verdicts"]

    assert verdicts["osaid-1.0"]["outcome"] == "not-met"
    assert verdicts["g7-2026"]["reached"] in (None, "weights-available", "open-weights", "open-source-ai", "open-data")
    assert "outcome" not in verdicts["mof-1.0"]


def test_show_judges_a_file_that_is_not_in_the_catalogue(tmp_path):
    shutil.copy(HERE / "data" / "models" / "olmo-7b.yaml", tmp_path / "My Model.yaml")
    text = (tmp_path / "My Model.yaml").read_text()
    (tmp_path / "My Model.yaml").write_text(text.replace("name: OLMo 7B", "name: Mine"))

    assert json.loads(run("show", tmp_path / "My Model.yaml", "--json").stdout)["name"] == "Mine"


@pytest.mark.parametrize("name", ["olmo-7b", "llama-3.1-405b"])
def test_show_judges_a_file_of_a_developer_or_family_that_nobody_here_knows(name, known, tmp_path):
    """The workflow of editions does so with the wheel, which carries no developer."""
    file, none = HERE / "data" / "models" / f"{name}.yaml", dataclasses.replace(known, developers={}, models={})
    assert f"of the family {known.models[name].family}" in show.of(str(file), none, HERE / "templates", "text")
    (tmp_path / "next.yaml").write_text(file.read_text().replace(f"family: {known.models[name].family}", "family: next"))
    assert "of the family next" in show.of(str(tmp_path / "next.yaml"), known, HERE / "templates", "text")


def test_show_judges_a_file_whose_bases_are_in_another_catalogue_and_says_what_is_unknown_for_that(tmp_path):
    """`check` refuses such a base in a catalogue, where an id that cannot be found is a mistake."""
    text = (HERE / "data" / "models" / "olmo-7b.yaml").read_text().replace("derived-from: []", "derived-from: [zzz, olmo-7c, acme/Base-7B, olmo-7b]")
    (tmp_path / "mine.yaml").write_text(text)
    said = (
        "`derived-from` names 'zzz', which is no model here: what depends on it is unknown. "
        "`derived-from` names 'olmo-7c', which is no model here: what depends on it is unknown. Did you mean 'olmo-7b'? "
        "`derived-from` names 'acme/Base-7B', which is no model here: what depends on it is unknown. Did you mean 'hf:acme/Base-7B'?"
    )
    shown = run("show", tmp_path / "mine.yaml").stdout
    assert " ".join(shown.partition("\n\n")[0].split()) == said
    assert "? The same holds for each model it derives from: one unknown [a file of zzz, a file of olmo-7c," in shown
    as_json = run("show", tmp_path / "mine.yaml", "--json", "--offline")
    assert as_json.stderr == f"{said}\n"
    assert json.loads(as_json.stdout)["ancestors"] == ["zzz", "olmo-7c", "acme/Base-7B", "olmo-7b"]
    assert "'zzz' is not a known model; write the name of its file in data/models/" in run("check", tmp_path / "mine.yaml", expect=1).stdout


def test_show_takes_the_name_of_a_model_and_an_id_that_it_had():
    assert run("show", "OLMo 7B").stdout == run("show", "olmo-7b").stdout
    assert run("show", "Pythia-12b").stdout == run("show", "pythia").stdout


def test_show_of_an_unknown_model_offers_the_nearest():
    assert "did you mean 'olmo-7b'?" in run("show", "olmo-7", expect=1).stderr


def test_a_day_or_an_address_that_is_none_is_refused():
    assert "must be a day" in run("build", "--today", "yesterday", expect=2).stderr
    assert "must be a web address" in run("build", "--base-url", "javascript:x", expect=2).stderr


@pytest.mark.parametrize(
    "address",
    ["javascript:x", "https://", "https:///x", "https://a?b", "https://a#b", "https://a/](javascript:x)", "https://a/`x`", "https://[", "https://a\\b"],
)
def test_an_address_that_would_break_what_is_pasted_from_it_is_refused(address):
    with pytest.raises(click.BadParameter, match="must be a web address"):
        options.address(None, None, address)


@pytest.mark.parametrize("address", ["https://a.example", "http://localhost:8000/", "http://[::1]:8000/a/", "https://a.example/~b/c%20d"])
def test_an_address_of_a_site_is_taken(address):
    assert options.address(None, None, address) == f"{address.rstrip('/')}/"


@pytest.mark.parametrize("error", [Refused("\x1b[2J\n::error::x"), BadYaml([Problem("a\n::error::b.yaml", 1, 1, "\x1b[2J is wrong")])])
def test_no_refusal_speaks_to_a_terminal_or_a_workflow(error, capsys):
    with pytest.raises(SystemExit), options.told():
        raise error
    lines = capsys.readouterr().err.splitlines()
    assert not any(line.lstrip().startswith("::") or not line.isprintable() for line in lines)


def test_no_line_of_a_report_speaks_to_a_terminal_or_a_workflow(known):
    odd = known.models["olmo-7b"].model_copy(update={"name": "x\n::error::y\x1b[2J"})
    words = wording.read(HERE / "templates", dataclasses.replace(known, models={**known.models, odd.id: odd}))
    report = show.text(judge.model(odd, words.known), words)
    assert report.splitlines()[0].startswith("x\\x0a::error::y\\x1b[2J (")


def test_a_folder_that_is_not_ours_is_refused_without_a_traceback(data, tmp_path):
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "letter").write_text("dear")

    done = run("build", "--data", data, "--into", tmp_path / "home", expect=1)

    assert "did not write" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("option", ["--into", "--cache"])
def test_a_link_in_a_circle_is_no_place_and_no_traceback(option, data, tmp_path):
    places = {"--into": tmp_path / "site", "--cache": tmp_path / "cache"}
    places[option].symlink_to(places[option].name)

    done = run("build", "--data", data, *(word for place in places.items() for word in place), expect=1)

    assert [line[:7] for line in done.stderr.splitlines()] == ["Error: "]


def test_schemas_are_not_written_where_a_link_leads(data, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (data.parent / "schema").symlink_to(tmp_path / "elsewhere")
    assert "is a link, which may lead anywhere" in run("schema", "--data", data, expect=2).stderr
    assert list((tmp_path / "elsewhere").iterdir()) == []


def test_a_catalogue_very_many_folders_down_is_refused_in_a_sentence():
    with pytest.raises(Refused, match=r"\Ax/\.\.\. is more than 200 folders deep; choose another place\Z"):
        init.begin(HERE, Path("x", *["y"] * 2000))


def test_numbers_badges_and_answers_in_json_start_no_command_of_a_workflow(tmp_path):
    data = small(tmp_path)
    file = data / "models" / "example-7b.yaml"
    file.write_text(file.read_text().replace("name: Example 7B", 'name: "##[error]x"'))
    words = data / "definitions" / "osaid-1.0.yaml"
    words.write_text(re.sub("(?m)^short: .*$", 'short: "##[group]x"', words.read_text(), count=1))
    for command in (("counts",), ("badge", "example-7b"), ("show", "example-7b", "--json")):
        said = run(*command, "--data", data).stdout
        assert ("[group]x" in said or "[error]x" in said) and "##[" not in said, command
    assert json.loads(said)["name"] == "##[error]x"


# ---- a machine that is not set up --------------------------------------------------------------------------------------


def bare(*words: str) -> subprocess.CompletedProcess[str]:
    """Output of a Python that sees no installed package."""
    return subprocess.run([sys.executable, "-S", *words], cwd=HERE, capture_output=True, text=True, timeout=60, check=False)


def test_a_missing_environment_is_one_line_with_the_cure():
    done = bare("build.py")
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (1, "", 1)
    assert "run `make site`" in done.stderr


def test_one_missing_package_is_one_line_that_names_it():
    hidden = "import sys; sys.modules['pydantic'] = None; sys.argv = ['build.py', 'counts']; import runpy; runpy.run_path('build.py', run_name='__main__')"
    done = subprocess.run([sys.executable, "-c", hidden], cwd=HERE, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stderr.count("\n")) == (2, 1)  # 1 is an answer of `require`: not met
    assert "the package 'pydantic' is not there: run `make site`" in done.stderr


def test_a_python_that_is_too_old_is_stopped_in_one_line():
    text = (HERE / "build.py").read_text()
    ast.parse(text, feature_version=(3, 8))  # else an old Python would stop at the grammar, with a traceback
    for version, status in (("(3, 10, 12)", 1), ("(3, 11, 0)", 0)):
        old = f"import sys; sys.version_info = {version}; sys.version = '3.x (then)'; sys.argv = ['build.py', '--help']; exec(open('build.py').read())"
        done = subprocess.run([sys.executable, "-c", old], cwd=HERE, capture_output=True, text=True, timeout=60, check=False)
        assert done.returncode == status, done.stderr
        assert ("howopen needs Python 3.11 or newer; this is 3.x." in done.stderr) == bool(status)


def test_a_full_disk_or_a_folder_that_only_reads_is_a_sentence_and_no_answer(capsys, tmp_path, monkeypatch):
    with pytest.raises(SystemExit) as ended, options.told(2):
        raise OSError(28, "No space left on device", str(tmp_path / "x::error::"))
    assert ended.value.code == 2
    said = capsys.readouterr().err
    assert said == f"Error: {tmp_path}/x::error::: No space left on device; make room there, or see that you may read and write there\n"

    def full(*_, **__):
        raise shutil.Error([("a", "b", "[Errno 28] No space left on device: 'b'"), ("c", "d", "no more")])

    for name in ("copytree", "copyfile"):
        with monkeypatch.context() as patch, pytest.raises(Refused) as refused:
            patch.setattr(shutil, name, full)
            init.begin(HERE, tmp_path / "new" / "ours")
        assert str(refused.value) == f"{tmp_path / 'new' / 'ours'}: No space left on device; make room there or choose another place"
        assert list(tmp_path.iterdir()) == [], "nothing is left behind"
    (tmp_path / ".gitignore").symlink_to("nowhere")
    (tmp_path / "data").symlink_to("nowhere")
    with pytest.raises(Refused, match="data is there already; choose another folder"):
        init.begin(HERE, tmp_path)
    (tmp_path / "data").unlink()
    init.begin(HERE, tmp_path)
    assert (tmp_path / ".gitignore").readlink() == Path("nowhere"), "a link that leads nowhere is somebody's too"
    shutil.rmtree(tmp_path / "data")
    with pytest.raises(Refused, match="schema is there already, where the schemas of the data would be; choose another folder"):
        init.begin(HERE, tmp_path)


def test_a_catalogue_begins_on_no_link_that_leads_nowhere(tmp_path):
    for name, said in (("data", "is there already; choose another folder, or go on"), ("schema", "is there already, where the schemas of the data would be")):
        (tmp_path / name / "ours").mkdir(parents=True)
        (tmp_path / name / "ours" / name).symlink_to("nowhere")
        with pytest.raises(Refused, match=f"{name} {said}"):
            init.begin(HERE, tmp_path / name / "ours")
        assert [one.name for one in (tmp_path / name / "ours").iterdir()] == [name]
    (tmp_path / "other").mkdir()
    (tmp_path / "other" / ".gitignore").symlink_to("nowhere")
    init.begin(HERE, tmp_path / "other")
    assert (tmp_path / "other" / ".gitignore").readlink() == Path("nowhere"), "what a person has there stays"


@pytest.mark.parametrize(
    ("place", "said"),
    [
        ("x" * 300, "File name too long; make room there or choose another place"),
        ("nowhere/x", "nowhere is no folder, and a catalogue is a folder; choose another name"),
        ("circle", "circle is no folder, and a catalogue is a folder; choose another name"),
        ("new/../ours", ""),
    ],
)
def test_a_catalogue_begins_where_a_folder_can_be_or_says_why_not(tmp_path, place, said):
    for name, to in (("nowhere", "not-there"), ("circle", "circle")):
        (tmp_path / name).symlink_to(to)
    if said:
        with pytest.raises(Refused, match=said):
            init.begin(HERE, tmp_path / place)
        assert len(list(tmp_path.iterdir())) == 2, "nothing is left behind"
    else:
        assert init.begin(HERE, tmp_path / place)[0].endswith("licenses, no model yet")
        assert (tmp_path / "ours" / "data" / "vocabulary.yaml").is_file()


@pytest.mark.parametrize(
    ("python", "said"),
    [
        (
            'case "$2" in *ensurepip*) exit 1;; esac; exec "{python}" "$@"',
            "Python cannot make .venv: install its venv module (Debian: python3-venv)",
        ),
        (
            'exec "{python}" -c "import sys; sys.version_info = (3, 10, 12); exec(sys.argv[1])" "$2"',
            "howopen needs Python 3.11 or newer, and this is 3.10: name another with make PYTHON=python3.12",
        ),
    ],
)
def test_what_a_machine_lacks_for_the_environment_is_one_line_of_make(python, said, tmp_path):
    for name in ("Makefile", "requirements.lock"):
        shutil.copy(HERE / name, tmp_path)
    (tmp_path / "python").write_text(f"#!/bin/sh\n{python.format(python=sys.executable)}\n")
    (tmp_path / "python").chmod(0o755)
    alone = {key: value for key, value in os.environ.items() if not key.startswith("MAKE") and key != "MFLAGS"}  # not as a part of `make test`
    done = subprocess.run(["make", "site", "PYTHON=./python"], cwd=tmp_path, env=alone, capture_output=True, text=True, timeout=60, check=False)  # noqa: S607
    lines = [line for line in (done.stdout + done.stderr).splitlines() if not line.startswith("make: ***")]
    assert (done.returncode, lines) == (2, [said])


def test_a_browser_that_is_not_there_or_cannot_be_steered_is_one_line_with_the_cure(tmp_path, monkeypatch):
    python = tmp_path / "python"
    python.write_text("#!/bin/sh\necho 'node: libatomic.so.1: cannot open shared object file' >&2\nexit 127\n")
    python.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    said = []
    for look in (browser.found, lambda: browser.found("chrom"), lambda: browser.steered(str(python))):
        with pytest.raises(browser.NoBrowser) as refused:
            look()
        said.append(str(refused.value))
    assert said == [
        "no Chromium is installed: install your system's package `chromium`, or set CHROMIUM to the path of a Chromium or Chrome",
        f"CHROMIUM=chrom is no program that can be run; correct it, or unset it to use one of {', '.join(browser.NAMES)}",
        "Playwright cannot start; install what it lacks (Debian: libatomic1): node: libatomic.so.1: cannot open shared object file",
    ]


def test_show_says_what_is_left_to_read_only_where_no_claim_of_the_model_was_found(data):
    file = data / "models" / "llama-3.1-405b.yaml"
    text = file.read_text()
    bare = re.sub(r"(?ms)^claims(-looked-up)?:\n.*?(?=^\S)", "", text)
    looked = "claims-looked-up: {on: 2026-11-20, by: maintainers, evidence: https://example.org/card, unread: The announcement could not be opened.}\n"
    claim = "claims: [{says: open source, url: https://example.org/card%s}]\n"
    for more, settled in (("", False), (claim % "", True), (claim % ", of: project", False)):
        file.write_text(bare + looked + more)
        assert ("not settled: The announcement could not be opened." in run("show", "llama-3.1-405b", "--data", data).stdout) is not settled
