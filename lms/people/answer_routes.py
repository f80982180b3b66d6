"""A patient's or carer's answers, for the staff she named: what she answered and when; no mark, no comment. And her naming of them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from sqlalchemy import select
from sqlalchemy.orm import Session

from courses.model.content import Item, Module
from lms import logs
from lms.accounts.presence import present
from lms.cohorts import answer_consents, record_looks
from lms.cohorts.models import COURSE, Cohort, Registration
from lms.errors import NotFound
from lms.learning.item_view import question
from lms.learning.models import Attempt
from lms.people.pages import own
from lms.people.pages import staff as pages
from lms.people.record_routes import cohort_and_row
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing import locales
from lms.web.routing.pages import EDUCATOR, SIGNED_IN
from lms.web.routing.whole_numbers import whole_number
from lms.web.site import content

ONE = "/<uuid:uuid>/personnes/<int:learner_id>/reponses"
ONE_EN = "/<uuid:uuid>/people/<int:learner_id>/answers"


@dataclass(frozen=True)
class GivenAnswer:
    """question: safe HTML. words: what she answered, each in a line; empty when she skipped it."""

    question: str
    words: tuple[str, ...]
    at: datetime


@pages.page(f"/cohortes{ONE}", f"/cohorts{ONE_EN}", access=EDUCATOR)
def answers(uuid: UUID, learner_id: int) -> ResponseReturnValue:
    """404 without her consent, as for somebody who is not there. Opening it is noted."""
    cohort, row = cohort_and_row(uuid, learner_id)
    if (
        not row.member.is_patient
        or row.member.is_sealed
        or not answer_consents.may_read(reading_session(), learner_id, cohort.id, current_user)
    ):
        abort(404)
    page = render_template("people/answers.html", cohort=cohort, member=row.member, modules=_by_module(learner_id))
    by_id, by_role, at = current_user.learner.id, current_user.role, now()
    submit(lambda work: record_looks.note_of(work, learner_id, by_id, by_role, "answers", at))
    logs.event("answers_read", by=current_user.id, cohort=uuid)
    return page, 200, {"Cache-Control": "no-store"}


def _by_module(learner_id: int) -> list[tuple[Module, list[GivenAnswer]]]:
    """Her last answer to each practice question, by module, in the order of the courses."""
    query = select(Attempt).join(Registration, Registration.id == Attempt.registration_id)
    query = query.where(Registration.learner_id == learner_id, Registration.kind == COURSE)
    latest = {(row.module, row.item): row for row in reading_session().scalars(query.order_by(Attempt.created_at, Attempt.id))}
    given = []
    for course in content.catalogue().courses.values():
        for key in course.modules:
            module = content.catalogue().module(key, locales.current())
            lines = [_line(item, latest[key, item.key]) for item in module.items if (key, item.key) in latest]
            if lines:
                given.append((module, lines))
    return given


def _line(item: Item, attempt: Attempt) -> GivenAnswer:
    return GivenAnswer(question(item, "").html, tuple(_words(item, attempt.response)), attempt.created_at)


def _words(item: Item, response: Any) -> list[str]:
    """A response as its keys are written: words of options by key, everything else as it stands."""
    said = {option.key: option.text for option in item.options}
    if isinstance(response, dict):
        return [f"{said.get(key, key)}: {said.get(str(value), value)}" for key, value in response.items()]
    values = response if isinstance(response, list) else [] if response is None else [response]
    return [str(said.get(str(value), value)) for value in values]


@own.page("/mes-groupes/<uuid:cohort>/reponses", "/my-groups/<uuid:cohort>/answers", access=SIGNED_IN, methods=("POST",))
def share_answers(cohort: UUID) -> ResponseReturnValue:
    """Name who may read, or nobody: it counts from this moment on."""
    learner_id, at = present().learner_id, now()
    chosen = [number for number in map(whole_number, request.form.getlist("reader")) if number is not None]
    assert learner_id is not None  # noqa: S101 - every account has a learner

    def work_of(work: Session) -> None:
        row = work.scalar(select(Cohort).where(Cohort.uuid == cohort))
        if row is None:
            raise NotFound
        answer_consents.choose(work, learner_id, row, chosen, at)

    submit(work_of)
    logs.event("answer_consent", account=current_user.id, cohort=cohort, count=len(chosen))
    return redirect(url_for("joining.groups", shared=len(chosen)), code=303)
