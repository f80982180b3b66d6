"""Runs the machine of sittings on a database."""

from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test
from lms_site import close, make_site
from sitting_machine import Sittings


def run_any_order(folder: Path, *, examples: int, steps: int, **more: str) -> None:
    """more: settings of the site, as `database`."""

    class OnThisSite(Sittings):
        make_app = staticmethod(lambda: make_site(folder, **more))
        close_app = staticmethod(close)

    checks = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    how = settings(max_examples=examples, stateful_step_count=steps, deadline=None, suppress_health_check=checks, database=None)
    run_state_machine_as_test(OnThisSite, settings=how)
