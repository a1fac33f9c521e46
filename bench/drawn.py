"""What stands on pages and pictures of ours, taken apart: what a row says, where a text is on a label."""

from __future__ import annotations

import html
import re
from typing import Any

VERDICT = re.compile(r'<span class="verdict" data-outcome="([^"]+)">(.*?)</span>(?: <small>(.*?)</small>)?')
GROUP = re.compile(
    r'(?:<h[34] class="group">(?P<says>[^<]*): <span class="verdict" data-outcome="(?P<state>[^"]+)">[^<]*</span></h[34]>)?'
    r'(?:<details class="unlooked"><summary>(?P<unlooked>\d+) [^<]*</summary>\n)?<ul class="findings">\n(?P<rows>.*?</p></li>)\n</ul>',
    re.DOTALL,
)
ROW = re.compile(
    r'<li>(?P<asked><span class="verdict" data-outcome="[^"]+">[^<]*</span>\n<div><p class="says">[^\n]*?</p>)<p class="why">(?P<why>.*?)</p>\n'
    r'(?:<ul class="clauses">\n(?P<clauses>.*?)</ul>\n)?(?:<ul class="each">\n(?P<each>.*?)</ul>\n)?</div>\n'
    r'(?P<source><p class="source">.*?</p>)</li>',
    re.DOTALL,
)
CLAUSE = re.compile(r'<li>(.*?)(?:: (.*?))? \(<a href="[^"]*/licenses/([^/]+)/">')
EACH = re.compile(r'<li><span class="verdict" data-outcome="([^"]+)">(.*?)</span> (.*?) ((?:<a .*?)?)</li>')
HREF = re.compile(r'href="([^"]*)"')
WHEN = re.compile(r'<time datetime="([^"]+)">.*?</time>, (.*?)</span>')
CALLED = re.compile(r' calls it <q><a href="([^"]+)" rel="nofollow noopener">(.*?)</a></q>')
SAME = re.compile(r'<p class="says"><a href="#([^"]+)">(.*?)</a> <small>told above')
STANDING = re.compile(r'<li><a href="([^"]+)"><span class="verdict" data-outcome="([^"]+)">(.*?)</span></a> ([\d,]+)</li>')
KEY = re.compile(r'<svg class="strip" aria-hidden="true"[^>]*><path class="([^"]+)" d="([^"]+)"/></svg></dt><dd>(.*?)</dd>')
BOARD_ROW = re.compile(r"<tr id=.*?</tr>", re.DOTALL)
COUNTS = re.compile(r'<li id="([^"]+)">\n<div class="ask">(?:(?!</div>).)*?<br>(\d+) met, (\d+) not, (\d+) undetermined</p>', re.DOTALL)
LEVEL_COUNTS = re.compile(r'<section id="level-([^"]+)">.*?(\d+) models? meets? it, (\d+) do(?:es)? not, (\d+) undetermined', re.DOTALL)
FUNNEL = re.compile(r'<li><a href="#([^"]+)">(.*?)</a><svg (.*?)</svg>\n<b>', re.DOTALL)
LABEL_ITEM = re.compile(
    r'<text x="(?P<x>[^"]+)" y="(?P<y>[^"]+)" font-size="(?P<size>\d+)"(?P<bold> font-weight="700")? fill="(?P<fill>[^"]+)"'
    r' textLength="(?P<long>[^"]+)">(?P<text>.*?)</text>'
    r'|<g transform="translate\((?P<at>[^)]+)\)">(?P<cells>.*?)</g>'
    r'|<path fill="(?P<paint>[^"]+)" d="M12 (?P<top>[\d.]+)h296v(?P<thick>\d+)h-296z"/>'
)
STATES = {"0h": "met", "0v": "partial", ".75h": "not", "3.25h": "unknown", "3.75h": "none"}


def sheet(page: str) -> dict[str, Any]:
    """One page of the leaderboard: what it says of itself, and its rows."""
    return {
        "title": html.unescape(one(r"<h1>\s*(.*?)\s*</h1>", page)),
        "sub": html.unescape(one(r'<p class="sub">(.*?)</p>', page)),
        "lede": html.unescape(one(r'<p class="lede">(.*?) <a ', page)),
        "ids": re.findall(r'<tr id="([^"]+)"', page),
    }


def label(picture: str) -> dict[str, Any]:
    """The openness label as what stands on it, in order: texts, rules and strips with their places."""
    items: list[list[Any]] = []
    for found in LABEL_ITEM.finditer(picture.partition("aria-hidden")[2]):
        if found["text"] is not None:
            items.append(["text", found["x"], found["y"], found["size"], bool(found["bold"]), found["fill"], found["long"], html.unescape(found["text"])])
        elif found["cells"] is not None:
            states = [STATES[shape] for shape in re.findall(r'd="M[\d.]+ ([\d.]+[hv])', found["cells"])]
            items.append(["strip", found["at"], states])
        else:
            items.append(["rule", found["paint"], found["top"], found["thick"]])
    return {"height": int(one(r'height="(\d+)"', picture)), "name": html.unescape(one(r"<title>(.*?)</title>", picture)), "items": items}


def way(text: str) -> dict[str, Any]:
    """One way to the next level, of which steps of the first it stands instead, and what it leaves to be found out."""
    instead = re.search(r"instead of (.*?):</p>", text)
    todo = "".join(re.findall(r'<ol class="change"[^>]*>(.*?)</ol>', text))
    unknown = re.search(r"</summary><ul>(.*?)</ul>", text)
    return {
        "instead": re.findall("“(.*?)”", html.unescape(instead[1])) if instead else [],
        "todo": [html.unescape(step) for step in re.findall("<li>(.*?)</li>", todo)],
        "unknown": [html.unescape(step) for step in re.findall("<li>(.*?)</li>", unknown[1])] if unknown else [],
    }


def source(text: str) -> dict[str, Any]:
    """What a finding rests on, and who looked when."""
    when = WHEN.search(text)
    return {
        "evidence": [html.unescape(address) for address in HREF.findall(text)],
        "on": when[1] if when else "",
        "by": html.unescape(when[2]) if when else "",
    }


def texts(found: re.Match[str] | None) -> list[str]:
    """What VERDICT found: outcome, word and what goes beyond it; three empty texts where it found nothing."""
    return [html.unescape(part or "") for part in found.groups()] if found else ["", "", ""]


def funnel(picture: str) -> list[int]:
    """How many models meet a requirement, and of how many it is undetermined."""
    return [int(one(rf"<title>(\d+) {word}", picture) or 0) for word in ("meet it", "undetermined")]


def one(pattern: str, text: str) -> str:
    """The first group of the first place that the pattern fits; empty where none does."""
    found = re.search(pattern, text, re.DOTALL)
    return found[1] if found else ""
