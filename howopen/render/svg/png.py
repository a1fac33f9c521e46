"""SVG -> PNG at twice the size, for places that refuse SVG. The only user of resvg.

Drawn with the font that lies beside this file and no other, so the same picture gives the same bytes on every machine. A drawing
takes some milliseconds, so each is kept in a folder by what it was made of.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path

from howopen.files import atomic, reading

FONT = Path(__file__).resolve().parent / "fonts" / "DejaVuSans.ttf"
MOST_BYTES = 8 * 1024 * 1024  # of a picture that is kept; the largest card is a fiftieth of it
ZOOM = 2.0  # PNG pixels for one of the SVG's


def drawer(cache: Path) -> Callable[[str], bytes]:
    """A function that draws an SVG as PNG, or takes it from `cache`, where it stood already. Raises ValueError for what is no SVG."""
    made_with = hashlib.sha256(FONT.read_bytes() + version("resvg-py").encode()).hexdigest()

    def draw(svg: str) -> bytes:
        kept = cache / f"{hashlib.sha256(f'{made_with} {ZOOM} {svg}'.encode()).hexdigest()}.png"
        try:
            return reading.content(kept, MOST_BYTES)
        except (FileNotFoundError, reading.Unreadable):
            picture = png(svg)
        atomic.write(kept, picture)  # whole or not at all: another build may be reading the folder
        return picture

    return draw


def png(svg: str) -> bytes:
    """The picture as PNG. Raises ValueError for what is no SVG."""
    import resvg_py  # a quick build draws nothing

    return bytes(
        resvg_py.svg_to_bytes(
            svg_string=svg, zoom=ZOOM, skip_system_fonts=True, font_files=[str(FONT)], font_family="DejaVu Sans", sans_serif_family="DejaVu Sans"
        )
    )
