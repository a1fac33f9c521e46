"""howopen: how open is a model, and by whose definition?

    load -> enrich -> judge -> render -> publish

This file is the table of contents: the line, and the commands. Only it knows the clock, the network and the folders.
"""

from __future__ import annotations

import datetime
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import click

from howopen import enrich, judge, load
from howopen.records import NO_HISTORY, BadData, Catalogue, History, Judged

if TYPE_CHECKING:
    from howopen import fetch

HERE = Path(__file__).resolve().parent
CACHE = HERE / ".cache"  # what can be made again


def build(
    data: Path, templates: Path, into: Path, base_url: str, today: str, commit: str, past: History = NO_HISTORY, draw: Callable[[str], bytes] | None = None
) -> tuple[int, int]:
    """The whole program, top to bottom; returns (models, files written). Raises BadData or publish.Refused; then nothing is published."""
    from howopen import publish, render

    catalogue = load.catalogue(data)
    catalogue = enrich.catalogue(catalogue)
    judged = judge.catalogue(catalogue)
    files = render.site(catalogue, judged, templates, render.Stamp(base_url, today, commit), past, draw)
    written = publish.site(files, into)
    return len(judged), written


# ---- what only this file knows --------------------------------------------------------------------------------------


def _git(*words: str) -> str:
    """What git says of this repository; empty where there is none."""
    try:
        answer = subprocess.run(["git", "-C", str(HERE), *words], capture_output=True, text=True, timeout=20, check=True)  # noqa: S603, S607
    except (OSError, subprocess.SubprocessError):
        return ""
    return answer.stdout.strip()


def _day(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise click.BadParameter("must be a day, written YYYY-MM-DD") from error


def _address(_context: click.Context, _option: click.Parameter, value: str) -> str:
    if not value.startswith(("https://", "http://")) or any(c in value for c in " \"'<>"):
        raise click.BadParameter("must be a web address that starts with https://")
    return value if value.endswith("/") else f"{value}/"


def _known(data: Path) -> Catalogue:
    return enrich.catalogue(load.catalogue(data))


def _assessed(data: Path, before: tuple[Catalogue, Mapping[str, Judged]] | None) -> tuple[Catalogue, Mapping[str, Judged]]:
    known = _known(data)
    return known, judge.again(known, *before) if before else judge.catalogue(known)


def _past(data: Path) -> History:
    from howopen import history, repository

    return history.read(repository.around(data), _assessed, CACHE / "history", HERE / "howopen")


def _stop(bad: BadData) -> None:
    for problem in bad.problems:
        click.echo(str(problem), err=True)
    count = len(bad.problems)
    click.echo(f"{count} problem{'' if count == 1 else 's'}; nothing was published.", err=True)
    sys.exit(1)


_data = click.option("--data", type=click.Path(path_type=Path, file_okay=False, exists=True), default=HERE / "data", help="The folder of data files.")
_into = click.option("--into", type=click.Path(path_type=Path), default=HERE / "site", help="Where the site is written.")
_base_url = click.option("--base-url", default="http://localhost:8000/", callback=_address, help="Where the site will stand.")
_today = click.option("--today", callback=_day, help="The day to take for today, YYYY-MM-DD; by default that of the last commit.")


# ---- the commands ---------------------------------------------------------------------------------------------------


@click.group(invoke_without_command=True, help=__doc__.splitlines()[0])
@click.pass_context
def main(context: click.Context) -> None:
    if context.invoked_subcommand is None:
        context.invoke(build_command)


@main.command("build")
@_data
@_into
@_base_url
@_today
@click.option("--pictures", is_flag=True, help="Draw badges as PNG too, for publishing.")
def build_command(
    data: Path = HERE / "data", into: Path = HERE / "site", base_url: str = "http://localhost:8000/", today: str | None = None, pictures: bool = False
) -> None:
    """Build the site. Needs no network; the same commit gives the same bytes."""
    from howopen import publish

    draw = None
    if pictures:
        from howopen.render import raster

        draw = raster.drawer(CACHE / "pictures")

    day = today or _git("log", "-1", "--format=%cs") or "1970-01-01"
    try:
        models, written = build(data, HERE / "templates", into, base_url, day, _git("rev-parse", "HEAD"), _past(data), draw)
    except BadData as bad:
        _stop(bad)
    except publish.Refused as refused:
        raise click.ClickException(str(refused)) from None
    else:
        click.echo(f"{models} models, {written} files written to {into}")


@main.command()
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path, exists=True))
@click.option("--conflicts", is_flag=True, help="Also tell where sources disagree, and which licenses nothing here can name.")
@_data
@_today
def check(paths: tuple[Path, ...], conflicts: bool, data: Path, today: str | None) -> None:
    """Check the data, or only PATHS: every problem by line and column, with its cure."""
    from howopen import report

    try:
        known = _known(data)
    except BadData as bad:
        _stop(bad)
    for warning in report.stale(known):
        click.echo(warning, err=True)
    if conflicts:
        for line in report.conflicts(known):
            click.echo(line)
        open_ = sum(map(len, known.disputes.values()))
        click.echo(f"{open_} conflict{'' if open_ == 1 else 's'} that nobody has settled.")
    click.echo("No problem found.")


@main.command()
@click.argument("what")
@click.option("--json", "as_json", is_flag=True, help="As JSON, as in the API.")
@_data
def show(what: str, as_json: bool, data: Path) -> None:
    """Explain the verdicts of a model: WHAT is its id, or a model file anywhere."""
    from howopen import report

    try:
        known = _known(data)
        file = Path(what)
        if what not in known.models and file.is_file():
            model = load.model(file, known)
            known = enrich.with_model(known, model)
            what = model.id
    except BadData as bad:
        _stop(bad)
    if what not in known.models:
        raise click.ClickException(f"{what!r} is no model here and no file; {load.nearest(what, known.models)}")
    ranked = judge.catalogue(known)
    if as_json:
        from howopen.render import api

        click.echo(json.dumps(api.report(ranked[what], known), indent=1, ensure_ascii=False))
    else:
        click.echo(report.text(ranked[what], known))


@main.command("fetch")
@click.option(
    "--only", multiple=True, type=click.Choice(["huggingface", "github", "arxiv", "peers"]), help="Ask only this source; may be given more than once."
)
@click.option("--model", default="", metavar="ID", help="Ask only about this model.")
@click.option("--links", is_flag=True, help="Also check whether the addresses of evidence still answer.")
@click.option("--dry-run", is_flag=True, help="Ask, and tell what would change; write nothing under data/fetched/.")
@click.option("--report", "report_file", type=click.Path(path_type=Path, dir_okay=False), help="Write what changed and what failed there, in Markdown.")
@_data
@click.option("--today", callback=_day, help="The day that answers are dated with, YYYY-MM-DD; by default today, UTC.")
def fetch_command(only: tuple[str, ...], model: str, links: bool, dry_run: bool, report_file: Path | None, data: Path, today: str | None) -> None:
    """Refresh data/fetched/ from where models are published. The only command that goes online.

    Ends with 0 when everything was answered, with 3 when some was not; what was known before then stands.
    """
    from howopen import fetch
    from howopen.fetch import progress
    from howopen.fetch import report as fetched

    try:
        before = _known(data)
        if model and model not in before.models:
            raise click.ClickException(f"{model!r} is no model here; {load.nearest(model, before.models)}")
        world = fetch.World(today or datetime.datetime.now(datetime.UTC).date().isoformat(), time.time)
        meter = progress.Progress(lambda text: click.echo(text, err=True, nl=False), time.monotonic, sys.stderr.isatty())
        try:
            summary = fetch.refresh(before, data / "fetched", _addresses(), world, meter, only=only, model=model, check_links=links, dry=dry_run)
        finally:
            meter.finish()
        after = _known(data)
    except BadData as bad:
        _stop(bad)
    for line in fetched.lines(summary, dry_run):
        click.echo(line)
    if report_file:
        old, new = ({(found.model, found.id): found for some in known.conflicts.values() for found in some} for known in (before, after))
        appeared = [found for key, found in new.items() if key not in old]
        gone = [found for key, found in old.items() if key not in new]
        report_file.write_text(fetched.markdown(summary, appeared, gone, after.gaps))
    sys.exit(0 if summary.whole else 3)


def _addresses() -> fetch.Addresses:
    """Where the services stand, by the variables that people set for them."""
    from howopen import fetch

    named = {"huggingface": "HF_ENDPOINT", "github": "GITHUB_API_URL", "raw": "GITHUB_RAW_URL", "arxiv": "ARXIV_OAI_URL"}
    given = {name: os.environ[variable].rstrip("/") for name, variable in named.items() if os.environ.get(variable)}
    for name, address in given.items():
        if not re.match(r"https://|http://(127\.0\.0\.1|localhost|\[::1\])(:\d+)?(/|\Z)", address):
            raise click.ClickException(f"{named[name]} must be an address that starts with https://")
    tokens = {"huggingface_token": "HF_TOKEN", "github_token": "GITHUB_TOKEN"}
    held = {name: os.environ.get(variable, "").strip() for name, variable in tokens.items()}
    for name, token in held.items():
        if not re.fullmatch(r"[!-~]*", token):
            raise click.ClickException(f"{tokens[name]} holds something that is no token")
    return fetch.Addresses(**given, **held)


@main.command("counts")
@_data
def counts_command(data: Path) -> None:
    """Print the catalogue in numbers: models, facts, evidence, verdicts, claims."""
    from howopen import counts

    try:
        known = _known(data)
    except BadData as bad:
        _stop(bad)
    click.echo(counts.text(counts.of(known, judge.catalogue(known), known.disputes), known))


@main.command()
@click.argument("model")
@_data
@_base_url
def badge(model: str, data: Path, base_url: str) -> None:
    """Print what to paste for the badges of MODEL: its id, a former one, or its Hugging Face id."""
    from howopen.render import badges, twins

    try:
        known = _known(data)
    except BadData as bad:
        _stop(bad)
    by_name = {name.removeprefix("hf/").lower(): one for one in known.models.values() for name in twins.names(one)}
    found = by_name.get(model.lower())
    if found is None:
        raise click.ClickException(f"{model!r} is no model here; {load.nearest(model, by_name)}")
    for kind in (*badges.kinds(known), "label"):
        for name, text in badges.snippets(kind, found, known, base_url).items():
            click.echo(f"# {kind}, {name}\n{text}\n")


if __name__ == "__main__":
    main()
