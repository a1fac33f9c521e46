"""Facts that `fetch` committed under `data/fetched/`, as services last answered, and how each request ended."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Annotated, Literal

from pydantic import Field

from howopen.records.license_text import PassageList
from howopen.records.types import UPSTREAM_ID, Day, Link, Record, Said, SaidText

# No id that a service gives can leave its folder or break a link.
UpstreamId = Annotated[str, Field(max_length=200, pattern=UPSTREAM_ID)]
MOST_COUNTED = 10**15  # more is nonsense, and with digits enough it is a number that Python writes nowhere
Count = Annotated[int, Field(ge=0, le=MOST_COUNTED)]
Status = Annotated[int, Field(ge=0, le=999)]  # of HTTP
Sha1 = Annotated[str, Field(pattern=r"^[0-9a-f]{40}$")]
Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
MOST_TEXTS = 12  # license files of one repository that are read; the largest seen has nine that are not of third parties
# A file in a repository; no part of it can leave its folder or break a link.
_NAME = r"[A-Za-z0-9_\u4e00-\u9fff][A-Za-z0-9_\u4e00-\u9fff .+-]{0,99}"  # Chinese publishers name their license files in Chinese
FILE_PATH = rf"^{_NAME}(/{_NAME}){{0,9}}$"
FilePath = Annotated[str, Field(max_length=200, pattern=FILE_PATH)]


class LicenseText(Record):
    """A license file of a repository, by its digests."""

    path: FilePath
    sha256: Sha256 = Field(description="Of the bytes, as `sha256sum` prints it.")
    words: Sha256 = Field(description="Of the words alone, without copyright lines, so that a known text is known with any holder's name.")
    passages: PassageList = Field(default="", description="Digest and number of words of each passage; empty where there are too many to compare.")
    points_to: SaidText | None = Field(default=None, description="The file or address that it names in place of a text.")
    blob: Sha1 | None = Field(default=None, description="Its revision, so that it is read again only when it changed.")
    seen: Day = Field(description="The day on which this text was first seen.")
    replaced: Sha256 | None = Field(default=None, description="The text that stood there before, if this one replaced another while we watched.")


class HubFacts(Record):
    """A model or a data set on the Hub."""

    id: UpstreamId = Field(description="As the Hub spells it now; other than asked for when it was renamed.")
    sha: Sha1 = Field(description="The revision that these facts are of.")
    license: tuple[Said, ...] = Field(default=(), max_length=20, description="`license:` of the card.")
    license_name: Said | None = Field(default=None, description="`license_name:` of the card.")
    license_link: SaidText | None = Field(default=None, description="`license_link:` of the card: an address or a file.")
    gated: Literal["no", "auto", "manual"] | None = Field(default="no", description="What stands before the files; null: something that nobody here knows.")
    disabled: bool = False
    base_models: tuple[UpstreamId, ...] = Field(default=(), max_length=40)
    other_bases: tuple[Said, ...] = Field(default=(), max_length=40, description="Bases that the card names otherwise than by an id.")
    relation: Literal["quantized", "adapter", "merge", "finetune"] | None = Field(default=None, description="Way in which it was made of its base.")
    datasets: tuple[UpstreamId, ...] = Field(default=(), max_length=200)
    weight_files: Count = Field(default=0, description="How many files hold parameters.")
    parameters: Count | None = Field(default=None, description="How many numbers they hold.")
    created: Day | None = None
    created_at_latest: Day | None = Field(default=None, description="In place of `created`, where the Hub only knows that it was on this day or before.")
    modified: Day | None = None
    texts: tuple[LicenseText, ...] = Field(default=(), max_length=MOST_TEXTS, description="Its license files, sorted by path.")


class RepositoryFacts(Record):
    """A repository on GitHub."""

    id: UpstreamId = Field(description="As GitHub spells it now; other than asked for when it was renamed.")
    license: Annotated[str, Field(max_length=160, pattern=r"^[A-Za-z0-9][A-Za-z0-9.+-]*$")] | None = Field(
        default=None, description="SPDX id as detected in its license file; NOASSERTION: the detector could not tell; absent: it found no file."
    )
    archived: bool = False
    texts: tuple[LicenseText, ...] = Field(default=(), max_length=MOST_TEXTS, description="Its license files, sorted by path.")


class PaperFacts(Record):
    """A paper on arXiv."""

    id: Annotated[str, Field(pattern=r"^[0-9]{4}\.[0-9]{4,5}$")]
    license: Link | None = Field(default=None, description="The address of its license.")


SCORE = "score"  # the name under which a score stands among the criteria


class PeerCriterion(Record):
    """Answer of a peer on one of its criteria."""

    says: Said
    link: Link | None = None


class PeerFile(Record):
    """Index entry of a file of a peer, so that only those that changed are read again."""

    blob: Sha1 = Field(description="The revision of the file.")
    ids: tuple[UpstreamId, ...] = Field(default=(), max_length=20, description="The Hugging Face ids in it.")
    names: tuple[Said, ...] = Field(default=(), max_length=4, description="What it judges, as its publisher names it; the first says it best.")

    def is_of(self, hubs: Iterable[str]) -> bool:
        """Whether it judges a model with one of these Hugging Face ids: by its ids, or by a name that is the same but for signs and case."""
        ids = {one.lower() for one in self.ids}
        names = {squashed(name) for name in self.names} - {""}
        return any(hub.lower() in ids or squashed(hub.partition("/")[2]) in names for hub in hubs)


def squashed(name: str) -> str:
    """The name without signs and case, by which two spellings of it are one."""
    return re.sub(r"[^a-z0-9+]", "", name.lower())


class PeerFacts(PeerFile):
    """One file of another index, as its publisher wrote it; no fact of ours."""

    file: Said = Field(description="Its name in the peer's folder.")
    criteria: dict[Said, PeerCriterion] = Field(default_factory=dict, max_length=60)


MOST_FILES = 5000  # of a peer


class PeerIndex(Record):
    """Every file of a peer."""

    files: dict[Annotated[str, Field(max_length=200)], PeerFile] = Field(default_factory=dict, max_length=MOST_FILES)


class DeadLink(Record):
    """An address of evidence that no longer answers with what it did."""

    since: Day = Field(description="The day on which it was first found so.")
    status: Status | None = Field(default=None, description="What the server answered; absent: there is no such server.")


class DeadLinks(Record):
    """Every dead address of evidence."""

    links: dict[Link, DeadLink] = Field(default_factory=dict, max_length=20000)
    left: dict[Link, Link] = Field(default_factory=dict, max_length=5000, description="By host: the first address that a limit left, to begin with.")


class Trouble(Record):
    """Last failure of a request."""

    kind: Said
    status: Status | None = None
    since: Day = Field(description="The first day of the failure that still lasts.")
    last: Day | None = Field(default=None, description="The last day of it.")


class RequestState(Record):
    """State of the requests for one thing."""

    confirmed: Day | None = Field(default=None, description="The last day on which the source gave these facts, changed or not.")
    etags: dict[Said, Annotated[str, Field(max_length=200)]] = Field(default_factory=dict, description="By what was asked for.")
    snapshot: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")] | None = Field(default=None, description="Of which snapshot the etags are.")
    failed: Trouble | None = None
    downloads: Count | None = Field(default=None, description="In the 30 days before it was confirmed, as the Hub counts them.")
    likes: Count | None = None

    @property
    def asked(self) -> str:
        """The last day on which it was asked for, YYYY-MM-DD; empty when it never was."""
        return max(self.confirmed or "", (self.failed.last or self.failed.since) if self.failed else "")


class RequestStates(Record):
    """Every state of requests, by source and id."""

    things: dict[Annotated[str, Field(max_length=400)], RequestState] = Field(default_factory=dict)


class PopularModel(Record):
    """A model that many people download from the Hub."""

    id: UpstreamId
    downloads: Count = Field(description="In 30 days, as the Hub counts them.")
    likes: Count = 0
    task: Said | None = None
    license: tuple[Said, ...] = Field(default=(), max_length=20)
    created: Day | None = None


class PopularModels(Record):
    """Models of the Hub that are downloaded most, without copies and adapters of others."""

    on: Day | None = Field(default=None, description="The day on which the Hub gave this list.")
    models: tuple[PopularModel, ...] = Field(default=(), max_length=2000)


@dataclass(frozen=True)
class Fetched:
    """Everything under `data/fetched/`. Ids in lower case, as the services treat them."""

    models: dict[str, HubFacts] = field(default_factory=dict)
    datasets: dict[str, HubFacts] = field(default_factory=dict)
    repositories: dict[str, RepositoryFacts] = field(default_factory=dict)
    papers: dict[str, PaperFacts] = field(default_factory=dict)
    peers: dict[str, dict[str, PeerFacts]] = field(default_factory=dict)  # by peer, then by file
    dead: dict[str, DeadLink] = field(default_factory=dict)  # by address
    popular: PopularModels = field(default_factory=PopularModels)
    request_states: dict[str, RequestState] = field(default_factory=dict)  # by source and id, such as "huggingface-models/org/name"

    def lacking(self, hubs: Iterable[str]) -> tuple[PopularModel, ...]:
        """Popular models that are none of those Hugging Face ids, under the name that they were given or have now; most downloads first."""
        here = {hub.lower() for hub in hubs}
        here |= {facts.id.lower() for hub in here if (facts := self.models.get(hub)) is not None}
        return tuple(one for one in self.popular.models if one.id.lower() not in here)

    def confirmed(self, source: str, key: str) -> str:
        """The last day on which the source gave these facts, YYYY-MM-DD; empty when unknown."""
        state = self.request_states.get(f"{source}/{key}".lower())
        return state.confirmed or "" if state else ""
