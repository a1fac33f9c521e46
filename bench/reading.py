"""The front page in Chromium: bytes, load, what moves, and how long a key press and a sort take to be painted.

Latency is the `duration` of the Event Timing API: from the press to the next paint, in steps of 8 ms, as Interaction to Next Paint counts it.
Presses and clicks are the browser's own, not made by a script.
"""

from __future__ import annotations

import functools
import gzip
import http.server
import os
import statistics
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from bench import measure
from bench.builds import PROGRAM, Found, Room, Tell
from tools import browser

RATES = (1, 4)  # how many times slower the processor is made; four is a phone of the middle class
KEYS = "maple"
SORTS = ("newest", "smallest", "name", "newest")  # orders clicked in turn
SMALLEST = 16  # milliseconds; the API tells of nothing shorter

_WATCH = """() => {
    window.presses = [];
    new PerformanceObserver((list) => presses.push(...list.getEntries().map((one) => [one.name, one.interactionId, one.duration])))
        .observe({ type: "event", durationThreshold: 16 });
    window.moved = 0;
    new PerformanceObserver((list) => { for (const one of list.getEntries()) if (!one.hadRecentInput) moved += one.value; })
        .observe({ type: "layout-shift", buffered: true });
}"""


def front(top: Path, count: int, runs: int, tell: Tell) -> Found:
    """What the front page of so many models weighs, and how it answers at each rate: medians, in bytes and milliseconds."""
    room = Room(top, count)
    measure.run([*PROGRAM, "build", "--data", room.data, "--into", room.site])
    found: Found = {"bytes": weight(room.site), "rates": {}}
    with served(room.site) as address, _chromium() as chromium:
        for rate in RATES:
            visits = [_visit(chromium, address, rate) for _ in range(runs)]
            found["rates"][str(rate)] = {
                "load": statistics.median(visit["load"] for visit in visits),
                "moved": max(visit["moved"] for visit in visits),
                "elements": visits[0]["elements"],
                "first key": statistics.median(visit["keys"][0] for visit in visits),
                "key": statistics.median(key for visit in visits for key in visit["keys"][1:]),
                "sort": statistics.median(sort for visit in visits for sort in visit["sorts"]),
            }
            tell(f"{count:,} rows, {rate} times slower: {found['rates'][str(rate)]}")
    return found


def weight(site: Path) -> dict[str, list[int]]:
    """What the front page makes a browser read: bytes as they are and compressed, by what it is."""
    page = (site / "index.html").read_bytes()
    files = {file: file.read_bytes() for file in sorted((site / "assets").iterdir()) if file.is_file() and file.name.encode() in page}
    parts = {
        "page": [page],
        "style": [content for file, content in files.items() if file.suffix == ".css"],
        "script": [content for file, content in files.items() if file.suffix == ".js"],
        "index": [(site / "search.json").read_bytes()],
    }
    return {name: [sum(map(len, contents)), sum(len(gzip.compress(one, 6)) for one in contents)] for name, contents in parts.items() if contents}


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


@contextmanager
def served(site: Path) -> Iterator[str]:
    """The address at which the site stands meanwhile, on this machine only."""
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=site))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def _chromium() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    try:
        found = browser.found(os.environ.get("CHROMIUM"))
    except browser.NoBrowser as error:
        raise measure.Failed(str(error)) from None
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=found, args=browser.FLAGS)
        yield chromium
        chromium.close()


def version() -> str:
    """Such as Chromium 156.0.8078.79."""
    with _chromium() as chromium:
        return f"Chromium {chromium.version}"


def _visit(chromium: Any, address: str, rate: int) -> Found:
    context = chromium.new_context(viewport={"width": 1440, "height": 900})
    page = context.new_page()
    context.new_cdp_session(page).send("Emulation.setCPUThrottlingRate", {"rate": rate})
    page.goto(address, wait_until="load")
    page.evaluate(_WATCH)
    page.locator("input[type=search]").click()
    keys = [_timed(page, functools.partial(page.keyboard.press, letter)) for letter in KEYS]
    page.locator("input[type=search]").fill("")
    sorts = [_timed(page, page.locator(f".sorts a[data-sort={order}]").click) for order in SORTS]
    visit = {
        "load": page.evaluate("performance.getEntriesByType('navigation')[0].loadEventEnd"),
        "moved": page.evaluate("moved"),
        "elements": page.evaluate("document.querySelectorAll('*').length"),
        "keys": keys,
        "sorts": sorts,
    }
    context.close()
    return visit


def _timed(page: Any, act: Callable[[], None]) -> float:
    """Milliseconds from one press to the paint that shows it; SMALLEST when it was shorter."""
    page.wait_for_timeout(300)  # what the last one started has ended
    page.evaluate("presses.length = 0")
    act()
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    page.wait_for_timeout(200)  # entries come after the paint
    return max([SMALLEST, *(duration for _, interaction, duration in page.evaluate("presses") if interaction)])
