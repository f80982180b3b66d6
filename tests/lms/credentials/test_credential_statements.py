"""What an attestation tells the store: golden pairs, event to statement, with the same row earned, renewed and withdrawn."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from award_site import PASSED_AT, attestation_of, award, pharmacist, register
from flask import Flask
from lms_cast import Person
from sqlalchemy.orm import Session

from lms.accounts import professions
from lms.accounts.models import Account
from lms.cohorts import registering
from lms.credentials import changing
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lrs.reading.reader import iter_since
from xapi import profile
from xapi.vocabulary import EXT, VERBS

GOLDEN = Path(__file__).parents[2] / "golden" / "credentials"


def new_run(site: Flask, person: Person) -> int:
    account_id, course = person.account.id, site_of(site).newest_content.catalogue.courses["pharmacists"]

    def work_of(work: Session) -> int:
        learner = work.get_one(Account, account_id).learner
        return registering.new_run(work, learner, course, site_of(site).settings.home_page, now(), language="fr").id

    with site.app_context():
        return submit(work_of)


def lived(site: Flask, event: dict[str, Any]) -> dict[str, Any]:
    """The statement that the event makes, with what differs at each run replaced by what the event says. departement: where she works."""
    person, at = pharmacist(site), datetime.fromisoformat(event["at"])
    if "departement" in event:
        facts, account_id = professions.Facts("pharmacist", departement=event["departement"]), person.account.id
        with site.app_context():
            submit(lambda work: professions.declare(work, account_id, facts, now()))
    id = award(site, person, register(site, person), at=at if event["verb"] == "earned" else PASSED_AT)
    if event["verb"] == "renewed":
        id = award(site, person, new_run(site, person), at=at)
    row = attestation_of(site, id)
    if event["verb"] == "revoked":
        change = changing.Change(person.account.id, "Erreur de nom.", at, site_of(site).settings.home_page)
        with site.app_context():
            submit(lambda work: changing.revoke(work, row.uuid, change))
    with site.app_context(), db.engine.connect() as connection:
        all_of_hers = [
            one.statement for one in iter_since(connection, 0) if one.statement["actor"]["account"]["name"] == str(person.pseudonym)
        ]
    (made,) = [one for one in all_of_hers if one["verb"]["id"] == VERBS[event["verb"]].iri]
    UUID(made["id"])
    assert made["context"]["extensions"][EXT["certificate"]] == str(row.uuid)
    profile.check(made)
    made["actor"]["account"]["name"] = event["learner"]
    made["context"]["registration"] = event["registration"]
    made["context"]["extensions"][EXT["certificate"]] = event["certificate"]
    return {key: value for key, value in made.items() if key not in ("id", "stored", "authority", "version")}


@pytest.mark.parametrize("name", ["credential-earned", "credential-renewed", "credential-revoked"])
def test_an_attestation_makes_the_statement_beside_it(site: Flask, name: str) -> None:
    event = json.loads((GOLDEN / f"{name}.event.json").read_text("utf-8"))
    document = json.loads((GOLDEN / f"{name}.statement.json").read_text("utf-8"))
    made = json.loads(json.dumps(lived(site, event)))
    assert made == document
    assert "Erreur de nom" not in json.dumps(made), "the store reads no reason"
    assert "result" not in made, "no mark"


def test_it_names_the_departement_where_she_works_when_somebody_said_it(site: Flask) -> None:
    event = json.loads((GOLDEN / "credential-earned.event.json").read_text("utf-8"))
    made = lived(site, event | {"departement": "2A"})
    assert made["context"]["extensions"][EXT["departement"]] == "2A"
    assert EXT["departement"] not in lived(site, event)["context"]["extensions"]
