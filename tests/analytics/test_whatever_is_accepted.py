"""What the store accepts, the lake takes or counts as odd, and every report is made of it."""

import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odd_statements import DURATIONS, IRIS, MANY_DIGITS, TIMES, odd_statements
from saying import COHORT, MONDAY, Saying
from standing import AUTHORITY, NOW, Site

from analytics import results
from analytics.catalogue import REPORTS
from analytics.refresh import Cohort
from analytics.storage import lake, parquet_tables
from analytics.storage.rows import flatten
from lrs.errors import StoreError
from lrs.writing import statement_writer
from xapi import activities, builders
from xapi.validate import problems_of
from xapi.vocabulary import EXT

VERSIONS = ("1.0.3", "2.0.0")
Json = dict[str, Any]


def keep(site: Site, statement: Json, version: str = "1.0.3") -> bool:
    """Through the validator and into the store, as the site does it; False if it was refused."""
    if problems_of(statement, version):
        return False
    try:
        with site.engine.connect().execution_options(writes=True) as connection, connection.begin():
            statement_writer.put(connection, [statement], authority=AUTHORITY, version=version, now=NOW)
    except (StoreError, UnicodeEncodeError):
        return False
    return True


def check_all_is_made(site: Site, kept: int) -> None:
    """Every statement is in the lake, and every report is made and shown."""
    site.refresher.run([Cohort(COHORT, False)], NOW)
    rows = [row for part in lake.parts(site.data / "lake") for row in pq.read_table(part.path).to_pylist()]
    assert len(rows) == kept
    assert site.refresher.status.odd_rows == sum(row["unknown"] for row in rows)
    assert (site.refresher.status.failing, site.refresher.status.error) == ((), "")
    for report in REPORTS:
        result = results.read(site.data / "results", report, COHORT)
        assert result is not None
        for language in ("fr", "en"):
            results.show(result, language)
            for table in result.tables:
                results.csv_text(result, language, table.key)


def odd_ones() -> list[Json]:
    """The cases of the review, and their neighbours."""
    say = Saying()
    week = {"id": IRIS[0]}
    made = [say.say(1, "completed", {"id": iri}) for iri in IRIS]
    made += [say.selected(1, "shivers", "call", safe=True, parent=(week,))]
    made += [say.module(1, "progressed", progress=int(MANY_DIGITS)), say.sign(1, "presented", "fever", 10**400)]
    made += [say.sign(2, "presented", "fever", 1e308), say.sign(3, "presented", "fever", -1e308)]
    made += [say.registered(1, week=value, role=value, q=value) for value in ([1], {"a": {"b": []}}, "x" * 500, 10**400, 1e308, True)]
    for time in TIMES:
        made.append({**say.registered(1), "timestamp": time})
        made.append({**say.answered(1, "q1", True), "timestamp": time})
    for duration in DURATIONS:
        made.append(say.answered(1, "q1", True))
        made[-1]["result"]["duration"] = duration
    return made


def test_the_cases_of_the_review_are_taken_together(site: Site) -> None:
    made = odd_ones()
    say = Saying(seed="other")
    others = [say.answered(who, "q1", True) for who in range(10, 20)]
    taken = sum(keep(site, statement) for statement in made)
    assert taken >= len(made) - 3  # the store refuses whole numbers that no double can hold
    site.keep(others)
    check_all_is_made(site, taken + len(others))


@pytest.mark.parametrize("place", range(len(odd_ones())))
def test_each_case_of_the_review_gives_a_row_that_a_file_can_hold(place: int, tmp_path: Path) -> None:
    statement = odd_ones()[place]
    row = flatten(1, "2026-11-23T17:20:00.123456Z", statement, str)
    lake.append(tmp_path, [row], upto=1)
    (again,) = pq.read_table(lake.parts(tmp_path)[0].path).to_pylist()
    assert again == row
    assert row["kind"] is not None


@pytest.mark.slow
@settings(max_examples=300, deadline=None)
@given(odd_statements(Saying()))
def test_every_valid_statement_gives_a_row_that_a_file_can_hold(statement: Json) -> None:
    if all(problems_of(statement, version) for version in VERSIONS):
        return
    row = flatten(1, "2026-11-23T17:20:00.123456Z", statement, str)
    assert parquet_tables._fits(row)


def run_one_example(statements: list[Json], version: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        site = Site(Path(folder))
        kept = sum(keep(site, {**statement, "id": str(uuid4())}, version) for statement in statements)
        check_all_is_made(site, kept)
        site.engine.dispose()


batches = st.lists(odd_statements(Saying()), min_size=10, max_size=40)


@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
@given(batches, st.sampled_from(VERSIONS))
def test_whatever_the_store_accepts_every_report_is_made(statements: list[Json], version: str) -> None:
    run_one_example(statements, version)


@pytest.mark.slow
@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(batches, st.sampled_from(VERSIONS))
def test_whatever_the_store_accepts_every_report_is_made_at_length(statements: list[Json], version: str) -> None:
    run_one_example(statements, version)


def test_a_row_that_cannot_be_read_at_all_is_counted_as_unknown(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("analytics.storage.rows._object", lambda *_: 1 / 0)
    site.keep([Saying().registered(1)])
    site.refresher.run([Cohort(COHORT, False)], NOW)
    assert site.refresher.status.odd_rows == 1


def test_odd_values_are_null_and_counted_and_the_rest_of_the_row_stays(site: Site) -> None:
    say = Saying()
    week = builders.activity(activities.week("azur", 2), "level")
    odd = say.sign(1, "presented", "fever", 10**400, parent=(week,))
    row = flatten(1, "2026-11-23T17:20:00Z", odd, str)
    assert (row["game_hour"], row["unknown"]) == (None, True)
    assert (row["symptom"], row["week"], row["cohort"]) == ("fever", 2, COHORT)
    fine = flatten(1, "2026-11-23T17:20:00Z", say.sign(1, "presented", "fever", 20.0, parent=(week,)), str)
    assert (fine["game_hour"], fine["unknown"]) == (20.0, False)


@pytest.mark.parametrize(("days", "is_wrong"), [(0, False), (-399, False), (-401, True), (2, True), (0.9, False)])
def test_an_act_that_a_wrong_clock_dated_counts_at_its_arrival(days: float, is_wrong: bool) -> None:
    said = Saying().registered(1, at=NOW + timedelta(days=days))
    row = flatten(1, "2026-11-23T17:20:00.000000Z", said, str)
    assert row["wrong_clock"] == is_wrong
    assert row["at"] == (NOW if is_wrong else NOW + timedelta(days=days)).timestamp()
    assert EXT["cohort"] in said["context"]["extensions"]
    assert MONDAY < NOW
