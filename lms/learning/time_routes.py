"""My active time in a course: what was counted, module by module, and how."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from lms.accounts.models import PROFESSIONAL_ROLES
from lms.active_time import intervals, measuring, page_times
from lms.active_time.page_times import PageTimes
from lms.credentials.printed import duration
from lms.learning.pages import pages, registration_of
from lms.web.database.extensions import reading_session
from lms.web.routing import locales
from lms.web.routing.pages import Access
from lms.web.site import content
from lms.web.site.layout import settings

PROFESSIONAL = Access("professional", frozenset(PROFESSIONAL_ROLES))


def times_of(course_key: str) -> PageTimes:
    shelf, course = content.catalogue(), content.course(course_key)
    return page_times.of_modules(shelf.module(key, locales.current()) for key in course.modules)


@pages.page("/cours/<course_key>/temps", "/courses/<course_key>/time", access=PROFESSIONAL)
def active_time(course_key: str) -> ResponseReturnValue:
    """Patients and carers are counted nowhere: nobody asks for their hours."""
    course = content.course(course_key)
    registration = registration_of(course)
    if registration is None:
        abort(404)
    reader = reading_session()
    measured = measuring.of_registration(reader, registration, times_of(course_key), settings().home_page)
    shelf, language = content.catalogue(), locales.current()
    rows = [(shelf.module(key, language), duration(round(measured.seconds.get(key, 0.0) / 60))) for key in course.modules]
    return render_template(
        "learning/time.html",
        course=course,
        rows=rows,
        measured=measured,
        total=duration(measured.minutes),
        allowance=measuring.allowance_of(reader, registration.learner_id),
        usual=intervals.USUAL_ALLOWANCE,
        contact=settings().contact,
    )
