"""An address gets nothing but its confirmation until its owner pressed the button; known and unknown ones look and cost the same."""

import dataclasses
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from lms_cast import PASSPHRASE, Person
from post_office import PostOffice
from sqlalchemy import event, select
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from lms.accounts.mail.mail_models import MailAddress, MailLink
from lms.accounts.models import Account, GuessCount
from lms.jobs.models import BOUNCED, DROPPED, Job
from lms.messages import choices
from lms.web.current_site import site_of
from lms.web.database.extensions import db

OWN = "/fr/compte/messages"
ASK = "/fr/phrase-oubliee/message"


def new_address() -> str:
    return f"a{uuid4().hex[:10]}@example.org"


def ask(post: PostOffice, person: Person, address: str) -> TestResponse:
    return person.post(f"{OWN}/adresse", address=address)


def test_only_the_confirmation_goes_to_an_address_until_it_is_confirmed(post: PostOffice) -> None:
    person, address = post.person("pharmacist"), new_address()
    assert ask(post, person, address).status_code == 303
    assert post.turn() == 1
    (letter,) = post.inbox.to(address)
    assert letter["Subject"] == "Confirmer cette adresse"
    assert "List-Unsubscribe" not in letter
    link = post.last_link(address)
    for method in ("get", "head"):
        getattr(person.client, method)(link)
    with post.site.app_context():
        assert db.session.get_one(MailAddress, person.account.id).confirmed_at is None, "opening the link is not pressing the button"
    guest = Person(post.site, None)
    assert guest.post(link).status_code == 200
    with post.site.app_context():
        row = db.session.get_one(MailAddress, person.account.id)
        assert (row.address, row.confirmed_at, row.pending) == (address, post.at, None)
    assert person.account.email == address
    assert address in person.get(OWN).text


def test_a_link_confirms_once_and_not_after_two_days(post: PostOffice) -> None:
    person, address = post.person("nurse"), new_address()
    ask(post, person, address)
    post.turn()
    link, guest = post.last_link(address), Person(post.site, None)
    assert guest.post(link).status_code == 200
    assert guest.post(link).status_code == 422
    ask(post, person, new_address())
    post.turn()
    late = links_of_newest(post)
    post.at += timedelta(days=2)
    assert guest.post(late).status_code == 422


def links_of_newest(post: PostOffice) -> str:
    return post.last_link(str(post.inbox.letters[-1]["To"]))


def test_a_second_address_ends_the_link_to_the_first(post: PostOffice) -> None:
    person, wrong, right = post.person("gp"), new_address(), new_address()
    ask(post, person, wrong)
    post.turn()
    ask(post, person, right)
    post.turn()
    guest = Person(post.site, None)
    assert guest.post(post.last_link(wrong)).status_code == 422
    assert guest.post(post.last_link(right)).status_code == 200


def test_one_mailbox_serves_one_account_and_only_its_owner_learns_it(post: PostOffice) -> None:
    address = new_address()
    first, second = post.person("nurse", address), post.person("nurse")
    unknown, known = ask(post, post.person("nurse"), new_address()), ask(post, second, address)
    assert (unknown.status_code, unknown.headers["Location"]) == (known.status_code, known.headers["Location"])
    post.turn()
    assert Person(post.site, None).post(post.last_link(address)).status_code == 409
    assert (first.account.email, second.account.email) == (address, None)


def statements_of(post: PostOffice, act: Any) -> list[str]:
    """The kinds of SQL statements that something takes, in order."""
    taken: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_more: object) -> None:
        taken.append(" ".join(statement.split()[:3]))

    with post.site.app_context():
        engine = db.engine
    event.listen(engine, "before_cursor_execute", note)
    act()
    event.remove(engine, "before_cursor_execute", note)
    return taken


def test_a_forgotten_passphrase_looks_and_costs_the_same_for_any_address(post: PostOffice) -> None:
    confirmed_address, pending = new_address(), new_address()
    post.person("patient", confirmed_address)
    ask(post, post.person("patient"), pending)
    post.turn()
    answers, work, rows = [], [], []
    for address in (confirmed_address, pending, new_address()):
        post.write(lambda work: work.query(GuessCount).delete())
        guest, before = Person(post.site, None), count(post)
        token = guest.token()
        data = {"csrf_token": token, "address": address}
        work.append(statements_of(post, lambda guest=guest, data=data: answers.append(guest.client.post(ASK, data=data))))
        rows.append([after - one for after, one in zip(count(post), before, strict=True)])
    assert {answer.status_code for answer in answers} == {200}
    texts = [answer.text.replace(guest_token(answer), "") for answer in answers]
    assert texts[0] == texts[1] == texts[2]
    assert work[0] == work[1] == work[2]
    assert rows == [[1, 1]] * 3
    assert post.turn() == 1
    assert post.inbox.letters[-1]["To"] == confirmed_address


def guest_token(answer: TestResponse) -> str:
    text = answer.text
    at = text.find('name="csrf_token" value="')
    return text[at : text.find(">", at)] if at >= 0 else "-"


def count(post: PostOffice) -> tuple[int, int]:
    with post.site.app_context():
        return db.session.query(Job).count(), db.session.query(MailLink).count()


def test_a_link_sets_a_passphrase_once_within_its_hour(post: PostOffice) -> None:
    address = new_address()
    person = post.person("patient", address)
    guest = Person(post.site, None)
    guest.post(ASK, address=address.upper())
    post.turn()
    link = post.last_link(address)
    assert guest.get(link).status_code == 200
    assert guest.post(link, passphrase="court").status_code == 422
    new = "cinq mots tout neufs dehors"
    assert guest.post(link, passphrase=new).status_code == 303
    assert guest.get("/fr/compte").status_code == 200, "she is signed in"
    assert person.get("/fr/compte").status_code == 302, "her other sessions have ended"
    assert Person(post.site, None).post(link, passphrase=PASSPHRASE).status_code == 422
    assert Person(post.site, None).post("/fr/connexion", name=address, passphrase=new).status_code == 303


def test_a_link_that_was_used_ends_the_others_of_the_account(post: PostOffice) -> None:
    address = new_address()
    post.person("patient", address)
    guest = Person(post.site, None)
    links = []
    for _ in range(2):
        guest.post(ASK, address=address)
        post.turn()
        links.append(post.last_link(address))
    assert links[0] != links[1]
    assert guest.post(links[1], passphrase="cinq mots tout neufs dehors").status_code == 303
    assert Person(post.site, None).post(links[0], passphrase="encore cinq autres mots ici").status_code == 422


def test_an_old_link_and_an_unknown_one_open_nothing(post: PostOffice) -> None:
    address = new_address()
    post.person("patient", address)
    guest = Person(post.site, None)
    guest.post(ASK, address=address)
    post.turn()
    link = post.last_link(address)
    post.at += timedelta(hours=1)
    old = guest.post(link, passphrase=PASSPHRASE)
    unknown = guest.post(link[:-32] + "0" * 32, passphrase=PASSPHRASE)
    odd = guest.post(link[:-32] + "x", passphrase=PASSPHRASE)
    assert (old.status_code, unknown.status_code, odd.status_code) == (422, 422, 422)


def test_nobody_is_flooded_through_the_site(post: PostOffice) -> None:
    address = new_address()
    codes = [Person(post.site, None).post(ASK, address=address).status_code for _ in range(5)]
    assert codes == [200, 200, 200, 429, 429] or codes == [200, 200, 200, 200, 429]
    person = post.person("nurse")
    assert ask(post, person, address).status_code == 429, "by the other door neither"
    assert ask(post, person, new_address()).status_code == 303


def test_without_a_mail_host_no_address_is_asked_for(post: PostOffice, monkeypatch: pytest.MonkeyPatch) -> None:
    site = site_of(post.site)
    monkeypatch.setattr(site, "settings", dataclasses.replace(site.settings, mail_host=""))
    person = post.person("nurse")
    page = person.get(OWN).text
    assert 'name="address"' not in page
    assert "n’envoie pas d’e-mail" in page
    assert person.get(ASK).status_code == 404
    assert "phrase-oubliee/message" not in person.get("/fr/phrase-oubliee").text
    ask(post, person, new_address())
    assert post.jobs(person) == []


def test_a_bounce_ends_what_is_written_until_the_address_is_confirmed_anew(post: PostOffice) -> None:
    address = new_address()
    person = post.person("patient", address)
    guest = Person(post.site, None)
    post.inbox.rcpt = lambda to: "550 5.1.1 No such user" if to == address else "250 OK"
    guest.post(ASK, address=address)
    post.turn()
    assert [job.state for job in post.jobs(person)] == [BOUNCED]
    assert "Le dernier message est revenu" in person.get(OWN).text
    post.inbox.rcpt = lambda _to: "250 OK"
    guest.post(ASK, address=address)
    post.turn()
    assert [job.state for job in post.jobs(person)] == [BOUNCED, DROPPED]
    assert post.inbox.to(address) == []
    ask(post, person, address)
    post.turn()
    assert guest.post(post.last_link(address)).status_code == 200
    with post.site.app_context():
        assert db.session.get_one(MailAddress, person.account.id).bounced_at is None


def test_a_suspended_account_gets_nothing(post: PostOffice) -> None:
    address = new_address()
    person = post.person("patient", address)
    Person(post.site, None).post(ASK, address=address)

    def suspend(work: Session) -> None:
        work.get_one(Account, person.account.id).active = False

    post.write(suspend)
    post.turn()
    assert post.inbox.to(address) == []


def test_taking_the_address_off_leaves_nothing_of_it(post: PostOffice) -> None:
    address = new_address()
    person = post.person("patient", address)
    assert person.post(f"{OWN}/oublier").status_code == 303
    with post.site.app_context():
        assert db.session.get(MailAddress, person.account.id) is None
        assert db.session.scalars(select(MailLink).where(MailLink.account_id == person.account.id)).all() == []
    assert person.account.email is None
    assert address not in person.get(OWN).text


@pytest.mark.parametrize("typed", ["", "nobody", "a@b", "é@example.org", "a@example.org\r\nBcc: b@example.org", "a" * 400 + "@example.org"])
def test_what_is_no_address_is_refused_with_words(post: PostOffice, typed: str) -> None:
    person = post.person("nurse")
    answer = ask(post, person, typed)
    assert answer.status_code == 422
    assert "ne convient pas" in answer.text
    assert post.jobs(person) == []


def test_an_address_in_another_script_is_written_to_in_ascii(post: PostOffice) -> None:
    person = post.person("nurse", "marie@hôpital-été.example")
    post.write(lambda work: choices.stop(work, person.account.id, "self", post.at))
    Person(post.site, None).post(ASK, address="marie@hôpital-été.example")
    assert post.turn() == 1
    assert post.inbox.recipients[-1] == "marie@" + "hôpital-été.example".encode("idna").decode()
