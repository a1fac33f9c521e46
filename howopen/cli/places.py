"""Folders of a clone, or of an installed package: templates, shipped data, and the catalogue that a person works on."""

from __future__ import annotations

from pathlib import Path

PACKAGE = Path(__file__).resolve().parent.parent
CLONE = PACKAGE.parent if (PACKAGE.parent / "build.py").is_file() and (PACKAGE.parent / "templates").is_dir() else None
SHIPPED = CLONE or PACKAGE / "shipped"  # templates, and data without models
TEMPLATES = SHIPPED / "templates"
WORK = CLONE or Path.cwd()  # a catalogue, its site and its cache lie here
DATA = WORK / "data"
FRONT = "python build.py" if CLONE else "howopen"  # what a person types before a command
DATA_OR_SHIPPED = DATA if DATA.is_dir() else SHIPPED / "data"
SITE = WORK / "site"
CACHE = WORK / ".cache"  # what can be made again


def version() -> str:
    """The version of the program: what a clone says of itself, whatever is installed beside it, else that of the installed package."""
    import importlib.metadata  # few ask, and these take a while to import
    import tomllib

    if CLONE is None:
        return importlib.metadata.version("howopen")
    return str(tomllib.loads((CLONE / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])
