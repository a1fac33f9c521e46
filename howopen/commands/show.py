"""Verdicts of a model as text for a terminal: what is proven, what is missing, what would have to change."""

from __future__ import annotations

import os
import textwrap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from howopen import enrich, judge, load
from howopen.commands import missing_keys, verdict_words
from howopen.files import suggest, yaml
from howopen.files.harmless import json_text, terminal, workflow_line
from howopen.load import model_references
from howopen.records.amounts import many
from howopen.records.catalogue import Catalogue
from howopen.records.conflict import Conflict, Gap
from howopen.records.definition import Definition, figures
from howopen.records.errors import Refused
from howopen.records.lineage import HUB
from howopen.records.model import Model
from howopen.records.site import Developer
from howopen.records.verdict import Finding, Judged, Outcome, Verdict, steps
from howopen.render import answer_line, wording
from howopen.render.wording import Words

WIDTH = 100
Form = Literal["text", "json", "markdown"]
_MARK = {Outcome.MET: "+", Outcome.UNKNOWN: "?", Outcome.UNMET: "-"}


@dataclass(frozen=True, slots=True)
class Hub:
    """Way to a model that is not here."""

    address: str
    today: str  # YYYY-MM-DD
    clock: Callable[[], float]  # seconds since the epoch


def of(what: str, known: Catalogue, templates: Path, form: Form, hub: Hub | None = None, tell: Callable[[str], object] = str) -> str:
    """The report on a model by its id, name or Hugging Face id, or on a model file anywhere; as JSON as in the API. `templates` has the words.

    A model that is not here is asked for at `hub`, where one is given. `tell` takes what is no part of the report. Raises Refused when there is
    no such model, BadData for a bad file.
    """
    file, said = Path(what), ""
    if what not in known.models and os.path.isfile(file):  # noqa: PTH113  of a name that is too long a Path raises
        known = _with_its_developer(known, file)
        model = load.model(file, known, alone=True)
        said = _bases_elsewhere(model, known)
        known = enrich.with_model(known, model)
        what = model.id
    elif here := found(what, known):
        what = here
    elif hub is not None and "/" in what:
        known, what, said = _on_hub(what, known, hub, tell)
    if what not in known.models:
        cure = suggest.cure(what, known.models, "write the name of its file in data/models/, the path of a model file, or org/name as on Hugging Face")
        raise Refused(f"{what!r} is no model here and no file; {cure}")
    judged = judge.model(known.models[what], known)
    words = wording.read(templates, known)
    if form == "markdown":
        from howopen.commands import show_markdown

        return show_markdown.of(judged, words, said)
    if form == "text":
        return "\n".join([*map(workflow_line, _wrapped(said)), "", text(judged, words)] if said else [text(judged, words)])
    if said:
        tell(workflow_line(said))
    from howopen.render import api  # only JSON needs it, and it takes long to import

    return json_text(api.report(judged, words))


def found(what: str, known: Catalogue) -> str:
    """Id of the model that is called so: by its id, a former one, its name, or its Hugging Face id or address, whatever the case; empty where none is."""
    if what in known.models:
        return what
    if "/" in what:
        from howopen.commands import show_hub  # only a model of the Hub needs it, and it takes long to import

        return show_hub.here(show_hub.named(what), known)
    asked = suggest.as_id(what)
    return next((key for key, model in known.models.items() if asked in (key, *model.aliases, suggest.as_id(model.name))), "")


def _with_its_developer(known: Catalogue, file: Path) -> Catalogue:
    """The catalogue with the developer and family that the file names: one in its developer's own repository is judged before anybody here knows them."""
    said = yaml.read(file, str(file), given=True).value
    key, family = said.get("developer"), said.get("family")
    if not isinstance(key, str):
        return known
    developer = known.developers.get(key) or Developer.model_construct(id=key, name=key)
    if isinstance(family, str) and family not in developer.families:
        developer = developer.model_copy(update={"families": {**developer.families, family: family}})
    return replace(known, developers={**known.developers, key: developer})


def _bases_elsewhere(model: Model, known: Catalogue) -> str:
    """Sentences on bases that are no model here, which is no mistake in a file that stands alone: whoever wrote it may have another catalogue."""
    elsewhere = [key for key in model.derived_from or () if not key.startswith(HUB) and key not in known.models]
    return " ".join(
        f"`derived-from` names {key!r}, which is no model here: what depends on it is unknown.{f' Did you mean {near!r}?' if near else ''}"
        for key in elsewhere
        for near in [model_references.base_near(key, known.models)]
    )


def _on_hub(what: str, known: Catalogue, hub: Hub, tell: Callable[[str], object]) -> tuple[Catalogue, str, str]:
    """(catalogue, id, sentences on what is judged) of the model that the Hub has under an id or address; the same words where it is none. Raises Refused."""
    from howopen.commands import show_hub  # only a model of the Hub needs these, and they take long to import
    from howopen.fetch import hub_card
    from howopen.fetch.runtime import Runtime

    name = show_hub.named(what)
    if not name:
        return known, what, ""
    tell(f"{name} is not here; asking {hub.address} for its record.")
    return show_hub.among(hub_card.ask(hub.address, name, Runtime(hub.today, hub.clock), cure=""), known, hub.today)


def text(one: Judged, words: Words) -> str:
    """The report, in lines of at most 100 characters where words allow; none of them speaks to a terminal or to a workflow."""
    return "\n".join(map(workflow_line, _lines(one, words)))


def _lines(one: Judged, words: Words) -> Iterator[str]:
    known = words.known
    model = known.models[one.model]
    yield f"{model.name} ({known.developers[model.developer].name})"
    for told in answer_line.told(one.answer, words):
        yield from _wrapped(f"  {told.question:18} {told.whole}")
    if model.family:
        yield f"  of the family {terminal(known.developers[model.developer].families[model.family])}"
    if (specs := model.specs) is not None:
        sizes = ((specs.parameters, "parameters"), (specs.active_parameters, "active"), (specs.context_length, "tokens of context"))
        yield f"  {', '.join(f'{number:,} {word}' for number, word in sizes if number)}"
    for variant in model.variants:
        yield f"  also {variant.huggingface}{f': {variant.parameters:,} parameters' if variant.parameters else ''}"
    if (looked := model.claims_looked_up) is None:
        if not model.claims:
            yield "  claims not looked up"
    elif not model.claims_known:
        yield from _wrapped(f"  what its developer calls it is not settled: {terminal(looked.unread or '')}")
    elif not model.claims:
        yield f"  its developer calls it nothing of the kind: {looked.evidence[0]}"
    for claim in model.claims:
        yield f"  called {terminal(claim.says)!r}: {claim.url}"
    yield f"  proven {one.score[0]:.0%}, possible {one.score[1]:.0%} of {known.definitions[known.board.score].short}"
    for key, verdict in one.verdicts.items():
        yield ""
        yield from _definition(known.definitions[key], verdict, model, words)
    for found in known.conflicts.get(one.model, ()):
        yield ""
        yield from conflict(found)
    opinions = known.second_opinions.get(one.model, ())
    if opinions:
        yield ""
    for opinion in opinions:
        yield f"  {known.vocabulary.people[opinion.peer].label} on {terminal(opinion.of)}: {opinion.overall}"
    yield ""
    yield "evidence, the first address of each part"
    yield from (f"  {key}: {part.evidence[0]}" for key, part in model.components.items() if part.evidence)
    yield ""
    yield "  + met   - not met   ? unknown; in [] is the key of the model file that would tell: a part's below"
    yield "  `components`, an aspect's below the part's `aspects`, that of a base in its own file"
    yield "  (n unknown) counts requirements, n to be found out those of them on the shortest way to the next level;"
    yield "  n facts missing counts each fact once, of which several requirements may ask"


def conflict(found: Conflict) -> Iterator[str]:
    """A conflict, in lines: its id, both sides with their addresses, and how it was settled."""
    place = f"{found.part}, {terminal(found.dataset)}" if found.dataset else found.part
    yield f"conflict {found.id}: {place}: {found.fact} {'settled' if found.settled else 'disputed'}"
    for side in found.sides:
        yield from _wrapped(f"    {side.who.replace('-', ' ')} says {terminal(side.says)}{f' ({side.url})' if side.url else ''}")
    if found.settled:
        yield from _wrapped(f"    {found.settled.by}, {found.settled.on}: {terminal(found.settled.because)}")


def _definition(definition: Definition, verdict: Verdict, model: Model, words: Words) -> Iterator[str]:
    yield f"{definition.name} {definition.version}: {verdict_words.said(definition, verdict, words)}"
    if verdict.scope and verdict.scope.outcome is Outcome.UNKNOWN:
        yield from (line for leaf in verdict.scope.leaves() for line in _said(leaf, model, words.known))
    for view in verdict.views:
        yield f"  {_MARK[view.outcome]} {view.id}"
    for criterion in verdict.criteria:
        yield f"  {criterion.id}: {points(criterion.low, criterion.high)}"
    for rung in verdict.parts:
        if len(verdict.rungs) > 1:
            yield f"  {_MARK[rung.outcome]} {rung.id}"
        for finding in (leaf for found in rung.findings for leaf in found.leaves()):
            if finding.applies:
                yield from _said(finding, model, words.known)
    for way in verdict.changes[:1]:
        needed = steps(way)
        if needed.todo:
            yield "  would have to change:"
            yield from (line for change in needed.todo for line in _wrapped(f"    * {change}"))
        if needed.unknown:
            yield f"  to be found out: {len(needed.unknown)}"


def _said(finding: Finding, model: Model, known: Catalogue) -> Iterator[str]:
    """The outcome of a requirement and why, in lines; of what is unknown, the keys that would tell."""
    key = f" [{terminal(missing_keys.text(finding, model, known))}]" if finding.outcome is Outcome.UNKNOWN else ""
    yield from _wrapped(f"    {_MARK[finding.outcome]} {finding.requirement.says}: {finding.reason.value.replace('-', ' ')}{_value(finding)}{key}")


def conflicts(known: Catalogue) -> Iterator[str]:
    """Every conflict and every license that nothing here can name, model by model, in lines."""
    for key in known.models:
        for found in known.conflicts.get(key, ()):
            yield f"{known.paths.get(f'models/{key}', key)}:1:1: {key}"
            yield from (f"  {line}" for line in conflict(found))
    yield from map(_gap, known.gaps)


def disagreements(known: Catalogue) -> str:
    """Every conflict, and how many of them nobody has settled, in lines; none of them speaks to a workflow."""
    open_ = sum(map(len, known.disputes.values()))
    return "\n".join([*map(workflow_line, conflicts(known)), f"{many(open_, 'conflict')} that nobody has settled."])


def stale(known: Catalogue) -> Iterator[str]:
    """Warnings about settled conflicts that are no conflict, or no longer the one that was settled."""
    for key, model in known.written.items():
        there = {found.id for found in known.conflicts.get(key, ())}
        for settled in model.settled:
            if settled.conflict not in there:
                place = known.paths.get(f"models/{key}", key)
                yield workflow_line(f"{place}:1:1: warning: settles {settled.conflict}, which is no conflict any more; remove it")


def _gap(gap: Gap) -> str:
    what = f"the license file {terminal(gap.written)}: {terminal(gap.told)}" if gap.told else f"the license {terminal(gap.written)!r} is {gap.why}"
    return f"{gap.model}: {terminal(gap.subject)}: {what}; nothing is taken from it ({gap.url})"


def points(low: float, high: float) -> str:
    """Points proven and possible, in a few words."""
    return " to ".join(dict.fromkeys(map(figures, (low, high))))


def _value(finding: Finding) -> str:
    return f" ({terminal(finding.value)})" if finding.value else ""


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(line, WIDTH, subsequent_indent="        ", break_long_words=False, break_on_hyphens=False) or [line]
