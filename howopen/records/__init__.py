"""The nouns: frozen records of everything the program knows. Imports nothing of ours beyond its own folder.

fields       small types: links, days, words
evidence     what a model file says
registry     licenses, developers, opinions, pages, the vocabulary, the board
definitions  what a definition asks, as data
verdicts     what the judge finds
history      what changed, and when
catalogue    all of it together
"""

from howopen.records.catalogue import BadData, Catalogue, LicenseFacts, Problem, Refused, Terms
from howopen.records.definitions import (
    AvailabilityTest,
    DatasetTest,
    Definition,
    GateTest,
    Level,
    LicenseTest,
    Requirement,
    View,
)
from howopen.records.evidence import (
    Answer,
    Checked,
    Claim,
    Component,
    DataInformation,
    Dataset,
    Gate,
    Lineage,
    Model,
    Sources,
    TrainingCompute,
)
from howopen.records.history import NO_HISTORY, Cause, Change, History, Shift
from howopen.records.registry import (
    Board,
    Clause,
    ComponentWord,
    Criterion,
    Developer,
    Explanation,
    FreeTerms,
    License,
    LicenseAliases,
    Opinion,
    Opinions,
    Page,
    Person,
    QuestionWord,
    Read,
    Site,
    Tag,
    Term,
    Vocabulary,
)
from howopen.records.verdicts import Finding, Judged, Outcome, Reason, Rung, Verdict

__all__ = [
    "NO_HISTORY",
    "Answer",
    "AvailabilityTest",
    "BadData",
    "Board",
    "Catalogue",
    "Cause",
    "Change",
    "Checked",
    "Claim",
    "Clause",
    "Component",
    "ComponentWord",
    "Criterion",
    "DataInformation",
    "Dataset",
    "DatasetTest",
    "Definition",
    "Developer",
    "Explanation",
    "Finding",
    "FreeTerms",
    "Gate",
    "GateTest",
    "History",
    "Judged",
    "Level",
    "License",
    "LicenseAliases",
    "LicenseFacts",
    "LicenseTest",
    "Lineage",
    "Model",
    "Opinion",
    "Opinions",
    "Outcome",
    "Page",
    "Person",
    "Problem",
    "QuestionWord",
    "Read",
    "Reason",
    "Refused",
    "Requirement",
    "Rung",
    "Shift",
    "Site",
    "Sources",
    "Tag",
    "Term",
    "Terms",
    "TrainingCompute",
    "Verdict",
    "View",
    "Vocabulary",
]
