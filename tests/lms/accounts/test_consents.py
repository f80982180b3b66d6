"""Consent by purpose: dated, with the version of its words, taken back at once everywhere, by its owner alone."""

import pytest
from flask import Flask
from lms_cast import FEVER, MakePerson, Person
from sqlalchemy import func, select

from lms.accounts import consent_routes
from lms.accounts.consents import consents
from lms.accounts.consents.consent_models import Consent
from lms.accounts.models import Account, Device
from lms.audit.models import AuditLine
from lms.learning.models import Progress
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lrs.errors import KeyExpired
from lrs.keys import access_keys

PAGE, PAGE_EN = "/fr/compte/accords", "/en/account/agreements"


def decisions(person: Person) -> list[tuple[str, int, bool]]:
    account_id = person.account.id
    with person.site.app_context():
        rows = db.session.scalars(select(Consent).where(Consent.account_id == account_id).order_by(Consent.id))
        return [(row.purpose, row.version, row.is_given) for row in rows]


def left_out(site: Flask) -> set[str]:
    with site.app_context():
        return set(map(str, consents.left_out(db.session())))


def modules_begun(site: Flask) -> int:
    with site.app_context():
        return db.session.scalar(select(func.count()).select_from(Progress)) or 0


def pair(person: Person, site: Flask) -> dict[str, str]:
    text = person.post("/fr/compte/appareils/code").text
    code = text.split('<p class="code">')[1].split("</p>")[0]
    told: dict[str, str] = site.test_client().post("/api/pair", json={"code": code, "device": "PC"}).get_json()
    return told


def test_the_first_agreement_is_a_decision_with_its_version(learner: Person) -> None:
    assert decisions(learner) == [("learning", 1, True)]
    assert "Accord donné le" in learner.get(PAGE).text
    assert "Agreed on" in learner.get(PAGE_EN).text


def test_taken_back_nothing_more_is_kept_and_she_is_asked_first(learner: Person, site: Flask) -> None:
    learner.post(f"{FEVER}/commencer")
    before = modules_begun(site)
    assert learner.post(f"{PAGE}/retirer/learning").headers["Location"] == "/fr/accord"
    assert learner.post("/fr/cours/patient-essentials/call/commencer").headers["Location"].startswith("/fr/accord")
    assert learner.get("/fr/avancee").headers["Location"].startswith("/fr/accord")
    for open_page in ("/fr/vos-donnees", "/fr/vrai-probleme", "/fr/compte/effacer"):
        assert learner.get(open_page).status_code == 200
    assert modules_begun(site) == before
    assert decisions(learner)[-1] == ("learning", 1, False)
    assert str(learner.pseudonym) in left_out(site)
    assert learner.post("/fr/accord", consent="yes").status_code == 303
    assert learner.get("/fr/avancee").status_code == 200
    assert decisions(learner)[-1] == ("learning", 1, True)
    assert str(learner.pseudonym) not in left_out(site)
    with site.app_context():
        actions = list(db.session.scalars(select(AuditLine.action).order_by(AuditLine.number.desc()).limit(2)))
    assert actions == ["consented", "consent_withdrawn"]


def test_the_keys_of_her_devices_end_with_it_and_her_next_pairing_tells_the_device(learner: Person, site: Flask) -> None:
    first = pair(learner, site)
    key, _, secret = first["access_key"].partition(":")
    learner.post(f"{PAGE}/retirer/learning")
    with site.app_context():
        with db.engine.connect() as connection, pytest.raises(KeyExpired):
            access_keys.check(connection, key, secret)
        assert db.session.scalars(select(Device.revoked_at).order_by(Device.id.desc())).first() is not None
    learner.post("/fr/accord", consent="yes")
    second = pair(learner, site)
    assert first["agreement"]
    assert second["agreement"] not in ("", first["agreement"])
    assert pair(learner, site)["agreement"] == second["agreement"], "the same agreement has one mark"


def test_figures_are_left_and_joined_again(learner: Person, site: Flask) -> None:
    assert str(learner.pseudonym) not in left_out(site)
    assert learner.post(f"{PAGE}/retirer/figures").status_code == 303
    assert str(learner.pseudonym) in left_out(site)
    assert learner.get("/fr/avancee").status_code == 200, "the rest goes on"
    assert learner.post(f"{PAGE}/donner/figures").status_code == 303
    assert str(learner.pseudonym) not in left_out(site)
    assert decisions(learner)[1:] == [("figures", 1, False), ("figures", 1, True)]


def test_no_other_purpose_is_known_and_learning_is_not_given_by_one_press(learner: Person) -> None:
    assert learner.post(f"{PAGE}/retirer/marketing").status_code == 404
    assert learner.post(f"{PAGE}/donner/learning").status_code == 404
    assert decisions(learner) == [("learning", 1, True)]


def test_new_words_ask_everybody_again(learner: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(consents.VERSIONS, consents.LEARNING, 2)
    assert learner.get("/fr/avancee").headers["Location"].startswith("/fr/accord")
    assert learner.get("/fr/accord").status_code == 200
    learner.post("/fr/accord", consent="yes")
    assert learner.get("/fr/avancee").status_code == 200
    assert decisions(learner)[-1] == ("learning", 2, True)


def test_one_persons_decision_is_hers_alone(learner: Person, make_person: MakePerson, site: Flask) -> None:
    other = make_person("caregiver")
    learner.post(f"{PAGE}/retirer/figures")
    assert str(other.pseudonym) not in left_out(site)
    assert decisions(other) == [("learning", 1, True)]
    assert site_of(site) is not None
    assert consent_routes.OPEN_PAGES
    with site.app_context():
        account = db.session.scalars(select(Account).where(Account.username == other.name)).one()
        assert consents.has_agreed(account)
