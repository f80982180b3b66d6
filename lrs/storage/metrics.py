"""Counts of what the store answered, in the text form Prometheus reads; no address, no actor, no key in them."""

import threading
from bisect import bisect_left
from collections import Counter
from itertools import accumulate

from sqlalchemy import Connection, select

from lrs.storage.sequence import visible_up_to
from lrs.storage.tables import forwards

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
FIGURES = {
    "failures": "Tries in a row that another store did not take.",
    "refused": "Statements another store refused for good.",
    "paused": "1 when an operator holds the copies.",
}
_RESOURCES = ("statements", "about", "activities", "agents", "activities/state", "activities/profile", "agents/profile", "profile")


class Metrics:
    """Counters of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: Counter[tuple[str, str, int]] = Counter()
        self._within = [0] * (len(BUCKETS) + 1)
        self._seconds = 0.0

    def note(self, method: str, resource: str, status: int, seconds: float) -> None:
        label = resource if resource in _RESOURCES else "other"
        with self._lock:
            self._answers[(method, label, status)] += 1
            self._seconds += seconds
            self._within[bisect_left(BUCKETS, seconds)] += 1

    def text(self) -> str:
        """Request counts by method, resource and status, and a histogram of their seconds."""
        with self._lock:
            lines = ["# HELP xapi_requests_total Requests to the statement store.", "# TYPE xapi_requests_total counter"]
            for (method, resource, status), count in sorted(self._answers.items()):
                lines.append(f'xapi_requests_total{{method="{method}",resource="{resource}",status="{status}"}} {count}')
            total = sum(self._answers.values())
            lines += ["# HELP xapi_request_seconds How long the store took to answer.", "# TYPE xapi_request_seconds histogram"]
            upto = accumulate(self._within)
            lines += [f'xapi_request_seconds_bucket{{le="{limit}"}} {count}' for limit, count in zip(BUCKETS, upto, strict=False)]
            lines += [f'xapi_request_seconds_bucket{{le="+Inf"}} {total}', f"xapi_request_seconds_sum {self._seconds:.6f}"]
            lines.append(f"xapi_request_seconds_count {total}")
        return "\n".join(lines) + "\n"


def store_text(connection: Connection) -> str:
    """Figures of the database: the last number given, and how far behind each forward is."""
    last = visible_up_to(connection)
    rows = connection.execute(select(forwards).order_by(forwards.c.name)).all()
    lines = ["# HELP lrs_last_seq Number of the newest statement.", "# TYPE lrs_last_seq gauge", f"lrs_last_seq {last}"]
    lines += ["# HELP lrs_forward_lag Statements another store has yet to take.", "# TYPE lrs_forward_lag gauge"]
    lines += [f'lrs_forward_lag{{forward="{row.name}"}} {max(0, last - row.watermark)}' for row in rows]
    for figure, help_text in FIGURES.items():
        lines += [f"# HELP lrs_forward_{figure} {help_text}", f"# TYPE lrs_forward_{figure} gauge"]
        lines += [f'lrs_forward_{figure}{{forward="{row.name}"}} {int(getattr(row, figure))}' for row in rows]
    return "\n".join(lines) + "\n"
