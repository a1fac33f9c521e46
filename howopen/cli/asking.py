"""Commands that tell of one model or of all, and those that bring facts in from elsewhere."""

from __future__ import annotations

import datetime
import functools
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import click

from howopen.cli import options, places

if TYPE_CHECKING:
    from howopen.commands import show


def _sources() -> tuple[str, ...]:
    from howopen import fetch

    return fetch.names()


@click.command("show")
@click.argument("what")
@click.option("--json", "form", flag_value="json", help="As JSON, as in the API.")
@click.option("--markdown", "form", flag_value="markdown", help="As Markdown, for the summary of a workflow.")
@click.option("--offline", is_flag=True, help="Never ask the Hub.")
@options.hub
@options.data_or_shipped
@options.now
@options.told(kept="nothing was judged")
def show_command(what: str, form: show.Form | None, offline: bool, hub: str, data: Path, today: str | None) -> None:
    """Explain the verdicts of a model: WHAT is its id, or a model file anywhere.

    Of a model on Hugging Face, written ORG/NAME, that is not here, the Hub is asked, and what its record tells is judged.
    """
    from howopen.commands import show

    way = None if offline else show.Hub(hub, today or datetime.date.today().isoformat(), time.time)
    click.echo(show.of(what, options.known(data), places.TEMPLATES, form or "text", way, functools.partial(click.echo, err=True)))


@click.command("missing")
@click.option("--most", type=click.IntRange(1, 1000), default=40, show_default=True, help="How many are listed.")
@click.option("--keep", is_flag=True, help="Also keep the Hub's list in data/fetched/, for the pages on quality and coverage and the report of fetch.")
@options.hub
@options.data_or_shipped
@options.now
@options.told()
def missing_command(most: int, keep: bool, hub: str, data: Path, today: str | None) -> None:
    """List the models that are downloaded most from the Hub and are not here. Asks the Hub for its list."""
    from howopen.commands import missing

    click.echo(missing.run(hub, options.known(data), data, today or datetime.date.today().isoformat(), time.time, most, keep=keep, front=places.FRONT))


@click.command("license-of")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--record", metavar="URL", help="Print its digests for data/license-texts/, as published at that address.")
@click.option("--words", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="A text file with the words of FILE, where that is a PDF.")
@options.data_or_shipped
@options.now
@options.told()
def license_of_command(file: Path, record: str | None, words: Path | None, data: Path, today: str | None) -> None:
    """Tell which license FILE is: that one, that one and further words, another file that it points to, the nearest, or none that is known."""
    from howopen import load
    from howopen.commands import license_of

    day = today or datetime.date.today().isoformat()
    click.echo(license_of.record(file, record, day, words) if record else license_of.of(file, load.shared(data)[0]))


@click.command("counts")
@options.data
@options.told()
def counts_command(data: Path) -> None:
    """Print the catalogue in numbers: models, facts, evidence, verdicts, claims."""
    from howopen import judge
    from howopen.stats import counts, summary

    known = options.known(data)
    options.print_lines(counts.text(counts.of(summary.every(known, judge.catalogue(known)), known), known))


@click.command("badge")
@click.argument("model")
@options.data
@options.base_url
@options.told()
def badge_command(model: str, data: Path, base_url: str) -> None:
    """Print what to paste for the badges of MODEL: its id or name, a former id, or its Hugging Face id or address."""
    from howopen.commands import badge
    from howopen.render import wording

    pasted = badge.text(model, wording.read(places.TEMPLATES, options.known(data)), base_url)
    if base_url == options.LOCAL:
        click.echo(f"These addresses lead to this machine alone, {base_url}; say with --base-url where the site is published.\n", err=True)
    options.print_lines(pasted)


@click.command("fetch")
@click.option("--only", multiple=True, type=options.Names(_sources), help="Ask only this source; may be given more than once.")
@click.option("--model", default="", metavar="ID", help="Ask only about this model.")
@click.option("--links", is_flag=True, help="Also check whether the addresses of evidence still answer.")
@click.option("--dry-run", is_flag=True, help="Ask, and tell what would change; write nothing under data/fetched/.")
@click.option("--report", "report_file", type=click.Path(path_type=Path, dir_okay=False), help="Write what changed and what failed there, in Markdown.")
@options.data
@click.option("--today", callback=options.day, help="The day that answers are dated with, YYYY-MM-DD; by default today, UTC.")
def fetch_command(only: tuple[str, ...], model: str, links: bool, dry_run: bool, report_file: Path | None, data: Path, today: str | None) -> None:
    """Refresh data/fetched/ from where models are published.

    Ends with 0 when everything was answered, with 3 when some was not; what was known before then stands.
    """
    from howopen.commands import fetch
    from howopen.fetch.runtime import Runtime

    options.heed_interrupts()
    asked = fetch.Wanted(only, model, links, dry_run, report_file, places.TEMPLATES)
    today = today or datetime.datetime.now(datetime.UTC).date().isoformat()
    terminal = fetch.Terminal(click.echo, lambda text: click.echo(text, err=True, nl=False), time.monotonic, sys.stderr.isatty())
    with options.told():
        sys.exit(fetch.run(asked, data, options.known, os.environ, Runtime(today, time.time), terminal))


@click.command("draft")
@click.argument("model", required=False)
@click.option("--from", "record", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="A file with the Hub's record, instead of asking the Hub.")
@click.option("--by", default="@your-account", help="Who will have looked: your GitHub account, written @name.")
@click.option("--id", "id_", help="The file's name, when the model's own will not do.")
@options.hub
@options.data
@options.now
def draft_command(model: str | None, record: Path | None, by: str, id_: str | None, hub: str, data: Path, today: str | None) -> None:
    """Write a model file from what the Hub says of MODEL: an id, org/name, or its address."""
    from howopen.commands import draft, draft_files
    from howopen.fetch import hub_card as hub_
    from howopen.fetch.runtime import Runtime
    from howopen.files import yaml

    if model is None and record is None:
        raise click.UsageError("give a model, org/name, or --from FILE")
    with options.told():
        name = draft.named(model) if model is not None else ""
        answer = yaml.json_of(record, hub_.MOST_BYTES) if record else hub_.ask(hub, name, Runtime("", time.time))
        if record and name:
            draft.same(answer, name)
        click.echo(
            draft_files.offer(draft.model(answer, options.known(data), today or datetime.date.today().isoformat(), by), data, id_, Path.cwd(), places.FRONT)
        )


@click.command("import")
@click.argument("peer", type=click.Choice(["mot", "osai"]))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--on", "day", metavar="DAY", callback=options.day, help="The day of the index's data, YYYY-MM-DD; always needed.")
@click.option("--id", "id_", help="The file's name, when the model's own will not do.")
@options.data
def import_command(peer: str, file: Path, day: str | None, id_: str | None, data: Path) -> None:
    """Write a model file from FILE of another index: facts only, under the index's name. Needs --on DAY."""
    if day is None:
        raise click.UsageError("give --on, the day of the index's data, written YYYY-MM-DD")
    from howopen.commands import draft_files, importing
    from howopen.files import yaml

    with options.told():
        click.echo(
            draft_files.offer(
                importing.PEERS[peer](yaml.read(file, str(file), given=True).value, options.known(data), day), data, id_, Path.cwd(), places.FRONT
            )
        )
