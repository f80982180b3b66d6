"""An admin suspends, renames and gives another role from an account's own page, whether it is in a cohort or not."""

from flask import Flask
from lms_cast import PASSPHRASE, MakePerson, Person
from sqlalchemy import select
from sqlalchemy.orm import Session

from lms.accounts.models import Account
from lms.cohorts.models import RecordLook
from lms.web.database.extensions import db


def page_of(person: Person) -> str:
    return f"/fr/site/personnes/{person.account.id}"


def said_after(person: Person, path: str, **data: str) -> str:
    """The page a press leads to."""
    answer = person.post(path, **data)
    assert answer.status_code == 303
    return person.get(answer.headers["Location"]).text


def looks_at(site: Flask, person: Person) -> list[str]:
    with site.app_context(), Session(db.engine) as reader:
        learner = reader.get_one(Account, person.account.id).learner.id
        return list(reader.scalars(select(RecordLook.what).where(RecordLook.learner_id == learner)))


def can_sign_in(site: Flask, name: str) -> bool:
    client = site.test_client()
    token = client.get("/fr/connexion").text.partition('name="csrf_token" value="')[2].partition('"')[0]
    answer = client.post("/fr/connexion", data={"csrf_token": token, "name": name, "passphrase": PASSPHRASE})
    return answer.status_code in (302, 303)


def test_a_suspended_account_is_signed_out_and_opens_again(site: Flask, make_person: MakePerson) -> None:
    admin, nurse = make_person("admin"), make_person("nurse")
    name = nurse.account.username
    said = said_after(admin, f"{page_of(nurse)}/suspendre")
    assert "Ce compte est suspendu" in said
    assert nurse.get("/fr/compte").status_code == 302
    assert not can_sign_in(site, name)
    assert "Ce compte est de nouveau ouvert" in said_after(admin, f"{page_of(nurse)}/suspendre", open="yes")
    assert can_sign_in(site, name)
    assert looks_at(site, nurse) == ["suspended", "suspended"]


def test_a_new_name_opens_and_the_old_one_does_not(site: Flask, make_person: MakePerson) -> None:
    admin, nurse, other = make_person("admin"), make_person("nurse"), make_person("gp")
    old, page = nurse.account.username, page_of(nurse)
    response = admin.post(f"{page_of(nurse)}/nom", username=other.account.username)
    assert response.status_code == 422
    assert "Choisissez un autre nom" in response.text
    assert "Le nom de connexion est changé" in said_after(admin, f"{page}/nom", username=f"{old}-neuf")
    assert can_sign_in(site, f"{old}-neuf")
    assert not can_sign_in(site, old)


def test_a_role_is_changed_but_never_into_or_out_of_patient(make_person: MakePerson) -> None:
    admin, nurse, patient = make_person("admin"), make_person("nurse"), make_person("patient")
    assert "Le rôle est changé" in said_after(admin, f"{page_of(nurse)}/role", role="educator")
    assert admin.post(f"{page_of(nurse)}/role", role="patient").status_code == 400
    assert admin.post(f"{page_of(patient)}/role", role="educator").status_code == 400


def test_nobody_changes_her_own_account_or_one_that_is_not_there(make_person: MakePerson) -> None:
    admin = make_person("admin")
    for act in ("suspendre", "role", "nom"):
        values = {"role": "educator", "username": "autre"}
        assert admin.post(f"{page_of(admin)}/{act}", **values).status_code == 404
        assert admin.post(f"/fr/site/personnes/999999/{act}", **values).status_code == 404
    assert "Suspendre" not in admin.get(page_of(admin)).text
