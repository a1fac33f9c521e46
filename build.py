"""howopen: how open is a model, and by whose definition?

    load -> enrich -> judge -> render -> publish

This file is the table of contents: the line, and the commands. Only it knows the clock, the network and the folders.
"""

from __future__ import annotations

import datetime
import functools
import gc
import os
import sys
import time
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

if sys.version_info < (3, 11):  # noqa: UP036  a person may run it with any
    sys.exit(f"howopen needs Python 3.11 or newer; this is {sys.version.split()[0]}. Set PYTHON=python3.11 for make, or use another python3.")
try:
    import click
except ModuleNotFoundError:
    sys.exit("howopen's packages are not there: run `make site`, then .venv/bin/python build.py, or install those of requirements.lock.")

from howopen.commands import options
from howopen.commands.options import HERE

if TYPE_CHECKING:
    from howopen.records.catalogue import Catalogue
    from howopen.records.change import History
    from howopen.records.verdict import Judged


# ---- what only this file knows --------------------------------------------------------------------------------------


def _known(data: Path) -> Catalogue:
    from howopen import enrich, load

    return enrich.catalogue(load.catalogue(data))


def _assessed(data: Path, before: tuple[Catalogue, Mapping[str, Judged]] | None) -> tuple[Catalogue, Mapping[str, Judged]]:
    from howopen import judge
    from howopen.history import causes

    known = _known(data)
    return known, judge.again(known, before[1], causes.stale(before[0], known)) if before else judge.catalogue(known)


def _past(data: Path) -> History:
    from howopen import history
    from howopen.files import git

    return history.read(git.around(data), _assessed, options.CACHE / "history", HERE / "howopen")


def _sources() -> tuple[str, ...]:
    from howopen import fetch

    return fetch.names()


# ---- the commands ---------------------------------------------------------------------------------------------------


@click.group(invoke_without_command=True, help=__doc__.splitlines()[0])
@click.pass_context
def main(context: click.Context) -> None:
    gc.disable()  # a command makes many objects, frees few and ends; looking for garbage would take half its time
    if context.invoked_subcommand is None:
        context.invoke(build_command)


@main.command("build")
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
    data: Path = HERE / "data",
    into: Path = HERE / "site",
    base_url: str = "http://localhost:8000/",
    today: str | None = None,
    pictures: bool = False,
    cards: bool = False,
    shard: tuple[int, int] | None = None,
    merge: tuple[Path, ...] = (),
    cache: Path = options.CACHE,
    jobs: int = options.JOBS,
) -> None:
    """Build the site, taking from earlier builds what still holds. Needs no network; the same commit gives the same bytes."""
    from howopen.files import fingerprint, git, seal
    from howopen.pipeline.cache import Cache
    from howopen.pipeline.workers import Task

    if shard and merge:
        raise click.UsageError("give --shard to make a part, or --merge to put parts together")
    (day, commit), key = git.newest(HERE), seal.own_key()
    kept = Cache(cache / "build", key)
    before = None if shard or merge else kept.record(into)
    with Task(lambda: fingerprint.of_tree(into), forked=jobs > 1 and before is not None) as standing:
        seen = fingerprint.inputs(HERE / "howopen", HERE / "templates", data)
        inputs = fingerprint.of_inputs(seen, base_url, today or day, commit, git.state(data), f"{pictures} {cards}")
        if before and before.inputs == inputs and before.tree == standing.result():
            click.echo(f"{before.models} models, 0 made anew, 0 files written to {into}")
            return
        from howopen import render
        from howopen.pipeline import keys, shards
        from howopen.render.svg import png

        if git.tracks(cache):
            raise click.ClickException(f"git tracks files in {cache}, so what is there may be a stranger's; run `git rm -r --cached {cache}`")
        draw, card = (png.drawer(cache / "pictures") if wanted else None for wanted in (pictures, cards))
        plan = keys.Plan(data, HERE / "templates", seen, render.Stamp(base_url, today or day, commit), _past(data), draw, card, inputs)
        tell = functools.partial(click.echo, err=True)
        built = shards.fill(plan, into, *shard, jobs) if shard else shards.join(plan, kept, merge, into, jobs, key, standing.result, tell)
    click.echo(f"{built.models} models, {built.made} made anew, {built.written} files written to {into}")


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--format", "form", type=click.Choice(["text", "github", "json"]), default="text", help="How problems are written.")
@click.option("--conflicts", is_flag=True, help="Also tell where sources disagree, and which licenses nothing here can name.")
@options.data
@options.now
def check(paths: tuple[Path, ...], form: str, conflicts: bool, data: Path, today: str | None) -> None:
    """Check the data, or only PATHS: every problem by line and column, with its cure. Warnings do not fail."""
    from howopen.commands import check, problem_formats

    found, loaded = check.look(data, paths, today or datetime.date.today().isoformat())
    if written := {"text": problem_formats.text, "github": problem_formats.github, "json": problem_formats.as_json}[form](found):
        click.echo(written)
    errors = sum(problem.severity == "error" for problem in found)
    if loaded and not errors and (conflicts or any(model.settled for model in loaded.models.values())):
        from howopen import enrich
        from howopen.commands import show as show_

        for warning in show_.stale(known := enrich.catalogue(loaded)):
            click.echo(warning, err=True)
        if conflicts:
            click.echo(show_.disagreements(known))
    click.echo(f"{options.count(errors, 'error')}, {options.count(len(found) - errors, 'warning')}." if found else "No problem found.", err=True)
    sys.exit(1 if errors else 0)


@main.command("show")
@click.argument("what")
@click.option("--json", "as_json", is_flag=True, help="As JSON, as in the API.")
@options.data
@options.told()
def show_command(what: str, as_json: bool, data: Path) -> None:
    """Explain the verdicts of a model: WHAT is its id, or a model file anywhere."""
    from howopen.commands import show

    click.echo(show.of(what, _known(data), HERE / "templates", as_json=as_json))


@main.command("fetch")
@click.option("--only", multiple=True, type=options.Names(_sources), help="Ask only this source; may be given more than once.")
@click.option("--model", default="", metavar="ID", help="Ask only about this model.")
@click.option("--links", is_flag=True, help="Also check whether the addresses of evidence still answer.")
@click.option("--dry-run", is_flag=True, help="Ask, and tell what would change; write nothing under data/fetched/.")
@click.option("--report", "report_file", type=click.Path(path_type=Path, dir_okay=False), help="Write what changed and what failed there, in Markdown.")
@options.data
@click.option("--today", callback=options.day, help="The day that answers are dated with, YYYY-MM-DD; by default today, UTC.")
def fetch_command(only: tuple[str, ...], model: str, links: bool, dry_run: bool, report_file: Path | None, data: Path, today: str | None) -> None:
    """Refresh data/fetched/ from where models are published. The only command that goes online.

    Ends with 0 when everything was answered, with 3 when some was not; what was known before then stands.
    """
    from howopen.commands import fetch

    options.heed_interrupts()
    asked = fetch.Wanted(only, model, links, dry_run, report_file)
    today = today or datetime.datetime.now(datetime.UTC).date().isoformat()
    terminal = fetch.Terminal(click.echo, lambda text: click.echo(text, err=True, nl=False), time.monotonic, sys.stderr.isatty())
    with options.told():
        sys.exit(fetch.run(asked, data, _known, os.environ, today, time.time, terminal))


@main.command("draft")
@click.argument("model", required=False)
@click.option("--from", "record", type=click.Path(path_type=Path, dir_okay=False, exists=True), help="A file with the Hub's record, instead of asking the Hub.")
@click.option("--by", default="@your-account", help="Who will have looked: your GitHub account, written @name.")
@click.option("--id", "id_", help="The file's name, when the model's own will not do.")
@click.option("--hub", default="https://huggingface.co", callback=options.address, envvar="HF_ENDPOINT", help="The Hub's address.")
@options.data
@options.now
def draft_command(model: str | None, record: Path | None, by: str, id_: str | None, hub: str, data: Path, today: str | None) -> None:
    """Write a model file from what the Hub says of MODEL: an id, org/name, or its address."""
    from howopen.commands import draft, draft_files
    from howopen.fetch import hub_card as hub_
    from howopen.fetch.runtime import Runtime
    from howopen.files import yaml

    if (model is None) == (record is None):
        raise click.UsageError("give a model, org/name, or --from FILE")
    with options.told():
        answer = yaml.json_of(record, hub_.MOST_BYTES) if record else hub_.ask(hub, draft.named(model or ""), Runtime("", time.time))
        click.echo(draft_files.offer(draft.model(answer, _known(data), today or datetime.date.today().isoformat(), by), data, id_, Path.cwd()))


@main.command("import")
@click.argument("peer", type=click.Choice(["mot", "osai"]))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@click.option("--on", "day", required=True, callback=options.day, help="The day of the peer's data, YYYY-MM-DD.")
@click.option("--id", "id_", help="The file's name, when the model's own will not do.")
@options.data
def import_command(peer: str, file: Path, day: str, id_: str | None, data: Path) -> None:
    """Write a model file from FILE of another index: facts only, under the index's name."""
    from howopen.commands import draft_files, importing
    from howopen.files import yaml

    with options.told():
        click.echo(draft_files.offer(importing.PEERS[peer](yaml.read(file, str(file), given=True).value, _known(data), day), data, id_, Path.cwd()))


@main.command("diff")
@click.option("--base", required=True, metavar="REV", help="The commit to compare with, such as main or HEAD~1.")
@options.data
@options.told()
def diff_command(base: str, data: Path) -> None:
    """Print the verdicts that differ from those of a commit, as a Markdown table."""
    from howopen.commands import diff

    click.echo(diff.since(base, data, _known), nl=False)


@main.command("serve")
@click.option("--port", default=8000, type=click.IntRange(0, 65535), help="The port on this machine; 0 takes a free one.")
@options.data
@options.today
def serve_command(port: int, data: Path, today: str | None) -> None:
    """Show the site on this machine, made anew on every save; problems with the data are shown in the page."""
    from howopen import enrich, judge, load, render
    from howopen.commands import serve
    from howopen.files import git

    def fresh() -> render.Preview:
        known = enrich.catalogue(load.catalogue(data))
        day, commit = git.newest(HERE)
        stamp = render.Stamp(f"http://localhost:{port}/", today or day, commit)
        return render.Preview(known, judge.catalogue(known), render.options_for(known, HERE / "templates", stamp))

    options.heed_interrupts()
    with options.told():
        serve.run([data, HERE / "templates"], fresh, port, click.echo)


@main.command("schema")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail when a schema is not what the records say.")
@click.option("--into", type=click.Path(path_type=Path, file_okay=False), default=HERE / "schema", help="Where the schemas are written.")
@options.data
def schema_command(only_check: bool, into: Path, data: Path) -> None:
    """Write the JSON Schemas that editors complete from."""
    from howopen import load
    from howopen.commands import schema

    with options.told():
        click.echo(schema.write(load.catalogue(data).vocabulary, into, only_check=only_check))


@main.command("counts")
@options.data
@options.told()
def counts_command(data: Path) -> None:
    """Print the catalogue in numbers: models, facts, evidence, verdicts, claims."""
    from howopen import judge
    from howopen.stats import counts, summary

    known = _known(data)
    click.echo(counts.text(counts.of(summary.every(known, judge.catalogue(known)), known), known))


@main.command("badge")
@click.argument("model")
@options.data
@options.base_url
@options.told()
def badge_command(model: str, data: Path, base_url: str) -> None:
    """Print what to paste for the badges of MODEL: its id, a former one, or its Hugging Face id."""
    from howopen.commands import badge
    from howopen.render import wording

    click.echo(badge.text(model, wording.read(HERE / "templates", _known(data)), base_url))


if __name__ == "__main__":
    options.run(main)
