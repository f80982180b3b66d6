"""Which copies stay: all of two days, then the newest of each of the last days, weeks and months. Values in, values out."""

from collections.abc import Callable, Collection, Hashable
from dataclasses import dataclass
from datetime import datetime, timedelta

ALL_STAY = timedelta(days=2)
"""A copy made by hand after something went wrong must not take the place of the good one of the night before."""


@dataclass(frozen=True)
class RetentionRule:
    """So many days, ISO weeks and months, each counted among those that have a copy; days is at least 1."""

    days: int
    weeks: int
    months: int

    @property
    def longest_days(self) -> int:
        """After at most so many days a copy is gone, when one is made each night: what is said to whoever erases herself."""
        return max(self.days, 7 * (self.weeks + 1) if self.weeks else 0, 31 * (self.months + 1) if self.months else 0)


PERIODS: tuple[tuple[str, Callable[[datetime], Hashable]], ...] = (
    ("days", lambda at: at.date()),
    ("weeks", lambda at: at.isocalendar()[:2]),
    ("months", lambda at: (at.year, at.month)),
)


def staying(instants: Collection[datetime], keep: RetentionRule) -> set[datetime]:
    """Those of the instants whose copies stay; the newest always does."""
    newest_first = sorted(instants, reverse=True)
    stay = {at for at in newest_first if newest_first[0] - at < ALL_STAY}
    for field, period_of in PERIODS:
        newest_of_period: dict[Hashable, datetime] = {}
        for at in newest_first:
            newest_of_period.setdefault(period_of(at), at)
        stay.update(list(newest_of_period.values())[: getattr(keep, field)])
    return stay
