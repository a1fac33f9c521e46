"""Which of these Hugging Face ids may I use commercially without conditions, and under which definitions are they open?

    python examples/commercial_use.py https://howopen.example/ allenai/OLMo-2-0325-32B meta-llama/Llama-3.1-405B

Needs nothing but Python, and reads nothing but the API.
"""

import json
import sys
import urllib.error
import urllib.parse
import urllib.request


def answer(site, path):
    try:
        with urllib.request.urlopen(f"{site.rstrip('/')}/api/v1/{urllib.parse.quote(path)}.json", timeout=30) as said:  # noqa: S310
            return json.load(said)
    except urllib.error.HTTPError as error:
        if error.code != 404:
            raise
        return None


def free_of_conditions(model):
    """yes, no or unknown: whether one of the licenses of the weights lets anyone use them for anything."""
    weights = model["weights"]
    if not weights["choices"] or weights["license-scope"] == "inherited":
        return "no" if weights["license"] == "NONE" else "unknown"
    uses = ["restricted" if choice["restrictions"] else choice["freedoms"].get("use") for choice in weights["choices"]]
    return "yes" if "allowed" in uses else "unknown" if None in uses else "no"


for hub in sys.argv[2:]:
    found = answer(sys.argv[1], f"hf/{hub}")
    if found is None:
        print(f"{hub}\tunknown\tnot in the catalogue")
        continue
    met = [f"{name} ({verdict['reached']})" for name, verdict in found["model"]["verdicts"].items() if verdict["reached"]]
    print(f"{hub}\t{free_of_conditions(found['model'])}\t{', '.join(met) or 'no definition'}")
