"""Checks of a license file against the vocabulary, the other licenses, and itself: a fact and the tag that says the same agree."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Mapping

from howopen import licenses
from howopen.files.yaml import Document
from howopen.load.faults import Fault, at, person, unknown
from howopen.records.catalogue import Catalogue
from howopen.records.license import SILENT, License
from howopen.records.license_answers import AnswerRules, Sentence
from howopen.records.types import Keys
from howopen.records.vocabulary import Vocabulary

_LIMITS = ("rights-end", "needs-license", "payment", "registration", "review")  # consequences of a threshold that take something away
_BARS = ("not-competing", "not-foundation", "not-language", "non-commercial", "no-other")  # answers that keep outputs from training some models
_HOLES = {  # values that a sentence may name, by part of the file
    "thresholds": {"limit", "value", "measure", "period", "whose", "tested", "business", "exempt"},
    "names": {"words", "when", "where", "only"},
    "places": {"places"},
}
_AT_ONCE = ("at-release", "at-start")


def faults(record: License, document: Document, among: Catalogue) -> Iterator[Fault]:
    """Everything in the file that does not fit, in no order."""
    words = among.vocabulary
    for key in record.tags:
        if key not in words.tags:
            yield unknown(document, ("tags", key), key, words.tags, "tag", of_key=True)
    if record.read:
        yield from person(record.read.by, document, ("read", "by"), words.people)
    if not record.id.startswith("LicenseRef-") and not licenses.is_listed(record.id):
        yield at(document, (), f"{record.id!r} is not on the SPDX list; name the file LicenseRef-{record.id}.yaml")
    if licenses.is_listed(record.id) and "osi-approved" in record.tags and record.tags["osi-approved"].is_ != "pending":
        yield at(document, ("tags", "osi-approved"), "`osi-approved` of a license that SPDX lists comes from SPDX; remove it", of_key=True)
    if licenses.is_listed(record.id) and "fsf-libre" in record.tags and record.tags["fsf-libre"].is_ == "yes":
        yield at(document, ("tags", "fsf-libre"), "`fsf-libre` of a license that SPDX lists comes from SPDX; remove it", of_key=True)
    yield from _others(record, document, among.licenses)
    yield from _words(record, document, words)
    if record.facts:
        yield from _whole(record, document, words)
        yield from _agreed(record, document)
        yield from _read_alike(record, document)


def rules(found: AnswerRules, document: Document, words: Vocabulary) -> Iterator[Fault]:
    """Words of the sentences that the vocabulary does not have, and questions that nobody asks."""
    parts: list[tuple[str, Mapping[str, object], Mapping[str, object]]] = [
        ("tags", found.tags, words.tags),
        ("facts", found.facts, words.license_facts),
        ("thresholds", found.thresholds, words.thresholds.get("then", {})),
        ("names", found.names, words.names.get("when", {})),
        ("places", found.places, words.shut_out),
    ]
    parts += [(key, answers, words.license_facts[key].values) for key, answers in found.facts.items() if key in words.license_facts]
    for part, said, known in parts:
        keys: Keys = (part,) if part in AnswerRules.model_fields else ("facts", part)
        yield from (unknown(document, (*keys, key), key, known, f"word for `{part}`", of_key=True) for key in said if key not in known)
    for keys, sentence in _sentences(found):
        holes = set(re.findall(r"\{(\w*)\}", sentence.says)) - _HOLES.get(str(keys[0]), set())
        if holes:
            yield at(document, (*keys, "says"), f"has {{{min(holes)}}}, which nothing fills; remove it")
        asked = [*sentence.if_, *sentence.no]
        yield from (unknown(document, keys, question, found.questions, "question") for question in asked if question not in found.questions)


def _sentences(found: AnswerRules) -> Iterator[tuple[Keys, Sentence]]:
    for part in ("tags", "thresholds", "names", "places"):
        yield from (((part, key), sentence) for key, sentence in getattr(found, part).items())
    for part in ("facts", "freedoms"):
        yield from (((part, key, word), sentence) for key, some in getattr(found, part).items() for word, sentence in some.items())


def _others(record: License, document: Document, known: Mapping[str, License]) -> Iterator[Fault]:
    for field, key in (("supersedes", record.supersedes), ("same-text-as", record.same_text_as)):
        if key is not None and (key not in known or key == record.id):
            yield unknown(document, (field,), key, [one for one in known if one != record.id], "license")
    seen, earlier = [record.id], record.supersedes
    while earlier is not None and earlier in known and earlier not in seen:
        seen.append(earlier)
        earlier = known[earlier].supersedes
    if earlier == record.id:
        yield at(document, ("supersedes",), f"{record.id!r} supersedes itself by way of {', '.join(seen[1:])}")
    if record.same_text_as and (record.freedoms or record.tags or record.facts):
        yield at(document, ("same-text-as",), "a file of the same text says nothing of its own; remove its freedoms, tags and facts")
    other = known.get(record.same_text_as or "")
    if other is not None and other.same_text_as:
        yield at(document, ("same-text-as",), f"{record.same_text_as!r} names another itself; name that one")


def _words(record: License, document: Document, words: Vocabulary) -> Iterator[Fault]:
    """Words that the vocabulary does not have."""
    for key, fact in record.facts.items():
        if key not in words.license_facts:
            yield unknown(document, ("facts", key), key, words.license_facts, "fact", of_key=True)
        elif fact.is_ != SILENT and fact.is_ not in words.license_facts[key].values:
            yield unknown(document, ("facts", key, "is"), fact.is_, (*words.license_facts[key].values, SILENT), "answer")
    found: list[tuple[Keys, str, Mapping[str, object]]] = []
    for number, threshold in enumerate(record.thresholds):
        named = {"measure": threshold.measure, "period": threshold.period, "tested": threshold.tested, "whose": threshold.whose, "then": threshold.then}
        found += [(("thresholds", number, field), word, words.thresholds.get(field, {})) for field, word in named.items() if word is not None]
        found += [(("thresholds", number, "exempt", place), word, words.thresholds.get("exempt", {})) for place, word in enumerate(threshold.exempt)]
        if threshold.on and threshold.tested not in _AT_ONCE:
            yield at(document, ("thresholds", number, "on"), "has a day, though it is not counted once; remove it, or say `tested: at-release`")
    for number, name in enumerate(record.names):
        for field, some in (("when", name.when), ("where", name.where)):
            found += [(("names", number, field, place), word, words.names.get(field, {})) for place, word in enumerate(some)]
    left_out: set[tuple[str, str]] = set()
    for number, shut_out in enumerate(record.shuts_out):
        for code, covered in itertools.product(shut_out.places, shut_out.covers):
            if (code, covered) in left_out:
                yield at(document, ("shuts-out", number), f"leaves {covered} out in {code}, as is said here already; keep it once")
            left_out.add((code, covered))
        found += [(("shuts-out", number, "places", place), code, words.places) for place, code in enumerate(shut_out.places)]
        found += [(("shuts-out", number, "covers", place), word, words.shut_out) for place, word in enumerate(shut_out.covers)]
    for keys, word, known in found:
        if word not in known:
            yield unknown(document, keys, word, known, f"word for `{keys[2]}`")


def _whole(record: License, document: Document, words: Vocabulary) -> Iterator[Fault]:
    """Faults of a file that has some facts and leaves others out: whoever reads a text for one of them reads it whole."""
    if record.lacks_policy:
        yield from _without_policy(record, document)
        return
    if missing := [key for key in words.license_facts if key not in record.facts]:
        yield at(document, ("facts",), f"lacks {', '.join(missing)}; answer each, with silent where the text says nothing", of_key=True)
    # an OSI-approved license restricts no person and no field, by the Open Source Definition, 5 and 6
    sides = ("condition",) if licenses.is_approved(record.id) else ("condition", "restriction")
    if missing := [key for key, word in words.tags.items() if word.side in sides and key not in record.tags]:
        yield at(document, ("tags",), f"lacks {', '.join(missing)}; a file with facts has each duty and limit, with no where the text has none", of_key=True)
    if record.read is None or record.read.extent != "full-text":
        yield at(document, ("facts",), "has facts, and `read` does not say that the text was read in full", of_key=True)


def _without_policy(record: License, document: Document) -> Iterator[Fault]:
    """Faults of a file on a text of which a policy was not read: where the text itself is silent, the policy may still speak."""
    if "use-policy" not in record.tags or record.tags["use-policy"].is_ != "yes":
        yield at(document, ("tags",), "`read` says that a policy was not read, and `use-policy` is not yes", of_key=True)
    if "commercial" not in record.facts:
        yield at(document, ("facts",), "lacks commercial; where the text itself does not answer it, there are no facts", of_key=True)
    for key, fact in record.facts.items():
        if fact.is_ == SILENT:
            yield at(document, ("facts", key, "is"), "is silent, and the policy that was not read may speak of it; leave it out")
    for key, tag in record.tags.items():
        if tag.is_ == "no" and not (tag.clause or tag.because or tag.evidence):
            yield at(
                document,
                ("tags", key, "is"),
                "is no for no reason, and the policy that was not read may ask for it; say why, or leave it out",
            )


def _agreed(record: License, document: Document) -> Iterator[Fault]:
    """Tags that say other than the facts that they stand for."""

    def answer(key: str) -> str:
        return record.facts[key].is_ if key in record.facts else SILENT

    limiting = [one for one in record.thresholds if one.then in _LIMITS]
    stand_for = {
        "user-threshold": (any(not one.unit.isupper() for one in limiting), "`thresholds`"),
        "revenue-threshold": (any(one.unit.isupper() for one in limiting), "`thresholds`"),
        "branding": (bool(record.names), "`names`"),
        "geographic": (bool(record.shuts_out), "`shuts-out`"),
        "patent-retaliation": (answer("suit-ends") != SILENT, "`suit-ends`"),
        "revocable": (answer("ends") == "at-will", "`ends`"),
    }
    for tag, (holds, what) in stand_for.items():
        if tag in record.tags and (record.tags[tag].is_ == "yes") != holds:
            yield at(document, ("tags", tag, "is"), f"is {record.tags[tag].is_}, and {what} says other; one of them is wrong")
    implied = {
        "use-policy": (answer("amendable") == "policy", "`amendable` says that the policy can be changed"),
        "no-competing-models": (answer("outputs-training") in _BARS, "`outputs-training` keeps outputs from some models"),
    }
    for tag, (holds, what) in implied.items():
        if holds and tag in record.tags and record.tags[tag].is_ != "yes":
            yield at(document, ("tags", tag, "is"), f"is {record.tags[tag].is_}, and {what}; one of them is wrong")
    if answer("commercial") in ("on-request", "not-offered") and "non-commercial" in record.tags and record.tags["non-commercial"].is_ == "no":
        yield at(document, ("facts", "commercial", "is"), "is not free, and `non-commercial` is no; one of them is wrong")
    if answer("commercial") == "free" and "non-commercial" in record.tags and record.tags["non-commercial"].is_ == "yes":
        yield at(document, ("facts", "commercial", "is"), "is free, and `non-commercial` is yes; one of them is wrong")


def _read_alike(record: License, document: Document) -> Iterator[Fault]:
    """Values that GOVERNANCE.md has one reading of, whatever the license."""

    def carries(tag: str) -> bool:
        return tag in record.tags and record.tags[tag].is_ == "yes"

    general = any(one.then in _LIMITS and not one.business for one in record.thresholds)
    restricting = {
        "use": [("a number takes rights away", general), *((f"`{tag}` is yes", carries(tag)) for tag in ("non-commercial", "field-of-use", "geographic"))],
        "modify": [("a number takes rights away", general), ("`no-modification` is yes", carries("no-modification"))],
        "share": [("a number takes rights away", general), *((f"`{tag}` is yes", carries(tag)) for tag in ("no-redistribution", "pass-on-limits"))],
    }
    for freedom, clause in record.freedoms.items():
        for what, holds in restricting.get(freedom, ()):
            if holds and clause.is_ != "restricted":
                yield at(document, ("freedoms", freedom, "is"), f"is {clause.is_}, and {what}; see GOVERNANCE.md, One reading for all")
    for tag, others in {"research-only": ("non-commercial", "field-of-use")}.items():
        for other in others if carries(tag) else ():
            if not carries(other):
                yield at(document, ("tags", tag, "is"), f"is yes, and `{other}` is not; see GOVERNANCE.md, One reading for all")
    asks = "commercial" in record.facts and record.facts["commercial"].is_ == "on-request"
    if asks and not carries("separate-commercial-license"):
        yield at(document, ("facts", "commercial", "is"), "is on-request, and `separate-commercial-license` is not yes; see GOVERNANCE.md, One reading for all")
