"""The leaderboard's rows: what each may be filtered and sorted by, as plain values. The page is complete without any of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from markupsafe import Markup

from howopen.records import Catalogue, LicenseFacts, Outcome, Summary
from howopen.render.words import Words, state


class BoardRow(NamedTuple):
    """What the leaderboard knows of a model beside its verdicts."""

    facets: str  # facet:value, separated by spaces
    keys: Mapping[str, Any]  # what columns sort by, where it is not their text
    license: str  # of the weights, as written; empty when unknown
    checked: str  # YYYY-MM-DD, the newest; empty when nobody looked


def row(one: Summary, known: Catalogue) -> BoardRow:
    """One model's row."""
    weights = one.parts.get("weights")
    license_ = (weights.license if weights else None) or ""
    facets = [f"{key}:{_standing(one, known, key)}" for key in known.definitions]
    facets += [f"developer:{one.developer}", f"claim:{one.claim}", f"commercial:{commercial(license_, known)}"]
    facets += [f"modality:{key}" for key in one.modalities] + ([f"year:{one.released[:4]}"] if one.released else [])
    facets += [f"license:{facts.id}" for facts in (known.terms[license_].licenses() if license_ in known.terms else ())]
    facets += sorted({f"family:{slug(family(facts))}" for facts in (known.terms[license_].licenses() if license_ in known.terms else ())})
    if one.score[0] != one.score[1]:
        facets.append("needs:evidence")
    if one.conflicts:
        facets.append("conflicts:open")
    main = one.verdicts[known.board.headline]
    keys = {key: _order(one, known, key) for key in known.definitions}
    keys |= {"freedoms": sum(view.outcome for view in main.views), "parts": sum(state_ == "met" for _, state_ in one.strip)}
    keys["score"] = round(one.score[0] * 1000) + round(one.score[1] * 100) / 1000
    return BoardRow(" ".join(facets), keys, license_, one.checked)


def facets(rows: list[BoardRow], known: Catalogue, words: Words) -> Markup:
    """The facets and their values in words, as JSON that a page can hold: [id, label, {value: label}] in order."""
    used = {token for row_ in rows for token in row_.facets.split(" ")}

    def named(facet: str, label: str, names: Mapping[str, str]) -> list:
        return [facet, label, {value: name for value, name in names.items() if f"{facet}:{value}" in used}]

    outcomes = words.said["outcome"]
    found = []
    for key, definition in sorted(known.definitions.items(), key=lambda item: item[0] != known.board.headline):
        names = {value: outcomes[value] for value in ("met", "undetermined", "not-met")}
        if definition.kind == "ladder":
            names = {level.id: level.short or level.name for level in reversed(definition.levels)}
            names |= {"undetermined": outcomes["undetermined"], "not-met": definition.none}
        found.append(named(key, definition.short, names | {"none": definition.out_of_scope or outcomes["none"]}))
    claims = {"holds": "and it holds", "fails": "and it is not", "unclear": "and it is not settled", "none": "not called so"}
    found.append(named("claim", "Called open source", claims))
    found.append(named("commercial", "Commercial use", {"free": "without conditions on it", "limited": "limited", "unknown": "unknown"}))
    used_licenses = sorted({token[8:] for token in used if token.startswith("license:")}, key=lambda key: words.value(key).lower())
    found.append(named("license", "License", {key: words.value(key) for key in used_licenses}))
    families = {slug(family(facts)): family(facts) for terms in known.terms.values() for facts in terms.licenses()}
    found.append(named("family", "License family", dict(sorted(families.items(), key=lambda item: item[1].lower()))))
    found.append(named("developer", "Developer", {key: one.name for key, one in sorted(known.developers.items(), key=lambda item: item[1].name.lower())}))
    found.append(named("modality", "Works with", {key: word.label for key, word in known.vocabulary.modalities.items()}))
    found.append(named("year", "Year", {year: year for year in sorted({token[5:] for token in used if token.startswith("year:")}, reverse=True)}))
    found.append(named("conflicts", "Conflicts", {"open": "sources disagree"}))
    found.append(named("needs", "Needs evidence", {"evidence": "something is unknown"}))
    return _json([facet for facet in found if facet[2]])


def commercial(license_: str, known: Catalogue) -> str:
    """Whether the weights' terms put no condition on commercial use: free, limited or unknown. Credit and share-alike are no such condition."""
    if license_ not in known.terms:
        return "unknown"
    terms = known.terms[license_]
    if terms.operator == "NONE":
        return "limited"
    outcomes = [_commercial(facts) for facts in terms.licenses()]
    best = max(outcomes) if terms.operator == "OR" else min(outcomes)
    return {Outcome.MET: "free", Outcome.UNKNOWN: "unknown", Outcome.UNMET: "limited"}[best]


_LIMITS = (
    "non-commercial",
    "research-only",
    "user-threshold",
    "revenue-threshold",
    "separate-commercial-license",
    "registration",
    "use-policy",
    "field-of-use",
)


def _commercial(facts: LicenseFacts) -> Outcome:
    states, use = [facts.tags.get(tag) for tag in _LIMITS], facts.freedoms.get("use")
    if use is not None and use.is_ != "allowed":
        return Outcome.UNMET
    if any(tag is not None and tag.is_ == "yes" for tag in states):
        return Outcome.UNMET
    return Outcome.UNKNOWN if None in states else Outcome.MET


def family(facts: LicenseFacts) -> str:
    """The family a license is listed under: our file's word, or the letters its id begins with."""
    return facts.record.family if facts.record and facts.record.family else facts.id.removeprefix("LicenseRef-").split("-")[0]


def slug(name: str) -> str:
    """A name as one token."""
    return "".join(letter if letter.isalnum() else "-" for letter in name.lower())


def _standing(one: Summary, known: Catalogue, key: str) -> str:
    verdict = one.verdicts[key]
    code = state(known.definitions[key], verdict)
    return verdict.reached or code if code == "reached" else code


def _order(one: Summary, known: Catalogue, key: str) -> int:
    """Higher is more open; what is out of scope comes last."""
    verdict, definition = one.verdicts[key], known.definitions[key]
    if state(definition, verdict) == "none":
        return -1
    places = {None: 0} | {level.id: at for at, level in enumerate(definition.levels, start=1)}
    return places[verdict.reached] * 10 + places[verdict.possible] if definition.kind == "ladder" else int(verdict.outcome)


def compare_words(known: Catalogue, words: Words) -> Markup:
    """The words that the comparison needs, as JSON that a page can hold."""
    named = known.vocabulary
    ordered = sorted(known.definitions.values(), key=lambda definition: definition.id != known.board.headline)
    found = {
        "headline": known.board.headline,
        "outcome": words.said["outcome"],
        "definitions": [[one.id, one.name, one.kind, one.none, {level.id: level.short or level.name for level in one.levels}] for one in ordered],
        "freedoms": [[key, word.label] for key, word in named.freedoms.items()],
        "groups": [[word.label, [[key, one.label] for key, one in named.components.items() if one.group == group]] for group, word in named.groups.items()],
        "information": [[key, word.label] for key, word in named.data_information.items()],
        "availability": {key: word.label for key, word in named.availability.items()},
        "coverage": {key: word.label for key, word in named.coverage.items()},
        "extent": {key: word.label for key, word in named.extent.items()},
        "developers": {key: one.name for key, one in known.developers.items()},
    }
    return _json(found)


def _json(found: object) -> Markup:
    """JSON within a page: an escaped "<" cannot end the block early."""
    return Markup(json.dumps(found, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c"))  # noqa: S704
