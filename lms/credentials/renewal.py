"""Renewing: from 90 days before its end on, the course may be sat again in a new run; the old attestation holds until the new one."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.cohorts.models import Registration
from lms.credentials import validity
from lms.credentials.models import Attestation


@dataclass(frozen=True, slots=True)
class Renewal:
    """The renewal of the attestation that a run of a course earned. opens_on: its first day in Europe/Paris."""

    attestation: Attestation
    opens_on: date
    is_open: bool


def of_run(reader: Session, registration: Registration | None, now: datetime, obsolete_before: str | None) -> Renewal | None:
    """None when the run earned no attestation, or one that has no end, or one that was withdrawn: that is for the admins to settle.

    obsolete_before: versions of the course below this one no longer count; such an attestation may be renewed at once.
    """
    if registration is None:
        return None
    row = reader.scalar(select(Attestation).where(Attestation.registration_id == registration.id))
    if row is None or row.revoked_at is not None:
        return None
    today = validity.day_of(now)
    if validity.is_obsolete(row.course_version, obsolete_before):
        return Renewal(row, today, is_open=True)
    if row.expires_at is None:
        return None
    first = validity.renewal_day(row.expires_at)
    return Renewal(row, first, is_open=today >= first)
