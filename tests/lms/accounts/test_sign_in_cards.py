"""Sign-in cards: her PIN and a printed code open her account again and again; lost, replaced, unknown and wrong ones get one answer."""

import re
from datetime import datetime, timedelta
from functools import partial
from uuid import UUID

import pytest
import time_machine
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lms_cast import PASSPHRASE, MakePerson, Person
from people_cast import change, codes_on, open_cohort, put_in
from sqlalchemy import select, update
from sqlalchemy.orm import Session
from werkzeug.test import TestResponse

from lms.accounts import codes
from lms.accounts.cards import sign_in_cards
from lms.accounts.cards.card_models import SignInCard
from lms.accounts.guess_rules import BY_CARD
from lms.accounts.models import Account, GuessCount, Learner
from lms.cohorts.models import RecordLook
from lms.web.database.extensions import db
from lms.web.database.instants import now
from lms.web.database.writing import submit

CARD, OWN = "/fr/carte", "/fr/compte/carte"
PIN, OTHER_PIN = "4831", "7309"
VOLATILE = re.compile(r'name="csrf_token" value="[^"]+"|value="[0-9A-Z ]*"|\b[0-9a-f]{16}\b')


@pytest.fixture(autouse=True)
def _no_guesses_before(site: Flask) -> None:
    change(site, lambda work: work.query(GuessCount).delete())


@pytest.fixture
def nadia(make_person: MakePerson) -> Person:
    return make_person("patient")


@pytest.fixture
def group(site: Flask, educator: Person, nadia: Person) -> UUID:
    cohort = open_cohort(site, educator)
    put_in(site, nadia, cohort)
    return cohort


def card_of(person: Person, pin: str = PIN) -> str:
    answer = person.post(OWN, pin=pin, passphrase=PASSPHRASE)
    assert answer.status_code == 200, answer.text
    return codes_on(answer.text)[0]


def tried(site: Flask, code: str, pin: str = PIN, **more: str) -> tuple[Person, TestResponse]:
    stranger = Person(site, None)
    return stranger, stranger.post(CARD, code=code, pin=pin, **more)


def record_of(group: UUID, person: Person) -> str:
    return f"/fr/cohortes/{group}/personnes/{person.account.learner.id}"


def row_of(person: Person) -> SignInCard:
    with person.site.app_context():
        return db.session.get_one(SignInCard, person.account.id)


def test_it_signs_her_in_again_and_again_and_tells_when(site: Flask, nadia: Person) -> None:
    code = card_of(nadia)
    assert "Pas encore utilisée" in nadia.get(OWN).text
    for typed in (code, code.lower().replace(" ", "-"), codes.plain(code)):
        device, answer = tried(site, typed)
        assert answer.status_code == 303
        assert nadia.account.username in device.get("/fr/compte").text
    assert "Utilisée pour la dernière fois" in nadia.get(OWN).text


def test_the_page_that_shows_it_has_the_code_in_no_address(nadia: Person) -> None:
    """What its QR code asks of the server is looked at in tests/lms/browser/test_sign_in_card_in_a_browser.py."""
    page = nadia.post(OWN, pin=PIN, passphrase=PASSPHRASE).text
    code = codes.plain(codes_on(page)[0])
    assert code
    assert not [address for address in re.findall(r'(?:href|src|action)="([^"]+)"', page) if code in address]


def test_a_lost_card_is_ended_by_her_and_refused_from_then_on(site: Flask, nadia: Person) -> None:
    code = card_of(nadia)
    assert nadia.post(f"{OWN}/fin").status_code == 303
    assert tried(site, code)[1].status_code == 422
    assert "n’ouvre plus rien" in nadia.get(f"{OWN}?ended=1").text


def test_staff_print_and_end_it_know_no_pin_and_each_time_is_noted(site: Flask, educator: Person, nadia: Person, group: UUID) -> None:
    record = record_of(group, nadia)
    assert "pas encore choisi de code secret" in educator.get(record).text
    assert educator.post(f"{record}/carte").status_code == 404, "without a PIN a card would be open to whoever printed it"
    own = card_of(nadia)
    page = educator.post(f"{record}/carte")
    assert nadia.account.username not in page.text
    (printed,) = codes_on(page.text)
    assert tried(site, own)[1].status_code == 422, "the one before has ended"
    assert tried(site, printed, OTHER_PIN)[1].status_code == 422
    assert tried(site, printed)[1].status_code == 303
    assert "Imprimée par l’équipe" in nadia.get(OWN).text
    assert educator.post(f"{record}/carte/fin").status_code == 303
    assert tried(site, printed)[1].status_code == 422
    with site.app_context():
        wanted = select(RecordLook.what).join(Learner, Learner.id == RecordLook.learner_id).where(Learner.uuid == nadia.pseudonym)
        assert [what for what in db.session.scalars(wanted.order_by(RecordLook.id)) if what != "record"] == ["card", "card_ended"]
    assert "carte de connexion imprimée" in nadia.get("/fr/mes-groupes").text


def test_other_staff_and_other_people_cannot(site: Flask, make_person: MakePerson, educator: Person, nadia: Person, group: UUID) -> None:
    card_of(nadia)
    record, nurse = record_of(group, nadia), make_person("nurse")
    put_in(site, nurse, group)
    for path in (f"{record}/carte", f"{record}/carte/fin"):
        assert make_person("educator").post(path).status_code == 404, "she does not follow this cohort"
        assert educator.post(path.replace(str(nadia.account.learner.id), str(nurse.account.learner.id))).status_code == 404
    assert make_person("nurse").get(OWN).status_code == 403


def test_unknown_ended_replaced_old_suspended_and_a_wrong_pin_look_the_same(site: Flask, make_person: MakePerson) -> None:
    people = [make_person("patient") for _ in range(5)]
    ended, replaced, old, suspended, wrong = (card_of(person) for person in people)
    people[0].post(f"{OWN}/fin")
    card_of(people[1])
    change(
        site,
        lambda work: work.execute(
            update(SignInCard).where(SignInCard.account_id == people[2].account.id).values(expires_at=now() - timedelta(seconds=1))
        ),
    )
    change(site, lambda work: work.execute(update(Account).where(Account.id == people[3].account.id).values(active=False)))
    unknown = codes.grouped(codes.new_code())
    answers = [tried(site, code)[1] for code in (unknown, ended, replaced, old, suspended)] + [tried(site, wrong, OTHER_PIN)[1]]
    assert {answer.status_code for answer in answers} == {422}
    assert len({VOLATILE.sub("", answer.text) for answer in answers}) == 1


def test_wrong_pins_wait_longer_and_longer_for_known_and_unknown_cards_alike(site: Flask, nadia: Person) -> None:
    """By the oracle of the rule alone: three are free, then 1, 2, 4, … seconds; a right PIN waits too, and passes afterwards."""
    start = now()
    for code in (card_of(nadia), codes.grouped(codes.new_code())):
        with time_machine.travel(start, tick=False) as clock:
            for _try in range(BY_CARD.free + 1):
                assert tried(site, code, OTHER_PIN)[1].status_code == 422
            for wait in (1, 2, 4, 8):
                early = tried(site, code, PIN)[1]
                assert (early.status_code, early.headers["Retry-After"]) == (429, str(wait))
                clock.shift(wait)
                assert tried(site, code, OTHER_PIN)[1].status_code == 422
    assert BY_CARD.most_guesses(24 * 3600) < 10_000 / 50


def test_guesses_at_one_card_do_not_delay_another(site: Flask, nadia: Person, make_person: MakePerson) -> None:
    lost, hers = card_of(nadia), card_of(make_person("caregiver"))
    for _try in range(8):
        tried(site, lost, OTHER_PIN)
    assert tried(site, lost)[1].status_code == 429
    assert tried(site, hers)[1].status_code == 303


def test_only_keyed_hashes_are_kept(nadia: Person) -> None:
    code, row = card_of(nadia), row_of(nadia)
    text = f"{row.hash} {row.pin_hash}"
    assert codes.plain(code) not in text
    assert PIN not in text


def test_a_new_passphrase_ends_the_card_and_a_new_pin_keeps_it_to_her(site: Flask, nadia: Person) -> None:
    first = card_of(nadia)
    second = card_of(nadia, OTHER_PIN)
    assert tried(site, first, OTHER_PIN)[1].status_code == 422
    assert tried(site, second, OTHER_PIN)[1].status_code == 303
    assert nadia.post("/fr/compte/phrase", old=PASSPHRASE, new="cinq mots tout neufs dehors").status_code == 303
    assert tried(site, second, OTHER_PIN)[1].status_code == 422


def test_making_one_asks_for_the_passphrase_and_refuses_what_is_tried_first(site: Flask, nadia: Person) -> None:
    refused = [
        {"pin": PIN, "passphrase": "une autre phrase entière"},
        *({"pin": pin, "passphrase": PASSPHRASE} for pin in ("", "12", "1234", "0000", "2580", "1958", "4848", "abcd", "٤٨٣١")),
    ]
    for form in refused:
        assert nadia.post(OWN, **form).status_code == 422, form
    with site.app_context():
        assert db.session.get(SignInCard, nadia.account.id) is None


def test_it_goes_with_the_account(site: Flask, nadia: Person) -> None:
    card_of(nadia)
    account_id = nadia.account.id
    assert nadia.post("/fr/compte/effacer", passphrase=PASSPHRASE, sure="yes").status_code in (200, 303)
    with site.app_context():
        assert db.session.get(SignInCard, account_id) is None


def test_thirty_days_are_hers_to_choose_and_the_device_is_no_better_known(site: Flask, nadia: Person) -> None:
    """A card shows no passphrase: wrong passphrases from such a device count as a stranger's."""
    code = card_of(nadia)
    _device, answer = tried(site, code, stay="yes")
    cookies = answer.headers.getlist("Set-Cookie")
    assert any(one.startswith("hlm=") and "Expires" in one for one in cookies)
    assert not [one for one in cookies if one.startswith("hlm_device")]


Act = tuple[str, int]
ACTS = st.tuples(st.sampled_from(["print", "end", "passphrase", "pin", "wait"]), st.integers(0, 3))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(ACTS, max_size=8))
def test_whatever_happened_only_the_newest_card_that_nobody_ended_opens_and_only_with_her_newest_pin(
    site: Flask, nadia: Person, acts: list[Act]
) -> None:
    """Beside the tables, a model of two variables: the code that opens, and the PIN."""
    account_id, at, pins = nadia.account.id, now(), ["4831", "7309", "5260", "9147"]
    printed, opening_code, pin, until = ["unknown"], "", pins[0], at
    with site.app_context():
        change(site, partial(_choose, account_id=account_id, pin_hash=sign_in_cards.hashed_pin(account_id, pin)))
        change(site, partial(sign_in_cards.withdraw, account_id=account_id))
        for act, number in acts:
            if act == "print":
                opening_code, until = codes.new_code(), at + sign_in_cards.LASTS
                printed.append(opening_code)
                change(site, partial(_issue, account_id=account_id, hash=codes.hashed(opening_code), at=at))
            elif act == "end":
                opening_code = ""
                change(site, partial(_end, account_id=account_id, at=at))
            elif act == "passphrase":
                opening_code = ""
                change(site, partial(sign_in_cards.withdraw, account_id=account_id))
            elif act == "pin":
                pin = pins[number]
                change(site, partial(_choose, account_id=account_id, pin_hash=sign_in_cards.hashed_pin(account_id, pin)))
            else:
                at += number * timedelta(days=150)
        for code in printed:
            for typed in pins:
                opens = code == opening_code and typed == pin and at < until
                assert (_used(site, account_id, code, typed, at) == account_id) == opens, (acts, code, typed)


def _issue(work: Session, *, account_id: int, hash: str, at: datetime) -> None:
    sign_in_cards.issue(work, account_id, hash, account_id, at)


def _end(work: Session, *, account_id: int, at: datetime) -> None:
    sign_in_cards.end(work, account_id, at)


def _choose(work: Session, *, account_id: int, pin_hash: str) -> None:
    sign_in_cards.choose_pin(work, account_id, pin_hash)


def _used(site: Flask, account_id: int, code: str, pin: str, at: datetime) -> int | None:
    hash, pin_hash = codes.hashed(code), sign_in_cards.hashed_pin(account_id, pin)
    return submit(lambda work: sign_in_cards.use(work, hash, pin_hash, at))


@given(st.text(max_size=8))
def test_no_pin_but_four_digits(typed: str) -> None:
    pin = sign_in_cards.plain_pin(typed)
    assert pin == "" or (len(pin) == 4 and set(pin) <= set("0123456789") and pin == "".join(typed.split()))


def test_nine_pins_in_ten_are_left_to_choose_from() -> None:
    left = [pin for pin in (f"{number:04d}" for number in range(10_000)) if not sign_in_cards.is_guessed(pin)]
    assert len(left) > 9_000


@pytest.mark.parametrize(("pin", "is_guessed"), [("1900", True), ("1899", False), ("2029", True), ("2036", False)])
def test_a_year_in_which_somebody_may_be_born_is_among_the_first_guesses(pin: str, is_guessed: bool) -> None:
    assert sign_in_cards.is_guessed(pin) is is_guessed
