"""Loading a folder of data: every problem of every file at once, placed, with the cure."""

import pytest
from small_data import write

from howopen import load
from howopen.load import faults
from howopen.records.errors import BadData

MODEL = """\
name: Example 7B
developer: ai2
released: 2024-05-01
components:
  weights:
    availability: public
    coverage: full
    license: Apache-2.0
    license-scope: stated
    evidence: [https://example.org/weights]
    checked: {on: 2026-11-01, by: maintainers}
"""


def problems(data, text: str, name: str = "bad") -> list[str]:
    (data / "models" / f"{name}.yaml").write_text(text)
    with pytest.raises(BadData) as caught:
        load.catalogue(data)
    return [str(problem).replace(f"data/models/{name}.yaml", "bad.yaml") for problem in caught.value.problems]


def test_a_good_model_loads(data):
    (data / "models" / "good.yaml").write_text(MODEL)

    assert load.catalogue(data).models["good"].components["weights"].license == "Apache-2.0"


def test_files_whose_lines_end_as_on_windows_load_alike(data):
    before = load.catalogue(data)
    for file in [one for one in data.rglob("*") if one.is_file()]:
        file.write_bytes(file.read_bytes().replace(b"\n", b"\r\n"))

    assert load.catalogue(data) == before
    assert problems(data, MODEL.replace("Apache-2.0", "Apache2.0").replace("\n", "\r\n"))[0].startswith("bad.yaml:8:14: ")


def test_an_unknown_component_offers_the_nearest(data):
    assert problems(data, MODEL.replace("  weights:", "  wieghts:")) == ["bad.yaml:5:3: 'wieghts' is not a known component; did you mean 'weights'?"]


def test_an_unknown_license_offers_the_nearest(data):
    assert problems(data, MODEL.replace("Apache-2.0", "Apache2.0")) == ["bad.yaml:8:14: 'Apache2.0' is not a known license; did you mean 'Apache-2.0'?"]


def test_a_license_in_other_case_offers_the_right_spelling(data):
    assert problems(data, MODEL.replace("Apache-2.0", "apache-2.0")) == ["bad.yaml:8:14: 'apache-2.0' is not a known license; did you mean 'Apache-2.0'?"]


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("llama4", "is not a known license; did you mean 'LicenseRef-Llama-4-Community'?"),  # a tag of the Hub
        ("deepseek-license", "is not a known license; did you mean 'LicenseRef-DeepSeek-1.0'?"),  # a name on cards
        ("https://www.apache.org/licenses/LICENSE-2.0", "is not a known license; did you mean 'Apache-2.0'?"),
        (
            "bsd",
            "is what several licenses are called; write the id of one, such as BSD-3-Clause, BSD-3-Clause-Clear, BSD-2-Clause, BSD-1-Clause, BSD-3-Clause-LBNL",
        ),
        (
            "GPL",
            "is what several licenses are called; write the id of one, such as GPL-3.0-only, GPL-3.0-or-later, GPL-2.0-only, GPL-2.0-or-later, GPL-1.0-only",
        ),
        (
            "Gemma",
            "is what several licenses are called; write the id of one, such as LicenseRef-Gemma-Terms, LicenseRef-Gemma-Terms-2026-04-01, "
            "LicenseRef-Gemma-Terms-2024-04-01, LicenseRef-Gemma-Terms-2024-02-21",
        ),
        ("Meta Community License", "is what several licenses are called; write the id of one, such as LicenseRef-Llama-3-Community"),  # by its name
        ("Apache", "is what several licenses are called; write the id of one, such as Apache-2.0, Apache-1.1, Apache-1.0"),
    ],
)
def test_every_way_to_write_a_license_is_cured_as_drafts_and_imports_read_it(data, written, said):
    assert problems(data, MODEL.replace("Apache-2.0", written)) == [f"bad.yaml:8:14: {written!r} {said}"]


def test_a_licenseref_that_is_not_in_the_registry_is_an_error(data):
    assert problems(data, MODEL.replace("Apache-2.0", "LicenseRef-Nobody-Knows-It-9")) == [
        "bad.yaml:8:14: 'LicenseRef-Nobody-Knows-It-9' is not a known license; add it as data/licenses/LicenseRef-....yaml"
    ]


def test_an_exception_must_be_one_that_spdx_lists(data):
    (data / "models" / "good.yaml").write_text(MODEL.replace("Apache-2.0", "Apache-2.0 WITH LLVM-exception"))
    assert load.catalogue(data)

    assert problems(data, MODEL.replace("Apache-2.0", "Apache-2.0 WITH Nonsense")) == [
        "bad.yaml:8:14: 'Nonsense' is no exception that SPDX lists; write one it lists after WITH"
    ]


def test_an_unknown_key_offers_the_nearest(data):
    assert problems(data, MODEL.replace("coverage:", "covrage:")) == ["bad.yaml:7:5: 'covrage' is not a known key; did you mean 'coverage'?"]


def test_an_unknown_word_offers_the_nearest(data):
    assert problems(data, MODEL.replace("availability: public", "availability: publik")) == [
        "bad.yaml:6:19: `availability` cannot be 'publik'; did you mean 'public'?"
    ]


def test_a_missing_key_is_named_at_its_place(data):
    assert problems(data, MODEL.replace("name: Example 7B\n", "")) == ["bad.yaml:1:1: `name` is missing; add it"]


def test_an_impossible_date_is_an_error_with_its_place(data):
    assert problems(data, MODEL.replace("2024-05-01", "2024-13-01")) == [
        "bad.yaml:3:11: `released` is no day of the calendar: month must be in 1..12; it is '2024-13-01'"
    ]


def test_a_finding_without_evidence_is_an_error(data):
    said = problems(data, MODEL.replace("    evidence: [https://example.org/weights]\n", ""))

    assert said == ["bad.yaml:5:3: `weights` says something without `evidence`; add the address that shows it, or where you looked, or leave the part out"]


def test_a_finding_without_checked_is_an_error(data):
    said = problems(data, MODEL.replace("    checked: {on: 2026-11-01, by: maintainers}\n", ""))

    assert said == ["bad.yaml:5:3: `weights` says something without `checked`; add `checked: {on: YYYY-MM-DD, by: ...}`"]


def test_data_information_without_evidence_or_without_checked_is_an_error(data):
    said = problems(data, MODEL + "data-information: {provenance: none}\n")
    assert said == ["bad.yaml:12:1: `data-information` says something without `evidence`; add the documents that show it, or where you looked"]

    said = problems(data, MODEL + "data-information: {provenance: none, evidence: 'https://example.org/report'}\n")
    assert said == ["bad.yaml:12:1: `data-information` says something without `checked`; add `checked: {on: YYYY-MM-DD, by: ...}`"]


@pytest.mark.parametrize("address", ["javascript:alert(1)", "data:text/html,x", "//evil.example", "ftp://x", "https://a b", 'https://x"onload=', "https://x<y"])
def test_evidence_that_is_no_web_address_is_an_error(data, address):
    said = problems(data, MODEL.replace("[https://example.org/weights]", f"['{address}']"))

    assert len(said) == 1
    assert said[0].startswith("bad.yaml:10:16: `evidence`")


def test_text_that_reorders_or_hides_itself_is_an_error(data):
    assert "invisible or text-reordering character" in problems(data, MODEL.replace("Example 7B", "Example \u202e B7"))[0]
    assert "invisible or text-reordering character" in problems(data, MODEL.replace("Example 7B", "Exa\u200bmple"))[0]


def test_a_part_that_does_not_apply_needs_its_reason(data):
    said = problems(data, MODEL.replace("availability: public", "availability: not-applicable"))

    assert said == ["bad.yaml:5:3: `weights` is not-applicable without `because`; say why the model has no such part"]


def test_every_problem_of_every_file_is_told_at_once_and_nothing_loads(data):
    (data / "models" / "other.yaml").write_text("name: x\nname: y\n")
    said = problems(data, MODEL.replace("Apache-2.0", "Apache2.0").replace("developer: ai2", "developer: eleuther").replace("  weights:", "  weigths:"))

    assert said == [
        "bad.yaml:2:12: 'eleuther' is not a known developer; did you mean 'eleutherai'? If it is another one, add the file data/developers/eleuther.yaml",
        "bad.yaml:5:3: 'weigths' is not a known component; did you mean 'weights'?",
        "data/models/other.yaml:2:1: has the key 'name' twice; keep one",
    ]


def test_an_unknown_ancestor_is_an_error(data):
    assert problems(data, MODEL + "derived-from: [olmo-7c]\n") == ["bad.yaml:12:16: 'olmo-7c' is not a known model; did you mean 'olmo-7b'?"]


def test_a_model_cannot_derive_from_itself(data):
    assert problems(data, MODEL + "derived-from: [bad]\n") == ["bad.yaml:12:1: derives from itself; remove one of the steps"]


def test_a_model_cannot_derive_from_itself_by_its_hugging_face_id_either(data):
    said = problems(data, MODEL + "sources: {huggingface: a/b}\nderived-from: ['hf:A/b']\n")

    assert said == ["bad.yaml:13:1: derives from itself; remove one of the steps"]


def test_two_models_cannot_share_a_hugging_face_id(data):
    said = problems(data, MODEL + "sources: {huggingface: allenai/olmo-7b}\n", name="zz")

    assert said == ["bad.yaml:12:24: 'allenai/olmo-7b' is already the Hugging Face id of olmo-7b; one file per release"]


def test_a_file_whose_name_cannot_be_an_id_is_an_error(data):
    assert problems(data, MODEL, name="Bad Name") == [
        "bad.yaml:1:1: 'Bad Name' cannot be an id; name the file with lower-case letters, digits, dots and hyphens"
    ]


def test_a_link_in_place_of_a_file_is_refused(data, tmp_path):
    (tmp_path / "outside.yaml").write_text(MODEL)
    (data / "models" / "bad.yaml").symlink_to(tmp_path / "outside.yaml")

    with pytest.raises(BadData) as caught:
        load.catalogue(data)

    assert [str(problem) for problem in caught.value.problems] == ["data/models/bad.yaml:1:1: is a link; put the file itself here"]


def test_an_id_in_the_file_is_refused(data):
    assert problems(data, "id: other\n" + MODEL) == ["bad.yaml:1:1: has `id`; the id is the file's name, so remove the line"]


def test_a_comma_that_ends_a_value_is_explained(data):
    said = problems(data, MODEL + "claims:\n- {says: open, really open, url: https://example.org}\n")

    assert said == ["bad.yaml:13:16: 'really open' is no key; within {} a comma ends a value, so put the whole text in quotes"]


def test_a_requirement_must_be_one_thing(data):
    file = data / "definitions" / "debian-free-model.yaml"
    file.write_text(
        file.read_text().replace("            for-each: training-data", "            question: skilled-person\n            for-each: training-data")
    )

    with pytest.raises(BadData) as caught:
        load.catalogue(data)

    assert "must be exactly one of component, fact, question, all-of, any-of, for-each, same-as" in str(caught.value.problems[0])


def test_a_definition_may_only_use_words_of_the_vocabulary(data):
    file = data / "definitions" / "debian-free-model.yaml"
    file.write_text(file.read_text().replace("component: training-code", "component: trainig-code").replace("dfsg-free]", "dfsg-fee]", 1))

    with pytest.raises(BadData) as caught:
        load.catalogue(data)

    assert [problem.what for problem in caught.value.problems] == [
        "'dfsg-fee' is not a known tag; did you mean 'dfsg-free'?",
        "'trainig-code' is not a known component; did you mean 'training-code'?",
    ]


def test_a_definition_cannot_contain_itself(data):
    file = data / "definitions" / "debian-free-model.yaml"
    file.write_text(file.read_text().replace("          - id: training-data", "          - same-as: free-model-own\n          - id: training-data"))

    with pytest.raises(BadData) as caught:
        load.catalogue(data)

    assert "`same-as` leads back to 'free-model-own'" in caught.value.problems[0].what


def test_a_key_that_looks_like_a_number_is_text_all_the_same(data):
    file = data / "vocabulary.yaml"
    file.write_text(file.read_text().replace("people:\n", "people:\n  2024:\n    label: The Year\n", 1))

    assert load.catalogue(data).vocabulary.people["2024"].label == "The Year"


# ---- families, sizes, variants, readings ---------------------------------------------------------------------------------

SPECS = (
    MODEL
    + """\
specs:
  parameters: 8.03B
  evidence: [https://example.org/card]
  checked: {on: 2026-11-01, by: maintainers}
"""
)


def loaded(data, text: str):
    (data / "models" / "good.yaml").write_text(text)
    return load.catalogue(data).models["good"]


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("8.03B", 8_030_000_000),
        ("405B", 405_000_000_000),
        ("70M", 70_000_000),
        ("1.04T", 1_040_000_000_000),
        ("8030261248", 8_030_261_248),
        ("8.03e9", 8_030_000_000),
        ("1e9", 1_000_000_000),
        ("'1e9'", 1_000_000_000),  # so YAML 1.1 reads 1e9
        ("'8.03e+9'", 8_030_000_000),
        ("405e9", 405_000_000_000),
    ],
)
def test_a_size_is_exactly_the_number_that_people_mean(data, written, number):
    found = loaded(data, SPECS.replace("8.03B", written)).specs.parameters

    assert (found, type(found)) == (number, int)


@pytest.mark.parametrize("written", ["8.3", "0", "-7", "true", "8.03", "8 B", "131K", "1.0000000001B", "about 8B", "1e99", "9007199254740993.0", "[8]"])
def test_a_size_that_is_no_whole_number_is_an_error(data, written):
    assert "`parameters` must be a whole number, such as 8030261248, or one that ends in M, B or T" in problems(data, SPECS.replace("8.03B", written))[0]


def test_a_length_of_context_is_written_out(data):
    assert loaded(data, SPECS.replace("parameters: 8.03B", "context-length: 131072")).specs.context_length == 131_072
    assert "must be written out, such as 131072 or 128000" in problems(data, SPECS.replace("parameters: 8.03B", "context-length: 128K"))[0]


def test_sizes_fit_together_and_say_something(data):
    assert "swap them" in problems(data, SPECS.replace("8.03B", "8.03B\n  active-parameters: 9B"))[0]
    assert "says nothing" in problems(data, SPECS.replace("  parameters: 8.03B\n", ""))[0]


def test_a_family_is_one_of_the_developers(data):
    assert loaded(data, MODEL).family is None
    file = data / "developers" / "ai2.yaml"
    file.write_text(file.read_text().replace("families:\n", "families:\n  example: Example\n"))

    assert loaded(data, MODEL + "family: example\n").family == "example"
    assert problems(data, MODEL + "family: exampel\n") == ["bad.yaml:12:9: 'exampel' is no family of its developer; did you mean 'example'?"]
    assert "add it, with its name, to `families` of data/developers/ai2.yaml" in problems(data, MODEL + "family: other\n")[0]


def test_two_developers_have_no_family_of_one_word(data):
    for name in ("ai2", "meta"):
        file = data / "developers" / f"{name}.yaml"
        file.write_text(file.read_text().replace("families:\n", "families:\n  example: Example\n"))
    with pytest.raises(BadData) as caught:
        load.catalogue(data)

    [problem] = caught.value.problems
    assert "'example' is already a family of ai2; choose another word" in str(problem)


def test_every_id_of_a_variant_is_the_models(data):
    model = loaded(data, MODEL + "sources: {huggingface: a/one}\nvariants: [{huggingface: a/two, kind: quantised}, {huggingface: a/three, parameters: 70M}]\n")

    assert model.hub_ids == ("a/one", "a/two", "a/three")
    assert (model.variants[0].called, model.variants[1].parameters) == ("two", 70_000_000)


def test_an_id_belongs_to_one_release_however_it_is_named(data):
    loaded(data, MODEL + "sources: {huggingface: a/one}\nvariants: [{huggingface: a/two}]\n")

    said = problems(data, MODEL.replace("Example", "Other") + "sources: {huggingface: a/TWO}\n")
    assert "good.yaml:" in said[0] and "'a/two' is already the Hugging Face id of bad; one file per release" in said[0]
    said = problems(data, MODEL.replace("Example", "Other") + "variants: [{huggingface: A/One}]\n")
    assert "'a/one' is already the Hugging Face id of bad" in said[0]
    said = problems(data, MODEL + "sources: {huggingface: b/one}\nvariants: [{huggingface: B/one}]\n")
    assert said == ["bad.yaml:13:26: 'B/one' stands in this file already; keep it in one place"]


def test_a_variant_differs_in_words_of_the_vocabulary(data):
    assert (
        "'quantized' is not a known kind of variant; did you mean 'quantised'?"
        in problems(data, MODEL + "variants: [{huggingface: a/b, kind: quantized}]\n")[0]
    )


def test_what_was_not_looked_up_is_known_apart_from_nothing_found(data):
    claim = "claims: [{says: open, url: https://example.org}]\n"
    looked = "claims-looked-up: {on: 2026-11-01, by: maintainers, evidence: https://example.org/card}\n"

    assert [loaded(data, MODEL + said).claims_known for said in ("", claim, looked, claim + looked)] == [False, True, True, True]
    assert not loaded(data, MODEL + looked.replace("}", ", unread: The announcement could not be opened.}")).claims_known
    assert "`evidence` is missing" in problems(data, MODEL + looked.replace(", evidence: https://example.org/card", ""))[0]


def test_a_second_reading_stands_beside_the_first(data):
    again = MODEL.replace("by: maintainers}", "by: maintainers, again: {on: 2026-11-02, by: '@somebody', of: license}}")

    checked = loaded(data, again).components["weights"].checked
    assert (checked.read_again("license"), checked.read_again("license", "coverage"), checked.read_again()) == (True, False, True)
    assert loaded(data, again.replace(", of: license", "")).components["weights"].checked.read_again("coverage")
    assert "did you mean 'license'?" in problems(data, again.replace("of: license", "of: licence"))[0]
    assert "was read `again` before it was read" in problems(data, again.replace("2026-11-02", "2026-10-31"))[0]
    assert "'somebody' is no source of findings" in problems(data, again.replace("'@somebody'", "somebody"))[0]


@pytest.mark.parametrize("said", ['released: "2025-0６"', 'released: "2025-06-0６"', 'sources: {arxiv: ["2506.0520９"]}'])
def test_digits_of_other_scripts_are_no_digits_of_a_day_or_an_id(data, said):
    """They passed, and the build ended in a traceback."""
    assert problems(data, f"{MODEL}{said}\n")


def test_where_so_many_files_are_bad_that_nobody_would_look_at_all_the_rest_are_left(data):
    for number in range(100):
        (data / "models" / f"z{number:03}.yaml").write_text(MODEL + "".join(f"k{at}: 1\n" for at in range(40)))
    with pytest.raises(BadData) as caught:
        load.catalogue(data)
    told = {problem.path for problem in caught.value.problems}
    assert len(caught.value.problems) < 530
    assert [str(one) for one in caught.value.problems if "is not looked at" in one.what] == [
        "data/models/z024.yaml:1:1: is not looked at, nor are those after it, since there are so many problems; mend those that are told first"
    ]
    assert max(told) == "data/models/z024.yaml"


def test_of_very_many_files_with_a_license_that_is_not_known_the_first_are_told(data, monkeypatch):
    monkeypatch.setattr(faults, "MOST_IN_ALL", 10)
    for number in range(20):
        (data / "models" / f"z{number:03}.yaml").write_text(MODEL.replace("Apache-2.0", "Apache2.0").replace("7B", f"{number}B"))
    with pytest.raises(BadData) as caught:
        load.catalogue(data)
    assert len(caught.value.problems) == 11
    assert [one.path for one in caught.value.problems if "is not looked at" in one.what] == ["data/models/z010.yaml"]


@pytest.mark.parametrize("name", ["models/.gitattributes", "fetched/huggingface-models/org/.gitignore", ".gitattributes"])
def test_what_tells_git_to_leave_data_out_is_refused_unless_the_data_are_the_top_of_a_repository(data, name):
    """One that is committed takes models out of an edition, and hides their changes from who reviews them."""
    write(data, name, "*.yaml export-ignore\n")
    _, _, problems = load.everything(data)
    assert [str(one) for one in problems] == [f"data/{name}:1:1: tells git what to leave out or read otherwise, which nobody would see; remove it"]
    write(data, ".git", "gitdir: ../elsewhere\n")
    assert len(load.everything(data)[2]) == ("/" in name)
