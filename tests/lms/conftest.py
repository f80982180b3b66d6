"""A whole site on a real SQLite file, and a cast: a learner, her educator, a stranger who must see nothing, an admin, a guest."""

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest
from flask import Flask
from lms_cast import MakePerson, Person, add_person
from lms_site import close, make_site
from sqlalchemy.orm import Session

from lms.accounts.models import Account
from lms.cohorts import registering
from lms.web.current_site import site_of
from lms.web.database.instants import now
from lms.web.database.writing import submit


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """One site a file of tests; its people are made anew for each test."""
    app = make_site(tmp_path_factory.mktemp("site"))
    yield app
    close(app)


@pytest.fixture
def make_person(site: Flask) -> MakePerson:
    def make(role: str, name: str = "", *, simulated: bool = False, email: str | None = None) -> Person:
        return add_person(site, role, name or f"{role}-{uuid4().hex[:8]}", simulated=simulated, email=email)

    return make


@pytest.fixture
def learner(make_person: MakePerson) -> Person:
    return make_person("patient")


@pytest.fixture
def stranger(make_person: MakePerson) -> Person:
    """Another educator, of another cohort."""
    return make_person("educator")


@pytest.fixture
def educator(make_person: MakePerson) -> Person:
    return make_person("educator")


@pytest.fixture
def admin(make_person: MakePerson) -> Person:
    return make_person("admin")


@pytest.fixture
def guest(site: Flask) -> Person:
    return Person(site, None)


@pytest.fixture
def cohort(site: Flask, educator: Person, learner: Person) -> UUID:
    """The educator's cohort, with the learner in it."""
    educator_id, learner_id = educator.account.id, learner.account.id

    def work_of(work: Session) -> UUID:
        made = registering.open_cohort(work, "Automne", "patient-essentials", "azur", educator_id, now())
        course = site_of(site).newest_content.catalogue.courses["patient-essentials"]
        account = work.get(Account, learner_id)
        assert account
        registering.join(work, made, account.learner, course, site_of(site).settings.home_page, now())
        return made.uuid

    with site.app_context():
        return submit(work_of)
