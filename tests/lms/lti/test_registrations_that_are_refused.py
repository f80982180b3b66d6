"""Each way in which a registration does not come to its end: a page that says so, and nothing of the platform kept."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from launch_walk import Visitor, reason
from lms_cast import Person, add_person
from lms_site import close, make_site
from registration_walk import FORM, Registering
from small_platform import CLIENT, CONFIGURATION, DEPLOYMENT, REGISTRATION, SmallPlatform
from sqlalchemy import delete, select, update

from infrastructure import guarded_http
from infrastructure.errors import AddressRefused
from infrastructure.http_answers import Answer
from lms.lti.registration import registrations
from lms.lti.registration.failures import FAILURES
from lms.lti.sending import PlatformWork
from lms.platforms import known
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


@pytest.fixture(scope="module")
def public_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Person]:
    """The admin of a site that is no trial."""
    app = make_site(tmp_path_factory.mktemp("public"))
    yield add_person(app, "admin", "chef")
    close(app)


@pytest.fixture
def school(site: Flask, admin: Person, moodle: SmallPlatform) -> Iterator[Registering]:
    """None of an earlier test counts among the most that a site has."""
    yield Registering(admin, moodle)
    with site.app_context():
        submit(lambda work: work.execute(delete(PlatformRegistration)))


def stored(site: Flask) -> PlatformRegistration:
    with site.app_context():
        return db.session.scalars(select(PlatformRegistration).order_by(PlatformRegistration.id.desc())).first()  # type: ignore[return-value]


def outcome(site: Flask, answer: Any) -> str:
    """Why, as the page says; it must be the page of that reason, and nothing of the platform may be kept."""
    key = answer.text.partition('<p class="small">')[2].partition("</p>")[0].rpartition(" ")[2]
    assert answer.status_code == FAILURES[key].status
    row = stored(site)
    assert row is None or (row.client_id, row.issuer) == ("", "") or key == "known"
    return key


def test_an_address_counts_once(site: Flask, school: Registering, moodle: SmallPlatform) -> None:
    path = school.address()
    assert school.press(path).status_code == 200
    for answer in (school.press(path), school.look(path)):
        assert (answer.status_code, "used" in answer.text) == (410, True)
    assert len(moodle.registrations) == 1


def test_an_address_that_failed_is_used_too(site: Flask, school: Registering, moodle: SmallPlatform) -> None:
    path, moodle.broken = school.address(), True
    assert outcome(site, school.press(path)) == "down"
    moodle.broken = False
    assert outcome(site, school.press(path)) == "used"
    assert moodle.registrations == []


def test_of_two_presses_at_once_one_registers(site: Flask, school: Registering) -> None:
    token = school.address().rpartition("/")[2]
    with site.app_context():
        at = now()
        assert submit(lambda work: registrations.use(work, token, at)).id
    assert outcome(site, school.press(f"/lti/register/{token}")) == "used"


def test_an_address_ends_after_three_days(site: Flask, school: Registering) -> None:
    path = school.address()
    with site.app_context():
        submit(lambda work: work.execute(update(PlatformRegistration).values(ends_at=now() - timedelta(seconds=1))))
    assert outcome(site, school.look(path)) == "expired"
    assert outcome(site, school.press(path)) == "expired"
    assert "servi à temps" in school.listed()


def test_an_altered_address_is_unknown(site: Flask, school: Registering) -> None:
    path = school.address()
    for wrong in (path[:-1], f"{path}A", path.swapcase().replace("/LTI/REGISTER/", "/lti/register/")):
        assert outcome(site, school.look(wrong)) == "unknown"
        assert outcome(site, school.press(wrong)) == "unknown"
    assert stored(site).used_at is None


@pytest.mark.parametrize(
    ("query", "why"),
    [
        ({"openid_configuration": ""}, "missing"),
        ({"registration_token": "x" * 9000}, "missing"),
        ({"registration_token": "a\r\nHost: evil"}, "missing"),
        ({"registration_token": "é"}, "missing"),
        ({"openid_configuration": "http://moodle.example/c"}, "address"),
        ({"openid_configuration": "https://user:secret@moodle.example/c"}, "address"),
        ({"openid_configuration": "file:///etc/passwd"}, "address"),
        ({"openid_configuration": "https://10.0.0.1/c"}, "address"),
        ({"openid_configuration": "https://[fd00::1]/c"}, "address"),
        ({"openid_configuration": "https://169.254.169.254/latest/meta-data"}, "address"),
        ({"openid_configuration": "https://moodle.example/" + "x" * 600}, "address"),
    ],
)
def test_what_the_platform_adds_must_be_an_address_that_may_be_asked(
    site: Flask, school: Registering, moodle: SmallPlatform, query: dict[str, str], why: str
) -> None:
    path = school.address()
    assert outcome(site, school.look(path, **query)) == why
    answer = school.press(path, **query)
    assert outcome(site, answer) == why
    assert moodle.asked == []


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"issuer": "https://other.example"}, "issuer"),
        ({"issuer": "http://localhost:1"}, "issuer"),
        ({"issuer": None}, "issuer"),
        ({"issuer": 7}, "issuer"),
        ({"jwks_uri": "https://192.168.1.10/keys"}, "address"),
        ({"token_endpoint": "http://moodle.example/token"}, "address"),
        ({"authorization_endpoint": "javascript:alert(1)"}, "address"),
        ({"registration_endpoint": "https://127.0.0.1.:443@10.1.1.1/"}, "address"),
        ({"registration_endpoint": None}, "features"),
        ({"jwks_uri": ["https://moodle.example/keys"]}, "features"),
        ({"https://purl.imsglobal.org/spec/lti-platform-configuration": None}, "features"),
        ({"id_token_signing_alg_values_supported": ["none"]}, "features"),
        ({"token_endpoint_auth_methods_supported": ["client_secret_basic"]}, "features"),
    ],
)
def test_a_platform_that_says_the_wrong_thing_of_itself_is_not_registered(
    site: Flask, school: Registering, moodle: SmallPlatform, said: dict[str, Any], why: str
) -> None:
    moodle.said[CONFIGURATION] = said
    assert outcome(site, school.press(school.address())) == why
    assert moodle.registrations == []
    assert str(FAILURES[why].title)
    assert stored(site).failure == why


HUGE = b'{"issuer": "' + b"x" * 70_000 + b'"}'


@pytest.mark.parametrize("place", [CONFIGURATION, REGISTRATION])
@pytest.mark.parametrize(
    ("raw", "why"),
    [
        ((200, {}, b"<html>"), "json"),
        ((200, {}, b"[1]"), "json"),
        ((200, {}, b"[" * 60_000), "json"),
        ((200, {}, b"\xff\xfe"), "json"),
        ((200, {}, HUGE), "size"),
        ((302, {"Location": "http://169.254.169.254/latest/"}, b""), "redirect"),
        ((500, {}, b"{}"), "down"),
    ],
)
def test_an_answer_that_is_none_has_its_page(
    site: Flask, school: Registering, moodle: SmallPlatform, place: str, raw: tuple[int, dict[str, str], bytes], why: str
) -> None:
    moodle.raw[place] = raw
    is_refusal = place == REGISTRATION and why == "down"
    assert outcome(site, school.press(school.address())) == ("refused" if is_refusal else why)
    assert moodle.asked[-1] == place


@pytest.mark.parametrize("client", [None, "", 7, "a b", "x" * 300, "line\nbreak"])
def test_an_answer_without_a_client_id_registers_nothing(site: Flask, school: Registering, moodle: SmallPlatform, client: Any) -> None:
    moodle.said[REGISTRATION] = {"client_id": client}
    assert outcome(site, school.press(school.address())) == "client"


def test_a_registration_that_is_here_already_is_not_taken_twice(site: Flask, school: Registering, moodle: SmallPlatform) -> None:
    moodle.said[REGISTRATION] = {"client_id": "same"}
    assert school.press(school.address()).status_code == 200
    assert outcome(site, school.press(school.address())) == "known"


def test_a_site_that_is_no_trial_asks_nothing_on_its_own_machine(public_site: Person, moodle: SmallPlatform) -> None:
    school = Registering(public_site, moodle)
    path = school.address()
    answers = [school.press(path), school.press(path, openid_configuration=f"https://{moodle.issuer.removeprefix('http://')}/c")]
    assert [one.status_code for one in answers] == [400, 400]
    assert moodle.asked == []


def test_a_public_platform_may_not_lead_to_this_machine(
    public_site: Person, moodle: SmallPlatform, monkeypatch: pytest.MonkeyPatch
) -> None:
    school = Registering(public_site, moodle)
    usual = json.loads(json.dumps(moodle.configuration()).replace(moodle.issuer, "https://moodle.example"))
    sent: list[str] = []
    for wrong in ("jwks_uri", "registration_endpoint", "token_endpoint"):
        answer = Answer(200, {}, json.dumps({**usual, wrong: "https://127.0.0.1/inner"}).encode())
        monkeypatch.setattr(guarded_http, "get", lambda *_given, answer=answer, **_named: answer)
        monkeypatch.setattr(guarded_http, "send", lambda address, *_given, **_named: sent.append(address) or Answer(500, {}, b""))
        pressed = school.press(school.address(), openid_configuration="https://moodle.example/c")
        assert (pressed.status_code, "· address<" in pressed.text) == (400, True)
    assert sent == []


def test_the_form_of_an_address_says_what_is_missing(school: Registering) -> None:
    for wrong in ({"name_fr": ""}, {"name_en": "x" * 61}, {"roles": "admin"}, {"roles": "nurse"}):
        assert school.admin.post("/fr/site/plateformes", **{**FORM, **wrong}).status_code == 422


def test_addresses_that_a_platform_named_are_asked_by_the_guard_ever_after(public_site: Person, moodle: SmallPlatform) -> None:
    """Its name may lead to this machine one day, also after it was accepted: neither keys nor results are asked for there."""
    app, at = public_site.site, now()
    places = {"login": f"{moodle.issuer}/auth", "tokens": f"{moodle.issuer}/token", "keys": f"{moodle.issuer}/keys"}
    fields = {"issuer": moodle.issuer, "client_id": CLIENT, "deployments": [DEPLOYMENT], "token_audience": "x", "roles": ["pharmacist"]}
    with app.app_context():
        row = PlatformRegistration(token_hash="h", name_fr="M", name_en="M", created_at=at, ends_at=at, accepted_at=at, **places, **fields)
        submit(lambda work: work.add(row))
        platform = known.of_site(db.session, site_of(app).settings)[known.key_of(row)]
        with pytest.raises(AddressRefused):
            PlatformWork(site_of(app).store, site_of(app).settings, now)._status_of(platform, f"{moodle.issuer}/columns/7", {})
    visitor = Visitor(Person(app, None), moodle, known.key_of(row))
    asked = visitor.begin()
    assert reason(visitor.post(moodle.message(asked["nonce"], visitor.origin), asked["state"])) == "down"
    assert moodle.asked == []
