"""Draw docs/architecture.svg, the folders of the program and who imports from whom: `python -m tools.architecture`.

Read from the real imports, so that the picture cannot be wrong; `--check` fails when the picture that lies there is not what they say.
"""

from __future__ import annotations

import ast
import functools
import sys
from html import escape
from pathlib import Path

HERE = Path(__file__).resolve().parent.parent
PICTURE = HERE / "docs" / "architecture.svg"
# the one law of imports: a module imports from folders of a strictly lower rank, or from its own
RANKS: tuple[tuple[str, ...], ...] = (
    ("records",),
    ("files", "licenses"),
    ("load", "enrich", "judge", "fetch", "history", "stats"),
    ("render",),
    ("pipeline", "commands"),
    ("cli",),
)
RANK = {folder: rank for rank, folders in enumerate(RANKS) for folder in folders}
WIDTH, EDGE, GAP, LINE = 1180, 20, 18, 15  # pixels
DOOR = "build.py"


def modules(program: Path) -> dict[str, Path]:
    """Every module below the package, by its dotted name, sorted; a package goes by its folder's name."""
    files = sorted(file for file in program.rglob("*.py") if file.name != "__main__.py")  # which is a door, as build.py is
    return {".".join(file.relative_to(program.parent).with_suffix("").parts).removesuffix(".__init__"): file for file in files}


@functools.cache
def nodes(file: Path) -> list[ast.AST]:
    """Every part of a module."""
    return list(ast.walk(ast.parse(file.read_text("utf-8"))))


def imported(file: Path, known: dict[str, Path]) -> set[str]:
    """Modules of ours that the file imports anywhere, within functions too. Of `from a import b`: b where that is a module, else a."""
    found: set[str] = set()
    for node in nodes(file):
        if isinstance(node, ast.ImportFrom) and node.module:
            found |= {whole if (whole := f"{node.module}.{name.name}") in known else node.module for name in node.names}
        elif isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
    return found & known.keys()


def folder_of(module: str) -> str:
    """Folder of a module such as `howopen.judge.strip`: `judge`; of the package itself: empty."""
    return module.partition(".")[2].partition(".")[0]


def edges(known: dict[str, Path]) -> set[tuple[str, str]]:
    """(importing folder, imported folder), each pair once, without a folder's imports of its own."""
    pairs = {(folder_of(name), folder_of(other)) for name, file in known.items() for other in imported(file, known)}
    pairs |= {(DOOR, folder_of(other)) for other in imported(HERE / DOOR, known)}
    return {(one, other) for one, other in pairs if one and other and one != other}


def svg(known: dict[str, Path]) -> str:
    """The picture: a row for each rank, the front door at the top; in each box the modules of a folder; a line for each pair that imports."""
    names = {folder: sorted(name.split(".", 2)[2] for name in known if name.startswith(f"howopen.{folder}.")) for folder in RANK}
    rows = [[DOOR], *[list(folders) for folders in reversed(RANKS)]]
    boxes: dict[str, tuple[float, float, float, float]] = {}  # x, y, width, height
    drawn: list[str] = []
    y = float(EDGE)
    for row in rows:
        columns = {folder: -(-len(names.get(folder, ())) // 10) or 1 for folder in row}
        share = (WIDTH - 2 * EDGE - GAP * (len(row) - 1)) / sum(columns.values())
        height = max(34 + LINE * min(10, -(-len(names.get(folder, ())) // columns[folder])) for folder in row)
        x = float(EDGE)
        for folder in row:
            width = share * columns[folder]
            boxes[folder] = (x, y, width, height)
            drawn.append(f'<rect x="{x:.0f}" y="{y:.0f}" width="{width:.0f}" height="{height:.0f}" rx="4"/>')
            drawn.append(f'<text class="name" x="{x + 10:.0f}" y="{y + 21:.0f}">{escape(folder)}</text>')
            deep = -(-len(names.get(folder, ())) // columns[folder]) or 1
            for at, name in enumerate(names.get(folder, ())):
                place = x + 10 + (at // deep) * share, y + 40 + LINE * (at % deep)
                drawn.append(f'<text x="{place[0]:.0f}" y="{place[1]:.0f}">{escape(name)}</text>')
            x += width + GAP
        y += height + 56
    lines = []
    for one, other in sorted(edges(known)):
        (ax, ay, aw, ah), (bx, by, bw, _) = boxes[one], boxes[other]
        x1, y1, x2 = ax + aw / 2, ay + ah, bx + bw / 2
        lines.append(f'<path d="M{x1:.0f} {y1:.0f} C{x1:.0f} {y1 + 50:.0f} {x2:.0f} {by - 50:.0f} {x2:.0f} {by:.0f}"/>')
    said = "Folders of howopen by rank, and which imports from which"
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y - 56 + EDGE:.0f}" role="img" aria-label="{said}">'
        "<style>svg{background:#fff}rect{fill:#faf8f3;stroke:#333}text{font:11px ui-monospace,monospace;fill:#222}.name{font:bold 15px Georgia,serif}"
        "path{fill:none;stroke:#8a6d3b;stroke-opacity:.55}</style>\n" + "\n".join([*lines, *drawn]) + "\n</svg>\n"
    )


def main() -> None:
    """Write the picture, or with `--check` fail when it is stale."""
    wanted = svg(modules(HERE / "howopen"))
    if "--check" in sys.argv[1:]:
        if not PICTURE.is_file() or PICTURE.read_text("utf-8") != wanted:
            sys.exit("docs/architecture.svg is not what the imports say; run `python -m tools.architecture`")
        return
    PICTURE.write_text(wanted, "utf-8")


if __name__ == "__main__":
    main()
