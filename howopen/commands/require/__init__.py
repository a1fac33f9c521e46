"""Models held against a policy, by what the API answers of them: from a catalogue here, or from a published site. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from howopen.commands.require.inputs import Wanted
from howopen.commands.require.shapes import Choice, Model
from howopen.files import suggest
from howopen.records.errors import Refused
from howopen.records.policy import Policy
from howopen.records.verdict import Outcome

Reason = tuple[Outcome, str]


class Answers(Protocol):
    """Source of answers on models: a catalogue here, or a published site."""

    def model(self, name: str) -> Model | None:
        """The API's answer on a model by any of its names, whatever its case; None when it is not in the catalogue."""

    def levels(self, definition: str) -> Sequence[str] | None:
        """Ids of a definition's levels, lowest first; None where there is no such definition."""

    def definitions(self) -> Sequence[str]:
        """Ids of the definitions there are."""

    def tags(self) -> Sequence[str]:
        """Words for conditions and restrictions of licenses."""


@dataclass(frozen=True, slots=True)
class Held:
    """One model, held against a policy."""

    wanted: Wanted
    model: str  # its id in the catalogue; empty when it is not there
    outcome: Outcome  # as found
    passes: Outcome  # as the policy counts it, which tells what an unknown is
    reasons: tuple[str, ...]  # a sentence for each thing that is not met, or not known


def hold(policy: Policy, wanted: Sequence[Wanted], answers: Answers) -> list[Held]:
    """Each model that is wanted, in order. Raises Refused for a policy that names what is not there."""
    _refuse_unknown_words(policy, answers)
    return [_held(policy, one, answers) for one in wanted]


def worst(held: Sequence[Held]) -> Outcome:
    """Result of the policy for all models together: the worst one."""
    return min((one.passes for one in held), default=Outcome.MET)


def _refuse_unknown_words(policy: Policy, answers: Answers) -> None:
    for definition, least in policy.definitions.items():
        levels = answers.levels(definition)
        if levels is None:
            cure = suggest.cure(definition, answers.definitions(), "see data/definitions/")
            raise Refused(f"the policy asks for {definition!r}, which is no definition here; {cure}")
        if not levels:
            raise Refused(f"the policy asks for {definition!r}, which is a score and has no level to ask for; name another definition")
        if least != "met" and least not in levels:
            raise Refused(f"{least!r} is no result of {definition}; {suggest.cure(least, ['met', *levels], 'see its levels')}")
    for tag in policy.licenses.accept or ():
        if tag not in answers.tags():
            raise Refused(f"{tag!r} is no condition of a license; {suggest.cure(tag, answers.tags(), 'see data/vocabulary.yaml')}")


def _held(policy: Policy, wanted: Wanted, answers: Answers) -> Held:
    answer = answers.model(wanted.name)
    if answer is None:
        reasons: list[Reason] = [(Outcome.UNKNOWN, "is not in the catalogue")]
    else:
        reasons = [*_verdicts(policy, answer, answers), *_terms(policy, answer, frozenset(answers.tags()))]
    outcome = _least(reasons)
    counts = {"fails": Outcome.UNMET, "passes": Outcome.MET, "unknown": Outcome.UNKNOWN}[policy.unknown] if outcome is Outcome.UNKNOWN else outcome
    return Held(wanted, answer["id"] if answer else "", outcome, counts, tuple(why for _, why in reasons))


def _least(reasons: Sequence[Reason]) -> Outcome:
    return min((outcome for outcome, _ in reasons), default=Outcome.MET)


def _verdicts(policy: Policy, answer: Model, answers: Answers) -> Iterator[Reason]:
    for definition, least in policy.definitions.items():
        verdict = answer["verdicts"].get(definition)
        if verdict is None:
            yield Outcome.UNKNOWN, f"has no answer under {definition}"
            continue
        levels = list(answers.levels(definition) or ())
        asked = levels.index(least) if least in levels else len(levels) - 1
        reached = levels.index(verdict["reached"]) if verdict["reached"] in levels else -1
        possible = levels.index(verdict["possible"]) if verdict["possible"] in levels else -1
        if reached >= asked:
            continue
        if possible >= asked:
            yield Outcome.UNKNOWN, f"{definition}: not settled, {verdict['unknown']} unknown"
        else:
            yield Outcome.UNMET, f"{definition}: {least} is not met"


def _terms(policy: Policy, answer: Model, tags: Collection[str]) -> Iterator[Reason]:
    weights = answer["weights"]
    if (wanted := policy.licenses.commercial_use) is not None:
        said = answer["answer"]["commercial"]["answer"]
        if said in ("yes", wanted):
            pass
        elif said in ("no", "yes-if"):
            yield Outcome.UNMET, f"commercial use: {answer['answer']['commercial']['says']}"
        else:
            yield Outcome.UNKNOWN, "commercial use: not known"
    if (accept := policy.licenses.accept) is not None:
        if not weights["choices"]:
            yield Outcome.UNKNOWN, "the license of the weights is not known"
            return
        each = [list(_choice(choice, accept, tags)) for choice in weights["choices"]]  # of licenses to choose from the best counts
        yield from max(each, key=_least)


def _choice(choice: Choice, accept: Sequence[str], tags: Collection[str]) -> Iterator[Reason]:
    name = " and ".join(choice["licenses"])
    if refused := [tag for tag in (*choice["conditions"], *choice["restrictions"]) if tag not in accept]:
        yield Outcome.UNMET, f"{name} has terms that the policy does not accept: {', '.join(refused)}"
    if unread := [tag for tag in choice["not-assessed"] if tag in tags and tag not in accept]:
        yield Outcome.UNKNOWN, f"nobody has read whether {name} has: {', '.join(unread)}"
