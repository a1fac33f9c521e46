"""The pages on no single model: the leaderboard, the lists, the pages of words, made from summaries of all models."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from howopen.records import results
from howopen.records.catalogue import Catalogue
from howopen.records.change import Change
from howopen.records.definition import Definition
from howopen.records.site import Developer
from howopen.records.summary import Result, Summary
from howopen.records.verdict import Outcome, Steps
from howopen.render import lookups, wording
from howopen.render.html import (
    board_columns,
    board_pages,
    catalogue_pages,
    chart_data,
    comparison,
    definition_matrix,
    edition_pages,
    license_pages,
    markdown,
    schema_org,
)
from howopen.render.html.templates import Renderer
from howopen.render.svg import badges
from howopen.stats import summary

GROUPS, DAYS = 8, 7  # groups of models that changed alike that stand open, of the newest day; days that do

# former addresses of pages, which lead on to the one that each has now, by its name
MOVED: Mapping[str, tuple[str, str]] = {"contribute/propose/": ("propose/", "Propose a model")}


def every(renderer: Renderer, models: Mapping[str, Summary]) -> Iterator[tuple[str, str | bytes]]:
    """(path, content) of each page and of what the leaderboard's script reads; `models` are all there are, ranked, best first."""
    known, page = renderer.known, renderer.page
    yield from board_pages.every(renderer, models)
    yield page("claims/", "claims.html", developers=claimants(known, models), counts=board_pages.standing(models.values(), known.board.headline))
    yield page("compare/", "compare.html", models=list(models.values()), compare_words=comparison.compare_words(known, renderer.words))
    yield page("pictures/", "pictures.html", **figures(renderer, models))
    matrix = definition_matrix.rows(known, renderer.words.said["asked-about"])
    standing = {key: standings(renderer, models, key) for key in known.definitions}
    yield page("definitions/", "definitions.html", models=len(models), standings=standing, matrix=matrix)
    for key, definition in known.definitions.items():
        asked = {id_: one for id_, one in models.items() if one.verdicts[key].in_scope is not Outcome.UNMET}
        counts = tally(renderer, asked, key)
        steps = {"funnel": funnel(renderer, counts, key), "says": {id_: one.says for id_, one in definition.named().items()}}
        doubtful = [one.verdicts[key] for one in asked.values() if one.verdicts[key].in_scope is Outcome.UNKNOWN]
        unsure = {"unsure": len(doubtful), "unsure_met": sum(one.outcome is Outcome.MET for one in doubtful)}
        outside = len(models) - len(asked)
        yield page(f"definitions/{key}/", "definition.html", definition=definition, models=len(asked), outside=outside, tally=counts, **steps, **unsure)
    yield from license_pages.every(renderer, models)
    developers = lookups.by_developer(known, models)
    failing = sorted(
        developers, key=lambda one: (-sum(model.claim == "fails" for model in one[1]), -sum(model.claim == "unclear" for model in one[1]), one[0].name.lower())
    )
    yield page("developers/", "developers.html", developers=failing)
    for developer, own in developers:
        yield page(f"developers/{developer.id}/", "developer.html", developer=developer, models=own, steps=next_levels(known, own))
    checked = max((one.checked for one in models.values()), default="")
    for key, (head, body) in known.pages.items():
        data_block = schema_org.block(known, checked, renderer.stamp.base_url) if key == "data" else ""
        yield page(f"{key}/", "prose.html", page=head, key=key, body=markdown.to_html(body, "../"), data_block=data_block)
    yield page("propose/", "propose.html")
    yield from (page(path, "moved.html", to=to, name=name) for path, (to, name) in MOVED.items())
    yield page("badges/", "badge-kinds.html", specimens=specimens(renderer, models), first=next(iter(models.values()), None))
    yield page("changes/", "changes.html", days=by_day(renderer.past.changes), shown=GROUPS, open_days=DAYS)
    yield from catalogue_pages.every(renderer, models)
    yield from edition_pages.every(renderer, models)
    yield page("404.html", "404.html")
    yield page("llms.txt", "llms.txt", models=len(models))


def claimants(known: Catalogue, models: Mapping[str, Summary]) -> list[tuple[Developer, list[Summary]]]:
    """Developers that call models by a word of the headline's definition, those with most claims that fail first, each with these models, newest first."""
    found = [(developer, [one for one in own if one.claim in ("holds", "fails", "unclear")]) for developer, own in lookups.by_developer(known, models)]
    made = [(developer, sorted(own, key=lambda one: one.released or "", reverse=True)) for developer, own in found if own]
    return sorted(made, key=lambda one: (-sum(model.claim == "fails" for model in one[1]), -len(one[1]), one[0].name.lower()))


class NextLevel(NamedTuple):
    """A level of the board's ladder, and what models that stand right below it lack for it alike."""

    name: str
    models: tuple[Summary, ...]
    steps: Steps


def next_levels(known: Catalogue, models: Iterable[Summary]) -> list[NextLevel]:
    """Levels that examined models could reach next, each with those that lack the same, in the order of the models; none is named at the highest."""
    ladder, found = known.definitions[known.board.tier], dict[tuple[int, Steps], list[Summary]]()
    ids = [level.id for level in ladder.levels]
    for one in models:
        reached = one.verdicts[ladder.id].reached
        following = ids.index(reached) + 1 if reached else 0
        if one.answer.examined and following < len(ids) and any(one.next_level):
            found.setdefault((following, one.next_level), []).append(one)
    return [NextLevel(ladder.levels[at].name, tuple(some), steps) for (at, steps), some in found.items()]


def by_day(changes: Iterable[Change]) -> list[tuple[str, list[list[Change]], list[Change], list[Change]]]:
    """(day, verdicts that changed, models added, models taken out) of each day on which anything did, newest first; what changed alike stands together."""
    days: dict[str, list[Change]] = {}
    for change in changes:
        days.setdefault(change.on[:10], []).append(change)

    def of(some: list[Change], kind: str) -> list[Change]:
        return [one for one in some if one.kind == kind]

    return [(day, alike(of(some, "changed")), of(some, "added"), of(some, "removed")) for day, some in days.items()]


def alike(changes: Iterable[Change]) -> list[list[Change]]:
    """Changes of the same verdicts for the same reason together, most models first, then in their order; that each rests on its own model is one reason."""
    found: dict[tuple[object, ...], list[Change]] = {}
    for one in changes:
        causes = tuple(cause.kind if cause.id == one.model else cause for cause in one.causes)
        found.setdefault((one.shifts, causes), []).append(one)
    return sorted(found.values(), key=len, reverse=True)


def standings(renderer: Renderer, models: Mapping[str, Summary], key: str) -> list[tuple[str, str, str, int]]:
    """(what to ask the leaderboard for, state, in words, how many models) of each standing that models have under a definition, best first."""
    definition, found = renderer.known.definitions[key], dict[str, list[Result]]()
    for one in models.values():
        found.setdefault(results.code(definition, one.verdicts[key]), []).append(one.verdicts[key])
    if definition.kind == "score":
        return _standings_of_points(renderer, definition, found)
    return [
        (
            f"{key}={board_columns.value(definition, verdicts[0])}",
            wording.state(definition, verdicts[0]),
            renderer.words.standing(definition, code),
            len(verdicts),
        )
        for code in results.best_first(definition, found)
        for verdicts in (found[code],)
    ]


def _standings_of_points(renderer: Renderer, definition: Definition, found: Mapping[str, list[Result]]) -> list[tuple[str, str, str, int]]:
    """The same of a score, by the whole points that are proven."""
    by_value: dict[str, list[Result]] = {}
    for code in results.best_first(definition, found):
        for verdict in found[code]:
            by_value.setdefault(board_columns.value(definition, verdict), []).append(verdict)
    named = board_columns.standings_named(definition, renderer.words)
    return [(f"{definition.id}={value}", wording.state(definition, some[0]), named[value], len(some)) for value, some in by_value.items()]


def figures(renderer: Renderer, models: Mapping[str, Summary]) -> dict[str, Any]:
    """The figures behind the pictures, with the words of the ladder's levels."""
    known = renderer.known
    ladder = known.definitions[known.board.tier]
    levels = {level.id: level.short or level.name for level in reversed(ladder.levels)}
    dots, marks = chart_data.over_compute(models, known)
    bars = {
        "claims_by_year": [bar for bar in chart_data.claims_by_year(models) if bar.label],
        "by_year": chart_data.by_year(models, known),
        "by_part": chart_data.by_part(models, known),
        "by_developer": chart_data.by_developer(models, known),
    }
    return bars | {
        "models": len(models),
        "counts": board_pages.standing(models.values(), known.board.headline),
        "scales": {name: chart_data.scale(some) for name, some in bars.items()},
        "developers": len({one.developer for one in models.values()}),
        "dots": dots,
        "marks": marks,
        "tier_names": levels | {"undetermined": renderer.words.said["outcome"]["undetermined"], "not-met": ladder.none},
        "tier_states": [*levels, "undetermined", "not-met"],
        "tier_classes": {key: f"t{at}" for at, key in enumerate(levels, start=1)},
    }


def specimens(renderer: Renderer, models: Mapping[str, Summary]) -> dict[str, list[tuple[str, badges.Badge, Summary | None]]]:
    """By kind of badge: (path, what it says, a model that has it or None) in each state."""
    known, found = renderer.known, dict[str, list[tuple[str, badges.Badge, Summary | None]]]()
    having: dict[tuple[str, str], Summary] = {}
    for one in models.values():
        for key, verdict in one.verdicts.items():
            having.setdefault((key, results.code(known.definitions[key], verdict)), one)
    for kind, code, unknowns in badges.specimens(known):
        of = having.get((badges.kinds(known)[kind].id, code))
        found.setdefault(kind, []).append((badges.specimen(kind, code), badges.said(kind, code, unknowns, renderer.words), of))
    return found


def tally(renderer: Renderer, models: Mapping[str, Summary], key: str) -> dict[str, list[int]]:
    """For each level and requirement of a definition, by id: how many models meet it, leave it open and miss it."""
    names = summary.tallies(renderer.known.definitions[key])
    counts: dict[str, list[int]] = {}
    for name, column in zip(names, zip(*(one.tally[key] for one in models.values()), strict=True), strict=False):
        found = {outcome: column.count(str(int(outcome))) for outcome in Outcome}
        if any(found.values()):
            counts[name] = [found[Outcome.MET], found[Outcome.UNKNOWN], found[Outcome.UNMET]]
    return counts


def funnel(renderer: Renderer, counts: Mapping[str, list[int]], key: str) -> list[tuple[str, str, int, int]]:
    """(id, sentence, models that meet it, undetermined) of each step of a definition.

    A step is a requirement at the top; on a ladder, a level; of a score, all points of a criterion.
    """
    definition = renderer.known.definitions[key]
    if definition.kind == "score":
        of_all = [(criterion, one) for criterion in definition.criteria for one in criterion.single()]
        steps = [
            (f"criterion-{one.id}", one.name if one is criterion else f"{criterion.name}: {one.name}", f"step:{one.id}:{one.steps[-1].id}")
            for criterion, one in of_all
        ]
    elif len(definition.levels) > 1:
        steps = [(f"level-{level.id}", level.name, f"level:{level.id}") for level in definition.levels]
    else:
        tops = [requirement for requirement in definition.levels[0].requires if requirement.id]
        if len(tops) == 1:
            tops = [inner for inner in tops[0].all_of or () if inner.id]
        steps = [(one.id or "", one.says or "", one.id or "") for one in tops]
    found = ((anchor, says, counts.get(name, [0, 0])) for anchor, says, name in steps)
    return [(anchor, says, met, unknown) for anchor, says, (met, unknown, *_) in found]
