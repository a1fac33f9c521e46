"""Differences between two licenses, point by point. Pure."""

from __future__ import annotations

from howopen.records.license_answers import LicenseAnswers, Point


def beyond(one: LicenseAnswers, other: LicenseAnswers) -> tuple[Point, ...]:
    """Points that `one` has and `other` has not: rights, duties and limits whose sentence the other has not."""
    said = {point.says for point in other.points}
    return tuple(point for point in one.points if point.says not in said)
