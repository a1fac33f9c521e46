"""`python -m howopen`."""

from howopen.cli import run

run()
