"""What HTML lets stand where, beyond what a parser finds: the rules that our pages could break."""

from __future__ import annotations

from collections.abc import Iterator

WITHIN = {  # what may stand directly within some elements; HTML, section 4
    "ul": "li", "ol": "li", "dl": "div dt dd", "table": "caption colgroup thead tbody", "thead": "tr", "tbody": "tr", "tr": "th td", "colgroup": "col",
    "select": "option optgroup", "head": "meta title link script",
}  # fmt: skip
PHRASES = {"p", "span", "a", "b", "i", "em", "strong", "small", "abbr", "q", "code", "pre", "time", "label", "button", "output", "h1", "h2", "h3", "h4", "dt"}
BLOCKS_OF_TEXT = {"p", "div", "ul", "ol", "dl", "table", "section", "article", "aside", "nav", "header", "footer", "main", "figure", "details", "form", "pre"}
HEADINGS = {"h1", "h2", "h3", "h4"}
TOUCHED = {"a", "button", "input", "select", "textarea", "details", "label"}


def below(one) -> Iterator:
    """Every element within this one, in order; the library looks for `*` as for any selector, which takes ten times as long."""
    left = [one]
    while left:
        left += reversed([child for child in left.pop().children or () if child.name[0] not in "#!"])
        yield from left[-1:]


def misplaced(root) -> Iterator[str]:
    """What stands where HTML does not let it, in words."""
    elements = [one for one in below(root) if one.namespace in (None, "html")]
    ids = {one.attrs["id"] for one in elements if "id" in one.attrs}
    for one in elements:
        inner = [child for child in one.children or () if child.name and child.name[0] not in "#!"]
        if one.name in WITHIN:
            yield from (f"<{child.name}> in <{one.name}>" for child in inner if child.name not in (*WITHIN[one.name].split(), "script", "template"))
        if one.name in PHRASES:
            yield from (f"<{block.name}> within <{one.name}>" for block in below(one) if block.name in BLOCKS_OF_TEXT)
        if one.name in ("a", "button"):
            yield from (f"<{other.name}> within <{one.name}>" for other in below(one) if other.name in TOUCHED)
        if one.name in ("details", "figure", "fieldset", "dl", "ul", "ol") and not inner:
            yield f"empty <{one.name}>"
        if one.name == "details" and inner and (inner[0].name != "summary" or len(inner) == 1):
            yield "<details> without a summary first and something to fold"
        if one.name == "img" and not {"alt", "width", "height"} <= {*one.attrs}:
            yield "<img> without a text or a size"
        named = {"aria-label", "aria-labelledby"} & {*one.attrs}
        if one.name in ("section", "figure", "article") and not named and not any(inner.name in HEADINGS for inner in below(one)):
            yield f"<{one.name}> without a name or a heading"
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            yield from (f"{name} of <{one.name}> names {key}, which is not there" for key in one.attrs.get(name, "").split() if key not in ids)
        if one.name == "table":
            yield from uneven(one)


def uneven(table) -> Iterator[str]:
    """Rows of a table that have more or fewer columns than its first one."""
    width, still = None, []  # of the cells of rows above, how many rows further each goes
    for row in (one for one in below(table) if one.name == "tr"):
        cells = [one for one in below(row) if one.name in ("th", "td")]
        spans = [(int(cell.attrs.get("colspan", 1)), int(cell.attrs.get("rowspan", 1))) for cell in cells]
        columns = sum(columns for columns, _ in spans) + sum(columns for columns, _ in still)
        width = width or columns
        if columns != width:
            yield f"a row of {columns} columns in a table of {width}: {row.to_text()[:60]}"
        still = [(columns, rows - 1) for columns, rows in (*still, *spans) if rows > 1]
