"""What a signed-in person reads of herself, by the session of her browser: no key opens it, and neither answers nor marks are in it."""

from sqlalchemy import select

from lms.accounts.models import Account
from lms.api import documents, paging, person_ids, refusals
from lms.api.operations import ApiCall, Operation, serve
from lms.cohorts import assignments
from lms.cohorts.models import Cohort, Registration, cohort_membership
from lms.credentials import validity
from lms.credentials.models import Attestation
from lms.credentials.pages import state_today
from lms.learning.models import Progress
from lms.web.database.extensions import reading_session
from lms.web.site.layout import settings

TAG = "own data"


def _account(call: ApiCall) -> Account:
    if call.caller.account is None:
        raise refusals.people_only()
    return call.caller.account


@serve(Operation("GET", "/me", "readMe", "Who is signed in, and her cohorts.", TAG, answer=documents.Me))
def me(call: ApiCall) -> documents.Me:
    account, table = _account(call), cohort_membership.c
    query = select(Cohort).join(cohort_membership, table.cohort_id == Cohort.id).order_by(Cohort.id)
    rows = reading_session().scalars(query.where(table.learner_id == account.learner.id, table.left_at.is_(None)))
    own = [documents.OwnCohort(str(row.uuid), row.name) for row in rows]
    return documents.Me(person_ids.person_id(person_ids.key_of(settings()), account.learner.uuid), account.username, account.role, own)


@serve(
    Operation(
        "GET",
        "/me/progress",
        "listOwnProgress",
        "Her runs of courses and campaigns.",
        TAG,
        is_paged=True,
        answer=documents.Page[documents.OwnRun],
    )
)
def progress(call: ApiCall) -> documents.Page[documents.OwnRun]:
    reader = reading_session()
    rows = reader.scalars(select(Registration).where(Registration.learner_id == _account(call).learner.id)).all()
    page, following = paging.part(rows, lambda row: row.id, call.after, call.limit)
    modules: dict[int, list[documents.OwnModule]] = {row.id: [] for row in page}
    for row in reader.scalars(select(Progress).where(Progress.registration_id.in_(modules)).order_by(Progress.id)):
        modules[row.registration_id].append(documents.OwnModule(row.module, row.started_at, row.completed_at))
    return documents.Page([_run(row, modules[row.id]) for row in page], following)


def _run(row: Registration, modules: list[documents.OwnModule]) -> documents.OwnRun:
    return documents.OwnRun(row.kind, row.key, row.run, row.created_at, row.finished_at, modules)  # type: ignore[arg-type]  # a column of two words


@serve(Operation("GET", "/me/assignments", "listOwnAssignments", "What is asked of her.", TAG, answer=list[documents.OwnDue]))
def own_assignments(call: ApiCall) -> list[documents.OwnDue]:
    rows = assignments.of_learner(reading_session(), _account(call).learner.id)
    return [documents.OwnDue(row.kind, row.key, row.due_on, row.is_done) for row in rows]  # type: ignore[arg-type]  # a column of two words


@serve(
    Operation(
        "GET", "/me/attestations", "listOwnAttestations", "What she earned, with the codes that others check.", TAG,
        is_paged=True, answer=documents.Page[documents.OwnAttestation],
    )
)  # fmt: skip
def attestations(call: ApiCall) -> documents.Page[documents.OwnAttestation]:
    rows = reading_session().scalars(select(Attestation).where(Attestation.learner_id == _account(call).learner.id)).all()
    page, following = paging.part(rows, lambda row: row.id, call.after, call.limit)
    return documents.Page([_attestation(row) for row in page], following)


def _attestation(row: Attestation) -> documents.OwnAttestation:
    last_day = validity.last_day(row.expires_at) if row.expires_at is not None else None
    return documents.OwnAttestation(row.code, row.course, row.course_version, row.issued_at, last_day, state_today(row))
