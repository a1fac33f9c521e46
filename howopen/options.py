"""What the commands share: their options, and how they end when something is wrong. With build.py the only user of click."""

from __future__ import annotations

import contextlib
import datetime
import sys
from collections.abc import Iterator
from pathlib import Path

import click

from howopen.records import BadData, Refused

HERE = Path(__file__).resolve().parent.parent


def count(number: int, noun: str) -> str:
    """A number and its noun, in the plural where it is not one."""
    return f"{number} {noun}{'' if number == 1 else 's'}"


def day(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """The day as given, YYYY-MM-DD, or None. Raises BadParameter."""
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise click.BadParameter("must be a day, written YYYY-MM-DD") from error


def address(_context: click.Context, _option: click.Parameter, value: str) -> str:
    """The address with a slash at its end. Raises BadParameter."""
    if not value.startswith(("https://", "http://")) or any(c in value for c in " \"'<>"):
        raise click.BadParameter("must be a web address that starts with https://")
    return value if value.endswith("/") else f"{value}/"


@contextlib.contextmanager
def told() -> Iterator[None]:
    """Ends the program with what is wrong with the data, or why something is refused."""
    try:
        yield
    except BadData as bad:
        for problem in bad.problems:
            click.echo(str(problem), err=True)
        click.echo(f"{count(len(bad.problems), 'problem')}; nothing was published.", err=True)
        sys.exit(1)
    except Refused as refused:
        raise click.ClickException(str(refused)) from None


data = click.option("--data", type=click.Path(path_type=Path, file_okay=False, exists=True), default=HERE / "data", help="The folder of data files.")
into = click.option("--into", type=click.Path(path_type=Path), default=HERE / "site", help="Where the site is written.")
base_url = click.option("--base-url", default="http://localhost:8000/", callback=address, help="Where the site will stand.")
now = click.option("--today", callback=day, help="The day to take for today, YYYY-MM-DD; by default today.")
today = click.option("--today", callback=day, help="The day to take for today, YYYY-MM-DD; by default that of the last commit.")
