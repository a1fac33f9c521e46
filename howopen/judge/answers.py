"""The answer line: what a reader came to ask of a model, computed from its facts, its terms and its verdict. Pure.

One place for row, page, card, comparison, embed, API and terminal. A reason is `<group of parts>:<what>`, from the findings that fail; a fact that is
missing is named once, however many requirements ask for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import get_args

from howopen.records.answer import Answer, Kind, Missing, Part, Reply, State, Word
from howopen.records.catalogue import Catalogue
from howopen.records.license_answers import Answer as LicenseAnswer
from howopen.records.license_answers import LicenseAnswers, Point
from howopen.records.model import Model
from howopen.records.verdict import Finding, Outcome, Reason, Verdict

_WITHHELD = {Reason.NOT_PUBLISHED, Reason.ONLY_IN_PART}
_GATED = {Reason.GATED, Reason.ON_REQUEST, Reason.GATE_MISSES}
_TERMS = {Reason.TERMS_MISS, Reason.TERMS_RESTRICT, Reason.TERMS_PENDING}
_OF_LICENSE = {Reason.LICENSE_UNKNOWN, Reason.LICENSE_NOT_ASSESSED, Reason.LICENSE_INHERITED, Reason.DISPUTED}
_KINDS: dict[Reason, Kind] = {
    Reason.COVERAGE_UNKNOWN: "coverage",
    Reason.GATE_UNKNOWN: "gate",
    Reason.LIST_INCOMPLETE: "list",
    Reason.LINEAGE_UNKNOWN: "lineage",
}
_INFORMATION = "data-information"  # a record of its own, told with the group of the data


def of(model: Model, verdict: Verdict, strip: tuple[tuple[str, str], ...], terms: LicenseAnswers, known: Catalogue) -> Answer:
    """The answer line of a model; `verdict` is the one under the headline's definition, `strip` its (component, state), `terms` those of its weights."""
    matrix = tuple(_parts(model, strip, known))
    seen = examined(model, verdict, known)
    commercial, sharing = _permitted(terms, ("commercial",)), _permitted(terms, ("change", "share"))
    return Answer(seen, _open_source(verdict, matrix, known, seen=seen), commercial, _training_data(model, dict(strip)), sharing, matrix)


def examined(model: Model, verdict: Verdict, known: Catalogue) -> bool:
    """Whether a person of this project looked at parts of two groups at least, or what is known settles the verdict."""
    if verdict.outcome is not Outcome.UNKNOWN:
        return True
    people, components = known.vocabulary.people, known.vocabulary.components
    groups = {components[key].group for key, part in model.components.items() if part.checked and not _elsewhere(part.checked.by, people)}
    if (info := model.data_information) and info.checked and not _elsewhere(info.checked.by, people):
        groups.add(_INFORMATION)
    return len(groups) > 1


def _elsewhere(by: str, people: Mapping[str, object]) -> bool:
    """Whether the finding is another index's: a name of the vocabulary with a site of its own."""
    return getattr(people.get(by), "url", None) is not None


# ---- open source? -----------------------------------------------------------------------------------------------------


def _open_source(verdict: Verdict, matrix: tuple[Part, ...], known: Catalogue, *, seen: bool) -> Reply:
    if verdict.outcome is Outcome.MET:
        return Reply("yes", "met")
    if verdict.outcome is Outcome.UNMET:
        return Reply("no", "not-met", tuple(dict.fromkeys(_because(verdict, {one.group: one for one in matrix}, known))))
    found = tuple(missing(verdict))
    return Reply("not-settled" if seen else "not-examined", "undetermined", (), found)


def _because(verdict: Verdict, matrix: Mapping[str, Part], known: Catalogue) -> Iterator[str]:
    """Reason codes, one for each element of the definition that fails."""
    for rung in verdict.rungs:
        for finding in rung.findings:
            if finding.outcome is Outcome.UNMET and finding.applies:
                yield _reason(finding, matrix, known)


def _reason(element: Finding, matrix: Mapping[str, Part], known: Catalogue) -> str:
    failing = [leaf for leaf in element.leaves() if leaf.outcome is Outcome.UNMET and leaf.applies]
    every = [leaf for leaf in _leaves(element) if leaf.requirement.component or leaf.requirement.fact]
    groups = Counter(_group(leaf.subject, known) for leaf in every)
    group = groups.most_common(1)[0][0] if groups else ""
    own = {leaf.reason for leaf in failing if leaf.requirement.for_each != "ancestors"}
    cell = matrix.get(group)
    if not own:
        return f"{group}:base"
    if own & _TERMS and not own & _WITHHELD:
        return f"{group}:terms"
    if Reason.NO_LICENSE in own and not own & _WITHHELD:
        return f"{group}:no-license"
    if cell is not None and cell.state == "not":
        return f"{group}:withheld"
    if own & _WITHHELD:
        return f"{group}:in-part"
    return f"{group}:gated" if own & _GATED else f"{group}:described"


def _leaves(finding: Finding) -> Iterator[Finding]:
    if finding.is_leaf:
        yield finding
    for inner in finding.within if not finding.is_leaf else ():
        yield from _leaves(inner)


def _group(subject: str, known: Catalogue) -> str:
    """The group of parts that a finding's subject is told with."""
    key = subject.partition(".")[0]
    word = known.vocabulary.components.get("training-data" if key == _INFORMATION else key)
    return word.group if word else ""


# ---- what is missing --------------------------------------------------------------------------------------------------


def missing(verdict: Verdict) -> Iterator[Missing]:
    """The facts that would settle an undetermined verdict, each once; of alternatives, those of the first."""
    found = dict.fromkeys(_missing(leaf) for rung in verdict.rungs for finding in rung.findings for leaf in _open(finding))
    unseen = {one.subject for one in found if one.kind == "part"}
    yield from (one for one in found if one.kind == "part" or one.subject not in unseen)


def _open(finding: Finding) -> Iterator[Finding]:
    """The unknown leaves of one way through a finding."""
    if finding.outcome is not Outcome.UNKNOWN or not finding.applies:
        return
    if finding.is_leaf:
        yield finding
        return
    inner = finding.within
    if finding.requirement.any_of is not None:
        inner = next(((one,) for one in inner if one.outcome is Outcome.UNKNOWN and one.applies), ())
    for one in inner:
        yield from _open(one)


def _missing(leaf: Finding) -> Missing:
    asked = leaf.requirement
    if asked.question:
        return Missing("question", leaf.subject, "judge")
    if asked.fact and leaf.subject.startswith(f"{_INFORMATION}."):
        return Missing("aspect", leaf.subject.partition(".")[2], "developer")
    if asked.for_each == "ancestors":
        return Missing("lineage" if leaf.reason is Reason.LINEAGE_UNKNOWN else "base")
    if leaf.subject == _INFORMATION or leaf.reason in _OF_LICENSE:
        return Missing("license", leaf.subject, "developer")
    return Missing(_KINDS.get(leaf.reason, "part"), leaf.subject)


# ---- commercial use, changing and sharing -----------------------------------------------------------------------------


_WORDS: dict[str, tuple[Word, State]] = {
    "yes": ("yes", "met"),
    "yes-if": ("yes-if", "partial"),
    "silent": ("not-read", "undetermined"),
    "not-read": ("not-read", "undetermined"),
    "not-known": ("not-known", "undetermined"),
    "no": ("no", "not-met"),
}


def _permitted(terms: LicenseAnswers, questions: tuple[str, ...]) -> Reply:
    """The strictest answer that the terms give to these questions, and their conditions: limits before duties."""
    given = [terms.replies[key] for key in questions if key in terms.replies]
    order = get_args(LicenseAnswer)
    strictest = min((one.answer for one in given), key=order.index, default="not-known")
    word, state = _WORDS[strictest]
    asked = [point for one in given if strictest != "no" or one.answer == "no" for point in one.conditions]
    why = dict.fromkeys(_code(point) for side in ("limit", "duty", "right") for point in asked if point.side == side)
    if strictest == "no" and not asked:
        why = {"no-license": None}
    unknown = (Missing("license", "weights", "developer" if strictest == "not-known" else "judge"),) if state == "undetermined" else ()
    return Reply(word, state, tuple(why) if state != "undetermined" else (), unknown)


def _code(point: Point) -> str:
    """A condition as a code: a tag or fact of the vocabulary; of a number or a name `<kind>:<license>:<place in its list>`."""
    if point.kind in ("threshold", "name"):
        return f"{point.kind}:{point.license}:{point.key.split('-')[1]}"
    return "geographic" if point.kind == "place" else point.key


# ---- what is published ------------------------------------------------------------------------------------------------


def _training_data(model: Model, strip: Mapping[str, str]) -> Reply:
    part, state = model.components.get("training-data"), strip.get("training-data")
    named = tuple(one.name for one in (part.datasets if part and part.datasets else ()) if one.availability not in (None, "none"))
    if state == "met":
        return Reply("open", "met", named)
    if state == "partial":
        return Reply(part.availability if part and part.availability in ("gated", "on-request") else "in-part", "partial", named)
    if state == "not":
        reasons = dict.fromkeys(one.withheld_reason for one in (part.datasets if part and part.datasets else ()) if one.withheld_reason)
        return Reply("withheld", "not-met", tuple(reasons))
    return Reply("none" if state == "none" else "unknown", "undetermined", (), () if state == "none" else (Missing("part", "training-data"),))


def _parts(model: Model, strip: tuple[tuple[str, str], ...], known: Catalogue) -> Iterator[Part]:
    """How much of each group is published. Of the weights' group the weights decide, of the data's the training data; the others are told as well."""
    components = known.vocabulary.components
    for group in known.vocabulary.groups:
        cells = [(key, state) for key, state in strip if components[key].group == group and state != "none"]
        leading = next((state for key, state in cells if key in ("weights", "training-data")), None)
        states = [leading] if leading else [state for _, state in cells]
        word, state = _word(states)
        part = model.components.get(cells[0][0]) if cells and leading else None
        if part is not None and state == "partial":
            word = part.availability if part.availability in ("gated", "on-request") else "in-part" if part.coverage == "partial" or part.datasets else "limits"
        yield Part(group, word, state, sum(state == "met" for _, state in cells), len(cells))


def _word(states: list[str]) -> tuple[Word, str]:
    """(word, state) of some parts together: open where all are, in part where any is, withheld where one was looked for in vain."""
    if not states:
        return "none", "none"
    if all(state == "met" for state in states):
        return "open", "met"
    if "met" in states or "partial" in states:
        return "in-part", "partial"
    return ("withheld", "not") if "not" in states else ("unknown", "unknown")
