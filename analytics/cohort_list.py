"""The cohorts the worker last reported on, for the command line, which does not know the LMS."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from analytics import results

FILE = "cohorts.json"


class Cohort(NamedTuple):
    """A cohort to report on. simulated: only simulated learners count in it; else only real ones."""

    uuid: str
    simulated: bool


def read(folder: Path) -> Mapping[str, bool]:
    """UUID -> simulated; nothing when there is no list. folder: the lake."""
    try:
        cohorts: dict[str, bool] = json.loads((folder / FILE).read_text(encoding="utf-8"))
        return {uuid: bool(is_simulated) for uuid, is_simulated in cohorts.items()}
    except (FileNotFoundError, ValueError, AttributeError):
        return {}


def write(folder: Path, cohorts: Mapping[str, bool]) -> None:
    """Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    results.write_text(folder / FILE, json.dumps(dict(cohorts), indent=1) + "\n")
