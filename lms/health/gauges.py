"""The site's health in the text form Prometheus reads. Labels are names of parts and of other stores, never of people."""

from collections.abc import Iterable, Mapping

from lms.health.database import seconds_since
from lms.health.monitor import Health
from lms.health.readings import Readings
from lms.health.reasons import CODES

STATUSES = ("ok", "degraded", "unavailable")
Sample = tuple[Mapping[str, str], float]


def text(health: Health) -> str:
    """Every figure that is known; one that is not is left out, never told as 0."""
    readings, codes = health.told, {reason.code for reason in health.reasons}
    families: list[tuple[str, str, Iterable[Sample]]] = [
        ("status", "0 the site is well, 1 something is wrong, 2 it cannot serve.", _one(STATUSES.index(health.status))),
        ("reason", "1 when this is wrong now; docs/operating.md says what to do.", [({"code": c}, c in codes) for c in CODES]),
        ("up_seconds", "How long the answering web process runs.", _one(readings.up_s)),
        *_parts(readings),
        *_stores(readings),
        *_jobs(readings),
        ("disk_free_bytes", "Free on the disk of the data folder.", _one(readings.disk_free)),
        ("disk_total_bytes", "Size of the disk of the data folder.", _one(readings.disk_total)),
        ("backup_age_seconds", "Since the last backup; absent when none was made.", _one(readings.backup.made_s)),
        (
            "backup_trial_age_seconds",
            "Since a copy was last brought back in a trial; absent before the first.",
            _one(readings.backup.tried_s),
        ),
        ("clock_behind_seconds", "How far the clock stands before the newest statement.", _one(readings.clock_behind_s)),
        ("content_renewed", "1 when the content folder can be read.", _one(readings.content_since is None)),
        ("content_look_age_seconds", "Since the content folder was last looked at.", _one(readings.content_looked_s)),
        ("search_ready", "1 when the search index is built; absent before the first search.", _one(_truth(readings.search, "ready"))),
    ]
    return "".join(_family(*family) for family in families)


def _parts(readings: Readings) -> list[tuple[str, str, Iterable[Sample]]]:
    turn = readings.turn
    starts = [({"part": name}, part.recent) for name, part in sorted(readings.starts.items())]
    kills = [({"part": name}, part.killed) for name, part in sorted(readings.starts.items())]
    return [
        ("heartbeat_age_seconds", "Since a process last said that it runs.", [({"part": b.name}, b.age_s) for b in readings.beats]),
        ("part_recent_starts", "How often a part was started in the last ten minutes.", starts),
        ("part_hang_restarts", "How often a part was killed because it hung, since the supervisor started.", kills),
        ("worker_turn_age_seconds", "Since the worker last ended a turn.", _one(turn.age_s if turn else None)),
        ("worker_turn_failures", "Turns in a row that failed.", _one(turn.failures if turn else None)),
        ("worker_forwarding", "1 when the worker's thread for copies runs.", _one(turn.is_forwarding if turn else None)),
        ("reports_failing", "Reports that could not be made.", _one(turn.reports_failing if turn else None)),
        ("damaged_files", "Damaged files of the reports' data that were set aside.", _one(turn.damaged_files if turn else None)),
        ("lake_complete_age_seconds", "Since the reports' data last held everything.", _one(turn.complete_s if turn else None)),
    ]


def _stores(readings: Readings) -> list[tuple[str, str, Iterable[Sample]]]:
    base, copies = readings.database, readings.database.copies
    ages = [({"copy": copy.name}, seconds_since(copy.last_success, readings.taken_at)) for copy in copies if copy.last_success]
    is_answering = not base.fault and not readings.database_stuck_s
    return [
        ("database_writable", "1 when the last small write was kept.", _one(is_answering)),
        ("database_write_seconds", "How long the last small write took.", _one(base.write_s)),
        ("writer_busy_seconds", "How long the writer thread has been at its present transaction.", _one(readings.writer_busy_s)),
        ("lake_lag_seconds", "How long statements have waited to be counted in the reports.", _one(readings.lag_s)),
        (
            "copy_lag_seconds",
            "How long the oldest statement waits that another store has yet to take.",
            [({"copy": c.name}, c.lag_s) for c in copies],
        ),
        ("copy_last_success_age_seconds", "Since another store last took something.", ages),
    ]


def _jobs(readings: Readings) -> list[tuple[str, str, Iterable[Sample]]]:
    jobs = readings.database.jobs
    ends = [({"end": state}, count) for state, count in jobs.ends.items()]
    return [
        ("jobs_waiting", "Work that is to be done later, messages above all.", _one(jobs.waiting)),
        ("jobs_late_seconds", "How long the oldest due work has waited.", _one(jobs.late_s)),
        ("jobs_ended_week", "Work of the last seven days by how it ended; bounced: the address does not take messages.", ends),
    ]


def _truth(value: str, true_word: str) -> bool | None:
    return value == true_word if value else None


def _one(value: float | None) -> list[Sample]:
    return [] if value is None else [({}, value)]


def _family(name: str, help_text: str, samples: Iterable[Sample]) -> str:
    lines = [f"# HELP horslesmurs_{name} {help_text}", f"# TYPE horslesmurs_{name} gauge"]
    for labels, value in samples:
        inner = ",".join(f'{key}="{escape_label(text)}"' for key, text in labels.items())
        lines.append(f"horslesmurs_{name}{f'{{{inner}}}' if inner else ''} {float(value):.15g}")
    return "\n".join(lines) + "\n"


def escape_label(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
