"""The page for people who left: it looks first, then suspends; nobody's attestation ends with it."""

import io
import re
from html import unescape
from uuid import uuid4

from award_site import issued
from flask import Flask
from lms_cast import TOKEN, MakePerson, Person
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from lms.audit.models import AuditLine
from lms.cohorts import record_looks
from lms.web.database.extensions import db

PAGE = "/en/site/leavers"
TEXT = re.compile(r'name="text" value="([^"]*)"', re.S)


def look(admin: Person, text: str) -> TestResponse:
    return admin.post(PAGE, file=(io.BytesIO(text.encode()), "left.csv"))


def agree(admin: Person, page: str) -> TestResponse:
    found = TEXT.search(page)
    assert found
    return admin.post(f"{PAGE}/suspend", text=unescape(found[1]))


def is_open(person: Person) -> bool:
    return bool(person.account.active)


def test_it_says_whom_it_means_and_suspends_once_agreed(site: Flask, admin: Person, make_person: MakePerson, learner: Person) -> None:
    nurse, gp = make_person("nurse"), make_person("gp", email=f"{uuid4().hex[:6]}@example.org")
    text = f"name;email\n{nurse.name};\n;{gp.account.email}\n{learner.name};\nnobody;\n{admin.name};\n"
    page = look(admin, text)
    assert page.status_code == 200
    assert "Nothing is changed yet" in page.text
    assert "Suspend these 2 accounts" in page.text
    for words in ("an account of a patient or carer: it is hers", "no account", "your own account"):
        assert words in page.text
    assert all(is_open(person) for person in (nurse, gp, learner, admin))
    done = agree(admin, page.text)
    assert "2 accounts are suspended" in done.text
    assert [is_open(person) for person in (nurse, gp, learner, admin)] == [False, False, True, True]
    assert nurse.get("/en/account").status_code == 302
    with site.app_context():
        (entry,) = record_looks.of(db.session(), nurse.account.learner.id)
        lines = db.session.scalar(select(func.count()).select_from(AuditLine).where(AuditLine.action == "people.suspend_leavers"))
    assert (entry.what, entry.by_id) == ("suspended", admin.account.learner.id)
    assert lines == 1
    assert "suspended already" in look(admin, text).text


def test_what_changed_since_it_was_looked_at_is_not_done(admin: Person, make_person: MakePerson) -> None:
    nurse, other = make_person("nurse"), make_person("nurse")
    page = look(admin, f"name\n{nurse.name}\n{other.name}\n").text
    agree(admin, look(admin, f"name\n{nurse.name}\n").text)
    assert "1 account is suspended" in agree(admin, page).text
    assert not is_open(other)


def test_an_attestation_stays_valid(site: Flask, admin: Person, make_person: MakePerson, guest: Person) -> None:
    anna = make_person("pharmacist")
    code = issued(site, anna).code
    before = TOKEN.sub("", guest.get(f"/en/verify/{code}").text)
    assert "1 account is suspended" in agree(admin, look(admin, f"name\n{anna.name}\n").text).text
    after = TOKEN.sub("", guest.get(f"/en/verify/{code}").text)
    assert after == before
    assert "Claire Martin" in after


def test_a_file_that_names_nobody_is_refused_with_what_to_do(admin: Person) -> None:
    for text, words in (("Service\nB\n", "names no column"), ("", "The file is empty"), ("name\n", "a heading and nobody")):
        answer = look(admin, text)
        assert answer.status_code == 422, text
        assert words in answer.text, (words, answer.text[-1500:])
    assert admin.post(PAGE).status_code == 422
    assert admin.post(f"{PAGE}/suspend", text="").status_code == 400
    assert admin.post(f"{PAGE}/suspend").status_code == 400


def test_a_role_is_told_in_the_language_of_the_page(admin: Person, make_person: MakePerson) -> None:
    nurse = make_person("nurse")
    french = admin.post("/fr/site/departs", file=(io.BytesIO(f"name\n{nurse.name}\n".encode()), "partis.csv")).text
    assert f"{nurse.account.username} (" in french
    assert "(nurse)" not in french
