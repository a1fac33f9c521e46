"""Summary of one model for the lists of the site, kept when its own pages are made. Plain values, small to keep and to send."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from howopen.records.answer import Answer
from howopen.records.verdict import Outcome, Steps


class Seen(NamedTuple):
    """One freedom, or another view of a definition, and how it came out."""

    id: str
    outcome: Outcome


class Result(NamedTuple):
    """A verdict without its reasons. What it shares with `Verdict` has the same name there."""

    reached: str | None
    possible: str | None
    outcome: Outcome
    in_scope: Outcome | None  # None: the definition speaks of every model
    views: tuple[Seen, ...]
    unknown: int  # how many requirements that bear on the next level are unknown
    points: tuple[float, float] | None = None  # of a score: proven, and possible


class Part(NamedTuple):
    """Facts on one component, as a table shows them; None where nobody has said."""

    availability: str | None
    coverage: str | None
    license: str | None
    license_scope: str | None
    checked_on: str | None
    checked_by: str | None
    evidence: tuple[str, ...]


class DataSet(NamedTuple):
    """One data set of a component, as a table shows it; None where nobody has said."""

    name: str
    url: str | None
    kind: str | None
    stage: str | None
    availability: str | None
    license: str | None
    withheld_reason: str | None


class Called(NamedTuple):
    """One claim of a developer, as it stands in the file."""

    says: str
    of: str
    url: str
    on: str | None


class Sized(NamedTuple):
    """One variant, as a table shows it."""

    huggingface: str
    name: str
    kind: tuple[str, ...]
    parameters: int | None
    active_parameters: int | None


class TermsReply(NamedTuple):
    """Answer of a model's terms to one question, and the licenses that ask something of it."""

    question: str
    answer: str
    conditions: tuple[tuple[str, str, str], ...]  # (license, key of the point, the base whose license it is or nothing)


class Check(NamedTuple):
    """Number of facts that somebody looked at on a day."""

    on: str  # YYYY-MM-DD
    by: str
    facts: int


@dataclass(frozen=True, slots=True)
class Summary:
    """One model as the lists know it. What it shares with `Judged` has the same name there."""

    model: str  # its id
    name: str
    developer: str
    family: str | None
    released: str | None
    parameters: int | None
    active_parameters: int | None
    context_length: int | None
    modalities: tuple[str, ...]
    huggingface: tuple[str, ...]  # those of its variants last
    variants: tuple[Sized, ...]
    aliases: tuple[str, ...]
    derived_from: tuple[str, ...] | None
    claims_known: bool  # whether somebody looked for what its developer calls it
    called: str  # what its developer calls it, what uses the headline's words first; empty when it calls neither the model nor its weights anything
    claims: tuple[Called, ...]  # every claim recorded, of whatever part
    claim: str
    answer: Answer
    verdicts: dict[str, Result]
    next_level: Steps  # the shortest way to the next level of the board's ladder
    strip: tuple[tuple[str, str], ...]
    score: tuple[float, float]
    checked: str  # the newest day on which anybody looked; empty when nobody did
    parts: dict[str, Part]  # by component
    datasets: dict[str, tuple[DataSet, ...]]  # by component, those with any
    expressions: tuple[str, ...]  # every license expression that it names
    licenses: dict[str, tuple[str, ...]]  # by license: the parts under it, data sets included
    terms: tuple[TermsReply, ...]  # of the weights and of what they derive from
    compute: float | None  # used to train it, FLOP; the geometric middle of a range
    # how much is known of it
    facts: int
    with_evidence: int
    checks: tuple[Check, ...]
    in_depth: bool
    only_taken: bool  # nothing but what another index says
    unknown: tuple[str, ...]  # what the headline's verdict still asks, each once
    conflicts: int  # that nobody has settled
    readings: dict[str, int | None]  # by definition: how often what settles the verdict was read, 2 at most; None: not settled
    gaps: tuple[str, ...]  # licenses and license files that nothing here can name, a sentence each
    moving: int  # addresses of evidence on a branch, which moves
    # outcomes as digits, in the order of `tallies`
    tally: dict[str, str]  # by definition: of each level and requirement
    passed_on: dict[str, str]  # by definition: what each requirement on ancestors makes of it
    # what was drawn of it already
    entry: str = ""  # its entry in the API's list, as JSON, without its rank
    label_height: int = 0  # of its openness label, pixels
    rank: int = 0  # 1 is first; 0: none, as nobody examined it
