"""Active time through the pages: what her own page says, what an attestation prints, and who may lengthen it."""

import re
from datetime import timedelta
from typing import Any

import pytest
import sitting_cast as s
from award_site import pharmacist
from flask import Flask
from lms_cast import Person, add_person
from sqlalchemy import select

from lms.active_time import intervals, measuring, page_times, stored_steps
from lms.cohorts import registering
from lms.cohorts.models import COURSE, Registration
from lms.credentials.models import Attestation
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

MODULE = "/fr/cours/pharmacists/oral-interviews"


def registration_of(site: Flask, person: Person) -> Registration:
    made = registering.find(db.session(), person.account.learner.id, COURSE, "pharmacists")
    assert made
    return made


def measured(site: Flask, person: Person) -> intervals.ActiveTime:
    catalogue, home_page = site_of(site).newest_content.catalogue, site_of(site).settings.home_page
    modules = [catalogue.module(key, "fr") for key in catalogue.course("pharmacists").modules]
    with site.app_context():
        return measuring.of_registration(db.session(), registration_of(site, person), page_times.of_modules(modules), home_page)


def read(person: Person, number: int, seconds: float) -> None:
    """Send a screen back that was shown so many seconds ago."""
    shown_at = int(now().timestamp() - seconds)
    assert person.post(f"{MODULE}/{number}/lu", shown_at=str(shown_at)).status_code == 303


def test_reading_a_screen_counts_as_long_as_it_was_shown(site: Flask) -> None:
    person = pharmacist(site)
    person.post(f"{MODULE}/commencer")
    read(person, 1, 12)
    assert 12 <= measured(site, person).total < 16
    read(person, 1, 12)
    assert measured(site, person).steps == 1, "a screen read again is no step"


def test_a_page_left_open_counts_three_times_its_reading_time(site: Flask) -> None:
    person = pharmacist(site)
    person.post(f"{MODULE}/commencer")
    read(person, 1, 3000)
    module = site_of(site).newest_content.catalogue.module("oral-interviews", "fr")
    words = sum(len(block.markdown.split()) for block in module.screens[0].blocks)
    assert measured(site, person).total == pytest.approx(3 * 60 * words / 150, abs=0.5)


def test_what_staff_allow_counts_at_once_and_for_her_alone(site: Flask) -> None:
    person, other, admin = pharmacist(site), pharmacist(site), add_person(site, "admin", "allows")
    for one in (person, other):
        one.post(f"{MODULE}/commencer")
        read(one, 1, 3000)
    before = measured(site, person).total
    learner_id, by = person.account.learner.id, admin.account.id
    with site.app_context():
        submit(lambda work: measuring.allow(work, learner_id, 6, by, now()))
        with pytest.raises(ValueError, match="not one of"):
            submit(lambda work: measuring.allow(work, learner_id, 1, by, now()))
    assert measured(site, person).total == pytest.approx(2 * before, abs=0.1)
    assert measured(site, other).total == pytest.approx(before, abs=0.1)
    assert "6 fois" in person.get("/fr/cours/pharmacists/temps").get_data(as_text=True)


def test_her_page_says_what_was_counted_and_how(site: Flask) -> None:
    person = pharmacist(site)
    person.post(f"{MODULE}/commencer")
    for number in (1, 2):
        read(person, number, 30)
    page = person.get("/fr/cours/pharmacists/temps").get_data(as_text=True)
    assert "150 mots" in page
    assert "3 fois son temps de lecture" in page
    assert re.search(r"1\s*min", page)
    assert "My active time" in person.get("/en/courses/pharmacists/time").get_data(as_text=True)


def test_patients_and_guests_are_counted_nowhere(site: Flask, learner: Person, guest: Person) -> None:
    assert learner.get("/fr/cours/patient-essentials/temps").status_code == 403
    assert guest.get("/fr/cours/patient-essentials/temps").status_code == 302
    assert pharmacist(site).get("/fr/cours/pharmacists/temps").status_code == 404, "nothing was begun"


def test_statements_of_a_device_count_nothing(site: Flask) -> None:
    """Only what the site itself wrote: a key of hers could tell of pages that nobody read."""
    person = pharmacist(site)
    person.post(f"{MODULE}/commencer")
    read(person, 1, 20)
    registration = _registration_uuid(site, person)
    with site.app_context(), db.engine.connect() as connection:
        none = page_times.PageTimes({}, {})
        assert len(stored_steps.of_registration(connection, registration, none, site_of(site).settings.home_page)) == 1
        assert stored_steps.of_registration(connection, registration, none, "https://elsewhere.example/") == []


def _registration_uuid(site: Flask, person: Person) -> Any:
    with site.app_context():
        return registration_of(site, person).uuid


def test_an_attestation_prints_the_time_that_was_measured(site: Flask) -> None:
    """Its test's answers included: 20 questions, each shown 30 s ago."""
    person = pharmacist(site)
    s.finish_modules(site, person)
    address = s.start(person)
    for row in s.items(site, address):
        shown_at = str(int((now() - timedelta(seconds=30)).timestamp()))
        assert s.answer(person, address, row, s.right_fields(row), shown_at=shown_at).status_code == 303
    total = measured(site, person).total
    assert total == 0, "answers of an open test are told nowhere yet"
    s.hand_in(person, address)
    with site.app_context():
        row = db.session.scalars(select(Attestation).where(Attestation.learner_id == person.account.learner.id)).one()
    assert row.measure == "active"
    assert row.minutes == measured(site, person).minutes == 1
