"""Write a data folder with N made-up models: the real words, licenses and definitions, about 2.5 kB and 16 parts each, the same for the same N."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

PARTS = [
    "weights",
    "intermediate-checkpoints",
    "data-processing-code",
    "training-code",
    "inference-code",
    "architecture-code",
    "supporting-code",
    "evaluation-code",
    "evaluation-data",
    "data-card",
    "model-card",
    "technical-report",
    "research-paper",
    "evaluation-results",
    "architecture-information",
]
ASPECTS = ["provenance", "scope", "characteristics", "obtained", "selected", "processing", "filtering", "public-list"]
LICENSES = ["Apache-2.0", "MIT", "CC-BY-4.0", "CC-BY-NC-4.0", "LicenseRef-Llama-3.1-Community", "LicenseRef-Gemma-Terms", "BSD-3-Clause", "ODC-By-1.0"]


def write(data: Path, into: Path, count: int, seed: int = 1) -> None:
    """Make `into` a copy of `data` whose models are `count` made-up ones. The folder must not exist."""
    shutil.copytree(data, into, ignore=shutil.ignore_patterns("models", "opinions", "fetched"))
    developers = sorted(file.stem for file in (data / "developers").glob("*.yaml"))
    chance = random.Random(seed)
    folder = into / "models"
    folder.mkdir()
    for number in range(count):
        (folder / f"made-up-{number:06}.yaml").write_text(_model(number, chance, developers))


def _model(number: int, chance: random.Random, developers: list[str]) -> str:
    day = f"2026-{chance.randint(1, 10):02}-{chance.randint(1, 28):02}"
    lines = [
        f"name: Made Up {number} {chance.choice(['7B', '32B', '70B'])}",
        f"developer: {chance.choice(developers)}",
        f"released: 20{chance.randint(20, 25)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}",
        f"modalities: [{chance.choice(['text', 'image', 'audio'])}]",
        f"sources: {{huggingface: made-up/model-{number}}}",
        "derived-from: []" if number % 10 or not number else f"derived-from: [made-up-{number - 1:06}]",
    ]
    if number % 3 == 0:
        lines.append(f"claims: [{{says: open source, url: 'https://e.org/{number}', on: {day}}}]")
    lines.append("components:")
    for part in PARTS:
        lines += _part(part, number, chance, day)
    lines += [
        "  training-data:",
        f"    availability: {chance.choice(['public', 'none'])}",
        f"    complete: {chance.choice(['true', 'false'])}",
        "    datasets:",
        f"      - {{name: Corpus {number}, kind: open, availability: public, license: {chance.choice(LICENSES)}}}",
        f"    evidence: [https://e.org/{number}/training-data]",
        f"    checked: {{on: {day}, by: maintainers}}",
        "data-information:",
        *(f"  {aspect}: {chance.choice(['complete', 'complete', 'partial', 'none'])}" for aspect in ASPECTS if chance.random() < 0.8),
        f"  evidence: [https://e.org/{number}/data-card]",
        f"  checked: {{on: {day}, by: maintainers}}",
    ]
    return "\n".join(lines) + "\n"


def _part(part: str, number: int, chance: random.Random, day: str) -> list[str]:
    availability = chance.choices(["public", "gated", "none"], [7, 1, 2])[0]
    lines = [f"  {part}:", f"    availability: {availability}"]
    if availability != "none":
        lines += [f"    coverage: {chance.choice(['full', 'full', 'partial'])}", f"    license: {chance.choice(LICENSES)}"]
    return [*lines, f"    evidence: [https://e.org/{number}/{part}]", f"    checked: {{on: {day}, by: maintainers}}"]
