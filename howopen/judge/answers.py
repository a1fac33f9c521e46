"""The answer line: what a reader came to ask of a model, computed from its facts, its terms and its verdict. Pure.

One place for row, page, card, comparison, embed, API and terminal. A reason is `<group of parts>:<what>`, from the findings that fail; a fact that is
missing is named once, however many requirements ask for it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from howopen.licenses import rights
from howopen.records.answer import Answer, Kind, Missing, Part, Reply, Word
from howopen.records.catalogue import Catalogue, LicenseFacts, Terms
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


def of(model: Model, verdict: Verdict, strip: tuple[tuple[str, str], ...], known: Catalogue) -> Answer:
    """The answer line of a model; `verdict` is the one under the headline's definition, `strip` its (component, state)."""
    matrix = tuple(_parts(model, strip, known))
    seen = examined(model, verdict, known)
    weights = model.components.get("weights")
    terms = known.terms.get(weights.license or "") if weights else None
    return Answer(seen, _open_source(verdict, matrix, known, seen=seen), _commercial(terms), _training_data(model, dict(strip)), _sharing(terms), matrix)


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


def _commercial(terms: Terms | None) -> Reply:
    """Commercial use of the weights under their terms."""
    if terms is None:
        return Reply("not-known", "undetermined", (), (Missing("license", "weights"),))
    if terms.operator == "NONE":
        return Reply("no", "not-met", ("no-license",))
    use = rights.commercial_use(terms)
    limits = _tags(terms, rights.LIMITS)
    if use is rights.CommercialUse.FREE:
        return Reply("yes", "met")
    if use is rights.CommercialUse.UNKNOWN:
        return Reply("not-read", "undetermined")
    if {"non-commercial", "research-only"} & set(limits):
        return Reply("no", "not-met", limits)
    return Reply("yes-if", "partial", limits)


def _sharing(terms: Terms | None) -> Reply:
    """Changing the weights and sharing what comes of it, under their terms."""
    if terms is None:
        return Reply("not-known", "undetermined", (), (Missing("license", "weights"),))
    if terms.operator == "NONE":
        return Reply("no", "not-met", ("no-license",))
    grants = [one.freedoms[key].is_ if key in one.freedoms else None for one in terms.licenses() for key in ("modify", "share")]
    duties = _tags(terms, ("branding", "share-alike", "no-redistribution", "no-modification", "non-commercial", "attribution"))
    if "restricted" in grants:
        return Reply("yes-if", "partial", duties)
    if None in grants:
        return Reply("not-read", "undetermined")
    return Reply("yes-if", "partial", duties) if "conditional" in grants else Reply("yes", "met", duties)


def _tags(terms: Terms, wanted: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the tags that a license named in the terms carries, in the order asked."""

    def carries(license_: LicenseFacts, tag: str) -> bool:
        return tag in license_.tags and license_.tags[tag].is_ == "yes"

    return tuple(tag for tag in wanted if any(carries(one, tag) for one in terms.licenses()))


# ---- what is published ------------------------------------------------------------------------------------------------


def _training_data(model: Model, strip: Mapping[str, str]) -> Reply:
    part, state = model.components.get("training-data"), strip.get("training-data", "unknown")
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
