"""Pages on the catalogue itself: how far others agree with it, and how good its data are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from howopen import agreement, quality
from howopen.agreement import Comparison, State

SHOWN = 40  # rows of work shown for a task; the rest are counted


def every(press: Any) -> Iterator[tuple[str, str]]:
    """(path, content) of both pages; `press` makes pages from templates."""
    known, judged = press.known, press.judged
    found = agreement.every(known, judged)
    counts = agreement.counts(found)
    sources = [
        {
            "source": source,
            "counts": counts.get(key, Counter()),
            "outcomes": [one for one in found if one.source == key and not one.criterion],
            "differ": [one for one in found if one.source == key and one.criterion and one.state is State.DIFFER],
            "degree": _reasons([one for one in found if one.source == key and one.criterion and one.state is State.DEGREE]),
        }
        for key, source in sorted(known.opinions.items(), key=lambda item: (item[1].published, item[0]))
    ]
    yield press.page("agreement/", "agreement.html", sources=sources, waiting=sum(one.is_open for one in found), State=State)
    conflicts = getattr(known, "conflicts", {})
    found_quality = quality.of(known, judged, press.stamp.today, conflicts)
    yield press.page("quality/", "quality.html", quality=found_quality, shown=SHOWN)


def opinions(press: Any, model: str) -> list[tuple[Any, Any, list[Comparison]]]:
    """(source, opinion, comparisons) of what others say of one model, by source."""
    known = press.known
    return [
        (source, opinion, list(agreement.of_one(source, opinion, known, press.judged)))
        for source in known.opinions.values()
        for opinion in source.verdicts
        if opinion.model == model
    ]


def _reasons(found: list[Comparison]) -> list[tuple[str, str, str, str, list[Comparison]]]:
    """(criterion, theirs, ours, reason, cases), most cases first: differences of degree have one reason for many models."""
    groups: dict[tuple[str, str, str, str], list[Comparison]] = {}
    for one in found:
        groups.setdefault((one.criterion, one.theirs, one.ours, one.because), []).append(one)
    return [(*key, cases) for key, cases in sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))]
