"""Small changes to the code, one at a time, and whether a test notices: `python -m bench.mutate --most 100 howopen/judge howopen/enrich`.

All tests that are quick and run in this process are run once, which tells for each change the tests that come to it. A mutant is a process that is
forked from that one, with the code of one function exchanged, and has to pass those tests alone; so most cost less than a second, where tools that
start the tests anew cost the loading each time. Prints the survivors and how many were killed of those tried; not part of the tests, since it takes
minutes.
"""

from __future__ import annotations

import argparse
import builtins
import functools
import gc
import importlib
import inspect
import itertools
import mmap
import operator
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import NamedTuple

import pytest
from _pytest.runner import runtestprotocol

from bench.changes import REACHED, Site, Steps, mutant, probed, sites

HERE = Path(__file__).resolve().parent.parent
LIMIT, LONGEST = 30, 600  # seconds of processor time beyond thrice what its tests take, and of all time; a mutant that takes longer does not end
TESTS = (  # files whose tests come to judging, completing, licenses or the pipeline, and ask no server
    "answer_rules answers assess cache causes conflicts definitions findings grounds judge kept license_answers license_facts license_files "
    "license_readings license_sentences license_spellings license_texts license_words licenses missing_keys peer_results pipeline points publish "
    "repository_licenses second_opinions statements vectors workers"
)
OF_SITES = ("test_assess", "test_pipeline", "test_publish")  # files that build sites, and show little but what the pipeline does
SLOW_TOO = ("test_pipeline",)  # files whose tests are run though they are marked as slow
MANY = {"many"}  # a fixture of those among them that build hundreds of models
LONG = {"known", "judged", "summaries"}  # fixtures that are frozen and take long: a mutant that they do not come to is given them as they are
TIMES = {"monotonic", "perf_counter", "process_time"}  # a test that calls one of these measures the machine
OURS = ("howopen.judge", "howopen.enrich", "howopen.licenses", "howopen.pipeline", "howopen.records", "howopen.history")  # whose memory a mutant begins without


class Mutant(NamedTuple):
    """One change, ready to be put in its place."""

    says: str
    function: FunctionType
    code: CodeType


def found(module: ModuleType, name: str) -> FunctionType | None:
    """The function of that name within the module, from under what decorates it."""
    holder: object = module
    for part in name.split("."):
        holder = vars(holder).get(part) if isinstance(holder, (type, ModuleType)) else None
    if isinstance(holder, property):
        holder = holder.fget
    elif isinstance(holder, functools.cached_property):
        holder = holder.func
    elif isinstance(holder, (classmethod, staticmethod)):
        holder = holder.__func__
    holder = getattr(holder, "__wrapped__", holder)
    return holder if isinstance(holder, FunctionType) else None


def code(whole: CodeType, name: str) -> CodeType | None:
    """The code of the function of that name within the code of its module."""
    for inner in (one for one in whole.co_consts if isinstance(one, CodeType)):
        if inner.co_qualname == name:
            return inner
        if deeper := code(inner, name):
            return deeper
    return None


def ready(chosen: Sequence[tuple[Path, Site]]) -> tuple[list[Mutant], list[Mutant]]:
    """The mutants that can be put in their places, and the functions that have some as probes, which tell when they come to which."""
    mutants: list[Mutant] = []
    places: dict[tuple[Path, str], list[tuple[Steps, int]]] = {}
    for file, (name, line, what, path, at) in chosen:
        function, other = _in_place(file, name), code(compile(mutant(file.read_text(), name, path, at), str(file), "exec"), name)
        if function is not None and other is not None and function.__code__.co_freevars == other.co_freevars:
            places.setdefault((file, name), []).append((path, len(mutants)))
            mutants.append(Mutant(f"{file}:{line} {name}: {what}", function, other))
    probes = [
        Mutant(name, _in_place(file, name), code(compile(probed(file.read_text(), name, some), str(file), "exec"), name))
        for (file, name), some in places.items()
    ]
    return mutants, probes


def _in_place(file: Path, name: str) -> FunctionType | None:
    return found(importlib.import_module(".".join(file.with_suffix("").parts).removesuffix(".__init__")), name)


def _itself(value: object) -> object:
    return value


def forget() -> None:
    """Empty what the program remembers from one call to the next; what was made without a mutant would hide it."""
    for name, module in sys.modules.items():
        for one in vars(module).values() if name.startswith(OURS) else ():
            if isinstance(one, functools._lru_cache_wrapper):
                one.cache_clear()
            elif isinstance(one, dict) and hasattr(one, "__missing__"):
                one.clear()


class Trial:
    """Plugin of pytest: runs all tests once and notes which of them come to which change, then tries each mutant on those that come to it."""

    def __init__(self, mutants: list[Mutant], probes: list[Mutant], minutes: float, *, tell: bool) -> None:
        self._mutants, self._probes, self._minutes, self._tell = mutants, probes, minutes, tell
        self._out = os.dup(1)
        self._reached = mmap.mmap(-1, len(mutants) + 1)  # by change; processes that a test forks write it too
        self._fixtures: dict[str, tuple[set[int], float]] = {}  # changes that it comes to, seconds
        self._made: dict[pytest.FixtureDef, object] = {}  # of those that take long
        self._tests: dict[pytest.Item, tuple[set[int], float]] = {}
        self._sound: set[pytest.Item] = set()  # tests that are known to pass a second time
        self.tried = self.killed = self.endless = 0

    def say(self, line: str) -> None:
        """Print, whatever catches what tests print."""
        os.write(self._out, f"{line}\n".encode())

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Leave out what starts another program, which no mutant is in, what takes long, and what a busy machine fails."""
        from conftest import SLOW, fixtures, starts_a_program

        def wanted(item: pytest.Item) -> bool:
            if not TIMES.isdisjoint(inspect.unwrap(item.function).__code__.co_names):
                return False
            return not item.get_closest_marker("slow") or (item.path.stem in SLOW_TOO and not (SLOW | MANY) & fixtures(item) and not starts_a_program(item))

        items[:] = filter(wanted, items)

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: pytest.FixtureDef) -> Iterator[None]:
        """Note what a fixture comes to: each test that has it rests on that."""
        before, begun = self._reached[:], time.process_time()
        self._reached[:] = bytes(len(before))
        try:
            value = yield
            if fixturedef.argname in LONG:
                self._made[fixturedef] = value
            return value
        finally:
            reached, took = self._fixtures.get(fixturedef.argname, (set(), 0.0))
            self._fixtures[fixturedef.argname] = reached | self._marked(), max(took, time.process_time() - begun)
            self._reached[:] = bytes(map(operator.or_, before, self._reached[:]))

    def _marked(self) -> set[int]:
        return {at for at, mark in enumerate(self._reached[:]) if mark}

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Run the tests with the probes in their places, then without, then the mutants."""
        own = [probe.function.__code__ for probe in self._probes]
        vars(builtins)[REACHED] = lambda number: operator.setitem(self._reached, number, 1)
        for probe in self._probes:
            probe.function.__code__ = probe.code
        for item, following in itertools.pairwise([*session.items, None]):
            self._reached[:] = bytes(len(self._reached))
            forget()
            begun, failed = time.process_time(), session.testsfailed
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
            if session.testsfailed > failed:
                self.say(f"left out, as it fails without a mutant: {item.nodeid}")
            else:
                self._tests[item] = self._marked(), time.process_time() - begun
        for probe, code_ in zip(self._probes, own, strict=True):
            probe.function.__code__ = code_
        session.config.option.tbstyle = "value"  # nobody reads more of a failure than that there is one
        self.say(f"{len(self._tests)} tests in {time.process_time():.0f} s of processor time")
        gc.collect()
        gc.freeze()
        ends = time.monotonic() + self._minutes * 60
        for at, one in enumerate(self._mutants):
            if time.monotonic() < ends:
                self._try(at, one)
        return True

    def _try(self, at: int, one: Mutant) -> None:
        own, one.function.__code__ = one.function.__code__, one.code
        tests = self._that_come_to(at)
        status, killer = self._forked(tests, at)
        one.function.__code__ = own
        if killer is not None and killer not in self._sound:
            if self._forked([killer])[0] != 0:
                self.say(f"left out, as it fails a second time without a mutant: {killer.nodeid}")
                del self._tests[killer]
                return self._try(at, one)
            self._sound.add(killer)
        self.tried, self.killed, self.endless = self.tried + 1, self.killed + (status != 0), self.endless + os.WIFSIGNALED(status)
        if status == 0:
            self.say(f"survived: {one.says} ({len(tests)} tests come to it)")
        elif self._tell:
            self.say(f"killed: {one.says} by {killer.nodeid if killer else 'not ending'}")
        return None

    def _that_come_to(self, at: int) -> list[pytest.Item]:
        """The tests that come to a change, those of the quickest file first."""
        by_file: dict[Path, list[pytest.Item]] = {}
        of_pipeline = "howopen/pipeline" in self._mutants[at].says
        for item, (reached, _) in self._tests.items():
            if item.path.stem in OF_SITES and not of_pipeline:
                continue
            if at in reached or any(at in self._fixtures[name][0] for name in item.fixturenames if name in self._fixtures):
                by_file.setdefault(item.path, []).append(item)
        return [item for items in sorted(by_file.values(), key=lambda items: self._took(items, at)) for item in items]

    def _forked(self, items: list[pytest.Item], at: int | None = None) -> tuple[int, pytest.Item | None]:
        """The wait status of those tests in a process of their own, and the first that failed, where it ends. `at`: the mutant that is in its place."""
        failed = mmap.mmap(-1, len(items) + 1)
        if (child := os.fork()) == 0:
            nothing = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nothing, 1)
            os.dup2(nothing, 2)
            # of processor time: on a busy machine every mutant would seem not to end
            signal.setitimer(signal.ITIMER_PROF, LIMIT + 3 * self._took(items))
            forget()
            for fixture, value in self._made.items():
                if at not in self._fixtures[fixture.argname][0]:
                    fixture.func, fixture.argnames = functools.partial(_itself, value), ()
            for place, (item, following) in enumerate(itertools.pairwise([*items, None])):
                if any(report.failed for report in runtestprotocol(item, log=False, nextitem=following)):
                    failed[place] = 1
                    os._exit(1)
            os._exit(0)
        ends = time.monotonic() + LONGEST
        while (done := os.waitpid(child, os.WNOHANG))[0] == 0:
            if time.monotonic() > ends:
                os.kill(child, signal.SIGKILL)  # it waits for what never comes
            time.sleep(0.01)
        return done[1], next((item for item, mark in zip(items, failed[:], strict=False) if mark), None)

    def _took(self, items: list[pytest.Item], at: int | None = None) -> float:
        """Seconds that those tests took, with their fixtures, but for those that the mutant is given."""
        fixtures = {name for item in items for name in item.fixturenames if name in self._fixtures}
        own = sum(self._tests[item][1] for item in items)
        return own + sum(took for name, (reached, took) in self._fixtures.items() if name in fixtures and (name not in LONG or at in reached))


def main() -> None:
    """Try the mutants of the modules named, or a fair choice of them."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("places", nargs="*", default=["howopen/judge", "howopen/enrich", "howopen/licenses", "howopen/pipeline"])
    asked.add_argument("--most", type=int, default=100, help="mutants to try, chosen by --seed")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--minutes", type=float, default=60, help="begin no mutant after so long")
    asked.add_argument("--tests", nargs="*", default=[f"tests/test_{name}.py" for name in TESTS.split()], help="files of tests")
    asked.add_argument("--killers", action="store_true", help="say of each mutant that was killed which test did")
    given = asked.parse_args()
    os.chdir(HERE)
    sys.path[:0] = [str(HERE), str(HERE / "tests")]
    from howopen import load

    load.catalogue = _remembered(load.catalogue, load.catalogue(HERE / "data"))
    files = sorted(file for place in given.places for file in ([Path(place)] if place.endswith(".py") else Path(place).rglob("*.py")))
    every = [(file, site) for file in files for site in sites(file.read_text())]
    begun = time.monotonic()
    mutants, probes = ready(random.Random(given.seed).sample(every, min(given.most, len(every))))
    trial = Trial(mutants, probes, given.minutes, tell=given.killers)
    pytest.main(["-o", "addopts=", "-p", "no:cacheprovider", "-p", "no:terminal", "-W", "ignore", *given.tests], plugins=[trial])
    trial.say(
        f"{trial.killed} killed of {trial.tried} tried, {trial.endless} of them as they did not end; {len(every)} there are; {time.monotonic() - begun:.0f} s"
    )


def _remembered(load: Callable[..., object], loaded: object) -> Callable[..., object]:
    """`load` that answers for the real data at once."""
    return lambda data, *more, **words: loaded if Path(data) == HERE / "data" and not more and not words else load(data, *more, **words)


if __name__ == "__main__":
    main()
