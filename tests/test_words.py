"""The words that readers see: each that is asked for is there, and each that is there is asked for."""

from __future__ import annotations

import ast
import functools
import re
import tomllib
from collections.abc import Iterator
from dataclasses import replace
from typing import get_args

import pytest
from conftest import HERE

from howopen.fetch import cards
from howopen.records import answer
from howopen.records.change import CauseKind
from howopen.records.conflict import ConflictKind
from howopen.records.errors import Refused
from howopen.records.license import Threshold
from howopen.records.requirement import Requirement
from howopen.records.types import Availability, Coverage, Derivation, Extent
from howopen.records.verdict import Outcome, Reason
from howopen.render import wording
from howopen.render.api_paths import FILES, PATHS
from howopen.render.html import definition_matrix
from howopen.render.html.board_columns import SIZES
from howopen.render.names import FIRST_BADGE
from howopen.render.svg.strip import CELL
from howopen.stats.agreement import State
from howopen.stats.quality import Task
from howopen.stats.readings import Reading

WORDS = tomllib.loads((HERE / "templates" / "words.toml").read_text("utf-8"))
SOURCES = {file: file.read_text() for file in sorted((HERE / "howopen").rglob("*.py"))}
TEMPLATES = {file: file.read_text() for file in sorted((HERE / "templates").rglob("*.html"))}
OUTCOMES = {*(outcome.word for outcome in Outcome), "none"}
# tables that are asked for by codes, and the codes there are
CODES = {
    "outcome": OUTCOMES,
    "conditions": OUTCOMES,
    "basis": set(get_args(get_args(Requirement.model_fields["basis"].annotation)[0])) - {"text"},
    "conflict": {kind.value for kind in ConflictKind},
    "agreement": {state.value for state in State},
    "published": {"published", "in-part", "not-published", "unknown"},
    "relation": set(cards.RELATIONS),
    "task": {task.value for task in Task},
    "cause": set(get_args(CauseKind)),
    "snippet-about": {FIRST_BADGE, "label"},
    "strip-state": set(CELL),
    "label-key": set(CELL) - {"none"},
    "api": {path for path, _ in (*PATHS, *FILES)} | {"absent"},
    "verdict-read": {one.word for one in Reading},
    "reading": {"twice", "in-part", "once", "imported"},
    "facet-claim": {"holds", "fails", "unclear", "none", "not-found", "not-looked-up"},
    "facet-examined": {"yes", "no"},
    "card-verdict": {*(outcome.word for outcome in Outcome), "unseen"},
    "threshold": set(get_args(Threshold.model_fields["comparison"].annotation)),
    "column": {"model", "score", "parameters", "code", "data", "documents"},
    "facet-size": {str(at) for at in range(len(SIZES) + 1)},
    "answer": set(get_args(answer.Word)),
    "asked": set(get_args(definition_matrix.Ask)),
    "asked-about": set(definition_matrix.OTHERS),
    "answer-question": set(get_args(answer.Question)),
    "missing": set(get_args(answer.Kind)),
    "missing-who": set(get_args(answer.Who)),
}
# tables with some of these codes, and what stands for all others
SOME = {
    "task-number": ({task.value for task in Task}, "other"),
    "task-one": ({task.value for task in Task}, "other"),
    "answer-why": (
        {f"{group}:{fault}" for group in ("parameters", "code", "data", "documents") for fault in get_args(answer.Fault)}
        | {"no-license", "no-limits", "free", "every"},
        "other",
    ),
}


@functools.cache
def nodes(source: str) -> list[ast.AST]:
    """Every part of a module."""
    return list(ast.walk(ast.parse(source)))


def asked() -> Iterator[tuple[str, str, frozenset[str] | None]]:
    """(table, key, names of what is put in) of each text that Python asks for by name; None: it puts in nothing itself."""
    for source in SOURCES.values():
        for node in nodes(source):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "text" and len(node.args) == 2:
                table, key = node.args
                if isinstance(table, ast.Constant):
                    keys = [one.value for one in ((key.body, key.orelse) if isinstance(key, ast.IfExp) else (key,)) if isinstance(one, ast.Constant)]
                    yield from ((table.value, one, frozenset(name.arg or "" for name in node.keywords)) for one in keys)
            if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Subscript) and isinstance(node.slice, ast.Constant):
                inner = node.value
                if isinstance(inner.value, ast.Attribute) and inner.value.attr == "said" and isinstance(inner.slice, ast.Constant):
                    yield inner.slice.value, node.slice.value, None
    for text in TEMPLATES.values():
        yield from (
            (table or other, key or name, None)
            for table, other, key, name in re.findall(r"words\.said(?:\.(\w+)|\['([^']+)'\])(?:\.(?!get\()(\w+)|\['([^']+)'\])", text)
        )


def tables() -> set[str]:
    """The tables that anything names."""
    named = {table for text in TEMPLATES.values() for pair in re.findall(r"words\.said(?:\.(\w+)|\['([^']+)'\])", text) for table in pair}
    for source in SOURCES.values():
        named |= {node.value for node in nodes(source) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
    return named


def test_each_table_is_named_somewhere():
    assert set(WORDS) - tables() == set()


def test_each_text_that_is_asked_for_by_name_is_there():
    found = list(asked())

    assert len(found) > 20
    assert sorted((table, key) for table, key, _ in found if key not in WORDS.get(table, {})) == []


def test_each_text_has_places_for_just_what_is_put_in():
    assert [place for place in wording.PLACES if place.partition(".")[2] not in WORDS[place.partition(".")[0]] and place not in WORDS] == []
    calls = list(asked())
    for table, key, names in calls:
        places = set(re.findall(r"\{(\w+)\}", WORDS[table][key])) if table != "api" else set()
        if names is not None:
            assert places <= names, (table, key)
            assert names == set(wording.PLACES.get(f"{table}.{key}", wording.PLACES.get(table, ()))), (table, key)
    for table, keys in {(table, names): {key for one, key, other in calls if (one, other) == (table, names)} for table, _, names in calls if names}.items():
        places = {place for key in keys for place in re.findall(r"\{(\w+)\}", WORDS[table[0]][key])}
        assert places == set(table[1]), "what is put in has its place in at least one of the texts"


@pytest.mark.parametrize("table", sorted(CODES))
def test_a_table_of_codes_has_a_text_for_each_and_no_other(table):
    assert set(WORDS[table]) == CODES[table]


@pytest.mark.parametrize("table", sorted(SOME))
def test_a_table_of_some_codes_has_no_other(table):
    codes, other = SOME[table]

    assert set(WORDS[table]) <= codes | {other}
    assert other in WORDS[table]
    assert set(WORDS["task-number"]) == set(WORDS["task-one"])


def test_reasons_have_their_words_and_those_of_a_value_name_one_that_there_is():
    values = {*get_args(Availability), *get_args(Coverage), *get_args(Extent), *get_args(Derivation), "NONE"}
    plain = {key for key in WORDS["reason"] if ":" not in key}

    # `within` speaks through what is within it
    assert plain == {reason.value for reason in Reason} - {Reason.WITHIN.value}
    for key in WORDS["reason"].keys() - plain:
        reason, _, value = key.partition(":")
        assert reason in plain
        assert value in values


@pytest.mark.parametrize(("table", "folders"), [("side", {"enrich"}), ("origin", {"enrich", "fetch", "records"}), ("failed", {"fetch"})])
def test_words_for_what_enrich_and_fetch_name_are_for_names_that_they_use(table, folders):
    sources = [source for file, source in SOURCES.items() if file.relative_to(HERE / "howopen").parts[0] in folders]
    strings = {node.value for source in sources for node in nodes(source) if isinstance(node, ast.Constant) and isinstance(node.value, str)}

    assert set(WORDS[table]) - strings - {"other"} == set()


def test_each_side_of_a_conflict_has_its_words():
    named = set()
    for file, source in SOURCES.items():
        for call in nodes(source) if file.parent.name == "enrich" else ():
            if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id == "Side" and isinstance(call.args[0], ast.Constant):
                named.add(call.args[0].value)
    assert named - set(WORDS["side"]) == set()


def test_each_other_text_is_asked_for_by_name():
    """In a table without codes each key stands as a literal in a file that names the table, or in a template."""
    by_template = {(table, key) for table, key, names in asked() if names is None}
    unread = []
    for table in WORDS.keys() - CODES.keys() - SOME.keys() - {"reason", "side", "origin", "failed"}:
        files = [source for source in SOURCES.values() if f'"{table}"' in source]
        strings = {node.value for source in files for node in nodes(source) if isinstance(node, ast.Constant) and isinstance(node.value, str)}
        tokens = {part for text in strings for part in text.split(":")}
        unread += [(table, key) for key in WORDS[table] if key not in strings | tokens and (table, key) not in by_template]
    assert sorted(unread) == []


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"x", "cannot be read: Expected '='"),
        (b"\xff", "cannot be read: 'utf-8' codec"),
        (b"a = " + b"[\n" * 9_000, "is nested too deep"),
        (b"[" * 9_000, "has a line of more than 400 characters; split it"),
        (b"a." * 50_000 + b"a = 'x'\n", "has a line of more than 400 characters; split it"),
        (b"[outcome]\nmet = 5\n", "[outcome] has more than texts"),
        (b"met = 'x'\n", "[met] has more than texts"),
        (b"#" * 200_000, "is larger than 128 kB"),
        ('[outcome]\nmet = "a\u202eb"\n'.encode(), "outcome.met has an invisible or text-reordering character; remove it"),
        (b"# {valeu}\n[label]\nvalue = ''\n[reason]\n\n'a:b' = 'x'\nvalue = 'It is {valeu}.'\n", "words.toml:7: [reason] value has {valeu}; write {value}"),
        (b"[points]\nof = '{points} of {most'\n", "words.toml:2: [points] of has {; write {points} or {most}"),
        (b"[label]\nchecked = '{day}'\ntitle = '{day}'\n", "words.toml:3: [label] title has {day}; nothing is put in there, so leave it out"),
        (b'[outcome]\nmet = "a\\u0007"\n', "outcome.met has an invisible or text-reordering character; remove it"),
    ],
)
def test_words_that_cannot_be_read_are_told_in_a_sentence(content, said, known, tmp_path):
    (tmp_path / "words.toml").write_bytes(content)
    with pytest.raises(Refused, match=re.escape(said)) as refused:
        wording.read(tmp_path, known)
    assert str(tmp_path / "words.toml") in str(refused.value)


def test_a_word_that_is_asked_for_and_not_there_is_told_with_its_table(known, tmp_path):
    (tmp_path / "words.toml").write_bytes(b"[outcome]\nmet = 'met'\n")
    words = wording.read(tmp_path, known)
    assert (words.text("outcome", "met"), words.said["outcome"].get("none")) == ("met", None)
    with pytest.raises(Refused, match=re.escape("words.toml: [outcome] lacks 'none'; write it, or restore the file from git")):
        words.text("outcome", "none")
    with pytest.raises(Refused, match=re.escape("words.toml lacks 'badge'; write it")):
        words.text("badge", "open")


def test_a_group_that_another_vocabulary_has_is_headed_by_its_label(known):
    groups = {"data": known.vocabulary.groups["data"], "papers": known.vocabulary.groups["documents"].model_copy(update={"label": "Papers"})}
    other = replace(known, vocabulary=known.vocabulary.model_copy(update={"groups": groups}))
    words = wording.read(HERE / "templates", other)
    assert [words.group(key) for key in groups] == [WORDS["column"]["data"], "Papers"]


def test_a_value_that_has_the_name_of_another_in_braces_stays_as_it_is(known):
    words = wording.Words({"t": {"k": "{a} of {b}, {c}"}}, known, {})
    assert words.text("t", "k", a="{b}", b="{a}") == "{b} of {a}, {c}"
