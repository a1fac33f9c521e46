"""howopen: how open is a model, and by whose definition?

    load -> enrich -> judge -> render -> publish

The front door of a clone: `python build.py` is `howopen` where the package is installed. The commands are in `howopen/cli/`.
"""

from __future__ import annotations

import sys

if sys.version_info < (3, 11):  # noqa: UP036  a person may run it with any
    sys.exit(f"howopen needs Python 3.11 or newer; this is {sys.version.split()[0]}. Set PYTHON=python3.11 for make, or use another python3.")
try:
    from howopen.cli import run
except ModuleNotFoundError as missing:
    if missing.name != "click":
        raise
    sys.exit("howopen's packages are not there: run `make site`, then .venv/bin/python build.py, or install those of requirements.lock.")

if __name__ == "__main__":
    run()
