"""What each reason means to the operator, and what to do, in the page's language."""

from collections.abc import Callable

from flask_babel import gettext as _

from lms.health.database import Copy
from lms.health.reasons import COPY_LATE_S, FAILED_SENDS

DATABASE = ("database_away", "database_replaced", "database_not_writable", "database_full", "database_busy", "database_slow")
BACKUP = ("backup_old", "backup_missing", "backup_failing", "backup_unproven")
JOBS = ("jobs_late", "jobs_failed")
WORKER = ("worker_stopped", "worker_missing", "worker_restarting", "worker_failing", "worker_stuck", "supervisor_stopped")


def words(code: str) -> tuple[str, str]:
    """Title and what to do."""
    return {**_of_database(), **_of_processes(), **_of_work(), **_of_surroundings()}[code]


def _of_database() -> dict[str, tuple[str, str]]:
    return {
        "database_away": (
            _("The database does not answer"),
            _("Look whether its server runs and its disk is there. The site resumes by itself."),
        ),
        "database_replaced": (
            _("The database file was replaced while the site runs"),
            _("What is written now is lost. Stop the site and start it again at once."),
        ),
        "database_not_writable": (_("The database cannot be written"), _("Check who owns the file and its folder. Reading goes on.")),
        "database_full": (_("The database’s disk is full"), _("Make room. Writing resumes by itself; what was acknowledged is kept.")),
        "database_busy": (
            _("The database is locked by another program"),
            _("Wait for a maintenance command to end, or stop the program that holds the file."),
        ),
        "database_slow": (_("The database answers slowly"), _("Look at the disk and at what else runs on the machine.")),
    }


def _of_processes() -> dict[str, tuple[str, str]]:
    return {
        "worker_stopped": (
            _("The worker does not move"),
            _("Reports and copies wait; nothing is lost. The supervisor starts it again by itself; if it does not, restart the site."),
        ),
        "worker_missing": (
            _("No worker runs"),
            _("Reports and copies wait; nothing is lost. Restart the site and look at the log for part_stopped."),
        ),
        "worker_restarting": (
            _("The worker stops again and again"),
            _("Look at the log for defect, above the lines part_stopped, and report what it says."),
        ),
        "worker_failing": (
            _("The worker’s turns fail"),
            _("It tries again by itself. The log says why; often the disk is full or the database away."),
        ),
        "worker_stuck": (
            _("The worker has been at one turn for long"),
            _("After a large import this may be right. Else restart the site; nothing is lost."),
        ),
        "web_process_stopped": (
            _("A web process does not move"),
            _("The supervisor replaces it by itself; if it does not, restart the site."),
        ),
        "web_restarting": (_("The web process stops again and again"), _("Look at the log for defect, above the lines part_stopped.")),
        "supervisor_stopped": (_("The supervisor does not move"), _("Nothing would start a stopped part again. Restart the site.")),
    }


def _of_work() -> dict[str, tuple[str, str]]:
    return {
        "reports_late": (
            _("Reports are late"),
            _("Pages show older figures with their date. See whether the worker runs; after a large import, wait."),
        ),
        "reports_engine": (
            _("The engine that counts the reports cannot be used"),
            _("Pages show the figures of before, with their date. See the setting HORSLESMURS_ENGINE and the server it names."),
        ),
        "reports_failing": (
            _("A report cannot be made"),
            _("The log names it. It is tried again each minute; horslesmurs analytics rebuild makes everything anew."),
        ),
        "copies_stopped": (_("Copies for other stores have stopped"), _("Restart the site; nothing is lost.")),
        "copy_failing": (
            _("Another store does not take its copies"),
            _("See below which, and ask its operators. It is tried again by itself; nothing is lost."),
        ),
        "jobs_late": (
            _("Something waits to be sent"),
            _(
                "Messages, results for platforms or news for other programs. See whether the worker runs and whether the other side "
                "answers. They are tried again by themselves, until they would come too late."
            ),
        ),
        "jobs_failed": (
            _("Something to be sent was given up"),
            _(
                "The log says why under job_ended: which work it was, and the number the other side answered. Check its settings, or ask "
                "who runs the other side."
            ),
        ),
        "webhook_stopped": (
            _("A webhook was stopped"),
            _("The other program has not taken what the site tells for days. The page of webhooks says which; ask who runs that program."),
        ),
        "copy_late": (_("Another store is more than an hour behind"), _("See below which. After a long absence, wait for it to catch up.")),
    }


def _of_surroundings() -> dict[str, tuple[str, str]]:
    return {
        "disk_low": (
            _("Little room is left on the disk"),
            _("Make room or enlarge the disk before it is full: then nobody can answer any more."),
        ),
        "backup_old": (
            _("The last backup is old"),
            _("See whether the worker runs and the folder of copies is there; start one now with horslesmurs backups run."),
        ),
        "backup_missing": (
            _("No backup was ever made"),
            _("Set HORSLESMURS_BACKUP_FOLDER, or run horslesmurs backup FILE by a timer of your own."),
        ),
        "backup_failing": (
            _("The copy of the night could not be made"),
            _("horslesmurs doctor says why; often the folder’s disk is full or not mounted. It is tried again every quarter of an hour."),
        ),
        "backup_unproven": (
            _("No copy was proven by a restore lately"),
            _("Run horslesmurs backups try: it says why. Until one comes back whole, count on none."),
        ),
        "clock_behind": (
            _("The machine’s clock is behind"),
            _("Set it right and let it follow a time server. Until then, order and dates of what is kept may be wrong."),
        ),
        "content_not_renewed": (
            _("The content folder cannot be read"),
            _("Readers get the last good texts. The line at the top of the page says why."),
        ),
        "search_unavailable": (_("The search cannot be prepared"), _("The log says why. It is tried again at the next search.")),
    }


def copy_state(copy: Copy, span: Callable[[float], str], success: str) -> tuple[bool, str, str]:
    """Whether a copy goes as it should, its state, and since when."""
    if copy.is_paused:
        return True, _("held"), success
    waiting = _("the oldest waits for %(time)s", time=span(copy.lag_s)) if copy.lag else ""
    detail = ", ".join(filter(None, (success, waiting)))
    is_well = copy.failures < FAILED_SENDS and copy.lag_s <= COPY_LATE_S
    return is_well, _("works") if is_well else _("needs care"), detail
