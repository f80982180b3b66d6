"""A report that could not be made, and when it is tried again."""

from datetime import datetime, timedelta
from typing import NamedTuple

from analytics.status import Failure, instant, reason_of
from infrastructure.backoff import Backoff

BACKOFF = Backoff(first_s=60, longest_s=3600)
"""A report that failed is tried again after a minute, then after twice as long each time, at most an hour."""


class FailedReport(NamedTuple):
    """reason: in words for the log. tries: until now. due: when the next one is."""

    reason: str
    tries: int
    due: datetime

    def as_told(self, report: str, cohort: str) -> Failure:
        """As the status of the reports has it."""
        return Failure(report, cohort, self.reason, self.tries, instant(self.due))


def after_failure(before: FailedReport | None, error: Exception, now: datetime) -> FailedReport:
    """What stands after one more try that failed."""
    tries = 1 if before is None else before.tries + 1
    return FailedReport(reason_of(error), tries, now + timedelta(seconds=BACKOFF.wait_s(tries)))
