"""An import through the pages: looked at first, then written whole or not at all; codes shown once; nobody else's account is touched."""

import csv
import html
import io
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from child_environment import python_path
from flask import Flask
from lms_cast import MakePerson, Person
from people_cast import CODE, PASSPHRASE, change, open_cohort
from sqlalchemy import func, select, update
from werkzeug.test import TestResponse

from lms.accounts import names, professions
from lms.accounts.models import Account, GuessCount, Learner, Profession, StartCode
from lms.cohorts.models import Cohort, Registration, cohort_membership
from lms.people.imports.checking import ImportedPerson
from lms.people.imports.planning import sign_in_name
from lms.web.current_site import site_of
from lms.web.database.extensions import db

HEADING = "Nom;Prénom;Profession;RPPS;Employeur;Courriel"
HIDDEN = re.compile(r'name="(text|mark|slips)" value="([^"]*)"')
KILLED = Path(__file__).with_name("killed_import.py")


def forty(seed: str) -> str:
    """Forty pharmacists of one name each. seed: letters, so that a module's tests do not meet each other's people."""
    letters = "abcdefghijklmnopqrst"
    lines = [f"Officine{seed}{a}{b};Élise;pharmacienne;;Officine {seed};" for a in "xy" for b in letters]
    return "\r\n".join((HEADING, *lines)) + "\r\n"


@pytest.fixture
def manager(make_person: MakePerson) -> Person:
    return make_person("training_manager")


@pytest.fixture
def group(site: Flask, manager: Person) -> UUID:
    change(site, lambda work: work.query(GuessCount).delete())
    return open_cohort(site, manager, "Officines", "pharmacists")


def look_at(manager: Person, cohort: UUID, raw: str | bytes) -> TestResponse:
    data = raw if isinstance(raw, bytes) else raw.encode("cp1252")
    form: dict[str, Any] = {"csrf_token": manager.token(), "file": (io.BytesIO(data), "officines.csv")}
    return manager.client.post(f"/fr/cohortes/{cohort}/importer", data=form)


def carried(page: TestResponse) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in HIDDEN.findall(page.text)}


def import_all(manager: Person, cohort: UUID, raw: str | bytes) -> TestResponse:
    page = look_at(manager, cohort, raw)
    assert page.status_code == 200, page.text
    return manager.post(f"/fr/cohortes/{cohort}/importer/ecrire", **carried(page))


def counts(site: Flask) -> dict[str, int]:
    with site.app_context():
        tables = (Account, Learner, Profession, StartCode, Registration)
        found = {table.__tablename__: db.session.scalar(select(func.count()).select_from(table)) or 0 for table in tables}
        return {**found, "membership": db.session.scalar(select(func.count()).select_from(cohort_membership)) or 0}


def added(before: dict[str, int], after: dict[str, int]) -> set[int]:
    return {after[key] - before[key] for key in before}


def test_a_look_writes_nothing_and_says_what_each_line_would_do(site: Flask, manager: Person, group: UUID) -> None:
    before = counts(site)
    page = look_at(manager, group, forty("la"))
    assert counts(site) == before
    assert "<h1>Rien n’est encore écrit</h1>" in page.text
    assert "40 lignes sont prêtes" in page.text
    assert "Windows-1252" in page.text
    assert "no-store" in page.headers["Cache-Control"]


def test_forty_pharmacists_are_imported_with_a_code_each_and_the_course(site: Flask, manager: Person, group: UUID) -> None:
    before, page = counts(site), import_all(manager, group, forty("fa"))
    assert added(before, counts(site)) == {40}
    assert "40 personnes importées" in page.text
    assert len(set(CODE.findall(page.text))) == 40
    with site.app_context():
        rows = db.session.execute(
            select(Profession, Account).join(Account, Account.id == Profession.account_id).where(Profession.employer == "Officine fa")
        ).all()
        assert {(row.state, account.role, account.active, account.consented_at) for row, account in rows} == {
            ("declared", "pharmacist", True, None)
        }
        hashes = list(db.session.scalars(select(StartCode.hash)))
    assert not any(code.replace(" ", "") in hash for code in CODE.findall(page.text) for hash in hashes)


def test_a_printed_code_opens_her_account_once(manager: Person, guest: Person, group: UUID) -> None:
    page = import_all(manager, group, f"{HEADING}\r\nPremière;Élise;pharmacienne;;;\r\n")
    code = CODE.findall(page.text)[0]
    step = guest.post("/fr/code", code=code)
    assert "elise.premiere" in step.text
    given = {"code": code, "passphrase": PASSPHRASE, "consent": "yes"}
    assert guest.post("/fr/code/suite", **given).status_code in (302, 303)
    assert "Officines" in guest.get("/fr/mes-groupes").text
    assert Person(guest.site, None).post("/fr/code/suite", **given).status_code == 422


def test_the_codes_are_shown_once_and_saved_as_csv_from_that_page_alone(manager: Person, group: UUID) -> None:
    page = import_all(manager, group, f"{HEADING}\r\nCsvun;Élise;pharmacienne;;;\r\nCsvdeux;Hugo;médecin;;;\r\n")
    answer = manager.post(f"/fr/cohortes/{group}/importer/codes.csv", slips=carried(page)["slips"])
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))
    assert [row[2] for row in rows[1:]] == CODE.findall(page.text)[:2]
    assert [row[0] for row in rows[1:]] == ["Élise Csvun", "Hugo Csvdeux"]
    assert not set(CODE.findall(page.text)) & set(CODE.findall(manager.get(f"/fr/cohortes/{group}/importer").text))
    assert manager.post(f"/fr/cohortes/{group}/importer/codes.csv", slips="[[1]]").status_code == 400


def test_a_cell_that_a_spreadsheet_would_reckon_is_text_in_every_file(manager: Person, group: UUID) -> None:
    answer = manager.post(f"/fr/cohortes/{group}/importer/codes.csv", slips='[["=cmd|\'/C calc\'!A0","+1","ABCDEFGHJKMN"]]')
    row = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff")), delimiter=";"))[1]
    assert row[0].startswith("'=cmd")
    assert row[1] == "'+1"


def test_one_bad_line_and_nothing_is_written_though_a_form_asks_for_it(site: Flask, manager: Person, group: UUID) -> None:
    text = forty("ba") + "Petit;Hugo;patient;;;\r\n"
    page = look_at(manager, group, text)
    assert page.status_code == 422
    assert "Les patients et les proches ne s’importent pas" in page.text
    assert "importer/ecrire" not in page.text
    before = counts(site)
    answer = manager.post(f"/fr/cohortes/{group}/importer/ecrire", text=text, mark="40-0-0-1")
    assert answer.status_code == 422
    assert counts(site) == before
    remarks = manager.post(f"/fr/cohortes/{group}/importer/remarques.csv", text=text)
    assert [row[0] for row in csv.reader(io.StringIO(remarks.text.removeprefix("\ufeff")), delimiter=";")] == ["Ligne", "42"]


def test_the_same_file_twice_adds_nobody_and_who_is_there_keeps_all_she_has(site: Flask, manager: Person, group: UUID) -> None:
    import_all(manager, group, forty("sa"))
    change(site, lambda work: work.execute(update(Profession).where(Profession.employer == "Officine sa").values(state="verified")))
    before, page = counts(site), look_at(manager, group, forty("sa"))
    assert "Il n’y a rien à écrire" in page.text
    manager.post(f"/fr/cohortes/{group}/importer/ecrire", text=forty("sa"), mark="0-40-0-0")
    assert counts(site) == before
    other = open_cohort(site, manager, "Autres officines", "pharmacists")
    page = import_all(manager, other, forty("sa"))
    assert "40 personnes qui ont un compte ont rejoint le groupe" in page.text
    assert CODE.findall(page.text) == []
    after = counts(site)
    assert (after["account"], after["start_code"], after["membership"]) == (
        before["account"],
        before["start_code"],
        before["membership"] + 40,
    )
    with site.app_context():
        states = set(db.session.scalars(select(Profession.state).where(Profession.employer == "Officine sa")))
    assert states == {"verified"}


def test_a_person_is_known_by_number_over_accents_and_capitals_and_never_taken_for_a_namesake(
    site: Flask, manager: Person, group: UUID
) -> None:
    import_all(manager, group, f"{HEADING}\r\nHomonyme;Élise;pharmacienne;10000000033;Parc;\r\n")
    same = look_at(manager, group, f"{HEADING}\r\nHOMONYME;Elise;Pharmacien;10000000033;;\r\n")
    assert "1 personne est déjà là" in same.text
    namesake = look_at(manager, group, f"{HEADING}\r\nHomonyme;Élise;pharmacienne;10000000041;Parc;\r\n")
    assert "1 ligne est prête" in namesake.text
    page = import_all(manager, group, f"{HEADING}\r\nHomonyme;Élise;pharmacienne;10000000041;Parc;\r\n")
    assert "elise.homonyme-2" in page.text
    stolen = look_at(manager, group, f"{HEADING}\r\nAutre;Nom;pharmacienne;10000000033;Parc;\r\n")
    assert "appartient à un compte d’un autre nom" in stolen.text
    unclear = look_at(manager, group, f"{HEADING}\r\nHomonyme;Élise;pharmacienne;;Parc;\r\n")
    assert "Plusieurs comptes portent ce nom" in unclear.text


def test_the_address_of_anybody_else_is_refused_without_saying_whose(
    site: Flask, manager: Person, make_person: MakePerson, group: UUID
) -> None:
    make_person("patient", email="camille@example.org")
    page = look_at(manager, group, f"{HEADING}\r\nAdresse;Élise;pharmacienne;;;Camille@example.org\r\n")
    assert page.status_code == 422
    assert "Cette adresse ne peut pas servir ici" in page.text


def test_a_suspended_account_is_not_opened_by_a_file(site: Flask, manager: Person, group: UUID) -> None:
    import_all(manager, group, f"{HEADING}\r\nSuspendue;Élise;pharmacienne;10000000058;;\r\n")
    account = select(Profession.account_id).where(Profession.rpps == "10000000058").scalar_subquery()
    change(site, lambda work: work.execute(update(Account).where(Account.id == account).values(active=False)))
    page = look_at(manager, group, f"{HEADING}\r\nSuspendue;Élise;pharmacienne;10000000058;;\r\n")
    assert "Son compte est suspendu" in page.text


def test_what_changed_since_the_look_is_shown_again_and_not_done(site: Flask, manager: Person, group: UUID) -> None:
    text = f"{HEADING}\r\nEntretemps;Élise;pharmacienne;10000000066;;\r\n"
    page = look_at(manager, group, text)
    import_all(manager, group, text)
    before = counts(site)
    answer = manager.post(f"/fr/cohortes/{group}/importer/ecrire", **carried(page))
    assert answer.status_code == 422
    assert "Quelque chose a changé depuis" in answer.text
    assert counts(site) == before


def test_a_failure_at_the_twentieth_person_leaves_nothing(
    site: Flask, manager: Person, group: UUID, monkeypatch: pytest.MonkeyPatch
) -> None:
    before, declare, seen = counts(site), professions.declare, []

    def declare_twenty(*args: Any, **more: Any) -> Any:
        seen.append(1)
        if len(seen) == 20:
            raise OSError("the disk is full")
        return declare(*args, **more)

    page = look_at(manager, group, forty("ha"))
    monkeypatch.setattr(professions, "declare", declare_twenty)
    assert manager.post(f"/fr/cohortes/{group}/importer/ecrire", **carried(page)).status_code == 500
    assert len(seen) == 20
    assert counts(site) == before


@pytest.mark.slow
def test_a_process_killed_in_the_middle_leaves_nothing_and_the_next_press_imports_all(site: Flask, manager: Person, group: UUID) -> None:
    before, folder = counts(site), site_of(site).settings.data
    command = [sys.executable, str(KILLED), str(folder), str(group)]
    here = Path(__file__)
    environment = {**os.environ, "PYTHONPATH": python_path(here.parents[3], here.parents[1], here.parents[2])}
    process = subprocess.run(command, input=forty("ka"), text=True, env=environment, capture_output=True, timeout=300, check=False)
    assert process.returncode == -9, process.stderr
    assert counts(site) == before
    import_all(manager, group, forty("ka"))
    assert added(before, counts(site)) == {40}


def test_nobody_imports_into_another_managers_or_a_closed_cohort(
    site: Flask, manager: Person, make_person: MakePerson, group: UUID
) -> None:
    stranger = make_person("training_manager")
    assert look_at(stranger, group, forty("na")).status_code == 404
    assert stranger.post(f"/fr/cohortes/{group}/importer/ecrire", text=forty("na"), mark="40-0-0-0").status_code == 404
    change(site, lambda work: work.execute(update(Cohort).where(Cohort.uuid == group).values(closed_at=func.now())))
    before = counts(site)
    assert manager.post(f"/fr/cohortes/{group}/importer/ecrire", text=forty("na"), mark="40-0-0-0").status_code == 404
    assert counts(site) == before


def test_a_file_that_is_none_is_said_beside_the_field(manager: Person, group: UUID) -> None:
    for raw in (b"PK\x03\x04xlsx", b"", b"Nom;Profession\r\nDurand;IDE\r\n"):
        page = look_at(manager, group, raw)
        assert page.status_code == 422
        assert 'id="file-error"' in page.text
    assert "Prénom" in page.text, "the missing column is named"
    assert manager.post(f"/fr/cohortes/{group}/importer").status_code == 422


def test_the_model_file_is_read_by_the_import(manager: Person, group: UUID) -> None:
    model = manager.get(f"/fr/cohortes/{group}/importer/modele.csv")
    page = look_at(manager, group, model.data + "Modele;Élise;pharmacienne;;;\r\n".encode())
    assert "1 ligne est prête" in page.text


@pytest.mark.parametrize(
    ("given", "family", "wanted"),
    [
        ("Élise", "Durand", "elise.durand"),
        ("Jean-Pierre", "d’Aubigné", "jean-pierre.d-aubigne"),
        ("Anne", "D" * 60, "anne." + "d" * 29),
        ("محمد", "علي", "محمد.علي"),
        ("Élise", "王", "personne"),
        ("Strauß", "Œuvre", "strauss.œuvre"),
    ],
)
def test_a_sign_in_name_is_made_of_the_name_and_can_be_opened(given: str, family: str, wanted: str) -> None:
    made = sign_in_name(ImportedPerson(family, given, "pharmacist"))
    assert made == wanted
    assert names.problem(made) is None
