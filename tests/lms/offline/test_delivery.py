"""Answers given without network count once, for who gave them, marked by the site, on the day they were given."""

import threading
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
from flask import Flask
from lms_cast import Person, passphrase_hash
from sqlalchemy import func, select

from courses.packages.page import practice_items
from lms.accounts import opening
from lms.accounts.models import Learner
from lms.cohorts.models import Registration
from lms.learning.models import Attempt, Progress
from lms.web.current_site import site_of
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit
from lrs.storage.tables import statements

COURSE, MODULE = "patient-essentials", "fever"
WHO, ANSWERS = "/fr/hors-connexion/qui", "/fr/hors-connexion/reponses"
SENT_AT = 1_790_000_000_000


def who(person: Person) -> dict[str, Any]:
    """As a script asks, from a page that the site has sent."""
    person.token()
    answer = person.get(WHO)
    assert answer.headers["Cache-Control"] == "no-store"
    return dict(answer.json or {})


def item_of(site: Flask, kind: str = "single") -> Any:
    module = site_of(site).newest_content.catalogue.modules[MODULE, "fr"]
    return next(one for one in practice_items(module) if one.kind == kind)


def event(site: Flask, **more: Any) -> dict[str, Any]:
    item = item_of(site)
    usual = {
        "id": str(uuid4()),
        "kind": "answer",
        "course": COURSE,
        "module": MODULE,
        "language": "fr",
        "item": item.key,
        "version": item.version,
    }
    return usual | {"response": {"choice": [item.options[0].key]}, "at": SENT_AT - 3_600_000, "seconds": 12} | more


def send(person: Person, events: list[dict[str, Any]], here: dict[str, Any], **more: Any) -> dict[str, str]:
    body = {"owner": here["owner"], "ticket": here["ticket"], "sentAt": SENT_AT, "events": events} | more
    answer = person.client.post(ANSWERS, json=body, headers={"X-CSRFToken": who(person)["csrf"]})
    assert answer.status_code == 200, answer.text
    return dict(answer.json["results"])


def attempts(site: Flask, *uuids: str) -> list[Attempt]:
    with site.app_context():
        return list(db.session.scalars(select(Attempt).where(Attempt.uuid.in_([UUID(one) for one in uuids])).order_by(Attempt.id)))


def learner_of(site: Flask, attempt: Attempt) -> Learner:
    with site.app_context():
        row = db.session.get_one(Registration, attempt.registration_id)
        return db.session.get_one(Learner, row.learner_id)


def test_an_answer_counts_once_however_often_it_is_sent(site: Flask, learner: Person) -> None:
    here, one = who(learner), event(site)
    assert send(learner, [one], here) == {one["id"]: "taken"}
    assert send(learner, [one, one], here) == {one["id"]: "taken"}
    (row,) = attempts(site, one["id"])
    assert row.number == 1
    assert learner_of(site, row).uuid == learner.pseudonym
    with site_of(site).store.engine.connect() as connection:
        n_statements = connection.scalar(select(func.count()).where(statements.c.id == one["id"]))
    assert n_statements == 1


def test_it_is_dated_by_the_time_between_and_not_by_the_phones_clock(site: Flask, learner: Person) -> None:
    here = who(learner)
    hour, future, old = event(site), event(site, at=SENT_AT + 10**9), event(site, at=0)
    send(learner, [hour, future, old], here)
    dates = [now() - row.created_at for row in attempts(site, hour["id"], future["id"], old["id"])]
    assert timedelta(minutes=59) < dates[0] < timedelta(minutes=62)
    assert dates[1] < timedelta(minutes=2)
    assert timedelta(days=59) < dates[2] < timedelta(days=61)


def test_the_site_marks_and_not_the_phone(site: Flask, learner: Person) -> None:
    item = item_of(site)
    wrong = next(option.key for option in item.options if option.key not in item.right_keys)
    one = event(site, response={"choice": [wrong]}, mark={"verdict": "right"}, scaled=1)
    send(learner, [one], who(learner))
    assert attempts(site, one["id"])[0].is_right is False


def test_nobody_delivers_the_answers_of_somebody_else(site: Flask, learner: Person, make_person: Any) -> None:
    hers, other, one = who(learner), make_person("patient"), event(site)
    assert send(other, [one], hers) == {one["id"]: "other"}
    assert send(other, [one], hers, ticket="forged") == {one["id"]: "other"}
    assert attempts(site, one["id"]) == []
    assert hers["ticket"] is None, "an account's answers wait for its own sign-in"
    assert send(learner, [one], hers) == {one["id"]: "taken"}


def test_a_guests_answers_outlive_her_session_and_never_become_anothers(site: Flask, guest: Person, learner: Person) -> None:
    hers, one, two = who(guest), event(site), event(site)
    later = Person(site, None)
    assert who(later)["owner"] != hers["owner"]
    assert send(later, [one], hers) == {one["id"]: "taken"}
    assert send(learner, [two], hers) == {two["id"]: "taken"}
    rows = attempts(site, one["id"], two["id"])
    assert {learner_of(site, row).role for row in rows} == {"guest"}
    assert len({row.registration_id for row in rows}) == 1
    other = who(later)
    assert send(learner, [event(site)], other | {"ticket": hers["ticket"]}).popitem()[1] == "other", "a ticket speaks for its own guest"


def test_a_question_that_changed_is_not_counted_and_said(site: Flask, learner: Person) -> None:
    changed, gone, lost = event(site, version="0.0.1"), event(site, item="no-such"), event(site, module="no-such")
    results = send(learner, [changed, gone, lost], who(learner))
    assert set(results.values()) == {"changed"}
    assert attempts(site, changed["id"], gone["id"], lost["id"]) == []


def test_reading_and_the_end_come_along_in_order(site: Flask, learner: Person) -> None:
    module = site_of(site).newest_content.catalogue.modules[MODULE, "fr"]
    events = [event(site, kind="read", screen=len(module.screens))]
    for item in practice_items(module):
        fields = {
            "single": lambda one: {"choice": sorted(one.right_keys)},
            "multi": lambda one: {"choice": sorted(one.right_keys)},
            "number": lambda one: {"choice": [str(one.answer)]},
            "order": lambda one: {f"order-{option.key}": [str(at)] for at, option in enumerate(one.options, 1)},
            "match": lambda one: {f"match-{option.key}": [option.key] for option in one.options},
            "cloze": lambda one: {f"gap-{gap.key}": [gap.choices[0]] for gap in one.gaps},
        }[item.kind](item)
        events.append(event(site, item=item.key, version=item.version, response=fields))
    events.append(event(site, kind="end"))
    assert set(send(learner, events, who(learner)).values()) == {"taken"}
    assert all(row.is_right for row in attempts(site, *(one["id"] for one in events)))
    with site.app_context():
        place = db.session.scalars(
            select(Progress)
            .join(Registration, Registration.id == Progress.registration_id)
            .join(Learner, Learner.id == Registration.learner_id)
            .where(Learner.uuid == learner.pseudonym)
        ).one()
    assert (place.screen, place.completed_at is not None) == (len(module.screens) + 1, True)


@pytest.mark.parametrize(
    "spoilt",
    [
        {"id": "no uuid"}, {"kind": "erase"}, {"language": "de"}, {"at": None}, {"at": float("inf")}, {"seconds": "1"}, {"screen": [1]},
        {"response": {"choice": "c"}}, {"response": {"choice": ["x" * 401]}}, {"response": None}, {"item": {"a": 1}}, {"course": "x" * 101},
    ],
)  # fmt: skip
def test_what_no_page_of_ours_writes_is_refused_alone(site: Flask, learner: Person, spoilt: dict[str, Any]) -> None:
    good, bad = event(site), event(site, **spoilt)
    results = send(learner, [bad, good], who(learner))
    assert results[good["id"]] == "taken"
    assert results[str(bad["id"])] == "unfit"


@pytest.mark.parametrize(
    "body", [[], {"owner": 1}, {"owner": "", "events": {}, "sentAt": 1}, {"owner": "", "events": [{}] * 51, "sentAt": 1}]
)
def test_a_body_that_is_no_delivery_is_a_bad_request(learner: Person, body: Any) -> None:
    assert learner.client.post(ANSWERS, json=body, headers={"X-CSRFToken": who(learner)["csrf"]}).status_code == 400


def test_it_needs_the_sites_own_token(site: Flask, learner: Person) -> None:
    here = who(learner)
    body = {"owner": here["owner"], "ticket": None, "sentAt": SENT_AT, "events": [event(site)]}
    assert learner.client.post(ANSWERS, json=body).status_code == 400


def test_asking_who_is_here_begins_no_session(site: Flask) -> None:
    """Else its cookie could come after that of a sign-in page loaded meanwhile, and the form of that page would be refused."""
    answer = Person(site, None).get(WHO)
    assert answer.headers.getlist("Set-Cookie") == []
    assert (answer.json["owner"], answer.json["csrf"]) == ("", "")


def test_the_cookie_follows_each_way_in_and_out(site: Flask, learner: Person) -> None:
    def marks(answer: Any) -> set[str]:
        return {one.split("=")[1].split(";")[0] for one in answer.headers.getlist("Set-Cookie") if one.startswith("device-owner=")}

    here = who(learner)["owner"]
    assert marks(learner.get(WHO)) == {here}
    assert marks(learner.post("/fr/deconnexion")) == {"nobody"}
    guest = Person(site, None)
    answer = guest.post("/fr/connexion", name=learner.name, passphrase="quatre mots bien ordinaires")
    assert answer.status_code == 303
    again = Person(site, learner.name)
    assert marks(answer) == {who(again)["owner"]}


def test_a_ticket_ends_when_the_guest_has_an_account(site: Flask, guest: Person) -> None:
    hers, one, two = who(guest), event(site), event(site)
    assert send(guest, [one], hers) == {one["id"]: "taken"}
    with guest.client.session_transaction() as session:
        uuid = UUID(session["guest"])
    name = f"carer-{uuid4().hex[:8]}"
    with site.app_context():
        new = opening.NewAccount(name, passphrase_hash(), "caregiver", None, is_simulated=False, has_consented=True, learner_uuid=uuid)
        submit(lambda work: opening.open_account(work, new, now()).id)
    assert send(Person(site, None), [two], hers) == {two["id"]: "other"}
    assert send(Person(site, name), [two], hers) == {two["id"]: "taken"}, "the account is hers, and what she answered before is too"


def test_tabs_that_send_at_once_make_one_attempt_each(site: Flask, learner: Person) -> None:
    here, many, start = who(learner), [event(site) for _ in range(8)], threading.Barrier(4)
    found: list[set[str]] = []

    def tab() -> None:
        own = Person(site, learner.name)
        token = who(own)["csrf"]
        start.wait()
        body = {"owner": here["owner"], "ticket": None, "sentAt": SENT_AT, "events": many}
        answer = own.client.post(ANSWERS, json=body, headers={"X-CSRFToken": token})
        found.append(set(answer.json["results"].values()) if answer.status_code == 200 else {str(answer.status_code)})

    tabs = [threading.Thread(target=tab) for _ in range(4)]
    for one in tabs:
        one.start()
    for one in tabs:
        one.join()
    assert found == [{"taken"}] * 4
    assert len(attempts(site, *(one["id"] for one in many))) == len(many)
