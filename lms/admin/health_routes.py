"""The operator's page: what works, since when, and what to do about what does not."""

from dataclasses import dataclass
from datetime import datetime

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from lms.admin import health_words
from lms.admin.routes import pages
from lms.health.monitor import Health
from lms.health.readings import Readings
from lms.web.routing import locales
from lms.web.routing.pages import ADMIN
from lms.web.site import content
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
    found = health()
    wrong = [(reason, health_words.words(reason.code)) for reason in found.reasons]
    return render_template("admin/health.html", health=found, wrong=wrong, rows=rows(found), at=found.told.taken_at)


def rows(found: Health) -> list[Row]:
    told, wrong = found.told, {reason.code for reason in found.reasons}

    def row(name: str, codes: tuple[str, ...], detail: str, well: str = "") -> Row:
        is_well = not wrong & set(codes)
        return Row(name, is_well, (well or _("works")) if is_well else _("needs care"), detail)

    copies = told.database.copies
    lines = [
        row(_("Database"), health_words.DATABASE, _("a small write took %(time)s", time=span(told.database.write_s))),
        row(_("Web processes"), ("web_process_stopped", "web_restarting"), web(told)),
        row(_("Worker"), health_words.WORKER, worker(told)),
        row(_("Reports"), ("reports_late", "reports_failing"), reports(told), _("up to date")),
    ]
    lines += [
        Row(_("Copies for %(name)s", name=copy.name), *health_words.copy_state(copy, span, since(copy.last_success, told)))
        for copy in copies
    ]
    return [
        *lines,
        row(_("Disk"), ("disk_low", "database_full"), disk(told), _("has room")),
        row(_("Backup"), ("backup_old", "backup_missing"), backup(told), _("made") if told.backup_s is not None else _("none yet")),
        row(_("Content"), ("content_not_renewed",), content_detail(told)),
        row(_("Search"), ("search_unavailable",), "", _("works") if told.search else _("nobody has searched yet")),
        row(_("Clock"), ("clock_behind",), ""),
    ]


def web(told: Readings) -> str:
    serving = [beat for beat in told.web if beat.name != "web-parent"]
    if not serving:
        return _("running for %(time)s", time=span(told.up_s))
    return ngettext("%(num)s process", "%(num)s processes", len(serving)) + ", " + ago(max(beat.age_s for beat in serving), _("last sign"))


def worker(told: Readings) -> str:
    if told.turn is None:
        return _("it has not said anything yet")
    words = ago(told.turn.age_s, _("last turn"))
    return f"{words} ({told.turn.error})" if told.turn.error else words


def reports(told: Readings) -> str:
    if told.turn is None or told.turn.complete_s is None:
        return ""
    words = ago(told.turn.complete_s, _("everything counted"))
    count = told.turn.damaged_files
    return f"{words}; " + ngettext("%(num)s damaged file set aside", "%(num)s damaged files set aside", count) if count else words


def content_detail(told: Readings) -> str:
    """When the folder was looked at, and how much of it is past its day: a real site no longer shows that."""
    looked = ago(told.content_looked_s, _("looked at"))
    count = len(content.catalogue().overdue)
    overdue = ngettext("%(num)s text or source is past its day", "%(num)s texts or sources are past their day", count) if count else ""
    return "; ".join(filter(None, (looked, overdue)))


def disk(told: Readings) -> str:
    if told.disk_free is None or told.disk_total is None:
        return ""
    free, total = locales.number(told.disk_free / GB, 1), locales.number(told.disk_total / GB, 1)
    return _("%(free)s GB free of %(total)s GB", free=free, total=total)


def backup(told: Readings) -> str:
    return ago(told.backup_s, _("the last one")) if told.backup_s is not None else _("make one with: horslesmurs backup FILE")


def since(moment: datetime | None, told: Readings) -> str:
    from_then = None if moment is None else (told.taken_at - moment).total_seconds()
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
