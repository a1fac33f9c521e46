"""History: what git knows of verdicts, with its cause; nothing where it knows nothing."""

from __future__ import annotations

import json
import re
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from conftest import HERE, run

from howopen import history
from howopen.files import git as git_
from howopen.files import seal
from howopen.history import steps
from howopen.pipeline import workers
from howopen.pipeline.assess import Assessor
from howopen.records.change import Cause, Change, Shift
from howopen.render.html import site_pages

ATOM = "{http://www.w3.org/2005/Atom}"


class Repo:
    """A git repository of a data folder, with commits at given days."""

    def __init__(self, data: Path) -> None:
        self.data, self._day = data, 0
        self.git("init", "-q", "-b", "main")

    def git(self, *words: str, day: int = 0) -> str:
        when = f"2026-01-{day or 1:02}T12:00:00+02:00"
        environment = {"PATH": "/usr/bin:/bin", "HOME": str(self.data.parent), "GIT_AUTHOR_DATE": when, "GIT_COMMITTER_DATE": when, "GIT_CONFIG_NOSYSTEM": "1"}
        named = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        return subprocess.run(["git", *named, *words], cwd=self.data.parent, env=environment, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S607

    def commit(self) -> str:
        self._day += 1
        self.git("add", "-A", "data")
        self.git("commit", "-q", "-m", "A change", day=self._day)
        return self.git("rev-parse", "HEAD")

    def edit(self, file: str, pattern: str, text: str) -> None:
        path = self.data / file
        before = path.read_text()
        path.write_text(re.sub(pattern, text, before, count=1, flags=re.S))
        assert path.read_text() != before, "the edit must change something"


@pytest.fixture
def repo(data):
    made = Repo(data)
    made.commit()
    return made


def read(repo: Repo, tmp_path: Path, counted: list | None = None):
    class Counting(Assessor):
        def __call__(self, files):
            if counted is not None:
                counted.append(files)
            return super().__call__(files)

    return history.read(git_.around(repo.data), Counting, tmp_path / "cache", HERE / "howopen", workers.one_each, key=b"k")


# `weights:` up to its license, in the model that stands among the test data under an open license
FREE, CLOSED = r"(weights:.*?license: )Apache-2\.0", r"\1CC-BY-NC-4.0"


def test_two_commits_that_change_one_license_are_one_entry_in_feed_page_and_answer_with_the_cause(repo, tmp_path):
    repo.edit("models/olmo-7b.yaml", FREE, CLOSED)
    commit = repo.commit()
    run("build", "--data", repo.data, "--into", tmp_path / "site", "--base-url", "https://example.org/", "--today", "2026-11-23")
    site = tmp_path / "site"

    changes = [one for one in json.loads((site / "api/v1/changes.json").read_text())["changes"] if one["kind"] == "changed"]
    assert len(changes) == 1
    assert (changes[0]["model"], changes[0]["commit"], changes[0]["on"]) == ("olmo-7b", commit, "2026-01-02T12:00:00+02:00")
    assert changes[0]["causes"] == [{"kind": "model", "id": "olmo-7b"}]
    tier = next(one for one in changes[0]["verdicts"] if one["definition"] == "g7-2026")
    assert (tier["version"], tier["after"]) == ("2026-05-29", "weights-available")
    assert json.loads((site / "api/v1/models/olmo-7b.json").read_text())["model"]["history"][0] == changes[0]

    entries = ET.parse(site / "feed.xml").getroot().findall(f"{ATOM}entry")  # noqa: S314  our own file
    assert [entry.findtext(f"{ATOM}id") for entry in entries] == [f"https://example.org/models/olmo-7b/#{commit}"]
    assert "Because of what is known of the model." in entries[0].findtext(f"{ATOM}summary")
    assert len(ET.parse(site / "developers/ai2/feed.xml").getroot().findall(f"{ATOM}entry")) == 1  # noqa: S314
    assert len(ET.parse(site / "developers/meta/feed.xml").getroot().findall(f"{ATOM}entry")) == 0  # noqa: S314
    assert len(ET.parse(site / "new.xml").getroot().findall(f"{ATOM}entry")) == 2  # noqa: S314

    page = re.sub(r"\s+", " ", (site / "models/olmo-7b/index.html").read_text())
    assert page.count("verdicts changed</p>") == 1
    assert "→ <b>Weights Available</b>" in page
    assert "Because of what is known of the model." in page
    assert "olmo-7b" in (site / "changes/index.html").read_text()


def test_a_change_is_laid_to_the_file_that_made_it(repo, tmp_path):
    repo.edit("licenses/LicenseRef-Llama-3.1-Community.yaml", r"freedoms:.*?\naliases:", "freedoms: {}\naliases:")
    repo.commit()
    repo.edit("definitions/g7-2026.yaml", r"availability: \{meets: \[public, gated\], unclear: \[on-request\]\}", "availability: {meets: [public]}")
    repo.commit()
    repo.edit("free-terms.yaml", r"terms:.*", "terms: []\n")
    repo.edit("board.yaml", r"badge: g7-2026", "badge: osaid-1.0")
    repo.commit()
    found = {change.commit: change for change in read(repo, tmp_path).of("llama-3.1-405b") if change.kind == "changed"}
    causes = [[(cause.kind, cause.id) for cause in change.causes] for change in reversed(found.values())]

    assert causes == [[("license", "LicenseRef-Llama-3.1-Community")], [("definition", "g7-2026")]]


def test_the_base_of_a_model_is_a_cause(repo, tmp_path):
    # no model of the catalogue meets the definition that asks something of bases, so what this one lacks is given to it
    repo.edit("models/olmo-7b.yaml", r"(  data-processing-code:\n    availability: public\n    coverage: )partial", r"\1full")
    repo.edit("models/olmo-7b.yaml", r"(code-is-full-specification:[^\n]*(?:\n    [^\n]*)*?answer: \")no", r"\1yes")
    text = (repo.data / "models/olmo-7b.yaml").read_text()
    derived = re.sub(r"(?m)^derived-from: \[\]", "derived-from: [olmo-7b]", text).replace("name: OLMo 7B", "name: Child")
    (repo.data / "models/child.yaml").write_text(re.sub(r"(?m)^  huggingface: .*$", "  huggingface: a/child", derived))
    repo.commit()
    repo.edit("models/olmo-7b.yaml", FREE, CLOSED)
    repo.commit()

    change = read(repo, tmp_path).of("child")[0]
    assert [(cause.kind, cause.id) for cause in change.causes] == [("base-model", "olmo-7b")]


def test_another_version_of_a_definition_is_no_change_of_a_verdict(repo, tmp_path):
    repo.edit("definitions/g7-2026.yaml", r"version: 2026-05-29", "version: 2027-05-29")
    repo.edit("definitions/g7-2026.yaml", r"availability: \{meets: \[public, gated\], unclear: \[on-request\]\}", "availability: {meets: [public]}")
    repo.commit()

    assert [change.kind for change in read(repo, tmp_path).changes] == ["added", "added"]


def test_scores_are_told_only_under_one_version(repo, tmp_path):
    repo.edit("models/olmo-7b.yaml", FREE, CLOSED)
    repo.commit()
    assert read(repo, tmp_path).changes[0].score is not None

    repo.edit("definitions/osaid-1.0.yaml", r'version: "1.0"', 'version: "1.1"')
    repo.edit("models/olmo-7b.yaml", r"(weights:.*?license: )CC-BY-NC-4.0", r"\1Apache-2.0")
    repo.commit()
    newest = read(repo, tmp_path).changes[0]
    assert newest.kind == "changed" and newest.score is None
    assert "osaid-1.0" not in {shift.definition for shift in newest.shifts}


def test_a_renamed_model_keeps_its_history_and_one_taken_out_is_told(repo, tmp_path):
    file = repo.data / "models/olmo-7b.yaml"
    (repo.data / "models/olmo-seven.yaml").write_text(re.sub(FREE, CLOSED, file.read_text(), count=1, flags=re.S) + "aliases: [olmo-7b]\n")
    file.unlink()
    (repo.data / "models/llama-3.1-405b.yaml").unlink()
    repo.commit()

    found = read(repo, tmp_path)
    assert [(change.kind, change.model) for change in found.changes if change.on.startswith("2026-01-02")] == [
        ("removed", "llama-3.1-405b"),
        ("changed", "olmo-seven"),
    ]


def test_a_shared_file_that_todays_program_refuses_is_taken_as_it_is_today(repo, tmp_path):
    good = (repo.data / "vocabulary.yaml").read_text()
    (repo.data / "vocabulary.yaml").write_text("groups: [")
    (repo.data / "board.yaml").write_text((repo.data / "board.yaml").read_text() + "former-key: 1\n")
    repo.edit("models/olmo-7b.yaml", FREE, CLOSED)
    repo.commit()
    (repo.data / "vocabulary.yaml").write_text(good)
    (repo.data / "board.yaml").write_text((repo.data / "board.yaml").read_text().replace("former-key: 1\n", ""))
    repo.commit()

    found = [change for change in read(repo, tmp_path).changes if change.kind != "added"]
    assert [(change.kind, change.on[:10]) for change in found] == [("changed", "2026-01-02")]


def test_a_commit_is_passed_over_where_the_newest_does_not_help_and_the_next_answers_for_it(repo, tmp_path):
    good = (repo.data / "vocabulary.yaml").read_text()
    repo.edit("models/olmo-7b.yaml", FREE, CLOSED)
    repo.commit()
    (repo.data / "vocabulary.yaml").write_text("groups: [")
    repo.commit()
    assert next(change for change in read(repo, tmp_path).changes if change.kind == "changed").on.startswith("2026-01-02")

    (repo.data / "vocabulary.yaml").write_text(good)
    repo.commit()
    assert [change.on[:10] for change in read(repo, tmp_path).changes if change.kind == "changed"] == ["2026-01-02"]


def test_a_model_that_todays_program_refuses_keeps_its_standing_and_the_others_are_judged(repo, tmp_path):
    """Such as one that derives from itself, and one that derives from it."""
    repo.edit("models/llama-3.1-405b.yaml", r"derived-from: \[\]", "derived-from: [llama-3.1-405b]")
    text = (repo.data / "models/olmo-7b.yaml").read_text()
    child = re.sub(r"(?m)^derived-from: \[\]", "derived-from: [llama-3.1-405b]", text)
    (repo.data / "models/child.yaml").write_text(re.sub(r"(?m)^  huggingface: .*$", "  huggingface: a/child", child))
    repo.edit("models/olmo-7b.yaml", FREE, CLOSED)
    repo.commit()

    newest = [change for change in read(repo, tmp_path).changes if change.on.startswith("2026-01-02")]
    assert [(change.kind, change.model) for change in newest] == [("changed", "olmo-7b")]


def test_a_model_that_cannot_be_read_keeps_its_standing_and_the_next_commit_answers_for_it(repo, tmp_path):
    good = (repo.data / "models/olmo-7b.yaml").read_text()
    (repo.data / "models/olmo-7b.yaml").write_text("name: [")
    repo.commit()
    (repo.data / "models/olmo-7b.yaml").write_text(re.sub(FREE, CLOSED, good, count=1, flags=re.S))
    repo.commit()

    found = [change for change in read(repo, tmp_path).changes if change.kind != "added"]
    assert [(change.kind, change.on[:10], [cause.kind for cause in change.causes]) for change in found] == [("changed", "2026-01-03", ["model"])]


def test_each_commit_is_judged_once_and_a_rewritten_past_again(repo, tmp_path):
    repo.edit("models/olmo-7b.yaml", FREE, CLOSED)
    repo.commit()
    counted: list = []
    first = read(repo, tmp_path, counted)
    assert len(counted) == 2
    assert read(repo, tmp_path, counted) == first
    assert len(counted) == 2

    repo.git("commit", "-q", "--amend", "-m", "Otherwise", day=9)
    again = read(repo, tmp_path, counted)
    assert len(counted) == 3
    assert again.changes[0].on.startswith("2026-01-09")
    kept = next((tmp_path / "cache").iterdir())
    for theirs in (b"{ not json", seal.closed(b"another's", b"[]", kept.name), b"[]"):
        before = len(counted)
        kept.write_bytes(theirs)
        assert read(repo, tmp_path, counted) == again
        assert len(counted) == before + 2, "what does not bear the seal is no history"


def test_commits_shared_out_among_processes_come_to_the_same(repo, tmp_path, monkeypatch):
    model, words = repo.data / "models/olmo-7b.yaml", repo.data / "vocabulary.yaml"
    first, good = model.read_text(), words.read_text()
    closed = re.sub(FREE, CLOSED, first, count=1, flags=re.S)
    texts = [(model, closed), (words, "groups: ["), (model, first), (words, good), (model, "name: ["), (model, closed), (model, None), (model, closed)]
    for path, text in texts:
        path.unlink() if text is None else path.write_text(text)
        repo.commit()
    alone = read(repo, tmp_path)
    monkeypatch.setattr(steps, "FEW", 0)
    monkeypatch.setattr(steps, "WEIGHT", 10_000)
    parts: list[int] = []

    def share(work, ranges):
        parts.append(len(ranges))
        return workers.one_each(work, ranges)

    assert len([change for change in alone.changes if change.model == "olmo-7b"]) > 3
    for processes in (2, 3, 7):
        shared = history.read(git_.around(repo.data), Assessor, tmp_path / f"of-{processes}", HERE / "howopen", share, processes)
        assert shared == alone
        assert 1 < parts.pop() <= processes


def test_what_a_merge_brought_is_one_change(repo, tmp_path):
    repo.git("checkout", "-q", "-b", "proposal")
    repo.edit("models/olmo-7b.yaml", FREE, CLOSED)
    repo.commit()
    repo.git("checkout", "-q", "main")
    repo.edit("models/llama-3.1-405b.yaml", "name: Llama 3.1 405B", "name: Llama 3.1 405 B")
    repo.commit()
    repo.git("merge", "-q", "--no-ff", "-m", "Merge", "proposal", day=9)

    changed = [change for change in read(repo, tmp_path).changes if change.kind == "changed"]
    assert [(change.model, change.on[:10]) for change in changed] == [("olmo-7b", "2026-01-09")]


def test_a_shallow_clone_has_no_history_and_says_so(repo, tmp_path):
    repo.edit("models/olmo-7b.yaml", FREE, CLOSED)
    repo.commit()
    clone = tmp_path / "clone"
    subprocess.run(["git", "clone", "-q", "--depth", "1", f"file://{repo.data.parent}", str(clone)], check=True, capture_output=True)  # noqa: S607
    run("build", "--data", clone / "data", "--into", tmp_path / "site")

    answer = json.loads((tmp_path / "site/api/v1/changes.json").read_text())
    assert (answer["history"], answer["changes"]) == ("shallow", [])
    for page in ("changes/index.html", "models/olmo-7b/index.html"):
        assert "had only the newest commits of the repository" in (tmp_path / "site" / page).read_text()


def test_data_outside_a_repository_have_no_history(data, tmp_path):
    assert history.read(git_.around(data), Assessor, tmp_path / "cache", HERE / "howopen", workers.one_each) == history.History()
    assert not (tmp_path / "cache").exists()


def test_a_spelling_of_a_license_is_a_cause(repo, tmp_path):
    repo.edit("models/olmo-7b.yaml", r"(weights:.*?)\n    license: [^\n]*\n    license-scope: [^\n]*", r"\1")
    hub = re.search(r"huggingface: \[?([^\],\n]+)", (repo.data / "models/olmo-7b.yaml").read_text())[1]
    snapshot = repo.data / "fetched" / "huggingface-models" / f"{hub.lower()}.json"
    snapshot.parent.mkdir(parents=True)
    snapshot.write_text(json.dumps({"id": hub, "sha": "0" * 40, "license": ["house-license"], "weight-files": 1}))
    repo.commit()
    repo.edit("license-aliases.yaml", r"(?m)^huggingface:\n", "huggingface:\n  house-license: {means: CC-BY-NC-4.0}\n")
    repo.commit()

    newest = read(repo, tmp_path).changes[0]
    assert (newest.kind, newest.model, [(cause.kind, cause.id) for cause in newest.causes]) == ("changed", "olmo-7b", [("license-aliases", "")])


@pytest.mark.parametrize("when", ["999999999999 +0000", "1700000000 +9999", "x +0000"])
def test_a_commit_that_says_no_moment_of_the_calendar_is_of_the_first_of_1970(repo, when):
    written = repo.git("cat-file", "commit", "HEAD")
    odd = re.sub(r"(?m)^((?:author|committer) A <a@example.org>) .*", rf"\1 {when}", written) + "\n"
    file = repo.data.parent / "odd"
    file.write_text(odd)
    repo.git("update-ref", "HEAD", repo.git("hash-object", "-t", "commit", "-w", "--literally", str(file)))

    day = git_.newest(repo.data)[0]
    assert day == git_.NO_DAY or (day == "2023-11-19" and "+9999" in when), "a day is the calendar's also where its zone is not"
    assert git_.around(repo.data).past().commits[0].on == "1970-01-01T00:00:00+00:00"


def test_models_that_changed_alike_for_the_same_reason_stand_together():
    def changed(model: str, after: str, cause: Cause) -> Change:
        return Change("changed", model, model, "ai2", "2026-01-02T12:00:00+02:00", "a" * 40, (cause,), (Shift("osaid-1.0", "1.0", "undetermined", after),))

    alone = changed("a", "met", Cause("model", "a"))
    both = [changed(key, "not-met", Cause("model", key)) for key in ("b", "c")]
    through = changed("d", "not-met", Cause("license", "MIT"))

    assert site_pages.alike([alone, both[0], through, both[1]]) == [both, [alone], [through]]
    assert [(day, len(groups)) for day, groups, *_ in site_pages.by_day([alone, *both])] == [("2026-01-02", 2)]
