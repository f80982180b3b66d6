"""Awarding: one attestation a registration, whoever asks and however often."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courses.model.content import Course, Objective
from lms import statements
from lms.accounts import professions
from lms.accounts.models import PROFESSIONAL_ROLES
from lms.cohorts import registering
from lms.cohorts.models import Registration
from lms.credentials import codes, validity
from lms.credentials.models import Attestation, AttestationCode
from xapi import activities, builders

Measure = Literal["active", "planned"]
LIST_LENGTH = 131_072
"""Places of a status list: the least that the standard allows, so that one place among them tells nobody apart."""
LIST_FILL = LIST_LENGTH // 2
"""From so many codes on a new list begins: a random place is then still free at the second draw."""


@dataclass(frozen=True, slots=True)
class AwardRequest:
    """What was achieved.

    course, objectives: as the sitting had them. language: the one she sat in. minutes, measure: "active" when the time she was active
    was measured page by page, "planned" for the duration the course states. valid_months: None for no end. at: when the test was handed in.
    """

    learner_id: int
    registration_id: int
    sitting_uuid: UUID | None
    course: Course
    objectives: tuple[Objective, ...]
    language: str
    minutes: int
    measure: Measure
    valid_months: int | None
    at: datetime
    home_page: str
    is_demo: bool


def award(work: Session, request: AwardRequest) -> int | None:
    """The id of the registration's attestation, made if need be with its statement. Call it inside the writer.

    None for a patient, a carer or a guest: they have no mark, so there is nothing to attest. Earlier attestations of the same course
    are superseded from then on.
    """
    attestation_id = work.scalar(select(Attestation.id).where(Attestation.registration_id == request.registration_id))
    if attestation_id is not None:
        return attestation_id
    registration = work.get_one(Registration, request.registration_id)
    learner = registration.learner
    if learner.id != request.learner_id or learner.role not in PROFESSIONAL_ROLES:
        return None
    earlier = _earlier(work, request)
    row = _new_row(work, request, registration)
    work.add(row)
    for one in earlier:
        one.superseded_at = request.at
    work.flush()
    _write_statement(work, request, row, registration, is_renewal=bool(earlier))
    return row.id


def _earlier(work: Session, request: AwardRequest) -> list[Attestation]:
    """Her attestations of earlier runs of the course that nothing has ended yet."""
    own = select(Attestation).where(Attestation.learner_id == request.learner_id, Attestation.course == request.course.key)
    return list(work.scalars(own.where(Attestation.revoked_at.is_(None), Attestation.superseded_at.is_(None))))


def _new_row(work: Session, request: AwardRequest, registration: Registration) -> Attestation:
    course, learner = request.course, registration.learner
    code, code_row = issue_code(work)
    last_name = select(Attestation.name).where(Attestation.learner_id == learner.id, Attestation.name.is_not(None))
    return Attestation(
        code=code,
        issued_code=code_row,
        learner=learner,
        registration_id=registration.id,
        sitting_uuid=request.sitting_uuid,
        course=course.key,
        course_version=course.version,
        title=dict(course.title),
        objectives=[dict(objective.text) for objective in request.objectives],
        profession=professions.words_of(work, learner.account_id, learner.role),
        language=request.language,
        name=work.scalar(last_name.order_by(Attestation.issued_at.desc(), Attestation.id.desc()).limit(1)),
        minutes=request.minutes,
        measure=request.measure,
        issued_at=request.at,
        expires_at=validity.end_of_validity(request.at, request.valid_months),
        is_demo=request.is_demo or learner.is_simulated,
    )


def issue_code(work: Session) -> tuple[str, AttestationCode]:
    """A new code and its row, with a free place in the newest status list. Call it inside the writer."""
    code = codes.draw_code()
    count = work.scalar(select(func.count(AttestationCode.id))) or 0
    number, index = 1 + count // LIST_FILL, secrets.randbelow(LIST_LENGTH)
    used_places = select(AttestationCode.id).where(AttestationCode.status_list == number)
    while work.scalar(used_places.where(AttestationCode.status_index == index)) is not None:
        index = secrets.randbelow(LIST_LENGTH)
    row = AttestationCode(code_hash=codes.hash_of(code), status_list=number, status_index=index)
    work.add(row)
    work.flush()
    return code, row


def _write_statement(work: Session, request: AwardRequest, row: Attestation, registration: Registration, *, is_renewal: bool) -> None:
    """The statement that a credential was earned or renewed: keys, dates and the département where she works, no name and no code."""
    dates = {"valid_from": row.issued_at.isoformat(), "valid_until": row.expires_at.isoformat() if row.expires_at else None}
    about = builders.activity(activities.credential(row.course), "credential", row.title)
    departement = professions.departement_of(work, registration.learner.account_id)
    new_statement = statements.make_statement(
        registering.speaker(registration, request.language, request.home_page),
        "renewed" if is_renewal else "earned",
        about,
        request.at,
        grouping=[statements.course(row.course, row.title)],
        extensions={"course_version": row.course_version, "certificate": str(row.uuid), "departement": departement, **dates},
    )
    statements.put(work, [new_statement], home_page=request.home_page)
