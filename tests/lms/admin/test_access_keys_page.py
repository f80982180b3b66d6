"""The staff's page of access keys: made with limits, given a new secret, ended; and how far the copies are."""

import re
from zoneinfo import ZoneInfo

from flask import Flask
from lms_cast import Person

from lms.web.current_site import site_of
from lrs.keys import access_keys
from lrs.maintenance import forwarding
from lrs.storage import clock

PAGE = "/en/site/access-keys"


def secret_of(answer: object) -> tuple[str, str]:
    """The id and secret shown once."""
    found = re.search(r'class="code small-code">([0-9a-f-]{36}):([\w-]{43})<', answer.text)  # type: ignore[attr-defined]
    assert found is not None
    return found.group(1), found.group(2)


def opens(site: Flask, id: str, secret: str) -> bool:
    answer = site.test_client().get("/xapi/statements", auth=(id, secret), headers={"X-Experience-API-Version": "2.0.0"})
    return answer.status_code == 200


def test_a_key_is_made_with_its_limits_and_shown_with_them(site: Flask, admin: Person) -> None:
    answer = admin.post(PAGE, label="Ward tablet", scopes="statements/read", days="30", rate="120", cohort="")
    id, secret = secret_of(answer)
    assert opens(site, id, secret)
    with site_of(site).store.engine.connect() as connection:
        key = access_keys.find(connection, id)
    assert key.rate == 120
    assert key.expires is not None
    assert key.policy == access_keys.PSEUDONYMOUS
    page = admin.get(PAGE).text
    assert "120 calls a minute" in page
    ends = clock.parse(key.expires).astimezone(ZoneInfo("Europe/Paris"))
    assert f"until {ends.day} {ends:%B %Y}" in page.replace("\u00a0", " ")
    assert secret not in page


def test_a_new_secret_opens_and_the_old_one_still_does(site: Flask, admin: Person) -> None:
    id, old = secret_of(admin.post(PAGE, label="x", scopes="statements/read", days="0"))
    again, new = secret_of(admin.post(f"{PAGE}/{id}/secret"))
    assert again == id
    assert new != old
    assert opens(site, id, new)
    assert opens(site, id, old)
    assert admin.post(f"{PAGE}/00000000-0000-4000-8000-000000000000/secret").status_code == 404


def test_a_form_that_does_not_fit_says_what_to_put_right(admin: Person) -> None:
    answer = admin.post(PAGE, label="", days="7", rate="many")
    assert answer.status_code == 422
    for words in ("The label is missing", "What the key may do is missing", "The end is missing", "The number of calls does not fit"):
        assert words in answer.text
    assert admin.post(PAGE, label="x", scopes="state", days="0", cohort="00000000-0000-4000-8000-000000000009").status_code == 400


def test_the_page_tells_how_far_the_copies_are(site: Flask, admin: Person) -> None:
    store = site_of(site).store
    assert "No other store gets copies." in admin.get(PAGE).text
    store.writer.submit(lambda connection: forwarding.add(connection, name="region", endpoint="http://127.0.0.1:9", version="2.0.0"))
    with store.engine.connect() as connection:
        (row,) = forwarding.everyone(connection)
    forwarding.note_failure(store, row, OSError("<b>refused</b>"))
    page = admin.get(PAGE).text
    assert "region" in page
    assert "&lt;b&gt;refused&lt;/b&gt;" in page
    assert "away, tried again on" in page
    key, secret = store.writer.submit(lambda connection: access_keys.create(connection, label="figures", scopes=("metrics",)))
    assert 'lrs_forward_lag{forward="region"}' in admin.get("/metrics", auth=(key.id, secret)).text
    store.writer.submit(lambda connection: forwarding.remove(connection, "region"))
