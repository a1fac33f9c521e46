"""The parser that tells the place of everything in a YAML file, and refuses what the quick one cannot be trusted with. With it alone PyYAML is loaded."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any, Protocol

import yaml

from howopen.files import nesting, yaml_faults
from howopen.records.errors import MOST_TOLD, BadYaml, Problem, more

MOST_DEPTH = 24  # the deepest file needs nine


class _Loader(yaml.CSafeLoader):
    """libyaml's parser with YAML 1.2's core scalars; everything else is text."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}

    # path resolvers are not used here; libyaml's loader asks for them at every node
    def descend_resolver(self, current_node: yaml.Node | None, current_index: object) -> None:
        """Nothing to do."""

    def ascend_resolver(self) -> None:
        """Nothing to do."""


for _tag, _pattern, _first in (
    ("bool", r"(?:true|True|TRUE|false|False|FALSE)\Z", "tTfF"),
    ("int", r"[-+]?(?:0|[1-9][0-9]{0,17})\Z", "-+0123456789"),
    ("float", r"[-+]?(?:(?:0|[1-9][0-9]*)\.[0-9]*|\.[0-9]+|(?:0|[1-9][0-9]*)(?=[eE]))(?:[eE][-+]?[0-9]+)?\Z", "-+0123456789."),
    ("null", r"(?:~|null|Null|NULL|)\Z", "~nN\0"),
):
    _Loader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_pattern), [c.replace("\0", "") for c in _first])

_CONVERT: dict[str, Callable[[str], Any]] = {
    "tag:yaml.org,2002:bool": lambda text: text[0] in "tT",
    "tag:yaml.org,2002:int": int,
    "tag:yaml.org,2002:float": float,
    "tag:yaml.org,2002:null": lambda text: None,
    "tag:yaml.org,2002:str": str,
}


def place(text: str, keys: tuple[Any, ...], *, of_key: bool) -> tuple[int, int]:
    """Line and column, both from 1, of the value at `keys`, or of its key. Where `keys` leads nowhere: of the last step that exists."""
    nodes = _indexed(text)
    node = nodes.root
    mark = node.start_mark
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            pair = nodes.pairs(node).get(key)
            if pair is None:
                continue  # pydantic names union branches within a location; they are no step of the file
            mark = pair[0].start_mark if of_key or isinstance(pair[1], yaml.MappingNode) else pair[1].start_mark
            node = pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
            mark = node.start_mark
    return mark.line + 1, mark.column + 1


def written(text: str, keys: tuple[Any, ...]) -> str | None:
    """The single value at `keys` as it stands in the file; None where there is none."""
    nodes = _indexed(text)
    node = nodes.root
    for key in keys:
        if isinstance(node, yaml.MappingNode):
            pair = nodes.pairs(node).get(key)
            node = node if pair is None else pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(key, int) and key < len(node.value):
            node = node.value[key]
    return str(node.value) if isinstance(node, yaml.ScalarNode) else None


def values(text: str, path: str) -> dict[str, Any]:
    """The file's values. Raises BadYaml with every problem."""
    _refuse_what_crashes(text, path)
    try:
        root = _composed(text)
    except yaml.MarkedYAMLError as error:
        raise BadYaml([yaml_faults.problem(_complaint(error, text), text, path)]) from None
    except yaml.reader.ReaderError as error:
        before = text.encode("utf-8", "replace")[: error.position].decode("utf-8", "ignore")  # the parser counts bytes
        place = before.count("\n") + 1, len(before) - before.rfind("\n")
        raise BadYaml([Problem(path, *place, f"has the control character U+{ord(text[len(before) : len(before) + 1] or chr(0)):04X}; remove it")]) from None
    if root is None:
        raise BadYaml([Problem(path, 1, 1, "is empty; write the file or delete it")])
    if not isinstance(root, yaml.MappingNode):
        raise BadYaml([Problem(path, 1, 1, "must be a mapping at the top, such as `name: ...`; it is a list or a single value")])
    problems: list[Problem] = []
    value: dict[str, Any] = _plain(root, path, problems)
    if problems:
        shown = problems[:MOST_TOLD]
        left = len(problems) - len(shown)
        raise BadYaml([*shown, more(path, shown[-1].line, shown[-1].column, left)] if left else shown)
    return value


def _composed(text: str) -> yaml.Node | None:
    """The file's nodes, with their marks; None for a file without any."""
    return yaml.compose(text, _Loader)


class _Nodes:
    """A file's nodes, and the pairs of each mapping by key, gathered when first asked for."""

    def __init__(self, root: yaml.Node) -> None:
        self.root = root
        self._pairs: dict[int, dict[str, tuple[yaml.Node, yaml.Node]]] = {}

    def pairs(self, node: yaml.MappingNode) -> dict[str, tuple[yaml.Node, yaml.Node]]:
        """The nodes of key and value by the key's text; of a key that stands twice the first."""
        if id(node) not in self._pairs:
            # from the last to the first, so that the first stays
            self._pairs[id(node)] = {key.value: (key, value) for key, value in reversed(node.value) if isinstance(key, yaml.ScalarNode)}
        return self._pairs[id(node)]


@functools.lru_cache(maxsize=2)
def _indexed(text: str) -> _Nodes:
    """Kept for the last files only: nodes of all of them would fill the memory."""
    return _Nodes(_composed(text) or yaml.ScalarNode("", "", _START, _START))


_START = yaml.Mark("", 0, 0, 0, "", 0)


def _refuse_what_crashes(text: str, path: str) -> None:
    """Raises BadYaml for anchors and aliases, and for nesting that would overflow the parser's stack (libyaml composes recursively)."""
    if not ("&" in text or "*" in text or "!" in text or not nesting.is_safe(text)):
        return  # the usual case: nothing that needs a second look
    depth = 0
    try:
        for event in yaml.parse(text, _Loader):
            line, column = _line_and_column(event.start_mark)
            if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
                raise BadYaml([Problem(path, line, column, "uses an anchor or alias (`&`, `*`); write the value out, or quote the text")])
            if getattr(event, "tag", None):
                raise BadYaml([Problem(path, line, column, "uses a tag (`!`); remove it, or quote the text")])
            if isinstance(event, yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, yaml.CollectionEndEvent):
                depth -= 1
            if depth > MOST_DEPTH:
                raise BadYaml([Problem(path, line, column, f"is nested more than {MOST_DEPTH} deep; flatten it")])
    except yaml.YAMLError:
        return  # compose meets the same fault and words it


class _Mark(Protocol):
    """A place in a text, as either of PyYAML's parsers gives it; both numbers from 0."""

    line: int
    column: int


def _line_and_column(mark: _Mark | None) -> tuple[int, int]:
    """Both from 1."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _complaint(error: yaml.MarkedYAMLError, text: str) -> yaml_faults.Complaint:
    mark = error.problem_mark or error.context_mark
    at = _place(mark) if mark else yaml_faults.Place(0, 0)
    began = _place(error.context_mark) if error.context_mark else None
    return yaml_faults.Complaint(error.problem or "", error.context or "", at, began, _open_quote(text, at))


def _place(mark: _Mark) -> yaml_faults.Place:
    return yaml_faults.Place(mark.line, mark.column)


_KEY = re.compile(r"[ -]*[A-Za-z][\w.-]*:(\s|$)")  # a line that begins with a key


def _open_quote(text: str, before: yaml_faults.Place) -> yaml_faults.Place | None:
    """Place of a quote that a person forgot to close: the next quote in the file closes it, so that the parser complains further down."""
    lines = text.splitlines()
    try:
        for token in yaml.scan(text, _Loader):
            opens, closes = _place(token.start_mark), token.end_mark.line
            if opens > before:
                return None
            quoted = isinstance(token, yaml.ScalarToken) and not token.plain
            if quoted and any(map(_KEY.match, lines[opens.line + 1 : closes + 1])):
                return opens
    except yaml.MarkedYAMLError as error:
        if "quoted scalar" in (error.context or "") and error.context_mark:
            return _place(error.context_mark)
    return None


def _plain(node: yaml.Node, path: str, problems: list[Problem], depth: int = 0) -> Any:
    """The node's plain value; notes keys that are no text or stand twice, and stops where the nesting is too deep."""
    if depth > MOST_DEPTH:
        problems.append(Problem(path, node.start_mark.line + 1, node.start_mark.column + 1, f"is nested more than {MOST_DEPTH} deep; flatten it"))
        return None
    if isinstance(node, yaml.ScalarNode):
        convert = _CONVERT.get(node.tag)
        if convert is None:
            problems.append(Problem(path, node.start_mark.line + 1, node.start_mark.column + 1, "uses a tag (`!`); remove it, or quote the text"))
            return node.value
        return convert(node.value)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, path, problems, depth + 1) for item in node.value]
    found: dict[str, Any] = {}
    for key, value in node.value:
        line, column = key.start_mark.line + 1, key.start_mark.column + 1
        if not isinstance(key, yaml.ScalarNode) or key.tag == "tag:yaml.org,2002:null":
            problems.append(Problem(path, line, column, "has a key that is no text; write a word before the colon"))
        elif key.value in found:
            problems.append(Problem(path, line, column, f"has the key {key.value!r} twice; keep one"))
        else:
            found[key.value] = _plain(value, path, problems, depth + 1)
    return found
