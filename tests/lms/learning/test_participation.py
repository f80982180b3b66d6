"""A paper of participation: for patients and carers who did something, without name, code, mark or anything kept."""

import re

from flask import Flask
from lms_cast import MakePerson
from marks_in_words import marks_on
from sitting_cast import finish_modules
from sqlalchemy import func, select

from lms.web.database.extensions import db
from lrs.storage.tables import statements

PAPER = "/fr/cours/{}/papier"


def count(site: Flask) -> int:
    with site.app_context():
        return db.session.scalar(select(func.count()).select_from(statements)) or 0


def test_it_names_what_was_done_and_nobody(site: Flask, make_person: MakePerson) -> None:
    patient = make_person("patient")
    path = PAPER.format("patient-essentials")
    assert patient.get(path).status_code == 404
    assert path not in patient.get("/fr/cours/patient-essentials").text
    finish_modules(site, patient, "patient-essentials", but=2)
    assert path in patient.get("/fr/cours/patient-essentials").text
    before = count(site)
    answer = patient.get(path)
    main = answer.text.split("<main", 1)[1].split("</main>", 1)[0]
    assert len(re.findall(r"<li>", main)) >= 2
    assert patient.account.username not in main
    assert "<svg" not in main.split("<h1", 1)[1]
    assert marks_on({path: re.sub("<[^>]+>", " ", main)}) == []
    assert count(site) == before


def test_professionals_have_an_attestation_and_no_such_paper(site: Flask, make_person: MakePerson) -> None:
    pharmacist = make_person("pharmacist")
    finish_modules(site, pharmacist, "pharmacists", but=1)
    assert pharmacist.get(PAPER.format("pharmacists")).status_code == 404
