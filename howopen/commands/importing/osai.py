"""A file of the European Open Source AI Index -> a draft.

What is carried: names, the month of release, the license by name, and findings that have an address. `open` with an address is a
finding; `partial` says that something is there and not what, so it stays a lead; `closed` with an address is a dated no, and without
one it is the template's default: nobody looked. Their notes stay theirs.
"""

from __future__ import annotations

import re
from typing import Any

from howopen import licenses
from howopen.commands import draft_text
from howopen.commands.draft_text import Draft, checked, listed
from howopen.commands.importing.reading import NotTheirs, github_ids, hub_ids, links, part, text
from howopen.files.harmless import shortened, yaml_scalar
from howopen.records.catalogue import Catalogue

BY = "osai-index"
# their criterion -> our part; what they ask of the others is not what we record
_PARTS = {"weights_endmodel": "weights", "trainingcode": "training-code", "modelcard": "model-card", "paper": "research-paper", "preprint": "technical-report"}
_LEADS = {
    "datasources_basemodel": "training-data",
    "datasources_endmodel": "training-data",
    "datasheet": "data-card",
    "hardware_architecture": "architecture-information",
}
_PAPERS = ("research-paper", "technical-report")  # their `closed` is only of one kind of paper, such as a reviewed one
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])\Z")


def draft(file: dict[str, Any], known: Catalogue, day: str) -> Draft:
    """A draft of the model that the file rates; `day` is that of their data. Raises NotTheirs."""
    system, org = part(file, "system"), part(file, "org")
    name, maker = text(system, "name"), text(org, "name")
    if not name or not maker:
        raise NotTheirs("has no system.name or org.name; give a file of the index's database")
    rated = {criterion: part(file, criterion) for criterion in (*_PARTS, *_LEADS)}
    weights = links(rated["weights_endmodel"], "link")
    hubs = hub_ids(*links(system, "link"), *weights)
    developer = draft_text.developer_of(known, maker, hubs[0].split("/")[0] if hubs else "")
    lines = draft_text.head(
        "model",
        f"A draft from the European Open Source AI Index (https://osai-index.eu, CC-BY-4.0), data of {day}: its findings that have an address.",
        "Look at each address yourself before you sign; what the index leaves open is a comment here.",
    )
    lines += [f"name: {yaml_scalar(text(system, 'endmodelname') or name)}", f"developer: {developer or draft_text.slug(maker)}"]
    month = text(system, "releasedate")
    lines.append(f"released: {month}" if _MONTH.match(month) else "# released: the day of the announcement, YYYY-MM-DD")
    lines.append("# modalities: what goes in and comes out, such as [text]")
    repositories = github_ids(*links(rated["trainingcode"], "link"))
    if hubs or repositories:
        lines.append("sources:")
        lines += [f"  huggingface: {yaml_scalar(hubs[0])}"] if hubs else []
        lines += [f"  github: {listed(repositories)}"] if repositories else []
    base = text(system, "basemodelname")
    lines.append(
        f"# derived-from: the index names {shortened(base)!r} as its base" if base else "# derived-from: [] when trained from scratch, else ids or hf:org/name"
    )
    found = {ours: _finding(ours, rated[theirs], text(system, "endmodellicense"), known, day) for theirs, ours in _PARTS.items()}
    written = {key: part_ for key, part_ in found.items() if part_}
    lines += ["components:", *(line for part_ in written.values() for line in part_)] if written else ["components: {}"]
    leads = {_LEADS[key]: f"the index points to {', '.join(links(rated[key], 'link')[:3])}" for key in _LEADS if links(rated[key], "link")}
    leads |= {
        _PARTS[key]: f"the index calls it partial: {', '.join(links(rated[key], 'link')[:3])}" for key in _PARTS if text(rated[key], "class") == "partial"
    }
    lines += draft_text.still_to_find(known, written, leads) + draft_text.rest(known)
    return Draft(draft_text.slug(text(system, "endmodelname") or name), "\n".join(lines) + "\n", None if developer else draft_text.developer_file(maker))


def _finding(part_: str, rated: dict[str, Any], license_: str, known: Catalogue, day: str) -> list[str]:
    """The lines of a part; none where the index gives no address or no clear yes or no."""
    evidence, said = links(rated, "link"), text(rated, "class")
    if not evidence or said not in ("open", "closed") or (said == "closed" and part_ in _PAPERS):
        return []
    lines = [f"  {part_}:", f"    availability: {'public' if said == 'open' else 'none'}"]
    if part_ == "weights" and said == "open" and license_:
        spdx = licenses.listed_id(license_) or (ours[0] if len(ours := draft_text.license_of(known, license_)) == 1 else "")
        lines.append(f"    license: {spdx}" if spdx else f"    # license: the index says {shortened(license_)!r}; find it under data/licenses/ or add it there")
    return [*lines, f"    evidence: {listed(evidence)}", f"    {checked(day, BY)}"]
