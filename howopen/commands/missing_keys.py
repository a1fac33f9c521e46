"""The keys of a model file that would tell what a finding does not know. Pure."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from howopen.judge import terms
from howopen.records.catalogue import Catalogue, Terms
from howopen.records.lineage import UNNAMED
from howopen.records.model import Component, Dataset, Model
from howopen.records.requirement import Requirement
from howopen.records.verdict import Finding, Outcome, Reason

MOST = 3  # keys told of one finding; of a base there can be dozens, and its own report has them all
_KEYS = {
    Reason.AVAILABILITY_UNKNOWN: "availability",
    Reason.AVAILABILITY_UNCLEAR: "availability",
    Reason.MEANT_TO_BE_USED: "availability",
    Reason.COVERAGE_UNKNOWN: "coverage",
    Reason.LICENSE_UNKNOWN: "license",
    Reason.LICENSE_INHERITED: "license-scope",
    Reason.EVIDENCE_GONE: "evidence",
}


def text(finding: Finding, model: Model, known: Catalogue) -> str:
    """The keys of an unknown leaf as a report has them, the first few of many."""
    keys = of(finding, model, known)
    return ", ".join(keys[:MOST]) + (f" and {len(keys) - MOST} more" if len(keys) > MOST else "")


def of(finding: Finding, model: Model, known: Catalogue) -> tuple[str, ...]:
    """Keys to write for an unknown leaf, each once: `weights.coverage`, `usage-information.modalities`, `answers.general-purpose`, `derived-from`.

    Parts stand without `components` and aspects without `aspects`, as definitions name them. Where another file has to tell, its path, or the id
    of the base and what is missing there.
    """
    return tuple(dict.fromkeys(_Keys(model, known).of(finding)))


class _Keys:
    """Keys to write in the file of one model; `each` is the data set that a requirement is asked of, with the place of the list that it is in."""

    def __init__(self, model: Model, known: Catalogue) -> None:
        self._model, self._known = model, known

    def of(self, finding: Finding, each: tuple[str, Dataset] | None = None) -> Iterator[str]:
        """Keys of an unknown leaf, which may repeat."""
        asked = finding.requirement
        if asked.for_each == "ancestors":
            yield from self._of_bases(finding)
        elif asked.for_each:
            yield from self._of_sets(finding, asked.for_each, self._model.components.get(asked.for_each))
        elif asked.component:
            place, part = each if each and asked.component == "each" else (asked.component, self._model.components.get(asked.component))
            yield from self._of_part(finding, place, part)
        elif asked.question:
            yield f"answers.{asked.question}"
        else:
            held, _, key = (asked.fact or "").partition(".")
            yield f"{each[0]}.{key}" if each and held == "each" else asked.fact or ""

    def _of_part(self, finding: Finding, place: str, part: Component | Dataset | None) -> Iterator[str]:
        """Keys of a part or data set at a place, for the test that the finding is of."""
        asked, reason = finding.requirement, finding.reason
        if reason is Reason.DISPUTED:
            yield "settled"
        elif reason is Reason.LICENSE_NOT_ASSESSED:
            yield from self._of_licenses(asked, finding.value)
        elif reason is Reason.GATE_UNKNOWN and asked.gate:
            gate = part.gate if isinstance(part, Component) else None
            yield from (f"{place}.gate.{key.replace('_', '-')}" for key, value in asked.gate if value is not None and getattr(gate, key, None) is None)
        else:  # where nobody looked, what is tested first; a gate is no matter of what is public
            first = "availability" if asked.availability or asked.gate else "coverage" if asked.coverage else "license"
            yield f"{place}.{_KEYS.get(reason, first)}"

    def _of_licenses(self, asked: Requirement, expression: str) -> Iterator[str]:
        """The files of those licenses of an expression that leave the test open."""
        said = next((one for one in self._known.terms.values() if one.expression == expression), None)
        for license_ in said.licenses() if said else ():
            if asked.license and terms.judge_terms(asked.license, Terms(license_.id, "", license_))[0] is Outcome.UNKNOWN:
                yield self._known.paths.get(f"licenses/{license_.id}", f"data/licenses/{license_.id}.yaml")

    def _of_sets(self, finding: Finding, name: str, part: Component | None) -> Iterator[str]:
        """Keys for a requirement on each data set of a part."""
        if finding.reason is Reason.MEANT_TO_BE_USED:
            yield f"{name}.availability"
        elif finding.reason is Reason.LIST_INCOMPLETE and part and part.datasets and part.complete is None:
            yield f"{name}.complete"
        elif finding.reason is not Reason.ONE_UNKNOWN or part is None:
            yield f"{name}.datasets"
        else:
            unknown = [one for one in finding.within if one.outcome is Outcome.UNKNOWN]
            for one, each in itertools.product(unknown, part.datasets or ()):
                if one.subject == each.name:
                    yield from self._of_set(one, f"{name}.datasets", each)

    def _of_set(self, finding: Finding, place: str, each: Dataset) -> Iterator[str]:
        """Keys for a requirement on one data set."""
        where = finding.requirement.where
        if finding.within:
            yield from (key for leaf in _open(finding.within) for key in self.of(leaf, (place, each)))
        elif finding.reason is Reason.FACT_UNKNOWN and where:  # whether it is asked of at all
            yield from (f"{place}.{key}" for key, value in where if value is not None and getattr(each, key) is None)
        else:
            yield from self._of_part(finding, place, each)

    def _of_bases(self, finding: Finding) -> Iterator[str]:
        """Keys for a requirement on what the model derives from: its own, or what is missing in the file of a base."""
        if finding.reason is not Reason.ONE_UNKNOWN:
            yield "derived-from"
        known, line = self._known, self._known.ancestors[self._model.id] or ()
        for one in finding.within:
            base = known.models.get(one.subject)
            if one.outcome is not Outcome.UNKNOWN:
                continue
            if base:
                yield from (f"{base.id}: {key}" for leaf in _open(one.within) for key in _Keys(base, known).of(leaf))
            elif one.subject == UNNAMED:
                yield from (f"{key}: derived-from" for key in line if key in known.models and known.ancestors[key] is None)
            else:
                yield f"a file of {one.subject}"


def _open(found: Iterable[Finding]) -> Iterator[Finding]:
    """The leaves that leave it open."""
    return (leaf for one in found if one.applies for leaf in one.leaves() if leaf.outcome is Outcome.UNKNOWN and leaf.applies)
