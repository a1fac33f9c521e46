"""Commands for those who use what is judged, or judge on their own: another catalogue, an edition, and a policy."""

from __future__ import annotations

import datetime
import sys
import time
from pathlib import Path

import click

from howopen.cli import options, places

_file = click.Path(path_type=Path, dir_okay=False, exists=True)
MISUSE = 2  # as click ends where words are wrong


@click.command("init")
@click.argument("folder", type=click.Path(path_type=Path))
@options.told()
def init_command(folder: Path) -> None:
    """Begin another catalogue in FOLDER: our words, definitions and licenses, and models of its own."""
    from howopen.commands import init

    options.print_lines("\n".join(init.begin(places.SHIPPED, folder)))


@click.command("edition")
@click.argument("version")
@click.option("--check", "only_check", is_flag=True, help="Write nothing; fail when the edition is not what the data and their verdicts are.")
@options.data
@options.now
@options.told(kept="nothing was written")
def edition_command(version: str, only_check: bool, data: Path, today: str | None) -> None:
    """Freeze the verdicts of today as edition VERSION, in data/editions/: the last thing before a release."""
    from howopen import judge
    from howopen.commands import edition

    known = options.known(data)
    judged, cites = judge.Verdicts(known), data.parent / "CITATION.cff"
    if only_check:
        click.echo(edition.check(version, known, judged, data, cites))
    else:
        click.echo(edition.write(version, known, judged, data, cites, today or datetime.date.today().isoformat()))


@click.command("require")
@click.argument("models", nargs=-1)
@click.option("--policy", "policy_file", required=True, type=_file, help="What a model has to be, as a YAML file.")
@click.option("--list", "lists", multiple=True, type=_file, help="A file with a model a line; may be given more than once.")
@click.option("--bom", "bills", multiple=True, type=_file, help="A CycloneDX bill of materials in JSON; may be given more than once.")
@click.option("--site", default="", metavar="URL", callback=options.address_or_none, help="Ask the API of a published site, instead of the data here.")
@click.option("--format", "form", type=click.Choice(["text", "json", "sarif"]), default="text", help="How the result is written.")
@options.data_or_shipped
def require_command(models: tuple[str, ...], policy_file: Path, lists: tuple[Path, ...], bills: tuple[Path, ...], site: str, form: str, data: Path) -> None:
    """Hold MODELS, by our id or org/name, against a policy.

    Ends with 0 when all meet it, 1 when one does not, 3 when that is not known of one, and 2 when something asked for is wrong. A list or bill of
    materials that names no model has none that does not meet it: that is told, and ends with 0.
    """
    if not (models or lists or bills):
        raise click.UsageError("name a model, or give --list or --bom")
    from howopen.commands import require
    from howopen.commands.require import here, inputs, published, reports
    from howopen.fetch.runtime import Runtime
    from howopen.files.harmless import workflow_line
    from howopen.load import policy as policies
    from howopen.records.verdict import Outcome
    from howopen.render import wording

    with options.told(MISUSE, "nothing was held against the policy"):
        wanted = [*inputs.words(models), *(one for file in lists for one in inputs.listed(file)), *(one for file in bills for one in inputs.bill(file))]
        policy = policies.read(policy_file)
        answers: require.Answers
        if site:
            answers = published.ask(site, [one.name for one in wanted], policy.definitions, Runtime("", time.time))
        else:
            options.own(data, ", or ask a site with --site")
            answers = here.Here(wording.read(places.TEMPLATES, options.known(data)))
        held = require.hold(policy, wanted, answers)
        if not wanted:
            click.echo(workflow_line(f"{', '.join(map(str, (*lists, *bills)))}: no model is named there, so there is nothing to judge."), err=True)
        click.echo({"text": reports.text, "json": reports.as_json, "sarif": reports.sarif}[form](policy, held))
    sys.exit({Outcome.MET: 0, Outcome.UNMET: 1, Outcome.UNKNOWN: 3}[require.worst(held)])
