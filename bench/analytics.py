"""Figures of analytics: feed rate, and each report as a ratio to a bare DuckDB query of the same run, in processor time.

Run: .venv/bin/python bench/analytics.py [statements …]   (default 100000 1000000)
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import duckdb
import msgspec
from sqlalchemy import select

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tests" / "analytics"))

from saying import COHORT, MONDAY, Saying
from standing import AUTHORITY, NOW, Site

from analytics import engines
from analytics.making import make
from analytics.question import Question
from analytics.refresh import Cohort
from analytics.storage import feed, lake
from analytics.storage.pseudonym import site_key
from analytics.storage.rows import flatten
from lrs.storage.tables import statements
from lrs.writing import statement_writer

PER_LEARNER = 25
RUNS = 5

BARE = {
    "completion": """select module, count(*) filter (verb = 'initialized'), count(*) filter (verb = 'completed') from (
        select distinct subject, module, verb from {lake} where cohort = '{cohort}' and not simulated and kind = 'module') group by 1""",
    "items": """with f as (select *, row_number() over (partition by subject, thing, phase order by "at", seq) turn from {lake}
        where cohort = '{cohort}' and not simulated and verb = 'answered'), t as (select subject, module, sum(scaled) s, count(*) c from f
        where turn = 1 group by 1, 2) select thing, count(*), avg(success::int), corr(scaled, (s - scaled) / (c - 1)), median(seconds)
        from f join t using (subject, module) where turn = 1 group by 1""",
    "decisions": """with f as (select *, row_number() over (partition by subject, thing order by "at", seq) turn from {lake}
        where cohort = '{cohort}' and not simulated and verb = 'selected')
        select thing, response, count(*) from f where turn = 1 group by 1, 2""",
    "signs": """with r as (select * from {lake} where cohort = '{cohort}' and not simulated), p as (select *, row_number() over
        (partition by subject, symptom order by "at", seq) turn from r where verb = 'presented'), e as (select subject, play, episode,
        min(game_hour) h from r where verb = 'reported' group by 1, 2, 3) select p.symptom, e.h - p.game_hour, count(*) from p
        left join e using (subject, play, episode) where turn = 1 group by 1, 2""",
}
"""The heart of each report as one hand-written query, without intervals, suppression or second plays."""


def said_by(say: Saying, who: int, chance: random.Random) -> Iterator[dict[str, Any]]:
    """What one learner does, about 25 statements."""
    at = MONDAY + timedelta(minutes=who % 10_000)
    yield say.registered(who, at=at)
    yield say.module(who, "initialized", at=at + timedelta(hours=1))
    yield say.module(who, "progressed", progress=60, at=at + timedelta(hours=2))
    yield say.module(who, "completed", at=at + timedelta(hours=3))
    for item in range(10):
        right = chance.random() < 0.7
        yield say.answered(who, f"q{item}", right, at=at + timedelta(hours=2, minutes=item), unsafe=not right and chance.random() < 0.2)
    for situation in range(6):
        option = chance.choice("abc")
        yield say.selected(
            who, f"s{situation}", option, safe=option == "a", unsafe=option == "c", game_hour=20.0, at=at + timedelta(hours=4)
        )
    for symptom in ("fever", "diarrhoea"):
        yield say.sign(who, "presented", symptom, 20.0, at=at + timedelta(hours=4))
        verb, hour = ("reported", chance.choice([20.0, 26.0, 32.0, 44.0])) if chance.random() < 0.8 else ("ignored", 92.0)
        yield say.sign(who, verb, symptom, hour, at=at + timedelta(hours=5))
    yield say.module(who, "progressed", progress=100, at=at + timedelta(hours=3))


def timed(work: Callable[[], object], runs: int = RUNS) -> float:
    """Median processor seconds (all threads) of `runs` calls after one to warm up: other work on the machine does not count."""
    work()
    found = []
    for _ in range(runs):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return median(found)


def feed_rate(folder: Path, count: int) -> None:
    """Statements a second through the real store and the real feed, beside a bare read of the same rows."""
    site = Site(folder)
    say, chance = Saying(), random.Random(1)
    batch: list[dict[str, Any]] = []
    for who in range(count // PER_LEARNER):
        batch += said_by(say, who, chance)
        if len(batch) >= 5000:
            _put(site, batch)
            batch = []
    _put(site, batch)
    start = time.process_time()
    with site.engine.connect() as connection:
        for row in connection.execute(select(statements.c.body)):
            msgspec.json.decode(row.body)
    bare = time.process_time() - start
    start = time.process_time()
    fed = feed.feed(site.engine, site.data / "lake", site_key(site.data / "keys"))
    took = time.process_time() - start
    print(f"feed: {fed.rows / took:,.0f} statements a second of processor, {took / bare:.1f} x a bare read and decode of the same rows")
    site.refresher.run([Cohort(COHORT, False)], NOW)
    idle = timed(lambda: site.refresher.run([Cohort(COHORT, False)], NOW))
    site.keep([say.registered("new")])
    start = time.process_time()
    site.refresher.run([Cohort(COHORT, False)], NOW)
    print(f"a turn with nothing new: {1000 * idle:.1f} ms; with one new statement: {1000 * (time.process_time() - start):.0f} ms")


def _put(site: Site, batch: list[dict[str, Any]]) -> None:
    with site.engine.connect().execution_options(writes=True) as connection, connection.begin():
        statement_writer.put_prepared(connection, statement_writer.prepare(batch, authority=AUTHORITY, now=NOW), now=NOW)


def report_times(folder: Path, count: int) -> None:
    """Each report over a lake of `count` statements in one cohort, beside the bare query."""
    say, chance, seq, rows = Saying(), random.Random(2), 0, []
    learners, part = count // PER_LEARNER, 2000
    with lake.writing(folder):
        for start in range(0, learners, part):
            rows = [row for who in range(start, min(start + part, learners)) for row in said_by(say, who, chance)]
            flat = [flatten(seq + place, row["timestamp"], row, lambda actor: actor[-36:]) for place, row in enumerate(rows, 1)]
            lake.append(folder, flat, upto=seq + len(flat))
            seq += len(flat)
        lake.compact(folder, many=1)
    of_cohort = engines.Rows(engines.connect(), folder, Question(COHORT, False))
    raw = duckdb.connect(config={"threads": 2})
    files = ", ".join(f"'{part.path}'" for part in lake.parts(folder))
    for report, sql in BARE.items():
        query = sql.format(lake=f"read_parquet([{files}])", cohort=COHORT)
        bare = timed(lambda query=query: raw.execute(query).fetchall())
        ours = timed(lambda report=report: make(report, of_cohort, now=datetime.now(UTC)))
        print(f"{seq:>9,} statements, {report:<10}: {1000 * ours:6.0f} ms, {ours / bare:4.1f} x the bare query ({1000 * bare:.0f} ms)")


def main(counts: list[int]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        feed_rate(Path(folder), min(counts))
    for count in counts:
        with tempfile.TemporaryDirectory() as folder:
            report_times(Path(folder), count)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [100_000, 1_000_000])
