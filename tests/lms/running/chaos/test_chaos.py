"""Ten simulated minutes of the day of faults (chaos_day.py; the whole day by hand: make chaos)."""

from pathlib import Path

import chaos_day
import pytest


@pytest.mark.slow
def test_ten_minutes_of_faults_lose_nothing(tmp_path: Path) -> None:
    report = chaos_day.run(tmp_path, minutes=10, speed=50, seed=7)
    assert report["acknowledged"] > 50, report
    assert chaos_day.is_good(report), report


def test_what_was_lost_or_doubled_is_no_good_day() -> None:
    report = {
        "attempts": [3, 3], "lost": 0, "doubled": 0, "foreign": 0, "came back": [], "defects": [], "bytes of erased people": [],
        "quick_check": "ok", "audit": "The audit log is whole", "trial": "comes back whole",
    }  # fmt: skip
    assert chaos_day.is_good(report)
    for name, value in (
        ("lost", 1),
        ("doubled", 1),
        ("came back", ["x"]),
        ("attempts", [4, 3]),
        ("quick_check", "bad"),
        ("defects", ["x"]),
    ):
        assert not chaos_day.is_good({**report, name: value}), name
