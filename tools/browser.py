"""Find the Chromium that tests, pictures and measurements use: `python tools/browser.py` prints its path, or says how to get one."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome", "msedge")
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking", "--disable-component-update", "--disable-sync"]


class NoBrowser(Exception):
    """No Chromium can be used; says how to get one."""


def found(named: str | None = None) -> str:
    """Path of the browser: `named`, a path or a command, else the first of the usual names. Raises NoBrowser."""
    if named:
        if path := shutil.which(named):
            return path
        raise NoBrowser(f"CHROMIUM={named} is no program that can be run; correct it, or unset it to use one of {', '.join(NAMES)}")
    if path := next((path for name in NAMES if (path := shutil.which(name))), None):
        return path
    raise NoBrowser("no Chromium is installed: install your system's package `chromium`, or set CHROMIUM to the path of a Chromium or Chrome")


def steered(python: str = sys.executable) -> None:
    """Raises NoBrowser where Playwright's own program, by which a browser is steered, cannot start, as on a Debian that has little installed."""
    done = subprocess.run([python, "-m", "playwright", "--version"], capture_output=True, text=True, check=False)  # noqa: S603  it is our own Python
    if done.returncode:
        raise NoBrowser(f"Playwright cannot start; install what it lacks (Debian: libatomic1): {done.stderr.strip()}")


if __name__ == "__main__":
    try:
        path = found(os.environ.get("CHROMIUM"))
        steered()
        print(path)
    except NoBrowser as error:
        sys.exit(str(error))
