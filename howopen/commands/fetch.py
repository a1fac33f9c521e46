"""Refresh of `data/fetched/`, as a person runs it: the sources asked, and the result told in lines and in a report."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from howopen import fetch
from howopen.commands import diff
from howopen.fetch import report
from howopen.fetch.progress import Progress
from howopen.files import suggest
from howopen.records.catalogue import Catalogue
from howopen.records.errors import Refused
from howopen.render import wording

WHOLE, PARTLY, INTERRUPTED = 0, 3, 130  # exit statuses


@dataclass(frozen=True, slots=True)
class Wanted:
    """Request of a person."""

    only: tuple[str, ...] = ()  # sources; empty: all
    model: str = ""  # its id; empty: all
    links: bool = False
    dry: bool = False
    report: Path | None = None
    templates: Path = Path("templates")  # which have the report's words


@dataclass(frozen=True, slots=True)
class Terminal:
    """Ways to tell a person."""

    say: Callable[[str], None]  # a line of the result
    show: Callable[[str], None]  # a piece of what goes on meanwhile, without a line end of its own
    clock: Callable[[], float]  # seconds
    is_terminal: bool


def run(
    wanted: Wanted,
    data: Path,
    known: Callable[[Path], Catalogue],
    environment: Mapping[str, str],
    runtime: fetch.Runtime,
    terminal: Terminal,
    bounds: fetch.Bounds | None = None,
) -> int:
    """Exit status of a refresh: 0 when everything was answered, 3 when some was not, 130 when a person stopped it. Raises BadData, Refused."""
    before = known(data)
    if wanted.model and wanted.model not in before.models:
        raise Refused(f"{wanted.model!r} is no model here; {suggest.cure(wanted.model, before.models, 'its id is the name of its file in data/models/')}")
    if wanted.report and not wanted.report.parent.is_dir():
        raise Refused(f"the folder of the report, {wanted.report.parent}, is not there; nothing was asked")
    progress = Progress(terminal.show, terminal.clock, terminal.is_terminal)
    try:
        summary = fetch.refresh(
            before,
            data / "fetched",
            environment,
            replace(runtime, waiting=progress.waiting),
            progress,
            only=wanted.only,
            model=wanted.model,
            check_links=wanted.links,
            dry=wanted.dry,
            bounds=bounds,
        )
    except KeyboardInterrupt:
        progress.finish()
        kept = "nothing was written" if wanted.dry else "the answers so far are kept, and the next fetch today goes on from there"
        terminal.show(f"Interrupted; {kept}.\n")
        return INTERRUPTED
    finally:
        progress.finish()
    after = known(data)
    for line in report.lines(summary, wanted.dry):
        terminal.say(line)
    if wanted.report:
        try:
            wanted.report.write_text(_report(summary, before, after, wanted.templates), encoding="utf-8")
        except OSError as error:
            raise Refused(f"the report {wanted.report} cannot be written ({error.strerror}); the answers are kept") from None
    return WHOLE if summary.whole else PARTLY


def _report(summary: fetch.Summary, before: Catalogue, after: Catalogue, templates: Path) -> str:
    """The report of a run that made one catalogue of the other, in Markdown."""
    changes = diff.between(wording.read(templates, before), wording.read(templates, after))
    more = f"\nand {len(changes) - report.MOST_ROWS} more" if len(changes) > report.MOST_ROWS else ""
    lacking = after.fetched.lacking(hub for model in after.models.values() for hub in model.hub_ids)
    return report.markdown(summary, *report.differing(before, after), after.gaps, f"{diff.table(changes[: report.MOST_ROWS])}{more}", lacking)
