"""What a cohort is asked for: read, asked by a program once however often it sends it, and ended."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import msgspec
from flask import request
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from lms import logs
from lms.api import documents, paging, refusals, repeats
from lms.api.cohort_routes import COHORTS, ONE
from lms.api.errors import CallRefused
from lms.api.operations import ApiCall, Made, Operation, serve
from lms.cohorts import assigning, assignments
from lms.cohorts.assigning import Order, Shelf
from lms.cohorts.models import COURSE, Assignment, Cohort
from lms.errors import DayPast, NotFound
from lms.people import assignable
from lms.people.rosters import assignment_rows
from lms.people.rosters.assignment_rows import AssignmentRow
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lms.web.guards.problems import BELOW

ASSIGN = "api/assign"
ALL = f"{ONE}/assignments"
TAG = "assignments"


@serve(
    Operation(
        "GET", ALL, "listAssignments", "What a cohort is asked for.", TAG, COHORTS,
        is_paged=True, answer=documents.Page[documents.Assignment], refusals=(404,),
    )
)  # fmt: skip
def assignments_of(call: ApiCall, cohort: UUID) -> documents.Page[documents.Assignment]:
    rows = _rows(call.caller.cohort(cohort))
    page, following = paging.part(rows, lambda row: row.assignment.id, call.after, call.limit)
    return documents.Page([_document(row.assignment, row.count, row.done) for row in page], following)


@serve(
    Operation(
        "GET", f"{ALL}/<uuid:assignment>", "readAssignment", "One assignment that was not ended.", TAG, COHORTS,
        answer=documents.Assignment, refusals=(404,),
    )
)  # fmt: skip
def assignment_alone(call: ApiCall, cohort: UUID, assignment: UUID) -> documents.Assignment:
    for row in _rows(call.caller.cohort(cohort)):
        if row.assignment.uuid == assignment:
            return _document(row.assignment, row.count, row.done)
    raise refusals.not_here()


def _rows(cohort: Cohort) -> list[AssignmentRow]:
    return assignment_rows.of_cohort(reading_session(), cohort.id, assignments.today(now()), {})


def _document(row: Assignment, people: int, done: int) -> documents.Assignment:
    return documents.Assignment(str(row.uuid), row.kind, row.key, row.due_on, row.is_renewal, row.created_at, people, done)  # type: ignore[arg-type]  # two words


@serve(
    Operation(
        "POST", ALL, "ask", "Ask everybody who is in the cohort, now or later, for a course or campaign by a day. Send it "
        "again with the same Idempotency-Key as often as need be: it is done once, and answered the same for a day.",
        TAG, ASSIGN, may_session=False, body=documents.NewAssignment, answer=documents.Assignment, status=201,
        refusals=(404, 409, 413, 415, 422),
    )
)  # fmt: skip
def ask(call: ApiCall, cohort: UUID) -> Made:
    """Raises CallRefused."""
    mark, row, new = _repeat(call), call.caller.cohort(cohort), call.body
    if (new.kind, new.key) not in assignable.titles():
        raise CallRefused(422, "not-offered", _("The site offers no such course"), _("GET /courses lists what can be asked for."))
    if row.closed_at is not None:
        raise CallRefused(409, "cohort-closed", _("The cohort is closed"), _("Its followers open it again on the pages of the site."))
    order = Order(new.kind, new.key, new.due_on, None, now(), new.is_renewal and new.kind == COURSE)
    asking = _Asking(mark, row.id, str(row.uuid), order, assignable.shelf())
    try:
        answer = submit(asking.run)
    except DayPast as error:
        title = _("The day does not fit")
        raise CallRefused(
            422, "day-unfit", title, _("`due_on` lies between today and three years from now."), pointer="$.due_on"
        ) from error
    except IntegrityError as error:
        title = _("The same call is being answered")
        raise CallRefused(409, "same-moment", title, _("Send it again in a moment."), {"Retry-After": "1"}) from error
    if not answer.is_repeated:
        logs.event("api_assigned", key=call.caller.key.id if call.caller.key else None, cohort=row.uuid, count=1)
    place = {"Location": f"{BELOW}/cohorts/{row.uuid}/assignments/{msgspec.json.decode(answer.raw)['id']}"}
    return Made(answer.raw, answer.status, {**place, "Idempotency-Replayed": "true"} if answer.is_repeated else place)


def _repeat(call: ApiCall) -> repeats.Mark:
    """Raises CallRefused."""
    sent = request.headers.get("Idempotency-Key", "")
    if not repeats.VALID.fullmatch(sent) or call.caller.key is None:
        title = _("The Idempotency-Key is missing")
        raise CallRefused(400, "idempotency-key", title, _("Send a header Idempotency-Key of 1 to 64 letters, digits, or - _ : . signs."))
    return repeats.mark_of(call.caller.key.id, sent, request.path, request.get_data())


@dataclass(frozen=True)
class _Asking:
    """The work of one call, for the writer: done whole, with the answer it will give again, or not at all."""

    mark: repeats.Mark
    cohort_id: int
    cohort: str
    order: Order
    shelf: Shelf

    def run(self, work: Session) -> repeats.Answered:
        """Raises DayPast, NotFound, CallRefused."""
        before = repeats.answer_of(work, self.mark, self.order.now)
        if before is not None:
            return before
        row, people = assigning.to_cohort(work, work.get_one(Cohort, self.cohort_id), self.order, self.shelf)
        assignable.note_finished(work, row, self.order.now, self.shelf)
        work.flush()
        done = sum(item.is_done for item in assignments.of_cohorts(work, [self.cohort_id]) if item.assignment_id == row.id)
        status = 201 if row.created_at == self.order.now else 200
        return repeats.remember(work, self.mark, msgspec.json.encode(_document(row, people, done)), status, self.order.now)


@serve(
    Operation(
        "DELETE", f"{ALL}/<uuid:assignment>", "endAssignment", "Ask it no more. What was done for it stays; a second time changes nothing.",
        TAG, ASSIGN, may_session=False, status=204, refusals=(404,),
    )
)  # fmt: skip
def end(call: ApiCall, cohort: UUID, assignment: UUID) -> Made:
    row, at = call.caller.cohort(cohort), now()
    cohort_id = row.id
    if submit(lambda work: _end(work, assignment, cohort_id, at)):
        logs.event("api_assignment_ended", key=call.caller.key.id if call.caller.key else None, cohort=row.uuid)
    return Made(b"", 204)


def _end(work: Session, uuid: UUID, cohort_id: int, at: datetime) -> bool:
    """False when it had ended already. Raises NotFound for what the whole cohort was never asked."""
    row = work.scalar(select(Assignment).where(Assignment.uuid == uuid, Assignment.cohort_id == cohort_id))
    if row is None:
        raise NotFound
    is_first = row.cancelled_at is None
    assigning.withdraw(row, at)
    return is_first
