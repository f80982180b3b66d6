"""What the pages of evidence files share: their blueprint, who may open them, the course and the period asked for."""

from datetime import date

from flask import request

from courses.model.content import Course
from courses.model.credit import CreditScheme
from courses.rules import credit_schemes
from lms.accounts.models import LEARNER_ROLES, PROFESSIONAL_ROLES
from lms.active_time import page_times
from lms.active_time.page_times import PageTimes
from lms.credentials.validity import day_of
from lms.errors import NotFound
from lms.evidence import gathering
from lms.evidence.gathering import Subject
from lms.evidence.runs import Period
from lms.web.database.instants import now
from lms.web.routing import locales
from lms.web.routing.pages import Access, Pages
from lms.web.site import content
from lms.web.site.layout import settings

pages = Pages("evidence", __name__)
PROFESSIONAL = Access("professional", frozenset(PROFESSIONAL_ROLES))
LEARNER = Access("learner with an account", frozenset(LEARNER_ROLES))


def professional_courses() -> list[Course]:
    return [course for course in content.catalogue().courses.values() if course.audience in PROFESSIONAL_ROLES]


def professional_course(key: str) -> Course:
    """Raises NotFound, also for a course of patients or carers: nobody is counted there."""
    course = content.course(key)
    if course.audience not in PROFESSIONAL_ROLES:
        raise NotFound
    return course


def period_asked() -> Period:
    """From the query; this year until today when it says none, or no day."""
    today = day_of(now())
    first, last = _day(request.values.get("from", "")), _day(request.values.get("until", ""))
    last = last or today
    first = first or gathering.first_day(last)
    return Period(min(first, last), last)


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if date(2020, 1, 1) <= day <= date(2100, 1, 1) else None


def times_of(course: Course) -> PageTimes:
    shelf = content.catalogue()
    return page_times.of_modules(shelf.module(key, locales.current()) for key in course.modules)


def subject_of(course: Course, period: Period) -> Subject:
    shelf, language = content.catalogue(), locales.current()
    modules = [shelf.module(key, language) for key in course.modules]
    keys = dict.fromkeys(key for module in modules for key in module.objectives)
    known = shelf.objectives_for(course.audience)
    objectives = [known[key].text[language] for key in keys if key in known]
    return Subject(course, modules, objectives, _schemes(), period, language, settings(), now())


def _schemes() -> list[CreditScheme]:
    """Those the settings name; read only then, since a site without credit claims none."""
    if not settings().credit_schemes:
        return []
    known = credit_schemes.load(settings().shown_content)
    return [known[key] for key in settings().credit_schemes if key in known]
