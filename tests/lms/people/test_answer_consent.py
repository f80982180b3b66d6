"""A patient's answers are read by the staff she named, in her cohort, until she takes it back; else nobody sees more than completion."""

from collections.abc import Callable
from uuid import UUID

import pytest
from flask import Flask
from lms_cast import FEVER, MakePerson, Person
from people_cast import change, open_cohort, put_in
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Account
from lms.cohorts.models import AnswerConsent, Cohort, RecordLook
from lms.web.current_site import site_of
from lms.web.database.extensions import db


@pytest.fixture
def place(site: Flask, make_person: MakePerson) -> tuple[Person, Person, UUID, str]:
    """A patient who answered one question unsafely, her educator, their cohort, and the words of her answer."""
    patient, staff = make_person("patient"), make_person("educator")
    cohort = open_cohort(site, staff, "Automne", "patient-essentials")
    put_in(site, patient, cohort)
    module = site_of(site).newest_content.catalogue.module("fever", "fr")
    number, item = next((n, one) for n, one in enumerate(module.items, 1) if one.kind == "single" and one.unsafe_keys)
    patient.post(f"{FEVER}/commencer")
    patient.post(f"{FEVER}/question/{number}/reponse", attempt="1", shown_at="1790000000", choice=min(item.unsafe_keys))
    return patient, staff, cohort, next(one.text for one in item.options if one.key == min(item.unsafe_keys))


def page_of(cohort: UUID, person: Person) -> str:
    return f"/fr/cohortes/{cohort}/personnes/{person.account.learner.id}"


def share(person: Person, cohort: UUID, *readers: Person) -> int:
    names: list[str] = [str(one.account.id) for one in readers]
    return person.post(f"/fr/mes-groupes/{cohort}/reponses", reader=names).status_code


def let_follow(site: Flask, cohort: UUID, person: Person) -> None:
    account_id = person.account.id

    def work_of(work: Session) -> None:
        row = work.scalars(select(Cohort).where(Cohort.uuid == cohort)).one()
        row.educators.append(work.get_one(Account, account_id))

    change(site, work_of)


def consents(site: Flask) -> int:
    with site.app_context():
        return len(db.session.scalars(select(AnswerConsent)).all())


def test_without_her_consent_staff_see_what_is_finished_and_nothing_else(
    site: Flask, make_person: MakePerson, place: tuple[Person, Person, UUID, str]
) -> None:
    patient, staff, cohort, words = place
    for person in (staff, make_person("admin"), make_person("educator"), make_person("training_manager"), make_person("pharmacist")):
        assert person.get(f"{page_of(cohort, patient)}/reponses").status_code in (403, 404)
    for path in (page_of(cohort, patient), f"/fr/cohortes/{cohort}/personnes", f"/fr/cohortes/{cohort}/aide"):
        text = staff.get(path).text
        assert words not in text
        assert "/reponses" not in text


def test_whom_she_named_reads_them_without_a_mark_or_a_comment_and_it_is_noted(
    site: Flask, place: tuple[Person, Person, UUID, str]
) -> None:
    patient, staff, cohort, words = place
    assert "Qui peut lire mes réponses" in patient.get("/fr/mes-groupes").text
    assert share(patient, cohort, staff) == 303
    assert f"{page_of(cohort, patient)}/reponses" in staff.get(page_of(cohort, patient)).text
    reply = staff.get(f"{page_of(cohort, patient)}/reponses")
    assert words in reply.text
    assert reply.headers["Cache-Control"] == "no-store"
    main = reply.text.split("<main", 1)[1].split("</main>", 1)[0]
    assert not [word for word in ("<textarea", "<form", 'class="answer', 'class="mark', "Option risquée", "plus sûre") if word in main]
    with site.app_context():
        looks = db.session.scalars(select(RecordLook.what).where(RecordLook.learner_id == patient.account.learner.id)).all()
    assert looks.count("answers") == 1
    assert "réponses lues" in patient.get("/fr/mes-groupes").text


def test_it_is_hers_alone_to_name_and_only_the_named_one_reads(
    site: Flask, make_person: MakePerson, place: tuple[Person, Person, UUID, str]
) -> None:
    """Another who follows the cohort, the admin, and the named one through another cohort of hers are all told the same: not here."""
    patient, staff, cohort, _words = place
    other = make_person("educator")
    let_follow(site, cohort, other)
    second = open_cohort(site, staff, "Hiver", "patient-essentials")
    put_in(site, patient, second)
    share(patient, cohort, staff)
    assert other.get(f"{page_of(cohort, patient)}/reponses").status_code == 404
    assert make_person("admin").get(f"{page_of(cohort, patient)}/reponses").status_code == 404
    assert staff.get(f"{page_of(second, patient)}/reponses").status_code == 404
    assert share(make_person("patient"), cohort, staff) == 404


@pytest.mark.parametrize("role", ["training_manager", "educator"])
def test_nobody_is_named_who_may_not_read(site: Flask, make_person: MakePerson, place: tuple[Person, Person, UUID, str], role: str) -> None:
    """A training manager never sees answers, though she follows the cohort; an educator who does not follow it is a stranger."""
    patient, _staff, cohort, _words = place
    named, before = make_person(role), consents(site)
    if role == "training_manager":
        let_follow(site, cohort, named)
        assert named.account.username not in patient.get("/fr/mes-groupes").text
    assert share(patient, cohort, named) == 404
    assert consents(site) == before


def test_professionals_have_nothing_to_name(site: Flask, make_person: MakePerson, place: tuple[Person, Person, UUID, str]) -> None:
    _patient, staff, cohort, _words = place
    pharmacist = make_person("pharmacist")
    put_in(site, pharmacist, cohort)
    assert "Qui peut lire mes réponses" not in pharmacist.get("/fr/mes-groupes").text
    assert share(pharmacist, cohort, staff) == 404


def stop_following(site: Flask, cohort: UUID, _patient: Person) -> None:
    def work_of(work: Session) -> None:
        row = work.scalars(select(Cohort).where(Cohort.uuid == cohort)).one()
        row.educators = []

    change(site, work_of)


def withdraw(_site: Flask, cohort: UUID, patient: Person) -> None:
    share(patient, cohort)


def leave_and_return(site: Flask, cohort: UUID, patient: Person) -> None:
    patient.post(f"/fr/mes-groupes/{cohort}/quitter")
    put_in(site, patient, cohort)


@pytest.mark.parametrize("end", [withdraw, leave_and_return, stop_following])
def test_it_ends_at_once(site: Flask, place: tuple[Person, Person, UUID, str], end: Callable[[Flask, UUID, Person], None]) -> None:
    """Taken back; left, and not revived by coming again; the named one follows the cohort no more."""
    patient, staff, cohort, words = place
    share(patient, cohort, staff)
    assert staff.get(f"{page_of(cohort, patient)}/reponses").status_code == 200
    end(site, cohort, patient)
    reply = staff.get(f"{page_of(cohort, patient)}/reponses")
    assert reply.status_code == 404
    assert words not in reply.text
    assert "/reponses" not in staff.get(page_of(cohort, patient)).text


def test_an_admin_reads_while_she_follows_the_cohort_and_no_longer(
    site: Flask, make_person: MakePerson, place: tuple[Person, Person, UUID, str]
) -> None:
    """An admin opens every cohort: for her the consent alone stands between."""
    patient, _staff, cohort, _words = place
    admin = make_person("admin")
    let_follow(site, cohort, admin)
    share(patient, cohort, admin)
    assert admin.get(f"{page_of(cohort, patient)}/reponses").status_code == 200
    stop_following(site, cohort, patient)
    assert admin.get(f"{page_of(cohort, patient)}/reponses").status_code == 404
