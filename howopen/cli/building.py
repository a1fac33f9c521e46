"""Commands that make something of the data: the site, its preview, a check, a comparison, the schemas."""

from __future__ import annotations

import datetime
import functools
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from howopen.cli import options, places
from howopen.records.amounts import many

if TYPE_CHECKING:
    from howopen.records.change import History


def past(data: Path, cache: Path, jobs: int) -> History:
    """The history of the data; it is said on the error stream where not all of it is told."""
    from howopen import history
    from howopen.files import git, seal
    from howopen.files.harmless import workflow_line
    from howopen.pipeline import workers
    from howopen.pipeline.assess import Assessor

    found = history.read(git.around(data), Assessor, cache / "history", places.PACKAGE, workers.one_each, workers.at_most(jobs), seal.own_key())
    if found.untold:
        click.echo(workflow_line(f"warning: not the whole history is told: {found.untold}"), err=True)
    return found


@click.command("build")
@options.data
@options.into
@options.base_url
@options.today
@click.option("--pictures", is_flag=True, help="Draw badges as PNG too, for publishing.")
@click.option("--cards", is_flag=True, help="Draw a social card for each model, for publishing.")
@options.shard
@options.merge
@options.cache
@options.jobs
@options.told()
def build_command(
    data: Path = places.DATA,
    into: Path = places.SITE,
    base_url: str = options.LOCAL,
    today: str | None = None,
    pictures: bool = False,
    cards: bool = False,
    shard: tuple[int, int] | None = None,
    merge: tuple[Path, ...] = (),
    cache: Path = places.CACHE,
    jobs: int = options.JOBS,
) -> None:
    """Build the site, taking from earlier builds what still holds. Needs no network; the same commit gives the same bytes."""
    from howopen.files import digests, git, manifest, seal

    if shard and merge:
        raise click.UsageError("give --shard to make a part, or --merge to put parts together")
    for place, name in ((into, "--into"), (cache, "--cache")):
        if Path(os.path.realpath(place)).is_relative_to(os.path.realpath(data)):  # resolve() raises where links lead in a circle
            raise click.UsageError(f"{place} lies in the data, which the next build reads; choose another place with {name}")
    (day, commit), key = git.newest(places.WORK), seal.own_key()
    stands = None if shard else manifest.read(into, key)
    untouched = manifest.describing(stands, into) if stands else None  # meanwhile
    seen = digests.inputs(places.PACKAGE, places.TEMPLATES, data)
    made_of = digests.of_inputs(seen, base_url, today or day, commit, git.state(data), f"{pictures} {cards}")
    if stands and untouched and stands.made_of == made_of and untouched():
        click.echo(f"{many(stands.models, 'model')}, 0 made anew, 0 files written to {into}")
        return
    from howopen import pipeline, render  # not before: what is told above in a blink would take a second
    from howopen.pipeline.cache import Cache
    from howopen.render.svg import png

    if git.tracks(cache):
        raise click.ClickException(f"git tracks files in {cache}, so what is there may be a stranger's; run `git rm -r --cached {cache}`")
    draw, card = (png.drawer(cache / "pictures") if wanted else None for wanted in (pictures, cards))
    options_ = render.Options(places.TEMPLATES, render.Stamp(base_url, today or day, commit), past(data, cache, jobs), draw=draw, card=card)
    tell = functools.partial(click.echo, err=True)
    with options.records_of(data) as records:
        plan = pipeline.Plan(data, seen, options_, made_of, records)
        if shard:
            built = pipeline.fill(plan, into, *shard, jobs, tell)
        else:
            built = pipeline.build(plan, Cache(cache / "build", key), into, jobs, map(pipeline.part, merge), tell)
    click.echo(f"{many(built.models, 'model')}, {built.made} made anew, {many(built.written, 'file')} written to {into}")


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text", help="How problems are written.")
@click.option("--conflicts", is_flag=True, help="Also tell where sources disagree, and which licenses nothing here can name.")
@options.data_or_shipped
@options.now
def check_command(paths: tuple[Path, ...], form: str, conflicts: bool, data: Path, today: str | None) -> None:
    """Check the data, or only PATHS: every problem by line and column, with its cure. Warnings do not fail."""
    from howopen.commands import check, problem_formats

    if not paths:
        options.own(data)
    with options.records_of(data) as records:
        found, loaded = check.look(data, paths, today or datetime.date.today().isoformat(), records)
    if written := {"text": problem_formats.text, "github": problem_formats.github, "json": problem_formats.as_json}[form](found):
        click.echo(written)
    if loaded and not paths:
        from howopen.render import wording

        with options.told():
            wording.read(places.TEMPLATES, loaded)
    errors = sum(problem.severity == "error" for problem in found)
    if loaded and not errors and (conflicts or any(model.settled for model in loaded.models.values())):
        from howopen import enrich
        from howopen.commands import show as show_

        for warning in show_.stale(known := enrich.catalogue(loaded)):
            click.echo(warning, err=True)
        if conflicts:
            click.echo(show_.disagreements(known))
    click.echo(f"{many(errors, 'error')}, {many(len(found) - errors, 'warning')}." if found else "No problem found.", err=True)
    sys.exit(1 if errors else 0)


@click.command("diff")
@click.option("--base", required=True, metavar="REV", help="The commit to compare with, such as main or HEAD~1.")
@options.data
@options.told()
def diff_command(base: str, data: Path) -> None:
    """Print the verdicts that differ from those of a commit, as a Markdown table."""
    from howopen.commands import diff

    with options.records_of(data) as records:  # most files are alike on both sides
        click.echo(diff.since(base, data, functools.partial(options.known, records=records), places.TEMPLATES), nl=False)


@click.command("serve")
@click.option("--port", default=8000, type=click.IntRange(0, 65535), help="The port on this machine; 0 takes a free one.")
@options.data
@options.today
def serve_command(port: int, data: Path, today: str | None) -> None:
    """Show the site on this machine, made anew on every save; problems with the data are shown in the page."""
    from howopen import enrich, judge, load, render
    from howopen.commands import serve
    from howopen.files import git

    def fresh() -> render.Preview:
        known = enrich.catalogue(load.catalogue(data, read))
        day, commit = git.newest(places.WORK)
        stamp = render.Stamp(f"http://localhost:{port}/", today or day, commit)
        return render.Preview(known, judge.Verdicts(known), render.options_for(known, places.TEMPLATES, stamp))

    options.heed_interrupts()
    with options.told(), options.records_of(data) as read:  # what a save leaves alone is not read again
        serve.run([data, places.TEMPLATES], fresh, port, options.print_lines)


@click.command("schema")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail when a schema is not what the records say.")
@click.option(
    "--into", type=click.Path(path_type=Path, file_okay=False), help="Where the schemas are written; by default beside the data, where its files look."
)
@options.data
def schema_command(only_check: bool, into: Path | None, data: Path) -> None:
    """Write the JSON Schemas that editors complete from."""
    from howopen import load
    from howopen.commands import schema

    with options.told():
        if not into and (data.parent / "schema").is_symlink():
            raise click.UsageError(f"{data.parent / 'schema'} is a link, which may lead anywhere; put the folder itself there, or name the place with --into")
        click.echo(schema.write(load.catalogue(data).vocabulary, into or data.parent / "schema", only_check=only_check))
