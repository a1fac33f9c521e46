"""Spellings of licenses on cards, in repositories and among people: what each means, or why it means none."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest
from small_data import small

from howopen import licenses, load
from howopen.licenses import texts
from howopen.licenses.aliases import Meaning, Speller
from howopen.records.fetched import HubFacts, LicenseText
from howopen.records.license import License, SpellingBook
from howopen.records.license_text import PublishedTexts

HOUSE, SECOND, TWIN = "LicenseRef-House", "LicenseRef-House-2", "LicenseRef-Twin"
OURS = {
    HOUSE: {
        "name": "House Terms",
        "url": "https://www.example.org/house/",
        "aliases": {"huggingface": ["house-tag", "both"], "license-name": ["house-1.0"], "names": ["House of Words"]},
    },
    SECOND: {"name": "House Terms 2", "url": "https://example.org/house-2", "aliases": {"huggingface": ["both"]}},
    TWIN: {"name": "Twin Terms", "url": "https://example.org/house-2", "same-text-as": SECOND},
    "LicenseRef-Nowhere": {"name": "Nowhere"},
}
SPELLINGS = {
    "huggingface": {
        "apache-2.0": {"means": "Apache-2.0"},
        "MIT": {"means": "MIT"},
        "other": {"read": "license-name"},
        "gone": {"unread": "Nobody read it."},
        "strange": {"unknown": True},
        "many": {"ambiguous": "Several are called so."},
        "house": {"ambiguous": "Several are called so."},
        "tool": {"not-a-license": "It is a tool."},
        "gpl-3.0": {"means": "GPL-3.0-only"},
        "bsd": {"means": "BSD-3-Clause"},
        "bsd-3-clause": {"means": "BSD-2-Clause"},
    },
    "license-name": {"Nick": {"means": "MIT"}, "odd": {"unread": "Nobody read it."}, "fuzzy": {"ambiguous": "Several are called so."}},
    "names": {" The MIT ": {"means": "MIT"}},
    "addresses": {"https://example.org/mit#x": {"means": "MIT"}, "https://example.org/odd": {"unread": "Nobody read it."}},
}


@pytest.fixture(scope="module")
def known(tmp_path_factory):
    """A catalogue of those licenses and spellings, and of the texts of two."""
    records = {key: License.model_validate(said).model_copy(update={"id": key}) for key, said in OURS.items()}
    published = {key: PublishedTexts(texts=(texts.published(texts.digests(words), "https://example.org", "2026-11-01"),)) for key, words in TEXTS.items()}
    spellings = SpellingBook.model_validate(SPELLINGS)
    return replace(load.catalogue(small(tmp_path_factory.mktemp("spellings"))), models={}, licenses=records, spellings=spellings, license_texts=published)


TEXTS = {HOUSE: b"Anyone may come in.", "MIT": b"Anyone may do as they like."}


@pytest.fixture
def speller(known) -> Speller:
    return Speller(known, licenses.book(known.licenses, frozenset(), known.vocabulary))


@pytest.mark.parametrize(
    ("said", "written", "options", "why", "against"),
    [
        ((("mit",),), "mit", ("MIT",), "", None),
        ((("APACHE-2.0",),), "APACHE-2.0", ("Apache-2.0",), "", None),
        (((),), "", (), "none", None),
        ((("nope",),), "nope", (), "unmapped", None),
        ((("BSL-1.0",),), "BSL-1.0", ("BSL-1.0",), "", None),
        ((("gone",),), "gone", (), "unread", None),
        ((("strange",),), "strange", (), "unknown", None),
        ((("many",),), "many", (), "ambiguous", None),
        ((("tool",),), "tool", (), "unknown", None),
        ((("both",),), "both", (), "ambiguous", None),
        ((("house-tag",),), "house-tag", (HOUSE,), "", None),
        ((("mit", "apache-2.0"),), "mit, apache-2.0", ("Apache-2.0", "MIT"), "ambiguous", None),
        ((("mit", "mit"),), "mit", ("MIT",), "", None),
        ((("mit", "nope"),), "mit, nope", (), "unmapped", None),
        ((("mit", "gone"),), "mit, gone", (), "unread", None),
        # a tag that is a license, with a name
        ((("mit",), "mit"), "mit", ("MIT",), "", None),
        ((("mit",), "Nick"), "mit", ("MIT",), "", None),
        ((("mit",), "house-1.0"), "mit: house-1.0", (HOUSE, "MIT"), "ambiguous", ("MIT", HOUSE)),
        ((("mit",), "own terms"), "mit: own terms", (), "ambiguous", ("MIT", "own terms")),
        ((("mit",), "fuzzy"), "mit: fuzzy", (), "ambiguous", ("MIT", "fuzzy")),
        ((("mit", "apache-2.0"), "house-1.0"), "mit: house-1.0, apache-2.0: house-1.0", ("Apache-2.0", HOUSE, "MIT"), "ambiguous", ("MIT", HOUSE)),
        # a tag that says to look elsewhere
        ((("other",),), "other", (), "unmapped", None),
        ((("other",), "house-1.0"), "other: house-1.0", (HOUSE,), "", None),
        ((("other",), "house-1.0", "https://example.org/mit"), "other: house-1.0", (HOUSE,), "", None),
        ((("other",), "own terms", "https://example.org/mit"), "other: own terms", (), "unmapped", None),
        ((("other",), "odd", "https://example.org/mit"), "other: odd", ("MIT",), "", None),
        ((("other",), "odd"), "other: odd", (), "unread", None),
        ((("other",), "", "https://example.org/mit"), "other: https://example.org/mit", ("MIT",), "", None),
        ((("other",), "", "https://example.org/none"), "other: https://example.org/none", (), "unmapped", None),
        ((("other",), "", "https://example.org/odd"), "other: https://example.org/odd", (), "unmapped", None),
        ((("other",), "", "https://example.org/mit", "Apache-2.0"), "other: https://example.org/mit", ("MIT",), "", None),
        ((("other",), "", "", "MIT"), "other", ("MIT",), "", None),
        ((("other",), "own terms", "", "MIT"), "other: own terms", ("MIT",), "", None),
        ((("other", "mit"), "mit"), "other: mit, mit", ("MIT",), "", None),
        # one that means nothing by itself is not told by a name
        ((("many",), "house-1.0"), "many", (), "ambiguous", None),
        ((("gone",), "own terms"), "gone", (), "unread", None),
        ((("many",), "", "https://example.org/mit"), "many", ("MIT",), "", None),
        ((("gone",), "", "", "MIT"), "gone", ("MIT",), "", None),
    ],
)
def test_a_card_means_one_license_or_says_why_not(speller, said, written, options, why, against):
    assert speller.written(*said) == Meaning(written, options, why, against)


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (" MIT ", Meaning("MIT", ("MIT",))),
        ("the mit", Meaning("the mit", ("MIT",))),
        ("House of Words", Meaning("House of Words", (HOUSE,))),
        ("licenseref-house", Meaning("licenseref-house", (HOUSE,))),
        ("https://example.org/house", Meaning("https://example.org/house", (HOUSE,))),
        (" http://example.org/HOUSE/#a ", Meaning(" http://example.org/HOUSE/#a ", (HOUSE,))),
        ("https://example.org/house-2", Meaning("https://example.org/house-2", (SECOND,))),
        ("nope", Meaning("nope", (), "unmapped")),
        ("", Meaning("", (), "none")),
        ("both", Meaning("both", (), "ambiguous")),
        ("odd", Meaning("odd", (), "unread")),
    ],
)
def test_what_people_write_is_a_tag_a_name_or_an_address(speller, said, wanted):
    assert speller.spelling(said) == wanted
    assert speller.address("") is None and speller.address(None) is None


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        (None, None),
        ("NOASSERTION", None),
        ("MIT", "MIT"),
        ("GPL-3.0", "GPL-3.0-only"),
        ("BSD-3-Clause", "BSD-3-Clause"),
        ("bsd", "BSD-3-Clause"),
        (HOUSE, HOUSE),
        ("gone", None),
        ("many", None),
        ("MI\u0130", None),
        ("\u212aIT", None),
    ],
)
def test_a_detectors_word_is_taken_in_its_current_form_and_only_where_it_is_one(speller, said, wanted):
    assert speller.detected(said) == wanted


def test_a_word_for_several_licenses_offers_the_likeliest_ids_and_any_other_what_it_means(speller):
    assert (speller.meant("mit"), speller.meant("nope"), speller.meant("gone")) == ("MIT", None, None)
    assert speller.meant("house") == (HOUSE, SECOND), "a short id comes before a long one"
    assert speller.meant("many") == (), "no license has that word"
    every = speller.every()
    assert list(every) == sorted(every) and None not in every.values()
    assert (every["mit"], every["nick"], every["the mit"], every["twin terms"], every["house"]) == ("MIT", "MIT", "MIT", TWIN, (HOUSE, SECOND))


def test_of_ids_that_may_be_meant_those_of_our_files_and_those_that_osi_approves_come_first(known):
    words = {key: {"ambiguous": "Several are called so."} for key in ("clause", "gpl", "words", "the license")}
    named = SPELLINGS | {"huggingface": words}
    one = replace(known, spellings=SpellingBook.model_validate(named))
    speller = Speller(one, licenses.book(one.licenses, frozenset(), one.vocabulary))

    assert speller.meant("clause") == ("BSD-3-Clause", "BSD-2-Clause", "BSD-1-Clause", "BSD-3-Clause-LBNL", "BSD-2-Clause-Patent")
    found = speller.meant("gpl")
    assert len(found) == 5 and found[:2] == ("GPL-3.0-only", "GPL-2.0-only") and "GPL-3.0" not in found
    assert speller.meant("words") == (HOUSE,), "no id has that word, and a name of ours has"
    assert speller.meant("the license") == (), "words that any license may have tell nothing"


def file(words: bytes, path: str = "LICENSE") -> LicenseText:
    found = texts.digests(words)
    said = {"path": path, "sha256": hashlib.sha256(words).hexdigest(), "words": found.whole, "passages": texts.compact(found), "seen": "2026-11-01"}
    return LicenseText.model_validate(said | ({"points-to": found.to} if found.to else {}))


def card(*files: LicenseText, name: str | None = None, link: str | None = None, tag: str = "other") -> HubFacts:
    said = {"id": "org/it", "sha": "0" * 40, "license": (tag,), "license-name": name, "license-link": link}
    return HubFacts.model_validate({key: value for key, value in said.items() if value is not None}).model_copy(update={"texts": files})


def test_the_text_beside_a_card_tells_what_it_means_unless_it_speaks_of_another(speller):
    house, mit = file(TEXTS[HOUSE]), file(TEXTS["MIT"], "LICENSE-2")

    assert speller.card(card(house), [house]).options == (HOUSE,)
    assert speller.card(card(house, mit), [house, mit]).options == (), "two texts tell nothing"
    assert speller.card(card(house, mit, link="LICENSE-2"), [house]).options == ("MIT",), "it links one of them"
    assert speller.card(card(house, link="https://example.org/none"), [house]).options == (), "it links another"
    assert speller.card(card(house, name="own terms"), [house]).options == (), "it names another"
    assert speller.card(card(house, name="own terms", link="LICENSE"), [house]).options == (HOUSE,), "it names and links this one"
    assert speller.card(card(house, name="odd"), [house]).options == (HOUSE,), "it is a name that is known"
    assert speller.card(card(file(b"Other words."), link="LICENSE"), []).options == ()
    assert speller.card(card(house, tag="mit"), [house]).options == ("MIT",), "what a card says itself comes first"
    assert not speller.is_elsewhere(card(house, name="own terms", link="LICENSE"))
    assert [speller.is_elsewhere(one) for one in (card(), card(name="own terms"), card(link="x"), card(name="odd"))] == [False, True, True, False]


def test_a_file_is_recognised_by_its_words_and_by_what_it_points_to(speller, known):
    assert speller.file(TEXTS["MIT"]).id == speller.recognised(file(TEXTS["MIT"])).id == "MIT"
    assert speller.recognised(file(b"See LICENSE-X for it.")).to == "LICENSE-X"
    assert speller.file(b"House of Words\n\n" + TEXTS[HOUSE]).id == HOUSE, "one of its names may stand above"
    assert speller.file(b"The MIT\n\n" + TEXTS["MIT"]).id == "MIT"
    assert speller.file(b"MIT License\n\n" + TEXTS["MIT"]).id == "MIT"
    assert speller.file(b"House of Words\n\n" + TEXTS["MIT"]).id is None
