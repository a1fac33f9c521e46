"""What the tests share: the real data, copies of it to change, and the site built once."""

from __future__ import annotations

import atexit
import functools
import gc
import http.server
import inspect
import os
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from forks import Forks
from read_once import sharing
from services import Services
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from howopen import enrich, judge, load
from howopen.files import disk
from howopen.load import one_file
from howopen.stats import summary
from tools import browser

HERE = Path(__file__).resolve().parent.parent

MEMORY, ROOM = Path("/dev/shm"), 3 << 30  # noqa: S108  bytes

if "TMPDIR" not in os.environ and MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > ROOM:
    # Small sites are made and removed by the hundred, each of a hundred folders; a disk takes longer for that than the program for all else.
    os.environ["TMPDIR"] = tempfile.tempdir = str(MEMORY)

gc.set_threshold(100_000, 50, 100)  # the catalogue is held until the tests end; to look through it for garbage every few tests took a seventh of their time

if sys.dont_write_bytecode:
    # Hundreds of commands are run, and each would compile the program anew. Whoever wants no bytecode in the tree has none there: it is kept
    # in the cache, which the workers and all commands learn of by the environment.
    os.environ["PYTHONPYCACHEPREFIX"] = BYTECODE = str(HERE / ".cache" / "tests" / "bytecode")
    del os.environ["PYTHONDONTWRITEBYTECODE"]
    sys.dont_write_bytecode, sys.pycache_prefix = False, BYTECODE


@pytest.fixture(scope="session", autouse=True)
def files_read_once():
    """Parses a file that all models share once for all tests of a process."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(one_file, "read", sharing(one_file.read, models=False))
        yield


@pytest.fixture
def services():
    """Stand-ins on this machine for the services that `fetch` asks."""
    server = Services()
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def swept():
    """Memory looked through at the end of a test that interrupts a run.

    The run's task tells of the interruption when it goes, with a traceback, for which Python 3.11 parses the source; were it to go while a later test
    parses some, that one would end with an error of the interpreter.
    """
    yield
    gc.collect()


@pytest.fixture(scope="session")
def known():
    """The real catalogue, completed. It stays until the tests end, so it is not looked through for garbage."""
    found = enrich.catalogue(load.catalogue(HERE / "data"))
    gc.freeze()
    return found


@pytest.fixture(scope="session")
def judged(known):
    """The real verdicts, by model."""
    found = judge.catalogue(known)
    gc.freeze()
    return found


@pytest.fixture(scope="session")
def summaries(known, judged):
    """What the lists need of the real models, ranked."""
    return summary.every(known, judged)


TWO = {f"models{os.sep}{name}.yaml" for name in ("olmo-7b", "llama-3.1-405b")}


@pytest.fixture
def data(tmp_path):
    """A copy of the real data with two models only, to change at will: quick to load, and every word is there."""
    copy = tmp_path / "data"
    copy.mkdir()
    for name, content in shared_data().items():
        if content is None:
            (copy / name).mkdir()
        else:
            (copy / name).write_bytes(content)
    return copy


@functools.cache
def shared_data() -> dict[str, bytes | None]:
    """Real data but for models other than two, opinions and what was fetched: the content of each file, None for a folder, by path."""
    found: dict[str, bytes | None] = {"models": None}
    for path in sorted((HERE / "data").rglob("*")):
        name = str(path.relative_to(HERE / "data"))
        if path.parts[len(HERE.parts) + 1] not in ("models", "opinions", "fetched") or name in TWO:
            found[name] = None if path.is_dir() else path.read_bytes()
    return found


@pytest.fixture(scope="session")
def once(tmp_path_factory, worker_id) -> Callable[[str, Callable[[Path], object]], Path]:
    """Makes something in a folder of that name, once, whichever worker asks first; the others wait for it."""
    shared = tmp_path_factory.getbasetemp() if worker_id == "master" else tmp_path_factory.getbasetemp().parent

    def made(name: str, make: Callable[[Path], object]) -> Path:
        folder, whole = shared / "once" / name, shared / f"{name}.whole"
        with disk.locked(shared / f"{name}.lock", lambda: None):
            if not whole.exists():
                folder.mkdir(parents=True, exist_ok=True)
                make(folder)
                whole.touch()
        return folder

    return made


@pytest.fixture(scope="session")
def site(once):
    """The real site, built once by the command that people use."""

    def make(folder: Path) -> None:
        places = ("--data", young(folder / "young"), "--into", folder / "site", "--cache", HERE / ".cache" / "tests")
        run("build", *places, "--base-url", "https://example.org/repo/", "--today", "2026-11-23")

    return once("built", make) / "site"


LATEST = 12  # commits of the data whose changes the built site tells


def young(folder: Path) -> Path:
    """The data as they lie here, in a clone that knows the last commits only: to judge the whole past takes a minute, and longer with each commit."""
    git = functools.partial(subprocess.run, capture_output=True, text=True, check=False)
    git(["git", "clone", "--quiet", "--shared", "--no-checkout", HERE, folder])
    if first := git(["git", "-C", folder, "rev-list", "--first-parent", "-1", f"--skip={LATEST}", "HEAD", "--", "data"]).stdout.strip():
        git(["git", "-C", folder, "replace", "--graft", first])
    return Path(shutil.copytree(HERE / "data", folder / "data"))


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves the built site without a line for each request."""

    def log_message(self, *_):
        pass


@pytest.fixture(scope="session")
def served(tmp_path_factory):
    """Serves a folder under a path, and says at which address, until the tests end."""
    servers = []

    def serve(folder: Path, handler: type[Quiet] = Quiet) -> str:
        top = tmp_path_factory.mktemp("served")
        (top / "repo").symlink_to(folder)
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(handler, directory=top))
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/repo/"

    yield serve
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="module")
def chromium():
    """A real Chromium. Playwright keeps an event loop running meanwhile, so it ends with the module that asked for it."""
    from playwright.sync_api import sync_playwright  # most tests need none

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.found(os.environ.get("CHROMIUM")), args=browser.FLAGS)
        yield chromium
        chromium.close()


DESK = {"width": 1440, "height": 900}


@pytest.fixture(scope="module")
def tab(chromium):
    """A page that keeps what it says to the console and what it asks of servers; one for all tests of a module, for a browser takes as long to begin one
    as to show a page in it."""
    page = chromium.new_context(viewport=DESK).new_page()
    page.said, page.asked = [], []
    page.on("console", lambda message: page.said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: page.said.append(str(error)))
    page.on("request", lambda request: page.asked.append(request.url))
    return page


@pytest.fixture
def page(tab):
    """The page, empty and at a desk; a test that gives it scripts or another context opens one of its own."""
    tab.said.clear()
    tab.asked.clear()
    yield tab
    tab.unroute_all()
    tab.goto("about:blank")
    tab.set_viewport_size(DESK)
    tab.emulate_media(media="screen", color_scheme="light", reduced_motion="no-preference")


FORKS = Forks()
atexit.register(FORKS.end)
CACHE = tempfile.mkdtemp(prefix="howopen-cache-")  # of small sites: whoever builds one waits for no other worker, and least for the real site
atexit.register(shutil.rmtree, CACHE, ignore_errors=True)


def run(*words, expect: int = 0, environment: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Answer of `python build.py WORDS`: status, output and messages, of a process forked from one that has imported the program."""
    own = ["--cache", CACHE] if words[0] == "build" and "--cache" not in words else []
    done = FORKS.run([*map(str, words), *own], environment)
    assert done.returncode == expect, done.stdout + done.stderr
    return done


def run_anew(*words, environment: dict[str, str]) -> None:
    """Run `python build.py WORDS` as a person would, for what rests on how Python starts."""
    done = subprocess.run([sys.executable, str(HERE / "build.py"), *map(str, words)], capture_output=True, text=True, timeout=600, env=environment, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


SLOW = {"site", "chromium", "page"}  # fixtures: the whole site, or a browser
PROGRAMS = {"run", "run_anew", "Popen"}  # whoever calls one of these starts a program
TOGETHER = (
    "tests/test_agreement.py",
    "tests/test_badges.py",
    "tests/test_board.py",
    "tests/test_feeds.py",
    "tests/test_scores.py",
    "tests/test_site.py",
    "tests/test_vectors.py",
)  # what their fixtures make takes long and serves all of their tests: these run in one process


class Scheduling(LoadScopeScheduling):
    """Hands out tests one by one, but for those that run together."""

    def _split_scope(self, nodeid: str) -> str:
        file = nodeid.partition("::")[0]
        return file if file in TOGETHER else nodeid


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Scheduler by which workers get their tests."""
    return Scheduling(config, log)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark as slow what needs the whole site or a browser, or starts a program; other slow tests say so themselves. Order tests so that workers wait least."""
    for item in items:
        if SLOW & fixtures(item) or starts_a_program(item):
            item.add_marker(pytest.mark.slow)
    # one worker builds the site at once, while the others run what needs none
    items.sort(key=lambda item: "site" in fixtures(item))
    first = next((at for at, item in enumerate(items) if "site" in fixtures(item)), 0)
    items[:0] = [items.pop(first)] if items else []


def fixtures(item: pytest.Item) -> set[str]:
    """Names of the fixtures that a test uses."""
    return set(getattr(item, "fixturenames", ()))


def starts_a_program(item: pytest.Item) -> bool:
    """Whether a test starts a program: itself, or by a fixture, function or class of its module that it uses."""
    known = vars(item.module)
    ahead: list[object] = [inspect.unwrap(item.function).__code__]
    used, seen = fixtures(item), set[str]()
    while used or ahead:
        for name in used - seen:
            seen.add(name)
            one = inspect.unwrap(known[name]) if callable(known.get(name)) else None
            if inspect.isfunction(one) and one.__module__ == item.module.__name__:
                ahead.append(one.__code__)
            elif inspect.isclass(one) and one.__module__ == item.module.__name__:
                ahead += [inspect.unwrap(method).__code__ for method in vars(one).values() if inspect.isfunction(method)]
        if not ahead:
            return False
        code = ahead.pop()
        used = set(code.co_names)
        ahead += [inner for inner in code.co_consts if inspect.iscode(inner)]
        if PROGRAMS & used:
            return True
    return False
