"""Why the site is not well: each reason has a stable code, and words for a program's log. What to do stands in docs/operating.md."""

from collections.abc import Iterator
from dataclasses import dataclass

from lms.health.readings import Readings
from lms.settings import Settings

CODES = (
    "database_away", "database_replaced", "database_not_writable", "database_full", "database_busy", "database_slow",
    "worker_stopped", "worker_missing", "worker_restarting", "worker_failing", "worker_stuck",
    "web_process_stopped", "web_restarting", "supervisor_stopped",
    "reports_engine", "reports_late", "reports_failing",
    "copies_stopped", "copy_failing", "copy_late", "jobs_late", "jobs_failed", "webhook_stopped",
    "disk_low", "backup_old", "backup_missing", "backup_failing", "backup_unproven",
    "clock_behind", "content_not_renewed", "search_unavailable",
)  # fmt: skip
"""All of them, in the order in which they are told."""
CANNOT_SERVE = frozenset(CODES[:5])
START_GRACE_S = 60.0
"""In this time after the start of a web process nobody misses another part."""
STUCK_S = 10.0
"""A database that has not answered for this long is away."""
SLOW_S = 2.0
STEADY_S = 120.0
"""A part that runs this long has left its row of crashes behind."""
MANY_STARTS = 3
FAILED_TURNS = 3
FAILED_SENDS = 3
COPY_LATE_S = 3600.0
JOBS_LATE_S = 900.0
"""From then on work that is due and not done is told: often the mail host does not answer."""
CLOCK_BEHIND_S = 60.0
BACKUP_H, NIGHTLY_H = 168, 30
"""Hours after which a backup is old when nobody said otherwise, once there is one; and when the worker makes one each night."""
PROVEN_D = 9
"""Days after which the last trial of a copy is too long ago: one is made each week."""
FIRST_COPY_S = 900.0
"""So long after its start the worker may take for the first copy."""


@dataclass(frozen=True)
class Reason:
    """One reason. value: its figure, in the unit the words name."""

    code: str
    words: str
    value: float = 0.0


def status_of(reasons: tuple[Reason, ...]) -> str:
    """ok, degraded, or unavailable: the site cannot serve."""
    if not reasons:
        return "ok"
    return "unavailable" if any(reason.code in CANNOT_SERVE for reason in reasons) else "degraded"


def judge(readings: Readings, limits: Settings) -> tuple[Reason, ...]:
    """All that is wrong, the worst first."""
    all_reasons = [
        *_database(readings),
        *_worker(readings, limits),
        *_processes(readings, limits),
        *_reports(readings, limits),
        *_jobs(readings),
        *_rest(readings, limits),
    ]
    return tuple(sorted(all_reasons, key=lambda reason: CODES.index(reason.code)))


def _database(readings: Readings) -> Iterator[Reason]:
    words = {
        "database_away": "The database does not answer.",
        "database_replaced": "The database file was replaced or removed while the site runs: what is written is lost. Restart.",
        "database_not_writable": "The database cannot be written.",
        "database_full": "The database cannot be written: its disk is full.",
        "database_busy": "The database cannot be written: it was locked for ten seconds.",
    }
    if readings.database.fault:
        yield Reason(readings.database.fault, words[readings.database.fault])
    elif readings.database_stuck_s > STUCK_S:
        yield Reason("database_away", f"The database has not answered for {readings.database_stuck_s:.0f} s.", readings.database_stuck_s)
    elif max(readings.database_stuck_s, readings.database.write_s) > SLOW_S:
        slow = max(readings.database_stuck_s, readings.database.write_s)
        yield Reason("database_slow", f"One small write took {slow:.0f} s.", slow)


def _worker(readings: Readings, limits: Settings) -> Iterator[Reason]:
    beat, turn, late = readings.beat("worker"), readings.turn, limits.heartbeat_late_s
    is_past_start = readings.up_s > max(START_GRACE_S, late)
    if beat is not None and beat.is_alive and beat.age_s > late:
        yield Reason("worker_stopped", f"The worker process has not moved for {beat.age_s:.0f} s.", beat.age_s)
    elif (beat is None or not beat.is_alive) and is_past_start and readings.starts:
        yield Reason("worker_missing", "No worker process runs: reports and copies stand still.")
    elif turn is not None and turn.is_alive and turn.age_s > limits.turn_limit_s:
        yield Reason("worker_stuck", f"The worker has not ended a turn for {turn.age_s:.0f} s.", turn.age_s)
    if turn is not None and turn.failures >= FAILED_TURNS:
        yield Reason("worker_failing", f"{turn.failures} turns of the worker failed one after the other ({turn.error}).", turn.failures)
    if turn is not None and turn.is_alive and not turn.is_forwarding:
        yield Reason("copies_stopped", "The worker no longer sends copies to other stores.")


def _processes(readings: Readings, limits: Settings) -> Iterator[Reason]:
    for name in ("web", "worker"):
        part = readings.starts.get(name)
        if part is not None and part.recent >= MANY_STARTS and part.up_s < STEADY_S:
            yield Reason(f"{name}_restarting", f"The {name} process was started {part.recent} times in ten minutes.", part.recent)
    supervisor = readings.beat("supervisor")
    if supervisor is not None and supervisor.is_alive and supervisor.age_s > limits.heartbeat_late_s:
        yield Reason("supervisor_stopped", f"The supervisor has not moved for {supervisor.age_s:.0f} s.", supervisor.age_s)
    silent = [beat for beat in readings.web if beat.age_s > limits.heartbeat_late_s]
    serving = [beat for beat in readings.web if beat not in silent and beat.name != "web-parent"]
    missing = limits.web_processes - len(serving) if readings.starts and readings.up_s > START_GRACE_S else 0
    if silent or missing > 0:
        count = max(len(silent), missing)
        yield Reason("web_process_stopped", f"{count} of the web processes does not move.", count)


def _reports(readings: Readings, limits: Settings) -> Iterator[Reason]:
    if readings.lag_s > limits.lag_late_s:
        yield Reason("reports_late", f"Statements have waited {readings.lag_s:.0f} s to be counted in the reports.", readings.lag_s)
    if readings.turn is not None and readings.turn.missing_engine:
        engine = readings.turn.missing_engine
        yield Reason("reports_engine", f"{engine}, which counts the reports, cannot be used: those of before stay.")
    elif readings.turn is not None and readings.turn.reports_failing:
        count = readings.turn.reports_failing
        yield Reason("reports_failing", f"{count} reports could not be made; they are tried again each minute.", count)
    copies = [copy for copy in readings.database.copies if not copy.is_paused]
    if failing := sum(copy.failures >= FAILED_SENDS for copy in copies):
        yield Reason("copy_failing", f"{failing} other stores do not take their copies.", failing)
    late = max((copy.lag_s for copy in copies), default=0.0)
    if late > COPY_LATE_S:
        yield Reason("copy_late", f"Another store has yet to take a statement of {late:.0f} s ago.", late)


def _jobs(readings: Readings) -> Iterator[Reason]:
    jobs = readings.database.jobs
    if jobs.late_s > JOBS_LATE_S:
        yield Reason("jobs_late", f"What is to be sent (messages, results, webhooks) has waited {jobs.late_s:.0f} s.", jobs.late_s)
    if jobs.failures_of_day:
        yield Reason("jobs_failed", f"{jobs.failures_of_day} things to be sent were given up in the last day.", jobs.failures_of_day)
    if jobs.webhooks_stopped:
        yield Reason("webhook_stopped", f"{jobs.webhooks_stopped} webhooks were stopped after days of failure.", jobs.webhooks_stopped)


def _rest(readings: Readings, limits: Settings) -> Iterator[Reason]:
    if readings.disk_free is not None and readings.disk_free < limits.disk_low_mb * 1_000_000:
        yield Reason("disk_low", f"{readings.disk_free // 1_000_000} MB are free on the disk of the data folder.", readings.disk_free)
    if not limits.is_demo:
        yield from _backups(readings, limits)
    if readings.clock_behind_s > CLOCK_BEHIND_S:
        yield Reason(
            "clock_behind", f"The clock stands {readings.clock_behind_s:.0f} s before the newest statement.", readings.clock_behind_s
        )
    if readings.content_since is not None:
        yield Reason("content_not_renewed", "The content folder cannot be read; readers get the last good texts.")
    if readings.search == "failed":
        yield Reason("search_unavailable", "The search index could not be built.")


def _backups(readings: Readings, limits: Settings) -> Iterator[Reason]:
    backup = readings.backup
    hours = limits.backup_hours or (NIGHTLY_H if limits.backup_folder else BACKUP_H)
    if backup.made_s is not None and backup.made_s > hours * 3600:
        yield Reason("backup_old", f"The last backup is {backup.made_s / 3600:.0f} hours old.", backup.made_s)
    elif backup.made_s is None and (limits.backup_hours or (limits.backup_folder and readings.up_s > FIRST_COPY_S)):
        yield Reason("backup_missing", "No backup was ever made.")
    if not limits.backup_folder:
        return
    if backup.failure:
        yield Reason("backup_failing", f"The last copy could not be made ({backup.failure}).")
    if backup.trial_failure:
        yield Reason("backup_unproven", f"A copy could not be brought back in a trial ({backup.trial_failure}).")
    elif backup.tried_s is not None and backup.tried_s > PROVEN_D * 86_400:
        yield Reason("backup_unproven", f"No copy was brought back in a trial for {backup.tried_s / 86_400:.0f} days.", backup.tried_s)
