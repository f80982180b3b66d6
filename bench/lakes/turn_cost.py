"""The processor time of one turn of the worker after one new answer, by the size of the lake; a start, and the memory, beside it.

Run: .venv/bin/python bench/lakes/turn_cost.py [rows ...]   (default 250000 1000000 5000000)

Each size in a process of its own. One cohort of 100 learners comes through the real store and feed and takes the answers; the others, as
large, are its rows under other names, in files of their own, with results of their own. All are known to the worker. The probe is a bare
DuckDB query over the cohort's own files, in the same process, between the turns.
"""

import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from uuid import UUID

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "analytics"))

from saying import COHORT, Saying
from standing import NOW, Site

from analytics import reported, results
from analytics.catalogue import REPORTS
from analytics.refresh import Cohort, Refresher
from analytics.storage import feed, lake, parquet_tables
from analytics.storage.pseudonym import site_key
from bench.analytics import said_by

LEARNERS, ANSWERS = 100, 9
PROBE = """with f as (select *, row_number() over (partition by subject, thing, phase order by "at", seq) turn from read_parquet([{files}])
    where verb = 'answered') select thing, count(*), avg(success::int), median(seconds) from f where turn = 1 group by 1"""


def fill(site: Site, rows: int) -> list[Cohort]:
    """The lake of so many rows; all its cohorts."""
    say, chance = Saying(simulated=True), random.Random(1)
    for who in range(LEARNERS):
        site.keep(said_by(say, who, chance))
    feed.feed(site.engine, site.data / "lake", site_key(site.data / "keys"))
    site.refresher.run([Cohort(COHORT, True)], NOW)
    (part,) = lake.parts(site.data / "lake")
    own = pq.read_table(part.path)
    others = [Cohort(str(UUID(int=number + 1)), True) for number in range(rows // own.num_rows - 1)]
    for cohort in others:
        series = part.path.parents[2] / f"cohort={cohort.uuid}"
        series.mkdir()
        column = own.schema.get_field_index("cohort")
        table = own.set_column(column, "cohort", pa.array([cohort.uuid] * own.num_rows))
        parquet_tables.write(series / "0-1.parquet", table)
        marks = {}
        for report in REPORTS:
            path = results.path_of(site.data / "results", report, cohort.uuid)
            shutil.copyfile(results.path_of(site.data / "results", report, COHORT), path)
            marks[report] = reported.mark_of(path)
        reported.note(site.data / "results", cohort, lake.stand_of(site.data / "lake", cohort.uuid), NOW, marks)
    return [*others, Cohort(COHORT, True)]


def took(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def measure(rows: int) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        cohorts = fill(site, rows)
        worker = Refresher(site.engine, site.data, is_daily=False)
        start, began = took(lambda: worker.run(cohorts, NOW)), worker.run(cohorts, NOW).written
        assert began == (), "a start with nothing new makes nothing"
        say, raw = Saying(simulated=True, seed="later"), duckdb.connect(config={"threads": 2})
        turns, probes, idle, made = [], [], [], 0
        for number in range(ANSWERS + 1):
            site.keep([say.answered(number, f"q{number % 10}", number % 2 == 0)])
            written: list[tuple[str, str]] = []
            seconds = took(lambda written=written: written.extend(worker.run(cohorts, NOW).written))
            idle.append(took(lambda: worker.run(cohorts, NOW)))
            files = ", ".join(f"'{part.path}'" for part in lake.parts(site.data / "lake", COHORT))
            probe = took(lambda files=files: raw.execute(PROBE.format(files=files)).fetchall())
            assert {cohort for _, cohort in written} == {COHORT}
            if number:  # the first one warms up
                turns.append(seconds)
                probes.append(probe)
                made += len(written)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        print(
            f"{rows:>11,} rows, {len(cohorts):>5,} cohorts: one answer {median(turns):.3f} s ({min(turns):.3f} to {max(turns):.3f}),"
            f" {median(turns) / median(probes):.1f} x the probe ({1000 * median(probes):.0f} ms), {made / ANSWERS:.1f} results;"
            f" nothing new {1000 * median(idle):.1f} ms; a start {start:.1f} s; peak {peak:.0f} MB",
            flush=True,
        )


def main(sizes: list[str]) -> None:
    if len(sizes) == 1:
        measure(int(sizes[0]))
        return
    for size in sizes:
        subprocess.run([sys.executable, __file__, size], check=True)


if __name__ == "__main__":
    main(sys.argv[1:] or ["250000", "1000000", "5000000"])
