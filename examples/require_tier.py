"""Fail a build when a model misses a stated level of a definition, or when nobody knows whether it reaches it.

    python examples/require_tier.py https://howopen.example/ g7-2026 open-weights allenai/OLMo-2-0325-32B

As a step of a workflow:

    - run: python require_tier.py https://howopen.example/ g7-2026 open-weights $(cat models.txt)
"""

import json
import sys
import urllib.error
import urllib.parse
import urllib.request


def answer(site, path):
    with urllib.request.urlopen(f"{site.rstrip('/')}/api/v1/{urllib.parse.quote(path)}.json", timeout=30) as said:  # noqa: S310
        return json.load(said)


def verdict(site, definition, levels, wanted, hub):
    try:
        found = answer(site, f"hf/{hub}")["model"]["verdicts"][definition]
    except urllib.error.HTTPError as error:
        return "not in the catalogue" if error.code == 404 else f"no answer: {error}"
    if found["reached"] and levels.index(found["reached"]) >= levels.index(wanted):
        return ""
    open_still = found["possible"] and levels.index(found["possible"]) >= levels.index(wanted)
    return f"undetermined, {found['unknown']} facts unknown" if open_still else f"does not reach {wanted}"


site, definition, wanted, *hubs = sys.argv[1:]
levels = [level["id"] for level in answer(site, f"definitions/{definition}")["definition"]["levels"]]
failed = {hub: why for hub in hubs if (why := verdict(site, definition, levels, wanted, hub))}
for hub, why in failed.items():
    print(f"{hub}: {why}", file=sys.stderr)
sys.exit(1 if failed else 0)
