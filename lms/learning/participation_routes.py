"""A paper of participation for patients and carers who want one: what they read. No name, code, mark or badge; nothing of it is kept."""

from flask import abort, render_template
from flask.typing import ResponseReturnValue

from lms.accounts.models import PATIENT_ROLES
from lms.learning.pages import pages, standing_in
from lms.web.database.instants import now
from lms.web.routing.pages import ANYONE


@pages.page("/cours/<course_key>/papier", "/courses/<course_key>/paper", access=ANYONE)
def participation(course_key: str) -> ResponseReturnValue:
    """A page to print, with lines for a pen. 404 for a course of professionals, and before a first module is done."""
    row = standing_in(course_key)
    if row.course.audience not in PATIENT_ROLES or not row.done:
        abort(404)
    return render_template("learning/participation.html", row=row, today=now())
