"""Digests of the texts of SPDX's list, for `data/license-texts/`, made of its sources: `python -m tools.license_texts CHECKOUT COMMIT ID...`

CHECKOUT is the folder `src` of https://github.com/spdx/license-list-XML at COMMIT. What the list marks as optional may be left out; where it
gives several plain wordings, each is taken.
"""

from __future__ import annotations

import datetime
import itertools
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from xml.etree import ElementTree as Xml

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

from howopen.licenses import passages  # noqa: E402

ADDRESS = "https://github.com/spdx/license-list-XML/blob/{commit}/src/{id}.xml"
SPACE = "{http://www.spdx.org/license}"
BLOCKS = {"p", "item", "list", "titleText", "copyrightText", "text", "standardLicenseHeader"}
MOST_SWITCHES = 5  # of a text, all combinations of which are tried; parts that may be left out come first
MOST_WORDINGS = 4  # of one place
Choice = Mapping[Xml.Element, str]  # what stands at a switch: a part of the text that may be worded otherwise, or left out
Slot = tuple[dict[str, int], bool]  # digests of the passages that may stand at a place, with their words; whether it may be left out


def main(folder: Path, commit: str, ids: list[str], into: Path) -> None:
    """Write one file a license."""
    day = datetime.datetime.now(tz=datetime.UTC).date().isoformat()
    for key in ids:
        slots, whole, words = read(folder / f"{key}.xml")
        text = " ".join("|".join(f"{digest}:{count}" for digest, count in any_of.items()) + "?" * optional for any_of, optional in slots)
        entry = f"url: {ADDRESS.format(commit=commit, id=key)}\n    on: {day}\n    words: {words}\n    whole: {whole}\n    passages: {text}\n"
        (into / f"{key}.yaml").write_text(f"# yaml-language-server: $schema=../../schema/license-text.schema.json\ntexts:\n  - {entry}", "utf-8")


def read(file: Path) -> tuple[list[Slot], str, int]:
    """The places of a license's text, SHA-256 of its words as a rule, and how many those are."""
    root = Xml.parse(file).getroot()  # noqa: S314  a checkout of SPDX's, run by a maintainer
    text = root.find(f".//{SPACE}text")
    if text is None:
        raise SystemExit(f"{file} has no text")
    switches = dict(itertools.islice(sorted(_switches(text), key=lambda switch: switch[1][0] != ""), MOST_SWITCHES))
    slots: list[Slot] = []
    rule: list[passages.Passage] = []
    for wordings in itertools.product(*switches.values()):
        found = [(one, optional) for piece, optional in _pieces(text, dict(zip(switches, wordings, strict=True))) for one in passages.of(piece.encode())]
        if not slots:
            slots, rule = [({}, optional) for _, optional in found], [one for one, _ in found]
        if len(found) == len(slots):
            for (any_of, _), (one, _) in zip(slots, found, strict=True):
                any_of[one.digest] = len(one.words)
    return slots, passages.whole(rule), sum(len(one.words) for one in rule)


def _switches(node: Xml.Element) -> Iterator[tuple[Xml.Element, list[str]]]:
    """Parts of the running text that may be worded otherwise, the wording as a rule first."""
    for inner in node:
        tag, said = inner.tag.removeprefix(SPACE), " ".join("".join(inner.itertext()).split())
        if (
            tag == "optional"
            and not any(one.tag.removeprefix(SPACE) in BLOCKS for one in inner.iter())
            and node.tag.removeprefix(SPACE) not in ("text", "list")
        ):
            yield inner, ["", said]
        elif tag == "alt":
            others = _wordings(inner.get("match") or "")
            if others:
                yield inner, list(dict.fromkeys([said, *others]))[:MOST_WORDINGS]
        else:
            yield from _switches(inner)


def _wordings(match: str) -> list[str]:
    """The plain wordings of such an expression; empty where it is one for names, or for anything."""
    plain = match.replace("\\s+", " ").replace("\\s", " ").replace("ED)?", "ED)|")
    if re.search(r"[^\w\s|(),'-]", plain):
        return []
    return [one.strip() for one in re.sub(r"[()]", "", plain).split("|")] if "(" not in plain or re.fullmatch(r"(?:\([^()]*\)\|?)+", plain) else []


def _pieces(text: Xml.Element, choice: Choice) -> Iterator[tuple[str, bool]]:
    """(text, whether it may be left out) of the blocks of a license, in order."""
    said: list[str] = []
    found: list[tuple[str, bool]] = []

    def end(optional: bool) -> None:
        lines = (" ".join(line.split()) for line in re.sub(r"\n(?!\x00)", " ", "".join(said)).split("\x00"))
        if block := "\n".join(lines).strip():
            found.append((block, optional))
        said.clear()

    def walk(node: Xml.Element, optional: bool) -> None:
        tag = node.tag.removeprefix(SPACE)
        block = tag in BLOCKS or (tag == "optional" and node not in choice)
        within = optional or tag == "titleText" or (tag == "optional" and node not in choice)
        if block:
            end(optional)
        if tag == "br":
            said.append("\n\x00")
        if node in choice:
            said.append(f" {choice[node]} ")
        elif tag not in ("bullet", "notes"):
            said.append(node.text or "")
            for inner in node:
                walk(inner, within)
                said.append(inner.tail or "")
        if block:
            end(within)

    walk(text, optional=False)
    yield from found


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3:], HERE / "data" / "license-texts")
