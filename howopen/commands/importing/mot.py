"""Draft from a file of the Model Openness Tool: the model's names and where it lies.

Nothing else is carried as a fact. There a license is passed down from the release to every part that names none, and dates are days of
entry; so the parts that a file lists are told as leads, for a person to look at.
"""

from __future__ import annotations

from typing import Any

from howopen.commands import draft_text
from howopen.commands.draft_text import Draft, listed
from howopen.commands.importing.reading import NotTheirs, github_ids, hub_ids, links, named_maker, on_hub, part, refuse_known, text
from howopen.files.harmless import shortened, yaml_scalar
from howopen.records.catalogue import Catalogue

# the Model Openness Framework's names of parts, in the vocabulary's words
_PARTS = {
    "Model architecture": "architecture-code",
    "Data preprocessing code": "data-processing-code",
    "Training code": "training-code",
    "Inference code": "inference-code",
    "Evaluation code": "evaluation-code",
    "Supporting libraries and tools": "supporting-code",
    "Model parameters (Final)": "weights",
    "Model parameters (Intermediate)": "intermediate-checkpoints",
    "Datasets": "training-data",
    "Evaluation data": "evaluation-data",
    "Sample model outputs": "sample-outputs",
    "Model card": "model-card",
    "Data card": "data-card",
    "Technical report": "technical-report",
    "Research paper": "research-paper",
    "Evaluation results": "evaluation-results",
}


def draft(file: dict[str, Any], known: Catalogue, day: str) -> Draft:
    """A draft of the model that the file lists; `day` is that of their data. Raises NotTheirs."""
    release = part(file, "release")
    name, maker = text(release, "name"), text(release, "producer")
    if not name:
        raise NotTheirs("has no release.name; give a file of the tool's models")
    hubs = hub_ids(*links(release, "huggingface"))
    refuse_known(known, hubs)
    repositories = github_ids(*links(release, "repository"))
    developer = named_maker(known, maker, hubs)
    lines = draft_text.head(
        "model",
        f"A draft from the Model Openness Tool of LF AI & Data (https://mot.isitopen.ai, MIT), data of {day}: names only.",
        "What it lists is a lead, not a finding: look at each part yourself, and write what you find with its address.",
    )
    version = text(release, "version")
    lines += [f"name: {yaml_scalar(name)}" + (f"  # the tool gives the version as {shortened(version)!r}" if version else "")]
    lines += [
        developer.line,
        "# released: the day of the announcement, YYYY-MM-DD",
        "# modalities: what goes in and comes out, such as [text]",
    ]
    if hubs or repositories:
        lines.append("sources:")
        lines += on_hub(hubs)
        lines += [f"  github: {listed(repositories)}"] if repositories else []
    lines += ["# derived-from: [] when trained from scratch, else ids or hf:org/name", "components: {}"]
    lines += draft_text.still_to_find(known, (), _leads(release)) + draft_text.rest(known)
    return Draft(draft_text.id_of(name), "\n".join(lines) + "\n", developer.file)


def _leads(release: dict[str, Any]) -> dict[str, str]:
    listed_ = release.get("components")
    general = _general(release)
    found: dict[str, str] = {}
    for one in listed_ if isinstance(listed_, list) else ():
        key = _PARTS.get(text(one, "name"))
        if key:
            path, license_ = links(one, "component_path"), text(one, "license")
            at = f" at {path[0]}" if path else ""
            under = f", under {shortened(license_)!r}" if license_ else f"; it gives {general}, to look at" if general else ""
            found[key] = f"the tool lists it{at}{under}"
    return found


def _general(release: dict[str, Any]) -> str:
    """The licenses that the release gives for parts that name none, in words; empty when it gives none."""
    given = part(release, "license")
    named = [(kind, text(part(given, kind), "name")) for kind in ("distribution", "code", "data", "document")]
    return ", ".join(f"{shortened(name)!r} for {'all parts' if kind == 'distribution' else kind}" for kind, name in named if name)
