"""Progress of a fetch: one line that changes at a terminal, plain lines now and then in a log."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

EVERY_IN_LOG = 50  # things between two lines of a log


@dataclass
class Progress:
    """Call it with (source, done, of how many)."""

    write: Callable[[str], None]  # text as it is, without a line end of its own
    clock: Callable[[], float]  # seconds
    at_terminal: bool
    _counts: dict[str, tuple[int, int]] = field(default_factory=dict)
    _until: dict[str, float] = field(default_factory=dict)  # by host that asks to wait: when it is over
    _began: float = 0
    _shown: float = -1

    def __call__(self, source: str, done: int, total: int) -> None:
        now = self.clock()
        if not self._counts:
            self._began = now
        first = source not in self._counts
        self._counts[source] = (done, total)
        if self.at_terminal:
            if now - self._shown >= 0.1 or done == total:
                self._shown = now
                self.write(f"\r\x1b[K{self.line(now)}")
        elif (first and total) or (done and (done % EVERY_IN_LOG == 0 or done == total)):
            self.write(f"{source}: {done} of {total}{self._left(now)}\n")

    def waiting(self, host: str, seconds: float) -> None:
        """Tell that a host asks to wait; called before a wait of more than a few seconds. At a terminal the line keeps telling until it is over."""
        now = self.clock()
        self._until[host] = now + seconds
        self.write(f"\r\x1b[K{self.line(now)}" if self.at_terminal else f"waiting for {host}, {round(seconds)} s\n")

    def line(self, now: float) -> str:
        """Everything in one line of at most 100 characters: waits first, since they say why nothing moves."""
        waits = [f"waiting for {host}, {round(until - now)} s" for host, until in self._until.items() if until > now]
        parts = [f"{source} {done}/{total}" for source, (done, total) in self._counts.items() if done < total] or ["done"] * (not waits)
        return f"{', '.join(waits + parts)}{'' if waits else self._left(now)}"[:100]

    def finish(self) -> None:
        """Leave the line behind."""
        if self.at_terminal and self._counts:
            self.write("\r\x1b[K")
            self._counts.clear()

    def _left(self, now: float) -> str:
        """Words on the time that the slowest source still takes, at the pace so far; empty before there is a pace."""
        spent = now - self._began
        left = max((spent / done * (total - done) for done, total in self._counts.values() if done >= 5), default=0)
        if left < 5:
            return ""
        return f", about {round(left)} s left" if left < 90 else f", about {round(left / 60)} min left"
