"""Every report of one large cohort beside hand-written DuckDB SQL over the same files: processor time of all threads, and most memory.

Run: .venv/bin/python bench/lakes/reports_beside_sql.py [rows ...] [--engine SETTING]   (default 1000000 5000000)

The cohort is 1,020 learners who do all there is to do, under other names as often as the size asks. Each size in a process of its own;
Ibis is compiled before, as it is once a process. Each report is counted cold, after a new connection, as the worker does at its first turn;
what reports share (the views) is counted with the one that asks first.
"""

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "tests" / "analytics"))

from saying import COHORT
from standing import NOW

from analytics import engines
from analytics.backends.engine_choice import choice_of
from analytics.making import MEASURE_OF_REPORT, make
from analytics.question import Question
from analytics.shape import Result
from analytics.storage import lake, lake_state, parquet_tables
from analytics.storage.rows import flatten
from bench.lakes.sql_by_hand import SQL

SEEDS, FILES = 30, 250_000
OF_COHORT = Question(COHORT, False, as_of=NOW)


def fill(folder: Path, rows: int) -> int:
    """A lake of so many rows in one cohort; how many there are."""
    from test_every_report import everything  # here, since it loads what the measured process does not need

    said = [(seed, one) for seed in range(SEEDS) for one in everything(seed)]
    stored = [flatten(0, one["timestamp"], one, lambda name, seed=seed: f"{name[-12:]}{seed}") for seed, one in said]
    own = parquet_tables.table_of(stored)
    with lake.writing(folder):
        lake_state.write(folder, lake_state.State())
        waiting, seq, copy = [], 0, 0
        series = folder / f"cohort={COHORT}"
        series.mkdir()
        after = 0
        while seq < rows:
            numbers = pa.array(range(seq + 1, seq + 1 + own.num_rows), pa.int64())
            names = pc.binary_join_element_wise(own["subject"], str(copy), "-")
            ids = pc.binary_join_element_wise("id", pc.cast(numbers, pa.string()), "-")
            table = own
            for name, values in (("seq", numbers), ("subject", names), ("id", ids)):
                table = table.set_column(table.schema.get_field_index(name), name, values)
            waiting.append(table.cast(parquet_tables.TYPES))
            seq, copy = seq + own.num_rows, copy + 1
            if seq - after >= FILES or seq >= rows:
                parquet_tables.write(series / f"{after}-{seq}.parquet", pa.concat_tables(waiting))
                waiting, after = [], seq
        lake_state.write(folder, lake_state.State(upto=seq))
    return seq


def took(work: Callable[[], object]) -> float:
    start = time.process_time()
    work()
    return time.process_time() - start


def peak_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def measure(folder: Path, engine: str) -> None:
    """Ours first, since the most memory is a process's."""
    empty = folder / "empty"
    empty.mkdir()
    for_nothing = engines.Rows(engines.connect(), empty, OF_COHORT)
    for report in MEASURE_OF_REPORT:
        make(report, for_nothing, now=NOW)
    base, clock = peak_mb(), time.monotonic()
    backend = engines.connect(choice_of(engine))
    opened: list[engines.Rows] = []
    opening = took(lambda: opened.append(engines.Rows(backend, folder, OF_COHORT)))
    ours, people = {}, {}
    for report in MEASURE_OF_REPORT:
        kept: list[Result] = []
        ours[report] = took(lambda report=report, kept=kept: kept.append(make(report, opened[0], now=NOW)))
        people[report] = kept[0].n
    ours_clock, peak = time.monotonic() - clock, peak_mb()
    raw = duckdb.connect(config={"threads": 2, "memory_limit": "512MB"})
    files = ", ".join(f"'{part.path}'" for part in lake.parts(folder, COHORT))
    raw.execute(f"CREATE VIEW r AS SELECT * FROM read_parquet([{files}]) WHERE cohort = '{COHORT}' AND NOT simulated")
    by_hand = {}
    for report in SQL:
        answers: list[tuple[int, ...]] = []
        by_hand[report] = took(lambda report=report, answers=answers: answers.extend(raw.execute(sql).fetchall()[0] for sql in SQL[report]))
        if answers[-1][0] != people[report]:
            print(f"{report}: {people[report]} learners, and {answers[-1][0]} by hand")
    print(f"opening the cohort {opening:.2f} s")
    for report, seconds in ours.items():
        beside = f"{by_hand[report]:6.2f} s by hand = {seconds / by_hand[report]:4.1f}" if report in by_hand else "none by hand"
        print(f"{report:<12} {seconds:6.2f} s  {beside}")
    ours_s, by_hand_s = sum(ours[report] for report in by_hand) + opening, sum(by_hand.values())
    memory = f"peak {peak:.0f} MB (before {base:.0f})"
    print(f"all: {ours_s:.1f} / {by_hand_s:.1f} = {ours_s / by_hand_s:.2f}; clock {ours_clock:.0f} s; {memory}")


def main(words: list[str]) -> None:
    engine = words[words.index("--engine") + 1] if "--engine" in words else "duckdb"
    sizes = [word for word in words if word.isdecimal()] or ["1000000", "5000000"]
    if "--inside" in words:
        measure(Path(words[words.index("--inside") + 1]), engine)
        return
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            print(f"{fill(Path(folder), int(size)):,} rows", flush=True)
            subprocess.run([sys.executable, __file__, "--inside", folder, "--engine", engine], check=True)


if __name__ == "__main__":
    main(sys.argv[1:])
