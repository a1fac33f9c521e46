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
