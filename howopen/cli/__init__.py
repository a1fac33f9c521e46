"""The front door: the commands, by name. Only this folder knows the clock, the network and the folders."""

from __future__ import annotations

import gc

import click

from howopen.cli import asking, building, options, places, using

__all__ = ["main", "run"]


def _tell_version(context: click.Context, _option: click.Parameter, asked: bool) -> None:
    if asked:
        click.echo(f"howopen {places.version()}")
        context.exit()


@click.group(invoke_without_command=True, help="howopen: how open is a model, and by whose definition?")
@click.option("--version", is_flag=True, is_eager=True, expose_value=False, callback=_tell_version, help="Print the version and end.")
@click.pass_context
def main(context: click.Context) -> None:
    gc.disable()  # a command makes many objects, frees few and ends; looking for garbage would take half its time
    if context.invoked_subcommand is None:
        building.build_command.invoke(building.build_command.make_context("build", [], parent=context))  # its options are checked as when it is named


for command in (
    building.build_command,
    building.check_command,
    asking.show_command,
    asking.missing_command,
    asking.fetch_command,
    asking.draft_command,
    asking.import_command,
    building.diff_command,
    building.serve_command,
    building.schema_command,
    asking.license_of_command,
    asking.counts_command,
    asking.badge_command,
    using.require_command,
    using.init_command,
    using.edition_command,
):
    main.add_command(command)


def run() -> None:
    """Run the command line and end the process."""
    options.run(main)
