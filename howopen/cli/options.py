"""Options of commands, and their end when something is wrong."""

from __future__ import annotations

import contextlib
import datetime
import io
import os
import re
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from howopen.cli import places
from howopen.records.amounts import many

if TYPE_CHECKING:
    from howopen.load.kept import Records
    from howopen.records.catalogue import Catalogue

JOBS = min(2, os.cpu_count() or 1)  # more processes than that gain little: the lists are made by one


def day(_context: click.Context, _option: click.Parameter, value: str | None) -> str | None:
    """The day as given, YYYY-MM-DD, or None. Raises BadParameter."""
    if value is None:
        return None
    try:
        return datetime.date.fromisoformat(value).isoformat()
    except ValueError as error:
        raise click.BadParameter("must be a day, written YYYY-MM-DD") from error


_ADDRESS = re.compile(r"https?://(?:\[[0-9a-fA-F:.]+\]|[^\s/?#\[\]\"'<>`\\{}|^()]+)(?::[0-9]{1,5})?(?:/[^\s?#\[\]\"'<>`\\{}|^()]*)?")


_UNSCHEMED = re.compile(r"(?:(localhost|127\.0\.0\.1)|[\w-]+(?:\.[\w-]+)+)(?::[0-9]{1,5})?(?:/\S*)?")  # a host, as people write it who leave https:// out


def address(_context: click.Context | None, _option: click.Parameter | None, value: str) -> str:
    """The address with a slash at its end. Raises BadParameter."""
    if not _ADDRESS.fullmatch(value) or not value.isprintable():
        host = _UNSCHEMED.fullmatch(value)
        offered = f"{'http' if host and host[1] else 'https'}://{value}"
        cure = f"; did you mean {offered}?" if host and _ADDRESS.fullmatch(offered) else ""
        raise click.BadParameter(f"must be a web address that starts with https://, names a host and has no ?, # or brackets{cure}")
    return value if value.endswith("/") else f"{value}/"


def address_or_none(context: click.Context, option: click.Parameter, value: str) -> str:
    """The address with a slash at its end; empty where none is given. Raises BadParameter."""
    return address(context, option, value) if value else ""


def part(_context: click.Context, _option: click.Parameter, value: str | None) -> tuple[int, int] | None:
    """K/N as two numbers, or None. Raises BadParameter."""
    if value is None:
        return None
    number, _, count = value.partition("/")
    if not (number.isdecimal() and count.isdecimal() and 1 <= int(number) <= int(count)):
        raise click.BadParameter("must be K/N, the K-th of N parts, such as 2/8")
    return int(number), int(count)


class Names(click.ParamType):  # type: ignore[type-arg]  # generic only from click 8.5 on
    """One of some names that are looked up only when they are needed, since what knows them takes long to import."""

    name = "name"

    def __init__(self, names: Callable[[], Iterable[str]]) -> None:
        self._names = names

    def convert(self, value: str, param: click.Parameter | None, context: click.Context | None) -> str:
        """The name. Raises BadParameter."""
        return click.Choice(tuple(self._names())).convert(value, param, context)

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str | None:
        """The names, for help."""
        return click.Choice(tuple(self._names())).get_metavar(param, ctx)


def heed_interrupts() -> None:
    """Let Ctrl-C end the command even where a shell started it in the background, which lets it ignore that key."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


def known(data: Path, records: Records | None = None) -> Catalogue:
    """Everything of a data folder: what people wrote, and below it what was fetched. `records`: as in `load.everything`. Raises BadData."""
    from howopen import enrich, load

    if records is None:
        with records_of(data) as records:
            return known(data, records)
    return enrich.catalogue(load.catalogue(data, records))


@contextlib.contextmanager
def records_of(data: Path) -> Iterator[Records]:
    """Records of files that were read before: of the catalogue that a person works on, those of earlier commands too."""
    from howopen.files import git, seal
    from howopen.load import kept

    # a key of CI's machines is known to whoever sends a request there, so what came with a commit may bear its seal
    if data.resolve() == places.DATA and not git.tracks(places.CACHE):
        with kept.between_commands(places.CACHE, seal.own_key(), places.PACKAGE) as found:
            yield found
    else:
        yield kept.Records()


def print_lines(text: str) -> None:
    """Print lines, none of which speaks to a terminal or to a workflow."""
    from howopen.files.harmless import workflow_line

    for line in text.split("\n"):
        click.echo(workflow_line(line))


def run(command: click.Command) -> NoReturn:
    """Run a command line and end the process at once; in one line where a package is missing.

    To free every object first took 0.9 s after a build of ten thousand models.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a pipe of Windows does not take every letter of a model's name
    try:
        command()
    except ModuleNotFoundError as missing:
        if (missing.name or "howopen").partition(".")[0] == "howopen":
            raise
        click.echo(
            f"the package {missing.name!r} is not there: run `make site`, then .venv/bin/python build.py, or install those of requirements.lock", err=True
        )
        sys.exit(2)  # 1 is an answer of some commands
    except OSError as error:
        _end(_unwritten(error))
    except SystemExit as ended:
        _end(ended.code if isinstance(ended.code, int) else 1)
    raise AssertionError("click ends every command line by SystemExit")


def _end(status: int) -> NoReturn:
    """End the process once all is written; with 2 where that cannot be, since nobody can tell then what the answer was."""
    try:
        for stream in filter(None, (sys.stdout, sys.stderr)):  # a process can be started with either one closed
            stream.flush()
    except BrokenPipeError:
        pass
    except OSError as error:
        status = _unwritten(error)
    os._exit(status)


def _unwritten(error: OSError) -> int:
    """Say in a sentence what the system refused; returns the status to end with, which is an answer of no command."""
    from howopen.files.harmless import workflow_line

    said = f"Error: {error.filename or 'the output'}: {error.strerror or error}; make room there, or see that you may read and write there"
    with contextlib.suppress(OSError):
        click.echo(workflow_line(said), err=True)
    return 2


@contextlib.contextmanager
def told(status: int = 1, kept: str = "nothing was published") -> Iterator[None]:
    """Ends the program, with `status`, with what is wrong with the data, or why something is refused. Also goes before a command's function."""
    try:
        yield
    except Exception as error:
        from howopen.files.harmless import workflow_line
        from howopen.records.errors import BadData, Refused

        if isinstance(error, Refused):
            click.echo(workflow_line(f"Error: {error}"), err=True)
            sys.exit(status)
        if not isinstance(error, BadData):
            if status == 1 or isinstance(error, (ModuleNotFoundError, click.ClickException, click.exceptions.Exit)):
                raise
            if isinstance(error, OSError) and not isinstance(error, BrokenPipeError):
                sys.exit(_unwritten(error))
            if not isinstance(error, BrokenPipeError):
                sys.excepthook(type(error), error, error.__traceback__)
            sys.exit(status)  # not 1, with which Python would end, and which is an answer here
        for problem in error.problems:
            click.echo(workflow_line(str(problem)), err=True)  # a file can have any name
        click.echo(f"{many(len(error.problems), 'problem')}; {kept}.", err=True)
        sys.exit(status)


def _catalogue(_context: click.Context, _option: click.Parameter, value: Path) -> Path:
    """The folder of data files. Raises BadParameter where there is none, with the cure."""
    if not value.is_dir():
        raise click.BadParameter(_none(value))
    return value


def _none(folder: Path) -> str:
    return f"there is no folder {folder}; begin a catalogue with `howopen init DIR`, or name its data with --data"


def own(folder: Path, otherwise: str = "") -> None:
    """Raises BadParameter where the folder is what an installed program carries: it has no model, and an answer on all of them would mislead."""
    if folder == places.SHIPPED / "data" != places.DATA:
        raise click.BadParameter(f"{_none(places.DATA)}{otherwise}", param_hint="'--data'")


_folder = click.Path(path_type=Path, file_okay=False)
data = click.option("--data", type=_folder, default=places.DATA, callback=_catalogue, help="The folder of data files.")
data_or_shipped = click.option(
    "--data", type=_folder, default=places.DATA_OR_SHIPPED, callback=_catalogue, help="The folder of data files; by default ours where there is no other."
)
hub = click.option("--hub", default="https://huggingface.co", callback=address, envvar="HF_ENDPOINT", help="The Hub's address.")
into = click.option("--into", type=click.Path(path_type=Path), default=places.SITE, help="Where the site is written.")
LOCAL = "http://localhost:8000/"
base_url = click.option("--base-url", default=LOCAL, callback=address, help="Where the site will stand.")
now = click.option("--today", callback=day, help="The day to take for today, YYYY-MM-DD; by default today.")
today = click.option("--today", callback=day, help="The day to take for today, YYYY-MM-DD; by default that of the last commit.")
cache = click.option(
    "--cache", type=click.Path(path_type=Path, file_okay=False), default=places.CACHE, help="Where a build keeps what the next can take from it."
)
jobs = click.option("--jobs", type=click.IntRange(1, 64), default=JOBS, show_default=True, help="How many processes make the models.")
shard = click.option("--shard", metavar="K/N", callback=part, help="Make only the K-th of N parts of the models, for --merge.")
merge = click.option(
    "--merge", multiple=True, type=click.Path(path_type=Path, file_okay=False, exists=True), help="Put parts made with --shard together; once for each."
)
