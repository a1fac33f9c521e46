"""Cells of the strip: how open each part of a model is, at a glance. Pure."""

from __future__ import annotations

from howopen.judge import terms
from howopen.records.catalogue import Catalogue
from howopen.records.model import Component, Model
from howopen.records.requirement import LicenseTest
from howopen.records.verdict import Outcome


class Cells:
    """Tells the cells of models; remembers what it makes of an expression."""

    def __init__(self, known: Catalogue) -> None:
        self._known = known
        shown = {key: word.fitting for key, word in known.vocabulary.components.items() if word.strip}
        self._strip = [(key, LicenseTest.model_validate({"any-tag": fitting}) if fitting else None) for key, fitting in shown.items()]
        self._fitting: dict[tuple[int, str], bool] = {}

    def of(self, model: Model) -> tuple[tuple[str, str], ...]:
        """(component, state) of each, in the vocabulary's order.

        A state is met (public, in full as far as said, under fitting terms), partial, not, unknown, or none when not applicable.
        """
        return tuple((key, self._cell(model, key, test)) for key, test in self._strip)

    def _cell(self, model: Model, key: str, test: LicenseTest | None) -> str:
        part = model.components.get(key)
        if part is None or (had := _availability(part)) is None:
            return "unknown"
        if had in ("none", "not-applicable"):
            return "not" if had == "none" else "none"
        if had != "public" or part.coverage == "partial":
            return "partial"
        if test is None:
            return "met"
        if part.license is None:
            datasets = part.datasets or ()
            fits = bool(datasets) and bool(part.complete) and all(one.license and self._fits(one.license, test) for one in datasets)
            return "met" if fits else "partial"
        return "met" if self._fits(part.license, test) else "partial"

    def _fits(self, expression: str, test: LicenseTest) -> bool:
        key = (id(test), expression)
        if key not in self._fitting:
            self._fitting[key] = terms.judge_terms(test, self._known.terms[expression])[0] is Outcome.MET
        return self._fitting[key]


def _availability(part: Component) -> str | None:
    """The availability that a part states, else that of the data sets which it lists; None where neither tells.

    One set that can be had shows that some of the part can; that all or nothing of it can is told only by a list that is complete.
    """
    if part.availability is not None or not part.datasets:
        return part.availability
    found = {one.availability for one in part.datasets}
    if part.complete and len(found) == 1:
        return found.pop()
    return "in-part" if found - {None, "none", "not-applicable"} else None
