"""A learner’s own forms: what she thinks of a course, and of professionals a complaint. Closed lists, and an address for the rest."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from lms.accounts.models import PROFESSIONAL_ROLES
from lms.accounts.presence import present
from lms.cohorts import registering
from lms.cohorts.models import COURSE, Registration
from lms.evidence import complaints, satisfaction
from lms.evidence.models import SatisfactionReply
from lms.evidence.pages import LEARNER, PROFESSIONAL, pages, professional_course
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.forms import Form
from lms.web.routing.whole_numbers import whole_number
from lms.web.site import content
from lms.web.site.layout import settings

FR, EN = "/cours/<course_key>", "/courses/<course_key>"


def _registration(course_key: str) -> Registration:
    content.course(course_key)
    return registering.find(reading_session(), present().learner_id, COURSE, course_key) or abort(404)


@pages.page(f"{FR}/avis", f"{EN}/opinion", access=LEARNER)
def opinion(course_key: str) -> ResponseReturnValue:
    return _opinion(course_key, Form())


def _opinion(course_key: str, form: Form, status: int = 200) -> ResponseReturnValue:
    reply = reading_session().get(SatisfactionReply, _registration(course_key).id)
    which, course = 0 if locales.current() == "fr" else 1, content.course(course_key)
    questions = satisfaction.questions_of(course)
    page = render_template(
        "evidence/opinion.html",
        course=course,
        has_complaints=course.audience in PROFESSIONAL_ROLES,
        form=form,
        reply=reply,
        given={key: request.form.get(key, str(reply.answers.get(key, "")) if reply else "") for key in questions},
        questions=[(key, words[which]) for key, words in questions.items()],
        answers=[(str(value), words[which]) for value, words in satisfaction.ANSWERS.items()],
    )
    return page, status


@pages.page(f"{FR}/avis", f"{EN}/opinion", access=LEARNER, methods=("POST",), name="send_opinion")
def send_opinion(course_key: str) -> ResponseReturnValue:
    course, registration_id, form = content.course(course_key), _registration(course_key).id, Form(request.form)
    answers = {key: whole_number(request.form.get(key, "")) or 0 for key in satisfaction.questions_of(course)}
    for key, value in answers.items():
        if value not in satisfaction.ANSWERS:
            form.refuse(key, _("An answer is missing"), _("Choose one of the four."))
    if not form.is_good:
        return _opinion(course_key, form, 422)
    at, language, home_page = now(), locales.current(), settings().home_page

    def write_reply(work: Session) -> None:
        registration = work.get_one(Registration, registration_id)
        satisfaction.store_reply(work, registration, course, answers, at, language=language, home_page=home_page)

    submit(write_reply)
    return redirect(url_for("evidence.opinion", course_key=course_key), code=303)


@pages.page(f"{FR}/reclamation", f"{EN}/complaint", access=PROFESSIONAL)
def complaint(course_key: str) -> ResponseReturnValue:
    return _complaint(course_key, Form())


def _complaint(course_key: str, form: Form, status: int = 200) -> ResponseReturnValue:
    which = 0 if locales.current() == "fr" else 1
    page = render_template(
        "evidence/complaint.html",
        course=professional_course(course_key),
        form=form,
        rows=[(row, complaints.SUBJECTS[row.subject][which]) for row in complaints.of_run(reading_session(), _registration(course_key).id)],
        subjects=[(key, words[which]) for key, words in complaints.SUBJECTS.items()],
        days=settings().training_body.facts.get("complaint_days"),
        contact=settings().contact,
    )
    return page, status


@pages.page(f"{FR}/reclamation", f"{EN}/complaint", access=PROFESSIONAL, methods=("POST",), name="send_complaint")
def send_complaint(course_key: str) -> ResponseReturnValue:
    registration_id, form, subject = _registration(course_key).id, Form(request.form), request.form.get("subject", "")
    if subject not in complaints.SUBJECTS:
        form.refuse("subject", _("The subject is missing"), _("Choose what it is about."))
        return _complaint(course_key, form, 422)
    at = now()
    if not submit(lambda work: complaints.send(work, registration_id, subject, at)):
        form.refuse("subject", _("It waits for an answer already"), _("The same complaint, or five others, wait for an answer."))
        return _complaint(course_key, form, 422)
    return redirect(url_for("evidence.complaint", course_key=course_key), code=303)
