"""Makes pages from templates; knows what all pages share. The only user of jinja2; templates loop, test presence and call macros, and have all the words."""

from __future__ import annotations

import functools
import hashlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from markupsafe import Markup

from howopen.files import harmless
from howopen.records.catalogue import Catalogue
from howopen.records.change import History
from howopen.records.definition import Definition, Level
from howopen.records.summary import Result, Summary
from howopen.records.verdict import Judged, Outcome, Verdict
from howopen.render import wording
from howopen.render.html import finding_rows
from howopen.render.stamp import Stamp
from howopen.render.svg import badges
from howopen.render.svg import strip as strip_svg

if TYPE_CHECKING:  # commands that draw no page have words from beside this module, and would wait for it
    import jinja2

_PIECES = (
    *("evidence", "day", "edition", "license_name", "month", "verdict", "license", "terms", "published", "points", "step_open", "part_names", "top", "bottom"),
)


@dataclass(frozen=True)
class Renderer:
    """Makes pages from templates; knows what all pages share."""

    known: Catalogue  # what all models share; of models, only those whose pages are made and what they derive from
    words: wording.Words
    templates: Path
    stamp: Stamp
    past: History
    png: bool  # whether badges are there as PNG too
    cards: bool  # whether there are social cards
    only: str | None = None  # the one file to draw, the others are left blank; None: all

    def assets(self) -> Iterator[tuple[str, bytes]]:
        """(path, content) of each asset, under a name that changes with its content."""
        yield from ((f"assets/{self._named[name]}", content) for name, content in self._assets.items())

    @cached_property
    def _assets(self) -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in sorted((self.templates / "assets").iterdir())}

    @cached_property
    def _named(self) -> dict[str, str]:
        return {name: _fingerprinted(name, content) for name, content in self._assets.items()}

    @cached_property
    def _jinja(self) -> jinja2.Environment:
        """The templates, with all that they may ask for."""
        findings = finding_rows.FindingRenderer(self.words, self._pieces)
        self._bare.globals |= {
            "asset": lambda name: f"assets/{self._named[name]}",
            "strip_of": self.strip_of,
            "strip_key": [(strip_svg.mark(state), word) for state, word in self._strip_words],
            "score_bar": strip_svg.score,
            "level": self.level,
            "Outcome": Outcome,
            "percent": lambda share: round(share * 100),
            "badge_kinds": badges.kinds(self.known),
            "past": self.past,
            "png": self.png,
            "cards": self.cards,
            "result": self.result,
            "freedoms": self.freedoms,
            "when": lambda checked: self._pieces["when"](*self.words.looked(checked)),
            "ordered_definitions": self.ordered,
            "groups": findings.groups,
            "findings_once": findings.once,
            "use": self._used,
            "ways": findings.ways,
            **{name: self._pieces[name] for name in _PIECES},
        }
        return self._bare

    @cached_property
    def _bare(self) -> jinja2.Environment:
        """The templates, with the words that pieces are drawn from."""
        import jinja2

        from howopen.render.html import template_code
        from howopen.render.html.template_cache import Compiled

        loader = jinja2.FileSystemLoader(self.templates)
        jinja = template_code.Environment(
            loader=loader, autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False
        )
        # the options bear on the code, and stand in these very files
        made_by = "".join(Path(file).read_text("utf-8") for file in (__file__, template_code.__file__))
        jinja.bytecode_cache = Compiled(self.templates, f"{sys.version} {jinja2.__version__} {made_by}")
        jinja.filters["markdown"] = lambda text: harmless.markdown(harmless.one_line(text))
        menu = [(key, page) for key, (page, _) in sorted(self.known.pages.items(), key=lambda item: item[1][0].menu or 0) if page.menu is not None]
        jinja.globals |= {
            "known": self.known,
            "site": self.known.site,
            "vocabulary": self.known.vocabulary,
            "definitions": self.known.definitions,
            "names": self.words.names,
            "words": self.words,
            "who": self.words.who,
            "stamp": self.stamp,
            "menu": menu,
            "menu_paths": {"", "claims/", "definitions/", "licenses/", "developers/", *(f"{key}/" for key, _ in menu)},
        }
        return jinja

    @cached_property
    def _pieces(self) -> dict[str, Callable[..., Markup]]:
        """The pieces that more than one page draws, by name; each is drawn once for each distinct content."""
        from jinja2.runtime import Macro

        pieces = self._bare.get_template("pieces.html").module
        # with autoescape, a macro gives Markup
        macros = {name: cast("Callable[..., Markup]", macro) for name, macro in vars(pieces).items() if isinstance(macro, Macro)}
        drawn: dict[str, Callable[..., Markup]] = {name: functools.lru_cache(maxsize=8192)(macro) for name, macro in macros.items()}
        if self.known.fetched.dead:
            drawn["evidence"] = finding_rows.with_dead(drawn["evidence"], self.known.fetched.dead)
        return drawn

    @cached_property
    def ordered(self) -> list[Definition]:
        """The definitions, that of the headline first."""
        return sorted(self.known.definitions.values(), key=lambda definition: definition.id != self.known.board.headline)

    def _used(self, template: str) -> Any:
        """The macros of a template. Jinja's `import` does the same and looks at each page which globals it knows: 40 of 5,000 us a page."""
        if template not in self._modules:
            self._modules[template] = self._jinja.get_template(template).module
        return self._modules[template]

    @cached_property
    def _modules(self) -> dict[str, Any]:
        return {}

    def macros(self, template: str) -> Any:
        """The macros of a template, for pieces that stand on several pages; their links lead from the front page."""
        return self._jinja.get_template(template).make_module({"root": ""})

    def result(self, definition: Definition, one: Judged | Summary) -> Markup:
        """The result under a definition, drawn."""
        verdict = one.verdicts[definition.id]
        return self._pieces["verdict"](wording.state(definition, verdict), self.words.result(definition, verdict), self.words.beyond(definition, verdict))

    def freedoms(self, verdict: Verdict | Result) -> Markup:
        """The views of a verdict as letters, drawn."""
        named = self.known.vocabulary.freedoms
        said = self.words.said["outcome"]
        views = [(view.id, named[view.id].label if view.id in named else view.id, view.outcome.word) for view in verdict.views]
        return self._pieces["freedoms"](tuple((label[:1].upper(), label, word, said[word]) for _, label, word in views))

    def strip_of(self, cells: tuple[tuple[str, str], ...], told: bool = True) -> Markup:
        """The strip of some parts, drawn; `cells` are (component, state). Not `told`, it has no text alternative."""
        return strip_svg.strip(cells, self.groups, self._strip_words, told=told)

    @cached_property
    def _strip_words(self) -> tuple[tuple[str, str], ...]:
        return tuple((state, self.words.said["strip-state"][state]) for state in strip_svg.CELL)

    @cached_property
    def groups(self) -> tuple[tuple[str, str, str], ...]:
        """(component, its group, its name) of every component."""
        return tuple((key, word.group, word.label) for key, word in self.known.vocabulary.components.items())

    def level(self, definition: str, key: str | None) -> Level | None:
        """The level of that id, or None."""
        return next((level for level in self.known.definitions[definition].levels if level.id == key), None)

    def page(self, path: str, template: str, **context: object) -> tuple[str, str]:
        """A finished page; `path` is that of its folder, such as `models/x/`, or of a file, such as `404.html`."""
        root = "../" * path.count("/") or "./"
        if path == "404.html":
            # served at whatever address was not found, so its links cannot be relative
            root = "/" + self.stamp.base_url.split("://", 1)[-1].partition("/")[2]
        file = f"{path}index.html" if path == "" or path.endswith("/") else path
        if self.only not in (None, file):
            return file, ""
        return file, self._jinja.get_template(template).render(root=root, path=path, **context)


def _fingerprinted(name: str, content: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{ending}"
