"""What other programs are told: ids, days and addresses of the API, never a name, an answer or a mark.

An event tells nothing that the API would not: of professionals alone, who are in a cohort and in no trial that is open.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec
from msgspec import Struct
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import PROFESSIONAL_ROLES, STAFF_ROLES, Account, Learner
from lms.api import person_ids
from lms.api.documents import Kind, Moment
from lms.cohorts import assignments
from lms.cohorts.models import Cohort, RecordLook, Registration, cohort_membership
from lms.credentials.models import Attestation
from lms.trial import participation
from lms.web.guards.problems import BELOW

ATTESTATION_ISSUED, ATTESTATION_WITHDRAWN = "attestation.issued", "attestation.withdrawn"
ASSIGNMENT_DONE, PERSON_SUSPENDED = "assignment.done", "person.suspended"
NAMESPACE = UUID("5b1f6e0c-6f0e-5c52-9a55-0d3c1a1f7f11")


class AttestationData(Struct):
    """person: as the API calls her. links: where a key with the right reads more, below the site's address."""

    person: str
    course: str
    course_version: str
    issued_at: Moment
    withdrawn_at: Moment | None
    is_simulated: bool
    links: list[str]


class AssignmentData(Struct):
    """assignment: its id in the API. links: as of AttestationData."""

    person: str
    assignment: str
    kind: Kind
    key: str
    finished_at: Moment
    is_simulated: bool
    links: list[str]


class PersonData(Struct):
    """links: as of AttestationData."""

    person: str
    is_simulated: bool
    links: list[str]


class AttestationIssued(Struct, tag_field="type", tag="attestation.issued"):
    timestamp: Moment
    data: AttestationData


class AttestationWithdrawn(Struct, tag_field="type", tag="attestation.withdrawn"):
    timestamp: Moment
    data: AttestationData


class AssignmentDone(Struct, tag_field="type", tag="assignment.done"):
    timestamp: Moment
    data: AssignmentData


class PersonSuspended(Struct, tag_field="type", tag="person.suspended"):
    timestamp: Moment
    data: PersonData


Message = AttestationIssued | AttestationWithdrawn | AssignmentDone | PersonSuspended
TYPES: Mapping[str, type] = {
    ATTESTATION_ISSUED: AttestationIssued,
    ATTESTATION_WITHDRAWN: AttestationWithdrawn,
    ASSIGNMENT_DONE: AssignmentDone,
    PERSON_SUSPENDED: PersonSuspended,
}  # fmt: skip


def kind_of(message: Message) -> str:
    """A key of TYPES."""
    return str(message.__struct_config__.tag)


@dataclass(frozen=True)
class Event:
    """id: the same each time it is read. account_id: whose it is, so that it goes with her."""

    id: str
    account_id: int | None
    message: Message

    @property
    def payload(self) -> dict[str, Any]:
        """As JSON holds it."""
        document: dict[str, Any] = msgspec.to_builtins(self.message)
        return document


@dataclass(frozen=True)
class _Person:
    id: str
    account_id: int | None
    is_simulated: bool
    cohorts: tuple[str, ...]

    def links(self, last: str) -> list[str]:
        return [f"{BELOW}/cohorts/{cohort}/{last}" for cohort in self.cohorts]


def since(reader: Session, key: bytes, first: datetime) -> list[Event]:
    """All that happened from then on, of whoever may be told of now, the oldest first. key: of lms.api.person_ids."""
    rows = [*_attestations(reader, key, first), *_assignments(reader, key, first), *_suspensions(reader, key, first)]
    return sorted(rows, key=lambda event: (event.message.timestamp, event.id))


def _attestations(reader: Session, key: bytes, first: datetime) -> Iterator[Event]:
    """Issued is from when its owner confirmed her name: before, there is no paper."""
    query = select(Attestation).where(Attestation.released_at.is_not(None))
    rows = reader.scalars(query.where((Attestation.released_at >= first) | (Attestation.revoked_at >= first))).all()
    people = _people(reader, key, [row.learner_id for row in rows])
    for row in rows:
        person = people.get(row.learner_id)
        if person is None or row.released_at is None:
            continue
        data = AttestationData(
            person.id, row.course, row.course_version, row.issued_at, row.revoked_at, person.is_simulated, person.links("attestations")
        )
        if row.released_at >= first:
            message = AttestationIssued(row.released_at, msgspec.structs.replace(data, withdrawn_at=None))
            yield Event(_id(ATTESTATION_ISSUED, row.uuid), person.account_id, message)
        if row.revoked_at is not None and row.revoked_at >= first:
            yield Event(_id(ATTESTATION_WITHDRAWN, row.uuid), person.account_id, AttestationWithdrawn(row.revoked_at, data))


def _assignments(reader: Session, key: bytes, first: datetime) -> Iterator[Event]:
    """What was asked and is done by a run that ended since; of a course finished before it was asked for nothing is told."""
    learner_ids = set(reader.scalars(select(Registration.learner_id).where(Registration.finished_at >= first)))
    people = _people(reader, key, learner_ids)
    for learner_id, person in people.items():
        for item in assignments.of_learner(reader, learner_id):
            if not item.is_done or item.finished_at is None or item.finished_at < first:
                continue
            rest = f"assignments/{item.assignment_uuid}" if item.cohort_id is not None else "due"
            links = person.links(rest) if item.cohort_id is None else _link(reader, item.cohort_id, rest)
            data = AssignmentData(
                person.id, str(item.assignment_uuid), item.kind, item.key, item.finished_at, person.is_simulated, links  # type: ignore[arg-type]  # a column of two words
            )  # fmt: skip
            mark = _id(f"{ASSIGNMENT_DONE}:{learner_id}", item.assignment_uuid)
            yield Event(mark, person.account_id, AssignmentDone(item.finished_at, data))


def _link(reader: Session, cohort_id: int, rest: str) -> list[str]:
    return [f"{BELOW}/cohorts/{reader.get_one(Cohort, cohort_id).uuid}/{rest}"]


def _suspensions(reader: Session, key: bytes, first: datetime) -> Iterator[Event]:
    """Opened again meanwhile, she is not told of."""
    query = select(RecordLook.learner_id, RecordLook.id, RecordLook.at).join(Learner, Learner.id == RecordLook.learner_id)
    query = query.join(Account, Account.id == Learner.account_id).where(RecordLook.what == "suspended", Account.active.is_(False))
    rows = {learner_id: (id, at) for learner_id, id, at in reader.execute(query.where(RecordLook.at >= first).order_by(RecordLook.id))}
    for learner_id, person in _people(reader, key, rows).items():
        id, at = rows[learner_id]
        data = PersonData(person.id, person.is_simulated, person.links("people"))
        yield Event(_id(f"{PERSON_SUSPENDED}:{id}", NAMESPACE), person.account_id, PersonSuspended(at, data))


def _people(reader: Session, key: bytes, learner_ids: Collection[int]) -> dict[int, _Person]:
    """Of these, who is there by her work, in a cohort and in no open trial: whoever else is in a cohort may be ill."""
    if not learner_ids:
        return {}
    table, roles = cohort_membership.c, (*PROFESSIONAL_ROLES, *STAFF_ROLES)
    query = select(Learner, Cohort.uuid).join(cohort_membership, table.learner_id == Learner.id).join(Cohort, Cohort.id == table.cohort_id)
    query = query.where(Learner.id.in_(sorted(learner_ids)), Learner.role.in_(roles), table.left_at.is_(None), ~participation.is_sealed())
    cohorts: dict[int, list[str]] = {}
    learners: dict[int, Learner] = {}
    for learner, uuid in reader.execute(query.order_by(Learner.id, Cohort.id)):
        learners[learner.id] = learner
        cohorts.setdefault(learner.id, []).append(str(uuid))
    return {
        id: _Person(person_ids.person_id(key, one.uuid), one.account_id, one.is_simulated, tuple(cohorts[id]))
        for id, one in learners.items()
    }


def _id(word: str, uuid: UUID) -> str:
    return str(uuid5(NAMESPACE, f"{word}:{uuid}"))
