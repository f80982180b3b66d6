"""The review's hard cohort on Spark with two executors, and a whole demonstration on PostgreSQL: the reports of DuckDB.

Needs Java 17 and `.venvs/spark`, which `make test-slow` makes.
"""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from child_environment import python_path
from saying import COHORT
from test_every_cell import kept_site

from analytics.making import MEASURE_OF_REPORT
from analytics.storage.feed import feed
from analytics.storage.pseudonym import site_key

ROOT = Path(__file__).resolve().parents[3]
HERE = Path(__file__).parent
PYSPARK = ROOT / ".venvs/spark"
JAVAS = (17, 21)
pytestmark = pytest.mark.slow


def why_not_spark() -> str:
    """Why Spark cannot be started here; empty when it can."""
    if not (PYSPARK / "pyspark").is_dir():
        return "pyspark is not here: make .venvs/spark/made installs it"
    java = shutil.which("java", path=f"{os.environ.get('JAVA_HOME', '')}/bin{os.pathsep}{os.environ['PATH']}")
    if java is None:
        return "there is no Java: bash scripts/need_java.sh installs one where it may"
    found = re.search(r'version "(\d+)', subprocess.run([java, "-version"], capture_output=True, text=True, timeout=60).stderr)
    return "" if found and int(found[1]) in JAVAS else f"Spark 4.0 runs on Java 17 or 21, {java} is another one"


def counted_twice(engine: str, lake: Path, cohorts: dict[str, bool], *more: Path) -> dict[str, Any]:
    """What count_twice.py answers. more: folders of packages."""
    environment = os.environ | {"PYTHONPATH": python_path(ROOT, HERE, *more)}
    command = [sys.executable, HERE / "count_twice.py", json.dumps({"engine": engine, "lake": str(lake), "cohorts": cohorts})]
    done = subprocess.run(command, capture_output=True, text=True, timeout=1200, env=environment)
    assert done.returncode == 0, done.stderr[-3000:]
    answer: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return answer


def put_hard_cohort(folder: Path) -> Path:
    """Its lake."""
    site = kept_site(folder, 60, 1, "mixed")
    feed(site.engine, site.data / "lake", site_key(site.data / "keys"))
    site.engine.dispose()
    return folder / "lake"


@pytest.mark.skipif(bool(why_not_spark()), reason=why_not_spark())
def test_every_report_of_the_hard_cohort_is_the_same_on_spark_with_two_executors(tmp_path: Path) -> None:
    answer = counted_twice("spark:local-cluster[2,1,1024]", put_hard_cohort(tmp_path), {COHORT: False}, PYSPARK)
    assert answer["executors"] == 2
    assert answer["differences"] == {}
    assert answer["reports"] == len(MEASURE_OF_REPORT)


@pytest.mark.skipif(bool(why_not_spark()), reason=why_not_spark())
def test_a_cluster_that_is_away_is_told_in_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "lake").mkdir()
    environment = {
        "HORSLESMURS_DATA": str(tmp_path),
        "HORSLESMURS_ENGINE": "spark:no-such-cluster",
        "PYTHONPATH": python_path(ROOT, PYSPARK),
    }
    command = [sys.executable, "-m", "horslesmurs", "analytics", "report", "items", "--cohort", COHORT, "--simulated", "--fresh"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, env=os.environ | environment)
    assert done.returncode == 75, done.stderr[-3000:]
    assert "HORSLESMURS_ENGINE names, Spark, cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_every_report_of_a_demonstration_is_the_same_on_postgresql(tmp_path: Path, postgresql: str) -> None:
    environment = os.environ | {"HORSLESMURS_DATA": str(tmp_path), "PYTHONPATH": python_path(ROOT)}
    for words in (["demo", "--learners", "60"], ["analytics", "feed"]):
        done = subprocess.run([sys.executable, "-m", "horslesmurs", *words], capture_output=True, text=True, timeout=900, env=environment)
        assert done.returncode == 0, done.stderr[-3000:]
    cohorts = {folder.name.removeprefix("cohort="): True for folder in (tmp_path / "lake").glob("cohort=*-*")}
    answer = counted_twice(postgresql, tmp_path / "lake", cohorts)
    assert answer["differences"] == {}
    assert answer["reports"] > len(MEASURE_OF_REPORT)
