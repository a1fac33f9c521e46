"""Causes of verdicts: the only place that knows which files of the data a verdict rests on. Pure.

A verdict on a model rests on its file, on the files of the models that it derives from, on the licenses that they name, on what was fetched of
them, on how license names are spelt where that is read, and on the definitions, words and lists that all verdicts share.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import NamedTuple

from howopen.files.snapshots import LINKS, name_of
from howopen.records import addresses, lineage
from howopen.records.catalogue import Catalogue, LicenseFacts
from howopen.records.change import Cause
from howopen.records.fetched import Fetched
from howopen.records.model import Model

# what of a catalogue bears on the verdicts on every model
_SHARED = ("vocabulary", "definitions", "licenses", "free_terms", "board", "spdx_version")


Read = Callable[[Catalogue], object]


class Support(NamedTuple):
    """One file that a verdict rests on."""

    cause: Cause  # by which a change of the file is told
    read: Read  # its content, as a catalogue has it


def stale(before: Catalogue, after: Catalogue) -> set[str]:
    """Models, of either catalogue, whose verdicts can differ between the two. Both completed by `enrich`."""
    everyone = {*before.models, *after.models}
    if before.fetched.dead != after.fetched.dead or any(getattr(before, name) != getattr(after, name) for name in _SHARED):
        return everyone
    other = {key for key in everyone if before.models.get(key) != after.models.get(key)}
    moved = {key for key in everyone if before.ancestors.get(key) != after.ancestors.get(key)}
    below = {key for known in (before, after) for key, ancestors in known.ancestors.items() if not other.isdisjoint(ancestors or ())}
    return other | moved | below


def changed(before: Catalogue, after: Catalogue, files: Iterable[str]) -> set[str] | None:
    """Names, as `names` gives them, of what differs in what models share, after those files were touched; None where it bears on all verdicts."""
    licenses = _differ(before.licenses, after.licenses)
    spelt = bool(licenses) or before.spellings != after.spellings  # bears on whatever was fetched
    if any(getattr(before, name) != getattr(after, name) for name in _SHARED if name != "licenses") or (spelt and any(_facts(after.fetched))):
        return None
    fetched = {file.rpartition(".")[0] for file in files if file.startswith("fetched/")}
    developers = before.developers.keys() ^ after.developers.keys()
    named = {f"licenses/{key}" for key in licenses} | {f"developers/{key}" for key in developers}
    return named | fetched | _differ(before.fetched.dead, after.fetched.dead)


def names(known: Catalogue, key: str) -> frozenset[str]:
    """Names of what the verdicts on a model rest on beside model files and what bears on all: paths under data/ without ending, and addresses."""
    models = _line(known, key)
    licenses = {f"licenses/{one.id}" for one in _licenses(known, models)}
    developers = {f"developers/{model.developer}" for model in models}  # without its file, the model's is refused
    return frozenset({*licenses, *developers, *dict(_fetched(models)), *_evidence(models)})


def _differ(before: Mapping[str, object], after: Mapping[str, object]) -> set[str]:
    """Keys whose values differ."""
    return {key for key in {*before, *after} if before.get(key) != after.get(key)}


def _facts(fetched: Fetched) -> tuple[Mapping[str, object], ...]:
    return fetched.models, fetched.datasets, fetched.repositories, fetched.papers


def supports(known: Catalogue, key: str) -> dict[str, Support]:
    """Files that the verdicts on a model rest on, by path under data/ without ending: its own first, then the bases, nearest first."""
    models = _line(known, key)
    licenses = {one.id for one in _licenses(known, models)}
    fetched = dict(_fetched(models))
    found = {f"models/{one.id}": Support(Cause("model" if one.id == key else "base-model", one.id), _entry("written", one.id)) for one in models}
    found |= {f"definitions/{name}": Support(Cause("definition", name), _entry("definitions", name)) for name in known.definitions}
    found |= {f"licenses/{name}": Support(Cause("license", name), _entry("licenses", name)) for name in sorted(licenses)}
    if any(one.read(known) is not None for one in fetched.values()):
        found["license-aliases"] = Support(Cause("license-aliases", ""), _whole("spellings"))
        found |= {f"license-texts/{name}": Support(Cause("license-aliases", ""), _entry("license_texts", name)) for name in known.license_texts}
    found |= fetched
    if _dead(known, models):
        found[_LINKS] = Support(Cause("fetched", _LINKS.removeprefix("fetched/")), lambda other: _dead(other, models))
    found["vocabulary"] = Support(Cause("vocabulary", ""), _whole("vocabulary"))
    found["free-terms"] = Support(Cause("vocabulary", ""), _whole("free_terms"))
    return found


def _line(known: Catalogue, key: str) -> list[Model]:
    """A model and what it derives from, nearest first, as far as it is here."""
    return [known.models[name] for name in (key, *(known.ancestors[key] or ())) if name in known.models]


def _licenses(known: Catalogue, models: Iterable[Model]) -> Iterator[LicenseFacts]:
    return (one for model in models for _, expression in model.licensed() for one in known.terms[expression].licenses())


def of_files(known: Catalogue, key: str, files: Iterable[str]) -> list[Cause]:
    """Causes among files that were touched, paths under data/ with ending: those that the verdicts on the model rest on, each once."""
    rests_on = supports(known, key)
    return list(dict.fromkeys(rests_on[path].cause for file in files if (path := file.rpartition(".")[0]) in rests_on))


def between(before: Catalogue, after: Catalogue, key: str, definition: str) -> list[str]:
    """Paths under data/, without ending, of the files that differ and that the verdict under the definition rests on, before or after."""
    rests_on = {path: support for known in (after, before) if key in known.models for path, support in supports(known, key).items()}
    bears = {path: one for path, one in rests_on.items() if one.cause.kind != "definition" or one.cause.id == definition}
    return [path for path, one in bears.items() if one.read(before) != one.read(after)]


_LINKS = f"fetched/{LINKS.removesuffix('.json')}"


def _entry(name: str, key: str) -> Read:
    return lambda known: getattr(known, name).get(key)


def _whole(name: str) -> Read:
    return lambda known: getattr(known, name)


def _snapshot(name: str, key: str) -> Read:
    return lambda known: getattr(known.fetched, name).get(key)


def _fetched(models: Iterable[Model]) -> Iterator[tuple[str, Support]]:
    """Snapshots that enrich reads for these models, whether or not they were fetched."""
    for model in models:
        hubs = [*model.sources.huggingface[:1], *(hub for base in model.derived_from or () if (hub := lineage.on_hub(base)))]
        parts = model.components.values()
        papers = [paper for part in parts if (paper := addresses.only_paper(part.evidence))]
        datasets = [dataset.huggingface for part in parts for dataset in part.datasets or () if dataset.huggingface]
        named = (("huggingface-models", "models", hubs), ("github", "repositories", model.sources.github))
        for source, name, keys in (*named, ("arxiv", "papers", papers), ("huggingface-datasets", "datasets", datasets)):
            for key in keys:
                path = f"{source}/{name_of(key).removesuffix('.json')}"
                yield f"fetched/{path}", Support(Cause("fetched", path), _snapshot(name, key.lower()))


def _dead(known: Catalogue, models: Iterable[Model]) -> tuple[str, ...]:
    """Addresses of evidence of these models that are gone, sorted."""
    if not known.fetched.dead:
        return ()
    return tuple(sorted(_evidence(models) & known.fetched.dead.keys()))


def _evidence(models: Iterable[Model]) -> set[str]:
    return {address.partition("#")[0] for model in models for part in model.components.values() for address in part.evidence}
