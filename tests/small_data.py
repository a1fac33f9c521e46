"""A small copy of the data, quick to load: the real words and definitions, two developers, two licenses and two models."""

from __future__ import annotations

import shutil
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
MODEL = """\
# yaml-language-server: $schema=../../schema/model.schema.json
name: Example 7B
developer: example-institute
released: 2026-05-01
modalities: [text]
sources:
  huggingface: example-institute/Example-7B
derived-from: []
components:
  weights:
    availability: public
    coverage: full
    license: Apache-2.0
    license-scope: stated
    evidence: [https://huggingface.co/example-institute/Example-7B]
    checked: {on: 2026-11-20, by: maintainers}
"""
DEVELOPER = "name: Example Institute\nurl: https://example.org\nhuggingface: [example-institute]\n"
OTHER = MODEL.replace("Example 7B", "Sample 2").replace("Example-7B", "Sample-2")
LICENSE = """\
name: Example License
url: https://example.org/license
read: {on: 2026-11-20, by: maintainers, extent: full-text}
freedoms:
  use: {is: restricted, clause: s. 2, because: Use at work needs a fee.}
tags:
  non-commercial: {is: yes, clause: s. 2}
aliases: {huggingface: [example-license], license-name: [example-1.0]}
"""


def small(folder: Path) -> Path:
    """A data folder in `folder` that has no problem: definitions, words and board as shipped, two models and a license of its own."""
    data = folder / "data"
    data.mkdir(parents=True)
    for name in ("vocabulary.yaml", "board.yaml", "free-terms.yaml", "site.yaml", "license-answers.yaml"):
        shutil.copy(HERE / "data" / name, data / name)
    for name in ("definitions", "pages"):
        shutil.copytree(HERE / "data" / name, data / name)
    named = (HERE / "data" / "free-terms.yaml").read_text(encoding="utf-8")
    for file in (HERE / "data" / "licenses").glob("LicenseRef-*.yaml"):
        if file.stem in named:
            write(data, f"licenses/{file.name}", file.read_bytes())
    write(data, "license-aliases.yaml", "huggingface: {}\n")
    write(data, "peers.yaml", "peers: []\n")
    write(data, "licenses/LicenseRef-Example.yaml", LICENSE)
    write(data, "developers/example-institute.yaml", DEVELOPER)
    write(data, "models/example-7b.yaml", MODEL)
    write(data, "models/sample-2.yaml", OTHER)
    return data


def write(data: Path, path: str, text: str | bytes) -> Path:
    """The file at `path` under `data`, holding `text`."""
    file = data / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return file
