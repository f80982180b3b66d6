"""A module as one page that a phone keeps: all screens and practice questions, read and answered without network."""

from flask import render_template
from flask.typing import ResponseReturnValue

from courses.packages import page
from lms.offline import course_copy
from lms.offline.pages import pages
from lms.web.routing import locales
from lms.web.routing.pages import ANYONE
from lms.web.site import content


@pages.page("/hors-connexion/cours/<course_key>/<module_key>", "/offline/courses/<course_key>/<module_key>", access=ANYONE)
def module(course_key: str, module_key: str) -> ResponseReturnValue:
    """Nothing of a person is in it. The module that waits for others is open to read; its answers count once the others are finished."""
    course, one_module = content.course(course_key), content.module(course_key, module_key)
    copy = course_copy.of_course(course_key, locales.current())
    own = next(one for one in copy.modules if one.key == module_key)
    known = course_copy.facts(course, one_module)
    return render_template(
        "offline/module.html",
        course=course,
        module=one_module,
        copy=own,
        facts=known,
        sources=page.source_lines(content.catalogue(), one_module),
        step_words=known["words"],
    )
