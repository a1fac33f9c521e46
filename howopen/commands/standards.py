"""Warnings by the standards of evidence in GOVERNANCE.md, as far as a program can see them in one model; a person decides."""

from __future__ import annotations

import re
from collections.abc import Iterator

from howopen.records.fetched import Fetched, HubFacts
from howopen.records.model import Model

Place = tuple[tuple[str | int, ...], str]  # where in the file, and what is said of it
_PAPER = re.compile(r"https?://(?:www\.)?arxiv\.org/(?:abs|pdf|html)/(\d{2})(0[1-9]|1[0-2])\.\d{4,5}")
_REPORT = "technical-report"  # the one document that is of one release; papers and data cards may be of what it was made from


def warnings(model: Model, fetched: Fetched) -> Iterator[Place]:
    """Places that somebody should hold against the standards again, in no order."""
    yield from _one_document(model)
    yield from _before_release(model)
    yield from _other_than_release(model, fetched)


def _one_document(model: Model) -> Iterator[Place]:
    """`none` where too little was read for it, or where nobody says what was."""
    given = model.data_information
    if given is not None and len(given.evidence) == 1 and (silent := [key for key, extent in given.aspects.items() if extent == "none"]):
        yield ("data-information", silent[0]), "is `none` from one document; name every document of the release that was read, or leave it unknown"
    for key, part in model.components.items():
        if part.availability == "none" and not part.because:
            yield ("components", key, "availability"), "is `none` without `because`; say where somebody looked"


def _before_release(model: Model) -> Iterator[Place]:
    """A report that is so much older than the release that it is of an earlier one. When a commit was made its address does not tell."""
    released = model.released or ""
    report = model.components.get(_REPORT)
    for number, address in enumerate(report.evidence if report else ()):
        if (found := _PAPER.match(address)) and f"20{int(found[1]) + 1}-{found[2]}" < released[:7]:
            yield ("components", _REPORT, "evidence", number), f"is more than a year older than the release ({released}); cite the report of this release"


def _other_than_release(model: Model, fetched: Fetched) -> Iterator[Place]:
    """Variants whose page on the Hub says other than that of the release on what definitions ask: such a checkpoint has a file of its own."""
    release = fetched.models.get(model.sources.huggingface[0].lower()) if model.sources.huggingface else None
    if release is None:
        return
    for number, variant in enumerate(model.variants):
        facts = fetched.models.get(variant.huggingface.lower())
        if facts is not None and (differs := _differing(release, facts)):
            yield ("variants", number), f"has another {' and another '.join(differs)} than the release, by its page on the Hub; give it a file of its own"


def _differing(release: HubFacts, variant: HubFacts) -> list[str]:
    asked = {
        "license": (_terms(release), _terms(variant)),
        "gate": (release.gated, variant.gated),
        "list of data sets": (tuple(sorted(release.datasets)), tuple(sorted(variant.datasets))),
    }
    return [name for name, (one, other) in asked.items() if one and other and one != other]


def _terms(facts: HubFacts) -> str:
    return " ".join([*sorted(facts.license), facts.license_name or ""]).strip().lower()
