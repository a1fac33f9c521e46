"""Twelve questions of a bank's counsel, each answered from the API alone, with the clause and whose license it is. A reading, and no legal advice.

    python examples/counsel.py https://howopen.example/

The bank has 3,000 people, 40 million customers and 2 billion dollars of revenue a year. Needs nothing but Python.
"""

import json
import sys
import urllib.parse
import urllib.request

SITE = sys.argv[1].rstrip("/")
BANK = {"employees": 3_000, "monthly-users": 40_000_000, "daily-users": 10_000_000, "visits": 100_000_000}
REVENUE = 2_000_000_000  # USD a year
QUESTIONS = [
    ("llama-4-scout", "commercial", "May our app for customers use it?"),
    ("gemma-3-27b", "commercial", "May we use it to answer customers?"),
    ("qwen2.5-72b", "commercial", "May we use it in products of our own?"),
    ("deepseek-r1-distill-llama-70b", "commercial", "May we use it, and whose terms hold?"),
    ("kimi-k3", "commercial", "Are we too large for it?"),
    ("flux.1-dev", "commercial", "May we make pictures for advertising with it?"),
    ("mistral-small-3.1-24b", "train", "May we train our own model with its outputs?"),
    ("falcon-3-10b", "change", "May we fine-tune it on our documents?"),
    ("starcoder2-15b", "share", "May we give a tuned copy to our branches abroad?"),
    ("command-a", "commercial", "May we use it at work?"),
    ("hunyuan-large", "DE", "May our branch in Germany use it?"),
    ("sdxl-1.0", "share", "What goes along when we pass a tuned copy on?"),
]


def ask(path):
    with urllib.request.urlopen(f"{SITE}/api/v1/{urllib.parse.quote(path)}.json", timeout=30) as said:  # noqa: S310
        return json.load(said)


def size(number):
    """Whether the bank is above a number of a license; None where it cannot tell, as in another currency."""
    money = number["unit"].isupper()
    has = REVENUE / (12 if number.get("period") in ("month", "preceding-month") else 1) if money else BANK.get(number["measure"])
    if has is None or (money and number["unit"] != "USD"):
        return None
    return has >= number["value"] if number["comparison"] == "at-least" else has > number["value"]


def leaves_out(record, place):
    """The clauses of a license that leave the place out, and what they cover."""
    unions = {key for key, word in places.items() if place in word.get("holds", ())} | {place}
    return [(", ".join(one["covers"]), one["clause"]) for one in record.get("shuts-out", ()) if unions & set(one["places"])]


places = ask("vocabulary")["vocabulary"]["places"]
for number, (model, question, words) in enumerate(QUESTIONS, start=1):
    found = ask(f"models/{model}")["model"]
    terms = found["terms"]
    records = {key: ask(f"licenses/{key}")["license"]["record"] or {} for key in terms["licenses"]}
    reply = terms["questions"]["commercial" if question in places else question]
    print(f"\n{number}. {found['name']}: {words}")
    if question in places:
        closed = [(key, *one) for key, record in records.items() for one in leaves_out(record, question)]
        print(f"   {'no' if closed else reply['says']}")
        for key, covers, clause in closed:
            print(f"   - {places[question]['label']} is left out: {covers} [{key}, {clause}]")
        if closed:
            continue
    else:
        print(f"   {reply['says']}")
    for one in reply["conditions"]:
        whose = f", of its base {one['model']}" if one["model"] else ""
        print(f"   - {one['says']} [{one['license']}, {one['clause'] or 'no clause known'}{whose}]")
    for key in reply["silent"]:
        read = records[key]["read"]
        print(f"   - nothing on it in {records[key]['name']}, read whole on {read['on']} [{key}, {records[key]['url']}]")
    for key, record in records.items():
        for limit in record.get("thresholds", ()):
            state = {True: "above", False: "below", None: "not known to be above or below"}[size(limit)]
            of_product = "; the number of the product alone counts" if state == "above" and limit["whose"] == "product" else ""
            business = f", which counts in this business alone: {limit['business']}" if "business" in limit else ""
            amount = f"{limit['value']:,.0f} {limit['unit']}, {limit['measure']}"
            print(f"   - the bank is {state} {amount}{business}{of_product} [{key}, {limit['clause']}]")
    for name in terms["unread"]:
        policy = name in records and records[name]["read"]["extent"] == "without-policy"
        text = f"a policy that is part of {name}" if policy else f"the whole text of {name}"
        print(f"   - nobody has read {text}" if name in records else f"   - nothing is known here of the terms of its base {name}")
    if not terms["lineage-known"]:
        print("   - what it or one of its bases derives from is unknown, so terms of a base may be missing")
