"""Commercial use for a company of a given size: the numbers of a license held against its own. Pure."""

from __future__ import annotations

from howopen.licenses import answers
from howopen.records.answer import Reply
from howopen.records.catalogue import Catalogue, LicenseFacts
from howopen.records.license import Threshold
from howopen.records.license_answers import Answer, Company

_MONTHLY, _YEAR = ("month", "preceding-month"), 12  # periods of a month; months of a year
_CURRENCY = "USD"  # of the revenue of a company
_REFUSE = ("rights-end", "needs-license", "payment", "review")  # consequences after which use is not free


def commercial(known: Catalogue, license_: LicenseFacts, company: Company) -> Answer:
    """The answer on commercial use: no where a number of the license shuts the company out, yes where only such numbers stood in its way."""
    reply = answers.of_license(known, license_).replies.get("commercial")
    if reply is None or reply.answer != "yes-if" or license_.record is None:
        return reply.answer if reply else "not-known"
    numbers = {f"threshold-{place}": one for place, one in enumerate(license_.record.thresholds, start=1)}
    held = {key: _reached(one, company) for key, one in numbers.items() if not one.business}
    if any(reached and numbers[key].then in _REFUSE for key, reached in held.items()):
        return "no"
    left = [one for one in reply.conditions if held.get(one.key, True) is not False]
    return "yes-if" if left else "yes"


def let_in(known: Catalogue, commercial: Reply, company: Company) -> bool:
    """Whether a model's answer on commercial use is yes for that company, conditions or not, and no number of its terms shuts the company out."""
    numbers = [code.split(":")[1:] for code in commercial.why if code.startswith("threshold:")]
    held = [known.licenses[license_].thresholds[int(place) - 1] for license_, place in numbers]
    return commercial.word in ("yes", "yes-if") and not any(one.then in _REFUSE and not one.business and _reached(one, company) for one in held)


def _reached(threshold: Threshold, company: Company) -> bool | None:
    """Whether the company has so many; None where its file does not say, or in another currency."""
    has = company.measures.get(threshold.measure)
    if has is None or (threshold.unit.isupper() and threshold.unit != _CURRENCY):
        return None
    if threshold.unit.isupper() and threshold.period in _MONTHLY:
        has /= _YEAR
    return has >= threshold.value if threshold.comparison == "at-least" else has > threshold.value
