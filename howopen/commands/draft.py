"""Draft of a model file from the Hub's record. Pure: facts with their source where the Hub is sure, comments where a person has to look."""

from __future__ import annotations

import re
from typing import Any

from howopen.commands import draft_text
from howopen.commands.draft_text import HUB, Draft, checked, listed
from howopen.fetch import cards
from howopen.files.harmless import shortened, yaml_scalar
from howopen.records.catalogue import Catalogue
from howopen.records.errors import Refused
from howopen.records.types import HUB_ID

_ADDRESS = re.compile(r"https?://(?:www\.)?(?:huggingface\.co|hf\.co)/(?:models/)?([^/?#]+/[^/?#]+)(?:[/?#].*)?\Z")
_ID = re.compile(HUB_ID)
_SHA = re.compile(r"[0-9a-f]{40}\Z")
_PAPER = re.compile(r"\d{4}\.\d{4,5}\Z", re.ASCII)
MOST_ID = 160  # characters, as many as a value of a draft has
MOST = 60  # of a list that the Hub gives; more is taken for a mistake and left to the person

# the Hub's tasks, in the vocabulary's words; a task that is not here is left to the person
_TASKS = {
    "text-generation": ["text"],
    "text2text-generation": ["text"],
    "fill-mask": ["text"],
    "translation": ["text"],
    "summarization": ["text"],
    "image-text-to-text": ["text", "image"],
    "image-to-text": ["text", "image"],
    "text-to-image": ["text", "image"],
    "image-to-image": ["image"],
    "text-to-video": ["text", "video"],
    "image-to-video": ["image", "video"],
    "video-text-to-text": ["text", "video"],
    "text-to-speech": ["text", "speech"],
    "automatic-speech-recognition": ["speech", "text"],
    "text-to-audio": ["text", "audio"],
    "audio-to-audio": ["audio"],
    "text-to-3d": ["text", "3d"],
    "image-to-3d": ["image", "3d"],
    "feature-extraction": ["embedding"],
    "sentence-similarity": ["embedding"],
    "robotics": ["action"],
    "time-series-forecasting": ["time-series"],
}
# where a file of that kind would be evidence, once a person has looked
_CODE = {
    "architecture-code": re.compile(r"(?:.*/)?(?:modeling|configuration|model)[\w.-]*\.py\Z"),
    "supporting-code": re.compile(r"(?:.*/)?(?:tokeni[sz]ation|tokenizer|processing|image_processing)[\w.-]*\.py\Z"),
    "inference-code": re.compile(r"(?:.*/)?(?:inference|generate|generation|pipeline|handler|demo|sample|run)[\w.-]*\.py\Z"),
    "training-code": re.compile(r"(?:.*/)?(?:train|finetune|pretrain|sft|dpo)[\w.-]*\.(?:py|sh)\Z"),
    "evaluation-code": re.compile(r"(?:.*/)?(?:eval|evaluate|benchmark)[\w.-]*\.(?:py|sh)\Z"),
}


_Values = dict[str, Any]  # of a record or a card; untrusted


class NoModel(Refused):
    """Raised when a text names no model on the Hub, or a record is none; says what to do."""


def _is_id(name: str) -> bool:
    """Whether a model file can name a model or data set so."""
    return len(name) <= MOST_ID and cards.is_id(name) and bool(_ID.fullmatch(name))


def named(text: str) -> str:
    """The Hub's id in an id or an address. Raises NoModel."""
    match = _ADDRESS.match(text.strip())
    name = match[1] if match else text.strip().removesuffix("/")
    if not _is_id(name) or name.split("/")[0] in ("datasets", "spaces", "api", "collections", "papers"):
        raise NoModel(f"{shortened(text, 80)!r} names no model; write org/name, or its address on huggingface.co")
    return name


def same(record: Any, name: str) -> None:
    """Raises NoModel where the record is not that of `name`, org/name."""
    if isinstance(record, dict) and str(record.get("id")).lower() != name.lower():
        raise NoModel(f"the record is of {shortened(str(record.get('id')), 80)}, not of {name}; give the answer of the Hub's /api/models/{name}")


def model(record: Any, known: Catalogue, today: str, by: str) -> Draft:
    """A draft from the Hub's answer about one model; `by` is who will have looked. Raises NoModel."""
    if not isinstance(record, dict) or not isinstance(record.get("id"), str) or not _is_id(record["id"]):
        raise NoModel("the record has no `id` such as org/name; give the answer of the Hub's /api/models/org/name")
    hub = record["id"]
    if cards.holds(record, "private"):
        raise NoModel(f"{hub} is private: it is not published, and others cannot see what a draft would say")
    if there := draft_text.already(known, hub):
        raise NoModel(there)
    org, name = hub.split("/")
    card: _Values = record["cardData"] if isinstance(record.get("cardData"), dict) else {}
    sha = record["sha"] if isinstance(record.get("sha"), str) and _SHA.match(record["sha"]) else ""
    at = f"{HUB}{hub}" + (f"/tree/{sha}" if sha else "")
    signed = checked(today, by)
    maker = draft_text.maker(known, org, hub=org)
    files = cards.files(record)
    readme = f"{HUB}{hub}/blob/{sha or 'main'}/README.md"
    lines = draft_text.head(
        "model",
        f"A draft of {today} from {at}. What the Hub is sure of is filled in; a comment says what a person has to look for.",
        "Left out is unknown, never no: fill in what you find, with the address that shows it, and delete the other comments.",
        *_warnings(record, card, files),
    )
    lines += [f"name: {yaml_scalar(name)}  # the repository's name; write it as the developer does", maker.line]
    lines += _released(record)
    task = record.get("pipeline_tag")
    words = [word for word in _TASKS.get(task, []) if word in known.vocabulary.modalities] if isinstance(task, str) else []
    lines += [f"modalities: {listed(words)}" if words else "# modalities: what goes in and comes out, such as [text]"]
    lines += ["sources:", f"  huggingface: {yaml_scalar(hub)}", "  # github: owner/name of the repository that the developer points to"]
    papers = [paper for paper in _tagged(record, "arxiv") if _PAPER.match(paper)]
    if papers:
        quoted = ", ".join(f'"{paper}"' for paper in papers)
        lines.append(f"  # arxiv: [{quoted}], which the card names; keep a paper on this model and drop those on others")
    lines += _lineage(record, card, readme, signed)
    lines.append("components:")
    written = _weights(record, card, files, at, readme, signed, known) + _card(files, readme, signed) + _data(record, card, readme, signed)
    lines += [line for _, part in written for line in part]
    leads = _code(files, hub, sha)
    if papers:
        leads["technical-report"] = f"the card names https://arxiv.org/abs/{papers[0]}; is it the developer's report on this model?"
    lines += draft_text.still_to_find(known, [key for key, _ in written], leads)
    if not written:
        lines[lines.index("components:")] = "components: {}"
    lines += draft_text.rest(known)
    return Draft(draft_text.id_of(name), "\n".join(lines) + "\n", maker.file)


def _warnings(record: _Values, card: _Values, files: list[str]) -> list[str]:
    """Sentences on what a person should know before anything else."""
    found = []
    if copied := _RELATIONS.get(cards.relation(card, cards.listed(record, "tags"), files), ""):
        found.append(f"The Hub calls it {copied}; only what its own developer made and says of it belongs here.")
    if cards.holds(record, "disabled"):
        found.append("The Hub has disabled its repository: nobody gets the files from there.")
    return found


_RELATIONS = {"quantized": "a quantised copy of its base", "adapter": "an adapter for its base, not a model of its own"}


def _tagged(record: _Values, kind: str) -> list[str]:
    tags = [tag.removeprefix(f"{kind}:") for tag in cards.listed(record, "tags") if isinstance(tag, str) and tag.startswith(f"{kind}:")]
    return list(dict.fromkeys(tags))[:MOST]


def _released(record: _Values) -> list[str]:
    created = str(record.get("createdAt", ""))[:10]
    seen = (
        f"; the repository was made {'on or before' if created == cards.PLACEHOLDER else 'on'} {created}" if re.match(r"\d{4}-\d{2}-\d{2}\Z", created) else ""
    )
    return [f"# released: the day of the announcement, YYYY-MM-DD{seen}"]


def _lineage(record: _Values, card: _Values, readme: str, signed: str) -> list[str]:
    ids, others = cards.names([card.get("base_model"), [tag for tag in _tagged(record, "base_model") if ":" not in tag]])
    bases, short = [one for one in ids if _is_id(one)], [one for one in ids if not _is_id(one)]
    unnamed = [shortened(one, 100) for one in (*short, *others)][:MOST]
    lines = [f"# derived-from: the card also names {', '.join(map(repr, unnamed))} as a base; find its id here, or hf:org/name"] if unnamed else []
    if bases:
        return [*lines, f"derived-from: {listed(f'hf:{base}' for base in bases[:MOST])}", f"lineage: {{evidence: {listed([readme])}, {signed}}}"]
    return lines or ["# derived-from: [] when it was trained from scratch and its developer says so; else ids here or hf:org/name, with `lineage`"]


_Part = tuple[str, list[str]]  # a component, and its lines


def _weights(record: _Values, card: _Values, files: list[str], at: str, readme: str, signed: str, known: Catalogue) -> list[_Part]:
    if not any(map(cards.is_weights, files)) or cards.holds(record, "disabled"):
        return []
    gated = record.get("gated")
    lines = ["  weights:"]
    if gated in ("auto", "manual"):
        excludes = ", excludes: [residents of the European Union]" if card.get("extra_gated_eu_disallowed") is True else ""
        asks = "personal-data, payment" if excludes else "personal-data, payment, excludes"
        lines += ["    availability: gated", f"    gate: {{approval: {gated}{excludes}}}  # {asks}: what does the gate ask?"]
    elif gated is False:
        lines.append("    availability: public")
    lines.append("    # coverage: full when all of the weights are there")
    lines += _license(card, known)
    if all(line.lstrip().startswith("#") for line in lines[1:]):
        return []  # a part of which nothing is sure says nothing
    return [("weights", [*lines, f"    evidence: {listed([at, readme])}", f"    {signed}"])]


def _license(card: _Values, known: Catalogue) -> list[str]:
    tags = [said for one in cards.listed(card, "license") if (said := cards.text(one))]
    name, link = cards.text(card.get("license_name")) or "", card.get("license_link")
    at = link if isinstance(link, str) else ""
    meaning = draft_text.speller(known).written(tags, name, at)
    if meaning.expression and len(tags) == 1:  # of several it does not say whether all or one of them
        return [f"    license: {meaning.expression}", "    license-scope: stated"]
    if not tags:
        return ["    # license: the card names none; look for a license file"]
    said = ", ".join(shortened(tag) for tag in tags) + (f" {shortened(name)!r}" if name else "") + (f" at {shortened(at)}" if at else "")
    why = " (several licenses go by that)" if meaning.why == "ambiguous" else ""
    return [f"    # license: the card says {said}{why}; find it under data/licenses/ or add it there"]


def _card(files: list[str], readme: str, signed: str) -> list[_Part]:
    if "README.md" not in files:
        return []
    return [("model-card", ["  model-card:", "    availability: public", f"    evidence: {listed([readme])}", f"    {signed}"])]


def _data(record: _Values, card: _Values, readme: str, signed: str) -> list[_Part]:
    sets, others = cards.names([card.get("datasets"), _tagged(record, "dataset")], "datasets")
    if not sets:
        return []
    lines = ["  training-data:  # the card names these; say `complete: true` when they are all, and what each may be used for", "    datasets:"]
    lines += [f"      - {{name: {yaml_scalar(one)}, where: {HUB}datasets/{one}{_on_hub(one)}}}" for one in sets[:MOST]]
    lines += [f"      # the card also names {shortened(one, 100)!r}" for one in others[:MOST]]
    return [("training-data", [*lines, f"    evidence: {listed([readme])}", f"    {signed}"])]


def _on_hub(name: str) -> str:
    """The key for a data set's id on the Hub, which only one of the form org/name has."""
    return f", huggingface: {yaml_scalar(name)}" if _is_id(name) else ""


def _code(files: list[str], hub: str, sha: str) -> dict[str, str]:
    """For each kind of code: the first file that looks like it."""
    found = {}
    for key, pattern in _CODE.items():
        seen = next((file for file in files if pattern.match(file)), None)
        if seen:
            found[key] = f"{HUB}{hub}/blob/{sha or 'main'}/{shortened(seen)} looks like it; look, and say how much of it is there"
    return found
