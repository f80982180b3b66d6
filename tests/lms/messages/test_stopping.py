"""Stopping: by one press without a session, by family, by staff, by herself; and what never leaves at all."""

import threading
from datetime import timedelta
from uuid import uuid4

import pytest
from lms_cast import Person
from post_office import PostOffice, assign, cohort_with, links

from lms.jobs.models import DROPPED, WAITING
from lms.messages import choices, planning


def new_address() -> str:
    return f"r{uuid4().hex[:10]}@example.org"


def reminded(post: PostOffice, role: str = "patient") -> tuple[Person, str]:
    """Somebody who got one reminder."""
    address = new_address()
    person = post.person(role, address, due_dates=True)
    assign(post, person, post.at.date() + timedelta(days=10))
    post.turn()
    assert len(post.inbox.to(address)) == 1
    return person, address


def test_one_press_without_a_session_ends_all(post: PostOffice) -> None:
    """RFC 8058: a POST with List-Unsubscribe=One-Click to the address in the header, no cookie, no token of ours."""
    person, address = reminded(post)
    letter = post.inbox.to(address)[0]
    path = "/" + str(letter["List-Unsubscribe"]).strip("<>").split("/", 3)[3]
    assert path in links(letter), "the same link stands in the text"
    stranger = post.site.test_client()
    for _time in range(2):
        assert stranger.get(path).status_code == 200
        assert stranger.head(path).status_code == 200
    assert post.choice(person).stopped_at is None, "looking does nothing"
    answer = stranger.post(path, data={"List-Unsubscribe": "One-Click"}, headers={"Origin": "https://webmail.example"})
    assert answer.status_code == 200
    assert (post.choice(person).stopped_by, post.choice(person).stopped_at) == ("link", post.choice(person).stopped_at)
    post.turn(days=8)
    assert len(post.inbox.to(address)) == 1


def test_known_and_unknown_tokens_are_answered_alike(post: PostOffice) -> None:
    _person, address = reminded(post)
    path = links(post.inbox.to(address)[0])[-1]
    unknown = path[:-32] + "f" * 32
    stranger = post.site.test_client()
    for act in (stranger.get, stranger.post):
        known_answer, other = act(path), act(unknown)
        assert known_answer.status_code == other.status_code == 200
        assert known_answer.text.replace(path[-32:], "").count("\n") == other.text.replace("f" * 32, "").count("\n")
    assert stranger.post(path[:-32] + "%00 é").status_code in (200, 404)


def test_family_stops_it_by_the_address_and_nobody_is_told(post: PostOffice) -> None:
    person, address = reminded(post)
    guest = Person(post.site, None)
    known_answer, unknown = (
        guest.post("/fr/arreter-messages", address=address.upper()),
        guest.post("/fr/arreter-messages", address=new_address()),
    )
    assert known_answer.status_code == unknown.status_code == 200
    assert "ils ont pris fin" in known_answer.text
    assert "ils ont pris fin" in unknown.text
    assert post.choice(person).stopped_by == "address"


def test_staff_of_her_cohort_stop_it_and_strangers_cannot(post: PostOffice) -> None:
    person, _address = reminded(post)
    uuid, educator = cohort_with(post, person)
    path = f"/fr/cohortes/{uuid}/messages/{person.pseudonym}/arreter"
    assert post.person("educator").post(path).status_code == 404
    assert post.choice(person).stopped_at is None
    page = educator.get(f"/fr/cohortes/{uuid}/messages")
    assert page.status_code == 200
    assert path in page.text
    assert person.account.username not in page.text, "staff know a patient by her card's name"
    assert educator.post(path).status_code == 303
    assert post.choice(person).stopped_by == "staff"
    assert educator.post(f"/fr/cohortes/{uuid}/messages/{post.person('patient').pseudonym}/arreter").status_code == 404


def test_what_waits_is_dropped_with_a_stop_and_a_new_passphrase_still_comes(post: PostOffice) -> None:
    address = new_address()
    person = post.person("patient", address, due_dates=True)
    assign(post, person, post.at.date() + timedelta(days=10))
    post.work.plan()
    Person(post.site, None).post("/fr/phrase-oubliee/message", address=address)
    person.post("/fr/compte/messages/arreter")
    assert sorted(job.state for job in post.jobs(person)) == [DROPPED, WAITING]
    post.turn(seconds=1)
    letters_to_her = post.inbox.to(address)
    assert [letter["Subject"] for letter in letters_to_her] == ["Une nouvelle phrase secrète"]


def test_she_chooses_again_and_gets_only_that(post: PostOffice) -> None:
    person, _address = reminded(post)
    person.post("/fr/compte/messages/arreter")
    assert person.post("/fr/compte/messages/choix", kind=["learning", "renewals"]).status_code == 303
    choice = post.choice(person)
    assert (choice.stopped_at, choice.due_dates, choice.renewals, choice.learning) == (None, False, False, True)


def test_a_message_with_a_word_of_health_never_leaves_to_a_patient(post: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    address, professional = new_address(), new_address()
    person = post.person("patient", address, due_dates=True)
    nurse = post.person("nurse", professional)
    for one in (person, nurse):
        assign(post, one, post.at.date() + timedelta(days=10))
    post.work.turn(threading.Event())
    _host, runner = post.work._parts or (None, None)
    assert runner is not None
    mailing = runner._handlers[planning.KIND]
    monkeypatch.setattr(mailing, "_sender", type(mailing._sender)("site@example.org", "Institut du cancer", ""))
    post.turn()
    assert post.inbox.to(address) == []
    assert post.jobs(person)[-1].error == "health_word"
    assert len(post.inbox.to(professional)) == 1


def test_offers_follow_the_role() -> None:
    assert choices.by_default("patient") == choices.by_default("caregiver") == frozenset()
    assert choices.RENEWALS not in choices.kinds_of("patient")
    assert choices.by_default("pharmacist") == {choices.DUE_DATES, choices.RENEWALS}
