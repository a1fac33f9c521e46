"""Content of the leaderboard's rows, and what they are found by: `facets` of a model, and the columns that a reader may add."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from howopen.licenses import companies
from howopen.records.catalogue import Catalogue
from howopen.records.definition import Definition
from howopen.records.summary import Result, Summary
from howopen.render import lookups
from howopen.render.wording import Words, out_of_scope, state

TABLES = {"examined": "facet-examined", "claim": "facet-claim", "size": "facet-size", "conflicts": "facet-conflicts", "needs": "facet-needs"}
SIZES = (1e9, 4e9, 10e9, 40e9, 100e9)  # parameters: a reader asks what fits a machine, so each bound takes in the smaller ones


@dataclass(frozen=True, slots=True)
class Facet:
    """A menu of values that rows may be filtered by."""

    id: str
    label: str
    values: Mapping[str, str]  # value -> words, in the order of the menu


def tokens(one: Summary, known: Catalogue) -> tuple[str, ...]:
    """Filters that a model answers to, as facet:value."""
    found = [f"{key}:{value(known.definitions[key], verdict)}" for key, verdict in one.verdicts.items()]
    answer = one.answer
    found += [f"claim:{one.claim}", f"examined:{'yes' if answer.examined else 'no'}"]
    found += [f"commercial:{answer.commercial.word}", f"data:{answer.training_data.word}", f"sharing:{answer.sharing.word}"]
    found += [f"commercial:{key}" for key, company in known.answer_rules.companies.items() if companies.let_in(known, answer.commercial, company)]
    found += [f"weights:{part.word}" for part in answer.matrix[:1]]
    found += [f"size:{at}" for at, bound in enumerate(SIZES) if one.parameters and one.parameters < bound]
    found += [f"size:{len(SIZES)}"] if one.parameters and one.parameters >= SIZES[-1] else []
    found += [f"year:{one.released[:4]}"] if one.released else []
    found += [f"modality:{key}" for key in one.modalities]
    found += [f"developer:{one.developer}", *(["conflicts:open"] if one.conflicts else []), *(["needs:evidence"] if one.score[0] != one.score[1] else [])]
    weights = one.parts.get("weights")
    among = known.terms[weights.license].licenses() if weights and weights.license in known.terms else ()
    sides = {key: word.side for key, word in known.vocabulary.tags.items()}
    found += [f"limit:{key}" for facts in among for key, tag in facts.tags.items() if tag.is_ == "yes" and sides.get(key, "grant") != "grant"]
    found += [f"license:{facts.id}" for facts in among] + [f"family:{slug(lookups.family(facts))}" for facts in among]
    return tuple(dict.fromkeys(found))


def facets(used: Iterable[str], known: Catalogue, words: Words, ordered: Iterable[Definition]) -> list[Facet]:
    """The menus, those of definitions first, then in the order of `words.toml`; each with the values that rows have."""
    there: dict[str, set[str]] = {}
    for token in used:
        facet, _, value_ = token.partition(":")
        there.setdefault(facet, set()).add(value_)
    labels = {one.id: one.short for one in ordered} | dict(words.said["facet"])
    found = [(key, label, _named(key, there.get(key, set()), known, words)) for key, label in labels.items()]
    return [Facet(key, label, kept) for key, label, names in found if (kept := {one: name for one, name in names.items() if one in there.get(key, set())})]


def _licenses(used: Iterable[str], words: Words) -> Mapping[str, str]:
    """Licenses by name; of versions that have one name, each with its id."""
    names = {one: words.value(one) for one in sorted(used, key=lambda one: (words.value(one).lower(), one))}
    among = Counter(names.values())
    return {one: f"{name} ({one.removeprefix('LicenseRef-')})" if among[name] > 1 else name for one, name in names.items()}


def _named(key: str, used: Iterable[str], known: Catalogue, words: Words) -> Mapping[str, str]:
    """The values of a facet in words, in the order of its menu."""
    if key in known.definitions:
        return standings_named(known.definitions[key], words)
    if key in ("commercial", "data", "sharing", "weights"):
        asked = known.answer_rules.companies.items() if key == "commercial" else ()
        return dict(words.said["answer"]) | {one: words.text("row", "lets-in", company=company.label[:1].lower() + company.label[1:]) for one, company in asked}
    if key == "limit":
        return {tag: word.label for tag, word in known.vocabulary.tags.items()}
    if key == "license":
        return _licenses(used, words)
    if key == "family":
        every = {slug(lookups.family(facts)): lookups.family(facts) for terms in known.terms.values() for facts in terms.licenses()}
        return dict(sorted(every.items(), key=lambda item: (item[1].lower(), item[0])))
    if key == "developer":
        return {one.id: one.name for one in sorted(known.developers.values(), key=lambda one: one.name.lower())}
    if key == "modality":
        return {one: word.label for one, word in known.vocabulary.modalities.items()}
    return {year: year for year in sorted(used, reverse=True)} if key == "year" else words.said[TABLES[key]]


def standings_named(definition: Definition, words: Words) -> dict[str, str]:
    """The values of a definition's facet in words, best first."""
    outcomes = words.said["conditions" if definition.kind == "conditions" else "outcome"]
    if definition.kind == "score":
        most = int(definition.most)
        return {f"{low}": words.text("points", "proven", points=low, most=most) for low in range(most, -1, -1)} | {
            "none": definition.out_of_scope or outcomes["none"]
        }
    names = {value: outcomes[value] for value in ("met", "undetermined", "not-met")}
    if definition.kind == "ladder":
        names = {level.id: level.short or level.name for level in reversed(definition.levels)}
        names |= {"undetermined": outcomes["undetermined"], "not-met": definition.none}
    return names | {"none": definition.out_of_scope or outcomes["none"]}


def states(definition: Definition) -> dict[str, str]:
    """The state in which each value of a definition's facet is drawn."""
    return {level.id: "reached" for level in definition.levels} if definition.kind == "ladder" else {}


def slug(name: str) -> str:
    """A name as one token."""
    return "".join(letter if letter.isalnum() else "-" for letter in name.lower())


def value(definition: Definition, verdict: Result) -> str:
    """The value of the definition's facet by which a model with that verdict is found."""
    if out_of_scope(verdict):
        return "none"
    code = state(definition, verdict)
    if verdict.points and code != "none":
        return f"{int(verdict.points[0])}"
    return verdict.reached or code if code == "reached" else code
