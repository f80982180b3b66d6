"""Counts of what the store answered, in the text form Prometheus reads; no address, no actor, no key in them."""

import threading
from bisect import bisect_left
from collections import Counter
from itertools import accumulate

from sqlalchemy import Connection, func, select

from lrs.sequence import visible_up_to
from lrs.tables import forwards, statements

BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)
_RESOURCES = ("statements", "about", "activities", "agents", "activities/state", "activities/profile", "agents/profile", "profile")


class Metrics:
    """Counters of one process."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._answers: Counter[tuple[str, str, int]] = Counter()
        self._within = [0] * (len(BUCKETS) + 1)
        self._seconds = 0.0

    def note(self, method: str, resource: str, status: int, seconds: float) -> None:
        known = resource if resource in _RESOURCES else "other"
        with self._lock:
            self._answers[(method, known, status)] += 1
            self._seconds += seconds
            self._within[bisect_left(BUCKETS, seconds)] += 1

    def text(self) -> str:
        """Request counts by method, resource and status, and a histogram of their seconds."""
        with self._lock:
            lines = ["# TYPE xapi_requests_total counter"]
            for (method, resource, status), count in sorted(self._answers.items()):
                lines.append(f'xapi_requests_total{{method="{method}",resource="{resource}",status="{status}"}} {count}')
            total = sum(self._answers.values())
            lines.append("# TYPE xapi_request_seconds histogram")
            upto = accumulate(self._within)
            lines += [f'xapi_request_seconds_bucket{{le="{bound}"}} {count}' for bound, count in zip(BUCKETS, upto, strict=False)]
            lines += [f'xapi_request_seconds_bucket{{le="+Inf"}} {total}', f"xapi_request_seconds_sum {self._seconds:.6f}"]
            lines.append(f"xapi_request_seconds_count {total}")
        return "\n".join(lines) + "\n"


def store_text(connection: Connection) -> str:
    """Figures of the database: the last number given, and how far behind each forward is."""
    last = visible_up_to(connection)
    rows = connection.execute(select(forwards).order_by(forwards.c.name)).all()
    lines = ["# TYPE lrs_last_seq gauge", f"lrs_last_seq {last}", "# TYPE lrs_forward_lag gauge"]
    lines += [f'lrs_forward_lag{{forward="{row.name}"}} {max(0, last - row.watermark)}' for row in rows]
    for figure in ("failures", "refused", "paused"):
        lines.append(f"# TYPE lrs_forward_{figure} gauge")
        lines += [f'lrs_forward_{figure}{{forward="{row.name}"}} {int(getattr(row, figure))}' for row in rows]
    return "\n".join(lines) + "\n"


def is_healthy(connection: Connection) -> bool:
    """True if the statements can be read; raises what the database raises when it is away."""
    return connection.execute(select(func.count()).select_from(select(statements.c.seq).limit(1).subquery())).scalar_one() >= 0
