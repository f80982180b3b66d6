"""A launch opens what its link names, in the account of whoever it is, and makes or takes over none of staff."""

from urllib.parse import urlsplit

import pytest
from flask import Flask
from launch_walk import Visitor, reason
from lms_cast import MakePerson, Person
from lms_site import close, make_site
from small_platform import LTI, SmallPlatform
from sqlalchemy import select, text

from courses.packages import cartridge
from lms.accounts.models import Account
from lms.accounts.providers.identity_models import Identity
from lms.web.database.extensions import db

COURSE = "/fr/cours/pharmacists"


def test_without_platforms_no_address_of_it_answers(tmp_path, guest: Person) -> None:
    app = make_site(tmp_path / "data")
    paths = sorted({rule.rule for rule in app.url_map.iter_rules() if rule.endpoint.startswith("lti.")})
    assert len(paths) >= 10
    client = app.test_client()
    answers = {
        path: client.open(path.replace("<reason>", "used"), method=method).status_code for path in paths for method in ("GET", "POST")
    }
    close(app)
    assert {path: status for path, status in answers.items() if status not in (404, 405, 400)} == {}
    assert answers["/lti/keys"] in (404, 405)
    assert answers["/lti/launch"] == answers["/lti/login"] == answers["/lti/open"] == 404 or answers["/lti/open"] == 405


def test_the_first_launch_opens_an_account_and_the_next_ones_the_same(visitor: Visitor, site: Flask) -> None:
    opened = visitor.first_account("new-1", "claire-lti")
    assert opened.headers["Location"] == COURSE
    assert visitor.name() == "claire-lti"
    again = Visitor(Person(site, None), visitor.platform, "moodle")
    assert again.launch("new-1").headers["Location"] == COURSE
    assert again.name() == "claire-lti"
    with site.app_context():
        account = db.session.scalars(select(Account).where(Account.username == "claire-lti")).one()
        assert (account.role, account.email, account.has_passphrase) == ("pharmacist", None, False)


def test_two_people_of_a_platform_are_two_learners(visitor: Visitor, site: Flask) -> None:
    visitor.first_account("two-1", "un-deux")
    other = Visitor(Person(site, None), visitor.platform, "moodle")
    assert other.launch("two-2").headers["Location"] == "/fr/premiere-fois"


def test_neither_her_name_nor_what_the_platform_calls_her_is_kept(visitor: Visitor, site: Flask) -> None:
    visitor.first_account("subject-to-find")
    with site.app_context():
        rows = [str(row) for table in db.metadata.sorted_tables for row in db.session.execute(select(table))]
        stored = [str(row) for row in db.session.execute(text("SELECT * FROM lrs_statements"))]
    found = " ".join(rows + stored)
    assert "claire" in found
    assert [word for word in ("subject-to-find", "Vrainom", "jeanne.vrainom") if word in found] == []


@pytest.mark.parametrize(
    ("wish", "place"),
    [
        ("course/pharmacists", COURSE),
        ("module/patient-essentials/fever", "/fr/cours/patient-essentials/fever"),
        ("campaign/azur", "/fr/jouer/personnage/azur/1"),
        ("", "/fr/"),
    ],
)
def test_it_opens_a_course_a_module_or_a_campaign(visitor: Visitor, wish: str, place: str) -> None:
    visitor.first_account(f"open-{wish}")
    assert visitor.launch(f"open-{wish}", **{f"{LTI}custom": {"open": wish}}).headers["Location"] == place
    assert visitor.person.get(place).status_code == 200


def test_a_link_of_a_cartridge_says_in_its_address_what_it_opens(visitor: Visitor) -> None:
    visitor.first_account("by-address")
    address = cartridge.launch_address(visitor.origin, "module/patient-essentials/fever")
    begun = visitor.begin(target_link_uri=address)
    claims = {f"{LTI}custom": None, f"{LTI}target_link_uri": address}
    token = visitor.platform.message(begun["nonce"], visitor.origin, "by-address", **claims)
    assert visitor.come(visitor.post(token, begun["state"])).headers["Location"] == "/fr/cours/patient-essentials/fever"
    assert visitor.launch("by-address", **{f"{LTI}target_link_uri": address}).headers["Location"] == COURSE


@pytest.mark.parametrize("wish", ["course/nowhere", "module/pharmacists/fever-of-nobody", "campaign/none", "https://evil.example/", "x"])
def test_what_is_not_here_gets_a_page(visitor: Visitor, wish: str) -> None:
    answer = visitor.launch("not-here", **{f"{LTI}custom": {"open": wish}})
    assert reason(answer) == "content"
    assert visitor.person.get(answer.headers["Location"]).status_code == 404


def test_the_platforms_language_is_the_pages(visitor: Visitor) -> None:
    visitor.first_account("english")
    answer = visitor.launch("english", **{f"{LTI}launch_presentation": {"locale": "en-GB"}})
    assert answer.headers["Location"] == "/en/courses/pharmacists"


def test_a_platform_that_names_nobody_opens_the_page_without_an_account(visitor: Visitor) -> None:
    assert visitor.launch(sub=None).headers["Location"] == COURSE
    assert visitor.name() == ""


def test_who_has_an_account_links_it_by_both_proofs(visitor: Visitor, site: Flask, make_person: MakePerson) -> None:
    person = make_person("pharmacist")
    hers = Visitor(person, visitor.platform, "moodle")
    assert hers.link("linked-1", "wrong words here now").status_code == 422
    with site.app_context():
        assert db.session.scalars(select(Identity).where(Identity.account_id == person.account.id)).all() == []
    assert hers.link("linked-1").headers["Location"] == COURSE
    elsewhere = Visitor(Person(site, None), visitor.platform, "moodle")
    elsewhere.launch("linked-1")
    assert elsewhere.name() == person.name
    shown = person.get("/fr/compte/identites").text
    assert "Moodle de test" in shown
    assert 'name="passphrase"' in shown


def test_signing_in_on_the_way_leads_back_to_linking(visitor: Visitor, make_person: MakePerson) -> None:
    person = make_person("pharmacist")
    visitor.launch("on-the-way")
    page = visitor.person.get("/fr/premiere-fois")
    assert "/fr/connexion?next=/fr/premiere-fois" in page.text
    signed_in = visitor.person.post("/fr/connexion?next=/fr/premiere-fois", name=person.name, passphrase="quatre mots bien ordinaires")
    assert signed_in.headers["Location"] == "/fr/premiere-fois"
    assert visitor.person.post("/fr/premiere-fois/lier", passphrase="quatre mots bien ordinaires").headers["Location"] == COURSE


def test_without_her_launch_nobody_links_anything(make_person: MakePerson) -> None:
    person = make_person("pharmacist")
    assert person.post("/fr/premiere-fois/lier", passphrase="quatre mots bien ordinaires").headers["Location"] == "/fr/"
    assert person.post("/fr/premiere-fois/compte", name="nobody-there", consent="yes").headers["Location"] == "/fr/"


@pytest.mark.parametrize("role", ["educator", "clinician", "training_manager", "data_protection_officer", "admin"])
def test_no_account_of_staff_is_linked_or_opened(visitor: Visitor, site: Flask, make_person: MakePerson, role: str) -> None:
    person = make_person(role)
    hers = Visitor(person, visitor.platform, "moodle")
    assert reason(hers.link(f"staff-{role}")) == "role"
    with site.app_context():
        assert db.session.scalars(select(Identity).where(Identity.account_id == person.account.id)).all() == []


def test_a_learner_who_became_staff_is_not_let_in_by_it(visitor: Visitor, site: Flask, make_person: MakePerson) -> None:
    make_person("educator")  # so that the role has a row
    person = make_person("pharmacist")
    Visitor(person, visitor.platform, "moodle").link("became-staff")
    with site.app_context():
        db.session.execute(
            text("UPDATE account_role SET role_id = (SELECT id FROM role WHERE name = 'educator') WHERE account_id = :id"),
            {"id": person.account.id},
        )
        db.session.commit()
    assert reason(visitor.launch("became-staff")) == "role"
    assert visitor.name() == ""


def test_a_suspended_account_stays_closed(visitor: Visitor, site: Flask, make_person: MakePerson) -> None:
    person = make_person("pharmacist")
    Visitor(person, visitor.platform, "moodle").link("suspended-1")
    with site.app_context():
        db.session.execute(text("UPDATE account SET active = false WHERE id = :id"), {"id": person.account.id})
        db.session.commit()
    assert reason(visitor.launch("suspended-1")) == "suspended"


def test_an_identity_opens_one_account(visitor: Visitor, make_person: MakePerson) -> None:
    first, second = make_person("pharmacist"), make_person("pharmacist")
    hers = Visitor(second, visitor.platform, "moodle")
    hers.launch("contested")
    Visitor(first, visitor.platform, "moodle").link("contested")
    assert reason(second.post("/fr/premiere-fois/lier", passphrase="quatre mots bien ordinaires")) == "taken"


def test_a_platform_without_new_role_offers_no_account_and_everything_stays_open(site: Flask, ward: SmallPlatform) -> None:
    hers = Visitor(Person(site, None), ward, "ward")
    answer = hers.launch("patient-1", **{f"{LTI}custom": {"open": "course/patient-essentials"}})
    page = hers.person.get(answer.headers["Location"])
    assert "premiere-fois/compte" not in page.text
    assert 'href="/fr/cours/patient-essentials"' in page.text
    assert hers.person.post("/fr/premiere-fois/compte", name="nobody-there", consent="yes").headers["Location"] == "/fr/"


def test_the_same_subject_of_another_platform_is_somebody_else(visitor: Visitor, site: Flask, ward: SmallPlatform) -> None:
    visitor.first_account("both-1")
    assert urlsplit(Visitor(Person(site, None), ward, "ward").launch("both-1").headers["Location"]).path == "/fr/premiere-fois"


def test_an_account_that_a_platform_opened_sets_a_passphrase_after_a_launch_and_not_later(visitor: Visitor) -> None:
    visitor.first_account("first-passphrase")
    assert 'autocomplete="new-password"' in visitor.person.get("/fr/compte/premiere-phrase").text
    with visitor.person.client.session_transaction() as session:
        session.pop("provider_proof")
    page = visitor.person.get("/fr/compte/premiere-phrase").text
    assert "new-password" not in page
    assert "Moodle de test" in page


def test_the_link_is_taken_away_again(visitor: Visitor, site: Flask, make_person: MakePerson) -> None:
    person = make_person("pharmacist")
    Visitor(person, visitor.platform, "moodle").link("taken-away")
    with site.app_context():
        uuid = db.session.scalars(select(Identity.uuid).where(Identity.account_id == person.account.id)).one()
    assert person.post(f"/fr/compte/identites/{uuid}/retirer", passphrase="quatre mots bien ordinaires").status_code == 303
    assert visitor.launch("taken-away").headers["Location"] == "/fr/premiere-fois"
