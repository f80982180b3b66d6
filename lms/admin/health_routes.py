"""The operator's page: what works, since when, and what to do about what does not."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.admin import health_words
from lms.admin.store_routes import pages
from lms.health.monitor import Health
from lms.health.readings import Readings
from lms.web.routing import locales
from lms.web.routing.pages import ADMIN
from lms.web.site import content
from lms.web.site.layout import settings
from lms.web.site.site_health import health

GB = 1_000_000_000


@dataclass(frozen=True)
class Row:
    """A line of the table. state: in words; is_well: False where a reason concerns it; detail: since when or how much."""

    name: str
    is_well: bool
    state: str
    detail: str


@pages.page("/site/etat", "/site/health", access=ADMIN, name="health")
def site_health() -> ResponseReturnValue:
    site_state = health()
    wrong = [(reason, health_words.words(reason.code)) for reason in site_state.reasons]
    return render_template("admin/health.html", health=site_state, wrong=wrong, rows=rows(site_state), at=site_state.told.taken_at)


def rows(site_state: Health) -> list[Row]:
    readings, wrong = site_state.told, {reason.code for reason in site_state.reasons}

    def row(name: str, codes: tuple[str, ...], detail: str, well: str = "") -> Row:
        is_well = not wrong & set(codes)
        return Row(name, is_well, (well or _("works")) if is_well else _("needs care"), detail)

    copies = readings.database.copies
    lines = [
        row(_("Database"), health_words.DATABASE, _("a small write took %(time)s", time=span(readings.database.write_s))),
        row(_("Web processes"), ("web_process_stopped", "web_restarting"), web(readings)),
        row(_("Worker"), health_words.WORKER, worker(readings)),
        row(_("Reports"), ("reports_engine", "reports_late", "reports_failing"), reports(readings), _("up to date")),
    ]
    lines += [
        Row(_("Copies for %(name)s", name=copy.name), *health_words.copy_state(copy, span, since(copy.last_success, readings)))
        for copy in copies
    ]
    return [
        *lines,
        row(_("Messages"), health_words.JOBS, messages(readings), "" if settings().mail_host else _("not set up: nothing is sent")),
        row(_("Webhooks"), ("webhook_stopped",), ""),
        row(_("Disk"), ("disk_low", "database_full"), disk(readings), _("has room")),
        row(_("Backup"), health_words.BACKUP, backup(readings), _("made") if readings.backup.made_s is not None else _("none yet")),
        row(_("Content"), ("content_not_renewed",), content_detail(readings)),
        row(_("Search"), ("search_unavailable",), "", _("works") if readings.search else _("nobody has searched yet")),
        row(_("Clock"), ("clock_behind",), ""),
    ]


def web(readings: Readings) -> str:
    serving = [beat for beat in readings.web if beat.name != "web-parent"]
    if not serving:
        return _("running for %(time)s", time=span(readings.up_s))
    last = ago(max(beat.age_s for beat in serving), _("last heartbeat"))
    return ngettext("%(num)s process", "%(num)s processes", len(serving)) + ", " + last


def worker(readings: Readings) -> str:
    if readings.turn is None:
        return _("it has not said anything yet")
    words = ago(readings.turn.age_s, _("last turn"))
    return f"{words} ({readings.turn.error})" if readings.turn.error else words


def reports(readings: Readings) -> str:
    if readings.turn is None or readings.turn.complete_s is None:
        return ""
    words = ago(readings.turn.complete_s, _("everything counted"))
    count = readings.turn.damaged_files
    return f"{words}; " + ngettext("%(num)s damaged file set aside", "%(num)s damaged files set aside", count) if count else words


def messages(readings: Readings) -> str:
    """What waits, and how the last seven days went; empty when nothing was ever to be sent."""
    jobs = readings.database.jobs
    ends = jobs.ends
    if not settings().mail_host and not jobs.waiting and not sum(ends.values()):
        return ""
    return _(
        "%(waiting)s waiting; in seven days %(done)s sent, %(bounced)s came back, %(given_up)s given up, %(dropped)s no longer wanted",
        waiting=locales.number(jobs.waiting),
        done=locales.number(ends.get("done", 0)),
        bounced=locales.number(ends.get("bounced", 0)),
        given_up=locales.number(ends.get("failed", 0) + ends.get("uncertain", 0)),
        dropped=locales.number(ends.get("dropped", 0)),
    )


def content_detail(readings: Readings) -> str:
    """When the folder was looked at, and how much of it is out of date: a real site no longer shows that."""
    look = ago(readings.content_looked_s, _("looked at"))
    count = len(content.catalogue().overdue)
    overdue = ngettext("%(num)s text or source is out of date", "%(num)s texts or sources are out of date", count) if count else ""
    return "; ".join(filter(None, (look, overdue)))


def disk(readings: Readings) -> str:
    if readings.disk_free is None or readings.disk_total is None:
        return ""
    free, total = locales.number(readings.disk_free / GB, 1), locales.number(readings.disk_total / GB, 1)
    return _("%(free)s GB free of %(total)s GB", free=free, total=total)


def backup(readings: Readings) -> str:
    """When the last copy was made, how many lie there, and when one was last tried."""
    backup_reading = readings.backup
    if backup_reading.made_s is None:
        return _("set HORSLESMURS_BACKUP_FOLDER: the site then copies itself each night")
    count = ngettext("%(num)s copy kept", "%(num)s copies kept", backup_reading.copies) if backup_reading.copies else ""
    trial = ago(backup_reading.tried_s, _("brought back in a trial")) if backup_reading.copies else ""
    return "; ".join(filter(None, (ago(backup_reading.made_s, _("the last one")), count, trial)))


def since(moment: datetime | None, readings: Readings) -> str:
    from_then = None if moment is None else (readings.taken_at - moment).total_seconds()
    return ago(from_then, _("last success")) if from_then is not None else ""


def ago(seconds: float | None, what: str) -> str:
    """`last turn 2 s ago`."""
    return "" if seconds is None else _("%(what)s %(time)s ago", what=what, time=span(max(1, seconds)))


def span(seconds: float) -> str:
    """A length of time in its largest unit: 40 ms, 12 s, 5 min, 3 h, 9 days."""
    if seconds < 1:
        return f"{locales.number(1000 * seconds)}{locales.NO_BREAK}ms"
    for size, unit in ((86_400, None), (3600, "h"), (60, "min"), (1, "s")):
        if seconds >= size * (1 if unit == "s" else 2):
            count = int(seconds // size)
            return ngettext("%(num)s day", "%(num)s days", count) if unit is None else f"{locales.number(count)}{locales.NO_BREAK}{unit}"
    return f"1{locales.NO_BREAK}s"
