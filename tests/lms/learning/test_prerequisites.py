"""`requires` of course.yml holds for professionals, over direct addresses too; patients and carers open every module."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from lms_cast import MakePerson, Person
from lms_site import close, make_database, make_settings, shared_catalogue
from sitting_cast import finish_modules
from sqlalchemy import func, select

from lms.app import create_app
from lms.learning.models import Attempt, Progress
from lms.web.database.extensions import db

REQUIRES = {"interactions": ("oral-interviews",), "adherence": ("gp-urgent-signs", "oral-interviews"), "fever": ("treatment-cycle",)}
BEFORE = "/fr/cours/pharmacists/oral-interviews"
HELD = "/fr/cours/pharmacists/interactions"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The shipped content, in which three modules ask for others first."""
    shelf = shared_catalogue()
    modules = {at: replace(one, requires=REQUIRES.get(one.key, one.requires)) for at, one in shelf.modules.items()}
    settings = make_settings(tmp_path_factory.mktemp("site"))
    make_database(settings)
    app = create_app(settings, replace(shelf, modules=modules))
    yield app
    close(app)


def addresses(site: Flask, method: str) -> list[str]:
    """Every address below the held module that takes this method: read off the routes, so that a new one is asked too."""
    rules = [rule for rule in site.url_map.iter_rules() if rule.endpoint.startswith("learning.") and "module_key" in rule.arguments]
    wanted = [rule for rule in rules if method in (rule.methods or ()) and rule.endpoint != "learning.module"]
    paths = {rule.rule.replace("<course_key>", "pharmacists").replace("<module_key>", "interactions") for rule in wanted}
    return sorted(path.replace("<int:number>", "1").replace("<int:attempt>", "1") for path in paths if path.startswith("/fr/"))


def kept(site: Flask, person: Person) -> int:
    with site.app_context():
        return sum(db.session.scalar(select(func.count()).select_from(table)) or 0 for table in (Progress, Attempt))


@pytest.mark.parametrize("role", ["pharmacist", "gp", "nurse"])
def test_its_page_says_what_comes_first_and_nothing_else_of_it_opens(site: Flask, make_person: MakePerson, role: str) -> None:
    person = make_person(role)
    page = person.get(HELD).text
    assert "D’abord, terminez ce module" in page
    assert f'href="{BEFORE}"' in page
    assert f'href="{HELD}/1"' not in page
    assert f'action="{HELD}/commencer"' not in page
    before, forms = kept(site, person), addresses(site, "POST")
    assert len(forms) >= 4
    for path in [*addresses(site, "GET"), *forms]:
        reply = person.get(path) if path not in forms else person.post(path, attempt="1", shown_at="1", choice="a")
        assert (path, reply.status_code, reply.headers.get("Location")) == (path, 303, HELD)
    assert kept(site, person) == before, "and nothing of it is written"


def test_it_opens_once_the_other_is_finished(site: Flask, make_person: MakePerson) -> None:
    person = make_person("pharmacist")
    finish_modules(site, person, but=4)  # the first module of five: oral-interviews
    assert "D’abord" not in person.get(HELD).text
    assert person.get(f"{HELD}/1").status_code == 200


def test_begun_is_not_finished(site: Flask, make_person: MakePerson) -> None:
    person = make_person("pharmacist")
    person.post(f"{BEFORE}/commencer")
    assert person.get(f"{HELD}/1").headers.get("Location") == HELD


def test_modules_of_another_course_are_asked_for_one_by_one(site: Flask, make_person: MakePerson) -> None:
    person = make_person("pharmacist")
    page = "/fr/cours/pharmacists/adherence"
    assert "D’abord, terminez ces modules" in person.get(page).text
    finish_modules(site, person, but=4)
    text = person.get(page).text
    assert "D’abord, terminez ce module" in text
    assert 'href="/fr/cours/gps/gp-urgent-signs"' in text
    finish_modules(site, person, "gps")
    assert person.get(f"{page}/1").status_code == 200


def test_who_began_it_before_it_was_asked_for_goes_on(site: Flask, make_person: MakePerson) -> None:
    person = make_person("pharmacist")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("lms.learning.prerequisites.HELD_ROLES", ())
        assert person.post(f"{HELD}/commencer").headers["Location"] == f"{HELD}/1"
    assert person.get(f"{HELD}/1").status_code == 200


@pytest.mark.parametrize("role", ["patient", "caregiver", "educator", "clinician"])
def test_patients_carers_and_staff_never_wait(site: Flask, make_person: MakePerson, role: str) -> None:
    person = make_person(role)
    for path in ("/fr/cours/patient-essentials/fever/1", f"{HELD}/1", "/fr/cours/patient-essentials/fever"):
        reply = person.get(path)
        assert reply.status_code == 200
        assert "D’abord, terminez" not in reply.text


@pytest.mark.parametrize("role", ["pharmacist", ""])
def test_in_a_course_for_patients_nobody_waits(site: Flask, make_person: MakePerson, guest: Person, role: str) -> None:
    person = make_person(role) if role else guest
    assert person.get("/fr/cours/patient-essentials/fever/1").status_code == 200


def test_a_guest_waits_as_the_profession_does(guest: Person) -> None:
    assert guest.get(f"{HELD}/1").headers["Location"] == HELD
