"""Signing in by a provider: the way there and back, a new account, the agreement, roles, the second step, two tabs."""

import re
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

from flask import Flask
from lms_cast import MakePerson, Person
from provider_walk import Visitor, reason
from small_provider import SmallProvider
from sqlalchemy import select, update

from lms.accounts.models import Account
from lms.accounts.providers.identity_models import Identity, ProviderSignIn
from lms.accounts.second_factor.factor_models import SecondFactor
from lms.accounts.sign_ins.sign_in_models import SignIn
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit


def test_the_sign_in_page_leads_there_with_state_nonce_and_a_hashed_verifier(visitor: Visitor) -> None:
    page = visitor.person.get("/en/sign-in?next=/en/courses").text
    assert 'href="/en/sign-in/with/chu?next=/en/courses"' in page
    assert "Sign in with Test hospital" in page
    first, second = (parse_qs(urlsplit(visitor.go()).query) for _number in range(2))
    assert first["response_type"] == ["code"]
    assert first["scope"] == ["openid"]
    assert first["code_challenge_method"] == ["S256"]
    assert first["redirect_uri"] == ["http://127.0.0.1:8000/identity/chu/return"]
    for name in ("state", "nonce", "code_challenge"):
        assert len(first[name][0]) >= 43
        assert first[name] != second[name]
    assert "prompt" not in first


def test_a_newcomer_agrees_chooses_a_name_and_comes_back_by_the_same_way(visitor: Visitor, site: Flask) -> None:
    answer = visitor.sign_in("new-1", next="/fr/cours")
    assert answer.headers["Location"] == "/fr/connexion/premier-compte"
    page = visitor.person.get("/fr/connexion/premier-compte").text
    assert "CHU de test" in page
    refused = visitor.person.post("/fr/connexion/premier-compte", name="claire-new")
    assert refused.status_code == 422
    entered = visitor.person.post("/fr/connexion/premier-compte", name="claire-new", consent="yes")
    assert (entered.status_code, entered.headers["Location"]) == (303, "/fr/cours")
    assert visitor.name() == "claire-new"
    with site.app_context():
        account = db.session.scalars(select(Account).where(Account.username == "claire-new")).one()
        assert (account.role, account.has_passphrase, account.consented_at is not None) == ("pharmacist", False, True)
        row = db.session.scalars(select(ProviderSignIn).join(SignIn).where(SignIn.account_id == account.id)).one()
        assert row.session_hash is not None
    again = Visitor(Person(site, None), visitor.provider, "chu")
    assert again.sign_in("new-1").headers["Location"] == "/fr/"
    assert again.name() == "claire-new"


def test_the_session_begins_anew_and_what_waited_in_the_cookie_is_used_once(visitor: Visitor) -> None:
    visitor.open_account("fresh-1")
    other = Visitor(Person(visitor.person.site, None), visitor.provider, "chu")
    brought = other.provider.authorize(other.go(), "fresh-1")
    with other.person.client.session_transaction() as session:
        before = dict(session)
    assert "provider_attempts" in before
    assert other.back(brought).status_code == 303
    with other.person.client.session_transaction() as session:
        assert session["provider_attempts"] == {} if "provider_attempts" in session else True
        assert session.get("guest") is None
        assert "sign_in" in session
    assert reason(other.back(brought)) == "stale"
    assert other.name() != ""


def test_two_tabs_of_one_browser_both_end_signed_in(visitor: Visitor, site: Flask) -> None:
    visitor.open_account("tabs-1")
    browser = Visitor(Person(site, None), visitor.provider, "chu")
    first, second = browser.go(), browser.go()
    for address in (first, second):
        assert browser.back(browser.provider.authorize(address, "tabs-1")).headers["Location"] == "/fr/"
        assert browser.name()


def test_the_answer_to_another_browser_opens_nothing(visitor: Visitor, site: Flask) -> None:
    brought = visitor.provider.authorize(visitor.go(), "thief")
    victim = Visitor(Person(site, None), visitor.provider, "chu")
    assert reason(victim.back(brought)) == "stale"
    assert victim.name() == ""


def test_no_page_of_another_site_is_gone_back_to(visitor: Visitor, site: Flask) -> None:
    visitor.open_account("redirect-1")
    for target in ("https://evil.example/", "//evil.example", "/fr/../../evil", "/fr/" + "a" * 400):
        browser = Visitor(Person(site, None), visitor.provider, "chu")
        assert browser.sign_in("redirect-1", next=target).headers["Location"] == "/fr/"


def test_the_e_mail_address_of_another_account_opens_nothing(visitor: Visitor, make_person: MakePerson) -> None:
    make_person("pharmacist", "anne-mail", email="anne@example.org")
    visitor.provider.claims = {"email": "anne@example.org", "email_verified": True, "preferred_username": "anne-mail"}
    assert visitor.sign_in("anne-elsewhere").headers["Location"] == "/fr/connexion/premier-compte"
    assert visitor.name() == ""


def test_a_claim_makes_nobody_staff_and_a_role_outside_the_setting_is_not_opened(visitor: Visitor, site: Flask, admin: Person) -> None:
    visitor.provider.claims = {"role": "admin", "roles": ["admin"], "groups": ["admin"]}
    visitor.open_account("role-1", "role-one")
    assert Person(site, "role-one").account.role == "pharmacist"
    account_id = admin.account.id
    with site.app_context():
        known = db.session.scalars(select(Identity).join(Account).where(Account.username == "role-one")).one().id
        submit(lambda work: work.execute(update(Identity).where(Identity.id == known).values(account_id=account_id)))
    browser = Visitor(Person(site, None), visitor.provider, "chu")
    assert reason(browser.sign_in("role-1")) == "role"
    assert browser.name() == ""


def test_a_suspended_account_is_not_opened(visitor: Visitor, site: Flask) -> None:
    visitor.open_account("gone-1", "gone-one")
    with site.app_context():
        submit(lambda work: work.execute(update(Account).where(Account.username == "gone-one").values(active=False)))
    browser = Visitor(Person(site, None), visitor.provider, "chu")
    assert reason(browser.sign_in("gone-1")) == "suspended"


def test_the_second_step_is_asked_unless_the_provider_shows_what_the_setting_names(visitor: Visitor, site: Flask) -> None:
    visitor.open_account("steps-1", "steps-one")
    account_id, at = Person(site, "steps-one").account.id, now()
    with site.app_context():
        factor = SecondFactor(account_id=account_id, secret_box="", created_at=at, confirmed_at=at - timedelta(days=1))
        submit(lambda work: work.add(factor))
    asked = Visitor(Person(site, None), visitor.provider, "chu")
    assert asked.sign_in("steps-1").headers["Location"] == "/fr/connexion/code"
    assert asked.name() == ""
    visitor.provider.claims = {"amr": ["pwd"]}
    assert asked.sign_in("steps-1").headers["Location"] == "/fr/connexion/code"
    visitor.provider.claims = {"amr": ["pwd", "otp"]}
    let_in = Visitor(Person(site, None), visitor.provider, "chu")
    assert let_in.sign_in("steps-1").headers["Location"] == "/fr/"
    assert let_in.name() == "steps-one"


def test_an_account_without_a_passphrase_sets_one_after_being_asked_anew(visitor: Visitor) -> None:
    visitor.open_account("first-1")
    page = visitor.person.get("/fr/compte/premiere-phrase")
    assert 'name="new"' not in page.text
    assert visitor.person.post("/fr/compte/premiere-phrase", new="quatre longs mots choisis").status_code == 422
    assert visitor.person.get("/fr/compte/phrase").headers["Location"] == "/fr/compte/premiere-phrase"
    way = re.search(r'href="(/fr/compte/identites/chu/encore[^"]+)"', page.text)
    assert way
    address = visitor.person.get(way[1]).headers["Location"]
    assert parse_qs(urlsplit(address).query)["prompt"] == ["login"]
    assert reason(visitor.back(visitor.provider.authorize(address, "somebody else"))) == "other"
    address = visitor.person.get(way[1]).headers["Location"]
    assert visitor.back(visitor.provider.authorize(address, "first-1")).headers["Location"] == "/fr/compte/premiere-phrase"
    assert visitor.person.post("/fr/compte/premiere-phrase", new="quatre longs mots choisis").headers["Location"] == "/fr/compte"
    assert visitor.person.get("/fr/compte/premiere-phrase").headers["Location"] == "/fr/compte/phrase"


def test_without_providers_nothing_of_it_is_seen(visitor: Visitor, site: Flask, hospital: SmallProvider) -> None:
    assert visitor.person.get("/fr/connexion/avec/nobody").status_code == 404
    assert visitor.person.get("/identity/nobody/return").status_code == 404
    assert visitor.person.client.post("/identity/nobody/logout").status_code == 404
