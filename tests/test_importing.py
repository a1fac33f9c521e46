"""Files of other indexes as drafts: facts that have an address, under the name of who found them; the rest are leads."""

from __future__ import annotations

import pytest
from conftest import run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_data import small, write

from howopen import enrich, load
from howopen.commands import check, importing
from howopen.commands.importing import reading
from howopen.files import yaml

OSAI = """\
system:
    name: Foo
    link: https://huggingface.co/acme/Foo-7B-Chat
    type: text
    basemodelname: Foo-7B
    endmodelname: Foo-7B-Chat
    endmodellicense: apache-2.0
    releasedate: 2025-02
    notes: A sentence that stays theirs.
org: {name: Acme, link: https://acme.example}
datasources_basemodel: {class: partial, link: https://acme.example/data, notes: Theirs.}
weights_endmodel: {class: open, link: https://huggingface.co/acme/Foo-7B-Chat, notes: Theirs.}
trainingcode: {class: closed, link: https://github.com/acme/foo, notes: Theirs.}
modelcard: {class: closed, link: , notes: Theirs.}
paper: {class: closed, link: https://acme.example/blog, notes: Theirs.}
preprint: {class: open, link: ["https://arxiv.org/abs/2501.00001"], notes: Theirs.}
"""
MOT = """\
release:
  name: Foo-7B
  version: 7B
  date: '2025-05-22'
  producer: Acme
  huggingface: 'https://huggingface.co/acme/Foo-7B'
  repository: 'https://github.com/acme/foo.git'
  license: {distribution: {name: Apache-2.0}}
  components:
    - {name: 'Training code', description: 'A sentence that stays theirs.'}
    - {name: Datasets, license: MIT, component_path: 'https://acme.example/data'}
    - {name: 'Something else'}
"""
SIGNED = {"on": "2026-06-12", "by": "osai-index"}


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    return enrich.catalogue(load.catalogue(small(tmp_path_factory.mktemp("importing"))))


def draft(peer: str, text: str, known):
    return importing.PEERS[peer](yaml.parse(text, "file").value, known, "2026-06-12")


def test_findings_with_an_address_are_carried_and_signed_by_who_found_them(known):
    found = draft("osai", OSAI, known)
    assert yaml.parse(found.text, "draft").value == {
        "name": "Foo-7B-Chat",
        "developer": "acme",
        "released": "2025-02",
        "sources": {"huggingface": "acme/Foo-7B-Chat", "github": ["acme/foo"]},
        "components": {
            "weights": {
                "availability": "public",
                "license": "Apache-2.0",
                "evidence": ["https://huggingface.co/acme/Foo-7B-Chat"],
                "checked": SIGNED,
            },
            "training-code": {"availability": "none", "evidence": ["https://github.com/acme/foo"], "checked": SIGNED},
            "technical-report": {"availability": "public", "evidence": ["https://arxiv.org/abs/2501.00001"], "checked": SIGNED},
        },
    }
    assert "https://osai-index.eu, CC-BY-4.0" in found.text.splitlines()[1]


def test_no_without_an_address_is_unknown_and_partial_is_a_lead(known):
    """Their template starts at `closed`, so `closed` without an address means that nobody looked."""
    text = draft("osai", OSAI, known).text
    assert "\n  # model-card: " in text and "\n  # research-paper: " in text
    assert "\n  # training-data: the index points to https://acme.example/data\n" in text


def test_of_the_tool_only_names_are_facts(known):
    """Its licenses are passed down from the release and its dates are days of entry."""
    found = draft("mot", MOT, known)
    assert yaml.parse(found.text, "draft").value == {
        "name": "Foo-7B",
        "developer": "acme",
        "sources": {"huggingface": "acme/Foo-7B", "github": ["acme/foo"]},
        "components": {},
    }
    assert "\n  # training-code: the tool lists it\n" in found.text
    assert "\n  # training-data: the tool lists it at https://acme.example/data, under 'MIT'\n" in found.text


@pytest.mark.parametrize(("peer", "text"), [("osai", OSAI), ("mot", MOT)])
def test_their_sentences_stay_theirs(known, peer, text):
    said = draft(peer, text, known).text
    assert "Theirs" not in said and "stays theirs" not in said


@pytest.mark.parametrize("peer", ["osai", "mot"])
def test_a_file_of_another_kind_is_refused(known, peer):
    with pytest.raises(reading.NotTheirs):
        draft(peer, "name: X\n", known)


NASTY = st.text() | st.sampled_from(["x\n  weights: {}", "# x", "a: b", "}", "\u202e", "https://huggingface.co/a/b]\n", "https://evil.example/\n# x", "!!x"])
VALUE = st.recursive(NASTY | st.none() | st.integers() | st.booleans(), lambda inner: st.lists(inner, max_size=3), max_leaves=4)


@given(st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("peer", ["osai", "mot"])
def test_no_file_makes_a_draft_that_cannot_be_read(known, peer, data):
    file = yaml.parse({"osai": OSAI, "mot": MOT}[peer], "file").value

    def shaken(value):
        if isinstance(value, dict):
            return {key: shaken(inner) for key, inner in value.items()}
        return value if data.draw(st.booleans()) else data.draw(VALUE)

    try:
        found = importing.PEERS[peer](shaken(file), known, "2026-06-12")
    except reading.NotTheirs:
        return
    value = yaml.parse(found.text, "draft").value
    assert set(value) <= {"name", "developer", "released", "sources", "components"}


def test_the_command_writes_a_draft_that_checks(tmp_path):
    data = small(tmp_path)
    theirs = write(tmp_path, "theirs.yaml", OSAI)
    said = run("import", "osai", theirs, "--on", "2026-06-12", "--data", data).stdout
    assert f"Wrote {data}/models/foo-7b-chat.yaml" in said
    assert check.problems(data, (), "2026-11-23") == []
    assert "is there already" in run("import", "osai", theirs, "--on", "2026-06-12", "--data", data, expect=1).stderr
    assert "has no release.name" in run("import", "mot", theirs, "--on", "2026-06-12", "--data", data, expect=1).stderr
    assert "Missing option '--on'" in run("import", "mot", theirs, "--data", data, expect=2).stderr
