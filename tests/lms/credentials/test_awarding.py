"""One attestation a registration: parallel hand-ins, repeated ones, patients, renewals."""

import threading
from typing import Any

import pytest
from award_site import PASSED_AT, attestation_of, award, pharmacist, register, request_of
from flask import Flask
from lms_cast import MakePerson
from sqlalchemy import func, select

from lms.credentials import awarding, codes, validity
from lms.credentials.models import Attestation, AttestationCode
from lms.web.database.extensions import db
from lms.web.database.writing import submit
from lrs.storage.tables import statements, term
from xapi.vocabulary import VERBS


def told(site: Flask, verb: str) -> int:
    with site.app_context():
        own = statements.c.verb == term("verb", VERBS[verb].iri)
        return int(db.session.connection().execute(select(func.count()).where(own)).scalar_one())


def counts(site: Flask, learner_id: int) -> tuple[int, int]:
    """Attestations of a learner, and codes that no attestation bears."""
    with site.app_context():
        own = select(func.count(Attestation.id)).where(Attestation.learner_id == learner_id)
        orphans = select(func.count(AttestationCode.id)).where(AttestationCode.id.not_in(select(Attestation.code_id)))
        return db.session.scalars(own).one(), db.session.scalars(orphans).one()


def test_five_hand_ins_at_once_give_one_attestation_and_one_statement(site: Flask) -> None:
    claire = pharmacist(site)
    before = told(site, "earned")
    made = request_of(site, claire, register(site, claire))
    ids: list[Any] = []

    def hand_in() -> None:
        with site.app_context():
            ids.append(submit(lambda work: awarding.award(work, made)))

    threads = [threading.Thread(target=hand_in) for _ in range(5)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert len(ids) == 5
    assert len(set(ids)) == 1
    assert ids[0] is not None
    assert counts(site, claire.account.learner.id) == (1, 0)
    assert told(site, "earned") == before + 1


def test_asking_again_later_changes_nothing(site: Flask) -> None:
    claire = pharmacist(site)
    registration = register(site, claire)
    first = award(site, claire, registration)
    row = attestation_of(site, first)
    again = award(site, claire, registration, at=PASSED_AT.replace(year=2027), minutes=3, valid_months=None)
    assert again == first
    after = attestation_of(site, first)
    assert (after.code, after.issued_at, after.expires_at, after.minutes) == (row.code, row.issued_at, row.expires_at, 110)


@pytest.mark.parametrize("role", ["patient", "caregiver"])
def test_a_patient_or_carer_gets_none_and_nothing_is_told(site: Flask, make_person: MakePerson, role: str) -> None:
    person = make_person(role)
    before = told(site, "earned")
    assert award(site, person) is None
    assert counts(site, person.account.learner.id) == (0, 0)
    assert told(site, "earned") == before


def test_somebody_elses_registration_gives_nothing(site: Flask) -> None:
    claire, paul = pharmacist(site), pharmacist(site)
    assert award(site, claire, register(site, paul)) is None
    assert counts(site, paul.account.learner.id) == (0, 0)


def test_a_hand_in_that_fails_afterwards_leaves_no_attestation_and_no_code(site: Flask) -> None:
    claire = pharmacist(site)
    made = request_of(site, claire, register(site, claire))

    def work_of(work: Any) -> None:
        assert awarding.award(work, made)
        raise LookupError("what came after the award")

    with site.app_context(), pytest.raises(LookupError):
        submit(work_of)
    assert counts(site, claire.account.learner.id) == (0, 0)


def test_it_keeps_the_words_of_that_day_and_no_name(site: Flask) -> None:
    row = attestation_of(site, award(site, pharmacist(site)))
    assert row.name is None
    assert row.title["fr"] == "Pharmaciens\u00a0: les anticancéreux oraux à l’officine"
    assert [set(words) for words in row.objectives] == [{"fr", "en"}] * 3
    assert row.profession["fr"].endswith("(déclaré, non vérifié)")
    assert row.expires_at is not None
    assert validity.last_day(row.expires_at).isoformat() == "2029-11-20"
    assert codes.defect(row.code) is None
    assert row.issued_code.code_hash == codes.hash_of(row.code)


def test_places_in_the_status_list_are_drawn_and_differ(site: Flask) -> None:
    rows = [attestation_of(site, award(site, pharmacist(site))).issued_code for _ in range(12)]
    places = [row.status_index for row in rows]
    assert len(set(places)) == 12
    assert all(0 <= place < awarding.LIST_LENGTH for place in places)
    assert places != sorted(places)
