"""What the tests share: the real data, copies of it to change, and the site built once."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from howopen import enrich, judge, load, summary

HERE = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def known():
    """The real catalogue, completed."""
    return enrich.catalogue(load.catalogue(HERE / "data"))


@pytest.fixture(scope="session")
def judged(known):
    """The real verdicts, by model."""
    return judge.catalogue(known)


@pytest.fixture(scope="session")
def summaries(known, judged):
    """What the lists need of the real models, ranked."""
    return summary.every(known, judged)


@pytest.fixture
def data(tmp_path):
    """A copy of the real data with two models only, to change at will: quick to load, and every word is there."""
    copy = tmp_path / "data"
    shutil.copytree(HERE / "data", copy, ignore=shutil.ignore_patterns("models", "opinions", "fetched"))
    (copy / "models").mkdir()
    for name in ("olmo-7b", "llama-3.1-405b"):
        shutil.copy(HERE / "data" / "models" / f"{name}.yaml", copy / "models")
    return copy


@pytest.fixture(scope="session")
def site(tmp_path_factory):
    """The real site, built once by the command that people use."""
    into = tmp_path_factory.mktemp("built") / "site"
    run("build", "--into", into, "--base-url", "https://example.org/repo/", "--today", "2026-11-23")
    return into


def run(*words, expect: int = 0, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """What `python build.py WORDS` answers, as a person would run it."""
    done = subprocess.run([sys.executable, str(HERE / "build.py"), *map(str, words)], capture_output=True, text=True, timeout=120, env=environment, check=False)
    assert done.returncode == expect, done.stdout + done.stderr
    return done
