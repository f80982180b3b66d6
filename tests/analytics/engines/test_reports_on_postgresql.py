"""Reports counted on PostgreSQL are those of DuckDB, and its copy of the lake holds what the lake holds, no more."""

from collections.abc import Iterator
from dataclasses import replace

import psycopg
import pytest
from alike import differences
from saying import COHORT, HOME, MONDAY, Saying, learner_uuid
from standing import NOW, Site

from analytics import engines
from analytics.backends.postgresql_backend import PostgreSqlBackend
from analytics.making import MEASURE_OF_REPORT, make
from analytics.question import Question
from analytics.storage import lake
from analytics.storage.feed import feed, rebuild
from analytics.storage.pseudonym import site_key
from xapi import actor, builders

OF_COHORT = Question(COHORT, False, as_of=NOW)


@pytest.fixture
def backend(postgresql: str) -> Iterator[PostgreSqlBackend]:
    """On a server that knows nothing of any lake."""
    with psycopg.connect(postgresql, autocommit=True) as connection:
        connection.execute("DROP SCHEMA IF EXISTS hors_les_murs_lake CASCADE")
    made = PostgreSqlBackend(postgresql)
    yield made
    made.close()


def ids(backend: PostgreSqlBackend, site: Site) -> list[str]:
    feed(site.engine, site.data / "lake", site_key(site.data / "keys"))
    return sorted(row["id"] for row in engines.Rows(backend, site.data / "lake", OF_COHORT).ask(engines.everyone))


def copied(backend: PostgreSqlBackend) -> int:
    """Rows of all tables of the copy."""
    names = backend.rows("SELECT table_name FROM information_schema.tables WHERE table_schema = 'hors_les_murs_lake'")
    return sum(backend.rows(f'SELECT count(*) FROM hors_les_murs_lake."{name}"')[0][0] for (name,) in names if name != "copies")


def test_every_report_is_the_same_within_a_billionth(backend: PostgreSqlBackend, busy_site: Site) -> None:
    ours, theirs = (engines.Rows(one, busy_site.data / "lake", OF_COHORT) for one in (engines.connect(), backend))
    found = {report: list(differences(make(report, ours, now=NOW), make(report, theirs, now=NOW))) for report in MEASURE_OF_REPORT}
    assert {report: lines for report, lines in found.items() if lines} == {}


def test_a_figure_that_is_off_by_little_is_told(busy_site: Site) -> None:
    """Of the comparison itself."""
    rows = engines.Rows(engines.connect(), busy_site.data / "lake", OF_COHORT)
    result = make("items", rows, now=NOW)
    (table, *_) = result.tables
    column = next(place for place, cell in enumerate(table.rows[0]) if isinstance(cell, float))
    cells = list(table.rows[0])
    cells[column] += 2e-9
    off = replace(result, tables=(replace(table, rows=(tuple(cells), *table.rows[1:])), *result.tables[1:]))
    assert len(list(differences(result, off))) == 1


def test_a_filter_counts_the_same_learners(backend: PostgreSqlBackend, busy_site: Site) -> None:
    question = OF_COHORT.narrowed("role", "caregiver")
    ours, theirs = (engines.Rows(one, busy_site.data / "lake", question) for one in (engines.connect(), backend))
    assert len(ours.ask(engines.latest_values)) == len(theirs.ask(engines.latest_values)) == 2


def test_new_files_are_added_and_joined_files_bring_nothing_twice(backend: PostgreSqlBackend, site: Site) -> None:
    say = Saying()
    kept = [site.keep([say.module(who, "initialized", at=MONDAY)])[0] for who in range(3)]
    assert ids(backend, site) == sorted(kept)
    kept += site.keep([say.module(9, "initialized", at=MONDAY)])
    feed(site.engine, site.data / "lake", site_key(site.data / "keys"))
    with lake.writing(site.data / "lake"):
        lake.compact(site.data / "lake", many=1)
    kept += site.keep([say.module(10, "initialized", at=MONDAY)])
    assert ids(backend, site) == sorted(kept)
    assert copied(backend) == len(kept)


def test_texts_of_the_copy_sort_by_their_bytes(backend: PostgreSqlBackend, busy_site: Site) -> None:
    """Whatever the language of the database: DuckDB and Spark do so."""
    engines.Rows(backend, busy_site.data / "lake", OF_COHORT)
    words = "SELECT DISTINCT collation_name FROM information_schema.columns WHERE table_name = %s AND data_type = 'text'"
    assert backend.rows(words.replace("%s", f"'cohort={COHORT}'")) == [("C",)]


def test_a_voided_statement_counts_no_more(backend: PostgreSqlBackend, site: Site) -> None:
    say = Saying()
    gone, stays = site.keep([say.module(1, "initialized", at=MONDAY), say.module(2, "initialized", at=MONDAY)])
    assert ids(backend, site) == sorted([gone, stays])
    site.keep([builders.void(id=learner_uuid("void"), actor=actor.account(HOME, learner_uuid(2)), target=gone, timestamp=MONDAY)])
    assert ids(backend, site) == [stays]


def test_of_a_lake_that_was_begun_anew_nothing_of_before_stays(backend: PostgreSqlBackend, site: Site) -> None:
    say = Saying()
    site.keep([say.module(1, "initialized", at=MONDAY)])
    ids(backend, site)
    assert copied(backend) == 1
    rebuild(site.engine, site.data / "lake", site_key(site.data / "keys"))
    backend.forget_lakes_before(lake.born(site.data / "lake"))
    assert copied(backend) == 0
    assert len(ids(backend, site)) == 1


def test_rows_of_a_file_that_was_set_aside_go(backend: PostgreSqlBackend, site: Site) -> None:
    say = Saying()
    site.keep([say.module(1, "initialized", at=MONDAY)])
    ids(backend, site)
    site.keep([say.module(2, "initialized", at=MONDAY)])
    assert len(ids(backend, site)) == 2
    lake.parts(site.data / "lake", COHORT)[-1].path.unlink()
    assert len(engines.Rows(backend, site.data / "lake", OF_COHORT).ask(engines.everyone)) == 1


def test_two_processes_that_make_the_copy_at_once_both_can(postgresql: str, backend: PostgreSqlBackend, busy_site: Site) -> None:
    other = PostgreSqlBackend(postgresql)
    first, second = (engines.Rows(one, busy_site.data / "lake", OF_COHORT) for one in (backend, other))
    assert len(first.ask(engines.everyone)) == len(second.ask(engines.everyone)) == copied(backend)
    other.close()
