"""Report of a run, as Markdown for the body of a pull request, and as lines for a terminal.

Names and values come from outside. In Markdown they stand in code spans, so that none becomes a link, a mention, a picture or a
command; at a terminal they are printed without characters that move the cursor.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from howopen.fetch.failures import Kind
from howopen.fetch.session import Change, Failure, Summary
from howopen.files.harmless import code_span as span
from howopen.files.harmless import log_line as plain
from howopen.records.amounts import many
from howopen.records.catalogue import Catalogue
from howopen.records.conflict import Conflict, Gap
from howopen.records.fetched import PopularModel

MOST_CHARACTERS = 60_000  # GitHub takes 65,536 in a body
MOST_ROWS = 200  # of one list; the diff has the rest
MOST_LACKING = 20


def markdown(
    summary: Summary,
    appeared: Iterable[Conflict],
    gone: Iterable[Conflict],
    gaps: Iterable[Gap],
    verdicts: str = "",
    lacking: Sequence[PopularModel] = (),
) -> str:
    """The report, with a table of changed verdicts and the popular models that are not here. Never longer than a pull request's body may be."""
    text = "\n".join(_markdown(summary, list(appeared), list(gone), list(gaps), verdicts, lacking)) + "\n"
    if len(text) <= MOST_CHARACTERS:
        return text
    return text[:MOST_CHARACTERS].rpartition("\n")[0] + "\n\nThe rest does not fit here; the log and the diff have it.\n"


def differing(before: Catalogue, after: Catalogue) -> tuple[list[Conflict], list[Conflict]]:
    """The conflicts that appeared, and those that are gone."""
    old, new = ({(found.model, found.id): found for some in known.conflicts.values() for found in some} for known in (before, after))
    return [found for key, found in new.items() if key not in old], [found for key, found in old.items() if key not in new]


def lines(summary: Summary, dry: bool) -> Iterator[str]:
    """The summary at the end of a run."""
    yield _counts(summary) + (" Nothing was written." if dry else "")
    for name, requests, conditional, unchanged in summary.hosts:
        yield f"  {plain(name)}: {many(requests, 'request')}, {conditional} conditional, {unchanged} unchanged"
    for source, key, now in summary.renamed:
        yield f"  renamed: {plain(key)} is now {plain(now)} ({source}); update the file that names it"
    for address, since, fresh in summary.dead:
        yield f"  dead link{' (new)' if fresh else ''}: {plain(address)}, since {since}"
    if summary.unsure:
        yield f"  {many(summary.unsure, 'address', 'addresses')} of which nobody can say whether they are dead"
    for failure in _told(summary):
        yield f"  failed: {failure.source} {plain(failure.key)}: {_why(failure)}"
    for what, why in _not_asked(summary):
        yield f"  not asked: {what}: {plain(why)}"


def _markdown(
    summary: Summary, appeared: list[Conflict], gone: list[Conflict], gaps: list[Gap], verdicts: str, lacking: Sequence[PopularModel]
) -> Iterator[str]:
    yield _counts(summary)
    if verdicts:
        yield from ("", "## Verdicts that change", "", verdicts.rstrip())
    if appeared:
        yield from ("", "## Conflicts that appeared", "")
        yield from _some(f"- {span(one.model)}, {one.part}: {_sides(one)} ({span(one.id)})" for one in appeared)
    if gone:
        yield from ("", "## Conflicts that are no more", "")
        yield from _some(f"- {span(one.model)}, {one.part}: {span(one.id)}" for one in gone)
    changed = [one for one in sorted(summary.changes) if not one.new]
    if changed:
        yield from ("", "## What changed", "")
        yield from _some(map(_change, changed))
    new = sorted({(one.source, one.key) for one in summary.changes if one.new})
    if new:
        yield from ("", "## Asked for the first time", "")
        counts = Counter(source for source, _ in new)
        yield from (f"- {source}: {count}" for source, count in sorted(counts.items()))
    if summary.renamed:
        yield from ("", "## Renamed", "")
        yield from _some(f"- {span(key)} is now {span(now)} ({source}); update the file that names it" for source, key, now in summary.renamed)
    if summary.dead:
        yield from ("", "## Dead links", "")
        yield from _some(f"- {span(address)} since {since}{', new' if fresh else ''}" for address, since, fresh in summary.dead)
    if summary.failures:
        yield from ("", "## What failed", "", "The facts known before stand.", "")
        yield from _some(f"- {failure.source} {span(failure.key)}: {_why(failure)}" for failure in _told(summary))
        yield from (f"- not asked: {what}: {plain(why)}" for what, why in _not_asked(summary))
    if gaps:
        yield from (
            "",
            "## Licenses that nothing here can name",
            "",
            "Add the spelling to `data/license-aliases.yaml`, the text to `data/license-texts/` (see `license-of`), or the license to the model file.",
            "",
        )
        yield from _some(f"- {span(gap.model)}, {span(gap.subject)}: {span(gap.written)} is {span(gap.told) if gap.told else gap.why}" for gap in gaps)
    if lacking:
        yield from ("", "## Much used on the Hub, and not here", "", "Downloads in 30 days; `python build.py missing` lists more, `draft` begins a file.", "")
        yield from (f"- {span(one.id)}: {one.downloads:,}{f', {span(one.task)}' if one.task else ''}" for one in lacking[:MOST_LACKING])
    if summary.forgotten:
        yield from ("", "## No longer named by any file", "")
        yield from _some(f"- {span(name)}" for name in summary.forgotten)
    if summary.hosts:
        yield from ("", "## Requests", "")
        yield from (f"- {name}: {requests}, {conditional} conditional, {unchanged} unchanged" for name, requests, conditional, unchanged in summary.hosts)


def _told(summary: Summary) -> list[Failure]:
    """Failures that are told one by one, sorted: all but those of things that were not asked for because their host was given up."""
    return sorted(failure for failure in summary.failures if failure.kind != Kind.NOT_ASKED)


def _not_asked(summary: Summary) -> list[tuple[str, str]]:
    """(what, why) of what was not asked for, one for each reason, sorted."""
    left: dict[str, Counter[str]] = {}
    for failure in summary.failures:
        if failure.kind == Kind.NOT_ASKED:
            left.setdefault(failure.detail, Counter())[failure.source] += 1
    return sorted((", ".join(f"{source}, {many(count, 'thing')}" for source, count in sorted(some.items())), why) for why, some in left.items())


def _counts(summary: Summary) -> str:
    changed = len({(one.source, one.key) for one in summary.changes})
    left = sum(failure.kind == Kind.NOT_ASKED for failure in summary.failures)
    failed = [f"{many(len(summary.failures) - left, 'failure')}"] * (len(summary.failures) > left) + [f"{left} left for another run"] * bool(left)
    whole = "Every answer was usable." if summary.whole else f"{', '.join(failed)}; what was known before stands."
    resumed = f" {summary.resumed} more were answered in the run that was interrupted before." if summary.resumed else ""
    return f"Asked for {many(summary.asked, 'thing')}: {summary.confirmed} confirmed, {changed} changed.{resumed} {whole}"


def _change(one: Change) -> str:
    return f"- {one.source} {span(one.key)}, {one.fact}: {span(one.before) if one.before else 'nothing'} → {span(one.after) if one.after else 'nothing'}"


def _why(failure: Failure) -> str:
    status = f" (HTTP {failure.status})" if failure.status else ""
    return f"{failure.kind}{status}{f', {plain(failure.detail)}' if failure.detail else ''}{'' if failure.kept else '; nothing is known of it yet'}"


def _sides(one: Conflict) -> str:
    return " against ".join(f"{side.who.replace('-', ' ')} says {span(side.says)}" for side in one.sides)


def _some(rows: Iterable[str]) -> Iterator[str]:
    rows = list(rows)
    yield from rows[:MOST_ROWS]
    if len(rows) > MOST_ROWS:
        yield f"- and {len(rows) - MOST_ROWS} more"
