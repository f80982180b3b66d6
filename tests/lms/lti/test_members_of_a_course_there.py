"""An admin asks a platform who follows its course and sees who has not come: of professionals' courses alone, and nothing of it is kept."""

import json
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
import time_machine
from flask import Flask
from launch_walk import Visitor
from lms_cast import MakePerson, Person
from small_platform import LEARNER, LTI, SmallPlatform
from sqlalchemy import func, inspect, select

from lms.cohorts.models import COURSE, Registration
from lms.lti.rosters import members
from lms.platforms.models import PlatformCourse
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

CLAIM = "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice"
TEACHER = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
LIST = "/fr/site/plateformes/cours"
PLACE = "/courses/9/members"


def there(platform: SmallPlatform, context: str = "course-9", title: str = "Officine, printemps", path: str = PLACE) -> dict[str, Any]:
    claim = {"context_memberships_url": f"{platform.issuer}{path}?limit=2", "service_versions": ["2.0"]}
    return {CLAIM: claim, f"{LTI}context": {"id": context, "title": title}}


def member(subject: str, name: str = "", roles: tuple[str, ...] = (LEARNER,), **more: Any) -> dict[str, Any]:
    return {"user_id": subject, "roles": list(roles), **({"name": name} if name else {}), **more}


def says(platform: SmallPlatform, *rows: Any, path: str = PLACE, status: int = 200, following: str = "") -> None:
    headers = {"Content-Type": members.TYPE, **({"Link": f'<{following}>; rel="next"'} if following else {})}
    body = json.dumps({"id": f"{platform.issuer}{path}", "context": {"id": "course-9"}, "members": list(rows)}).encode()
    platform.raw[path] = (status, headers, body)


def rows_of(site: Flask) -> list[PlatformCourse]:
    with site.app_context():
        return list(db.session.scalars(select(PlatformCourse)))


@pytest.fixture(autouse=True)
def no_courses_before(site: Flask) -> None:
    with site.app_context():
        submit(lambda work: [work.delete(row) for row in work.scalars(select(PlatformCourse))])


@pytest.fixture
def admin(make_person: MakePerson) -> Person:
    return make_person("admin")


def ask(site: Flask, admin: Person, lang: str = "fr") -> Any:
    (row,) = rows_of(site)
    return admin.post(f"{LIST}/{row.uuid}" if lang == "fr" else f"/en/site/platforms/courses/{row.uuid}")


def opened(visitor: Visitor, make_person: MakePerson, subject: str, **claims: Any) -> Person:
    """Somebody who linked her account and opened the course."""
    hers = Visitor(make_person("pharmacist"), visitor.platform, "moodle")
    hers.link(subject)
    hers.launch(subject, **claims)
    return hers.person


def follow(site: Flask, person: Person) -> None:
    with site.app_context():
        learner_id, at = person.account.learner.id, now()
        submit(lambda work: work.add(Registration(learner_id=learner_id, kind=COURSE, key="pharmacists", created_at=at)))


def test_who_came_who_did_not_and_who_is_on_the_list_no_more(
    site: Flask, visitor: Visitor, moodle: SmallPlatform, admin: Person, make_person: MakePerson
) -> None:
    come, gone = (opened(visitor, make_person, f"m-{one}", **there(moodle)) for one in ("come", "gone"))
    follow(site, gone)
    page = admin.get(LIST)
    assert page.status_code == 200
    assert "Officine, printemps" in page.text
    more = f"{moodle.issuer}/courses/9/more"
    says(moodle, member("m-come", "Claire Dubois"), member("m-teacher", "Le Professeur", (LEARNER, TEACHER)), following=more)
    says(moodle, member("m-new", "Zoé <b>Nouvelle</b>"), member("m-past", "Paul Parti", status="Inactive"), path="/courses/9/more")
    answer = ask(site, admin)
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"
    missing, here, left = (part.partition("</section>")[0] for part in answer.text.split('<section class="flow">')[1:])
    assert "Zoé &lt;b&gt;Nouvelle&lt;/b&gt;" in missing
    assert "Claire" not in missing
    assert "Claire Dubois" in here
    assert come.account.username in here
    assert gone.account.username in left
    assert come.account.username not in left
    assert "Professeur" not in answer.text
    assert "Paul Parti" not in answer.text
    assertion = moodle.assertions[-1]
    assert assertion["scope"] == members.SCOPE
    assert moodle.asked[-2:] == [PLACE, "/courses/9/more"]


def test_nothing_of_what_the_platform_said_is_kept(site: Flask, visitor: Visitor, moodle: SmallPlatform, admin: Person) -> None:
    visitor.launch("m-1", **there(moodle))
    says(moodle, member("m-secret", "Ondine Gardée"))

    def rows() -> dict[str, int]:
        with site.app_context(), db.engine.connect() as connection:
            tables = [one for one in inspect(db.engine).get_table_names() if one not in ("audit_line", "audit_end")]
            return {one: connection.exec_driver_sql(f'select count(*) from "{one}"').scalar_one() for one in tables}

    before = rows()
    assert "Ondine Gardée" in ask(site, admin).text
    assert rows() == before
    with site.app_context(), db.engine.connect() as connection:
        dump = "".join(str(connection.exec_driver_sql(f'select * from "{one}"').fetchall()) for one in before)
    assert "Ondine" not in dump
    assert "m-secret" not in dump


@pytest.mark.parametrize("wish", ["course/patient-essentials", "module/patient-essentials/fever", "campaign/azur", ""])
def test_of_courses_of_patients_and_of_the_game_it_is_not_even_known_where_to_ask(
    site: Flask, visitor: Visitor, moodle: SmallPlatform, wish: str
) -> None:
    visitor.launch("m-2", **{**there(moodle), f"{LTI}custom": {"open": wish}})
    assert rows_of(site) == []


@pytest.mark.parametrize("address", ["https://elsewhere.example/members", "http://127.0.0.1:1/members", "", 7, "x" * 700])
def test_a_list_that_stands_elsewhere_than_on_the_platform_is_not_asked_for(
    site: Flask, visitor: Visitor, moodle: SmallPlatform, address: Any
) -> None:
    visitor.launch("m-3", **{**there(moodle), CLAIM: {"context_memberships_url": address}})
    assert rows_of(site) == []


def test_a_module_opens_its_course_and_a_launch_is_written_down_once_a_day(site: Flask, visitor: Visitor, moodle: SmallPlatform) -> None:
    module = {f"{LTI}custom": {"open": "module/pharmacists/at-the-counter"}}
    visitor.launch("m-4", **{**there(moodle), **module})
    (row,) = rows_of(site)
    assert row.course == "pharmacists"
    visitor.launch("m-4", **there(moodle))
    assert [one.opened_at for one in rows_of(site)] == [row.opened_at]
    visitor.launch("m-4", **there(moodle, title="Officine, automne"))
    assert [one.title for one in rows_of(site)] == ["Officine, automne"]


def test_a_course_that_was_not_opened_for_long_is_forgotten(site: Flask, visitor: Visitor, moodle: SmallPlatform) -> None:
    visitor.launch("m-5", **there(moodle))
    with time_machine.travel(now() + timedelta(days=401), tick=True):
        visitor.launch("m-5", **there(moodle, context="another"))
        assert [one.context_hash for one in rows_of(site)] == [rows_of(site)[0].context_hash]


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (401, "ne dit pas qui suit"),
        (403, "ne dit pas qui suit"),
        (404, "n’a plus ce cours"),
        (500, "n’a pas répondu"),
        (429, "n’a pas répondu"),
    ],
)
def test_a_platform_that_refuses_is_told_in_a_sentence(
    site: Flask, visitor: Visitor, moodle: SmallPlatform, admin: Person, status: int, words: str
) -> None:
    visitor.launch("m-6", **there(moodle))
    says(moodle, status=status)
    answer = ask(site, admin)
    assert answer.status_code == 502
    assert words in answer.text


@pytest.mark.parametrize("body", [b"<html>", b"[]", b'{"members": 3}', b"\xff", b""])
def test_an_answer_that_is_no_list_is_told_in_a_sentence(
    site: Flask, visitor: Visitor, moodle: SmallPlatform, admin: Person, body: bytes
) -> None:
    visitor.launch("m-7", **there(moodle))
    moodle.raw[PLACE] = (200, {}, body)
    assert "cannot be read" in ask(site, admin, "en").text


def test_no_token_no_question(site: Flask, visitor: Visitor, moodle: SmallPlatform, admin: Person) -> None:
    visitor.launch("m-8", **there(moodle))
    moodle.raw["/token"] = (400, {}, b'{"error": "invalid_scope"}')
    assert "gave no permission" in ask(site, admin, "en").text
    assert PLACE not in moodle.asked


def test_pages_that_lead_in_a_circle_or_away_are_not_followed(site: Flask, visitor: Visitor, moodle: SmallPlatform, admin: Person) -> None:
    visitor.launch("m-9", **there(moodle))
    says(moodle, member("a"), following=f"{moodle.issuer}{PLACE}?limit=2")
    assert "does not end" in ask(site, admin, "en").text
    says(moodle, member("a"), following="https://elsewhere.example/members")
    assert "an address that is not its own" in ask(site, admin, "en").text


def test_an_answer_without_an_end_is_not_read(site: Flask, visitor: Visitor, moodle: SmallPlatform, admin: Person) -> None:
    visitor.launch("m-long", **there(moodle))
    moodle.raw[PLACE] = (200, {}, b" " * (members.LARGEST + 1))
    assert "does not end" in ask(site, admin, "en").text


def test_entries_that_cannot_be_read_stop_nothing(site: Flask, visitor: Visitor, moodle: SmallPlatform, admin: Person) -> None:
    visitor.launch("m-10", **there(moodle))
    odd = [None, 3, {}, {"user_id": 3, "roles": [LEARNER]}, member("x" * 300), {"user_id": "b", "roles": "Learner"}]
    says(moodle, *odd, member("c", roles=("Learner",)), member("d", given_name="Ada", family_name="Courte"))
    answer = ask(site, admin, "en")
    assert answer.status_code == 200
    assert "2 people learn there" in answer.text
    assert "Ada Courte" in answer.text
    assert "without a name" in answer.text


def test_nobody_but_an_admin_asks(site: Flask, visitor: Visitor, moodle: SmallPlatform, make_person: MakePerson) -> None:
    visitor.launch("m-11", **there(moodle))
    (row,) = rows_of(site)
    for role in ("pharmacist", "educator", "patient", "training_manager"):
        assert make_person(role).post(f"{LIST}/{row.uuid}").status_code in (403, 404)
    assert PLACE not in moodle.asked


def test_the_course_of_a_platform_that_is_not_known_any_more_is_not_shown(
    site: Flask, visitor: Visitor, moodle: SmallPlatform, admin: Person
) -> None:
    visitor.launch("m-12", **there(moodle))

    def rename(work: Any) -> None:
        work.scalars(select(PlatformCourse)).one().platform = "former"

    with site.app_context():
        submit(rename)
    assert "Officine, printemps" not in admin.get(LIST).text
    assert ask(site, admin).status_code == 404


def test_the_query_of_the_address_goes_with_it(site: Flask, visitor: Visitor, moodle: SmallPlatform, admin: Person) -> None:
    visitor.launch("m-13", **there(moodle))
    (row,) = rows_of(site)
    assert parse_qs(row.members.partition("?")[2]) == {"limit": ["2"]}
    with site.app_context():
        assert db.session.scalar(select(func.count()).select_from(PlatformCourse)) == 1
