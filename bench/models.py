"""Write a data folder with N made-up models that look like the real catalogue: the same for the same N.

Like the real one in what costs time: 3.4 kB a file on average, from a name and little else to eighteen parts; each with evidence of its own; a third with
a reason in words; three of ten derived from one of forty base models, some from a derived one; licenses, developers and modalities as often as there.
"""

from __future__ import annotations

import random
import shutil
from pathlib import Path

BASES = 40  # models that others derive from; the first of each catalogue
# Part of a model, how often it is there among models that were looked at in depth, and the license it most often has (empty: none is written).
PARTS = (
    ("weights", 1.0, "weights"),
    ("intermediate-checkpoints", 0.25, "weights"),
    ("data-processing-code", 0.8, "code"),
    ("training-code", 0.95, "code"),
    ("inference-code", 0.95, "code"),
    ("architecture-code", 0.95, "code"),
    ("supporting-code", 0.5, "code"),
    ("evaluation-code", 0.5, "code"),
    ("training-data", 0.95, ""),
    ("evaluation-data", 0.1, "data"),
    ("data-card", 0.7, "data"),
    ("model-card", 1.0, "document"),
    ("technical-report", 0.9, ""),
    ("research-paper", 0.4, "document"),
    ("evaluation-results", 0.9, "document"),
    ("architecture-information", 0.9, "document"),
    ("hardware-information", 0.3, ""),
)
NOT_PUBLISHED = {"training-code": 0.55, "data-processing-code": 0.7, "training-data": 0.6, "evaluation-code": 0.25, "data-card": 0.35, "technical-report": 0.1}
LICENSES = {
    "weights": {
        "Apache-2.0": 45,
        "MIT": 11,
        "LicenseRef-Llama-2-Community": 5,
        "LicenseRef-Llama-3.1-Community": 5,
        "LicenseRef-Gemma-Terms": 4,
        "CC-BY-NC-4.0": 6,
        "CC-BY-4.0": 3,
        "LicenseRef-CreativeML-OpenRAIL-M": 2,
        "LicenseRef-BigScience-OpenRAIL-M": 2,
        "LicenseRef-Qwen": 3,
        "NONE": 2,
        "": 12,
    },
    "code": {"Apache-2.0": 70, "MIT": 18, "BSD-3-Clause": 2, "MIT AND Apache-2.0": 3, "": 7},
    "data": {"ODC-By-1.0": 20, "CC-BY-4.0": 10, "CC-BY-NC-SA-4.0": 5, "Apache-2.0": 10, "": 55},
    "document": {"CC-BY-4.0": 8, "Apache-2.0": 15, "": 77},
}
ASPECTS = (
    "provenance",
    "scope",
    "characteristics",
    "obtained",
    "selected",
    "labelling",
    "processing",
    "filtering",
    "public-list",
    "third-party-list",
    "unshareable-described",
)
MODALITIES = ("[text]", "[text, code]", "[text, image]", "[text, video]", "[text, audio]")
CLAIMS = ("open source", "open-weights", "open models", "fully open", "open foundation model")
FAMILIES = ("Alder", "Birch", "Cedar", "Dogwood", "Elm", "Fir", "Ginkgo", "Hazel", "Juniper", "Larch", "Maple", "Oak", "Pine", "Rowan", "Spruce", "Willow")
SAID = (
    "The repository has code to run and to fine-tune the model",
    "no code that collects, cleans or mixes the data",
    "the report names kinds of source, the number of tokens and the goals of filtering",
    "shares and thresholds are not given",
    "the card has a section on the data, half a page long",
    "one script for each stage with its settings",
    "checkpoints are branches of the repository",
    "whether the optimizer's state is there is unknown",
    "published at a conference",
    "the tokenizer's code is in another repository",
)


def write(data: Path, into: Path, count: int, seed: int = 1) -> None:
    """Make `into` a copy of `data` whose models are `count` made-up ones. The folder must not exist."""
    shutil.copytree(data, into, ignore=shutil.ignore_patterns("models", "opinions", "fetched"))
    developers = sorted(file.stem for file in (data / "developers").glob("*.yaml"))
    maker = _Maker(random.Random(seed), developers)
    folder = into / "models"
    folder.mkdir()
    for number in range(count):
        (folder / f"{name(number)}.yaml").write_text("\n".join(maker.model(number)) + "\n")


def name(number: int) -> str:
    """The id of a made-up model."""
    return f"made-up-{number:06}"


class _Maker:
    """Draws one model after another; knows the weights' license of each, and how far it is from its base."""

    def __init__(self, chance: random.Random, developers: list[str]) -> None:
        self._chance, self._developers = chance, developers
        # a few developers publish much, most publish one model or two
        self._often = [1 / place for place in range(1, len(developers) + 1)]
        chance.shuffle(self._developers)
        self._licenses: list[str] = []
        self._derived: list[int] = []  # those that derive from a base, and may be derived from in turn

    def model(self, number: int) -> list[str]:
        """The lines of the file."""
        chance = self._chance
        developer = chance.choices(self._developers, self._often)[0]
        depth = "deep" if number < BASES else chance.choices(["deep", "plain", "named"], [66, 24, 10])[0]
        by = "maintainers" if depth == "deep" else "osai-index"
        checked = f"{{on: 2026-{chance.randint(1, 10):02}-{chance.randint(1, 28):02}, by: {by}}}"
        hub = f"{developer}/{chance.choice(FAMILIES)}-{number}"
        home = f"https://github.com/{developer}/{chance.choice(FAMILIES).lower()}-{number}"
        places = [
            f"https://huggingface.co/{hub}",
            f"{home}/blob/v1/README.md",
            f"https://arxiv.org/abs/2{chance.randint(100, 600)}.{number % 100_000:05}",
            home,
        ]
        lines = [
            f"name: {chance.choice(FAMILIES)} {chance.randint(1, 4)} {chance.choice(['7B', '13B', '32B', '70B'])} No. {number}",
            f"developer: {developer}",
            f"modalities: {chance.choices(MODALITIES, [68, 17, 8, 4, 3])[0]}",
        ]
        if chance.random() < 0.75:
            lines.append(f"released: 20{chance.choices([22, 23, 24, 25, 26], [5, 22, 33, 30, 10])[0]}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}")
        if depth == "deep" and chance.random() < 0.4:
            lines.append(f"about: {self._words(2)}")
        lines += ["sources:", f"  huggingface: {hub}", f"  github: [{home.removeprefix('https://github.com/')}]"]
        base = self._base(number)
        if base is not None:
            written = f"[{base}]" if base else "[]"
            lines += [f"derived-from: {written}", "lineage:", f"  evidence: [{places[0]}]", f"  checked: {checked}"]
        if chance.random() < 0.32:
            lines += ["claims:", f"  - {{says: {chance.choice(CLAIMS)}, url: '{places[0]}'}}"]
        if depth == "deep" and chance.random() < 0.4:
            compute = f"{chance.randint(1, 9)}.{chance.randint(0, 9)}e{chance.randint(21, 25)}"
            lines.append(f"training-compute: {{low: {compute}, high: {compute}, evidence: ['{places[2]}'], checked: {checked}}}")
        license_ = self._license(base)
        self._licenses.append(license_)
        if depth != "named":
            lines.append("components:")
            share = 1.0 if depth == "deep" else 0.3
            for part, often, kind in PARTS:
                if part == "weights" or chance.random() < often * share:
                    lines += self._part(part, license_ if kind == "weights" else self._drawn(kind), places, checked)
        if depth == "deep" and chance.random() < 0.6:
            lines += self._information(places, checked)
        if depth == "deep" and chance.random() < 0.7:
            lines += self._answers(places, checked)
        return lines

    def _base(self, number: int) -> str | None:
        """What the model derives from: an id here, a name on the Hub, empty for nothing, None for unknown."""
        if number < BASES:
            return ""
        kind = self._chance.choices(["here", "hub", "nothing", "unknown"], [30, 10, 25, 35])[0]
        if kind == "hub":
            return f"hf:elsewhere/base-{self._chance.randint(1, 30)}"
        if kind != "here":
            return "" if kind == "nothing" else None
        if self._derived and self._chance.random() < 0.2:
            return name(self._chance.choice(self._derived))
        self._derived.append(number)
        # the best known bases have most of the derived models
        return name(self._chance.choices(range(BASES), [1 / (place + 3) for place in range(BASES)])[0])

    def _license(self, base: str | None) -> str:
        """Most models are under the license of what they derive from."""
        if base and not base.startswith("hf:") and self._chance.random() < 0.85:
            return self._licenses[int(base.rpartition("-")[2])]
        return self._drawn("weights")

    def _drawn(self, kind: str) -> str:
        known = LICENSES.get(kind, {"": 1})
        return self._chance.choices(list(known), list(known.values()))[0]

    def _words(self, count: int) -> str:
        """That many clauses as a quoted text."""
        return f'"{"; ".join(self._chance.sample(SAID, count))}."'

    def _evidence(self, part: str, places: list[str]) -> list[str]:
        """One to three addresses, the last of them the part's own."""
        found = [*self._chance.sample(places[:3], self._chance.choices([0, 1, 2], [50, 42, 8])[0]), f"{places[3]}/tree/v1/{part}"]
        return ["    evidence:", *(f"      - {place}" for place in found)]

    def _part(self, part: str, license_: str, places: list[str], checked: str) -> list[str]:
        chance = self._chance
        published = chance.random() >= NOT_PUBLISHED.get(part, 0.02)
        gated = published and part == "weights" and chance.random() < 0.15
        lines = [f"  {part}:", f"    availability: {'gated' if gated else 'public' if published else 'none'}"]
        if published:
            if chance.random() < 0.6:
                lines.append(f"    coverage: {chance.choices(['full', 'partial'], [85, 15])[0]}")
            if gated:
                lines.append("    gate: {approval: auto, personal-data: true}")
            if license_:
                lines += [f"    license: {license_}", f"    license-scope: {'stated' if part == 'weights' else 'repository'}"]
        if part == "training-data":
            lines += self._datasets(published)
        if chance.random() < 0.3 or (part != "weights" and not published):
            lines.append(f"    because: {self._words(1)}")
        return [*lines, *self._evidence(part, places), f"    checked: {checked}"]

    def _datasets(self, published: bool) -> list[str]:
        chance = self._chance
        lines = [f"    complete: {'true' if published else 'false'}", "    datasets:"]
        if not published:
            return [*lines, "      - {name: Undisclosed training data, availability: none, withheld-reason: none-given}"]
        for at in range(chance.choices([1, 2, 3, 5], [60, 20, 15, 5])[0]):
            license_ = self._drawn("data")
            where = f"https://huggingface.co/datasets/made-up/corpus-{chance.randint(1, 5000)}"
            lines += [
                f"      - name: Corpus {chance.choice(FAMILIES)} {at + 1}",
                "        kind: open",
                "        availability: public",
                f"        where: {where}",
            ]
            lines += [f"        license: {license_}"] if license_ else []
        return lines

    def _information(self, places: list[str], checked: str) -> list[str]:
        chance = self._chance
        lines = ["data-information:"]
        for aspect in ASPECTS:
            if chance.random() < 0.8:
                lines.append(f"  {aspect}: {chance.choices(['complete', 'partial', 'none'], [25, 45, 30])[0]}")
        return [*lines, f"  because: {self._words(3)}", f"  evidence: [{places[0]}, {places[2]}]", f"  checked: {checked}"]

    def _answers(self, places: list[str], checked: str) -> list[str]:
        chance = self._chance
        when = checked.strip("{}")
        lines = ["answers:"]
        for question, often in (("skilled-person", 0.7), ("general-purpose", 0.7), ("no-monetisation", 0.4)):
            if chance.random() < often:
                answer = chance.choices(["yes", "no", "unsure"], [5, 4, 1])[0]
                lines += [f"  {question}:", f'    answer: "{answer}"', f"    because: {self._words(1)}", f"    {when.replace(', by', chr(10) + '    by')}"]
                lines.append(f"    evidence: [{places[2]}]")
        return lines if len(lines) > 1 else []


def edited(text: str) -> str:
    """A model file with other terms of the weights, which changes its verdicts; twice gives the first again."""
    head, mark, weights = text.partition("\n  weights:\n")
    here, there = "    license: Apache-2.0\n", "    license: CC-BY-NC-4.0\n"
    before, old, after = weights.partition(here if here in weights.partition("    evidence:")[0] else there)
    if not mark or not old or "    evidence:" in before:
        raise ValueError("the weights of this model are under neither of the two licenses")
    return head + mark + before + (there if old == here else here) + after


def lonely(folder: Path) -> Path:
    """The file of a model in the middle of the catalogue that can be `edited` and that no other derives from."""
    files = sorted(folder.glob("*.yaml"))
    texts = {file: file.read_text() for file in files}
    named = "\n".join(line for text in texts.values() for line in text.splitlines() if line.startswith("derived-from:"))
    for file in files[len(files) // 2 :]:
        start = texts[file].partition("\n  weights:\n")[2].partition("    evidence:")[0]
        if file.stem not in named and "    license: Apache-2.0\n" in start:
            return file
    raise ValueError("no such model")
