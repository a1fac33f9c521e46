"""The page that asks in plain words: what it writes is a good file, what it says of it is what the program says, and nothing leaves it unasked."""

from __future__ import annotations

import datetime
import random
import re
from urllib.parse import parse_qs, urlsplit

import pytest
import yaml as pyyaml
from small_data import HERE
from test_browser import address  # noqa: F401  the same site

from howopen import enrich, judge, load
from howopen.commands import check
from howopen.files import suggest, yaml
from howopen.records.cures import CURES
from howopen.records.errors import BadData
from howopen.render import wording

HUB = "https://huggingface.co/example-institute/Example-7B/tree/0123456789abcdef0123456789abcdef01234567"


@pytest.fixture
def asked(page, address):  # noqa: F811
    """The page with the first answers given."""
    page.goto(f"{address}propose/")
    page.wait_for_selector(".outcomes li")
    page.get_by_label("Which release?").fill("Example 7B: “open” #1")
    page.get_by_label("Who published it?").fill("Ai2")
    page.get_by_label("Your GitHub account").fill("octocat")
    page.get_by_label("The day you looked").fill("2026-11-20")
    return page


def part(page, label: str, **answers: str):
    """Answer what is asked of a part; unfolds its group."""
    fields = page.locator("fieldset.part").filter(has=page.locator(f"legend:text-is('{label}')"))
    group = page.locator("details").filter(has=fields)
    if group.get_attribute("open") is None:
        group.locator("summary").click()
    named = {"get": "How can one get it?", "much": "How much of it?", "gate": "How does the gate open?", "scope": "Where is that license stated?"}
    for key, value in answers.items():
        if key in named:
            fields.get_by_label(named[key]).select_option(value)
        else:
            fields.get_by_label({"license": "Under which license?", "seen": "Where can that be seen?", "why": "Why, in a sentence?"}[key]).fill(value)
    return fields


def written(page) -> str:
    return page.locator(".outcome pre").text_content()


def lacks(page) -> list[str]:
    return page.locator(".todo li").all_text_contents()


def model_of(text: str, known, tmp_path):
    file = tmp_path / "example-7b-open-1.yaml"
    file.write_text(text, encoding="utf-8")
    return load.model(file, known)


def test_a_whole_proposal_is_a_good_file_judged_as_the_program_judges_it(asked, known, tmp_path):
    asked.get_by_label("When was it first released?").fill("2026-05-01")
    asked.get_by_label("text", exact=True).check()
    asked.get_by_label("How many parameters?").fill("8,03B")
    asked.get_by_label("How many tokens of context?").fill("128K")
    asked.get_by_label("Where are the sizes given?").fill(HUB)
    assert f"Parameters: {CURES['parameters']}." in lacks(asked) and f"Context: {CURES['tokens']}." in lacks(asked)
    asked.get_by_label("How many parameters?").fill("8.03B")
    asked.get_by_label("How many tokens of context?").fill("131072")
    asked.get_by_label("Its page on Hugging Face").fill("https://huggingface.co/example-institute/Example-7B/tree/main")
    asked.get_by_label("Its code on GitHub").fill("https://github.com/example-institute/example.git")
    asked.get_by_label("What does its developer call it?").fill("open source: yes")
    asked.get_by_label("Where does it say so?").fill("https://example.org/blog")
    asked.get_by_label("What was it made from?").select_option("models")
    asked.get_by_label("Which models?").fill("olmo-7b hf:allenai/OLMo-2-0325-32B")
    asked.get_by_label("Where is that said?").fill(HUB)
    asked.get_by_label("Training compute, at least").fill("1.5e24")
    asked.get_by_label("Where is that said, or").fill(HUB)
    part(asked, "Weights", get="gated", much="full", gate="auto", license="MIT OR Apache-2.0", scope="stated", seen=HUB)
    part(asked, "Training code", get="none", seen="https://github.com/example-institute/example", why="Only code to run it: nothing else.")
    part(asked, "Supporting code", get="not-applicable", seen=HUB, why="no")
    data = part(asked, "Training data", get="public")
    data.get_by_role("button", name="Add a data set").click()
    data.get_by_label("Name of the data set").fill("Web: {part} 1")
    data.get_by_label("What may be done with it?").select_option("open")
    data.get_by_label("Its license").fill("ODC-By-1.0")
    data.get_by_label("Where to get it").fill("https://huggingface.co/datasets/example-institute/web")
    data.get_by_label("Are these all the data sets").select_option("yes")
    part(asked, "Training data", seen=HUB)
    asked.get_by_text("What is said of the training data").click()
    asked.get_by_label("Provenance").select_option("complete")
    asked.get_by_label("Labelling").select_option("not-applicable")
    information = asked.locator("details").last
    information.get_by_label("Why does something not apply?").fill("Nothing was labelled.")
    information.get_by_label("Where can that be seen?").fill(HUB)
    assert lacks(asked) == []

    model = model_of(written(asked), known, tmp_path)
    assert (model.name, model.developer, model.released) == ("Example 7B: “open” #1", "ai2", "2026-05-01")
    assert model.sources.github == ("example-institute/example",) and model.claims[0].says == "open source: yes"
    assert (model.specs.parameters, model.specs.context_length, model.specs.evidence) == (8_030_000_000, 131_072, (HUB,))
    assert model.components["training-data"].datasets[0].name == "Web: {part} 1" and model.components["training-data"].complete is True
    assert model.training_compute.low == model.training_compute.high == 1.5e24
    assert model.components["supporting-code"].because == "no"

    completed = enrich.with_model(known, model)
    one = judge.model(completed.models[model.id], completed)
    said = wording.read(HERE / "templates", completed)
    shown = dict(zip([d.short for d in known.definitions.values()], asked.locator(".outcomes > li > .verdict").all_text_contents(), strict=True))
    for key, verdict in one.verdicts.items():
        definition = known.definitions[key]
        assert shown[definition.short].partition(", possibly ")[0] == said.result(definition, verdict), key
    assert asked.said == []


def test_what_is_missing_is_said_in_plain_words_and_holds_the_link_back(asked):
    part(asked, "Weights", get="public", license="Apache2")
    evidence = "Weights: add the address that shows it, or where you looked, or leave the part out."
    assert lacks(asked) == [evidence, "Weights: 'Apache2' is not a known license; did you mean 'Apache-2.0'?"]
    assert asked.locator("a.send").count() == 0
    part(asked, "Weights", license="Apache-2.0", seen="javascript:alert(1)")
    assert lacks(asked) == [f"Weights: javascript:alert(1) {CURES['address']}."]
    part(asked, "Weights", seen=HUB)
    assert lacks(asked) == [] and asked.locator("a.send").count() == 1


def test_the_link_opens_githubs_editor_with_the_file_in_it(asked):
    part(asked, "Weights", get="public", seen=HUB)
    link = urlsplit(asked.locator("a.send").get_attribute("href"))
    assert (link.scheme, link.hostname, link.path) == ("https", "github.com", "/howopen/howopen/new/main/data/models")
    assert parse_qs(link.query) == {"filename": ["example-7b-open-1.yaml"], "value": [written(asked)]}


def test_a_developer_who_is_not_here_gets_a_file_too(asked):
    asked.get_by_label("Who published it?").fill("Example & Söhne")
    part(asked, "Weights", get="public", seen=HUB)
    first, second = (urlsplit(link.get_attribute("href")) for link in asked.locator(".both a").all())
    asked_for = parse_qs(first.query)
    assert first.path == "/howopen/howopen/new/main/data/developers"
    assert asked_for["filename"] == ["example-s-hne.yaml"]
    assert yaml.parse(asked_for["value"][0], "file").value == {"name": "Example & Söhne"}
    assert (second.hostname, second.path) == ("github.com", "/octocat/howopen/new/patch-1/data/models"), "on the branch that GitHub makes for the first"
    assert parse_qs(second.query)["value"] == [written(asked)]
    assert "it carries both files" in asked.locator(".both li").last.text_content()
    assert "'example-s-hne' is not a known developer; add the file data/developers/example-s-hne.yaml." in asked.locator(".outcome").text_content()


def test_the_page_gives_the_cures_of_check(asked, known, tmp_path):
    mistakes = [
        "MIT License",
        "Llama 2",
        "Apache2",
        "openrail",
        "GPL",
        "Gemma",
        "Apache",
        "gemma licence",
        "LicenseRef-scancode-qwen-2024",
        "qqqq",
    ]
    part(asked, "Weights", get="public", seen=HUB)
    for written_ in mistakes:
        part(asked, "Weights", license=written_)
        assert [f"Weights: {cured(known, tmp_path, written(asked)).rstrip('.?')}"] == [one.rstrip(".?") for one in lacks(asked)], written_
    part(asked, "Weights", license="MIT")
    asked.get_by_label("What was it made from?").select_option("models")
    asked.get_by_label("Where is that said?").fill(HUB)
    for base in ("olmo-7c", "zzz", "acme/Base-7B"):
        asked.get_by_label("Which models?").fill(base)
        assert lacks(asked) == [f"What it was made from: {cured(known, tmp_path, written(asked))}"]
    asked.get_by_label("What was it made from?").select_option("scratch")
    for developer in ("eleuther-ai", "thudn", "qqqq"):
        asked.get_by_label("Who published it?").fill(developer)
        assert asked.locator(".outcome p").filter(has_text="is not a known developer").text_content() == f"{cured(known, tmp_path, written(asked))}."
    asked.get_by_label("Who published it?").fill("allenai")
    assert "\ndeveloper: ai2\n" in written(asked), "whose account on the Hub that is"


def test_the_page_says_of_days_to_come_what_check_says(asked, tmp_path):
    part(asked, "Weights", get="public", seen=HUB)
    asked.get_by_label("When was it first released?").fill("2199-01")
    asked.get_by_label("The day you looked").fill("2199-02-03")
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    file = tmp_path / "example-7b-open-1.yaml"
    file.write_text(written(asked), encoding="utf-8")
    released, looked = (problem.what for problem in check.problems(HERE / "data", (file,), today))
    assert lacks(asked) == [f"The release: {released}.", f"The day you looked: {looked}."]


def test_an_account_is_quoted_and_words_are_chosen_so_that_neither_can_be_mistaken(asked, known, tmp_path):
    """`@octocat` without quotes, a bare account, `Text` and `training_code` are mistakes that only a hand can make."""
    asked.get_by_label("text", exact=True).check()
    part(asked, "Training code", get="public", seen=HUB)
    model = model_of(written(asked), known, tmp_path)
    assert (model.modalities, list(model.components), model.components["training-code"].checked.by) == (("text",), ["training-code"], "@octocat")


def cured(known, tmp_path, text: str) -> str:
    """Sentences of `check` on the file, without the place."""
    with pytest.raises(BadData) as told:
        model_of(text, known, tmp_path)
    [problem] = told.value.problems
    return problem.what


def test_the_page_guesses_as_the_program_does(asked, known):
    chance, words = random.Random(7), [*known.developers, *known.licenses, "MIT", "Unlicense", "a", "b-c"]
    cases = [(word, words) for word in ("mit_license", "Meta AI", "", "llama 3.1 community", "unlicence")]
    for _ in range(60):
        cases.append(("".join(chance.choices("ab-_ C", k=chance.randrange(8))), ["".join(chance.choices("ab-_c", k=chance.randrange(1, 8))) for _ in range(6)]))
    source = "async (cases) => { const {nearest} = await import(new URL(document.querySelector('[data-nearest]').dataset.nearest, document.baseURI).href);"
    found = asked.evaluate(source + "return cases.map(([word, known]) => nearest(word, known)); }", cases)
    assert found == [suggest.nearest(word, some) for word, some in cases]


def test_a_model_that_is_here_already_is_told(asked):
    asked.get_by_label("Its page on Hugging Face").fill("allenai/olmo-7b")
    assert any("is in the catalogue already, as OLMo" in sentence for sentence in lacks(asked))


ANY = ['a: "b" # c', "no", "1.10", "- x", "{a}", "'", "\\", "a\u202eb", "& anchor", "!tag", "<script>alert(1)</script>", "2026-01-01", "null"]


def test_any_text_stays_one_value_and_never_becomes_markup(asked, known, tmp_path):
    for text in ANY:
        asked.get_by_label("Which release?").fill(f"X {text}")
        part(asked, "Weights", get="public", seen=HUB, why=text)
        model = model_of(written(asked), known, tmp_path)
        clean = re.sub(r"[\u202e]", " ", text)
        assert (model.name, model.components["weights"].because) == (f"X {clean}", clean)
        assert asked.locator(".proposal script").count() == 0 and asked.said == [], text


def test_four_megabytes_among_addresses_are_told_and_freeze_nothing(asked):
    asked.get_by_label("What was it made from?").select_option("models")
    fill = """(node, text) => {
      const start = performance.now();
      node.value = text;
      node.dispatchEvent(new Event("input", { bubbles: true }));
      return performance.now() - start;
    }"""
    for text in ("a " * 2_000_000, "abcdef " * 1_000):
        assert asked.get_by_label("Which models?").evaluate(fill, text) < 1_000
        assert "Which models? That is too much to read here; leave at most 40 lines of 8000 characters together." in lacks(asked)
    asked.get_by_label("Which models?").fill("olmo-7b")
    assert not [one for one in lacks(asked) if "too much" in one]


def test_whatever_stands_among_addresses_is_written_as_it_is_read_again(asked):
    odd = "https://d, [x] 'y: {z #w \\ \"q - ? !t &u *v https://e: -1 no 1e9"
    part(asked, "Weights", get="public", seen=f"https://a\x01b \u202ehttps://c/\x7f\x85 \ufeff{odd}")
    found = yaml.parse(written(asked), "file").value["components"]["weights"]["evidence"]
    assert found == ["https://a", "b", "https://c/", *odd.split()]


def test_an_address_with_a_question_mark_is_read_again_by_every_parser(asked):
    """Beside other values on its line PyYAML takes the mark for the sign of a key."""
    claimed = "https://example.org/?post=1"
    asked.get_by_label("What does its developer call it?").fill("open source")
    asked.get_by_label("Where does it say so?").fill(claimed)
    assert pyyaml.safe_load(written(asked))["claims"] == [{"says": "open source", "url": claimed}]


def test_a_name_of_which_no_file_can_be_called_is_told(asked):
    asked.get_by_label("Which release?").fill("\u6587\u5fc3")
    assert any("letters from a to z" in sentence for sentence in lacks(asked))


def test_nothing_leaves_the_page(asked, address):  # noqa: F811
    part(asked, "Weights", get="public", seen=HUB)
    assert asked.asked and all(url.startswith(address) for url in asked.asked)


def test_without_javascript_the_page_says_what_else_one_can_do(chromium, address):  # noqa: F811
    context = chromium.new_context(java_script_enabled=False)
    try:
        bare = context.new_page()
        bare.goto(f"{address}propose/")
        assert bare.get_by_role("link", name="answer a form").get_attribute("href").endswith("/issues/new?template=model.yml")
    finally:
        context.close()


def test_the_whole_page_can_be_used_from_the_keyboard(asked):
    asked.get_by_label("Who published it?").focus()
    asked.keyboard.press("Tab")
    assert asked.evaluate("document.activeElement.labels[0].textContent") == "When was it first released?"
    buttons = asked.locator(".proposal button")
    assert all(buttons.nth(at).evaluate("button => button.tabIndex") == 0 for at in range(buttons.count()))
