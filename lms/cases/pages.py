"""The blueprint of the pages of cases, and what all of them need."""

from courses.model.cases import PLACES, Case, CaseBook
from courses.model.content import Course
from courses.model.rules import SiteRule
from lms.accounts.presence import present
from lms.cases.playing import Player
from lms.cohorts import registering
from lms.cohorts.models import COURSE, Registration
from lms.errors import NotFound
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.routing import locales
from lms.web.routing.pages import Pages
from lms.web.site import content
from lms.web.site.layout import settings

pages = Pages("cases", __name__)
FEVER_RULE = "fever-rule"


def book() -> CaseBook:
    return content.catalogue().cases


def cases_of(course: Course) -> tuple[Case, ...]:
    """The cases of a course, by place, the telephone first. Raises NotFound when it has none."""
    cases = sorted(book().of_profession(course.audience), key=lambda case: PLACES.index(case.place))
    if not cases:
        raise NotFound
    return tuple(cases)


def case_of(course: Course, key: str) -> Case:
    """Raises NotFound."""
    case = next((one for one in cases_of(course) if one.key == key), None)
    if case is None:
        raise NotFound
    return case


def course_of(case: Case) -> Course:
    """The course of the case's profession. Raises NotFound when this site does not show it."""
    course = next((one for one in content.catalogue().courses.values() if one.audience == case.profession), None)
    if course is None:
        raise NotFound
    return course


def player_of(course: Course) -> Player:
    return Player(present(), course, locales.current(), settings().home_page, now())


def registration_of(course: Course) -> Registration | None:
    return registering.find(reading_session(), present().learner_id, COURSE, course.key)


def source_titles(keys: tuple[str, ...], rule: SiteRule) -> list[str]:
    """Title and year of each source; in the place of `fever-rule` those of the rule the site chose."""
    references = content.catalogue().references
    whole = (one for key in keys for one in (rule.references if key == FEVER_RULE else (key,)))
    return [references[key].title for key in dict.fromkeys(whole) if key in references]
