"""Asking a cohort, or one person of it, for a course or a story of the game by a day; putting it off; taking it back."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from flask import Response, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.orm import Session

from lms import logs
from lms.accounts.models import Account, Learner
from lms.cohorts import assigning, assignments, record_looks, registering
from lms.cohorts.assigning import Order
from lms.cohorts.models import COURSE, Assignment, Cohort
from lms.errors import DayPast, NotFound
from lms.people import assignable
from lms.people.day_field import asked_day, refuse_past
from lms.people.pages import cohort_of_mine
from lms.people.pages import staff as pages
from lms.people.rosters import assignment_rows
from lms.people.rosters.assignment_rows import AssignmentRow
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.routing.forms import Form
from lms.web.routing.pages import COHORT_STAFF
from lms.web.routing.whole_numbers import whole_number

AT = "/<uuid:uuid>"
ONE = f"{AT}/demandes/<uuid:key>"
ONE_EN = f"{AT}/assignments/<uuid:key>"


@pages.page(f"/cohortes{AT}/demander", f"/cohorts{AT}/assign", access=COHORT_STAFF)
def assign(uuid: UUID) -> ResponseReturnValue:
    return _page(cohort_of_mine(uuid), Form())


def _page(cohort: Cohort, form: Form, status: int = 200) -> ResponseReturnValue:
    rows = _rows(cohort)
    page = render_template(
        "people/assign.html",
        cohort=cohort,
        form=form,
        rows=rows,
        table=assignment_rows.listing(rows, request.args).page(request.args),
        asked={"show": request.args.get("show", "")},
        choices=assignable.choices(cohort.course),
        said=_notice(request.args.get("said", ""), whole_number(request.args.get("n"))),
    )
    return page, status


def _rows(cohort: Cohort) -> list[AssignmentRow]:
    return assignment_rows.of_cohort(reading_session(), cohort.id, assignments.today(now()), assignable.titles())


@pages.page(f"/cohortes{AT}/demander.csv", f"/cohorts{AT}/assign.csv", access=COHORT_STAFF)
def assignments_csv(uuid: UUID) -> Response:
    """Everything on the list, with the very cells of the page."""
    listing = assignment_rows.listing(_rows(cohort_of_mine(uuid)), request.args)
    logs.event("list_exported", by=current_user.id, table="assignments", cohort=uuid)
    return listing.csv("assignments", request.args)


def _notice(what: str, count: int | None) -> str:
    """What the last press did, in words; empty for anything else."""
    if what == "assigned" and count is not None:
        return ngettext(
            "Asked of %(num)s person. She sees the day on “My learning”.",
            "Asked of %(num)s people. They see the day on “My learning”.",
            count,
        )
    return {"moved": _("The day is changed."), "withdrawn": _("It is no longer asked. What was done stays.")}.get(what, "")


@pages.page(f"/cohortes{AT}/demander", f"/cohorts{AT}/assign", access=COHORT_STAFF, methods=("POST",), name="add_assignment")
def add_assignment(uuid: UUID) -> ResponseReturnValue:
    """Ask it of the whole cohort, or of the one person whose record the form stands on."""
    cohort, form = cohort_of_mine(uuid), Form(request.form)
    target, day = assignable.choice_of(form.text("what")) or abort(400), asked_day(form, "due")
    learner_id = whole_number(form.text("learner"))
    if day is not None:
        try:
            count = _assign(cohort, target, day, learner_id, is_renewal=form.text("renewal") == "yes" and target[0] == COURSE)
        except DayPast:
            refuse_past(form, "due")
        except NotFound:
            abort(404)
        else:
            logs.event("assigned", by=current_user.id, cohort=uuid, key=target[1], count=count)
            if learner_id is not None:
                return redirect(url_for("people.record", uuid=uuid, learner_id=learner_id, said="assigned"), code=303)
            return redirect(url_for("people.assign", uuid=uuid, said="assigned", n=count), code=303)
    return _page(cohort, form, 422)


def _assign(cohort: Cohort, target: tuple[str, str], day: date, learner_id: int | None, *, is_renewal: bool) -> int:
    """How many it is asked of. Raises DayPast, NotFound."""
    order = Order(target[0], target[1], day, current_user.id, now(), is_renewal)
    shelf, cohort_id, by = assignable.shelf(), cohort.id, current_user.id

    def work_of(work: Session) -> int:
        if learner_id is None:
            row, count = assigning.to_cohort(work, work.get_one(Cohort, cohort_id), order, shelf)
        else:
            if not registering.is_member(work, learner_id, cohort_id):
                raise NotFound
            row, count = assigning.to_learner(work, work.get_one(Learner, learner_id), order, shelf), 1
            record_looks.note(work, learner_id, work.get_one(Account, by), "assigned", order.now)
        assignable.note_finished(work, row, order.now, shelf)
        return count

    return submit(work_of)


@pages.page(f"/cohortes{ONE}/date", f"/cohorts{ONE_EN}/day", access=COHORT_STAFF, methods=("POST",))
def put_off(uuid: UUID, key: UUID) -> ResponseReturnValue:
    """Another day for everybody, or a later one for one person."""
    cohort, form = cohort_of_mine(uuid), Form(request.form)
    day, learner_id = asked_day(form, "due"), whole_number(form.text("learner"))
    at, by = now(), current_user.id
    if day is None:
        return _page(cohort, form, 422)

    def work_of(work: Session, row: Assignment) -> None:
        if learner_id is None:
            assigning.put_off(work, row, day, at)
        else:
            assigning.extend(work, row, learner_id, day, by, at)
            record_looks.note(work, learner_id, work.get_one(Account, by), "extended", at)

    try:
        _change(cohort, key, work_of)
    except DayPast:
        refuse_past(form, "due")
        return _page(cohort, form, 422)
    logs.event("assignment_moved", by=by, cohort=uuid, count=0 if learner_id is None else 1)
    if learner_id is not None:
        return redirect(url_for("people.record", uuid=uuid, learner_id=learner_id, said="moved-day"), code=303)
    return redirect(url_for("people.assign", uuid=uuid, said="moved"), code=303)


@pages.page(f"/cohortes{ONE}/retirer", f"/cohorts{ONE_EN}/withdraw", access=COHORT_STAFF, methods=("POST",))
def withdraw(uuid: UUID, key: UUID) -> ResponseReturnValue:
    cohort, at = cohort_of_mine(uuid), now()
    _change(cohort, key, lambda _work, row: assigning.withdraw(row, at))
    logs.event("assignment_withdrawn", by=current_user.id, cohort=uuid)
    return redirect(url_for("people.assign", uuid=uuid, said="withdrawn"), code=303)


def _change(cohort: Cohort, key: UUID, change: Callable[[Session, Assignment], None]) -> None:
    """Change one assignment of this cohort; 404 for another's. Raises DayPast."""
    cohort_id = cohort.id
    try:
        submit(lambda work: change(work, assigning.row_of(work, key, cohort_id)))
    except NotFound:
        abort(404)
