"""The suite passes on a later day too, and every process a test starts sees that day."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "scripts"))

import later_days  # noqa: E402

DAY = "import datetime, subprocess, sys; print((datetime.datetime.now() - datetime.timedelta(days=731)).date())"


def test_a_process_and_its_children_see_the_later_day() -> None:
    child = f"{DAY}; subprocess.run([sys.executable, '-c', {DAY!r}], check=True)"
    environment = {"PYTHONPATH": str(later_days.LATER), "TEST_CLOCK_DAYS": "731"}
    command = [sys.executable, "-c", child]
    seen = subprocess.run(command, env=environment, capture_output=True, text=True, check=True).stdout.split()
    plain = "import datetime; print(datetime.datetime.now().date())"
    today = subprocess.run([sys.executable, "-c", plain], env={}, capture_output=True, text=True, check=True).stdout.strip()
    assert len(seen) == 2
    assert len({*seen, today}) == 1


def test_no_test_takes_the_shifted_clock_from_the_processes_it_starts() -> None:
    dropped = re.compile(r"[\"']PYTHONPATH[\"']: (?!python_path\()")
    here = Path(__file__)
    guilty = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in sorted((ROOT / "tests").rglob("*.py"))
        if path != here
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if dropped.search(line)
    ]
    assert not guilty, f"use child_environment.python_path in {guilty}"


@pytest.mark.slow
@pytest.mark.parametrize("area", later_days.areas())
def test_the_fast_tests_of_an_area_pass_two_years_from_now(area: str) -> None:
    assert later_days.run(area) == 0
