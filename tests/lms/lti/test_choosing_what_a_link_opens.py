"""A teacher chooses on a page of this site what her link opens; what she chose goes back signed, with the platform's own data."""

import base64
import json
import re
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import time_machine
from flask import Flask
from joserfc import jwt
from joserfc.jwk import KeySet
from launch_walk import Visitor, reason
from small_platform import CLIENT, DEEP, LTI, SmallPlatform
from werkzeug.test import TestResponse

from lms.lti import tool_keys
from lms.web.current_site import site_of
from lms.web.database.instants import now

DATA = 'course=12&é="quoted"; \\ and  two  spaces'


def begun(visitor: Visitor, site: Flask, **settings: Any) -> TestResponse:
    """Inside the platform's page, by a browser that keeps no cookie there."""
    browser = site.test_client(use_cookies=False)
    announced = browser.get("/lti/login", query_string=visitor.announced("/lti/choose"), headers={"Sec-Fetch-Dest": "iframe"})
    asked = {name: values[0] for name, values in parse_qs(urlsplit(announced.headers["Location"]).query).items()}
    return visitor.post(visitor.platform.deep_message(asked["nonce"], visitor.origin, **settings), asked["state"], browser)


def hidden(page: TestResponse, name: str) -> str:
    found = re.search(f'name="{name}" value="([^"]+)"', page.text)
    assert found is not None, page.text
    return found[1]


def chosen(visitor: Visitor, site: Flask, *wishes: str, **settings: Any) -> tuple[TestResponse, dict[str, Any]]:
    page = begun(visitor, site, **settings)
    answer = site.test_client(use_cookies=False).post("/lti/choice", data={"box": hidden(page, "box"), "wish": list(wishes)})
    assert answer.status_code == 200, answer.text
    keys = KeySet.import_key_set(site.test_client().get("/lti/keys").get_json())
    return answer, jwt.decode(hidden(answer, "JWT"), keys, algorithms=["RS256"]).claims


def test_the_answer_is_signed_and_carries_the_platforms_data_to_the_letter(visitor: Visitor, site: Flask, moodle: SmallPlatform) -> None:
    answer, claims = chosen(visitor, site, "module/patient-essentials/fever", data=DATA)
    assert (claims["iss"], claims["aud"]) == (CLIENT, moodle.issuer)
    assert claims[f"{LTI}message_type"] == "LtiDeepLinkingResponse"
    assert claims[f"{LTI}deployment_id"] == "1"
    assert claims[f"{DEEP}data"] == DATA
    (item,) = claims[f"{DEEP}content_items"]
    assert item["type"] == "ltiResourceLink"
    assert item["url"] == f"{visitor.origin}/lti/launch"
    assert item["custom"] == {"open": "module/patient-essentials/fever"}
    assert item["title"]
    assert f'action="{moodle.issuer}/return"' in answer.text
    policy = answer.headers["Content-Security-Policy"]
    assert f"form-action 'self' {moodle.issuer};" in policy
    assert f"frame-ancestors {moodle.issuer}" in policy


def test_data_that_is_no_text_goes_back_as_it_came(visitor: Visitor, site: Flask) -> None:
    _answer, claims = chosen(visitor, site, "course/pharmacists", data={"course": 12, "é": ["x"]})
    assert claims[f"{DEEP}data"] == {"course": 12, "é": ["x"]}


def test_without_data_none_is_returned(visitor: Visitor, site: Flask) -> None:
    _answer, claims = chosen(visitor, site, "course/pharmacists")
    assert f"{DEEP}data" not in claims


def test_several_are_chosen_only_where_the_platform_takes_several(visitor: Visitor, site: Flask) -> None:
    wishes = ("course/pharmacists", "campaign/azur")
    assert len(chosen(visitor, site, *wishes, accept_multiple=True)[1][f"{DEEP}content_items"]) == 2
    assert len(chosen(visitor, site, *wishes)[1][f"{DEEP}content_items"]) == 1


def test_everything_on_the_page_can_be_chosen_and_opened(visitor: Visitor, site: Flask) -> None:
    page = begun(visitor, site)
    wishes = re.findall(r'name="wish" value="([^"]+)"', page.text)
    kinds = {wish.partition("/")[0] for wish in wishes}
    assert kinds == {"course", "module", "campaign"}
    assert len(wishes) > 30
    visitor.first_account("opens-all")
    for wish in wishes[:: max(1, len(wishes) // 12)]:
        answer = visitor.launch("opens-all", **{f"{LTI}custom": {"open": wish}})
        assert visitor.person.get(answer.headers["Location"]).status_code == 200, wish


@pytest.mark.parametrize("wish", ["", "course/nowhere", "https://evil.example"])
def test_nothing_chosen_is_asked_again(visitor: Visitor, site: Flask, wish: str) -> None:
    page = begun(visitor, site)
    answer = site.test_client(use_cookies=False).post("/lti/choice", data={"box": hidden(page, "box"), "wish": wish})
    assert answer.status_code == 422
    assert hidden(answer, "box") == hidden(page, "box")


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"deep_link_return_url": "https://evil.example/return"}, "target"),
        ({"deep_link_return_url": None}, "target"),
        ({"accept_types": ["html"]}, "message"),
        ({"accept_types": None}, "message"),
        ({"data": "x" * 20_001}, "missing"),
        ({"accept_presentation_document_targets": "window"}, "missing"),
    ],
)
def test_what_cannot_be_answered_is_refused(visitor: Visitor, site: Flask, settings: dict[str, Any], why: str) -> None:
    assert reason(begun(visitor, site, **settings)) == why


def test_a_message_of_another_step_is_refused(visitor: Visitor, site: Flask, moodle: SmallPlatform) -> None:
    """The box of a choice opens no account, and a message whose nonce is not the box's opens no choice."""
    announced = site.test_client().get("/lti/login", query_string=visitor.announced("/lti/choose"))
    asked = {name: values[0] for name, values in parse_qs(urlsplit(announced.headers["Location"]).query).items()}
    assert reason(visitor.post(moodle.message(asked["nonce"], visitor.origin), asked["state"])) == "browser"
    other = visitor.post(moodle.deep_message("another nonce", visitor.origin), asked["state"])
    assert reason(visitor.come(other)) == "browser"


def test_a_choice_announced_for_the_address_of_launches_is_made_in_her_own_browser(visitor: Visitor, moodle: SmallPlatform) -> None:
    asked = visitor.begin()
    page = visitor.come(visitor.post(moodle.deep_message(asked["nonce"], visitor.origin), asked["state"]))
    assert page.status_code == 200
    assert 'name="wish"' in page.text


def test_an_hour_later_it_is_begun_again(visitor: Visitor, site: Flask) -> None:
    box = hidden(begun(visitor, site), "box")
    with time_machine.travel(now() + timedelta(hours=1, seconds=5), tick=False):
        answer = site.test_client().post("/lti/choice", data={"box": box, "wish": "course/pharmacists"})
    assert reason(answer) == "late"
    assert reason(site.test_client().post("/lti/choice", data={"box": "forged", "wish": "course/pharmacists"})) == "late"


def test_a_new_key_signs_and_the_old_one_stays_shown(visitor: Visitor, site: Flask) -> None:
    chosen(visitor, site, "course/pharmacists")
    settings = site_of(site).settings
    kid = tool_keys.make_next(settings)
    shown = site.test_client().get("/lti/keys").get_json()["keys"]
    assert shown[0]["kid"] == kid
    assert len(shown) >= 2
    assert not any({"d", "p", "q"} & set(key) for key in shown), "private parts"
    answer, _claims = chosen(visitor, site, "course/pharmacists")
    head = json.loads(jwt_part(hidden(answer, "JWT")))
    assert (head["kid"], head["alg"]) == (kid, "RS256")
    assert all(path.stat().st_mode & 0o077 == 0 for path in tool_keys.folder_of(settings).iterdir())


def jwt_part(token: str) -> bytes:
    head = token.split(".")[0]
    return base64.urlsafe_b64decode(head + "=" * (-len(head) % 4))
