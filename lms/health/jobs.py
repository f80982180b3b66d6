"""How the work that is done later stands: plain counts, read for the site's health."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class JobsReading:
    """waiting: not ended yet. late_s: how long the oldest due job has waited. ends: how many ended so in the last seven days, by state.

    failures_of_day: given up, or handed over without an answer, in the last day.
    webhooks_stopped: by the site, after days of failure.
    """

    waiting: int = 0
    late_s: float = 0.0
    ends: Mapping[str, int] = field(default_factory=dict)
    failures_of_day: int = 0
    webhooks_stopped: int = 0
