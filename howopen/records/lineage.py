"""Lineage: which model derives from which, and the names by which they call each other. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from howopen.records.fetched import Fetched
from howopen.records.model import Model
from howopen.records.summary import Summary


class Head(NamedTuple):
    """Facts on a model that other models need."""

    name: str
    derived_from: tuple[str, ...] | None  # as written, else as its page on the Hub says; None: nobody says
    huggingface: tuple[str, ...]
    aliases: tuple[str, ...]


def head(model: Model | Summary, fetched: Fetched) -> Head:
    """Head of a model, as written or completed."""
    hubs = model.hub_ids if isinstance(model, Model) else model.huggingface
    return Head(model.name, stated(model.derived_from, hubs, fetched), hubs, model.aliases)


def stated(written: tuple[str, ...] | None, hubs: tuple[str, ...], fetched: Fetched) -> tuple[str, ...] | None:
    """Bases of a model by its file, else by the page of its first Hugging Face id; None when neither says, or the page names one without an id."""
    if written is not None or not hubs:
        return written
    facts = fetched.models.get(hubs[0].lower())
    return tuple(f"{HUB}{base}" for base in facts.base_models) if facts is not None and facts.base_models and not facts.other_bases else None


MOST_ANCESTORS = 60  # of one model, of those that are here; the most so far is five
UNNAMED = "?"  # stands for what lies beyond an ancestor whose own lineage nobody told
HUB = "hf:"  # begins the name of a base that is called by its Hugging Face id


def by_hub(huggingface: Mapping[str, Iterable[str]]) -> dict[str, str]:
    """Ids here by Hugging Face id in lower case, from the Hugging Face ids of each model."""
    return {hub.lower(): key for key, hubs in huggingface.items() for hub in hubs}


def on_hub(name: str) -> str:
    """The Hugging Face id of a base written hf:org/name; empty for one that is called by its id here."""
    return name.removeprefix(HUB) if name.startswith(HUB) else ""


def known_as(name: str, hubs: Mapping[str, str]) -> str:
    """The id here of a base, as a model file writes it; hf:org/name as it is where no model here has that Hugging Face id. `hubs`: see `by_hub`."""
    return hubs.get(on_hub(name).lower(), name)


def released_anew(base: Model, line: Iterable[Model]) -> bool:
    """Whether all of a line that directly derives from the base, by whichever of its names, is of its own developer, who may set other terms."""
    names = {base.id, *(f"{HUB}{hub}".lower() for hub in base.hub_ids)}
    direct = [one for one in line if any(name.lower() in names for name in one.derived_from or ())]
    return bool(direct) and all(one.developer == base.developer for one in direct)


class Lines:
    """The lines of descent of models, by their heads."""

    def __init__(self, heads: Mapping[str, Head]) -> None:
        self._heads = heads
        self._by_hub = by_hub({key: one.huggingface for key, one in heads.items()})

    def ancestors(self, key: str) -> tuple[str, ...] | None:
        """Every model that `key` derives from, nearest first; hf:... for one that is not here. None: nobody said.

        An ancestor whose own lineage is unknown ends the line: `UNNAMED` stands for what lies beyond it. So it does where there are more models here than any
        derives from, which no file can say and pages on the Hub together can.
        """
        derived = self._heads[key].derived_from
        if derived is None:
            return None
        found: dict[str, None] = {}
        ahead, here = list(derived), 0
        while ahead:
            name = ahead.pop(0)
            name = known_as(name, self._by_hub)
            if name in found or name == key:
                continue
            found[name] = None
            if name in self._heads:
                here += 1
                if here > MOST_ANCESTORS:
                    return (*found, UNNAMED)
                further = self._heads[name].derived_from
                ahead += further if further is not None else [UNNAMED]
        return tuple(found)

    def derived(self) -> dict[str, tuple[str, ...]]:
        """By model: those that derive from it, nearest or further, sorted."""
        found: dict[str, list[str]] = {}
        for key in sorted(self._heads):
            for ancestor in self.ancestors(key) or ():
                found.setdefault(ancestor, []).append(key)
        return {key: tuple(some) for key, some in found.items()}

    def needed(self, keys: Iterable[str]) -> set[str]:
        """The models here that those derive from."""
        return {ancestor for key in keys for ancestor in self.ancestors(key) or () if ancestor in self._heads}

    def disorder(self) -> bool:
        """Whether two models claim one name, or one derives from itself or from too many: what only a look at all of them can tell."""
        return bool(self.clashing()) or any(self.returns(key) or self.is_endless(key) for key in self._heads)

    def is_endless(self, key: str) -> bool:
        """Whether a model derives from more models here than any does."""
        return sum(name in self._heads for name in self.ancestors(key) or ()) > MOST_ANCESTORS

    def clashing(self) -> set[str]:
        """Models that claim a name which is another's: its id, a former one, or its Hugging Face id. Of several that claim one, all but the first by id."""
        found, former, owner = set(), dict[str, str](), dict[str, str]()
        for key, one in sorted(self._heads.items()):
            taken = [alias in self._heads or former.setdefault(alias, key) != key for alias in one.aliases]
            taken += [owner.setdefault(hub.lower(), key) != key for hub in one.huggingface]
            if any(taken) or len(set(one.aliases)) < len(one.aliases):
                found.add(key)
        return found

    def returns(self, key: str) -> bool:
        """Whether a model derives from itself, by whichever name its ancestors are called."""
        seen, ahead = set[str](), list(self._heads[key].derived_from or ())
        while ahead:
            name = ahead.pop()
            name = known_as(name, self._by_hub)
            if name == key:
                return True
            if name in self._heads and name not in seen:
                seen.add(name)
                ahead += self._heads[name].derived_from or ()
        return False
