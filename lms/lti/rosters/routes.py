"""Admins' pages: which courses of platforms open a professional course here, and who of one has come."""

from uuid import UUID

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from lms import logs
from lms.errors import MembersRefused
from lms.lti.pages import NO_STORE, pages
from lms.lti.rosters import beside, members, platform_courses
from lms.lti.rosters.failures import FAILURES
from lms.platforms import known
from lms.platforms.models import PlatformCourse
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.routing import locales
from lms.web.routing.pages import ADMIN
from lms.web.site import content
from lms.web.site.layout import settings

FR, EN = "/site/plateformes/cours", "/site/platforms/courses"


@pages.page(FR, EN, access=ADMIN)
def rosters() -> ResponseReturnValue:
    platforms = known.current()
    rows = [_named(row) for row in platform_courses.every(reading_session()) if row.platform in platforms]
    return render_template("lti/rosters/courses.html", rows=rows), 200, NO_STORE


@pages.page(f"{FR}/<uuid:uuid>", f"{EN}/<uuid:uuid>", access=ADMIN, methods=("POST",))
def roster(uuid: UUID) -> ResponseReturnValue:
    """Asks the platform now, since what it says is kept nowhere."""
    row = platform_courses.one_of(reading_session(), uuid)
    platform = known.current().get(row.platform) if row is not None else None
    if row is None or platform is None or row.course not in content.catalogue().courses:
        abort(404)
    found, failure, status = None, None, 200
    try:
        learners = members.learners(platform, settings(), row.members, int(now().timestamp()))
        found = beside.lay_beside(reading_session(), platform, row.course, learners)
        logs.event("platform_members_asked", key=row.platform, count=len(learners))
    except MembersRefused as error:
        failure, status = FAILURES[error.reason], 502
        logs.event("platform_members_refused", key=row.platform, reason=error.reason)
    return render_template("lti/rosters/course.html", **_named(row), found=found, failure=failure), status, NO_STORE


def _named(row: PlatformCourse) -> dict[str, object]:
    """What a page says of a course there."""
    course = content.catalogue().courses.get(row.course)
    title = course.title[locales.current()] if course is not None else row.course
    return {"row": row, "platform": known.current()[row.platform].names[locales.current()], "course": title, "is_here": course is not None}
