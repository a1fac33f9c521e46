"""Words that the page which compares models reads, as data within it."""

from __future__ import annotations

from markupsafe import Markup

from howopen.files import harmless
from howopen.records.catalogue import Catalogue
from howopen.render.wording import Words


def compare_words(known: Catalogue, words: Words) -> Markup:
    """The words as JSON that a page can hold, the headline's definition first."""
    named = known.vocabulary
    ordered = sorted(known.definitions.values(), key=lambda definition: definition.id != known.board.headline)
    found = {
        "headline": known.board.headline,
        "questions": list(words.said["answer-question"].items()),
        "outcome": words.said["outcome"],
        "conditions": words.said["conditions"],
        "definitions": [
            [
                one.id,
                one.name,
                one.kind,
                {level.id: level.short or level.name for level in one.levels},
                one.none,
                one.out_of_scope or words.said["outcome"]["none"],
            ]
            for one in ordered
        ],
        "freedoms": [[key, word.label] for key, word in named.freedoms.items()],
        "groups": [[word.label, [[key, one.label] for key, one in named.components.items() if one.group == group]] for group, word in named.groups.items()],
        "information": [[key, word.label] for key, word in named.data_information.items()],
        "availability": {key: word.label for key, word in named.availability.items()},
        "sets": words.said["sets"]["published"],
        "coverage": {key: word.label for key, word in named.coverage.items()},
        "extent": {key: word.label for key, word in named.extent.items()},
        "developers": {key: one.name for key, one in known.developers.items()},
    }
    return Markup(harmless.json_block(found))  # noqa: S704  no "<" is left
