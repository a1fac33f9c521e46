"""One guess at what was meant, the same in every message."""

from howopen.files import suggest

WORDS = ("weights", "training-code", "training-data", "LicenseRef-Example")


def test_the_nearest_word_is_offered_whatever_its_case():
    assert suggest.nearest("wieghts", WORDS) == "weights"
    assert suggest.nearest("TRAINING-CODE", WORDS) == "training-code"
    assert suggest.nearest("licenseref-exmple", WORDS) == "LicenseRef-Example"


def test_what_goes_on_from_the_word_is_meant_rather_than_a_neighbour():
    assert suggest.nearest("DeepSeek V4", ["deepseek-v3", "deepseek-v4-flash", "deepseek-v4-pro"]) == "deepseek-v4-pro"
    assert suggest.nearest("deepseek-v3", ["deepseek-v3-base", "deepseek-v3"]) == "deepseek-v3"
    assert suggest.nearest("MIT License", ["MIT", "MIT-0", "Unlicense"]) == "MIT"


def test_a_word_that_is_like_none_is_not_guessed_at():
    assert suggest.nearest("colour", WORDS) is None
    assert suggest.nearest("", WORDS) is None
    assert suggest.nearest("weights", ()) is None


def test_just_as_near_as_has_to_be_is_near_enough():
    assert suggest.nearest("abcxy", ["abcde"]) == "abcde", "three of five letters: .6"
    assert suggest.nearest("abcxyz", ["abcdef"]) is None, "three of six"


def test_a_word_as_long_as_no_word_is_costs_nothing():
    assert suggest.nearest("a" * 100, ["a" * 100]) == "a" * 100
    assert suggest.nearest("a" * 101, ["a" * 101]) is None


def test_few_words_are_all_listed_and_many_are_referred_to():
    twelve = [f"{letter}{letter}{letter}" for letter in "abcdefghijkl"]
    assert suggest.cure("aab", twelve, "see there") == "did you mean 'aaa'?"
    assert suggest.cure("xyz", twelve, "see there") == f"write one of {', '.join(twelve)}"
    assert suggest.cure("xyz", [*twelve, "mmm"], "see there") == "see there"
    assert suggest.cure("xyz", [], "see there") == "see there"
