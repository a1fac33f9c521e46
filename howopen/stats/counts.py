"""The catalogue in numbers: models, facts, evidence, verdicts, claims. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from howopen.records.addresses import moving_branch
from howopen.records.amounts import as_many, many
from howopen.records.catalogue import Catalogue
from howopen.records.checked import Again, Checked
from howopen.records.definition import Definition
from howopen.records.model import Model
from howopen.records.summary import Result, Summary
from howopen.records.verdict import Outcome


class Fact(NamedTuple):
    """One thing recorded of a model."""

    part: str  # component, `data-information`, `claims`, a question ...
    name: str  # what of it: availability, license, an aspect ...
    evidence: tuple[str, ...]
    checked: Checked | None


@dataclass(frozen=True, slots=True)
class Counts:
    """Every figure that `counts` prints and the quality page shows."""

    models: int
    in_depth: int
    decided_in_depth: int  # of those, the verdict under the headline's definition is met or not met
    named_only: int  # models of which nothing but the name is known
    facts: int
    with_evidence: int
    undetermined: dict[str, int]  # by definition: models whose result is not settled
    out_of_scope: dict[str, int]  # by definition that does not speak of every model: those that it does not speak of
    conflicts: int
    claims: dict[str, int]  # holds, fails, unclear: claims of what the headline's definition defines
    not_looked_up: int  # models of which nobody has looked for a claim
    not_found: int  # models of which somebody looked for one in vain, and could not open all that may hold one
    hub_ids: int  # Hugging Face ids that lead to a model here
    families: int
    years: dict[str, Year]  # of release, newest first; the last is of models without a date, by the key ""


class Year(NamedTuple):
    """Models released in one year."""

    models: int
    in_depth: int
    decided: int  # under the headline's definition, in depth or not


def of(found: Mapping[str, Summary], known: Catalogue) -> Counts:
    """The figures."""
    every, headline = found.values(), known.board.headline
    deep = [one for one in every if one.in_depth]
    claims = Counter(one.claim for one in every)
    return Counts(
        models=len(found),
        in_depth=len(deep),
        decided_in_depth=sum(one.verdicts[headline].outcome is not Outcome.UNKNOWN for one in deep),
        named_only=sum(not one.facts for one in every),
        facts=sum(one.facts for one in every),
        with_evidence=sum(one.with_evidence for one in every),
        undetermined={key: sum(not _is_settled(one.verdicts[key], definition) for one in every) for key, definition in known.definitions.items()},
        out_of_scope={
            key: sum(one.verdicts[key].in_scope is Outcome.UNMET for one in every) for key, definition in known.definitions.items() if definition.scope
        },
        conflicts=sum(one.conflicts for one in every),
        claims={word: claims[word] for word in ("holds", "fails", "unclear")},
        not_looked_up=claims["not-looked-up"],
        not_found=claims["not-found"],
        hub_ids=sum(len(one.huggingface) for one in every),
        families=len({one.family for one in every if one.family}),
        years={year: _year([one for one in every if (one.released or "")[:4] == year], headline) for year in _years(every)},
    )


def _years(every: Iterable[Summary]) -> list[str]:
    return sorted({(one.released or "")[:4] for one in every}, reverse=True)


def _year(some: list[Summary], headline: str) -> Year:
    return Year(len(some), sum(one.in_depth for one in some), sum(one.verdicts[headline].outcome is not Outcome.UNKNOWN for one in some))


def _is_settled(verdict: Result, definition: Definition) -> bool:
    """Whether the result is known: on a ladder the level, of a score the points, elsewhere the outcome. One that does not apply is settled."""
    if verdict.in_scope is Outcome.UNMET:
        return True
    if verdict.points:
        return verdict.points[0] == verdict.points[1]
    return verdict.reached == verdict.possible if definition.kind == "ladder" else verdict.outcome is not Outcome.UNKNOWN


def moving(recorded: Iterable[Fact]) -> list[str]:
    """Addresses of evidence that lie on a branch, which moves, rather than at a commit; sorted, each once."""
    return sorted({address for fact in recorded for address in fact.evidence if moving_branch(address)})


def facts(model: Model) -> Iterator[Fact]:
    """Everything recorded of a model beyond its name and where to look."""
    for key, part in model.components.items():
        for name in ("availability", "coverage", "license", "gate"):
            if getattr(part, name) is not None:
                yield Fact(key, name, part.evidence, part.checked)
        for aspect in part.aspects or ():
            yield Fact(key, aspect, part.evidence, part.checked)
        for dataset in part.datasets or ():
            for name in ("kind", "stage", "availability", "coverage", "license", "withheld_reason"):
                if getattr(dataset, name) is not None:
                    yield Fact(key, name, dataset.evidence or part.evidence, part.checked)
    if model.data_information:
        given = model.data_information
        for aspect in (*given.aspects, *(["license"] if given.license else [])):
            yield Fact("data-information", aspect, given.evidence, given.checked)
    for key, answer in model.answers.items():
        yield Fact(key, "answer", answer.evidence, answer.checked)
    for claim in model.claims:
        yield Fact("claims", "says", (claim.url,), None)
    if looked := model.claims_looked_up:
        yield Fact("claims", "looked-up", looked.evidence, looked)
    if specs := model.specs:
        for name in ("parameters", "active_parameters", "context_length"):
            if getattr(specs, name) is not None:
                yield Fact("specs", name, specs.evidence, specs.checked)
    if model.derived_from is not None:
        yield Fact("lineage", "derived-from", model.lineage.evidence if model.lineage else (), model.lineage.checked if model.lineage else None)
    if model.training_compute:
        yield Fact("training-compute", "range", model.training_compute.evidence, model.training_compute.checked)


def looked_at(recorded: Iterable[Fact], known: Catalogue) -> set[str]:
    """The parts that this project itself looked at; what was taken from another index does not count."""
    return {fact.part for fact in recorded if fact.checked is not None and is_own(fact.checked, known)}


def required_parts(known: Catalogue) -> set[str]:
    """The components that the headline's definition asks of every model, and the data information."""
    levels = known.definitions[known.board.headline].levels
    asked = [inner for level in levels for requirement in level.requires for inner in requirement.walk(into_lists=False)]
    needed = {one.component for one in asked if one.component and not one.if_used and one.component in known.vocabulary.components}
    return {"data-information", *needed}


def is_own(checked: Checked | Again, known: Catalogue) -> bool:
    """Whether a person of this project looked: a GitHub account, or a name of the vocabulary without a site of its own."""
    person = known.vocabulary.people.get(checked.by)
    return person is None or person.url is None


def reading(checked: Checked, known: Catalogue) -> str:
    """How often this project read a fact: twice, in-part (some of its facts twice), once, or imported: never, it was taken from another index."""
    again = checked.again is not None and is_own(checked.again, known)
    if not is_own(checked, known):
        return "once" if again else "imported"
    return "once" if not again else "in-part" if checked.again and checked.again.of else "twice"


def _line(number: int, noun: str, more: str = "") -> str:
    return f"{number:6} {as_many(number, noun)}{more}"


def text(found: Counts, known: Catalogue) -> str:
    """The figures in lines, for a terminal."""
    lines = [
        _line(found.models, "model"),
        _line(found.hub_ids, "id", f" of Hugging Face that {as_many(found.hub_ids, 'leads', 'lead')} to one, {many(found.families, 'family', 'families')}"),
        f"{found.in_depth:6} in depth, {found.decided_in_depth} of them with a settled verdict under {known.definitions[known.board.headline].short}",
        f"{found.named_only:6} known by name only",
        _line(found.facts, "fact", f", {found.with_evidence} of them with evidence"),
        _line(found.conflicts, "conflict"),
    ]
    for key, number in found.undetermined.items():
        lines.append(f"{number:6} undetermined under {known.definitions[key].short}")
        if key in found.out_of_scope:
            lines.append(
                f"{found.out_of_scope[key]:6} {known.definitions[key].out_of_scope or 'out of scope'}, of which {known.definitions[key].short} does not speak"
            )
    lines.append(_line(found.not_looked_up, "model", " whose claims nobody has looked up"))
    lines.append(_line(found.not_found, "model", " whose claims somebody looked for in vain, with something left to read"))
    claim = known.board.claim_words[0]
    for key, one, more in (("holds", "holds", "hold"), ("fails", "fails", "fail"), ("unclear", "is not settled", "are not settled")):
        lines.append(_line(found.claims[key], "claim", f" of {claim} that {as_many(found.claims[key], one, more)}"))
    short = known.definitions[known.board.headline].short
    lines += [
        f"{year.models:6} of {key or 'unknown date'}, {year.in_depth} in depth, {year.decided} settled under {short}" for key, year in found.years.items()
    ]
    return "\n".join(lines)
