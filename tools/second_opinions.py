"""Derive data/opinions/ from copies of the two other indexes: facts only, with attribution. Run by hand when the copies are renewed.

    python tools/second_opinions.py COPIES        COPIES holds osai/ and mot/, as those indexes publish them

What stays of a file: its name, its class for each criterion or its license for each component, and what its own rules make of
them. Notes and descriptions stay behind. What people wrote here - `because`, `explained`, `explanations` - is kept.

Only this tool reads the copies; nothing that builds the site does.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import yaml

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

from howopen import licenses, load  # noqa: E402
from howopen.records.catalogue import Catalogue  # noqa: E402

# ---- the European Open Source AI Index --------------------------------------------------------------------------------
# Its score is the mean over twelve criteria of open 1, partial 0.5, anything else 0.

OSAI_WORTH = {"open": 1.0, "partial": 0.5}
OSAI_CRITERIA = {
    "datasources_basemodel": "Base model data",
    "datasources_endmodel": "End user model data",
    "weights_basemodel": "Base model weights",
    "weights_endmodel": "End user model weights",
    "trainingcode": "Training code",
    "code": "Code documentation",
    "hardware_architecture": "Hardware architecture",
    "preprint": "Preprint",
    "paper": "Paper",
    "modelcard": "Model card",
    "datasheet": "Datasheet",
    "licenses": "Licenses",
}
OSAI_AT = "https://github.com/Language-Technology-Assessment/main-database/blob/376230f/"


def osai_parts(file: Mapping) -> dict[str, str]:
    """Its class for each criterion; `closed` says whether a link shows where anybody looked, since its template begins with closed."""
    found = {}
    for key in OSAI_CRITERIA:
        criterion = file.get(key) or file.get("system", {}).get(key) or {}
        said = str(criterion.get("class") or "")
        found[key] = "closed, no link" if said == "closed" and not criterion.get("link") else said
    return found


def osai_score(parts: Mapping[str, str]) -> float:
    """Its score, 0 to 1."""
    return sum(OSAI_WORTH.get(said, 0.0) for said in parts.values()) / len(OSAI_CRITERIA)


# ---- the Model Openness Tool ------------------------------------------------------------------------------------------
# Its components, which general license of a release each inherits, and the lowest class that asks for it. Sample outputs,
# metadata and libraries are asked by none.

MOT_COMPONENTS = {
    "Model architecture": ("code", 3),
    "Model parameters (Final)": ("data", 3),
    "Evaluation results": ("document", 3),
    "Model card": ("document", 3),
    "Data card": ("document", 3),
    "Technical report": ("document", 0),
    "Sample model outputs": ("document", 0),
    "Training code": ("code", 2),
    "Inference code": ("code", 2),
    "Evaluation code": ("code", 2),
    "Evaluation data": ("data", 2),
    "Supporting libraries and tools": ("code", 0),
    "Datasets": ("data", 1),
    "Data preprocessing code": ("code", 1),
    "Model parameters (Intermediate)": ("data", 1),
    "Research paper": ("document", 0),
    "Model metadata": ("data", 0),
}
MOT_LEVELS = {0: "none", 3: "class-iii", 2: "class-ii", 1: "class-i"}
MOT_SAYS = {0: "unclassified", 3: "Class III, Open Model", 2: "Class II, Open Tooling Model", 1: "Class I, Open Science Model"}
MOT_AT = "https://github.com/lfai/model_openness_tool/blob/8b5d30e/models/"
UNLICENSED = "unlicensed"


def mot_parts(release: Mapping) -> dict[str, str]:
    """The license that counts for each component listed: its own, else the release's for its type, else that for the whole, else none."""
    general = release.get("license") or {}

    def of(kind: str) -> str:
        return str((general.get(kind) or {}).get("name") or "")

    found = {}
    for component in release.get("components") or ():
        name = component.get("name")
        if name in MOT_COMPONENTS:
            if component.get("license") is not None:
                found[name] = str(component["license"]) or UNLICENSED
            else:
                found[name] = of(MOT_COMPONENTS[name][0]) or of("distribution") or UNLICENSED
    return found


def mot_open(known: Catalogue):
    """A test of one license as the tool tests it: an exact SPDX id that is OSI-approved or FSF free, or open data terms."""
    book = licenses.book(known.licenses, frozenset(), known.vocabulary)

    def is_open(license_: str) -> bool:
        if not licenses.is_listed(license_):
            return False
        tags = book[license_].tags
        return any(name in tags and tags[name].is_ == "yes" for name in ("osi-approved", "fsf-libre", "open-data"))

    return is_open


def mot_class(parts: Mapping[str, str], is_open) -> int:
    """Its class: 1 is best, then 2 and 3; 0 is none. Each class includes the one before.

    A paper stands in for the report where the report is not there under an open license. Only class I asks for the paper.
    """

    def has(name: str) -> bool:
        return name in parts and is_open(parts[name])

    reached = 0
    for level in (3, 2, 1):
        if not all(has(name) for name, (_, asked) in MOT_COMPONENTS.items() if asked == level):
            break
        if level == 3 and not (has("Technical report") or has("Research paper")):
            break
        if level == 1 and not has("Research paper"):
            break
        reached = level
    return reached


# ---- what is written ----------------------------------------------------------------------------------------------------


def main(copies: Path) -> None:
    known = load.catalogue(HERE / "data")
    folder = HERE / "data" / "opinions"
    _write(folder / "osai-index-2026.yaml", _osai(copies / "osai", known))
    _write(folder / "model-openness-tool-2026.yaml", _mot(copies / "mot", known))


def _owners(known: Catalogue, key: str) -> dict[str, list[str]]:
    """The models that name each file."""
    found: dict[str, list[str]] = {}
    for model in known.models.values():
        for name in getattr(model.sources, key):
            found.setdefault(name, []).append(model.id)
    return found


def _osai(folder: Path, known: Catalogue) -> list[dict]:
    verdicts = []
    for name, models in _owners(known, "osai").items():
        file = yaml.safe_load((folder / name).read_text())
        parts = osai_parts(file)
        system = file["system"]
        of = str(system.get("endmodelname") or system.get("name")).strip()
        verdicts += [{"model": model, "of": of, "says": f"{osai_score(parts):.2f} of 1", "url": OSAI_AT + quote(name), "parts": parts} for model in models]
    return verdicts


def _mot(folder: Path, known: Catalogue) -> list[dict]:
    is_open = mot_open(known)
    verdicts = []
    for name, models in _owners(known, "mot").items():
        release = yaml.safe_load((folder / name).read_text())["release"]
        parts = mot_parts(release)
        reached = mot_class(parts, is_open)
        said = {"of": str(release["name"]), "says": MOT_SAYS[reached], "level": MOT_LEVELS[reached], "url": MOT_AT + quote(name), "parts": parts}
        verdicts += [{"model": model} | said for model in models]
    return verdicts


def _write(file: Path, verdicts: list[dict]) -> None:
    """The file with new verdicts below the head that people wrote; each verdict keeps its reasons."""
    text = file.read_text()
    head = text[: text.index("\nverdicts:") + 1]
    before = {(old["model"], old["url"]): old for old in yaml.safe_load(text)["verdicts"] or ()}
    lines = [head + "verdicts:"]
    for verdict in sorted(verdicts, key=lambda verdict: (verdict["model"], verdict["of"], verdict["url"])):
        old = before.get((verdict["model"], verdict["url"]), {})
        kept = verdict | {key: old[key] for key in ("because", "explained") if key in old}
        lines += [f"  - model: {kept['model']}"]
        lines += [f"    {key}: {_scalar(value)}" for key, value in kept.items() if key not in ("model", "parts", "explained")]
        for key in ("parts", "explained"):
            if kept.get(key):
                lines += [f"    {key}: {{{', '.join(f'{_scalar(name)}: {_scalar(said)}' for name, said in kept[key].items())}}}"]
    file.write_text("\n".join(lines) + "\n")


def _scalar(value: str) -> str:
    """One value as YAML: bare where it is plain words, else in quotes. What YAML takes for something else begins with no letter, or is quoted too."""
    plain = value.isascii() and all(letter.isalnum() or letter in " -_./+" for letter in value) and value[:1].isalpha() and value == value.strip()
    return value if plain and yaml.safe_load(value) == value else _quoted(value)


def _quoted(value: str) -> str:
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


if __name__ == "__main__":
    main(Path(sys.argv[1]))
