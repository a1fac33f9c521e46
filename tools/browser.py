"""Find the Chromium that tests, pictures and measurements use: `python tools/browser.py` prints its path, or says how to get one."""

from __future__ import annotations

import os
import shutil
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


class NoBrowser(Exception):
    """No Chromium can be found; says how to get one."""


def found(named: str | None = None) -> str:
    """Path of the browser: `named`, a path or a command, else the first of the usual names. Raises NoBrowser."""
    if named:
        if path := shutil.which(named):
            return path
        raise NoBrowser(f"CHROMIUM={named} is no program that can be run; correct it, or unset it to use one of {', '.join(NAMES)}")
    if path := next((path for name in NAMES if (path := shutil.which(name))), None):
        return path
    raise NoBrowser("no Chromium is installed: install your system's package `chromium`, or set CHROMIUM to the path of a Chromium or Chrome")


if __name__ == "__main__":
    try:
        print(found(os.environ.get("CHROMIUM")))
    except NoBrowser as error:
        sys.exit(str(error))
