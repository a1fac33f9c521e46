"""Evaluation of one requirement for one model: the leaves and branches of the definition language."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property

from howopen.judge import predicates, terms
from howopen.judge.strip import Cells
from howopen.records.catalogue import Catalogue
from howopen.records.checked import Checked
from howopen.records.definition import Definition
from howopen.records.lineage import released_anew
from howopen.records.model import Component, Dataset, Model
from howopen.records.requirement import LicenseTest, Requirement
from howopen.records.verdict import Finding, Outcome, Reason

MET, UNKNOWN, UNMET = Outcome.MET, Outcome.UNKNOWN, Outcome.UNMET


def least(found: Iterable[Finding]) -> Outcome:
    """The least outcome of those that apply; UNKNOWN when none does, since an empty all-of proves nothing."""
    return min((one.outcome for one in found if one.applies), default=UNKNOWN)


class Evaluator:
    """Evaluates requirements against models; remembers what a license test makes of an expression."""

    def __init__(self, known: Catalogue) -> None:
        self._known = known
        self.cells = Cells(known)
        self._found: dict[str, dict[int, Finding]] = {}  # by model and requirement
        self._tested: dict[tuple[int, str], tuple[Outcome, Reason, terms.Clauses]] = {}

    @cached_property
    def on_ancestors(self) -> dict[str, tuple[Requirement, ...]]:
        """By definition: what it asks of all that a model derives from."""
        return {key: tuple(definition.on_ancestors()) for key, definition in self._known.definitions.items()}

    @cached_property
    def _named(self) -> dict[str, dict[str, Requirement]]:
        """Requirements of each definition, by id."""
        return {key: definition.named() for key, definition in self._known.definitions.items()}

    def finding(self, requirement: Requirement, model: Model, definition: Definition, each: Dataset | None = None) -> Finding:
        """Finding of the requirement for the model; `each` is the data set that a for-each is at."""
        if each is not None:
            return self._finding(requirement, model, definition, each)
        # a requirement is asked again by views, by later levels and of ancestors; requirements live as long as the evaluator
        if (of_model := self._found.get(model.id)) is None:
            of_model = self._found[model.id] = {}
        if (found := of_model.get(id(requirement))) is None:
            found = of_model[id(requirement)] = self._finding(requirement, model, definition, None)
        return found

    def forget(self, model: str) -> None:
        """Free what is remembered of a model."""
        self._found.pop(model, None)

    def _finding(self, requirement: Requirement, model: Model, definition: Definition, each: Dataset | None) -> Finding:
        match requirement.kind:
            case "component":
                return self._component(requirement, model, each)
            case "fact":
                return self._fact(requirement, model, each)
            case "question":
                return self._question(requirement, model)
            case "all_of":
                within = tuple(self.finding(inner, model, definition, each) for inner in requirement.all_of or ())
                return Finding(requirement, least(within), Reason.WITHIN, applies=any(one.applies for one in within), within=within)
            case "any_of":
                within = tuple(self.finding(inner, model, definition, each) for inner in requirement.any_of or ())
                outcome = max((one.outcome for one in within if one.applies), default=UNKNOWN)
                return Finding(requirement, outcome, Reason.WITHIN, applies=any(one.applies for one in within), within=within)
            case "same_as":
                return self.finding(self._named[definition.id][requirement.same_as or ""], model, definition, each)
            case _ if requirement.for_each == "ancestors":
                return self._ancestors(requirement, model, definition)
            case _:
                return self._datasets(requirement, model, definition)

    # ---- leaves ---------------------------------------------------------------------------------------------------

    def _component(self, requirement: Requirement, model: Model, each: Dataset | None) -> Finding:
        name = requirement.component or ""
        part: Component | Dataset | None
        if name == "each":
            part, subject = each, each.name if each else ""
        elif name == "data-information":
            part, subject = predicates.data_information_part(model), name
        else:
            part, subject = model.components.get(name), name
        if part is None:
            return Finding(requirement, UNKNOWN, Reason.NOBODY_LOOKED, subject=subject)
        return self._part(requirement, part, subject)

    def _part(self, requirement: Requirement, part: Component | Dataset, subject: str) -> Finding:
        """The least of the tests that the requirement makes of one part; ties go to the first."""
        checked, note = (part.checked, part.because or "") if isinstance(part, Component) else (None, "")  # a data set has none of its own
        fetched = bool(part.fetched) and any(name in part.fetched for name in ("availability", "gate", "license") if getattr(requirement, name) is not None)

        def found(outcome: Outcome, reason: Reason, value: str = "", clauses: terms.Clauses = (), applies: bool = True) -> Finding:
            return Finding(requirement, outcome, reason, applies, subject, value, clauses, part.evidence, checked, note, fetched=fetched)

        if part.availability == "not-applicable":
            return found(UNKNOWN, Reason.NOT_USED, applies=False) if requirement.if_used else found(UNKNOWN, Reason.MEANT_TO_BE_USED)
        tests = []
        if requirement.availability:
            tests.append(predicates.availability(requirement, part))
        if requirement.coverage:
            tests.append(predicates.coverage(requirement, part))
        if requirement.gate:
            tests.append(predicates.gate(requirement, part))
        if requirement.license:
            tests.append(self._license(requirement.license, part))
        outcome, reason, value, clauses = min(tests, key=lambda test: test[0])
        if outcome is MET and requirement.today and part.evidence and all(address.partition("#")[0] in self._known.fetched.dead for address in part.evidence):
            return found(UNKNOWN, Reason.EVIDENCE_GONE, value)
        return found(outcome, reason, value, clauses)

    def _license(self, test: LicenseTest, part: Component | Dataset) -> predicates.Tested:
        if (sides := part.disputed.get("license")) is not None:
            return predicates.under_each(sides, lambda side: self._terms(test, part, side))
        if part.license is None:
            if part.availability == "none":
                return UNMET, Reason.NOT_PUBLISHED, "", ()
            return UNKNOWN, Reason.LICENSE_UNKNOWN, part.availability or "", ()
        return self._terms(test, part, part.license)

    def _terms(self, test: LicenseTest, part: Component | Dataset, license_: str) -> predicates.Tested:
        said = self._known.terms[license_]
        if test.none:
            return (MET, Reason.TERMS_FIT, said.expression, ()) if said.operator == "NONE" else (UNMET, Reason.TERMS_MISS, said.expression, ())
        key = (id(test), license_)
        if key not in self._tested:
            self._tested[key] = terms.judge_terms(test, said)
        outcome, reason, clauses = self._tested[key]
        if outcome is MET and test.stated and part.license_scope == "inherited":
            return UNKNOWN, Reason.LICENSE_INHERITED, said.expression, ()
        return outcome, reason, said.expression, clauses

    def _fact(self, requirement: Requirement, model: Model, each: Dataset | None) -> Finding:
        path = requirement.fact or ""
        if requirement.at_most is not None or requirement.at_least is not None:
            return predicates.within_range(requirement, model)
        value, holder = predicates.recorded(path, model, each)
        evidence, checked = getattr(holder, "evidence", ()), getattr(holder, "checked", None)
        note = getattr(holder, "because", None) or ""

        def found(outcome: Outcome, reason: Reason, applies: bool = True) -> Finding:
            return Finding(requirement, outcome, reason, applies, path, value or "", (), evidence, checked, note)

        if value is None:
            return Finding(requirement, UNKNOWN, Reason.FACT_UNKNOWN, subject=path)
        if value == "not-applicable" and value not in (requirement.one_of or ()):
            return found(UNKNOWN, Reason.NOT_USED, applies=False) if requirement.if_used else found(UNKNOWN, Reason.MEANT_TO_BE_USED)
        if value in (requirement.one_of or ()):
            return found(MET, Reason.FACT_FITS)
        return found(UNKNOWN, Reason.FACT_UNCLEAR) if value in requirement.unclear else found(UNMET, Reason.FACT_MISSES)

    def _question(self, requirement: Requirement, model: Model) -> Finding:
        key = requirement.question or ""
        answer = model.answers.get(key) or self._known.vocabulary.questions[key].for_all
        if answer is None:
            return Finding(requirement, UNKNOWN, Reason.UNANSWERED, subject=key)
        by = answer.checked
        if answer.answer == "unsure":
            return Finding(requirement, UNKNOWN, Reason.UNSURE, True, key, answer.answer, (), answer.evidence, by, answer.because)
        met = answer.answer == requirement.answer
        return Finding(
            requirement,
            MET if met else UNMET,
            Reason.ANSWERED if met else Reason.ANSWERED_OTHERWISE,
            True,
            key,
            answer.answer,
            (),
            answer.evidence,
            by,
            answer.because,
        )

    # ---- for-each -------------------------------------------------------------------------------------------------

    def _ancestors(self, requirement: Requirement, model: Model, definition: Definition) -> Finding:
        ancestors = self._known.ancestors[model.id]
        evidence, checked = (model.lineage.evidence, model.lineage.checked) if model.lineage else ((), None)
        origin = model.fetched.get("derived-from")
        evidence = evidence or ((origin.url,) if origin else ())
        if ancestors is None:
            return Finding(requirement, UNKNOWN, Reason.LINEAGE_UNKNOWN, subject="ancestors")
        if not ancestors:
            return _nothing_to_ask(requirement, "ancestors", evidence, checked)
        within = []
        line = [model, *(self._known.models[key] for key in ancestors if key in self._known.models)]
        for key in ancestors:
            ancestor = self._known.models.get(key)
            if requirement.of_others and ancestor is not None and released_anew(ancestor, line):
                continue
            if ancestor is None:
                within.append(Finding(requirement, UNKNOWN, Reason.LINEAGE_UNKNOWN, subject=key))
                continue
            inner = tuple(self.finding(one, ancestor, definition) for one in requirement.requires or ())
            within.append(Finding(requirement, least(inner), Reason.WITHIN, subject=key, within=inner))
        return self._each(requirement, tuple(within), "ancestors", evidence, checked, complete=True)

    def _datasets(self, requirement: Requirement, model: Model, definition: Definition) -> Finding:
        name = requirement.for_each or ""
        part = model.components.get(name)
        if part is None or (part.datasets is None and part.availability is None):
            return Finding(requirement, UNKNOWN, Reason.NOBODY_LOOKED, subject=name)
        if part.availability == "not-applicable":
            reason = Reason.NOT_USED if requirement.if_used else Reason.MEANT_TO_BE_USED
            return Finding(requirement, UNKNOWN, reason, not requirement.if_used, name, "", (), part.evidence, part.checked, part.because or "")
        within = []
        for dataset in part.datasets or ():
            asked = predicates.asks_about(requirement, dataset)
            if asked is UNMET:
                continue
            found = self._dataset(requirement, model, definition, dataset, part)
            if asked is UNKNOWN and found.outcome is UNMET:
                # nobody knows whether the requirement asks about this one
                found = Finding(requirement, UNKNOWN, Reason.FACT_UNKNOWN, True, dataset.name, "", (), found.evidence, part.checked)
            within.append(found)
        return self._each(requirement, tuple(within), name, part.evidence, part.checked, complete=bool(part.complete))

    def _dataset(self, requirement: Requirement, model: Model, definition: Definition, dataset: Dataset, part: Component) -> Finding:
        inner = [self.finding(one, model, definition, dataset) for one in requirement.requires or ()]
        if requirement.availability or requirement.coverage or requirement.license:
            inner.append(self._part(requirement, dataset, dataset.name))
        return Finding(
            requirement,
            least(inner),
            inner[0].reason if len(inner) == 1 else Reason.WITHIN,
            True,
            dataset.name,
            inner[0].value if len(inner) == 1 else "",
            inner[0].clauses if len(inner) == 1 else (),
            dataset.evidence or part.evidence,
            part.checked,
            within=() if not requirement.requires else tuple(inner),
        )

    def _each(
        self, requirement: Requirement, within: tuple[Finding, ...], subject: str, evidence: tuple[str, ...], checked: Checked | None, *, complete: bool
    ) -> Finding:
        """Finding for a whole list: one member that fails settles it; a list that may lack some cannot be met."""

        def found(outcome: Outcome, reason: Reason) -> Finding:
            return Finding(requirement, outcome, reason, True, subject, "", (), evidence, checked, within=within)

        outcome = least(within) if within else MET
        if outcome is UNMET:
            return found(UNMET, Reason.ONE_MISSES)
        if not complete:
            return found(UNKNOWN, Reason.LIST_INCOMPLETE)
        if not within:
            return _nothing_to_ask(requirement, subject, evidence, checked)
        return found(outcome, Reason.EACH_MEETS if outcome is MET else Reason.ONE_UNKNOWN)


def _nothing_to_ask(requirement: Requirement, subject: str, evidence: tuple[str, ...], checked: Checked | None) -> Finding:
    """Finding for a list that is known to be complete and has none that the requirement asks about."""
    outcome = MET if requirement.when_empty == "met" else UNKNOWN
    return Finding(requirement, outcome, Reason.NOTHING_TO_ASK, True, subject, "", (), evidence, checked)
