"""Files that a contributor, or somebody worse, might send: what is changed, and where it lies when it is not the example model."""

from __future__ import annotations

import re

from small_data import DEVELOPER, HERE, LICENSE, MODEL, OTHER

from howopen.records.site_paths import FILES, FOLDERS

WEIGHTS = MODEL[MODEL.index("    availability") :]
SETS = (
    "  training-data:\n    datasets:\n      - {name: Pile, license: %s}\n    evidence: [https://example.org]\n    checked: {on: 2026-11-20, by: maintainers}\n"
)


def model(was: str, now: str) -> dict[str, str | bytes]:
    """The example model with one thing changed."""
    assert was in MODEL, was
    return {"models/example-7b.yaml": MODEL.replace(was, now, 1)}


def line(text: str) -> dict[str, str | bytes]:
    """The example model with a line more at its end."""
    return {"models/example-7b.yaml": MODEL + text}


def raw(content: str | bytes) -> dict[str, str | bytes]:
    return {"models/example-7b.yaml": content}


def step(number: int, bases: list[str]) -> str:
    """A model of its own name that derives from those."""
    return MODEL.replace("Example 7B", f"Step {number}").replace("Example-7B", f"Step-{number}").replace("from: []", f"from: [{', '.join(bases)}]")


OPINION = """\
who: Somebody
url: https://example.org
published: 2026-11
about: What somebody found.
definition: osaid-9.9
verdicts: [{model: gpt-9, of: GPT-9, says: open, means: met, url: https://example.org}]
"""
DEFINITION = """\
name: Example Definition
short: Example
publisher: Somebody
version: "1"
published: 2026-11
status: draft
kind: verdict
order: 9
sources: [{title: It, url: https://example.org, read: full-text}]
summary: What it asks.
levels:
  - id: all
    name: All
    requires:
      - id: first
        says: The weights are public
        component: weights
        availability: {meets: [public]}
        cite: https://example.org
      - same-as: first
"""


PAGE = "---\ntitle: More\nsummary: More.\n---\nText.\n"
POINTS = (HERE / "data" / "definitions" / "aa-openness-1.0.yaml").read_text(encoding="utf-8")
PEERS = (HERE / "data" / "peers.yaml").read_text(encoding="utf-8")
BOARD = (HERE / "data" / "board.yaml").read_text(encoding="utf-8")
WORDS = (HERE / "data" / "vocabulary.yaml").read_text(encoding="utf-8")
ASKED = "{id: last, says: It., question: general-purpose, answer: yes, cite: 'https://example.org'}"
ANSWERED = "answers:\n  general-purpose: {answer: yes, because: It., by: maintainers, on: 2026-11-20, again: {on: 2026-11-19, by: maintainers}}\n"
FACT = r'fact: derived-from, one-of: [somthing], unclear: ["\e[2J", complete]'
SHUT_OUT = "shuts-out:\n  - {places: [EU], covers: [model], clause: s. 1}\n  - {places: [GB, EU], covers: [model], clause: s. 2}\n"
# twenty requirements, each the next one twice: a million to look at
DOUBLING = (
    "".join(f"      - {{id: r{step}, all-of: [{{same-as: r{step + 1}}}, {{same-as: r{step + 1}}}]}}\n" for step in range(20))
    + "      - {id: r20, says: It., question: general-purpose, answer: yes, cite: 'https://example.org'}\n"
)


def definition(was: str, now: str) -> dict[str, str | bytes]:
    """A definition with one thing changed."""
    assert was in DEFINITION, was
    return {"definitions/example.yaml": DEFINITION.replace(was, now, 1)}


BAD: dict[str, dict[str, str | bytes]] = {
    # ---- YAML's traps
    "no-as-an-answer": line("answers:\n  skilled-person: {answer: No, because: It lacks the filters., by: maintainers, on: 2026-11-20}\n"),
    "version-that-loses-its-zero": {"licenses/LicenseRef-Example.yaml": LICENSE + "version: 1.10\n"},
    "a-name-that-is-a-number": model("name: Example 7B", "name: 7"),
    "a-name-that-is-true": model("name: Example 7B", "name: true"),
    "a-name-that-is-null": model("name: Example 7B", "name: ~"),
    "a-name-that-is-empty": model("name: Example 7B", 'name: ""'),
    "a-name-that-is-a-list": model("name: Example 7B", "name: [Example, 7B]"),
    "an-arxiv-id-without-quotes": model("  huggingface:", "  arxiv: 2402.00838\n  huggingface:"),
    "an-arxiv-id-that-lost-its-zero": model("  huggingface:", "  arxiv: [2402.1000]\n  huggingface:"),
    "a-day-that-does-not-exist": model("2026-05-01", "2026-02-30"),
    "a-month-that-does-not-exist": model("2026-05-01", "2026-13"),
    "a-day-in-words": model("2026-05-01", "1 May 2026"),
    "a-day-as-a-time": model("2026-05-01", "2026-05-01T00:00:00Z"),
    "a-check-by-month": model("on: 2026-11-20", "on: 2026-11"),
    "a-key-in-quotes": model("derived-from: []", '"derived-from": []'),
    "a-key-before-a-blank": model("derived-from: []", "derived-from : []"),
    "a-key-after-a-question-mark": model("derived-from: []", "? derived-from\n: []"),
    "a-key-in-a-text": model("modalities: [text]", 'modalities: [text]\nabout: "A model\naliases: [other]\n  of 7B"'),
    "keys-after-a-blank": raw("".join(f" {line}\n" for line in MODEL.splitlines())),
    "keys-in-braces": raw('{"name": "Example 7B", "developer": "example-institute", "components": {}}\n'),
    "a-key-twice": model("modalities: [text]", "modalities: [text]\nname: Again"),
    "an-alias": model("derived-from: []", "derived-from: &a []\naliases: *a"),
    "a-billion-laughs": raw("a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b]\n"),
    "a-merge-key": raw("base: &base {name: X}\nmore:\n  <<: *base\n"),
    "a-python-tag": model("name: Example 7B", 'name: !!python/object/apply:os.system ["touch /tmp/owned"]'),
    "a-tag-of-our-own": model("name: Example 7B", "name: !env HOME"),
    "a-binary-tag": model("name: Example 7B", "name: !!binary aGVsbG8="),
    "a-tab": model("    availability: public", "\tavailability: public"),
    "an-open-bracket": model("[text]", "[text"),
    "an-open-quote": model("name: Example 7B", 'name: "Example 7B'),
    "an-open-quote-that-a-later-one-closes": raw(MODEL.replace("name: Example 7B", 'name: "Example 7B').replace("[text]", '["text"]')),
    "a-colon-in-plain-text": model("name: Example 7B", "name: Example: 7B"),
    "an-account-without-quotes": model("by: maintainers", "by: @octocat"),
    "wrong-indentation": model("    coverage: full", "   coverage: full"),
    "two-documents": raw(MODEL + "---\nname: Second\n"),
    "an-empty-file": raw(""),
    "only-comments": raw("# nothing here\n"),
    "a-list-at-the-top": raw("- name: Example\n"),
    "plain-text-at-the-top": raw("Example 7B\n"),
    "a-key-that-is-a-list": model("modalities: [text]", "? [a, b]\n: text"),
    "a-key-that-is-null": model("modalities: [text]", "~: text"),
    "a-null-byte": raw(b"name: Exam\0ple\n"),
    "not-utf-8": raw(MODEL.encode().replace(b"Example 7B", b"Ex\xe9mple")),
    "utf-16": raw(MODEL.encode("utf-16")),
    "ten-megabytes": raw("name: " + "x" * 10_000_000 + "\n"),
    "a-long-string": model("name: Example 7B", "name: " + "x" * 200),
    "a-long-list": model("[https://huggingface.co/example-institute/Example-7B]", "[" + ", ".join(["https://example.org/a"] * 41) + "]"),
    "deep-lists": raw("name: " + "[" * 5000 + "]" * 5000 + "\n"),
    "deep-mappings": raw("".join(f"{' ' * depth}a:\n" for depth in range(60))),
    # ---- what the schema refuses
    "a-key-misspelt": model("developer:", "developper:"),
    "a-key-from-elsewhere": model("    coverage: full", "    coverage: full\n    licence: MIT"),
    "an-id": model("name: Example 7B", "id: something-else\nname: Example 7B"),
    "a-word-misspelt": model("availability: public", "availability: publik"),
    "a-verdict-by-hand": line("verdict: open\n"),
    "nothing-but-a-name": raw("name: Example 7B\n"),
    "a-finding-without-evidence": model("    evidence: [https://huggingface.co/example-institute/Example-7B]\n", ""),
    "a-finding-that-nobody-checked": model("    checked: {on: 2026-11-20, by: maintainers}\n", ""),
    "not-applicable-without-a-reason": model("availability: public", "availability: not-applicable"),
    "a-gate-on-something-public": model("    coverage: full", "    coverage: full\n    gate: {approval: auto}"),
    "compute-in-words": line("training-compute: {low: a lot, high: 1e25, evidence: https://example.org}\n"),
    "compute-below-nothing": line("training-compute: {low: -1, high: 1e25, evidence: https://example.org}\n"),
    "compute-without-end": line("training-compute: {low: 1, high: 1e999, evidence: https://example.org}\n"),
    "compute-beyond-all-there-is": line("training-compute: {low: 1, high: 1.7e308, evidence: https://example.org}\n"),
    "compute-the-wrong-way-round": line("training-compute: {low: 2e25, high: 1e25, evidence: https://example.org}\n"),
    "components-as-a-list": model("components:\n  weights:\n" + WEIGHTS, "components: [weights]\n"),
    "a-check-as-a-list": model("checked: {on: 2026-11-20, by: maintainers}", "checked:\n      - on: 2026-11-20\n      - by: maintainers"),
    "a-hugging-face-address": model("huggingface: example-institute/Example-7B", "huggingface: https://huggingface.co/example-institute/Example-7B"),
    # ---- what does not fit the other files
    "an-unknown-developer": model("developer: example-institute", "developer: exampel-institute"),
    "a-developer-that-nobody-resembles": model("developer: example-institute", "developer: zzz"),
    "an-unknown-modality": model("[text]", "[txt]"),
    "a-modality-in-capitals": model("[text]", "[Text]"),
    "an-unknown-component": model("  weights:", "  wieghts:"),
    "a-component-with-an-underscore": model("  weights:", "  training_code:"),
    "an-unknown-question": line("answers:\n  skilled-persons: {answer: yes, because: So., by: maintainers, on: 2026-11-20}\n"),
    "an-unknown-aspect": line("data-information: {origin: complete, evidence: https://example.org, checked: {on: 2026-11-20, by: maintainers}}\n"),
    "an-unknown-checker": model("by: maintainers", "by: somebody"),
    "an-unknown-license": model("license: Apache-2.0", "license: Apache2"),
    "a-license-by-its-name": model("license: Apache-2.0", "license: MIT License"),
    "an-unknown-license-of-a-data-set": line(SETS % "ODC-BY-2"),
    "a-license-of-our-own-that-is-missing": model("license: Apache-2.0", "license: LicenseRef-Exmple"),
    "a-license-expression-that-is-none": model("license: Apache-2.0", "license: MIT OR"),
    "an-exception-that-is-none": model("license: Apache-2.0", "license: GPL-3.0-only WITH kindness"),
    "an-unknown-ancestor": model("derived-from: []", "derived-from: [sample-3]"),
    "a-base-that-nobody-resembles": model("derived-from: []", "derived-from: [zzz]"),
    "a-base-by-its-hub-id-alone": model("derived-from: []", "derived-from: [meta-llama/Llama-3-8B]"),
    "its-own-ancestor": model("derived-from: []", "derived-from: [example-7b]"),
    "a-circle-of-ancestors": {
        "models/example-7b.yaml": MODEL.replace("derived-from: []", "derived-from: [sample-2]"),
        "models/sample-2.yaml": OTHER.replace("derived-from: []", "derived-from: [example-7b]"),
    },
    "a-base-twice": model("derived-from: []", "derived-from: [sample-2, sample-2]"),
    "more-ancestors-than-there-can-be": {f"models/step-{number}.yaml": step(number, [f"step-{number - 1}"] if number else []) for number in range(62)},
    "more-former-ids-than-a-model-can-have": model("derived-from: []", f"aliases: [{', '.join(f'a{number}' for number in range(41))}]"),
    "a-hugging-face-id-twice": {"models/sample-2.yaml": OTHER.replace("Sample-2", "EXAMPLE-7b")},
    "an-alias-that-is-taken": model("derived-from: []", "aliases: [sample-2]"),
    "data-sets-of-weights": model("    coverage: full", "    datasets: [{name: Pile}]"),
    "a-developer-without-a-name": {"developers/example-institute.yaml": DEVELOPER.replace("name: Example Institute\n", "")},
    "a-license-that-spdx-does-not-list": {"licenses/Example-1.0.yaml": LICENSE},
    "an-unknown-tag": {"licenses/LicenseRef-Example.yaml": LICENSE.replace("non-commercial", "noncommercial")},
    "an-alias-that-two-models-claim": {
        "models/example-7b.yaml": MODEL.replace("derived-from: []", "aliases: [example]"),
        "models/sample-2.yaml": OTHER.replace("derived-from: []", "aliases: [example]"),
    },
    "a-developer-that-cannot-be-read": {"developers/example-institute.yaml": "name: [\n"},
    "a-freedom-restricted-without-a-clause": {"licenses/LicenseRef-Example.yaml": LICENSE.replace("clause: s. 2, because: Use at work needs a fee.", "")},
    "a-flag-that-spdx-gives": {"licenses/Apache-2.0.yaml": "name: Apache License 2.0\ntags: {osi-approved: {is: no}}\n"},
    "a-second-answer-before-the-first": raw(MODEL + ANSWERED),
    "a-place-left-out-twice": {"licenses/LicenseRef-Example.yaml": LICENSE + SHUT_OUT},
    "a-board-of-a-ladder-that-is-not-there": {"board.yaml": re.sub(r"(?m)^tier: .*$", "tier: ladder", BOARD)},
    "a-board-of-a-score-for-a-ladder": {"board.yaml": re.sub(r"(?m)^tier: .*$", "tier: aa-openness-1.0", BOARD)},
    "a-level-called-as-a-result": {"definitions/example.yaml": DEFINITION.replace("kind: verdict", "kind: ladder").replace("- id: all", "- id: none")},
    "two-levels-of-one-id": definition("    requires:\n", f"    requires: [{ASKED}]\n  - id: all\n    name: All\n    requires:\n"),
    "any-of-nothing": definition("same-as: first", "{any-of: []}"),
    "points-that-are-told-alike": {"definitions/points.yaml": POINTS.replace("points: 2", "points: 1.0000001", 1)},
    "more-points-than-a-hundred": {"definitions/points.yaml": POINTS.replace("points: 3", "points: 1000000", 1)},
    "a-version-with-an-escape-sequence": definition('version: "1"', r'version: "1\e[2J"'),
    "a-vocabulary-without-a-word-for-a-gap": {"vocabulary.yaml": WORDS.replace("  none: {label: not published", "  missing: {label: not published", 1)},
    "a-vocabulary-whose-list-is-empty": {"vocabulary.yaml": re.sub(r"(?m)^grants:\n(  .*\n)+", "grants: {}\n", WORDS)},
    "two-criteria-of-one-id": {"definitions/points.yaml": POINTS.replace("id: data-access", "id: weights-license")},
    "an-opinion-on-nothing": {"opinions/somebody.yaml": OPINION},
    "a-requirement-that-tests-nothing": definition("        availability: {meets: [public]}\n", ""),
    "a-requirement-that-is-two-things": definition("        component: weights\n", "        component: weights\n        question: general-purpose\n"),
    "a-requirement-without-a-source": definition("        cite: https://example.org\n", ""),
    "a-requirement-named-twice": definition("same-as: first", "{id: first, says: Again., question: general-purpose, answer: yes, cite: 'https://example.org'}"),
    "a-requirement-that-contains-itself": definition("same-as: first", "{all-of: [{same-as: outer}], id: outer}"),
    "a-requirement-that-is-not-there": definition("same-as: first", "same-as: frist"),
    "a-definition-with-an-unknown-part": definition("component: weights", "component: wieghts"),
    "a-definition-with-an-unknown-tag": definition("        availability: {meets: [public]}\n", "        license: {any-tag: [osi-aproved]}\n"),
    "a-missing-vocabulary": {"vocabulary.yaml": b""},
    "a-page-without-a-head": {"pages/more.md": "# More\n"},
    "a-page-without-a-title": {"pages/more.md": "---\nsummary: More.\n---\nText.\n"},
    "a-page-with-a-broken-head": {"pages/more.md": "---\ntitle: [\n---\nText.\n"},
    # ---- names and paths
    "an-upper-case-id": {"models/Example-8B.yaml": OTHER},
    "a-space-in-an-id": {"models/example 8b.yaml": OTHER},
    "a-path-in-an-id": {"models/..yaml": OTHER, "models/example..%2f..%2fx.yaml": OTHER},
    "a-line-end-in-an-id": {"models/a\n::error::b.yaml": OTHER},
    "an-override-in-an-id": {"models/\u202etxt.yaml": OTHER},
    "another-ending": {"models/example-8b.yml": OTHER, "models/notes.txt": "x"},
    "a-folder-among-files": {"models/more.yaml/example-8b.yaml": OTHER},
    "a-developer-path": model("developer: example-institute", "developer: ../../etc/passwd"),
    "an-alias-that-climbs": model("derived-from: []", 'aliases: ["../../../x"]'),
    "an-ancestor-that-climbs": model("derived-from: []", 'derived-from: ["../sample-2"]'),
    "a-name-that-servers-answer-folders-with": {
        "models/index.html.yaml": OTHER.replace("Sample", "Other"),
        "developers/index.html.yaml": DEVELOPER,
        "definitions/index.html.yaml": DEFINITION,
        "licenses/index.html.yaml": LICENSE,
    },
    "pages-that-the-site-has": {f"pages/{name}.md": PAGE for name in sorted(FILES)},
    "pages-called-as-folders-of-the-site": {f"pages/{name}.md": PAGE for name in sorted(FOLDERS)},
    "an-alias-that-servers-answer-folders-with": model("derived-from: []", "aliases: [index.html]"),
    "an-alias-beside-a-hub-id-that-spells-a-badge": {
        "models/example-7b.yaml": MODEL.replace("derived-from: []", "aliases: [hf]").replace("e-institute/Example-7B\n", "e-institute/openness.svg\n")
    },
    "a-model-called-as-the-folder-of-hub-ids": {"models/hf.yaml": OTHER.replace("Sample", "Other")},
    "a-definition-called-as-a-badge": {"definitions/label.yaml": DEFINITION, "definitions/openness.yaml": DEFINITION},
    "an-id-that-ends-in-a-dot": {"models/other-3..yaml": OTHER.replace("Sample", "Other")},
    "an-id-longer-than-file-names": {f"models/{'x' * 81}.yaml": OTHER.replace("Sample", "Other")},
    "a-bill-of-materials-for-an-id": {"models/example-7b.cdx.yaml": OTHER.replace("Sample", "Other")},
    "a-hub-id-in-another-script": model("huggingface: example-institute/Example-7B", "huggingface: a/\u0430\u0435"),
    "a-repository-that-climbs": model("  huggingface:", "  github: [../../x, a/.., a/...]\n  huggingface:"),
    "a-branch-that-climbs": {"site.yaml": (HERE / "data" / "site.yaml").read_text(encoding="utf-8").replace("branch: main", "branch: ../../x")},
    "a-class-that-is-worth-too-much": {"peers.yaml": PEERS.replace("worth: {open: 1,", "worth: {open: 1e308,", 1)},
    "a-peer-of-no-criteria": {"peers.yaml": PEERS[: PEERS.index("    criteria:")] + "    criteria: {}\n" + PEERS[PEERS.index("    # an entry judges") :]},
    "points-beyond-all-there-are": {"definitions/points.yaml": POINTS.replace("points: 3", "points: 1.7e308", 1)},
    "a-number-of-four-thousand-digits": {"fetched/confirmed.json": '{"things": {"huggingface-models/org/it": {"downloads": %s}}}' % ("9" * 4000)},
    "a-peer-that-climbs": {"peers.yaml": PEERS.replace("    ending:", "    branch: ../../x\n    folder: a/../b\n    ending:", 1).replace("lfai/", "../", 1)},
    # ---- more than anyone reads
    "a-page-that-takes-a-minute-to-read": {"pages/more.md": PAGE + "|a|b|\n|-|-|\n" * 8_000},
    "thousands-of-unknown-keys": raw(MODEL + "".join(f"key{number}: 1\n" for number in range(6_000))),
    "thousands-of-unknown-components": raw(MODEL + "".join(f"  c{number}: {{}}\n" for number in range(5_000))),
    "thousands-of-unknown-modalities": model("[text]", f"[{','.join(f'm{number}' for number in range(8_000))}]"),
    "thousands-of-keys-twice": raw("a: 1\n" * 10_000),
    "thousands-of-unknown-licenses": {"license-aliases.yaml": "names:\n" + "".join(f"  a{number}: {{means: L{number}}}\n" for number in range(2_000))},
    "lists-of-one-line-wide-apart": raw("name:\n  " + "-  " * 42_000 + "x\n"),
    "brackets-within-a-key": raw("name: " + "[ " * 100_000),
    "a-definition-that-doubles-at-each-step": definition("      - same-as: first\n", DOUBLING),
    "a-definition-of-a-long-line-of-requirements": definition(
        "      - same-as: first\n",
        "".join(f"      - {{id: r{step}, all-of: [{{same-as: r{step + 1}}}]}}\n" for step in range(400)) + f"      - {ASKED.replace('last', 'r400')}\n",
    ),
    "a-definition-that-comes-back-after-a-long-line": definition(
        "      - same-as: first\n", "".join(f"      - {{id: r{step}, all-of: [{{same-as: r{(step + 1) % 400}}}]}}\n" for step in range(400))
    ),
    "a-definition-of-more-requirements-than-anyone-asks": definition(
        "      - same-as: first\n", "".join(f"      - {ASKED.replace('last', f'r{step}')}\n" for step in range(1_001))
    ),
    "a-list-within-each-of-a-list": definition(
        "      - same-as: first\n",
        "      - {id: outer, says: It., for-each: training-data, requires: [{all-of: [{same-as: inner}]}], cite: 'https://example.org'}\n"
        "      - {id: inner, says: It., for-each: evaluation-data, availability: {meets: [public]}, cite: 'https://example.org'}\n",
    ),
    "an-element-of-each-of-a-list": definition(
        "levels:\n",
        "elements: [first, inner]\nviews:\n  - id: one\n    name: One\n    says: It.\n    requires:\n"
        "      - {id: outer, says: It., for-each: ancestors, requires: [{id: inner, same-as: first}], cite: 'https://example.org'}\nlevels:\n",
    ),
    "a-level-that-asks-for-nothing": {"definitions/example.yaml": DEFINITION[: DEFINITION.index("    requires:")] + "    requires: []\n"},
    "a-license-that-joins-nothing": model("license: Apache-2.0", "license: (AND MIT"),
    "a-license-of-brackets-around-nothing": model("license: Apache-2.0", "license: ( ) MIT"),
    "a-value-that-no-fact-has": definition("same-as: first", ASKED.replace("question: general-purpose, answer: yes", FACT)),
    "ancestors-of-each-ancestor": definition(
        "      - same-as: first\n",
        "      - {id: outer, says: It., for-each: ancestors, requires: [{same-as: inner}], cite: 'https://example.org'}\n"
        "      - {id: inner, says: It., for-each: ancestors, requires: [{same-as: first}], cite: 'https://example.org'}\n",
    ),
    "a-definition-with-an-unknown-key-that-an-opinion-speaks-of": {
        "definitions/example.yaml": DEFINITION + "colour: red\n",
        "opinions/somebody.yaml": OPINION.replace("osaid-9.9", "example").replace("gpt-9", "example-7b").replace("means: met", "level: all"),
    },
    # ---- links
    "a-script-for-a-link": model("https://huggingface.co/example-institute/Example-7B", '"javascript:alert(1)"'),
    "a-data-link": model("https://huggingface.co/example-institute/Example-7B", '"data:text/html,<script>alert(1)</script>"'),
    "a-link-without-a-scheme": model("https://huggingface.co/example-institute/Example-7B", "//example.org/x"),
    "a-link-that-breaks-out": model("https://huggingface.co/example-institute/Example-7B", "'https://example.org/\"onmouseover=alert(1)'"),
    "a-link-with-a-line-end": model("https://huggingface.co/example-institute/Example-7B", '"https://example.org/\\nSet-Cookie: a=b"'),
    "a-link-that-reads-backwards": model("https://huggingface.co/example-institute/Example-7B", '"https://example.org/\\u202Egpj.exe"'),
    "a-link-on-this-disk": model("https://huggingface.co/example-institute/Example-7B", "file:///etc/passwd"),
    # ---- letters that hide
    "right-to-left": model("name: Example 7B", 'name: "Example \\u202EB7"'),
    "zero-width": model("name: Example 7B", 'name: "Exa\\u200Bmple"'),
    "a-byte-order-mark-within": model("name: Example 7B", 'name: "Exa\\uFEFFmple"'),
    "a-page-that-reads-backwards": {"pages/more.md": PAGE + "More \u202etxt.\n"},
    "an-escape-sequence": model("name: Example 7B", 'name: "\\e[2J\\e]0;owned\\a"'),
    "a-tag-character": model("name: Example 7B", 'name: "Example\\U000E0041"'),
    "an-escape-of-json": model("name: Example 7B", 'name: "\\ud83d\\ude00"'),
    "a-soft-hyphen": model("name: Example 7B", 'name: "Exam\\u00ADple"'),
    "a-mark-of-music-that-is-not-drawn": model("name: Example 7B", 'name: "Exam\\U0001D173ple"'),
    "a-name-of-spaces": model("name: Example 7B", 'name: " \\u00A0\\u2800"'),
    "a-command-on-a-second-line-of-a-name": model("name: Example 7B", 'name: "Example\\n::error::7B"'),
    "a-tab-in-a-name": model("name: Example 7B", 'name: "Example\\t7B"'),
}
