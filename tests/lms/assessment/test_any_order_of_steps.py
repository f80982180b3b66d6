"""Answer, back, reload, second tab, kill, clock set forwards and back, in any order: no two results, no lost answer, no unsafe pass."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from lms_site import close, make_site
from sitting_machine import Sittings


def run(folder: Path, *, examples: int, steps: int, **more: str) -> None:
    class OnThisSite(Sittings):
        make_app = staticmethod(lambda: make_site(folder, **more))
        close_app = staticmethod(close)

    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    run_state_machine_as_test(
        OnThisSite,
        settings=settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=checks, database=None),
    )


def test_on_sqlite(tmp_path: Path) -> None:
    run(tmp_path, examples=4, steps=10)


@pytest.mark.slow
def test_on_sqlite_at_length(tmp_path: Path) -> None:
    run(tmp_path, examples=40, steps=40)
