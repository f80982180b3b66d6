"""Each way in which a launch may be wrong, late, altered or somebody else's: nobody is let in, and a page says what to do."""

import base64
import json
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from flask import Flask
from joserfc import jwt
from joserfc.jwk import OctKey
from launch_walk import Visitor, reason
from lms_cast import Person
from small_platform import CLIENT, LTI, SmallPlatform, new_key
from sqlalchemy import func, select

from lms.lti.failures import FAILURES
from lms.lti.models import LtiLaunch
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now

NOW = time.time
Change = Callable[[SmallPlatform], None]


def says(**claims: Any) -> Change:
    def change(platform: SmallPlatform) -> None:
        platform.claims = claims

    return change


def at(**seconds: int) -> Change:
    """Times of the claims, in seconds from the moment the message is made: a list made at import would be old by then."""

    def change(platform: SmallPlatform) -> None:
        platform.claims = {name: int(NOW()) + later for name, later in seconds.items()}

    return change


def lti(name: str, value: Any) -> Change:
    return says(**{f"{LTI}{name}": value})


def unsigned(platform: SmallPlatform) -> None:
    def encoded(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    platform.signed = lambda claims: f"{encoded({'alg': 'none'})}.{encoded(claims)}."  # type: ignore[method-assign]


def by_the_public_key(platform: SmallPlatform) -> None:
    """HS256 with the public key as the secret: what a checker that believes `alg` takes."""
    secret = OctKey.import_key(platform.key.as_dict(private=False)["n"])
    platform.signed = lambda claims: jwt.encode({"alg": "HS256", "kid": "k1"}, claims, secret, algorithms=["HS256"])  # type: ignore[method-assign]


def by_another_key(platform: SmallPlatform) -> None:
    platform.shown_keys, platform.key = [platform.key], new_key("k1")


def by_an_unknown_key(platform: SmallPlatform) -> None:
    platform.shown_keys, platform.key = [platform.key], new_key("k9")


def altered(platform: SmallPlatform) -> None:
    def signed(claims: dict[str, Any]) -> str:
        head, _payload, signature = SmallPlatform.signed(platform, claims).split(".")
        other = SmallPlatform.signed(platform, {**claims, "sub": "somebody else"}).split(".")[1]
        return f"{head}.{other}.{signature}"

    platform.signed = signed  # type: ignore[method-assign]


def broken(platform: SmallPlatform) -> None:
    platform.broken = True


def no_token(platform: SmallPlatform) -> None:
    platform.signed = lambda _claims: "a.b"  # type: ignore[method-assign]


CASES: list[tuple[str, Change, str]] = [
    ("unknown issuer", says(iss="https://evil.example"), "issuer"),
    ("no issuer", says(iss=None), "issuer"),
    ("wrong audience", says(aud="another-client"), "audience"),
    ("our audience among others, meant for another", says(aud=[CLIENT, "x"], azp="x"), "audience"),
    ("several audiences and no word for whom", says(aud=[CLIENT, "x"]), "audience"),
    ("no audience", says(aud=None), "audience"),
    ("expired", at(exp=-3600, iat=-7200), "clock"),
    ("a clock five minutes ahead", at(iat=330, exp=900), "clock"),
    ("not yet valid", at(nbf=7200), "clock"),
    ("no end", says(exp=None), "clock"),
    ("no beginning", says(iat=None), "clock"),
    ("an end that is no number", says(exp="tomorrow"), "clock"),
    ("no nonce", says(nonce=None), "missing"),
    ("a subject that is no text", says(sub=7), "altered"),
    ("an empty subject", says(sub=""), "missing"),
    ("no deployment", lti("deployment_id", None), "missing"),
    ("another deployment", lti("deployment_id", "99"), "deployment"),
    ("no roles", lti("roles", None), "missing"),
    ("no link", lti("resource_link", None), "missing"),
    ("a link without an id", lti("resource_link", {"title": "x"}), "missing"),
    ("another version", lti("version", "1.1"), "message"),
    ("no version", lti("version", None), "message"),
    ("another message", lti("message_type", "LtiSubmissionReviewRequest"), "message"),
    ("no target", lti("target_link_uri", None), "target"),
    ("a target elsewhere", lti("target_link_uri", "https://evil.example/lti/launch"), "target"),
    ("another page of this site", lti("target_link_uri", "http://localhost:8000/fr/compte"), "target"),
    ("unsigned", unsigned, "altered"),
    ("signed by the public key", by_the_public_key, "altered"),
    ("signed by another key of that name", by_another_key, "altered"),
    ("signed by an unknown key", by_an_unknown_key, "key"),
    ("altered on the way", altered, "altered"),
    ("no token", no_token, "altered"),
    ("keys that do not come", broken, "down"),
]


@pytest.mark.parametrize(("change", "why"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_a_wrong_message_lets_nobody_in_and_its_page_says_what_to_do(
    visitor: Visitor, site: Flask, moodle: SmallPlatform, change: Change, why: str
) -> None:
    before = launches(site)
    asked = visitor.begin()
    change(moodle)
    answer = visitor.post(moodle.message(asked["nonce"], visitor.origin), asked["state"])
    assert reason(answer) == why
    assert "Set-Cookie" not in answer.headers
    assert launches(site) == before, "nothing is written before a message is checked"
    for language in ("fr", "en"):
        page = visitor.person.get(answer.headers["Location"].replace("/fr/depuis-une-plateforme", PLACES[language]))
        assert page.status_code == FAILURES[why].status
        assert 400 <= page.status_code < 600
        assert why in page.text
    assert visitor.name() == ""


PLACES = {"fr": "/fr/depuis-une-plateforme", "en": "/en/from-a-platform"}


def launches(site: Flask) -> int:
    with site.app_context():
        return db.session.scalar(select(func.count()).select_from(LtiLaunch)) or 0


def test_every_reason_has_its_case() -> None:
    """Those that no message shows stand in the tests below and in test_launching.py."""
    elsewhere = {"used", "browser", "late", "refused", "role", "suspended", "taken", "content"}
    assert set(FAILURES) - {why for _name, _change, why in CASES} == elsewhere


def test_a_clock_a_minute_ahead_is_no_matter(visitor: Visitor, moodle: SmallPlatform) -> None:
    moodle.claims = {"iat": int(NOW()) + 55, "nbf": int(NOW()) + 55}
    assert visitor.launch("skewed").headers["Location"] == "/fr/premiere-fois"


def test_the_same_message_opens_one_session(visitor: Visitor, moodle: SmallPlatform) -> None:
    asked = visitor.begin()
    token = moodle.message(asked["nonce"], visitor.origin, "twice")
    first, second = visitor.post(token, asked["state"]), visitor.post(token, asked["state"])
    assert reason(second) == "used"
    assert visitor.come(first).headers["Location"] == "/fr/premiere-fois"
    assert reason(visitor.post(token, asked["state"])) == "used"


def test_the_last_step_counts_once(visitor: Visitor, moodle: SmallPlatform) -> None:
    asked = visitor.begin()
    with visitor.person.client.session_transaction() as session:
        kept = dict(session["provider_attempts"])
    answer = visitor.post(moodle.message(asked["nonce"], visitor.origin, "last-step"), asked["state"])
    assert visitor.come(answer).headers["Location"] == "/fr/premiere-fois"
    with visitor.person.client.session_transaction() as session:
        session["provider_attempts"] = kept  # whoever kept a copy of her cookie
    assert reason(visitor.come(answer)) == "used"


def test_another_browser_gets_nothing_of_it(visitor: Visitor, site: Flask, moodle: SmallPlatform) -> None:
    asked = visitor.begin()
    answer = visitor.post(moodle.message(asked["nonce"], visitor.origin, "hers"), asked["state"])
    stranger = Visitor(Person(site, None), moodle, "moodle")
    assert reason(stranger.come(answer)) == "browser"
    stranger.begin()
    assert reason(stranger.come(answer)) == "browser"
    assert visitor.come(answer).headers["Location"] == "/fr/premiere-fois"


def test_a_message_with_a_nonce_of_somebody_elses_step_opens_nothing(visitor: Visitor, moodle: SmallPlatform) -> None:
    """An attacker's own message, posted into her browser under the state of a step that she began."""
    asked = visitor.begin()
    answer = visitor.post(moodle.message("a nonce of the attacker", visitor.origin, "attacker"), asked["state"])
    assert reason(visitor.come(answer)) == "used"
    assert visitor.person.client.get_cookie("hlm-lti") is None


def test_a_browser_that_keeps_no_cookie_is_told_so(visitor: Visitor, site: Flask, moodle: SmallPlatform) -> None:
    asked = visitor.begin()
    answer = visitor.post(moodle.message(asked["nonce"], visitor.origin), asked["state"])
    blocked = site.test_client(use_cookies=False).get(answer.headers["Location"])
    assert reason(blocked) == "browser"
    page = site.test_client(use_cookies=False).get(blocked.headers["Location"])
    assert "cookie" in page.text
    assert moodle.issuer in page.headers["Content-Security-Policy"].partition("frame-ancestors ")[2], (
        "it is read inside the platform's page"
    )


def test_after_ten_minutes_the_step_is_over(visitor: Visitor, moodle: SmallPlatform) -> None:
    asked = visitor.begin()
    with time_machine.travel(now() + timedelta(minutes=10, seconds=1), tick=False):
        answer = visitor.post(moodle.message(asked["nonce"], visitor.origin), asked["state"])
        assert reason(visitor.come(answer)) == "late"


def test_a_platform_that_says_no_is_heard(visitor: Visitor, site: Flask) -> None:
    asked = visitor.begin()
    answer = site.test_client().post("/lti/launch", data={"error": "login_required", "state": asked["state"]})
    assert reason(answer) == "refused"


def test_the_address_of_launches_opened_by_hand_says_where_to_begin(guest: Person, visitor: Visitor) -> None:
    assert reason(visitor.person.get("/lti/launch")) == "browser"


def test_a_new_key_of_the_platform_is_asked_for_once(visitor: Visitor, moodle: SmallPlatform) -> None:
    visitor.first_account("rotated")
    moodle.key = new_key("k2")
    moodle.shown_keys = [*moodle.shown_keys, moodle.key]
    documents = site_of(visitor.person.site).provider_documents["lti/moodle"]
    documents.keys_at -= 61  # type: ignore[attr-defined]  # as if a minute had gone by
    moodle.asked.clear()
    assert visitor.launch("rotated").headers["Location"] == "/fr/cours/pharmacists"
    assert moodle.asked == ["/keys"]
    moodle.key = new_key("k3")
    for _time in range(3):
        asked = visitor.begin()
        assert reason(visitor.post(moodle.message(asked["nonce"], visitor.origin), asked["state"])) == "key"
    assert moodle.asked == ["/keys"], "whoever sends unknown keys makes no storm of requests"


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"iss": "https://evil.example"}, "issuer"),
        ({"client_id": "another"}, "issuer"),
        ({"login_hint": ""}, "missing"),
        ({"login_hint": "x" * 5000}, "missing"),
        ({"lti_deployment_id": "99"}, "deployment"),
        ({"target_link_uri": "https://evil.example/lti/launch"}, "target"),
        ({"target_link_uri": "http://localhost:8000@evil.example/lti/launch"}, "target"),
        ({"target_link_uri": "http://localhost:8000.evil.example/lti/launch"}, "target"),
        ({"target_link_uri": "//localhost:8000/lti/launch"}, "target"),
        ({"target_link_uri": "http://localhost:99999999/lti/launch"}, "target"),
        ({"target_link_uri": ""}, "target"),
    ],
)
def test_a_wrong_announcement_leads_to_no_platform(visitor: Visitor, change: dict[str, str], why: str) -> None:
    answer = visitor.person.client.get("/lti/login", query_string={**visitor.announced(), **change})
    assert reason(answer) == why
    assert "provider_attempts" not in answer.headers.get("Set-Cookie", "")


def test_an_announcement_without_a_client_is_read_where_there_is_one(visitor: Visitor) -> None:
    asked = {name: value for name, value in visitor.announced().items() if name != "client_id"}
    assert visitor.person.client.get("/lti/login", query_string=asked).headers["Location"].startswith(visitor.platform.issuer)


def test_an_announcement_as_a_form_touches_no_session(visitor: Visitor, make_person: Any) -> None:
    person = make_person("pharmacist")
    hers = Visitor(person, visitor.platform, "moodle")
    without_cookies = hers.person.site.test_client(use_cookies=False)
    answer = without_cookies.post("/lti/login", data=hers.announced(), headers={"Origin": visitor.platform.issuer})
    assert answer.status_code == 303
    assert answer.headers["Location"].startswith("/lti/login?iss=")
    assert "Set-Cookie" not in answer.headers, "her session here would be replaced"
    assert person.get(answer.headers["Location"]).headers["Location"].startswith(f"{visitor.platform.issuer}/auth?")


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_inside_the_platforms_page_it_opens_a_window_of_its_own(visitor: Visitor, moodle: SmallPlatform, method: str) -> None:
    answer = visitor.announce(method, headers={"Sec-Fetch-Dest": "iframe"})
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers
    policy = answer.headers["Content-Security-Policy"]
    assert f"frame-ancestors {moodle.issuer}" in policy
    assert "'none'" not in policy.partition("frame-ancestors")[2]
    link = answer.text.partition('class="button" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert 'target="_blank"' in answer.text
    assert visitor.person.get(link).headers["Location"].startswith(f"{moodle.issuer}/auth?")


def test_no_other_page_may_be_framed(visitor: Visitor) -> None:
    visitor.launch("framed")
    for path in ("/fr/", "/fr/compte", "/fr/premiere-fois", "/fr/depuis-une-plateforme/used", "/fr/connexion"):
        assert "frame-ancestors 'none'" in visitor.person.get(path).headers["Content-Security-Policy"], path
