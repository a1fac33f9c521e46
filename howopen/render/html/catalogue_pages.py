"""Pages on the catalogue itself: how far others agree with it, how good its data are, and what it covers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from howopen.records.catalogue import Catalogue
from howopen.records.opinion import Opinion, Opinions
from howopen.records.summary import Summary
from howopen.render import lookups
from howopen.render.html.templates import Renderer
from howopen.stats import agreement, coverage, quality
from howopen.stats.agreement import Comparison, State

SHOWN = 40  # rows of work shown for a task; the rest are counted


def every(renderer: Renderer, models: Mapping[str, Summary]) -> Iterator[tuple[str, str]]:
    """(path, content) of each page; `models` are all there are."""
    known = renderer.known
    found = agreement.every(known, models)
    counts = agreement.counts(found)
    sources = [
        {
            "source": source,
            "counts": counts.get(key, Counter()),
            "outcomes": [one for one in found if one.source == key and not one.criterion],
            "degree": _reasons([one for one in found if one.source == key and one.criterion and one.state is State.DEGREE]),
        }
        for key, source in sorted(known.opinions.items(), key=lambda item: (item[1].published, item[0]))
    ]
    differing = [one for one in found if one.state is State.DIFFER]
    yield renderer.page(
        "agreement/",
        "agreement.html",
        sources=sources,
        models=models,
        unexplained=[one for one in differing if one.is_open],
        explained=[one for one in differing if not one.is_open],
        State=State,
    )
    covered = coverage.of(models, known, renderer.stamp.today)
    yield renderer.page("quality/", "quality.html", quality=quality.of(models, known, renderer.stamp.today), missing=covered.missing, shown=SHOWN)
    yield renderer.page("coverage/", "coverage.html", coverage=covered, models=models, shown=SHOWN)


def opinions(one: Summary, known: Catalogue) -> list[tuple[Opinions, Opinion, list[Comparison]]]:
    """(source, opinion, comparisons) of what others say of one model, by source."""
    return [(source, opinion, list(agreement.of_one(source, opinion, one, known))) for source, opinion in lookups.opinions(known, one.model)]


def _reasons(found: list[Comparison]) -> list[tuple[str, str, str, str, list[Comparison]]]:
    """(criterion, theirs, ours, reason, cases), most cases first: differences of degree have one reason for many models."""
    groups: dict[tuple[str, str, str, str], list[Comparison]] = {}
    for one in found:
        groups.setdefault((one.criterion, one.theirs, one.ours, one.because), []).append(one)
    return [(*key, cases) for key, cases in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))]
