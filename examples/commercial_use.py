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
        if error.code == 404:
            return None
        raise


def free_of_conditions(weights):
    stated = weights["license-scope"] != "inherited"  # a license that is only assumed from elsewhere proves nothing
    return {"free": "yes", "limited": "no"}.get(weights["commercial-use"], "unknown") if stated else "unknown"


for hub in sys.argv[2:]:
    found = answer(sys.argv[1], f"hf/{hub}")
    if found is None:
        print(f"{hub}\tunknown\tnot in the catalogue")
        continue
    met = [f"{name} ({verdict['reached']})" for name, verdict in found["model"]["verdicts"].items() if verdict["reached"]]
    print(f"{hub}\t{free_of_conditions(found['model']['weights'])}\t{', '.join(met) or 'no definition'}")
