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

from howopen.records import Catalogue, Component, Definition, Developer, Finding, Judged, Model, Outcome, Requirement, Verdict
from howopen.render import board, charts, pictures, rows, text, words


def every(known: Catalogue, judged: Mapping[str, Judged], templates: Path, stamp: Any, only: str | None = None) -> Iterator[tuple[str, str | bytes]]:
    """(path, content) of every page and of the assets they use. With `only`, the other pages are left blank, which is quick."""
    assets = {file.name: file.read_bytes() for file in sorted((templates / "assets").iterdir())}
    names = {name: _fingerprinted(name, content) for name, content in assets.items()}
    yield from ((f"assets/{names[name]}", content) for name, content in assets.items())
    press = Press(known, judged, templates, stamp, names, only)
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
            "checked_on": checked_on,
            "percent": lambda share: round(share * 100),
            "claims": self.claims,
            "words": self.words,
            "result": self.result,
            "freedoms": self.freedoms,
            "who": self.words.who,
            "when": lambda checked: jinja.globals["_when"](checked.on, self.words.who(checked.by)),
            "lineage": self.lineage,
            "derived": self.derived,
            "unlooked": self.unlooked,
            "parts_of": self.parts_of,
            "ordered_definitions": sorted(self.known.definitions.values(), key=lambda definition: definition.id != self.known.board.headline),
        }
        pieces = jinja.get_template("pieces.html").module
        drawn = {name: functools.lru_cache(maxsize=8192)(getattr(pieces, name)) for name in ("evidence", "day", "when", "verdict", "asks", "freedoms")}
        jinja.globals |= {name: drawn[name] for name in ("evidence", "day", "verdict", "asks")} | {"_when": drawn["when"], "_freedoms": drawn["freedoms"]}
        teller = rows.Teller(self.words, drawn)
        jinja.globals |= {"groups": teller.groups, "ways": teller.ways}
        return jinja

    @cached_property
    def words(self) -> words.Words:
        return words.read(self.templates, self.known)

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
        return pictures.strip(one.strip, self._groups)

    def group_strip(self, one: Judged, group: str) -> Any:
        """The cells of one group."""
        of = dict(self._groups)
        return pictures.strip(tuple(cell for cell in one.strip if of[cell[0]] == group), self._groups)

    @cached_property
    def _groups(self) -> tuple[tuple[str, str], ...]:
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
        standing = [board.row(one, known, checked_on(known.models[key])) for key, one in self.judged.items()]
        facets = board.facets(standing, known, self.words)
        yield self.page("", "board.html", rows=list(zip(self.judged.values(), standing, strict=True)), facets=facets, headline=self.headline())
        for key, model in known.models.items():
            yield self.page(
                f"models/{key}/", "model.html", model=model, one=self.judged[key], developer=known.developers[model.developer], opinions=self.opinions(key)
            )
            for alias in model.aliases:
                yield self.page(f"models/{alias}/", "moved.html", to=f"models/{key}/", name=model.name)
        yield self.page("compare/", "compare.html", compare_words=board.compare_words(known, self.words))
        yield self.page("pictures/", "pictures.html", **self.charts())
        yield self.page("definitions/", "definitions.html")
        for key, definition in known.definitions.items():
            yield self.page(f"definitions/{key}/", "definition.html", definition=definition, tally=self.tally(key), funnel=self.funnel(key))
        users = self.license_users()
        names = sorted({*users, *known.licenses}, key=lambda key: self.license(key).name.lower())
        yield self.page("licenses/", "licenses.html", licenses=[{"facts": self.license(key), "users": users.get(key, [])} for key in names])
        for key in names:
            yield self.page(f"licenses/{key}/", "license.html", license=self.license(key), users=users.get(key, []))
        yield self.page("developers/", "developers.html", developers=self.developers())
        for developer, models in self.developers():
            yield self.page(f"developers/{developer.id}/", "developer.html", developer=developer, models=models)
        for key, (page, body) in known.pages.items():
            root = "../"
            yield self.page(f"{key}/", "prose.html", page=page, key=key, body=text.to_html(body, root))
        yield self.page("contribute/propose/", "propose.html")
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

    def license(self, key: str):
        """All that is known of one license."""
        return (
            self.known.terms[key].license
            if key in self.known.terms
            else next(facts for terms in self.known.terms.values() for facts in terms.licenses() if facts.id == key)
        )

    def license_users(self) -> dict[str, list[tuple[Model, list[str]]]]:
        """Each license in use: the models that use it and for which parts, by license id."""
        found: dict[str, dict[str, list[str]]] = {}
        for key, model in self.known.models.items():
            for part, expression in licensed_parts(model):
                for facts in self.known.terms[expression].licenses():
                    parts = found.setdefault(facts.id, {}).setdefault(key, [])
                    if part not in parts:
                        parts.append(part)
        return {
            key: [(self.known.models[model], parts) for model, parts in users.items()] for key, users in sorted(found.items(), key=lambda item: item[0].lower())
        }

    def developers(self) -> list[tuple[Developer, list[Judged]]]:
        """Each developer with its models, best first."""
        of: dict[str, list[Judged]] = {}
        for one in self.judged.values():
            of.setdefault(self.known.models[one.model].developer, []).append(one)
        return [(developer, of.get(key, [])) for key, developer in sorted(self.known.developers.items(), key=lambda item: item[1].name.lower())]

    def opinions(self, key: str) -> list:
        """(source, opinion) of others on one model."""
        return [(opinions, opinion) for opinions in self.known.opinions.values() for opinion in opinions.verdicts if opinion.model == key]

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


def checked_on(model: Model) -> str:
    """The newest day on which anybody looked at any part, YYYY-MM-DD; empty when nobody did."""
    days = [part.checked.on for part in model.components.values() if part.checked]
    days += [answer.on for answer in model.answers.values()]
    if model.data_information and model.data_information.checked:
        days.append(model.data_information.checked.on)
    return max(days, default="")


def licensed_parts(model: Model) -> Iterator[tuple[str, str]]:
    """(component, license expression) of every part with a license, data sets included."""
    for key, part in model.components.items():
        if isinstance(part, Component) and part.license and part.license != "NONE":
            yield key, part.license
        for dataset in part.datasets or ():
            if dataset.license and dataset.license != "NONE":
                yield key, dataset.license


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
