"""HTML pages. The only user of jinja2; templates loop, test presence and call macros, and have all the words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import jinja2

from howopen.records import Catalogue, Component, Developer, Finding, Judged, Model, Outcome, Requirement, Verdict
from howopen.render import pictures, text


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
        }
        return jinja

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
        """The developer's claims, those that use the headline's words first."""
        words = self.known.board.claim_words
        return sorted(model.claims, key=lambda claim: not any(word in claim.says.lower() for word in words))

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
        yield self.page("", "board.html", rows=list(self.judged.values()), headline=self.headline())
        for key, model in known.models.items():
            yield self.page(
                f"models/{key}/", "model.html", model=model, one=self.judged[key], developer=known.developers[model.developer], opinions=self.opinions(key)
            )
            for alias in model.aliases:
                yield self.page(f"models/{alias}/", "moved.html", to=f"models/{key}/", name=model.name)
        yield self.page("definitions/", "definitions.html")
        for key, definition in known.definitions.items():
            yield self.page(f"definitions/{key}/", "definition.html", definition=definition, tally=self.tally(key))
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
        yield self.page("404.html", "404.html")

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
