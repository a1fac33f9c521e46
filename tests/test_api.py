"""The API: every answer is of its published shape, tells one story with the tables, and serves the programs it is for."""

from __future__ import annotations

import copy
import csv
import functools
import http.server
import io
import json
import re
import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path
from typing import Any

import jsonschema_rs
import msgspec
import pytest
from conftest import HERE, run

from howopen import load
from howopen.files import harmless
from howopen.records import results
from howopen.records.catalogue import Terms
from howopen.records.errors import BadData
from howopen.render import names
from howopen.render.api import answers, openapi, shapes, tables
from howopen.render.api import schemas as api_schemas

# ---- the shape --------------------------------------------------------------------------------------------------------


def closed(schema: Any) -> Any:
    """The schema with no key allowed that it does not name, so that an answer cannot say what no schema describes."""
    if isinstance(schema, list):
        return [closed(one) for one in schema]
    if not isinstance(schema, dict):
        return schema
    made = {key: {name: closed(one) for name, one in value.items()} if key in ("properties", "$defs") else closed(value) for key, value in schema.items()}
    return {"additionalProperties": False, **made} if "properties" in made else made


@pytest.fixture(scope="session")
def schemas(site) -> dict[str, dict]:
    return {file.name.removesuffix(".schema.json"): json.loads(file.read_text()) for file in (site / "api" / "v1" / "schemas").iterdir()}


@functools.cache
def pattern(path: str) -> re.Pattern[str]:
    return re.compile(re.sub(r"\\{\w+\\}", "[^/]+", re.escape(path)) + r"\Z")


def no_answer(path: str) -> bool:
    """Whether the file is of a format that others define."""
    return path.endswith(".cdx.json") or path.startswith(("oembed/", "spdx/"))


def schema_of(path: str) -> str | None:
    """The schema that openapi.json names for a path below /api/v1/."""
    if no_answer(path):
        return None
    return next((schema for template, schema in openapi.PATHS if pattern(template).match(path)), None)


def test_every_answer_is_of_the_shape_its_schema_gives_and_says_nothing_beyond_it(site, schemas):
    for schema in schemas.values():
        jsonschema_rs.meta.validate(schema)
        jsonschema_rs.meta.validate(closed(schema))
    checks = {name: jsonschema_rs.Draft202012Validator(closed(schema)) for name, schema in schemas.items()}
    base = site / "api" / "v1"
    seen = set()
    for file in sorted(base.rglob("*.json")):
        path = str(file.relative_to(base))
        if path.startswith("schemas/") or path == "openapi.json" or no_answer(path):
            continue
        name = schema_of(path)
        assert name, f"{path} is in no list of addresses"
        seen.add(name)
        fault = next(iter(checks[name].iter_errors(json.loads(file.read_text()))), None)
        assert fault is None, f"{path}: {fault.instance_path}: {fault.message[:300]}"
    assert seen == set(schemas) - {"badge"}


def test_each_schema_comes_from_the_class_that_its_answers_are_made_of(schemas):
    assert {schema for _, schema in openapi.PATHS} == set(shapes.ANSWERS)
    assert set(schemas) == {*shapes.ANSWERS, "badge"}
    for name, kind in shapes.ANSWERS.items():
        assert list(schemas[name]["properties"]) == list(kind.__struct_encode_fields__)
        assert not re.search(r'"x-(words|record|added|without)"', json.dumps(schemas[name])), "what the catalogue has to fill in is filled in"


def test_no_two_classes_of_a_schema_share_a_name():
    with pytest.raises(ValueError, match="two classes of different shape are called Clause"):
        parts = {"Clause": {"type": "string"}}
        api_schemas._add(parts, "Clause", {"type": "object"})


def test_a_schema_finds_what_is_wrong(site, schemas):
    check = jsonschema_rs.Draft202012Validator(closed(schemas["model"]))
    good = json.loads((site / "api/v1/models/olmo-7b.json").read_text())
    assert list(check.iter_errors(good)) == []
    for at, wrong in ((("model", "claim"), "certified"), (("about", "schema"), "2.0"), (("model", "surprise"), 1), (("model", "score", "proven"), 2)):
        bad = copy.deepcopy(good)
        functools.reduce(lambda holder, key: holder[key], at[:-1], bad)[at[-1]] = wrong
        assert list(check.iter_errors(bad)), at


def test_each_endpoint_of_shields_io_is_one_it_takes(site, schemas):
    check = jsonschema_rs.Draft202012Validator(schemas["badge"])
    files = list((site / "badges").rglob("*.json"))
    assert files
    for text in {file.read_text() for file in files}:
        assert list(check.iter_errors(json.loads(text))) == []
    assert list(check.iter_errors({"schemaVersion": 1, "label": "x", "message": "y", "license": "z"})), "it refuses unknown keys, and so must the schema"


def test_the_list_of_addresses_is_valid_and_each_stands_where_it_says(site):
    from openapi_spec_validator import OpenAPIV31SpecValidator  # two seconds of its import are grammars

    document = json.loads((site / "api/v1/openapi.json").read_text())
    OpenAPIV31SpecValidator(document, base_uri=(site / "api/v1/openapi.json").as_uri()).validate()
    files = [str(file.relative_to(site / "api/v1")) for file in (site / "api/v1").rglob("*") if file.is_file()]
    for path, said in document["paths"].items():
        assert any(pattern(path.removeprefix("/")).match(file) for file in files), path
        for content in said["get"]["responses"]["200"]["content"].values():
            if content:
                assert (site / "api/v1" / content["schema"]["$ref"]).is_file()
    listed = [pattern(path.removeprefix("/")) for path in document["paths"]]
    assert [file for file in files if not file.startswith(("schemas/", "openapi")) and not any(one.match(file) for one in listed)] == []


def test_every_answer_names_its_shape_the_license_of_the_data_and_the_definitions(site, known):
    about = {"schema": answers.VERSION, "license": known.site.data_license, "definitions": {key: one.version for key, one in known.definitions.items()}}
    for file in (site / "api" / "v1").rglob("*.json"):
        path = str(file.relative_to(site / "api" / "v1"))
        if schema_of(path) and not path.startswith("schemas/"):
            assert json.loads(file.read_text())["about"] == about, path


def test_the_commit_and_the_day_stand_in_one_file_alone_and_an_edit_rewrites_few(data, tmp_path):
    def built(into: str, day: str) -> dict[str, bytes]:
        run("build", "--data", data, "--into", tmp_path / into, "--today", day)
        return {str(file.relative_to(tmp_path / into)): file.read_bytes() for file in (tmp_path / into / "api").rglob("*") if file.is_file()}

    one, other = built("one", "2026-11-23"), built("other", "2026-11-24")
    assert {path for path in one if one[path] != other[path]} == {"api/v1/meta.json"}
    file = data / "models" / "llama-3.1-405b.yaml"
    file.write_text(re.sub(r"(?m)^name: .*$", "name: Another Name", file.read_text()))
    edited = built("edited", "2026-11-23")
    changed = {path.removeprefix("api/v1/") for path in one if one[path] != edited[path]}
    assert not any(path.startswith(("models/olmo", "hf/allenai")) for path in changed)
    assert changed <= {
        *("models.json", "models/llama-3.1-405b.json", "models/llama-3.1-405b.cdx.json", "hf/meta-llama/Llama-3.1-405B.json"),
        *("models.csv", "howopen.sqlite", "meta.json", "oembed/llama-3.1-405b.json", "spdx/llama-3.1-405b.json"),
    }


# ---- names ------------------------------------------------------------------------------------------------------------


def test_former_ids_and_hugging_face_ids_answer_too(data, tmp_path):
    file = data / "models" / "olmo-7b.yaml"
    file.write_text(file.read_text() + "aliases: [olmo-seven]\n")
    run("build", "--data", data, "--into", tmp_path / "site")
    api, badges = tmp_path / "site" / "api" / "v1", tmp_path / "site" / "badges"

    assert (api / "models" / "olmo-seven.json").read_bytes() == (api / "models" / "olmo-7b.json").read_bytes()
    assert (api / "oembed" / "olmo-seven.json").read_bytes() == (api / "oembed" / "olmo-7b.json").read_bytes()
    cards = tmp_path / "site" / "embed"
    assert (cards / "olmo-seven" / "index.html").read_bytes() == (cards / "olmo-7b" / "index.html").read_bytes()
    hub = json.loads((api / "hf" / "allenai" / "OLMo-7B.json").read_text())["model"]
    assert hub["id"] == "olmo-7b"
    for name in ("olmo-seven", "hf/allenai/OLMo-7B"):
        assert {file.name: file.read_bytes() for file in (badges / name).iterdir()} == {file.name: file.read_bytes() for file in (badges / "olmo-7b").iterdir()}
    assert "olmo-7b" in (tmp_path / "site" / "models" / "olmo-seven" / "index.html").read_text()


@pytest.mark.parametrize("hub", ["allenai/..", "allenai/.", "allenai/Модель"])
def test_what_cannot_be_a_hugging_face_id_is_refused(data, known, hub):
    file = data / "models" / "olmo-7b.yaml"
    file.write_text(re.sub(r"(?m)^  huggingface: .*$", f"  huggingface: {hub}", file.read_text()))
    line = file.read_text().splitlines().index(f"  huggingface: {hub}") + 1

    with pytest.raises(BadData) as caught:
        load.model(file, known)
    assert [problem.line for problem in caught.value.problems] == [line]


@pytest.mark.parametrize("hub", ["allenai/a.", "allenai/.git"])
def test_a_hugging_face_id_that_is_no_safe_path_gives_none(data, tmp_path, known, hub):
    file = data / "models" / "olmo-7b.yaml"
    file.write_text(re.sub(r"(?m)^  huggingface: .*$", f"  huggingface: {hub}", file.read_text()))
    model = load.model(file, known)

    assert model.sources.huggingface == (hub,)
    assert list(names.names(model)) == ["olmo-7b"]


def test_a_former_id_belongs_to_one_model_and_no_id_takes_the_address_of_another_answer(data, tmp_path):
    for name in ("olmo-7b", "llama-3.1-405b"):
        with (data / "models" / f"{name}.yaml").open("a") as file:
            file.write("aliases: [former, olmo-7b.cdx]\n" if name == "olmo-7b" else "aliases: [former]\n")
    said = run("build", "--data", data, "--into", tmp_path / "site", expect=1).stderr

    assert "'former' is already an alias of llama-3.1-405b; remove one of them" in said
    assert "'olmo-7b.cdx' ends in .cdx" in said


# ---- one story --------------------------------------------------------------------------------------------------------


def test_json_csv_and_database_tell_one_story(site, known):
    base = site / "api" / "v1"
    listed = {one["id"]: one for one in json.loads((base / "models.json").read_text())["models"]}
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO((base / "models.csv").read_text("utf-8-sig")))}
    database = sqlite3.connect(f"file:{base / 'howopen.sqlite'}?mode=ro&immutable=1", uri=True)
    database.row_factory = sqlite3.Row
    kept = {row["id"]: row for row in database.execute("select * from models")}
    verdicts = {(row["model"], row["definition"]): row for row in database.execute("select * from verdicts")}
    parts = {(row["model"], row["component"]): row for row in database.execute("select * from parts")}
    long = {(row["model"], row["component"]): row for row in csv.DictReader(io.StringIO((base / "components.csv").read_text("utf-8-sig")))}
    evidence: dict[tuple[str, str], list[str]] = {}
    for row in database.execute("select * from part_evidence order by model, component, place"):
        evidence.setdefault((row["model"], row["component"]), []).append(row["url"])

    sets: dict[tuple[str, str], list[sqlite3.Row]] = {}
    for row in database.execute("select * from datasets order by model, component, place"):
        sets.setdefault((row["model"], row["component"]), []).append(row)
    findings: dict[tuple[str, str], dict[str, str]] = {}
    for row in database.execute("select * from findings"):
        findings.setdefault((row["model"], row["definition"]), {})[row["requirement"]] = row["outcome"]
    commercial = dict(database.execute("select model, answer from commercial_use").fetchall())

    assert listed.keys() == rows.keys() == kept.keys() == known.models.keys()
    assert parts.keys() == long.keys()
    for key, one in listed.items():
        row, full = rows[key], json.loads((base / "models" / f"{key}.json").read_text())["model"]
        assert row["name"] == harmless.csv_cell(one["name"]) and kept[key]["name"] == one["name"] == full["name"]
        assert (int(row["rank"]) if row["rank"] else None, row["claim"], row["developer"]) == (one["rank"], one["claim"], one["developer"])
        assert (float(row["proven"]), float(row["possible"])) == (one["score"]["proven"], one["score"]["possible"])
        assert (kept[key]["score_proven"], kept[key]["score_possible"], kept[key]["rank"]) == (one["score"]["proven"], one["score"]["possible"], one["rank"])
        assert (row["checked"] or None, kept[key]["checked"]) == (one["checked"], one["checked"])
        for name, verdict in one["verdicts"].items():
            assert row[name] == verdict["result"] == verdicts[key, name]["result"] == full["verdicts"][name]["result"]
            assert (verdicts[key, name]["version"], verdicts[key, name]["unknown"]) == (verdict["version"], verdict["unknown"])
            assert len(full["verdicts"][name]["unknowns"]) == verdict["unknown"]
            for level in full["verdicts"][name].get("levels", ()):
                told = {one["requirement"]: one["outcome"] for one in level["findings"] if "requirement" in one and one["outcome"] != "not-applicable"}
                assert told.items() <= findings[key, name].items(), (key, name)
        for name in known.vocabulary.components:
            part = full["facts"].get("components", {}).get(name, {})
            how = part.get("availability") or ("listed" if part.get("datasets") else "unknown")
            assert row[name] == how == one["availability"][name] == parts[key, name]["availability"] == long[key, name]["availability"]
            assert long[key, name]["license"] == part.get("license", "") == (parts[key, name]["license"] or "")
            assert long[key, name]["evidence"].split() == part.get("evidence", []) == evidence.get((key, name), [])
            assert parts[key, name]["state"] == one["strip"].get(name)
            there = [(one["name"], one.get("where"), one.get("license"), one.get("availability")) for one in part.get("datasets", ())]
            assert [(row["name"], row["url"], row["license"], row["availability"]) for row in sets.get((key, name), ())] == there
        assert commercial[key] == full["terms"]["questions"]["commercial"]["answer"]
    assert {row["id"]: row["model"] for row in database.execute("select * from huggingface")} == {
        hub: key for key, one in listed.items() for hub in one["huggingface"]
    }
    tags = {(row["license"], row["fact"], row["value"]) for row in database.execute("select * from license_facts where kind = 'tag'")}
    assert tags and tags == {(row["license"], row["tag"], row["value"]) for row in database.execute("select * from license_tags")}
    assert database.execute("pragma foreign_key_check").fetchall() == []
    assert database.execute("pragma integrity_check").fetchone()[0] == "ok"
    database.close()


def test_the_counts_of_the_build_are_those_of_the_list(site, known):
    listed = json.loads((site / "api/v1/models.json").read_text())["models"]
    counts = json.loads((site / "api/v1/meta.json").read_text())["build"]["counts"]
    assert counts["models"] == len(listed)
    for key, definition in known.definitions.items():
        found = [one["verdicts"][key]["result"] for one in listed]
        assert counts["results"][key] == {code: found.count(code) for code in found}
        assert list(counts["results"][key]) == results.best_first(definition, set(found)), "best first"
        told = json.loads((site / f"api/v1/definitions/{key}.json").read_text())["definition"]["results"]
        assert {code: count for code, count in told.items() if count} == counts["results"][key]
        assert definition.kind == "score" or list(told) == list(results.codes(definition))


def test_a_spreadsheet_finds_no_formula(data, tmp_path):
    file = data / "models" / "olmo-7b.yaml"
    file.write_text(re.sub(r"(?m)^name: .*$", 'name: \'=HYPERLINK("https://evil.example","x")\'', file.read_text()))
    run("build", "--data", data, "--into", tmp_path / "site")

    rows = list(csv.DictReader(io.StringIO((tmp_path / "site/api/v1/models.csv").read_text("utf-8-sig"))))
    assert next(row["name"] for row in rows if row["id"] == "olmo-7b") == '\'=HYPERLINK("https://evil.example","x")'
    for name in ("models.csv", "components.csv", "licenses.csv"):
        for row in csv.reader(io.StringIO((tmp_path / "site/api/v1" / name).read_text("utf-8-sig"))):
            assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r")) for cell in row)


def test_tables_begin_with_the_mark_that_excel_knows_their_letters_by(site):
    for name in ("models.csv", "components.csv", "licenses.csv"):
        content = (site / "api" / "v1" / name).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\xef\xbb\xbf") == 1


def test_lists_tell_how_each_part_can_be_had_and_of_listed_data_that_they_are(site, known):
    base = site / "api" / "v1"
    told = {one["id"]: one["availability"] for one in json.loads((base / "models.json").read_text())["models"]}
    rows = csv.DictReader(io.StringIO((base / "components.csv").read_text("utf-8-sig")))
    assert {(row["model"], row["component"]): row["availability"] for row in rows} == {(key, part): how for key, of in told.items() for part, how in of.items()}
    listed = {key for key, one in known.models.items() if (data := one.components.get("training-data")) and data.datasets and not data.availability}
    assert listed and {key for key, of in told.items() if of["training-data"] == "listed"} == listed


# ---- choices of license -----------------------------------------------------------------------------------------------


def chosen(expression: str, known) -> list[dict]:
    from howopen import licenses

    book = licenses.book(known.licenses, frozenset(term.license for term in known.free_terms.terms), known.vocabulary)
    return msgspec.to_builtins(answers.choices(licenses.resolve(expression, book), known))


def test_or_gives_a_choice_and_and_gives_what_the_stricter_says(known):
    either = chosen("MIT OR CC-BY-NC-4.0", known)
    both = chosen("MIT AND CC-BY-NC-4.0", known)

    assert [one["licenses"] for one in either] == [["MIT"], ["CC-BY-NC-4.0"]]
    assert [one["restrictions"] == [] for one in either] == [True, False]
    assert [one["licenses"] for one in both] == [["CC-BY-NC-4.0", "MIT"]]
    assert "non-commercial" in both[0]["restrictions"]
    assert both[0]["freedoms"]["use"] == "restricted"
    assert "osi-approved" not in both[0]["grants"]


def test_what_nobody_assessed_stays_so_beside_what_is_free(known):
    unread = next(
        key for key, one in known.licenses.items() if "use" not in one.freedoms and known.terms[key].license and "use" not in known.terms[key].license.freedoms
    )
    found = chosen(f"MIT AND {unread}", known)[0]

    assert "use" not in found["freedoms"]
    assert "four-freedoms" not in found["grants"]


def test_commercial_use_is_free_only_where_a_choice_restricts_nothing_and_puts_no_condition_on_use(site):
    found = {"free": 0, "limited": 0, "unknown": 0}
    for one in json.loads((site / "api/v1/models.json").read_text())["models"]:
        weights = one["weights"]
        found[weights["commercial-use"]] += 1
        if weights["commercial-use"] == "free":
            assert any(
                choice["freedoms"].get("use", "allowed") == "allowed" and "non-commercial" not in choice["restrictions"] for choice in weights["choices"]
            )
        if any(choice["freedoms"].get("use") in ("restricted", "conditional") for choice in weights["choices"] or ()) and len(weights["choices"]) == 1:
            assert weights["commercial-use"] == "limited", one["id"]
    assert all(found.values())


def test_no_license_gives_no_choice(known):
    assert answers.choices(Terms("NONE", "NONE"), known) == []


# ---- the programs it is for -------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def address(site):
    """The built site, served on this machine alone."""

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_words: object) -> None:
            return

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()
    thread.join()


def example(name: str, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, str(HERE / "examples" / name), *words], capture_output=True, text=True, timeout=60, check=False)


def test_a_program_learns_which_models_it_may_use_commercially_and_why_they_are_open(address, judged):
    said = example("commercial_use.py", address, "allenai/OLMo-2-0325-32B", "meta-llama/Llama-3.1-405B", "nobody/nothing").stdout.splitlines()

    first, second, third = (line.split("\t") for line in said)
    assert first[:2] == ["allenai/OLMo-2-0325-32B", "yes"]
    assert f"g7-2026 ({judged['olmo-2-32b'].verdicts['g7-2026'].reached})" in first[2]
    assert second[:2] == ["meta-llama/Llama-3.1-405B", "no"]
    assert third == ["nobody/nothing", "unknown", "not in the catalogue"]
    assert len((HERE / "examples" / "commercial_use.py").read_text().split('"""\n', 1)[1].strip().splitlines()) <= 30


def test_a_model_that_nobody_examined_has_no_rank_in_the_tables(known, summaries):
    key, one = next(iter(summaries.items()))
    files = dict(tables.every(known, {key: replace(one, rank=0)}))

    assert [row["rank"] for row in csv.DictReader(io.StringIO(files["models.csv"].removeprefix(tables.MARK)))] == [""]
    database = sqlite3.connect(":memory:")
    database.deserialize(files["howopen.sqlite"])
    assert database.execute("select id, rank from models").fetchall() == [(key, None)]


def test_answers_under_terms_are_the_same_in_json_csv_and_database(site, known):
    base = site / "api" / "v1"
    rows = {row["id"]: row for row in csv.DictReader(io.StringIO((base / "models.csv").read_text("utf-8-sig")))}
    database = sqlite3.connect(f"file:{base / 'howopen.sqlite'}?mode=ro&immutable=1", uri=True)
    kept = {(model, question): answer for model, question, answer in database.execute("select model, question, answer from model_terms")}
    told: dict[tuple[str, str], set[tuple[str, str]]] = {}
    joined = "select c.model, c.question, p.says, p.license from model_conditions c join license_points p on p.license = c.license and p.key = c.key"
    for model, question, says, license_ in database.execute(joined):
        told.setdefault((model, question), set()).add((says, license_))

    for key in ("olmo-7b", "llama-3.1-405b", "deepseek-r1-distill-llama-70b"):
        terms = json.loads((base / "models" / f"{key}.json").read_text())["model"]["terms"]
        assert set(terms["questions"]) == set(known.answer_rules.questions)
        for question, reply in terms["questions"].items():
            assert reply["answer"] == rows[key][question] == kept[key, question]
            assert {(one["says"], one["license"]) for one in reply["conditions"]} == told.get((key, question), set())
    assert database.execute("pragma foreign_key_check").fetchall() == []

    listed = {row["id"]: row for row in csv.DictReader(io.StringIO((base / "licenses.csv").read_text("utf-8-sig")))}
    of_licenses = {(license_, question): answer for license_, question, answer in database.execute("select license, question, answer from license_answers")}
    for key in (one["id"] for one in json.loads((base / "licenses.json").read_text())["licenses"]):
        whole = json.loads((base / "licenses" / f"{key}.json").read_text())["license"]
        assert {question: reply["answer"] for question, reply in whole["answers"]["questions"].items()} == {
            question: listed[key][question] for question in known.answer_rules.questions
        }
        assert all(listed[key][question] == of_licenses[key, question] for question in known.answer_rules.questions)
        record = whole["record"] or {}
        names = database.execute("select words, acts, only_for from license_names where license = ? order by place", (key,)).fetchall()
        assert names == [(one["words"], " ".join(one["when"]), one.get("only")) for one in record.get("names", ())], key
        places = database.execute("select code, covers from license_places where license = ?", (key,)).fetchall()
        assert set(places) == {(code, covered) for one in record.get("shuts-out", ()) for code in one["places"] for covered in one["covers"]}, key


def test_the_questions_of_a_companys_counsel_are_answered_with_clauses(address):
    said = example("counsel.py", address)
    answers_ = re.split(r"\n(?=\d+\. )", said.stdout.strip())

    assert (said.returncode, said.stderr) == (0, "")
    assert [one.partition(".")[0] for one in answers_] == [str(number) for number in range(1, 13)]
    for one in answers_:
        head, answer, *reasons = one.splitlines()
        assert answer.strip() in ("yes", "yes, if", "no", "the text does not say", "not read"), head
        # also what is silent: the text that somebody read to find that
        assert all(re.search(r"\[[\w.+-]+, .+\]$|whole text of|terms of its base|derives from is unknown", reason) for reason in reasons), head
        assert any(re.search(r"\[[\w.+-]+, .+\]$", reason) for reason in reasons), head
        assert answer.strip() not in ("not read", "not known"), head


def test_the_addresses_in_the_docs_are_those_of_the_api():
    text = (HERE / "docs" / "api.md").read_text()
    for path, *_ in (*openapi.PATHS, *openapi.FILES):
        assert f"`{path}`" in text, path
    for table in re.findall(r"create (?:table|view) (\w+)", tables.SCHEMA):
        assert f"`{table}`" in text, table
    for key in ("outcome", "views", "in-scope", "strip"):
        assert re.search(rf"^(- )?`{key}`", text, re.MULTILINE), key
    assert f"## {answers.VERSION}" in Path(HERE / "API_CHANGELOG.md").read_text()
