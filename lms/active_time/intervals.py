"""From steps to active time. Values in, values out: no clock, no store.

A step is a page that its reader sent back: a screen read, an item answered. Time counts while steps follow each other, and never longer
before a step than `allowance` times what its page takes to read. Time that two devices spend at once counts once.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

USUAL_ALLOWANCE = 3
"""A page counts up to so many times its reading time; what lies beyond is a pause."""


@dataclass(frozen=True, slots=True)
class Step:
    """at: when the page was sent back. reading_s: what the page takes to read. shown_s: since it was shown; None when nobody noted it."""

    at: datetime
    module: str
    reading_s: float
    shown_s: float | None = None


@dataclass(frozen=True, slots=True)
class ActiveTime:
    """seconds by module, in the order of the first step of each; steps: how many were counted. first, last: None without a step."""

    seconds: dict[str, float]
    steps: int
    first: datetime | None
    last: datetime | None

    @property
    def total(self) -> float:
        return sum(self.seconds.values())

    @property
    def minutes(self) -> int:
        """Whole minutes, rounded down; 1 for any shorter time that was spent."""
        return int(self.total // 60) or int(self.total > 0)


def active_time(steps: Iterable[Step], allowance: int = USUAL_ALLOWANCE) -> ActiveTime:
    """The union of what counts before each step, in seconds. The order of `steps` and repeats of one change nothing.

    Before a step counts the time since its page was shown and, when the step before (of any device) is near enough, the time since that
    one: reading the feedback in between. Each is cut at the allowance. A time below zero, from a clock that was set back, counts nothing.
    """
    in_order = sorted(steps, key=lambda step: (step.at, step.module, step.reading_s, step.shown_s or 0.0))
    seconds = {step.module: 0.0 for step in in_order}
    covered_until = float("-inf")
    for begin, end, module in sorted(_spans(in_order, allowance)):
        seconds[module] += max(0.0, end - max(begin, covered_until))
        covered_until = max(covered_until, end)
    first, last = (in_order[0].at, in_order[-1].at) if in_order else (None, None)
    return ActiveTime(seconds, len(set(in_order)), first, last)


def _spans(in_order: Sequence[Step], allowance: int) -> list[tuple[float, float, str]]:
    """Beginning and end of what counts before each step, as seconds of the epoch."""
    spans: list[tuple[float, float, str]] = []
    before: float | None = None  # the last moment of a step before this one's; steps of one moment have the same
    newest: float | None = None
    for step in in_order:
        at, longest = _epoch(step.at), allowance * step.reading_s
        if at != newest:
            before, newest = newest, at
        if step.shown_s is not None:
            spans.append((at - max(0.0, min(step.shown_s, longest)), at, step.module))
        if before is not None and at - before <= longest:
            spans.append((before, at, step.module))
    return spans


def _epoch(at: datetime) -> float:
    return at.astimezone(UTC).timestamp()
