"""HTML pages. The only user of jinja2; templates loop, test presence and call macros, and have all the words."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2

from howopen import standing
from howopen.records import Catalogue, Definition, Finding, History, Judged, Model, Outcome, Requirement, Verdict
from howopen.render import badges, board, charts, dataset, facts, label, pictures, reports, rows, sheets, text, words


def every(
    known: Catalogue, judged: Mapping[str, Judged], templates: Path, stamp: Any, past: History, *, png: bool, cards: bool = False, only: str | None = None
) -> Iterator[tuple[str, str | bytes]]:
    """(path, content) of every page and of the assets they use. With `only`, the other pages are left blank, which is quick."""
    assets = {file.name: file.read_bytes() for file in sorted((templates / "assets").iterdir())}
    names = {name: _fingerprinted(name, content) for name, content in assets.items()}
    yield from ((f"assets/{names[name]}", content) for name, content in assets.items())
    press = Press(known, judged, templates, stamp, names, past, png, cards, only)
    yield from press.pages()


def _fingerprinted(name: str, content: bytes) -> str:
    stem, _, ending = name.rpartition(".")
    return f"{stem}.{hashlib.sha256(content).hexdigest()[:10]}.{ending}"


@dataclass(frozen=True)
class Press:
    """Makes pages from templates; knows what all pages share."""

    known: Catalogue
    judged: Mapping[str, Judged]
    templates: Path
    stamp: Any
    assets: Mapping[str, str]
    past: History
    png: bool  # whether badges are there as PNG too
    cards: bool  # whether there are social cards
    only: str | None = None  # the one file to draw; None: all

    @cached_property
    def _jinja(self) -> jinja2.Environment:
        jinja = jinja2.Environment(
            loader=jinja2.FileSystemLoader(self.templates), autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True, lstrip_blocks=True
        )
        jinja.globals |= {
            "known": self.known,
            "site": self.known.site,
            "vocabulary": self.known.vocabulary,
            "definitions": self.known.definitions,
            "judged": self.judged,
            "stamp": self.stamp,
            "asset": lambda name: f"assets/{self.assets[name]}",
            "menu": [(key, page) for key, (page, _) in sorted(self.known.pages.items(), key=lambda item: item[1][0].menu or 0) if page.menu is not None],
            "strip": self.strip,
            "group_strip": self.group_strip,
            "score_bar": pictures.score,
            "level": self.level,
            "Outcome": Outcome,
            "checked_on": facts.checked_on,
            "percent": lambda share: round(share * 100),
            "claims": self.claims,
            "badge_kinds": badges.kinds(self.known),
            "badge": lambda kind, one: badges.of(kind, one.verdicts[badges.kinds(self.known)[kind].id], self.words),
            "snippets": lambda kind, model: badges.snippets(kind, model, self.known, self.stamp.base_url),
            "past": self.past,
            "png": self.png,
            "cards": self.cards,
            "dataset": lambda: dataset.block(self.known, self.stamp.base_url),
            "words": self.words,
            "result": self.result,
            "freedoms": self.freedoms,
            "who": self.words.who,
            "when": lambda checked: jinja.globals["_when"](checked.on, self.words.who(checked.by)),
            "lineage": self.lineage,
            "derived": self.derived,
            "unlooked": self.unlooked,
            "parts_of": self.parts_of,
            "ordered_definitions": self.ordered,
        }
        pieces = jinja.get_template("pieces.html").module
        drawn = {name: functools.lru_cache(maxsize=8192)(getattr(pieces, name)) for name in ("evidence", "day", "when", "verdict", "asks", "freedoms")}
        if self.known.fetched.dead:
            drawn["evidence"] = rows.with_dead(drawn["evidence"], self.known.fetched.dead)
        jinja.globals |= {name: drawn[name] for name in ("evidence", "day", "verdict", "asks")} | {"_when": drawn["when"], "_freedoms": drawn["freedoms"]}
        teller = rows.Teller(self.words, drawn)
        jinja.globals |= {"groups": teller.groups, "ways": teller.ways}
        return jinja

    @cached_property
    def words(self) -> words.Words:
        return words.read(self.templates, self.known)

    @cached_property
    def ordered(self) -> list[Definition]:
        """The definitions, that of the headline first."""
        return sorted(self.known.definitions.values(), key=lambda definition: definition.id != self.known.board.headline)

    def macros(self, template: str) -> Any:
        """The macros of a template, for pieces that stand on several pages; their links lead from the front page."""
        return self._jinja.get_template(template).make_module({"root": ""})

    def result(self, definition: Definition, one: Judged) -> Any:
        """The result under a definition, drawn."""
        verdict = one.verdicts[definition.id]
        return self._jinja.globals["verdict"](words.state(definition, verdict), self.words.result(definition, verdict), self.words.beyond(definition, verdict))

    def freedoms(self, verdict: Verdict) -> Any:
        """The views of a verdict as letters, drawn."""
        named = self.known.vocabulary.freedoms
        said = self.words.said["outcome"]
        views = [(view.id, named[view.id].label if view.id in named else view.id, view.outcome.word) for view in verdict.views]
        return self._jinja.globals["_freedoms"](tuple((label[:1].upper(), label, word, said[word]) for _, label, word in views))

    def parts_of(self, model: Model, group: str) -> list[tuple]:
        """(word, part) of each part of a group that somebody looked for, in the vocabulary's order."""
        return [(word, model.components[key]) for key, word in self.known.vocabulary.components.items() if word.group == group and key in model.components]

    def lineage(self, model: Model) -> list[tuple]:
        """What a model derives from, as (id, name, its verdicts or None, what that derives from); no id: nobody has said."""
        nodes: list[tuple] = []
        for name in model.derived_from or ():
            key = self._by_hub.get(name.removeprefix("hf:").lower(), name) if name.startswith("hf:") else name
            if key not in self.known.models:
                hub = key.removeprefix("hf:")
                nodes.append((hub, hub, None, []))
                continue
            base = self.known.models[key]
            further = self.lineage(base) if base.derived_from is not None else [("", "what it derives from is unknown", None, [])]
            nodes.append((key, base.name, self.judged[key], further))
        return nodes

    @cached_property
    def _by_hub(self) -> dict[str, str]:
        return {hub.lower(): key for key, model in self.known.models.items() for hub in model.sources.huggingface}

    def derived(self, key: str) -> list[str]:
        """The models that derive from this one, nearest or further, by id."""
        return self._derived.get(key, [])

    @cached_property
    def _derived(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for key, ancestors in self.known.ancestors.items():
            for ancestor in ancestors or ():
                found.setdefault(ancestor, []).append(key)
        return found

    def unlooked(self, model: Model, group: str) -> str:
        """The parts of a group, or with no group the aspects of data information, that nobody has looked for, as a list in words."""
        named = self.known.vocabulary
        if group:
            return ", ".join(word.label for key, word in named.components.items() if word.group == group and key not in model.components).lower()
        aspects = model.data_information.aspects if model.data_information else {}
        return ", ".join(word.label for key, word in named.data_information.items() if key not in aspects).lower()

    def strip(self, one: Judged) -> Any:
        return pictures.strip(one.strip, self.groups)

    def group_strip(self, one: Judged, group: str) -> Any:
        """The cells of one group."""
        of = dict(self.groups)
        return pictures.strip(tuple(cell for cell in one.strip if of[cell[0]] == group), self.groups)

    @cached_property
    def groups(self) -> tuple[tuple[str, str], ...]:
        """(component, its group) of every component."""
        return tuple((key, word.group) for key, word in self.known.vocabulary.components.items())

    def level(self, definition: str, key: str | None):
        """The level of that id, or None."""
        return next((level for level in self.known.definitions[definition].levels if level.id == key), None)

    def claims(self, model: Model) -> list:
        """What the developer calls the model itself, what uses the headline's words first."""
        words = self.known.board.claim_words
        said = [claim for claim in model.claims if claim.of in ("model", "weights")]
        return sorted(said, key=lambda claim: not any(word in claim.says.lower() for word in words))

    def page(self, path: str, template: str, **context: Any) -> tuple[str, str]:
        """A finished page; `path` is that of its folder, such as `models/x/`, or of a file, such as `404.html`."""
        root = "../" * path.count("/") or "./"
        if path == "404.html":
            # served at whatever address was not found, so its links cannot be relative
            root = "/" + self.stamp.base_url.split("://", 1)[-1].partition("/")[2]
        file = f"{path}index.html" if path == "" or path.endswith("/") else path
        if self.only not in (None, file):
            return file, ""
        return file, self._jinja.get_template(template).render(root=root, path=path, **context)

    def pages(self) -> Iterator[tuple[str, str]]:
        known = self.known
        yield from sheets.every(self)
        for key, model in known.models.items():
            yield self.page(
                f"models/{key}/",
                "model.html",
                model=model,
                one=self.judged[key],
                developer=known.developers[model.developer],
                opinions=reports.opinions(self, key),
                conflicts=known.conflicts.get(key, ()),
                second_opinions=known.second_opinions.get(key, ()),
            )
            for alias in model.aliases:
                yield self.page(f"models/{alias}/", "moved.html", to=f"models/{key}/", name=model.name)
        yield self.page("compare/", "compare.html", compare_words=board.compare_words(known, self.words))
        yield self.page("pictures/", "pictures.html", **self.charts())
        yield self.page("definitions/", "definitions.html")
        for key, definition in known.definitions.items():
            yield self.page(f"definitions/{key}/", "definition.html", definition=definition, tally=self.tally(key), funnel=self.funnel(key))
        users = facts.license_users(known)
        licenses = sorted(facts.license_facts(known).values(), key=lambda one: one.name.lower())
        yield self.page("licenses/", "licenses.html", licenses=[{"facts": one, "users": users.get(one.id, [])} for one in licenses])
        for one in licenses:
            yield self.page(f"licenses/{one.id}/", "license.html", license=one, users=users.get(one.id, []))
        developers = facts.by_developer(known, self.judged)
        yield self.page("developers/", "developers.html", developers=developers)
        for developer, models in developers:
            yield self.page(f"developers/{developer.id}/", "developer.html", developer=developer, models=models)
        for key, (page, body) in known.pages.items():
            root = "../"
            yield self.page(f"{key}/", "prose.html", page=page, key=key, body=text.to_html(body, root))
        yield self.page("contribute/propose/", "propose.html")
        yield self.page("badges/", "badge-kinds.html", specimens=self.specimens(), card_height=self.card_height())
        yield self.page("changes/", "changes.html")
        yield from reports.every(self)
        yield self.page("404.html", "404.html")

    def charts(self) -> dict[str, Any]:
        """The figures behind the pictures, with the words of the ladder's levels."""
        ladder = self.known.definitions[self.known.board.rank_by[0]]
        levels = {level.id: level.short or level.name for level in reversed(ladder.levels)}
        dots, marks = charts.over_compute(self.judged, self.known)
        return {
            "by_year": charts.by_year(self.judged, self.known),
            "by_part": charts.by_part(self.judged, self.known),
            "by_developer": charts.by_developer(self.judged, self.known),
            "dots": dots,
            "marks": marks,
            "tier_names": levels | {"undetermined": self.words.said["outcome"]["undetermined"], "not-met": ladder.none},
            "tier_states": [*levels, "undetermined", "not-met"],
            "tier_classes": {key: f"t{at}" for at, key in enumerate(levels, start=1)},
        }

    def headline(self) -> dict[str, int]:
        """How many models are called what the headline's definition defines, and how many of those meet it."""
        claims = [one.claim for one in self.judged.values()]
        return {"models": len(claims), "called": sum(claim != "none" for claim in claims)} | {
            word: claims.count(word) for word in ("holds", "fails", "unclear")
        }

    def specimens(self) -> dict[str, list]:
        """By kind of badge: (path, what it says, a model that has it or None) in each state."""
        found: dict[str, list] = {}
        for kind, code, unknowns in badges.specimens(self.known):
            definition = badges.kinds(self.known)[kind]
            having = next((key for key, one in self.judged.items() if standing.code(definition, one.verdicts[definition.id]) == code), None)
            found.setdefault(kind, []).append((badges.specimen(kind, code), badges.said(kind, code, unknowns, self.words), having))
        return found

    def card_height(self) -> int:
        """How high the openness label of the first model is, in pixels; 0 when there is no model."""
        return next((label.height(label.svg(one, self.words, self.stamp.base_url)) for one in self.judged.values()), 0)

    def funnel(self, key: str) -> list[tuple[str, str, int, int]]:
        """(id, sentence, models that meet it, undetermined) of each requirement at the top of a definition; of a ladder, of each level."""
        tally, definition = self.tally(key), self.known.definitions[key]
        if len(definition.levels) > 1:
            steps = [(f"level-{level.id}", level.name, f"level:{level.id}") for level in definition.levels]
        else:
            tops = [requirement for requirement in definition.levels[0].requires if requirement.id]
            if len(tops) == 1:
                tops = [inner for inner in tops[0].all_of or () if inner.id]
            steps = [(one.id or "", one.says or "", one.id or "") for one in tops]
        return [(anchor, says, *tally.get(name, [0, 0])[:2]) for anchor, says, name in steps]

    def tally(self, key: str) -> dict[str, list[int]]:
        """For each requirement of a definition, by id: how many models meet it, leave it open and miss it."""
        counts: dict[str, list[int]] = {}
        for one in self.judged.values():
            for name, outcome in _by_requirement(one.verdicts[key]).items():
                counts.setdefault(name, [0, 0, 0])[2 - outcome] += 1
        return counts


def _by_requirement(verdict: Verdict) -> dict[str, Outcome]:
    found: dict[str, Outcome] = {}

    def walk(finding: Finding) -> None:
        requirement: Requirement = finding.requirement
        if requirement.id and finding.applies:
            found.setdefault(requirement.id, finding.outcome)
        if requirement.for_each is None:
            for inner in finding.within:
                walk(inner)

    for rung in verdict.rungs:
        found[f"level:{rung.id}"] = rung.outcome
        for finding in rung.findings:
            walk(finding)
    return found
