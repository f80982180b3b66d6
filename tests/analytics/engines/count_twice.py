"""A program: every report of some cohorts on DuckDB and on another engine, in a process of its own, since Spark brings a Java with it.

Its argument and its answer are JSON: {"engine": …, "lake": …, "cohorts": {uuid: is simulated}} -> {"reports": …, "executors": …,
"differences": {"cohort report": […]}, "seconds": …}.
"""

import json
import sys
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alike import differences

from analytics import engines
from analytics.backends.backend import Backend
from analytics.backends.engine_choice import choice_of
from analytics.making import MEASURE_OF_REPORT, make
from analytics.question import Question
from analytics.shape import Result

NOW = datetime(2026, 12, 1, tzinfo=UTC)


def results_of(backend: Backend, lake: Path, cohorts: Mapping[str, bool]) -> dict[str, Result]:
    """Every report of every cohort, before anything is hidden beside others."""
    made = {}
    for cohort, is_simulated in cohorts.items():
        rows = engines.Rows(backend, lake, Question(cohort, is_simulated, as_of=NOW))
        made |= {f"{cohort} {report}": make(report, rows, now=NOW) for report in MEASURE_OF_REPORT}
    return made


def main(asked: dict[str, Any]) -> dict[str, Any]:
    lake, cohorts = Path(asked["lake"]), asked["cohorts"]
    ours = results_of(engines.connect(), lake, cohorts)
    backend = engines.connect(choice_of(asked["engine"]))
    begun = time.monotonic()
    theirs = results_of(backend, lake, cohorts)
    seconds = time.monotonic() - begun
    executors = getattr(backend, "executors", 0)  # asked last: they sign on while the first report is counted
    backend.close()
    found = {key: list(differences(result, theirs[key])) for key, result in ours.items()}
    shown = sum(isinstance(result.n, int) and result.n > 0 for result in ours.values())
    return {"reports": shown, "executors": executors, "differences": {k: v for k, v in found.items() if v}, "seconds": seconds}


if __name__ == "__main__":
    print(json.dumps(main(json.loads(sys.argv[1]))))
