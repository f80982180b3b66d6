"""What the site's health means for a person who learns: no word of what is broken, only what she notices and what is kept."""

from collections.abc import Iterable

from lms.health.reasons import CANNOT_SERVE, Reason

WORKS, LATE, CLOSED = "works", "late", "closed"
"""All as usual; something late or missing while everything is kept; nothing new can be kept."""
EFFECTS = ("keeping", "slow", "messages", "figures", "search", "texts")
"""What one may notice, the worst first."""
_BY_CODE = {
    **dict.fromkeys(CANNOT_SERVE, ("keeping",)),
    **dict.fromkeys(("database_slow", "web_process_stopped", "web_restarting"), ("slow",)),
    **dict.fromkeys(("worker_stopped", "worker_missing", "worker_restarting", "worker_failing", "worker_stuck"), ("messages", "figures")),
    **dict.fromkeys(("jobs_late", "jobs_failed"), ("messages",)),
    **dict.fromkeys(("reports_engine", "reports_late", "reports_failing"), ("figures",)),
    "search_unavailable": ("search",),
    "content_not_renewed": ("texts",),
}
NOT_NOTICED = frozenset(
    {
        *("supervisor_stopped", "copies_stopped", "copy_failing", "copy_late", "disk_low", "webhook_stopped"),
        *("backup_old", "backup_missing", "backup_failing", "backup_unproven", "clock_behind"),
    }
)
"""Reasons that concern those who run the site alone: nobody else is told of them."""


def effects_of(reasons: Iterable[Reason]) -> tuple[str, ...]:
    """Which of EFFECTS these reasons have, once each, in that order."""
    found = {effect for reason in reasons for effect in _BY_CODE.get(reason.code, ())}
    return tuple(effect for effect in EFFECTS if effect in found)


def state_of(effects: tuple[str, ...]) -> str:
    """WORKS, LATE or CLOSED."""
    if not effects:
        return WORKS
    return CLOSED if "keeping" in effects else LATE
