"""A report that could not be made, and when it is tried again."""

from datetime import datetime
from typing import NamedTuple

from infrastructure.backoff import Backoff

BACKOFF = Backoff(first_s=60, longest_s=3600)
"""A report that failed is tried again after a minute, then after twice as long each time, at most an hour."""


class FailedReport(NamedTuple):
    """reason: in words for the log. tries: until now. due: when the next one is."""

    reason: str
    tries: int
    due: datetime
