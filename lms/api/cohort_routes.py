"""Cohorts, who is in them, how far they are, what is due, and what professionals earned."""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import select

from lms.accounts.models import PROFESSIONAL_ROLES, STAFF_ROLES, Learner
from lms.api import documents, paging, person_ids
from lms.api.operations import ApiCall, Operation, serve
from lms.cohorts import assignments, registering
from lms.cohorts.models import Cohort
from lms.credentials import validity
from lms.credentials.models import Attestation
from lms.credentials.pages import obsolete_before
from lms.people import assignable
from lms.people.rosters import members, roster_rows
from lms.people.rosters.members import Member
from lms.people.rosters.roster_rows import RosterRow
from lms.web.database.extensions import reading_session
from lms.web.database.instants import now
from lms.web.site import content
from lms.web.site.layout import settings

COHORTS, PROGRESS, ATTESTATIONS = "api/cohorts", "api/progress", "api/attestations"
ONE = "/cohorts/<uuid:cohort>"
TAG = "cohorts"


@serve(
    Operation(
        "GET", "/courses", "listCourses", "Courses and campaigns that can be asked of people.", TAG, COHORTS, answer=list[documents.Course]
    )
)
def courses(_call: ApiCall) -> list[documents.Course]:
    rows = sorted(assignable.titles().items())
    return [documents.Course(kind, key, title) for (kind, key), title in rows if kind in ("course", "campaign")]  # type: ignore[arg-type]  # no other


@serve(
    Operation(
        "GET",
        "/cohorts",
        "listCohorts",
        "Cohorts the caller may see.",
        TAG,
        COHORTS,
        is_paged=True,
        answer=documents.Page[documents.Cohort],
    )
)
def cohorts(call: ApiCall) -> documents.Page[documents.Cohort]:
    rows, following = paging.part(call.caller.cohorts(), lambda row: row.id, call.after, call.limit)
    sizes = registering.counts(reading_session(), rows)
    return documents.Page([document(row, sizes[row.id]) for row in rows], following)


@serve(Operation("GET", ONE, "readCohort", "One cohort.", TAG, COHORTS, answer=documents.Cohort, refusals=(404,)))
def cohort_alone(call: ApiCall, cohort: UUID) -> documents.Cohort:
    row = call.caller.cohort(cohort)
    return document(row, registering.counts(reading_session(), [row])[row.id])


def document(row: Cohort, people: int) -> documents.Cohort:
    return documents.Cohort(str(row.uuid), row.name, row.course, row.campaign, row.is_simulated, people, row.created_at, row.closed_at)


@serve(
    Operation(
        "GET", f"{ONE}/people", "listPeople",
        "Who is in a cohort and how far in its course: of patients and carers what is finished alone.",
        TAG, PROGRESS, is_paged=True, answer=documents.Page[documents.Person], refusals=(404,),
    )
)  # fmt: skip
def people(call: ApiCall, cohort: UUID) -> documents.Page[documents.Person]:
    row = call.caller.cohort(cohort)
    rows = roster_rows.of_cohort(reading_session(), row, content.catalogue().courses.get(row.course))
    page, following = paging.part(rows, lambda one: one.member.learner_id, call.after, call.limit)
    ids = ids_of(one.member.learner_id for one in page)
    items = [_person(one, ids[one.member.learner_id], sees_names=call.caller.sees_names) for one in page]
    call.caller.note_people_read(row)
    return documents.Page(items, following)


def _person(row: RosterRow, id: str, *, sees_names: bool) -> documents.Person:
    member = row.member
    shows_more = is_at_work(member)
    progress = documents.Progress(row.modules, row.done, row.is_finished, row.last_step if shows_more else None)
    name, role = member.name if sees_names else None, member.role if member.role in PROFESSIONAL_ROLES else "other"
    if not shows_more:
        return documents.Person(None, False, None, name, None, None, None, None if member.is_sealed else progress)
    return documents.Person(
        id=id,
        is_professional=role != "other",
        role=role,  # type: ignore[arg-type]  # of PROFESSIONAL_ROLES, or other
        name=name,
        username=member.username if sees_names else None,
        is_suspended=not member.is_active,
        joined_at=member.joined_at,
        progress=None if member.is_sealed else progress,
    )


@serve(
    Operation(
        "GET", f"{ONE}/due", "listDue", "What is asked of each professional of a cohort, by when, and whether it is done.",
        TAG, PROGRESS, is_paged=True, answer=documents.Page[documents.Due], refusals=(404,),
    )
)  # fmt: skip
def due(call: ApiCall, cohort: UUID) -> documents.Page[documents.Due]:
    row, reader, day = call.caller.cohort(cohort), reading_session(), assignments.today(now())
    professionals = _professionals(row)
    rows = [
        item for item in assignments.of_cohorts(reader, [row.id]) if item.learner_id in professionals and item.cohort_id in (row.id, None)
    ]
    of_people: dict[int, list[assignments.DueItem]] = {}
    for item in rows:
        of_people.setdefault(item.learner_id, []).append(item)
    page, following = paging.part(list(of_people), lambda learner_id: learner_id, call.after, call.limit)
    ids = ids_of(page)
    items = [_due(item, ids[learner_id], item.state(day)) for learner_id in page for item in of_people[learner_id]]
    call.caller.note_people_read(row)
    return documents.Page(items, following)


def _due(item: assignments.DueItem, person: str, state: assignments.State) -> documents.Due:
    return documents.Due(person, str(item.assignment_uuid), item.kind, item.key, item.due_on, state, item.finished_at)  # type: ignore[arg-type]  # a column of two words


@serve(
    Operation(
        "GET", f"{ONE}/attestations", "listAttestations", "What the professionals of a cohort earned, and whether it holds today.",
        "attestations", ATTESTATIONS, is_paged=True, answer=documents.Page[documents.Attestation], refusals=(404,),
    )
)  # fmt: skip
def attestations(call: ApiCall, cohort: UUID) -> documents.Page[documents.Attestation]:
    row, at = call.caller.cohort(cohort), now()
    query = select(Attestation).where(Attestation.learner_id.in_(_professionals(row)))
    page, following = paging.part(reading_session().scalars(query).all(), lambda one: one.id, call.after, call.limit)
    key = person_ids.key_of(settings())
    items = [
        _attestation(one, person_ids.person_id(key, one.learner.uuid), validity.state_of(one, at, obsolete_before(one.course)))
        for one in page
    ]
    call.caller.note_people_read(row)
    return documents.Page(items, following)


def _attestation(row: Attestation, person: str, state: validity.State) -> documents.Attestation:
    last_day = validity.last_day(row.expires_at) if row.expires_at is not None else None
    return documents.Attestation(person, row.course, row.course_version, row.issued_at, last_day, state)


def _professionals(row: Cohort) -> set[int]:
    """Numbers of those in the cohort who are there by their work, and in no trial."""
    rows = members.of_cohorts(reading_session(), [row.id])
    return {one.learner_id for one in rows if is_at_work(one) and not one.is_sealed}


def is_at_work(member: Member) -> bool:
    """Whether she is known as a professional or as staff: whoever else is in a cohort may be ill, also without an account."""
    return member.role in (*PROFESSIONAL_ROLES, *STAFF_ROLES)


def ids_of(learner_ids: Iterable[int]) -> dict[int, str]:
    key = person_ids.key_of(settings())
    rows = reading_session().execute(select(Learner.id, Learner.uuid).where(Learner.id.in_(list(learner_ids))))
    return {id: person_ids.person_id(key, uuid) for id, uuid in rows}
