"""Pages on licenses: the list with its answers, each license, and the page that holds two side by side."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from howopen.licenses import answers, companies, difference
from howopen.records.catalogue import Catalogue, LicenseFacts
from howopen.records.license_answers import Answer, LicenseAnswers
from howopen.records.summary import Summary
from howopen.render import lookups
from howopen.render.html.templates import Renderer

UNION = "EU"  # the place that the list can be asked for
STATES = {"yes": "met", "yes-if": "partial", "no": "not-met"}  # by answer, as style knows them; others are undetermined


def every(renderer: Renderer, models: Mapping[str, Summary]) -> Iterator[tuple[str, str]]:
    """(path, content) of each page; licenses with most users first."""
    known, page = renderer.known, renderer.page
    users = lookups.license_users(models)
    licenses = sorted(lookups.license_facts(known).values(), key=lambda one: (-len(users.get(one.id, [])), one.name.lower()))
    found = {one.id: answers.of_license(known, one) for one in licenses}
    shared = {"states": STATES, "rules": known.answer_rules}
    rows = [_row(known, one, found[one.id], len(users.get(one.id, []))) for one in licenses]
    yield page("licenses/", "licenses.html", licenses=rows, union=known.vocabulary.places.get(UNION), **shared)
    versions = {one.id: _versions(known, one, found) for one in licenses}
    by_name = sorted(licenses, key=lambda one: one.name.lower())
    changed = [one for one in by_name if any((versions[one.id]["changed"] or {}).values())]
    yield page("licenses/compare/", "license-compare.html", licenses=by_name, changed=changed, **shared)
    for one in licenses:
        more = {"answers": found[one.id], "read": answers.was_read(one), **versions[one.id]}
        yield page(f"licenses/{one.id}/", "license.html", license=one, users=users.get(one.id, []), **more, **shared)


def _row(known: Catalogue, license_: LicenseFacts, found: LicenseAnswers, users: int) -> dict[str, Any]:
    """A license in the list, with what its answers are when one asks for a company or a place."""
    asked = {key: companies.commercial(known, license_, company) for key, company in known.answer_rules.companies.items()}
    return {"facts": license_, "answers": found, "users": users, "companies": asked, "place": _left_in(license_)}


def _left_in(license_: LicenseFacts) -> Answer:
    """Whether the license holds in the union: yes, if, where it leaves only some of it out there."""
    if license_.record is None or not answers.was_read(license_):
        return "not-read"
    covers = {word for one in license_.record.shuts_out if UNION in one.places for word in one.covers}
    return "no" if "model" in covers else "yes-if" if covers else "yes"


def _versions(known: Catalogue, license_: LicenseFacts, found: Mapping[str, LicenseAnswers]) -> dict[str, Any]:
    """The version before, with what each says that the other does not; and the later ones."""
    earlier = license_.record.supersedes if license_.record else None
    before = found.get(earlier or "")
    changed = None
    if before and not before.unread and not found[license_.id].unread:
        changed = {"added": difference.beyond(found[license_.id], before), "dropped": difference.beyond(before, found[license_.id])}
    return {
        "earlier": earlier if earlier in found else None,
        "changed": changed,
        "later": [key for _, key in found[license_.id].later if key in found],
    }
