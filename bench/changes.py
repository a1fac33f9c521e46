"""Small changes to the functions of a module, such as a mutation tool tries: which there are, and the module with one of them."""

from __future__ import annotations

import ast
import copy
from collections.abc import Callable, Iterator, Sequence

REACHED = "__reached__"  # what a probe calls, with the number of the change that it comes to

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


def probed(source: str, name: str, places: Sequence[tuple[Steps, int]]) -> ast.Module:
    """The module with a call before each statement of the function that has a change; `places` are where it is, and its number."""
    tree = ast.parse(source)
    function = dict(_functions(tree, ""))[name]
    calls = []
    for path, number in places:
        node: ast.AST = function
        for step in path:
            within, node = node, _at(node, (step,))
            if isinstance(node, ast.stmt):
                statements, before = getattr(within, step[0]), node
            if isinstance(node, ast.FunctionDef):
                break  # it may run later, or elsewhere
        calls.append((statements, before, ast.parse(f"{REACHED}({number})").body[0]))
    for statements, before, call in calls:
        statements.insert(next(at for at, one in enumerate(statements) if one is before), call)
    return ast.fix_missing_locations(tree)
