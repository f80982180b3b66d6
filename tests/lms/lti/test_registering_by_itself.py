"""A platform registers by a one-time address, waits, is accepted, opens the site, and is ended."""

import re
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from launch_walk import Visitor, reason
from lms_cast import Person, add_person
from lms_site import close, make_site
from registration_walk import FORM, Registering
from small_platform import CONFIGURATION, LTI, REGISTRATION, SCORE, TOOL, SmallPlatform
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.accounts.models import Account
from lms.cohorts.models import COURSE, Registration
from lms.lti.sending import PlatformWork
from lms.platforms.models import PlatformRegistration
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    app = make_site(tmp_path_factory.mktemp("site"), lti_to_loopback="yes")
    yield app
    close(app)


@pytest.fixture(scope="module")
def admin(site: Flask) -> Person:
    return add_person(site, "admin", "chef")


@pytest.fixture
def school(admin: Person, moodle: SmallPlatform) -> Registering:
    return Registering(admin, moodle)


def stored(site: Flask) -> PlatformRegistration:
    """The row of the newest registration."""
    with site.app_context():
        return db.session.scalars(select(PlatformRegistration).order_by(PlatformRegistration.id.desc())).first()  # type: ignore[return-value]


def launched(site: Flask, moodle: SmallPlatform, subject: str, **claims: Any) -> tuple[Visitor, TestResponse]:
    """Somebody after a launch by the newest registration, and what her browser got."""
    row = stored(site)
    visitor = Visitor(Person(site, None), moodle, f"registered_{row.id}")
    asked = visitor.begin(client_id=row.client_id)
    token = moodle.message(
        asked["nonce"], visitor.origin, subject, aud=row.client_id, **{f"{LTI}deployment_id": row.deployments[0], **claims}
    )
    return visitor, visitor.come(visitor.post(token, asked["state"]))


def test_before_any_address_was_made_nothing_of_lti_answers(tmp_path) -> None:
    app = make_site(tmp_path / "data")
    statuses = {path: app.test_client().get(path).status_code for path in ("/lti/keys", "/lti/login", "/lti/register/none")}
    close(app)
    assert statuses == {"/lti/keys": 404, "/lti/login": 404, "/lti/register/none": 404}


def test_it_registers_by_itself_and_nothing_of_it_counts_before_it_is_accepted(
    site: Flask, school: Registering, moodle: SmallPlatform
) -> None:
    path = school.address()
    shown = school.look(path)
    assert shown.status_code == 200
    assert moodle.issuer in shown.text
    assert moodle.asked == []
    done = school.press(path)
    assert (done.status_code, moodle.asked) == (200, [CONFIGURATION, REGISTRATION])
    assert "Registered, and waiting" in done.text
    row = stored(site)
    assert (row.issuer, row.deployments, row.keys, row.product) == (moodle.issuer, ["d-1"], f"{moodle.issuer}/keys", "small 1")
    visitor = Visitor(Person(site, None), moodle, "")
    assert reason(visitor.announce(client_id=row.client_id)) == "issuer"
    assert reason(visitor.post(moodle.message("n", visitor.origin, aud=row.client_id), "state")) == "issuer"
    page = school.admin.get(school.newest()).text
    for words in (moodle.issuer, row.client_id, "d-1", "pharmacien", "S’il est d’accord".lower()):
        assert words in page.lower() or words in page, words
    assert school.admin.post(f"{school.newest()}/accepter").status_code == 303
    assert launched(site, moodle, "first")[1].headers["Location"] == "/fr/premiere-fois"


def test_what_it_is_sent_asks_for_no_name_and_for_results_only_where_the_admin_said_so(school: Registering, moodle: SmallPlatform) -> None:
    school.press(school.address())
    (wish, authorization) = moodle.registrations[0]
    assert authorization == "Bearer reg-token"
    assert wish["scope"] == SCORE
    assert wish[TOOL]["claims"] == ["iss", "sub"]
    assert [one["type"] for one in wish[TOOL]["messages"]] == ["LtiResourceLinkRequest", "LtiDeepLinkingRequest"]
    origin = wish[TOOL]["target_link_uri"].removesuffix("/lti/launch")
    assert wish["redirect_uris"] == [f"{origin}/lti/launch"]
    assert wish["jwks_uri"] == f"{origin}/lti/keys"
    assert wish[TOOL]["description#fr"].startswith("Cours")
    school.press(school.address(grades=""))
    assert moodle.registrations[1][0]["scope"] == ""
    moodle.said[CONFIGURATION] = {"scopes_supported": ["openid"]}
    school.press(school.address())
    assert moodle.registrations[2][0]["scope"] == ""


def test_the_keys_and_the_picture_that_it_is_told_are_there_while_it_registers(
    site: Flask, school: Registering, moodle: SmallPlatform
) -> None:
    school.address()
    client = site.test_client()
    assert client.get("/lti/keys").get_json()["keys"]
    picture = client.get("/lti/logo.png")
    assert (picture.mimetype, picture.headers["Cross-Origin-Resource-Policy"]) == ("image/png", "cross-origin")


def test_its_page_may_stand_in_the_platforms_own_and_can_be_closed_by_it(school: Registering, moodle: SmallPlatform) -> None:
    path = school.address()
    for answer in (school.look(path), school.press(path), school.press(path)):
        policy = answer.headers["Content-Security-Policy"]
        assert f"frame-ancestors {moodle.issuer}" in policy
        assert "script-src 'self'" in policy
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    odd = school.look(path, openid_configuration="https://a.example;sandbox/")
    assert "sandbox" not in odd.headers["Content-Security-Policy"]


def test_a_course_is_opened_and_its_end_told_through_a_platform_that_registered(
    site: Flask, school: Registering, moodle: SmallPlatform
) -> None:
    school.accepted()
    column = f"{moodle.issuer}/columns/7/lineitem"
    grades = {"https://purl.imsglobal.org/spec/lti-ags/claim/endpoint": {"lineitem": column, "scope": [SCORE]}}
    visitor, _answer = launched(site, moodle, "told-1", **grades)
    visitor.person.post("/fr/premiere-fois/compte", name="claire-told", consent="yes")
    visitor.person.post("/fr/resultat-pour-la-plateforme", agree="yes")
    with site.app_context():
        learner, at = db.session.scalars(select(Account).where(Account.username == "claire-told")).one().learner.id, now()
        submit(lambda work: work.add(Registration(learner_id=learner, kind=COURSE, key="pharmacists", created_at=at, finished_at=at)))
    assert PlatformWork(site_of(site).store, site_of(site).settings, now).turn(threading.Event()) == 1
    assert [one["userId"] for _path, one, _token in moodle.scores] == ["told-1"]
    assert "Moodle de l’IFSI" in visitor.person.get("/fr/compte/identites").text


def test_a_platform_that_tells_its_deployment_later_waits_for_it(site: Flask, school: Registering, moodle: SmallPlatform) -> None:
    moodle.said[REGISTRATION] = {TOOL: None}
    school.press(school.address())
    page = school.newest()
    refused = school.admin.post(f"{page}/accepter")
    assert (refused.status_code, "déploiement manque" in refused.text) == (409, True)
    assert school.admin.post(page, **FORM, deployments="").status_code == 422
    assert school.admin.post(page, **FORM, deployments="d-7 d-8").status_code == 303
    assert school.admin.post(f"{page}/accepter").status_code == 303
    for deployment in ("d-7", "d-8"):
        answer = launched(site, moodle, "later", **{f"{LTI}deployment_id": deployment})[1]
        assert answer.headers["Location"] == "/fr/premiere-fois"
    refused = launched(site, moodle, "later", **{f"{LTI}deployment_id": "d-9"})[1]
    assert (refused.status_code, "· deployment<" in refused.text) == (403, True)


def test_what_is_allowed_it_can_be_changed_and_ended(site: Flask, school: Registering, moodle: SmallPlatform) -> None:
    page = school.accepted()
    assert school.admin.post(page, **{**FORM, "roles": "nurse", "new_role": "pharmacist"}, deployments="d-1").status_code == 422
    assert school.admin.post(page, **{**FORM, "roles": "educator", "new_role": ""}, deployments="d-1").status_code == 422
    changed = {**FORM, "name_fr": "Autre Moodle", "new_role": "", "grades": ""}
    assert school.admin.post(page, **changed, deployments="d-1").status_code == 303
    row = stored(site)
    assert (row.name_fr, row.new_role, row.has_grades) == ("Autre Moodle", "", False)
    assert school.admin.post(f"{page}/fin").status_code == 303
    assert reason(Visitor(Person(site, None), moodle, "").announce(client_id=row.client_id)) == "issuer"
    assert school.admin.get(page).status_code == 404


def test_neither_the_address_nor_the_platforms_token_is_kept(site: Flask, school: Registering) -> None:
    path = school.address()
    school.press(path)
    with site.app_context():
        rows = " ".join(str(row) for table in db.metadata.sorted_tables for row in db.session.execute(select(table)))
    assert "Moodle of the school" in rows
    assert path.rpartition("/")[2] not in rows
    assert "reg-token" not in rows


def test_every_step_stands_in_the_audit_log(site: Flask, school: Registering, moodle: SmallPlatform) -> None:
    page = school.accepted()
    moodle.broken = True
    school.press(school.address())
    moodle.broken = False
    school.admin.post(page, **FORM, deployments="d-1")
    school.admin.post(f"{page}/fin")
    text = school.admin.get("/en/site/audit").text
    for words in (
        "one-time address for a learning platform made",
        "learning platform registered by itself, and waits",
        "registration of a learning platform failed",
        "learning platform accepted",
        "learning platform changed",
        "learning platform ended or taken away",
    ):
        assert words in text, words
    assert re.search(r"registered_\d+/down", text)
