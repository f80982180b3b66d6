"""Migrations: they make the tables the models speak of, and go down and up again on both databases."""

import json
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect

from lms.running import database_setup
from lms.settings import Settings, read
from lms.web.database.extensions import db
from lrs.storage.tables import metadata


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read({"HORSLESMURS_DATA": str(tmp_path)})


def differences(settings: Settings) -> list[object]:
    engine = database_setup.open_engine(settings)
    try:
        with engine.connect() as connection:
            context = MigrationContext.configure(connection, opts={"compare_type": True})
            return list(compare_metadata(context, [metadata, db.metadata]))  # type: ignore[arg-type]
    finally:
        engine.dispose()


def tables(settings: Settings) -> set[str]:
    engine = database_setup.open_engine(settings)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_the_migrations_make_what_the_models_say(settings: Settings) -> None:
    database_setup.upgrade(settings)
    assert differences(settings) == []


def test_they_go_down_and_up_again(settings: Settings) -> None:
    database_setup.upgrade(settings)
    whole = tables(settings)
    database_setup.downgrade(settings, "0001_lrs")
    assert "account" not in tables(settings)
    assert "lrs_statements" in tables(settings)
    database_setup.upgrade(settings)
    assert tables(settings) == whole


def test_an_old_database_is_said_before_anything_starts(settings: Settings) -> None:
    database_setup.upgrade(settings, "0001_lrs")
    with pytest.raises(database_setup.DatabaseUnready, match="horslesmurs db upgrade"):
        database_setup.check(settings)


def test_the_move_to_own_statements_keeps_what_was_there(settings: Settings) -> None:
    """0005: devices get a rate, cohorts are remembered, bytes stay with who sent them, a waiting voiding statement of a device is bound."""
    database_setup.upgrade(settings, "0003_authoring")
    letter, site, device = "a" * 64, "00000000-0000-4000-8000-00000000000a", "00000000-0000-4000-8000-00000000000d"
    engine = database_setup.open_engine(settings)
    with engine.execution_options(writes=True).begin() as connection:

        def run(words: str, *values: object) -> None:
            connection.exec_driver_sql(words, values)

        for id, scopes, actor in ((site, "all", None), (device, "state statements/write", "{}")):
            run("INSERT INTO lrs_access_keys (id, secret_hash, label, policy, scopes, actor, rate, created) VALUES (?,?,?,?,?,?,0,?)",
                id, "x", "x", "pseudonymous", scopes, actor, "2026-11-01T00:00:00.000000Z")  # fmt: skip
        for seq, key, files in (
            (1, site, [{"sha2": letter}]),
            (2, device, [{"sha2": letter, "fileUrl": "x"}]),
            (3, site, []),
            (4, device, []),
        ):
            body = json.dumps({"authority": {"account": {"name": key}}, "object": {}, "attachments": files})
            run("INSERT INTO lrs_statements (seq, id, stored, version, actor, verb, authority, foreign_source, voided, body) "
                "VALUES (?,?,'x','2.0.0',1,1,?,0,0,?)", seq, f"s{seq}", 100 + seq, body)  # fmt: skip
            for _ in files:
                run("INSERT INTO lrs_attachments (seq, sha2) VALUES (?,?)", seq, letter)
        run("INSERT INTO lrs_attachment_contents (sha2, content_type, content) VALUES (?, 'text/plain', x'00')", letter)
        for seq in (3, 4):
            run("INSERT INTO lrs_references (seq, target, voids) VALUES (?, 'later', 1)", seq)
        run("INSERT INTO learner (id, uuid, role, is_simulated, created_at) VALUES (1, 'u', 'patient', 0, 'x')")
        run("INSERT INTO cohort (id, uuid, name, course, campaign, is_simulated, created_at) VALUES (7, 'c', 'x', '', 'azur', 0, 'x')")
        run("INSERT INTO registration (uuid, learner_id, kind, key, cohort_id, created_at) VALUES ('r', 1, 'campaign', 'azur', 7, 'x')")
    database_setup.upgrade(settings)
    with engine.connect() as connection:

        def rows(words: str) -> list[tuple[object, ...]]:
            return [tuple(row) for row in connection.exec_driver_sql(words)]

        assert rows("SELECT id, rate FROM lrs_access_keys ORDER BY id") == [(site, 0), (device, 120)]
        assert rows("SELECT seq, content_type FROM lrs_attachments ORDER BY seq") == [(1, "text/plain"), (2, None)]
        assert rows("SELECT seq, authority FROM lrs_references ORDER BY seq") == [(3, None), (4, 104)]
        assert rows("SELECT learner_id, cohort_id FROM cohort_membership") == [(1, 7)]
    engine.dispose()
    database_setup.downgrade(settings, "0003_authoring")
    database_setup.upgrade(settings)
    assert differences(settings) == []


def test_the_move_to_several_runs_keeps_every_row_that_points_to_a_registration(settings: Settings) -> None:
    """0008 copies the table on SQLite: dropping the old one must not take progress along. Who moved has left her first cohort."""
    database_setup.upgrade(settings, "0007_erasures")
    engine = database_setup.open_engine(settings)
    with engine.execution_options(writes=True).begin() as connection:

        def run(words: str) -> None:
            connection.exec_driver_sql(words)

        run("INSERT INTO learner (id, uuid, role, is_simulated, created_at) VALUES (1, 'u', 'patient', 0, 'x')")
        for number in (7, 8):
            values = f"({number}, 'c{number}', 'x', 'essentials', '', 0, 'x')"
            run(f"INSERT INTO cohort (id, uuid, name, course, campaign, is_simulated, created_at) VALUES {values}")
            run(f"INSERT INTO cohort_membership (learner_id, cohort_id) VALUES (1, {number})")
        columns = "(id, uuid, learner_id, kind, key, cohort_id, created_at)"
        run(f"INSERT INTO registration {columns} VALUES (5, 'r', 1, 'course', 'essentials', 8, 'x')")
        run("INSERT INTO progress (registration_id, module, screen, started_at) VALUES (5, 'fever', 3, 'x')")
    database_setup.upgrade(settings)
    with engine.connect() as connection:

        def rows(words: str) -> list[tuple[object, ...]]:
            return [tuple(row) for row in connection.exec_driver_sql(words)]

        assert rows("SELECT id, key, run, cohort_id FROM registration") == [(5, "essentials", 1, 8)]
        assert rows("SELECT registration_id, screen FROM progress") == [(5, 3)]
        assert rows("SELECT cohort_id, left_at IS NULL FROM cohort_membership ORDER BY cohort_id") == [(7, 0), (8, 1)]
    engine.dispose()
    database_setup.downgrade(settings, "0007_erasures")
    engine = database_setup.open_engine(settings)
    with engine.connect() as connection:
        assert rows("SELECT registration_id, screen FROM progress") == [(5, 3)]
    engine.dispose()
    database_setup.upgrade(settings)
    assert differences(settings) == []


OLD_RUNS = """
INSERT INTO learner (id, uuid, role, is_simulated, created_at) VALUES
 (1, '00000000000000000000000000000001', 'gp', 0, '2026-01-01 00:00:00');
INSERT INTO registration (id, uuid, learner_id, kind, key, run, created_at) VALUES
 (1, '0000000000000000000000000000000a', 1, 'course', 'gps', 1, '2026-01-01 00:00:00'),
 (2, '0000000000000000000000000000000b', 1, 'course', 'gps', 2, '2026-01-01 00:00:00'),
 (3, '0000000000000000000000000000000c', 1, 'campaign', 'azur', 1, '2026-01-01 00:00:00'),
 (4, '0000000000000000000000000000000d', 1, 'campaign', 'ambre', 1, '2026-01-01 00:00:00');
INSERT INTO sitting (id, uuid, learner_id, registration_id, course, course_version, phase, form, attempt, seed, language, frozen,
 started_at, ends_at, ended_at, verdict, extra_minutes, "right", total, unsafe, counts) VALUES
 (1, '1a', 1, 1, 'gps', '1', 'final', '', 1, 's', 'fr', '{}', '2026-02-01', '2026-02-15', '2026-02-01 10:00:00', 'not-yet', 0, 1, 2, 0, 1),
 (2, '2a', 1, 1, 'gps', '1', 'final', '', 2, 's', 'fr', '{}', '2026-02-03', '2026-02-17', '2026-02-03 10:00:00', 'passed', 0, 2, 2, 0, 1),
 (3, '3a', 1, 2, 'gps', '1', 'final', '', 1, 's', 'fr', '{}', '2026-02-04', '2026-02-18', '2026-02-04 10:00:00', 'not-yet', 0, 1, 2, 0, 1);
INSERT INTO play (id, uuid, registration_id, campaign, week, turn, day, slot, name, is_over, etag, started_at, touched_at) VALUES
 (1, '1b', 3, 'azur', 1, 9, 7, 'evening', 'Ana', 1, 'x', '2026-03-01 08:00:00', '2026-03-02 08:00:00'),
 (2, '2b', 4, 'ambre', 1, 3, 2, 'evening', 'Ana', 0, 'x', '2026-03-01 08:00:00', '2026-03-03 08:00:00');
"""


def test_an_upgrade_reads_off_which_runs_are_finished(settings: Settings) -> None:
    """Worked by hand: the passed final of the second attempt, the week that is over, and nothing for the other two."""
    database_setup.upgrade(settings, "0015_messages")
    file = settings.data / "horslesmurs.sqlite"
    with sqlite3.connect(file) as connection:
        connection.executescript(OLD_RUNS)
    database_setup.upgrade(settings)
    with sqlite3.connect(file) as connection:
        rows = dict(connection.execute("SELECT id, finished_at FROM registration").fetchall())
    assert {key: str(value)[:10] for key, value in rows.items() if value} == {1: "2026-02-03", 3: "2026-03-02"}
