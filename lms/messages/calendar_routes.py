"""The calendar that a program fetches with the secret address alone: her own due dates and nothing else."""

from urllib.parse import urlsplit

from flask import Response, abort, current_app, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from lms.accounts.mail import mail_tokens
from lms.accounts.models import PROFESSIONAL_ROLES, Account
from lms.cohorts.assignments import DueItem
from lms.cohorts.models import COURSE
from lms.messages import calendar_file, due_dates
from lms.messages.calendar_file import CalendarWords
from lms.messages.models import MessageChoice
from lms.messages.pages import NO_STORE, pages
from lms.web.database.extensions import reading_session
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE
from lms.web.site import content
from lms.web.site.layout import settings


@pages.page("/calendrier/<token>.ics", "/calendar/<token>.ics", access=ANYONE)
def calendar(token: str) -> ResponseReturnValue:
    """404 for unknown and revoked addresses alike. Due dates behind her stay, so that programs do not lose them."""
    owner = select(Account).join(MessageChoice, MessageChoice.account_id == Account.id)
    account = reading_session().scalar(owner.where(MessageChoice.calendar_hash == mail_tokens.digest(token), Account.active))
    if account is None:
        abort(404)
    site = settings()
    words = CalendarWords(
        name=site.mail_name,
        summary=lambda due: _summary(due, account.role),
        note=_("Nobody reads these messages. Emergency: 15 or 112."),
        address=f"{site.origin}{url_for('accounts.account')}",
    )
    entries = due_dates.of_learner(reading_session(), account.learner.id)
    body = calendar_file.text(entries, words, str(current_app.secret_key), urlsplit(site.home_page).hostname or "localhost")
    answer = Response(body, mimetype="text/calendar", headers=NO_STORE)
    answer.headers["Content-Disposition"] = "inline; filename=calendar.ics"
    return answer


def _summary(due: DueItem, role: str) -> str:
    """The course's title for professionals; for everybody else no word that a family calendar would tell of."""
    course = content.catalogue().courses.get(due.key) if due.kind == COURSE else None
    if role in PROFESSIONAL_ROLES and course is not None:
        return _("Due: %(title)s", title=course.title[locales.current()])
    return _("Due date on %(site)s", site=settings().mail_name)
