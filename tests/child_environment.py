"""Environment variables for the processes a test starts: their module path, and the shifted clock of this run (tests/later)."""

import os
from pathlib import Path

CLOCK = ("PYTHONPATH", "TEST_CLOCK_DAYS")


def python_path(*folders: Path) -> str:
    """These folders, then what this process was started with: the folder that shifts the clock stays on the path."""
    before = os.environ.get("PYTHONPATH")
    return os.pathsep.join([*map(str, folders), *([before] if before else [])])


def is_clock_shifted() -> bool:
    """Whether this run looks from a later day; PostgreSQL and Chromium do not."""
    return bool(os.environ.get("TEST_CLOCK_DAYS"))


def clock_variables() -> dict[str, str]:
    """For an environment that holds nothing else of this process."""
    return {name: os.environ[name] for name in CLOCK if name in os.environ}
