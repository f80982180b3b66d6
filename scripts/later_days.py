"""Runs the fast tests on a later day: `TEST_CLOCK_DAYS=731 python scripts/later_days.py [AREA…]`, one process an area.

An area is a folder of tests/. tests/later/sitecustomize.py shifts the clock of the test process and of every Python process it starts.
"""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LATER = ROOT / "tests/later"
DAYS = "731"
OPTIONS = ("-q", "-m", "not slow", "-p", "no:cacheprovider")
ALREADY = '-W "ignore:Module already imported:pytest.PytestAssertRewriteWarning"'
"""For pytest, also where a test starts it: tests/later imports time-machine before pytest can look at it as a plugin."""


def areas() -> list[str]:
    return sorted(path.name for path in (ROOT / "tests").iterdir() if any(path.rglob("test_*.py")))


def run(area: str, *options: str) -> int:
    """pytest's exit code for one area, with the clock shifted by TEST_CLOCK_DAYS whole days (731 when nobody said)."""
    before = os.environ.get("PYTHONPATH")
    path = os.pathsep.join([str(LATER), *([before] if before else [])])
    options_of_all = " ".join(filter(None, [os.environ.get("PYTEST_ADDOPTS"), ALREADY]))
    environment = {"TEST_CLOCK_DAYS": DAYS} | os.environ | {"PYTHONPATH": path, "PYTEST_ADDOPTS": options_of_all}
    command = [sys.executable, "-m", "pytest", f"tests/{area}", *OPTIONS, *options]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode  # noqa: S603 - our own tests


def main(wanted: list[str]) -> int:
    failed = [area for area in wanted or areas() if run(area)]
    print(f"red on the later day: {', '.join(failed)}" if failed else "every area is green on the later day")
    return int(bool(failed))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
