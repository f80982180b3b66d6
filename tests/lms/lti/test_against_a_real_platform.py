"""Launch, choice and result against lti1p3platform, request by request, as fast as that goes; the walk in a browser stands beside it.

Needs `.venvs/platform`, which `make test-slow` makes.
"""

import html
import re
import threading
from collections.abc import Iterator
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from app_server import served_at
from flask import Flask
from lms_cast import PASSPHRASE, MakePerson, Person
from lms_site import close, make_site
from platform_tables import table
from real_platform import MISSING, page, real_platform, told
from serving_site import free_port
from sqlalchemy import select
from werkzeug.test import TestResponse

from lms.accounts.models import Account
from lms.cohorts.models import COURSE, Registration
from lms.lti.sending import PlatformWork
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

pytestmark = [pytest.mark.slow, pytest.mark.skipif(bool(MISSING), reason=MISSING)]


@pytest.fixture(scope="module")
def address() -> str:
    return f"http://127.0.0.1:{free_port()}"


@pytest.fixture(scope="module")
def platform(address: str) -> Iterator[str]:
    with real_platform(address) as running:
        yield running


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, address: str, platform: str) -> Iterator[Flask]:
    folder = tmp_path_factory.mktemp("site")
    file = folder / "platforms.toml"
    file.write_text(table("moodle", platform, new_role='"pharmacist"', grades="true"), "utf-8")
    app = make_site(folder / "data", lti_platforms=str(file), origin=address)
    with served_at(app, int(address.rpartition(":")[2])):
        yield app
    close(app)


def link_in(text: str, attribute: str) -> str:
    found = re.search(f'{attribute}="(http[^"]+)"', text)
    assert found is not None, text
    return html.unescape(found[1])


def fields_of(text: str) -> dict[str, str]:
    return {name: html.unescape(value) for name, value in re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', text)}


def brought(person: Person, announced: str, **headers: str) -> TestResponse:
    """Announced here, asked there, and the form it answers with sent here without a cookie of ours."""
    path = announced.partition("//")[2].partition("/")[2]  # so that the browser of the test keeps one host
    there = person.client.get(f"/{path}", headers=headers)
    assert there.status_code == 302, there.headers.get("Location")
    return person.site.test_client(use_cookies=False).post("/lti/launch", data=fields_of(page(there.headers["Location"])))


def launched(person: Person, platform: str, subject: str, wish: str) -> TestResponse:
    link = link_in(page(f"{platform}/link?{urlencode({'subject': subject, 'open': wish})}"), "href")
    return person.client.get(brought(person, link).headers["Location"])


def test_a_launch_opens_an_account_and_its_result_arrives_there_once(site: Flask, platform: str) -> None:
    person = Person(site, None)
    assert launched(person, platform, "s-1", "course/pharmacists").headers["Location"] == "/fr/premiere-fois"
    opened = person.post("/fr/premiere-fois/compte", name="claire-there", consent="yes")
    assert opened.headers["Location"] == "/fr/resultat-pour-la-plateforme"
    assert person.post("/fr/resultat-pour-la-plateforme", agree="yes").status_code == 303
    with site.app_context():
        learner_id, at = db.session.scalars(select(Account).where(Account.username == "claire-there")).one().learner.id, now()
        submit(lambda work: work.add(Registration(learner_id=learner_id, kind=COURSE, key="pharmacists", created_at=at, finished_at=at)))
    work = PlatformWork(site_of(site).store, site_of(site).settings, now)
    assert [work.turn(threading.Event()), work.turn(threading.Event())] == [1, 0]
    scores = [one for one in told(platform)["scores"] if one["userId"] == "s-1"]
    assert [(one["scoreGiven"], one["activityProgress"]) for one in scores] == [(1, "Completed")]
    again = Person(site, None)
    assert launched(again, platform, "s-1", "module/patient-essentials/fever").headers["Location"] == "/fr/cours/patient-essentials/fever"


def test_a_choice_made_in_its_frame_is_taken_there(site: Flask, platform: str) -> None:
    person, before = Person(site, None), len(told(platform)["items"])
    link = link_in(page(f"{platform}/choice?subject=teacher"), "src")
    box = fields_of(brought(person, link, **{"Sec-Fetch-Dest": "iframe"}).text)["box"]
    answer = person.client.post("/lti/choice", data={"box": box, "wish": ["course/pharmacists", "campaign/azur"]})
    body = urlencode({"JWT": fields_of(answer.text)["JWT"]}).encode()
    with urlopen(Request(f"{platform}/return", body)) as kept:
        assert b"Kept" in kept.read()
    items = told(platform)["items"][before]
    assert [item["custom"]["open"] for item in items] == ["course/pharmacists", "campaign/azur"]
    assert ["lineItem" in item for item in items] == [True, False]


def test_it_says_who_follows_its_course_and_who_came_is_told_from_who_did_not(site: Flask, platform: str, make_person: MakePerson) -> None:
    """Its own check of our assertion and of the token's scope; two pages of its list."""
    member = make_person("pharmacist")
    assert launched(member, platform, "member-1", "course/pharmacists").headers["Location"] == "/fr/premiere-fois"
    assert member.post("/fr/premiere-fois/lier", passphrase=PASSPHRASE).status_code == 303
    admin = make_person("admin")
    address = re.findall(r'action="(/fr/site/plateformes/cours/[0-9a-f-]{36})"', admin.get("/fr/site/plateformes/cours").text)
    answer = admin.post(address[0])
    assert answer.status_code == 200
    missing, here = (part.partition("</section>")[0] for part in answer.text.split('<section class="flow">')[1:3])
    assert "Member 2" in missing
    assert "Member 1" not in missing
    assert member.account.username in here
