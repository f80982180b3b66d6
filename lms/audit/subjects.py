"""Whose record a staff page is about, from the values in its address."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from lms.accounts.models import Learner
from lms.assessment.models import Sitting
from lms.cohorts.models import Registration
from lms.credentials.models import Attestation

LONGEST = 120


def learner_of(reader: Session, endpoint: str, values: Mapping[str, Any]) -> UUID | None:
    """The pseudonym of the person; None when the page is about no one person, or about nobody who is here."""
    if endpoint.startswith("messages.") and "key" in values:
        return UUID(str(values["key"]))
    query = _query(endpoint, values)
    row: UUID | None = reader.scalar(query) if query is not None else None
    return row


def of_account(reader: Session, account_id: int) -> UUID | None:
    return reader.scalars(select(Learner.uuid).where(Learner.account_id == account_id)).first()


def _query(endpoint: str, values: Mapping[str, Any]) -> Select[Any] | None:
    learner: Select[Any] = select(Learner.uuid)
    if "learner_id" in values:
        return learner.where(Learner.id == values["learner_id"])
    if "account_id" in values:
        return learner.where(Learner.account_id == values["account_id"])
    if "uuid" not in values:
        return None
    by_registration = learner.join(Registration, Registration.learner_id == Learner.id)
    match endpoint.partition(".")[0]:
        case "assessment":
            return by_registration.join(Sitting, Sitting.registration_id == Registration.id).where(Sitting.uuid == values["uuid"])
        case "credentials":
            return learner.join(Attestation, Attestation.learner_id == Learner.id).where(Attestation.uuid == values["uuid"])
        case "evidence":
            return by_registration.where(Registration.uuid == values["uuid"])
        case _:
            return None


def thing_of(values: Mapping[str, Any]) -> str:
    """The rest of the address: cohort, key, course, file. Rows of people are left out, they are marks."""
    rest = [str(value) for name, value in sorted(values.items()) if name not in ("lang", "learner_id", "account_id")]
    return "/".join(rest)[:LONGEST]
