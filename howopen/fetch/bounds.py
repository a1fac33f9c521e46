"""Bounds of one run: how long, how much and how often a host may keep us."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bounds:
    """Bounds of one run, in seconds and bytes."""

    connect: float = 10
    read: float = 20
    whole: float = 60  # one request, redirects included
    bytes_: int = 4 * 1024 * 1024
    redirects: int = 4
    tries: int = 4
    pause: float = 1  # before a second try; doubled for each further one
    wait: float = 900  # all waiting for rate limits and retries at one host
    run: float = 2400  # all of a run at one host
    in_a_row: int = 5  # things that fail one after the other before a host is taken to be down
    same_origin: bool = False  # whether a redirect to another origin is refused
