"""Linking an identity by proof of both sides, taking it away, and what goes with the account."""

import json
import re

import pytest
from flask import Flask
from lms_cast import PASSPHRASE, MakePerson, Person
from provider_walk import Visitor, reason
from small_provider import SmallProvider
from sqlalchemy import select

from lms.accounts.models import Account
from lms.accounts.providers.identity_models import Identity
from lms.accounts.sign_ins.sign_in_models import SignIn
from lms.privacy import copying, erasing
from lms.web.database.extensions import db
from lms.web.database.writing import submit


def identities_of(site: Flask, name: str) -> list[Identity]:
    with site.app_context():
        return list(db.session.scalars(select(Identity).join(Account).where(Account.username == name)))


def linked(site: Flask, provider: SmallProvider, make_person: MakePerson, subject: str, role: str = "pharmacist") -> Visitor:
    visitor = Visitor(make_person(role), provider, "chu")
    assert visitor.link(subject).headers["Location"] == "/fr/compte/identites?done=linked"
    return visitor


def test_a_link_wants_the_passphrase_and_the_provider(site: Flask, hospital: SmallProvider, make_person: MakePerson) -> None:
    visitor = Visitor(make_person("pharmacist"), hospital, "chu")
    refused = visitor.person.post("/fr/compte/identites/chu", passphrase="une autre phrase")
    assert refused.status_code == 422
    assert f"{hospital.issuer}/authorization" not in refused.text
    assert visitor.link("link-1").headers["Location"] == "/fr/compte/identites?done=linked"
    assert "CHU de test" in visitor.person.get("/fr/compte/identites?done=linked").text
    assert re.fullmatch(r"[0-9a-f]{64}", identities_of(site, str(visitor.person.name))[0].subject_hash), "a keyed hash, not what it is of"
    other = Visitor(Person(site, None), hospital, "chu")
    assert other.sign_in("link-1").headers["Location"] == "/fr/"
    assert other.name() == visitor.person.name


@pytest.mark.parametrize("auth_time", [1_700_000_000, None, "now", True, float("nan")])
def test_the_provider_is_asked_who_sits_there_now(hospital: SmallProvider, make_person: MakePerson, auth_time: object) -> None:
    """One that was signed in long ago, or does not say since when, proves nothing; a claim of another kind breaks no page."""
    visitor = Visitor(make_person("pharmacist"), hospital, "chu")
    page = visitor.person.post("/fr/compte/identites/chu", passphrase=PASSPHRASE).text
    assert "prompt=login" in page
    assert "max_age=600" in page
    hospital.claims = {"auth_time": auth_time}
    assert reason(visitor.link(f"link-old-{auth_time}")) in ("stale", "altered")


def test_an_identity_opens_one_account(site: Flask, hospital: SmallProvider, make_person: MakePerson) -> None:
    linked(site, hospital, make_person, "link-2")
    second = Visitor(make_person("pharmacist"), hospital, "chu")
    assert reason(second.link("link-2")) == "taken"
    assert identities_of(site, str(second.person.name)) == []


def test_a_link_that_somebody_else_began_is_not_ended_by_her(site: Flask, hospital: SmallProvider, make_person: MakePerson) -> None:
    """The shared computer: one begins to link, another signs in here, the answer comes back."""
    first, second = make_person("pharmacist"), make_person("pharmacist")
    visitor = Visitor(first, hospital, "chu")
    page = first.post("/fr/compte/identites/chu", passphrase=PASSPHRASE).text
    start = page.index(f'href="{hospital.issuer}/authorization') + 6
    address = page[start : page.index('"', start)].replace("&amp;", "&")
    with first.client.session_transaction() as session:
        kept = session["provider_attempts"]
    first.name = second.name
    first.enter()
    with first.client.session_transaction() as session:
        session["provider_attempts"] = kept
    assert reason(visitor.back(hospital.authorize(address, "link-3"))) == "stale"
    assert identities_of(site, str(second.name)) == []


def test_a_role_outside_the_setting_cannot_link(hospital: SmallProvider, make_person: MakePerson) -> None:
    admin = make_person("admin")
    assert "CHU de test" not in admin.get("/fr/compte/identites").text
    assert admin.post("/fr/compte/identites/chu", passphrase=PASSPHRASE).status_code == 403


def test_taking_a_link_away_wants_the_passphrase_and_ends_other_sign_ins(
    site: Flask, hospital: SmallProvider, make_person: MakePerson
) -> None:
    visitor = linked(site, hospital, make_person, "link-4")
    elsewhere = Visitor(Person(site, None), hospital, "chu")
    elsewhere.sign_in("link-4")
    row = identities_of(site, str(visitor.person.name))[0]
    assert visitor.person.post(f"/fr/compte/identites/{row.uuid}/retirer", passphrase="une autre phrase").status_code == 422
    answer = visitor.person.post(f"/fr/compte/identites/{row.uuid}/retirer", passphrase=PASSPHRASE)
    assert answer.headers["Location"] == "/fr/compte/identites?done=removed"
    assert elsewhere.name() == ""
    assert visitor.person.get("/fr/compte").status_code == 200
    assert Visitor(Person(site, None), hospital, "chu").sign_in("link-4").headers["Location"] == "/fr/connexion/premier-compte"


def test_somebody_elses_link_is_not_taken_away(site: Flask, hospital: SmallProvider, make_person: MakePerson) -> None:
    row = identities_of(site, str(linked(site, hospital, make_person, "link-5").person.name))[0]
    other = make_person("pharmacist")
    assert other.post(f"/fr/compte/identites/{row.uuid}/retirer", passphrase=PASSPHRASE).status_code == 409


def test_the_only_way_in_is_not_taken_away(site: Flask, visitor: Visitor) -> None:
    visitor.open_account("only-1", "only-one")
    row = identities_of(site, "only-one")[0]
    address = visitor.person.get("/fr/compte/identites/chu/encore").headers["Location"]
    visitor.back(visitor.provider.authorize(address, "only-1"))
    assert "phrase secrète" in visitor.person.get("/fr/compte/identites").text
    assert visitor.person.post(f"/fr/compte/identites/{row.uuid}/retirer").status_code == 409
    assert len(identities_of(site, "only-one")) == 1


def test_the_copy_tells_the_link_and_erasing_takes_it(site: Flask, hospital: SmallProvider, make_person: MakePerson) -> None:
    visitor = linked(site, hospital, make_person, "subject-to-forget")
    name, account_id = str(visitor.person.name), visitor.person.account.id
    elsewhere = Visitor(Person(site, None), hospital, "chu")
    elsewhere.sign_in("subject-to-forget")
    with site.app_context():
        account = db.session.get_one(Account, account_id)
        copy = copying.copy_of(db.session(), account, "https://hors-les-murs.example/").as_json()
        assert copy["tables"]["identity"][0]["issuer"] == hospital.issuer
        assert "subject-to-forget" not in json.dumps(copy)
        row = identities_of(site, name)[0]
        assert row.subject_hash not in json.dumps(copy)
        db.session.rollback()
        submit(lambda work: erasing.erase(work, account_id, "https://hors-les-murs.example/"))
        assert db.session.scalar(select(Identity.id).where(Identity.id == row.id)) is None
        assert db.session.scalar(select(SignIn.id).where(SignIn.account_id == account_id)) is None
    assert Visitor(Person(site, None), hospital, "chu").sign_in("subject-to-forget").headers["Location"] == "/fr/connexion/premier-compte"
