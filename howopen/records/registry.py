"""What the other files under `data/` say: licenses, developers, opinions, pages, the vocabulary and the board."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field, model_validator

from howopen.records.types import Day, DayOrMonth, Freedom, Grant, Link, Links, Phrase, Record, RepositoryPath, TagState, Text, Word


class Clause(Record):
    """What a license does to one freedom, and the clause that does it."""

    is_: Grant = Field(description="allowed, conditional or restricted; leave the freedom out when the text was not read.")
    clause: Phrase | None = Field(None, description="The section that restricts or conditions it.", examples=["s. 2"])
    because: Text | None = Field(None, description="What that section does, in our words.", examples=["Use has to follow a policy that forbids some fields."])

    @model_validator(mode="after")
    def _names_the_clause(self) -> Clause:
        if self.is_ != "allowed" and not (self.clause or self.because):
            raise ValueError(f"is {self.is_} without `clause` or `because`; name the section that makes it so")
        return self


class Tag(Record):
    """Whether a license carries a tag, and by which clause."""

    is_: TagState = Field(description="`pending`: submitted and not decided. Leave a tag out when nobody has assessed it.")
    clause: Phrase | None = Field(None, description="The section that says so.", examples=["s. 1.b.iii"])
    because: Text | None = Field(None, description="What it says, in our words.", examples=["A notice file goes with every copy."])
    evidence: Links = Field((), description="Who says so, where that is not the license's own text.")


class Read(Record):
    """How much of a license's text somebody read."""

    on: Day = Field(description="The day it was read, YYYY-MM-DD.")
    by: Phrase = Field(description="Who read it.", examples=["maintainers"])
    extent: Literal["full-text", "excerpts", "summary", "name"] = Field(description="How much was read.")


class LicenseAliases(Record):
    """The names under which people and services know a license."""

    huggingface: tuple[Phrase, ...] = Field((), description="Values of `license:` on model cards.", examples=[["llama3.1"]])
    license_name: tuple[Phrase, ...] = Field((), description="Values of `license_name:` on model cards.", examples=[["llama-3.1-community"]])
    names: tuple[Phrase, ...] = Field((), description="Other spellings.", examples=[["Llama 3.1 License"]])
    texts: tuple[Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")], ...] = Field(
        (), description="SHA-256 of its known texts, or of their words.", examples=[["e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"]]
    )


class Alias(Record):
    """What one spelling of a license means, or why it means none."""

    means: Phrase | None = Field(None, description="An SPDX expression.")
    ambiguous: Text | None = Field(None, description="Why it may mean several.")
    not_a_license: Text | None = Field(None, description="What it is instead.")
    unread: Text | None = Field(None, description="Whose text nobody has read yet.")
    unknown: bool | None = Field(None, description="It says that the license is unknown.")
    read: Literal["license-name"] | None = Field(None, description="Where the license is named instead.")

    @model_validator(mode="after")
    def _is_one_thing(self) -> Alias:
        if sum(value is not None for value in (self.means, self.ambiguous, self.not_a_license, self.unread, self.unknown, self.read)) != 1:
            raise ValueError("must have exactly one of means, ambiguous, not-a-license, unread, unknown, read")
        return self


class SpellingBook(Record):
    """How services and people write licenses, and what each spelling means."""

    huggingface: dict[Phrase, Alias] = Field(default_factory=dict, description="Values of `license:` on cards.")
    license_name: dict[Phrase, Alias] = Field(default_factory=dict, description="Values of `license_name:` on cards.")
    names: dict[Annotated[str, Field(max_length=300)], Alias] = Field(default_factory=dict, description="Spellings in the data of others.")
    addresses: dict[Link, Alias] = Field(default_factory=dict, description="Where license texts stand.")
    texts: dict[Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")], Alias] = Field(default_factory=dict, description="SHA-256 of known texts, or of their words.")


class License(Record):
    """What SPDX cannot say of a license: the freedoms, the clauses, the tags, the names people use."""

    id: str = Field("", exclude=True, json_schema_extra={"hidden": True})  # the file's name, set by load
    name: Phrase = Field(description="Its title.", examples=["Llama 3.1 Community License Agreement"])
    publisher: Phrase | None = Field(None, description="Who wrote it.", examples=["Meta"])
    version: Phrase | None = Field(None, description="Its version, as printed, in quotes.", examples=["3.1"])
    published: DayOrMonth | None = Field(None, description="When it was published.")
    url: Link | None = Field(None, description="Where its text stands.")
    read: Read | None = Field(None, description="Who read it, when, and how much of it.")
    summary: Text | None = Field(
        None, description="What it does, in our words.", examples=["Anyone may use, change and share the model, within the limits of a use policy."]
    )
    family: Phrase | None = Field(None, description="The family it is listed under, such as Llama or RAIL.", examples=["Llama"])
    freedoms: dict[Freedom, Clause] = Field(default_factory=dict, description="Each freedom; one left out was not assessed.")
    tags: dict[Word, Tag] = Field(default_factory=dict, description="The tags of the vocabulary that SPDX has no flag for.")
    aliases: LicenseAliases = Field(default_factory=LicenseAliases, description="Other names.")


class Developer(Record):
    """Who publishes models."""

    id: Word = Field("", exclude=True, json_schema_extra={"hidden": True})
    name: Phrase = Field(description="As it writes itself.", examples=["Ai2"])
    url: Link | None = Field(None, description="Its home page.")
    country: Phrase | None = Field(None, description="Where it is based, in English.", examples=["United States"])
    kind: Literal["company", "university", "non-profit", "public-body", "community"] | None = Field(None, description="What kind of organisation it is.")
    huggingface: tuple[Phrase, ...] = Field((), description="Its organisations on Hugging Face.", examples=[["allenai"]])
    github: tuple[Phrase, ...] = Field((), description="Its organisations on GitHub.", examples=[["allenai"]])


class Opinion(Record):
    """What somebody else says of one model. Without `means`, `level` and `parts` it is shown and not compared."""

    model: Word = Field(description="The model here that it speaks of, by id.")
    of: Phrase = Field(description="What was judged, as its publisher names it.")
    says: Phrase = Field(description="The outcome, in a few words.")
    means: Literal["met", "not-met", "undetermined"] | None = Field(None, description="The outcome in our terms, for a plain verdict.")
    level: Word | None = Field(None, description="For a definition with levels: the level it is said to reach, or `none`.")
    parts: dict[Phrase, Phrase] = Field(default_factory=dict, description="What is said of each criterion, in the source's words.")
    because: Text | None = Field(None, description="Why we find otherwise; absent: nobody has explained it yet.")
    explained: dict[Phrase, Text] = Field(default_factory=dict, description="The same for single criteria.")
    url: Link = Field(description="Where it says so.")


class Criterion(Record):
    """What a source asks of each model, and the part here that comes nearest to it."""

    label: Phrase
    component: Word | None = Field(None, description="Absent: nothing here says the same, so it is not compared.")


class Explanation(Record):
    """Why a source and we differ, for every model of which it says one thing and we another."""

    criterion: Phrase | None = Field(None, description="The criterion; absent: the outcome as a whole.")
    theirs: Phrase | None = Field(None, description="What the source says; absent: anything.")
    ours: Phrase | None = Field(None, description="What we find; absent: anything.")
    because: Text = Field(description="The reason, in a sentence or two.")


class Opinions(Record):
    """One source's published findings."""

    id: Word = Field("", exclude=True, json_schema_extra={"hidden": True})
    who: Phrase = Field(description="Who says so.")
    by: Word | None = Field(None, description="Its name among the vocabulary's people, where findings here were taken from it.")
    url: Link = Field(description="Its page.")
    published: DayOrMonth = Field(description="When, YYYY-MM-DD or YYYY-MM.")
    about: Text = Field(description="How it came about and what it does not say.")
    definition: Word | None = Field(None, description="The definition here that it speaks of, if any.")
    license: Phrase | None = Field(None, description="The license of the source.")
    cite: Link | None = Field(None, description="What it asks to be cited.")
    criteria: dict[Phrase, Criterion] = Field(default_factory=dict, description="What it asks, by its own name for it.")
    words: dict[Phrase, Literal["published", "in-part", "not-published"]] = Field(
        default_factory=dict, description="What its words for a part mean; a word that is not here is not compared."
    )
    explanations: tuple[Explanation, ...] = Field((), description="Why it and we differ, where one reason holds for many models.")
    verdicts: tuple[Opinion, ...] = Field(description="Each outcome.")


class Page(Record):
    """The head of a prose page."""

    title: Phrase = Field(description="Its title.")
    summary: Text = Field(description="One sentence for search engines and feeds.")
    menu: int | None = Field(None, description="Its place in the menu, lowest first; absent: not in the menu.")


class Word_(Record):
    """A word of the vocabulary: its label and its meaning."""

    label: Phrase
    meaning: Text | None = None


class ComponentWord(Word_):
    """A part that models may have."""

    group: Word
    strip: bool = False
    fitting: tuple[Word, ...] = ()


class TagWord(Word_):
    """Something a license may say."""

    side: Literal["grant", "condition", "restriction"]


class QuestionWord(Record):
    """A question that only a person can answer."""

    label: Phrase
    asks: Text


class Person(Record):
    """Somebody whose findings are recorded."""

    label: Phrase
    url: Link | None = None
    license: Phrase | None = None
    cite: Link | None = None


class Vocabulary(Record):
    """Every word the other files may use."""

    groups: dict[Word, Word_]
    components: dict[Word, ComponentWord]
    availability: dict[Word, Word_]
    coverage: dict[Word, Word_]
    extent: dict[Word, Word_]
    license_scope: dict[Word, Word_]
    gate: dict[Word, Word_]
    dataset_kind: dict[Word, Word_]
    withheld_reason: dict[Word, Word_]
    data_information: dict[Word, Word_]
    usage_information: dict[Word, Word_]
    modalities: dict[Word, Word_]
    tags: dict[Word, TagWord]
    freedoms: dict[Freedom, Word_]
    grants: dict[Grant, Word_]
    questions: dict[Word, QuestionWord]
    people: dict[Word, Person]


class Term(Record):
    """Terms that we take to grant all four freedoms though OSI lists no terms."""

    license: Phrase = Field(description="SPDX id.")
    because: Text = Field(description="Why, in a sentence.")
    evidence: Links = Field(min_length=1, description="The text, or who else says so.")


class FreeTerms(Record):
    """Our list of terms that grant all four freedoms: a reviewed decision of this project, not of OSI."""

    decided: Day
    because: Text
    terms: tuple[Term, ...]


class Board(Record):
    """How the leaderboard ranks and what its headline counts."""

    rank_by: tuple[Word, ...] = Field(description="Definitions, the first weighs most.")
    score: Word = Field(description="The definition whose elements make the score.")
    headline: Word = Field(description="The definition that claims are held against.")
    claim_words: tuple[Phrase, ...] = Field(description="A claim with one of these words claims the headline's definition.")
    badge: Word = Field(description="The definition of the badge offered first.")
    badge_label: Phrase = Field("openness", description="What that badge speaks of, with the version of the definition.")
    most_rows: int = Field(1000, gt=0, description="With more models than this the leaderboard is several pages, by rank.")
    page_rows: int = Field(200, gt=0, description="Rows on each of several pages.")


class Site(Record):
    """What the site calls itself and where its sources stand."""

    name: Phrase
    question: Phrase = Field(description="The question it answers.")
    summary: Text
    repository: Link = Field(description="Where its files stand, without a slash at the end.")
    branch: RepositoryPath = "main"
    data_license: Phrase
    code_license: Phrase
