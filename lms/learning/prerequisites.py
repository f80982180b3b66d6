"""What comes before a module: `requires` of course.yml holds for those who learn a profession's course; patients and carers never wait."""

from collections.abc import Sequence

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.model.content import Course, Module
from lms.accounts.models import GUEST, PATIENT_ROLES, PROFESSIONAL_ROLES
from lms.accounts.presence import present
from lms.cohorts.models import COURSE, Registration
from lms.learning.models import Progress
from lms.learning.pages import pages
from lms.web.database.extensions import reading_session
from lms.web.routing import locales
from lms.web.site import content

HELD_ROLES = (*PROFESSIONAL_ROLES, GUEST)
"""Staff read everything; in courses for patients and carers all modules are open to everybody."""


def missing(reader: Session, learner_id: int | None, role: str, course: Course, module: Module) -> tuple[str, ...]:
    """Keys of the modules to finish first, in the order of course.yml; none for who began this one before they were asked for.

    A module that was finished in any run counts, also in another course. One that the site does not show is asked of nobody.
    """
    required_keys = [key for key in module.requires if _course_of(key) is not None]
    if not required_keys or course.audience in PATIENT_ROLES or role not in HELD_ROLES:
        return ()
    own = select(Progress.module, Progress.completed_at, Registration.key).join(Registration, Registration.id == Progress.registration_id)
    own = own.where(Registration.learner_id == learner_id, Registration.kind == COURSE, Progress.module.in_([*required_keys, module.key]))
    rows = reader.execute(own).all() if learner_id is not None else []
    if any(key == module.key and course_key == course.key for key, _done, course_key in rows):
        return ()
    finished = {key for key, completed_at, _course in rows if completed_at is not None}
    return tuple(key for key in required_keys if key not in finished)


def to_finish_first(course: Course, module: Module) -> Sequence[tuple[Module, str]]:
    """For whoever is here: the modules to finish before this one, each with its address."""
    who = present()
    keys = missing(reading_session(), who.learner_id, who.role, course, module)
    first = [(content.catalogue().module(key, locales.current()), _course_of(key)) for key in keys]
    return [(one, url_for("learning.module", course_key=key, module_key=one.key)) for one, key in first if key is not None]


def _course_of(module_key: str) -> str | None:
    """The course where a module stands; None when this site does not show it."""
    return next((key for key, course in content.catalogue().courses.items() if module_key in course.modules), None)


@pages.before_request
def hold_back() -> ResponseReturnValue | None:
    """Every page and form of a module that waits for others leads to its first page, which says what comes first."""
    at = request.view_args or {}
    if "module_key" not in at or request.endpoint == "learning.module":
        return None
    course, module = content.course(at["course_key"]), content.module(at["course_key"], at["module_key"])
    if not to_finish_first(course, module):
        return None
    return redirect(url_for("learning.module", course_key=course.key, module_key=module.key), code=303)
