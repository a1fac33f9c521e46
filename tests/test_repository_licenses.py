"""License files of repositories, as they are on the Hub and on GitHub: each is read, speaks of what its name and place say, and true conflicts are told."""

from __future__ import annotations

from dataclasses import replace

import pytest
from services import Services
from test_fetch import ask, bare
from test_license_texts import FREE

from howopen import enrich
from howopen.files import snapshots
from howopen.records.model import Model

ON = {"on": "2026-11-01", "by": "maintainers"}
CODE = "https://github.com/org/code"
NC = FREE["MIT"] + b"\nThe weights may be used for research only.\n"
SOURCES = {"one": {"github": ["org/code"]}}
HUB = {"one": {"huggingface": "org/Model"}}


@pytest.fixture
def world(known, services, tmp_path):
    """A way to ask for what is served and to complete a model with it."""

    def complete(sources: dict, **components: dict):
        asked = bare(known, sources)
        ask(asked, tmp_path / "fetched", services)
        fetched, problems = snapshots.read(tmp_path / "fetched", "fetched")
        assert problems == []
        model = asked.models["one"]
        said = Model.model_validate({"id": "one", "name": "one", "developer": "ai2", "sources": model.sources.model_dump(), "components": components})
        return enrich.catalogue(replace(asked, models={"one": said}, written={}, fetched=fetched))

    return complete


def part(availability: str = "public", license_: str | None = None, *evidence: str, **more) -> dict:
    said = {"availability": availability, "evidence": list(evidence or [f"{CODE}/tree/v1"]), "checked": ON, **more}
    return said | ({"license": license_} if license_ else {})


def repository(services: Services, spdx: str | None = "NOASSERTION", name: str = "org/code", **texts: bytes) -> None:
    services.repository(name, spdx, text=next(iter(texts.values()), b""))
    services.peer_files[name] = texts | {"README.md": b"x", "src/run.py": b"x"}


def told(known) -> list[str]:
    return [str(one.kind) for one in known.conflicts.get("one", ())]


def test_a_file_for_code_never_speaks_of_weights(world, services):
    repository(services, "MIT", **{"LICENSE-CODE": FREE["MIT"], "LICENSE-MODEL": NC})
    known = world(SOURCES, weights=part(), **{"inference-code": part()})
    parts = known.models["one"].components
    assert (parts["weights"].license, parts["inference-code"].license) == (None, "MIT")
    assert [(gap.subject, gap.written, gap.nearest) for gap in known.gaps] == [("weights", "LICENSE-MODEL", "MIT")]
    assert "further words" in known.gaps[0].told


def test_a_file_for_weights_speaks_of_them_and_of_no_code(world, services):
    repository(services, **{"LICENSE": FREE["MIT"], "MODEL_LICENSE": FREE["Apache-2.0"]})
    parts = world(SOURCES, weights=part(), **{"inference-code": part()}).models["one"].components
    assert (parts["weights"].license, parts["weights"].license_scope) == ("Apache-2.0", "stated")
    assert (parts["inference-code"].license, parts["inference-code"].license_scope) == ("MIT", "repository")


def test_a_file_in_a_folder_speaks_of_what_lies_there(world, services):
    repository(services, "MIT", **{"LICENSE": FREE["MIT"], "train/LICENSE": FREE["Apache-2.0"], "third_party/x/LICENSE": FREE["BSD-3-Clause"]})
    inside, outside = part("public", None, f"{CODE}/tree/v1/train/run.py"), part()
    parts = world(SOURCES, **{"training-code": inside, "inference-code": outside}).models["one"].components
    assert (parts["training-code"].license, parts["inference-code"].license) == ("Apache-2.0", "MIT")


def test_a_text_that_the_detector_cannot_name_is_used_as_one_on_the_hub_is(world, services):
    services.repository("org/code", "NOASSERTION", text=FREE["BSD-3-Clause"])  # as GitHub answers where no list of files is to be had
    assert world(SOURCES, **{"inference-code": part()}).models["one"].components["inference-code"].license == "BSD-3-Clause"


def test_a_detector_is_not_believed_over_a_text_that_says_more(world, services):
    repository(services, "MIT", **{"LICENSE": NC})
    known = world(SOURCES, **{"inference-code": part()})
    assert known.models["one"].components["inference-code"].license is None
    assert [gap.nearest for gap in known.gaps] == ["MIT"]


def test_nor_is_a_card_over_the_file_beside_it(world, services):
    services.model("org/Model", "mit", text=NC)
    known = world(HUB)
    assert known.models["one"].components["weights"].license is None
    assert [gap.written for gap in known.gaps] == ["LICENSE"]


def test_a_file_that_did_not_change_is_not_asked_for_again(world, services):
    repository(services, **{"LICENSE": FREE["MIT"], "LICENSE-MODEL": NC})
    world(SOURCES)
    before = len(services.asked)
    world(SOURCES)
    assert [path for _, path, _ in services.asked[before:]] == ["/repos/org/code", "/repos/org/code/git/trees/HEAD?recursive=1"]
    services.peer_files["org/code"]["LICENSE"] = FREE["Apache-2.0"]
    before = len(services.asked)
    world(SOURCES)
    assert [path for _, path, _ in services.asked[before:] if path.startswith("/raw")] == ["/raw/org/code/HEAD/LICENSE"]


def test_every_license_file_of_a_page_on_the_hub_is_read(world, services):
    answer = services.model("org/Model", "other", text=FREE["MIT"])
    answer["siblings"] += [{"rfilename": "LICENSE-MODEL"}, {"rfilename": "vae/LICENSE"}, {"rfilename": "../LICENSE"}]
    services.files["org/model", "LICENSE-MODEL"] = FREE["Apache-2.0"]
    services.files["org/model", "vae/LICENSE"] = NC
    known = world(HUB)
    assert [text.path for text in known.fetched.models["org/model"].texts] == ["LICENSE", "LICENSE-MODEL", "vae/LICENSE"]
    assert known.models["one"].components["weights"].license == "Apache-2.0"


# ---- conflicts --------------------------------------------------------------------------------------------------------------


def test_a_license_that_is_not_that_of_the_file_beside_the_weights_is_found_without_a_card_that_names_one(world, services):
    for tag, kind in (("made-up", "file-and-text"), ([], "file-and-text"), ("other", "file-and-card")):
        services.model("org/Model", tag, text=FREE["MIT"], tags=[])
        for written, wanted in (("Apache-2.0", [kind]), ("MIT", [])):
            weights = part("public", written, "https://huggingface.co/org/Model/blob/main/LICENSE", **{"license-scope": "stated"})
            assert told(world(HUB, weights=weights)) == wanted


def test_a_license_that_is_not_that_of_the_file_for_weights_is_found(world, services):
    repository(services, **{"LICENSE-CODE": FREE["MIT"], "LICENSE-MODEL": FREE["Apache-2.0"]})
    for written, wanted in (("MIT", ["file-and-repository"]), ("Apache-2.0", [])):
        known = world(SOURCES, weights=part("public", written, f"{CODE}/blob/v1/LICENSE-MODEL", **{"license-scope": "stated"}))
        assert told(known) == wanted
    assert told(world(SOURCES, weights=part("public", "MIT", "https://example.org", **{"license-scope": "stated"}))) == []


def test_a_readme_that_tells_the_weights_from_the_code_is_not_held_against_the_file_for_the_code(world, services):
    repository(services, "Apache-2.0", **{"LICENSE": FREE["Apache-2.0"]})
    stated = {"license-scope": "stated"}
    for evidence, wanted in (("README.md", []), ("docs/card.md", []), ("LICENSE", ["file-and-repository"]), ("src", ["file-and-repository"])):
        assert told(world(SOURCES, weights=part("public", "MIT", f"{CODE}/blob/v1/{evidence}", **stated))) == wanted
    both = (f"{CODE}/blob/v1/README.md", f"{CODE}/blob/v1/LICENSE")
    assert told(world(SOURCES, weights=part("public", "MIT", *both, **stated))) == ["file-and-repository"]


def test_a_branch_beside_the_main_line_has_a_license_of_its_own(world, services):
    repository(services, "MIT", **{"LICENSE": FREE["MIT"]})
    scope = {"license-scope": "repository"}
    for ref, own in (("old_v1", True), ("refs/heads/next", True), ("v1", False), ("main", False), ("2f" * 20, False)):
        evidence = f"{CODE}/tree/{ref}"
        filled = world(SOURCES, **{"training-code": part("public", None, evidence)}).models["one"].components["training-code"].license
        disputed = told(world(SOURCES, **{"training-code": part("public", "Apache-2.0", evidence, **scope)}))
        assert (filled, disputed) == ((None, []) if own else ("MIT", ["file-and-repository"]))


def test_the_license_of_a_folder_of_code_never_becomes_that_of_weights_told_of_there(world, services):
    for name, wanted in (("LICENSE", None), ("MODEL_LICENSE", "Apache-2.0")):
        repository(services, "MIT", **{"LICENSE": FREE["MIT"], f"two/{name}": FREE["Apache-2.0"]})
        parts = world(SOURCES, weights=part("public", None, f"{CODE}/blob/v1/two/README.md")).models["one"].components
        assert parts["weights"].license == wanted


@pytest.mark.parametrize(
    ("card", "wanted"),
    [
        ({}, "MIT"),
        ({"license_link": "LICENSE"}, "MIT"),
        ({"license_link": "./LICENSE", "license_name": "terms-of-our-own"}, "MIT"),
        ({"license_link": "https://huggingface.co/org/Model/blob/main/LICENSE", "license_name": "terms-of-our-own"}, "MIT"),
        ({"license_name": "terms-of-our-own"}, None),
        ({"license_link": "https://example.org/terms"}, None),
        ({"license_link": "TERMS.pdf"}, None),
    ],
)
def test_a_card_that_points_elsewhere_does_not_speak_of_the_file_beside_it(world, services, card, wanted):
    services.model("org/Model", "other", text=FREE["MIT"], card=card, tags=[])
    assert world(HUB).models["one"].components["weights"].license == wanted


@pytest.mark.parametrize("other", ["https://github.com/other/harness/tree/v1", "https://gitlab.com/other/thing", "https://huggingface.co/org/Model/tree/main"])
def test_evidence_that_names_another_repository_too_makes_no_claim(world, services, other):
    repository(services, "Apache-2.0", **{"LICENSE": FREE["Apache-2.0"]})
    scope = {"license-scope": "repository"}
    assert told(world(SOURCES, **{"evaluation-code": part("public", "MIT", f"{CODE}/tree/v1", other, **scope)})) == []
    assert told(world(SOURCES, **{"evaluation-code": part("public", "MIT", f"{CODE}/tree/v1", **scope)})) == ["file-and-repository"]
    filled = world(SOURCES, **{"evaluation-code": part("public", None, f"{CODE}/tree/v1", other)})
    assert filled.models["one"].components["evaluation-code"].license is None


def test_a_card_that_gives_a_license_and_the_name_of_another_contradicts_itself(world, services):
    services.model("org/Model", "mit", card={"license_name": "terms-of-our-own"})
    [found] = world(HUB).conflicts["one"]
    assert (str(found.kind), [(side.who, side.says) for side in found.sides]) == ("card-and-name", [("card", "MIT"), ("card-name", "terms-of-our-own")])
    services.models["org/model"]["cardData"]["license_name"] = "llama3.1"
    known = world(HUB)
    assert [side.says for side in known.conflicts["one"][0].sides] == ["MIT", "LicenseRef-Llama-3.1-Community"]
    assert known.models["one"].components["weights"].disputed == {"license": ("LicenseRef-Llama-3.1-Community", "MIT")}
