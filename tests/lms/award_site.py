"""Pharmacists who passed, for tests of attestations."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from flask import Flask
from lms_cast import Person, add_person
from sqlalchemy.orm import Session

from lms.accounts.models import Account, Learner
from lms.cohorts import registering
from lms.cohorts.models import COURSE
from lms.credentials import awarding
from lms.credentials.models import Attestation
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.writing import submit

PASSED_AT = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
COURSE_KEY = "pharmacists"


def register(site: Flask, person: Person, course: str = COURSE_KEY) -> int:
    """The id of her registration."""
    account_id = person.account.id

    def work_of(work: Session) -> int:
        account = work.get_one(Account, account_id)
        return registering.register(work, account.learner, COURSE, course, PASSED_AT).id

    with site.app_context():
        return submit(work_of)


def request_of(site: Flask, person: Person, registration_id: int, **changes: Any) -> awarding.AwardRequest:
    catalogue, settings = site_of(site).newest_content.catalogue, site_of(site).settings
    course = changes.pop("course", None) or catalogue.courses[COURSE_KEY]
    award_request = awarding.AwardRequest(
        learner_id=person.account.learner.id,
        registration_id=registration_id,
        sitting_uuid=uuid4(),
        course=course,
        objectives=tuple(catalogue.objectives[key] for key in ("ph-interactions", "ph-counter-triage", "K18")),
        language="fr",
        minutes=110,
        measure="active",
        valid_months=36,
        at=PASSED_AT,
        home_page=settings.home_page,
        is_demo=settings.is_demo,
    )
    return replace(award_request, **changes)


def award(site: Flask, person: Person, registration_id: int | None = None, **changes: Any) -> int | None:
    """She passed: the id of her attestation."""
    made = request_of(site, person, registration_id or register(site, person), **changes)
    with site.app_context():
        return submit(lambda work: awarding.award(work, made))


def attestation_of(site: Flask, id: int | None) -> Attestation:
    with site.app_context():
        row = db.session.get_one(Attestation, id)
        db.session.refresh(row)
        assert isinstance(row.learner, Learner)
        assert row.issued_code
        return row


def pharmacist(site: Flask, name: str = "") -> Person:
    return add_person(site, "pharmacist", name or f"pharma-{uuid4().hex[:8]}")


def issued(site: Flask, person: Person, name: str = "Claire Martin", **changes: Any) -> Attestation:
    """She passed, typed her name and confirmed it."""
    id = award(site, person, **changes)
    row = attestation_of(site, id)
    assert person.post(f"/fr/mes-attestations/{row.uuid}/nom", name=name).status_code == 303
    assert person.post(f"/fr/mes-attestations/{row.uuid}/delivrer", name=name).status_code == 303
    return attestation_of(site, id)


def change(site: Flask, id: int, **values: Any) -> None:
    """What days or an admin do to the row."""
    with site.app_context():
        submit(lambda work: [setattr(work.get_one(Attestation, id), name, value) for name, value in values.items()])
