"""Shifts the clock of every Python process of a test run by whole days: `PYTHONPATH=tests/later TEST_CLOCK_DAYS=731`.

Test-only: no package of the product knows this variable. Python imports `sitecustomize` at start when one is on its path, so the test
process, the workers of xdist and each Python process a test starts agree on the day. The kernel's clocks (file times, monotonic time),
Chromium and PostgreSQL stay at today.
"""

import os

DAYS = int(os.environ.get("TEST_CLOCK_DAYS", "0"))


def _shift(days: int) -> None:
    from datetime import UTC, datetime, timedelta  # only a shifted process pays for these imports

    import time_machine

    time_machine.travel(datetime.now(UTC) + timedelta(days=days), tick=True).start()


if DAYS:
    _shift(DAYS)
