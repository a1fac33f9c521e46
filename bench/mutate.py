"""Small changes to the code, one at a time, and whether a test notices: `python bench/mutate.py --most 100 howopen/judge howopen/enrich`.

A mutant is a process that is forked from one which has loaded the data and the tests, with the code of one function exchanged; so a mutant costs
seconds, where tools that start the tests anew cost the loading each time. Prints the survivors and how many were killed of those tried; not part of
the tests, since it takes from minutes to hours.
"""

from __future__ import annotations

import argparse
import ast
import copy
import functools
import importlib
import os
import random
import signal
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

HERE = Path(__file__).resolve().parent.parent
LIMIT = 120  # seconds of processor time for a mutant; one that takes longer does not end, and a test would notice
# the tests that run in seconds, those that know a folder best first
TESTS = {
    "judge": ("test_findings", "test_answers", "test_vectors", "test_judge", "test_licenses", "test_causes", "test_conflicts", "test_agreement"),
    "enrich": ("test_conflicts", "test_causes", "test_peer_results", "test_vectors", "test_judge", "test_repository_licenses", "test_second_opinions"),
    "licenses": (
        "test_licenses",
        "test_license_answers",
        "test_license_files",
        "test_license_readings",
        "test_conflicts",
        "test_vectors",
        "test_peer_results",
        "test_license_texts",
        "test_repository_licenses",
        "test_answers",
    ),
    "history": ("test_causes", "test_assess"),
    "pipeline": ("test_assess", "test_workers", "test_seal", "test_atomic", "test_publish", "test_pipeline"),
}
SLOW = (
    "page",
    "real_model",
    "hostile",
    "vectors_know",
    "rules_name",
    "settled_conflict_that",
    "by_hand",
    "better_evidence",
    "knowing_more",
    "ladders",
    "open_names",
)

Steps = tuple[tuple[str, int | None], ...]  # from a function to a node within it: fields, and places in lists
Site = tuple[str, int, str, Steps, int]  # function, line, change, where, which of the node's changes


# ---- changes ------------------------------------------------------------------------------------------------------------

COMPARED = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
JOINED = {ast.And: ast.Or, ast.Or: ast.And}
RECKONED = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.BitAnd: ast.BitOr, ast.BitOr: ast.BitAnd}
NAMED = {"min": "max", "max": "min", "any": "all", "all": "any", "MET": "UNKNOWN", "UNKNOWN": "UNMET", "UNMET": "MET"}


def changes(node: ast.AST) -> Iterator[tuple[str, Callable[[ast.AST], None]]]:
    """(what, the change made in place) of each small change to a node."""
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            if other := COMPARED.get(type(operator)):
                yield f"{type(operator).__name__} -> {other.__name__}", lambda one, at=at, other=other: one.ops.__setitem__(at, other())
    elif isinstance(node, ast.BoolOp):
        other = JOINED[type(node.op)]
        yield f"{type(node.op).__name__} -> {other.__name__}", lambda one, other=other: setattr(one, "op", other())
        for at in range(len(node.values)):
            if len(node.values) > 1:
                yield f"part {at} of {type(node.op).__name__} left out", lambda one, at=at: _left_out(one, at)
    elif isinstance(node, ast.BinOp) and (other := RECKONED.get(type(node.op))):
        yield f"{type(node.op).__name__} -> {other.__name__}", lambda one, other=other: setattr(one, "op", other())
    elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load) and (name := NAMED.get(node.id)):
        yield f"{node.id} -> {name}", lambda one, name=name: setattr(one, "id", name)
    elif isinstance(node, ast.Constant) and isinstance(node.value, bool):
        yield f"{node.value} -> {not node.value}", lambda one: setattr(one, "value", not one.value)
    elif isinstance(node, ast.Constant) and isinstance(node.value, int):
        yield f"{node.value} -> {node.value + 1}", lambda one: setattr(one, "value", one.value + 1)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value:
        yield f"{node.value!r} -> 'XX'", lambda one: setattr(one, "value", "XX")
    elif isinstance(node, (ast.If, ast.IfExp)) or (isinstance(node, ast.comprehension) and node.ifs):
        yield "condition turned", _turned
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield "not left out", lambda one: setattr(one, "op", ast.Not()) or setattr(one, "operand", ast.UnaryOp(ast.Not(), one.operand))


def _left_out(node: ast.AST, at: int) -> None:
    del node.values[at]
    if len(node.values) == 1:
        node.values.append(copy.deepcopy(node.values[0]))  # twice the same is once


def _turned(node: ast.AST) -> None:
    if isinstance(node, ast.comprehension):
        node.ifs[0] = ast.UnaryOp(ast.Not(), node.ifs[0])
    else:
        node.test = ast.UnaryOp(ast.Not(), node.test)


def sites(source: str) -> Iterator[Site]:
    """Every small change to the functions of a module; docstrings, annotations and what is only raised are left alone."""
    tree = ast.parse(source)
    for name, function in _functions(tree, ""):
        for path, node in _within(function, ()):
            for at, (what, _) in enumerate(changes(node)):
                yield name, getattr(node, "lineno", function.lineno), what, path, at


def _functions(node: ast.AST, prefix: str) -> Iterator[tuple[str, ast.FunctionDef]]:
    for inner in getattr(node, "body", ()):
        if isinstance(inner, ast.FunctionDef):
            yield f"{prefix}{inner.name}", inner
        elif isinstance(inner, ast.ClassDef):
            yield from _functions(inner, f"{prefix}{inner.name}.")


def _within(node: ast.AST, path: Steps) -> Iterator[tuple[Steps, ast.AST]]:
    for field, value in ast.iter_fields(node):
        if field in ("returns", "annotation", "decorator_list", "args") and not isinstance(node, ast.Call):
            continue
        for at, inner in enumerate(value) if isinstance(value, list) else ((None, value),):
            if not isinstance(inner, ast.AST) or isinstance(inner, ast.Raise | ast.Assert):
                continue
            if isinstance(inner, ast.Expr) and isinstance(inner.value, ast.Constant):
                continue
            step = (*path, (field, at))
            yield step, inner
            yield from _within(inner, step)


def _at(node: ast.AST, path: Steps) -> ast.AST:
    for field, at in path:
        node = getattr(node, field) if at is None else getattr(node, field)[at]
    return node


def mutant(source: str, name: str, path: Steps, at: int) -> ast.Module:
    """The module with one change."""
    tree = ast.parse(source)
    target = _at(dict(_functions(tree, ""))[name], path)
    list(changes(target))[at][1](target)
    return ast.fix_missing_locations(tree)


# ---- mutants ------------------------------------------------------------------------------------------------------------


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


def tested(words: list[str]) -> int:
    """The wait status of the tests in a process of their own; 0: nothing noticed, SIGPROF: they did not end."""
    child = os.fork()
    if child == 0:
        import pytest

        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        # not of wall time: on a busy machine every mutant would seem not to end
        signal.setitimer(signal.ITIMER_PROF, LIMIT)
        os._exit(int(pytest.main(words)))
    return os.waitpid(child, 0)[1]


def arguments(folder: str) -> list[str]:
    slow = " and ".join(f"not {word}" for word in SLOW)
    files = [str(HERE / "tests" / f"{name}.py") for name in TESTS[folder]]
    return ["-q", "-x", "-p", "no:cacheprovider", "-W", "ignore", "-k", slow, *files]


def main() -> None:
    """Try the mutants of the modules named, or a fair choice of them."""
    asked = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    asked.add_argument("places", nargs="*", default=["howopen/judge", "howopen/enrich", "howopen/licenses"])
    asked.add_argument("--most", type=int, default=100, help="mutants to try, chosen by --seed")
    asked.add_argument("--seed", type=int, default=1)
    asked.add_argument("--minutes", type=float, default=60, help="stop after so long")
    given = asked.parse_args()
    os.chdir(HERE)
    sys.path[:0] = [str(HERE), str(HERE / "tests")]
    from howopen import load

    load.catalogue = _remembered(load.catalogue, load.catalogue(HERE / "data"))
    files = sorted(file for place in given.places for file in ([Path(place)] if place.endswith(".py") else Path(place).rglob("*.py")))
    every = [(file, *site) for file in files for site in sites(file.read_text())]
    chosen = random.Random(given.seed).sample(every, min(given.most, len(every)))
    begun = time.monotonic()
    for folder in sorted({file.parts[1] for file, *_ in chosen}):
        import pytest

        if pytest.main([*arguments(folder), "--no-header"]) != 0:
            raise SystemExit("the tests fail without any mutant; mend them first")
    tried = killed = endless = 0
    for file, name, line, what, path, at in chosen:
        if time.monotonic() - begun > given.minutes * 60:
            break
        module = importlib.import_module(".".join(file.with_suffix("").parts).removesuffix(".__init__"))
        function, other = found(module, name), code(compile(mutant(file.read_text(), name, path, at), str(file), "exec"), name)
        if function is None or other is None or function.__code__.co_freevars != other.co_freevars:
            continue
        own, function.__code__ = function.__code__, other
        status = tested(arguments(file.parts[1]))
        function.__code__ = own
        tried, killed, endless = tried + 1, killed + (status != 0), endless + (status == signal.SIGPROF)
        if status == 0:
            print(f"survived: {file}:{line} {name}: {what}", flush=True)
    print(f"{killed} killed of {tried} tried, {endless} of them as they did not end; {len(every)} there are; {time.monotonic() - begun:.0f} s")


def _remembered(load: Callable[..., object], loaded: object) -> Callable[..., object]:
    """`load` that answers for the real data at once."""
    return lambda data, *more, **words: loaded if Path(data) == HERE / "data" and not more and not words else load(data, *more, **words)


if __name__ == "__main__":
    main()
