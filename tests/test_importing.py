"""Files of other indexes as drafts: facts that have an address, under the name of who found them; the rest are leads."""

from __future__ import annotations

import json

import pytest
from conftest import run
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_data import small, write
from test_draft import SPELLINGS

from howopen import enrich, load
from howopen.commands import check, draft_files, draft_text, importing
from howopen.commands.importing import reading
from howopen.files import yaml
from howopen.records.errors import Refused

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
    data = small(tmp_path_factory.mktemp("importing"))
    write(data, "license-aliases.yaml", SPELLINGS)
    return enrich.catalogue(load.catalogue(data))


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
            "technical-report": {"availability": "public", "evidence": ["https://arxiv.org/abs/2501.00001"], "checked": SIGNED},
        },
    }
    assert "https://osai-index.eu, CC-BY-4.0" in found.text.splitlines()[1]
    assert "\n  # training-code: the index calls it closed: https://github.com/acme/foo\n" in found.text


def test_a_grade_is_never_an_absence_and_partial_is_a_lead(known):
    """Their template starts at `closed`, and a card that is there but says little is `closed` too."""
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
    assert "\n  # training-code: the tool lists it; it gives 'Apache-2.0' for all parts, to look at\n" in found.text
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
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@pytest.mark.parametrize("peer", ["osai", "mot"])
def test_no_file_makes_a_draft_that_cannot_be_read(known, peer, data):
    file = yaml.parse({"osai": OSAI, "mot": MOT}[peer], "file").value

    def shaken(value):
        if isinstance(value, dict):
            return {key: shaken(inner) for key, inner in value.items()}
        return value if data.draw(st.booleans()) else data.draw(VALUE)

    try:
        found = importing.PEERS[peer](shaken(file), known, "2026-06-12")
    except (reading.NotTheirs, draft_text.NoId):
        return
    value = yaml.parse(found.text, "draft").value
    assert set(value) <= {"name", "developer", "released", "sources", "components"}


def test_the_command_writes_a_draft_that_checks(tmp_path):
    data = small(tmp_path)
    theirs = write(tmp_path, "theirs.yaml", OSAI)
    said = run("import", "osai", theirs, "--on", "2026-06-12", "--data", data).stdout
    assert f"Wrote {data}/models/foo-7b-chat.yaml" in said
    assert check.problems(data, (), "2026-11-23") == []
    assert "acme/Foo-7B-Chat is in the catalogue already" in run("import", "osai", theirs, "--on", "2026-06-12", "--data", data, expect=1).stderr
    assert "has no release.name" in run("import", "mot", theirs, "--on", "2026-06-12", "--data", data, expect=1).stderr
    assert "give --on, the day of the index's data" in run("import", "mot", theirs, "--data", data, expect=2).stderr


# ---- kinds of files that went wrong ------------------------------------------------------------------------------------


def graded(**changes) -> str:
    """A file of the first index whose card is `closed` though it is there."""
    system = {"name": "Example", "link": "https://huggingface.co/example-z/Example-1", "endmodelname": "Example-1", **changes.pop("system", {})}
    link = "https://huggingface.co/example-z/Example-1"
    return json.dumps(
        {"system": system, "org": {"name": "Acme"}, "modelcard": {"class": "closed", "link": link}, "weights_endmodel": {"class": "open", "link": link}}
        | changes
    )


def release(**values) -> str:
    """A file of the second index."""
    return json.dumps({"release": {"name": "Example", "producer": "Acme", "license": {}, "components": []} | values})


def test_a_card_that_says_little_is_no_card_that_is_absent(known):
    found = draft("osai", graded(), known)
    assert "model-card" not in yaml.parse(found.text, "draft").value["components"]
    assert "\n  # model-card: the index calls it closed: https://huggingface.co/example-z/Example-1\n" in found.text


@pytest.mark.parametrize(
    ("title", "line"),
    [
        ("MIT License", "    license: MIT"),
        ("mit license ", "    license: MIT"),
        ("gpl-3.0", "    license: GPL-3.0-only"),
        ("Example License", "    license: LicenseRef-Example"),
        ("Shared Agreement", "    # license: the index says 'Shared Agreement' (several licenses go by that); find it under data/licenses/ or add it there"),
        ("Unheard Of", "    # license: the index says 'Unheard Of'; find it under data/licenses/ or add it there"),
    ],
)
def test_the_table_of_spellings_is_read_for_the_files_of_others_too(known, title, line):
    assert line in draft("osai", graded(system={"endmodellicense": title}), known).text.splitlines()


def test_names_that_differ_in_a_sign_get_ids_that_differ(known):
    assert (draft("mot", release(name="Example-R+"), known).id, draft("mot", release(name="Example-R"), known).id) == ("example-r-plus", "example-r")


def test_accents_are_written_plainly(known):
    found = draft("mot", release(name="Tülu 3", producer="Jülich Übung"), known)
    assert (found.id, found.developer[0]) == ("tulu-3", "julich-ubung")


@pytest.mark.parametrize("name", ["示例模型", "Tülu-α", "Модель", "!!!"])
def test_a_name_whose_letters_an_id_cannot_have_asks_for_an_id(known, tmp_path, name):
    data = small(tmp_path)
    theirs = write(tmp_path, "theirs.json", release(name=name))
    assert (
        "no id can be made of its name, whose letters an id cannot have; give one with --id"
        in run("import", "mot", theirs, "--on", "2026-06-12", "--data", data, expect=1).stderr
    )
    assert run("import", "mot", theirs, "--on", "2026-06-12", "--data", data, "--id", "mine").returncode == 0


def test_two_makers_never_become_one(known):
    for maker in ("示例研究院", "另一家公司"):
        with pytest.raises(draft_text.NoId, match=r"no id can be made of '.*write data/developers/<id>\.yaml with `name: "):
            draft("mot", release(producer=maker), known)
    alike = draft("mot", release(producer="Example Institute!"), known)
    assert alike.developer[0] == "example-institute-2"
    assert "\ndeveloper: example-institute-2  # 'Example Institute!' is not the name of example-institute (Example Institute); is it the same?\n" in alike.text
    dotted = draft("mot", release(producer="Example.Institute"), known)
    assert dotted.developer[0] == "example.institute"
    assert "is it the same?" in dotted.text


def test_a_file_without_a_maker_leaves_the_developer_to_fill_in_and_one_without_a_name_says_so(known):
    found = draft("mot", release(producer=""), known)
    assert (found.developer, "\n# developer: the file names none" in found.text) == (None, True)
    with pytest.raises(reading.NotTheirs, match=r"has no release\.name; "):
        draft("mot", release(name=""), known)


def test_the_license_that_parts_inherit_is_in_their_lead(known):
    general = {"distribution": {"name": "CC-BY-NC-4.0"}, "data": {"name": "ODC-By-1.0"}}
    text = draft("mot", release(license=general, components=[{"name": "Model parameters (Final)"}]), known).text
    assert "\n  # weights: the tool lists it; it gives 'CC-BY-NC-4.0' for all parts, 'ODC-By-1.0' for data, to look at\n" in text


@pytest.mark.parametrize(
    ("peer", "text"),
    [
        ("osai", graded(system={"link": "https://huggingface.co/Example-Institute/example-7b"})),
        ("mot", release(huggingface="https://huggingface.co/example-institute/EXAMPLE-7B")),
    ],
)
def test_a_hugging_face_id_that_is_here_is_never_written_twice(known, peer, text):
    with pytest.raises(Refused, match=r"is in the catalogue already: data/models/example-7b\.yaml"):
        draft(peer, text, known)


def test_addresses_that_lead_to_two_models_are_both_told(known):
    text = graded(weights_endmodel={"class": "open", "link": "https://huggingface.co/example-z/Example-2"})
    assert "\n  huggingface: example-z/Example-1  # the file also points to example-z/Example-2; which of them is it?\n" in draft("osai", text, known).text


@pytest.mark.parametrize("id_", ["hf", "index.html", "a.cdx"])
def test_an_id_that_no_model_can_have_is_refused_before_it_is_written(known, tmp_path, id_):
    with pytest.raises(Refused, match=f"'{id_}' .*; choose another with --id"):
        draft_files.keep(draft("mot", MOT, known), tmp_path, id_)
    assert not (tmp_path / "models").exists()


def test_an_address_that_a_terminal_would_run_is_none():
    assert reading.links({"link": ["https://a.example/\x1b[2J", "https://a.example/\u202etxt", "https://a.example/"]}, "link") == ["https://a.example/"]


def test_a_folder_that_takes_no_file_is_told_in_a_sentence(known, tmp_path):
    (tmp_path / "data").write_text("a file")
    with pytest.raises(Refused, match=r"models/foo-7b\.yaml: .*; nothing was written there"):
        draft_files.keep(draft("mot", MOT, known), tmp_path / "data", None)
