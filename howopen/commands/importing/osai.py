"""Draft from a file of the European Open Source AI Index.

What is carried: names, the month of release, the license by name, and findings that have an address. `open` with an address is a
finding; `partial` says that something is there and not what, so it stays a lead. `closed` is a grade of quality, which a card that is
there can get too, and the template's default: it never says that a part is absent. Their notes stay theirs.
"""

from __future__ import annotations

import re
from typing import Any

from howopen.commands import draft_text
from howopen.commands.draft_text import Draft, checked, listed
from howopen.commands.importing.reading import NotTheirs, github_ids, hub_ids, links, named_maker, on_hub, part, refuse_known, text
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
_WHY = {"ambiguous": "several licenses go by that", "unread": "nobody has read it yet", "unknown": "which names no license"}
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])\Z", re.ASCII)


def draft(file: dict[str, Any], known: Catalogue, day: str) -> Draft:
    """A draft of the model that the file rates; `day` is that of their data. Raises NotTheirs."""
    system, org = part(file, "system"), part(file, "org")
    name, maker = text(system, "name"), text(org, "name")
    if not name:
        raise NotTheirs("has no system.name; give a file of the index's database")
    rated = {criterion: part(file, criterion) for criterion in (*_PARTS, *_LEADS)}
    weights = links(rated["weights_endmodel"], "link")
    hubs = hub_ids(*links(system, "link"), *weights)
    refuse_known(known, hubs)
    developer = named_maker(known, maker, hubs)
    lines = draft_text.head(
        "model",
        f"A draft from the European Open Source AI Index (https://osai-index.eu, CC-BY-4.0), data of {day}: its findings that have an address.",
        "Look at each address yourself before you sign; what the index leaves open is a comment here.",
    )
    lines += [f"name: {yaml_scalar(text(system, 'endmodelname') or name)}", developer.line]
    month = text(system, "releasedate")
    lines.append(f"released: {month}" if _MONTH.match(month) else "# released: the day of the announcement, YYYY-MM-DD")
    lines.append("# modalities: what goes in and comes out, such as [text]")
    repositories = github_ids(*links(rated["trainingcode"], "link"))
    if hubs or repositories:
        lines.append("sources:")
        lines += on_hub(hubs)
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
        _PARTS[key]: f"the index calls it {said}: {', '.join(links(rated[key], 'link')[:3])}"
        for key in _PARTS
        if (said := text(rated[key], "class")) == "partial" or (said == "closed" and links(rated[key], "link"))
    }
    lines += draft_text.still_to_find(known, written, leads) + draft_text.rest(known)
    return Draft(draft_text.id_of(text(system, "endmodelname") or name), "\n".join(lines) + "\n", developer.file)


def _finding(part_: str, rated: dict[str, Any], license_: str, known: Catalogue, day: str) -> list[str]:
    """The lines of a part; none where the index gives no address or no clear yes."""
    evidence, said = links(rated, "link"), text(rated, "class")
    if not evidence or said != "open":
        return []
    lines = [f"  {part_}:", "    availability: public"]
    if part_ == "weights" and license_:
        meaning = draft_text.speller(known).spelling(license_)
        why = f" ({_WHY[meaning.why]})" if meaning.why in _WHY else ""
        lines.append(
            f"    license: {meaning.expression}"
            if meaning.expression
            else f"    # license: the index says {shortened(license_)!r}{why}; find it under data/licenses/ or add it there"
        )
    return [*lines, f"    evidence: {listed(evidence)}", f"    {checked(day, BY)}"]
