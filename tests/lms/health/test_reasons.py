"""Each reason comes when it should, goes when it is healed, has words in both languages, and is explained to operators."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask

from lms.admin import health_words
from lms.health.database import Copy, DatabaseReading
from lms.health.jobs import JobsReading
from lms.health.readings import BackupReading, Beat, PartStarts, Readings, Turn
from lms.health.reasons import CANNOT_SERVE, CODES, judge, status_of
from lms.settings import Settings, read
from lms.web.routing import locales

ROOT = Path(__file__).resolve().parents[3]
NOW = datetime(2026, 11, 28, 12, tzinfo=UTC)
TURN = Turn(
    age_s=2, is_alive=True, fed=7, complete_s=2, failures=0, error="", reports_failing=0, damaged_files=0, is_forwarding=True
)  # fmt: skip
STARTS = {"web": PartStarts(1, 900, 0), "worker": PartStarts(1, 900, 0)}
BEATS = (Beat("web-7", 7, 1, True), Beat("web-parent", 6, 1, True), Beat("worker", 8, 1, True), Beat("supervisor", 5, 1, True))
COPY = Copy("region", 0, 0.0, 0, 0, False, NOW)
WELL = Readings(
    NOW,
    900.0,
    DatabaseReading(copies=(COPY,)),
    beats=BEATS,
    starts=STARTS,
    turn=TURN,
    disk_free=10**10,
    disk_total=10**11,
    backup=BackupReading(60.0),
)


def beats(name: str, age: float) -> tuple[Beat, ...]:
    return tuple(replace(beat, age_s=age) if beat.name == name else beat for beat in BEATS)


def database(**values: object) -> DatabaseReading:
    return replace(WELL.database, **values)  # type: ignore[arg-type]


ILL: dict[str, Readings] = {
    **{code: replace(WELL, database=database(fault=code)) for code in CANNOT_SERVE},
    "database_slow": replace(WELL, database=database(write_s=3.0)),
    "worker_stopped": replace(WELL, beats=beats("worker", 31)),
    "worker_missing": replace(WELL, beats=tuple(beat for beat in BEATS if beat.name != "worker")),
    "worker_restarting": replace(WELL, starts=STARTS | {"worker": PartStarts(3, 4, 0)}),
    "worker_failing": replace(WELL, turn=replace(TURN, failures=3, error="OSError")),
    "worker_stuck": replace(WELL, turn=replace(TURN, age_s=901)),
    "web_process_stopped": replace(WELL, beats=beats("web-7", 31)),
    "web_restarting": replace(WELL, starts=STARTS | {"web": PartStarts(3, 4, 0)}),
    "supervisor_stopped": replace(WELL, beats=beats("supervisor", 31)),
    "reports_late": replace(WELL, lag_s=301),
    "reports_engine": replace(WELL, turn=replace(TURN, missing_engine="PostgreSQL", reports_failing=21)),
    "reports_failing": replace(WELL, turn=replace(TURN, reports_failing=2)),
    "copies_stopped": replace(WELL, turn=replace(TURN, is_forwarding=False)),
    "copy_failing": replace(WELL, database=database(copies=(replace(COPY, failures=3, lag=2),))),
    "copy_late": replace(WELL, database=database(copies=(replace(COPY, lag=2, lag_s=3601.0),))),
    "jobs_late": replace(WELL, database=database(jobs=JobsReading(waiting=2, late_s=901.0))),
    "webhook_stopped": replace(WELL, database=database(jobs=JobsReading(webhooks_stopped=1))),
    "jobs_failed": replace(WELL, database=database(jobs=JobsReading(failures_of_day=1))),
    "disk_low": replace(WELL, disk_free=10**8),
    "backup_old": replace(WELL, backup=BackupReading(169 * 3600.0)),
    "backup_missing": replace(WELL, backup=BackupReading()),
    "backup_failing": replace(WELL, backup=BackupReading(60.0, failure="OSError", tried_s=60.0)),
    "backup_unproven": replace(WELL, backup=BackupReading(60.0, tried_s=10 * 86_400.0)),
    "clock_behind": replace(WELL, clock_behind_s=61.0),
    "content_not_renewed": replace(WELL, content_since=NOW),
    "search_unavailable": replace(WELL, search="failed"),
}


def limits(tmp_path: Path, **settings: str) -> Settings:
    names = {"data": str(tmp_path), "instance": "real", **settings}
    return read({f"HORSLESMURS_{name.upper()}": value for name, value in names.items()})


def test_every_code_has_a_case_here() -> None:
    assert set(ILL) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_each_reason_is_told_alone_and_goes_when_it_is_healed(code: str, tmp_path: Path) -> None:
    hours = {"backup_hours": "24"} if code == "backup_missing" else {}
    if code in ("backup_failing", "backup_unproven"):
        hours = {"backup_folder": str(tmp_path)}
    reasons = judge(ILL[code], limits(tmp_path, **hours))
    assert [reason.code for reason in reasons] == [code] or code == "worker_missing"
    assert status_of(reasons) == ("unavailable" if code in CANNOT_SERVE else "degraded")
    assert all(reason.words.endswith(".") for reason in reasons)
    assert judge(WELL, limits(tmp_path, **hours)) == ()
    assert status_of(()) == "ok"


def test_a_demo_is_not_asked_for_backups_and_nobody_misses_anything_right_after_the_start(tmp_path: Path) -> None:
    for code in ("backup_old", "backup_missing"):
        assert judge(ILL[code], limits(tmp_path, instance="demo", backup_hours="24")) == ()
    assert judge(replace(ILL["worker_missing"], up_s=5.0), limits(tmp_path)) == ()
    assert judge(ILL["backup_missing"], limits(tmp_path)) == ()


def test_with_a_folder_a_copy_of_the_night_is_missed_sooner_and_a_trial_that_failed_is_told(tmp_path: Path) -> None:
    nightly = limits(tmp_path, backup_folder=str(tmp_path))
    for backup, code in (
        (BackupReading(31 * 3600.0), "backup_old"),
        (BackupReading(60.0, trial_failure="CopyBroken"), "backup_unproven"),
    ):
        assert [reason.code for reason in judge(replace(WELL, backup=backup), nightly)] == [code]
        assert judge(replace(WELL, backup=backup), limits(tmp_path)) == ()
    assert [reason.code for reason in judge(replace(ILL["backup_missing"], up_s=901.0), nightly)] == ["backup_missing"]
    assert judge(replace(ILL["backup_missing"], up_s=800.0), nightly) == ()


def test_a_database_that_owes_its_answer_is_slow_and_then_away(tmp_path: Path) -> None:
    for seconds, code in ((1.0, []), (3.0, ["database_slow"]), (11.0, ["database_away"])):
        assert [reason.code for reason in judge(replace(WELL, database_stuck_s=seconds), limits(tmp_path))] == code


def test_a_copy_that_is_held_is_no_fault(tmp_path: Path) -> None:
    held = replace(COPY, failures=9, lag=9, lag_s=10**6, is_paused=True)
    assert judge(replace(WELL, database=database(copies=(held,))), limits(tmp_path)) == ()


def test_each_reason_has_words_in_both_languages_and_stands_in_the_operators_page(site: Flask) -> None:
    page = (ROOT / "docs" / "operating.md").read_text("utf-8")
    assert [code for code in CODES if f"`{code}`" not in page] == []
    for code in CODES:
        told = {}
        for lang in locales.LANGUAGES:
            with site.test_request_context(f"/{lang}/"):
                site.preprocess_request()
                told[lang] = health_words.words(code)
        assert all(text for pair in told.values() for text in pair)
        assert told["fr"][0] != told["en"][0], code
        assert told["fr"][1] != told["en"][1], code
