"""Take pictures of the built site for the README and for whoever looks it over: `make screenshots`.

Writes docs/leaderboard.png and docs/model.png; with `--all DIR`, every kind of page at 360, 768 and 1440 pixels, light and dark.
"""

from __future__ import annotations

import argparse
import functools
import http.server
import os
import threading
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

from tools import browser

HERE = Path(__file__).resolve().parent.parent
SHOWN = {"leaderboard": "", "model": "models/llama-3.1-405b/"}
KINDS = ["", "models/olmo-7b/", "models/llama-3.1-405b/", "compare/?models=olmo-7b,llama-3.1-405b", "pictures/", "definitions/", "definitions/osaid-1.0/"]
KINDS += ["licenses/", "licenses/LicenseRef-Llama-3.1-Community/", "developers/", "developers/ai2/", "method/", "contribute/", "propose/", "data/"]
KINDS += ["about/", "badges/", "changes/", "quality/", "agreement/"]


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves a folder without a line for each request."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    words = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    words.add_argument("--site", type=Path, default=HERE / "site")
    words.add_argument("--all", type=Path, metavar="DIR")
    said = words.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=said.site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    address = f"http://127.0.0.1:{server.server_port}/"
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=browser.found(os.environ.get("CHROMIUM")), args=browser.FLAGS)
        if said.all:
            said.all.mkdir(parents=True, exist_ok=True)
            for kind in KINDS:
                for width in (360, 768, 1440):
                    for scheme in ("light", "dark"):
                        name = kind.partition("?")[0].strip("/").replace("/", "-") or "leaderboard"
                        take(chromium, address + kind, said.all / f"{name}-{width}-{scheme}.png", width, scheme)
        else:
            for name, kind in SHOWN.items():
                take(chromium, address + kind, HERE / "docs" / f"{name}.png", 1280, "light")
        chromium.close()
    server.shutdown()


def take(browser: Browser, address: str, into: Path, width: int, scheme: str) -> None:
    """One picture of the top of one page."""
    context = browser.new_context(viewport={"width": width, "height": 860}, color_scheme=scheme)
    page = context.new_page()
    page.goto(address)
    page.wait_for_load_state("networkidle")  # a comparison reads its models first
    page.screenshot(path=into)
    context.close()
    print(into)


if __name__ == "__main__":
    main()
