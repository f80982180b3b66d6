"""The blueprint of courses and modules, and what all its pages need."""

from flask import url_for

from courses.model.content import Course, Module
from lms.accounts.presence import present
from lms.cohorts import registering
from lms.cohorts.models import COURSE, Registration
from lms.learning import standing
from lms.learning.reading import Reader
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.routing import locales
from lms.web.routing.pages import Pages
from lms.web.site import content
from lms.web.site.layout import settings

pages = Pages("learning", __name__)
NAMED_PAGES = {
    "when-i-call": "safety.when_i_call",
    "real-problem": "safety.real_problem",
    "fever": "home.fever",
    "play": "weeks.home",
    "prepare": "home.prepare",
}


def reader_of(course: Course, module: Module) -> Reader:
    return Reader(present(), course, module, content.titles(module.key), settings().home_page, now())


def registration_of(course: Course) -> Registration | None:
    return registering.find(reading_session(), present().learner_id, COURSE, course.key)


def standings() -> list[standing.CourseStanding]:
    """Every course of the site, with where this learner stands."""
    shelf = content.catalogue()
    course_modules = [(course, [shelf.module(key, locales.current()) for key in course.modules]) for course in shelf.courses.values()]
    return standing.of_courses(reading_session(), present().learner_id, course_modules)


def standing_in(course_key: str) -> standing.CourseStanding:
    course = content.course(course_key)
    modules = [content.module(course_key, key) for key in course.modules]
    return standing.of_courses(reading_session(), present().learner_id, [(course, modules)])[0]


def resolve(link: str) -> str:
    """The address of `module:fever#call`, `page:when-i-call` or `media:x.svg` in an author's text; the home page when it leads nowhere."""
    kind, _, rest = link.partition(":")
    key, _, anchor = rest.partition("#")
    if kind == "module":
        for course in content.catalogue().courses.values():
            if key in course.modules:
                return url_for("learning.module", course_key=course.key, module_key=key)
    if kind == "page" and key in NAMED_PAGES:
        return url_for(NAMED_PAGES[key], _anchor=anchor or None)
    if kind == "media":
        return url_for("learning.media", path=key)
    return url_for("home.home")
