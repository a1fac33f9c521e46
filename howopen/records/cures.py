"""Sentences that tell a mistake and its cure: the one table for `check` and for the page that asks. Pure."""

from __future__ import annotations

from collections.abc import Mapping

# Of `fault; cure` the page, which has no keys, says the cure alone. {word} is what somebody wrote, in quotes, and {near} what was likely meant.
CURES: Mapping[str, str] = {
    "address": "must be a web address that starts with https:// or http://, without spaces or quotes",
    "because": "is not-applicable without `because`; say why the model has no such part",
    "day": "must be a day, written YYYY-MM-DD",
    "day-or-month": "must be a day or a month, written YYYY-MM-DD or YYYY-MM",
    "developer": "{word} is not a known developer; add the file data/developers/{key}.yaml",
    "developer-near": "{word} is not a known developer; did you mean {near}? If it is another one, add the file data/developers/{key}.yaml",
    "evidence": "says something without `evidence`; add the address that shows it, or where you looked, or leave the part out",
    "license": "{word} is not a known license; add it as data/licenses/LicenseRef-....yaml",
    "license-near": "{word} is not a known license; did you mean {near}?",
    "license-several": "{word} is what several licenses are called; write the id of one",
    "license-several-ids": "{word} is what several licenses are called; write the id of one, such as {of}",
    "low-high": "has `low` above `high`; swap them",
    "model": "{word} is not a known model; write the name of its file in data/models/, or hf:org/name of one that is not here",
    "model-near": "{word} is not a known model; did you mean {near}?",
    "parameters": "must be a whole number, such as 8030261248, or one that ends in M, B or T, such as 8.03B",
    "to-come": "is a day to come (today is {today}); write the day {of}",
    "to-come-looked": "you looked",
    "to-come-released": "it came out",
    "tokens": "must be written out, such as 131072 or 128000, since K and M mean two things",
}


def cure(key: str, /, **values: object) -> str:
    """The sentence of a key; texts among the values come in quotes, as `repr` writes them, but for those of `of`, `today` and `key`."""
    return CURES[key].format(**{name: value if name in ("of", "today", "key") else repr(value) for name, value in values.items()})
