"""Measure the leaderboard of N made-up models in Chromium: bytes, and milliseconds until a key press or a sort is laid out. `python bench/board.py [N ...]`.

The page is served from this machine; a time is the median of several, of the script's own work with style and layout, without painting.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import os
import shutil
import statistics
import sys
import tempfile
import threading
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(HERE))

SIZES = (350, 5_000)
FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking"]
# types each of the words and presses each of the headings, and tells how long each took
WORK = """async ({ words, heads }) => {
    const timed = (work) => {
        const start = performance.now();
        work();
        document.body.offsetHeight;
        return performance.now() - start;
    };
    const search = document.querySelector("input[type=search]");
    const type = (text) => timed(() => { search.value = text; search.dispatchEvent(new Event("input")); });
    search.focus();
    while (document.querySelector("output").textContent.startsWith("Reading")) await new Promise((done) => setTimeout(done, 20));
    const keys = words.map(type);
    type("");
    return { keys, sorts: heads.map((at) => timed(() => document.querySelectorAll(".sort")[at].click())) };
}"""


def build(count: int, folder: Path) -> Path:
    """The site of so many made-up models, its front page and its index only."""
    from bench import models
    from howopen import enrich, judge, load, render

    models.write(HERE / "data", folder / "data", count)
    known = enrich.catalogue(load.catalogue(folder / "data"))
    how = render.how(known, HERE / "templates", render.Stamp("https://example.org/", "2026-11-23"))
    for path, content in render.site(known, judge.catalogue(known), how):
        if path == "index.html" or path.startswith(("assets/", "page/")):
            file = folder / "site" / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
    return folder / "site"


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves without a line for each request."""

    def log_message(self, *_):
        pass


def main() -> None:
    from playwright.sync_api import sync_playwright

    names = (os.environ.get("CHROMIUM"), "chromium", "chromium-browser", "google-chrome-stable", "google-chrome")
    chromium = next((path for name in names if name and (path := shutil.which(name))), None)
    for count in [int(word) for word in sys.argv[1:]] or SIZES:
        with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
            site = build(count, Path(folder))
            server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=site))
            threading.Thread(target=server.serve_forever, daemon=True).start()
            page = playwright.chromium.launch(executable_path=chromium, args=FLAGS).new_page(viewport={"width": 1440, "height": 900})
            page.goto(f"http://127.0.0.1:{server.server_port}/", wait_until="load")
            found = page.evaluate(WORK, {"words": ["m", "ma", "mad", "made", "apache", "none", "4", "42"], "heads": [1, 2, 6, 7, 8, 9]})
            loaded = page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd")
            page.context.browser.close()
            server.shutdown()
            server.server_close()
            print(f"\n{count:,} models")
            for file in [site / "index.html", *(site / "assets").glob("board.*.json")]:
                print(f"  {file.name.split('.')[0] + file.suffix:12} {file.stat().st_size:10,} bytes, {len(gzip.compress(file.read_bytes())):9,} compressed")
            print(f"  loaded {loaded:14.0f} ms")
            for name, times in found.items():
                print(f"  {name:12} {statistics.median(times):8.1f} ms, at most {max(times):.1f}")


if __name__ == "__main__":
    main()
