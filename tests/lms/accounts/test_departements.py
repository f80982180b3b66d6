"""Where a professional works: a code of a French département, kept, and told to the store with her attestation alone."""

from flask import Flask
from lms_cast import MakePerson

from analytics.departements import CODES
from lms.accounts import professions
from lms.accounts.models import Profession
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit


def test_the_codes_kept_are_those_of_the_report() -> None:
    tried = [f"{number}" for number in range(1000)] + [f"{number:02d}" for number in range(100)] + ["2A", "2B", "2C", "A2", "75 "]
    assert {code for one in tried if (code := professions.departement_code(one))} == set(CODES)
    assert (professions.departement_code(""), professions.departement_code("2a"), professions.departement_code("20")) == ("", "2A", None)


def test_a_later_word_without_it_leaves_it_and_checks_stay(site: Flask, make_person: MakePerson) -> None:
    account_id = make_person("pharmacist").account.id
    for departement in ("75", "", "974"):
        facts = professions.Facts("pharmacist", departement=departement)
        with site.app_context():
            submit(lambda work, facts=facts: professions.declare(work, account_id, facts, now()))
            kept = db.session.get_one(Profession, account_id).departement
            db.session.rollback()
        assert kept == (departement or "75")
