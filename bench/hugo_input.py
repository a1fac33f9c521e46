"""What Hugo is given: one data file a model, and tables for all, made from a site of ours. Not part of what is timed.

Hugo cannot judge, so it gets our verdicts: each model's answer of our API, and from its page, badges and label what is worked out in words and pixels
(which sentence says why, where a line breaks, how wide a text is). It has to turn these into the same pages and files.
"""

from __future__ import annotations

import html
import json
import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

from bench import drawn

HERE = Path(__file__).parent


def write(site: Path, into: Path) -> None:
    """Make `into` a Hugo project that builds the equivalent of `site`. The folder must not exist."""
    shutil.copytree(HERE / "hugo", into)
    shutil.copytree(site / "assets", into / "static" / "assets")
    maker = _Maker(site)
    (into / "assets" / "models").mkdir(parents=True)
    for key in maker.ids:
        _dump(into / "assets" / "models" / f"{key}.json", maker.model(key))
    for name, table in maker.tables().items():
        _dump(into / "data" / f"{name}.json", table)


def read(project: Path, key: str) -> dict[str, Any]:
    """What the project was given for one model."""
    return json.loads((project / "assets" / "models" / f"{key}.json").read_text())


def _dump(file: Path, value: Any) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps(value, ensure_ascii=False, separators=(",", ":")))


class _Maker:
    """Reads the site; collects what many models share while it goes through them."""

    def __init__(self, site: Path) -> None:
        self._site = site
        self._entries = self._answer("models")["models"]
        self.ids = [entry["id"] for entry in self._entries]
        self._names = {entry["id"]: entry["name"] for entry in self._entries}
        self._asked: dict[str, int] = {}
        self._badges: dict[str, dict[str, Any]] = {}
        self._expressions: set[str] = set()
        self._definitions = [self._answer(f"definitions/{entry['id']}")["definition"] for entry in self._answer("definitions")["definitions"]]
        self._derived: dict[str, list[str]] = {}
        self._bases: dict[str, list[str] | None] = {}
        for key in sorted(self.ids):
            whole = self._answer(f"models/{key}")["model"]
            self._bases[key] = whole["facts"].get("derived-from")
            for base in whole["ancestors"] or ():
                self._derived.setdefault(base, []).append(key)
        self._counts: dict[str, dict[str, list[int]]] = {definition["id"]: {} for definition in self._definitions}

    def _text(self, path: str) -> str:
        return (self._site / path).read_text()

    def _answer(self, name: str) -> dict[str, Any]:
        return json.loads(self._text(f"api/v1/{name}.json"))

    # ---- one model ----------------------------------------------------------------------------------------------------

    def model(self, key: str) -> dict[str, Any]:
        """All that Hugo needs for the page of a model and for the files beside it."""
        answer = self._answer(f"models/{key}")
        model = answer["model"]
        hub = model["huggingface"][0] if model["huggingface"] else None
        kinds = [file.stem for file in sorted((self._site / "badges" / key).glob("*.json"))]
        for part in [*model["facts"].get("components", {}).values(), model["facts"].get("data-information", {})]:
            self._expressions |= {one["license"] for one in (part, *part.get("datasets", ())) if one.get("license")}
        return {
            "answer": answer,
            "entry": self._answer(f"hf/{hub}")["model"] if hub else None,
            "cdx": json.loads(self._text(f"api/v1/models/{key}.cdx.json")),
            "badges": {kind: self._badge(f"badges/{key}/{kind}") for kind in kinds},
            "label": drawn.label(self._text(f"badges/{key}/label.svg")),
            "page": self._page(self._text(f"models/{key}/index.html")),
            "lineage": self._lineage(self._bases[key]),
            "derived": self._derived.get(key, []),
        }

    def _page(self, page: str) -> dict[str, Any]:
        verdicts = {}
        sources: dict[str, int] = {}
        for block in page.partition('<section aria-labelledby="')[0].split('<details class="verdicts"')[1:]:
            _, _, after = block.partition("<h3>What would have to change")
            ways = re.split(r'<h3|<ul class="findings">|<details class="unlooked">', after, maxsplit=1)[0]
            rungs = [[self._group(group, sources) for group in drawn.GROUP.finditer(rung)] for rung in block.split("<h3>") if drawn.GROUP.search(rung)]
            verdicts[drawn.one(r'<h2 id="([^"]+)"', block)] = {
                "verdict": drawn.texts(drawn.VERDICT.search(block)),
                "rungs": rungs,
                "ways": [drawn.way(way) for way in re.split(r"(?=<p>Or, )", ways)] if ways else [],
            }
        return {"verdicts": verdicts, "sources": [drawn.source(text) for text in sources]}

    def _group(self, found: re.Match[str], sources: dict[str, int]) -> dict[str, Any]:
        rows = [self._row(row, sources) for row in drawn.ROW.finditer(found["rows"])]
        return {"says": html.unescape(found["says"] or ""), "state": found["state"], "unlooked": int(found["unlooked"] or 0), "rows": rows}

    def _row(self, row: re.Match[str], sources: dict[str, int]) -> dict[str, Any]:
        """What it asks, and of which sources of the model it was learned, are places in tables: each is drawn once, as it is in our build."""
        found: dict[str, Any] = {
            "asked": self._asked.setdefault(row["asked"], len(self._asked)),
            "why": html.unescape(row["why"]),
            "source": sources.setdefault(row["source"], len(sources)),
        }
        if row["clauses"]:
            found["clauses"] = [[html.unescape(part) for part in clause] for clause in drawn.CLAUSE.findall(row["clauses"])]
        if row["each"]:
            each = drawn.EACH.findall(row["each"])
            found["each"] = [[state, html.unescape(name), html.unescape(why), drawn.HREF.findall(links)] for state, name, why, links in each]
        return found

    def _lineage(self, bases: list[str] | None) -> list[list[Any]]:
        """[id, name, whether it is here, what that derives from], as the page draws it; no id: nobody has said."""
        nodes: list[list[Any]] = []
        for base in bases or ():
            key = base.removeprefix("hf:")
            if key in self._bases:
                further = self._bases[key]
                unknown = [["", "what it derives from is unknown", False, []]]
                nodes.append([key, self._names[key], True, unknown if further is None else self._lineage(further)])
            else:
                nodes.append([key, key, False, []])
        return nodes

    def _badge(self, path: str) -> str:
        """The key of the badge in the table of badges."""
        said = json.loads(self._text(f"{path}.json"))
        key = f"{said['label']}: {said['message']} {said['color']}"
        if key not in self._badges:
            picture = self._text(f"{path}.svg")
            left, right = re.findall(r'textLength="([^"]+)"', picture)
            width, middle = int(drawn.one(r'width="(\d+)"', picture)), int(drawn.one(r'd="M3 0H(\d+)V', picture))
            self._badges[key] = {"left": left, "right": right, "middle": middle, "width": width, "ends": width - 3, "said": said}
        return key

    # ---- what all share -----------------------------------------------------------------------------------------------

    def tables(self) -> dict[str, Any]:
        """Each table by its name. To be asked last: they hold what the models use."""
        sheets = self._sheets()
        board = sheets[0]
        developers = [self._answer(f"developers/{one['id']}")["developer"] for one in self._answer("developers")["developers"]]
        licenses = [self._answer(f"licenses/{one['id']}")["license"] for one in self._answer("licenses")["licenses"]]
        names = {one["id"]: one["name"] if one["id"].startswith("LicenseRef-") else one["id"] for one in licenses}
        order = re.findall(r'<tr><th scope="row"><a href="\.\./licenses/([^/]+)/', self._text("licenses/index.html"))
        by_id = {one["id"]: one for one in licenses}
        vocabulary = self._answer("vocabulary")["vocabulary"]
        words = tomllib.loads((HERE.parent / "templates" / "words.toml").read_text())
        first = drawn.one(r'<h2 id="([^"]+)"', self._text(f"models/{self.ids[0]}/index.html").partition('<details class="verdicts"')[2])
        ordered = sorted((self._definition(one) for one in self._definitions), key=lambda one: one["id"] != first)
        columns = re.findall(r'<th scope="col" data-sort="number">([^<]+)</th>', board)[3:-2]
        rows = drawn.BOARD_ROW.findall("".join(sheets))
        if len(rows) != len(self._entries):
            raise SystemExit("the front page is not the one that Hugo's templates in bench/hugo/ draw; they and bench/drawn.py have to follow it first")
        return {
            "models": {entry["id"]: self._listed(entry, row) for entry, row in zip(self._entries, rows, strict=True)},
            "ranks": self.ids,
            "sheets": [drawn.sheet(sheet) for sheet in sheets],
            "index": self._index(),
            "badges": self._badges,
            "asked": list(self._asked),
            "expressions": {text: [_operator(text), [[part, names[part]] for part in _licenses(text)]] for text in sorted(self._expressions - {"NONE"})},
            "people": {one["id"]: {"name": one["name"]} for one in developers},
            "developers": sorted(developers, key=lambda one: one["name"].lower()),
            "licenses": [by_id[key] for key in order],
            "definitions": sorted(ordered, key=lambda one: one["order"]),
            "ordered": ordered,
            "columns": columns,
            # which verdict of a leaderboard's row stands in which column of a developer's page
            "shown": [
                [one["short"], [ordered[0]["short"], *columns].index(one["short"])]
                for one in self._definitions
                if one["short"] in [ordered[0]["short"], *columns]
            ],
            "otherwise": {one["id"]: one["otherwise"] for level in ordered[0]["levels"] for one in level["requires"] if "otherwise" in one},
            "vocabulary": vocabulary,
            # Go's maps have no order
            "parts": _listing(vocabulary["components"]),
            "aspects": _listing(vocabulary["data-information"]),
            "tags": _listing(vocabulary["tags"]),
            "outcomes": words["outcome"],
            "conflicts": words["conflict"],
            "sides": words["side"],
            "bases": {"faq": "FAQ", "checklist": "checklist", "project-reading": "our reading"},
            "readings": {"full-text": "read in full", "translation": "read in translation", "excerpts": "read in excerpts", "secondary": "known from reports"},
            "extents": {"full-text": "in full", "excerpts": "in excerpts", "summary": "only summaries of it", "name": "nothing but its name"},
            "key": [[state, shape, html.unescape(word)] for state, shape, word in drawn.KEY.findall(board)],
            "site": self._about(board),
        }

    def _sheets(self) -> list[str]:
        """The pages of the leaderboard, by rank."""
        further = sorted((int(file.parent.name), file) for file in self._site.glob("page/*/index.html"))
        return [self._text("index.html"), *(file.read_text() for _, file in further)]

    def _index(self) -> dict[str, Any] | None:
        """The rows of all pages as the script reads them, with the name of their file; None where one page has all."""
        file = next((self._site / "assets").glob("board.*.json"), None)
        return {"name": file.name, "rows": json.loads(file.read_text())} if file else None

    def _listed(self, entry: dict[str, Any], row: str) -> dict[str, Any]:
        """A model as it stands in lists."""
        called = drawn.CALLED.search(self._text(f"models/{entry['id']}/index.html"))
        verdicts = [[state, html.unescape(word), html.unescape(more)] for state, word, more in drawn.VERDICT.findall(row)]
        keys = re.findall(r'data-k="([^"]+)"', row)
        claim = re.search(r'<span class="claim" data-claim="([^"]+)">called <q>(.*?)</q>(.*?)</span>', row)
        bar = re.search(r'class="possible" d="M0 0h([\d.]+)v.*class="proven" d="M0 0h([\d.]+)v', row)
        return {
            "name": entry["name"],
            "developer": entry["developer"],
            "released": entry["released"],
            "license": entry["weights"]["license"],
            "checked": entry["checked"],
            "claim": [claim[1], html.unescape(claim[2]), html.unescape(claim[3])] if claim else None,
            "said": {"url": html.unescape(called[1]), "says": html.unescape(called[2])} if called else None,
            "is": html.unescape(drawn.one(r'data-is="([^"]*)"', row)),
            "rank": entry["rank"],
            "keys": keys,
            "verdicts": verdicts,
            "views": next(entry["verdicts"][one["id"]].get("views", {}) for one in self._definitions if one.get("views")),
            "strip": list(entry["strip"].values()),
            "bar": [bar[1], bar[2]],
            "range": html.unescape(drawn.one(r"</svg> ([\d–]+)</span>", row)),
        }

    def _definition(self, definition: dict[str, Any]) -> dict[str, Any]:
        """A definition with how many models meet each requirement, from the page that says so."""
        page = self._text(f"definitions/{definition['id']}/index.html")
        counts = {key: [int(met), int(missed), int(open_)] for key, met, missed, open_ in drawn.COUNTS.findall(page)}
        levels = {key: [int(number) for number in numbers] for key, *numbers in drawn.LEVEL_COUNTS.findall(page)}
        funnel = [[key, html.unescape(says), *drawn.funnel(rest)] for key, says, rest in drawn.FUNNEL.findall(page)]
        says = {key: html.unescape(text) for key, text in drawn.SAME.findall(page)}
        listed = drawn.one(rf'href="[^"]*definitions/{re.escape(definition["id"])}/">.*?<ul class="tally">(.*?)</ul>', self._text("definitions/index.html"))
        standings = [[html.unescape(part) for part in one] for one in drawn.STANDING.findall(listed)]
        return definition | {"counts": counts, "level-counts": levels, "funnel": funnel, "says": says, "standings": standings}

    def _about(self, board: str) -> dict[str, Any]:
        """What every page has."""
        build = self._answer("meta")["build"]
        page = self._text(f"models/{self.ids[0]}/index.html")
        return {
            "address": build["address"],
            "spdx": build["spdx-list"],
            "summary": html.unescape(drawn.one(r'name="description" content="([^"]*)"', board)),
            "caption": drawn.one(r'<caption class="hidden">(.*?)</caption>', board),
            "menu": [[address, name] for address, name in re.findall(r'<li><a href="\./([^"]*)"[^>]*>(.*?)</a>', board.partition("</nav>")[0])],
            "repository": drawn.one(r'<a href="([^"]+)">Sources and corrections</a>', board),
            "history": html.unescape(drawn.one(r'<h2 id="history">History</h2>\n<p class="quiet">(.*?)</p>', page)),
            "facets": drawn.one(r'<script type="application/json" id="facets">(.*?)</script>', board),
            "assets": {file.name.split(".")[0]: file.name for file in (self._site / "assets").iterdir() if file.is_file() and file.suffix != ".json"},
            "style": drawn.one(r'href="\./assets/(style\.[^"]+)"', board),
        }


def _listing(words: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"id": key, **word} for key, word in words.items()]


def _operator(expression: str) -> str:
    return "AND" if " AND " in expression else "OR"


def _licenses(expression: str) -> list[str]:
    return re.split(r" (?:AND|OR) ", expression.replace("(", "").replace(")", ""))
