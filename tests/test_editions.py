"""Editions: what is frozen, that it stays, and what the pages say changed between two."""

from __future__ import annotations

import hashlib
import re
import subprocess

import pytest
from small_data import HERE, small, write

from howopen import enrich, judge, load, render
from howopen.cli import using
from howopen.commands import check, edition
from howopen.files import yaml
from howopen.records import results
from howopen.records.edition import Edition, newest_first
from howopen.records.errors import BadData, Refused
from howopen.render.html import edition_pages
from howopen.stats import editions, summary

CITATION = "cff-version: 1.2.0\ntitle: T\nversion: old\n"


@pytest.fixture
def data(tmp_path):
    (tmp_path / "CITATION.cff").write_text(CITATION)
    return small(tmp_path)


def freeze(data, name: str, day: str = "2026-12-01", *, check: bool = False) -> str:
    """Sentence of `edition`, or of its check."""
    known = enrich.catalogue(load.catalogue(data))
    cites = data.parent / "CITATION.cff"
    if check:
        return edition.check(name, known, judge.catalogue(known), data, cites)
    return edition.write(name, known, judge.catalogue(known), data, cites, day)


def pages_of(data) -> dict[str, str]:
    """The pages of editions, by path."""
    known = enrich.catalogue(load.catalogue(data))
    how = render.options_for(known, HERE / "templates", render.Stamp("https://example.org/", "2026-12-01"))
    return dict(edition_pages.every(how.renderer(known), summary.every(known, judge.catalogue(known))))


def test_an_edition_freezes_every_verdict_with_a_digest_that_anyone_can_compute_and_its_version_for_citing(data):
    assert freeze(data, "1.2.0") == f"Wrote {data}/editions/1.2.0.yaml: 2 models under 10 definitions on 2026-12-01"
    frozen = load.catalogue(data).editions["1.2.0"]
    files = sorted(str(file.relative_to(data)) for file in data.rglob("*") if file.is_file() and file.parent.name != "editions")
    listed = "".join(f"{hashlib.sha256((data / name).read_bytes()).hexdigest()}  {name}\n" for name in files)

    assert frozen.data == hashlib.sha256(listed.encode()).hexdigest(), "what `sha256sum` prints of the files"
    assert set(frozen.models) == {"example-7b", "sample-2"}
    assert frozen.results("example-7b")["osaid-1.0"] == "undetermined"
    assert (data.parent / "CITATION.cff").read_text() == 'cff-version: 1.2.0\ntitle: T\nversion: "1.2.0"\ndate-released: 2026-12-01\n'
    assert freeze(data, "1.2.0", check=True) == "Edition 1.2.0 of 2026-12-01 is what the data and their verdicts are: 2 models."


def test_an_edition_never_changes_and_one_that_is_not_of_these_data_is_refused(data):
    freeze(data, "1.2.0")
    with pytest.raises(Refused, match=r"is there, and an edition never changes; choose the next version"):
        freeze(data, "1.2.0")
    with pytest.raises(Refused, match=r"'latest' is no version; write numbers with dots, such as 1\.2\.0"):
        freeze(data, "latest")
    with pytest.raises(Refused, match=r"'\.\./1\.2\.0' is no version"):
        freeze(data, "../1.2.0", check=True)
    with pytest.raises(Refused, match=r"is no version; write numbers with dots"):
        freeze(data, "1." * 60 + "1")
    with pytest.raises(Refused, match=r"there is no .*1\.3\.0\.yaml; write it with `howopen edition 1\.3\.0`"):
        freeze(data, "1.3.0", check=True)
    cites = data.parent / "CITATION.cff"
    cites.write_text(cites.read_text().replace("1.2.0", "1.1.0"))
    with pytest.raises(Refused, match=r"CITATION\.cff does not give version 1\.2\.0 of 2026-12-01"):
        freeze(data, "1.2.0", check=True)
    (data / "models" / "sample-2.yaml").unlink()
    with pytest.raises(Refused, match="is not what the data and their verdicts are here"):
        freeze(data, "1.2.0", check=True)


def test_the_pages_tell_what_changed_between_two_editions_by_todays_names(data):
    assert "No edition has been frozen yet" in pages_of(data)["editions/index.html"]
    freeze(data, "1.9.0")
    file = data / "models" / "sample-2.yaml"
    other = file.read_text().replace("availability: public", "availability: none").replace("license: Apache-2.0", "because: It is not there.")
    write(data, "models/sample-two.yaml", re.sub(r"(?m)^    (coverage|license-scope): .*\n", "", other) + "aliases: [sample-2]\n")
    file.unlink()
    write(data, "models/third.yaml", file.with_name("example-7b.yaml").read_text().replace("Example 7B", "Third").replace("Example-7B", "Third"))
    freeze(data, "1.10.0")
    found = pages_of(data)

    assert set(found) == {"editions/index.html", "editions/1.10.0/index.html", "editions/1.9.0/index.html"}
    assert re.findall(r'id="v([\d.]+)"', found["editions/index.html"]) == ["1.10.0", "1.9.0"], "by number, of one day"
    said = re.sub(r"<[^>]+>|\s+", " ", found["editions/1.10.0/index.html"])
    assert "1 model added Third 0 models taken out" in re.sub(" +", " ", said)
    assert '<a href="../../models/sample-two/">Sample 2</a></th><td>OSAID 1.0</td><td>not settled</td><td>not met</td>' in found["editions/1.10.0/index.html"]
    assert "It is the first" in found["editions/1.9.0/index.html"]


def test_results_under_another_version_of_a_definition_are_not_compared():
    before = Edition.model_validate({"id": "1.0", "on": "2026-12-01", "data": "0" * 64, "definitions": {"a": "1", "b": "1"}, "models": {"m": "met met"}})
    after = replace_(before, definitions={"a": "2", "b": "1", "c": "1"}, models={"m": "not-met undetermined met"})
    found = editions.between(before, after, {})

    assert [(one.definition, one.before, one.after) for one in found.shifts] == [("b", "met", "undetermined")]
    assert found.not_compared == ("a", "c")
    assert [one.id for one in newest_first({"1.0": before, "1.1": after})] == ["1.1", "1.0"]


def replace_(edition_: Edition, **values) -> Edition:
    return Edition.model_validate(edition_.model_dump(by_alias=True) | {"id": "1.1"} | values)


def test_an_edition_that_somebody_cut_is_named(data):
    freeze(data, "1.2.0")
    file = data / "editions" / "1.2.0.yaml"
    file.write_text(re.sub(r'("sample-2": ").*"', r'\1met"', file.read_text()))
    with pytest.raises(BadData) as told:
        load.catalogue(data)
    assert "gives sample-2 another number of results than there are definitions" in str(told.value.problems[0])


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        ('"sample-2": "', '"sample-2": "perhaps ', "another number of results"),
        ('"sample-2": "undetermined', '"sample-2": "perhaps', "17:15: 'perhaps' is no result of g7-2026 2026-05-29; take the file from its release"),
        ('"sample-2": "undetermined', '"sample-2": "<b>', "gives sample-2 results that are no words apart by a space; take the file from its release"),
        ("on: 2026-11-20", "on: 2026-12-02", "2:5: is a day to come (today is 2026-12-01); write the day it was frozen"),
        ("on: 2026-11-20", "on: 2026-02-30", "is no day of the calendar"),
    ],
)
def test_an_edition_that_somebody_made_up_is_named_by_check(data, was, now, said):
    freeze(data, "1.2.0", "2026-11-20")
    assert check.problems(data, (), "2026-12-01") == []
    file = data / "editions" / "1.2.0.yaml"
    assert was in file.read_text()
    file.write_text(file.read_text().replace(was, now))
    [problem] = check.problems(data, (), "2026-12-01")
    assert (problem.path, problem.severity) == ("data/editions/1.2.0.yaml", "error")
    assert said in str(problem)


def test_results_of_a_score_lie_between_none_and_all_points_and_an_edition_is_called_by_numbers(data):
    known = load.catalogue(data)
    score = next(one for one in known.definitions.values() if one.kind == "score")
    assert [code for code in ("0", "3", "2-3.5", "3-2", "99", "-1", "1e9", "met", "nan") if results.possible(score, code)] == ["0", "3", "2-3.5"]
    freeze(data, "1.2.0", "2026-11-20")
    (data / "editions" / "1.2.0.yaml").rename(data / "editions" / "latest.yaml")
    [problem] = check.problems(data, (), "2026-12-01")
    assert "'latest' is no version; name an edition with numbers and dots, such as 1.2.0" in str(problem)


@pytest.mark.parametrize("version", ['"g7-2025": "1"', '"g7-2026": "1"'])
def test_results_of_a_definition_that_is_gone_or_has_another_version_stay_as_they_were(data, version):
    freeze(data, "1.2.0", "2026-11-20")
    file = data / "editions" / "1.2.0.yaml"
    text = re.sub(r'(?m)^  "g7-2026": .*$', f"  {version}", file.read_text())
    file.write_text(re.sub(r'("sample-2": )"undetermined', r'\1"as-it-was', text))
    assert check.problems(data, (), "2026-12-01") == []


def test_what_the_page_of_an_edition_leads_to_is_what_its_workflow_packs(tmp_path):
    steps = yaml.read(HERE / ".github" / "workflows" / "edition.yml", "edition.yml").value["jobs"]["freeze"]["steps"]
    pack = next(step["run"] for step in steps if step["name"] == "Pack")
    here = tmp_path / "clone"
    for name in ("data/a.yaml", "schema/a.json", "LICENSE-data", "CITATION.cff", "dist/howopen-1.2.0-py3-none-any.whl"):
        write(here, name, name)
    for name in edition_pages.FILES[1:]:
        write(tmp_path / "temp", f"site/api/v1/{name}", name)
    script = "git init -q && git add data schema LICENSE-data CITATION.cff && git -c user.name=A -c user.email=a@example.org commit -qm Begin\n" + pack
    environment = {"PATH": "/usr/bin:/bin", "TAG": "v1.2.0", "RUNNER_TEMP": str(tmp_path / "temp"), "HOME": str(tmp_path)}
    subprocess.run(["/bin/bash", "-eo", "pipefail", "-c", script], cwd=here, env=environment, check=True, capture_output=True, timeout=60)

    packed = {file.name for file in (here / "edition").iterdir()}
    assert packed == {*(f"howopen-1.2.0-{name}" for name in edition_pages.FILES), "CITATION.cff", "howopen-1.2.0-py3-none-any.whl", "SHA256SUMS"}
    subprocess.run(["/usr/bin/sha256sum", "--check", "--strict", "--quiet", "SHA256SUMS"], cwd=here / "edition", check=True, timeout=60)
    assert len((here / "edition" / "SHA256SUMS").read_text().splitlines()) == len(packed) - 1


def test_a_file_for_citing_that_is_no_text_is_named_before_anything_is_written(data):
    (data.parent / "CITATION.cff").write_bytes(b"title: \xff\n")
    with pytest.raises(BadData) as told:
        freeze(data, "1.2.0")
    assert [problem.what for problem in told.value.problems] == ["has a byte that is not UTF-8; save the file as UTF-8"]
    assert not (data / "editions").exists()


def test_a_file_for_citing_that_is_a_link_is_not_followed(data, tmp_path):
    cites, other = data.parent / "CITATION.cff", tmp_path / "other"
    other.write_text("a word of somebody else\n")
    cites.unlink()
    cites.symlink_to(other)
    with pytest.raises(BadData) as told:
        freeze(data, "1.2.0")
    assert [problem.what for problem in told.value.problems] == ["is a link; put the file itself here"]
    assert cites.is_symlink() and not (data / "editions").exists()


def test_an_edition_that_is_not_there_is_told_before_anything_is_judged(data, monkeypatch, capsys):
    for of, name in ((judge, "catalogue"), (judge.Verdicts, "__getitem__")):
        monkeypatch.setattr(of, name, lambda *_: pytest.fail("it was judged"))
    with pytest.raises(SystemExit):
        using.edition_command.callback("1.0.0", True, data, None)
    assert "write it with `howopen edition 1.0.0`" in capsys.readouterr().err
